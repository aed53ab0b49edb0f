//! Notes as pandoc writes them into a line, `words^[What is noted.]`: each becomes a reference to a note at the end of the text. Code is
//! left alone.

use super::code::{Code, MAX_LINE};
use super::inline::is_escaped;
use std::borrow::Cow;

/// The longest note, in bytes.
const LONGEST: usize = 16 * 1024;

/// So many marks of a paragraph may begin no note before no more is looked for in it.
const MOST_TRIES: usize = 16;

/// Begins the labels of such notes: a noncharacter, which no text has.
const LABEL: char = '\u{FDD2}';

/// The most notes that are taken out of lines.
const MOST: usize = 20_000;

/// The source with its notes behind it; borrowed where it has none in its lines.
pub(super) fn moved(body: &str) -> Cow<'_, str> {
    if !body.contains("^[") {
        return Cow::Borrowed(body);
    }
    let mut notes = Moved { out: String::with_capacity(body.len() + 64), notes: Vec::new() };
    let (mut code, mut lines) = (Code::default(), body.lines());
    let mut paragraph: Vec<&str> = Vec::new();
    loop {
        let line = lines.next();
        let is_code = line.is_some_and(|line| code.holds(line));
        if line.is_none_or(|line| is_code || line.trim().is_empty()) {
            notes.take(&paragraph.join("\n"));
            paragraph.clear();
            let Some(line) = line else { break };
            notes.push(line);
        } else if let Some(line) = line {
            paragraph.push(line);
        }
    }
    notes.finish(code.fence())
}

/// The source that is made, with the notes that were taken out of it.
struct Moved {
    out: String,
    notes: Vec<String>,
}

impl Moved {
    fn push(&mut self, line: &str) {
        self.out.push_str(line);
        self.out.push('\n');
    }

    /// Adds the lines of a paragraph without the notes in it.
    fn take(&mut self, paragraph: &str) {
        let (mut rest, mut tries) = (paragraph, if paragraph.len() > MAX_LINE { 0 } else { MOST_TRIES });
        while let Some((from, to)) = next_note(rest, &mut tries).filter(|_| self.notes.len() < MOST) {
            self.notes.push(rest[from + 2..to - 1].lines().map(str::trim).collect::<Vec<_>>().join(" "));
            self.out.push_str(&rest[..from]);
            self.out += &label(self.notes.len());
            rest = &rest[to..];
        }
        if !paragraph.is_empty() {
            self.push(rest);
        }
    }

    /// The source with the notes behind it, outside of code that nothing ends.
    fn finish(mut self, fence: Option<String>) -> Cow<'static, str> {
        if let Some(fence) = fence.filter(|_| !self.notes.is_empty()) {
            self.push(&fence);
        }
        for (number, note) in (1..).zip(std::mem::take(&mut self.notes)) {
            let note = format!("\n{}: {note}", label(number));
            self.push(&note);
        }
        Cow::Owned(self.out)
    }
}

/// What refers to a note.
fn label(number: usize) -> String {
    format!("[^{LABEL}{number}]")
}

/// From where to where the next note of a paragraph stands, with its marks; so many marks that begin none are tried.
fn next_note(text: &str, tries: &mut usize) -> Option<(usize, usize)> {
    let mut from = 0;
    while *tries > 0
        && let Some(at) = next_mark(text, from)
    {
        let close = closing(&text[at + 2..]).map(|close| at + 2 + close);
        let noted = |close: &usize| {
            let note = &text[at + 2..*close];
            let behind_word =
                text[..at].ends_with(|c: char| !c.is_whitespace() && !matches!(c, '[' | '(' | '|' | '/' | '$'));
            note.chars().any(char::is_alphabetic) && (behind_word || note.trim().contains(' '))
        };
        if let Some(close) = close.filter(noted) {
            return Some((at, close + 1));
        }
        (from, *tries) = (at + 2, *tries - 1);
    }
    None
}

/// Where the next `^[` stands that is neither escaped nor in code.
fn next_mark(text: &str, from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let next = at + text[at..].find(['`', '^'])?;
        let rest = &text[next..];
        let ticks = rest.len() - rest.trim_start_matches('`').len();
        if ticks > 0 && !is_escaped(text, next) {
            // What nothing closes is no code.
            at = super::inline::closed(text, next + ticks, ticks).unwrap_or(next + ticks);
        } else if rest.starts_with("^[") && !is_escaped(text, next) {
            return Some(next);
        } else {
            at = next + 1;
        }
    }
}

/// Where the bracket stands that closes one before this text: brackets inside are in pairs, code and escaped ones do not count.
fn closing(text: &str) -> Option<usize> {
    let near = &text[..text.floor_char_boundary(LONGEST)];
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(next) = near[at..].find(['[', ']', '`']).map(|next| at + next) {
        at = next + 1;
        if is_escaped(near, next) {
            continue;
        }
        match (near.as_bytes()[next], depth) {
            (b'[', _) => depth += 1,
            (b']', 0) => return Some(next),
            (b']', _) => depth -= 1,
            _ => {
                let ticks = near[next..].len() - near[next..].trim_start_matches('`').len();
                at = super::inline::closed(near, next + ticks, ticks).unwrap_or(next + ticks);
            }
        }
    }
    None
}
