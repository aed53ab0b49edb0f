//! The three bytes that a folded text has, and that a text must have to hold words. Both go through one folding, which
//! lets fall whatever a pattern passes over, so that no text that a pattern finds something in misses one of them.

use crate::search::SearchText;
use crate::text::fold::{self, Folding};
use std::collections::BTreeSet;

/// So many bytes on each side of what is passed over hold all three bytes that go over it, with marks that a pattern passes over.
const BESIDE: usize = 256;

/// One bit for every three bytes.
const BITS: usize = 1 << 24;

/// Collects the three bytes of texts, one text after the other.
#[derive(Debug)]
pub struct TrigramSet {
    seen: Vec<u64>,
    found: Vec<u32>,
}

impl Default for TrigramSet {
    fn default() -> Self {
        Self { seen: vec![0; BITS / 64], found: Vec::new() }
    }
}

impl TrigramSet {
    /// All three bytes of a folded text, and of the words on both sides of what is passed over in it; each once, in no order.
    pub fn of<'a>(&mut self, text: impl Into<SearchText<'a>>) -> &[u32] {
        let text = text.into();
        for trigram in self.found.drain(..) {
            self.seen[trigram as usize / 64] = 0;
        }
        let Self { seen, found } = self;
        let mut add = |text: &str| {
            let mut readings = Readings::default();
            fold(text, |sign| {
                readings.push(sign, |trigram| {
                    let (word, bit) = (trigram as usize / 64, 1 << (trigram % 64));
                    if seen[word] & bit == 0 {
                        seen[word] |= bit;
                        found.push(trigram);
                    }
                });
            });
        };
        add(text.text());
        text.seams(BESIDE).for_each(|seam| add(&seam));
        &self.found
    }
}

/// The three bytes that stand in every text that has these words, however they are written there. A reading in brackets
/// may part a Chinese character from what follows it.
pub fn literal(words: &str) -> BTreeSet<u32> {
    let mut needed = BTreeSet::new();
    for run in words.split_inclusive(fold::is_han) {
        let mut readings = Readings::default();
        fold(run, |sign| readings.push(sign, |trigram| needed.extend([trigram])));
    }
    needed
}

/// The last bytes.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct ByteWindow {
    bytes: u32,
    count: u8,
}

impl ByteWindow {
    fn push(&mut self, byte: u8) -> Option<u32> {
        self.bytes = (self.bytes << 8 | u32::from(byte)) & 0x00FF_FFFF;
        self.count = (self.count + 1).min(3);
        (self.count == 3).then_some(self.bytes)
    }
}

/// What a text is folded to.
#[derive(Clone, Copy)]
enum FoldedSign {
    Byte(u8),
    /// A line ends behind a hyphen: a pattern may pass over both, over the line end, or over neither.
    Division,
    /// A line ends behind a soft hyphen: a pattern may pass over the line end.
    SoftDivision,
}

/// The last bytes, in each way that a line that ends behind a hyphen can be read.
#[derive(Default)]
struct Readings {
    first: ByteWindow,
    others: Vec<ByteWindow>,
}

impl Readings {
    fn push(&mut self, sign: FoldedSign, mut give: impl FnMut(u32)) {
        match sign {
            FoldedSign::Byte(byte) => self.push_byte(byte, &mut give),
            FoldedSign::Division => {
                let over = self.all();
                self.push_byte(b'-', &mut give);
                self.push(FoldedSign::SoftDivision, give);
                self.others.extend(over);
            }
            FoldedSign::SoftDivision => {
                let over = self.all();
                self.push_byte(b' ', &mut give);
                self.others.extend(over);
            }
        }
    }

    fn all(&self) -> Vec<ByteWindow> {
        self.others.iter().copied().chain([self.first]).collect()
    }

    fn push_byte(&mut self, byte: u8, give: &mut impl FnMut(u32)) {
        self.first.push(byte).into_iter().for_each(&mut *give);
        if self.others.is_empty() {
            return;
        }
        self.others.iter_mut().filter_map(|window| window.push(byte)).for_each(give);
        // After three bytes all read the same again.
        self.others.sort_unstable();
        self.others.dedup();
        self.others.retain(|window| *window != self.first);
    }
}

/// Gives the bytes of a text as what a reader types ([`Folding::Typed`]), white space as one blank, without the signs of
/// no width that a pattern passes over.
fn fold(text: &str, mut give: impl FnMut(FoldedSign)) {
    let mut blank = false;
    let mut signs = text.chars().peekable();
    while let Some(c) = signs.next() {
        if c.is_whitespace() {
            if !blank {
                give(FoldedSign::Byte(b' '));
            }
            blank = true;
            continue;
        }
        if matches!(c, '-' | '\u{2010}' | '\u{AD}') && signs.peek() == Some(&'\n') {
            give(if c == '\u{AD}' { FoldedSign::SoftDivision } else { FoldedSign::Division });
            blank = true;
            continue;
        }
        if is_unseen(c) {
            continue;
        }
        blank = false;
        if c.is_ascii() {
            give(FoldedSign::Byte(c.to_ascii_lowercase() as u8));
        } else {
            let mut bytes = [0; 4];
            let mut folded = |letter: char| {
                letter.encode_utf8(&mut bytes).bytes().for_each(|byte| give(FoldedSign::Byte(byte)));
            };
            Folding::Typed.each(c, &mut folded);
        }
    }
}

/// Whether a pattern passes over it.
fn is_unseen(c: char) -> bool {
    !c.is_ascii() && (matches!(c, '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}') || fold::is_mark(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> BTreeSet<u32> {
        TrigramSet::default().of(text).iter().copied().collect()
    }

    #[test]
    fn a_set_begins_anew_with_each_text() {
        let mut set = TrigramSet::default();
        assert_eq!(set.of("abcd").len(), 2);
        assert_eq!(set.of("abc").len(), 1);
        assert_eq!(set.of("ab").len(), 0);
        assert_eq!(set.of("abababab").len(), 2);
    }

    #[test]
    fn a_word_that_a_line_divides_is_read_in_each_way() {
        let text = of("since mor-\n  ning, a-\nb-\nc");
        for words in ["morning", "mor-ning", "mor- ning", "since morning", "abc", "a-b- c", "ab-c"] {
            assert!(text.is_superset(&literal(words)), "{words}");
        }
        assert!(!text.is_superset(&literal("evening")));
    }

    #[test]
    fn however_words_are_written_the_same_bytes_are_needed() {
        for text in ["Old  Wall", "old\nwall", "ÓLD wa\u{AD}ll", "ｏｌｄ　ｗａｌｌ"] {
            assert!(of(text).is_superset(&literal("old wall")), "{text}");
        }
        assert!(of("港（みなと）の船").is_superset(&literal("港の船")));
        assert!(!of("old fence").is_superset(&literal("old wall")));
    }
}
