//! Text folded to words for comparing: what a reader would call the same word gets the same hash.
//!
//! Case, accents, ligatures, soft hyphens, line-end hyphens and all punctuation fall away; the byte range of every word
//! stays. Folding is only ever used to compare: quotes are stored and shown as the text has them. Words are known by
//! a 64-bit hash alone; nothing here keeps a folded string.

use crate::text::Span;
use unicode_normalization::char::{canonical_combining_class, decompose_compatible};

/// One word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// Where it stands, in bytes.
    pub span: Span,
    /// The hash of its folded letters.
    pub hash: u64,
}

/// The words of a text in order. An iteration may begin at the start of any word and gives the same words from there.
#[derive(Clone, Debug)]
pub(super) struct Words<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Words<'a> {
    /// All words of `text`.
    pub fn of(text: &'a str) -> Self {
        Self::from(text, 0)
    }

    /// The words of `text` from byte `at`, which must be a character boundary.
    pub fn from(text: &'a str, at: usize) -> Self {
        Self { text, at }
    }

    /// Moves to the first byte of the next word.
    fn skip_to_word(&mut self) -> Option<()> {
        loop {
            let byte = *self.text.as_bytes().get(self.at)?;
            if byte >= 0x80 {
                let letter = self.text[self.at..].chars().next()?;
                if matches!(role(letter), Role::Letter | Role::Alone) {
                    return Some(());
                }
                self.at += letter.len_utf8();
            } else if ASCII[byte as usize] != 0 {
                return Some(());
            } else {
                self.at += 1;
            }
        }
    }

    /// Takes the character beyond ASCII at the current place into the word, or says that the word ends here.
    fn take_wide(&mut self, word: &mut Word) -> bool {
        let Some(letter) = self.text[self.at..].chars().next() else { return false };
        let after = self.at + letter.len_utf8();
        let first = self.at == word.span.start;
        match role(letter) {
            Role::Letter => word.hash = mix_folded(word.hash, letter),
            Role::Alone if first => {
                word.hash = mix_folded(word.hash, letter);
                word.span.end = after;
                self.at = after;
                self.take_marks(word);
                return false;
            }
            Role::Mark => {}
            Role::Unseen => {
                self.at = joined_line(self.text, after).unwrap_or(after);
                return true;
            }
            Role::Alone | Role::Other => return self.take_hyphen(letter, after),
        }
        word.span.end = after;
        self.at = after;
        true
    }

    /// A hyphen at a line end is no end of the word.
    fn take_hyphen(&mut self, letter: char, after: usize) -> bool {
        if !matches!(letter, '-' | '\u{2010}' | '\u{2011}') {
            return false;
        }
        let joined = joined_line(self.text, after);
        self.at = joined.unwrap_or(self.at);
        joined.is_some()
    }

    /// Marks right after a character that is a word of its own belong to it.
    fn take_marks(&mut self, word: &mut Word) {
        while let Some(letter) = self.text[self.at..].chars().next() {
            match role(letter) {
                Role::Mark => word.span.end = self.at + letter.len_utf8(),
                Role::Unseen => {}
                _ => return,
            }
            self.at += letter.len_utf8();
        }
    }
}

impl Iterator for Words<'_> {
    type Item = Word;

    #[inline]
    fn next(&mut self) -> Option<Word> {
        self.skip_to_word()?;
        let bytes = self.text.as_bytes();
        let mut word = Word { span: Span::at(self.at), hash: 0 };
        while let Some(&byte) = bytes.get(self.at) {
            let folded = ASCII[(byte & 0x7F) as usize];
            if byte >= 0x80 {
                if !self.take_wide(&mut word) {
                    break;
                }
            } else if folded != 0 {
                word.hash = mix(word.hash, u32::from(folded));
                self.at += 1;
                word.span.end = self.at;
            } else if byte != b'-' || !self.take_hyphen('-', self.at + 1) {
                break;
            }
        }
        Some(word)
    }
}

/// Whether two texts fold to the same words, by their letters rather than by hash alone: both sequences of hashes and
/// both sequences of word lengths in folded letters are the same.
#[cfg(test)]
pub(super) fn same_words(one: &str, other: &str) -> bool {
    Words::of(one).map(|word| word.hash).eq(Words::of(other).map(|word| word.hash))
}

/// What a character beyond ASCII does to a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// Part of a word.
    Letter,
    /// A word by itself, in a script written without spaces.
    Alone,
    /// An accent or other mark that is dropped.
    Mark,
    /// A soft hyphen or a character without width, which is dropped.
    Unseen,
    /// Anything else: it ends a word.
    Other,
}

