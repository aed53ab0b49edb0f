//! Tables of data told from tables that lay out a page, and the header rows of the former.

use super::element::{Element, after};
use super::margin;
use dom_query::{NodeData, NodeRef};

/// The longest cell of a table of data, in bytes of its text.
const MAX_CELL: usize = 2000;
/// The most blocks in the cells of a table of data, on average.
const BLOCKS_PER_CELL: usize = 3;

/// Elements that stand apart in a cell.
const BLOCKS: &[&str] =
    &["p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "figure", "section", "article"];

/// The longest cell of a table of data with one row, in bytes of its text.
const MAX_ONLY_CELL: usize = 400;

/// Whether the rows of a table are rows of data. One that holds another table or the title of a page, has one column, or
/// holds long texts lays out the page.
pub(super) fn is_data(table: &NodeRef<'_>, element: &Element<'_>) -> bool {
    !element.means(&["presentation", "none"]) && counted(table).is_some_and(|counted| counted.is_data())
}

#[derive(Default)]
struct Counted {
    cells: usize,
    rows: usize,
    blocks: usize,
    /// Bytes of text in the cell that was met last, and in the longest.
    in_cell: usize,
    longest: usize,
}

impl Counted {
    fn is_data(&self) -> bool {
        let long = self.rows == 1 && self.longest > MAX_ONLY_CELL;
        self.cells > self.rows && self.blocks <= BLOCKS_PER_CELL * self.cells && !long
    }
}

/// What is in a table; `None` as soon as it is plain that it is none of data, so that of tables inside one another no
/// part is counted twice.
fn counted(table: &NodeRef<'_>) -> Option<Counted> {
    let mut counted = Counted::default();
    let mut at = table.first_child();
    while let Some(node) = at {
        if let Some(element) = Element::of(&node) {
            match element.name() {
                "table" | "h1" => return None,
                "tr" => counted.rows += 1,
                "td" | "th" if margin::is_line_numbers(&node, &element) => {}
                "td" | "th" => {
                    counted.cells += 1;
                    counted.in_cell = 0;
                }
                name if BLOCKS.contains(&name) => counted.blocks += 1,
                _ => {}
            }
        } else {
            counted.in_cell += node.query_or(0, |node| match &node.data {
                NodeData::Text { contents } => contents.trim_ascii().len(),
                _ => 0,
            });
        }
        counted.longest = counted.longest.max(counted.in_cell);
        if counted.in_cell > MAX_CELL {
            return None;
        }
        at = node.first_child().or_else(|| after(&node, table));
    }
    Some(counted)
}

/// Whether a row heads its table: it stands in the head, or all its cells are headings.
pub(super) fn is_header(row: &NodeRef<'_>) -> bool {
    let is = |node: &NodeRef<'_>, name: &str| Element::of(node).is_some_and(|element| element.name() == name);
    if row.parent().is_some_and(|parent| is(&parent, "thead")) {
        return true;
    }
    let mut cells = row.children_it(false).filter(NodeRef::is_element).peekable();
    cells.peek().is_some() && cells.all(|cell| is(&cell, "th"))
}

/// How many columns a cell is wide.
pub(super) fn columns(cell: &Element<'_>) -> usize {
    cell.attr("colspan").and_then(|span| span.trim().parse().ok()).unwrap_or(1).clamp(1, 64)
}
