//! The rows of a whole document, laid out only where they are looked at.
//!
//! Opening or resizing a text of 100 MB lays out one screen. A place in the document is a byte offset; a [`RowAt`] is
//! derived from it for one [`LayoutOptions`] and never stored across a resize. White space at the end of a row belongs to that
//! row, white space between two blocks to the block below. A block that is folded away is shown by the row that
//! stands for it.

use super::{
    Document,
    layout::{self, LayoutOptions, Row, RowKind, Tables},
};
use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
};

/// Most blocks kept laid out.
const KEPT_BLOCKS: usize = 512;

/// Most rows kept: a narrow screen makes thousands of rows of one block.
const KEPT_ROWS: usize = 20_000;

/// Most rows one [`Layout::step`] goes, so that no count typed by a reader lays out a whole library.
pub const LONGEST_STEP: usize = 20_000;

/// A row: the block, and which of its rows, the empty ones before it counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowAt {
    /// Index into [`Document::blocks`].
    pub block: usize,
    /// Index into the block's rows.
    pub row: usize,
}

/// Rows near the screen, kept until the look changes. Belongs to one document: [`Layout::clear`] it for another.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    look: LayoutOptions,
    kept: HashMap<usize, Arc<[Row]>>,
    /// Kept blocks, oldest first.
    order: VecDeque<usize>,
    kept_rows: usize,
    tables: Tables,
}

impl Layout {
    /// Nothing laid out yet.
    pub fn new(look: LayoutOptions) -> Self {
        Self { look, ..Self::default() }
    }

    /// What the layout depends on.
    pub fn look(&self) -> &LayoutOptions {
        &self.look
    }

    /// Changes the look; what was laid out for another one goes.
    pub fn set_look(&mut self, look: LayoutOptions) {
        if self.look != look {
            *self = Self::new(look);
        }
    }

    /// Forgets everything laid out, for another document.
    pub fn clear(&mut self) {
        *self = Self::new(self.look);
    }

    /// The row that shows byte `offset`; the last row past the end.
    pub fn at(&mut self, document: &Document, offset: usize) -> RowAt {
        let block = self.shown_from(document, document.block_at(offset));
        let rows = self.rows(document, block);
        RowAt { block, row: row_with(&rows, offset) }
    }

    /// The row, if there is one.
    pub fn row(&mut self, document: &Document, at: RowAt) -> Option<Row> {
        self.rows(document, at.block).get(at.row).cloned()
    }

    /// The rows of one block; none for one that is folded away or not there.
    pub fn rows(&mut self, document: &Document, block: usize) -> Arc<[Row]> {
        if let Some(rows) = self.kept.get(&block) {
            return Arc::clone(rows);
        }
        let rows: Arc<[Row]> = layout::rows_with(document, block, self.look, &mut self.tables).into();
        if !rows.is_empty() {
            self.keep(block, &rows);
        }
        rows
    }

    /// The row `by` rows further down (up where negative), but not past the first and last row of the document, and
    /// not more than [`LONGEST_STEP`] rows.
    pub fn step(&mut self, document: &Document, at: RowAt, by: isize) -> RowAt {
        let at = self.settled(document, at);
        let left = by.unsigned_abs().min(LONGEST_STEP);
        if by < 0 { self.up(document, at, left) } else { self.down(document, at, left) }
    }

    /// At most `height` rows from `from` on.
    pub fn window(&mut self, document: &Document, from: RowAt, height: usize) -> Vec<(RowAt, Row)> {
        let mut window = Vec::with_capacity(height.min(1000));
        let mut next = Some(self.settled(document, from));
        while let Some(at) = next.take_if(|_| window.len() < height) {
            let rows = self.rows(document, at.block);
            let shown = rows.iter().enumerate().skip(at.row).take(height - window.len());
            window.extend(shown.map(|(row, it)| (RowAt { block: at.block, row }, it.clone())));
            next = self.next_shown(document, at.block).map(|block| RowAt { block, row: 0 });
        }
        window
    }

    /// The first row of the document.
    pub fn first(&mut self, document: &Document) -> RowAt {
        self.settled(document, RowAt::default())
    }

