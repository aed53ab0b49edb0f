//! Putting text into cells: clipped, with the widths of the layout. (Control characters are stopped at
//! the one way out to the terminal, `terminal::painter`.)

use super::style::style;
use crate::app::{Area, Model};
use crate::config::theme::{Role, Theme};
use crate::text::{Span, cells};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use std::borrow::Cow;

/// The signs of the layout, and what stands for them in ASCII.
const ORNAMENTS: &[(char, char)] =
    &[('•', '*'), ('▣', '#'), ('☐', '-'), ('☑', 'x'), ('│', '|'), ('─', '-'), ('┄', '.')];

/// The widest character that is looked for across an edge, in cells.
const WIDEST: u16 = 4;

/// Where the terminal's cursor belongs. Input methods compose there, and screen readers and magnifiers follow it, shown or
/// not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cursor {
    /// Column, from 0.
    pub column: u16,
    /// Row, from 0.
    pub row: u16,
    /// Whether it is seen.
    pub shown: bool,
}

/// The screen being drawn, with the theme it is drawn in.
pub struct Canvas<'a> {
    /// The cells.
    pub buffer: &'a mut Buffer,
    theme: &'a Theme,
    ascii: bool,
    cursor: Cursor,
}

/// An area as a rectangle of the screen library.
pub fn rect(area: Area) -> Rect {
    Rect { x: area.x, y: area.y, width: area.width, height: area.height }
}

impl<'a> Canvas<'a> {
    /// An empty screen.
    pub fn new(buffer: &'a mut Buffer, model: &'a Model) -> Self {
        Self { buffer, theme: &model.config.theme, ascii: model.config.ascii, cursor: Cursor::default() }
    }

    /// Where the terminal's cursor belongs after all that has been drawn.
    pub fn cursor(&self) -> Cursor {
        self.cursor
    }

    /// Says that the terminal's cursor belongs to a cell, unseen. What is drawn later takes it.
    pub fn point_at(&mut self, (column, row): (u16, u16)) {
        self.cursor = Cursor { column, row, shown: false };
    }

    /// Says that the terminal's cursor belongs to a cell and shows there. What is drawn later takes it.
    pub fn put_caret(&mut self, (column, row): (u16, u16)) {
        self.cursor = Cursor { column, row, shown: true };
    }

    /// The style of a role.
    pub fn style(&self, role: Role) -> Style {
        style(self.theme.style(role))
    }

    /// The first sign, or where only ASCII is wanted the second.
    pub fn sign(&self, sign: &'static str, ascii: &'static str) -> &'static str {
        if self.ascii { ascii } else { sign }
    }

    /// An ornament of the layout, where only ASCII is wanted with signs of the same width.
    pub fn ornament<'t>(&self, ornament: &'t str) -> Cow<'t, str> {
        if !self.ascii || ornament.is_ascii() {
            return Cow::Borrowed(ornament);
        }
        let plain = |c| ORNAMENTS.iter().find(|(sign, _)| *sign == c).map_or(c, |(_, plain)| *plain);
        Cow::Owned(ornament.chars().map(plain).collect())
    }

    /// Puts one line of text at a cell, at most `width` cells of it; gives the cells used.
    pub fn put(&mut self, x: u16, y: u16, width: u16, text: &str, style: Style) -> u16 {
        let mut used = 0;
        for cell in cells::cells(text, Span::new(0, text.len()), 1) {
            let wide = u16::try_from(cell.width).unwrap_or(u16::MAX);
            if wide == 0 {
                continue;
            }
            if used + wide > width {
                break;
            }
            self.cell(x + used, y, cell.symbol, style);
            used += wide;
        }
        used
    }

    /// Puts text, and an ellipsis where it does not fit.
    pub fn put_cut(&mut self, x: u16, y: u16, width: u16, text: &str, style: Style) -> u16 {
        if width > 1 && cells::width(text) > usize::from(width) {
            let used = self.put(x, y, width - 1, text, style);
            return used + self.put(x + used, y, 1, self.sign("…", "~"), style);
        }
        self.put(x, y, width, text, style)
    }

    /// Puts the end of a text, with a sign before it where its beginning is cut off.
    pub fn put_end(&mut self, x: u16, y: u16, width: u16, text: &str, style: Style) -> u16 {
        let room = usize::from(width);
        if room < 2 || cells::width(text) <= room {
            return self.put(x, y, width, text, style);
        }
        let starts = text.char_indices().map(|(at, _)| at).find(|at| cells::width(&text[*at..]) < room);
        let used = self.put(x, y, 1, self.sign("…", "~"), style);
        used + self.put(x + used, y, width - 1, &text[starts.unwrap_or(text.len())..], style)
    }

    /// Puts one symbol into a cell (and blanks into the cells it covers), over what style is there. A wider character that
    /// stands half in them goes.
    pub fn cell(&mut self, x: u16, y: u16, symbol: &str, style: Style) {
        let wide = if symbol.len() == 1 { 1 } else { u16::try_from(cells::width(symbol)).unwrap_or(1) };
        self.cut(x, y);
        self.cut(x.saturating_add(wide), y);
        let Some(cell) = self.buffer.cell_mut((x, y)) else { return };
        cell.set_symbol(symbol);
        cell.set_style(style);
        for covered in 1..wide {
            if let Some(cell) = self.buffer.cell_mut((x + covered, y)) {
                cell.reset();
                cell.set_style(style);
            }
        }
    }

    /// Makes blanks of a character that stands on both sides of the edge left of a cell: half of it cannot be shown.
    fn cut(&mut self, x: u16, y: u16) {
        for from in (x.saturating_sub(WIDEST)..x).rev() {
            let Some(cell) = self.buffer.cell_mut((from, y)) else { continue };
            if cell.symbol().len() > 1 && usize::from(x - from) < cells::width(cell.symbol()) {
                cell.set_symbol(" ");
            }
        }
    }

    /// Cuts what stands over the left and the right edge of an area.
    fn cut_around(&mut self, area: Rect) {
        for y in area.top()..area.bottom() {
            self.cut(area.left(), y);
            self.cut(area.right(), y);
        }
    }

    /// Gives a whole area a style, leaving its symbols.
    pub fn tint(&mut self, area: Area, style: Style) {
        let area = rect(area).intersection(self.buffer.area);
        self.cut_around(area);
        self.buffer.set_style(area, style);
    }

    /// Empties an area and gives it a style.
    pub fn clear(&mut self, area: Area, style: Style) {
        let area = rect(area).intersection(self.buffer.area);
        self.cut_around(area);
        for position in area.positions() {
            if let Some(cell) = self.buffer.cell_mut(position) {
                cell.reset();
                cell.set_style(style);
            }
        }
    }

    /// The line between two panes.
    pub fn separator(&mut self, x: u16, area: Area, wanted: bool) {
        if !wanted || x >= self.buffer.area.width {
            return;
        }
        let (bar, style) = (self.sign("│", "|"), self.style(Role::Frame));
        for y in area.y.saturating_sub(1)..area.y + area.height {
            self.cell(x, y, bar, style);
        }
    }
}
