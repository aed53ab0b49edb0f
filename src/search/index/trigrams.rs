//! The three bytes that a folded text has, and that a text must have to hold words. Both go through one folding, which
//! lets fall whatever a pattern passes over, so that no text that a pattern finds something in misses one of them.

use crate::text::fold::{self, Folding};
use std::collections::BTreeSet;

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
    /// All three bytes of a folded text, each once, in no order.
    pub fn of(&mut self, text: &str) -> &[u32] {
        for trigram in self.found.drain(..) {
            self.seen[trigram as usize / 64] = 0;
        }
        let Self { seen, found } = self;
        let mut window = ByteWindow::default();
        fold(text, |byte| {
            let Some(trigram) = window.push(byte) else { return };
            let (word, bit) = (trigram as usize / 64, 1 << (trigram % 64));
            if seen[word] & bit == 0 {
                seen[word] |= bit;
                found.push(trigram);
            }
        });
        &self.found
    }
}

/// The three bytes that stand in every text that has these words, however they are written there. A reading in brackets
/// may part a Chinese character from what follows it.
pub fn literal(words: &str) -> BTreeSet<u32> {
    let mut needed = BTreeSet::new();
    for run in words.split_inclusive(fold::is_han) {
        let mut window = ByteWindow::default();
        fold(run, |byte| needed.extend(window.push(byte)));
    }
    needed
}

/// The last bytes.
#[derive(Clone, Copy, Default)]
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

/// Gives the bytes of a text as what a reader types ([`Folding::Typed`]), white space as one blank, without the signs of
/// no width that a pattern passes over.
fn fold(text: &str, mut give: impl FnMut(u8)) {
    let mut blank = false;
    for c in text.chars() {
        if c.is_whitespace() {
            if !blank {
                give(b' ');
            }
            blank = true;
            continue;
        }
        if c.is_ascii() {
            give(c.to_ascii_lowercase() as u8);
        } else if matches!(c, '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}') || fold::is_mark(c) {
            continue;
        } else {
            let mut bytes = [0; 4];
            Folding::Typed.each(c, |letter| letter.encode_utf8(&mut bytes).bytes().for_each(&mut give));
        }
        blank = false;
    }
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
    fn however_words_are_written_the_same_bytes_are_needed() {
        for text in ["Old  Wall", "old\nwall", "ÓLD wa\u{AD}ll", "ｏｌｄ　ｗａｌｌ"] {
            assert!(of(text).is_superset(&literal("old wall")), "{text}");
        }
        assert!(of("港（みなと）の船").is_superset(&literal("港の船")));
        assert!(!of("old fence").is_superset(&literal("old wall")));
    }
}
