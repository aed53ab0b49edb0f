//! The texts of a corpus with what is known of their bytes without reading them: for what finds annotations by those. It reads nothing.

use crate::document::DocPath;
use crate::store::corpus::documents::DocumentEntry;
use crate::store::corpus::library::Library;
use crate::store::fs::digest::Digest;

/// A text of the corpus, with the digest of its file where that is known without reading it.
#[derive(Clone, Debug)]
pub struct KnownText {
    /// Where it is.
    pub path: DocPath,
    /// The digest.
    pub digest: Option<Digest>,
}

impl Library {
    /// These documents, with the digests of those that were read whole before and have not changed since.
    pub fn known_texts(&self, entries: &[DocumentEntry]) -> Vec<KnownText> {
        let digest = |entry: &DocumentEntry| self.known(entry).and_then(|fact| fact.digest());
        entries.iter().map(|entry| KnownText { path: entry.path.clone(), digest: digest(entry) }).collect()
    }
}
