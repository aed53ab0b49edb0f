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

impl MarkPlace {
    /// A number that grows with the text: of the location that is said, else of the page.
    pub fn number(&self) -> Option<u64> {
        let said = self.said.as_deref().unwrap_or_default().to_lowercase();
        let behind = |name: &str| {
            let rest = said[said.find(name)? + name.len()..].trim_start_matches([' ', '.', '#']);
            rest[..rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len())].parse().ok()
        };
        behind("location").or_else(|| behind("loc")).or_else(|| behind("page"))
    }
}

impl From<Option<String>> for MarkPlace {
    fn from(said: Option<String>) -> Self {
        Self { said, positions: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_words_has_the_number_of_its_location_or_page() {
        let number = |said: &str| MarkPlace::from(Some(said.to_owned())).number();
        assert_eq!(number("page 3, Location 20-22"), Some(20));
        assert_eq!((number("page 12"), number("Loc. 597-98"), number("order 4")), (Some(12), Some(597), None));
        assert_eq!((number("page xii"), number("The location of things"), number("")), (None, None, None));
        assert_eq!(number("page 99999999999999999999999"), None);
    }
}
