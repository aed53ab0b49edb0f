//! What the panes have in common: a title above, which shows where the keys go. It draws no pane.

use super::canvas::Canvas;
use crate::app::{Area, Model, Overlay, Pane};
use crate::config::theme::Role;

/// Whether the keys go to a pane.
pub fn active(model: &Model, pane: Pane) -> bool {
    model.view.focus == pane && !matches!(model.overlay, Some(Overlay::Write(_)))
}

/// The title of a pane, in the row above it.
pub fn title(canvas: &mut Canvas<'_>, area: Area, text: &str, active: bool) {
    if area.y == 0 {
        return;
    }
    let role = if active { Role::FrameActive } else { Role::Frame };
    canvas.put_cut(area.x, area.y - 1, area.width, &crate::text::visible::line(text), canvas.style(role));
}
