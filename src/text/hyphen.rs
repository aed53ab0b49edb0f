//! Words divided at the end of a line: whether the hyphen there is the author's or only divides the word, and what of it
//! is not shown. One rule for hard-wrapped text, PDF and comparing. It changes no text: a canonical text keeps what its file has.

use super::Span;
use std::collections::HashSet;

/// The longest part of a word beside a hyphen that is looked at, in bytes.
const MOST_PART: usize = 64;

/// A word that goes over the end of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct DividedWord<'a> {
    /// Before the hyphen.
    left: &'a str,
    /// The hyphen, in bytes of the text.
    hyphen: Span,
    /// On the next line.
    right: &'a str,
    /// Where that begins.
    next: usize,
}

impl<'a> DividedWord<'a> {
    /// The one whose line ends at the newline at `newline`.
    fn at(text: &'a str, newline: usize) -> Option<Self> {
        let blanks = text[newline + 1..].bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        Self::over(text, Span { start: newline, end: newline + 1 + blanks })
    }

    /// The one that is parted by a line end, or by a page.
    fn over(text: &'a str, parted: Span) -> Option<Self> {
        let before = &text[..parted.start];
        let sign = before.chars().next_back().filter(|c| matches!(c, '-' | '\u{2010}' | '\u{AD}'))?;
        let hyphen = Span { start: parted.start - sign.len_utf8(), end: parted.start };
        let next = parted.end;
        let (left, right) = (last_letters(&text[..hyphen.start]), first_letters(&text[next..]));
        (!left.is_empty() && !right.is_empty() && !is_suspended(right)).then_some(Self { left, hyphen, right, next })
    }

    /// As it is written on one line, with the hyphen that is typed.
    fn with_hyphen(&self) -> String {
        format!("{}-{}", self.left, self.right).to_lowercase()
    }

    /// Whether the hyphen is the author's. `known` are compounds that stand within lines.
    fn is_compound(&self, text: &str, known: &HashSet<String>) -> bool {
        let is_upper = |part: &str| part.chars().all(char::is_uppercase);
        let soft = self.hyphen.of(text) == "\u{AD}";
        let shouted = is_upper(self.left) && is_upper(self.right);
        let parted = !shouted && !self.right.starts_with(char::is_lowercase);
        let (left, right) = (self.left.to_lowercase(), self.right.to_lowercase());
        !soft && (parted || is_compound(&left, &right) || known.contains(&self.with_hyphen()))
    }

    /// What does not show: the line end, and the hyphen that only divides the word.
    fn unseen(&self, text: &str, known: &HashSet<String>) -> Span {
        let start = if self.is_compound(text, known) { self.hyphen.end } else { self.hyphen.start };
        Span { start, end: self.next }
    }
}

/// What does not show of the words that lines divide inside these spans, in order: with it left out, the word is whole. A
/// compound keeps its hyphen where the text has it elsewhere within a line, and where [`is_compound`] knows it.
pub fn unseen(text: &str, within: impl Iterator<Item = Span>) -> Vec<Span> {
    let divided = |span: Span| {
        let lines = memchr::memchr_iter(b'\n', span.of(text).as_bytes());
        lines.filter_map(move |at| DividedWord::at(text, span.start + at)).filter(move |word| word.next < span.end)
    };
    let words: Vec<DividedWord<'_>> = within.flat_map(divided).collect();
    let known = compounds(text, &words);
    words.iter().map(|word| word.unseen(text, &known)).collect()
}

/// What does not show of a word that the end of a page divides, where `page` is what lies between the parts of its paragraph;
/// `None` where no word is divided there.
pub fn unseen_over(text: &str, page: Span) -> Option<Span> {
    let word = DividedWord::over(text, page)?;
    Some(word.unseen(text, &compounds(text, &[word])))
}

