//! One block to rows of a given width. Every piece of a row is text with its span, or an ornament from nowhere.
//!
//! Pure: the same block and [`LayoutOptions`] give the same rows, and nothing is stored. Nothing is drawn either: bold
//! headings, links and highlights are the screen's matter, by span. The work for one block is bounded, because a
//! block is, and because what it looks at around itself (tables, boilerplate) is bounded here.

mod boilerplate;
mod frame;
mod table;

pub use boilerplate::is_folded;
pub(super) use table::Tables;

use super::{Block, BlockKind, Document, InlineStyle};
use crate::text::{
    Span,
    cells::{CODE_TAB, Cell, cells},
    wrap::{width, wrap, wrap_lines},
};
use frame::BlockFrame;

/// What a layout depends on besides the document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LayoutOptions {
    /// Cells of the text column; 0 counts as 1.
    pub width: u16,
    /// Whether a run of page boilerplate shows as one row.
    pub fold_boilerplate: bool,
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

    fn tab(&self) -> usize {
        if matches!(self.kind, RowKind::Text(kind, _) if kind.keeps_lines()) { CODE_TAB } else { 1 }
    }

    /// A row of pieces, its span taken from their text, or empty at `place`.
    fn of(kind: RowKind, pieces: Vec<(u16, Piece)>, place: usize) -> Self {
        let mut row = Self { span: Span::at(place), pieces, kind };
        if let Some(span) = row.content().map(|(_, span)| span).reduce(Span::union) {
            row.span = span;
        }
        row
    }
}

/// The rows of a block, after the rows of empty space before it. None for a block that is folded away or not there.
pub fn rows(document: &Document, block: usize, look: &LayoutOptions) -> Vec<Row> {
    rows_with(document, block, *look, &mut Tables::default())
}

/// Lays out the rows of a block as [`rows`] does, with the measures of the table last laid out at hand.
pub(super) fn rows_with(document: &Document, block: usize, look: LayoutOptions, tables: &mut Tables) -> Vec<Row> {
    let Some(it) = document.blocks().get(block) else { return Vec::new() };
    if is_folded(document, block, look) {
        return Vec::new();
    }
    let mut rows = gap(document, block, look);
    if look.fold_boilerplate && it.kind == BlockKind::Boilerplate {
        rows.push(boilerplate::fold(document, block, look));
        return rows;
    }
    let text = document.text();
    match it.kind {
        BlockKind::TableRow => rows.extend(table::rows(document, block, look, tables)),
        BlockKind::Rule => rows.extend(centred(text, it, look)),
        kind if kind.keeps_lines() => rows.extend(lines(text, it, look)),
        _ => rows.extend(running(document, it, look)),
    }
    rows
}

/// Rows of running text. What begins with the description of a picture has the sign of one before it.
fn running(document: &Document, block: &Block, look: LayoutOptions) -> Vec<Row> {
    let text = document.text();
    let pictured = document.inlines_in(Span::new(block.span.start, block.span.start + 1));
    let pictured = pictured.into_iter().any(|run| matches!(run.style, InlineStyle::Image(_)));
    let frame = BlockFrame::of(text, block, look);
    let frame = if pictured && !block.continued { frame.with_sign("▣ ") } else { frame };
    let rows = wrap(text, block.span, frame.first_width(), frame.width());
    rows.into_iter().enumerate().map(|(n, span)| frame.row(block, n == 0, n == 0, span)).collect()
}

/// Rows of a block whose newlines are kept.
fn lines(text: &str, block: &Block, look: LayoutOptions) -> Vec<Row> {
    let frame = BlockFrame::of(text, block, look);
    let rows = wrap_lines(text, block.span, frame.first_width(), frame.width());
    rows.into_iter().enumerate().map(|(n, (span, begins))| frame.row(block, n == 0, begins, span)).collect()
}

fn centred(text: &str, block: &Block, look: LayoutOptions) -> Vec<Row> {
    let room = usize::from(look.width);
    let row = |span: Span| {
        let column = room.saturating_sub(width(span.of(text))) / 2;
        let pieces = vec![(column as u16, Piece::Content(span))];
        Row::of(RowKind::Text(block.kind, block.level), pieces, span.start)
    };
    wrap(text, block.span, room, room).into_iter().map(row).collect()
}

/// The rows of empty space before a block. Between two quotations the bar goes on.
fn gap(document: &Document, block: usize, look: LayoutOptions) -> Vec<Row> {
    let blocks = document.blocks();
    let (Some(it), Some(before)) = (blocks.get(block), block.checked_sub(1).and_then(|n| blocks.get(n))) else {
        return Vec::new();
    };
    let both_quoted = it.kind == BlockKind::Quotation && before.kind == BlockKind::Quotation;
    let pieces = if both_quoted { frame::bars(it.level.min(before.level), look) } else { Vec::new() };
    let row = Row { span: Span::at(it.span.start), pieces, kind: RowKind::Gap };
    vec![row; gap_height(before, it)]
}

/// How many rows part two neighbours: items of one kind stand together, a new section stands apart.
fn gap_height(before: &Block, it: &Block) -> usize {
    use BlockKind::{Boilerplate, Byline, Entry, Footnote, Heading, ListItem, TableRow};
    if it.continued && before.kind == it.kind {
        return 0;
    }
    match (before.kind, it.kind) {
        (Heading | Byline, Byline)
        | (ListItem, ListItem)
        | (Entry, Entry)
        | (Footnote, Footnote)
        | (Boilerplate, Boilerplate) => 0,
        (TableRow, TableRow) => usize::from(it.level == 1 && before.level != 1),
        (Heading | Boilerplate, Heading) => 1,
        (_, Heading) if it.level <= 2 => 2,
        _ => 1,
    }
}

#[cfg(test)]
pub(in crate::document) mod tests;
