//! Notes and questions in the text field. What is being typed is handed out as a draft after every key, so that a crash
//! or a lost line loses nothing.

use crate::annotation::{AnnotationId, Audience, Draft, Kind, Purpose};
use crate::app::annotating::drafts::{draft_effect, draft_of};
use crate::app::annotating::edits::AnnotationBody;
use crate::app::annotating::{audience, edits, linking, mentions, repeating, telling};
use crate::app::commands::Command;
use crate::app::messages::{Effect, Env, WriteRequest};
use crate::app::model::Model;
use crate::app::query::keys::key_of;
use crate::app::query::{audience as query_audience, current};
use crate::app::state::field::TextField;
use crate::app::state::overlay::Overlay;
use crate::app::state::repeating::WhatWasDone;
use crate::app::state::writing::Writing;
use crate::config::chord::{Chord, Key};

/// Opens the field for a new note, or to change one.
pub fn start(model: &mut Model, purpose: Purpose) -> Vec<Effect> {
    start_for(model, purpose, None)
}

/// As [`start`], for these readers where some are said.
pub fn start_for(model: &mut Model, purpose: Purpose, readers: Option<Audience>) -> Vec<Effect> {
    let Some(doc) = &model.doc else { return Vec::new() };
    if doc.opened.source.is_none() {
        model.complain("still reading the file; try again in a moment");
        return Vec::new();
    }
    let on_text = matches!(purpose, Purpose::New(kind) if kind != Kind::DocumentNote);
    if doc.document().blocks().is_empty() && on_text {
        model.complain("there is no text to write about");
        return Vec::new();
    }
    let (span, before) = match &purpose {
        Purpose::New(Kind::DocumentNote) => (None, String::new()),
        Purpose::New(_) => (current::target_span(model), String::new()),
        Purpose::Change(id) => {
            let anchored = doc.annotations.anchored_by_id(id);
            let note = anchored.and_then(|anchored| anchored.annotation.note.clone()).unwrap_or_default();
            (anchored.and_then(|anchored| anchored.anchor.span), note)
        }
        Purpose::Reply(id) => {
            (doc.annotations.anchored_by_id(id).and_then(|anchored| anchored.anchor.span), String::new())
        }
    };
    let audience = readers.unwrap_or_else(|| query_audience::of_purpose(model, &purpose));
    let field = TextField::lines(&before);
    model.overlay = Some(Overlay::Write(Box::new(Writing { purpose, span, field, before, audience })));
    Vec::new()
}

/// A note on the selection, or on the annotation under the cursor if it is one's own highlight without a note.
pub fn note(model: &mut Model) -> Vec<Effect> {
    let bare = current::subject(model).filter(|anchored| anchored.mine && !current::is_selecting(model));
    let bare = bare.filter(|it| it.annotation.kind == Kind::Highlight && it.annotation.note.is_none());
    match bare.map(|anchored| anchored.annotation.id.clone()) {
        Some(id) => start(model, Purpose::Change(id)),
        None => start(model, Purpose::New(Kind::Note)),
    }
}

/// Opens the field for a new note of that kind with these words in it, for the same to read, to be kept or changed.
pub fn again(model: &mut Model, kind: Kind, words: &str, audience: Audience) -> Vec<Effect> {
    if kind == Kind::Note {
        note(model)
    } else {
        start(model, Purpose::New(kind))
    };
    let Some(Overlay::Write(writing)) = &mut model.overlay else { return Vec::new() };
    writing.field = TextField::lines(words);
    // On a mark of one's own that stays what the mark says.
    if matches!(writing.purpose, Purpose::New(_)) {
        writing.audience = audience;
    }
    model.say("the same words once more: esc keeps them here, ctrl-g leaves them out");
    draft_effect(model)
}

/// Takes a key. Esc and ctrl-s keep the note, ctrl-g leaves without it, ctrl-o goes to the outside editor, ctrl-t says who is to
/// read it.
pub fn press(model: &mut Model, mut writing: Box<Writing>, chord: Chord, given: &Env) -> Vec<Effect> {
    match (chord.key, chord.ctrl) {
        (Key::Tab, _) if mentions::complete(model, &mut writing) || linking::complete(model, &mut writing) => {
            model.overlay = Some(Overlay::Write(writing));
            return draft_effect(model);
        }
        (Key::Esc, _) | (Key::Char('s'), true) => return keep(model, writing, given),
        (Key::Char('g' | 'c'), true) => return leave(model, writing),
        (Key::Char('t'), true) => return audience::choose(model, writing),
        (Key::Char('o'), true) => {
            let text = writing.field.text();
            model.overlay = Some(Overlay::Write(writing));
            return vec![Effect::EditOutside(text)];
        }
        _ => {}
    }
    let changed = writing.field.press(chord);
    model.overlay = Some(Overlay::Write(writing));
    if changed { draft_effect(model) } else { Vec::new() }
}

