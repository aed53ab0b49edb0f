//! The one reader of zip archives, for every format that is one: capped in every direction before it trusts anything.
//!
//! Names are keys, never paths: nothing is written anywhere. No declared size is believed, no entry is read further
//! than [`MOST_ENTRY`], and an archive gives [`MOST_READ`] in all. An archive inside an archive is bytes like any other.

mod directory;

use crate::format::FileParts;
use crate::text::fold::composed;
use memchr::memmem;
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};
use std::sync::Arc;
use zip::read::{ZipArchiveMetadata, ZipFileEntry};
use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive, ZipReadOptions};

/// So many bytes of a directory are read at once: its entries are some sixty each, and the library reads each by two calls.
const PIECE: usize = 64 << 10;
/// The most entries of an archive. A book of pictures has some thousands.
pub const MOST_ENTRIES: usize = 65_536;
/// The most that one entry unpacks to, in bytes.
pub const MOST_ENTRY: u64 = 128 << 20;
/// The most that is unpacked from one archive in all, in bytes: also where many entries share the same packed bytes.
pub const MOST_READ: u64 = 512 << 20;
/// The most that one packed byte unpacks to, on average over an entry larger than 4 MB. Mark-up stays below
/// a hundred; a bomb comes near a thousand.
pub const MOST_RATIO: u64 = 250;
/// An entry up to this many bytes may be packed as tightly as it likes.
const SMALL_ENTRY: u64 = 4 << 20;

/// Why an archive, or an entry of it, cannot be read: the cause and what to do, in words for the reader.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ArchiveFault {
    /// There is no directory of entries at its end.
    #[error(
        "The file is not a whole zip archive: it may be cut off or damaged. Copy or download it again; \
         the program that made it may be able to repair it."
    )]
    Damaged,
    /// It has more entries than [`MOST_ENTRIES`].
    #[error(
        "The file holds more than {MOST_ENTRIES} entries and is not opened. Unpack it, and open the parts that matter."
    )]
    TooMany,
    /// There is no entry of that name.
    #[error("The part \"{0}\" is missing from the file. It may be damaged: copy or download it again.")]
    Missing(String),
    /// The entry is packed wrongly, or its checksum does not fit.
    #[error("The part \"{0}\" of the file is damaged. Copy or download the file again.")]
    DamagedEntry(String),
    /// The entry needs a password.
    #[error(
        "The part \"{0}\" of the file is locked with a password. Save it without the password in the program that \
         made it, and open that."
    )]
    Locked(String),
    /// The entry is packed by a method that is not read here.
    #[error(
        "The part \"{0}\" of the file is packed in a way that is not read here. Save the file anew, and open that."
    )]
    Method(String),
    /// The entry, or all that was read, is too large, or it is packed as only a bomb is.
    #[error(
        "The part \"{0}\" of the file unpacks to far more than a text has, and was not read. \
         If you trust it, unpack it and save the text by itself."
    )]
    TooLarge(String),
}

/// A zip archive.
#[derive(Debug)]
pub struct Archive {
    content: ArchiveContent,
    directory: Arc<ZipArchiveMetadata>,
    names: Vec<String>,
    /// Places in the directory by name; where names come twice, the last: what unpacking one after the other leaves.
    exact: HashMap<String, usize>,
    /// By name in lower case and with composed letters, for those who write a name one way and refer to it in another; once it is asked for.
    folded: OnceCell<HashMap<String, usize>>,
    left: Cell<u64>,
}

/// The bytes of an archive.
#[derive(Debug)]
enum ArchiveContent {
    /// All of them, in memory.
    Memory(Vec<u8>),
    /// In a file of that many, read where they are needed.
    File(RefCell<Box<dyn FileParts>>, u64),
}

impl ArchiveContent {
    fn len(&self) -> u64 {
        match self {
            Self::Memory(bytes) => bytes.len() as u64,
            Self::File(_, size) => *size,
        }
    }

