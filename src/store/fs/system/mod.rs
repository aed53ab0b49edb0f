//! What systems do each in their own way with files, accounts and programs: one face, a file for each kind of system.
//!
//! The rest of the store is the same everywhere, and knows files by what is said here. Nothing here knows what a file means, and
//! nothing here tells anybody of an error: the rooms above put the path and the attempt to it.

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
use unix as here;
#[cfg(unix)]
pub(in crate::store) use unix::UnixFolder as Handle;
#[cfg(windows)]
use windows as here;
#[cfg(windows)]
pub(in crate::store) use windows::WindowsFolder as Handle;

pub use here::apart;
pub(in crate::store) use here::{
    allow_all, any_name, disk, does_not_answer, end, found, here_since, identity, is_common_ground, is_failing,
    is_remote, keep_permissions, knows_no_locks, missing, null, only_mine, open_following, open_to_all, owner,
    read_exact_at, real, taken, unattended, user, works_below,
};

use std::time::SystemTime;

/// What a name in a folder stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) enum FileKind {
    File,
    Folder,
    /// A symbolic link; on Windows a junction too, or whatever else leads elsewhere.
    Link,
    /// A pipe, a socket, a device.
    Other,
}

/// What is known of a name without opening what it stands for.
#[derive(Clone, Copy, Debug)]
pub(in crate::store) struct FoundName {
    pub kind: FileKind,
    /// In bytes.
    pub size: u64,
    /// Where the file system keeps such a time.
    pub modified: Option<SystemTime>,
    /// By this a file that was put in another's place is told from it; 0 where the system has no such number at hand.
    pub number: u64,
    /// The number of the user whose it is, where the system says.
    pub owner: Option<u32>,
}

/// How a file is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) enum OpenWay {
    /// To be read.
    Read,
    /// To be written, made now: what has its name already is an error.
    New,
    /// To be read and written, made where it is not there.
    Kept,
    /// The same, and every write goes to its end.
    Appended,
}
