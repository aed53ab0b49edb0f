//! Typing to filter: which of many short names fit what was typed, the best first. For palettes, the list of
//! documents and the completion of tags; it is not for searching texts. Letters are the same as in a search ([`fold::typed`]).

use crate::text::fold;
use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use std::cmp::Reverse;
use unicode_normalization::UnicodeNormalization;

/// The most characters that are looked at, of the needle and of each name.
const MAX_CHARS: usize = 1000;

/// The names that hold every word of `needle`, letters in order but not side by side, as (index in `hay`, score), the
/// highest score first and equal scores in the order of `hay`. An empty needle takes all, in order, with score 0.
pub fn rank(needle: &str, hay: impl Iterator<Item = impl AsRef<str>>) -> Vec<(usize, u32)> {
    let (pattern, mut matcher, mut buffer) = (pattern(needle, AtomKind::Fuzzy), matcher(), Vec::new());
    let score = |(index, name): (usize, _)| {
        let name = folded(AsRef::<str>::as_ref(&name));
        pattern.score(Utf32Str::new(&name, &mut buffer), &mut matcher).map(|score| (index, score))
    };
    let mut ranked: Vec<(usize, u32)> = hay.enumerate().filter_map(score).collect();
    ranked.sort_by_key(|&(_, score)| Reverse(score));
    ranked
}

/// The names that hold every word of `needle` as it is, with their indexes, the best first.
pub fn rank_words<'a>(needle: &str, hay: impl Iterator<Item = &'a str>) -> Vec<(usize, &'a str)> {
    let (pattern, mut matcher, mut buffer) = (pattern(needle, AtomKind::Substring), matcher(), Vec::new());
    let score = |(index, name)| {
        // With a blank behind it: nucleo-matcher 0.3.1 does not find what a name ends with, where the name is not ASCII.
        let score = pattern.score(Utf32Str::new(&(folded(name) + " "), &mut buffer), &mut matcher)?;
        Some((score, (index, name)))
    };
    let mut ranked: Vec<(u32, (usize, &str))> = hay.enumerate().filter_map(score).collect();
    ranked.sort_by_key(|&(score, _)| Reverse(score));
    ranked.into_iter().map(|(_, found)| found).collect()
}

fn pattern(needle: &str, kind: AtomKind) -> Pattern {
    Pattern::new(&folded(needle), CaseMatching::Respect, Normalization::Never, kind)
}

fn matcher() -> Matcher {
    let mut config = Config::DEFAULT;
    config.set_match_paths();
    Matcher::new(config)
}

/// The letters that are compared, composed: of a letter and its mark the matcher sees the letter alone.
fn folded(text: &str) -> String {
    fold::typed(text.char_indices().nth(MAX_CHARS).map_or(text, |(end, _)| &text[..end])).nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(needle: &str, hay: &[&str], expected: &[&str]) {
        let ranked: Vec<&str> = rank(needle, hay.iter()).into_iter().map(|(index, _)| hay[index]).collect();
        assert_eq!(ranked, expected, "{needle}");
    }

    #[test]
    fn the_best_comes_first_and_equals_keep_their_order() {
        check("walls", &["of the wild hills", "week-2/walls.md", "b"], &["week-2/walls.md"]);
        check(
            "note",
            &["open a note elsewhere", "note", "no other text"],
            &["note", "open a note elsewhere", "no other text"],
        );
        check("a", &["a1", "a2", "a3"], &["a1", "a2", "a3"]);
        check("", &["b", "a"], &["b", "a"]);
        check("zz", &["b", "a"], &[]);
    }

    #[test]
    fn letters_are_the_same_however_they_are_written() {
        for (needle, name) in [
            ("über", "U\u{308}ber Mauern"),
            ("ELEVES", "Les élèves"),
            ("ποιητικῆς", "Περὶ Ποιητικῆς"),
            ("ガラス", "ｶﾞﾗｽ ＡＢＣ"),
            ("abc", "ｶﾞﾗｽ ＡＢＣ"),
            ("m2", "Ein m²"),
        ] {
            check(needle, &["b", name], &[name]);
            assert_eq!(rank_words(needle, [name, "b"].into_iter()), [(0, name)], "{needle}");
        }
        check("ガ", &["カ"], &[]);
    }

    #[test]
    fn words_of_the_needle_may_stand_in_any_order() {
        check("wall old", &["old-wall.txt", "old.txt"], &["old-wall.txt"]);
    }
}
