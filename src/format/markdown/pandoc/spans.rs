//! Code in lines: what stands between as many backticks, over the lines of a paragraph, is left as it stands; attributes behind it are none
//! of the text. It finds code, and leaves what is beside it to be rewritten.

use super::{ATTRIBUTES_FIRST, begins_item, unmarked};

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
fn closed(text: &str, from: usize, open: usize) -> Option<usize> {
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
