//! Where a reader is in each document of a corpus, and the marks: what belongs to this device and to nobody else.
//!
//! Kept by the digest of the document's bytes, so that it follows a renamed file, and by the path, so that it survives an
//! edit of the text and can be listed without reading any document. One journal a corpus; the facts of two sessions
//! add up: the later place counts, the furthest is the furthest of both, each mark stands for itself.

use crate::document::DocPath;
use crate::store::corpus::key::corpus_key;
use crate::store::fs::digest::Digest;
use crate::store::fs::dirs::Dirs;
use crate::store::fs::error::{Error, Result};
use crate::store::fs::journal::{Journal, JournalVersion};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
};

/// A journal shorter than this many bytes is not worth rewriting.
const WORTH_REWRITING: usize = 64 * 1024;

/// Where the reader is in one document. Positions are code points of the canonical text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DocumentState {
    /// The position of the cursor.
    pub offset: usize,
    /// The position of the first text on the screen, where it was kept.
    pub top: Option<usize>,
    /// The furthest share of the text that was shown, from 0 to 1.
    pub furthest: f32,
    /// Its words, counted when it was open.
    pub words: Option<u64>,
    /// Marks by letter.
    pub marks: BTreeMap<char, usize>,
    /// When it was last opened, a timestamp.
    pub opened: Option<String>,
}

/// Which document: its bytes and its path.
#[derive(Clone, Copy, Debug)]
pub struct DocumentKey<'a> {
    /// The digest of its bytes.
    pub digest: Digest,
    /// Its path in the corpus.
    pub path: &'a DocPath,
}

/// The places and marks of one corpus.
#[derive(Debug)]
pub struct Progress {
    journal: Journal,
    version: JournalVersion,
    known: KnownPlaces,
}

/// What the lines of a journal come to.
#[derive(Debug, Default)]
struct KnownPlaces {
    by_digest: HashMap<String, DocumentState>,
    /// Path → digest.
    by_path: HashMap<String, String>,
}

/// One line of the journal.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct ProgressLine {
    digest: String,
    path: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    place: Option<PlaceLine>,
    /// A mark and its position; no position: the mark was removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    mark: Option<(char, Option<usize>)>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct PlaceLine {
    offset: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    top: Option<usize>,
    furthest: f32,
    /// Whether `furthest` holds as it is, though more had been read.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    set: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    words: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    opened: Option<String>,
}

impl Progress {
    /// Reads what is known of the corpus at `root` (see `Corpus::root`), and tidies its journal. Damage is
    /// reported, never fatal.
    pub fn open(dirs: &Dirs, root: &Path) -> (Self, Vec<Error>) {
        let journal = Journal::new(&dirs.state.join("progress"), &format!("{}.jsonl", corpus_key(root)));
        let mut progress = Self { journal, version: (0, 0), known: KnownPlaces::default() };
        let faults = progress.read().unwrap_or_else(|_| vec![progress.journal.move_aside()]);
        (progress, faults)
    }

    fn read(&mut self) -> Result<Vec<Error>> {
        let contents = self.journal.load::<ProgressLine>()?;
        let (lines, mut faults) = (contents.lines.len(), Vec::new());
        self.version = contents.version;
        self.known = KnownPlaces::from(contents.lines);
        let marks: usize = self.known.by_digest.values().map(|state| state.marks.len()).sum();
        let needed = self.known.by_path.len() + marks;
        if contents.damaged > 0 {
            faults.push(self.journal.keep_aside());
        }
        if contents.damaged > 0 || (contents.bytes > WORTH_REWRITING && lines > 2 * needed) {
            faults.extend(self.journal.compact(&shorten).err());
            // The next look reads it again: another session may have written just before.
            self.version = (0, 0);
        }
        Ok(faults)
    }

    /// What is known of a document: by its bytes, else by its path (then its text has changed and positions are near).
    pub fn place(&mut self, key: DocumentKey) -> Option<DocumentState> {
        self.refresh();
        self.known.place(&key.digest.hex(), key.path.as_str()).cloned()
    }

    /// All documents that were opened, as (path, state), in no order, as this session knows them.
    pub fn all(&self) -> impl Iterator<Item = (&str, &DocumentState)> {
        self.known.all()
    }

    /// How much of each text was read, from 0 to 1, by the digest of its bytes in hex, whatever its names; as this session knows it.
    pub fn furthest_of_texts(&self) -> impl Iterator<Item = (&str, f32)> {
        self.known.by_digest.iter().map(|(digest, state)| (digest.as_str(), state.furthest))
    }

    /// Takes in what other sessions have written since. Cheap where there is nothing.
    pub fn refresh(&mut self) {
        if self.journal.version() == self.version {
            return;
        }
        if let Ok(contents) = self.journal.load::<ProgressLine>() {
            self.version = contents.version;
            self.known = KnownPlaces::from(contents.lines);
        }
    }

    /// Remembers where the reader is. The marks of `state` are not looked at: see [`Progress::set_mark`].
    pub fn save_place(&mut self, key: DocumentKey, state: &DocumentState) -> Result<()> {
        self.add(ProgressLine { place: Some(PlaceLine::of(state)), ..ProgressLine::new(key) })
    }

