//! A corpus as documents: what is in the folder, parsed, with the syllabus' corrections.
//!
//! It joins the files of [`Corpus`] with the parsers of `format`. It writes nothing.

use super::{Corpus, Digest, DocPath, Entry, Error, Result, digest};
use crate::config::syllabus::{self, Syllabus};
use crate::document::{Document, Metadata};
use crate::format;
use std::path::Path;

/// The part of a big file that is read and shown first.
pub const HEAD: usize = 64 * 1024;

/// A folder of documents and what its syllabus says of them.
#[derive(Debug)]
pub struct Library {
    /// The folder.
    pub corpus: Corpus,
    /// Sessions, prompts, corrections.
    pub syllabus: Syllabus,
    /// What is wrong with the syllabus, in words.
    pub faults: Vec<String>,
}

/// A document read from its file.
#[derive(Debug)]
pub struct Loaded {
    /// The whole of it, or its beginning.
    pub document: Document,
    /// Facts about it, corrected by the syllabus.
    pub metadata: Metadata,
    /// The digest of the file; none of a beginning.
    pub digest: Option<Digest>,
    /// The format's name.
    pub format: &'static str,
    /// Whether it is the whole file.
    pub whole: bool,
}

impl Library {
    /// Opens a folder, or the folder of a file.
    pub fn open(path: &Path) -> Result<Self> {
        let corpus = Corpus::open(path)?;
        let (syllabus, faults) = read_syllabus(&corpus);
        Ok(Self { corpus, syllabus, faults })
    }

    /// All documents, in the order of their paths, a batch at a time; what could not be looked into.
    pub fn scan(&self, batch: &mut dyn FnMut(Vec<Entry>)) -> Vec<Error> {
        self.corpus.scan(&|name| name != syllabus::FILE && format::knows(name), batch)
    }

    /// All documents at once.
    pub fn entries(&self) -> (Vec<Entry>, Vec<Error>) {
        let mut entries = Vec::new();
        let faults = self.scan(&mut |batch| entries.extend(batch));
        (entries, faults)
    }

    /// Reads and parses a whole document.
    pub fn load(&self, path: &DocPath) -> Result<Loaded> {
        let bytes = self.corpus.read(path)?;
        let digest = digest(&bytes);
        Ok(self.loaded(path, bytes, Some(digest), true))
    }

    /// Reads and parses the beginning of a document; all of it where it is short.
    pub fn load_head(&self, path: &DocPath) -> Result<Loaded> {
        let (mut bytes, whole) = self.corpus.read_head(path, HEAD)?;
        if !whole && format::of(path.file_name(), &bytes).is_some_and(|format| !format.is_text()) {
            bytes = self.corpus.read(path)?;
        }
        let digest = whole.then(|| digest(&bytes));
        Ok(self.loaded(path, bytes, digest, whole))
    }

    fn loaded(&self, path: &DocPath, bytes: Vec<u8>, digest: Option<Digest>, whole: bool) -> Loaded {
        let name = path.file_name();
        let format = format::of(name, &bytes).map_or("unknown", |format| format.name);
        let document = if whole { format::parse(name, bytes) } else { format::parse_head(name, bytes) };
        let correction = self.syllabus.corrections.get(path.as_str());
        let metadata =
            correction.map_or_else(|| document.metadata.clone(), |said| document.metadata.corrected_by(said));
        Loaded { document, metadata, digest, format, whole }
    }

    /// The document that is meant by a path, or by a part of a path or title that only one document has.
    pub fn find(&self, wanted: &str) -> std::result::Result<DocPath, String> {
        let (entries, _) = self.entries();
        let paths: Vec<DocPath> = entries.into_iter().map(|entry| entry.path).collect();
        if let Some(exact) = paths.iter().find(|path| path.as_str() == wanted) {
            return Ok(exact.clone());
        }
        let folded = wanted.to_lowercase();
        let by_path: Vec<&DocPath> =
            paths.iter().filter(|path| path.as_str().to_lowercase().contains(&folded)).collect();
        let found = if by_path.is_empty() { self.titled(&paths, &folded) } else { by_path };
        match found[..] {
            [one] => Ok(one.clone()),
            [] => Err(format!("no document is called like `{wanted}`; `postil list` shows what there is")),
            ref several => {
                let names: Vec<&str> = several.iter().take(4).map(|path| path.as_str()).collect();
                Err(format!("`{wanted}` could be {}; say more of the path", names.join(", ")))
            }
        }
    }

    fn titled<'a>(&self, paths: &'a [DocPath], folded: &str) -> Vec<&'a DocPath> {
        let matches = |path: &&DocPath| {
            let title = self.load_head(path).ok().and_then(|loaded| loaded.metadata.title);
            title.is_some_and(|title| title.to_lowercase().contains(folded))
        };
        paths.iter().filter(matches).collect()
    }
}

fn read_syllabus(corpus: &Corpus) -> (Syllabus, Vec<String>) {
    let Ok(path) = DocPath::new(syllabus::FILE) else { return Default::default() };
    match corpus.read(&path) {
        Ok(bytes) => {
            let (syllabus, faults) = syllabus::parse(&String::from_utf8_lossy(&bytes));
            (syllabus, faults.iter().map(ToString::to_string).collect())
        }
        Err(error) if error.is_missing() => Default::default(),
        Err(error) => (Syllabus::default(), vec![error.to_string()]),
    }
}
