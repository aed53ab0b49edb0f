//! The step of the tour, in the last rows of the screen.

use super::canvas::Canvas;
use crate::app::{Area, Tour};
use crate::config::theme::Role;

/// The way past a step.
const SKIP: &str = ":tour skips it";

/// Draws its title and what to do.
pub fn draw(canvas: &mut Canvas<'_>, tour: &Tour, (width, height): (u16, u16)) {
    let rows = tour.height((width, height));
    let area = Area { x: 0, y: height - rows, width, height: rows };
    canvas.clear(area, canvas.style(Role::Popup));
    let mut top = area.y;
    if !tour.is_short((width, height)) {
        title(canvas, tour, area);
        top += 1;
    }
    for (y, row) in (top..height).zip(tour.rows((width, height))) {
        canvas.put_cut(1, y, width.saturating_sub(2), &row, canvas.style(Role::Popup));
    }
}

/// The title, and the way past the step where there is room for both.
fn title(canvas: &mut Canvas<'_>, tour: &Tour, Area { y, width, .. }: Area) {
    let used = canvas.put_cut(1, y, width.saturating_sub(2), &tour.title, canvas.style(Role::Heading));
    let at = width.saturating_sub(SKIP.len() as u16 + 1);
    if at > used + 2 {
        canvas.put(at, y, width - at, SKIP, canvas.style(Role::Dim));
    }
}
