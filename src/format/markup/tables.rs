//! Tables of data told from tables that lay out a page; of the former the header rows, and which columns a cell stands in.

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

/// The longest cell of a table of data with one row, or of one that holds more than all others where none heads them, in bytes of its text.
const MAX_ONLY_CELL: usize = 400;

/// The most columns of a table whose cells may reach into rows below.
const MAX_COLUMNS: usize = 256;

/// A table that is open, and how far into it.
#[derive(Debug, Default)]
pub(super) struct OpenTable {
    /// Whether it is one of data.
    pub is_data: bool,
    row: usize,
    column: usize,
    /// By column, the first row that a cell from above does not reach into.
    free_from: Vec<usize>,
}

impl OpenTable {
    /// One of data, or not, at its beginning.
    pub fn new(is_data: bool) -> Self {
        Self { is_data, ..Self::default() }
    }

    /// A row begins.
    pub fn row(&mut self) {
        (self.row, self.column) = (self.row + 1, 0);
    }

    /// A cell begins: how many columns before it are those of cells that began above, and how many columns it is wide.
    pub fn cell(&mut self, cell: &Element<'_>) -> (usize, usize) {
        let first = self.column;
        while self.free_from.get(self.column).is_some_and(|row| *row > self.row) {
            self.column += 1;
        }
        let (at, wide) = (self.column, columns(cell));
        self.column = (at + wide).min(MAX_COLUMNS);
        let free = self.row.saturating_add(rows(cell));
        if free > self.row + 1 {
            self.free_from.resize(self.free_from.len().max(self.column), 0);
            self.free_from[at.min(self.column)..self.column].fill(free);
        }
        (at - first, wide)
    }
}

/// Whether the rows of a table are rows of data. One that holds another table or the title of a page, has one column, or
/// holds long texts lays out the page; so does one without a heading for a row or column, if a cell of it has a heading of a text, or
/// holds more than all others and is long.
pub(super) fn is_data(table: &NodeRef<'_>, element: &Element<'_>) -> bool {
    !element.means(&["presentation", "none"]) && counted(table).is_some_and(|counted| counted.is_data())
}

#[derive(Default)]
struct Counted {
    cells: usize,
    rows: usize,
    blocks: usize,
    /// Bytes of text in the cell that was met last, in the longest, and in all.
    in_cell: usize,
    longest: usize,
    bytes: usize,
    /// Whether a cell heads others, and whether one has the heading of a text.
    is_headed: bool,
    has_heading: bool,
}

impl Counted {
    fn is_data(&self) -> bool {
        let is_most = self.rows == 1 || (!self.is_headed && 2 * self.longest > self.bytes);
        let is_page = (is_most && self.longest > MAX_ONLY_CELL) || (self.has_heading && !self.is_headed);
        self.cells > self.rows && self.blocks <= BLOCKS_PER_CELL * self.cells && !is_page
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
                name @ ("td" | "th") => {
                    counted.cells += 1;
                    counted.in_cell = 0;
                    counted.is_headed |= name == "th";
                }
                name if BLOCKS.contains(&name) => {
                    counted.blocks += 1;
                    counted.has_heading |= matches!(name.as_bytes(), [b'h', b'2'..=b'6']);
                }
                _ => {}
            }
        } else {
            let bytes = node.query_or(0, |node| match &node.data {
                NodeData::Text { contents } => contents.trim_ascii().len(),
                _ => 0,
            });
            (counted.in_cell, counted.bytes) = (counted.in_cell + bytes, counted.bytes + bytes);
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
fn columns(cell: &Element<'_>) -> usize {
    cell.attr("colspan").and_then(|span| span.trim().parse().ok()).unwrap_or(1).clamp(1, 64)
}

/// How many rows a cell is high; 0 is to the end of the table (of its group of rows, which few have more than one of).
fn rows(cell: &Element<'_>) -> usize {
    match cell.attr("rowspan").and_then(|span| span.trim().parse().ok()) {
        Some(0) => usize::MAX,
        span => span.unwrap_or(1),
    }
}