/// Leaves the note unwritten; what was typed can be had back.
fn leave(model: &mut Model, writing: Box<Writing>) -> Vec<Effect> {
    let changed = writing.field.text() != writing.before;
    model.overlay = Some(Overlay::Write(writing));
    let draft = draft_of(model).filter(|_| changed);
    model.overlay = None;
    let resume = key_of(model, Command::Resume);
    // It is kept as left before it is no more what is being typed.
    let mut effects = Vec::new();
    match draft {
        Some(draft) => {
            let left = Draft { left: true, ..draft };
            model.notes.drafts.insert(0, left.clone());
            model.say(format!("left as it was; {resume} brings back what you typed"));
            effects.push(Effect::Write(WriteRequest::LeaveDraft(left)));
        }
        None => model.say("left as it was"),
    }
    effects.push(Effect::Write(WriteRequest::KeepDraft(None)));
    effects
}

/// The note is done: saves it if it says something new. The draft is given up only behind the note itself, so that there
/// is no moment at which neither is on the disk.
fn keep(model: &mut Model, writing: Box<Writing>, given: &Env) -> Vec<Effect> {
    let text = writing.field.text();
    let unit = repeating::unit_of(model);
    let moves = matches!(&writing.purpose, Purpose::Change(id) if query_audience::of(model, id).as_ref() != Some(&writing.audience));
    if (text == writing.before && !moves) || (text.trim().is_empty() && !matches!(writing.purpose, Purpose::Change(_)))
    {
        model.say(if text.trim().is_empty() { "nothing written" } else { "nothing changed" });
        return vec![Effect::Write(WriteRequest::KeepDraft(None))];
    }
    let told = if text == writing.before {
        audience::readers_told(model, &writing.audience)
    } else if text.trim().is_empty() {
        format!("its words are gone; {} brings them back", key_of(model, Command::Undo))
    } else {
        format!("written{}: “{}”", audience::told(model, &writing.audience), telling::few(&text))
    };
    let words = AnnotationBody { audience: Some(writing.audience.clone()), ..AnnotationBody::default() };
    let done = done_by(&writing).map(|kind| WhatWasDone::Written(kind, text.clone(), writing.audience.clone()));
    let mut effects = match &writing.purpose {
        Purpose::New(kind) => {
            edits::make(model, given, *kind, writing.span, AnnotationBody { note: Some(text), ..words })
        }
        Purpose::Reply(parent) => {
            edits::reply(model, given, Kind::Reply, parent, AnnotationBody { note: Some(text), ..words })
        }
        Purpose::Change(id) => rewrite(model, given, (id, &writing.audience), text),
    };
    if effects.is_empty() {
        // It could not be made: the field and the draft stay, and the message says why.
        if model.status.message.is_none() {
            model.complain("the annotation is gone; copy the words, or leave them as a draft");
        }
        model.overlay = Some(Overlay::Write(writing));
        return Vec::new();
    }
    if let Some(doc) = &mut model.doc {
        doc.selection = None;
    }
    model.say(told);
    match done {
        Some(done) => repeating::keep(model, done, unit),
        // What cannot be done again elsewhere leaves nothing older to be done in its place.
        None => model.written.repeating.act = None,
    }
    effects.push(Effect::Write(WriteRequest::KeepDraft(None)));
    let written = match &writing.purpose {
        Purpose::Change(id) if !moves => id.clone(),
        Purpose::Change(_) | Purpose::New(_) | Purpose::Reply(_) => AnnotationId::new(given.id.urn().to_string()),
    };
    effects.extend(linking::look_up(model, &written));
    effects
}

/// What was written, where it can be written elsewhere too: an answer belongs where it is.
fn done_by(writing: &Writing) -> Option<Kind> {
    match &writing.purpose {
        Purpose::New(kind) => Some(*kind),
        Purpose::Change(_) if writing.before.is_empty() && !writing.field.text().trim().is_empty() => Some(Kind::Note),
        Purpose::Change(_) | Purpose::Reply(_) => None,
    }
}

/// Changes the words of one's own annotation, and who may read it.
fn rewrite(model: &mut Model, given: &Env, (id, to): (&AnnotationId, &Audience), text: String) -> Vec<Effect> {
    let mut effects = edits::change(model, given, id, |annotation| {
        annotation.note = Some(text).filter(|text| !text.trim().is_empty());
        if annotation.kind == Kind::Highlight && annotation.note.is_some() {
            annotation.kind = Kind::Note;
        }
    });
    effects.extend(audience::put(model, given, std::slice::from_ref(id), to));
    effects
}

/// An outside editor gave a text back.
pub fn edited(model: &mut Model, text: Option<String>) -> Vec<Effect> {
    let (Some(text), Some(Overlay::Write(writing))) = (text, &mut model.overlay) else { return Vec::new() };
    writing.field = TextField::lines(crate::text::visible::clean(text).trim_end());
    draft_effect(model)
}
