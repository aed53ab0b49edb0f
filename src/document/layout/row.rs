//! A row of the screen and what stands on it. It lays nothing out.

use crate::document::BlockKind;
use crate::text::{
    Span,
    breaks::KoreanBreaks,
    cells::{CODE_TAB, Cell, cells},
};

/// What a layout depends on besides the document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LayoutOptions {
    /// Cells of the text column; 0 counts as 1.
    pub width: u16,
    /// Whether a run of page boilerplate shows as one row.
    pub fold_boilerplate: bool,
    /// Empty rows between two rows of text: one less than the line spacing.
    pub row_gap: u16,
    /// Where rows of Korean may end.
    pub korean: KoreanBreaks,
}

/// A piece of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// This part of the text, drawn as [`Row::cells`] says.
    Content(Span),
    /// Drawn as it is; from nowhere in the text.
    Ornament(String),
}

/// One row of the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// From the first to the last byte of text in the row; empty, at the block, where it has none. Only in tables do
    /// the spans of two rows overlap: there each piece has its own cell's text.
    pub span: Span,
    /// What stands on it, each with its first column, from left to right.
    pub pieces: Vec<(u16, Piece)>,
    /// What it is.
    pub kind: RowKind,
}

/// The kinds of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// Empty space between blocks.
    Gap,
    /// Text of a block of this kind and level.
    Text(BlockKind, u8),
    /// Stands for folded boilerplate.
    Folded,
}

impl Row {
    /// The text of the row as cells, left to right, each with its column. What a cell draws is its symbol: never a
    /// control character, and a blank for a newline or tab.
    pub fn cells<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (u16, Cell<'a>)> + 'a {
        self.content().flat_map(move |(column, span)| {
            cells(text, span, self.tab()).scan(column, |next, cell| {
                let column = *next;
                *next = next.saturating_add(cell.width as u16);
                Some((column, cell))
            })
        })
    }

    /// The pieces that are text, with their columns.
    pub fn content(&self) -> impl Iterator<Item = (u16, Span)> + '_ {
        self.pieces.iter().filter_map(|(column, piece)| match piece {
            Piece::Content(span) => Some((*column, *span)),
            Piece::Ornament(_) => None,
        })
    }

    /// Cuts the unseen spans out of the row's last piece of text, and moves up what comes behind them.
    pub(super) fn without(mut self, text: &str, unseen: &[Span]) -> Self {
        let Some((mut column, Piece::Content(span))) = self.pieces.pop() else { return self };
        let mut at = span.start;
        let inside = unseen.iter().filter(|unseen| span.covers(**unseen));
        for unseen in inside.copied().chain([Span::at(span.end)]) {
            let seen = Span { start: at, end: unseen.start };
            self.pieces.push((column, Piece::Content(seen)));
            let wide: usize = cells(text, seen, self.tab()).map(|cell| cell.width).sum();
            column = column.saturating_add(wide as u16);
            at = unseen.end;
        }
        self
    }

    pub(super) fn tab(&self) -> usize {
        if matches!(self.kind, RowKind::Text(kind, _) if kind.keeps_lines()) { CODE_TAB } else { 1 }
    }

    /// A row of pieces, its span taken from their text, or empty at `place`.
    pub(super) fn of(kind: RowKind, pieces: Vec<(u16, Piece)>, place: usize) -> Self {
        let mut row = Self { span: Span::at(place), pieces, kind };
        if let Some(span) = row.content().map(|(_, span)| span).reduce(Span::union) {
            row.span = span;
        }
        row
    }
}
