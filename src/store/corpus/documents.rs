//! A corpus: which folder it is and which documents are in it. Documents are read in `read`; nothing is parsed.
//!
//! The folder is walked one document at a time, in the order of the paths, and given out in batches, so that the first
//! screen of ten thousand documents need not wait for the last.

use crate::config::syllabus;
use crate::document::DocPath;
use crate::store::corpus::left_out::LeftOut;
use crate::store::corpus::names::{ALLOWED, ANNOTATIONS};
use crate::store::corpus::surrounding::{has_readers, is_seminar, seminar_around};
use crate::store::fs::error::{Error, Result};
use crate::store::fs::system;
use ignore::{DirEntry, WalkBuilder};
use std::{
    ffi::OsStr,
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::SystemTime,
};

/// How deep below the corpus documents are looked for.
pub(in crate::store) const MAX_DEPTH: usize = 64;
/// The most documents in one corpus.
const MAX_DOCUMENTS: usize = 200_000;
/// The most faults that are reported of one walk: a report, not a flood.
const MAX_FAULTS: usize = 100;
/// The first batch fills a screen; the later ones are larger, so that fewer messages are sent.
const FIRST_BATCH: usize = 64;
const BATCH: usize = 1024;
/// The most names that one walk looks at: somebody may have opened a file in the home folder.
const MAX_NAMES: usize = 2_000_000;
/// The largest ignore file that is read, in bytes. Each of its lines becomes a pattern that every name is held against.
const MAX_IGNORE_FILE: u64 = 64 * 1024;

/// A folder of documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Corpus {
    root: PathBuf,
    chosen: Option<DocPath>,
    folder: Option<DocPath>,
}

/// One document in the folder, unread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentEntry {
    /// Its path in the corpus.
    pub path: DocPath,
    /// Its size in bytes.
    pub size: u64,
    /// When it was last changed, where the system says.
    pub modified: Option<SystemTime>,
}

impl Corpus {
    /// The corpus at `path`: a folder, or a file, which is then the chosen document of the folder it lies in, or of the
    /// nearest one above that which is a seminar's: what is written on it belongs beside its neighbours' annotations.
    pub fn open(path: &Path) -> Result<Self> {
        let fault = |error| Error::io("open", path, error);
        let found = fs::metadata(path).map_err(fault)?;
        if found.is_dir() {
            fs::read_dir(path).map_err(|error| Error::io("list the folder", path, error))?;
            return Ok(Self { root: system::real(path).map_err(fault)?, chosen: None, folder: None });
        }
        if !found.is_file() {
            return Err(Error::NotAFile { path: path.to_path_buf() });
        }
        // The folder it is named in counts, not the one that a link leads to: its annotations lie beside the name.
        let name = path.file_name().ok_or_else(|| Error::NotAFile { path: path.to_path_buf() })?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let folder = system::real(folder).map_err(fault)?;
        let root = seminar_around(&folder).unwrap_or(&folder);
        let inside = folder.strip_prefix(root).unwrap_or(Path::new("")).join(name);
        let (root, chosen) = DocPath::new(inside).map_or_else(
            |_| DocPath::new(name).map(|alone| (folder.clone(), alone)),
            |chosen| Ok((root.to_path_buf(), chosen)),
        )?;
        Ok(Self { root, chosen: Some(chosen), folder: None })
    }

    /// The corpus that `path` is of: for a folder, too, the nearest one from there upwards that is a seminar's, with the folder as the
    /// part of it that was asked for. A folder that the walk of that seminar passes over (hidden, ignored) is a corpus of its own.
    /// Errors as for [`Corpus::open()`], and for a file that the program keeps beside the texts.
    pub fn around(path: &Path) -> Result<Self> {
        let named = Self::open(path)?;
        if named.chosen.as_ref().is_some_and(|chosen| is_own_file(&named.root, chosen.as_path())) {
            return Err(Error::NotADocument { path: path.to_path_buf() });
        }
        let above = seminar_around(&named.root).filter(|above| named.chosen.is_none() && *above != named.root);
        let Some(root) = above.map(Path::to_path_buf) else { return Ok(named) };
        let wide = Self { root, chosen: None, folder: None };
        let Some(folder) = named.root.strip_prefix(&wide.root).ok().and_then(|inside| DocPath::new(inside).ok()) else {
            return Ok(named);
        };
        if folder.as_path().starts_with(ANNOTATIONS) {
            return Ok(wide);
        }
        Ok(if wide.passes(&named.root) { Self { folder: Some(folder), ..wide } } else { named })
    }

    /// The folder, absolute, with no links in it.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Makes `document` the one of the folder that was asked for.
    #[must_use]
    pub fn choosing(self, document: DocPath) -> Self {
        Self { chosen: Some(document), ..self }
    }

