//! Locks between sessions: a lock file in the state folder, held while something is read, merged and written.
//!
//! The system drops a lock when its process ends, however it ends, so that no lock outlives its session. Waiting has an
//! end. A file system that knows no locks is gone without: then only the second look before a write ([`super::writing`])
//! guards against another session. Lock files never lie in the corpus, and are never removed: removing one would let two sessions hold "the" lock.

use super::{Error, Result, folder::Folder};
use rustix::{fs::OFlags, io::Errno};
use std::{
    ffi::OsStr,
    fs::{File, TryLockError},
    io, thread,
    time::Duration,
};

/// How long another session may hold a lock: this many turns of [`TURN`]. Ten seconds: a flush on a slow disk takes one.
const TURNS: usize = 500;
const TURN: Duration = Duration::from_millis(20);

/// A lock, held until it is dropped.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Waits for the lock `name` in `folder`; [`Error::Busy`] after ten seconds.
    pub fn wait(folder: &Folder, name: &str) -> Result<Self> {
        for _ in 0..TURNS {
            if let Some(lock) = Self::attempt(folder, name)? {
                return Ok(lock);
            }
            thread::sleep(TURN);
        }
        Err(Error::Busy { path: folder.path().join(name) })
    }

    /// Takes the lock `name` in `folder` if nobody holds it.
    pub fn attempt(folder: &Folder, name: &str) -> Result<Option<Self>> {
        let file = folder.open_file(OsStr::new(name), OFlags::RDWR | OFlags::CREATE)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) if knows_no_locks(&error) => Ok(Some(Self { _file: file })),
            Err(TryLockError::Error(error)) => Err(Error::io("lock", folder.path().join(name), error)),
        }
    }
}

fn knows_no_locks(error: &io::Error) -> bool {
    let errno = Errno::from_io_error(error);
    matches!(errno, Some(Errno::NOLCK | Errno::NOSYS | Errno::NOTSUP | Errno::INVAL))
}
