//! What a class costs: the list's counts, a document's layers, the sheet, the notes, for so many readers.
//! `cargo bench --bench class`, or `-- READERS TEXTS ANNOTATIONS [EACH]`. Of a class with one text it is what its keys cost.
//!
//! Each figure is of a process of its own, begun several times: the median of the times, the most memory that it ever
//! had. It prints what is wanted beside what is found and judges nothing. The class is made in the system's temporary folder.

#![allow(clippy::print_stdout)] // printing figures is what it is for

mod made;
mod screen;
mod tasks;

use made::Class;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How often each is done.
const TIMES: usize = 5;

/// The class that the goals are for: each reader on ten texts; and every reader on every text, in small files.
const CLASSES: [Class; 2] = [
    Class { readers: 200, documents: 60, annotations: 50_000, each: 10 },
    Class { readers: 200, documents: 60, annotations: 50_000, each: 60 },
];

/// One text that all have written on.
const CROWDS: [Class; 2] = [
    Class { readers: 200, documents: 1, annotations: 5_000, each: 1 },
    Class { readers: 10_000, documents: 1, annotations: 50_000, each: 1 },
];

/// What one run cost.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cost {
    /// The time.
    pub time: Duration,
    /// The most memory, in KB.
    pub memory: u64,
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    if let [task, folder, more @ ..] = &words[..]
        && let Some(work) = tasks::named(task)
    {
        return tasks::run(work, Path::new(folder), more);
    }
    let numbers: Vec<usize> = words.iter().filter_map(|word| word.parse().ok()).collect();
    match numbers[..] {
        [readers, documents, annotations, ref more @ ..] => {
            let each = more.first().copied().unwrap_or(10);
            measure(Class { readers, documents, annotations, each });
        }
        _ => CLASSES.into_iter().chain(CROWDS).for_each(measure),
    }
}

fn measure(class: Class) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    class.write(folder.path());
    let Class { readers, documents, annotations, each } = class;
    println!("{readers} readers, {documents} texts, {annotations} annotations, {} sidecars", readers * each);
    println!("  {:<46} {:>10} {:>10} {:>9} {:>8} {:>8}", "", "time", "at best", "goal", "memory", "goal");
    if documents == 1 {
        return measure_keys(folder.path());
    }
    let (first, last) = (Class::path(0), Class::path(documents - 1));
    for (what, task, more, goal) in [
        ("everything through once, to counts", "survey", vec![], Some(1_000)),
        ("layers of a text that all wrote on", "layers", vec![first.clone()], Some(50)),
        ("layers of a text that some chose", "layers", vec![last], Some(50)),
        ("the same on the screen, the marks taken in", "shown", vec![first.clone()], None),
        ("the same, one sentence marked", "marked", vec![first.clone()], None),
        ("a key that marks, to the screen: the median", "edited", vec![first.clone()], Some(3)),
        ("a key that moves, to the screen: the median", "walked", vec![first.clone()], Some(3)),
        ("look at all sidecars again, one changed", "glance", vec![first.clone()], None),
        ("one own annotation more (4 more after it)", "adding", vec![first], None),
    ] {
        let costs: Vec<Cost> = (0..TIMES).map(|_| child(task, folder.path(), &more)).collect();
        tell(what, &costs, goal);
    }
    let corpus = folder.path().join("corpus");
    for (what, args, goal) in [
        ("postil report", &["report", "--json"][..], Some(3_000)),
        ("postil report --session 1", &["report", "--json", "--session", "1"], Some(3_000)),
        ("postil notes --json", &["notes", "--json"], None),
        ("postil list --json", &["list", "--json"], None),
    ] {
        let mut command = program(folder.path());
        command.arg(args[0]).arg(&corpus).args(&args[1..]);
        tell(what, &(0..TIMES).map(|_| watched(&mut command)).collect::<Vec<_>>(), goal);
    }
    let costs: Vec<Cost> = (0..TIMES).map(|_| screen::open(folder.path())).collect();
    tell("postil on the screen, to all counts", &costs, Some(1_000));
    println!();
}

/// What it takes until a text shows that all have written on, and then each kind of key, for half of the keys and for 99 of 100.
fn measure_keys(folder: &Path) {
    for (what, task, goal) in [
        ("its layers", "layers", Some(300)),
        ("the marks taken in", "shown", None),
        ("one sentence marked, the first", "marked", Some(3)),
    ] {
        let costs: Vec<Cost> = (0..TIMES).map(|_| child(task, folder, &[Class::path(0)])).collect();
        tell(what, &costs, goal);
    }
    for kind in tasks::kinds() {
        for (part, goal) in [("50", 1), ("99", 8)] {
            let more = [Class::path(0), kind.to_owned(), part.to_owned()];
            let costs: Vec<Cost> = (0..TIMES).map(|_| child("keyed", folder, &more)).collect();
            tell(&format!("a key that {kind}, {part} of 100"), &costs, Some(goal));
        }
    }
    println!();
}

/// Prints the median of the times and the most memory, each with its goal.
fn tell(what: &str, costs: &[Cost], goal: Option<u64>) {
    let mut times: Vec<Duration> = costs.iter().map(|cost| cost.time).collect();
    times.sort();
    let memory = costs.iter().map(|cost| cost.memory).max().unwrap_or_default();
    let goal = goal.map_or_else(String::new, |goal| format!("{goal} ms"));
    let shown = |time: Duration| format!("{:.1} ms", time.as_secs_f64() * 1_000.0);
    let (median, best, memory) = (shown(times[times.len() / 2]), shown(times[0]), format!("{} MB", memory / 1024));
    println!("  {what:<46} {median:>10} {best:>10} {goal:>9} {memory:>8} {:>8}", "200 MB");
}

/// A task in a process of its own, which prints its time and memory.
fn child(task: &str, folder: &Path, more: &[String]) -> Cost {
    let myself = std::env::current_exe().expect("this program");
    let output = Command::new(myself).arg(task).arg(folder).args(more).stderr(Stdio::inherit()).output();
    let printed = String::from_utf8(output.expect("it runs").stdout).expect("figures");
    let figures: Vec<u64> = printed.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    let [time, memory] = figures[..] else { return Cost::default() };
    Cost { time: Duration::from_micros(time), memory }
}

/// The program itself, with a home of its own.
pub fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_postil"));
    command.env_clear().stdin(Stdio::null()).stdout(Stdio::null());
    command.envs(environment(folder));
    command
}

/// What the program is told of its surroundings.
pub fn environment(folder: &Path) -> Vec<(&'static str, String)> {
    let home = folder.join("home");
    let mut told = vec![("PATH", "/usr/bin:/bin".to_owned()), ("LANG", "C.UTF-8".to_owned())];
    told.push(("TERM", "xterm-256color".to_owned()));
    for key in ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"] {
        told.push((key, home.join(key.to_lowercase()).to_string_lossy().into_owned()));
    }
    told
}

/// Runs a program to its end, looking at its memory all the while.
fn watched(command: &mut Command) -> Cost {
    let start = Instant::now();
    let mut child = command.spawn().expect("it starts");
    let mut memory = 0;
    let status = loop {
        memory = memory.max(peak(child.id()));
        match child.try_wait().expect("it can be waited for") {
            Some(status) => break status,
            None => std::thread::sleep(Duration::from_millis(2)),
        }
    };
    assert!(status.success(), "{command:?} failed");
    Cost { time: start.elapsed(), memory }
}

/// The most memory that a process ever had, in KB (proc(5): VmHWM); 0 where the system does not say.
pub fn peak(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}