    /// The last row of the document.
    pub fn last(&mut self, document: &Document) -> RowAt {
        let block = document.blocks().len().saturating_sub(1);
        self.settled(document, RowAt { block, row: usize::MAX })
    }

    /// How many rows lie from one row to the other, in either order; `None` where they are more than `limit`.
    pub fn distance(&mut self, document: &Document, a: RowAt, b: RowAt, limit: usize) -> Option<usize> {
        let (from, to) = (self.settled(document, a.min(b)), self.settled(document, a.max(b)));
        let (mut at, mut gone) = (from, 0);
        while at.block < to.block {
            gone += self.rows(document, at.block).len() - at.row;
            if gone > limit {
                return None;
            }
            at = RowAt { block: self.next_shown(document, at.block)?, row: 0 };
        }
        gone += to.row.saturating_sub(at.row);
        (gone <= limit).then_some(gone)
    }

    fn down(&mut self, document: &Document, mut at: RowAt, mut left: usize) -> RowAt {
        loop {
            let below = self.rows(document, at.block).len().saturating_sub(at.row + 1);
            if left <= below {
                return RowAt { row: at.row + left, ..at };
            }
            match self.next_shown(document, at.block) {
                Some(block) => at = RowAt { block, row: 0 },
                None => return RowAt { row: at.row + below, ..at },
            }
            left -= below + 1;
        }
    }

    fn up(&mut self, document: &Document, mut at: RowAt, mut left: usize) -> RowAt {
        while left > at.row {
            let Some(above) = at.block.checked_sub(1) else { return RowAt { row: 0, ..at } };
            left -= at.row + 1;
            let block = self.shown_from(document, above);
            at = RowAt { block, row: self.rows(document, block).len().saturating_sub(1) };
        }
        RowAt { row: at.row - left, ..at }
    }

    /// A row that is there: of the block that stands for a folded one, and none past its last.
    fn settled(&mut self, document: &Document, at: RowAt) -> RowAt {
        let last = document.blocks().len().saturating_sub(1);
        let block = self.shown_from(document, at.block.min(last));
        let row = if block == at.block { at.row } else { usize::MAX };
        RowAt { block, row: row.min(self.rows(document, block).len().saturating_sub(1)) }
    }

    /// The block itself, or the one before it that stands for it. The first block always shows.
    fn shown_from(&self, document: &Document, block: usize) -> usize {
        (0..=block).rev().find(|&block| !layout::is_folded(document, block, self.look)).unwrap_or(0)
    }

    /// The next block that has rows.
    fn next_shown(&self, document: &Document, block: usize) -> Option<usize> {
        (block + 1..document.blocks().len()).find(|&block| !layout::is_folded(document, block, self.look))
    }

    /// Keeps the rows of a block, and lets the oldest go.
    fn keep(&mut self, block: usize, rows: &Arc<[Row]>) {
        self.kept_rows += rows.len();
        self.kept.insert(block, Arc::clone(rows));
        self.order.push_back(block);
        while self.order.len() > KEPT_BLOCKS || (self.kept_rows > KEPT_ROWS && self.order.len() > 1) {
            let Some(oldest) = self.order.pop_front() else { break };
            self.kept_rows -= self.kept.remove(&oldest).map_or(0, |rows| rows.len());
        }
    }
}

/// Which of a block's rows shows `offset`: the one with it inside, else the one with the last text before it, else
/// the first that is no gap.
fn row_with(rows: &[Row], offset: usize) -> usize {
    let mut before: Option<(usize, usize)> = None;
    for (n, row) in rows.iter().enumerate() {
        for (_, span) in row.content() {
            if span.contains(offset) {
                return n;
            }
            if span.start <= offset && before.is_none_or(|(start, _)| start <= span.start) {
                before = Some((span.start, n));
            }
        }
    }
    let first = || rows.iter().position(|row| row.kind != RowKind::Gap).unwrap_or(0);
    before.map_or_else(first, |(_, n)| n)
}

