//! Files for the reader outside of the corpus: an export in a place that was named. What is there already is written over only
//! where that is wanted; a file is whole or not there.

use crate::store::fs::error::{Error, Result};
use crate::store::fs::system;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// A file being written: it gets its name when it is whole.
#[derive(Debug)]
pub struct NewFile {
    to: BufWriter<NamedTempFile>,
    path: PathBuf,
    over: bool,
}

impl NewFile {
    /// Begins a file at `path`; over one that is there only where `over` says so.
    pub fn begin(path: &Path, over: bool) -> Result<Self> {
        let fault = |error| Error::io("write", path, error);
        if !over && path.symlink_metadata().is_ok() {
            return Err(fault(io::ErrorKind::AlreadyExists.into()));
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        // An export is handed on: it is as readable as any new file of this user.
        let mut builder = tempfile::Builder::new();
        system::allow_all(builder.prefix(".postil-"));
        let file = builder.tempfile_in(folder).map_err(fault)?;
        Ok(Self { to: BufWriter::new(file), path: path.to_path_buf(), over })
    }

    /// Gives it its name.
    pub fn finish(self) -> Result<()> {
        let Self { to, path, over } = self;
        let fault = |error| Error::io("write", &path, error);
        let file = to.into_inner().map_err(|error| fault(error.into_error()))?;
        file.as_file().sync_all().map_err(fault)?;
        let named = if over { file.persist(&path) } else { file.persist_noclobber(&path) };
        named.map(drop).map_err(|error| fault(error.error))
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.to.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// Whether something is at a place that would be written over: any file, a link; a folder where no folder is wanted, or with
/// something in it.
pub fn is_taken(place: &Path, as_folder: bool) -> bool {
    let is_empty = || std::fs::read_dir(place).is_ok_and(|mut entries| entries.next().is_none());
    place.symlink_metadata().is_ok() && !(as_folder && is_empty())
}

/// A folder of files that belong together.
#[derive(Debug)]
pub struct NewFolder {
    root: PathBuf,
    over: bool,
    count: usize,
}

impl NewFolder {
    /// A folder at `root`, made where it is not there. Files in it are written over only where `over` says so.
    pub fn at(root: &Path, over: bool) -> Result<Self> {
        std::fs::create_dir_all(root).map_err(|error| Error::io("make the folder", root, error))?;
        Ok(Self { root: root.to_path_buf(), over, count: 0 })
    }

    /// Writes a file whole; `name` is a path below the folder, whose folders are made.
    pub fn write(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        let path = crate::document::DocPath::new(name)?;
        let path = self.root.join(path.as_path());
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(|error| Error::io("make the folder", folder, error))?;
        }
        let mut file = NewFile::begin(&path, self.over)?;
        file.write_all(bytes).map_err(|error| Error::io("write", &path, error))?;
        file.finish()?;
        self.count += 1;
        Ok(())
    }

    /// How many files were written.
    pub fn count(&self) -> usize {
        self.count
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_file_is_written_over_only_where_that_is_wanted_and_no_name_leads_out() {
        let temp = tempfile::tempdir().unwrap();
        let path = temp.path().join("notes.md");
        let write = |words: &[u8], over| -> Result<()> {
            let mut file = NewFile::begin(&path, over)?;
            file.write_all(words).unwrap();
            file.finish()
        };
        write(b"one", false).unwrap();
        assert!(write(b"two", false).is_err());
        assert_eq!(std::fs::read(&path).unwrap(), b"one");
        write(b"two", true).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"two");
        let plain = temp.path().join("plain");
        std::fs::write(&plain, b"x").unwrap();
        let mode = |path: &Path| path.metadata().unwrap().permissions().mode();
        assert_eq!(mode(&path), mode(&plain), "it is as readable as any new file");
        let mut folder = NewFolder::at(&temp.path().join("new/site"), false).unwrap();
        folder.write("a/b.html", b"x").unwrap();
        for name in ["../out", "/etc/out", "a/../../out", ""] {
            assert!(folder.write(name, b"x").is_err(), "{name}");
        }
        assert_eq!(folder.count(), 1);
        let left = std::fs::read_dir(temp.path().join("new/site/a")).unwrap().count();
        assert_eq!(left, 1, "no temporary file stays");
    }

    #[test]
    fn a_place_is_taken_where_something_is_there() {
        let scratch = tempfile::tempdir().unwrap();
        let at = |name: &str| scratch.path().join(name);
        std::fs::write(at("file.md"), "x").unwrap();
        std::fs::create_dir(at("empty")).unwrap();
        std::fs::create_dir(at("full")).unwrap();
        std::fs::write(at("full/x"), "x").unwrap();
        std::os::unix::fs::symlink(at("nowhere"), at("link")).unwrap();
        for (name, as_folder, taken) in [
            ("file.md", false, true),
            ("new.md", false, false),
            ("empty", true, false),
            ("empty", false, true),
            ("full", true, true),
            ("link", false, true),
        ] {
            assert_eq!(is_taken(&at(name), as_folder), taken, "{name}");
        }
    }
}
