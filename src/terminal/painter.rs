//! Buffers to bytes: only what changed, scrolled where that is cheaper, and never a control character.
//!
//! This is the one way out to the terminal, so the gate against hostile text stands here (`frame`): whatever a pane, a widget
//! or a peer's note put into a cell, a control or direction-overriding character is painted as U+FFFD.
//!
//! No terminal's opinion on the width of a character spreads: a row that holds one on which terminals disagree is painted
//! whole, with autowrap off, and the cell behind such a character is addressed outright. So a screen drawn step by step is the
//! same as one drawn anew, whatever the terminal thinks.

mod frame;
mod pen;
mod scroll;
#[cfg(test)]
mod steps;
#[cfg(test)]
mod tests;

use super::ability::Ability;
use crate::text::cells;
use crate::ui::Cursor;
use pen::Pen;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use std::io::{self, Write};

/// So many blank cells at the end of a row are erased rather than written.
const ERASED: u16 = 4;
/// Over so many cells that did not change the pen writes rather than moves.
const NEAR: u16 = 3;

/// Keeps what is on the screen and paints what differs.
#[derive(Debug)]
pub struct Painter<W: Write> {
    pen: Pen<W>,
    shown: Buffer,
    next: Buffer,
    ability: Ability,
    cursor_shown: bool,
}

impl<W: Write> Painter<W> {
    /// A painter for a terminal of this size and ability whose screen is blank now, its cursor hidden.
    pub fn new(out: W, size: (u16, u16), ability: Ability) -> Self {
        let area = Rect::new(0, 0, size.0, size.1);
        Self {
            pen: Pen::new(out, size.0, ability.italic),
            shown: Buffer::empty(area),
            next: Buffer::empty(area),
            ability,
            cursor_shown: false,
        }
    }

    /// Takes a new size, or makes everything be painted anew.
    pub fn clear(&mut self, size: (u16, u16)) -> io::Result<()> {
        let area = Rect::new(0, 0, size.0, size.1);
        self.shown = Buffer::empty(area);
        self.next = Buffer::empty(area);
        self.pen.clear(size.0)
    }

    /// The size painted for.
    pub fn size(&self) -> (u16, u16) {
        (self.shown.area.width, self.shown.area.height)
    }

    /// Lets `draw` fill an empty screen and say where the cursor is, then sends what differs, in one write. Says whether anything
    /// did; where the cursor stands does not count.
    pub fn paint(&mut self, draw: impl FnOnce(&mut Buffer) -> Cursor) -> io::Result<bool> {
        self.next.reset();
        let cursor = draw(&mut self.next);
        frame::settle(&mut self.next);
        let differs = self.shown.content != self.next.content;
        if differs {
            self.send()?;
        }
        self.place_cursor(cursor)?;
        self.pen.flush()?;
        Ok(differs)
    }

    /// Sends what differs.
    fn send(&mut self) -> io::Result<()> {
        if self.ability.region
            && let Some(rows) = scroll::cheaper(&self.shown, &self.next)
        {
            self.scroll(rows)?;
        }
        let mut spilt = false;
        for y in 0..self.next.area.height {
            spilt = self.row(y, spilt)?;
        }
        std::mem::swap(&mut self.shown, &mut self.next);
        Ok(())
    }

    /// Puts the cursor where it belongs, and shows or hides it; nothing is sent where nothing changed.
    fn place_cursor(&mut self, cursor: Cursor) -> io::Result<()> {
        let (width, height) = self.size();
        if cursor.column < width && cursor.row < height {
            self.pen.go(cursor.column, cursor.row)?;
        }
        if cursor.shown != self.cursor_shown {
            self.pen.show_cursor(cursor.shown)?;
            self.cursor_shown = cursor.shown;
        }
        Ok(())
    }

