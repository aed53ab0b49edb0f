//! Files that change while the program runs: the list follows; the open text stays as it was read until it is asked for anew,
//! because a text must not move under the eyes of who reads it.

use crate::app::library::opening;
use crate::app::messages::Effect;
use crate::app::model::Model;
use crate::app::query::outdated::{is_outdated, told};
use crate::app::query::prompts;
use crate::app::state::message::{Message, several};
use crate::config::syllabus::Syllabus;
use crate::document::DocPath;
use std::sync::Arc;

/// The files of these paths are gone, and those hold something else.
pub fn heard(model: &mut Model, gone: &[DocPath], changed: &[DocPath]) {
    model.list.forget(gone);
    model.navigation.places.names = None;
    let Some(doc) = &mut model.doc else { return };
    let path = &doc.opened.path;
    if gone.contains(path) {
        let gone = "the file of this text is gone, or has another name now; what was read of it stays on the screen";
        model.follow_up(Message::news(gone));
    } else if changed.contains(path) {
        doc.opened.outdated = true;
        let told = told(model);
        model.follow_up(Message::news(told));
    }
}

/// The file of the syllabus has changed: a new plan, or none where it cannot be read.
pub fn planned(model: &mut Model, syllabus: Option<Arc<Syllabus>>, faults: &[String]) {
    let taken = syllabus.is_some();
    let leads = model.seminar.is_led_by(&model.me.reader);
    let lost = syllabus.as_ref().filter(|_| leads).and_then(|plan| prompts::lost_by(&model.seminar, plan));
    if let Some(syllabus) = syllabus {
        if let Some(title) = &syllabus.title {
            model.list.name.clone_from(title);
        }
        *model.seminar.syllabus = syllabus;
        let groups = model.seminar.groups();
        model.list.surveyed(groups);
    }
    let message = match (faults.first(), taken) {
        (None, _) if lost.is_some() => Message::failure(lost.unwrap_or_default()),
        (None, _) if is_outdated(model) => Message::news(told(model)),
        (None, _) => Message::news("the plan has changed: syllabus.toml was read anew"),
        (Some(first), true) => Message::failure(several(first, faults.len())),
        (Some(first), false) => Message::failure(format!("{first}; the plan of before holds until it can be read")),
    };
    model.follow_up(message);
}

/// Reads the open text anew from its file.
pub fn reload(model: &mut Model) -> Vec<Effect> {
    match model.doc.as_ref().map(|doc| doc.opened.path.clone()) {
        Some(path) => opening::open(model, &path),
        None => Vec::new(),
    }
}
