//! The annotation files beside a corpus, as texts: where they lie, whose they are, which document each is about.
//!
//! `annotations/READER/PATH/OF/DOCUMENT@DEVICE.json` (`docs/sidecar.md`, Files). Which names count is said by the
//! caller, because synchronisers have their own names for copies. They are found and read in `annotations/walk.rs`, names
//! that are spelled otherwise are settled in `annotations/spelling.rs`, and they are written in [`super::writing`]; what
//! they say is for `annotation`.

mod folders;
mod people;
mod private;
mod signing_settings;
mod spelling;
mod text_digests;
mod walk;
pub(in crate::store) use people::{FolderPeople, PersonTexts};
pub(in crate::store) use private::PRIVATE;
pub(in crate::store) use walk::FolderLook;

use crate::annotation::Reader;
use crate::annotation::chain::CHAINED;
use crate::document::DocPath;
use crate::store::corpus::documents::Corpus;
use crate::store::corpus::earlier_looks::EarlierLooks;
use crate::store::corpus::key::corpus_key;
use crate::store::corpus::names::ANNOTATIONS;
use crate::store::corpus::summary_cache::SummaryCache;
use crate::store::fs::digest::digest;
use crate::store::fs::dirs::Dirs;
use crate::store::fs::error::{Error, Result};
use crate::store::fs::folder::Folder;
use crate::store::sidecar::keyring::Keyring;
use std::{
    collections::{BTreeMap, HashMap},
    ffi::OsStr,
    path::{Path, PathBuf},
    sync::Arc,
    time::SystemTime,
};

use signing_settings::SigningSettings;
pub use signing_settings::named_key;

/// The largest sidecar that is read, in bytes.
pub const MAX_SIDECAR: u64 = 64 * 1024 * 1024;
/// The largest `reader.json` that is read, in bytes.
const MAX_PERSON: u64 = 1024 * 1024;
/// The most sidecars that one walk lists.
const MAX_FILES: usize = 500_000;
/// The longest name of one file or folder, in bytes, on every file system in use.
const MAX_NAME: usize = 255;

/// Says which document a file is about, from its path inside the reader's folder; none if it is no sidecar. It is
/// given `week-2/brief.pdf@ab12 (1).json` and answers `week-2/brief.pdf`.
pub type Names<'a> = &'a (dyn Fn(&str) -> Option<String> + Sync);

/// Where annotations are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WritePlace {
    /// `annotations/` in the corpus.
    Corpus,
    /// This folder among the user's own data, because of that, in words.
    Fallback(PathBuf, String),
}

/// One sidecar, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SidecarFile {
    /// Where it is.
    pub path: PathBuf,
    /// The reader's folder it lies in.
    pub folder: String,
    /// What it says. Bytes that are not UTF-8 are replaced; a fault tells of it.
    pub text: String,
    /// Whether it is the one file that this reader writes on this device.
    pub own: bool,
    /// The number of the user whose file it is, where the system says.
    pub(in crate::store) owner: Option<u32>,
}

/// One sidecar, found but not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The reader's folder it lies in.
    pub folder: String,
    /// Its path inside that folder.
    pub path: String,
    /// The document it is about, as its name says.
    pub document: String,
    /// Its size in bytes.
    pub size: u64,
    /// When it was last changed, by the file system's clock.
    pub modified: SystemTime,
    pub(in crate::store) base: usize,
}

/// All sidecars of a corpus, by document.
#[derive(Clone, Debug, Default)]
pub struct SidecarListing {
    files: Vec<Listed>,
    by_document: HashMap<String, Vec<usize>>,
    /// Those that hold signatures.
    chains: Vec<Listed>,
}

impl SidecarListing {
    /// All of them, in the order of readers and paths.
    pub fn files(&self) -> &[Listed] {
        &self.files
    }

    /// The same, and behind them those that hold signatures: for what carries or counts files, whatever is in them.
    pub fn with_chains(&self) -> impl Iterator<Item = &Listed> {
        self.files.iter().chain(&self.chains)
    }

    /// Those about `document`.
    pub fn of(&self, document: &DocPath) -> impl Iterator<Item = &Listed> {
        self.by_document.get(&stem(document)).into_iter().flatten().map(|&index| &self.files[index])
    }

    /// The documents by name, each with the sidecars about it.
    pub fn documents(&self) -> impl Iterator<Item = (&str, Vec<&Listed>)> {
        let documents: BTreeMap<&str, &Vec<usize>> =
            self.by_document.iter().map(|(document, files)| (document.as_str(), files)).collect();
        let listed = |files: &Vec<usize>| files.iter().map(|&index| &self.files[index]).collect();
        documents.into_iter().map(move |(document, files)| (document, listed(files)))
    }

    fn add(&mut self, listed: Listed) {
        if listed.document == CHAINED {
            self.chains.push(listed);
            return;
        }
        self.by_document.entry(listed.document.clone()).or_default().push(self.files.len());
        self.files.push(listed);
    }
}

