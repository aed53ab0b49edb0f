//! Noticing that somebody else has written annotations: other readers on the same machine, a synchroniser, git.
//!
//! The file system tells of changes where it can (inotify and its kin); a network file system does not tell what
//! happens on other machines, so there the folder is looked at every second and a half. It reads no annotation itself and
//! says only *that* something changed; many changes in a moment are told once.

use crate::store::corpus::names::ANNOTATIONS;
use crate::store::fs::error::{Error, Result};
use crate::store::fs::system::is_remote;
use crate::store::sidecar::annotations::Annotations;
use crate::store::transport::presence::PLACE;
use notify::{Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

/// How often a folder is looked at whose file system does not tell: with what follows, a note is seen within two seconds.
pub const EVERY: Duration = Duration::from_millis(1_500);
/// Changes within this time are told as one: a save is several, and a synchroniser brings many.
const TOGETHER: Duration = Duration::from_millis(250);

/// A watch over the annotations of one corpus. It ends when it is dropped.
#[derive(Debug)]
pub struct Watch {
    /// None where nothing tells: it wakes for whoever asks it to.
    watcher: Option<Box<dyn Watching>>,
    events: Receiver<()>,
    /// Folders that are watched for the annotations to appear in.
    waiting: Vec<PathBuf>,
    /// Folders of texts that are watched.
    watched: HashSet<PathBuf>,
}

/// What has ended a wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Woken {
    /// Something has changed.
    Changed,
    /// Nothing has, for as long as was to be waited.
    Waited,
    /// The watch has ended.
    Ended,
}

/// Either of the library's watchers.
trait Watching: Watcher + std::fmt::Debug + Send {}
impl<W: Watcher + std::fmt::Debug + Send> Watching for W {}

impl Watch {
    /// Watches the readers' folders. Where there are none yet, their appearing is noticed.
    pub fn start(annotations: &Annotations) -> Result<Self> {
        let folders = annotations.watched();
        let (send, events) = channel();
        let fault =
            |path: &Path, error: notify::Error| Error::io("watch the folder", path, std::io::Error::other(error));
        let first = folders.first().map_or(Path::new("."), |(_, parent)| parent.as_path());
        let mut watcher = watcher(is_remote(first), send).map_err(|error| fault(first, error))?;
        let mut waiting = Vec::new();
        for (folder, parent) in folders {
            if folder.is_dir() {
                watch(watcher.as_mut(), &folder, RecursiveMode::Recursive).map_err(|error| fault(&folder, error))?;
            } else if parent.is_dir() && watch(watcher.as_mut(), &parent, RecursiveMode::NonRecursive).is_ok() {
                waiting.push(folder);
            }
        }
        Ok(Self { watcher: Some(watcher), events, waiting, watched: HashSet::new() })
    }

    /// Watches these folders for files that come, change or go, but for hidden names and the annotations in the corpus at
    /// `root`. It also wakes for whoever sends a word to `asking`: the one way to hear of changes where the file system
    /// does not tell of those that others make, or no watch can be had.
    pub fn over(root: &Path, folders: Vec<PathBuf>, asking: (Sender<()>, Receiver<()>)) -> Self {
        let (send, events) = asking;
        let watcher = if is_remote(root) { None } else { watcher_without(send, root.join(ANNOTATIONS)).ok() };
        let mut watch = Self { watcher, events, waiting: Vec::new(), watched: HashSet::new() };
        watch.watch_more(folders);
        watch
    }

    /// A watch that wakes for whoever asks it to, and for nothing else.
    #[cfg(test)]
    pub fn when_asked(events: Receiver<()>) -> Self {
        Self { watcher: None, events, waiting: Vec::new(), watched: HashSet::new() }
    }

    /// Watches these folders too. One that cannot be watched, or is gone, is left out.
    pub fn watch_more(&mut self, folders: Vec<PathBuf>) {
        let wanted: HashSet<PathBuf> = folders.into_iter().collect();
        // A folder that was taken away and came again is another one.
        self.watched.retain(|folder| wanted.contains(folder));
        let Some(watcher) = &mut self.watcher else { return };
        for folder in wanted {
            if !self.watched.contains(&folder) && watch(watcher.as_mut(), &folder, RecursiveMode::NonRecursive).is_ok()
            {
                self.watched.insert(folder);
            }
        }
    }

    /// Whether all of these folders are watched. The system may watch no more than so many.
    pub fn watches(&self, folders: &[PathBuf]) -> bool {
        folders.iter().all(|folder| self.watched.contains(folder))
    }

    /// Waits until something has changed, and a moment for what comes with it. It does not wait for quiet: where many write,
    /// there may be none. `false` when the watch has ended.
    pub fn wait(&mut self) -> bool {
        self.wait_for(None) != Woken::Ended
    }

