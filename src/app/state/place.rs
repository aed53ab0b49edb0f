//! Where a reader is in a document, to be remembered over sessions. Positions are code points.

use crate::document::DocPath;
use std::collections::BTreeMap;

/// Where a reader is in a document; kept in the state folder, never in the corpus.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadingPlace {
    /// The document.
    pub path: DocPath,
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

impl ReadingPlace {
    /// The beginning of a document that was never read.
    pub fn beginning(path: DocPath) -> Self {
        Self { path, source: None, offset: 0, top: 0, furthest: 0.0, marks: BTreeMap::new() }
    }
}
