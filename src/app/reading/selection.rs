//! Selecting: beginning, growing by units of the text, going to the other end.

use crate::app::messages::Effect;
use crate::app::model::Model;
use crate::app::reading::{labels, travel};
use crate::document::motion;
use crate::document::motion::Motion;
use crate::text::Span;

pub fn select(model: &mut Model) -> Vec<Effect> {
    if let Some(desk) = &mut model.desk {
        desk.selection = if desk.selection.is_some() { None } else { Some(desk.cursor) };
    }
    Vec::new()
}

#[derive(Clone, Copy)]
pub enum TextUnit {
    Word,
    Sentence,
    Paragraph,
}

/// Selects the unit at the cursor; where the selection ends with one already, takes the next one in.
pub fn grow(model: &mut Model, unit: TextUnit) -> Vec<Effect> {
    let Some(desk) = &model.desk else { return Vec::new() };
    let back = desk.selection.is_some_and(|fixed| desk.cursor < fixed);
    let (around, next, before): (fn(&_, usize) -> Span, _, _) = match unit {
        TextUnit::Word => (motion::word_around, Motion::NextWord, Motion::PrevWord),
        TextUnit::Sentence => (motion::sentence_around, Motion::NextSentence, Motion::PrevSentence),
        TextUnit::Paragraph => (motion::paragraph_around, Motion::NextParagraph, Motion::PrevParagraph),
    };
    let this = around(desk.document(), desk.cursor);
    let further = || around(desk.document(), travel::destination(desk, if back { before } else { next }));
    let span = match desk.selected() {
        Some(selected) if selected.covers(this) => selected.union(further()),
        Some(selected) => selected.union(this),
        None => this,
    };
    if !span.is_empty() {
        labels::select(model, span);
        if back {
            swap(model);
        }
    }
    Vec::new()
}

pub fn swap(model: &mut Model) -> Vec<Effect> {
    if let Some(desk) = &mut model.desk
        && let Some(fixed) = &mut desk.selection
    {
        std::mem::swap(fixed, &mut desk.cursor);
        desk.goal = None;
    }
    Vec::new()
}
