//! Picking annotations for a digest, anybody's. A pick is a record of one's own (`Annotation::picked`), so that it is undone,
//! synchronised and merged like one; the digest itself is printed by `postil export --curated`.

use crate::annotation::{AnnotationId, Edit, Kind, Purpose};
use crate::app::annotating::edits::AnnotationBody;
use crate::app::annotating::{edits, writing};
use crate::app::commands::Command;
use crate::app::messages::{Effect, Env};
use crate::app::model::Model;
use crate::app::query::current::{own_pick, subject_id};
use crate::app::query::keys::key_of;
use crate::app::state::anchored::AnchoredAnnotation;
use crate::app::state::card::wrapped;
use crate::text::visible;
use crate::text::wrap::Wrapping;

/// Rows of a comment on a card.
const COMMENT_ROWS: usize = 4;

/// Picks the current annotation, or takes one's pick back.
pub fn toggle(model: &mut Model, given: &Env) -> Vec<Effect> {
    let Some(id) = subject_id(model) else {
        model.say("no annotation here to pick");
        return Vec::new();
    };
    toggle_one(model, given, &id)
}

/// Picks the annotation of this id of the open text, or takes one's pick back.
pub fn toggle_one(model: &mut Model, given: &Env, id: &AnnotationId) -> Vec<Effect> {
    let Some(anchored) = model.doc.as_ref().and_then(|doc| doc.annotations.anchored_by_id(id)) else {
        return Vec::new();
    };
    if anchored.is_prompt() {
        model.say("a prompt is on the sheet of its session anyway; pick the answers to it");
        return Vec::new();
    }
    let key = key_of(model, Command::Curate);
    if let Some(edit) = own_pick(model, id).map(unpicked) {
        let effects = edits::commit(model, given, edit);
        model.say(format!("not picked any more; {key} picks it again"));
        return effects;
    }
    let effects = edits::reply(model, given, Kind::Bookmark, id, AnnotationBody::default());
    if !effects.is_empty() {
        let comment = key_of(model, Command::Comment);
        model.say(format!("picked for the digest; {comment} says why, {key} takes it back"));
    }
    effects
}

fn unpicked(pick: &AnchoredAnnotation) -> Edit {
    Edit { id: pick.annotation.id.clone(), before: Some(pick.record.clone()), after: None }
}

/// Opens the field for the comment on what one has picked.
pub fn comment(model: &mut Model) -> Vec<Effect> {
    let Some(id) = subject_id(model) else {
        model.say("no annotation here that you could have picked");
        return Vec::new();
    };
    let Some(pick) = own_pick(model, &id).map(|pick| pick.annotation.id.clone()) else {
        let key = key_of(model, Command::Curate);
        model.say(format!("you have not picked this; {key} picks it"));
        return Vec::new();
    };
    writing::start(model, Purpose::Change(pick))
}

/// Who has picked what a card shows, and why, in rows.
pub fn rows(pick: &AnchoredAnnotation, wrapping: Wrapping) -> Vec<String> {
    wrapped(&told(pick), wrapping, COMMENT_ROWS)
}

fn told(pick: &AnchoredAnnotation) -> String {
    let who = if pick.mine { "me".to_owned() } else { visible::line(&pick.reader).into_owned() };
    let unsaved = if pick.saved || !pick.mine { "" } else { " (not saved yet)" };
    let why = pick.annotation.note.as_deref().map(|note| format!(": {}", one_line(note)));
    format!("* picked by {who}{unsaved}{}", why.unwrap_or_default())
}

fn one_line(words: &str) -> String {
    visible::line(&words.split_whitespace().collect::<Vec<_>>().join(" ")).into_owned()
}
