//! The library of the corpus that a folder or a file is of. It looks for none itself: that is `surrounding`'s.

use crate::store::corpus::documents::Corpus;
use crate::store::corpus::library::Library;
use crate::store::fs::error::Result;
use std::path::Path;

impl Library {
    /// Opens the corpus that a folder or a file is of, by [`Corpus::around()`]; errors as there.
    pub fn around(path: &Path) -> Result<Self> {
        let corpus = Corpus::around(path)?;
        let mut library = Self::open(corpus.root())?;
        library.corpus = corpus;
        Ok(library)
    }

    /// The whole of it, whatever part was asked for.
    #[must_use]
    pub fn entire(mut self) -> Self {
        self.corpus = self.corpus.entire();
        self
    }
}
