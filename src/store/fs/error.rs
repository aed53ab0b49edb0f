//! What can go wrong with files: each error names the path, the attempt and the cause, and knows a remedy.
//!
//! An error's own text is complete and harmless for a terminal: names on the disk may hold escape sequences, and they
//! are shown escaped. The cause is in the text already; printing the chain of sources would say it twice.

use crate::document::BadDocPath;
use crate::store::fs::system;
use crate::text::shown;
use std::{
    borrow::Cow,
    io,
    path::{Path, PathBuf},
};

/// The result of everything in this module.
pub type Result<T> = std::result::Result<T, Error>;

/// An attempt on a file or folder that failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The system refused.
    #[error("cannot {attempt} {}: {}", shown(.path), cause(.source))]
    Io {
        /// What was tried, as a verb: `open the document`.
        attempt: &'static str,
        /// On what.
        path: PathBuf,
        /// Why it failed.
        source: io::Error,
    },
    /// A file beyond the bounds of this program.
    #[error("{} is too large: {size} bytes, the limit is {limit}", shown(.path))]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its size in bytes, as far as it is known.
        size: u64,
        /// The most that is read, in bytes.
        limit: u64,
    },
    /// A folder, pipe, socket or device where a file should be.
    #[error("{} is not a regular file", shown(.path))]
    NotAFile {
        /// What it is called.
        path: PathBuf,
    },
    /// A file beside the texts that the program itself keeps or reads: the plan, the signers' keys, what readers have written.
    #[error("{} is not a text: postil keeps or reads it beside the texts", shown(.path))]
    NotADocument {
        /// What it is called.
        path: PathBuf,
    },
    /// A file where a folder should be.
    #[error("{} is not a folder", shown(.path))]
    NotAFolder {
        /// What it is called.
        path: PathBuf,
    },
    /// A symbolic link in a place where links are not followed, or one that leads out of the corpus.
    #[error("{} is a link, which is not followed here", shown(.path))]
    Link {
        /// The link.
        path: PathBuf,
    },
    /// A path that is absolute, empty, too long, or leads upwards with `..`.
    #[error(transparent)]
    BadPath(#[from] BadDocPath),
    /// A name that cannot be a reader's folder or a device.
    #[error("“{}” cannot be the name of a reader's folder or device", shown(Path::new(.name)))]
    BadName {
        /// The name as given.
        name: String,
    },
    /// The folder of a reader's name is somebody else's already.
    #[error("another reader is called “{}” here", shown(Path::new(.name)))]
    NameTaken {
        /// The short name.
        name: String,
    },
    /// A bundle under one name with the id of somebody who has another one here.
    #[error("this bundle is by {bundle}, but has the id of {whose}")]
    OtherName {
        /// Whose it says it is, in words.
        bundle: String,
        /// Whose id it has, in words.
        whose: String,
    },
    /// Several folders say that they are one reader's.
    #[error("{} say that they are of one reader: whoever put the other there speaks in that reader's name", shown(Path::new(.folders)))]
    SameReader {
        /// Their names.
        folders: String,
    },
    /// A folder says that it is of a reader whose the roster says another one is.
    #[error("{} says that it is {}'s, and is not: the roster in syllabus.toml or the signatures say so", shown(Path::new(.folder)), shown(Path::new(.owner)))]
    OtherFolder {
        /// Its name.
        folder: String,
        /// The name of the reader's folder.
        owner: String,
    },
    /// Nobody has said yet which reader writes here.
    #[error("no reader is set for {}", shown(.path))]
    NoReader {
        /// The folder of annotations.
        path: PathBuf,
    },
    /// A private annotation was to be written where others read.
    #[error("a private annotation is not written into {}", shown(.path))]
    Private {
        /// The folder of annotations.
        path: PathBuf,
    },
    /// Another session has held the lock, or something has gone on changing the file, for too long.
    #[error("another session is writing, and has not ended: {}", shown(.path))]
    Busy {
        /// The lock file, or the file that keeps changing.
        path: PathBuf,
    },
    /// A file of this program that could not be understood; it was moved or copied aside.
    #[error("{} was damaged; what it held is kept in {}", shown(.path), shown(.kept))]
    Broken {
        /// The damaged file.
        path: PathBuf,
        /// Where its contents are now.
        kept: PathBuf,
    },
    /// A text file that holds bytes which are not UTF-8.
    #[error("{} holds bytes that are not UTF-8; they show as replacement characters", shown(.path))]
    NotText {
        /// The file.
        path: PathBuf,
    },
    /// A settings file that cannot be changed, since it is not sure what it says.
    #[error("{} has an error of grammar", shown(.path))]
    Grammar {
        /// The file.
        path: PathBuf,
    },
    /// A folder tree deeper, or with more files, than is walked.
    #[error("{} was not searched to the end: {what}", shown(.path))]
    Bound {
        /// Where the walk stopped.
        path: PathBuf,
        /// Which bound was met.
        what: &'static str,
    },
    /// A picture that a document names and that is not shown.
    #[error("a picture of {} cannot be shown: {why}", shown(.path))]
    NoPicture {
        /// The document.
        path: PathBuf,
        /// Why.
        why: &'static str,
    },
    /// Git, or another program that carries annotations, could not do what was asked of it.
    #[error("{what}")]
    Git {
        /// What went wrong, in words.
        what: String,
        /// What can be done.
        remedy: Cow<'static, str>,
    },
    /// No document has that in its path or title.
    #[error("no document is called like `{}`", shown(Path::new(.wanted)))]
    NoDocument {
        /// What was asked for.
        wanted: String,
    },
    /// Several documents have that in their paths or titles.
    #[error("`{}` could be {}", shown(Path::new(.wanted)), shown(Path::new(.named)))]
    ManyDocuments {
        /// What was asked for.
        wanted: String,
        /// The first of them by their paths, and how many more there are.
        named: String,
    },
    /// The system knows no home folder for this user.
    #[error("the home folder of this user is not known")]
    NoHome,
}

