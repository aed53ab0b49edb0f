//! Files that change while the program runs: the list follows; the open text stays as it was read until it is asked for anew,
//! because a text must not move under the eyes of who reads it.

use crate::annotation::{AnchorState, anchor, select};
use crate::app::commands::Command;
use crate::app::library::opening;
use crate::app::messages::Effect;
use crate::app::model::Model;
use crate::app::query::keys::key_of;
use crate::app::state::document::{OpenDocument, OpenedDocument};
use crate::app::state::place::ReadingPlace;
use crate::document::motion;

/// The files of these paths are gone, and those hold something else.
pub fn heard(model: &mut Model, gone: &[String], changed: &[String]) {
    model.list.forget(gone);
    let Some(desk) = &mut model.desk else { return };
    let path = &desk.opened.path;
    if gone.contains(path) {
        model.say("the file of this text is gone, or has another name now; what was read of it stays on the screen");
    } else if changed.contains(path) {
        desk.opened.outdated = true;
        let told = told(model);
        model.say(told);
    }
}

/// That the open text is not what its file holds now.
pub fn told(model: &Model) -> String {
    let key = key_of(model, Command::Reload);
    format!("the file has changed; {key} reads it anew")
}

/// Reads the open text anew from its file.
pub fn reload(model: &mut Model) -> Vec<Effect> {
    match model.desk.as_ref().map(|desk| desk.opened.path.clone()) {
        Some(path) => opening::open(model, &path),
        None => Vec::new(),
    }
}

/// Where a reader of the text as it was stands in the text as it is: at the same words where they are found, else as far on.
pub fn place_in(before: &OpenDocument, now: &OpenedDocument) -> ReadingPlace {
    let (text, document) = (before.text(), before.document());
    let place = before.place();
    let sentence = motion::sentence_around(document, before.cursor);
    let passage =
        select::passage(text, document.offsets(), sentence, before.opened.source.as_deref().unwrap_or_default());
    let source = now.source.as_deref().unwrap_or_default();
    let found = anchor::anchor_one(now.document.text(), now.document.offsets(), source, &passage);
    let Some(span) = found.span.filter(|_| found.state != AnchorState::Orphan) else { return place };
    let start = now.document.offsets().code_point(now.document.text(), span.start);
    let began = document.offsets().code_point(text, sentence.start);
    let shifted = |at: usize| (at + start).saturating_sub(began);
    ReadingPlace { offset: shifted(place.offset), top: shifted(place.top), ..place }
}
