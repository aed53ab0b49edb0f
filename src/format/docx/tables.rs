//! Tables: a row is a block and its cells are separated by tabs, but where a table only places text on the page.

use super::names::{XmlVocabulary, is_on, name};
use super::walk::{DocxWalk, alternative};
use crate::format::office::xml::{attribute, child};
use roxmltree::Node;

/// A cell with more paragraphs than this holds running text: the table only places it.
const MOST_PARAGRAPHS: usize = 8;

impl<'a> DocxWalk<'a> {
    pub(super) fn table(&mut self, table: Node<'a, 'a>) {
        let mut rows = Vec::new();
        collect(table, "tr", &mut rows);
        let rows: Vec<(Node<'a, 'a>, Vec<Node<'a, 'a>>)> = rows.into_iter().map(|row| (row, cells(row))).collect();
        let places =
            rows.iter().all(|(_, cells)| cells.len() <= 1) || rows.iter().any(|(_, cells)| cells.iter().any(is_text));
        for (row, cells) in rows {
            if !self.is_deleted(row) {
                self.row(row, &cells, places);
            }
        }
    }

    fn row(&mut self, row: Node<'a, 'a>, cells: &[Node<'a, 'a>], places: bool) {
        if places {
            for cell in cells {
                self.blocks(*cell);
            }
            return;
        }
        let outermost = !self.composer.in_row();
        self.composer.open_row(child(row, "trPr").and_then(|node| child(node, "tblHeader")).is_some_and(is_on));
        if outermost {
            self.pages.page_in_row = false;
        }
        for cell in cells {
            self.blocks(*cell);
            self.composer.end_cell(width(*cell));
        }
        self.composer.close_row();
    }

    fn is_deleted(&mut self, row: Node<'a, 'a>) -> bool {
        let properties = child(row, "trPr");
        let has = |change| properties.and_then(|node| child(node, change)).is_some();
        self.tracked |= has("del") || has("ins");
        has("del")
    }
}

fn cells<'a>(row: Node<'a, 'a>) -> Vec<Node<'a, 'a>> {
    let mut cells = Vec::new();
    collect(row, "tc", &mut cells);
    cells
}

/// The elements of that name in `parent`, also where they are wrapped.
fn collect<'a>(parent: Node<'a, 'a>, wanted: &str, found: &mut Vec<Node<'a, 'a>>) {
    for node in parent.children() {
        match name(node) {
            (XmlVocabulary::Word, element) if element == wanted => found.push(node),
            (XmlVocabulary::Word, "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo") => {
                collect(node, wanted, found);
            }
            (XmlVocabulary::Compatibility, "AlternateContent") => {
                if let Some(node) = alternative(node) {
                    collect(node, wanted, found);
                }
            }
            _ => {}
        }
    }
}

/// How many columns a cell is wide.
fn width(cell: Node<'_, '_>) -> usize {
    let span = child(cell, "tcPr").and_then(|node| child(node, "gridSpan"));
    span.and_then(|node| attribute(node, "val")?.parse().ok()).unwrap_or(1)
}

/// Whether a cell holds running text.
fn is_text(cell: &Node<'_, '_>) -> bool {
    let paragraphs = cell.children().filter(|node| name(*node) == (XmlVocabulary::Word, "p"));
    paragraphs.filter(|paragraph| paragraph.descendants().any(|node| node.is_text())).count() > MOST_PARAGRAPHS
}
