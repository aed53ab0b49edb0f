//! Making everything true again that is derived from the state, after every message.

use crate::app::annotating::review;
use crate::app::library::{backlinks, opening, summaries};
use crate::app::model::Model;
use crate::app::notes::pane;
use crate::app::reading::numbering;
use crate::app::seminar::{board, compare, layers};
use crate::app::state::geometry;

/// Makes everything that is derived true again: sizes, what is in view, which note is current.
pub fn settle(model: &mut Model) {
    layers::settle(model);
    numbering::settle(model);
    backlinks::settle(model);
    let panes = model.panes();
    if model.doc.as_ref().is_none_or(|doc| doc.selection.is_none()) {
        model.notes.adjusting = None;
    }
    if let Some(doc) = &mut model.doc {
        doc.stand_where_it_shows();
    }
    let look = geometry::look(&panes, model.doc.as_ref().is_none_or(|doc| doc.folded), model.config.settings.page);
    // A reader that does not show keeps its rows, so that it comes back as it was.
    if let Some(doc) = model.doc.as_mut().filter(|_| panes.reader.is_some()) {
        doc.settle(look, panes.text.height, model.config.settings.place.scroll_margin);
    }
    summaries::settle(model);
    let height = panes.list.map_or(0, |area| area.height);
    model.list.settle(height);
    pane::settle(model, panes.notes);
    review::settle(model);
    board::settle(model);
    compare::settle(model);
    opening::tell_place(model);
}
