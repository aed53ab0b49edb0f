//! The parts of a paragraph that is put into several blocks: because it is very long, or because a page of the print ends in it,
//! and what stands between the two pages lies there as furniture. It moves nowhere and draws nothing.

use super::{Block, BlockKind, Document};
use crate::text::Span;

/// So many blocks of furniture may lie between two parts: a foot, a head, an empty page.
const MOST_BETWEEN: usize = 4;

impl Document {
    /// The block that this one goes on with, by index: the one before it, page furniture aside.
    pub fn continues(&self, block: usize) -> Option<usize> {
        let it = self.blocks().get(block).filter(|it| it.continued)?;
        before(&self.blocks()[..block], it.kind)
    }

    /// The block that goes on with this one, by index.
    pub fn goes_on_in(&self, block: usize) -> Option<usize> {
        let blocks = self.blocks().get(block + 1..)?;
        let kind = self.blocks()[block].kind;
        let passed = |it: &Block| it.kind == BlockKind::Boilerplate && kind != BlockKind::Boilerplate;
        let next = block + 1 + blocks.iter().take(MOST_BETWEEN).take_while(|it| passed(it)).count();
        (self.continues(next) == Some(block)).then_some(next)
    }

    /// Whether a block goes on with the one right before it, nothing between the two.
    pub fn is_joined(&self, block: usize) -> bool {
        self.continues(block).is_some_and(|before| before + 1 == block)
    }

    /// The first block of the paragraph that a block belongs to, by index.
    pub(super) fn first_part(&self, block: usize) -> usize {
        std::iter::successors(Some(block), |part| self.continues(*part)).last().unwrap_or(block)
    }

    /// Its last block.
    pub(super) fn last_part(&self, block: usize) -> usize {
        std::iter::successors(Some(block), |part| self.goes_on_in(*part)).last().unwrap_or(block)
    }

    /// What lies between the parts of a paragraph that goes over a page, in text order: from the end of one to the beginning of
    /// the next. Those that lie inside `span`.
    pub fn interruptions_in(&self, span: Span) -> impl Iterator<Item = Span> + '_ {
        let from = self.blocks().partition_point(|block| block.span.start < span.start);
        let inside = (from..self.blocks().len()).take_while(move |n| self.blocks()[*n].span.start < span.end);
        let over = inside.filter_map(|n| Some((self.continues(n).filter(|before| before + 1 < n)?, n)));
        let between = over.map(|(before, n)| Span::new(self.blocks()[before].span.end, self.blocks()[n].span.start));
        between.filter(move |between| span.covers(*between))
    }
}

/// The last of these blocks that one of this kind can go on with, by index: one of the same kind, and nothing but a little
/// furniture behind it.
pub(super) fn before(blocks: &[Block], kind: BlockKind) -> Option<usize> {
    let passed = |block: &&Block| block.kind == BlockKind::Boilerplate && kind != BlockKind::Boilerplate;
    let between = blocks.iter().rev().take(MOST_BETWEEN).take_while(passed).count();
    let before = blocks.len().checked_sub(between + 1)?;
    (blocks[before].kind == kind).then_some(before)
}

#[cfg(test)]
pub(in crate::document) mod tests {
    use super::*;
    use crate::document::Builder;

    /// Blocks parted by blank lines: `~ ` begins furniture, `+ ` what goes on with the paragraph before it.
    pub(in crate::document) fn document(text: &str) -> Document {
        let mut builder = Builder::over(text.replace("+ ", ""));
        let mut at = 0;
        for part in text.split("\n\n") {
            let (goes_on, part) = part.strip_prefix("+ ").map_or((false, part), |rest| (true, rest));
            let furniture = part.starts_with("~ ");
            let kind = if furniture { BlockKind::Boilerplate } else { BlockKind::Paragraph };
            let span = Span::new(at, at + part.len());
            if goes_on {
                builder.continued_block(kind, 0, span);
            } else {
                builder.block(kind, 0, span);
            }
            at = span.end + 2;
        }
        builder.finish()
    }

    #[test]
    fn a_block_goes_on_with_the_one_before_the_furniture() {
        let document = document("One and\n\n~ foot\n\n+ two\n\n+ three\n\n~ foot\n\nFour\n\n~ a\n\n~ b\n\n+ five");
        let all: Vec<Option<usize>> = (0..document.blocks().len()).map(|n| document.continues(n)).collect();
        assert_eq!(all, [None, None, Some(0), Some(2), None, None, None, None, Some(5)]);
        for (n, before) in all.iter().enumerate().filter_map(|(n, before)| Some((n, (*before)?))) {
            assert_eq!(document.goes_on_in(before), Some(n));
        }
        assert_eq!((document.first_part(3), document.last_part(0), document.last_part(3)), (0, 3, 3));
        assert_eq!((document.is_joined(2), document.is_joined(3)), (false, true));
        assert_eq!((document.goes_on_in(1), document.goes_on_in(8), document.continues(99)), (None, None, None));
    }

    #[test]
    fn what_lies_between_the_parts_is_not_said_in_a_line_of_them() {
        let divided = document("The har-\n\n~ foot\n\n+ bour.");
        assert_eq!(divided.line(Span::new(0, divided.text().len())), "The harbour.");
        let document = document("One and\n\n~ foot\n\n+ two.\n\nThree.\n\n~ end\n\nFour.");
        let line = |from, to| document.line(Span::new(from, to));
        assert_eq!(line(0, 21), "One and two.");
        assert_eq!(line(9, 21), "~ foot two.", "asked for by itself");
        assert_eq!(line(17, 43), "two. Three. ~ end Four.");
    }

    #[test]
    fn nothing_goes_on_with_what_is_of_another_kind_or_far() {
        let document = document("~ foot\n\n+ one\n\n~ a\n\n~ b\n\n~ c\n\n~ d\n\n~ e\n\n+ two");
        assert!(document.blocks().iter().all(|block| !block.continued));
    }
}
