//! Remembering the last act on a passage, so that it can be done again elsewhere, and saying that it was. Which commands count
//! stands here; doing it again stands where commands are dispatched.

use crate::app::commands::Command;
use crate::app::messages::{Effect, WriteRequest};
use crate::app::model::Model;
use crate::app::query::current;
use crate::app::state::repeating::{RepeatableAct, TextUnit, WhatWasDone};
use crate::app::state::view::Pane;

/// Whether a command that asks for nothing is worth doing again. What can only be done once to a thing, or takes something back, is not.
fn counts(command: Command) -> bool {
    use Command::{
        Accept, Agree, Audience, Bookmark, Curate, Delete, Mark, MarkBlue, MarkGreen, MarkOrange, MarkPink, MarkPurple,
        MarkYellow,
    };
    let marks = [Mark, Accept, MarkYellow, MarkGreen, MarkBlue, MarkPink, MarkOrange, MarkPurple];
    marks.contains(&command) || [Bookmark, Curate, Agree, Delete, Audience].contains(&command)
}

/// The unit that is selected now, where one is.
pub fn unit_of(model: &Model) -> Option<TextUnit> {
    model.written.repeating.grown.filter(|_| current::is_selecting(model))
}

/// Remembers a command that has written something; `unit` was selected before it.
pub fn remember(model: &mut Model, command: Command, unit: Option<TextUnit>, effects: &[Effect]) {
    if counts(command) && has_saved(effects) {
        // A passage that was moved is not moved again elsewhere.
        let command = if command == Command::Accept { Command::Mark } else { command };
        keep(model, WhatWasDone::Command(command), unit);
    }
}

/// Remembers what was done otherwise than by a command alone.
pub fn keep(model: &mut Model, what: WhatWasDone, unit: Option<TextUnit>) {
    model.written.repeating.act = Some(RepeatableAct { what, unit });
}

/// Whether an act would take the words at the cursor: nothing is selected there, and no annotation is meant.
pub fn takes_words(model: &Model) -> bool {
    model.view.focus == Pane::Reader && !current::is_selecting(model) && current::subject(model).is_none()
}

/// Says that what was said was done again.
pub fn tell(model: &mut Model, effects: &[Effect]) {
    if let Some(message) = model.status.message.as_mut().filter(|message| !message.is_failure() && has_saved(effects)) {
        message.text = format!("again: {}", message.text);
    }
}

fn has_saved(effects: &[Effect]) -> bool {
    effects.iter().any(|effect| matches!(effect, Effect::Write(WriteRequest::Save { .. })))
}
