//! What is remembered of the drive that a corpus is synced with, in the state folder of this device: its address, what each file
//! there was like when it was read last, and the state of one's own files that was kept last. Losing it costs a longer sync.
//!
//! Drives differ in what they say of a file: some know no digest, some no time of its change but that of its arrival, to the
//! second. So a file counts as read only where it was read a while after it was first seen as it is; no clock but this
//! machine's is ever compared with another's.

use super::drive_files::give_names;
use super::rclone::DriveFile;
use crate::store::corpus::names::ANNOTATIONS;
use crate::store::fs::digest::digest;
use crate::store::fs::error::{Error, Result};
use crate::store::fs::folder::{Flush, Folder};
use crate::store::sidecar::annotations::Annotations;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{
    collections::{BTreeMap, HashSet},
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};
use tempfile::TempDir;

const REMOTE: &str = "remote.json";
const SEEN: &str = "seen.json";
const NAMES: &str = "names.json";
const KEPT: &str = "kept";
const SENT: &str = "sent";
/// How the folders begin that files pass through on their way.
const PASSING: &str = "passing-";
/// The largest of these files that is read, in bytes.
const LIMIT: u64 = 1 << 30;
/// How long after a file was first seen as it is a look at it counts, in seconds: drives tell times to the second.
const SETTLING: u64 = 3;

/// The drive that a corpus is synced with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptDrive {
    /// Its address, without `rclone:`.
    pub address: String,
    /// Whether it has ever answered; one that has not was mistyped.
    pub answered: bool,
    /// Whether the texts come from there too.
    pub texts: bool,
}

/// What a file on the drive was like when it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct SeenFile {
    size: Option<u64>,
    time: String,
    /// When it was first seen so, and when it was read, in seconds by the clock of this machine's disk.
    first: u64,
    read: u64,
    /// The digest of what it said, where that matters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    digest: Option<String>,
    /// Whether it was told that it is not there any more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    gone: bool,
}

/// What is remembered of one corpus' drive.
#[derive(Debug)]
pub(super) struct DriveMemory {
    folder: PathBuf,
    pub drive: KeptDrive,
    seen: BTreeMap<String, SeenFile>,
    /// The names that one's own files are sent under, by their paths in the own folder, by that folder.
    names: BTreeMap<String, BTreeMap<String, String>>,
    /// What time it was when this sync began, as [`clock`] says it.
    now: u64,
}

impl DriveMemory {
    /// What is remembered here; none where this corpus is synced with no drive.
    pub fn open(annotations: &Annotations) -> Result<Option<Self>> {
        let place = place_of(annotations);
        if !place.join(REMOTE).exists() {
            return Ok(None);
        }
        let folder = Folder::make(&place)?;
        let Some(drive) = read(&folder, REMOTE)? else { return Ok(None) };
        Ok(Some(Self::of(&folder, drive)?))
    }

    /// Begins anew with a drive.
    pub fn begin(annotations: &Annotations, address: &str, texts: bool) -> Result<Self> {
        let place = place_of(annotations);
        let folder = Folder::make(&place)?;
        folder.remove(OsStr::new(SEEN))?;
        let drive = KeptDrive { address: address.to_owned(), answered: false, texts };
        write(&folder, REMOTE, &drive)?;
        Self::of(&folder, drive)
    }

    fn of(folder: &Folder, drive: KeptDrive) -> Result<Self> {
        let place = folder.path().to_path_buf();
        // What passed through when a sync was killed; the next begins anew with it.
        for entry in fs::read_dir(&place).into_iter().flatten().flatten() {
            if entry.file_name().to_string_lossy().starts_with(PASSING) {
                let _ = fs::remove_dir_all(entry.path());
            }
        }
        let (seen, names) = (read(folder, SEEN)?.unwrap_or_default(), read(folder, NAMES)?.unwrap_or_default());
        Ok(Self { folder: place, drive, seen, names, now: clock(folder)? })
    }

    /// The file that holds the drive's address, to be named.
    pub fn place(&self) -> PathBuf {
        self.folder.join(REMOTE)
    }

    /// Forgets the drive.
    pub fn end(self) -> Result<()> {
        Folder::open(&self.folder)?.remove(OsStr::new(REMOTE))
    }

