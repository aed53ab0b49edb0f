//! Text folded to words for comparing: what a reader would call the same word gets the same hash.
//!
//! Case, accents, ligatures, soft hyphens, line-end hyphens and all punctuation fall away; the byte range of every word
//! stays. Folding is only ever used to compare: quotes are stored and shown as the text has them. Words are known by
//! a 64-bit hash alone; nothing here keeps a folded string.

use crate::text::fold::Folding;
use crate::text::{Span, hyphen};
use unicode_normalization::char::canonical_combining_class;

/// One word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FoldedWord {
    /// Where it stands, in bytes.
    pub span: Span,
    /// The hash of its folded letters.
    pub hash: u64,
}

/// The words of a text in order. An iteration may begin at the start of any word and gives the same words from there.
#[derive(Clone, Debug)]
pub(super) struct FoldedWords<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> FoldedWords<'a> {
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
                if matches!(role(letter), LetterRole::Letter | LetterRole::Alone) {
                    return Some(());
                }
                self.at += letter.len_utf8();
            } else if is_plain(byte) {
                return Some(());
            } else {
                self.at = match byte {
                    b']' => after_address(self.text, self.at),
                    b'[' => after_note_mark(self.text, self.at),
                    _ => self.at + 1,
                };
            }
        }
    }

    /// Takes a word that has other letters than those of ASCII, or a hyphen behind its first `plain` bytes.
    fn take_slowly(&mut self, plain: usize) -> FoldedWord {
        let bytes = self.text.as_bytes();
        let mut word = Building { span: Span { start: self.at, end: self.at + plain }, hash: Hash::default() };
        bytes[self.at..self.at + plain].iter().for_each(|byte| word.hash.add(byte.to_ascii_lowercase()));
        self.at += plain;
        while let Some(&byte) = bytes.get(self.at).filter(|_| self.at < word.span.start + MOST_WORD) {
            if byte >= 0x80 {
                if !self.take_wide(&mut word) {
                    break;
                }
            } else if is_plain(byte) {
                word.hash.add(byte.to_ascii_lowercase());
                self.at += 1;
                word.span.end = self.at;
            } else if byte != b'-' || !self.take_hyphen('-', self.at + 1) {
                break;
            }
        }
        FoldedWord { span: word.span, hash: word.hash.finish() }
    }

    /// Takes the character beyond ASCII at the current place into the word, or says that the word ends here.
    fn take_wide(&mut self, word: &mut Building) -> bool {
        let Some(letter) = self.text[self.at..].chars().next() else { return false };
        let after = self.at + letter.len_utf8();
        let first = self.at == word.span.start;
        match role(letter) {
            LetterRole::Letter => word.hash.add_folded(letter),
            LetterRole::Alone if first => {
                word.hash.add_folded(letter);
                word.span.end = after;
                self.at = after;
                self.take_marks(word);
                return false;
            }
            LetterRole::Mark => {}
            LetterRole::Unseen => {
                self.at = joined_line(self.text, after).unwrap_or(after);
                return true;
            }
            LetterRole::Alone | LetterRole::Other => return self.take_hyphen(letter, after),
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
        let joined = joined_line(self.text, after).filter(|next| !self.is_compound(*next));
        self.at = joined.unwrap_or(self.at);
        joined.is_some()
    }

    /// Whether the hyphen here, behind which the word would go on at `next`, is the author's wherever the line ends: then there
    /// are two words, as within a line.
    fn is_compound(&self, next: usize) -> bool {
        let (left, right) = (hyphen::last_letters(&self.text[..self.at]), hyphen::first_letters(&self.text[next..]));
        hyphen::is_compound(&left.to_lowercase(), &right.to_lowercase())
    }

    /// Marks right after a character that is a word of its own belong to it.
    fn take_marks(&mut self, word: &mut Building) {
        while let Some(letter) = self.text[self.at..].chars().next() {
            if self.at >= word.span.start + MOST_WORD {
                return;
            }
            match role(letter) {
                LetterRole::Mark => word.span.end = self.at + letter.len_utf8(),
                LetterRole::Unseen => {}
                _ => return,
            }
            self.at += letter.len_utf8();
        }
    }
}

impl Iterator for FoldedWords<'_> {
    type Item = FoldedWord;

    #[inline]
    fn next(&mut self) -> Option<FoldedWord> {
        self.skip_to_word()?;
        let rest = &self.text.as_bytes()[self.at..];
        let (plain, hash) = plain_run(rest);
        // Most words are letters of ASCII and end with a blank or a point.
        if plain >= MOST_WORD || rest.get(plain).is_none_or(|&byte| byte < 0x80 && byte != b'-') {
            let span = Span { start: self.at, end: self.at + plain };
            self.at = span.end;
            return Some(FoldedWord { span, hash });
        }
        Some(self.take_slowly(plain))
    }
}