impl Error {
    /// An [`Error::Io`].
    pub(in crate::store) fn io(attempt: &'static str, path: impl Into<PathBuf>, source: impl Into<io::Error>) -> Self {
        Self::Io { attempt, path: path.into(), source: source.into() }
    }

    /// An [`Error::Git`].
    pub(in crate::store) fn git(what: impl Into<String>, remedy: impl Into<Cow<'static, str>>) -> Self {
        Self::Git { what: what.into(), remedy: remedy.into() }
    }

    /// The path it is about, where there is one.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::Io { path, .. }
            | Self::TooLarge { path, .. }
            | Self::NotAFile { path }
            | Self::NotADocument { path }
            | Self::NotAFolder { path }
            | Self::Link { path }
            | Self::BadPath(BadDocPath { path })
            | Self::NoReader { path }
            | Self::Private { path }
            | Self::Busy { path }
            | Self::Broken { path, .. }
            | Self::NotText { path }
            | Self::Grammar { path }
            | Self::NoPicture { path, .. }
            | Self::Bound { path, .. } => Some(path),
            Self::BadName { .. }
            | Self::NameTaken { .. }
            | Self::OtherName { .. }
            | Self::SameReader { .. }
            | Self::OtherFolder { .. }
            | Self::NoDocument { .. }
            | Self::ManyDocuments { .. }
            | Self::Git { .. }
            | Self::NoHome => None,
        }
    }

    /// Whether the cause is that there is no such file.
    pub fn is_missing(&self) -> bool {
        matches!(self, Self::Io { source, .. } if source.kind() == io::ErrorKind::NotFound)
    }

    /// What the reader can do about it, a sentence.
    pub fn hint(&self) -> &str {
        match self {
            Self::Io { source, .. } => io_hint(source),
            Self::TooLarge { .. } => "Split the file, or convert it to plain text.",
            Self::NotAFile { .. } => {
                "Pipes, sockets, devices and folders are not opened; save the text to a file first."
            }
            Self::NotADocument { .. } => "Look at it in an editor; a copy of it under another name is a text.",
            Self::NotAFolder { .. } => "Rename or move the file that stands in its place.",
            Self::Link { .. } => "Put the file or folder itself there, or open the folder that the link leads to.",
            Self::BadPath(_) => "Give a path relative to the corpus, without `..`.",
            Self::BadName { .. } => "Use letters, digits and hyphens.",
            Self::NameTaken { .. } => "Write under another name: `postil reader --rename NAME`.",
            Self::OtherName { .. } => {
                "It would speak for them, and was not taken in: ask who made it to pack it under a name and id of their own."
            }
            Self::SameReader { .. } => {
                "Ask that reader which folder is theirs, and take the other one away; or say in the roster whose id it is."
            }
            Self::OtherFolder { .. } => {
                "What is in it speaks for nobody and is only quoted. Take it away, or correct the roster."
            }
            Self::NoReader { .. } => "Set `reader.name` in settings.toml, or confirm the name you are asked for.",
            Self::Private { .. } => "Write it on the screen, or with `postil annotate --private`.",
            Self::Busy { .. } => "Close the other session if it hangs, then save again; what you wrote is still here.",
            Self::Broken { .. } => "Nothing to do; look into the file that was kept if something is missed.",
            Self::NotText { .. } => "Restore the file from a copy, or save it again as UTF-8.",
            Self::Grammar { .. } => "`postil config` says on which line; mend it, then try again.",
            Self::Bound { .. } => "Open the folder below it as a corpus of its own.",
            Self::NoPicture { .. } => "Look at it in the program that the text comes from.",
            Self::NoDocument { .. } => "`postil list` shows what there is.",
            Self::ManyDocuments { .. } => "Say more of the path.",
            Self::Git { remedy, .. } => remedy,
            Self::NoHome => "Set the environment variable HOME.",
        }
    }
}

