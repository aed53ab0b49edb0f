//! The part of a document that shows: rows from a top row on, and moving over them. It changes no text and marks
//! nothing. A row's number is derived and valid for one width; what is kept across widths is a byte offset.

use crate::document::Document;
use crate::document::flow::{Layout, RowAt};
use crate::document::layout::{LayoutOptions, Row};
use crate::study::Paragraphs;
use crate::text::Span;

/// Rows of a document in a window of some height.
#[derive(Debug)]
pub struct Viewport {
    /// The lazy layout.
    pub flow: Layout,
    /// The first row that shows.
    pub top: RowAt,
    /// The rows that show, from the top.
    pub rows: Vec<(RowAt, Row)>,
    /// Rows of the window.
    pub height: usize,
    /// The row of the cursor.
    pub cursor: RowAt,
    /// The cursor's place when the window was last made to fit it.
    pub settled: Option<usize>,
    /// The numbers of the paragraphs, while they show.
    pub numbers: Option<Paragraphs>,
    kept: Option<ViewportBefore>,
}

/// Where the window stood before it was laid out anew; holds as long as `top` is where it was put then, so that a width
/// tried and taken back leads back to the same row.
#[derive(Clone, Copy, Debug)]
struct ViewportBefore {
    top: RowAt,
    /// The first text that showed.
    offset: usize,
    /// The row that was on top, in this look.
    before: (LayoutOptions, RowAt),
}

impl Viewport {
    /// The beginning of a document, before its window is known.
    pub fn new() -> Self {
        let flow = Layout::new(LayoutOptions { width: 72, fold_boilerplate: true, ..LayoutOptions::default() });
        Self {
            flow,
            top: RowAt::default(),
            rows: Vec::new(),
            height: 1,
            cursor: RowAt::default(),
            settled: None,
            numbers: None,
            kept: None,
        }
    }

    /// Takes the size and look of the window, keeping the place: the row of the first text that showed stays on top.
    pub fn fit(&mut self, document: &Document, look: LayoutOptions, height: u16) {
        self.height = usize::from(height).max(1);
        if *self.flow.look() != look {
            let before = self.kept();
            self.flow.set_look(look);
            self.stand_at(document, before, look);
        }
    }

    /// The document under the page was replaced (a longer part of it arrived); the place is kept. `carried` says where a place of the
    /// one before is in this one.
    pub fn replaced(&mut self, before: &Document, document: &Document, carried: &dyn Fn(usize) -> usize) {
        let offset = self.first_offset();
        self.flow.clear();
        let top = self.top.block;
        let same_rows = before.blocks().get(top) == document.blocks().get(top);
        if !same_rows || offset.is_some_and(|offset| carried(offset) != offset) {
            self.top = offset.map_or_else(RowAt::default, |offset| self.flow.at(document, carried(offset)));
        }
        self.kept = None;
        self.numbers = None;
        self.fill(document);
    }

    fn stand_at(&mut self, document: &Document, kept: Option<ViewportBefore>, look: LayoutOptions) {
        self.top = match kept {
            Some(ViewportBefore { before: (known, row), .. }) if known == look => row,
            Some(ViewportBefore { offset, .. }) => self.flow.at(document, offset),
            None => RowAt::default(),
        };
        self.kept = kept.map(|kept| ViewportBefore { top: self.top, ..kept });
    }

    /// Where the window stands, or stood before it was laid out anew if it has not been moved since.
    fn kept(&self) -> Option<ViewportBefore> {
        let now = || {
            Some(ViewportBefore { top: self.top, offset: self.first_offset()?, before: (*self.flow.look(), self.top) })
        };
        self.kept.filter(|kept| kept.top == self.top).or_else(now)
    }

    /// The first text on the page; `None` at the very beginning.
    pub fn first_offset(&self) -> Option<usize> {
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

    /// Lets the page begin with the row of byte `offset`; the last page stays full.
    pub fn start_at(&mut self, document: &Document, offset: usize) {
        let at = self.flow.at(document, offset);
        self.top = at.min(self.last_top(document));
        self.fill(document);
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

    /// Whether some of a span, or the place of an empty one, shows.
    pub fn overlaps(&self, span: Span) -> bool {
        let shows = |row: &Row| row.span.overlaps(span) || (span.is_empty() && row.span.contains(span.start));
        self.rows.iter().any(|(_, row)| shows(row))
    }

    /// Lays out what shows.
    pub fn fill(&mut self, document: &Document) {
        self.rows = self.flow.window(document, self.top, self.height);
    }

    /// The row with text nearest to `at` among those from index `first` to (not including) `end` that show; of two, the one
    /// further on where `on`, else the one further back.
    pub fn text_row_near(&self, at: RowAt, on: bool, first: usize, end: usize) -> Option<RowAt> {
        let shown = self.rows.get(first..end)?;
        let (before, behind) = shown.split_at(shown.partition_point(|(row, _)| *row < at));
        let text = |(_, row): &&(RowAt, Row)| !row.span.is_empty();
        let (up, down) = (before.iter().rev().find(text), behind.iter().find(text));
        let exact = down.filter(|(row, _)| *row == at);
        let wanted = exact.or(if on { down.or(up) } else { up.or(down) });
        wanted.map(|(at, _)| *at)
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

impl Default for Viewport {
    fn default() -> Self {
        Self::new()
    }
}