/// Whether two texts fold to the same words.
pub(super) fn same_words(one: &str, other: &str) -> bool {
    FoldedWords::of(one).map(|word| word.hash).eq(FoldedWords::of(other).map(|word| word.hash))
}

/// What a character beyond ASCII does to a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LetterRole {
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

fn role(letter: char) -> LetterRole {
    match letter {
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' => LetterRole::Unseen,
        // The common ones first: their class need not be looked up.
        '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205E}' | '\u{3000}'..='\u{3004}' => LetterRole::Other,
        'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ʯ' | 'Α'..='Ρ' | 'Σ'..='ϵ' | 'Ѐ'..='ҁ' => LetterRole::Letter,
        // Only marks with a combining class are dropped: the vowel signs of Indic scripts have none and carry meaning.
        _ if canonical_combining_class(letter) != 0 => LetterRole::Mark,
        _ if without_spaces(letter) => LetterRole::Alone,
        _ if letter.is_alphanumeric() => LetterRole::Letter,
        _ => LetterRole::Other,
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

/// Behind the number in the mark of a note, `[12]`, whose opening bracket stands at `at`: notes are counted by the book here and by
/// the chapter there, so their numbers are no words.
fn after_note_mark(text: &str, at: usize) -> usize {
    let inside = text.as_bytes().get(at + 1..).unwrap_or_default();
    let digits = inside.iter().take(MOST_DIGITS + 1).take_while(|byte| byte.is_ascii_digit()).count();
    let marks = (1..=MOST_DIGITS).contains(&digits) && inside.get(digits) == Some(&b']');
    at + 1 + if marks { digits } else { 0 }
}

/// The most digits of the number of a note; a year in brackets is a word.
const MOST_DIGITS: usize = 3;

/// Behind the address of a Markdown link, `](address)`, whose closing bracket stands at `at`: addresses are no words, so
/// a passage is the same with and without its links.
fn after_address(text: &str, at: usize) -> usize {
    let near = text.as_bytes().get(at + 1..).unwrap_or_default();
    let near = &near[..near.len().min(MOST_ADDRESS)];
    let Some(address) = near.strip_prefix(b"(") else { return at + 1 };
    // It ends at the first of these, so that a text of brackets is not read again and again.
    let end = address.iter().position(|&byte| matches!(byte, b'(' | b')' | b']') || byte.is_ascii_whitespace());
    end.filter(|&end| address[end] == b')').map_or(at + 1, |end| at + 2 + end)
}

/// The longest address that is taken for one, in bytes.
const MOST_ADDRESS: usize = 512;

/// A run of letters longer than this, in bytes, is cut into several words, so that no step of any search has to read a
/// megabyte that has no blank in it. A multiple of eight.
const MOST_WORD: usize = 256;

/// How far behind a hyphen the next line's first letter is looked for, in bytes.
const REACH: usize = 64;

/// A word that is not complete.
struct Building {
    span: Span,
    hash: Hash,
}

/// Whether a byte is a letter or a digit of ASCII.
#[inline]
fn is_plain(byte: u8) -> bool {
    PLAIN[byte as usize]
}

/// [`u8::is_ascii_alphanumeric`] as a table: a text has a few of these questions a byte.
const PLAIN: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    table
};

/// The hash of folded letters, eight bytes at a time.
#[derive(Clone, Copy, Debug, Default)]
struct Hash {
    done: u64,
    chunk: u64,
    bytes: u32,
}

impl Hash {
    fn add(&mut self, byte: u8) {
        self.chunk |= u64::from(byte) << (8 * self.bytes);
        self.bytes += 1;
        if self.bytes == 8 {
            *self = Self { done: mix(self.done, self.chunk), ..Self::default() };
        }
    }

    /// Adds a letter, decomposed and in lower case, without its marks.
    fn add_folded(&mut self, letter: char) {
        Folding::Versions.each(letter, |part| {
            if part.is_alphanumeric() {
                part.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| self.add(byte));
            }
        });
    }

    fn finish(self) -> u64 {
        if self.bytes > 0 { mix(self.done, self.chunk) } else { self.done }
    }
}

/// How many letters and digits of ASCII `bytes` begin with, and what [`struct@Hash`] gives for them. Eight bytes are looked at
/// in one step without a branch: with one a byte, half of the time would go into branches predicted wrongly.
#[inline]
fn plain_run(bytes: &[u8]) -> (usize, u64) {
    let (mut len, mut hash) = (0, 0);
    loop {
        let rest = bytes.get(len..).unwrap_or_default();
        let eight = rest.first_chunk::<8>().copied().unwrap_or_else(|| {
            let mut last = [0; 8];
            last[..rest.len()].copy_from_slice(rest);
            last
        });
        let chunk = u64::from_le_bytes(eight);
        let run = ((!plain_bytes(chunk) & HIGH).trailing_zeros() / 8) as usize;
        if run > 0 {
            // 0x20 makes a letter lower case and leaves a digit as it is.
            hash = mix(hash, (chunk | (EACH * 0x20)) & (u64::MAX >> (64 - 8 * run)));
        }
        len += run;
        if run < 8 || len >= MOST_WORD {
            return (len, hash);
        }
    }
}