    /// It has answered.
    pub fn answered(&mut self) -> Result<()> {
        if !std::mem::replace(&mut self.drive.answered, true) {
            write(&Folder::open(&self.folder)?, REMOTE, &self.drive)?;
        }
        Ok(())
    }

    /// Puts what is remembered on the disk.
    pub fn save(&self) -> Result<()> {
        write(&Folder::open(&self.folder)?, SEEN, &self.seen)
    }

    /// The names that the files of one's own are sent under, `here` being those of this device; they are kept before one is used.
    pub fn names_of(&mut self, nickname: &str, here: &[String]) -> Result<BTreeMap<String, String>> {
        let names = self.names.entry(nickname.to_owned()).or_default();
        let before = names.len();
        give_names(names, here);
        let (is_new, names) = (names.len() > before, names.clone());
        if is_new {
            write(&Folder::open(&self.folder)?, NAMES, &self.names)?;
        }
        Ok(names)
    }

    /// A folder that files pass through; it goes when it is dropped.
    pub fn passing(&self) -> Result<TempDir> {
        let made = tempfile::Builder::new().prefix(PASSING).tempdir_in(&self.folder);
        made.map_err(|error| Error::io("make a folder in", &self.folder, error))
    }

    /// Whether a file is as it was when it was read.
    pub fn is_read(&self, file: &DriveFile) -> bool {
        self.seen.get(&file.key).is_some_and(|seen| seen.is_of(file) && (seen.is_settled() || is_fine(&file.time)))
    }

    /// Whether a file is listed as it was when it was read.
    pub fn is_as_listed(&self, file: &DriveFile) -> bool {
        self.seen.get(&file.key).is_some_and(|seen| seen.is_of(file))
    }

    /// The digest of a file that was remembered with it.
    pub fn digest_of(&self, key: &str) -> Option<&str> {
        self.seen.get(key)?.digest.as_deref()
    }

    /// The texts that have come from the drive and are not in its list any more, each once.
    pub fn withdrawn(&mut self, listed: &[DriveFile]) -> Vec<String> {
        let listed: HashSet<&str> = listed.iter().map(|file| file.key.as_str()).collect();
        let is_below = |key: &str| key.strip_prefix(ANNOTATIONS).is_some_and(|rest| rest.starts_with('/'));
        let is_text = |key: &str| !is_below(key) && !listed.contains(key);
        let texts = self.seen.iter_mut().filter(|(key, seen)| seen.digest.is_some() && !seen.gone && is_text(key));
        let gone = texts.map(|(key, seen)| {
            seen.gone = true;
            key.clone()
        });
        gone.collect()
    }

    /// Remembers that a file was read, or sent, as it is listed; with the digest of what it says where that matters.
    pub fn read(&mut self, file: &DriveFile, digest: Option<String>) {
        let now = self.now;
        let known = self.seen.get(&file.key).filter(|seen| seen.is_of(file));
        let first = known.map_or(now, |seen| seen.first);
        let seen = SeenFile { size: file.size, time: file.time.clone(), first, read: now, digest, gone: false };
        self.seen.insert(file.key.clone(), seen);
    }

    /// The files in one's own folder whose state was kept, by their paths in it.
    pub fn all_kept(&self, nickname: &str) -> Vec<String> {
        let top = self.folder.join(KEPT).join(nickname);
        let (mut found, mut pending) = (Vec::new(), vec![top.clone()]);
        while let Some(folder) = pending.pop() {
            for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
                if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                    pending.push(entry.path());
                } else if let Ok(path) = entry.path().strip_prefix(&top) {
                    found.extend(path.to_str().map(str::to_owned));
                }
            }
        }
        found.sort();
        found
    }

    /// The state of a file in one's own folder that was kept last.
    pub fn kept(&self, nickname: &str, path: &str) -> Option<Vec<u8>> {
        fs::read(self.folder.join(KEPT).join(nickname).join(path)).ok()
    }

    /// Keeps the state of a file in one's own folder.
    pub fn keep(&self, nickname: &str, path: &str, bytes: &[u8]) -> Result<()> {
        self.put(&format!("{KEPT}/{nickname}/{path}"), bytes)
    }

    /// What a file of one's own said that was sent last.
    pub fn sent(&self, key: &str) -> Option<Vec<u8>> {
        fs::read(self.folder.join(SENT).join(key)).ok()
    }

    /// Remembers what a file of one's own said that was sent.
    pub fn keep_sent(&self, key: &str, bytes: &[u8]) -> Result<()> {
        self.put(&format!("{SENT}/{key}"), bytes)
    }

    fn put(&self, path: &str, bytes: &[u8]) -> Result<()> {
        let (below, name) = path.rsplit_once('/').unwrap_or(("", path));
        let folder = Folder::open(&self.folder)?.make_below(Path::new(below))?;
        folder.replace(OsStr::new(name), bytes, Flush::No)
    }
}

