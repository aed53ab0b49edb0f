//! Sending one's own annotations and fetching the others': through a git repository, or over a drive that rclone reaches.
//!
//! Which of them is meant says the address, or what a corpus was synced with before (`engines.rs` has the table). Whichever it
//! is: one's own folder is made whole and kept, nothing but it is sent, what others have sent is taken in, and without a line
//! everything stays here until the next time. What each does stands in `through_git.rs` and `through_rclone.rs`. What the
//! records mean is for `annotation`.

mod brought_home;
mod coming_round;
mod difference;
mod drive_files;
mod drive_memory;
mod drive_receiving;
mod drive_sending;
mod drive_texts;
mod engines;
mod failures;
mod git;
mod giving_way;
mod giving_way_unnamed;
mod incoming;
mod layout;
mod left_locks;
mod one_folder;
mod order;
mod outcome;
mod own_copies;
mod own_files;
mod own_versions;
mod rclone;
mod rclone_failures;
mod receiving;
mod repository;
mod rules;
mod sending;
mod through_git;
mod through_rclone;

pub use brought_home::bring_home;
pub use difference::Difference;
pub use engines::{ENGINES, Engine, EngineRow};
pub use order::Order;
pub use outcome::{Namesake, Sent, Step, Synced};

use crate::annotation::person::parse_reader;
use crate::annotation::{Reader, parse_sidecar_name};
use crate::store::corpus::names::PERSON;
use crate::store::device::arrivals::Arrivals;
use crate::store::fs::error::{Error, Result};
use crate::store::fs::program::Stop;
use crate::store::sidecar::annotations::Annotations;
use drive_memory::DriveMemory;
use engines::{check_drive, mistyped};
use std::{collections::BTreeSet, path::Path};

/// Makes a new folder out of a remote: the texts and everybody's annotations, or the texts alone, where the sync that follows
/// brings the rest.
pub fn clone(remote: &str, folder: &Path, ask: bool, stop: &Stop) -> Result<()> {
    check_address(Some(remote))?;
    match Engine::of(remote) {
        (Engine::Rclone, address) => drive_texts::clone(&rclone::Rclone::at(address, ask, stop), address, folder),
        _ => through_git::clone(remote, folder, ask, stop),
    }
}

/// Whether a remote's address can be one at all.
fn check_address(remote: Option<&str>) -> Result<()> {
    let what = match remote {
        Some(remote) if remote.trim().is_empty() => "the address to sync with is empty",
        Some(remote) if remote.contains(char::is_control) => {
            "the address to sync with holds a line break or another control character"
        }
        Some(remote) => match Engine::of(remote) {
            (Engine::Rclone, address) => return check_drive(address),
            _ => return mistyped(remote).map_or(Ok(()), Err),
        },
        None => return Ok(()),
    };
    Err(Error::git(
        what,
        "Name a folder, user@host:path, any address that git knows, or rclone:NAME:path: --remote ADDRESS.",
    ))
}

/// Sends and fetches. An own folder whose name somebody else has there gets the one that its reader has taken since.
pub fn sync(annotations: &Annotations, order: &Order<'_>, step: &mut dyn FnMut(Step)) -> Result<Synced> {
    let refused = match exchange(annotations, order, step) {
        Err(refused) => refused,
        synced => return synced,
    };
    let renamed = order.me.zip(order.renamed).filter(|(me, to)| me.nickname != *to);
    let Some((me, to)) = renamed.filter(|_| matches!(namesake(annotations, order), Ok(Some(_)))) else {
        return Err(refused);
    };
    annotations.rename_folder(&me.nickname, to)?;
    let me = Reader { nickname: to.to_owned(), ..me.clone() };
    let annotations = annotations.clone().for_reader(to, order.device)?;
    exchange(&annotations, &Order { me: Some(&me), renamed: None, ..*order }, step)
}

fn exchange(annotations: &Annotations, order: &Order<'_>, step: &mut dyn FnMut(Step)) -> Result<Synced> {
    check_address(order.remote)?;
    let _lock = annotations.lock_for("sync")?;
    let writers = if order.me.is_some() { Vec::new() } else { writers(annotations, order)? };
    let (only, annotations) = match &writers[..] {
        [only] => (Some(only), annotations.clone().for_reader(&only.nickname, order.device)?),
        _ => (None, annotations.clone()),
    };
    let order = Order { me: order.me.or(only), ..*order };
    if let Some(me) = order.me {
        bring_home(&annotations, me, order.former, order.device)?;
    }
    let unknown = || unknown(&writers);
    let synced = match drive(&annotations, &order)? {
        Some(memory) => {
            let unsent = (order.me.is_none() && !writers.is_empty()).then(unknown);
            let synced = through_rclone::sync(&annotations, memory, &order, unsent, step);
            if synced.as_ref().is_ok_and(|synced| synced.received > 0) {
                // When it came is told by its files as well, only not as well.
                let _ = Arrivals::open(&annotations).note(&annotations, false);
            }
            synced
        }
        None => through_git::sync(&annotations, &order, &unknown, step),
    };
    synced.map(|synced| Synced { called: called(&annotations, &synced), ..synced })
}

/// What the only reader of whom something came goes by.
fn called(annotations: &Annotations, synced: &Synced) -> Option<String> {
    let folder = synced.from.first().filter(|_| synced.from.len() == 1)?;
    parse_reader(&annotations.person_in(folder)?).map(|reader| reader.nickname).filter(|name| !name.is_empty())
}

/// The drive that is to be synced with; none where it is a repository. What was named once is kept.
fn drive(annotations: &Annotations, order: &Order<'_>) -> Result<Option<DriveMemory>> {
    let kept = DriveMemory::open(annotations)?;
    let Some(remote) = order.remote else { return Ok(kept) };
    let (engine, address) = Engine::of(remote);
    match (engine, kept) {
        (Engine::Rclone, Some(kept)) if kept.drive.address == address => Ok(Some(kept)),
        // One that has never answered was mistyped.
        (_, Some(kept)) if kept.drive.answered => Err(Error::git(
            format!("this folder is synced with rclone:{} already, not with {remote}", kept.drive.address),
            format!("To change it: remove {}, then sync again with --remote.", crate::text::shown(&kept.place())),
        )),
        (Engine::Rclone, _) => DriveMemory::begin(annotations, address, order.made).map(Some),
        (_, Some(kept)) => kept.end().map(|()| None),
        (_, None) => Ok(None),
    }
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

/// Asks the remote who goes by the reader's own name there: somebody else, or the same reader on another device. Nothing is
/// changed.
pub fn namesake(annotations: &Annotations, order: &Order<'_>) -> Result<Option<Namesake>> {
    check_address(order.remote)?;
    let _lock = annotations.lock_for("sync")?;
    match drive(annotations, order)? {
        Some(memory) => through_rclone::namesake(annotations, memory, order),
        None => through_git::namesake(annotations, order),
    }
}