    /// The document that was asked for by name.
    pub fn chosen(&self) -> Option<&DocPath> {
        self.chosen.as_ref()
    }

    /// The folder in it that was asked for by name, where it was not the whole.
    pub fn folder(&self) -> Option<&DocPath> {
        self.folder.as_ref()
    }

    /// Whether it has a plan, or the folder of a reader.
    pub fn is_seminar(&self) -> bool {
        is_seminar(&self.root)
    }

    /// The whole of it, whatever part was asked for.
    #[must_use]
    pub fn entire(self) -> Self {
        Self { chosen: None, folder: None, ..self }
    }

    /// Whether a document of that path is, or would be, in the part that was asked for: the one document, the folder, or all.
    pub fn asks_for(&self, path: &DocPath) -> bool {
        self.chosen.as_ref().is_none_or(|chosen| chosen == path)
            && self.folder.as_ref().is_none_or(|folder| path.as_path().starts_with(folder.as_path()))
    }

    /// Whether the walk comes to a folder below the root.
    fn passes(&self, folder: &Path) -> bool {
        let (root, wanted, faults) = (self.root.clone(), folder.to_path_buf(), WalkFaults::default());
        let towards = move |entry: &DirEntry| wanted.starts_with(entry.path()) && is_wanted(entry, &root, &faults);
        let mut walk = self.walker().filter_entry(towards).build().flatten();
        walk.any(|entry| entry.path() == folder)
    }

    /// Walks the folder and hands the documents to `batch`, in the order of their paths: those whose file name is
    /// `known` as one of a format. Left out: hidden names, what `.gitignore` and `.ignore` files inside the corpus say,
    /// the annotations, links that lead out. Returns what else there is, and what could not be looked into.
    pub fn scan(
        &self,
        known: &dyn Fn(&str) -> bool,
        batch: &mut dyn FnMut(Vec<DocumentEntry>),
    ) -> (LeftOut, Vec<Error>) {
        let faults = WalkFaults::default();
        let mut pending = Vec::with_capacity(FIRST_BATCH);
        let (mut size, mut count, mut left_out) = (FIRST_BATCH, 0, LeftOut::default());
        for (step, entry) in self.walk(&faults).enumerate() {
            if step == MAX_NAMES || count == MAX_DOCUMENTS {
                let what = "it holds more than 200,000 documents or 2,000,000 files";
                faults.add(Error::Bound { path: self.root.clone(), what });
                break;
            }
            let Some(entry) = self.look_at(entry, known, (&faults, &mut left_out)) else { continue };
            pending.push(entry);
            count += 1;
            if pending.len() == size {
                batch(std::mem::take(&mut pending));
                // Whoever takes one in goes through all that came before.
                size = BATCH.max(count / 8);
            }
        }
        if !pending.is_empty() {
            batch(pending);
        }
        faults
            .apart()
            .iter()
            .filter_map(|folder| folder.strip_prefix(&self.root).ok())
            .for_each(|it| left_out.set_apart(it));
        (left_out, faults.take())
    }

    fn walk(&self, faults: &WalkFaults) -> ignore::Walk {
        let (root, faults) = (self.root.clone(), faults.clone());
        self.walker().filter_entry(move |entry| is_wanted(entry, &root, &faults)).build()
    }

    fn walker(&self) -> WalkBuilder {
        let obey = !has_odd_ignore_file(&self.root);
        let mut walker = WalkBuilder::new(&self.root);
        walker
            .standard_filters(false)
            .hidden(true)
            // Rules from outside the corpus (a parent's, the user's) would hide documents for no visible reason.
            .git_ignore(obey)
            .ignore(obey)
            .require_git(false)
            .follow_links(false)
            .max_depth(Some(MAX_DEPTH))
            .sort_by_file_name(Ord::cmp);
        walker
    }

    /// The document that a step of the walk has come to, if it is one.
    fn look_at(
        &self,
        entry: std::result::Result<DirEntry, ignore::Error>,
        known: &dyn Fn(&str) -> bool,
        (faults, left_out): (&WalkFaults, &mut LeftOut),
    ) -> Option<DocumentEntry> {
        let entry = entry.map_err(|error| faults.add(self.walk_fault(error))).ok()?;
        let kind = entry.file_type()?;
        let below = entry.path().strip_prefix(&self.root).ok()?;
        if kind.is_dir() {
            return None;
        }
        if !known(&entry.file_name().to_string_lossy()) {
            left_out.count(below, kind.is_symlink());
            return None;
        }
        let path = DocPath::new(below).map_err(|fault| faults.add(fault.into())).ok()?;
        let metadata = if kind.is_symlink() {
            self.linked(&path).map_err(|fault| faults.add(fault)).ok()?
        } else {
            entry.metadata().map_err(|error| faults.add(self.walk_fault(error))).ok()?
        };
        let modified = metadata.modified().ok();
        metadata.is_file().then_some(DocumentEntry { path, size: metadata.len(), modified })
    }

