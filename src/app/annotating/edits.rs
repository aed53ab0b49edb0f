//! Every change of an annotation: made as an edit with its inverse, applied, undone, redone. Nothing else changes one's
//! own records.

use crate::annotation::edit::{Edit, History, HistoryStep};
use crate::annotation::{Annotation, AnnotationId, Audience, Color, Kind, Passage, Record, Target, select};
use crate::app::annotating::saving::retries;
use crate::app::annotating::telling;
use crate::app::commands::Command;
use crate::app::messages::{Effect, Env, WriteRequest};
use crate::app::model::Model;
use crate::app::query::audience::bound;
use crate::app::query::current::not_ours;
use crate::app::query::keys::key_of;
use crate::app::reading::travel;
use crate::app::state::anchored::AnchoredAnnotation;
use crate::app::state::anchoring::place;
use crate::text::Span;

/// What a new annotation says.
#[derive(Clone, Debug, Default)]
pub struct AnnotationBody {
    /// The note.
    pub note: Option<String>,
    /// The colour.
    pub color: Option<Color>,
    /// The tags.
    pub tags: Vec<String>,
    /// Who may read it; the usual ones where nobody has said.
    pub audience: Option<Audience>,
}

/// Makes an annotation on a span, or (`None`) on the whole document.
pub fn make(model: &mut Model, given: &Env, kind: Kind, span: Option<Span>, words: AnnotationBody) -> Vec<Effect> {
    let Some(doc) = &model.doc else { return Vec::new() };
    let Some(source) = doc.opened.source.clone() else {
        model.complain("still reading the file; try again in a moment");
        return Vec::new();
    };
    if span.is_some() && doc.document().blocks().is_empty() {
        model.complain("there is no text to mark");
        return Vec::new();
    }
    let target = match span {
        Some(span) => Target::Passage(select::passage_in(doc.document(), span, &source)),
        None => Target::Document(source),
    };
    make_about(model, given, kind, target, words)
}

/// Makes an annotation about something: a passage, the document, another annotation.
pub fn make_about(model: &mut Model, given: &Env, kind: Kind, target: Target, words: AnnotationBody) -> Vec<Effect> {
    let annotation = Annotation {
        id: AnnotationId::new(given.id.urn().to_string()),
        kind,
        creator: model.me.reader.id.clone(),
        created: given.now,
        modified: given.now,
        note: words.note.filter(|note| !note.trim().is_empty()),
        tags: words.tags,
        color: words.color,
        target,
        links: Vec::new(),
    };
    let audience = audience_of(model, &annotation, words.audience);
    let record = answering(model, &Record::of(&annotation), &annotation.target).for_audience(&audience);
    commit(model, given, Edit { id: annotation.id, before: None, after: Some(record) })
}

/// The record with the words of the prompt that it answers, where it answers one.
fn answering(model: &Model, record: &Record, target: &Target) -> Record {
    let answered = target.annotation().and_then(|id| model.doc.as_ref()?.annotations.anchored_by_id(id));
    let asked = answered.filter(|anchored| anchored.is_prompt()).and_then(|prompt| prompt.annotation.note.as_deref());
    asked.map_or_else(|| record.clone(), |words| record.answering(words))
}

/// Who may read a new annotation: what is said to something that not everybody can read is for the same; votes and picks are for the others.
fn audience_of(model: &Model, new: &Annotation, said: Option<Audience>) -> Audience {
    let bound = match &new.target {
        Target::Annotation(id) => bound(model, id),
        _ => None,
    };
    if let Some(bound) = bound {
        return bound;
    }
    let for_others = new.kind == Kind::Vote || new.is_pick();
    said.unwrap_or_else(|| if for_others { Audience::Everybody } else { model.usual_audience() })
}

/// Makes an annotation on another one: an answer, a pick.
pub fn reply(model: &mut Model, given: &Env, kind: Kind, parent: &AnnotationId, words: AnnotationBody) -> Vec<Effect> {
    if model.doc.as_ref().is_none_or(|doc| doc.opened.source.is_none()) {
        model.complain("still reading the file; try again in a moment");
        return Vec::new();
    }
    make_about(model, given, kind, Target::Annotation(parent.clone()), words)
}

/// Why what cannot be read here is not changed.
pub const SEALED: &str = "this is encrypted and cannot be read here, so it cannot be changed; it can be deleted";

/// Changes one's own annotation.
pub fn change(model: &mut Model, given: &Env, id: &AnnotationId, alter: impl FnOnce(&mut Annotation)) -> Vec<Effect> {
    let Some(anchored) = model.doc.as_ref().and_then(|doc| doc.annotations.anchored_by_id(id)) else {
        return Vec::new();
    };
    if !anchored.mine {
        let why = not_ours(anchored, "change");
        model.complain(why);
        return Vec::new();
    }
    if anchored.record.is_sealed() {
        model.complain(SEALED);
        return Vec::new();
    }
    match changed(anchored, given, alter) {
        Some(edit) => commit(model, given, edit),
        None => Vec::new(),
    }
}

/// The edit that changes an annotation; `None` where nothing changes.
fn changed(anchored: &AnchoredAnnotation, given: &Env, alter: impl FnOnce(&mut Annotation)) -> Option<Edit> {
    let (before, mut annotation) = (anchored.record.clone(), anchored.annotation.clone());
    alter(&mut annotation);
    if annotation == anchored.annotation || before.is_sealed() {
        return None;
    }
    annotation.modified = given.now;
    let after = before.updated(&annotation);
    Some(Edit { id: annotation.id, before: Some(before), after: Some(after) })
}

