//! Buffers to bytes: only what changed, scrolled where that is cheaper, and never a control character.
//!
//! This is the one way out to the terminal, so the gate against hostile text stands here (`frame`): whatever a pane, a widget
//! or a peer's note put into a cell, a control or direction-overriding character is painted as U+FFFD.
//!
//! No terminal's opinion on the width of a character spreads: a row that holds one on which terminals disagree is painted
//! whole, with autowrap off, and the cell behind such a character is addressed outright. So a screen drawn step by step is the
//! same as one drawn anew, whatever the terminal thinks.

mod frame;
#[cfg(test)]
mod margins;
mod pen;
mod scroll;
#[cfg(test)]
mod steps;
#[cfg(test)]
mod tests;

use super::ability::{Ability, Scrolling};
use crate::text::cells;
use crate::ui::Cursor;
use pen::Pen;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use std::io::{self, Write};

/// So many blank cells at the end of a row are erased rather than written.
const ERASED: u16 = 4;
/// More blank cells before others are erased at once: as many bytes as that and going over them take.
const GAP: usize = 10;
/// Over so many cells that did not change the pen writes rather than moves.
const NEAR: u16 = 3;

/// What was sent of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Painted {
    /// How many bytes; none where no cell differs. Where the cursor stands does not count.
    pub bytes: usize,
    /// Whether all of it stands on the screen.
    pub is_whole: bool,
}

/// Keeps what is on the screen and paints what differs.
#[derive(Debug)]
pub struct Painter<W: Write> {
    out: W,
    pen: Pen,
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
            out,
            pen: Pen::new(size.0, ability),
            shown: Buffer::empty(area),
            next: Buffer::empty(area),
            ability,
            cursor_shown: false,
        }
    }

    /// Takes a new size, or makes everything be painted anew.
    pub fn clear(&mut self, size: (u16, u16)) {
        let area = Rect::new(0, 0, size.0, size.1);
        self.shown = Buffer::empty(area);
        self.next = Buffer::empty(area);
        self.pen.clear(size.0);
    }

    /// The size painted for.
    pub fn size(&self) -> (u16, u16) {
        (self.shown.area.width, self.shown.area.height)
    }

    /// Lets `draw` fill an empty screen and say where the cursor is, then sends what differs, in one write: at most so many bytes and what
    /// their last row takes, where a number is given. A frame that has more is sent in part: the status row, then rows from the top on. What
    /// is left still differs, so the next frame sends it.
    pub fn paint(&mut self, most: Option<usize>, draw: impl FnOnce(&mut Buffer) -> Cursor) -> io::Result<Painted> {
        self.next.reset();
        let cursor = draw(&mut self.next);
        frame::settle(&mut self.next);
        let mut painted = Painted { bytes: 0, is_whole: true };
        if self.shown.content != self.next.content {
            let before = self.pen.len();
            painted.is_whole = self.paint_shortest(most.map_or(usize::MAX, |most| before + most));
            painted.bytes = self.pen.len() - before;
        }
        self.place_cursor(cursor);
        self.out.write_all(&self.pen.take())?;
        self.out.flush()?;
        Ok(painted)
    }

    /// Paints what differs: as it is, or scrolled first, whichever takes fewer bytes. Says whether that was all of it: where the pen would
    /// hold more than `most` bytes it is a part.
    fn paint_shortest(&mut self, most: usize) -> bool {
        let mut shortest = self.pen.clone();
        paint_rows(&mut shortest, &self.shown, &self.next);
        if self.ability.scrolling != Scrolling::None {
            for rows in scroll::likely(&self.shown, &self.next) {
                let all = (0, self.next.area.width);
                let between =
                    self.pen.knows_margins().then(|| scroll::columns(&self.shown, &self.next, rows)).flatten();
                for columns in between.into_iter().chain([all]) {
                    let scrolled = self.scrolled(columns, rows);
                    if scrolled.len() < shortest.len() {
                        shortest = scrolled;
                    }
                }
            }
        }
        if shortest.len() > most {
            return self.paint_part(most);
        }
        self.pen = shortest;
        std::mem::swap(&mut self.shown, &mut self.next);
        true
    }

    /// Paints the last row, then rows from the top on until the pen holds more than `most` bytes; says whether all rows were painted.
    fn paint_part(&mut self, most: usize) -> bool {
        let height = self.next.area.height;
        let mut spilt = false;
        for y in height.checked_sub(1).into_iter().chain(0..height) {
            if self.pen.len() > most && !spilt {
                return false;
            }
            spilt = paint_row(&mut self.pen, y, (row_of(&self.shown, y), row_of(&self.next, y)), spilt);
            let cells = row_range(&self.next, y);
            self.shown.content[cells.clone()].clone_from_slice(&self.next.content[cells]);
        }
        true
    }

    /// The pen when it has scrolled the rows between the title and the status, in these columns, and painted the rest.
    fn scrolled(&self, columns: (u16, u16), rows: i32) -> Pen {
        let (mut pen, mut shown) = (self.pen.clone(), self.shown.clone());
        let region = scroll::region(shown.area);
        if columns == (0, shown.area.width) {
            pen.scroll(region, rows);
        } else {
            pen.scroll_between(columns, region, rows);
        }
        scroll::shift(&mut shown, columns, rows);
        paint_rows(&mut pen, &shown, &self.next);
        pen
    }

    /// Asks the terminal whether it knows left and right margins, over the first cell, which is written again: nothing that a terminal
    /// makes of the question stays.
    pub fn ask_for_margins(&mut self) -> io::Result<()> {
        let Some(cell) = self.shown.content.first().filter(|cell| cell.symbol().len() == 1) else { return Ok(()) };
        self.pen.ask_for_margins(cell, (0, 0));
        self.out.write_all(&self.pen.take())?;
        self.out.flush()
    }

    /// The terminal has said that it knows left and right margins.
    pub fn learn_margins(&mut self) {
        self.pen.learn_margins();
    }

    /// Puts the cursor where it belongs, and shows or hides it; nothing is sent where nothing changed.
    fn place_cursor(&mut self, cursor: Cursor) {
        let (width, height) = self.size();
        if cursor.column < width && cursor.row < height {
            self.pen.go(cursor.column, cursor.row);
        }
        if cursor.shown != self.cursor_shown {
            self.pen.show_cursor(cursor.shown);
            self.cursor_shown = cursor.shown;
        }
    }
}

