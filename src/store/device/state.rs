//! What this device remembers between sessions: the last corpus, who the reader is, the device's name, the list's order.
//!
//! Each is a small file of its own, so that two sessions never write each other's. A file that cannot be understood is
//! moved aside and reported; the program starts all the same. Places and marks are in `progress`.

use crate::annotation::{Reader, ReaderId};
use crate::store::fs::dirs::Dirs;
use crate::store::fs::error::{Error, Result};
use crate::store::fs::folder::{Flush, Folder};
use crate::store::fs::lock::Lock;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
};

/// The largest of these files that is read, in bytes.
const MAX_STATE: u64 = 1024 * 1024;
const DEVICE: &str = "device.json";
const LAST: &str = "last-corpus.json";
const READER: &str = "reader.json";
const FORMER: &str = "former-ids.json";
const FORMER_NAMES: &str = "former-names.json";
const GUESSED: &str = "reader-guessed.json";
/// The most former names that are remembered, the newest.
const MAX_NAMES: usize = 100;

/// The state of this device, as it was at the start and as this session has changed it.
#[derive(Debug)]
pub struct State {
    folder: PathBuf,
    device: String,
    last_corpus: Option<PathBuf>,
    reader: Option<Reader>,
    former: Vec<ReaderId>,
    former_names: Vec<FormerName>,
    guessed: bool,
}

/// What a reader was called before the name was corrected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormerName {
    /// The full name.
    pub name: String,
    /// The short name.
    pub nickname: String,
}

impl FormerName {
    fn of(reader: &Reader) -> Self {
        Self { name: reader.name.clone(), nickname: reader.nickname.clone() }
    }

    /// Whether a reader is called so.
    pub fn is_of(&self, reader: &Reader) -> bool {
        *self == Self::of(reader)
    }
}

impl State {
    /// Reads the state; never fails. What was damaged or cannot be read is reported and starts afresh.
    pub fn open(dirs: &Dirs) -> (Self, Vec<Error>) {
        let mut faults = Vec::new();
        let folder = Folder::make(&dirs.state).map_err(|fault| faults.push(fault)).ok();
        let folder = folder.as_ref();
        let mut state = Self {
            folder: dirs.state.clone(),
            device: String::new(),
            last_corpus: read(folder, LAST, &mut faults),
            reader: read(folder, READER, &mut faults),
            former: read(folder, FORMER, &mut faults).unwrap_or_default(),
            former_names: read(folder, FORMER_NAMES, &mut faults).unwrap_or_default(),
            guessed: read(folder, GUESSED, &mut faults).unwrap_or_default(),
        };
        state.device = folder.and_then(|folder| device(folder, &mut faults)).unwrap_or_else(new_device);
        (state, faults)
    }

    /// This device's name in file names: four hexadecimal digits, made once.
    pub fn device(&self) -> &str {
        &self.device
    }

    /// The corpus that was open last.
    pub fn last_corpus(&self) -> Option<&Path> {
        self.last_corpus.as_deref()
    }

    /// Remembers the corpus. A path that is not UTF-8 is not remembered.
    pub fn set_last_corpus(&mut self, root: &Path) -> Result<()> {
        self.last_corpus = Some(root.to_path_buf());
        root.to_str().map_or(Ok(()), |root| self.write(LAST, &root))
    }

    /// Who writes on this device.
    pub fn reader(&self) -> Option<&Reader> {
        self.reader.as_ref()
    }

    /// Whether nobody has said that this is the reader's name: something was written under a guess.
    pub fn is_guessed(&self) -> bool {
        self.guessed
    }

    /// Remembers who the reader is, as the reader has said.
    pub fn set_reader(&mut self, reader: &Reader) -> Result<()> {
        self.reader = Some(reader.clone());
        self.write(READER, reader)?;
        self.set_guessed(false)
    }

