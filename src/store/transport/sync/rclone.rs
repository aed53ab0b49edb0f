//! The `rclone` program: it lists a drive, brings files from there into a folder, and sends those of a folder. It is run so that
//! it cannot hang, asks only where somebody sits before it, and can neither delete nor sync: it is only ever told to list and
//! to copy. Which files, and what they mean, is decided by the caller.

use super::rclone_failures::{is_busy, unreachable};
use crate::store::fs::error::{Error, Result};
use crate::store::fs::program::{self, Ended, Stop};
use serde::Deserialize;
use std::{fs, path::Path, process::Command, time::Duration};
use unicode_normalization::UnicodeNormalization;

/// How long a look at the drive may take, and how long a copy of one batch.
const LOOK: Duration = Duration::from_mins(2);
const COPY: Duration = Duration::from_mins(10);
/// What is waited before a copy is tried again to a drive on which another is writing.
const PAUSES: [Duration; 3] = [Duration::from_millis(500), Duration::from_secs(2), Duration::from_secs(5)];
/// The most that a listing may say, in bytes.
const LONGEST_LISTING: usize = 512 << 20;
/// What rclone ends with where there is no such folder.
const NO_FOLDER: i32 = 3;
/// The most files that are asked for one by one, where going through the whole folder would take longer.
const FEW: usize = 50;

/// Options of every run. Without a line rclone tries for most of a minute unless it is told not to; and what has failed is tried
/// again by the next sync.
const OPTIONS: &[&str] = &[
    "--retries=1",
    "--low-level-retries=1",
    "--contimeout=15s",
    "--timeout=60s",
    "--stats=0",
    "--log-level=NOTICE",
    "--use-server-modtime",
];

/// The variables of rclone that are not handed on, by how they begin behind `RCLONE_`: they would leave files out, send others,
/// or change what is said. Every other is the user's way to the drive.
const BENDING: &[&str] = &[
    "BACKUP_DIR",
    "CHECK_FIRST",
    "CHECKSUM",
    "COMPARE_DEST",
    "COPY_DEST",
    "DELETE_",
    "DRY_RUN",
    "ERROR_ON_NO_TRANSFER",
    "EXCLUDE",
    "FILES_FROM",
    "FILTER",
    "HASH_FILTER",
    "IGNORE_",
    "IMMUTABLE",
    "INCLUDE",
    "INTERACTIVE",
    "LOG_",
    "MAX_",
    "METADATA",
    "MIN_",
    "NO_CHECK_DEST",
    "NO_TRAVERSE",
    "PROGRESS",
    "QUIET",
    "RC",
    "SIZE_ONLY",
    "STATS",
    "SUFFIX",
    "SYSLOG",
    "UPDATE",
    "USE_JSON_LOG",
    "VERBOSE",
];
/// Those that begin so and are handed on all the same.
const HANDED_ON: &[&str] = &["METADATA_SERVER", "RC_"];

/// One file on a drive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DriveFile {
    /// Its path as rclone says it, which is how it has to be asked for.
    pub path: String,
    /// Its path as it is on a disk, with its letters composed: drives write names in their own ways.
    pub key: String,
    /// Its size in bytes; none where the drive does not say.
    pub size: Option<u64>,
    /// When it was changed, as the drive says; only ever compared with what it said before.
    pub time: String,
}

/// What rclone says of a file.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ListedFile {
    path: String,
    size: i64,
    mod_time: String,
}

/// A drive, or a folder on one.
#[derive(Debug)]
pub(super) struct Rclone<'a> {
    /// Its address without `rclone:`.
    address: String,
    ask: bool,
    stop: &'a Stop,
}

/// What a run has said.
#[derive(Debug)]
pub(super) struct RcloneOutput {
    /// What it ended with.
    pub code: i32,
    /// Its output.
    pub out: Vec<u8>,
    /// Its complaints.
    pub err: String,
}

impl<'a> Rclone<'a> {
    pub fn at(address: &str, ask: bool, stop: &'a Stop) -> Self {
        // The root of a drive is `NAME:`, the root of a disk `NAME:/`.
        let plain = address.trim_end_matches('/');
        let address = if plain.ends_with(':') { address } else { plain };
        Self { address: address.to_owned(), ask, stop }
    }

