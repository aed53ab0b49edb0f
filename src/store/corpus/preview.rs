//! First screens of large documents, before they are read whole. It keeps nothing, and says nothing of a file that cannot be read:
//! reading all of it will.

use crate::document::DocPath;
use crate::format;
use crate::store::corpus::library::{HEAD, Library, Loaded, SeenDocument};
use crate::store::fs::digest::digest;
use crate::store::fs::error::Result;
use std::io::Cursor;

/// A packed file of at most this size, in bytes, is read to see whether its text is kept …
const QUICK: u64 = 1 << 20;
/// … and a kept one of at most this size is there sooner than a first screen.
const QUICK_KEPT: u64 = 2 << 20;

impl Library {
    /// A first screen of a document whose file is large, out of as little of it as that takes; `None` where the whole is read as soon,
    /// or nothing less shows what it is.
    pub fn preview(&self, path: &DocPath) -> Result<Option<Loaded>> {
        let source = self.corpus.source(path, HEAD)?;
        let format = format::of(path.file_name(), &source.head);
        let Some(format) = format.filter(|format| !source.is_whole() && source.size <= format.most) else {
            return Ok(None);
        };
        let seen = SeenDocument { digest: None, format: format.name, whole: false, stamp: source.stamp() };
        let (name, head) = (path.file_name(), source.head.clone());
        if format.is_text() || source.size > QUICK {
            let shown = format::preview(name, head, Box::new(source.rewound()?));
            return Ok(shown.map(|document| self.loaded(path, document, seen)));
        }
        let bytes = source.whole()?;
        let kept = self.cache().and_then(|cache| cache.size(&digest(&bytes), format));
        if kept.is_some_and(|size| size <= QUICK_KEPT) {
            return Ok(None);
        }
        let shown = format::preview(name, head, Box::new(Cursor::new(bytes)));
        Ok(shown.map(|document| self.loaded(path, document, seen)))
    }
}
