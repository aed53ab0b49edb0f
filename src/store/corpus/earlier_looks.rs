//! What earlier looks at a corpus have found out: of its texts, and of what all have written on them. It keeps them together and looks at nothing.

use crate::document::DocPath;
use crate::store::corpus::facts::{FactCache, Stamp};
use crate::store::corpus::summary_cache::SummaryCache;
use crate::store::fs::digest::Digest;
use crate::store::fs::dirs::Dirs;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Mutex;

/// What earlier looks at a corpus have found out.
#[derive(Debug)]
pub(in crate::store) struct EarlierLooks {
    /// Of what all have written.
    pub summaries: SummaryCache,
    /// Of the texts.
    pub facts: FactCache,
    /// Digests that this session has made.
    pub digests: Mutex<HashMap<DocPath, (Stamp, Digest)>>,
}

impl EarlierLooks {
    /// At the corpus of that root. Nothing is read yet.
    pub fn at(dirs: &Dirs, root: &Path) -> Self {
        let (summaries, facts) = (SummaryCache::at(dirs, root), FactCache::at(dirs, root));
        Self { summaries, facts, digests: Mutex::default() }
    }
}
