//! Sending one's own annotations and fetching the others' through a git repository.
//!
//! One's own folder is made whole and kept in git's history; what is sent is a commit on what the remote has, with one's own
//! folder and nothing else; when somebody was faster, it is made again. Then what the others have sent is taken in. Without
//! a line everything is kept here until the next time. It never rewrites a history, sends nothing but one's own folder and
//! the merge rules in `annotations/`, and leaves nothing half done that the next run does not mend. What the records mean is
//! for `annotation`.

mod difference;
mod failures;
mod git;
mod order;
mod receiving;
mod repository;
mod rules;
mod sending;

pub use difference::Difference;
pub use order::Order;

use crate::annotation::person::parse_reader;
use crate::annotation::{Reader, parse_sidecar_name};
use crate::store::corpus::names::PERSON;
use crate::store::fs::error::{Error, Result};
use crate::store::sidecar::annotations::Annotations;
use crate::store::transport::program::Stop;
use crate::text::shown;
use git::Git;
use repository::Repository;
use sending::Pushed;
use std::{collections::BTreeSet, path::Path, thread, time::Duration};

/// How many times somebody else may be faster.
const MOST_TRIES: u32 = 12;
/// How long to step back after the first time, growing with each: others are waiting too.
const STEP_BACK: Duration = Duration::from_millis(40);

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
    /// What is being done.
    pub fn words(self) -> &'static str {
        match self {
            Self::Keeping => "keeping your files",
            Self::Fetching => "fetching from the others",
            Self::Merging => "merging",
            Self::Sending => "sending yours",
        }
    }

    /// Its first word, for one row.
    pub fn word(self) -> &'static str {
        self.words().split(' ').next().unwrap_or_default()
    }
}

/// What a run has done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Synced {
    /// How many files of one's own were new or changed.
    pub kept: usize,
    /// How many files came from others (or from one's other devices).
    pub received: usize,
    /// How many notes and other records of one's own were sent.
    pub sent_notes: usize,
    /// How many came, new or changed.
    pub new_notes: usize,
    /// Whose folders they are in.
    pub from: BTreeSet<String>,
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
pub fn clone(remote: &str, folder: &Path, ask: bool, stop: &Stop) -> Result<()> {
    check_address(Some(remote))?;
    let name = folder.to_str().ok_or_else(|| {
        Error::git(format!("git cannot be told of {}: bytes of it are no text", shown(folder)), "Choose another name.")
    })?;
    let template = rules::template()?;
    let template = format!("--template={}", template.path().display());
    let said = Git::at(Path::new("."), ask, stop).run(&[
        "clone",
        "-q",
        "--no-tags",
        "--origin",
        "origin",
        &template,
        "--",
        remote,
        name,
    ])?;
    if said.ok { Ok(()) } else { Err(failures::unreachable(&said)) }
}

/// Whether a remote's address can be one at all.
fn check_address(remote: Option<&str>) -> Result<()> {
    let what = match remote {
        Some(remote) if remote.trim().is_empty() => "the address to sync with is empty",
        Some(remote) if remote.contains(char::is_control) => {
            "the address to sync with holds a line break or another control character"
        }
        _ => return Ok(()),
    };
    Err(Error::git(what, "Name a folder, user@host:path, or any address that git knows: --remote ADDRESS."))
}

/// Sends and fetches.
pub fn sync(annotations: &Annotations, order: &Order<'_>, step: &mut dyn FnMut(Step)) -> Result<Synced> {
    check_address(order.remote)?;
    let _lock = annotations.lock_for("sync")?;
    let writers = if order.me.is_some() { Vec::new() } else { writers(annotations, order)? };
    let (only, annotations) = match &writers[..] {
        [only] => (Some(only), annotations.clone().for_reader(&only.nickname, order.device)?),
        _ => (None, annotations.clone()),
    };
    let order = Order { me: order.me.or(only), ..*order };
    let repository = Repository::open(&annotations, &order)?;
    step(Step::Keeping);
    let run = Run { annotations: &annotations, repository: &repository, order: &order };
    let mut synced = Synced::default();
    synced.kept = run.keep(None, &mut synced.notes)?;
    if repository.has_remote(order.remote)? {
        run.exchange(&mut synced, step)?;
    } else {
        synced.sent = Sent::NoRemote;
    }
    if order.me.is_none() && synced.sent == Sent::Nothing && repository.holds_unsent()? {
        synced.sent = Sent::Waiting(unknown(&writers));
    }
    Ok(synced)
}

