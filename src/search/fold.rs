//! Which characters of a text a character of a query stands for: either case, accents, typographic quotes and dashes,
//! ligatures. It folds one way only: a plain letter finds an accented one, an accented letter finds itself alone.

use std::{collections::HashMap, sync::LazyLock};
use unicode_normalization::char::decompose_canonical;

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
pub(super) fn is_mark(c: char) -> bool {
    MARKS.iter().any(|&(from, to)| (from..=to).contains(&c))
}

/// Whether `c` is a Chinese character, or the sign that repeats one.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '々' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// The marks as the inside of a regular expression's class.
pub(super) fn marks_class() -> String {
    MARKS.iter().flat_map(|&(from, to)| [from, '-', to]).collect()
}

/// The canonical decomposition: the letter and its accents.
pub(super) fn decomposed(c: char) -> Vec<char> {
    let mut parts = Vec::with_capacity(2);
    decompose_canonical(c, |part| parts.push(part));
    parts
}

/// `c` and, where case is ignored, the same letter in the other case.
pub(super) fn cases(c: char, ignore_case: bool) -> Vec<char> {
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
pub(super) fn stands_for(c: char, ignore_case: bool) -> Vec<char> {
    let mut all = Vec::new();
    for c in cases(c, ignore_case) {
        all.push(c);
        all.extend(ACCENTED.get(&c).into_iter().flatten());
        all.extend(ALIKE.iter().filter(|(plain, _)| *plain == c).flat_map(|(_, alike)| alike.chars()));
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// The letters at the start of a query that one sign of the text may hold together, and that sign.
pub(super) fn joined(query: &[char]) -> Option<(&'static str, char)> {
    let begins = |letters: &str| letters.chars().enumerate().all(|(at, c)| query.get(at) == Some(&c));
    let found = JOINED.iter().find(|(letters, _)| begins(letters));
    found.and_then(|(letters, sign)| Some((*letters, sign.chars().next()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

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