    /// Says how much of a document is read, from 0 to 1, though more may have been read before.
    pub fn set_furthest(&mut self, key: DocumentKey, furthest: f32) -> Result<()> {
        let state = DocumentState { furthest, ..self.place(key).unwrap_or_default() };
        let place = PlaceLine { set: true, ..PlaceLine::of(&state) };
        self.add(ProgressLine { place: Some(place), ..ProgressLine::new(key) })
    }

    /// Sets or removes one mark.
    pub fn set_mark(&mut self, key: DocumentKey, mark: char, position: Option<usize>) -> Result<()> {
        self.add(ProgressLine { mark: Some((mark, position)), ..ProgressLine::new(key) })
    }

    /// What this session says holds for it even where it cannot be written.
    fn add(&mut self, line: ProgressLine) -> Result<()> {
        let written = self.journal.append(&line);
        match written {
            Ok((before, after)) if before == self.version => self.version = after,
            Ok(_) => self.refresh(),
            Err(_) => {}
        }
        // Where it was just read back, learning it twice changes nothing.
        self.known.learn(line);
        written.map(|_| ())
    }
}

impl KnownPlaces {
    fn from(lines: Vec<ProgressLine>) -> Self {
        let mut known = Self::default();
        for line in lines {
            known.learn(line);
        }
        known
    }

    fn place(&self, digest: &str, path: &str) -> Option<&DocumentState> {
        self.by_digest.get(digest).or_else(|| self.by_digest.get(self.by_path.get(path)?))
    }

    fn all(&self) -> impl Iterator<Item = (&str, &DocumentState)> {
        self.by_path.iter().filter_map(|(path, digest)| Some((path.as_str(), self.by_digest.get(digest)?)))
    }

    fn learn(&mut self, line: ProgressLine) {
        let before = self.by_path.insert(line.path, line.digest.clone());
        if !self.by_digest.contains_key(&line.digest) {
            // The text at this path was edited: what is known of it goes on.
            let inherited = before.and_then(|digest| self.by_digest.get(&digest)).cloned().unwrap_or_default();
            self.by_digest.insert(line.digest.clone(), inherited);
        }
        let Some(state) = self.by_digest.get_mut(&line.digest) else { return };
        if let Some(place) = line.place {
            state.offset = place.offset;
            state.top = place.top;
            let before = if place.set { 0.0 } else { state.furthest };
            state.furthest = before.max(place.furthest.clamp(0.0, 1.0));
            state.words = place.words.or(state.words);
            state.opened = place.opened.or(state.opened.take());
        }
        match line.mark {
            Some((mark, Some(position))) => drop(state.marks.insert(mark, position)),
            Some((mark, None)) => drop(state.marks.remove(&mark)),
            None => {}
        }
    }
}

impl PlaceLine {
    fn of(state: &DocumentState) -> Self {
        let DocumentState { offset, top, furthest, words, opened, .. } = state.clone();
        let furthest = if furthest.is_finite() { furthest.clamp(0.0, 1.0) } else { 0.0 };
        Self { offset, top, furthest, set: false, words, opened }
    }
}

impl ProgressLine {
    fn new(key: DocumentKey) -> Self {
        Self { digest: key.digest.hex(), path: key.path.as_str().to_owned(), place: None, mark: None }
    }
}

/// The fewest lines that say the same: for each path its place, for each digest its marks.
fn shorten(lines: Vec<ProgressLine>) -> Vec<ProgressLine> {
    let told = KnownPlaces::from(lines);
    let mut paths: Vec<_> = told.by_path.iter().collect();
    paths.sort();
    let mut short = Vec::new();
    for (path, digest) in paths {
        let Some(state) = told.by_digest.get(digest) else { continue };
        let empty = ProgressLine { digest: digest.clone(), path: path.clone(), place: None, mark: None };
        short.push(ProgressLine { place: Some(PlaceLine::of(state)), ..empty.clone() });
        let marks = state
            .marks
            .clone()
            .into_iter()
            .map(|(mark, at)| ProgressLine { mark: Some((mark, Some(at))), ..empty.clone() });
        short.extend(marks);
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn told(lines: Vec<ProgressLine>) -> BTreeMap<String, String> {
        let told = KnownPlaces::from(lines);
        told.all().map(|(path, state)| (path.to_owned(), format!("{state:?}"))).collect()
    }

    fn any_line() -> impl Strategy<Value = ProgressLine> {
        let place = (0..50_usize, 0.0..1.0_f32, prop::bool::ANY, prop::option::of(0..9_u64));
        let mark = (prop::char::range('a', 'c'), prop::option::of(0..50_usize));
        (0..4_u8, 0..4_u8, prop::option::of(place), prop::option::of(mark)).prop_map(|(digest, path, place, mark)| {
            ProgressLine {
                digest: digest.to_string(),
                path: path.to_string(),
                place: place.map(|(offset, furthest, set, words)| PlaceLine {
                    offset,
                    top: None,
                    furthest,
                    set,
                    words,
                    opened: None,
                }),
                mark,
            }
        })
    }

    proptest! {
        #[test]
        fn the_short_journal_says_what_the_long_one_said(lines in prop::collection::vec(any_line(), 0..30)) {
            let short = shorten(lines.clone());
            prop_assert_eq!(told(short), told(lines));
        }
    }
}
