//! A pattern as it is written and as it is meant: words that stand in the text one after the other, or an expression
//! between slashes. It looks into no text.

use crate::text::fold;
use regex::{Regex, RegexBuilder};
use unicode_normalization::UnicodeNormalization;

/// The longest query, in characters.
const MAX_QUERY: usize = 500;

/// The most memory a compiled expression may take, in bytes.
const MAX_COMPILED: usize = 16 * 1024 * 1024;

/// Each byte of a phrase may stand for so many in a text, with accents, blanks and readings in brackets; and so many more.
const BYTES_FOR_ONE: usize = 8;
const BYTES_BESIDE: usize = 256;

/// A match of an expression is not looked for over more bytes.
const LONGEST_MATCH: usize = 4 * 1024;

/// A soft hyphen: a place where a word may be broken, not a character of it.
const SOFT_HYPHEN: char = '\u{AD}';

/// Other places where a word may or may not be broken, as the inside of a regular expression's class.
const NO_WIDTH: &str = "\u{200B}\u{2060}\u{FEFF}";

/// The end of a line that divides a word, with its hyphen; and behind a hyphen of the query.
const DIVIDED: &str = "(?:[-\u{2010}\u{AD}]\n[ \t]*)?";
const LINE_END: &str = "(?:\n[ \t]*)?";

/// A reading in brackets: hiragana, katakana, bopomofo.
const READING: &str = "(?:[（(][\u{3041}-\u{3096}\u{309D}\u{309E}\u{30A1}-\u{30FE}\u{3105}-\u{312F} ]{1,24}[）)])?";

/// What to look for.
///
/// Words are found as a phrase: white space stands for any run of white space, `'`, `"` and `-` also for their
/// typographic forms, a letter also for its accented forms (an accented letter for itself alone); soft hyphens, spaces of
/// no width, the hyphen with which a line divides a word, and the readings in brackets behind Chinese characters are passed over in the text. All lower case finds
/// either case. `/…/` is a regular expression of the `regex` crate, where `^` and `$` stand for the ends of lines, all
/// lower case finds either case, and nothing else is folded.
#[derive(Clone, Debug)]
pub struct Pattern {
    written: String,
    meant: Meant,
}

#[derive(Clone, Debug)]
enum Meant {
    Phrase {
        /// Finds the same as `full` in a text that is all ASCII and divides no words, and much faster; absent for a query that is not.
        plain: Option<Regex>,
        /// Whether it is all ASCII letters and digits.
        letters: bool,
        full: Regex,
    },
    Expression(Regex),
}

impl Pattern {
    /// The pattern that somebody wrote. The error says in words what is wrong with it.
    pub fn parse(written: &str) -> Result<Self, String> {
        if written.chars().take(MAX_QUERY + 1).count() > MAX_QUERY {
            return Err(format!("the query is longer than {MAX_QUERY} characters"));
        }
        let inside = written.trim().strip_prefix('/').and_then(|rest| rest.strip_suffix('/'));
        let meant = match inside.filter(|inside| !inside.is_empty()) {
            Some(expression) => Meant::Expression(compile_expression(expression)?),
            None => phrase(written, Begins::Anywhere)?,
        };
        Ok(Self { written: written.to_owned(), meant })
    }

    /// Words that are meant as they are, however long: never an expression. For a quotation that is to be found again.
    pub fn quotation(words: &str) -> Result<Self, String> {
        Ok(Self { written: words.to_owned(), meant: phrase(words, Begins::Anywhere)? })
    }

    /// Words that are meant as they are, where a word begins with them. Chinese characters and kana begin one anywhere.
    pub fn beginning(words: &str) -> Result<Self, String> {
        Ok(Self { written: words.to_owned(), meant: phrase(words, Begins::Word)? })
    }

    /// Words one after the other, each beginning as these do, whole: what may be other forms of the words that were typed. An accent
    /// is passed over in either.
    pub(super) fn forms(beginnings: &[&str]) -> Result<Self, String> {
        let written = beginnings.join(" ");
        // Folding takes syllables of Korean apart, which a text has whole.
        Ok(Self { meant: forms(&fold::typed(&written).nfc().collect::<String>())?, written })
    }

    /// The pattern as it was written.
    pub fn written(&self) -> &str {
        &self.written
    }

    /// Whether it is a regular expression.
    pub fn is_expression(&self) -> bool {
        matches!(self.meant, Meant::Expression(_))
    }

    /// No hit is longer than this, in bytes, as far as that can be said.
    pub fn reach(&self) -> usize {
        if self.is_expression() { LONGEST_MATCH } else { self.written.len() * BYTES_FOR_ONE + BYTES_BESIDE }
    }

    /// The expression to run over a piece of text, UTF-8 from a character border on; `None` where there can be no hit.
    pub(super) fn regex_for(&self, piece: &[u8]) -> Option<&Regex> {
        match &self.meant {
            Meant::Expression(regex) => Some(regex),
            Meant::Phrase { plain: Some(plain), letters, full } => {
                let suffices = piece.is_ascii() || (*letters && only_punctuation_is_foreign(piece));
                Some(if suffices && !divides_words(piece) { plain } else { full })
            }
            Meant::Phrase { plain: None, full, .. } => (!piece.is_ascii()).then_some(full),
        }
    }
}