    /// The address of a folder below, which may be empty.
    fn below(&self, below: &str) -> String {
        let gap = if below.is_empty() || self.address.ends_with([':', '/']) { "" } else { "/" };
        format!("{}{gap}{below}", self.address)
    }

    /// All files below a folder, with their paths from it; none where there is no such folder. The inner error is why the drive
    /// does not answer.
    pub fn list(&self, below: &str) -> Result<std::result::Result<Option<Vec<DriveFile>>, Error>> {
        let address = self.below(below);
        let said = self.run(&["lsjson", "--recursive", "--files-only", "--no-mimetype", "--", &address], LOOK)?;
        if said.code == NO_FOLDER {
            return Ok(Ok(None));
        }
        if said.code != 0 {
            return Ok(Err(unreachable(&said.err)));
        }
        let unreadable =
            || Error::git("rclone's list of the drive cannot be read", "Try `rclone lsjson` on it in a shell.");
        if said.out.len() > LONGEST_LISTING {
            return Ok(Err(Error::git(
                "there are too many files on the drive",
                "Name a folder of it that is for this seminar.",
            )));
        }
        let listed = serde_json::from_slice::<Vec<ListedFile>>(&said.out).map_err(|_| unreadable())?;
        Ok(Ok(Some(listed.into_iter().map(DriveFile::from).collect())))
    }

    /// Brings files from a folder below into one here, each under its path. A file that is not there is passed over; the inner
    /// error is why not all have come.
    pub fn fetch(&self, below: &str, paths: &[&str], into: &Path) -> Result<std::result::Result<(), Error>> {
        let list = tempfile::NamedTempFile::new_in(into.parent().unwrap_or(into))
            .map_err(|error| Error::io("make a file in", into, error))?;
        fs::write(list.path(), paths.join("\n")).map_err(|error| Error::io("write", list.path(), error))?;
        let (list, into, from) = (list.path().display().to_string(), into.display().to_string(), self.below(below));
        let mut args = vec!["copy", "--ignore-times", "--files-from-raw", &list];
        args.extend((paths.len() <= FEW).then_some("--no-traverse"));
        args.extend(["--", &from, &into]);
        self.told(&args)
    }

    /// Sends all files of a folder into one below; over what is there only where `over` says so. The inner error is why not all
    /// were sent. Without `--ignore-times` an edit that leaves a file as long as it was would not be sent to a drive that knows
    /// neither times nor digests.
    pub fn send(&self, from: &Path, below: &str, over: bool) -> Result<std::result::Result<(), Error>> {
        let how = if over { "--ignore-times" } else { "--ignore-existing" };
        let (from, to) = (from.display().to_string(), self.below(below));
        self.told(&["copy", how, "--no-traverse", "--", &from, &to])
    }

    /// Brings all texts into a folder here: what a new reader begins with. Annotations come by a sync.
    pub fn fetch_texts(&self, into: &Path, largest: u64) -> Result<std::result::Result<(), Error>> {
        let (into, from, largest) = (into.display().to_string(), self.below(""), format!("--max-size={largest}B"));
        let except = ["--exclude=/annotations/**", "--exclude=.*", "--exclude=.*/**", "--exclude=*.partial"];
        self.told(&[&["copy"], &except[..], &[&largest, "--", &from, &into]].concat())
    }

    /// Copies; once more after each of [`PAUSES`] where another is writing there, as somebody's device or a run of one's own that was
    /// killed and goes on without its program.
    fn told(&self, args: &[&str]) -> Result<std::result::Result<(), Error>> {
        let mut said = self.run(args, COPY)?;
        for pause in PAUSES {
            if said.code == 0 || !is_busy(&said.err) || !self.stop.wait(pause) {
                break;
            }
            said = self.run(args, COPY)?;
        }
        Ok(if said.code == 0 { Ok(()) } else { Err(unreachable(&said.err)) })
    }

