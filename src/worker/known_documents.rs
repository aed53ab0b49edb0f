//! The documents that this session has opened or writes about: what a save has to know of them, and in which of them a
//! record belongs.

use crate::annotation::{AnnotationId, Record, Target};
use crate::document::DocPath;
use crate::store::{About, Corpus, Digest, Read, digest};
use std::collections::{BTreeMap, HashMap};

/// What is known of one document.
#[derive(Clone, Debug)]
struct KnownDocument {
    path: DocPath,
    digest: Digest,
    title: String,
}

/// The documents of a corpus that are known well enough to be written about.
#[derive(Debug)]
pub struct KnownDocuments {
    corpus: Corpus,
    known: HashMap<DocPath, KnownDocument>,
    /// By their ids, the records that belong to another document than the one that they were shown in.
    homes: HashMap<AnnotationId, DocPath>,
}

impl KnownDocuments {
    /// None is known yet.
    pub fn of(corpus: Corpus) -> Self {
        Self { corpus, known: HashMap::new(), homes: HashMap::new() }
    }

    /// A document was opened.
    pub fn opened(&mut self, path: &DocPath, digest: Digest, title: &str) {
        let known = KnownDocument { path: path.clone(), digest, title: title.to_owned() };
        self.known.insert(path.clone(), known);
    }

    /// The path of a document that was opened, and the digest of its file.
    pub fn get(&self, path: &DocPath) -> Option<(&DocPath, Digest)> {
        self.known.get(path).map(|known| (&known.path, known.digest))
    }

    /// Learns from what was read on a document which of the records belong to another one. What was deleted here may be
    /// brought back: where that belongs is not forgotten.
    pub fn learn_homes(&mut self, read: &mut Read) {
        if !self.homes.is_empty() {
            for stored in &read.stored {
                self.homes.remove(stored.record.id());
            }
        }
        self.homes.extend(read.homes.drain());
    }

    /// Parts records by the document that they belong to; those under `None` belong to the one that they were made in.
    pub fn by_home(&mut self, records: Vec<Record>) -> BTreeMap<Option<DocPath>, Vec<Record>> {
        let mut homes: BTreeMap<Option<DocPath>, Vec<Record>> = BTreeMap::new();
        for record in records {
            homes.entry(self.home_of(&record)).or_default().push(record);
        }
        homes
    }

    /// The other document that a record belongs to; an answer belongs to that of what it answers.
    fn home_of(&mut self, record: &Record) -> Option<DocPath> {
        if let Some(home) = self.homes.get(record.id()) {
            return Some(home.clone());
        }
        let Target::Annotation(parent) = record.annotation()?.target else { return None };
        let home = self.homes.get(&parent)?.clone();
        self.homes.insert(record.id().clone(), home.clone());
        Some(home)
    }

    /// What a save has to know of the document at `home`, or else of `shown`. Neither need be open: its file is read once
    /// then. In words, why nothing can be written about it.
    pub fn about(&mut self, home: Option<&DocPath>, shown: &DocPath) -> Result<About<'_>, String> {
        let home = home.unwrap_or(shown);
        if !self.known.contains_key(home) {
            let bytes = self.corpus.read(home).map_err(|error| format!("{error}. {}", error.hint()))?;
            self.opened(home, digest(&bytes), home.file_name());
        }
        let known = self.known.get(home);
        let KnownDocument { path, digest, title } = known.ok_or("the document is not open any more")?;
        Ok(About { path, digest: *digest, title: title.clone() })
    }
}
