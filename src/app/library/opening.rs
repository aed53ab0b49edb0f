//! Opening a document, taking in its parts and its annotations as they come, and leaving it.

use crate::annotation::{AnchorState, AnnotationId, Proof, Record};
use crate::app::annotating::{arrivals, drafts};
use crate::app::commands::Command;
use crate::app::library::{same_place, summaries};
use crate::app::messages::{Effect, ReadRequest, WriteRequest};
use crate::app::model::Model;
use crate::app::query::keys;
use crate::app::reading::{search, travel};
use crate::app::state::anchored::AnchoredAnnotation;
use crate::app::state::anchoring;
use crate::app::state::annotations::DocumentAnnotations;
use crate::app::state::document::{JumpList, OpenDocument, OpenedDocument, Reveal, SearchHits};
use crate::app::state::job::JobId;
use crate::app::state::message::{Message, MessageKind};
use crate::app::state::overlay::Overlay;
use crate::app::state::place::ReadingPlace;
use crate::app::state::reading::ReadingProgress;
use crate::app::state::view::Pane;
use crate::app::state::viewport::Viewport;
use crate::document::DocPath;
use crate::text::segment;
use std::collections::HashMap;
use std::sync::Arc;

/// Takes in how many have no place in the open document.
pub fn left_out(model: &mut Model, path: &DocPath, count: usize) {
    if let Some(doc) = model.doc.as_mut().filter(|doc| doc.opened.path == *path) {
        doc.annotations.copies.left_out = count;
    }
}

/// Leaves the open document and asks for another.
pub fn open(model: &mut Model, path: &DocPath) -> Vec<Effect> {
    let mut effects = leave(model);
    // What a link, a record or the plan names is a text: the list knows the file.
    let path = model.list.item(path).map_or(path, |item| &item.path).clone();
    let job = model.next_job();
    model.navigation.wanted = job;
    // What was wrong at the start, with the settings say, is told over the first text too: a key takes it away.
    if model.status.message.as_ref().is_none_or(|message| !message.is_failure()) {
        model.status.message = Some(Message::passing(format!("opening {}", path.file_name())));
    }
    model.navigation.tried = Some(path.clone());
    effects.push(Effect::Read(ReadRequest::Open { job, path }));
    effects
}

/// Remembers the place in the open document.
pub fn leave(model: &mut Model) -> Vec<Effect> {
    let Some(doc) = &model.doc else { return Vec::new() };
    let place = doc.place();
    model.list.progressed(&place.path, place.furthest);
    vec![Effect::Write(WriteRequest::KeepPlace(Box::new(place)))]
}

/// A document has been read, whole or its beginning.
pub fn opened(model: &mut Model, opened: OpenedDocument) -> Vec<Effect> {
    if opened.job != model.navigation.wanted {
        return Vec::new();
    }
    model.navigation.tried = None;
    if let Some(doc) = model.doc.as_mut().filter(|doc| doc.opened.job == opened.job) {
        let warning = opened.document.warnings.first().map(Message::failure);
        let awaited = doc.awaited.take().filter(|awaited| awaited.from == doc.cursor);
        doc.replace(opened);
        // What is wrong with a text is only known when all of it is.
        model.status.message = model.status.message.take().or(warning);
        if let Some(awaited) = awaited {
            travel::go_on(model, awaited.to);
        }
        return search::again(model);
    }
    if matches!(model.overlay, Some(Overlay::Write(_) | Overlay::Name(_) | Overlay::Tags(_))) {
        // What is being written belongs to the text that shows: the other one must not slip under it.
        let name = crate::text::visible::line(opened.path.file_name()).into_owned();
        model.say(format!("{name} was not opened, because you are writing; open it again"));
        return Vec::new();
    }
    begin(model, opened);
    Vec::new()
}

/// A document could not be read: it is told where it is the one that is wanted.
pub fn not_opened(model: &mut Model, job: JobId, reason: String) {
    if job == model.navigation.wanted {
        model.navigation.trail.failed(job);
        model.complain(reason);
    }
}

/// Shows a newly opened document where the reader left it.
fn begin(model: &mut Model, opened: OpenedDocument) {
    let again = model.doc.as_ref().filter(|doc| doc.opened.path == opened.path);
    let place = match again {
        Some(doc) => same_place::place_in(doc, &opened),
        None => opened.place.clone().unwrap_or_else(|| ReadingPlace::beginning(opened.path.clone())),
    };
    let again = again.is_some();
    if let Some(left) = model.doc.as_ref().map(|doc| doc.opened.path.clone()).filter(|_| !again) {
        model.navigation.trail.left(left, opened.job);
    }
    let (document, text) = (Arc::clone(&opened.document), opened.document.text());
    let byte = |point| document.offsets().byte(text, point);
    let first = document.blocks().first().map_or(0, |block| block.span.start);
    let cursor = segment::grapheme_start(text, byte(place.offset).unwrap_or(first).max(first));
    let trail = JumpList {
        marks: place.marks.iter().filter_map(|(name, at)| Some((*name, byte(*at)?))).collect(),
        ..JumpList::default()
    };
    // What has been said meanwhile (changes of an earlier session are saved now) stays.
    let said = model.status.message.take().filter(|message| message.kind != MessageKind::Passing);
    model.status.message = opened.document.warnings.first().map(Message::failure).or(said);
    let is_sent = model.navigation.pending.is_some();
    if model.status.message.is_none() && place.offset > 0 && !again && !is_sent {
        let start = keys::key_of(model, Command::Start);
        model.say(format!("back where you were; {start} goes to the beginning"));
    }
    summaries::leave(model);
    // What was asked of all texts meanwhile goes on.
    model.overlay.take_if(|over| !matches!(over, Overlay::Results(_)));
    model.status.typed.clear();
    model.written.said = None;
    model.written.earlier.clear();
    model.list.select_path(&opened.path);
    model.view.focus = Pane::Reader;
    model.doc = Some(OpenDocument {
        page: Viewport::new(),
        cursor,
        goal: None,
        selection: None,
        folded: model.config.settings.fold_boilerplate,
        found: SearchHits::default(),
        trail,
        annotations: DocumentAnnotations::default(),
        follow: byte(place.top).filter(|top| *top > first).map_or(Reveal::Jump, Reveal::From),
        reading: ReadingProgress::of(place.furthest),
        awaited: None,
        opened,
    });
    drafts::offer_here(model);
}

