//! A document's text as one reads on: without what lies between two pages in the middle of a paragraph. What is quoted, and found
//! again, goes by it; positions stay those of the text. It decides nothing about pages.

use super::Document;
use crate::text::{Offsets, Span};
use std::borrow::Cow;

/// What stands for what lies between two pages.
const PARTED: char = '\n';

impl Document {
    /// The text of a span as one reads on: a line end for what lies between two pages of a paragraph, all else as it stands.
    pub fn running(&self, span: Span) -> Cow<'_, str> {
        let mut pages = self.interruptions_in(span).peekable();
        if pages.peek().is_none() {
            return Cow::Borrowed(span.of(&self.text));
        }
        let (mut running, mut at) = (String::with_capacity(span.len()), span.start);
        for page in pages {
            running.push_str(Span::new(at, page.start).of(&self.text));
            running.push(PARTED);
            at = page.end;
        }
        running.push_str(Span::new(at, span.end).of(&self.text));
        Cow::Owned(running)
    }

    /// Whether a place lies in what is passed over between two pages of a paragraph.
    pub fn is_between_pages(&self, at: usize) -> bool {
        let block = self.blocks().get(self.block_at(at));
        block.is_some_and(|block| {
            self.interruptions_in(self.around(block.span)).any(|page| page.start < at && at < page.end)
        })
    }

    /// A span with so much around it that what lies between two pages there is in it whole.
    fn around(&self, span: Span) -> Span {
        const NEAR: usize = 4096;
        let (start, end) = (span.start.saturating_sub(NEAR), (span.end + NEAR).min(self.text.len()));
        Span::new(self.text.floor_char_boundary(start), self.text.ceil_char_boundary(end))
    }
}

/// All of a text as one reads on.
#[derive(Debug)]
pub struct RunningText {
    text: String,
    offsets: Offsets,
    /// Where its pieces begin, in it and in the document's text.
    pieces: Vec<(usize, usize)>,
}

impl RunningText {
    /// That of a document; `None` where it is the text itself.
    pub fn of(document: &Document) -> Option<Self> {
        let whole = Span::new(0, document.text().len());
        let (mut pieces, mut passed) = (vec![(0, 0)], 0);
        for page in document.interruptions_in(whole) {
            passed += page.len() - PARTED.len_utf8();
            pieces.push((page.end - passed, page.end));
        }
        let text = (pieces.len() > 1).then(|| document.running(whole).into_owned())?;
        Some(Self { offsets: Offsets::of(&text), text, pieces })
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its code point offsets.
    pub fn offsets(&self) -> &Offsets {
        &self.offsets
    }

    /// A span of it as one of the document's text.
    pub fn in_document(&self, span: Span) -> Span {
        let place = |piece: usize, at: usize| {
            let (here, there) = self.pieces[piece.saturating_sub(1)];
            there + at.saturating_sub(here)
        };
        let start = place(self.pieces.partition_point(|(here, _)| *here <= span.start), span.start);
        let end = place(self.pieces.partition_point(|(here, _)| *here < span.end), span.end);
        if span.is_empty() { Span::at(start) } else { Span::new(start, end) }
    }

    /// A place of the document's text as one of it; what lies between two pages is where they meet.
    pub fn place_of(&self, at: usize) -> usize {
        let piece = self.pieces.partition_point(|(_, there)| *there <= at);
        let (here, there) = self.pieces[piece.saturating_sub(1)];
        let end = self.pieces.get(piece).map_or(self.text.len(), |(next, _)| next - PARTED.len_utf8());
        (here + (at - there)).min(end)
    }
}

#[cfg(test)]
mod tests {
    use super::super::parts::tests::document;
    use super::*;

    #[test]
    fn a_text_is_read_on_over_its_pages() {
        let document = document("One and\n\n~ foot\n\n+ two\n\n+ three\n\n~ foot\n\nFour");
        let running = RunningText::of(&document).unwrap();
        assert_eq!(running.text(), "One and\ntwo\n\nthree\n\n~ foot\n\nFour");
        assert_eq!(document.running(Span::new(4, 20)), "and\ntwo");
        assert_eq!(document.running(Span::new(9, 20)), "~ foot\n\ntwo", "a page that is not gone over");
        assert!(document.is_between_pages(10) && !document.is_between_pages(3) && !document.is_between_pages(18));
        assert!(RunningText::of(&super::super::parts::tests::document("One\n\n~ foot\n\nTwo")).is_none());
    }

    #[test]
    fn places_are_the_same_there_and_back() {
        let document = document("One and\n\n~ foot\n\n+ two\n\n~ a\n\n+ three");
        let running = RunningText::of(&document).unwrap();
        for (start, _) in running.text().char_indices() {
            let there = running.in_document(Span::new(start, start + 1));
            assert_eq!(running.place_of(there.start), start);
            assert_eq!(document.running(there), running.text()[start..=start]);
        }
        assert_eq!(running.in_document(Span::at(8)), Span::at(17));
        assert_eq!((running.place_of(10), running.place_of(99)), (7, running.text().len()));
    }
}
