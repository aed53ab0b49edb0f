//! Folding of letters: which letters count as the same when texts are compared. One rule for the search, the filter of
//! annotations and anchoring; [`Folding`] says what differs between them and why.
//!
//! Folded text is only ever compared. Nothing here keeps a position, splits words or shows what it folded.

use super::off_line;
use std::{collections::HashMap, sync::LazyLock};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, decompose_canonical, decompose_compatible};

/// What letters are folded for. Case, width, ligatures and accents fall away in both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Folding {
    /// What a reader types, to find what a text has. Typed are plain letters: `ø` is an `o`, `æ` is `ae`, quotation marks and
    /// dashes are the straight ones. Marks that make another letter to their readers stay (kana voicing, Indic vowels).
    Typed,
    /// Two versions of one text, to find the words of one in the other. Nobody typed them plainly, so `ø` and `o` differ;
    /// converters lose and move marks, so every sign with a combining class falls away.
    Versions,
}

impl Folding {
    /// Whether a sign on a letter falls away.
    #[inline]
    fn drops(self, c: char) -> bool {
        match self {
            Self::Typed => is_mark(c),
            Self::Versions => canonical_combining_class(c) != 0,
        }
    }

    /// Gives the letters that `c` folds to, one after the other; none for a mark that falls away.
    #[inline]
    pub fn each(self, c: char, mut give: impl FnMut(char)) {
        decompose_compatible(c, |part| {
            if !self.drops(part) {
                part.to_lowercase().filter(|lower| !self.drops(*lower)).for_each(|lower| match self {
                    Self::Typed => plain(lower, &mut give),
                    Self::Versions => give(lower),
                });
            }
        });
    }
}

/// The plain letters that a reader types for a small letter or sign.
fn plain(c: char, give: &mut impl FnMut(char)) {
    let alike = || ALIKE.iter().find(|(_, alike)| alike.contains(c)).map(|(plain, _)| *plain);
    match JOINED.iter().find(|(_, sign)| sign.starts_with(c)) {
        _ if c.is_ascii() => give(c),
        Some((letters, _)) => letters.chars().for_each(give),
        None => give(alike().unwrap_or(c)),
    }
}