/// Whether a line of the piece may end inside a word.
fn divides_words(piece: &[u8]) -> bool {
    ["-\n", "\u{2010}\n"].iter().any(|end| memchr::memmem::find(piece, end.as_bytes()).is_some())
}

/// Whether all that is not ASCII in a piece lies in U+2010 to U+2027: dashes, quotes, dots, which no letter stands for
/// and which have a width and are no white space. So it is in most English texts. The
/// lead bytes are looked at without branches, so that it costs little.
fn only_punctuation_is_foreign(piece: &[u8]) -> bool {
    let is_other = |byte: u8| u8::from(byte >= 0xC0 && byte != 0xE2);
    let other_lead = |chunk: &[u8]| chunk.iter().fold(0, |found, &byte| found | is_other(byte)) != 0;
    let punctuation = |at: usize| piece.get(at + 1) == Some(&0x80) && matches!(piece.get(at + 2), Some(0x90..=0xA7));
    !piece.chunks(1024).any(other_lead) && memchr::memchr_iter(0xE2, piece).all(punctuation)
}

fn compile_expression(expression: &str) -> Result<Regex, String> {
    let mut builder = RegexBuilder::new(expression);
    builder.multi_line(true).case_insensitive(!has_upper_case_letter(expression)).size_limit(MAX_COMPILED);
    builder.build().map_err(|error| match error {
        regex::Error::CompiledTooBig(_) => "the expression is too large".to_owned(),
        other => said_in_one_line(&other.to_string()),
    })
}

/// Whether a letter outside of escapes such as `\W` and `\p{Lu}` is in upper case.
fn has_upper_case_letter(expression: &str) -> bool {
    let mut rest = expression.chars();
    while let Some(c) = rest.next() {
        if c == '\\' {
            let class = rest.next().is_some_and(|escape| matches!(escape, 'p' | 'P' | 'x' | 'u' | 'U'));
            if class && rest.as_str().starts_with('{') {
                rest.find(|&c| c == '}');
            }
        } else if c.is_uppercase() {
            return true;
        }
    }
    false
}

/// The last line of an error of the regex crate, which shows the expression above it.
fn said_in_one_line(error: &str) -> String {
    let last = error.lines().last().unwrap_or_default();
    last.strip_prefix("error: ").unwrap_or(last).to_owned()
}

/// Where the hits of words may begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Begins {
    Anywhere,
    Word,
}

impl Begins {
    /// What stands before the pattern of words that begin with `first`; `plain` for texts that are all ASCII.
    fn pattern(self, first: Option<char>, plain: bool) -> &'static str {
        let borders = first.is_some_and(|c| c.is_alphanumeric() && !fold::is_unspaced(c));
        match (self, borders) {
            (Self::Word, true) if plain => r"(?-u:\b)",
            (Self::Word, true) => r"\b",
            _ => "",
        }
    }
}

fn phrase(written: &str, begins: Begins) -> Result<Meant, String> {
    let composed: String = written.nfc().filter(|&c| c != SOFT_HYPHEN).map(fold::narrowed).collect();
    let words: Vec<Vec<char>> = composed.split_whitespace().map(|word| word.chars().collect()).collect();
    if words.is_empty() {
        return Err("there is nothing to look for".to_owned());
    }
    let ignore_case = !composed.chars().any(char::is_uppercase);
    let build = |pattern: &str| {
        let built = RegexBuilder::new(pattern).size_limit(MAX_COMPILED).build();
        built.map_err(|_| "the query is too long".to_owned())
    };
    let full: Vec<String> = words.iter().map(|word| word_pattern(word, ignore_case)).collect();
    // A soft hyphen after the last character is not part of the hit; its accents are.
    let border = |plain| begins.pattern(composed.trim_start().chars().next(), plain);
    let full = format!("{}{}[{}]*", border(false), full.join(&format!(r"{}\s+", between())), fold::marks_class());
    let plain = format!("{}{}", border(true), plain_pattern(&composed, ignore_case));
    let plain = composed.is_ascii().then(|| build(&plain)).transpose()?;
    let letters = composed.chars().all(|c| c.is_ascii_alphanumeric() || c.is_ascii_whitespace());
    Ok(Meant::Phrase { plain, letters, full: build(&full)? })
}

fn forms(beginnings: &str) -> Result<Meant, String> {
    let whole = |beginning: &str| {
        let letters: Vec<char> = beginning.chars().collect();
        let (between, word) = (between(), word_pattern(&letters, true));
        format!(r"\b{word}(?:{between}{DIVIDED}\w)*")
    };
    let full: Vec<String> = beginnings.split_whitespace().map(whole).collect();
    let plain: Vec<String> =
        beginnings.split_whitespace().map(|word| format!(r"\b{}\w*", regex::escape(word))).collect();
    let build = |pattern: &str| {
        let built = RegexBuilder::new(pattern).size_limit(MAX_COMPILED).build();
        built.map_err(|_| "the query is too long".to_owned())
    };
    let plain = format!("(?i-u){}", plain.join(r"\s+"));
    let plain = beginnings.is_ascii().then(|| build(&plain)).transpose()?;
    let full = build(&full.join(&format!(r"{}\s+", between())))?;
    Ok(Meant::Phrase { plain, letters: true, full })
}