    /// What a link means, if it stays inside the corpus.
    fn linked(&self, path: &DocPath) -> Result<fs::Metadata> {
        let target = self.resolve(path.as_path())?.ok_or_else(|| Error::Link { path: self.path_of(path) })?;
        let target = self.root.join(target);
        fs::symlink_metadata(&target).map_err(|error| Error::io("look at", target, error))
    }

    fn walk_fault(&self, error: ignore::Error) -> Error {
        let path = path_in(&error).unwrap_or(&self.root).to_path_buf();
        let source = error.into_io_error().unwrap_or_else(|| ErrorKind::Other.into());
        Error::io("look into", path, source)
    }
}

/// The path to open when none is given: this folder where it is a seminar's or lies in one, else the last corpus if it is still
/// there, else `./documents`, else this folder.
pub fn default_path(last: Option<&Path>) -> PathBuf {
    let (here, documents) = (Path::new("."), Path::new("documents"));
    if system::real(here).is_ok_and(|here| seminar_around(&here).is_some()) {
        return here.to_path_buf();
    }
    let last = last.filter(|path| path.is_dir());
    last.unwrap_or(if documents.is_dir() { documents } else { Path::new(".") }).to_path_buf()
}

/// Whether to go on with this entry: not the annotations, nothing too deep, no folder whose ignore files would block.
fn is_wanted(entry: &DirEntry, root: &Path, faults: &WalkFaults) -> bool {
    if !entry.file_type().is_some_and(|kind| kind.is_dir()) {
        return !is_owner_file(entry.file_name());
    }
    if entry.file_name() == ANNOTATIONS && (entry.depth() == 1 || has_readers(entry.path())) {
        if let Some(above) = entry.path().parent().filter(|_| entry.depth() > 1) {
            faults.set_apart(above);
        }
        return false;
    }
    if entry.depth() >= MAX_DEPTH {
        faults.add(Error::Bound { path: entry.path().to_path_buf(), what: "it lies more than 64 folders deep" });
        return false;
    }
    let odd = entry.path() != root && has_odd_ignore_file(entry.path());
    if odd {
        faults
            .add(Error::Bound { path: entry.path().to_path_buf(), what: "its ignore file is not a plain small file" });
    }
    !odd
}

/// Whether a file of the corpus at `root` is no document of it, whatever it holds: the plan, signers' keys, what readers have written, also in a
/// folder that was a corpus by itself.
fn is_own_file(root: &Path, path: &Path) -> bool {
    let above = || path.ancestors().skip(1).filter(|above| above.file_name() == Some(OsStr::new(ANNOTATIONS)));
    path == Path::new(syllabus::FILE)
        || path.file_name() == Some(OsStr::new(ALLOWED))
        || path.starts_with(ANNOTATIONS)
        || above().any(|above| has_readers(&root.join(above)))
}

/// Whether a file is what Word and its like keep beside a document as long as somebody has it open (`~$report.docx`).
fn is_owner_file(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b"~$")
}

/// A pipe in place of an ignore file would stop the walk for ever, a device would never end.
fn has_odd_ignore_file(folder: &Path) -> bool {
    [".gitignore", ".ignore"].iter().any(|name| {
        let found = fs::metadata(folder.join(name));
        found.is_ok_and(|found| !found.is_file() || found.len() > MAX_IGNORE_FILE)
    })
}

fn path_in(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::Loop { child, .. } => Some(child),
        ignore::Error::WithLineNumber { err, .. } | ignore::Error::WithDepth { err, .. } => path_in(err),
        ignore::Error::Partial(errors) => errors.iter().find_map(path_in),
        _ => None,
    }
}

/// What went wrong on the way, shared with the walk's filter.
#[derive(Clone, Default)]
struct WalkFaults {
    faults: Arc<Mutex<Vec<Error>>>,
    /// Folders that have annotations of their own.
    apart: Arc<Mutex<Vec<PathBuf>>>,
}

impl WalkFaults {
    fn set_apart(&self, folder: &Path) {
        let mut apart = self.apart.lock().unwrap_or_else(PoisonError::into_inner);
        if apart.len() < MAX_FAULTS {
            apart.push(folder.to_path_buf());
        }
    }

    fn apart(&self) -> Vec<PathBuf> {
        std::mem::take(&mut self.apart.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn add(&self, fault: Error) {
        let mut faults = self.faults.lock().unwrap_or_else(PoisonError::into_inner);
        if faults.len() < MAX_FAULTS {
            faults.push(fault);
        }
    }

    fn take(&self) -> Vec<Error> {
        std::mem::take(&mut self.faults.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
