//! Writing one's own annotations: read under a lock, merge, write whole. The only code that writes into a corpus.
//!
//! Nothing but `annotations/OWN-FOLDER/` is ever written, and the place where notes go when the corpus is read-only.

use crate::document::DocPath;
use crate::store::corpus::names::PERSON;
use crate::store::fs::digest::digest;
use crate::store::fs::error::{Error, Result};
use crate::store::fs::folder::{Flush, Folder};
use crate::store::fs::lock::Lock;
use crate::store::sidecar::annotations::{Annotations, MAX_SIDECAR, Own, stem};
use std::{
    borrow::Cow,
    ffi::OsStr,
    path::{Path, PathBuf},
};

/// How often a file may change between reading and writing before that is an error.
const ATTEMPTS: usize = 8;

impl Annotations {
    /// The one way to write annotations: reads this reader's file on `document` as it is now, hands it to `edit` (none:
    /// there is no file yet), writes what `edit` returns, and returns it. Other sessions wait meanwhile, so whatever
    /// they wrote before is in what `edit` gets: it must merge, not replace. `edit` is asked again where the file has
    /// changed all the same (a synchroniser knows no locks). An unchanged text is not written.
    ///
    /// When this returns, the text is on the disk; when it fails, the old file is as it was.
    pub fn with_own(&self, document: &DocPath, edit: &mut dyn FnMut(Option<Cow<'_, str>>) -> String) -> Result<String> {
        let own = self.owner()?;
        let _lock = self.lock()?;
        let (below, name) = own.place_of(document);
        let (folder, name) = (self.make_base()?.make_below(&below)?, OsStr::new(&name));
        let mut old = folder.read(name, MAX_SIDECAR)?;
        for _ in 0..ATTEMPTS {
            let new = edit(old.as_ref().map(|bytes| String::from_utf8_lossy(bytes)));
            // A second look, because a synchroniser knows no locks.
            if folder.holds(name, old.as_deref())? {
                self.write_changed(&folder, name, old.as_deref(), &new)?;
                return Ok(new);
            }
            old = folder.read(name, MAX_SIDECAR)?;
        }
        Err(Error::Busy { path: folder.path().join(name) })
    }

    fn write_changed(&self, folder: &Folder, name: &OsStr, old: Option<&[u8]>, new: &str) -> Result<()> {
        if old == Some(new.as_bytes()) {
            return Ok(());
        }
        let size = new.len() as u64;
        if size > MAX_SIDECAR {
            // It could never be read again.
            return Err(Error::TooLarge { path: folder.path().join(name), size, limit: MAX_SIDECAR });
        }
        self.keep_damaged(old)?;
        folder.replace(name, new.as_bytes(), Flush::Yes)?;
        folder.sweep(name);
        Ok(())
    }

    /// This reader's own file on `document`, on this device, as it is now; none where there is none.
    pub fn read_own(&self, document: &DocPath) -> Result<Option<String>> {
        let (below, name) = self.owner()?.place_of(document);
        let Some(base) = self.open_base()? else { return Ok(None) };
        let Some(folder) = base.below(&below)? else { return Ok(None) };
        Ok(folder.read_text(OsStr::new(&name), MAX_SIDECAR)?.map(|(text, _)| text))
    }

    /// Whether this reader has a file on `document`, on this device.
    pub fn has_own(&self, document: &DocPath) -> Result<bool> {
        let (below, name) = self.owner()?.place_of(document);
        let Some(base) = self.open_base()? else { return Ok(false) };
        let Some(folder) = base.below(&below)? else { return Ok(false) };
        Ok(folder.measure(OsStr::new(&name)).is_some())
    }

    /// Where this reader's own file on `document` is, or would be.
    pub fn own_path(&self, document: &DocPath) -> Result<PathBuf> {
        let (below, name) = self.owner()?.place_of(document);
        Ok(self.bases[self.written_base()].path().join(below).join(name))
    }

    /// Writes who this reader is: `reader.json` in the own folder.
    pub fn write_person(&self, text: &str) -> Result<()> {
        let own = self.owner()?;
        let _lock = self.lock()?;
        let folder = self.make_base()?.make_below(Path::new(&own.folder))?;
        folder.replace(OsStr::new(PERSON), text.as_bytes(), Flush::Yes)
    }

    /// The own folder, made where it is missing.
    pub(in crate::store) fn make_own_folder(&self) -> Result<Folder> {
        self.make_base()?.make_below(Path::new(&self.owner()?.folder))
    }

    /// Whether `reader.json` stands in the own folder; `false` also where that cannot be told.
    pub(in crate::store) fn is_introduced(&self) -> bool {
        let Ok(own) = self.owner() else { return false };
        let folder = self.open_base().ok().flatten().and_then(|base| base.below(Path::new(&own.folder)).ok().flatten());
        folder.is_some_and(|folder| folder.measure(OsStr::new(PERSON)).is_some())
    }

    fn owner(&self) -> Result<&Own> {
        self.own.as_ref().ok_or_else(|| Error::NoReader { path: self.bases[self.written_base()].path() })
    }

    pub(in crate::store) fn make_base(&self) -> Result<Folder> {
        let index = self.written_base();
        self.bases[index].make(index == 1)
    }

    pub(in crate::store) fn open_base(&self) -> Result<Option<Folder>> {
        self.bases[self.written_base()].open()
    }

    pub(in crate::store) fn lock(&self) -> Result<Lock> {
        self.lock_for("annotations")
    }

    /// The lock of that kind of work on this corpus.
    pub(in crate::store) fn lock_for(&self, work: &str) -> Result<Lock> {
        Lock::wait(&Folder::make(&self.state.join("locks"))?, &format!("{work}-{}", self.key))
    }

    /// The folder that annotations are written to, made where it is missing.
    pub(in crate::store) fn make_written(&self) -> Result<PathBuf> {
        Ok(self.make_base()?.path().to_path_buf())
    }

    /// Bytes that are not UTF-8 would not survive being read as text: a copy is kept in the state folder first.
    fn keep_damaged(&self, old: Option<&[u8]>) -> Result<()> {
        let Some(old) = old.filter(|old| std::str::from_utf8(old).is_err()) else { return Ok(()) };
        let name = format!("{}.json", digest(old).hex());
        Folder::make(&self.state.join("damaged"))?.replace(OsStr::new(&name), old, Flush::Yes)
    }
}

impl Own {
    /// The folder (below the annotations) and the name of the file on `document`.
    fn place_of(&self, document: &DocPath) -> (PathBuf, String) {
        let stem = stem(document);
        let (inside, name) = stem.rsplit_once('/').unwrap_or(("", &stem));
        (Path::new(&self.folder).join(inside), format!("{name}@{}.json", self.device))
    }
}
