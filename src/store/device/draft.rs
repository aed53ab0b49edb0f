//! What is being typed, so that it survives a kill, a dropped line and a power cut.
//!
//! One file a session, with a lock that the session holds: a draft whose session lives is nobody else's. The next session
//! is offered what a dead one has left.

use crate::annotation::Draft;
use crate::store::fs::dirs::Dirs;
use crate::store::fs::error::{Error, Result};
use crate::store::fs::folder::{Flush, Folder, is_temporary};
use crate::store::fs::lock::Lock;
use serde::{Deserialize, Serialize};
use std::{ffi::OsStr, path::Path};

/// The largest draft that is read, in bytes.
const MAX_DRAFT: u64 = 16 * 1024 * 1024;
/// Held while sessions come and look round, so that none removes a lock that another is just taking.
const DOOR: &str = "drafts.lock";

/// Something that was being typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredDraft {
    /// What was typed, and what for.
    #[serde(flatten)]
    pub draft: Draft,
    /// The corpus, as text.
    #[serde(default)]
    pub corpus: String,
    /// When, a timestamp.
    pub written: String,
}

/// The drafts of this device, and this session's own.
#[derive(Debug)]
pub struct Drafts {
    folder: Folder,
    session: String,
    _lock: Lock,
}

/// A draft that a dead session has left. As long as this value lives, no other session is offered it.
#[derive(Debug)]
pub struct FoundDraft {
    /// What was being typed.
    pub draft: StoredDraft,
    session: String,
    _lock: Lock,
}

impl Drafts {
    /// Begins a session.
    pub fn open(dirs: &Dirs) -> Result<Self> {
        let folder = Folder::make(&dirs.state.join("drafts"))?;
        let session = new_session();
        let door = Lock::wait(&folder, DOOR)?;
        let lock = Lock::wait(&folder, &lock_name(&session))?;
        folder.sweep(OsStr::new(&lock_name(&session)));
        drop(door);
        Ok(Self { folder, session, _lock: lock })
    }

    /// Keeps what is being typed in this session, in place of what it kept before; on the disk when this returns.
    pub fn save(&self, draft: &StoredDraft) -> Result<()> {
        self.write(draft, Flush::Yes)
    }

    /// As [`Drafts::save`], without waiting for the disk: it survives the program, but not yet the power.
    pub fn jot(&self, draft: &StoredDraft) -> Result<()> {
        self.write(draft, Flush::No)
    }

    /// Keeps a draft beside this session's own, as if a session of its own had left it: the next one finds it.
    pub fn set_aside(&self, draft: StoredDraft) -> Result<FoundDraft> {
        let session = new_session();
        let door = Lock::wait(&self.folder, DOOR)?;
        let lock = Lock::wait(&self.folder, &lock_name(&session))?;
        drop(door);
        self.write_as(&session, &draft, Flush::Yes)?;
        Ok(FoundDraft { draft, session, _lock: lock })
    }

    fn write(&self, draft: &StoredDraft, flush: Flush) -> Result<()> {
        self.write_as(&self.session, draft, flush)
    }

    fn write_as(&self, session: &str, draft: &StoredDraft, flush: Flush) -> Result<()> {
        let name = draft_name(session);
        let bytes = serde_json::to_vec(draft);
        let bytes = bytes.map_err(|error| Error::io("write the draft", self.folder.path().join(&name), error))?;
        self.folder.replace(OsStr::new(&name), &bytes, flush)
    }

    /// Forgets this session's draft: it was saved, or given up.
    pub fn clear(&self) -> Result<()> {
        self.folder.remove(OsStr::new(&draft_name(&self.session)))
    }

    /// The drafts of dead sessions, and what could not be read.
    pub fn found(&self) -> Result<(Vec<FoundDraft>, Vec<Error>)> {
        let _door = Lock::wait(&self.folder, DOOR)?;
        let (mut found, mut faults) = (Vec::new(), Vec::new());
        for item in self.folder.items()?.iter().filter(|item| !is_temporary(&item.name)) {
            let Some(name) = item.name.to_str() else { continue };
            let Some(session) = name.strip_suffix(".json").or_else(|| name.strip_suffix(".session")) else { continue };
            if let Some(lock) = self.claim(session, &mut faults) {
                self.look_at(session, lock, &mut found, &mut faults);
            }
        }
        Ok((found, faults))
    }

    /// The lock of a session that is dead.
    fn claim(&self, session: &str, faults: &mut Vec<Error>) -> Option<Lock> {
        if session == self.session {
            return None;
        }
        Lock::attempt(&self.folder, &lock_name(session)).unwrap_or_else(|fault| {
            faults.push(fault);
            None
        })
    }

    fn look_at(&self, session: &str, lock: Lock, found: &mut Vec<FoundDraft>, faults: &mut Vec<Error>) {
        let name = draft_name(session);
        match self.folder.read(OsStr::new(&name), MAX_DRAFT) {
            Ok(Some(bytes)) => match serde_json::from_slice(&bytes) {
                Ok(draft) => found.push(FoundDraft { draft, session: session.to_owned(), _lock: lock }),
                Err(_) => faults.push(self.folder.move_aside(OsStr::new(&name))),
            },
            // It left nothing but its lock.
            Ok(None) => drop(self.folder.remove(OsStr::new(&lock_name(session)))),
            Err(fault) => faults.push(fault),
        }
    }

    /// Forgets a dead session's draft: it was taken up (save it as one's own first), or is not wanted.
    pub fn discard(&self, found: FoundDraft) -> Result<()> {
        self.folder.remove(OsStr::new(&draft_name(&found.session)))?;
        let removed = self.folder.remove(OsStr::new(&lock_name(&found.session)));
        drop(found);
        removed
    }

    /// Where the drafts lie.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}

impl Drop for Drafts {
    /// A session that leaves no draft leaves nothing.
    fn drop(&mut self) {
        if self.folder.measure(OsStr::new(&draft_name(&self.session))).is_none() {
            let _ = self.folder.remove(OsStr::new(&lock_name(&self.session)));
        }
    }
}

fn new_session() -> String {
    format!("{}-{}", std::process::id(), &uuid::Uuid::new_v4().simple().to_string()[..12])
}

fn draft_name(session: &str) -> String {
    format!("{session}.json")
}

fn lock_name(session: &str) -> String {
    format!("{session}.session")
}
