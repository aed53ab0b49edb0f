//! Whether a program and all that it has started sleep, as the system tells it. It waits for nothing.

use rustix::process::Pid;

/// How often each thread has been put on a processor so far, by its number; `None` where one runs or is about to.
pub type Asleep = Vec<(u32, String)>;

/// The threads of a process and of its children, if all of them sleep.
#[cfg(target_os = "linux")]
pub fn asleep(pid: Pid) -> Option<Asleep> {
    let (mut found, mut pending) = (Asleep::new(), vec![pid.as_raw_nonzero().get().unsigned_abs()]);
    while let Some(process) = pending.pop() {
        // A thread that ends meanwhile is no longer there: the list of threads has changed then, at the next look.
        for thread in std::fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten() {
            let told = |name: &str| std::fs::read_to_string(thread.path().join(name)).unwrap_or_default();
            let state = told("stat").rsplit_once(") ").and_then(|(_, rest)| rest.chars().next());
            if !matches!(state, Some('S' | 'T' | 'Z')) {
                return None;
            }
            let number = thread.file_name().to_string_lossy().parse().ok()?;
            found.push((number, told("schedstat")));
            pending.extend(told("children").split_whitespace().filter_map(|child| child.parse::<u32>().ok()));
        }
    }
    found.sort();
    Some(found)
}

/// The system does not tell: it is taken to sleep, and what is left to see is whether it says anything.
#[cfg(not(target_os = "linux"))]
pub fn asleep(_: Pid) -> Option<Asleep> {
    Some(Asleep::new())
}
