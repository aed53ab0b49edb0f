//! Of files that are the same work, one is found: the first in which a query holds. It decides nothing about which are the same
//! (`manifestations`), and a query that names a file (`in:`) holds in that one alone.

use crate::document::DocPath;
use crate::store::corpus::manifestations::Manifestations;
use std::collections::HashSet;

/// The works that were found so far.
#[derive(Debug)]
pub(in crate::store) struct FoundWorks {
    works: Manifestations,
    found: HashSet<DocPath>,
}

impl FoundWorks {
    /// None yet; `works` says which files are the same, as far as that is known.
    pub fn new(works: Manifestations) -> Self {
        Self { works, found: HashSet::new() }
    }

    /// The other files that are the same work as a document that was found; `None` where one of them was found before.
    pub fn first(&mut self, path: &DocPath) -> Option<Vec<DocPath>> {
        let copies: Vec<DocPath> = self.works.copies(path).cloned().collect();
        if copies.iter().any(|copy| self.found.contains(copy)) {
            return None;
        }
        if !copies.is_empty() {
            self.found.insert(path.clone());
        }
        Some(copies)
    }
}
