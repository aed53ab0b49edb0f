//! Where the reader was in each document, shared by the thread that reads and the one that writes.

use crate::app::ReadingPlace;
use crate::document::DocPath;
use crate::store::{Digest, DocumentKey, DocumentState, Progress};
use jiff::Timestamp;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long a reader who does not stay anywhere may be moving until the place is kept all the same.
const LONGEST_MOVED: Duration = Duration::from_secs(2);

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

    /// Says how much of a document is read, from 0 to 1, though more may have been read before.
    pub fn set_furthest(&self, furthest: f32, path: &DocPath, digest: Digest) {
        let mut progress = self.progress.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = progress.set_furthest(DocumentKey { digest, path }, furthest);
    }

    /// Where the reader was in the document of that path, by this and other sessions.
    pub fn of(&self, path: &DocPath) -> Option<ReadingPlace> {
        let mut progress = self.progress.lock().unwrap_or_else(PoisonError::into_inner);
        progress.refresh();
        progress.all().find(|(known, _)| *known == path.as_str()).map(|(_, state)| place_in(path, state))
    }

    /// The same where the text is known: in that very text, under whatever name it was read, else in the one that had the path before.
    pub fn in_text(&self, path: &DocPath, digest: Digest) -> Option<ReadingPlace> {
        let mut progress = self.progress.lock().unwrap_or_else(PoisonError::into_inner);
        progress.place(DocumentKey { digest, path }).map(|state| place_in(path, &state))
    }

    /// How much of each document has been read.
    pub fn furthest(&self) -> FurthestRead {
        let progress = self.progress.lock().unwrap_or_else(PoisonError::into_inner);
        FurthestRead {
            by_path: progress.all().map(|(path, state)| (path.to_owned(), state.furthest)).collect(),
            by_digest: progress.furthest_of_texts().map(|(digest, part)| (digest.to_owned(), part)).collect(),
        }
    }
}

/// How much of each document has been read, as it was when that was asked.
#[derive(Debug, Default)]
pub struct FurthestRead {
    by_path: HashMap<String, f32>,
    by_digest: HashMap<String, f32>,
}

impl FurthestRead {
    /// The part, from 0 to 1, of the document of that path: where its bytes are known, of this very text, under whatever name it was
    /// read; else of what had the path.
    pub fn of(&self, path: &DocPath, digest: Option<Digest>) -> f32 {
        let by_digest = digest.and_then(|digest| self.by_digest.get(&digest.hex()));
        by_digest.or_else(|| self.by_path.get(path.as_str())).copied().unwrap_or_default()
    }
}

fn place_in(path: &DocPath, state: &DocumentState) -> ReadingPlace {
    let DocumentState { offset, top, furthest, marks, .. } = state.clone();
    ReadingPlace { path: path.clone(), source: None, offset, top: top.unwrap_or_default(), furthest, marks }
}

/// A place that waits for the reader to stay there: writing it down at each key would be a file access for each.
#[derive(Debug, Default)]
pub struct MovedPlace {
    waiting: Option<(ReadingPlace, Instant)>,
}

impl MovedPlace {
    /// The reader is here at `now`. Gives a place to be kept at once where none has been for long.
    pub fn put(&mut self, place: ReadingPlace, now: Instant) -> Option<ReadingPlace> {
        let since = self.waiting.take().map_or(now, |(_, since)| since);
        self.waiting = Some((place, since));
        if now.saturating_duration_since(since) > LONGEST_MOVED { self.take() } else { None }
    }

    /// Whether a place waits.
    pub fn is_waiting(&self) -> bool {
        self.waiting.is_some()
    }

    /// The place that waits, to be kept now.
    pub fn take(&mut self) -> Option<ReadingPlace> {
        self.waiting.take().map(|(place, _)| place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::doc_path;
    use crate::store::{Dirs, digest};

    #[test]
    fn a_place_is_kept_with_its_marks_and_never_takes_back_how_far_was_read() {
        let temp = tempfile::tempdir().unwrap();
        let open = || ReadingPlaces::new(Progress::open(&Dirs::under(temp.path()), temp.path()).0);
        let (places, path) = (open(), DocPath::new("a.md").unwrap());
        let at = |offset, furthest, marks: &[(char, usize)]| ReadingPlace {
            path: doc_path("a.md"),
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
        let read = |path: &str, text: Option<&[u8]>| {
            format!("{:.0} %", open().furthest().of(&doc_path(path), text.map(digest)) * 100.0)
        };
        assert_eq!([read("a.md", None), read("a.md", Some(b"text"))], ["50 %", "50 %"]);
        assert_eq!(read("b.md", Some(b"text")), "50 %", "the same text under another name is as read");
        assert_eq!([read("b.md", None), read("b.md", Some(b"other"))], ["0 %", "0 %"]);
        places.set_furthest(0.0, &path, digest(b"a"));
        assert_eq!(read("a.md", None), "0 %", "but what is said outright holds");
        assert_eq!(open().of(&path).map(|place| place.offset), places.of(&path).map(|place| place.offset));
        let renamed = doc_path("b.md");
        assert_eq!((places.of(&renamed), places.in_text(&renamed, digest(b"c"))), (None, None));
        let found = places.in_text(&renamed, digest(b"text")).map(|place| (place.path.to_string(), place.offset));
        assert_eq!(found, Some(("b.md".to_owned(), 10)), "the text is known under another name");
        places.keep(&at(3, 0.1, &[]), &path, digest(b"another"));
        assert_eq!(
            places.in_text(&path, digest(b"text")).map(|place| place.offset),
            Some(10),
            "and if its name has another"
        );
    }

    #[test]
    fn a_place_waits_for_a_pause_but_not_for_long() {
        let at = |offset| ReadingPlace { offset, ..ReadingPlace::beginning(doc_path("a.md")) };
        let (mut moved, begun) = (MovedPlace::default(), Instant::now());
        assert_eq!(moved.put(at(1), begun), None);
        assert_eq!(moved.put(at(2), begun + LONGEST_MOVED), None);
        assert!(moved.is_waiting());
        let late = begun + LONGEST_MOVED + Duration::from_millis(1);
        assert_eq!(moved.put(at(3), late), Some(at(3)));
        assert!(!moved.is_waiting() && moved.take().is_none());
        assert_eq!(moved.put(at(4), late), None);
        assert_eq!(moved.take(), Some(at(4)));
    }
}
