//! Locks between sessions: a lock file in the state folder, held while something is read, merged and written.
//!
//! The system drops a lock when its process ends, however it ends, so that no lock outlives its session. Waiting has an
//! end. Where the file system knows no locks, only the second look before a write (`sidecar::writing`) guards against
//! another session. Lock files never lie in the corpus; one that sessions share is never removed, because then two could
//! hold "the" lock.

use crate::store::fs::error::{Error, Result};
use crate::store::fs::folder::Folder;
use crate::store::fs::system::{OpenWay, knows_no_locks};
use std::{
    ffi::OsStr,
    fs::{File, TryLockError},
    sync::mpsc,
    thread,
    time::Duration,
};

/// How long another session may hold a lock: a flush on a slow disk takes a second.
const PATIENCE: Duration = Duration::from_secs(10);

/// A lock, held until it is dropped.
#[derive(Debug)]
pub(in crate::store) struct Lock {
    _file: File,
}

impl Lock {
    /// Waits for the lock `name` in `folder`; [`Error::Busy`] after ten seconds.
    ///
    /// The system queues those who wait; trying again and again would let the busiest session starve the others. It knows
    /// no time limit, so the waiting is done by a thread that lets the lock go if nobody is there to take it.
    pub fn wait(folder: &Folder, name: &str) -> Result<Self> {
        if let Some(lock) = Self::attempt(folder, name)? {
            return Ok(lock);
        }
        let path = folder.path().join(name);
        let file = open(folder, name)?;
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || {
            let locked = file.lock().map(|()| Self { _file: file });
            let _ = sender.send(locked);
        });
        match receiver.recv_timeout(PATIENCE) {
            Ok(locked) => locked.map_err(|error| Error::io("lock", path, error)),
            Err(_) => Err(Error::Busy { path }),
        }
    }

    /// Takes the lock `name` in `folder` if nobody holds it.
    pub fn attempt(folder: &Folder, name: &str) -> Result<Option<Self>> {
        let file = open(folder, name)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) if knows_no_locks(&error) => Ok(Some(Self { _file: file })),
            Err(TryLockError::Error(error)) => Err(Error::io("lock", folder.path().join(name), error)),
        }
    }
}

fn open(folder: &Folder, name: &str) -> Result<File> {
    folder.open_file(OsStr::new(name), OpenWay::Kept)
}
