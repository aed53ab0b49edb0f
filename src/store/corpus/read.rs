//! Reading documents, whole or their beginnings.

use crate::document::DocPath;
use crate::format::PartsReader;
use crate::store::corpus::documents::Corpus;
use crate::store::corpus::facts::Stamp;
use crate::store::fs::digest::{Digest, Digesting};
use crate::store::fs::error::{Error, Result};
use crate::store::fs::folder::{Folder, read_whole};
use crate::store::fs::system;
use std::{
    ffi::OsStr,
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    path::{Path, PathBuf},
    time::SystemTime,
};

/// The largest document that is opened, in bytes: 2 GB, what the positions of a text reach.
pub const MAX_DOCUMENT: u64 = 2 << 30;

/// A larger file, in bytes, is read where it lies, if its format can.
const HELD: u64 = 4 << 20;

impl Corpus {
    /// All bytes of a document, in exactly as much memory. Pipes and devices are refused without waiting, links are
    /// followed inside the corpus only, more than [`MAX_DOCUMENT`] is [`Error::TooLarge`].
    pub fn read(&self, document: &DocPath) -> Result<Vec<u8>> {
        read_whole(self.open_document(document)?, &self.path_of(document), MAX_DOCUMENT)
    }

    /// At most the first `bytes` bytes of a document, and whether that is all of it.
    pub fn read_head(&self, document: &DocPath, bytes: usize) -> Result<(Vec<u8>, bool)> {
        let source = self.source(document, bytes)?;
        let whole = source.is_whole();
        Ok((source.head, whole))
    }

    /// Opens a document and reads at most its first `bytes` bytes.
    pub(in crate::store) fn source(&self, document: &DocPath, bytes: usize) -> Result<OpenedFile> {
        let file = self.open_document(document)?;
        let path = self.path_of(document);
        let fault = |error| Error::io("read the document", &path, error);
        let metadata = file.metadata().map_err(fault)?;
        let (size, modified) = (metadata.len(), metadata.modified().ok());
        let mut head = Vec::with_capacity(bytes.min(size as usize));
        (&file).take(bytes as u64).read_to_end(&mut head).map_err(fault)?;
        Ok(OpenedFile { file, path, size, modified, head })
    }

    /// How the file of a document is now; `None` where there is no such file.
    pub fn stamp(&self, document: &DocPath) -> Result<Option<Stamp>> {
        match self.source(document, 0) {
            Ok(source) => Ok(source.stamp()),
            Err(error) if error.is_missing() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Where the document lies on the disk.
    pub fn path_of(&self, document: &DocPath) -> PathBuf {
        self.root().join(document.as_path())
    }

    fn open_document(&self, document: &DocPath) -> Result<File> {
        match self.open_plainly(document.as_path()) {
            Err(Error::Link { path }) => self.open_linked(document, path),
            opened => opened,
        }
    }

    fn open_plainly(&self, path: &Path) -> Result<File> {
        let missing = || Error::io("open the document", self.root().join(path), system::missing());
        let folder = path.parent().unwrap_or(Path::new(""));
        let name = path.file_name().unwrap_or(OsStr::new(""));
        let folder = Folder::open(self.root())?.below(folder)?.ok_or_else(missing)?;
        folder.file(name)?.ok_or_else(missing)
    }

    /// A link is on the way: where it ends inside the corpus, the file it means is opened by its own path.
    fn open_linked(&self, document: &DocPath, link: PathBuf) -> Result<File> {
        match self.resolve(document.as_path())? {
            Some(target) => self.open_plainly(&target),
            None => Err(Error::Link { path: link }),
        }
    }

    /// Where `path` leads, relative to the corpus; none if that is outside.
    pub(in crate::store) fn resolve(&self, path: &Path) -> Result<Option<PathBuf>> {
        let path = self.root().join(path);
        let target = system::real(&path).map_err(|error| Error::io("follow the link", &path, error))?;
        Ok(target.strip_prefix(self.root()).ok().map(Path::to_path_buf))
    }
}

/// A document that is open and read in part.
#[derive(Debug)]
pub(in crate::store) struct OpenedFile {
    file: File,
    path: PathBuf,
    /// Its size in bytes when it was opened.
    pub size: u64,
    /// When it was last changed.
    pub modified: Option<SystemTime>,
    /// Its first bytes.
    pub head: Vec<u8>,
}

impl OpenedFile {
    /// How the file was when it was opened.
    pub fn stamp(&self) -> Option<Stamp> {
        Stamp::new(self.size, self.modified)
    }

    /// Whether its first bytes are all.
    pub fn is_whole(&self) -> bool {
        self.head.len() as u64 >= self.size
    }

    /// `read`, if the file is so large that it is rather read where it lies.
    pub fn stays(&self, read: Option<PartsReader>) -> Option<PartsReader> {
        read.filter(|_| self.size > HELD)
    }

    /// The digest of its bytes, which are not kept. The file is somewhere else in itself afterwards.
    pub fn digest(&self) -> Result<Digest> {
        let mut digesting = Digesting::new(self.again()?.take(MAX_DOCUMENT));
        let fault = |error| Error::io("read the document", &self.path, error);
        io::copy(&mut digesting, &mut io::sink()).map_err(fault)?;
        Ok(digesting.finish().1)
    }

    /// The file once more, to be read from its beginning. All of them are at the same place of it.
    pub fn again(&self) -> Result<File> {
        let fault = |error| Error::io("read the document", &self.path, error);
        let mut file = self.file.try_clone().map_err(fault)?;
        file.rewind().map_err(fault)?;
        Ok(file)
    }

    /// Whether the file has the size and time that it had when it was opened.
    pub fn is_as_it_was(&self) -> bool {
        self.file.metadata().is_ok_and(|now| now.len() == self.size && now.modified().ok() == self.modified)
    }

    /// The file, to be read from its beginning.
    pub fn rewound(mut self) -> Result<File> {
        self.file.rewind().map_err(|error| Error::io("read the document", &self.path, error))?;
        Ok(self.file)
    }

    /// All of its bytes, in exactly as much memory; [`Error::TooLarge`] where there are more than [`MAX_DOCUMENT`].
    pub fn whole(self) -> Result<Vec<u8>> {
        let Self { file, path, size, mut head, .. } = self;
        let fault = |error: io::Error| Error::io("read the document", &path, error);
        (&file).seek(SeekFrom::Start(head.len() as u64)).map_err(fault)?;
        let too_large = |size| Error::TooLarge { path: path.clone(), size, limit: MAX_DOCUMENT };
        if size > MAX_DOCUMENT {
            return Err(too_large(size));
        }
        let rest = (size as usize).saturating_sub(head.len());
        head.try_reserve_exact(rest).map_err(|_| fault(io::ErrorKind::OutOfMemory.into()))?;
        // The file may have grown since; the limit holds all the same.
        let most = (MAX_DOCUMENT + 1).saturating_sub(head.len() as u64);
        file.take(most).read_to_end(&mut head).map_err(fault)?;
        if head.len() as u64 > MAX_DOCUMENT { Err(too_large(head.len() as u64)) } else { Ok(head) }
    }
}