/// Letters and digits alone, folded as what a reader types: what is the same however blanks, marks and line ends are written.
pub fn letters(text: &str) -> String {
    typed(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A text as it is compared with what a reader types ([`Folding::Typed`]), runs of white space as single blanks.
pub fn typed(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        match c.is_whitespace() {
            true if folded.ends_with(' ') => {}
            true => folded.push(' '),
            false if c.is_ascii() => folded.push(c.to_ascii_lowercase()),
            false => Folding::Typed.each(c, |letter| folded.push(letter)),
        }
    }
    folded
}

/// Whether two names are one but for capitals, blanks and how their letters are composed. No name is nobody's.
pub fn is_same_name(one: &str, other: &str) -> bool {
    !one.trim().is_empty() && plain_name(one) == plain_name(other)
}

/// A name without its capitals, with one blank between its words and its letters composed: of two names that are one it is the same.
pub fn plain_name(name: &str) -> String {
    let words = name.split_whitespace().collect::<Vec<_>>().join(" ");
    words.nfd().flat_map(char::to_lowercase).nfc().collect()
}

/// Whether `c` is a Chinese character, or the sign that repeats one.
pub fn is_han(c: char) -> bool {
    matches!(c, '々' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Whether words of these characters stand beside each other with nothing between: Chinese characters and kana.
pub fn is_unspaced(c: char) -> bool {
    is_han(c) || matches!(c, '\u{3041}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{FF66}'..='\u{FF9F}')
}

/// The first and last of the signs of full width that stand for ASCII, and what is between each and its ASCII sign.
const FULL_WIDTH: (char, char, u32) = ('\u{FF01}', '\u{FF5E}', 0xFEE0);

/// The ASCII sign that a sign of full width stands for; any other is itself.
pub fn narrowed(c: char) -> char {
    let (first, last, apart) = FULL_WIDTH;
    let narrow = (first..=last).contains(&c).then(|| char::from_u32(c as u32 - apart));
    narrow.flatten().unwrap_or(c)
}

/// The sign of full width for an ASCII sign.
fn widened(c: char) -> Option<char> {
    c.is_ascii_graphic().then(|| char::from_u32(c as u32 + FULL_WIDTH.2)).flatten()
}

/// The signs that may follow a letter without making it another: combining accents, Hebrew points, Arabic vowel
/// signs. The vowel signs of Indic scripts and the kana voicing marks are letters to their readers and not here.
const MARKS: &[(char, char)] = &[
    ('\u{300}', '\u{36F}'),
    ('\u{483}', '\u{487}'),
    ('\u{591}', '\u{5BD}'),
    ('\u{5C1}', '\u{5C2}'),
    ('\u{610}', '\u{61A}'),
    ('\u{64B}', '\u{65F}'),
    ('\u{670}', '\u{670}'),
    ('\u{6D6}', '\u{6DC}'),
    ('\u{1AB0}', '\u{1AFF}'),
    ('\u{1DC0}', '\u{1DFF}'),
    ('\u{20D0}', '\u{20F0}'),
    ('\u{FE20}', '\u{FE2F}'),
];

/// Where the letters stand that are a letter with accents.
const COMPOSED: &[(u32, u32)] = &[(0xC0, 0x24F), (0x370, 0x52F), (0x620, 0x6D3), (0x1E00, 0x1FFF), (0xFB1D, 0xFB4F)];

/// Signs that stand for others though Unicode does not decompose them.
const ALIKE: &[(char, &str)] = &[
    ('\'', "‘’‚‛′ʼ"),
    ('"', "“”„‟″«»"),
    ('-', "‐‑‒–—―−"),
    ('o', "ø"),
    ('O', "Ø"),
    ('l', "ł"),
    ('L', "Ł"),
    ('d', "đ"),
    ('D', "Đ"),
    ('h', "ħ"),
    ('H', "Ħ"),
    ('i', "ı"),
    ('σ', "ς"),
];

/// Letters of a query that one sign of the text may hold together, the longest first.
const JOINED: &[(&str, &str)] = &[
    ("...", "…"),
    ("ffi", "ﬃ"),
    ("ffl", "ﬄ"),
    ("ff", "ﬀ"),
    ("fi", "ﬁ"),
    ("fl", "ﬂ"),
    ("ae", "æ"),
    ("oe", "œ"),
    ("ss", "ß"),
];

static ACCENTED: LazyLock<HashMap<char, Vec<char>>> = LazyLock::new(|| {
    let mut table: HashMap<char, Vec<char>> = HashMap::new();
    let letters = COMPOSED.iter().flat_map(|&(from, to)| from..=to).filter_map(char::from_u32);
    for letter in letters {
        let parts = decomposed(letter);
        if parts.len() > 1 && parts[1..].iter().all(|&c| is_mark(c)) {
            table.entry(parts[0]).or_default().push(letter);
        }
    }
    table
});

/// Whether `c` is an accent, point or vowel sign that a plain query passes over.
pub fn is_mark(c: char) -> bool {
    MARKS.iter().any(|&(from, to)| (from..=to).contains(&c))
}

/// The marks as the inside of a regular expression's class.
pub fn marks_class() -> String {
    MARKS.iter().flat_map(|&(from, to)| [from, '-', to]).collect()
}

/// The canonical decomposition: the letter and its accents.
pub fn decomposed(c: char) -> Vec<char> {
    let mut parts = Vec::with_capacity(2);
    decompose_canonical(c, |part| parts.push(part));
    parts
}

/// `c` and, where case is ignored, the same letter in the other case.
pub fn cases(c: char, ignore_case: bool) -> Vec<char> {
    let mut all = vec![c];
    if ignore_case {
        let other = |mut it: Box<dyn Iterator<Item = char>>| it.next().filter(|_| it.next().is_none());
        all.extend(other(Box::new(c.to_uppercase())));
        all.extend(other(Box::new(c.to_lowercase())));
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// The single characters that a plain character of a query stands for, itself included.
pub fn stands_for(c: char, ignore_case: bool) -> Vec<char> {
    let mut all = Vec::new();
    for c in cases(c, ignore_case) {
        all.push(c);
        all.extend(widened(c));
        all.extend(off_line::forms(c).into_iter().flatten());
        all.extend(ACCENTED.get(&c).into_iter().flatten());
        all.extend(ALIKE.iter().filter(|(plain, _)| *plain == c).flat_map(|(_, alike)| alike.chars()));
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// The letters at the start of a query that one sign of the text may hold together, and that sign.
pub fn joined(query: &[char]) -> Option<(&'static str, char)> {
    let begins = |letters: &str| letters.chars().enumerate().all(|(at, c)| query.get(at) == Some(&c));
    let found = JOINED.iter().find(|(letters, _)| begins(letters));
    found.and_then(|(letters, sign)| Some((*letters, sign.chars().next()?)))
}

/// A name with its letters composed (Unicode's NFC), so that it is one however it was typed. Most are in ASCII, and are as they are.
pub fn composed(name: String) -> String {
    if name.is_ascii() { name } else { name.nfc().collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn versions(text: &str) -> String {
        let mut folded = String::new();
        text.chars().for_each(|c| Folding::Versions.each(c, |letter| folded.push(letter)));
        folded
    }

    #[test]
    fn case_width_ligatures_and_accents_fall_away_in_both() {
        for (written, folded) in
            [("Café", "cafe"), ("CAFE\u{301}", "cafe"), ("ﬁle", "file"), ("ＡＢＣ", "abc"), ("Ế", "e")]
        {
            assert_eq!((typed(written).as_str(), versions(written).as_str()), (folded, folded), "{written}");
        }
    }

    #[test]
    fn what_is_typed_is_plain_and_versions_keep_their_letters() {
        assert_eq!(
            (typed("Søren’s  Æther – Łódź"), versions("sø")),
            ("soren's aether - lodz".to_owned(), "sø".to_owned())
        );
        assert_eq!(typed("Straße…"), "strasse...");
    }

    #[test]
    fn marks_that_make_another_letter_stay_in_what_is_typed() {
        assert_eq!((typed("が"), versions("が")), ("か\u{3099}".to_owned(), "か".to_owned()));
        assert_ne!(typed("की"), typed("का"));
        assert_eq!(typed("שָׁלוֹם"), "שלום");
    }

    #[test]
    fn a_plain_letter_stands_for_its_accented_forms() {
        let e = stands_for('e', false);
        assert!(e.contains(&'é') && e.contains(&'ế') && !e.contains(&'É'));
        assert!(stands_for('e', true).contains(&'É'));
        assert_eq!(stands_for('é', false), ['é']);
        assert!(stands_for('ا', false).contains(&'أ'));
    }

    #[test]
    fn kana_keep_their_voicing() {
        assert_eq!(stands_for('か', true), ['か']);
    }
}
