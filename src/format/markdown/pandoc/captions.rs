//! Captions of tables, `: words` or `Table: words` below a table, or above one: which lines they take, and where they are put.
//! All are put above their table, where every other format that pandoc writes has them. It reads no table, and moves nothing that is
//! code.

use super::tables;
use std::collections::VecDeque;
use std::ops::Range;

/// Begins a paragraph that is the caption of a table: a noncharacter, which no text has.
pub const CAPTION: char = '\u{FDD0}';

/// The captions of a source that were not put anywhere yet.
pub(super) struct Captions {
    /// In the order of their lines, and so of the places where they are put.
    pending: VecDeque<TableCaption>,
    taken: Vec<Range<usize>>,
}

/// A caption, in lines of the source.
struct TableCaption {
    /// Before which line it is put.
    before: usize,
    lines: Range<usize>,
}

impl Captions {
    /// Finds them in the lines of a source.
    pub fn of(lines: &[&str]) -> Self {
        let signed = (0..lines.len()).filter(|at| words(lines[*at]).is_some());
        let pending: VecDeque<TableCaption> = signed.filter_map(|at| TableCaption::at(lines, at)).collect();
        let taken = pending.iter().map(|caption| caption.lines.clone()).collect();
        Self { pending, taken }
    }

    /// What is put before a line, each caption once; `inline` reads what stands in a line. Lines are asked about in their order.
    pub fn before(&mut self, at: usize, lines: &[&str], inline: fn(&str) -> String) -> Option<String> {
        // One that stands in code is never put anywhere.
        while self.pending.front().is_some_and(|caption| caption.lines.end <= at) {
            self.pending.pop_front();
        }
        let next = self.pending.pop_front_if(|caption| caption.before == at || caption.lines.start == at)?;
        Some(next.text(lines, inline))
    }

    /// How many lines of a caption begin at a line.
    pub fn lines_from(&self, at: usize) -> Option<usize> {
        self.taken.binary_search_by_key(&at, |lines| lines.start).ok().map(|n| self.taken[n].len())
    }
}

impl TableCaption {
    /// The caption whose first line this is, if a table stands above it or below.
    fn at(lines: &[&str], at: usize) -> Option<Self> {
        let is_blank = |at: usize| lines.get(at).is_none_or(|line| line.trim().is_empty());
        let indent = |at: usize| lines[at].len() - lines[at].trim_start().len();
        if at > 0 && !is_blank(at - 1) {
            return None;
        }
        // Only from the first line of a paragraph: from each of a long one it would be walked as often as it has lines.
        let end = (at..lines.len()).find(|at| is_blank(*at)).unwrap_or(lines.len());
        let caption = |before: usize| Self { before, lines: at..end };
        let above = (at.saturating_sub(3)..at).rev().find(|at| !is_blank(*at));
        if let Some(last) = above.filter(|last| tables::may_end(lines[*last], &lines[..at])) {
            let first = (0..=last).rev().take_while(|at| !is_blank(*at)).last().unwrap_or(last);
            // Deeper than its table it is code.
            let is_text = indent(at) <= indent(first) + 3;
            return is_text.then(|| caption(if tables::may_begin(&lines[first..]) { first } else { at }));
        }
        let below = (end..lines.len().min(end + 3)).find(|at| !is_blank(*at))?;
        let named = lines[at].trim_start().starts_with("Table:");
        (named && indent(at) == indent(below) && tables::may_begin(&lines[below..])).then(|| caption(at))
    }

    /// Its words as a paragraph that the reader of Markdown knows as a caption.
    fn text(&self, lines: &[&str], inline: fn(&str) -> String) -> String {
        let first = lines[self.lines.start];
        let indent = &first[..first.len() - first.trim_start().len()];
        let rest = lines[self.lines.start + 1..self.lines.end].iter().map(|line| format!("{}\n", inline(line)));
        format!("{indent}{CAPTION}{}\n{}\n", inline(words(first).unwrap_or_default()), rest.collect::<String>())
    }
}

/// What a line says behind the sign of a caption.
fn words(line: &str) -> Option<&str> {
    let bare = line.trim_start();
    let said = bare.strip_prefix("Table:").or_else(|| bare.strip_prefix(": "))?;
    Some(said.trim_start()).filter(|said| !said.is_empty())
}
