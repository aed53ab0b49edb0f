//! The box that lies over the panes. What stands inside is the matter of who draws it.

use super::canvas::Canvas;
use crate::app::Area;
use crate::config::theme::Role;
use crate::text::visible;

/// A box of at most this size in the middle of the screen.
pub fn centred(screen: Area, width: u16, height: u16) -> Area {
    let (width, height) = (width.min(screen.width), height.min(screen.height));
    Area { x: (screen.width - width) / 2, y: (screen.height - height) / 3, width, height }
}

/// Draws the frame and gives what is inside it; a very small box has no frame.
pub fn frame(canvas: &mut Canvas<'_>, area: Area, title: &str) -> Area {
    canvas.clear(area, canvas.style(Role::Popup));
    if area.width < 8 || area.height < 4 {
        return area;
    }
    let style = canvas.style(Role::FrameActive).patch(canvas.style(Role::Popup));
    let [top_left, top_right, bottom_left, bottom_right] =
        [("┌", "+"), ("┐", "+"), ("└", "+"), ("┘", "+")].map(|(sign, ascii)| canvas.sign(sign, ascii));
    let (level, upright) = (canvas.sign("─", "-"), canvas.sign("│", "|"));
    let (right, bottom) = (area.x + area.width - 1, area.y + area.height - 1);
    for x in area.x..=right {
        canvas.cell(x, area.y, level, style);
        canvas.cell(x, bottom, level, style);
    }
    for y in area.y..=bottom {
        canvas.cell(area.x, y, upright, style);
        canvas.cell(right, y, upright, style);
    }
    for (x, y, sign) in [
        (area.x, area.y, top_left),
        (right, area.y, top_right),
        (area.x, bottom, bottom_left),
        (right, bottom, bottom_right),
    ] {
        canvas.cell(x, y, sign, style);
    }
    canvas.put_cut(area.x + 2, area.y, area.width - 4, &format!(" {} ", visible::line(title)), style);
    Area { x: area.x + 2, y: area.y + 1, width: area.width - 4, height: area.height - 2 }
}
