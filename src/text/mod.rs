//! Plain text and positions in it: spans, code point offsets, words and sentences, wrapping, folding, hyphens.
//!
//! Pure: strings in, positions out. Nothing here knows what a document, a file or a screen is. Every position is a
//! byte offset into a `&str` on a character boundary unless its name says otherwise.

pub mod breaks;
pub mod bytes;
pub mod cells;
pub mod difference;
mod direction;
pub mod fold;
pub mod hyphen;
pub mod letters;
pub mod occurrences;
pub mod off_line;
mod offsets;
pub mod segment;
mod shown;
mod span;
mod span_index;
pub mod visible;
pub mod wrap;

pub use direction::Direction;
pub use offsets::Offsets;
pub use shown::shown;
pub use span::Span;
pub use span_index::SpanIndex;
