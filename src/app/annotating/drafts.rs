//! Drafts: what is being typed, kept against a crash, offered again, thrown away.

use crate::annotation::{Draft, Kind, Purpose};
use crate::app::commands::Command;
use crate::app::messages::{Effect, WriteRequest};
use crate::app::model::Model;
use crate::app::query::keys::key_of;
use crate::app::state::field::TextField;
use crate::app::state::overlay::Overlay;
use crate::app::state::writing::Writing;
use crate::text::visible;

/// The draft of what is being typed now, to be kept.
pub fn draft_effect(model: &Model) -> Vec<Effect> {
    vec![Effect::Write(WriteRequest::KeepDraft(draft_of(model)))]
}

/// What is being typed now, as a draft; `None` where nothing is.
pub fn draft_of(model: &Model) -> Option<Draft> {
    let Some(Overlay::Write(writing)) = &model.overlay else { return None };
    let doc = model.doc.as_ref()?;
    let text = writing.field.text();
    if text.trim().is_empty() {
        return None;
    }
    let purpose = writing.purpose.clone();
    let span = writing.span.map(|span| doc.document().offsets().to_code_points(doc.text(), span));
    let audience = writing.audience.clone();
    Some(Draft { document: doc.opened.path.clone(), purpose, span, text, audience, left: false })
}

/// Drafts of an earlier session: offers the one on the open document.
pub fn offer(model: &mut Model, drafts: Vec<Draft>) {
    model.notes.drafts = drafts;
    offer_here(model);
}

/// Offers the draft of the open document, if there is one.
pub fn offer_here(model: &mut Model) {
    if model.notes.drafts.is_empty() {
        return;
    }
    let path = model.doc.as_ref().map(|doc| doc.opened.path.clone());
    match path {
        Some(path) if model.notes.drafts.iter().any(|draft| draft.document == path && !draft.left) => {
            let [resume, discard] = [Command::Resume, Command::Discard].map(|command| key_of(model, command));
            model.say(format!("a note you were typing was not finished: {resume} opens it, {discard} throws it away"));
        }
        // The row of the list says where it is, by the title as soon as that is known.
        _ => {}
    }
}

/// Where the first unfinished note waits: by title and file; `None` where none does, or in the open text.
pub fn waiting(model: &Model) -> Option<String> {
    let first = model.notes.drafts.iter().find(|draft| !draft.left)?;
    let path = &first.document;
    let open = model.doc.as_ref().is_some_and(|doc| doc.opened.path == *path);
    let item = model.list.items.iter().find(|item| item.path == *path);
    let name = match item.and_then(|item| item.title.as_deref()) {
        Some(title) => format!("“{title}” ({path})"),
        None => path.as_str().to_owned(),
    };
    (!open).then(|| visible::line(&format!("an unfinished note waits in {name}: open that text")).into_owned())
}

/// Opens the unfinished note of the open document.
pub fn resume(model: &mut Model) -> Vec<Effect> {
    let Some(doc) = &model.doc else { return Vec::new() };
    let Some(index) = model.notes.drafts.iter().position(|draft| draft.document == doc.opened.path) else {
        model.say("no unfinished note in this document");
        return Vec::new();
    };
    if doc.opened.source.is_none() {
        model.complain("still reading the file; try again in a moment");
        return Vec::new();
    }
    let draft = model.notes.drafts.remove(index);
    let resumed = draft.clone();
    let span = draft.span.and_then(|(start, end)| doc.document().offsets().to_span(doc.text(), start, end));
    // An answer stays one even where what it answers is gone: its thread keeps a place for that.
    let purpose = match draft.purpose {
        Purpose::Change(id) if !doc.annotations.anchored_by_id(&id).is_some_and(|anchored| anchored.mine) => {
            Purpose::New(Kind::Note)
        }
        purpose => purpose,
    };
    let field = TextField::lines(&draft.text);
    let writing = Writing { purpose, span, field, before: String::new(), audience: draft.audience };
    model.overlay = Some(Overlay::Write(Box::new(writing)));
    draft_effect(model).into_iter().chain([Effect::Write(WriteRequest::DropDrafts(vec![resumed]))]).collect()
}

/// Throws the unfinished note of the open document away.
pub fn discard(model: &mut Model) -> Vec<Effect> {
    let path = model.doc.as_ref().map(|doc| doc.opened.path.clone());
    let here = |draft: &Draft| Some(&draft.document) == path.as_ref();
    let (gone, kept): (Vec<Draft>, Vec<Draft>) = std::mem::take(&mut model.notes.drafts).into_iter().partition(here);
    model.notes.drafts = kept;
    if gone.is_empty() {
        model.say("no unfinished note in this document");
        return Vec::new();
    }
    model.say("unfinished note thrown away");
    vec![Effect::Write(WriteRequest::DropDrafts(gone))]
}