    /// At most so many bytes of an entry, unpacked, and what stood in the way of more; the fault where it cannot be begun.
    fn unpacked(&self, entry: ZipFileEntry<'_>, most: u64) -> Result<(Vec<u8>, io::Result<usize>), ZipError> {
        let mut unpacked = Vec::new();
        let read = match self {
            Self::Memory(bytes) => {
                let mut source = Cursor::new(bytes.as_slice());
                entry.with_reader(&mut source, ZipReadOptions::new())?.take(most).read_to_end(&mut unpacked)
            }
            Self::File(file, _) => {
                let mut source = file.borrow_mut();
                entry.with_reader(&mut *source, ZipReadOptions::new())?.take(most).read_to_end(&mut unpacked)
            }
        };
        Ok((unpacked, read))
    }
}

impl Archive {
    /// Reads the directory of an archive, and nothing else of it.
    pub fn open(bytes: Vec<u8>) -> Result<Self, ArchiveFault> {
        if declares_too_much(&bytes) {
            return Err(ArchiveFault::TooMany);
        }
        let archive = ZipArchive::new(Cursor::new(bytes.as_slice())).map_err(|_| ArchiveFault::Damaged)?;
        let directory = archive.metadata();
        Ok(Self::with(directory, ArchiveContent::Memory(bytes)))
    }

    /// Reads the directory of an archive where it lies, at the end of its file, and the entries when they are asked for. Only of
    /// an archive that is laid out plainly; any other is damaged for it.
    pub fn of_parts(mut parts: Box<dyn FileParts>) -> Result<Self, ArchiveFault> {
        let size = parts.seek(SeekFrom::End(0)).map_err(|_| ArchiveFault::Damaged)?;
        if !directory::is_plain(&mut *parts, size).unwrap_or(false) {
            return Err(ArchiveFault::Damaged);
        }
        let archive =
            ZipArchive::new(BufReader::with_capacity(PIECE, &mut *parts)).map_err(|_| ArchiveFault::Damaged)?;
        let directory = archive.metadata();
        Ok(Self::with(directory, ArchiveContent::File(RefCell::new(parts), size)))
    }

    fn with(directory: Arc<ZipArchiveMetadata>, content: ArchiveContent) -> Self {
        let mut archive = Self {
            content,
            directory,
            names: Vec::new(),
            exact: HashMap::new(),
            folded: OnceCell::new(),
            left: Cell::new(MOST_READ),
        };
        archive.name_entries();
        archive
    }

    fn name_entries(&mut self) {
        for at in 0..self.directory.len() {
            let name = self.directory.entry(at).and_then(|entry| entry.name().map(|name| normal(&name)));
            let Some(name) = name.ok().filter(|name| !name.is_empty() && !name.ends_with('/')) else { continue };
            if self.exact.insert(name.clone(), at).is_none() {
                self.names.push(name);
            }
        }
    }

    /// The names of all entries but folders, in the order of the directory, each once.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// Whether there is an entry of that name.
    pub fn has(&self, name: &str) -> bool {
        self.find(&normal(name)).is_some()
    }

    /// The whole entry of that name; upper and lower case, and how a letter is composed, count only where they are
    /// needed to tell two apart.
    pub fn read(&self, name: &str) -> Result<Vec<u8>, ArchiveFault> {
        let name = normal(name);
        let entry = self.find(&name).ok_or_else(|| ArchiveFault::Missing(shown(&name)))?;
        let most = self.allowed(&entry);
        let (content, read) = self.unpacked(entry, &name, most + 1)?;
        if content.len() as u64 > most {
            return Err(ArchiveFault::TooLarge(shown(&name)));
        }
        read.map_err(|_| ArchiveFault::DamagedEntry(shown(&name)))?;
        Ok(content)
    }

    /// At most the first `most` bytes of the entry of that name, found as [`Archive::read`] does; fewer where it is damaged.
    pub fn read_beginning(&self, name: &str, most: u64) -> Result<Vec<u8>, ArchiveFault> {
        let name = normal(name);
        let entry = self.find(&name).ok_or_else(|| ArchiveFault::Missing(shown(&name)))?;
        let most = most.min(self.allowed(&entry));
        Ok(self.unpacked(entry, &name, most)?.0)
    }