/// One in each byte, and the high bit of each byte.
const EACH: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = EACH * 0x80;

/// The high bit of each byte of `chunk` that is a letter or a digit of ASCII.
#[inline]
fn plain_bytes(chunk: u64) -> u64 {
    // For bytes below 0x80: the high bit of a byte stays where it is at least `least`; no byte borrows from the next.
    let at_least = |bytes: u64, least: u8| ((bytes & !HIGH) | HIGH) - EACH * u64::from(least);
    let lower = chunk | (EACH * 0x20);
    let letters = at_least(lower, b'a') & !at_least(lower, b'z' + 1);
    let digits = at_least(chunk, b'0') & !at_least(chunk, b'9' + 1);
    (letters | digits) & !chunk & HIGH
}

/// One step of a multiplicative hash (the golden ratio of 64 bits, as Knuth proposes).
#[inline]
fn mix(hash: u64, chunk: u64) -> u64 {
    let product = (hash ^ chunk).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    product ^ (product >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The words of a text, each as the text has it, with bars between.
    fn words(text: &str) -> String {
        FoldedWords::of(text).map(|word| word.span.of(text)).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn words_are_runs_of_letters_and_digits() {
        assert_eq!(words("He said: “don’t!” (1965)"), "He|said|don|t|1965");
        assert_eq!(words(""), "");
        assert_eq!(words("—…"), "");
        assert_eq!(words("a [thaw](https://example.org/x.md) b, c](no address)"), "a|thaw|b|c|no|address");
        assert_eq!(words("noon.[2] It [3, then] in [1965] [12](x)[7"), "noon|It|3|then|in|1965|7");
    }

    #[test]
    fn typography_does_not_make_another_word() {
        for (one, other) in [
            ("Café", "cafe\u{301}"),
            ("efficient office", "eﬃcient oﬃce"),
            ("normalisation", "normali-\nsation"),
            ("forty-one", "forty-\none"),
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
    fn letters_known_without_looking_up_are_letters() {
        for letter in ('\u{C0}'..='\u{481}').filter(|&c| canonical_combining_class(c) == 0) {
            assert_eq!(role(letter) == LetterRole::Letter, letter.is_alphanumeric(), "{letter}");
        }
    }

    #[test]
    fn words_in_plain_letters_hash_as_the_same_letters_in_any_form() {
        for word in ["a", "files", "filesfil", "filesfile", "affiliation2019", "FilesAndFilesAndFiles"] {
            let wide: String = word.chars().map(|c| char::from_u32(c as u32 + 0xFEE0).unwrap()).collect();
            assert!(same_words(word, &wide), "{word} and {wide}");
            assert!(same_words(word, &word.replace("fi", "ﬁ")), "{word} with its ligature");
        }
    }

    #[test]
    fn eight_bytes_at_once_are_what_they_are_one_by_one() {
        for byte in 0..=255u8 {
            let chunk = u64::from_le_bytes([b'a', byte, b' ', byte, 0xC3, byte, b'Z', byte]);
            let bits = plain_bytes(chunk).to_le_bytes();
            assert_eq!(
                bits.map(|bit| bit == 0x80),
                chunk.to_le_bytes().map(|byte| byte.is_ascii_alphanumeric()),
                "{byte}"
            );
        }
    }

    #[test]
    fn a_run_of_letters_without_end_is_cut_into_words() {
        for run in ["a", "é", "a\u{301}", "a\u{AD}"] {
            let text = run.repeat(2_000);
            assert!(
                FoldedWords::of(&text).all(|word| word.span.len() <= MOST_WORD + 4)
                    && FoldedWords::of(&text).count() > 6
            );
        }
        let marked = format!("過{}", "\u{301}".repeat(2_000));
        assert!(FoldedWords::of(&marked).all(|word| word.span.len() <= MOST_WORD + 4));
    }

    #[test]
    fn scripts_without_spaces_have_one_character_a_word() {
        assert_eq!(words("過去の話"), "過|去|の|話");
        assert_eq!(words("かか\u{3099}"), "か|か\u{3099}");
    }

    proptest! {
        #[test]
        fn any_text_folds_to_words_in_order_that_can_be_taken_up_anywhere(text in "(\\PC|[-a-c() \n\\[\\]]|\u{AD}|\u{301}){0,60}") {
            let all: Vec<FoldedWord> = FoldedWords::of(&text).collect();
            let mut end = 0;
            for (n, word) in all.iter().enumerate() {
                prop_assert!(word.span.start >= end && !word.span.of(&text).is_empty());
                end = word.span.end;
                prop_assert!(FoldedWords::from(&text, word.span.start).eq(all[n..].iter().copied()));
            }
        }
    }
}