    /// Sends what differs in a row; all of it where the row above has spilt into it. Gives whether it may have spilt itself.
    fn row(&mut self, y: u16, spilt: bool) -> io::Result<bool> {
        let (old, new) = (row_of(&self.shown, y), row_of(&self.next, y));
        if old == new && !spilt {
            return Ok(false);
        }
        // From here on nothing but blanks.
        let inked = new.iter().rposition(|cell| *cell != Cell::EMPTY).map_or(0, |last| last + 1);
        let blank = u16::try_from(inked).unwrap_or(u16::MAX);
        if spilt || disputed(old) || disputed(new) {
            whole_row(&mut self.pen, y, new, blank)?;
            Ok(spills(new))
        } else {
            changes(&mut self.pen, y, (old, new), blank)?;
            Ok(false)
        }
    }

    /// Scrolls the rows between the title and the status: a region (DECSTBM), and a line feed or a reverse index at its edge,
    /// which every terminal with regions knows; scrolling as such (SU, SD) many do not.
    fn scroll(&mut self, rows: i32) -> io::Result<()> {
        self.pen.scroll(scroll::region(self.shown.area), rows)?;
        scroll::shift(&mut self.shown, rows);
        Ok(())
    }
}

/// The cells of a row.
fn row_of(buffer: &Buffer, y: u16) -> &[Cell] {
    let width = usize::from(buffer.area.width);
    let from = usize::from(y) * width;
    buffer.content.get(from..from + width).unwrap_or_default()
}

/// Whether the width of anything in the row is disputed.
fn disputed(row: &[Cell]) -> bool {
    row.iter().any(|cell| cells::is_disputed(cell.symbol()))
}

/// Whether a terminal that cannot leave autowrap off may take the end of the row for longer than it is.
fn spills(row: &[Cell]) -> bool {
    let room = |x: usize| row.len() - x;
    row.iter().enumerate().any(|(x, cell)| cells::is_disputed(cell.symbol()) && cells::most(cell.symbol()) > room(x))
}

/// Writes the cells of a row that changed. Nothing in it is disputed, so the pen knows where it stands.
fn changes<W: Write>(pen: &mut Pen<W>, y: u16, (old, new): (&[Cell], &[Cell]), blank: u16) -> io::Result<()> {
    for (x, (before, cell)) in (0..).zip(old.iter().zip(new)) {
        if before == cell || cell.symbol().is_empty() {
            continue;
        }
        if x >= blank && new.len() - usize::from(x) >= usize::from(ERASED) {
            pen.go(x, y)?;
            return pen.erase_row();
        }
        // What lies between is written again where that is shorter than going there.
        if let Some(from) = pen.column_in(y).filter(|from| *from < x && x - from <= NEAR) {
            let between = &new[usize::from(from)..usize::from(x)];
            if between.iter().all(|cell| cell.symbol().len() == 1 && pen.writes_as(cell)) {
                between.iter().try_for_each(|cell| pen.put(cell, 1))?;
            }
        }
        pen.go(x, y)?;
        pen.put(cell, frame::width(cell))?;
    }
    Ok(())
}

/// Writes a row from its first cell to its last. What is disputed goes over blanks of its own width, and the cell behind it
/// is addressed outright.
fn whole_row<W: Write>(pen: &mut Pen<W>, y: u16, row: &[Cell], blank: u16) -> io::Result<()> {
    pen.autowrap(false)?;
    for (x, cell) in (0..).zip(row) {
        if x >= blank && row.len() - usize::from(x) >= usize::from(ERASED) {
            pen.go(x, y)?;
            pen.erase_row()?;
            break;
        }
        let symbol = cell.symbol();
        if symbol.is_empty() {
            continue;
        }
        pen.go(x, y)?;
        let width = frame::width(cell);
        if cells::is_disputed(symbol) {
            pen.put_doubtful(cell, width, (x, y))?;
        } else {
            pen.put(cell, width)?;
        }
    }
    pen.autowrap(true)
}
