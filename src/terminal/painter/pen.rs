//! The pen: where it stands and how it writes, so that neither is sent twice. Sequences of ECMA-48 that every terminal since the
//! VT100 knows, those that its entry names, and colours where the theme has them. It keeps what it wrote and sends nothing.

use super::super::ability::{Ability, MARGINS, Scrolling};
use super::frame::INK;
use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};
use std::fmt::Write as _;
use std::io::Write as _;

/// Attributes and their parameters of SGR, on and off.
const ATTRIBUTES: &[(Modifier, &str, &str)] = &[
    (Modifier::BOLD, "1", "22"),
    (Modifier::DIM, "2", "22"),
    (Modifier::ITALIC, "3", "23"),
    (Modifier::UNDERLINED, "4", "24"),
    (Modifier::REVERSED, "7", "27"),
    (Modifier::CROSSED_OUT, "9", "29"),
];
/// Those that go together.
const WEIGHT: Modifier = Modifier::BOLD.union(Modifier::DIM);

/// How the pen writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Look {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

const PLAIN: Look = Look { fg: Color::Reset, bg: Color::Reset, modifier: Modifier::empty() };

/// From so many rows on lines are deleted rather than fed one by one.
const MANY: u32 = 4;

/// See the module.
#[derive(Clone, Debug)]
pub struct Pen {
    /// What is to be sent.
    written: Vec<u8>,
    /// Column and row; `None` where that is not known for sure.
    at: Option<(u16, u16)>,
    look: Look,
    width: u16,
    ability: Ability,
}

impl Pen {
    /// A pen on a blank screen of this width, on a terminal that can do so much.
    pub fn new(width: u16, ability: Ability) -> Self {
        Self { written: Vec::new(), at: None, look: PLAIN, width, ability }
    }

    /// Empties the screen, which may have a new width, whatever others have left there.
    pub fn clear(&mut self, width: u16) {
        (self.width, self.look, self.at) = (width, PLAIN, None);
        self.write(super::super::tty::CLEAR);
    }

