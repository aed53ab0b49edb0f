//! Where the reader was in each document, shared by the thread that reads and the one that writes.

use crate::app::ReadingPlace;
use crate::document::DocPath;
use crate::store::{Digest, DocumentKey, DocumentState, Progress};
use jiff::Timestamp;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The reader's places in the documents of a corpus.
#[derive(Clone, Debug)]
pub struct ReadingPlaces {
    progress: Arc<Mutex<Progress>>,
}

impl ReadingPlaces {
    /// The places that were kept.
    pub fn new(progress: Progress) -> Self {
        Self { progress: Arc::new(Mutex::new(progress)) }
    }

    /// Keeps a place and its marks. One that cannot be kept costs a jump, not a note, and is not told.
    pub fn keep(&self, place: &ReadingPlace, path: &DocPath, digest: Digest) {
        let key = DocumentKey { digest, path };
        let mut progress = self.progress.lock().unwrap_or_else(PoisonError::into_inner);
        let before = progress.place(key).unwrap_or_default();
        let state = DocumentState {
            offset: place.offset,
            top: Some(place.top),
            furthest: place.furthest.max(before.furthest),
            opened: Some(Timestamp::now().to_string()),
            ..before.clone()
        };
        let _ = progress.save_place(key, &state);
        for (mark, at) in &place.marks {
            if before.marks.get(mark) != Some(at) {
                let _ = progress.set_mark(key, *mark, Some(*at));
            }
        }
    }

    /// Where the reader was in the document of that path, by this and other sessions.
    pub fn of(&self, path: &DocPath) -> Option<ReadingPlace> {
        let mut progress = self.progress.lock().unwrap_or_else(PoisonError::into_inner);
        progress.refresh();
        let state = progress.all().find(|(known, _)| *known == path.as_str()).map(|(_, state)| state.clone())?;
        let DocumentState { offset, top, furthest, marks, .. } = state;
        let path = path.as_str().to_owned();
        Some(ReadingPlace { path, source: None, offset, top: top.unwrap_or_default(), furthest, marks })
    }

    /// How much of each document has been read: by its path, the part from 0 to 1.
    pub fn furthest(&self) -> HashMap<String, f32> {
        let progress = self.progress.lock().unwrap_or_else(PoisonError::into_inner);
        progress.all().map(|(path, state)| (path.to_owned(), state.furthest)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Dirs, digest};

    #[test]
    fn a_place_is_kept_with_its_marks_and_never_takes_back_how_far_was_read() {
        let temp = tempfile::tempdir().unwrap();
        let open = || ReadingPlaces::new(Progress::open(&Dirs::under(temp.path()), temp.path()).0);
        let (places, path) = (open(), DocPath::new("a.md").unwrap());
        let at = |offset, furthest, marks: &[(char, usize)]| ReadingPlace {
            path: "a.md".to_owned(),
            source: None,
            offset,
            top: offset,
            furthest,
            marks: marks.iter().copied().collect(),
        };
        assert!(places.of(&path).is_none());
        places.keep(&at(70, 0.5, &[('q', 7)]), &path, digest(b"text"));
        places.keep(&at(10, 0.1, &[]), &path, digest(b"text"));
        let expected = at(10, 0.5, &[('q', 7)]);
        assert_eq!(places.of(&path), Some(expected.clone()));
        assert_eq!(open().of(&path), Some(expected), "the next session knows it");
        assert_eq!(places.furthest(), HashMap::from([("a.md".to_owned(), 0.5)]));
    }
}
