//! What was changed in one annotation, and when: its versions of this session, those of earlier ones whose words were
//! replaced, and the conflict copies that merging kept aside. Enter goes back to one, by a new edit that can be undone. It changes no other reader's annotation.

use crate::annotation::edit::Edit;
use crate::annotation::{Record, versions as changes};
use crate::app::annotating::edits;
use crate::app::annotating::telling::words;
use crate::app::commands::Command;
use crate::app::messages::{Effect, Env};
use crate::app::model::Model;
use crate::app::query::current::subject;
use crate::app::query::keys::key_of;
use crate::app::state::anchored::AnchoredAnnotation;
use crate::app::state::chooser::{Choice, Chooser};
use crate::app::state::choosing::Targets;
use crate::app::state::overlay::Overlay;
use jiff::Timestamp;

/// Shows the history of the annotation under the cursor; where there is none, what was deleted.
pub fn ask(model: &mut Model, given: &Env) -> Vec<Effect> {
    let Some(anchored) = subject(model) else { return ask_deleted(model, given) };
    let Some(doc) = &model.doc else { return Vec::new() };
    let mut versions = versions_of(model, anchored);
    let now = versions.len() - 1;
    let before = std::iter::once(None).chain(versions.iter().map(Some));
    let told = |(before, version)| choice(&changes::change(before, version), version, given.now);
    let mut choices: Vec<Choice> = before.zip(&versions).map(told).collect();
    let aside = doc
        .annotations
        .aside
        .iter()
        .filter(|record| *record.id() == anchored.annotation.id && record.creator() == anchored.record.creator());
    for record in aside {
        choices.push(choice("kept aside, written elsewhere at the same moment", record, given.now));
        versions.push(record.clone());
    }
    let title = if anchored.mine {
        "History, as far as this device knows it: enter goes back"
    } else {
        "History: only its author can go back"
    };
    model.overlay = Some(Overlay::choose(Chooser::new(title, choices, now), Targets::Versions(versions)));
    Vec::new()
}

/// The versions of an annotation that are known, the oldest first.
fn versions_of(model: &Model, anchored: &AnchoredAnnotation) -> Vec<Record> {
    let mut session = model.written.versions.of(anchored.record.id()).to_vec();
    if session.is_empty() {
        session.push(anchored.record.clone());
    }
    let first = session[0].modified();
    let earlier = model.written.earlier.iter().rev();
    let before = earlier.filter(|record| record.id() == anchored.record.id() && record.modified() < first);
    before.cloned().chain(session.iter().cloned()).collect()
}

/// What was deleted: in this session and earlier. What another device deleted, or what was deleted before words were kept,
/// has its time alone.
fn ask_deleted(model: &mut Model, given: &Env) -> Vec<Effect> {
    let Some(doc) = &model.doc else { return Vec::new() };
    let source = doc.opened.source.as_deref().unwrap_or_default();
    let mut versions: Vec<Record> = model.written.versions.deleted(source).into_iter().cloned().collect();
    let mut choices: Vec<Choice> = versions.iter().map(|version| choice("deleted", version, given.now)).collect();
    let is_earlier = |record: &&Record| record.is_tombstone() && model.written.versions.of(record.id()).is_empty();
    let mut earlier: Vec<&Record> = doc.annotations.own.values().filter(is_earlier).collect();
    earlier.sort_by_key(|record| std::cmp::Reverse(record.modified()));
    for tombstone in earlier {
        let words = model.written.earlier.iter().find(|record| record.id() == tombstone.id());
        let (label, version) = ("deleted in an earlier session", words.unwrap_or(tombstone));
        choices.push(Choice { detail: ago(tombstone.modified(), given.now), ..choice(label, version, given.now) });
        versions.push(version.clone());
    }
    if versions.is_empty() {
        model.say("no annotation here, and nothing was deleted in this text");
        return Vec::new();
    }
    let title = "Deleted: enter brings back what left its words";
    model.overlay = Some(Overlay::choose(Chooser::new(title, choices, 0), Targets::Versions(versions)));
    Vec::new()
}

fn choice(change: &str, version: &Record, now: Timestamp) -> Choice {
    let words = words(version);
    let label = if words.is_empty() { change.to_owned() } else { format!("{change}: {words}") };
    Choice { label, detail: ago(version.modified(), now), indent: 0 }
}

/// How long ago, in words; the day (UTC) where that says more.
fn ago(then: Timestamp, now: Timestamp) -> String {
    let seconds = now.as_second() - then.as_second();
    match seconds {
        ..=-60 => "in the future".to_owned(),
        -59..60 => "just now".to_owned(),
        60..3_600 => format!("{} min ago", seconds / 60),
        3_600..86_400 => format!("{} h ago", seconds / 3_600),
        _ => then.to_string().chars().take(10).collect(),
    }
}

/// Goes back to a version.
pub fn take(model: &mut Model, version: &Record, given: &Env) -> Vec<Effect> {
    let Some(doc) = &model.doc else { return Vec::new() };
    let before = doc.annotations.anchored_by_id(version.id());
    if before.is_some_and(|anchored| !anchored.mine) {
        model.complain("only its author can go back to an earlier version");
        return Vec::new();
    }
    let before = before.map(|anchored| anchored.record.clone());
    if version.is_tombstone() {
        let here = before.is_some();
        model.say(if here {
            "here it was deleted; choose the version to go back to"
        } else {
            "its words are gone with it"
        });
        return Vec::new();
    }
    let is_now = |before: &Record| before.with_modified(version.modified()) == *version;
    if before.as_ref().is_some_and(is_now) {
        model.say("that is how it is now");
        return Vec::new();
    }
    let edit = Edit { id: version.id().to_owned(), before, after: Some(version.clone()) };
    let effects = edits::commit(model, given, edit);
    let undo = key_of(model, Command::Undo);
    model.say(format!("as it was then; {undo} takes that back"));
    effects
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_as_people_tell_them() {
        let now: Timestamp = "2026-11-22T12:00:00Z".parse().expect("a time");
        for (then, told) in [
            ("2026-11-22T11:59:30Z", "just now"),
            ("2026-11-22T11:55:01Z", "4 min ago"),
            ("2026-11-22T03:00:00Z", "9 h ago"),
            ("2026-11-20T03:00:00Z", "2026-11-20"),
            ("2027-11-20T03:00:00Z", "in the future"),
        ] {
            assert_eq!(ago(then.parse().expect("a time"), now), told);
        }
    }
}