    /// Takes what is to be sent.
    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.written)
    }

    /// How many bytes are to be sent.
    pub fn len(&self) -> usize {
        self.written.len()
    }

    fn write(&mut self, text: &str) {
        self.written.extend_from_slice(text.as_bytes());
    }

    /// Writes a sequence. A vector takes everything.
    fn sequence(&mut self, sequence: std::fmt::Arguments<'_>) {
        let _ = self.written.write_fmt(sequence);
    }

    /// The column, if the pen stands in this row.
    pub fn column_in(&self, y: u16) -> Option<u16> {
        self.at.filter(|at| at.1 == y).map(|at| at.0)
    }

    /// Goes to a cell by the shortest way; nothing is sent where it stands there. A line feed goes straight down, for the terminal is
    /// raw and the row below is on the screen. No backspace is sent: nothing of a text could be told from it.
    pub fn go(&mut self, x: u16, y: u16) {
        match self.at {
            Some(at) if at == (x, y) => return,
            Some((from, row)) if row == y && from + 1 == x => self.write("\x1b[C"),
            Some((from, row)) if row == y && from < x => self.sequence(format_args!("\x1b[{}C", x - from)),
            Some((from, row)) if row + 1 == y && from == x => self.write("\n"),
            Some((from, row)) if row + 1 == y && from == x + 1 => self.write("\n\x1b[D"),
            Some((from, row)) if row + 1 == y && from > x && x > 0 => {
                self.sequence(format_args!("\n\x1b[{}D", from - x));
            }
            Some((_, row)) if row + 1 == y && x == 0 => self.write("\r\n"),
            Some((_, row)) if row == y && x == 0 => self.write("\r"),
            _ => self.jump(x, y),
        }
        self.at = Some((x, y));
    }

    /// Addresses a cell outright.
    fn jump(&mut self, x: u16, y: u16) {
        if x == 0 {
            self.sequence(format_args!("\x1b[{}H", y + 1));
        } else {
            self.sequence(format_args!("\x1b[{};{}H", y + 1, x + 1));
        }
    }

    /// Writes a cell whose width all terminals agree on.
    pub fn put(&mut self, cell: &Cell, width: u16) {
        self.look_like(cell);
        self.write(cell.symbol());
        // Behind the last column the cursor stands where each terminal wants.
        self.at = self.at.map(|(x, y)| (x + width, y)).filter(|(x, _)| *x < self.width);
    }

    /// Writes a cell whose width terminals dispute, over blanks of the width that is meant.
    pub fn put_doubtful(&mut self, cell: &Cell, width: u16, (x, y): (u16, u16)) {
        self.look_like(cell);
        for _ in 0..width {
            self.write(" ");
        }
        self.jump(x, y);
        self.write(cell.symbol());
        self.at = None;
    }

    /// Erases from here to the end of the row.
    pub fn erase_row(&mut self) {
        self.set(PLAIN);
        self.write("\x1b[K");
    }

    /// Erases so many cells from here on, and stays here (ECH); says whether the terminal can.
    pub fn erase(&mut self, cells: usize) -> bool {
        if self.ability.erase {
            self.set(PLAIN);
            self.sequence(format_args!("\x1b[{cells}X"));
        }
        self.ability.erase
    }

    /// Whether what is written behind the last column stays in the row or goes on in the next.
    pub fn autowrap(&mut self, on: bool) {
        self.write(if on { "\x1b[?7h" } else { "\x1b[?7l" });
    }

    /// Shows the cursor, or hides it.
    pub fn show_cursor(&mut self, shown: bool) {
        self.write(if shown { "\x1b[?25h" } else { "\x1b[?25l" });
    }

    /// Scrolls rows (first, one past the last) up by that many, down if negative: line by line at the edge of the region, or lines
    /// deleted or put in at its top where that is shorter and known.
    pub fn scroll(&mut self, (top, bottom): (u16, u16), rows: i32) {
        self.set(PLAIN);
        let many = self.ability.scrolling == Scrolling::Lines && rows.unsigned_abs() >= MANY;
        let (edge, way) = if rows > 0 && !many { (bottom, "\n") } else { (top + 1, "\x1bM") };
        self.sequence(format_args!("\x1b[{};{bottom}r\x1b[{edge}H", top + 1));
        if many {
            let letter = if rows > 0 { 'M' } else { 'L' };
            self.sequence(format_args!("\x1b[{}{letter}", rows.unsigned_abs()));
        } else {
            (0..rows.unsigned_abs()).for_each(|_| self.write(way));
        }
        self.at = None;
        self.write("\x1b[r");
    }

    /// The same between two columns (first, one past the last) alone, where the terminal knows left and right margins (DECSLRM).
    pub fn scroll_between(&mut self, (left, right): (u16, u16), (top, bottom): (u16, u16), rows: i32) {
        self.set(PLAIN);
        let (top, left, many) = (top + 1, left + 1, rows.unsigned_abs());
        let letter = if rows > 0 { 'M' } else { 'L' };
        self.sequence(format_args!(
            "\x1b[?69h\x1b[{left};{right}s\x1b[{top};{bottom}r\x1b[{top};{left}H\x1b[{many}{letter}"
        ));
        self.write("\x1b[r\x1b[?69l");
        self.at = None;
    }

    /// Asks whether the terminal knows margins, where a cell is that is written again behind it.
    pub fn ask_for_margins(&mut self, cell: &Cell, (x, y): (u16, u16)) {
        self.jump(x, y);
        self.write(MARGINS);
        self.jump(x, y);
        self.at = Some((x, y));
        self.put(cell, 1);
    }

    /// The terminal knows left and right margins.
    pub fn learn_margins(&mut self) {
        self.ability.margins = true;
    }

    /// Whether the terminal knows left and right margins.
    pub fn knows_margins(&self) -> bool {
        self.ability.margins
    }

    /// Whether a cell is written as the pen writes now.
    pub fn writes_as(&self, cell: &Cell) -> bool {
        self.look == self.meant(cell)
    }

    fn look_like(&mut self, cell: &Cell) {
        self.set(self.meant(cell));
    }

    /// The look of a cell. Without italics there is what typewriters had: underlining. In a blank nothing is seen of what ink it would
    /// have: where its ground is the pen's already, it is written as the pen writes.
    fn meant(&self, cell: &Cell) -> Look {
        let mut modifier = cell.modifier;
        if !self.ability.italic && modifier.contains(Modifier::ITALIC) {
            modifier = modifier.difference(Modifier::ITALIC) | Modifier::UNDERLINED;
        }
        let is_blank = cell.symbol() == " " && !modifier.contains(Modifier::REVERSED);
        if is_blank && (cell.bg, modifier) == (self.look.bg, self.look.modifier.difference(INK)) {
            return self.look;
        }
        Look { fg: cell.fg, bg: cell.bg, modifier }
    }

    /// Changes the look by the shorter of two ways: what goes and what is added, or all anew.
    fn set(&mut self, look: Look) {
        if look == self.look {
            return;
        }
        let anew = if look == PLAIN { String::new() } else { format!("0;{}", changes(PLAIN, look)) };
        let changed = changes(self.look, look);
        let parameters = if anew.len() < changed.len() { anew } else { changed };
        self.look = look;
        self.sequence(format_args!("\x1b[{}m", parameters.trim_end_matches(';')));
    }
}

/// The parameters that make one look of another, each with a semicolon behind it.
fn changes(from: Look, to: Look) -> String {
    let mut parameters = String::new();
    let mut gone = from.modifier.difference(to.modifier);
    if gone.intersects(WEIGHT) {
        gone |= from.modifier.intersection(WEIGHT);
    }
    let mut before = "";
    for (_, _, off) in ATTRIBUTES.iter().filter(|(modifier, ..)| gone.contains(*modifier)) {
        if *off != before {
            let _ = write!(parameters, "{off};");
        }
        before = off;
    }
    let added = to.modifier.difference(from.modifier.difference(gone));
    for (_, on, _) in ATTRIBUTES.iter().filter(|(modifier, ..)| added.contains(*modifier)) {
        let _ = write!(parameters, "{on};");
    }
    if to.fg != from.fg {
        color(&mut parameters, to.fg, 30);
    }
    if to.bg != from.bg {
        color(&mut parameters, to.bg, 40);
    }
    parameters
}

/// Adds a colour's parameters: of the text from 30 on, of the ground from 40 on.
fn color(parameters: &mut String, color: Color, base: u8) {
    let ansi = |index: u8| if index < 8 { base + index } else { base + 52 + index };
    let index = match color {
        Color::Reset => return push(parameters, base + 9),
        Color::Rgb(red, green, blue) => {
            let _ = write!(parameters, "{};2;{red};{green};{blue};", base + 8);
            return;
        }
        Color::Indexed(index) => {
            let _ = write!(parameters, "{};5;{index};", base + 8);
            return;
        }
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
    };
    push(parameters, ansi(index));
}

fn push(parameters: &mut String, parameter: u8) {
    let _ = write!(parameters, "{parameter};");
}