impl SeenFile {
    fn is_of(&self, file: &DriveFile) -> bool {
        self.size == file.size && self.time == file.time
    }

    fn is_settled(&self) -> bool {
        // A drive that knows no times says the beginning of some era.
        self.time.as_str() > "2001" && self.read >= self.first.saturating_add(SETTLING)
    }
}

/// Where it is remembered for a corpus.
fn place_of(annotations: &Annotations) -> PathBuf {
    annotations.state.join("drives").join(&annotations.key)
}

/// Whether a time is told to less than a second: then no two changes have the same.
fn is_fine(time: &str) -> bool {
    time.as_bytes().get(19) == Some(&b'.') && time > "2001"
}

/// The digest by which a file's bytes are remembered.
pub(super) fn digest_text(bytes: &[u8]) -> String {
    digest(bytes).hex()
}

/// What time it is by the clock of the disk, in seconds since the epoch.
fn clock(folder: &Folder) -> Result<u64> {
    folder.replace(OsStr::new("clock"), b"", Flush::No)?;
    let (_, now) = folder.measure(OsStr::new("clock")).unwrap_or((0, SystemTime::UNIX_EPOCH));
    Ok(now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or(Duration::ZERO).as_secs())
}

/// The value in a file; what cannot be understood counts as nothing.
fn read<T: DeserializeOwned>(folder: &Folder, name: &str) -> Result<Option<T>> {
    Ok(folder.read(OsStr::new(name), LIMIT)?.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
}

fn write<T: Serialize>(folder: &Folder, name: &str, value: &T) -> Result<()> {
    let bytes = serde_json::to_vec(value).map_err(|error| Error::io("write", folder.path().join(name), error))?;
    folder.replace(OsStr::new(name), &bytes, Flush::Yes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn memory(now: u64) -> DriveMemory {
        DriveMemory {
            folder: PathBuf::new(),
            drive: KeptDrive::default(),
            seen: BTreeMap::new(),
            names: BTreeMap::new(),
            now,
        }
    }

    fn file(size: u64, time: &str) -> DriveFile {
        DriveFile { path: "a".to_owned(), key: "a".to_owned(), size: Some(size), time: time.to_owned() }
    }

    #[test]
    fn a_time_told_to_the_second_counts_once_the_second_is_surely_over() {
        let mut memory = memory(100);
        let listed = file(3, "2026-11-30T01:08:16Z");
        assert!(!memory.is_read(&listed));
        memory.read(&listed, None);
        assert!(!memory.is_read(&listed), "it may be changed once more in that second");
        memory.now = 102;
        memory.read(&listed, None);
        assert!(!memory.is_read(&listed));
        memory.now = 103;
        memory.read(&listed, None);
        assert!(memory.is_read(&listed));
        assert!(!memory.is_read(&file(4, "2026-11-30T01:08:16Z")) && !memory.is_read(&file(3, "2026-11-30T01:08:17Z")));
    }

    #[test]
    fn a_finer_time_counts_at_once_and_none_at_all_never() {
        let mut memory = memory(100);
        let (fine, none) = (file(3, "2026-11-30T01:08:15.864162777Z"), file(3, "2000-01-01T00:00:00.000000000Z"));
        memory.read(&fine, None);
        assert!(memory.is_read(&fine));
        memory.read(&none, None);
        memory.now = 1000;
        memory.read(&none, None);
        assert!(!memory.is_read(&none));
    }
}
