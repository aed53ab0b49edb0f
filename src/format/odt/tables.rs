//! Tables: a row is a block and its cells are separated by tabs, but where a table only places text on the page.

use super::names::name;
use super::walk::OdtWalk;
use crate::format::office::xml::attribute;
use roxmltree::Node;

/// A cell with more paragraphs than this holds running text: the table only places it.
const MOST_PARAGRAPHS: usize = 8;

/// The most columns of a table whose cells may reach into rows below.
const MAX_COLUMNS: usize = 256;

struct OdtRow<'a> {
    header: bool,
    cells: Vec<Node<'a, 'a>>,
}

impl<'a> OdtWalk<'a> {
    pub(super) fn table(&mut self, table: Node<'a, 'a>) {
        let mut rows = Vec::new();
        collect(table, false, &mut rows);
        let places =
            rows.iter().all(|row| row.cells.len() <= 1) || rows.iter().any(|row| row.cells.iter().any(is_text));
        let mut columns = TableColumns::default();
        for OdtRow { header, cells } in rows {
            if places {
                for cell in cells {
                    self.blocks(cell);
                }
                continue;
            }
            self.composer.open_row(header);
            columns.row(&cells);
            for cell in cells {
                let (before, wide) = columns.cell(cell);
                if before > 0 {
                    self.composer.end_cell(before);
                }
                self.blocks(cell);
                self.composer.end_cell(wide);
            }
            self.composer.close_row();
        }
    }
}

/// The columns of a table, as far as cells of rows above reach into them. Programs write cells that are covered; where one does not,
/// they are counted.
#[derive(Debug, Default)]
struct TableColumns {
    row: usize,
    column: usize,
    /// Whether the row has its covered cells.
    is_whole: bool,
    /// By column, the first row that a cell from above does not reach into.
    free_from: Vec<usize>,
}

impl TableColumns {
    /// A row with these cells begins.
    fn row(&mut self, cells: &[Node<'_, '_>]) {
        (self.row, self.column) = (self.row + 1, 0);
        self.is_whole = cells.iter().any(|cell| name(*cell).1 == "covered-table-cell");
    }

    /// A cell begins: how many columns before it are those of cells that began above, and how many columns it is wide.
    fn cell(&mut self, cell: Node<'_, '_>) -> (usize, usize) {
        let first = self.column;
        while !self.is_whole && self.free_from.get(self.column).is_some_and(|row| *row > self.row) {
            self.column += 1;
        }
        let spanned = if self.is_whole { 1 } else { count(cell, "number-columns-spanned") };
        let (at, wide) = (self.column, count(cell, "number-columns-repeated").max(spanned));
        self.column = (at + wide).min(MAX_COLUMNS);
        let free = self.row.saturating_add(count(cell, "number-rows-spanned"));
        if free > self.row + 1 && at < self.column {
            let reached = (at + count(cell, "number-columns-spanned")).min(MAX_COLUMNS);
            self.free_from.resize(self.free_from.len().max(reached), 0);
            self.free_from[at..reached].fill(free);
        }
        (at - first, wide)
    }
}

fn collect<'a>(parent: Node<'a, 'a>, header: bool, rows: &mut Vec<OdtRow<'a>>) {
    for node in parent.children() {
        match name(node) {
            ("table", "table-row") => {
                let cells = node.children().filter(|cell| matches!(name(*cell).1, "table-cell" | "covered-table-cell"));
                rows.push(OdtRow { header, cells: cells.collect() });
            }
            ("table", "table-header-rows") => collect(node, true, rows),
            ("table", "table-rows" | "table-row-group") => collect(node, header, rows),
            _ => {}
        }
    }
}

/// What a cell says it reaches over; at least 1.
fn count(cell: Node<'_, '_>, what: &str) -> usize {
    attribute(cell, what).and_then(|count| count.parse().ok()).unwrap_or(1).max(1)
}

/// Whether a cell holds running text.
fn is_text(cell: &Node<'_, '_>) -> bool {
    let paragraphs = cell.children().filter(|node| matches!(name(*node), ("text", "p" | "h")));
    paragraphs.filter(Node::has_children).count() > MOST_PARAGRAPHS
}
