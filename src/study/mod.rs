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
pub mod grading;
pub mod links;
pub mod locator;
pub mod names;
pub mod paragraphs;
pub mod report;
mod sentences;
pub mod summary;
pub mod tags;
pub mod timeline;
pub mod work;

pub use agreement::{Agreement, Alpha, agreement, alpha};
pub use board::{Asking, Question, askings, questions, questions_in};
pub use compare::{Comparison, Figures, Other, ReaderMark, Sentence, Side, compare};
pub use density::{Density, Peak, peaks, untouched};
pub use links::{LinkedPlace, NamedPlace, annotation_ending, link_to};
pub use locator::{Locator, MissingPlace};
pub use paragraphs::{Paragraphs, Unmarked, unmarked};
pub use sentences::{reached, sentences};
pub use summary::{Answer, Summary, Word, answers_in, tags_in_use};
pub use tags::{TagEdit, TagNode, TaggedAnnotation, clean_tag, tag_tree};
pub use timeline::{DatedStatement, dated_statements};
