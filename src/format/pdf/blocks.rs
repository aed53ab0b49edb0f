//! A paragraph, heading, row or note as it is put together from lines, with what is needed to go on with it in the next
//! column or on the next page. It does not decide where one ends.

use super::fonts::Look;
use super::letters::{has_no_spaces, is_bullet};
use super::lines::{Line, Run};

/// What a block was found to be from its page alone. All of these make a difference to the text; whether a paragraph
/// is a heading does not, and is decided in the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Running text, headings among it.
    Text,
    /// Running text that begins with a bullet, which is left out.
    Item,
    /// Lines that end where their author wanted.
    Lines,
    /// Lines in letters of fixed width.
    Code,
    /// A row of a table.
    Row,
    /// The words under a picture or over a table.
    Caption,
    /// A note at the foot of the page.
    Note,
    /// A running head, a page number.
    Furniture,
}

impl Shape {
    /// Whether it may stand between two parts of a paragraph.
    pub fn floats(self) -> bool {
        matches!(self, Self::Caption | Self::Note | Self::Furniture)
    }

    fn keeps_lines(self) -> bool {
        matches!(self, Self::Lines | Self::Code)
    }
}

/// Where a line begins: on which page, how far down and from the left, and at which byte of the block.
#[derive(Clone, Copy, Debug)]
pub struct Anchor {
    /// The page, from 0.
    pub page: usize,
    /// Its base line, in points from the top of the page.
    pub v: f32,
    /// Its beginning, in points from the left.
    pub u: f32,
    /// Its size: how far it reaches up.
    pub size: f32,
    /// Where it begins in the block's text, in bytes.
    pub at: usize,
}

/// A block.
#[derive(Clone, Debug)]
pub struct Block {
    /// What it is.
    pub shape: Shape,
    /// Its text so far.
    pub text: String,
    /// How it looks.
    pub runs: Vec<Run>,
    /// Its lines.
    pub anchors: Vec<Anchor>,
    /// The size of its letters.
    pub size: f32,
    /// How far its first line stands in from the edge of its column, in font sizes.
    pub indent: f32,
    /// Whether its last line reaches the end of its column.
    pub full: bool,
    /// Whether it is the last of its column.
    pub last: bool,
    /// Whether a gap parts it from the block above.
    pub apart: bool,
}

impl Block {
    /// A block with its first line.
    pub fn begin(shape: Shape, page: usize, line: &Line) -> Self {
        let mut block = Self {
            shape,
            text: String::new(),
            runs: Vec::new(),
            anchors: Vec::new(),
            size: line.size,
            indent: 0.0,
            full: false,
            last: false,
            apart: false,
        };
        block.add(page, line);
        block
    }

    /// Adds a line.
    pub fn add(&mut self, page: usize, line: &Line) {
        let skipped = if self.shape == Shape::Item && self.text.is_empty() { bullet_len(&line.text) } else { 0 };
        let at = self.join(&line.text[skipped..]);
        let moved = |run: &Run| Run {
            start: run.start.max(skipped) - skipped + at,
            end: run.end.max(skipped) - skipped + at,
            ..*run
        };
        self.extend(line.runs.iter().map(moved));
        self.anchors.push(Anchor { page, v: line.v, u: line.u0, size: line.size, at });
    }

    /// Goes on with another block's text.
    pub fn absorb(&mut self, other: Self) {
        let at = self.join(&other.text);
        self.extend(other.runs.into_iter().map(|run| Run { start: run.start + at, end: run.end + at, ..run }));
        self.anchors.extend(other.anchors.into_iter().map(|anchor| Anchor { at: anchor.at + at, ..anchor }));
        (self.full, self.last) = (other.full, other.last);
    }

    /// Puts a space between the raised number that a note begins with and its first word.
    pub fn part_number(&mut self) {
        let Some(end) = self.runs.first().filter(|run| run.raised && run.start == 0).map(|run| run.end) else { return };
        if !self.text[end..].starts_with(char::is_alphanumeric) {
            return;
        }
        self.text.insert(end, ' ');
        for run in &mut self.runs[1..] {
            (run.start, run.end) = (run.start + 1, run.end + 1);
        }
        self.anchors.iter_mut().filter(|anchor| anchor.at >= end).for_each(|anchor| anchor.at += 1);
    }

