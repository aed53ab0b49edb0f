//! The sentences of an article, and which of them marks reach into: the units of everything that is counted here.

use crate::document::{BlockKind, Document, motion};
use crate::text::Span;

/// The sentences of the article, in text order: the units in which readings are compared. Boilerplate, headings and bylines
/// are nobody's choice to mark and do not count.
pub fn sentences(document: &Document) -> Vec<Span> {
    let read = document.blocks().iter().enumerate().filter(|(_, block)| is_read(block.kind));
    read.flat_map(|(block, _)| motion::sentences_beginning_in(document, block)).collect()
}

/// Which of `units` (in text order) any of `spans` reaches into: the places in `units`, in order, each once.
pub fn reached(units: &[Span], spans: &[Span]) -> Vec<usize> {
    let mut reached: Vec<usize> = spans
        .iter()
        .flat_map(|span| {
            let first = units.partition_point(|unit| unit.end <= span.start);
            (first..units.len()).take_while(|&unit| units[unit].start < span.end)
        })
        .collect();
    reached.sort_unstable();
    reached.dedup();
    reached
}

/// Whether a block is one that readers mark: text of the article.
pub(super) fn is_read(kind: BlockKind) -> bool {
    !matches!(kind, BlockKind::Boilerplate | BlockKind::Heading | BlockKind::Byline | BlockKind::Rule)
}