/// Says once over a text where notes go, where that is not beside the texts: who opened it directly has not seen the list, which says so.
pub fn tell_place(model: &mut Model) {
    let has_room = model.doc.is_some()
        && model.view.focus != Pane::List
        && model.status.message.is_none()
        && model.overlay.is_none();
    if let Some(told) = model.me.elsewhere.clone().filter(|_| has_room && !model.written.told_place) {
        model.written.told_place = true;
        model.say(told);
    }
}

/// The words of the open document have been counted.
pub fn counted(model: &mut Model, job: JobId, words: usize) {
    if let Some(doc) = model.doc.as_mut().filter(|doc| doc.opened.job == job) {
        doc.opened.words = Some(words);
    }
}

/// It is known whose files belong to another account.
pub fn doubted(model: &mut Model, path: &DocPath, ids: Vec<AnnotationId>) {
    if let Some(doc) = model.doc.as_mut().filter(|doc| doc.opened.path == *path) {
        doc.annotations.doubted = ids.into_iter().collect();
        doc.annotations.changed();
    }
}

/// It is known how annotations stand to what their readers have signed.
pub fn proven(model: &mut Model, path: &DocPath, proofs: HashMap<AnnotationId, Proof>) {
    if let Some(doc) = model.doc.as_mut().filter(|doc| doc.opened.path == *path) {
        doc.annotations.proofs = proofs;
        doc.annotations.changed();
    }
}

/// The annotations of a document have been read.
pub fn annotated(model: &mut Model, path: &DocPath, anchored: Vec<AnchoredAnnotation>, own: Vec<Record>) {
    let Some(doc) = model.doc.as_mut().filter(|doc| doc.opened.path == *path) else { return };
    let news = arrivals::news(doc, &anchored);
    doc.annotations.read = true;
    take_in(model, anchored, own);
    let Some(doc) = &model.doc else { return };
    model.list.counted(path, doc.annotations.anchored.made_here());
    // A sync has said who wrote.
    let stands = |message: &Message| message.is_failure() || model.peers.sync.told.as_ref() == Some(message);
    if let Some(news) = news.filter(|_| !model.status.message.as_ref().is_some_and(stands)) {
        model.say(news);
    }
}

/// The own annotations of a document have been read, and those of others have not: they show until all are here.
pub fn annotated_by_me(model: &mut Model, path: &DocPath, anchored: Vec<AnchoredAnnotation>, own: Vec<Record>) {
    if model.doc.as_ref().is_some_and(|doc| doc.opened.path == *path && !doc.annotations.read) {
        take_in(model, anchored, own);
    }
}

/// Puts annotations that were read in the place of those of the open document.
fn take_in(model: &mut Model, anchored: Vec<AnchoredAnnotation>, own: Vec<Record>) {
    let Some(doc) = &mut model.doc else { return };
    let anchored = arrivals::without_outdated(doc, anchored);
    // What is not yet on the disk is newer than what was read from it.
    let is_unsaved = |old: &&AnchoredAnnotation| old.mine && !old.saved;
    let unsaved: Vec<AnchoredAnnotation> =
        doc.annotations.anchored.own().map(|(_, old)| old).filter(is_unsaved).cloned().collect();
    let astray = anchored.iter().filter(|anchored| anchored.anchor.state != AnchorState::Same);
    let stood = astray
        .filter_map(|anchored| Some((anchored.annotation.id.clone(), (anchored.passage()?.clone(), anchored.anchor))));
    doc.annotations.stood.extend(stood);
    let is_here = |id: &AnnotationId| unsaved.iter().any(|old| old.annotation.id == *id);
    let mut all = anchored;
    all.retain(|new| !is_here(&new.annotation.id));
    let path = doc.opened.path.clone();
    let not_here = model.written.unsaved.iter().filter(|(of, record)| *of == path && !is_here(record.id()));
    all.extend(unsaved.iter().cloned());
    doc.annotations.replace(all);
    for (_, record) in not_here {
        anchoring::place(doc, record, &model.me.reader.nickname, &model.seminar.answering.ids);
    }
    for record in own {
        arrivals::learn(doc, record);
    }
}