    /// The share of its bytes that has a look, of `len` bytes in all.
    pub fn share(&self, look: Look, len: usize) -> f32 {
        let having: usize = self.runs.iter().filter(|run| run.look.has(look)).map(|run| run.end - run.start).sum();
        having as f32 / len.max(1) as f32
    }

    fn extend(&mut self, runs: impl Iterator<Item = Run>) {
        for run in runs.filter(|run| run.start < run.end) {
            match self.runs.last_mut() {
                // The space between two lines looks as what it stands between.
                Some(last)
                    if (last.look, last.raised, last.link) == (run.look, run.raised, run.link)
                        && run.start <= last.end + 1 =>
                {
                    last.end = run.end;
                }
                _ => self.runs.push(run),
            }
        }
    }

    /// Appends text after the end of a line and gives the byte where it begins.
    fn join(&mut self, next: &str) -> usize {
        if !self.text.is_empty() {
            if self.shape.keeps_lines() {
                self.text.push('\n');
            } else {
                self.close_gap(next);
            }
        }
        let at = self.text.len();
        self.text.push_str(next);
        at
    }

    /// Puts what belongs between two lines: a space, or nothing where a word goes on.
    fn close_gap(&mut self, next: &str) {
        let Some(last) = self.text.chars().next_back() else { return };
        let before = self.text[..self.text.len() - last.len_utf8()].chars().next_back();
        let first = next.chars().next().unwrap_or(' ');
        let after_letter = before.is_some_and(char::is_alphanumeric);
        match last {
            '-' | '\u{AD}' | '\u{2010}' if after_letter && first.is_lowercase() => {
                self.text.truncate(self.text.len() - last.len_utf8());
                let end = self.text.len();
                for run in &mut self.runs {
                    run.end = run.end.min(end);
                }
            }
            '-' | '\u{AD}' | '\u{2010}' if after_letter && first.is_alphanumeric() => {}
            '—' | '/' if before != Some(' ') => {}
            _ if has_no_spaces(last) && has_no_spaces(first) => {}
            _ => self.text.push(' '),
        }
    }
}

/// How many bytes a bullet and the space after it have; zero without one.
pub fn bullet_len(text: &str) -> usize {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(bullet), Some(' ')) if is_bullet(bullet) || "–-*".contains(bullet) => {
            bullet.len_utf8() + text[bullet.len_utf8()..].len() - chars.as_str().trim_start().len()
        }
        (Some(bullet), Some(_)) if is_bullet(bullet) && bullet != '·' => bullet.len_utf8(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::super::lines::Cell;
    use super::*;

    fn line(text: &str) -> Line {
        let run = Run { start: 0, end: text.len(), look: Look::default(), raised: false, link: 0 };
        Line {
            text: text.to_owned(),
            runs: vec![run],
            u0: 0.0,
            u1: 100.0,
            v: 0.0,
            size: 10.0,
            first_word: 10.0,
            cells: vec![Cell { at: 0, u0: 0.0, u1: 100.0 }],
            leftward: false,
        }
    }

    fn joined(lines: &[&str]) -> String {
        let mut block = Block::begin(Shape::Text, 0, &line(lines[0]));
        for text in &lines[1..] {
            block.add(0, &line(text));
        }
        assert!(block.runs.iter().all(|run| block.text.get(run.start..run.end).is_some()));
        block.text
    }

    #[test]
    fn words_that_were_parted_are_joined() {
        assert_eq!(joined(&["a hyphen-", "ated word"]), "a hyphenated word");
        assert_eq!(joined(&["soft\u{AD}", "ly"]), "softly");
        assert_eq!(joined(&["the Anglo-", "Saxon"]), "the Anglo-Saxon");
        assert_eq!(joined(&["in 1990-", "1995"]), "in 1990-1995");
        assert_eq!(joined(&["a dash -", "here"]), "a dash - here");
        assert_eq!(joined(&["word—", "word"]), "word—word");
        assert_eq!(joined(&["two", "words"]), "two words");
        assert_eq!(joined(&["日本", "語"]), "日本語");
    }

    #[test]
    fn bullets_are_measured() {
        for (text, len) in [("• item", 4), ("- item", 2), ("-item", 0), ("item", 0), ("•item", 3), ("", 0)] {
            assert_eq!(bullet_len(text), len, "{text}");
        }
    }
}
