//! Markdown to a [`Document`]: CommonMark with tables, footnotes, strike-through, task lists, alerts, and what pandoc adds.
//!
//! The canonical text is what a person reads, without mark-up, so that an annotation lands on the same words in
//! another format of the same text. Front matter becomes metadata and is not part of the text. It guesses no metadata
//! but a plain "By …" line under the title, keeps no raw HTML but its text, and fetches nothing.
//!
//! Hostile input: the parser underneath is linear except where many lines stand under thousands of open quotations
//! or lists, so a line's nesting is cut; it needs some 60 bytes a mark, so a file with millions of marks is shown as
//! plain paragraphs. Both say so in a warning.

mod containers;
mod front_matter;
mod harmless;
pub(super) mod html;
mod pandoc;
mod plain;
mod walk;
mod yaml;

use super::{Beginning, Format, InPlace};
use crate::document::Document;
use std::borrow::Cow;

/// Its row of the table.
pub const FORMAT: Format = Format {
    name: "markdown",
    extensions: &["md", "markdown", "mdown", "mkd"],
    about: "Markdown: headings, lists, tables, footnotes, front matter",
    sniff: |_| false,
    parse: |bytes| super::parse_text(bytes, parse),
    beginning: Beginning::Cut,
    in_place: InPlace::NOTHING,
    packed: false,
    most: super::LARGEST_TEXT,
    version: 6,
    picture: |_, _| None,
    marked: None,
};

/// The longest text that is read as Markdown, in bytes; a longer one is shown as plain paragraphs.
const MAX_BYTES: usize = 32 * 1024 * 1024;

/// The most bytes that may begin or end mark-up, newlines among them.
const MAX_MARKS: usize = 3_000_000;

/// The deepest nesting that one line may open.
const MAX_NESTING: usize = 128;

/// Parses a whole Markdown file. It never fails; what went wrong stands in [`Document::warnings`].
pub fn parse(text: String) -> Document {
    let (front, body) = front_matter::split(&text);
    let mut warnings = Vec::new();
    let metadata = front.map(|front| front_matter::parse(front, &mut warnings)).unwrap_or_default();
    let mut document = if too_much(body) {
        let body_start = text.len() - body.len();
        plain::parse(without_head(text, body_start))
    } else {
        let body = shallow(body, &mut warnings);
        walk::walk(&pandoc::rewritten(&body))
    };
    document.metadata = document.metadata.corrected_by(&metadata);
    document.warnings.extend(warnings);
    document
}

fn without_head(mut text: String, head: usize) -> String {
    text.drain(..head);
    text
}

fn too_much(body: &str) -> bool {
    body.len() > MAX_BYTES || body.bytes().map(|byte| usize::from(MARKS[usize::from(byte)])).sum::<usize>() > MAX_MARKS
}

/// By byte: 1 for one that may begin or end mark-up. A table, because every byte of every file is looked up in it.
const MARKS: [u8; 256] = {
    let (mut table, marks, mut at) = ([0; 256], b"[]*_`<>&!~|\\\n", 0);
    while at < marks.len() {
        table[marks[at] as usize] = 1;
        at += 1;
    }
    table
};

/// The text with no line that opens more than [`MAX_NESTING`] quotations and lists.
fn shallow<'a>(body: &'a str, warnings: &mut Vec<String>) -> Cow<'a, str> {
    if !body.lines().any(|line| head_to_cut(line).is_some()) {
        return Cow::Borrowed(body);
    }
    warnings.push(format!("Some lines are nested more than {MAX_NESTING} deep; they are shown less deep."));
    let mut cut = String::with_capacity(body.len());
    for line in body.split_inclusive('\n') {
        let head = head_to_cut(line).unwrap_or_default();
        cut.push_str(&line[..head.min(MAX_NESTING)]);
        cut.push_str(&line[head..]);
    }
    Cow::Owned(cut)
}

/// Length in bytes of a line's opening marks (all of them ASCII), where they nest too deep.
fn head_to_cut(line: &str) -> Option<usize> {
    if line.len() <= MAX_NESTING {
        return None;
    }
    let bytes = line.as_bytes();
    let head = bytes.iter().take_while(|byte| b" \t>*+-.):0123456789".contains(byte)).count();
    let is_mark = |at: &usize| match bytes[*at] {
        b'>' => true,
        b'*' | b'+' | b'-' | b'.' | b')' | b':' => bytes.get(at + 1).is_none_or(u8::is_ascii_whitespace),
        _ => false,
    };
    let marks = (0..head).filter(is_mark).count();
    let blanks = bytes[..head].iter().filter(|byte| byte.is_ascii_whitespace()).count();
    (marks > 0 && head > MAX_NESTING && marks + blanks / 2 > MAX_NESTING).then_some(head)
}

#[cfg(test)]
mod tests;
