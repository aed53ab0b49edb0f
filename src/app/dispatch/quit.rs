//! Going back, leaving and ending: what must not be lost is kept first.

use crate::app::annotating::{drafts, saving};
use crate::app::library::opening::leave;
use crate::app::messages::{Effect, ReadRequest, WriteRequest};
use crate::app::model::Model;
use crate::app::state::view::Pane;

/// Keeps what must not be lost, then ends.
pub fn stop(model: &mut Model) -> Vec<Effect> {
    let mut effects = Vec::new();
    effects.extend(drafts::draft_of(model).map(|draft| Effect::Write(WriteRequest::KeepDraft(Some(draft)))));
    effects.extend(model.doc.as_ref().map(|doc| Effect::Write(WriteRequest::KeepPlace(Box::new(doc.place())))));
    effects.extend(saving::retries(model));
    effects.push(Effect::Quit);
    effects
}

/// Goes to the list; from the list, out of the program.
pub fn back(model: &mut Model) -> Vec<Effect> {
    if model.view.zoomed && model.view.focus != Pane::Reader {
        model.view.zoomed = false;
        return Vec::new();
    }
    match model.view.focus {
        Pane::Notes => model.view.focus_on(Pane::Reader),
        Pane::Reader => {
            let mut effects = leave(model);
            // One looks at the list: is it what the folder holds?
            effects.push(Effect::Read(ReadRequest::LookAgain));
            model.view.focus_on(Pane::List);
            return effects;
        }
        Pane::List => return quit(model),
    }
    Vec::new()
}

/// Ends the program; where something could not be saved, not before that was tried once more and said.
pub fn quit(model: &mut Model) -> Vec<Effect> {
    let count = model.written.unsaved.len();
    let mut effects = leave(model);
    effects.extend(saving::retries(model));
    if count > 0 && !std::mem::replace(&mut model.written.quitting, true) {
        let changes = if count == 1 { "1 change is".to_owned() } else { format!("{count} changes are") };
        model.complain(format!("{changes} NOT SAVED; {}", saving::quitting_costs(model)));
        return effects;
    }
    effects.push(Effect::Quit);
    effects
}
