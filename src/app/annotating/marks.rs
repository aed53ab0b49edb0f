//! Highlights, bookmarks and colours: what the colour keys do with a selection or an annotation.

use crate::annotation::edit::Edit;
use crate::annotation::{AnnotationId, Color, Kind, Purpose};
use crate::app::annotating::edits::{AnnotationBody, SEALED, change, commit, make};
use crate::app::annotating::{curation, writing};
use crate::app::commands::Command;
use crate::app::messages::{Effect, Env};
use crate::app::model::Model;
use crate::app::query::current::{is_selecting, own_pick, own_subject, subject, target_span};
use crate::app::query::keys::key_of;
use crate::app::state::anchored::AnchoredAnnotation;
use crate::app::state::message::Message;
use crate::app::state::view::Pane;
use crate::text::Span;

/// Marks the selection; without one recolours the annotation that is meant, or marks the sentence at the cursor where there
/// is none. The passage of an annotation that was selected to move its ends means that annotation.
pub fn color(model: &mut Model, given: &Env, color: Color) -> Vec<Effect> {
    if is_selecting(model) {
        return match taken_up(model) {
            Some(id) => recolor(model, given, &id, color),
            None => mark_new(model, given, color),
        };
    }
    match own_subject(model, "recolour").map(|anchored| (anchored.annotation.id.clone(), colorless(anchored))) {
        Ok((id, None)) => return recolor(model, given, &id, color),
        Ok((_, Some(why))) => model.say(why),
        Err(_) if model.view.focus == Pane::Reader && subject(model).is_none() => {
            return mark_new(model, given, color);
        }
        Err(why) => model.status.message = Some(or_select(why)),
    }
    Vec::new()
}

/// Where another's annotation is in the way of marking words: that words which are selected can be marked all the same.
pub fn or_select(why: Message) -> Message {
    let text = if why.is_failure() { format!("{}; select words to mark them yourself", why.text) } else { why.text };
    Message { text, ..why }
}

/// One's own annotation whose passage is selected, neither end moved yet.
fn taken_up(model: &Model) -> Option<AnnotationId> {
    let doc = model.doc.as_ref()?;
    let anchored =
        doc.annotations.anchored_by_id(model.notes.adjusting.as_ref()?).filter(|anchored| takes_color(anchored))?;
    (anchored.stands() == doc.selected()).then(|| anchored.annotation.id.clone())
}

/// Why an annotation has no colour to change, where it has none.
fn colorless(anchored: &AnchoredAnnotation) -> Option<String> {
    let kind = anchored.annotation.kind.name();
    (!takes_color(anchored)).then(|| format!("a {kind} has no colour; select words to mark them"))
}

fn takes_color(anchored: &AnchoredAnnotation) -> bool {
    anchored.mine && matches!(anchored.annotation.kind, Kind::Highlight | Kind::Note | Kind::Question)
}

fn recolor(model: &mut Model, given: &Env, id: &AnnotationId, color: Color) -> Vec<Effect> {
    model.peers.layers.written();
    let effects = change(model, given, id, |annotation| annotation.color = Some(color));
    if let Some(doc) = &mut model.doc {
        doc.selection = None;
    }
    let meaning = meaning(model, color);
    model.say(format!("{} {}{meaning}", if effects.is_empty() { "already" } else { "now" }, color.name()));
    effects
}

/// What the colour means, if it was said, to be put behind its name.
fn meaning(model: &Model, color: Color) -> String {
    let meaning = model.config.settings.colors.meaning(color.name());
    if meaning.is_empty() { String::new() } else { format!(": {meaning}") }
}

/// A new mark; the same passage marked once more changes its colour.
fn mark_new(model: &mut Model, given: &Env, color: Color) -> Vec<Effect> {
    let span = target_span(model);
    let same = |anchored: &&AnchoredAnnotation| takes_color(anchored) && anchored.stands() == span;
    let there = model
        .doc
        .as_ref()
        .and_then(|doc| doc.annotations.anchored.own().map(|(_, anchored)| anchored).find(same))
        .map(|anchored| anchored.annotation.id.clone());
    if let Some(id) = there {
        return recolor(model, given, &id, color);
    }
    let effects =
        add(model, given, Kind::Highlight, AnnotationBody { color: Some(color), ..AnnotationBody::default() });
    if !effects.is_empty() {
        let (meaning, tag, note) = (meaning(model, color), key_of(model, Command::Tag), key_of(model, Command::Note));
        model.say(format!("marked {}{meaning}; {tag} tags it, {note} adds a note", color.name()));
    }
    effects
}

/// Does what the key of the default colour does.
pub fn highlight(model: &mut Model, given: &Env) -> Vec<Effect> {
    let usual = Color::named(model.config.settings.colors.default_name());
    color(model, given, usual)
}

/// Puts a bookmark at the cursor.
pub fn bookmark(model: &mut Model, given: &Env) -> Vec<Effect> {
    let Some(doc) = &mut model.doc else { return Vec::new() };
    doc.selection = None;
    let here = Span::at(doc.cursor);
    let effects = make(model, given, Kind::Bookmark, Some(here), AnnotationBody::default());
    if !effects.is_empty() {
        model.say("bookmark set");
    }
    effects
}

/// Makes an annotation on the selection, or on the sentence at the cursor.
pub fn add(model: &mut Model, given: &Env, kind: Kind, words: AnnotationBody) -> Vec<Effect> {
    let span = target_span(model);
    let effects = make(model, given, kind, span, words);
    if !effects.is_empty()
        && let Some(doc) = &mut model.doc
    {
        doc.selection = None;
    }
    effects
}

/// Deletes the annotation that is meant, if it is one's own.
pub fn delete(model: &mut Model, given: &Env) -> Vec<Effect> {
    let deleted = |anchored: &AnchoredAnnotation| {
        let (id, before) = (anchored.annotation.id.clone(), Some(anchored.record.clone()));
        (Edit { id, before, after: None }, anchored.annotation.kind.name())
    };
    match own_subject(model, "delete").map(deleted) {
        Ok((edit, name)) => {
            let (effects, key) = (commit(model, given, edit), key_of(model, Command::Undo));
            model.say(format!("{name} deleted; {key} brings it back"));
            effects
        }
        Err(why) => {
            model.status.message = Some(why);
            Vec::new()
        }
    }
}

/// Opens the editor on the note of the annotation that is meant; on the comment, where that is another's that one has picked.
pub fn edit(model: &mut Model) -> Vec<Effect> {
    match own_subject(model, "change").map(|anchored| (anchored.record.is_sealed(), anchored.annotation.id.clone())) {
        Ok((true, _)) => model.complain(SEALED),
        Ok((false, id)) => return writing::start(model, Purpose::Change(id)),
        Err(_) if subject(model).is_some_and(|anchored| own_pick(model, &anchored.annotation.id).is_some()) => {
            return curation::comment(model);
        }
        Err(_) if subject(model).is_none() => {
            let key = key_of(model, Command::Note);
            model.say(format!("no annotation here to change; {key} writes a note"));
        }
        Err(why) => model.status.message = Some(why),
    }
    Vec::new()
}
