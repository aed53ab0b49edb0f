//! Where the text of a block stands between the margins: indents, hanging markers, the bars of quotations.
//!
//! It decides columns only; where rows break is [`crate::text::wrap`]'s.

use super::{LayoutOptions, Piece, Row, RowKind};
use crate::document::{Block, BlockKind, Marker};
use crate::text::{
    Span,
    wrap::{Wrapping, width},
};

/// Cells that are left to the text before any indent is.
const LEAST_TEXT: usize = 8;

/// The deepest nesting that still shows.
const DEEPEST: u8 = 8;

/// The widest marker in the text that rows hang by.
const WIDEST_MARKER: usize = 8;

/// The columns of one block.
#[derive(Debug)]
pub(super) struct BlockFrame {
    /// Cells of the whole column.
    room: usize,
    /// Column of a row that begins the block, or one of its kept lines.
    first: usize,
    /// Column of every other row.
    rest: usize,
    /// Drawn on the block's first row.
    markers: Vec<(u16, Piece)>,
    /// Drawn on every row.
    bars: Vec<(u16, Piece)>,
}

impl BlockFrame {
    pub(super) fn of(text: &str, block: &Block, look: LayoutOptions) -> Self {
        let room = usize::from(look.width).max(1);
        let (first, rest) = match block.kind {
            BlockKind::ListItem => return Self::item(text, block, room),
            BlockKind::Quotation => return Self::quotation(block, look),
            BlockKind::Code => (2, 4),
            BlockKind::Caption => (2, 2),
            BlockKind::Footnote => (0, in_text_marker(text, block).unwrap_or(2)),
            BlockKind::Verse | BlockKind::Entry => (0, 2),
            _ => (0, 0),
        };
        let first = if block.continued && !block.kind.keeps_lines() { rest } else { first };
        Self { room, first: fit(first, room), rest: fit(rest, room), markers: Vec::new(), bars: Vec::new() }
    }

    fn item(text: &str, block: &Block, room: usize) -> Self {
        let indent = fit(2 * usize::from(block.level.clamp(1, DEEPEST) - 1), room);
        let sign = match block.marker {
            Marker::None => String::new(),
            Marker::Bullet => "• ".to_owned(),
            Marker::Number(number) => format!("{number}. "),
            Marker::Task(done) => if done { "☑ " } else { "☐ " }.to_owned(),
        };
        let written = in_text_marker(text, block);
        let hang = match width(&sign) {
            0 => written.unwrap_or(2),
            sign => sign,
        };
        let rest = fit(indent + hang, room);
        // Too narrow for the marker: the text has the room.
        let shown = !sign.is_empty() && rest == indent + hang;
        // What goes on in an item without a sign of its own is a paragraph of it.
        let goes_on = block.continued || (sign.is_empty() && written.is_none());
        let first = if shown || goes_on { rest } else { indent };
        let markers = if shown { vec![(indent as u16, Piece::Ornament(sign))] } else { Vec::new() };
        Self { room, first, rest, markers, bars: Vec::new() }
    }

    fn quotation(block: &Block, look: LayoutOptions) -> Self {
        let bars = bars(block.level, look);
        let column = 2 * bars.len();
        Self { room: usize::from(look.width).max(1), first: column, rest: column, markers: Vec::new(), bars }
    }

    /// Puts a sign before the text, where that leaves room for the text.
    pub(super) fn with_sign(mut self, sign: &str) -> Self {
        let [first, rest] = [self.first, self.rest].map(|column| column + width(sign));
        if fit(first.max(rest), self.room) == first.max(rest) {
            self.markers.push((self.first as u16, Piece::Ornament(sign.to_owned())));
            (self.first, self.rest) = (first, rest);
        }
        self
    }

    /// The room for text: in a row that begins the block or a kept line, and in every other.
    pub(super) fn wrapping(&self, look: LayoutOptions) -> Wrapping {
        Wrapping { first_width: self.room - self.first, width: self.room - self.rest, korean: look.korean }
    }

    /// The row that shows `span`: the block's `first`, and whether it `begins` the block or a kept line.
    pub(super) fn row(&self, block: &Block, first: bool, begins: bool, span: Span) -> Row {
        let mut pieces = self.bars.clone();
        if first {
            pieces.extend(self.markers.iter().cloned());
        }
        pieces.push((if begins { self.first } else { self.rest } as u16, Piece::Content(span)));
        Row::of(RowKind::Text(block.kind, block.level), pieces, span.start)
    }
}

/// The bars of a quotation of this depth, as many as leave room for text.
pub(super) fn bars(level: u8, look: LayoutOptions) -> Vec<(u16, Piece)> {
    let depth = fit(2 * usize::from(level.clamp(1, DEEPEST)), usize::from(look.width)) / 2;
    (0..depth).map(|n| (2 * n as u16, Piece::Ornament("│ ".to_owned()))).collect()
}

/// An indent as far as the column has room for it.
fn fit(indent: usize, room: usize) -> usize {
    indent.min(room.saturating_sub(LEAST_TEXT))
}

/// Cells of a marker that is part of the text, with the space behind it: `1. `, `(a) `, `[12] `, `- `, `• `, and
/// for footnotes `1 ` and `* `. Rows below the first hang by it.
fn in_text_marker(text: &str, block: &Block) -> Option<usize> {
    let text = block.span.of(text);
    let mark = sign(text, block.kind).or_else(|| number(text, block.kind))?;
    let rest = &text[mark..];
    let blank = rest.len() - rest.trim_start_matches(' ').len();
    let cells = width(&text[..mark + blank]);
    (!block.continued && blank > 0 && cells <= WIDEST_MARKER).then_some(cells)
}

/// Length of a bullet, or of a footnote's sign.
fn sign(text: &str, kind: BlockKind) -> Option<usize> {
    let c = text.chars().next()?;
    let bullet = matches!(c, '-' | '*' | '+' | '•' | '–' | '—' | '◦' | '▪' | '‣' | '·' | '■' | '○' | '●');
    let note = kind == BlockKind::Footnote && matches!(c, '†' | '‡' | '§' | '¶');
    (bullet || note).then_some(c.len_utf8())
}

/// Length of a number or letter with its point or brackets.
fn number(text: &str, kind: BlockKind) -> Option<usize> {
    let open = usize::from(text.starts_with(['(', '[']));
    let digits = text[open..].bytes().take(4).take_while(u8::is_ascii_digit).count();
    let letter = usize::from(text.as_bytes().get(open).is_some_and(u8::is_ascii_alphabetic));
    let roman = text[open..].bytes().take(5).take_while(|byte| b"ivxIVX".contains(byte)).count();
    let end = open + digits.max(letter).max(roman);
    match text.as_bytes().get(end) {
        _ if end == open => None,
        Some(b'.') if open == 0 => Some(end + 1),
        Some(b')' | b']') => Some(end + 1),
        Some(b' ') if kind == BlockKind::Footnote && digits > 0 && open == 0 => Some(end),
        _ => None,
    }
}
