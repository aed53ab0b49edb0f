//! Tables: neighbouring rows share the widths of their columns. Cells are parted by tabs in the text.
//!
//! No row looks at more than [`TOGETHER`] rows around itself, so that a table of any length costs the same to open
//! anywhere. A table with more columns than the width has room for, or in which words and figures would have to be cut to make room, is
//! shown as running text.

use super::{BlockFrame, LayoutOptions, Piece, Row, RowKind};
use crate::document::{Block, BlockKind, Document};
use crate::text::{
    Span,
    wrap::{Wrapping, width, wrap_seen},
};
use std::{ops::Range, sync::Arc};

/// How many rows share one set of column widths: a longer table is cut into groups of this many.
const TOGETHER: usize = 200;

/// How far back the first row of a table is looked for. A multiple of [`TOGETHER`], so that groups counted from the
/// first row end where groups by number take over.
const LOOK_BACK: usize = 1000;

/// More columns than this are never set side by side.
const MOST_COLUMNS: usize = 64;

/// Bytes of a cell that are measured.
const MEASURED: usize = 160;

/// The longest word, in cells, that its column has room for whatever is beside it.
const LONGEST_WORD: usize = 12;

/// Cells between two columns.
const BETWEEN: usize = 2;

/// The columns of the rows last laid out.
#[derive(Clone, Debug, Default)]
pub(in crate::document) struct Tables {
    group: Range<usize>,
    width: u16,
    columns: Arc<[TableColumn]>,
}

/// Where a column stands, in cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct TableColumn {
    start: usize,
    width: usize,
}

impl Tables {
    /// The columns of the table that `block` is a row of. Empty where they do not fit.
    fn columns(&mut self, document: &Document, block: usize, look: LayoutOptions) -> Arc<[TableColumn]> {
        if !self.group.contains(&block) || self.width != look.width {
            self.group = group(document.blocks(), block);
            self.width = look.width;
            let needs = needs(document, self.group.clone());
            self.columns = placed(&needs, usize::from(look.width)).into();
        }
        Arc::clone(&self.columns)
    }
}

/// The rows of one row of a table; below the last header row a line.
pub(super) fn rows(document: &Document, block: usize, look: LayoutOptions, tables: &mut Tables) -> Vec<Row> {
    let it = &document.blocks()[block];
    let columns = tables.columns(document, block, look);
    if columns.is_empty() {
        return flat(document.text(), it, look);
    }
    let mut rows = side_by_side(document.text(), it, &columns, look);
    let next_is_header = document.blocks().get(block + 1).is_some_and(is_header);
    if is_header(it) && !next_is_header {
        rows.push(line_below(it, &columns));
    }
    rows
}

fn is_header(block: &Block) -> bool {
    block.kind == BlockKind::TableRow && block.level == 1
}

/// The blocks that share columns with `block`: the same for each of them, whichever is asked first.
fn group(blocks: &[Block], block: usize) -> Range<usize> {
    let joined = |n: usize| {
        let pair = (blocks.get(n.wrapping_sub(1)), blocks.get(n));
        let (Some(above), Some(row)) = pair else { return false };
        row.kind == BlockKind::TableRow && above.kind == BlockKind::TableRow && (!is_header(row) || is_header(above))
    };
    let back = (0..LOOK_BACK + TOGETHER).take_while(|n| *n < block && joined(block - n)).count();
    let (start, limit) = if back < LOOK_BACK {
        let start = block - back % TOGETHER;
        (start, start + TOGETHER)
    } else {
        // Where the table begins is not known: groups by number, from the first row that cannot see the beginning.
        let start = block - block % TOGETHER;
        (start.max(block - (back - LOOK_BACK)), start + TOGETHER)
    };
    let end = (block + 1..limit).find(|&n| !joined(n)).unwrap_or(limit);
    start..end
}

/// How wide a column would be, in cells.
#[derive(Clone, Copy, Debug, Default)]
struct ColumnNeed {
    /// As its widest cell.
    natural: usize,
    /// As its longest word, up to a length.
    least: usize,
}

/// What each column of the rows needs; nothing where there are too many columns.
fn needs(document: &Document, group: Range<usize>) -> Vec<ColumnNeed> {
    let mut needs: Vec<ColumnNeed> = Vec::new();
    for block in &document.blocks()[group] {
        for (n, cell) in block.span.of(document.text()).split('\t').enumerate() {
            if n == MOST_COLUMNS {
                return Vec::new();
            }
            needs.resize(needs.len().max(n + 1), ColumnNeed { natural: 1, least: 1 });
            let cell = cell.trim();
            let seen = &cell[..cell.floor_char_boundary(MEASURED)];
            needs[n].natural = needs[n].natural.max(width(seen));
            needs[n].least = needs[n].least.max(longest_word(seen));
        }
    }
    needs
}

