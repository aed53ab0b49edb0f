//! Where a reader is in a document, to be remembered over sessions. Positions are code points.

use std::collections::BTreeMap;

/// The last part of a path.
pub fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Where a reader is in a document; kept in the state folder, never in the corpus.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReadingPlace {
    /// The document.
    pub path: String,
    /// Its bytes: `urn:sha256:…`, where known.
    pub source: Option<String>,
    /// The cursor, in code points.
    pub offset: usize,
    /// The first text on the screen, in code points.
    pub top: usize,
    /// The furthest part read, 0 to 1.
    pub furthest: f32,
    /// Marks, in code points.
    pub marks: BTreeMap<char, usize>,
}
