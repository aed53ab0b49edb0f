//! Sending one's own annotations and fetching the others' through a git repository.
//!
//! One's own files are committed, what others have sent is merged (by lines: every union of two versions of a sidecar is
//! valid), and both are pushed; when somebody was faster, again. Without a line everything is kept here until the next
//! time. It never rewrites a history, commits nothing but one's own folder and the merge rules in `annotations/`, and
//! leaves nothing half done that the next run does not mend. What the records mean is for `annotation`.

mod git;
mod repository;

use super::{Annotations, Error, Result};
use crate::annotation::Reader;
use git::Git;
use repository::{Pushed, Repository};
use std::{path::Path, thread, time::Duration};

/// How many times somebody else may be faster.
const MOST_TRIES: u32 = 12;
/// How long to step back after the first time, growing with each: others are waiting too.
const STEP_BACK: Duration = Duration::from_millis(40);

/// What is to be done.
#[derive(Clone, Copy, Debug)]
pub struct Order<'a> {
    /// Whose files are sent; without a reader others' are fetched only.
    pub me: Option<&'a Reader>,
    /// Where to, where none is set yet: anything that git takes for an address.
    pub remote: Option<&'a str>,
    /// Whether git may ask for a password on the terminal.
    pub ask: bool,
}

/// Where a run has come to, to be told while it goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// One's own files are committed.
    Keeping,
    /// The remote is asked.
    Fetching,
    /// What others have sent is merged.
    Merging,
    /// One's own is sent.
    Sending,
}

impl Step {
    /// What is being done, for the status line.
    pub fn words(self) -> &'static str {
        match self {
            Self::Keeping => "keeping your files",
            Self::Fetching => "fetching from the others",
            Self::Merging => "merging",
            Self::Sending => "sending yours",
        }
    }
}

/// What a run has done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Synced {
    /// How many files of one's own were new or changed.
    pub kept: usize,
    /// How many files came from others (or from one's other devices).
    pub received: usize,
    /// What became of one's own.
    pub sent: Sent,
    /// What else should be known, in words.
    pub notes: Vec<String>,
}

/// What became of one's own files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Sent {
    /// The remote has them now.
    Sent,
    /// It had them already.
    #[default]
    Nothing,
    /// They are kept here: there is no remote.
    NoRemote,
    /// They are kept here until the next time, because of that.
    Waiting(String),
}

/// Makes a new folder out of a remote: the texts and everybody's annotations.
pub fn clone(remote: &str, folder: &Path, ask: bool) -> Result<()> {
    let name = folder.to_str().ok_or_else(|| Error::BadPath { path: folder.to_path_buf() })?;
    let said = Git::at(Path::new("."), ask).run(&["clone", "-q", "--no-tags", "--", remote, name])?;
    if said.ok { Ok(()) } else { Err(repository::unreachable(&said)) }
}

/// Sends and fetches.
pub fn sync(annotations: &Annotations, order: &Order<'_>, step: &mut dyn FnMut(Step)) -> Result<Synced> {
    let _lock = annotations.lock_for("sync")?;
    let repository = Repository::open(annotations, order)?;
    step(Step::Keeping);
    let mut synced = Synced::default();
    synced.kept = repository.keep(&mut synced.notes)?;
    if repository.has_remote(order.remote)? {
        exchange(&repository, &mut synced, step)?;
    } else {
        synced.sent = Sent::NoRemote;
    }
    Ok(synced)
}

fn exchange(repository: &Repository, synced: &mut Synced, step: &mut dyn FnMut(Step)) -> Result<()> {
    for attempt in 1..=MOST_TRIES {
        step(Step::Fetching);
        let theirs = match repository.fetch()? {
            Ok(theirs) => theirs,
            Err(reason) => {
                synced.sent = waiting(&reason);
                return Ok(());
            }
        };
        step(Step::Merging);
        synced.received += repository.merge(&theirs, &mut synced.notes)?;
        if !repository.is_ahead(&theirs)? {
            return Ok(());
        }
        step(Step::Sending);
        synced.sent = match repository.push(&theirs)? {
            Pushed::Sent => Sent::Sent,
            Pushed::Refused(reason) => waiting(&reason),
            Pushed::Overtaken => {
                thread::sleep(STEP_BACK * (attempt * attempt + std::process::id() % 8));
                synced.sent = Sent::Waiting("others were faster every time: sync again in a moment".to_owned());
                continue;
            }
        };
        return Ok(());
    }
    Ok(())
}

fn waiting(reason: &Error) -> Sent {
    Sent::Waiting(format!("{reason}. {}", reason.hint()))
}
