//! Taking in a bundle: lays somebody's annotations beside a folder of texts, after showing what is in it. What is done is said
//! in `store::bundle`.
//!
//! The keys of `--json`: `reader` {`id`, `name`, `nickname`}, `packed`, `folder`, `files` (array of {`document`,
//! `annotations` (signatures are none), `quoted`, `deletes`, `changes`: how many of theirs that are here, `news`: `new`, `known` or `other`}),
//! `deletes` and `changes` of all, `faults` (array of strings), `done` (whether it was laid down).

use super::consent::Consent;
use crate::cli::out::{Out, tell_all};
use crate::cli::outcome::{Failure, Outcome};
use crate::cli::setup::Room;
use crate::language::counts::counted;
use crate::store::Annotations;
use crate::store::bundle::{Bundle, Coming, ImportPlan, News};
use crate::text::{shown, visible};
use serde_json::{Value, json};

/// Takes a bundle in. Nothing found: there is nothing new in it, or the answer was no.
pub fn take_in(bundle: &Bundle, room: &Room, consent: &Consent, out: &mut Out) -> Result<Outcome, Failure> {
    let mine = room.state.reader().is_some_and(|me| me.id == bundle.reader.id);
    let annotations = if bundle.private { private_place(bundle, room, mine)? } else { room.annotations.clone() };
    let plan = bundle.plan(&annotations, room.state.reader())?;
    if consent.json {
        let done = consent.yes && plan.news() > 0;
        if done {
            plan.carry_out(&annotations)?;
        }
        out.json(&as_json(bundle, &plan, done))?;
        return Ok(Outcome::found(done));
    }
    show(bundle, &plan, (room, mine), out)?;
    if plan.news() == 0 {
        out.line("Nothing in it is new.")?;
        return Ok(Outcome::Nothing);
    }
    if !consent.given(out)? {
        out.line("Nothing was taken in.")?;
        return Ok(Outcome::Nothing);
    }
    plan.carry_out(&annotations)?;
    let place = if bundle.private { "your private notes".to_owned() } else { format!("annotations/{}", plan.folder) };
    out.line(&format!("Taken in: {}, in {place}.", counted(plan.news(), "file")))?;
    Ok(Outcome::Done)
}

/// Where private annotations go: to those of their own reader, and to nobody else's.
fn private_place(bundle: &Bundle, room: &Room, mine: bool) -> Result<Annotations, Failure> {
    let private = room.annotations.clone().with_private(&room.dirs).private();
    private.filter(|_| mine).ok_or_else(|| {
        let name = visible::line(&bundle.reader.name).into_owned();
        let cause = format!("these are private notes of {name}, and you are not {name} on this device");
        Failure::new(cause, "They are taken in where that reader writes: `postil reader` shows who you are here.")
    })
}

fn show(bundle: &Bundle, plan: &ImportPlan, (room, mine): (&Room, bool), out: &mut Out) -> Result<(), Failure> {
    let reader = &bundle.reader;
    let yours = if mine { ", which is you" } else { "" };
    let packed = bundle.packed.get(..10).unwrap_or(&bundle.packed);
    out.line(&format!(
        "{} of {} ({}{yours}), packed {}:",
        if bundle.private { "Private notes" } else { "Annotations" },
        visible::line(&reader.name),
        visible::line(&reader.nickname),
        visible::line(packed)
    ))?;
    for coming in &plan.files {
        out.line(&format!("  {}", line(coming, mine)))?;
    }
    if let Some(astray) = astray(plan, room) {
        out.line(&astray)?;
    }
    if let Some(toll) = toll(plan.toll(), mine) {
        out.line(&format!("In all, {toll}."))?;
    }
    if let Some(reason) = &plan.renamed {
        out.line(&format!("They come into the folder {}, because {reason}.", plan.folder))?;
    }
    tell_all(&bundle.faults);
    Ok(())
}

fn line(coming: &Coming, mine: bool) -> String {
    let quoted = match coming.quoted {
        0 => String::new(),
        others => format!(", {others} of them written by others: quoted, not counted"),
    };
    let news = match coming.news {
        News::New => "new",
        News::Known => "here already",
        News::Other => "another version is here: both count, the newer of each",
    };
    if coming.holds_signatures() {
        return format!("signatures ({news})");
    }
    let toll = toll((coming.deletes, coming.changes), mine).map_or_else(String::new, |toll| format!(", {toll}"));
    format!("{}: {}{quoted} ({news}){toll}", visible::line(&coming.document), counted(coming.annotations, "annotation"))
}

/// Said where the folder of texts is hardly the one that is meant: none of the texts is in it under its name.
fn astray(plan: &ImportPlan, room: &Room) -> Option<String> {
    let (entries, _) = room.library.entries();
    let here = |coming: &Coming| entries.iter().any(|entry| entry.path.as_str() == coming.document);
    let root = shown(room.library.corpus.root());
    let astray = !plan.files.is_empty() && !plan.files.iter().any(here);
    astray.then(|| {
        format!("No text of these names is in {root}: is that the folder? postil import FILE FOLDER says which.")
    })
}

/// What it takes of what is here, in words: `deletes 1, changes 2 of yours`.
fn toll((deletes, changes): (usize, usize), mine: bool) -> Option<String> {
    let said = |count: usize, what: &str| (count > 0).then(|| format!("{what} {count}"));
    let said: Vec<String> = [said(deletes, "deletes"), said(changes, "changes")].into_iter().flatten().collect();
    let whose = if mine { "yours" } else { "those that are here" };
    (!said.is_empty()).then(|| format!("{} of {whose}", said.join(", ")))
}

fn as_json(bundle: &Bundle, plan: &ImportPlan, done: bool) -> Value {
    let news = |news: News| match news {
        News::New => "new",
        News::Known => "known",
        News::Other => "other",
    };
    let file = |coming: &Coming| {
        json!({
            "document": coming.document, "annotations": coming.annotations, "quoted": coming.quoted,
            "deletes": coming.deletes, "changes": coming.changes, "news": news(coming.news),
        })
    };
    let (reader, (deletes, changes)) = (&bundle.reader, plan.toll());
    json!({
        "reader": { "id": reader.id, "name": reader.name, "nickname": reader.nickname },
        "packed": bundle.packed, "folder": plan.folder, "files": plan.files.iter().map(file).collect::<Vec<_>>(),
        "deletes": deletes, "changes": changes, "faults": bundle.faults, "done": done,
    })
}
