//! A file for an outside editor: the note's text in, the changed text out. It lies in the state folder, readable by
//! this user alone, and is gone when it is done with.

use crate::store::fs::dirs::Dirs;
use crate::store::fs::error::{Error, Result};
use crate::store::fs::folder::Folder;
use crate::store::fs::system;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use tempfile::NamedTempFile;

/// The longest text that is taken back, in bytes.
const LONGEST: u64 = 16 * 1024 * 1024;

/// A place where what is written is gone, for output that nobody is to see.
pub fn nowhere() -> Option<File> {
    system::null().ok()
}

/// A text in a file, until it is dropped.
#[derive(Debug)]
pub struct Scratch {
    file: NamedTempFile,
}

impl Scratch {
    /// Writes `text` into a new file.
    pub fn new(dirs: &Dirs, text: &str) -> Result<Self> {
        let folder = Folder::make(&dirs.state)?;
        let fault = |error| Error::io("write the note for the editor", folder.path(), error);
        let mut file =
            tempfile::Builder::new().prefix("note-").suffix(".md").tempfile_in(folder.path()).map_err(fault)?;
        file.write_all(text.as_bytes()).map_err(fault)?;
        Ok(Self { file })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.file.path()
    }

    /// The text as it is now; editors may have put a new file in its place.
    pub fn read(&self) -> Result<String> {
        let fault = |error| Error::io("read the note back from the editor", self.path(), error);
        let size = std::fs::metadata(self.path()).map_err(fault)?.len();
        if size > LONGEST {
            return Err(Error::TooLarge { path: self.path().to_path_buf(), size, limit: LONGEST });
        }
        std::fs::read(self.path()).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).map_err(fault)
    }
}