/// The annotations of one corpus: those in it, and those among the user's own data where it cannot be written.
#[derive(Clone, Debug)]
pub struct Annotations {
    pub(in crate::store) place: WritePlace,
    /// In the corpus; among the user's data.
    pub(in crate::store) bases: [Base; 2],
    pub(in crate::store) own: Option<Own>,
    pub(in crate::store) state: PathBuf,
    pub(in crate::store) key: String,
    /// Where the private ones are, for whoever asked for them.
    private: Option<Base>,
    /// Whether these are the private ones by themselves: only where they are written to is read then.
    is_private: bool,
    /// What opens what is for its reader, for whoever asked for that.
    keyring: Option<Arc<Keyring>>,
    /// Who reads them here without writing, where that is known: for what is counted and found.
    pub(in crate::store) read_by: Option<Reader>,
    /// Whether what is written is signed by itself, and with which key.
    signing: Arc<SigningSettings>,
    /// What was found out of the texts, and of what all have written on them.
    earlier: Arc<EarlierLooks>,
    /// Who the readers were, for all that share it.
    people: Arc<FolderPeople>,
}

/// Who writes.
#[derive(Clone, Debug)]
pub(in crate::store) struct Own {
    pub folder: String,
    pub device: String,
    /// Whether no other folder is looked at.
    pub alone: bool,
}

/// A folder of readers' folders: a trusted part, and a part that is opened without following links.
#[derive(Clone, Debug)]
pub(in crate::store) struct Base {
    trusted: PathBuf,
    below: PathBuf,
}

impl Base {
    pub fn path(&self) -> PathBuf {
        self.trusted.join(&self.below)
    }

    pub fn open(&self) -> Result<Option<Folder>> {
        match Folder::open(&self.trusted) {
            Err(error) if error.is_missing() => Ok(None),
            folder => folder?.below(&self.below),
        }
    }

    /// Opens it for writing; only the folder of annotations itself is made in a corpus, never the corpus.
    pub fn make(&self, own: bool) -> Result<Folder> {
        let trusted = if own { Folder::make(&self.trusted)? } else { Folder::open(&self.trusted)? };
        trusted.make_below(&self.below)
    }
}

impl Annotations {
    /// Those of `corpus`. Nothing is written yet; whether the corpus can be is looked up now.
    pub fn at(corpus: &Corpus, dirs: &Dirs) -> Self {
        let key = corpus_key(corpus.root());
        let in_corpus = Base { trusted: corpus.root().to_path_buf(), below: ANNOTATIONS.into() };
        let in_data = Base { trusted: dirs.data.clone(), below: Path::new(ANNOTATIONS).join(&key) };
        let place = match is_writable(corpus.root()) {
            Ok(()) => WritePlace::Corpus,
            Err(error) => WritePlace::Fallback(in_data.path(), error.to_string()),
        };
        let bases = [in_corpus, in_data];
        Self {
            place,
            bases,
            own: None,
            state: dirs.state.clone(),
            key,
            private: None,
            is_private: false,
            keyring: None,
            read_by: None,
            signing: Arc::new(SigningSettings::of(dirs)),
            earlier: Arc::new(EarlierLooks::at(dirs, corpus.root())),
            people: Arc::default(),
        }
    }

    /// What surveys have kept of these; of private ones nothing is kept.
    pub(in crate::store) fn summaries(&self) -> Option<&SummaryCache> {
        (!self.is_private).then_some(&self.earlier.summaries)
    }

    /// What is known of who the readers are.
    pub(in crate::store) fn known_people(&self) -> &FolderPeople {
        &self.people
    }

    /// The key that what is written here is signed with by itself; `None` where it is not.
    pub(in crate::store) fn signing_key(&self) -> Option<PathBuf> {
        self.signing.key()
    }

    /// Those of which nothing that is written is signed by itself: for what is written in the name of another than the reader of this
    /// device, whose key it is not.
    #[must_use]
    pub fn without_signing(self) -> Self {
        Self { signing: Arc::new(SigningSettings::never()), ..self }
    }

    /// Makes it writable for the reader with that folder name on that device; [`Error::BadName`] if either could
    /// lead elsewhere or hide.
    pub fn for_reader(self, folder: &str, device: &str) -> Result<Self> {
        for name in [folder, device] {
            if !is_plain_name(name) {
                return Err(Error::BadName { name: name.to_owned() });
            }
        }
        Ok(Self { own: Some(Own { folder: folder.to_owned(), device: device.to_owned(), alone: false }), ..self })
    }

    /// Those alone that lie in the folder of whoever writes; all where nobody does.
    #[must_use]
    pub(in crate::store) fn only_own(self) -> Self {
        let own = self.own.map(|own| Own { alone: true, ..own });
        Self { own, people: Arc::default(), ..self }
    }

    /// As this reader reads them, who writes nothing by it: what is encrypted for the reader is counted and found, too.
    #[must_use]
    pub fn read_by(self, reader: Option<&Reader>) -> Self {
        Self { read_by: reader.cloned(), ..self }
    }

    /// Where annotations are written, and why not in the corpus.
    pub fn place(&self) -> &WritePlace {
        &self.place
    }

