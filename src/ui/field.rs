//! A text field on the screen. Its widget paints the caret as a reversed cell and measures with the screen library's widths; here
//! the caret is the terminal's cursor, and the widths are the terminal's.

use super::canvas::{Canvas, rect};
use crate::app::{Area, TextField};
use crate::text::cells;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::widgets::Widget;
use unicode_width::UnicodeWidthStr;

/// Draws a text field; the terminal's cursor belongs to its caret.
pub fn put_field(canvas: &mut Canvas<'_>, field: &TextField, area: Area) {
    let area = rect(area).intersection(canvas.buffer.area);
    if area.is_empty() {
        return;
    }
    let drawn = fitting(field, area);
    for (y, row) in (area.y..).zip(drawn.content.chunks(usize::from(drawn.area.width))) {
        put_row(canvas, row, (area.x, y), area.right());
    }
}

/// Puts a row as the widget drew it, from a cell on up to a column, with the terminal's widths.
fn put_row(canvas: &mut Canvas<'_>, row: &[Cell], (mut x, y): (u16, u16), end: u16) {
    let mut covered = 0;
    for cell in row {
        if covered > 0 {
            covered -= 1;
            continue;
        }
        covered = cell.symbol().width().saturating_sub(1);
        let wide = u16::try_from(cells::width(cell.symbol())).unwrap_or(1);
        if x + wide > end {
            return;
        }
        // A cursor over a reversed cell would undo both.
        if cell.modifier.contains(Modifier::REVERSED) {
            canvas.put_caret((x, y));
        }
        let ink = cell.modifier.difference(Modifier::REVERSED);
        canvas.cell(x, y, cell.symbol(), Style::new().add_modifier(ink));
        x += wide;
    }
}

/// The field as its widget draws it, in so few columns that each row fits into the area.
fn fitting(field: &TextField, area: Rect) -> Buffer {
    let mut narrow = area;
    loop {
        let mut drawn = Buffer::empty(narrow);
        field.area().render(narrow, &mut drawn);
        let over = widest(&drawn).saturating_sub(area.width);
        if over == 0 || narrow.width <= 2 {
            return drawn;
        }
        narrow.width = narrow.width.saturating_sub(over).max(2);
    }
}

/// The columns of the longest row as the terminal measures it, blanks at its end left out.
fn widest(drawn: &Buffer) -> u16 {
    let rows = drawn.content.chunks(usize::from(drawn.area.width));
    let of = |row: &[Cell]| {
        let inked = row.iter().rposition(|cell| cell.symbol() != " " || !cell.modifier.is_empty());
        let row = &row[..inked.map_or(0, |last| last + 1)];
        let extra = row.iter().map(|cell| cells::width(cell.symbol()).saturating_sub(cell.symbol().width()));
        row.len() + extra.sum::<usize>()
    };
    rows.map(of).max().and_then(|widest| u16::try_from(widest).ok()).unwrap_or(0)
}
