//! The index of a corpus in the user's cache folder: which texts can hold words (`search::index` is what stands in it).
//!
//! It is kept in a few parts, each made of the texts that none before it knew, so that a new text does not have all others
//! read again; when there are too many parts all are made anew as one. A text counts as known by path, size and time of
//! change, in the build of this program that read it. As with `cache`, nothing that goes wrong here is an error: without
//! an index the texts are read.

use crate::search::index::{Index, IndexBuilder, LARGEST, TextNeed};
use crate::store::corpus::cache::{CacheBounds, sweep, write_privately};
use crate::store::corpus::documents::DocumentEntry;
use crate::store::corpus::facts::{Stamp, build};
use crate::store::corpus::key::corpus_key;
use crate::store::fs::dirs::Dirs;
use crate::store::fs::folder::Folder;
use std::collections::HashMap;
use std::ffi::OsString;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

/// The most parts.
const PARTS: usize = 8;
/// What [`IndexFolder::worth`] is.
const WORTH: u64 = 4 << 20;
/// Of all corpora together.
const BOUNDS: CacheBounds = CacheBounds { bytes: 2 << 30, files: 512 };

/// Where the index of one corpus is.
#[derive(Clone, Debug)]
pub(in crate::store) struct IndexFolder {
    folder: PathBuf,
    key: String,
    /// So many bytes of files that no part knows are worth another part; fewer are read as quickly.
    pub worth: u64,
}

/// The parts that there are.
#[derive(Default)]
pub(in crate::store) struct CorpusIndex {
    parts: Vec<Index>,
}

/// What is known of a text by its place among those that were asked about.
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
        Self { folder: dirs.cache.join("index"), key: corpus_key(root), worth: WORTH }
    }

    /// The index, as far as it is sound.
    pub fn open(&self) -> CorpusIndex {
        let Ok(folder) = Folder::open(&self.folder) else { return CorpusIndex::default() };
        let part = |number: usize| {
            let file = folder.file(&self.name(number)).ok()??;
            let read = move |at: u64, len: usize| {
                let mut bytes = vec![0; len];
                file.read_exact_at(&mut bytes, at).ok().map(|()| bytes)
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
        let kept = fits && write_privately(&folder, &name, &parts);
        if kept {
            (number + 1..PARTS).for_each(|later| _ = folder.remove(&self.name(later)));
            sweep(&folder, &name, BOUNDS);
        }
        kept
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

    /// What is known of each text, and whether those that no part knows are `worth` a new part, by the bytes of their
    /// files. An index that is full says nothing then, so that it is made anew.
    pub fn know(&self, entries: &[DocumentEntry], need: &TextNeed, worth: u64) -> (Vec<Knowledge>, bool) {
        let known = self.known(need);
        let of = |entry: &DocumentEntry| known_by(entry).and_then(|by| known.get(by.as_slice()).copied());
        let of: Vec<Knowledge> = entries.iter().map(|entry| of(entry).unwrap_or(Knowledge::New)).collect();
        let new = entries.iter().zip(&of).filter(|(_, known)| **known == Knowledge::New);
        let worth = new.map(|(entry, _)| entry.size).sum::<u64>() >= worth;
        if worth && self.is_full() { (vec![Knowledge::New; entries.len()], true) } else { (of, worth) }
    }

    /// All texts of all parts; a part that turns out to be damaged knows none.
    fn known(&self, need: &TextNeed) -> HashMap<&[u8], Knowledge> {
        let mut known = HashMap::new();
        for part in &self.parts {
            let Ok(candidates) = part.candidates(need) else { continue };
            let first = if candidates.is_some() { Knowledge::Excluded } else { Knowledge::Possible };
            known.extend(part.texts().iter().map(|text| (text.as_slice(), first)));
            let possible = candidates.into_iter().flatten().map(|number| part.texts()[number].as_slice());
            known.extend(possible.map(|text| (text, Knowledge::Possible)));
        }
        known
    }
}
