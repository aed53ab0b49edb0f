//! Letters and digits of a text in a row, each with what it belongs to: what is the same however two programs break lines, join
//! blocks, hyphenate and set marks. It finds rows of letters and understands no words.

use super::fold::Folding;
use super::occurrences::{Occurrences, occurrences};
use memchr::memmem;

/// Folded letters in a row, each with the piece that it is of.
#[derive(Clone, Debug)]
pub struct LetterIndex<T> {
    folded: String,
    /// Where the letters of a piece begin in `folded`; of pieces that have any. Four bytes each: there may be one for each letter.
    starts: Vec<(u32, T)>,
}

impl<T> Default for LetterIndex<T> {
    fn default() -> Self {
        Self { folded: String::new(), starts: Vec::new() }
    }
}

impl<T: Copy> LetterIndex<T> {
    /// Adds a piece of text. Behind 4 GB of letters nothing is added.
    pub fn push(&mut self, written: &str, of: T) {
        let Ok(before) = u32::try_from(self.folded.len()) else { return };
        fold(written, &mut self.folded);
        if self.folded.len() > before as usize {
            self.starts.push((before, of));
        }
    }

    /// The pieces in which some letters ([`letters`]) begin and end that stand behind `before` others like them, or where they
    /// stand last. `None` where they stand nowhere, and of no letters.
    pub fn find(&self, letters: &str, before: usize) -> Option<(T, T)> {
        if letters.is_empty() {
            return None;
        }
        let at = memmem::find_iter(self.folded.as_bytes(), letters.as_bytes()).take(before.saturating_add(1)).last()?;
        Some((self.piece(at), self.piece(at + letters.len() - 1)))
    }

    /// The pieces in which some letters begin and end that stand in one place only, with no letter of those left out.
    pub fn once(&self, letters: &str) -> Option<(T, T)> {
        self.once_each(&[letters]).pop().flatten()
    }

    /// The same of several, in the order given, in one go through the letters.
    pub fn once_each(&self, wanted: &[&str]) -> Vec<Option<(T, T)>> {
        let place = |(found, letters): (Occurrences, &&str)| {
            let at = found.once()?;
            self.starts.binary_search_by_key(&at, |(start, _)| *start as usize).ok()?;
            Some((self.piece(at), self.piece(at + letters.len() - 1)))
        };
        occurrences(&self.folded, wanted).into_iter().zip(wanted).map(place).collect()
    }

    fn piece(&self, byte: usize) -> T {
        self.starts[self.starts.partition_point(|(start, _)| *start as usize <= byte).max(1) - 1].1
    }
}

/// The folded letters of a text.
pub fn letters(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold(text, &mut folded);
    folded
}

/// How often some letters stand in a text, one after the other.
pub fn count(text: &str, letters: &str) -> usize {
    if letters.is_empty() { 0 } else { memmem::find_iter(self::letters(text).as_bytes(), letters.as_bytes()).count() }
}

/// What stands before the first letter of a text and behind its last, without blanks: its quotation marks, its full stop.
pub fn edges(text: &str) -> (String, String) {
    let bare = |part: &str| part.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let first = text.find(char::is_alphanumeric).unwrap_or(text.len());
    let rest = text[first..].rfind(char::is_alphanumeric).map_or("", |at| {
        let last = &text[first + at..];
        &last[last.chars().next().map_or(0, char::len_utf8)..]
    });
    (bare(&text[..first]), bare(rest))
}

fn fold(text: &str, folded: &mut String) {
    for c in text.chars().filter(|c| c.is_alphanumeric()) {
        Folding::Typed.each(c, |letter| folded.push(letter));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(pieces: &[&str]) -> LetterIndex<usize> {
        let mut index = LetterIndex::default();
        pieces.iter().enumerate().for_each(|(at, piece)| index.push(piece, at));
        index
    }

    #[test]
    fn letters_are_found_over_pieces_hyphens_and_ligatures() {
        let index = index(&["Har-", " ", "bour", "oﬃce", "HARBOUR"]);
        assert_eq!(index.find(&letters("harbour"), 0), Some((0, 2)));
        assert_eq!(index.find(&letters("harbour"), 1), Some((4, 4)));
        assert_eq!(index.find(&letters("harbour"), 9), Some((4, 4)), "the last one");
        assert_eq!(index.once(&letters("office h")), Some((3, 4)));
        assert_eq!(index.once(&letters("harbour")), None);
        assert_eq!((index.find("", 0), index.find(&letters("quay"), 0), index.once("")), (None, None, None));
    }

    #[test]
    fn the_edges_of_a_text_are_its_marks() {
        let of = |text| edges(text);
        assert_eq!(of("“ So é.” "), ("“".to_owned(), ".”".to_owned()));
        assert_eq!((of("so"), of("—")), ((String::new(), String::new()), ("—".to_owned(), String::new())));
    }

    #[test]
    fn letters_are_counted_as_they_are_found() {
        assert_eq!((count("It is. it-is", &letters("it is")), count("", "a"), count("a", "")), (2, 0, 0));
    }
}
