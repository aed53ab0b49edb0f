//! Programs of the system (git, ssh-keygen), run so that they end: in a bounded time, or when they are told to stop, and
//! with them whatever they have started. Without somebody to ask they have no terminal either, so that nothing of theirs
//! can reach a screen that is being painted. What they are asked for is the caller's business; no shell comes between.

use crate::store::fs::error::{Error, Result};
use crate::store::fs::system;
pub(in crate::store) use crate::store::fs::system::found;
use std::{
    env,
    ffi::OsStr,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    thread,
    time::Duration,
};

/// How often a run is looked at that may be told to stop.
const LOOK: Duration = Duration::from_millis(50);
/// How long it has to clear up after itself when it is ended, and then to be gone.
const CLEARING: Duration = Duration::from_millis(500);
const GONE: Duration = Duration::from_secs(1);

/// Tells runs that are under way, and those to come, to end. Its copies are one.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// One that is told by a flag, which a signal may set.
    pub fn told_by(flag: Arc<AtomicBool>) -> Self {
        Self(flag)
    }

    /// Tells them to.
    pub fn now(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Waits so long, unless they are told to meanwhile; says whether they were not.
    pub(in crate::store) fn wait(&self, time: Duration) -> bool {
        let mut waited = Duration::ZERO;
        while !self.is_wanted() && waited < time {
            thread::sleep(LOOK);
            waited += LOOK;
        }
        !self.is_wanted()
    }

    /// Whether they were told to.
    pub fn is_wanted(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// How a run ended.
#[derive(Debug)]
pub(in crate::store) enum Ended {
    /// By itself.
    Itself(Output),
    /// It was ended, because it took too long.
    TooLong,
    /// It was ended, because it was told to stop.
    Stopped,
}

/// The command that runs a program; without `ask` away from the terminal, with nothing to read.
pub(in crate::store) fn command(program: &Path, ask: bool) -> Command {
    if ask {
        return Command::new(program);
    }
    let mut command = system::unattended(program);
    command.stdin(Stdio::null());
    // A question that goes to a program is answered by nobody, not by the terminal and not by a window.
    command.env("SSH_ASKPASS", "false").env("SSH_ASKPASS_REQUIRE", "force").env_remove("DISPLAY");
    command
}

/// Runs a command to its end, or to the limit, or until it is told to stop. `what` names it in an error.
pub(in crate::store) fn run(command: &mut Command, what: &'static str, limit: Duration, stop: &Stop) -> Result<Ended> {
    let place = command.get_current_dir().map_or_else(|| PathBuf::from("."), Path::to_path_buf);
    let fault = |error| Error::io(what, place.clone(), error);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().map_err(fault)?;
    wait(child, limit, stop).map_err(fault)
}

fn wait(child: Child, limit: Duration, stop: &Stop) -> std::io::Result<Ended> {
    let id = child.id();
    let (send, receive) = mpsc::channel();
    thread::spawn(move || send.send(child.wait_with_output()));
    let mut waited = Duration::ZERO;
    while waited < limit && !stop.is_wanted() {
        if let Ok(output) = receive.recv_timeout(LOOK) {
            return output.map(Ended::Itself);
        }
        waited += LOOK;
    }
    // Asked first, so that it takes its locks and what it has begun with it.
    system::end(id, false);
    if receive.recv_timeout(CLEARING).is_err() {
        system::end(id, true);
        // It is gone in a moment: what comes next must not meet it still at work.
        let _ = receive.recv_timeout(GONE);
    }
    Ok(if stop.is_wanted() { Ended::Stopped } else { Ended::TooLong })
}

/// Whether the environment names a program of the user's own for that.
pub(in crate::store) fn is_named(variables: &[&str]) -> bool {
    variables.iter().any(|name| env::var_os(name).is_some_and(|value: std::ffi::OsString| value != OsStr::new("")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = command(&found("sh").expect("a shell"), false);
        command.args(["-c", script]);
        command
    }

    #[test]
    fn what_hangs_is_ended() {
        let ended = run(&mut shell("sleep 60"), "run", Duration::from_millis(200), &Stop::default()).unwrap();
        assert!(matches!(ended, Ended::TooLong), "{ended:?}");
    }

    #[test]
    fn what_is_ended_takes_all_that_it_has_started_with_it() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let (stop, (send, gone), path) = (Stop::default(), mpsc::channel(), pipe.clone());
        let told = stop.clone();
        thread::spawn(move || {
            // It can be opened once the shell has; it comes to its end once nobody holds it any more.
            let mut held = std::fs::File::open(path).unwrap();
            told.now();
            send.send(std::io::Read::read_to_end(&mut held, &mut Vec::new()).is_ok()).unwrap();
        });
        let script = format!("exec 9> {}; (sleep 60) & sleep 60", pipe.display());
        let ended = run(&mut shell(&script), "run", Duration::from_mins(1), &stop).unwrap();
        assert!(matches!(ended, Ended::Stopped), "{ended:?}");
        assert_eq!(gone.recv_timeout(Duration::from_secs(20)), Ok(true), "what it had started goes on");
    }

    #[test]
    fn what_is_told_to_stop_stops() {
        let stop = Stop::default();
        let told = stop.clone();
        thread::spawn(move || told.now());
        let ended = run(&mut shell("sleep 60"), "run", Duration::from_mins(1), &stop).unwrap();
        assert!(matches!(ended, Ended::Stopped), "{ended:?}");
    }

    #[test]
    fn without_somebody_to_ask_there_is_no_terminal() {
        let ended = run(&mut shell("(: < /dev/tty) 2>&1; cat"), "run", Duration::from_secs(20), &Stop::default());
        let Ok(Ended::Itself(output)) = ended else { panic!("{ended:?}") };
        assert!(!output.stdout.is_empty(), "there is no /dev/tty to be had");
    }
}
