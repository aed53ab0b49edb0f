//! One block to rows of a given width. Every piece of a row is text with its span, or an ornament from nowhere.
//!
//! Pure: the same block and [`LayoutOptions`] give the same rows, and nothing is stored. Nothing is drawn either: bold
//! headings, links and highlights are the screen's matter, by span. The work for one block is bounded, because a
//! block is, and because what it looks at around itself (tables, boilerplate) is bounded here.

mod boilerplate;
mod frame;
mod row;
mod table;

pub use boilerplate::is_folded;
pub use row::{LayoutOptions, Piece, Row, RowKind};
pub(super) use table::Tables;

use super::{Block, BlockKind, Document, InlineStyle};
use crate::text::{
    Span,
    wrap::{width, wrap, wrap_lines, wrap_seen},
};
use frame::BlockFrame;

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
        kind if kind.keeps_lines() => rows.extend(spaced(lines(text, it, look), it, look)),
        _ => rows.extend(spaced(running(document, it, look), it, look)),
    }
    rows
}

/// The rows of a block with empty ones between them, as the line spacing says. Code stays as it is.
fn spaced(rows: Vec<Row>, block: &Block, look: LayoutOptions) -> Vec<Row> {
    if look.row_gap == 0 || block.kind == BlockKind::Code {
        return rows;
    }
    let pieces = if block.kind == BlockKind::Quotation { frame::bars(block.level, look) } else { Vec::new() };
    let mut all = Vec::with_capacity(rows.len() * usize::from(look.row_gap + 1));
    for row in rows {
        if !all.is_empty() {
            let gap = Row { span: Span::at(row.span.start), pieces: pieces.clone(), kind: RowKind::Gap };
            all.extend(vec![gap; usize::from(look.row_gap)]);
        }
        all.push(row);
    }
    all
}

/// Rows of running text. What begins with the description of a picture has the sign of one before it.
fn running(document: &Document, block: &Block, look: LayoutOptions) -> Vec<Row> {
    let text = document.text();
    let pictured = document.inlines_in(Span::new(block.span.start, block.span.start + 1));
    let pictured = pictured.into_iter().any(|run| matches!(run.style, InlineStyle::Image(_)));
    let frame = BlockFrame::of(text, block, look);
    let frame = if pictured && !block.continued { frame.with_sign("▣ ") } else { frame };
    let unseen = document.unseen_in(block.span);
    let rows = wrap_seen(text, block.span, unseen, frame.wrapping(look));
    let row = |(n, span)| frame.row(block, n == 0, n == 0, span).without(text, unseen);
    rows.into_iter().enumerate().map(row).collect()
}

/// Rows of a block whose newlines are kept.
fn lines(text: &str, block: &Block, look: LayoutOptions) -> Vec<Row> {
    let frame = BlockFrame::of(text, block, look);
    let rows = wrap_lines(text, block.span, frame.wrapping(look));
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
    let kept = matches!(
        (before.kind, it.kind),
        (BlockKind::TableRow, BlockKind::TableRow) | (BlockKind::Code, BlockKind::Code)
    );
    vec![row; gap_height(before, it) + if kept { 0 } else { usize::from(look.row_gap) }]
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
