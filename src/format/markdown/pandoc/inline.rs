//! What pandoc writes within a line, and CommonMark does not: bracketed spans, attributes, raised figures, dashes in ASCII. What stands
//! between as many backticks, over the lines of a paragraph, is code and left as it stands, but for the attributes behind it. It knows no
//! blocks, only where a paragraph surely ends.

use crate::format::letter_height::LetterHeight;
use crate::format::numerals;
use regex::{Captures, Regex};
use std::borrow::Cow;
use std::sync::LazyLock;

/// The line without pandoc's marks inside it, code aside.
pub(super) fn inline(line: &str) -> String {
    CodeSpans::default().line(line, &[])
}

/// So many dollars of a line are looked at.
const MOST_SIGNS: usize = 64;

/// So many bytes behind a line are looked at for the end of its code.
const FAR: usize = 8 * 1024;

/// The code that a paragraph's lines leave open; to be asked of its lines in order.
#[derive(Debug, Default)]
pub(super) struct CodeSpans {
    /// How many backticks close what is open; 0: nothing is.
    open: usize,
}

impl CodeSpans {
    /// The line without pandoc's marks beside code; `next` are the lines behind it.
    pub(super) fn line(&mut self, line: &str, next: &[&str]) -> String {
        let (mut out, mut rest) = (String::with_capacity(line.len()), line);
        if self.open > 0 && !line.trim().is_empty() {
            let Some(end) = closed(line, 0, self.open) else { return line.to_owned() };
            out += &line[..end];
            rest = without_attributes(&line[end..]);
        }
        self.open = 0;
        while let Some(at) = tick(rest) {
            let (text, code) = rest.split_at(at);
            out += &unmarked(text);
            let open = ticks(code);
            if let Some(end) = closed(code, open, open) {
                out += &code[..end];
                rest = without_attributes(&code[end..]);
            } else if closes_later(open, next) {
                self.open = open;
                return out + code;
            } else {
                out += &code[..open];
                rest = &code[open..];
            }
        }
        out + &unmarked(rest)
    }
}

/// Whether the character at that place stands behind a backslash that is no sign itself.
pub(super) fn is_escaped(text: &str, at: usize) -> bool {
    (at - text[..at].trim_end_matches('\\').len()) % 2 == 1
}

/// Where the first backtick is that may begin code: none behind a backslash does.
fn tick(text: &str) -> Option<usize> {
    text.match_indices('`').map(|(at, _)| at).find(|at| !is_escaped(text, *at))
}

/// How many backticks a text begins with.
fn ticks(text: &str) -> usize {
    text.bytes().take_while(|byte| *byte == b'`').count()
}

/// Behind the next backticks from there that are so many (CommonMark 0.31, 6.1).
pub(super) fn closed(text: &str, from: usize, open: usize) -> Option<usize> {
    let mut at = from;
    while let Some(next) = text[at..].find('`').map(|next| at + next) {
        at = next + ticks(&text[next..]);
        if at - next == open {
            return Some(at);
        }
    }
    None
}

/// Whether so many backticks stand in what is left of the paragraph.
fn closes_later(open: usize, next: &[&str]) -> bool {
    let mut far = 0;
    for (at, line) in next.iter().enumerate() {
        far += line.len();
        if ends_block(&next[at..]) || far > FAR {
            return false;
        }
        if closed(line, 0, open).is_some() {
            return true;
        }
    }
    false
}

/// Whether a paragraph ends before these lines.
fn ends_block(next: &[&str]) -> bool {
    next.first().map(|line| line.trim_start()).is_none_or(|line| {
        line.is_empty() || begins_item(line) || line.starts_with(['#', '>']) || line.starts_with("```")
    })
}

/// What stands behind code, without its attributes.
fn without_attributes(text: &str) -> &str {
    let found = ATTRIBUTES_FIRST.as_ref().filter(|_| text.starts_with('{')).and_then(|regex| regex.find(text));
    found.map_or(text, |found| &text[found.end()..])
}

/// Whether a line begins an item of a list, or a note.
pub(super) fn begins_item(line: &str) -> bool {
    let numbered = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let mark =
        if numbered.len() < line.len() { numbered.starts_with(['.', ')']) } else { line.starts_with(['-', '*', '+']) };
    let rest = numbered.get(1..).unwrap_or_default();
    line.starts_with("[^") || mark && rest.starts_with([' ', '\t'])
}

/// Letters, figures and all that is not ASCII: what a name may hold. The class `\w` of Unicode would be a hundred times the
/// automaton, and building it half of the time of reading a short text.
macro_rules! name {
    () => {
        r"A-Za-z0-9_\x{80}-\x{10FFFF}"
    };
}

