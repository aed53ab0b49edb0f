//! The texts of a corpus with what is known of their bytes without reading them: for what finds annotations by those. It reads nothing.

use crate::document::DocPath;
use crate::store::corpus::documents::DocumentEntry;
use crate::store::corpus::library::Library;
use crate::store::fs::digest::Digest;
use std::path::Path;

/// A text of the corpus, with the digest of its file where that is known without reading it.
#[derive(Clone, Debug)]
pub struct KnownText {
    /// Where it is.
    pub path: DocPath,
    /// The digest.
    pub digest: Option<Digest>,
}

/// The paths of all texts of a corpus; none where it cannot be looked into.
pub(in crate::store) fn paths_in(root: &Path) -> Vec<DocPath> {
    let entries = Library::open(root).map(|library| library.entries().0).unwrap_or_default();
    entries.into_iter().map(|entry| entry.path).collect()
}

impl Library {
    /// These documents, with the digests of those that were read whole before and have not changed since.
    pub fn known_texts(&self, entries: &[DocumentEntry]) -> Vec<KnownText> {
        let digest = |entry: &DocumentEntry| self.known(entry).and_then(|fact| fact.digest());
        entries.iter().map(|entry| KnownText { path: entry.path.clone(), digest: digest(entry) }).collect()
    }
}
