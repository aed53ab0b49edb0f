//! The store on real temporary folders: hostile names, links, pipes, two sessions at once, damage, full disks.

#![allow(clippy::unwrap_used, reason = "what fails while a test is set up fails the test")]

mod annotations;
mod corpus;
mod kills;
mod own;
mod pictures;
mod readers;
mod renamed;
mod works;

use postil::annotation::{Audience, Draft, Purpose};
use postil::document::DocPath;
use postil::store::{Annotations, Corpus, Dirs, DocumentEntry, Error, StoredDraft};
use rustix::fs::{CWD, Mode, mkfifoat};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use tempfile::TempDir;

/// A corpus and this program's own folders, in one temporary folder, with an `outside` beside them.
struct Room {
    temp: TempDir,
}

impl Room {
    fn new() -> Self {
        let temp = tempfile::tempdir().unwrap();
        for name in ["corpus", "outside"] {
            fs::create_dir(temp.path().join(name)).unwrap();
        }
        Self { temp }
    }

    fn with(files: &[(&str, &str)]) -> Self {
        let room = Self::new();
        for (path, text) in files {
            room.write(path, text);
        }
        room
    }

    fn path(&self, path: &str) -> PathBuf {
        self.temp.path().canonicalize().unwrap().join("corpus").join(path)
    }

    fn outside(&self) -> PathBuf {
        self.temp.path().canonicalize().unwrap().join("outside")
    }

    fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn fifo(&self, path: &str) {
        mkfifoat(CWD, self.path(path), Mode::from_raw_mode(0o600)).unwrap();
    }

    fn corpus(&self) -> Corpus {
        Corpus::open(&self.path("")).unwrap()
    }

    fn dirs(&self) -> Dirs {
        Dirs::under(&self.temp.path().join("own"))
    }

    fn annotations(&self) -> Annotations {
        Annotations::at(&self.corpus(), &self.dirs()).for_reader("mei", "ab12").unwrap()
    }

    fn scan(&self) -> (Vec<DocumentEntry>, Vec<Error>) {
        let mut entries = Vec::new();
        let (_, faults) = self.corpus().scan(&|name| name.contains(".txt"), &mut |batch| entries.extend(batch));
        (entries, faults)
    }

    fn listed(&self) -> Vec<String> {
        self.scan().0.iter().map(|entry| entry.path.to_string()).collect()
    }
}

/// Words that are being typed on a document.
fn draft(text: &str) -> StoredDraft {
    let draft = Draft {
        document: doc("a.txt"),
        purpose: Purpose::default(),
        span: Some((1, 2)),
        text: text.into(),
        audience: Audience::Everybody,
        left: false,
    };
    StoredDraft { draft, corpus: String::new(), written: String::new() }
}

fn doc(path: &str) -> DocPath {
    DocPath::new(path).unwrap()
}

/// `DOCUMENT@DEVICE.json`, with anything a synchroniser puts before the ending.
fn names(path: &str) -> Option<String> {
    let (document, rest) = path.rsplit_once('@')?;
    let hidden = path.rsplit('/').next()?.starts_with('.');
    (Path::new(rest).extension()? == "json" && !hidden).then(|| document.to_owned())
}

fn hour_ago(path: &Path, hours: u64) {
    let file = fs::File::options().write(true).open(path).unwrap();
    file.set_modified(SystemTime::now() - Duration::from_hours(hours)).unwrap();
}

fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}