    fn find(&self, name: &str) -> Option<ZipFileEntry<'_>> {
        let by_folded_name = || self.folded.get_or_init(|| self.folded_names());
        let at = self.exact.get(name).or_else(|| by_folded_name().get(&folded(name)))?;
        self.directory.entry(*at).ok()
    }

    /// The places by folded names; where several are one, the last.
    fn folded_names(&self) -> HashMap<String, usize> {
        let mut names: Vec<(usize, &String)> = self.exact.iter().map(|(name, at)| (*at, name)).collect();
        names.sort_unstable();
        names.into_iter().map(|(at, name)| (folded(name), at)).collect()
    }

    /// At most so many bytes of an entry, and what stood in the way of more.
    fn unpacked(
        &self,
        entry: ZipFileEntry<'_>,
        name: &str,
        most: u64,
    ) -> Result<(Vec<u8>, io::Result<usize>), ArchiveFault> {
        if entry.encrypted() {
            return Err(ArchiveFault::Locked(shown(name)));
        }
        if !matches!(entry.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
            return Err(ArchiveFault::Method(shown(name)));
        }
        let unpacked = self.content.unpacked(entry, most).map_err(|fault| of_zip(&fault, name))?;
        self.left.set(self.left.get().saturating_sub(unpacked.0.len() as u64));
        Ok(unpacked)
    }

    /// How many bytes the entry may unpack to.
    fn allowed(&self, entry: &ZipFileEntry<'_>) -> u64 {
        let packed = entry.compressed_size().min(self.content.len());
        MOST_ENTRY.min(self.left.get()).min(SMALL_ENTRY.max(packed.saturating_mul(MOST_RATIO)))
    }
}

/// Whether there are signs of more entries than are read. Asked before anything else, because room is reserved and
/// entries are kept for what a directory declares.
fn declares_too_much(bytes: &[u8]) -> bool {
    let declared =
        |at: usize| bytes.get(at + 32..at + 40).and_then(|field| field.try_into().ok()).map(u64::from_le_bytes);
    memmem::find_iter(bytes, b"PK\x01\x02").nth(MOST_ENTRIES).is_some()
        || memmem::find_iter(bytes, b"PK\x06\x06").filter_map(declared).any(|count| count > MOST_ENTRIES as u64)
}

fn of_zip(fault: &ZipError, name: &str) -> ArchiveFault {
    match fault {
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => {
            ArchiveFault::Method(shown(name))
        }
        _ => ArchiveFault::DamagedEntry(shown(name)),
    }
}

/// A name as those find it who write it otherwise: a Mac takes the accents of letters apart.
fn folded(name: &str) -> String {
    composed(name.to_owned()).to_ascii_lowercase()
}

/// A name as a key: slashes one way, none in front, no `./`.
fn normal(name: &str) -> String {
    let name = name.replace('\\', "/");
    let folder = if name.ends_with('/') { "/" } else { "" };
    let steps: Vec<&str> = name.split('/').filter(|step| !step.is_empty() && *step != ".").collect();
    steps.join("/") + folder
}

/// A name in a message: on one line, harmless, and not longer than one.
fn shown(name: &str) -> String {
    crate::text::visible::line(name).chars().take(120).collect()
}

/// The signature that every entry begins with.
const ENTRY: &[u8] = b"PK\x03\x04";
/// How many bytes an entry has before its name.
const BEFORE_NAME: usize = 30;

/// The names of the entries that begin in the first bytes of a file; none where it does not begin as an archive.
pub fn first_names(head: &[u8]) -> impl Iterator<Item = &[u8]> {
    let head = if head.starts_with(ENTRY) { head } else { &[] };
    memmem::find_iter(head, ENTRY).filter_map(|at| name_at(head, at))
}

fn name_at(head: &[u8], at: usize) -> Option<&[u8]> {
    let length = u16::from_le_bytes([*head.get(at + 26)?, *head.get(at + 27)?]);
    let start = at + BEFORE_NAME;
    head.get(start..start + usize::from(length))
}

/// What the first entry of an archive says its media type is, where it is called `mimetype` and not packed, as EPUB and
/// OpenDocument want it.
pub fn media_type(head: &[u8]) -> Option<&[u8]> {
    if first_names(head).next() != Some(b"mimetype") {
        return None;
    }
    let extra = usize::from(u16::from_le_bytes([*head.get(28)?, *head.get(29)?]));
    let content = head.get(BEFORE_NAME + b"mimetype".len() + extra..)?;
    let end = memmem::find(content, b"PK").unwrap_or(content.len());
    Some(content[..end].trim_ascii())
}

#[cfg(test)]
mod tests;
