//! Searching one text and the corpus: queries as written → as meant, hits as spans. Pure.

mod find;
pub mod fuzzy;
mod query;

pub use find::{find, find_next, hits};
pub use query::Query;
