//! Of files that are the same work, one is found: the first in which a query holds. Which are the same is known from the last look
//! at all of them (`manifestations`); until there was one, those that were found are compared with each other. A query that names
//! a file (`in:`) holds in that one alone.

use crate::document::{DocPath, Document, Metadata};
use crate::store::corpus::documents::DocumentEntry;
use crate::store::corpus::facts::{Fact, Stamp};
use crate::store::corpus::manifestations::{ManifestationCandidate, Manifestations, keys, same, sketch};
use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

/// The works that were found so far.
#[derive(Debug)]
pub(in crate::store) struct FoundWorks {
    known: Option<Manifestations>,
    found: HashSet<DocPath>,
    /// Those that others may be the same as, by what names them; where nothing is known.
    named: HashMap<String, Vec<FoundWork>>,
}

/// What a document that was found is compared by.
#[derive(Clone, Debug)]
struct FoundWork {
    path: DocPath,
    metadata: Metadata,
    fact: Fact,
}

/// What the files of a corpus share in their names, where nothing is known of them.
#[derive(Debug, Default)]
pub(in crate::store) struct SharedNames(HashSet<String>);

impl SharedNames {
    /// Of these files: the names without endings that more than one has in a folder.
    pub fn of<'a>(entries: impl ExactSizeIterator<Item = &'a DocumentEntry>) -> Self {
        let (mut seen, mut shared) = (HashSet::with_capacity(entries.len()), HashSet::new());
        for stem in entries.map(|entry| stem(&entry.path)) {
            if let Some(again) = seen.replace(stem) {
                shared.insert(again);
            }
        }
        Self(shared)
    }

    /// The sketch by which a document is compared, where it may be the same work as another.
    pub fn sketch(&self, path: &DocPath, document: &Document) -> Vec<u32> {
        let is_named = keys(&document.metadata).next().is_some() || self.0.contains(&stem(path));
        if is_named { sketch(document) } else { Vec::new() }
    }
}

/// The path without its ending, in lower case.
fn stem(path: &DocPath) -> String {
    let (path, name) = (path.as_str(), path.file_name());
    let ending = name.rfind('.').filter(|at| *at > 0).map_or(0, |at| name.len() - at);
    path[..path.len() - ending].to_lowercase()
}

impl FoundWorks {
    /// None yet; `known` says which files are the same, where somebody has compared them.
    pub fn new(known: Option<Manifestations>) -> Self {
        Self { known, found: HashSet::new(), named: HashMap::new() }
    }

    /// The other files that are the same work as a document that was found, as far as they are known; `None` where one of them was
    /// found before.
    pub fn first(&mut self, path: &DocPath, document: &Document, sketch: Vec<u32>) -> Option<Vec<DocPath>> {
        let Some(known) = &self.known else { return self.is_new(path, document, sketch).then(Vec::new) };
        let copies: Vec<DocPath> = known.copies(path).cloned().collect();
        if copies.iter().any(|copy| self.found.contains(copy)) {
            return None;
        }
        if !copies.is_empty() {
            self.found.insert(path.clone());
        }
        Some(copies)
    }

    /// Whether a document is none that was found before, by what it says of itself and how it begins.
    fn is_new(&mut self, path: &DocPath, document: &Document, sketch: Vec<u32>) -> bool {
        if sketch.is_empty() {
            return true;
        }
        let fact = Fact {
            stamp: Stamp { size: 0, modified: 0 },
            metadata: Metadata::default(),
            format: None,
            sha256: None,
            words: None,
            warnings: Vec::new(),
            damaged: false,
            sketch,
        };
        let work = FoundWork { path: path.clone(), metadata: document.metadata.clone(), fact };
        let names: Vec<String> = keys(&document.metadata).chain([format!("file:{}", stem(path))]).collect();
        let is_one = |name: &String| {
            let others = self.named.get(name).map_or(&[][..], Vec::as_slice);
            others.iter().any(|other| same(other.candidate(), work.candidate()))
        };
        if names.iter().any(is_one) {
            return false;
        }
        for name in names {
            self.named.entry(name).or_default().push(work.clone());
        }
        true
    }
}

impl FoundWork {
    fn candidate(&self) -> ManifestationCandidate<'_> {
        ManifestationCandidate { path: &self.path, metadata: &self.metadata, fact: &self.fact }
    }
}
