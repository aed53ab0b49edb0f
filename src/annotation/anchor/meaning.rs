//! Whether a word that carries the meaning differs between two wordings: a number, a name, a negation.
//!
//! It compares strings and knows no grammar: lists of number words and of negations in the languages of the reader's texts.
//! What it does not know it does not see; it never says that two wordings mean the same.

use crate::text::difference::differing;

/// Number words that stand alone. English, German, French, Korean.
const NUMBERS: &str = " one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen \
    seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion half \
    twice once first second third fourth fifth sixth seventh eighth ninth tenth double ein eins zwei drei vier fünf sechs \
    sieben acht neun zehn elf zwölf zwanzig dreißig vierzig fünfzig sechzig hundert tausend erste erster ersten zweite \
    zweiter zweiten dritte dritter dritten deux trois quatre cinq sept huit neuf dix onze douze vingt trente quarante \
    cinquante soixante cent mille premier première deuxième troisième \
    하나 둘 셋 넷 다섯 여섯 일곱 여덟 아홉 열 한 두 세 네 첫째 둘째 셋째 넷째 다섯째 첫 ";

/// Negations that stand alone. English, German, French, Korean.
const NEGATIONS: &str = " not no never none nobody nothing neither nor cannot without nicht kein keine keinen keinem keiner \
    keines nie niemals niemand nichts weder ohne ne pas jamais rien aucun aucune personne sans 안 못 ";

/// Negations inside a word: endings of English, Korean and Japanese.
const INSIDE: [&str; 12] =
    ["n't", "n’t", "않", "없", "아니", "못하", "못했", "なかっ", "ない", "ません", "なく", "ずに"];

/// Whether one wording denies what the other says: they have not the same number of negations.
pub(super) fn is_denied(then: &str, now: &str) -> bool {
    negations(then) != negations(now)
}

/// Whether, where the two wordings differ, another word stands for a number, or another name for a name. What is only left out, or
/// put in, names nothing else.
pub(super) fn names_another(then: &str, now: &str) -> bool {
    let [old, new] = [then, now].map(|text| words(text).collect::<Vec<_>>());
    let of = |words: &[(usize, &str)]| words.iter().map(|(_, word)| (*word).to_owned()).collect::<Vec<_>>();
    let (removed, added) = differing(&of(&old), &of(&new));
    let (mut left, mut right) = (0, 0);
    while left < old.len() || right < new.len() {
        let gone = run(&removed[left..], true);
        let come = run(&added[right..], true);
        let differ = (&old[left..left + gone], &new[right..right + come]);
        if gone > 0 && come > 0 && is_another((then, differ.0), (now, differ.1)) {
            return true;
        }
        let same = run(&removed[left + gone..], false).min(run(&added[right + come..], false));
        left += gone + same;
        right += come + same;
        if gone + come + same == 0 {
            break;
        }
    }
    false
}

/// How many of these, from the first on, are `what`.
fn run(flags: &[bool], what: bool) -> usize {
    flags.iter().take_while(|flag| **flag == what).count()
}

/// Words of a text, with where they begin in it.
type WordRun<'a> = (&'a str, &'a [(usize, &'a str)]);

/// Whether the words that stand for others have not all their numbers, or other names.
fn is_another((then, old): WordRun, (now, new): WordRun) -> bool {
    let all = |words: &[(usize, &str)], of: fn(&str) -> Option<String>| -> Vec<String> {
        words.iter().filter_map(|(_, word)| of(word)).collect()
    };
    let (had, have) = (all(old, number), all(new, number));
    let named = |text: &str, words: &[(usize, &str)]| words.iter().any(|word| is_name(text, *word));
    had.iter().any(|number| !have.contains(number)) || (named(then, old) && named(now, new))
}

fn negations(text: &str) -> usize {
    let words = words(text).filter(|(_, word)| is_listed(NEGATIONS, &word.to_lowercase())).count();
    words + INSIDE.iter().map(|part| text.matches(part).count()).sum::<usize>()
}