fn role(letter: char) -> Role {
    match letter {
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' => Role::Unseen,
        // Only marks with a combining class are dropped: the vowel signs of Indic scripts have none and carry meaning.
        _ if canonical_combining_class(letter) != 0 => Role::Mark,
        _ if without_spaces(letter) => Role::Alone,
        _ if letter.is_alphanumeric() => Role::Letter,
        _ => Role::Other,
    }
}

/// Letters of scripts that put no spaces between words: Thai, Lao, Myanmar, Khmer, kana and Han.
fn without_spaces(letter: char) -> bool {
    matches!(letter,
        '\u{0E01}'..='\u{0EDF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17DD}' | '\u{3005}'..='\u{3007}'
        | '\u{3041}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{FF66}'..='\u{FF9F}' | '\u{20000}'..='\u{3FFFF}')
        && letter.is_alphanumeric()
}

/// Where the word goes on after a hyphen: behind one line break, at a lower-case letter.
fn joined_line(text: &str, after_hyphen: usize) -> Option<usize> {
    let blank = |c: char| c == ' ' || c == '\t' || c == '\r';
    let rest = text.get(after_hyphen..)?;
    // A line end is looked for within reach: a megabyte of blanks behind a hyphen is no line end.
    let near = &rest[..rest.floor_char_boundary(REACH)];
    let next = near.trim_start_matches(blank).strip_prefix('\n')?.trim_start_matches(blank);
    next.starts_with(char::is_lowercase).then(|| after_hyphen + near.len() - next.len())
}

/// How far behind a hyphen the next line's first letter is looked for, in bytes.
const REACH: usize = 64;

/// Lower-case letter or digit of each ASCII character; 0 for all that end a word.
const ASCII: [u8; 128] = {
    let mut table = [0; 128];
    let mut byte = 0u8;
    while byte < 128 {
        if byte.is_ascii_alphanumeric() {
            table[byte as usize] = byte.to_ascii_lowercase();
        }
        byte += 1;
    }
    table
};

/// Adds a letter, decomposed and in lower case, to a hash.
fn mix_folded(mut hash: u64, letter: char) -> u64 {
    decompose_compatible(letter, |part| {
        if canonical_combining_class(part) == 0 && (part.is_alphanumeric() || part == letter) {
            hash =
                part.to_lowercase().filter(|&c| canonical_combining_class(c) == 0).fold(hash, |h, c| mix(h, c as u32));
        }
    });
    hash
}

/// One step of a multiplicative hash (the golden ratio of 64 bits, as Knuth proposes).
#[inline]
fn mix(hash: u64, letter: u32) -> u64 {
    (hash.rotate_left(5) ^ u64::from(letter)).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The words of a text, each as the text has it, with bars between.
    fn words(text: &str) -> String {
        Words::of(text).map(|word| word.span.of(text)).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn words_are_runs_of_letters_and_digits() {
        assert_eq!(words("He said: “don’t!” (1965)"), "He|said|don|t|1965");
        assert_eq!(words(""), "");
        assert_eq!(words("—…"), "");
    }

    #[test]
    fn typography_does_not_make_another_word() {
        for (one, other) in [
            ("Café", "cafe\u{301}"),
            ("efficient office", "eﬃcient oﬃce"),
            ("normalisation", "normali-\nsation"),
            ("normalisation", "normali\u{AD}sation"),
            ("normalisation", "normali\u{AD}\n  sation"),
            ("STRASSE", "strasse"),
            ("zero width", "ze\u{200B}ro width"),
            ("Ångström", "Ångström"),
        ] {
            assert!(same_words(one, other), "{one} and {other}");
        }
    }

    #[test]
    fn other_letters_make_another_word() {
        for (one, other) in [("twelve", "eleven"), ("की", "का"), ("well-\nKnown", "wellknown"), ("a-\n\nb", "ab")]
        {
            assert!(!same_words(one, other), "{one} and {other}");
        }
    }

    #[test]
    fn scripts_without_spaces_have_one_character_a_word() {
        assert_eq!(words("過去の話"), "過|去|の|話");
        assert_eq!(words("かか\u{3099}"), "か|か\u{3099}");
    }

    proptest! {
        #[test]
        fn any_text_folds_to_words_in_order_that_can_be_taken_up_anywhere(text in "(\\PC|[-a-c \n]|\u{AD}|\u{301}){0,60}") {
            let all: Vec<Word> = Words::of(&text).collect();
            let mut end = 0;
            for (n, word) in all.iter().enumerate() {
                prop_assert!(word.span.start >= end && !word.span.of(&text).is_empty());
                end = word.span.end;
                prop_assert!(Words::from(&text, word.span.start).eq(all[n..].iter().copied()));
            }
        }
    }
}