/// The cell column of byte `offset` in a row. Before the row's text it is the first column of that, behind it the
/// column after the last cell, which may be the first one outside the text column.
pub fn column_of(row: &Row, text: &str, offset: usize) -> u16 {
    let mut behind = row.content().next().map_or(0, |(column, _)| column);
    for (column, cell) in row.cells(text) {
        if offset < cell.span.end {
            // Between two pieces (the cells of a table) the text before it is nearer than the text after.
            return if offset < cell.span.start { behind } else { column };
        }
        behind = column.saturating_add(cell.width as u16);
    }
    behind
}

/// The byte offset shown at a cell column: the start of the grapheme there, else of the nearest one to the left, else
/// of the row's first. `None` for a row without text.
pub fn offset_at(row: &Row, text: &str, column: u16) -> Option<usize> {
    let shown = |(_, cell): &(u16, crate::text::cells::Cell)| cell.width > 0;
    let at = row.cells(text).filter(shown).take_while(|(start, _)| *start <= column).last();
    at.or_else(|| row.cells(text).next()).map(|(_, cell)| cell.span.start).or_else(|| {
        // An empty line of code or verse has a place but no cell.
        row.content().next().map(|(_, span)| span.start)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{BlockKind, Builder, layout::tests::any_document};
    use proptest::prelude::*;

    fn look(width: u16) -> LayoutOptions {
        LayoutOptions { width, fold_boilerplate: true, ..LayoutOptions::default() }
    }

    /// A document of blocks of one kind, parted by newlines.
    fn of(kind: BlockKind, texts: &[&str]) -> Document {
        let mut builder = Builder::default();
        for text in texts {
            let span = builder.push(text);
            builder.push("\n");
            builder.block(kind, 0, span);
        }
        builder.finish()
    }

    /// Every row, laid out the plain way.
    fn all_rows(document: &Document, look: LayoutOptions) -> Vec<(RowAt, Row)> {
        let rows_of = |block| layout::rows(document, block, &look).into_iter().enumerate();
        (0..document.blocks().len())
            .flat_map(|block| rows_of(block).map(move |(row, it)| (RowAt { block, row }, it)))
            .collect()
    }

    #[test]
    fn steps_go_over_gaps_and_folded_blocks_and_stop_at_the_ends() {
        let mut builder = Builder::default();
        for (kind, text) in [
            (BlockKind::Paragraph, "one two"),
            (BlockKind::Boilerplate, "a"),
            (BlockKind::Boilerplate, "b"),
            (BlockKind::Boilerplate, "c"),
            (BlockKind::Paragraph, "end"),
        ] {
            let span = builder.push(text);
            builder.push("\n");
            builder.block(kind, 0, span);
        }
        let document = builder.finish();
        let mut flow = Layout::new(look(3));
        let first = flow.first(&document);
        assert_eq!(first, RowAt { block: 0, row: 0 });
        assert_eq!(flow.step(&document, first, 3), RowAt { block: 1, row: 1 });
        assert_eq!(flow.step(&document, first, 4), RowAt { block: 4, row: 0 });
        assert_eq!(flow.step(&document, first, 999), flow.last(&document));
        assert_eq!(flow.at(&document, document.blocks()[3].span.start), RowAt { block: 1, row: 1 });
        let last = flow.last(&document);
        assert_eq!(flow.step(&document, last, -2), RowAt { block: 1, row: 1 });
        assert_eq!(flow.step(&document, last, isize::MIN), first);
        assert_eq!(flow.distance(&document, last, first, 9), Some(5));
        assert_eq!(flow.distance(&document, first, last, 4), None);
    }

    #[test]
    fn an_empty_document_has_no_rows_and_no_trouble() {
        let (document, mut flow) = (Document::default(), Layout::new(look(10)));
        let at = flow.at(&document, 7);
        assert_eq!(flow.row(&document, at), None);
        assert!(flow.window(&document, at, 9).is_empty());
        assert_eq!(flow.step(&document, at, 5), at);
        assert_eq!(flow.last(&document), at);
        assert_eq!(flow.distance(&document, at, at, 5), Some(0));
    }

    #[test]
    fn white_space_belongs_to_the_row_before_and_between_blocks_to_the_block_below() {
        let document = of(BlockKind::Paragraph, &["one two", "three"]);
        let mut flow = Layout::new(look(4));
        assert_eq!(flow.at(&document, 3), RowAt { block: 0, row: 0 });
        assert_eq!(flow.at(&document, 7), RowAt { block: 1, row: 1 });
    }

    #[test]
    fn columns_and_offsets_are_each_others_inverse() {
        let document = of(BlockKind::Caption, &["日本 e\u{301}x\ny"]);
        let row = layout::rows(&document, 0, &look(30)).remove(0);
        let text = document.text();
        assert_eq!(column_of(&row, text, 3), 4);
        assert_eq!(offset_at(&row, text, 5), Some(3));
        assert_eq!(offset_at(&row, text, 0), Some(0));
        assert_eq!(offset_at(&row, text, 99), Some(12));
        assert_eq!(column_of(&row, text, 99), 11);
        assert_eq!(column_of(&row, text, text.find('x').unwrap()), 8);
    }

    #[test]
    fn a_cell_of_a_table_is_found_on_its_own_row() {
        let document = of(BlockKind::TableRow, &["aaa bbb\tcccc dddd"]);
        let mut flow = Layout::new(look(10));
        assert_eq!(flow.at(&document, 4).row, 1);
        assert_eq!(flow.at(&document, 8).row, 0);
        let row = flow.row(&document, RowAt { block: 0, row: 0 }).unwrap();
        assert_eq!(column_of(&row, document.text(), 8), 6);
        assert_eq!(offset_at(&row, document.text(), 7), Some(9));
    }

    #[test]
    fn a_flow_can_be_handed_to_another_thread() {
        fn sent(_: impl Send + Sync + 'static) {}
        sent(Layout::new(look(10)));
    }

    #[test]
    fn only_so_much_is_kept() {
        let texts: Vec<String> = (0..900).map(|n| "word ".repeat(n % 90 + 1)).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let document = of(BlockKind::Paragraph, &texts);
        let mut flow = Layout::new(look(1));
        let first = flow.first(&document);
        for (block, text) in texts.iter().enumerate() {
            assert!(flow.rows(&document, block).len() >= text.len() / 5);
        }
        assert!(flow.kept.len() <= KEPT_BLOCKS && flow.kept_rows <= KEPT_ROWS);
        assert_eq!(flow.kept_rows, flow.kept.values().map(|rows| rows.len()).sum::<usize>());
        flow.set_look(look(20));
        assert!(flow.kept.is_empty());
        assert_eq!(flow.step(&document, first, 0), first);
    }

    proptest! {
        #[test]
        fn the_lazy_way_equals_the_plain_way(
            document in any_document(), width in 0u16..40, from in 0usize..60, by in -30isize..60, fold: bool,
        ) {
            let look = LayoutOptions { width, fold_boilerplate: fold, row_gap: width % 3, ..LayoutOptions::default() };
            let all = all_rows(&document, look);
            prop_assume!(!all.is_empty());
            let mut flow = Layout::new(look);
            let from = from % all.len();
            let to = from.saturating_add_signed(by).min(all.len() - 1);
            prop_assert_eq!(flow.first(&document), all[0].0);
            prop_assert_eq!(flow.last(&document), all[all.len() - 1].0);
            prop_assert_eq!(flow.step(&document, all[from].0, by), all[to].0);
            prop_assert_eq!(flow.distance(&document, all[from].0, all[to].0, 999), Some(from.abs_diff(to)));
            let window = flow.window(&document, all[from].0, 12);
            prop_assert_eq!(&window[..], &all[from..(from + 12).min(all.len())]);
        }

        #[test]
        fn every_shown_byte_is_found_on_its_row_and_in_its_column(document in any_document(), width in 1u16..40) {
            let mut flow = Layout::new(LayoutOptions { width, fold_boilerplate: false, ..LayoutOptions::default() });
            for (at, row) in all_rows(&document, *flow.look()) {
                let text = document.text();
                for (column, cell) in row.cells(text).filter(|(_, cell)| cell.width > 0) {
                    prop_assert_eq!(flow.at(&document, cell.span.start), at);
                    prop_assert_eq!(column_of(&row, text, cell.span.start), column);
                    prop_assert_eq!(offset_at(&row, text, column), Some(cell.span.start));
                }
            }
        }
    }
}
