//! The remarks that a document's own file holds, beside what readers have written on it. Nothing of them is kept.

use crate::annotation::remark::remarks;
use crate::annotation::{Origin, Record};
use crate::document::Document;
use crate::store::fs::digest::Digest;
use crate::store::sidecar::stored::{Read, StoredAnnotation};

/// Who has made a remark without an author.
const NOBODY: &str = "somebody";

impl Read {
    /// With the remarks of the document itself, before what readers have written.
    pub fn with_remarks(mut self, document: &Document, digest: &Digest) -> Self {
        let authors = document.comments().iter().map(|comment| comment.author.as_str());
        let stored =
            remarks(document, &digest.urn()).into_iter().zip(authors).map(|(annotation, author)| StoredAnnotation {
                record: Record::of(&annotation),
                annotation,
                reader: if author.is_empty() { NOBODY } else { author }.to_owned(),
                mine: false,
                origin: Origin::File,
            });
        self.stored.splice(0..0, stored);
        self
    }
}