/// Writes what differs between two screens.
fn paint_rows(pen: &mut Pen, shown: &Buffer, next: &Buffer) {
    let mut spilt = false;
    for y in 0..next.area.height {
        spilt = paint_row(pen, y, (row_of(shown, y), row_of(next, y)), spilt);
    }
}

/// Writes what differs in a row; all of it where the row above has spilt into it. Gives whether it may have spilt itself.
fn paint_row(pen: &mut Pen, y: u16, (old, new): (&[Cell], &[Cell]), spilt: bool) -> bool {
    if old == new && !spilt {
        return false;
    }
    // From here on nothing but blanks.
    let inked = new.iter().rposition(|cell| *cell != Cell::EMPTY).map_or(0, |last| last + 1);
    let blank = u16::try_from(inked).unwrap_or(u16::MAX);
    if spilt || disputed(old) || disputed(new) {
        whole_row(pen, y, new, blank);
        spills(new)
    } else {
        changes(pen, y, (old, new), blank);
        false
    }
}

/// The cells of a row.
fn row_of(buffer: &Buffer, y: u16) -> &[Cell] {
    buffer.content.get(row_range(buffer, y)).unwrap_or_default()
}

/// Where the cells of a row lie in the buffer.
fn row_range(buffer: &Buffer, y: u16) -> std::ops::Range<usize> {
    let width = usize::from(buffer.area.width);
    let from = usize::from(y) * width;
    from..from + width
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
fn changes(pen: &mut Pen, y: u16, (old, new): (&[Cell], &[Cell]), blank: u16) {
    let mut erased = 0;
    for (x, (before, cell)) in (0..).zip(old.iter().zip(new)) {
        if before == cell || cell.symbol().is_empty() || usize::from(x) < erased {
            continue;
        }
        if x >= blank && new.len() - usize::from(x) >= usize::from(ERASED) {
            pen.go(x, y);
            return pen.erase_row();
        }
        let from = usize::from(x);
        let cells = emptied(&old[from..], &new[from..]);
        if cells > GAP {
            pen.go(x, y);
            if pen.erase(cells) {
                erased = from + cells;
                continue;
            }
        }
        write_between(pen, x, y, new);
        pen.go(x, y);
        pen.put(cell, frame::width(cell));
    }
}

/// Over how many cells, from the first on, there is nothing but blanks now, up to the last of them that was none.
fn emptied(old: &[Cell], new: &[Cell]) -> usize {
    let blank = new.iter().take_while(|cell| **cell == Cell::EMPTY).count();
    old[..blank].iter().rposition(|cell| *cell != Cell::EMPTY).map_or(0, |last| last + 1)
}

/// Writes what lies between the pen and a cell again, where that is shorter than going there.
fn write_between(pen: &mut Pen, x: u16, y: u16, row: &[Cell]) {
    let Some(from) = pen.column_in(y).filter(|from| *from < x && x - from <= NEAR) else { return };
    let between = &row[usize::from(from)..usize::from(x)];
    if between.iter().all(|cell| cell.symbol().len() == 1 && pen.writes_as(cell)) {
        for cell in between {
            pen.put(cell, 1);
        }
    }
}

/// Writes a row from its first cell to its last. What is disputed goes over blanks of its own width, and the cell behind it
/// is addressed outright.
fn whole_row(pen: &mut Pen, y: u16, row: &[Cell], blank: u16) {
    pen.autowrap(false);
    for (x, cell) in (0..).zip(row) {
        if x >= blank && row.len() - usize::from(x) >= usize::from(ERASED) {
            pen.go(x, y);
            pen.erase_row();
            break;
        }
        let symbol = cell.symbol();
        if symbol.is_empty() {
            continue;
        }
        pen.go(x, y);
        let width = frame::width(cell);
        if cells::is_disputed(symbol) {
            pen.put_doubtful(cell, width, (x, y));
        } else {
            pen.put(cell, width);
        }
    }
    pen.autowrap(true);
}
