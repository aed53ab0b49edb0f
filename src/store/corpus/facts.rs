//! What is known of the documents of a corpus from an earlier look, in the user's cache folder: a file that has not
//! changed since need not be read again to be listed.
//!
//! A fact holds for a path, a size and a time of change, and for the build of this program that found it: another build
//! may read titles better. One file for a corpus, a line for a document; a damaged line is a document that is not
//! known. As with `cache`, nothing that goes wrong here is an error.

use crate::document::Metadata;
use crate::store::corpus::cache::{CacheBounds, sweep, write_privately};
use crate::store::corpus::key::corpus_key;
use crate::store::fs::digest::Digest;
use crate::store::fs::dirs::Dirs;
use crate::store::fs::folder::Folder;
use crate::text::visible;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

/// The largest such file that is read, in bytes.
const LARGEST: u64 = 128 << 20;
/// How many corpora have their facts kept.
const BOUNDS: CacheBounds = CacheBounds { bytes: 256 << 20, files: 64 };

/// How a file was when it was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Its size in bytes.
    pub size: u64,
    /// When it was last changed, in nanoseconds since 1970.
    pub modified: u64,
}

impl Stamp {
    /// Of a file of that size; none where the time is not known.
    pub fn new(size: u64, modified: Option<SystemTime>) -> Option<Self> {
        let since = modified?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
        Some(Self { size, modified: u64::try_from(since.as_nanos()).ok()? })
    }
}

/// What is known of one document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// Of which file.
    pub stamp: Stamp,
    /// What the text says of itself, without the corrections of a syllabus.
    #[serde(with = "FactText")]
    pub metadata: Metadata,
    /// The format's name; none where no format reads it.
    pub format: Option<String>,
    /// The digest of the file in hexadecimal digits, where it was read whole.
    pub sha256: Option<String>,
    /// Words of the article, where the text was read whole.
    pub words: Option<usize>,
    /// What went wrong while reading.
    pub warnings: Vec<String>,
    /// Whether there is no text.
    pub damaged: bool,
    /// What the beginning of the text says, as `works` compares it.
    pub sketch: Vec<u32>,
}

impl Fact {
    /// The digest of the file, where it was read whole.
    pub fn digest(&self) -> Option<Digest> {
        self.sha256.as_deref().and_then(Digest::from_hex)
    }

    /// Why nothing of it can be shown, where that is so.
    pub fn reason(&self) -> Option<&str> {
        self.warnings.first().map(String::as_str).filter(|_| self.damaged)
    }

    /// Removes whatever could drive a terminal.
    fn harmless(mut self) -> Self {
        let said = &mut self.metadata;
        let facts = [
            &mut said.title,
            &mut said.date,
            &mut said.publication,
            &mut said.language,
            &mut said.identifier,
            &mut said.url,
        ];
        let facts = facts.into_iter().flatten();
        for text in facts.chain(&mut said.authors).chain(&mut self.warnings) {
            *text = visible::line(text).into_owned();
        }
        self
    }
}

/// [`Metadata`] as it is written.
#[derive(Serialize, Deserialize)]
#[serde(remote = "Metadata")]
struct FactText {
    title: Option<String>,
    authors: Vec<String>,
    date: Option<String>,
    publication: Option<String>,
    language: Option<String>,
    identifier: Option<String>,
    url: Option<String>,
}

/// One line of the file.
#[derive(Serialize, Deserialize)]
struct FactLine<T> {
    path: String,
    fact: T,
}

/// What is known of the documents of one corpus. Read when it is first asked for.
#[derive(Debug)]
pub(in crate::store) struct FactCache {
    folder: PathBuf,
    key: String,
    known: Mutex<Option<KnownFacts>>,
}

#[derive(Debug, Default)]
struct KnownFacts {
    facts: HashMap<String, Fact>,
    /// Whether the file does not say this.
    changed: bool,
}

impl FactCache {
    /// Of the corpus at `root`.
    pub fn at(dirs: &Dirs, root: &Path) -> Self {
        Self { folder: dirs.cache.join("corpora"), key: corpus_key(root), known: Mutex::default() }
    }

    /// What is known of the document at `path`, if it is still as it was.
    pub fn of(&self, path: &str, stamp: Stamp) -> Option<Fact> {
        self.with(|known| known.facts.get(path).filter(|fact| fact.stamp == stamp).cloned())
    }

    /// Takes in what was found out.
    pub fn learn(&self, path: &str, fact: Fact) {
        self.with(|known| {
            if known.facts.get(path) != Some(&fact) {
                known.facts.insert(path.to_owned(), fact);
                known.changed = true;
            }
        });
    }

    /// Forgets all documents but these.
    pub fn retain(&self, there: &HashSet<&str>) {
        self.with(|known| {
            let before = known.facts.len();
            known.facts.retain(|path, _| there.contains(path.as_str()));
            known.changed |= known.facts.len() != before;
        });
    }

    /// Looks at all that is known.
    pub fn look<T>(&self, look: impl FnOnce(&HashMap<String, Fact>) -> T) -> T {
        self.with(|known| look(&known.facts))
    }