    /// The device that writes here, where somebody does.
    pub(in crate::store) fn device(&self) -> Option<&str> {
        self.own.as_ref().map(|own| own.device.as_str())
    }

    /// The folder that annotations are written to.
    pub(in crate::store) fn path(&self) -> PathBuf {
        self.bases[self.written_base()].path()
    }

    /// The folder of the texts.
    pub(in crate::store) fn corpus_root(&self) -> &Path {
        &self.bases[0].trusted
    }

    /// Whether there is a file, by its path below the folder that annotations are written to.
    pub(in crate::store) fn holds(&self, path: &str) -> bool {
        self.path().join(path).symlink_metadata().is_ok()
    }

    /// The text of a file in a reader's folder, where annotations are written to; none where there is none.
    pub(in crate::store) fn text_in(&self, reader: &str, path: &str) -> Result<Option<String>> {
        let (below, name) = path.rsplit_once('/').unwrap_or(("", path));
        let Some(base) = self.open_base()? else { return Ok(None) };
        let Some(folder) = base.below(&Path::new(reader).join(below))? else { return Ok(None) };
        Ok(folder.read_text(OsStr::new(name), MAX_SIDECAR)?.map(|(text, _)| text))
    }

    /// Whether the corpus has something of that name.
    pub(in crate::store) fn has_document(&self, document: &DocPath) -> bool {
        self.bases[0].trusted.join(document.as_path()).symlink_metadata().is_ok()
    }

    /// The folders that readers' folders lie in, each with the folder that it would appear in.
    pub(in crate::store) fn watched(&self) -> Vec<(PathBuf, PathBuf)> {
        self.bases.iter().chain(&self.private).map(|base| (base.path(), base.trusted.clone())).collect()
    }

    /// Where a sidecar is that was listed.
    pub fn path_of(&self, listed: &Listed) -> PathBuf {
        self.bases[listed.base].path().join(&listed.folder).join(&listed.path)
    }

    fn is_own(&self, listed: &Listed) -> bool {
        let Some(own) = &self.own else { return false };
        listed.base == self.written_base()
            && listed.folder == own.folder
            && listed.path == format!("{}@{}.json", listed.document, own.device)
    }

    /// The base that is written to.
    pub(in crate::store) fn written_base(&self) -> usize {
        usize::from(self.place != WritePlace::Corpus)
    }
}

fn is_writable(root: &Path) -> Result<()> {
    let root = Folder::open(root)?;
    let annotations = root.child(OsStr::new(ANNOTATIONS))?;
    let folder = annotations.as_ref().unwrap_or(&root);
    folder.is_writable().map_err(|error| Error::io("write into the folder", folder.path(), error))
}

/// A name that makes one visible folder or a part of a file name, on any system.
fn is_plain_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 100
        && !name.starts_with(['.', ' '])
        && !name.ends_with(['.', ' '])
        && !name.chars().any(|c| c.is_control() || "/\\:*?\"<>|@".contains(c))
}

/// What the names of a document's sidecars begin with, inside a reader's folder: the document's path. A part that would
/// be too long for the disk with `@DEVICE.json` and a copy's mark behind it is cut, and its digest added; a hidden name
/// gets a `_` before it, because hidden files are a synchroniser's, not a reader's.
pub(in crate::store) fn stem(document: &DocPath) -> String {
    let parts: Vec<String> = document.as_str().split('/').map(fitting).collect();
    parts.join("/")
}

fn fitting(part: &str) -> String {
    const ROOM: usize = MAX_NAME - 75;
    let visible = if part.starts_with('.') { "_" } else { "" };
    if part.len() < ROOM {
        return format!("{visible}{part}");
    }
    let cut = part.floor_char_boundary(ROOM - 18);
    format!("{visible}{}~{}", &part[..cut], &digest(part.as_bytes()).hex()[..16])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_reader_or_device_that_leads_elsewhere_is_refused() {
        for name in ["", ".", "..", ".hidden", "a/b", "a\\b", "a\u{1b}b", "a@b", " a", "a.", "con:"] {
            assert!(!is_plain_name(name), "{name:?}");
        }
        assert!(is_plain_name("kim-min-ji") && is_plain_name("김민지") && is_plain_name("ab12"));
    }

    #[test]
    fn a_name_too_long_for_the_disk_is_cut_and_stays_its_own() {
        let name = |last: &str| stem(&DocPath::new(format!("{}{last}", "ü".repeat(120))).unwrap());
        assert_ne!(name("a"), name("b"));
        assert!(name("a").len() <= MAX_NAME - 75);
        assert_eq!(stem(&DocPath::new("week-2/brief.pdf").unwrap()), "week-2/brief.pdf");
    }

    proptest! {
        #[test]
        fn a_stem_always_fits_and_stays_inside(path in "[a-zé./ ]{1,600}") {
            if let Ok(document) = DocPath::new(&path) {
                let stem = stem(&document);
                prop_assert!(stem.split('/').all(|part| part.len() <= MAX_NAME - 75 && !part.starts_with('.')));
                prop_assert!(DocPath::new(&stem).is_ok());
            }
        }
    }
}
