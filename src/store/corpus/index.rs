//! The index of a corpus in the user's cache folder: which texts can hold words (`search::index` is what stands in it).
//!
//! It is kept in a few parts, each made of the texts that none before it knew, so that a new text does not have all others
//! read again; when there are too many parts all are made anew as one. A text counts as known by path, size and time of
//! change, in the build of this program that read it. As with `cache`, nothing that goes wrong here is an error: without
//! an index the texts are read. A part that turns out to be damaged is taken away, so that it is made again.
//!
//! Sessions share the files: a part is written whole and put in the place of the one before, and whoever has that open goes on
//! with it until the next question.

use crate::search::index::{Index, IndexBuilder, LARGEST, TextNeed};
use crate::store::corpus::cache::{CacheBounds, sweep, write_privately};
use crate::store::corpus::documents::DocumentEntry;
use crate::store::corpus::facts::{Stamp, build};
use crate::store::corpus::key::corpus_key;
use crate::store::fs::dirs::Dirs;
use crate::store::fs::folder::Folder;
use crate::store::fs::system;
use std::collections::HashMap;
use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

/// The most parts.
const PARTS: usize = 8;
/// What [`IndexFolder::worth`] is.
const WORTH: u64 = 4 << 20;
/// A larger file, in bytes, is in no index: a text so long has nearly any three bytes, and to collect them it would have to be held
/// a second time beside the one that is read.
const INDEXED: u64 = 32 << 20;
/// Of all corpora together.
const BOUNDS: CacheBounds = CacheBounds { bytes: 2 << 30, files: 512 };

/// Where the index of one corpus is.
#[derive(Debug)]
pub(in crate::store) struct IndexFolder {
    folder: PathBuf,
    key: String,
    /// So many bytes of files that no part knows are worth another part; fewer are read as quickly.
    pub worth: u64,
    /// What was opened last, for whoever asks with every key.
    last: Mutex<Option<LastKnown>>,
}

/// What the index says of the documents of one walk through the folder.
#[derive(Debug)]
struct LastKnown {
    entries: Arc<[DocumentEntry]>,
    files: Vec<PartFile>,
    texts: Arc<KnownTexts>,
}

/// Size and time of change of a part.
type PartFile = (u64, SystemTime);

/// The parts that there are.
#[derive(Default)]
pub(in crate::store) struct CorpusIndex {
    parts: Vec<Index>,
}

/// What is known of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) enum Knowledge {
    /// It has to be looked into, and no part knows it.
    New,
    /// It has to be looked into.
    Possible,
    /// The query does not hold in it.
    Excluded,
}

impl IndexFolder {
    /// Of the corpus at `root`.
    pub fn at(dirs: &Dirs, root: &Path) -> Self {
        Self { folder: dirs.cache.join("index"), key: corpus_key(root), worth: WORTH, last: Mutex::default() }
    }

    /// What the index knows of these documents.
    pub fn known(&self, entries: &[DocumentEntry]) -> KnownTexts {
        KnownTexts::of(self.open(), entries)
    }

    /// What the index knows of these documents, kept open for the next question about the documents of the same walk.
    pub fn known_again(&self, entries: &Arc<[DocumentEntry]>) -> Arc<KnownTexts> {
        let files = self.files();
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(last) = last.as_ref().filter(|last| Arc::ptr_eq(&last.entries, entries) && last.files == files) {
            return Arc::clone(&last.texts);
        }
        let texts = Arc::new(self.known(entries));
        *last = Some(LastKnown { entries: Arc::clone(entries), files, texts: Arc::clone(&texts) });
        texts
    }

    /// The parts as files.
    fn files(&self) -> Vec<PartFile> {
        let Ok(folder) = Folder::open(&self.folder) else { return Vec::new() };
        (0..PARTS).map_while(|number| folder.measure(&self.name(number))).collect()
    }

    /// The index, as far as it is sound.
    pub fn open(&self) -> CorpusIndex {
        let Ok(folder) = Folder::open(&self.folder) else { return CorpusIndex::default() };
        let part = |number: usize| {
            let file = folder.file(&self.name(number)).ok()??;
            let read = move |at: u64, len: usize| {
                let mut bytes = vec![0; len];
                system::read_exact_at(&file, &mut bytes, at).ok().map(|()| bytes)
            };
            let index = Index::open(Box::new(read))?;
            (index.texts().first().is_some_and(|made_by| *made_by == build().into_bytes())).then_some(index)
        };
        CorpusIndex { parts: (0..PARTS).map_while(part).collect() }
    }

    /// Keeps what was made of the texts that `index` does not know, or of all where it has all its parts; says whether it
    /// could.
    pub fn keep(&self, index: &CorpusIndex, made: IndexBuilder) -> bool {
        let Ok(folder) = Folder::make(&self.folder) else { return false };
        let number = if index.is_full() { 0 } else { index.parts.len() };
        let parts = made.finish();
        let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
        let name = self.name(number);
        let fits = parts.iter().map(|part| part.len() as u64).sum::<u64>() <= LARGEST;
        let kept =
            fits && write_privately(&folder, &name, &mut |file| parts.iter().try_for_each(|part| file.write_all(part)));
        if kept {
            self.drop_from(number + 1);
            let _ = sweep(&folder, &name, BOUNDS);
        }
        kept
    }

