//! Searching one text and the corpus: queries and patterns as written → as meant, hits as spans. Pure.

pub mod concordance;
mod excerpt;
mod find;
pub mod fuzzy;
pub mod index;
mod marked;
mod pattern;
pub mod query;
mod search_text;

pub use excerpt::TextExcerpt;
pub use find::{find, find_next, hits};
pub use marked::places_in_mark;
pub use pattern::Pattern;
pub use query::Query;
pub use search_text::SearchText;
