//! The part of a document that shows: rows from a top row on, and moving over them. It changes no text and marks
//! nothing. A row's number is derived and valid for one width; what is kept across widths is a byte offset.

use crate::document::Document;
use crate::document::flow::{Flow, RowAt};
use crate::document::layout::{Look, Row};

/// Rows of a document in a window of some height.
#[derive(Debug)]
pub struct Page {
    /// The lazy layout.
    pub flow: Flow,
    /// The first row that shows.
    pub top: RowAt,
    /// The rows that show, from the top.
    pub rows: Vec<(RowAt, Row)>,
    /// Rows of the window.
    pub height: usize,
}

impl Page {
    /// The beginning of a document, before its window is known.
    pub fn new() -> Self {
        Self {
            flow: Flow::new(Look { width: 72, fold_furniture: true }),
            top: RowAt::default(),
            rows: Vec::new(),
            height: 1,
        }
    }

    /// Takes the size and look of the window, keeping the place: the row of the first text that showed stays on top.
    pub fn fit(&mut self, document: &Document, look: Look, height: u16) {
        let kept = self.first_offset();
        self.height = usize::from(height).max(1);
        if *self.flow.look() != look {
            self.flow.set_look(look);
            self.top = kept.map_or_else(RowAt::default, |offset| self.flow.at(document, offset));
        }
    }

    /// The document under the page was replaced (a longer part of it arrived); the place is kept.
    pub fn replaced(&mut self, document: &Document) {
        let kept = self.first_offset();
        self.flow.clear();
        self.top = kept.map_or_else(RowAt::default, |offset| self.flow.at(document, offset));
        self.rows.clear();
    }

    fn first_offset(&self) -> Option<usize> {
        let text = self.rows.iter().find(|(_, row)| !row.span.is_empty());
        // A page at the very beginning stays there, whatever is folded above its first text.
        if self.top == RowAt::default() { None } else { text.map(|(_, row)| row.span.start) }
    }

    /// The row that shows byte `offset`.
    pub fn row_of(&mut self, document: &Document, offset: usize) -> RowAt {
        self.flow.at(document, offset)
    }

    /// Moves the window by rows; the last page stays full.
    pub fn scroll(&mut self, document: &Document, by: isize) {
        let top = self.flow.step(document, self.top, by);
        self.top = top.min(self.last_top(document));
    }

    /// The top row of the last page.
    fn last_top(&mut self, document: &Document) -> RowAt {
        let last = self.flow.last(document);
        self.flow.step(document, last, 1 - self.height.cast_signed())
    }

    /// Brings `at` into the window, `margin` rows from its edges where the text goes on there.
    pub fn reveal(&mut self, document: &Document, at: RowAt, margin: u16) {
        let margin = usize::from(margin).min(self.height.saturating_sub(1) / 2).cast_signed();
        let low = self.flow.step(document, at, -margin);
        let high = self.flow.step(document, at, margin - (self.height.cast_signed() - 1));
        if low < self.top {
            self.top = low;
        } else if high > self.top {
            self.top = high;
        }
        self.top = self.top.min(self.last_top(document));
    }

    /// Puts `at` a third down the window, as after a jump.
    pub fn centre(&mut self, document: &Document, at: RowAt) {
        let up = (self.height / 3).cast_signed();
        self.top = self.flow.step(document, at, -up).min(self.last_top(document));
    }

    /// Whether `at` shows.
    pub fn shows(&self, at: RowAt) -> bool {
        self.rows.first().is_some_and(|(first, _)| *first <= at)
            && self.rows.last().is_some_and(|(last, _)| at <= *last)
    }

    /// Lays out what shows.
    pub fn fill(&mut self, document: &Document) {
        self.rows = self.flow.window(document, self.top, self.height);
    }

    /// The next row with text, `by` rows away or further in the same direction; `None` at the end of the text.
    pub fn text_row(&mut self, document: &Document, from: RowAt, by: isize) -> Option<RowAt> {
        let mut at = self.flow.step(document, from, by);
        let mut last = from;
        while at != last {
            if self.flow.row(document, at).is_some_and(|row| !row.span.is_empty()) {
                return Some(at);
            }
            last = at;
            at = self.flow.step(document, at, by.signum());
        }
        None
    }
}

impl Default for Page {
    fn default() -> Self {
        Self::new()
    }
}
