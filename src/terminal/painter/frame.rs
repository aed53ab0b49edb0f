//! A drawn screen made fit to be compared and sent: harmless, and with one owner for each cell.
//!
//! A cell that a wider character covers holds the empty symbol and that character's style, so that two rows differ where the
//! terminal would show them differently and nowhere else.

use crate::text::cells;
use crate::text::visible::is_harmless;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

/// Attributes of which nothing is seen in a blank.
pub const INK: Modifier = Modifier::BOLD.union(Modifier::DIM).union(Modifier::ITALIC);

/// How many cells a cell's symbol takes.
pub fn width(cell: &Cell) -> u16 {
    let symbol = cell.symbol();
    if symbol.len() == 1 { 1 } else { u16::try_from(cells::width(symbol)).unwrap_or(u16::MAX) }
}

/// Settles whose each cell is, and lets nothing through that a terminal would obey.
pub fn settle(buffer: &mut Buffer) {
    let across = usize::from(buffer.area.width).max(1);
    for row in buffer.content.chunks_mut(across) {
        let mut x = 0;
        while x < row.len() {
            x += settle_cell(&mut row[x..]);
        }
    }
}

/// Settles the first of these cells and those that it covers; gives their number.
fn settle_cell(row: &mut [Cell]) -> usize {
    let Some((cell, rest)) = row.split_first_mut() else { return 1 };
    make_harmless(cell);
    let wide = usize::from(width(cell));
    // What was drawn over the second half of a character has taken its place.
    let whole = wide > 0 && wide - 1 <= rest.len() && rest[..wide - 1].iter().all(|cell| cell.symbol() == " ");
    if !whole {
        cell.set_symbol(" ");
    }
    if cell.symbol() == " " {
        cell.modifier.remove(INK);
        if !cell.modifier.contains(Modifier::REVERSED) {
            cell.fg = Color::Reset;
        }
        return 1;
    }
    let mut covered = cell.clone();
    covered.set_symbol("");
    rest[..wide - 1].fill(covered);
    wide
}

/// The gate: no cell holds a character that a terminal would obey.
fn make_harmless(cell: &mut Cell) {
    let symbol = cell.symbol();
    let plain = symbol.len() == 1 && (b' '..=b'~').contains(&symbol.as_bytes()[0]);
    if !plain && !symbol.chars().all(|c| is_harmless(c) && c != '\n' && c != '\t') {
        cell.set_symbol("\u{FFFD}");
    }
}
