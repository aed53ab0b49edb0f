//! The documents of the corpus as files, for all who go through them: the folder is walked once for everybody who asks at
//! about the same time, and a slow one seldom. It reads no file.

use crate::store::{DocumentEntry, LeftOut, Library};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long what was found counts at least.
const FRESH: Duration = Duration::from_secs(1);
/// A walk is not worth more than this part of the time: one that takes a second counts for twenty.
const SHARE: u32 = 20;

/// The documents as they were found last.
#[derive(Debug)]
pub struct KnownEntries {
    library: Arc<Library>,
    last: Mutex<Option<FolderWalk>>,
    watched: AtomicBool,
}

#[derive(Debug)]
struct FolderWalk {
    entries: Arc<[DocumentEntry]>,
    ended: Instant,
    took: Duration,
}

impl KnownEntries {
    /// Of a corpus that nobody has walked yet.
    pub fn new(library: Arc<Library>) -> Self {
        Self { library, last: Mutex::new(None), watched: AtomicBool::new(false) }
    }

    /// Says whether somebody walks the folder whenever something changes there: what was found last counts then, however long
    /// ago that was.
    pub fn set_watched(&self, watched: bool) {
        self.watched.store(watched, Ordering::Relaxed);
    }

    fn is_recent(&self, walk: &FolderWalk) -> bool {
        self.watched.load(Ordering::Relaxed) || walk.ended.elapsed() < FRESH.max(walk.took * SHARE)
    }

    /// All documents, in the order of their paths; as they were found a moment ago where that is recent enough.
    pub fn all(&self) -> Arc<[DocumentEntry]> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(walk) = last.as_ref().filter(|walk| self.is_recent(walk)) {
            return Arc::clone(&walk.entries);
        }
        let (entries, ..) = walk(&self.library, &mut |_| {});
        let found = Arc::clone(&entries.entries);
        *last = Some(entries);
        found
    }

    /// Walks the folder now and hands on what is found, a batch at a time; gives what else there is and what could
    /// not be looked into. Whoever asks meanwhile waits for it.
    pub fn walk(
        &self,
        each: &mut dyn FnMut(&[DocumentEntry]),
    ) -> (Arc<[DocumentEntry]>, LeftOut, Vec<crate::store::Error>) {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let (entries, left_out, faults) = walk(&self.library, each);
        let found = Arc::clone(&entries.entries);
        *last = Some(entries);
        (found, left_out, faults)
    }
}

fn walk(library: &Library, each: &mut dyn FnMut(&[DocumentEntry])) -> (FolderWalk, LeftOut, Vec<crate::store::Error>) {
    let (begun, mut entries) = (Instant::now(), Vec::new());
    let (left_out, faults) = library.scan(&mut |batch| {
        each(&batch);
        entries.extend(batch);
    });
    (FolderWalk { entries: entries.into(), ended: Instant::now(), took: begun.elapsed() }, left_out, faults)
}
