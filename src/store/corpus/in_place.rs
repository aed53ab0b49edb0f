//! Large documents, read where they lie instead of being held as bytes beside the text that is made of them. What it makes is what is
//! made of the bytes.

use crate::document::DocPath;
use crate::format::{self, Format, PartsReader};
use crate::store::corpus::library::{HEAD, Library, Loaded, SeenDocument};
use crate::store::corpus::read::OpenedFile;
use crate::store::fs::error::Result;

impl Library {
    /// What `read` makes of a large file without holding all of it, or its kept text; `None` where it has to be held. Of a file that
    /// changes meanwhile nothing is made: its text would be kept under the digest of another.
    pub(super) fn in_place(
        &self,
        path: &DocPath,
        source: &OpenedFile,
        (format, read): (&'static Format, Option<PartsReader>),
        seen: SeenDocument,
    ) -> Result<Option<Loaded>> {
        let Some(read) = source.stays(read) else { return Ok(None) };
        let digest = source.digest()?;
        let seen = SeenDocument { digest: Some(digest), ..seen };
        if let Some(document) = self.cache().and_then(|cache| cache.text(&digest, format)) {
            return Ok(Some(self.loaded(path, document, SeenDocument { whole: true, ..seen })));
        }
        let made = format::parse_in_place(format, read, Box::new(source.again()?));
        let Some(mut document) = made.filter(|_| source.is_as_it_was()) else { return Ok(None) };
        if seen.whole {
            self.cache().into_iter().for_each(|cache| cache.keep(&digest, format, &document));
        } else if !document.blocks().is_empty() {
            document.warnings.clear();
        }
        Ok(Some(self.loaded(path, document, seen)))
    }

    /// The bytes of a document's file; none of one that is too large for its format.
    pub fn bytes(&self, path: &DocPath) -> Result<Option<Vec<u8>>> {
        let source = self.corpus.source(path, HEAD)?;
        let format = format::of(path.file_name(), &source.head);
        if format.is_none_or(|format| source.size > format.most) {
            return Ok(None);
        }
        source.whole().map(Some)
    }
}
