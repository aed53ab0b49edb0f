//! Selecting: beginning, growing by units of the text, going to the other end.

use crate::app::messages::Effect;
use crate::app::model::Model;
use crate::app::reading::{labels, travel};
use crate::app::state::repeating::TextUnit;
use crate::document::motion;
use crate::document::motion::Motion;
use crate::text::Span;

pub fn select(model: &mut Model) -> Vec<Effect> {
    if let Some(doc) = &mut model.doc {
        doc.selection = if doc.selection.is_some() { None } else { Some(doc.cursor) };
        model.written.repeating.grown = None;
    }
    Vec::new()
}

/// Selects the unit at the cursor; where the selection ends with one already, takes the next one in.
pub fn grow(model: &mut Model, unit: TextUnit) -> Vec<Effect> {
    let Some(doc) = &model.doc else { return Vec::new() };
    let back = doc.selection.is_some_and(|fixed| doc.cursor < fixed);
    let (around, next, before): (fn(&_, usize) -> Span, _, _) = match unit {
        TextUnit::Word => (motion::word_around, Motion::NextWord, Motion::PrevWord),
        TextUnit::Sentence => (motion::sentence_around, Motion::NextSentence, Motion::PrevSentence),
        TextUnit::Paragraph => (motion::paragraph_around, Motion::NextParagraph, Motion::PrevParagraph),
    };
    let this = around(doc.document(), doc.cursor);
    let further = || around(doc.document(), travel::destination(doc, if back { before } else { next }));
    let span = match doc.selected() {
        Some(selected) if selected.covers(this) => selected.union(further()),
        Some(selected) => selected.union(this),
        None => this,
    };
    if !span.is_empty() {
        model.written.repeating.grown = Some(unit);
        labels::select(model, span);
        if back {
            swap(model);
        }
    }
    Vec::new()
}

pub fn swap(model: &mut Model) -> Vec<Effect> {
    if let Some(doc) = &mut model.doc
        && let Some(fixed) = &mut doc.selection
    {
        std::mem::swap(fixed, &mut doc.cursor);
        doc.goal = None;
    }
    Vec::new()
}
