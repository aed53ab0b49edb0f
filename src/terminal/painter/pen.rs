//! The pen: where it stands and how it writes, so that neither is sent twice. Sequences of ECMA-48 that every terminal since the
//! VT100 knows, and colours where the theme has them.

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};
use std::fmt::Write as _;
use std::io::{self, Write};

/// Attributes and their parameters of SGR.
const ATTRIBUTES: &[(Modifier, &str)] = &[
    (Modifier::BOLD, "1"),
    (Modifier::DIM, "2"),
    (Modifier::ITALIC, "3"),
    (Modifier::UNDERLINED, "4"),
    (Modifier::REVERSED, "7"),
    (Modifier::CROSSED_OUT, "9"),
];

/// How the pen writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Look {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

const PLAIN: Look = Look { fg: Color::Reset, bg: Color::Reset, modifier: Modifier::empty() };

/// See the module.
#[derive(Debug)]
pub struct Pen<W: Write> {
    out: W,
    /// Column and row; `None` where that is not known for sure.
    at: Option<(u16, u16)>,
    look: Look,
    width: u16,
    italic: bool,
}

impl<W: Write> Pen<W> {
    /// A pen on a blank screen of this width, on a terminal that knows italics or shows them underlined.
    pub fn new(out: W, width: u16, italic: bool) -> Self {
        Self { out, at: None, look: PLAIN, width, italic }
    }

    /// Empties the screen, which may have a new width, whatever others have left there.
    pub fn clear(&mut self, width: u16) -> io::Result<()> {
        (self.width, self.look, self.at) = (width, PLAIN, None);
        self.out.write_all(super::super::tty::CLEAR.as_bytes())
    }

    /// Sends everything.
    pub fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// The column, if the pen stands in this row.
    pub fn column_in(&self, y: u16) -> Option<u16> {
        self.at.filter(|at| at.1 == y).map(|at| at.0)
    }

    /// Goes to a cell; nothing is sent where it stands there.
    pub fn go(&mut self, x: u16, y: u16) -> io::Result<()> {
        match self.at {
            Some(at) if at == (x, y) => return Ok(()),
            Some((from, row)) if row == y && from + 1 == x => self.out.write_all(b"\x1b[C")?,
            Some((from, row)) if row == y && from < x => write!(self.out, "\x1b[{}C", x - from)?,
            _ => self.jump(x, y)?,
        }
        self.at = Some((x, y));
        Ok(())
    }

    /// Addresses a cell outright.
    fn jump(&mut self, x: u16, y: u16) -> io::Result<()> {
        if x == 0 { write!(self.out, "\x1b[{}H", y + 1) } else { write!(self.out, "\x1b[{};{}H", y + 1, x + 1) }
    }

    /// Writes a cell whose width all terminals agree on.
    pub fn put(&mut self, cell: &Cell, width: u16) -> io::Result<()> {
        self.look_like(cell)?;
        self.out.write_all(cell.symbol().as_bytes())?;
        // Behind the last column the cursor stands where each terminal wants.
        self.at = self.at.map(|(x, y)| (x + width, y)).filter(|(x, _)| *x < self.width);
        Ok(())
    }

    /// Writes a cell whose width terminals dispute, over blanks of the width that is meant.
    pub fn put_doubtful(&mut self, cell: &Cell, width: u16, (x, y): (u16, u16)) -> io::Result<()> {
        self.look_like(cell)?;
        for _ in 0..width {
            self.out.write_all(b" ")?;
        }
        self.jump(x, y)?;
        self.out.write_all(cell.symbol().as_bytes())?;
        self.at = None;
        Ok(())
    }

    /// Erases from here to the end of the row.
    pub fn erase_row(&mut self) -> io::Result<()> {
        self.set(PLAIN)?;
        self.out.write_all(b"\x1b[K")
    }

    /// Whether what is written behind the last column stays in the row or goes on in the next.
    pub fn autowrap(&mut self, on: bool) -> io::Result<()> {
        self.out.write_all(if on { b"\x1b[?7h" } else { b"\x1b[?7l" })
    }

    /// Shows the cursor, or hides it.
    pub fn show_cursor(&mut self, shown: bool) -> io::Result<()> {
        self.out.write_all(if shown { b"\x1b[?25h" } else { b"\x1b[?25l" })
    }

    /// Scrolls rows (first, one past the last) up by that many, down if negative.
    pub fn scroll(&mut self, (top, bottom): (u16, u16), rows: i32) -> io::Result<()> {
        self.set(PLAIN)?;
        let (edge, way) = if rows > 0 { (bottom, "\n") } else { (top + 1, "\x1bM") };
        write!(self.out, "\x1b[{};{bottom}r\x1b[{edge}H", top + 1)?;
        for _ in 0..rows.unsigned_abs() {
            self.out.write_all(way.as_bytes())?;
        }
        self.at = None;
        self.out.write_all(b"\x1b[r")
    }

    /// Whether a cell is written as the pen writes now.
    pub fn writes_as(&self, cell: &Cell) -> bool {
        self.look == self.meant(cell)
    }

    fn look_like(&mut self, cell: &Cell) -> io::Result<()> {
        self.set(self.meant(cell))
    }

    /// The look of a cell. Without italics there is what typewriters had: underlining.
    fn meant(&self, cell: &Cell) -> Look {
        let mut modifier = cell.modifier;
        if !self.italic && modifier.contains(Modifier::ITALIC) {
            modifier = modifier.difference(Modifier::ITALIC) | Modifier::UNDERLINED;
        }
        Look { fg: cell.fg, bg: cell.bg, modifier }
    }

    /// Changes the look: what is added alone, or all anew where something goes.
    fn set(&mut self, look: Look) -> io::Result<()> {
        if look == self.look {
            return Ok(());
        }
        let gone = self.look.modifier.difference(look.modifier);
        let anew = look == PLAIN || !gone.is_empty();
        let from = if anew { PLAIN } else { self.look };
        let mut parameters = String::new();
        if anew && look != PLAIN {
            parameters.push_str("0;");
        }
        let added = look.modifier.difference(from.modifier);
        for (_, parameter) in ATTRIBUTES.iter().filter(|(modifier, _)| added.contains(*modifier)) {
            let _ = write!(parameters, "{parameter};");
        }
        if look.fg != from.fg {
            color(&mut parameters, look.fg, 30);
        }
        if look.bg != from.bg {
            color(&mut parameters, look.bg, 40);
        }
        self.look = look;
        write!(self.out, "\x1b[{}m", parameters.trim_end_matches(';'))
    }
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