fn io_hint(source: &io::Error) -> &'static str {
    // The library has no kind of its own for some causes.
    if system::is_failing(source) {
        return "The disk or its cable may be failing: copy what you can to another disk now.";
    }
    if system::does_not_answer(source) {
        return "The server of this folder does not answer: connect it again; what you wrote is still here.";
    }
    match source.kind() {
        io::ErrorKind::CrossesDevices => "A link leads to no other disk: put a copy there.",
        io::ErrorKind::NotFound => "Check the name; `postil list` shows what is there.",
        io::ErrorKind::PermissionDenied => "Ask its owner for permission, or copy the folder to a place of your own.",
        io::ErrorKind::StorageFull => "The disk is full: free some space, then save again; the old file is untouched.",
        io::ErrorKind::QuotaExceeded => {
            "Your share of the disk (quota) is used up: delete files of your own, or ask for more; the old file is untouched."
        }
        io::ErrorKind::StaleNetworkFileHandle => {
            "The folder was moved or remade on its server: close this and open the folder anew; what you wrote is kept."
        }
        io::ErrorKind::TimedOut | io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkDown => {
            "The server of this folder does not answer: connect it again; what you wrote is still here."
        }
        io::ErrorKind::ReadOnlyFilesystem => "The disk is read-only: copy the folder to a place of your own.",
        io::ErrorKind::AlreadyExists => "Give another place, or write over what is there with --force.",
        io::ErrorKind::InvalidFilename => "The name is too long for this disk: shorten it.",
        _ => "Try again; if it fails again, check the disk.",
    }
}

/// The system's words for the cause, without the number it adds.
fn cause(source: &io::Error) -> String {
    let text = source.to_string();
    match text.find(" (os error") {
        Some(at) => text[..at].to_lowercase(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustix::io::Errno;

    #[test]
    fn every_way_a_disk_refuses_a_write_has_its_cause_and_remedy_in_words() {
        for (errno, cause, remedy) in [
            (Errno::NOSPC, "no space left", "free some space"),
            (Errno::DQUOT, "quota exceeded", "quota"),
            (Errno::ROFS, "read-only", "read-only"),
            (Errno::STALE, "stale", "open the folder anew"),
            (Errno::IO, "input/output error", "another disk"),
            (Errno::ACCESS, "permission denied", "permission"),
            (Errno::NOTCONN, "not connected", "connect it again"),
            (Errno::EXIST, "exists", "--force"),
        ] {
            let error = Error::io("write the file", "a.json", errno);
            assert!(error.to_string().contains(cause) && !error.to_string().contains("os error"), "{error}");
            assert!(error.hint().contains(remedy), "{errno:?}: {}", error.hint());
        }
    }
}