    /// Takes away the part of that number and those behind it; whether they are gone.
    pub fn drop_from(&self, number: usize) -> bool {
        let Ok(folder) = Folder::open(&self.folder) else { return true };
        // Another session may have taken it away already.
        (number..PARTS).for_each(|later| _ = folder.remove(&self.name(later)));
        folder.measure(&self.name(number)).is_none()
    }

    fn name(&self, number: usize) -> OsString {
        format!("{}.{number}", self.key).into()
    }
}

/// What makes an index, with the name of this build as its first text: one of another build is none.
pub(in crate::store) fn builder() -> IndexBuilder {
    let mut made = IndexBuilder::default();
    made.add(build().into_bytes(), &[]);
    made
}

/// What a text is known by in the index.
pub(in crate::store) fn known_by(entry: &DocumentEntry) -> Option<Vec<u8>> {
    let Stamp { size, modified } = Stamp::new(entry.size, entry.modified)?;
    Some([&size.to_le_bytes()[..], &modified.to_le_bytes(), entry.path.as_str().as_bytes()].concat())
}

impl CorpusIndex {
    /// How many parts there are.
    #[cfg(test)]
    pub fn parts(&self) -> usize {
        self.parts.len()
    }

    fn is_full(&self) -> bool {
        self.parts.len() >= PARTS
    }
}

/// Where a document stands in an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum IndexPlace {
    /// In that part, under that number.
    In(usize, usize),
    /// Nowhere yet.
    New,
    /// Nowhere, because it is larger than [`INDEXED`].
    Never,
}

/// Which part knows each document of a corpus, and under which number.
#[derive(Default)]
pub(in crate::store) struct KnownTexts {
    /// The index.
    pub index: CorpusIndex,
    /// By the place of the document among those that were asked about.
    places: Vec<IndexPlace>,
    /// How many bytes the files have that no part knows.
    new: u64,
}

impl std::fmt::Debug for KnownTexts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "KnownTexts({} of {})",
            self.places.iter().filter(|place| matches!(place, IndexPlace::In(..))).count(),
            self.places.len()
        )
    }
}

impl KnownTexts {
    /// Of how many documents.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    fn of(index: CorpusIndex, entries: &[DocumentEntry]) -> Self {
        let parts = index.parts.iter().enumerate();
        let texts =
            parts.flat_map(|(part, it)| it.texts().iter().enumerate().map(move |(at, text)| (text, (part, at))));
        let known: HashMap<&[u8], (usize, usize)> = texts.map(|(text, place)| (text.as_slice(), place)).collect();
        let place = |entry: &DocumentEntry| match known_by(entry).and_then(|by| known.get(by.as_slice()).copied()) {
            Some((part, number)) => IndexPlace::In(part, number),
            None if entry.size > INDEXED => IndexPlace::Never,
            None => IndexPlace::New,
        };
        let places: Vec<IndexPlace> = entries.iter().map(place).collect();
        let new = entries.iter().zip(&places).filter(|(_, place)| **place == IndexPlace::New);
        let new = new.map(|(entry, _)| entry.size).sum();
        drop(known);
        Self { index, places, new }
    }

    /// What is known of each document, and whether those that no part knows are `worth` a new part, by the bytes of their
    /// files. An index that is full says nothing then, so that it is made anew. The error is the number of a part that is damaged.
    pub fn know(&self, need: &TextNeed, worth: u64) -> Result<(Vec<Knowledge>, bool), usize> {
        let is_worth = self.new >= worth;
        if is_worth && self.index.is_full() {
            let all = self.places.iter().map(|place| match place {
                IndexPlace::Never => Knowledge::Possible,
                _ => Knowledge::New,
            });
            return Ok((all.collect(), true));
        }
        let mut possible = Vec::new();
        for (number, part) in self.index.parts.iter().enumerate() {
            possible.push(possible_texts(part, need).map_err(|()| number)?);
        }
        let of = |place: &IndexPlace| match place {
            IndexPlace::New => Knowledge::New,
            IndexPlace::Never => Knowledge::Possible,
            IndexPlace::In(part, number) => match &possible[*part] {
                Some(possible) if !possible[*number] => Knowledge::Excluded,
                _ => Knowledge::Possible,
            },
        };
        Ok((self.places.iter().map(of).collect(), is_worth))
    }
}

/// Whether each text of a part can have what is needed; none where that cannot be said.
fn possible_texts(part: &Index, need: &TextNeed) -> Result<Option<Vec<bool>>, ()> {
    let Some(candidates) = part.candidates(need).map_err(|_| ())? else { return Ok(None) };
    let mut possible = vec![false; part.texts().len()];
    for number in candidates {
        possible[number] = true;
    }
    Ok(Some(possible))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::doc_path;

    #[test]
    fn a_file_that_is_too_large_for_an_index_is_looked_into_and_never_asks_for_one() {
        let entry = |size| DocumentEntry { path: doc_path("a.txt"), size, modified: None };
        let know = |sizes: &[u64]| {
            let entries: Vec<DocumentEntry> = sizes.iter().copied().map(entry).collect();
            KnownTexts::of(CorpusIndex::default(), &entries).know(&TextNeed::Nothing, WORTH).unwrap()
        };
        assert_eq!(know(&[INDEXED + 1]), (vec![Knowledge::Possible], false));
        assert_eq!(know(&[INDEXED + 1, INDEXED]), (vec![Knowledge::Possible, Knowledge::New], true));
    }
}
