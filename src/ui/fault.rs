//! What in a typed query is not understood: carets below it, and what is wrong beside them. It looks for no fault.

use super::canvas::Canvas;
use crate::app::Area;
use crate::config::theme::Role;
use crate::search::query::QueryFault;
use crate::text::cells;

/// Draws the fault of a query whose first cell stands in column `x`, into the row below it.
pub fn put_fault(canvas: &mut Canvas<'_>, fault: &QueryFault, (query, x): (&str, u16), area: Area) {
    let style = canvas.style(Role::StatusError);
    let cells_of = |text: &str| u16::try_from(cells::width(text)).unwrap_or(u16::MAX);
    let before = query.get(..fault.span.start).map_or(0, cells_of);
    let carets = "^".repeat(usize::from(cells_of(fault.span.of(query)).clamp(1, area.width.max(1))));
    let (at, right) = (x.saturating_add(before), area.x + area.width);
    let wide = cells_of(&fault.message);
    if at.saturating_add(cells_of(&carets)) >= right {
        canvas.put_cut(area.x, area.y, area.width, &fault.message, style);
        return;
    }
    let behind = at + canvas.put(at, area.y, right - at, &carets, style) + 1;
    if right.saturating_sub(behind) >= wide.min(area.width / 2) {
        canvas.put_cut(behind, area.y, right.saturating_sub(behind), &fault.message, style);
    } else {
        let room = wide.min((at - area.x).saturating_sub(1));
        canvas.put_cut(at - room - 1, area.y, room, &fault.message, style);
    }
}