    fn run(&self, args: &[&str], limit: Duration) -> Result<RcloneOutput> {
        match program::run(&mut self.command(args)?, "run rclone in", limit, self.stop)? {
            Ended::Itself(output) => Ok(RcloneOutput {
                code: output.status.code().unwrap_or(-1),
                out: output.stdout,
                err: String::from_utf8_lossy(&output.stderr).into_owned(),
            }),
            Ended::TooLong => Err(Error::git(
                format!("the drive was given up after {} minutes: it is too slow", limit.as_secs() / 60),
                "Sync again when the line is better: it goes on from there. What you wrote is on this machine and safe.",
            )),
            Ended::Stopped => {
                Err(Error::git("the sync was stopped", "The next one goes on; what you wrote is on this machine."))
            }
        }
    }

    fn command(&self, args: &[&str]) -> Result<Command> {
        let rclone = program::found("rclone").ok_or_else(|| {
            Error::git(
                "the program rclone is not installed",
                "Install rclone (https://rclone.org) and name the drive once with `rclone config`; or share the folder `annotations` \
                 by Syncthing, a network drive or mail: that needs no rclone.",
            )
        })?;
        let mut command = program::command(&rclone, self.ask);
        for (name, _) in std::env::vars_os() {
            if name.to_str().is_some_and(bends) {
                command.env_remove(&name);
            }
        }
        command.args(OPTIONS);
        if !self.ask {
            command.arg("--ask-password=false");
        }
        command.args(args);
        Ok(command)
    }
}

/// Whether a variable of the user's would change what is copied or said.
fn bends(variable: &str) -> bool {
    let begins = |list: &[&str], name: &str| list.iter().any(|begin| name.starts_with(begin));
    variable.strip_prefix("RCLONE_").is_some_and(|name| begins(BENDING, name) && !begins(HANDED_ON, name))
}

impl From<ListedFile> for DriveFile {
    fn from(listed: ListedFile) -> Self {
        let key = key(&listed.path);
        Self { key, path: listed.path, size: u64::try_from(listed.size).ok(), time: listed.mod_time }
    }
}

impl DriveFile {
    /// The same file, listed from a folder below the top, by its path from the top.
    pub fn below_top(self, below: &str) -> Self {
        if below.is_empty() {
            return self;
        }
        Self { path: format!("{below}/{}", self.path), key: format!("{below}/{}", self.key), ..self }
    }
}

/// A path of rclone's as it is on a disk. Before a character that some drive cannot have in a name rclone puts U+201B, which is no
/// part of it.
pub(super) fn on_disk(path: &str) -> String {
    let mut quoted = false;
    let is_plain = |c: &char| {
        quoted = *c == '\u{201b}' && !quoted;
        !quoted
    };
    path.chars().filter(is_plain).collect()
}

/// A path of rclone's as it is on a disk, with its letters composed.
fn key(path: &str) -> String {
    on_disk(path).nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_below_have_addresses_that_rclone_takes() {
        let stop = Stop::default();
        let at = |address: &str| Rclone::at(address, false, &stop).below("annotations");
        assert_eq!(at("cloud:"), "cloud:annotations");
        assert_eq!(at("cloud:seminar/"), "cloud:seminar/annotations");
        assert_eq!(at("disk:/"), "disk:/annotations");
        assert_eq!(Rclone::at("cloud:a", false, &stop).below(""), "cloud:a");
    }

    #[test]
    fn what_would_change_what_is_copied_is_not_handed_on_and_the_way_to_the_drive_is() {
        for name in
            ["RCLONE_DRY_RUN", "RCLONE_INCLUDE", "RCLONE_MAX_SIZE", "RCLONE_UPDATE", "RCLONE_RC", "RCLONE_VERBOSE"]
        {
            assert!(bends(name), "{name}");
        }
        for name in [
            "RCLONE_CONFIG",
            "RCLONE_CONFIG_PASS",
            "RCLONE_WEBDAV_URL",
            "RCLONE_BWLIMIT",
            "PATH",
            "RCLONE_CONFIG_X_TYPE",
        ] {
            assert!(!bends(name), "{name}");
        }
    }

    #[test]
    fn a_name_is_the_same_however_a_drive_writes_it() {
        assert_eq!(key("U\u{308}bung.txt"), "\u{dc}bung.txt");
        assert_eq!(key("1\u{201b}\u{ff0f}2.txt"), "1\u{ff0f}2.txt");
        assert_eq!(key("a\u{201b}\u{201b}b"), "a\u{201b}b");
    }
}
