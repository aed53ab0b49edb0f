//! Where an export goes: standard output, a file, a folder. What would drive a terminal is made harmless on the way, in files too.

use crate::cli::out::{Out, tell};
use crate::cli::outcome::Failure;
use crate::exchange::export::annotations::ExportSink;
use crate::store::{NewFile, NewFolder};
use crate::text::{shown, visible};
use std::borrow::Cow;
use std::io::{self, Write as _};
use std::path::Path;

/// Standard output.
pub struct StreamSink<'a> {
    /// Where it is printed.
    pub out: &'a mut Out,
}

/// A file.
pub struct FileSink<'a> {
    /// The file.
    pub file: NewFile,
    /// Takes what could not be written, in words.
    pub tell: &'a dyn Fn(&str),
}

/// A folder.
pub struct FolderSink<'a> {
    /// The folder.
    pub folder: NewFolder,
    /// Takes what could not be written, in words.
    pub tell: &'a dyn Fn(&str),
}

impl ExportSink for StreamSink<'_> {
    fn write(&mut self, text: &str) -> io::Result<()> {
        self.out.piece(text)
    }

    fn file(&mut self, name: &str, _: &[u8]) -> io::Result<()> {
        Err(io::Error::other(format!("{name} is a file of its own, which needs a folder: --out FOLDER/")))
    }

    fn tell(&mut self, fault: &str) {
        tell(fault);
    }
}

impl ExportSink for FileSink<'_> {
    fn write(&mut self, text: &str) -> io::Result<()> {
        self.file.write_all(visible::harmless(text).as_bytes())
    }

    fn file(&mut self, name: &str, _: &[u8]) -> io::Result<()> {
        Err(io::Error::other(format!("{name} is a file of its own, which needs a folder: --out FOLDER/")))
    }

    fn tell(&mut self, fault: &str) {
        (self.tell)(fault);
    }
}

impl ExportSink for FolderSink<'_> {
    fn write(&mut self, _: &str) -> io::Result<()> {
        Err(io::Error::other("this format is one file: --out FILE"))
    }

    fn file(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let bytes = std::str::from_utf8(bytes).map_or(Cow::Borrowed(bytes), |text| match visible::harmless(text) {
            Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
            Cow::Owned(text) => Cow::Owned(text.into_bytes()),
        });
        self.folder.write(name, &bytes).map_err(io::Error::other)
    }

    fn file_as_it_is(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.folder.write(name, bytes).map_err(io::Error::other)
    }

    fn tell(&mut self, fault: &str) {
        (self.tell)(fault);
    }
}

/// Refuses to write over what is there, where that is not wanted.
pub fn must_not_be_there(file: &Path, force: bool) -> Result<(), Failure> {
    if !force && file.symlink_metadata().is_ok() {
        let cause = format!("there is a {} already", shown(file));
        return Err(Failure::new(cause, "Give another name, or --force to write over it."));
    }
    Ok(())
}