    /// Remembers under which name something was written that nobody has said to be the reader's.
    pub fn guess_reader(&mut self, reader: &Reader) -> Result<()> {
        self.set_guessed(true)?;
        self.reader = Some(reader.clone());
        self.write(READER, reader)
    }

    fn set_guessed(&mut self, guessed: bool) -> Result<()> {
        let changes = self.guessed != guessed;
        self.guessed = guessed;
        if changes { self.write(GUESSED, &guessed) } else { Ok(()) }
    }

    /// Gives the reader of this device another name; the id stays. What the name was is not forgotten.
    pub fn rename_reader(&mut self, name: &str, nickname: &str) -> Result<()> {
        let Some(before) = self.reader.clone() else { return Ok(()) };
        let now = Reader { name: name.to_owned(), nickname: nickname.to_owned(), id: before.id.clone() };
        let former = FormerName::of(&before);
        self.former_names.retain(|known| *known != former && !known.is_of(&now));
        self.former_names.extend((!former.is_of(&now)).then_some(former));
        let surplus = self.former_names.len().saturating_sub(MAX_NAMES);
        self.former_names.drain(..surplus);
        self.write(FORMER_NAMES, &self.former_names)?;
        self.set_reader(&now)
    }

    /// What the reader of this device was called before.
    pub fn former_names(&self) -> &[FormerName] {
        &self.former_names
    }

    /// The ids under which this reader has written before: what stands under them is the reader's own.
    pub fn former(&self) -> &[ReaderId] {
        &self.former
    }

    /// From now on this reader is `reader`; what was written under the id before is not forgotten.
    pub fn become_reader(&mut self, reader: &Reader) -> Result<()> {
        let before = self.reader.as_ref().map(|before| before.id.clone());
        self.former.extend(before.filter(|id| *id != reader.id && !self.former.contains(id)));
        self.former.retain(|id| *id != reader.id);
        self.write(FORMER, &self.former)?;
        self.set_reader(reader)
    }

    fn write<T: Serialize + ?Sized>(&self, name: &str, value: &T) -> Result<()> {
        write(&Folder::make(&self.folder)?, name, value)
    }
}

fn write<T: Serialize + ?Sized>(folder: &Folder, name: &str, value: &T) -> Result<()> {
    let bytes = serde_json::to_vec(value).map_err(|error| Error::io("write", folder.path().join(name), error))?;
    // Who somebody is must outlast a power cut; the rest may not. Of a device's name the next one takes the place, and the first
    // screen of all does not wait for the disk.
    let flush = if [READER, FORMER, FORMER_NAMES, GUESSED].contains(&name) { Flush::Yes } else { Flush::No };
    folder.replace(OsStr::new(name), &bytes, flush)
}

/// The value in the file `name`; a file that makes no sense is moved aside.
fn read<T: DeserializeOwned>(folder: Option<&Folder>, name: &str, faults: &mut Vec<Error>) -> Option<T> {
    let (folder, name) = (folder?, OsStr::new(name));
    let bytes = match folder.read(name, MAX_STATE) {
        Ok(bytes) => bytes?,
        Err(fault) => {
            faults.push(fault);
            return None;
        }
    };
    let parsed = serde_json::from_slice(&bytes);
    parsed.map_err(|_| faults.push(folder.move_aside(name))).ok()
}

/// The device's name; the first session makes it, the others wait for it.
fn device(folder: &Folder, faults: &mut Vec<Error>) -> Option<String> {
    let lock = Lock::wait(folder, "device.lock").map_err(|fault| faults.push(fault)).ok()?;
    let known = read::<String>(Some(folder), DEVICE, faults).filter(|name| is_device(name));
    let device = known.unwrap_or_else(|| {
        let new = new_device();
        faults.extend(write(folder, DEVICE, &new).err());
        new
    });
    drop(lock);
    Some(device)
}

fn is_device(name: &str) -> bool {
    name.len() == 4 && name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn new_device() -> String {
    uuid::Uuid::new_v4().simple().to_string()[..4].to_owned()
}