    /// Writes it down, where something is new.
    pub fn keep(&self) {
        let lines = self.with(|known| {
            std::mem::take(&mut known.changed).then(|| {
                let line =
                    |(path, fact): (&String, &Fact)| serde_json::to_string(&FactLine { path: path.clone(), fact }).ok();
                known.facts.iter().filter_map(line).collect::<Vec<String>>()
            })
        });
        let Some(lines) = lines else { return };
        let text = format!("{}\n{}\n", build(), lines.join("\n"));
        self.write("facts", text.as_bytes());
    }

    /// What was written of that kind, as it is.
    pub fn read(&self, kind: &str) -> Option<Vec<u8>> {
        Folder::open(&self.folder).ok()?.read(&self.name(kind), LARGEST).ok()?
    }

    /// Writes something of the corpus.
    pub fn write(&self, kind: &str, bytes: &[u8]) {
        let Ok(folder) = Folder::make(&self.folder) else { return };
        let name = self.name(kind);
        if bytes.len() as u64 <= LARGEST && write_privately(&folder, &name, &mut |file| file.write_all(bytes)) {
            let _ = sweep(&folder, &name, BOUNDS);
        }
    }

    fn name(&self, kind: &str) -> OsString {
        format!("{}.{kind}", self.key).into()
    }

    fn with<T>(&self, work: impl FnOnce(&mut KnownFacts) -> T) -> T {
        let mut known: MutexGuard<'_, Option<KnownFacts>> = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        work(known.get_or_insert_with(|| KnownFacts { facts: self.written().unwrap_or_default(), changed: false }))
    }

    fn written(&self) -> Option<HashMap<String, Fact>> {
        let text = String::from_utf8(self.read("facts")?).ok()?;
        let (first, rest) = text.split_once('\n')?;
        let line = |line: &str| serde_json::from_str::<FactLine<Fact>>(line).ok();
        let facts = rest.lines().filter_map(line).map(|line| (line.path, line.fact.harmless()));
        (first == build()).then(|| facts.collect())
    }
}

/// Which build of this program this is: its version, and the size and age of its file.
pub(in crate::store) fn build() -> String {
    let file = std::env::current_exe().and_then(|path| path.metadata());
    let stamp = file.ok().and_then(|file| Stamp::new(file.len(), file.modified().ok()));
    let stamp = stamp.map_or_else(String::new, |stamp| format!("{} {}", stamp.size, stamp.modified));
    format!("postil facts {} {stamp}", env!("CARGO_PKG_VERSION"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    const STAMP: Stamp = Stamp { size: 10, modified: 1_795_000_000_000_000_001 };

    fn fact() -> Fact {
        Fact {
            stamp: STAMP,
            metadata: Metadata {
                title: Some("A Title".into()),
                authors: vec!["A. Uthor".into()],
                ..Metadata::default()
            },
            format: Some("book".into()),
            sha256: Some("ab".repeat(32)),
            words: Some(7),
            warnings: vec!["a page is missing".into()],
            damaged: false,
            sketch: vec![3, u32::MAX],
        }
    }

    #[test]
    fn a_fact_holds_as_long_as_the_file_is_as_it_was() {
        let temp = tempfile::tempdir().unwrap();
        let dirs = Dirs::under(temp.path());
        let facts = FactCache::at(&dirs, Path::new("/corpus"));
        facts.learn("a.book", fact());
        facts.keep();
        let later = FactCache::at(&dirs, Path::new("/corpus"));
        assert_eq!(later.of("a.book", STAMP), Some(fact()));
        assert_eq!(later.of("a.book", Stamp { size: 11, ..STAMP }), None);
        assert_eq!(later.of("b.book", STAMP), None);
        assert_eq!(FactCache::at(&dirs, Path::new("/other")).of("a.book", STAMP), None);
        later.retain(&HashSet::new());
        later.keep();
        assert_eq!(FactCache::at(&dirs, Path::new("/corpus")).of("a.book", STAMP), None);
    }

    #[test]
    fn a_damaged_file_or_one_of_another_build_says_nothing_and_cannot_drive_a_terminal() {
        let temp = tempfile::tempdir().unwrap();
        let dirs = Dirs::under(temp.path());
        let facts = FactCache::at(&dirs, Path::new("/corpus"));
        facts.learn("a.book", Fact { warnings: vec!["\u{1b}[2J".into()], ..fact() });
        facts.learn("b.book", fact());
        facts.keep();
        let path = facts.folder.join(facts.name("facts"));
        let text = fs::read_to_string(&path).unwrap();
        let read = || FactCache::at(&dirs, Path::new("/corpus"));
        assert_eq!(read().of("a.book", STAMP).unwrap().warnings, ["\u{241b}[2J"]);
        fs::write(&path, text.replacen("\"words\":7", "\"words\":", 1)).unwrap();
        assert_eq!(read().look(HashMap::len), 1);
        fs::write(&path, format!("postil facts of old\n{}", text.split_once('\n').unwrap().1)).unwrap();
        assert_eq!(read().look(HashMap::len), 0);
    }
}
