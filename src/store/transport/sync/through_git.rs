//! A sync through a git repository, from its beginning to its end: keeping, fetching, sending, taking in. What each of them is
//! stands in `sending.rs` and `receiving.rs`; whose files are sent is settled by the caller.

use super::failures;
use super::git::Git;
use super::layout;
use super::order::Order;
use super::outcome::{Namesake, Sent, Step, Synced};
use super::repository::Repository;
use super::rules;
use super::sending::Pushed;
use crate::store::device::arrivals::Arrivals;
use crate::store::fs::error::{Error, Result};
use crate::store::fs::program::Stop;
use crate::store::sidecar::annotations::{Annotations, WritePlace};
use crate::text::shown;
use std::{collections::BTreeSet, path::Path, thread, time::Duration};

/// What is said of a remote that is empty to somebody who has nothing to send.
const NOTHING_YET: &str =
    "nothing is there yet, and you have written nothing; how texts are handed out: postil manual sharing";

/// How many times somebody else may be faster.
const MOST_TRIES: u32 = 12;
/// How long to step back after the first time, growing with each: others are waiting too.
const STEP_BACK: Duration = Duration::from_millis(40);

/// Makes a new folder out of a remote: the texts and everybody's annotations.
pub(super) fn clone(remote: &str, folder: &Path, ask: bool, stop: &Stop) -> Result<()> {
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
    if !said.ok {
        return Err(failures::unreachable(&said));
    }
    let made = Git::at(folder, ask, stop);
    match made.ask(&["rev-parse", "-q", "--verify", "HEAD"])? {
        Some(tip) if layout::is_of_annotations(&made, &tip)? => layout::lower(folder),
        _ => Ok(()),
    }
}

/// Sends and fetches; `unknown` says why nothing is sent where nobody knows who sends.
pub(super) fn sync(
    annotations: &Annotations,
    order: &Order<'_>,
    unknown: &dyn Fn() -> String,
    step: &mut dyn FnMut(Step),
) -> Result<Synced> {
    let mut repository = Repository::open(annotations, order)?;
    if repository.has_remote(order.remote)? && repository.gives_way()? {
        repository = Repository::open(annotations, order)?;
    }
    step(Step::Keeping);
    let run = Run { annotations, repository: &repository, order };
    let mut synced = Synced::default();
    synced.kept = run.keep(None, &mut synced.notes)?;
    if repository.has_remote(order.remote)? {
        run.exchange(&mut synced, step)?;
    } else {
        synced.sent = kept_here(annotations);
    }
    if order.me.is_none() && synced.sent == Sent::Nothing && repository.holds_unsent()? {
        synced.sent = Sent::Waiting(unknown());
    }
    Ok(synced)
}

/// What there is to say where nobody is synced with: in a folder that cannot be written whom that is with may well be known.
fn kept_here(annotations: &Annotations) -> Sent {
    match annotations.place() {
        WritePlace::Corpus => Sent::NoRemote,
        WritePlace::Fallback(place, _) => Sent::Waiting(format!(
            "this folder cannot be written, so what you write lies in {}; it goes into the folder, and to the others, once that can be",
            shown(place)
        )),
    }
}

/// Who goes by the reader's own name at the remote.
pub(super) fn namesake(annotations: &Annotations, order: &Order<'_>) -> Result<Option<Namesake>> {
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
        self.repository.take_in_copies(self.annotations, notes)?;
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
                    synced.sent = Sent::from(&reason);
                    return Ok(());
                }
            };
            self.repository.refuse(&theirs)?;
            if let Some(reason) = self.repository.awaits_texts(&theirs)? {
                synced.sent = Sent::from(&reason);
                return Ok(());
            }
            self.keep(theirs.tip.as_deref(), &mut synced.notes)?;
            tip.clone_from(&theirs.tip);
            shared.clone_from(&theirs.name);
            let Some(commit) = self.repository.to_send(&theirs, &mut synced.notes)? else {
                synced.sent = Sent::Nothing;
                if theirs.tip.is_none() {
                    self.repository.answered()?;
                    synced.notes.extend((!self.order.made).then(|| NOTHING_YET.to_owned()));
                }
                break;
            };
            step(Step::Sending);
            synced.sent = match self.repository.push(&commit, &theirs)? {
                Pushed::Sent => {
                    let unsent = self.repository.unsent(&theirs, &commit)?;
                    synced.sent_notes = unsent.new_notes().saturating_add(unsent.changed_notes());
                    synced.sent_files = unsent.files;
                    tip = Some(commit);
                    Sent::Sent
                }
                Pushed::Refused(reason) => Sent::from(&reason),
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
        let readers = self.repository.to_change(&tip)?;
        self.note_arrivals(&readers);
        let brought = self.repository.take_in(&tip, &shared, &mut synced.notes);
        self.note_arrivals(&readers);
        let brought = brought.map_err(|error| synced.sent.beside(with_notes(error, &synced.notes)))?;
        synced.received += brought.files;
        synced.new_notes += brought.new_notes();
        synced.changed_notes += brought.changed_notes();
        synced.from.extend(brought.readers().map(str::to_owned));
        Ok(())
    }

    /// Notes what these readers' folders hold as having come by now.
    fn note_arrivals(&self, readers: &BTreeSet<String>) {
        if !readers.is_empty() {
            // When it came is told by its files as well, only not as well.
            let _ = Arrivals::open(self.annotations).note_readers(self.annotations, readers);
        }
    }
}

/// An error with what was to be told before it: what has been moved is to be known also where nothing came in.
fn with_notes(error: Error, notes: &[String]) -> Error {
    match error {
        Error::Git { what, remedy } if !notes.is_empty() => Error::git(format!("{what}; {}", notes.join("; ")), remedy),
        error => error,
    }
}