/// Those of the words that stand with a hyphen within a line.
fn compounds(text: &str, words: &[DividedWord<'_>]) -> HashSet<String> {
    let mut asked: HashSet<String> = words.iter().map(DividedWord::with_hyphen).collect();
    let mut known = HashSet::new();
    if asked.is_empty() {
        return known;
    }
    for at in memchr::memchr_iter(b'-', text.as_bytes()) {
        let (left, right) = (last_letters(&text[..at]), first_letters(&text[at + 1..]));
        if !left.is_empty() && !right.is_empty() {
            known.extend(asked.take(&format!("{left}-{right}").to_lowercase()));
        }
    }
    known
}

/// Words on one line, as they are shown: white space as one blank, and words that lines divide whole. For words of which no
/// more of the text is known.
pub fn one_line(words: &str) -> String {
    let (mut line, mut at) = (String::with_capacity(words.len()), 0);
    for span in unseen(words, std::iter::once(Span { start: 0, end: words.len() })) {
        line.push_str(&words[at..span.start]);
        at = span.end;
    }
    line.push_str(&words[at..]);
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether the hyphen before a word stands for what the next word has too: "pre- and post-war".
fn is_suspended(right: &str) -> bool {
    ["and", "or", "und", "oder", "bzw", "sowie"].contains(&right)
}

/// The letters and digits that a text ends with.
pub fn last_letters(text: &str) -> &str {
    let near = &text[text.ceil_char_boundary(text.len().saturating_sub(MOST_PART))..];
    &near[near.rfind(|c: char| !c.is_alphanumeric()).map_or(0, |at| near.ceil_char_boundary(at + 1))..]
}

/// The letters and digits that a text begins with.
pub fn first_letters(text: &str) -> &str {
    let near = &text[..text.floor_char_boundary(MOST_PART)];
    &near[..near.find(|c: char| !c.is_alphanumeric()).unwrap_or(near.len())]
}

/// Whether an English word of two parts, in lower case, is written with a hyphen whatever the line: numbers, and first halves
/// that stand before a hyphen nearly always.
pub fn is_compound(left: &str, right: &str) -> bool {
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    const UNITS: [&str; 18] = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "first", "second", "third", "fourth",
        "fifth", "sixth", "seventh", "eighth", "ninth",
    ];
    const PARTS: [&str; 8] = ["half", "halves", "third", "thirds", "quarter", "quarters", "fifths", "tenths"];
    const FAR: [&str; 6] = ["reaching", "sighted", "flung", "fetched", "off", "seeing"];
    let last = left.rsplit('-').next().unwrap_or(left);
    let first = right.split('-').next().unwrap_or(right);
    match last {
        "self" => !["ish", "ishly", "ishness", "less", "lessly", "lessness", "same"].contains(&first),
        "half" => !["way", "penny", "pence"].contains(&first),
        "quasi" | "vice" => true,
        "great" => first.starts_with("grand") || ["aunt", "uncle", "niece", "nephew", "great"].contains(&first),
        "well" => !["ing", "ed", "s"].contains(&first),
        "far" => FAR.contains(&first),
        "mid" => !first.starts_with("dl") && first.len() > 3,
        _ if TENS.contains(&last) => UNITS.contains(&first),
        _ if UNITS.contains(&last) => PARTS.contains(&first),
        _ => !last.is_empty() && last.chars().all(|c| c.is_ascii_digit()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is shown of a text that is one paragraph.
    fn shown(text: &str) -> String {
        one_line(text)
    }

    #[test]
    fn a_word_divided_by_a_line_is_whole() {
        for (text, whole) in [
            ("since mor-\nning, fell", "since morning, fell"),
            ("since mor-\n   ning", "since morning"),
            ("mor\u{AD}\nning", "morning"),
            ("mor\u{2010}\nning", "morning"),
            ("schwär-\nmen", "schwärmen"),
            ("THE CONSTI-\nTUTION", "THE CONSTITUTION"),
            ("a-\nb-\nc", "abc"),
        ] {
            assert_eq!(shown(text), whole);
        }
    }

    #[test]
    fn a_compound_keeps_its_hyphen() {
        for (text, whole) in [
            ("forty-\none", "forty-one"),
            ("Anglo-\nSaxon", "Anglo-Saxon"),
            ("1868-\n69", "1868-69"),
            ("self-\nsufficient", "self-sufficient"),
            ("the lamp-oil; Lamp-\noil", "the lamp-oil; Lamp-oil"),
            ("lamp-\noil", "lampoil"),
        ] {
            assert_eq!(shown(text), whole);
        }
    }

    #[test]
    fn what_is_no_divided_word_stays() {
        for text in ["pre- and post-war", "a dash - and more", "it ended - ", "x\n- item", "no-\n\nthing"] {
            let wrapped = text.replacen("- ", "-\n", 1);
            assert_eq!(shown(&wrapped), wrapped.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }

    #[test]
    fn a_word_that_a_page_divides_is_whole() {
        let (text, compound) = ("the har-\n\n12\n\nbour", "forty-\n\n12\n\none");
        assert_eq!(unseen_over(text, Span::new(8, 14)), Some(Span::new(7, 14)));
        assert_eq!(unseen_over(compound, Span::new(6, 12)), Some(Span::new(6, 12)));
        assert_eq!(unseen_over("the wall\n12\nstood", Span::new(8, 12)), None);
    }

    #[test]
    fn only_what_lies_inside_the_spans_is_looked_at() {
        let text = "mor-\nning";
        assert_eq!(unseen(text, [Span::new(0, 9)].into_iter()), [Span::new(3, 5)]);
        assert!(unseen(text, [Span::new(0, 4), Span::new(5, 9)].into_iter()).is_empty());
    }
}
