//! Highlights, bookmarks and colours: what the colour keys do with a selection or an annotation.

use crate::annotation::edit::Edit;
use crate::annotation::{AnnotationId, Color, Kind, Purpose};
use crate::app::annotating::edits::{AnnotationBody, change, commit, make};
use crate::app::annotating::{curation, writing};
use crate::app::commands::Command;
use crate::app::messages::{Effect, Env};
use crate::app::model::Model;
use crate::app::query::current;
use crate::app::query::current::{current, not_ours, target_span};
use crate::app::query::keys::key_of;
use crate::app::state::anchored::AnchoredAnnotation;
use crate::app::state::view::Pane;
use crate::text::Span;

/// Marks the selection; without one recolours the annotation that is meant, or marks the sentence at the cursor. The passage
/// of an annotation that was selected to move its ends means that annotation.
pub fn color(model: &mut Model, given: &Env, color: Color) -> Vec<Effect> {
    if complain_of_notes(model) {
        return Vec::new();
    }
    let selecting = model.desk.as_ref().is_some_and(|desk| desk.selection.is_some());
    if let (false, Some(at)) = (selecting, colorable(model)) {
        return recolor(model, given, &at, color);
    }
    match taken_up(model) {
        Some(id) => recolor(model, given, &id, color),
        None => mark_new(model, given, color),
    }
}

/// One's own annotation whose passage is selected, neither end moved yet.
fn taken_up(model: &Model) -> Option<AnnotationId> {
    let desk = model.desk.as_ref()?;
    let placed = desk.placed_by_id(model.notes.adjusting.as_ref()?).filter(|placed| takes_color(placed))?;
    (placed.stands() == desk.selected()).then(|| placed.annotation.id.clone())
}

/// One's own annotation under the cursor (or chosen in the notes pane) that has a colour to change.
fn colorable(model: &Model) -> Option<AnnotationId> {
    let desk = model.desk.as_ref()?;
    if model.view.focus == Pane::Notes {
        return current(model).filter(|at| at.mine).map(|at| at.id);
    }
    let covers = |span: Span| span.contains(desk.cursor);
    let own = desk.visible().filter(|placed| takes_color(placed) && placed.stands().is_some_and(covers));
    own.min_by_key(|placed| placed.anchor.span.map_or(0, Span::len)).map(|placed| placed.annotation.id.clone())
}

fn takes_color(placed: &AnchoredAnnotation) -> bool {
    placed.mine && matches!(placed.annotation.kind, Kind::Highlight | Kind::Note | Kind::Question)
}

fn recolor(model: &mut Model, given: &Env, id: &AnnotationId, color: Color) -> Vec<Effect> {
    model.layers.written();
    let effects = change(model, given, id, |annotation| annotation.color = Some(color));
    if let Some(desk) = &mut model.desk {
        desk.selection = None;
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
    let same = |placed: &&AnchoredAnnotation| takes_color(placed) && placed.stands() == span;
    let there =
        model.desk.as_ref().and_then(|desk| desk.placed.iter().find(same)).map(|placed| placed.annotation.id.clone());
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

/// In the notes pane the commands mean the chosen annotation: says so where that is nobody's or another reader's.
pub fn complain_of_notes(model: &mut Model) -> bool {
    if model.view.focus != Pane::Notes {
        return false;
    }
    let chosen = model.notes.selected.as_ref().and_then(|id| model.desk.as_ref()?.visible_by_id(id));
    match chosen.map(|placed| (placed.mine, not_ours(placed, "change"))) {
        Some((true, _)) => return false,
        Some((false, why)) => model.complain(why),
        None => model.say("no annotation here"),
    }
    true
}

/// Marks the selection, or the sentence at the cursor, in the default colour.
pub fn highlight(model: &mut Model, given: &Env) -> Vec<Effect> {
    let color = Color::named(model.config.settings.colors.default_name());
    mark_new(model, given, color)
}

/// Puts a bookmark at the cursor.
pub fn bookmark(model: &mut Model, given: &Env) -> Vec<Effect> {
    let Some(desk) = &mut model.desk else { return Vec::new() };
    desk.selection = None;
    let here = Span::at(desk.cursor);
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
        && let Some(desk) = &mut model.desk
    {
        desk.selection = None;
    }
    effects
}

/// Deletes the annotation under the cursor (or chosen in the notes pane).
pub fn delete(model: &mut Model, given: &Env) -> Vec<Effect> {
    let Some(at) = current(model) else {
        model.say("no annotation here");
        return Vec::new();
    };
    let Some(placed) = model.desk.as_ref().and_then(|desk| desk.placed_by_id(&at.id)) else { return Vec::new() };
    if !placed.mine {
        let why = not_ours(placed, "delete");
        model.complain(why);
        return Vec::new();
    }
    let edit = Edit { id: at.id, before: Some(placed.record.clone()), after: None };
    let name = placed.annotation.kind.name();
    let (effects, key) = (commit(model, given, edit), key_of(model, Command::Undo));
    model.say(format!("{name} deleted; {key} brings it back"));
    effects
}

/// Opens the editor on the note of the annotation under the cursor.
pub fn edit(model: &mut Model) -> Vec<Effect> {
    let Some(at) = current(model) else { return writing::start(model, Purpose::New(Kind::Note)) };
    let Some(placed) = model.desk.as_ref().and_then(|desk| desk.placed_by_id(&at.id)) else { return Vec::new() };
    if !placed.mine {
        if current::own_pick(model, &at.id).is_some() {
            return curation::comment(model);
        }
        let why = not_ours(placed, "change");
        model.complain(why);
        return Vec::new();
    }
    writing::start(model, Purpose::Change(at.id))
}
