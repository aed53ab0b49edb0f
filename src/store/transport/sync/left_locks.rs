//! The locks of git that a killed sync has left, told from those that the user's own git holds. A lock is taken away only where it was
//! made while the sync was at work, and where no git is at work in the folder any more; of every other it is told. It reads no
//! clock: times are those of the file system that both lie on.

use crate::store::fs::error::{Error, Result};
use crate::store::fs::system;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, SystemTime};

/// Written anew each second while a sync is at work: its time says how long a killed one was. It holds when the sync began, in
/// nanoseconds since 1970.
const ALIVE: &str = "postil-sync-alive";
/// How often.
const PULSE: Duration = Duration::from_secs(1);
/// How long after its last sign a sync may have been at work: two pulses, the second of which did not come.
const AFTER: Duration = Duration::from_secs(2);
/// How long a lock that a killed sync may have left is waited for: its git may still be ending.
const WAIT: Duration = Duration::from_secs(10);
const LOOK: Duration = Duration::from_millis(200);

/// Says that a sync is at work, until it is dropped.
#[derive(Debug)]
pub(super) struct Pulse {
    file: PathBuf,
    beating: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Pulse {
    /// Begins to say so in git's own folder.
    pub fn begin(own: &Path) -> Result<Self> {
        let file = own.join(ALIVE);
        let begun = write_began(&file).map_err(|error| Error::io("write", &file, error))?;
        let (send, ended) = channel();
        let beat = {
            let file = file.clone();
            move || {
                while ended.recv_timeout(PULSE) == Err(RecvTimeoutError::Timeout) {
                    let _ = fs::write(&file, &begun);
                }
            }
        };
        // Without it a killed sync has been at work for two seconds, and what it leaves later is told.
        let beating = thread::Builder::new().name("sync-pulse".to_owned()).spawn(beat).ok();
        Ok(Self { file, beating: beating.map(|thread| (send, thread)) })
    }
}

impl Drop for Pulse {
    fn drop(&mut self) {
        if let Some((send, thread)) = self.beating.take() {
            drop(send);
            let _ = thread.join();
        }
        let _ = fs::remove_file(&self.file);
    }
}

/// Writes when it began, by the clock of the file system.
fn write_began(file: &Path) -> std::io::Result<String> {
    fs::write(file, "")?;
    let began = file.metadata()?.modified()?;
    let since = began.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let text = since.as_nanos().to_string();
    fs::write(file, &text)?;
    Ok(text)
}

/// From when to when a killed sync was at work; `None` where that is not known.
fn was_at_work(own: &Path) -> Option<(SystemTime, SystemTime)> {
    let file = own.join(ALIVE);
    let began: u64 = fs::read_to_string(&file).ok()?.trim().parse().ok()?;
    let last = file.metadata().ok()?.modified().ok()?;
    Some((SystemTime::UNIX_EPOCH + Duration::from_nanos(began), last + AFTER))
}

/// Waits until the git of a killed sync has ended, and then takes away the locks that it has left. `locks` says which there are, in the
/// repository with git's own folder `own` and the files at `top`.
pub(super) fn clear(own: &Path, top: &Path, locks: &dyn Fn() -> Vec<PathBuf>) {
    clear_after(WAIT, (own, top), locks);
}

fn clear_after(wait: Duration, (own, top): (&Path, &Path), locks: &dyn Fn() -> Vec<PathBuf>) {
    let Some((began, ended)) = was_at_work(own) else { return };
    let of_sync = |lock: &PathBuf| {
        let made = lock.metadata().and_then(|lock| lock.modified());
        made.is_ok_and(|made| (began..=ended).contains(&made))
    };
    let mut waited = Duration::ZERO;
    while locks().iter().any(of_sync) && waited < wait {
        thread::sleep(LOOK);
        waited += LOOK;
    }
    let left: Vec<PathBuf> = locks().into_iter().filter(of_sync).collect();
    if left.is_empty() || system::works_below("git", &[top, own]) {
        return;
    }
    for lock in left {
        let _ = fs::remove_file(lock);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_is_of_a_sync_only_if_it_was_made_while_that_was_at_work() {
        let temp = tempfile::tempdir().unwrap();
        let own = temp.path();
        let lock = |name: &str, seconds: u64| {
            let file = fs::File::create(own.join(name)).unwrap();
            file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)).unwrap();
        };
        let alive = |text: &str| {
            fs::write(own.join(ALIVE), text).unwrap();
            let file = fs::File::options().append(true).open(own.join(ALIVE)).unwrap();
            file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(2_000)).unwrap();
        };
        let left = || {
            let there = |name: &&str| own.join(name).exists();
            ["before.lock", "meanwhile.lock", "index.lock"].into_iter().filter(there).collect::<Vec<_>>()
        };
        lock("before.lock", 999);
        lock("meanwhile.lock", 1_500);
        lock("index.lock", 2_003);
        let locks = || left().into_iter().map(|name| own.join(name)).collect();
        let clear = || clear_after(Duration::ZERO, (own, own), &locks);
        for unknown in ["", "yesterday", "-1"] {
            alive(unknown);
            clear();
            assert_eq!(left().len(), 3, "{unknown:?}");
        }
        alive("1000000000000");
        clear();
        assert_eq!(left(), ["before.lock", "index.lock"]);
    }

    #[test]
    fn a_pulse_leaves_nothing() {
        let temp = tempfile::tempdir().unwrap();
        let pulse = Pulse::begin(temp.path()).unwrap();
        let (began, ended) = was_at_work(temp.path()).unwrap();
        assert!(began <= ended);
        drop(pulse);
        assert!(was_at_work(temp.path()).is_none());
    }
}
