//! Where a mark stands as its program counts: a hint, which the marked words overrule. What stands there is read in `complete`.

use crate::format::epub::places::BookPlace;

/// A place as a program counts it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Position {
    /// In a chapter of a book.
    InBook(BookPlace),
    /// On a page, from 0.
    Page(usize),
}

/// What is known of where a mark stands, beside its words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MarkPlace {
    /// In words, where nothing but a page or number is known: "page 12".
    pub said: Option<String>,
    /// One for each passage, or where no passage is known what may become one.
    pub positions: Vec<Position>,
}

impl From<Option<String>> for MarkPlace {
    fn from(said: Option<String>) -> Self {
        Self { said, positions: Vec::new() }
    }
}