/// The number that a word is or holds, in digits or in words; numerals of Han and kana texts a character each.
fn number(word: &str) -> Option<String> {
    let digits: String = word.chars().filter_map(|c| c.to_digit(10).or(wide_digit(c))).map(|n| n.to_string()).collect();
    let listed = digits.is_empty() && is_listed(NUMBERS, &word.to_lowercase());
    if listed { Some(word.to_lowercase()) } else { Some(digits).filter(|digits| !digits.is_empty()) }
}

/// The value of a full-width digit, or of a numeral of Han.
fn wide_digit(c: char) -> Option<u32> {
    match c {
        '０'..='９' => Some(u32::from(c) - u32::from('０')),
        _ => "〇一二三四五六七八九十百千".chars().position(|numeral| numeral == c).map(|at| at as u32),
    }
}

/// Whether a word has a capital and begins no sentence.
fn is_name(text: &str, (at, word): (usize, &str)) -> bool {
    let before =
        text[..at].trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '“' | '"' | '(' | '‘' | '«' | '„'));
    let begins = before.is_empty() || before.ends_with(['.', '?', '!', ':']);
    !begins && word.starts_with(char::is_uppercase)
}

/// The words of a text and where they begin: letters and digits, and what joins digits. The number of a note, `[12]`, is none.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let part = |c: char| c.is_alphanumeric() || c == '\'' || c == '’';
    text.split(move |c: char| !part(c))
        .map(move |word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
        .filter(move |(at, word)| !word.is_empty() && !is_note_mark(text, *at, word))
}

fn is_note_mark(text: &str, at: usize, word: &str) -> bool {
    let inside = text[..at].ends_with('[') && text[at + word.len()..].starts_with(']');
    inside && word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_listed(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|entry| entry == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_a_note_means_nothing() {
        assert!(!names_another("at noon.[2] They left", "at noon.[11] They went"));
        assert!(names_another("at noon [1901] they", "at noon [1902] they"));
    }

    #[test]
    fn a_number_that_differs_is_seen_in_digits_words_and_numerals() {
        for (then, now) in [
            ("In 1901 they met", "In 1902 they met"),
            ("within thirty days", "within sixty days"),
            ("Berth one is closed", "Berth two is closed"),
            ("제1 선석은 닫힌다", "제2 선석은 닫힌다"),
            ("첫째 해에 만났다", "둘째 해에 만났다"),
            ("第一埠頭は閉まる", "第二埠頭は閉まる"),
            ("１２人が来た", "13人が来た"),
        ] {
            assert!(names_another(then, now), "{then} | {now}");
        }
        assert!(!names_another("within 30 days", "within just 30 days, or 31"));
        assert!(!names_another("within 30 days of the bill", "within days of the bill"));
        assert!(!names_another("１２人が来た", "12人が参った"));
    }

    #[test]
    fn a_name_that_stands_for_another_is_seen_and_a_sentence_that_begins_otherwise_is_none() {
        assert!(names_another("the ship of Captain Lind came", "the ship of Captain Moss came"));
        assert!(!names_another("the ship of Captain Lind came", "the ship of Captain Lind left Boston"));
        assert!(!names_another("the ship of Captain Lind came in the night", "the ship came in the Boston night"));
        assert!(!names_another("Nets dried. Gulls walked.", "Lines dried. Birds walked."));
    }

    #[test]
    fn what_is_denied_is_not_the_same_in_five_languages() {
        for (then, now) in [
            ("it did support the quay", "it did not support the quay"),
            ("they don’t pay", "they do pay"),
            ("Er kam nicht", "Er kam doch"),
            ("elle ne vient jamais", "elle vient souvent"),
            ("지지하지 않았다", "지지하였다"),
            ("支持しなかった", "支持した"),
        ] {
            assert!(is_denied(then, now) && is_denied(now, then), "{then} | {now}");
        }
        assert!(!is_denied("it did not support it", "they did not support it at all"));
    }
}
