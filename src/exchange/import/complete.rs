//! A mark completed by the file of its document: words from a place, and what stands around words that stand there several
//! times. The marked words overrule any place.

use super::mark::Mark;
use super::position::Position;
use crate::annotation::Quote;
use crate::format::epub::places::BookPlaces;
use crate::text::fold::letters;

impl Mark {
    /// Completes the marked words by what stands at its places in a book: where the words are known, what stands around them
    /// says which of several; where none are known, they are those that stand there.
    pub fn complete(&mut self, book: &BookPlaces) {
        let excerpts = self.place.positions.iter().filter_map(|position| match position {
            Position::InBook(place) => Some(book.excerpt(place)),
            Position::Page(_) => None,
        });
        let found: Vec<Option<Quote>> = excerpts
            .map(|excerpt| excerpt.map(|it| Quote { exact: it.words, prefix: it.before, suffix: it.behind }))
            .collect();
        if self.passages.is_empty() {
            self.passages = found.into_iter().flatten().collect();
            return;
        }
        for (quote, found) in self.passages.iter_mut().zip(found) {
            let Some(found) = found.filter(|found| letters(&found.exact) == letters(&quote.exact)) else { continue };
            if quote.prefix.is_empty() && quote.suffix.is_empty() {
                quote.prefix = found.prefix;
                quote.suffix = found.suffix;
            }
        }
    }

    /// The page that it stands on, from 0, where that is known.
    pub fn page(&self) -> Option<usize> {
        self.place.positions.iter().find_map(|position| match position {
            Position::Page(page) => Some(*page),
            Position::InBook(_) => None,
        })
    }
}
