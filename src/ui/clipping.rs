//! Words to be copied by hand: the whole width, from the first column on, and nothing beside them that a selection of whole rows
//! would take along.

use super::canvas::Canvas;
use crate::app::{Area, ShownClipping};
use crate::config::theme::Role;
use crate::text::{Span, wrap};

/// Draws them over an area.
pub fn draw(canvas: &mut Canvas<'_>, shown: &ShownClipping, area: Area) {
    canvas.clear(area, canvas.style(Role::Text));
    canvas.point_at((area.x, area.y));
    let width = usize::from(area.width).max(1);
    let why = wrap::wrap(shown.why, Span::new(0, shown.why.len()), width, width);
    let below = area.y + area.height;
    for (y, row) in (area.y..below).zip(&why) {
        canvas.put(area.x, y, area.width, row.of(shown.why), canvas.style(Role::Dim));
    }
    // On a small screen the words go before the reason.
    let from = area.y + u16::try_from(why.len()).unwrap_or(0) + 1;
    let from = if from + 2 > below { area.y } else { from };
    canvas.clear(Area { y: from, height: below - from, ..area }, canvas.style(Role::Text));
    for (y, row) in (from..below).zip(shown.rows(area.width).iter().skip(shown.top)) {
        canvas.put(area.x, y, area.width, row.of(&shown.text), canvas.style(Role::Text));
    }
}