/// The longest word of a cell, in cells. Between characters of two cells there is room for a break.
fn longest_word(cell: &str) -> usize {
    let (mut longest, mut here) = (0, 0);
    for c in cell.chars() {
        let cells = width(c.encode_utf8(&mut [0; 4]));
        here = if c.is_whitespace() || c == '-' || cells > 1 { 0 } else { here + cells };
        longest = longest.max(here.max(cells));
    }
    longest.min(LONGEST_WORD)
}

/// The columns side by side in `room` cells, the widest made narrower until they fit; empty where they cannot.
fn placed(needs: &[ColumnNeed], room: usize) -> Vec<TableColumn> {
    let Some(free) = room.checked_sub(BETWEEN * needs.len().saturating_sub(1)) else { return Vec::new() };
    let widths = |most: usize| needs.iter().map(move |need| need.natural.min(most.max(need.least)));
    let fits = |most: usize| widths(most).sum::<usize>() <= free;
    if free == 0 || !fits(0) {
        return Vec::new();
    }
    // The largest limit with which they fit: no column is wider than all that is free.
    let (mut fitting, mut over) = (0, free + 1);
    while over - fitting > 1 {
        let middle = fitting.midpoint(over);
        if fits(middle) { fitting = middle } else { over = middle }
    }
    let mut start = 0;
    let place = |width: usize| {
        let column = TableColumn { start, width };
        start += width + BETWEEN;
        column
    };
    widths(fitting).map(place).collect()
}

/// Every cell wrapped in its own column.
fn side_by_side(text: &str, block: &Block, columns: &[TableColumn], look: LayoutOptions) -> Vec<Row> {
    let wrapped: Vec<Vec<Span>> = cell_spans(text, block.span)
        .zip(columns)
        .map(|(cell, column)| {
            wrap_seen(text, cell, &[], Wrapping { korean: look.korean, ..Wrapping::to(column.width) })
        })
        .collect();
    let height = wrapped.iter().map(Vec::len).max().unwrap_or(0);
    let piece = |(column, cell): (&TableColumn, &Vec<Span>), n: usize| {
        cell.get(n).map(|span| (column.start as u16, Piece::Content(*span)))
    };
    let row = |n| columns.iter().zip(&wrapped).filter_map(|pair| piece(pair, n)).collect();
    (0..height).map(|n| Row::of(RowKind::Text(block.kind, block.level), row(n), block.span.start)).collect()
}

/// The cells of a row of a table.
fn cell_spans(text: &str, row: Span) -> impl Iterator<Item = Span> + '_ {
    row.of(text).split('\t').scan(row.start, |at, cell| {
        let start = *at;
        *at += cell.len() + 1;
        Some(Span { start, end: start + cell.len() })
    })
}

/// The line between header and body.
fn line_below(block: &Block, columns: &[TableColumn]) -> Row {
    let piece = |column: &TableColumn| (column.start as u16, Piece::Ornament("─".repeat(column.width)));
    Row::of(RowKind::Text(block.kind, block.level), columns.iter().map(piece).collect(), block.span.end)
}

/// A row whose columns have no room side by side: running text, with a bar where a cell ends.
fn flat(text: &str, block: &Block, look: LayoutOptions) -> Vec<Row> {
    let as_entry = Block { kind: BlockKind::Entry, ..*block };
    let frame = BlockFrame::of(text, &as_entry, look);
    let rows = wrap_seen(text, block.span, &[], frame.wrapping(look));
    let row = |(n, span): (usize, &Span)| {
        let next = rows.get(n + 1).map_or(block.span.end, |next| next.start);
        barred(text, frame.row(block, n == 0, n == 0, *span), next, look.width)
    };
    rows.iter().enumerate().map(row).collect()
}

/// The row with a bar over each tab, those included that stand where it was broken: up to byte `next`.
fn barred(text: &str, mut row: Row, next: usize, room: u16) -> Row {
    let mut pieces = Vec::new();
    let bar = |at: u16| (at, Piece::Ornament("│".to_owned()));
    for (mut at, span) in row.content() {
        for (n, cell) in cell_spans(text, span).enumerate() {
            if n > 0 {
                pieces.push(bar(at));
                at += 1;
            }
            // Blanks beside a tab are one with it where a line ends among them, and had no room when the row was broken.
            let blank = if n > 0 { cell.len() - cell.of(text).trim_start().len() } else { 0 };
            let cell = Span { start: cell.start + blank, end: cell.end };
            let seen = if cell.end < span.end { cell.of(text).trim_end().len() } else { cell.len() };
            let cell = Span { start: cell.start, end: cell.start + seen };
            if !cell.is_empty() {
                pieces.push((at, Piece::Content(cell)));
                at = at.saturating_add(width(cell.of(text)) as u16);
            }
        }
        let beyond = text[span.end..next.max(span.end)].matches('\t').count();
        pieces.extend((at..room).take(beyond).map(bar));
    }
    row.pieces = pieces;
    row
}
