//! Reading documents, whole or their beginnings, and the digest that names their bytes.

use crate::store::corpus::documents::Corpus;
use crate::store::corpus::facts::Stamp;
use crate::store::fs::error::{Error, Result};
use crate::store::fs::folder::{Folder, read_whole};
use crate::store::fs::path::DocPath;
use rustix::io::Errno;
use sha2::{Digest as _, Sha256};
use std::{
    ffi::OsStr,
    fmt,
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
    time::SystemTime,
};

/// The largest document that is opened, in bytes: 2 GB, what the positions of a text reach.
pub const MAX_DOCUMENT: u64 = 2 << 30;

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
    pub(in crate::store) fn source(&self, document: &DocPath, bytes: usize) -> Result<Source> {
        let file = self.open_document(document)?;
        let path = self.path_of(document);
        let fault = |error| Error::io("read the document", &path, error);
        let metadata = file.metadata().map_err(fault)?;
        let (size, modified) = (metadata.len(), metadata.modified().ok());
        let mut head = Vec::with_capacity(bytes.min(size as usize));
        (&file).take(bytes as u64).read_to_end(&mut head).map_err(fault)?;
        Ok(Source { file, path, size, modified, head })
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
        let missing = || Error::io("open the document", self.root().join(path), Errno::NOENT);
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
        let target = path.canonicalize().map_err(|error| Error::io("follow the link", &path, error))?;
        Ok(target.strip_prefix(self.root()).ok().map(Path::to_path_buf))
    }
}

/// A document that is open and read in part.
#[derive(Debug)]
pub(in crate::store) struct Source {
    file: File,
    path: PathBuf,
    /// Its size in bytes when it was opened.
    pub size: u64,
    /// When it was last changed.
    pub modified: Option<SystemTime>,
    /// Its first bytes.
    pub head: Vec<u8>,
}

impl Source {
    /// How the file was when it was opened.
    pub fn stamp(&self) -> Option<Stamp> {
        Stamp::new(self.size, self.modified)
    }

    /// Whether its first bytes are all.
    pub fn is_whole(&self) -> bool {
        self.head.len() as u64 >= self.size
    }

    /// All of its bytes, in exactly as much memory; [`Error::TooLarge`] where there are more than [`MAX_DOCUMENT`].
    pub fn whole(self) -> Result<Vec<u8>> {
        let Self { file, path, size, mut head, .. } = self;
        let fault = |error: io::Error| Error::io("read the document", &path, error);
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

/// The SHA-256 of a document's bytes (FIPS 180-4): its name in records, whatever its path.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Digest([u8; 32]);

/// The digest of `bytes`.
pub fn digest(bytes: &[u8]) -> Digest {
    Digest(Sha256::digest(bytes).into())
}

impl Digest {
    /// 64 lower-case hexadecimal digits.
    pub fn hex(&self) -> String {
        self.0
            .iter()
            .flat_map(|byte| [byte >> 4, byte & 15])
            .map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)]))
            .collect()
    }

    /// The digest written as [`Digest::hex`] writes it; none for anything else.
    pub fn from_hex(hex: &str) -> Option<Self> {
        let digits = hex.as_bytes();
        let mut bytes = [0; 32];
        if digits.len() != 64 {
            return None;
        }
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(Self(bytes))
    }

    /// `urn:sha256:` and the hexadecimal digits: the `source` of records.
    pub fn urn(&self) -> String {
        format!("urn:sha256:{}", self.hex())
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.urn())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_is_the_published_one() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(digest(b"").hex(), empty);
        assert_eq!(digest(b"abc").urn(), format!("urn:sha256:{abc}"));
    }
}