/// What may stand between two characters of a word: the accents of the first, and signs of no width.
fn between() -> String {
    format!("[{}{SOFT_HYPHEN}{NO_WIDTH}]*", fold::marks_class())
}

/// What may stand between two characters inside a word: also a line end, and behind a Chinese character its reading in
/// brackets, which stands beside the line where it is printed.
fn inside(before: char, after: char) -> String {
    let more = match before {
        '-' => LINE_END,
        _ if fold::is_han(before) => READING,
        _ if before.is_alphanumeric() && after.is_alphanumeric() => DIVIDED,
        _ => "",
    };
    format!("{}{more}", between())
}

fn plain_pattern(phrase: &str, ignore_case: bool) -> String {
    let words: Vec<String> = phrase.split_whitespace().map(regex::escape).collect();
    let flags = if ignore_case { "(?i-u)" } else { "(?-u)" };
    format!("{flags}{}", words.join(r"\s+"))
}

/// A word with everything that its characters stand for.
fn word_pattern(word: &[char], ignore_case: bool) -> String {
    let mut pattern = String::new();
    let mut at = 0;
    while at < word.len() {
        let (piece, taken) = match fold::joined(&word[at..]) {
            Some((letters, _)) => (joined_pattern(letters, ignore_case), letters.chars().count()),
            None => (char_pattern(word[at], ignore_case), 1),
        };
        if at > 0 {
            pattern.push_str(&inside(word[at - 1], word[at]));
        }
        pattern.push_str(&piece);
        at += taken;
    }
    pattern
}

/// Letters that a sign may hold together: all in one sign, or the first alone and the rest as they can be, or the
/// last alone after what the others can be.
fn joined_pattern(letters: &str, ignore_case: bool) -> String {
    let chars: Vec<char> = letters.chars().collect();
    let within = inside('a', 'a');
    let one_by_one = |chars: &[char]| -> String {
        let pieces: Vec<String> = chars.iter().map(|&c| char_pattern(c, ignore_case)).collect();
        pieces.join(&within)
    };
    let sign = |chars: &[char]| -> Option<String> {
        let (found, sign) = fold::joined(chars)?;
        (found.chars().count() == chars.len()).then(|| class(&fold::cases(sign, ignore_case)))
    };
    let (first, last) = (&chars[..1], &chars[chars.len() - 1..]);
    let mut ways: Vec<String> = sign(&chars).into_iter().collect();
    ways.extend(sign(&chars[1..]).map(|rest| format!("{}{within}{rest}", one_by_one(first))));
    ways.extend(sign(&chars[..chars.len() - 1]).map(|head| format!("{head}{within}{}", one_by_one(last))));
    ways.push(one_by_one(&chars));
    format!("(?:{})", ways.join("|"))
}

fn char_pattern(c: char, ignore_case: bool) -> String {
    let accented = fold::decomposed(c).len() > 1;
    if accented {
        let forms = fold::cases(c, ignore_case).into_iter().flat_map(|c| {
            let apart: String = fold::decomposed(c).into_iter().collect();
            [regex::escape(&c.to_string()), regex::escape(&apart)]
        });
        return format!("(?:{})", forms.collect::<Vec<_>>().join("|"));
    }
    class(&fold::stands_for(c, ignore_case))
}

fn class(chars: &[char]) -> String {
    match chars {
        [one] => regex::escape(&one.to_string()),
        several => format!("[{}]", several.iter().map(|c| regex::escape(&c.to_string())).collect::<String>()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_or_endless_query_is_refused_in_words() {
        assert_eq!(Pattern::parse(" \n").unwrap_err(), "there is nothing to look for");
        assert!(Pattern::parse(&"a".repeat(501)).unwrap_err().contains("500"));
        assert!(Pattern::parse(&"é".repeat(500)).is_ok());
        assert!(Pattern::parse(&"fi".repeat(250)).is_ok());
    }

    #[test]
    fn a_faulty_expression_is_refused_in_one_line() {
        assert_eq!(Pattern::parse("/a(b/").unwrap_err(), "unclosed group");
        assert_eq!(Pattern::parse("/(a{1000}){1000}/").unwrap_err(), "the expression is too large");
    }

    #[test]
    fn slashes_make_an_expression_only_around_something() {
        assert!(Pattern::parse("/a+/").unwrap().is_expression());
        assert!(!Pattern::parse("//").unwrap().is_expression());
        assert!(!Pattern::parse("/").unwrap().is_expression());
        assert!(!Pattern::parse("and/or").unwrap().is_expression());
    }

    #[test]
    fn case_is_smart_about_escapes() {
        assert!(!has_upper_case_letter(r"\W\p{Lu}\x{AF}a"));
        assert!(has_upper_case_letter(r"\wA"));
    }
}