/// Who has written here on this device: those whose folders hold files of it; where there are several, the one that the
/// settings name.
fn writers(annotations: &Annotations, order: &Order<'_>) -> Result<Vec<Reader>> {
    let (index, _) = annotations.index(&|name| Some(parse_sidecar_name(name)?.0));
    let is_of_device =
        |path: &str| parse_sidecar_name(path).is_some_and(|(_, device)| device == order.device && !device.is_empty());
    let folders: BTreeSet<&str> = index
        .files()
        .iter()
        .filter(|listed| listed.base == annotations.written_base() && is_of_device(&listed.path))
        .map(|listed| listed.folder.as_str())
        .collect();
    let mut writers = Vec::new();
    for folder in folders {
        let person = annotations.text_in(folder, PERSON)?.and_then(|text| parse_reader(&text));
        writers.extend(person.map(|reader| Reader { nickname: folder.to_owned(), ..reader }));
    }
    if writers.len() > 1 && writers.iter().any(|writer| writer.nickname == order.called) {
        writers.retain(|writer| writer.nickname == order.called);
    }
    Ok(writers)
}

/// Why nothing is sent where nobody knows who sends.
fn unknown(writers: &[Reader]) -> String {
    if writers.len() < 2 {
        return "postil does not know yet who you are: annotate something, or set `reader.name` in settings.toml"
            .to_owned();
    }
    let names: Vec<_> = writers.iter().map(|writer| crate::text::visible::line(&writer.nickname)).collect();
    let names = names.join(", ");
    format!(
        "several readers have written here on this device ({names}): say who you are with `reader.nickname` in settings.toml"
    )
}

/// Somebody at the remote who goes by the reader's own name under another id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Namesake {
    /// Who it is.
    pub reader: Reader,
    /// Their `reader.json`.
    pub person: String,
    /// The sidecars there, by their paths in the reader's folder.
    pub files: Vec<String>,
    /// The day of the last change, as git writes it.
    pub last: String,
}

/// Asks the remote who goes by the reader's own name there: somebody else, or the same reader on another device. Nothing is
/// changed.
pub fn namesake(annotations: &Annotations, order: &Order<'_>) -> Result<Option<Namesake>> {
    check_address(order.remote)?;
    let _lock = annotations.lock_for("sync")?;
    let repository = Repository::open(annotations, order)?;
    if !repository.has_remote(order.remote)? {
        return Err(Error::git("this folder is not synced with anybody yet", "Say with whom: --remote ADDRESS."));
    }
    let theirs = repository.fetch()??;
    let Some((reader, person)) = repository.namesake(&theirs)? else { return Ok(None) };
    let (files, last) = repository.belongings(&theirs)?;
    Ok(Some(Namesake { reader, person, files, last }))
}

/// A run that is under way.
struct Run<'a> {
    annotations: &'a Annotations,
    repository: &'a Repository,
    order: &'a Order<'a>,
}