    /// The same, for at most so long.
    pub fn wait_for(&mut self, at_most: Option<Duration>) -> Woken {
        let heard = match at_most {
            Some(at_most) => self.events.recv_timeout(at_most),
            None => self.events.recv().map_err(RecvTimeoutError::from),
        };
        match heard {
            Ok(()) => {}
            Err(RecvTimeoutError::Timeout) => return Woken::Waited,
            Err(RecvTimeoutError::Disconnected) => return Woken::Ended,
        }
        thread::sleep(TOGETHER);
        while let Ok(()) = self.events.try_recv() {}
        self.take_new_folders();
        Woken::Changed
    }

    /// Folders that were waited for are watched themselves once they are there.
    fn take_new_folders(&mut self) {
        let (there, waiting): (Vec<PathBuf>, Vec<PathBuf>) =
            std::mem::take(&mut self.waiting).into_iter().partition(|folder| folder.is_dir());
        self.waiting = waiting;
        let Some(watcher) = &mut self.watcher else { return };
        for folder in there {
            if watch(watcher.as_mut(), &folder, RecursiveMode::Recursive).is_err() {
                self.waiting.push(folder);
            }
        }
    }
}

fn watch(watcher: &mut dyn Watching, folder: &Path, mode: RecursiveMode) -> notify::Result<()> {
    watcher.watch(folder, mode)
}

/// A watcher that sends a word for each change that may concern annotations.
fn watcher(remote: bool, send: Sender<()>) -> notify::Result<Box<dyn Watching>> {
    let told = move |event: notify::Result<Event>| {
        if event.is_ok_and(|event| concerns(&event)) {
            // Nobody waits any more only when the program is ending.
            let _ = send.send(());
        }
    };
    if remote {
        let config = notify::Config::default().with_poll_interval(EVERY);
        return Ok(Box::new(PollWatcher::new(told, config)?));
    }
    Ok(Box::new(RecommendedWatcher::new(told, notify::Config::default())?))
}

/// A watcher that sends a word for each change that may concern a text: nothing in this folder of annotations.
fn watcher_without(send: Sender<()>, annotations: PathBuf) -> notify::Result<Box<dyn Watching>> {
    let told = move |event: notify::Result<Event>| {
        let elsewhere = |event: &Event| !event.paths.iter().all(|path| path.starts_with(&annotations));
        if event.is_ok_and(|event| concerns(&event) && elsewhere(&event)) {
            let _ = send.send(());
        }
    };
    Ok(Box::new(RecommendedWatcher::new(told, notify::Config::default())?))
}

/// Whether a change may be one of annotations: not a mere look, not a file that is still being written, none of git's own,
/// and not the place of somebody who leads.
fn concerns(event: &Event) -> bool {
    let hidden = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default();
        name.as_encoded_bytes().starts_with(b".")
            || name == PLACE
            || path.components().any(|part| part.as_os_str() == ".git")
    };
    !matches!(event.kind, EventKind::Access(_)) && !event.paths.iter().all(hidden)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::corpus::documents::Corpus;
    use crate::store::fs::dirs::Dirs;
    use std::fs;

    #[test]
    fn writers_who_never_pause_are_noticed_all_the_same() {
        let (send, events) = channel();
        let watcher = watcher(false, send.clone()).expect("a watcher");
        let mut watch = Watch { watcher: Some(watcher), events, waiting: Vec::new(), watched: HashSet::new() };
        let busy = thread::spawn(move || {
            while send.send(()).is_ok() {
                thread::sleep(TOGETHER / 10);
            }
        });
        assert!(watch.wait() && watch.wait());
        drop(watch);
        busy.join().expect("it ends with the watch");
    }

    #[test]
    fn what_is_no_annotation_wakes_nobody() {
        let concerned = |path: &str| concerns(&Event::new(EventKind::Any).add_path(path.into()));
        for (path, concerned_by) in [
            ("/a/annotations/mei/a.txt@ab12.json", true),
            ("/a/annotations/mei", true),
            ("/a/annotations/mei/.postil-ab.tmp", false),
            ("/a/annotations/mei/place.json", false),
            ("/a/annotations/.git/refs/heads/main", false),
        ] {
            assert_eq!(concerned(path), concerned_by, "{path}");
        }
    }

    #[test]
    fn a_note_of_somebody_else_is_noticed_also_where_there_were_none() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::write(folder.path().join("a.txt"), "words").expect("writable");
        let corpus = Corpus::open(folder.path()).expect("a corpus");
        let annotations = Annotations::at(&corpus, &Dirs::under(&folder.path().join("home")));
        let mut watch = Watch::start(&annotations).expect("a local folder can be watched");
        let theirs = folder.path().join("annotations/mei");
        fs::create_dir_all(&theirs).expect("writable");
        assert!(watch.wait());
        fs::write(theirs.join("a.txt@ab12.json"), "{}").expect("writable");
        assert!(watch.wait());
    }
}
