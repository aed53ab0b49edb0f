//! Tables: a row is a block and its cells are separated by tabs, but where a table only places text on the page.

use super::names::name;
use super::walk::OdtWalk;
use crate::format::office::xml::attribute;
use roxmltree::Node;

/// A cell with more paragraphs than this holds running text: the table only places it.
const MOST_PARAGRAPHS: usize = 8;

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
        for OdtRow { header, cells } in rows {
            if places {
                for cell in cells {
                    self.blocks(cell);
                }
                continue;
            }
            self.composer.open_row(header);
            for cell in cells {
                self.blocks(cell);
                self.composer.end_cell(width(cell));
            }
            self.composer.close_row();
        }
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

/// How many columns a cell stands for.
fn width(cell: Node<'_, '_>) -> usize {
    attribute(cell, "number-columns-repeated").and_then(|count| count.parse().ok()).unwrap_or(1)
}

/// Whether a cell holds running text.
fn is_text(cell: &Node<'_, '_>) -> bool {
    let paragraphs = cell.children().filter(|node| matches!(name(*node), ("text", "p" | "h")));
    paragraphs.filter(Node::has_children).count() > MOST_PARAGRAPHS
}
