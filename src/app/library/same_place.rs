//! Finds the place where the reader was in a text that is read anew and may have changed. It opens nothing.

use crate::annotation::{AnchorState, anchor, select};
use crate::app::state::document::{OpenDocument, OpenedDocument};
use crate::app::state::place::ReadingPlace;
use crate::document::motion;

/// Where a reader of the text as it was stands in the text as it is: at the same words where they are found, else as far on.
pub fn place_in(before: &OpenDocument, now: &OpenedDocument) -> ReadingPlace {
    let (text, document) = (before.text(), before.document());
    let place = before.place();
    let sentence = motion::sentence_around(document, before.cursor);
    let passage = select::passage_in(document, sentence, before.opened.source.as_deref().unwrap_or_default());
    let source = now.source.as_deref().unwrap_or_default();
    let found = anchor::anchor_one_in(&now.document, source, &passage);
    let Some(span) = found.span.filter(|_| found.state != AnchorState::Orphan) else { return place };
    let start = now.document.offsets().code_point(now.document.text(), span.start);
    let began = document.offsets().code_point(text, sentence.start);
    let shifted = |at: usize| (at + start).saturating_sub(began);
    ReadingPlace { offset: shifted(place.offset), top: shifted(place.top), ..place }
}