/// Puts one's own annotations, by their ids, on other passages; one undo takes all of it back.
pub fn put_all(model: &mut Model, given: &Env, places: Vec<(AnnotationId, Passage)>) -> Vec<Effect> {
    let Some(doc) = &model.doc else { return Vec::new() };
    let edit = |(id, passage): (AnnotationId, Passage)| {
        let anchored = doc.annotations.anchored_by_id(&id).filter(|anchored| anchored.mine)?;
        changed(anchored, given, |annotation| annotation.target = Target::Passage(passage))
    };
    let edits: Vec<Edit> = places.into_iter().filter_map(edit).collect();
    commit_all(model, given, edits)
}

/// Applies edits that are made together on the open document; one undo takes all of them back.
pub fn commit_all(model: &mut Model, given: &Env, edits: Vec<Edit>) -> Vec<Effect> {
    let Some(path) = model.doc.as_ref().map(|doc| doc.opened.path.clone()) else { return Vec::new() };
    let effects = edits.iter().flat_map(|edit| apply(model, given, edit)).collect();
    model.written.histories.entry(path).or_default().push_all(edits);
    effects
}

/// Applies an edit to the model, remembers it for undo, and has it saved.
pub fn commit(model: &mut Model, given: &Env, edit: Edit) -> Vec<Effect> {
    let effects = apply(model, given, &edit);
    if let Some(doc) = &model.doc {
        model.written.histories.entry(doc.opened.path.clone()).or_default().push(edit);
    }
    effects
}

/// Completes one's own annotation by what the program found out: no step of undo, and what was chosen stays so.
pub fn amend(model: &mut Model, given: &Env, id: &AnnotationId, alter: impl FnOnce(&mut Annotation)) -> Vec<Effect> {
    let anchored =
        model.doc.as_ref().and_then(|doc| doc.annotations.anchored_by_id(id)).filter(|anchored| anchored.mine);
    let Some(edit) = anchored.and_then(|anchored| changed(anchored, given, alter)) else { return Vec::new() };
    let (selected, quitting) = (model.notes.selected.clone(), model.written.quitting);
    let effects = apply(model, given, &edit);
    (model.notes.selected, model.written.quitting) = (selected, quitting);
    effects
}

/// Undoes (or redoes) the last edit of this document.
pub fn step_history(model: &mut Model, given: &Env, step: HistoryStep) -> Vec<Effect> {
    let Some(path) = model.doc.as_ref().map(|doc| doc.opened.path.clone()) else { return Vec::new() };
    let history: &mut History = model.written.histories.entry(path).or_default();
    let (edits, none) = match step {
        HistoryStep::Undo => (history.undo(), "nothing to undo"),
        HistoryStep::Redo => (history.redo(), "nothing to redo"),
    };
    let Some(edits) = edits else {
        model.say(none);
        return Vec::new();
    };
    let (first, told) =
        (edits.last().map(|edit| edit.id.clone()).unwrap_or_default(), telling::undone(&edits, &model.seminar));
    let place = |model: &Model| model.doc.as_ref()?.annotations.anchored_by_id(&first)?.anchor.span;
    let before = place(model);
    let effects = edits.iter().flat_map(|edit| apply(model, given, edit)).collect();
    let key = key_of(model, Command::Redo);
    let place = place(model).or(before);
    if let (Some(doc), Some(span)) = (&mut model.doc, place)
        && !span.contains(doc.cursor)
    {
        // What is undone elsewhere would surprise later.
        travel::jump(doc, span.start);
    }
    model.say(match step {
        HistoryStep::Undo => format!("undone: {told}; {key} does it again"),
        HistoryStep::Redo => format!("done again: {told}"),
    });
    effects
}

/// Makes an edit true on the screen at once, and asks for it to be saved. It is not remembered for undo.
pub fn apply(model: &mut Model, given: &Env, edit: &Edit) -> Vec<Effect> {
    model.written.unsaved.retain(|(_, kept)| *kept.id() != edit.id);
    model.written.quitting = false;
    model.peers.layers.written();
    if let Some(retagged) = &mut model.written.retagged {
        retagged.is_last = false;
    }
    let (mut effects, me) = (retries(model), model.me.clone());
    let Some(doc) = &mut model.doc else { return effects };
    let record = edit.record_to_write(doc.annotations.own.get(&edit.id), given.now);
    let gone = doc.annotations.own.get(&edit.id).filter(|before| loses_words(before, &record)).cloned();
    model.written.versions.wrote(doc.annotations.own.get(&edit.id).or(edit.before.as_ref()), &record);
    let shows = place(doc, &record, &me.reader.nickname, &model.seminar.answering.ids);
    let has_card = |annotation: Annotation| annotation.kind != Kind::Vote && !annotation.is_pick();
    if shows && record.annotation().is_some_and(has_card) {
        model.notes.selected = Some(edit.id.clone());
    }
    doc.annotations.own.insert(edit.id.clone(), record.clone());
    let path = doc.opened.path.clone();
    let count = doc.annotations.anchored.made_here();
    model.list.counted(&path, count);
    let gone = gone.map(|gone| WriteRequest::KeepReplaced { path: path.clone(), record: Box::new(gone) });
    effects.extend(gone.map(Effect::Write));
    effects.push(Effect::Write(WriteRequest::Save { path, record: Box::new(record) }));
    effects
}

/// Whether a version says something that would be nowhere any more once `after` is written in its place.
fn loses_words(before: &Record, after: &Record) -> bool {
    let Some(old) = before.annotation() else { return false };
    match after.annotation() {
        Some(new) => old.note.is_some() && old.note != new.note,
        None => old.kind != Kind::Vote && !(old.is_pick() && old.note.is_none()),
    }
}
