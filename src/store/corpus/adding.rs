//! Texts put into a corpus, and the plan of one: a file is made whole and never over another, nothing is written outside of the
//! folder. What is to be put where, and under which name, is decided elsewhere.

use crate::config::syllabus;
use crate::document::DocPath;
use crate::store::corpus::documents::Corpus;
use crate::store::fs::error::{Error, Result};
use crate::store::fs::folder::{Flush, Folder};
use crate::store::fs::system;
use std::ffi::OsStr;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// How a text comes into a corpus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddingWay {
    /// As a copy.
    Copy,
    /// As a second name of the same file (a hard link): a link that leads out of the corpus would not be followed.
    Link,
}

/// Makes a folder, where it is missing, and a plan in it that says nothing yet. The error is a folder that cannot be made, or a plan
/// that is there already.
pub fn make_corpus(path: &Path) -> Result<Corpus> {
    std::fs::create_dir_all(path).map_err(|error| Error::io("make the folder", path, error))?;
    let template = syllabus::TEMPLATE.as_bytes();
    Folder::open(path)?.create_by(OsStr::new(syllabus::FILE), &mut |file| io::Write::write_all(file, template))?;
    Corpus::open(path)
}

impl Corpus {
    /// Puts the file `from` into the corpus, as the document `to`. What is there stays, and is an error, as are links on the way.
    pub fn take_in(&self, from: &Path, to: &DocPath, way: AddingWay) -> Result<()> {
        let folder = Folder::open(self.root())?.make_below(Path::new(to.folder()))?;
        let name = OsStr::new(to.file_name());
        let from = system::real(from).map_err(|error| Error::io("open the file", from, error))?;
        match way {
            AddingWay::Link => folder.link(&from, name),
            AddingWay::Copy => {
                let mut source = source(&from)?;
                folder.create_by(name, &mut |file| io::copy(&mut source, file).map(drop))
            }
        }
    }

    /// The text of the plan; none where there is no file of its name.
    pub fn plan_text(&self) -> Result<Option<String>> {
        match self.read(&plan_path()?) {
            Ok(bytes) => String::from_utf8(bytes).map(Some).map_err(|_| Error::NotText { path: self.plan_file() }),
            Err(error) if error.is_missing() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Writes the plan anew, where it still is as it was read. [`Error::Busy`] where somebody else has changed it since.
    pub fn replace_plan(&self, before: Option<&str>, after: &str) -> Result<()> {
        let (folder, name) = (Folder::open(self.root())?, OsStr::new(syllabus::FILE));
        if !folder.holds(name, before.map(str::as_bytes))? {
            return Err(Error::Busy { path: self.plan_file() });
        }
        folder.replace(name, after.as_bytes(), Flush::Yes)
    }

    fn plan_file(&self) -> PathBuf {
        self.root().join(syllabus::FILE)
    }
}

fn plan_path() -> Result<DocPath> {
    Ok(DocPath::new(syllabus::FILE)?)
}

/// Opens a regular file without links in its path.
fn source(path: &Path) -> Result<File> {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return Err(Error::NotAFile { path: path.to_path_buf() });
    };
    let missing = || Error::io("open the file", path, io::ErrorKind::NotFound);
    Folder::open(folder)?.file(name)?.ok_or_else(missing)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::doc_path;
    use std::fs;
    use std::os::unix::fs::{MetadataExt, symlink};

    #[test]
    fn a_corpus_is_made_once_with_a_plan_that_says_nothing() {
        let temp = tempfile::tempdir().unwrap();
        let path = temp.path().join("new/readings");
        let corpus = make_corpus(&path).unwrap();
        assert_eq!(corpus.plan_text().unwrap().as_deref(), Some(syllabus::TEMPLATE));
        fs::write(path.join(syllabus::FILE), "title = 'Mine'\n").unwrap();
        assert!(make_corpus(&path).is_err());
        assert_eq!(corpus.plan_text().unwrap().as_deref(), Some("title = 'Mine'\n"));
        assert!(matches!(corpus.replace_plan(Some("older"), "x"), Err(Error::Busy { .. })));
        corpus.replace_plan(Some("title = 'Mine'\n"), "title = 'Ours'\n").unwrap();
        assert_eq!(corpus.plan_text().unwrap().as_deref(), Some("title = 'Ours'\n"));
    }

    #[test]
    fn a_text_is_copied_or_linked_never_over_another_and_never_out_of_the_folder() {
        let temp = tempfile::tempdir().unwrap();
        let (from, root) = (temp.path().join("from.txt"), temp.path().join("corpus"));
        fs::write(&from, "words").unwrap();
        fs::create_dir(&root).unwrap();
        symlink(temp.path(), root.join("out")).unwrap();
        let corpus = Corpus::open(&root).unwrap();
        corpus.take_in(&from, &doc_path("week 1/a.txt"), AddingWay::Copy).unwrap();
        corpus.take_in(&from, &doc_path("b.txt"), AddingWay::Link).unwrap();
        fs::write(root.join("c.txt"), "mine").unwrap();
        for (to, way) in [("c.txt", AddingWay::Copy), ("c.txt", AddingWay::Link), ("out/d.txt", AddingWay::Copy)] {
            assert!(corpus.take_in(&from, &doc_path(to), way).is_err(), "{to}");
        }
        assert_eq!(fs::read_to_string(root.join("c.txt")).unwrap(), "mine");
        assert_eq!(fs::read_to_string(root.join("week 1/a.txt")).unwrap(), "words");
        assert_eq!(fs::metadata(root.join("b.txt")).unwrap().ino(), fs::metadata(&from).unwrap().ino());
        assert!(!temp.path().join("d.txt").exists());
        assert_eq!(fs::read_dir(&root).unwrap().count(), 4, "no temporary file stays");
    }
}
