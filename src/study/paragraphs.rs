//! The paragraphs of a text as they are numbered where they are cited, and those that nobody marked. It draws nothing.

use super::{Density, untouched};
use crate::document::motion::paragraph_around;
use crate::document::{BlockKind, Document};
use crate::text::Span;
use std::collections::HashSet;

/// Whether a block counts as a paragraph when they are numbered.
fn is_paragraph(kind: BlockKind) -> bool {
    !matches!(
        kind,
        BlockKind::Boilerplate | BlockKind::Heading | BlockKind::Byline | BlockKind::Rule | BlockKind::TableRow
    )
}

/// The numbers of a document's paragraphs.
#[derive(Clone, Debug, Default)]
pub struct Paragraphs {
    /// Where each begins, in order.
    starts: Vec<usize>,
}

impl Paragraphs {
    /// The paragraphs of a document.
    pub fn of(document: &Document) -> Self {
        let blocks = document.blocks().iter().filter(|block| is_paragraph(block.kind) && !block.continued);
        Self { starts: blocks.map(|block| block.span.start).collect() }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// The whole of the paragraph of that number (from 1), in bytes, with the blocks that go on with it.
    pub fn span(&self, document: &Document, number: usize) -> Option<Span> {
        let start = *self.starts.get(number.checked_sub(1)?)?;
        Some(paragraph_around(document, start))
    }

    /// The number of the paragraph that begins in a piece of the text; `None` where none does.
    pub fn beginning_in(&self, span: Span) -> Option<usize> {
        let index = self.starts.partition_point(|start| *start < span.start);
        self.starts.get(index).is_some_and(|start| span.contains(*start)).then_some(index + 1)
    }

    /// The number of the paragraph at byte `at`, from 1; 0 before the first.
    pub fn at(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at)
    }
}

/// A paragraph that nobody marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unmarked {
    /// Its number, from 1.
    pub number: usize,
    /// Its first block: all of it but for very long paragraphs. In bytes.
    pub span: Span,
}

/// The paragraphs in which nobody marked anything, in text order. A long one that goes on in several blocks counts as
/// marked where any of them is.
pub fn unmarked(document: &Document, density: &Density) -> Vec<Unmarked> {
    let untouched: HashSet<usize> = untouched(document, density).into_iter().collect();
    let (mut number, mut found) = (0, Vec::<Unmarked>::new());
    for (index, block) in document.blocks().iter().enumerate().filter(|(_, block)| is_paragraph(block.kind)) {
        if !block.continued {
            number += 1;
            found.extend(untouched.contains(&index).then_some(Unmarked { number, span: block.span }));
        } else if !untouched.contains(&index) {
            found.pop_if(|last| last.number == number);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Builder;

    #[test]
    fn a_long_paragraph_is_marked_where_any_of_its_blocks_is() {
        let long = "word ".repeat(10_000);
        let text = format!("Title\n\nOne here.\n\n{long}\n\nLast.");
        let (first, from) = (7, 18);
        let mut builder = Builder::over(text.clone());
        builder.block(BlockKind::Heading, 1, Span::new(0, 5));
        builder.block(BlockKind::Paragraph, 0, Span::new(first, 16));
        builder.block(BlockKind::Paragraph, 0, Span::new(from, from + long.len()));
        builder.block(BlockKind::Paragraph, 0, Span::new(from + long.len() + 2, text.len()));
        let document = builder.finish();
        assert!(document.blocks().iter().any(|block| block.continued), "it is put into several blocks");
        let numbers = |mark: (usize, usize)| -> Vec<usize> {
            let density = Density::of([("mei", Span::new(mark.0, mark.1))]);
            unmarked(&document, &density).into_iter().map(|paragraph| paragraph.number).collect()
        };
        assert_eq!(numbers((0, 5)), [1, 2, 3], "a heading is nobody's paragraph");
        assert_eq!(numbers((from + 49_000, from + 49_004)), [1, 3]);
        assert_eq!(numbers((first, from + 2)), [3]);
        let paragraphs = Paragraphs::of(&document);
        assert_eq!((paragraphs.len(), paragraphs.at(3), paragraphs.at(from + 49_000)), (3, 0, 2));
    }
}
