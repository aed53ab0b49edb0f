//! Draws a [`Model`]; decides nothing.
//!
//! Every pane has one file. All text goes to the screen cell by cell through `canvas`, with the same widths that the
//! layout used. Nothing here changes a model, reads a file or knows which keys there are.

mod board;
mod canvas;
mod chooser;
mod clipping;
mod compare;
mod fault;
mod field;
mod frame;
mod list;
mod notes;
mod pane;
mod popup;
mod reader;
mod receipt;
mod results;
mod status;
mod style;
#[cfg(test)]
mod tests;
mod tour;

use crate::app::{Area, Model, Pane};
pub use canvas::Cursor;

use canvas::Canvas;
use ratatui::buffer::Buffer;

/// Draws the whole screen into an empty buffer; says where the cursor belongs: at the caret while text is typed, else where
/// one reads, else on what is chosen.
pub fn draw(buffer: &mut Buffer, model: &Model) -> Cursor {
    let canvas = &mut Canvas::new(buffer, model);
    let panes = model.panes();
    if let Some(area) = panes.list {
        list::draw(canvas, model, area);
        canvas.separator(area.x + area.width, area, panes.reader.is_some() || panes.notes.is_some());
    }
    if let (Some(area), Some(doc)) = (panes.reader, &model.doc) {
        let at = reader::draw(canvas, model, doc, area, panes.text);
        if let Some(at) = at.filter(|_| model.view.focus == Pane::Reader) {
            if model.overlay.is_none() {
                canvas.put_caret(at);
            } else {
                canvas.point_at(at);
            }
        }
    }
    if let Some(area) = panes.notes {
        let whole =
            panes.notice.map_or(area, |notice| Area { y: notice.y, height: area.height + notice.height, ..area });
        notes::draw(canvas, model, area, whole);
        canvas.separator(area.x.wrapping_sub(1), whole, panes.reader.is_some() || panes.list.is_some());
    }
    status::draw(canvas, model, &panes);
    if let Some(overlay) = &model.overlay {
        popup::draw(canvas, model, overlay, &panes);
    }
    if let Some(tour) = &model.status.tour {
        tour::draw(canvas, tour, model.view.screen);
    }
    canvas.cursor()
}