/// Attributes in braces: `{#id .class key=value key="some words"}`, or `-` for a heading without a number.
macro_rules! attributes {
    () => {
        concat!(r"\{(?:[ \t]*(?:[#.][", name!(), r":.-]+|-|[", name!(), r#"-]+=(?:"[^"]*"|[^ \t}"]+)))+[ \t]*\}"#)
    };
}

static ATTRIBUTES: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(concat!(r"(?P<before>[\])]|^#+ .*?[^ \t\\]) *", attributes!())).ok());
static ATTRIBUTES_FIRST: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(concat!("^", attributes!())).ok());
static SPAN: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(concat!(r"\[(?P<text>[^\[\]]+)\]", attributes!())).ok());
static RAISED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let (before, up, down) =
        (concat!("[", name!(), r"\])|.,;:!?]"), concat!("[", name!(), "+,.-]{1,12}"), concat!("[", name!(), "]{1,6}"));
    Regex::new(&format!(r"(?P<before>{before})(?P<marks>(?:\^{up}\^|~{down}~)+)")).ok()
});

/// Whether attributes may stand in it: a brace behind a bracket, a parenthesis or the words of a heading.
fn may_have_attributes(text: &str) -> bool {
    let closes = |at: usize| text[..at].trim_end_matches(' ').ends_with([']', ')']);
    text.match_indices('{').any(|(at, _)| text.starts_with('#') || closes(at))
}

/// The text without pandoc's marks; formulas between dollars are left alone.
fn unmarked(part: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(part.len()), part);
    while let Some((from, to)) = formula(rest) {
        out += &without_marks(&rest[..from]);
        out += &rest[from..to];
        rest = &rest[to..];
    }
    out + &without_marks(rest)
}

/// From where to where the first formula stands: between dollars with no blank on their inner sides, or between two each.
fn formula(text: &str) -> Option<(usize, usize)> {
    let signs: Vec<usize> =
        text.match_indices('$').map(|(at, _)| at).filter(|at| !is_escaped(text, *at)).take(MOST_SIGNS).collect();
    let is_blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
    signs.iter().enumerate().find_map(|(nth, &from)| {
        if text[from..].starts_with("$$") {
            return text[from + 2..].find("$$").map(|end| (from, from + 2 + end + 2));
        }
        let opens = !is_blank(text[from + 1..].chars().next());
        let mut ends = signs[nth + 1..].iter().filter(|_| opens);
        let end = ends.find(|end| **end > from + 1 && !is_blank(text[..**end].chars().next_back()))?;
        Some((from, end + 1))
    })
}

fn without_marks(part: &str) -> String {
    let mut text = Cow::Borrowed(part);
    if let Some(regex) = SPAN.as_ref().filter(|_| part.contains("]{")) {
        text = Cow::Owned(regex.replace_all(&text, "$text").into_owned());
    }
    if let Some(regex) = ATTRIBUTES.as_ref().filter(|_| may_have_attributes(&text)) {
        text = Cow::Owned(regex.replace_all(&text, "$before").into_owned());
    }
    if let Some(regex) =
        RAISED.as_ref().filter(|_| part.matches('^').nth(1).is_some() || part.matches('~').nth(1).is_some())
    {
        // In an address such marks are letters of it.
        let word = |word: &str| {
            if word.contains("://") { word.to_owned() } else { regex.replace_all(word, off_line).into_owned() }
        };
        text = Cow::Owned(text.split_inclusive(char::is_whitespace).map(word).collect());
    }
    if !text.contains("--") {
        return text.into_owned();
    }
    text.split_inclusive(char::is_whitespace).map(with_dashes).collect()
}

/// A letter with what is raised or lowered behind it: the mark of a note behind a clause, figures of that height, other letters on the line.
fn off_line(found: &Captures<'_>) -> String {
    let part = |name| found.name(name).map_or("", |part| part.as_str());
    let mut written = part("before").to_owned();
    let mut rest = part("marks");
    while let Some(sign) = rest.chars().next() {
        let (word, behind) = rest[1..].split_once(sign).unwrap_or((&rest[1..], ""));
        let height = if sign == '^' { LetterHeight::Raised } else { LetterHeight::Lowered };
        let noted = height == LetterHeight::Raised && numerals::marks_note(&written, word);
        let noted = noted.then(|| format!("\\[{word}\\]"));
        written += &noted.or_else(|| height.figures(word)).unwrap_or_else(|| word.to_owned());
        rest = behind;
    }
    written
}

/// The word with dashes for hyphens between words and figures, unless it is an address or a mark.
fn with_dashes(word: &str) -> String {
    let plain = !word.contains("](") && !word.contains(['/', '<', '|', '+', '\\', '@']) && !word.starts_with('-');
    let mut out = String::with_capacity(word.len());
    let mut rest = word;
    while let Some(at) = rest.find("--").filter(|_| plain) {
        let count = rest[at..].bytes().take_while(|byte| *byte == b'-').count();
        let (before, after) = (rest[..at].chars().next_back(), rest[at + count..].chars().next());
        let side = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace() && !matches!(c, '-' | '>' | '!' | ':'));
        let figures =
            count == 2 && before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric);
        out.push_str(&rest[..at]);
        out.push_str(match count {
            3 if side(before) && (side(after) || after.is_none_or(char::is_whitespace)) => "—",
            2 if figures => "–",
            _ => &rest[at..at + count],
        });
        rest = &rest[at + count..];
    }
    out + rest
}