impl Run<'_> {
    /// Makes one's own folder whole and keeps its state; how many files of it are new or changed. `theirs` is what the remote
    /// has, where it is known.
    fn keep(&self, theirs: Option<&str>, notes: &mut Vec<String>) -> Result<usize> {
        if let Some(me) = self.order.me {
            self.annotations.take_over(self.order.former, me)?;
        }
        self.repository.restore(self.annotations, theirs, notes)?;
        // What was told before the remote had answered is not told twice.
        let mut told = Vec::new();
        let kept = self.repository.keep(&mut told)?;
        told.retain(|note| !notes.contains(note));
        notes.extend(told);
        Ok(kept)
    }

    fn exchange(&self, synced: &mut Synced, step: &mut dyn FnMut(Step)) -> Result<()> {
        let (mut tip, mut shared) = (None, String::new());
        for attempt in 1..=MOST_TRIES {
            step(Step::Fetching);
            let theirs = match self.repository.fetch()? {
                Ok(theirs) => theirs,
                Err(reason) => {
                    synced.sent = waiting(&reason);
                    return Ok(());
                }
            };
            self.repository.refuse(&theirs)?;
            if let Some(reason) = self.repository.awaits_texts(&theirs)? {
                synced.sent = waiting(&reason);
                return Ok(());
            }
            self.keep(theirs.tip.as_deref(), &mut synced.notes)?;
            tip.clone_from(&theirs.tip);
            shared.clone_from(&theirs.name);
            let Some(commit) = self.repository.to_send(&theirs, &mut synced.notes)? else {
                synced.sent = Sent::Nothing;
                break;
            };
            step(Step::Sending);
            synced.sent = match self.repository.push(&commit, &theirs)? {
                Pushed::Sent => {
                    synced.sent_notes = self.repository.unsent(&theirs, &commit)?.notes;
                    tip = Some(commit);
                    Sent::Sent
                }
                Pushed::Refused(reason) => waiting(&reason),
                Pushed::Overtaken(said) => {
                    thread::sleep(STEP_BACK * (attempt * attempt + std::process::id() % 8));
                    synced.sent = Sent::Waiting(format!(
                        "others were faster every time: sync again in a moment (git says: {said})"
                    ));
                    continue;
                }
            };
            break;
        }
        let Some(tip) = tip else { return Ok(()) };
        step(Step::Merging);
        let brought = self.repository.take_in(&tip, &shared, &mut synced.notes);
        let brought = brought.map_err(|error| synced.sent.beside(error))?;
        synced.received += brought.files;
        synced.new_notes += brought.notes;
        synced.from.extend(brought.readers);
        Ok(())
    }
}

impl Sent {
    /// The error of a run that has sent one's own before it failed.
    fn beside(&self, error: Error) -> Error {
        match error {
            Error::Git { what, remedy } if *self == Self::Sent => {
                Error::git(format!("yours was sent, but {what}"), remedy)
            }
            error => error,
        }
    }
}

impl Synced {
    /// What was done, in words, for the status line: "sent 3 of yours, 12 new from 4 readers".
    pub fn words(&self) -> String {
        let sent = match &self.sent {
            Sent::Sent if self.sent_notes > 0 => Some(format!("sent {} of yours", self.sent_notes)),
            Sent::Sent | Sent::Nothing => None,
            Sent::NoRemote => Some("kept on this machine; to sync: postil sync --remote ADDRESS".to_owned()),
            Sent::Waiting(reason) => Some(format!("not sent yet, kept here: {reason}")),
        };
        let from = match self.from.len() {
            1 => self.from.first().map(|one| crate::text::visible::line(one).into_owned()).unwrap_or_default(),
            many => format!("{many} readers"),
        };
        let received = match (self.new_notes, self.received) {
            (0, 0) => None,
            (0, files) => Some(format!("{files} changed {}", if files == 1 { "file" } else { "files" })),
            (notes, _) => Some(format!("{notes} new from {from}")),
        };
        let parts: Vec<String> = sent.into_iter().chain(received).collect();
        if parts.is_empty() { "everything is as the others have it".to_owned() } else { parts.join(", ") }
    }

    /// Whether something of one's own is still to be sent.
    pub fn is_waiting(&self) -> bool {
        matches!(self.sent, Sent::NoRemote | Sent::Waiting(_))
    }
}

fn waiting(reason: &Error) -> Sent {
    Sent::Waiting(format!("{reason}. {}", reason.hint()))
}
