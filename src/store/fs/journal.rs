//! A file of JSON lines that sessions append to: small facts, the later line counts.
//!
//! Chosen over one file a document, because ten thousand documents are then one read and not ten thousand; and over one
//! file that is rewritten, because then a second session would erase the first one's facts. Appending and rewriting hold a
//! lock. Lines are not flushed to the disk: a place in a text may be lost with the power. What cannot be understood
//! is skipped, and kept aside once.

use crate::store::fs::error::{Error, Result};
use crate::store::fs::folder::{Flush, Folder, aside};
use crate::store::fs::lock::Lock;
use crate::store::fs::system::{OpenWay, identity};
use serde::{Serialize, de::DeserializeOwned};
use std::{
    ffi::OsStr,
    fs::File,
    io::{self, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

/// The largest journal that is read, in bytes: some hundred thousand documents.
const MAX_JOURNAL: u64 = 64 * 1024 * 1024;

/// One file of lines in the state folder.
#[derive(Debug)]
pub(in crate::store) struct Journal {
    folder: PathBuf,
    name: String,
}

/// What a journal holds.
#[derive(Debug)]
pub(in crate::store) struct Contents<T> {
    pub lines: Vec<T>,
    pub bytes: usize,
    /// Which file it was, and how long: another value means that there is something new.
    pub version: JournalVersion,
    /// Lines that made no sense.
    pub damaged: usize,
}

/// (identity, length) of the file that was read; zeros where there was none.
pub(in crate::store) type JournalVersion = (u64, u64);

impl Journal {
    pub fn new(folder: &Path, name: &str) -> Self {
        Self { folder: folder.to_path_buf(), name: name.to_owned() }
    }

    fn name(&self) -> &OsStr {
        OsStr::new(&self.name)
    }

    /// Which version is on the disk now; zeros where there is none.
    pub fn version(&self) -> JournalVersion {
        std::fs::symlink_metadata(self.folder.join(&self.name)).map_or((0, 0), |found| (identity(&found), found.len()))
    }

    /// All lines. A last line without an end was cut short by a kill and is passed over.
    pub fn load<T: DeserializeOwned>(&self) -> Result<Contents<T>> {
        let version = self.version();
        let bytes = match Folder::open(&self.folder) {
            Err(error) if error.is_missing() => None,
            folder => folder?.read(self.name(), MAX_JOURNAL)?,
        };
        let bytes = bytes.unwrap_or_default();
        let mut contents = Contents { lines: Vec::new(), bytes: bytes.len(), version, damaged: 0 };
        for line in bytes.split_inclusive(|&byte| byte == b'\n').filter(|line| !line.trim_ascii().is_empty()) {
            match serde_json::from_slice(line) {
                Ok(parsed) => contents.lines.push(parsed),
                Err(_) => contents.damaged += usize::from(line.ends_with(b"\n")),
            }
        }
        Ok(contents)
    }

    /// Adds a line, whole or not at all. Returns the versions right before and after.
    pub fn append<T: Serialize>(&self, line: &T) -> Result<(JournalVersion, JournalVersion)> {
        let folder = Folder::make(&self.folder)?;
        let _lock = self.lock(&folder)?;
        let before = self.version();
        let mut file = folder.open_file(self.name(), OpenWay::Appended)?;
        append_line(&mut file, line).map_err(|error| self.fault(error))?;
        Ok((before, self.version()))
    }

    /// Rewrites it with what `shorten` makes of its lines as they are now.
    pub fn compact<T: Serialize + DeserializeOwned>(&self, shorten: &dyn Fn(Vec<T>) -> Vec<T>) -> Result<()> {
        let folder = Folder::make(&self.folder)?;
        let _lock = self.lock(&folder)?;
        let mut bytes = Vec::new();
        for line in shorten(self.load::<T>()?.lines) {
            serde_json::to_writer(&mut bytes, &line).map_err(|error| self.fault(error.into()))?;
            bytes.push(b'\n');
        }
        folder.replace(self.name(), &bytes, Flush::Yes)
    }

    /// Copies a damaged journal aside and says so.
    pub fn keep_aside(&self) -> Error {
        let kept = aside(self.name());
        let copied = Folder::open(&self.folder).and_then(|folder| {
            let bytes = folder.read(self.name(), MAX_JOURNAL)?.unwrap_or_default();
            folder.replace(&kept, &bytes, Flush::No)
        });
        match copied {
            Ok(()) => Error::Broken { path: self.folder.join(&self.name), kept: self.folder.join(kept) },
            Err(error) => error,
        }
    }

    /// Moves a journal that cannot be read at all out of the way and says so.
    pub fn move_aside(&self) -> Error {
        match Folder::open(&self.folder) {
            Ok(folder) => folder.move_aside(self.name()),
            Err(error) => error,
        }
    }

    fn lock(&self, folder: &Folder) -> Result<Lock> {
        Lock::wait(folder, &format!("{}.lock", self.name))
    }

    fn fault(&self, source: io::Error) -> Error {
        Error::io("write the file", self.folder.join(&self.name), source)
    }
}

fn append_line<T: Serialize>(file: &mut File, line: &T) -> io::Result<()> {
    let end = file.metadata()?.len();
    let mut bytes = if ends_line(file, end)? { Vec::new() } else { vec![b'\n'] };
    serde_json::to_writer(&mut bytes, line)?;
    bytes.push(b'\n');
    file.write_all(&bytes).inspect_err(|_| {
        // The disk is full: half a line is taken back.
        let _ = file.set_len(end);
    })
}

/// Whether the file ends with a whole line; a killed session may have left half of one.
fn ends_line(file: &mut File, end: u64) -> io::Result<bool> {
    if end == 0 {
        return Ok(true);
    }
    let mut last = [0];
    file.seek(SeekFrom::Start(end - 1))?;
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn whatever_a_journal_holds_a_line_added_is_the_last_one_read(bytes in prop::collection::vec(any::<u8>(), 0..60), number in 0..1000) {
            let temp = tempfile::tempdir().unwrap();
            std::fs::write(temp.path().join("journal"), bytes).unwrap();
            let journal = Journal::new(temp.path(), "journal");
            let before = journal.load::<i32>().unwrap();
            let (first, second) = journal.append(&number).unwrap();
            let after = journal.load::<i32>().unwrap();
            prop_assert_eq!((first, second), (before.version, after.version));
            prop_assert_eq!(after.lines.last(), Some(&number));
            // What was read as a line before still is; at most the half line at the end has become a whole one.
            prop_assert_eq!(&after.lines[..before.lines.len()], &before.lines[..]);
            journal.compact::<i32>(&|lines| lines).unwrap();
            let compact = journal.load::<i32>().unwrap();
            prop_assert_eq!((compact.lines, compact.damaged), (after.lines, 0));
        }
    }
}
