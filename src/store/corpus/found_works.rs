//! Of files that are the same work, one is found: the first in which a query holds. Which are the same is known from the last look
//! at all of them (`manifestations`); until there was one, those that were found are compared with each other. A query that names
//! a file (`in:`) holds in that one alone.

use crate::document::{DocPath, Document, Metadata};
use crate::store::corpus::documents::DocumentEntry;
use crate::store::corpus::facts::{Fact, Stamp};
use crate::store::corpus::manifestations::{ManifestationCandidate, Manifestations, keys, same, sketch};
use std::collections::{HashMap, HashSet};

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

/// The sketch by which a document is compared, where it may be the same work as another: where it says what it is, or where one of
/// the files beside it in the order of paths has the same name with another ending.
pub(in crate::store) fn sketch_of(document: &Document, entries: &[DocumentEntry], at: usize) -> Vec<u32> {
    let may_be_another = keys(&document.metadata).next().is_some() || shares_name(entries, at);
    if may_be_another { sketch(document) } else { Vec::new() }
}

fn shares_name(entries: &[DocumentEntry], at: usize) -> bool {
    let stem = entries.get(at).map_or("", |entry| stem(&entry.path));
    let is_same = |other: Option<&DocumentEntry>| {
        let rest = other.and_then(|other| other.path.as_str().strip_prefix(stem));
        rest.is_some_and(|rest| rest.starts_with('.'))
    };
    is_same(at.checked_sub(1).and_then(|before| entries.get(before))) || is_same(entries.get(at + 1))
}

/// The path without its ending.
fn stem(path: &DocPath) -> &str {
    let (path, name) = (path.as_str(), path.file_name());
    let ending = name.rfind('.').filter(|at| *at > 0).map_or(0, |at| name.len() - at);
    &path[..path.len() - ending]
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
        let names: Vec<String> =
            keys(&document.metadata).chain([format!("file:{}", stem(path).to_lowercase())]).collect();
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::doc_path;

    #[test]
    fn a_name_is_shared_with_the_file_beside_it() {
        let names = ["a.md", "a.d/x.txt", "b.md", "b.pdf", "b-c.md", "b2.md", "c.epub", "c.x.md", ".d", "e"];
        let mut names: Vec<DocPath> = names.map(doc_path).into();
        names.sort_by(|a, b| a.as_path().cmp(b.as_path()));
        let entry = |path: &DocPath| DocumentEntry { path: path.clone(), size: 1, modified: None };
        let entries: Vec<DocumentEntry> = names.iter().map(entry).collect();
        let shared = (0..entries.len()).filter(|at| shares_name(&entries, *at));
        let shared: Vec<&str> = shared.map(|at| entries[at].path.as_str()).collect();
        // That `a.md` lies beside a folder `a.d` costs a comparison, and no more.
        assert_eq!(shared, ["a.md", "b.md", "b.pdf", "c.epub"]);
    }
}
