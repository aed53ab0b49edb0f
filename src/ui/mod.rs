//! Draws a [`Model`]; decides nothing.
//!
//! Every pane has one file. All text goes to the screen cell by cell through `canvas`, with the same widths that the
//! layout used. Nothing here changes a model, reads a file or knows which keys there are.

mod board;
mod canvas;
mod compare;
mod list;
mod notes;
mod popup;
mod reader;
mod receipt;
mod status;
mod style;
#[cfg(test)]
mod tests;

use crate::app::{Area, Model, Overlay, Pane};
use crate::config::theme::Role;
use canvas::Canvas;
use ratatui::buffer::Buffer;

/// Draws the whole screen into an empty buffer; gives the cell of the text cursor, if it shows.
pub fn draw(buffer: &mut Buffer, model: &Model) -> Option<(u16, u16)> {
    let canvas = &mut Canvas::new(buffer, model);
    let panes = model.panes();
    let mut cursor = None;
    if let Some(area) = panes.list {
        list::draw(canvas, model, area);
        canvas.separator(area.x + area.width, area, panes.reader.is_some() || panes.notes.is_some());
    }
    if let (Some(area), Some(desk)) = (panes.reader, &model.desk) {
        let at = reader::draw(canvas, model, desk, area, panes.text);
        cursor = at.filter(|_| model.view.focus == Pane::Reader);
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
    cursor.filter(|_| model.overlay.is_none())
}

/// Whether the keys go to a pane.
fn active(model: &Model, pane: Pane) -> bool {
    model.view.focus == pane && !matches!(model.overlay, Some(Overlay::Write(_)))
}

/// The title of a pane, in the row above it.
fn title(canvas: &mut Canvas<'_>, area: Area, text: &str, active: bool) {
    if area.y == 0 {
        return;
    }
    let role = if active { Role::FrameActive } else { Role::Frame };
    canvas.put_cut(area.x, area.y - 1, area.width, &crate::text::visible::line(text), canvas.style(role));
}
