//! What a seminar asks of many annotations: how many readers marked a place, what nobody touched, how far two readings
//! agree, which questions are open, who has written what.
//!
//! Pure: annotations and their places come in as values. It reads no file, draws nothing, and ranks no person.

pub mod agreement;
pub mod blind;
pub mod board;
pub mod compare;
pub mod density;
pub mod digest;
pub mod paragraphs;
pub mod report;
pub mod summary;

pub use agreement::{Agreement, Alpha, agreement, alpha};
pub use board::{Asking, Question, askings, questions, questions_in};
pub use compare::{Comparison, Figures, Other, ReaderMark, Sentence, Side, compare};
pub use density::{Density, Peak, peaks, untouched};
pub use paragraphs::{Paragraphs, Unmarked, unmarked};
pub use summary::{Answer, Summary, Word, answers_in, tags_in_use};

use crate::document::{Document, motion};
use crate::text::Span;

/// The sentences of the article, in text order: the units in which readings are compared. Boilerplate, headings and bylines
/// are nobody's choice to mark and do not count.
pub fn sentences(document: &Document) -> Vec<Span> {
    let read = document.blocks().iter().filter(|block| density::is_read(block.kind));
    read.flat_map(|block| motion::sentences_in(document, block.span, false)).collect()
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
