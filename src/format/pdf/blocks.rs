//! A paragraph, heading, row or note as it is put together from lines, with what is needed to go on with it in the next
//! column or on the next page. It does not decide where one ends.

use super::fonts::LetterLook;
use super::korean::BEHIND_QUOTATION;
use super::letters::{has_no_spaces, is_bullet, is_hangul};
use super::lines::{Line, LineRun};
use super::words::{HYPHENS, Words};
use crate::document::{BlockKind, Marker};
use crate::format::letter_height::LetterHeight;
use crate::text::Span;

/// What a block was found to be from its page alone. All of these make a difference to the text; whether a paragraph
/// is a heading does not, and is decided in the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockShape {
    /// Running text, headings among it.
    Text,
    /// Running text that begins with a bullet, which is left out.
    Item,
    /// Running text that begins with a number, which is left out.
    Numbered(u32),
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
    Boilerplate,
}

impl BlockShape {
    /// Whether it may stand between two parts of a paragraph.
    pub fn floats(self) -> bool {
        matches!(self, Self::Caption | Self::Note | Self::Boilerplate)
    }

    fn keeps_lines(self) -> bool {
        matches!(self, Self::Lines | Self::Code)
    }
}

/// Where a line begins: on which page, how far down and from the left, and at which byte of the block.
#[derive(Clone, Copy, Debug)]
pub struct LineAnchor {
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
pub struct PdfBlock {
    /// What it is.
    pub shape: BlockShape,
    /// Its text so far.
    pub text: String,
    /// How it looks.
    pub runs: Vec<LineRun>,
    /// Its lines.
    pub anchors: Vec<LineAnchor>,
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
    /// What the file says that it is.
    pub tag: Option<Tag>,
    /// The bytes of its first word, where that is a number or bullet with a wide gap after it.
    pub label: Option<usize>,
    /// How its lines meet.
    seams: Seams,
}

/// How the lines of a block meet.
#[derive(Clone, Debug, Default)]
struct Seams {
    /// Whether a space is drawn at the end of the last line.
    spaced: bool,
    /// Where lines meet in what may be one word: at a hyphen or a space that may not belong there.
    joints: Vec<usize>,
}

/// What a tagged file says of a block.
#[derive(Clone, Copy, Debug)]
pub struct Tag {
    /// Which block of the file's own structure it is, or a part of.
    pub unit: usize,
    /// Its kind …
    pub kind: BlockKind,
    /// … its level …
    pub level: u8,
    /// … and what stands before it.
    pub marker: Marker,
    /// Whether it goes on on a later page.
    pub more: bool,
}

impl PdfBlock {
    /// A block with its first line.
    pub fn begin(shape: BlockShape, page: usize, line: &Line) -> Self {
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
            tag: None,
            label: line.head.labelled.then(|| line.text.find(' ').unwrap_or_default()),
            seams: Seams::default(),
        };
        block.add(page, line);
        block
    }

    /// Adds a line.
    pub fn add(&mut self, page: usize, line: &Line) {
        let skipped = if self.shape == BlockShape::Item && self.text.is_empty() { bullet_len(&line.text) } else { 0 };
        let at = self.join(&line.text[skipped..]);
        let moved = |run: &LineRun| LineRun {
            start: run.start.max(skipped) - skipped + at,
            end: run.end.max(skipped) - skipped + at,
            ..*run
        };
        self.extend(line.runs.iter().map(moved));
        self.seams.spaced = line.spaced;
        self.anchors.push(LineAnchor { page, v: line.v, u: line.u0, size: line.size, at });
    }

    /// Goes on with another block's text.
    pub fn absorb(&mut self, other: Self) {
        let at = self.join(&other.text);
        self.seams.joints.extend(other.seams.joints.iter().map(|joint| joint + at));
        self.seams.spaced = other.seams.spaced;
        self.extend(other.runs.into_iter().map(|run| LineRun { start: run.start + at, end: run.end + at, ..run }));
        self.anchors.extend(other.anchors.into_iter().map(|anchor| LineAnchor { at: anchor.at + at, ..anchor }));
        (self.full, self.last) = (other.full, other.last);
        if let (Some(own), Some(next)) = (&mut self.tag, other.tag) {
            own.more = next.more;
        }
    }

    /// Goes on with the text of another cell, so many cells further on.
    pub fn add_cell(&mut self, cell: Self, further: usize) {
        self.text.extend(std::iter::repeat_n('\t', further));
        let at = self.text.len();
        self.text.push_str(&cell.text);
        self.seams.joints.extend(cell.seams.joints.iter().map(|joint| joint + at));
        self.runs.extend(cell.runs.into_iter().map(|run| LineRun { start: run.start + at, end: run.end + at, ..run }));
        self.anchors.extend(cell.anchors.into_iter().map(|anchor| LineAnchor { at: anchor.at + at, ..anchor }));
    }

    /// Puts so many empty cells before a row.
    pub fn indent_cells(&mut self, cells: usize) {
        self.insert_beginning(&"\t".repeat(cells));
    }

    /// Puts text before its own.
    pub fn insert_beginning(&mut self, text: &str) {
        self.text.insert_str(0, text);
        for run in &mut self.runs {
            (run.start, run.end) = (run.start + text.len(), run.end + text.len());
        }
        self.anchors.iter_mut().skip(1).for_each(|anchor| anchor.at += text.len());
        self.seams.joints.iter_mut().for_each(|joint| *joint += text.len());
    }

    /// Keeps so many bytes of its beginning.
    pub fn cut_end(&mut self, len: usize) {
        self.text.truncate(len);
        self.runs.retain(|run| run.start < len);
        self.runs.iter_mut().for_each(|run| run.end = run.end.min(len));
        self.anchors.retain(|anchor| anchor.at < len.max(1));
        self.seams.joints.retain(|joint| *joint < len);
    }

    /// Leaves out so many bytes at its beginning.
    pub fn cut_beginning(&mut self, len: usize) {
        self.text.drain(..len.min(self.text.len()));
        for run in &mut self.runs {
            (run.start, run.end) = (run.start.saturating_sub(len), run.end.saturating_sub(len));
        }
        self.runs.retain(|run| run.start < run.end);
        self.anchors.iter_mut().for_each(|anchor| anchor.at = anchor.at.saturating_sub(len));
        self.seams.joints.retain(|joint| *joint >= len);
        self.seams.joints.iter_mut().for_each(|joint| *joint -= len);
    }

    /// Puts something in behind a letter; a run that begins there moves on.
    pub fn insert(&mut self, at: usize, text: &str) {
        self.text.insert_str(at, text);
        self.move_on(at, text.len());
    }

    /// Writes raised figures in the letters that stand for them ([`LetterHeight::figures`]), none of which is shorter.
    pub fn raise_figures(&mut self) {
        for nth in (0..self.runs.len()).rev() {
            let LineRun { start, end, raised, .. } = self.runs[nth];
            let word = self.text.get(start..end).filter(|_| raised && self.is_whole(start, end));
            if let Some(figures) = word.and_then(|word| LetterHeight::Raised.figures(word)) {
                let longer = figures.len().saturating_sub(end - start);
                self.text.replace_range(start..end, &figures);
                self.move_on(end, longer);
                self.runs[nth].end += longer;
            }
        }
    }

    /// Whether no line ends and none begins inside of a stretch of bytes.
    fn is_whole(&self, start: usize, end: usize) -> bool {
        let inside = start + 1..end;
        !self.seams.joints.iter().any(|joint| inside.contains(joint))
            && !self.anchors.iter().any(|anchor| inside.contains(&anchor.at))
    }

    /// What stands at a byte or behind it now stands so many bytes further on.
    fn move_on(&mut self, at: usize, by: usize) {
        let moved = |place: &mut usize| *place += if *place >= at { by } else { 0 };
        for run in &mut self.runs {
            run.end += if run.end > at { by } else { 0 };
            moved(&mut run.start);
        }
        self.anchors.iter_mut().for_each(|anchor| moved(&mut anchor.at));
        self.seams.joints.iter_mut().for_each(moved);
    }

    /// Whether a later page has more of it, by what the file says.
    pub fn may_be_gone_on_with(&self) -> bool {
        self.tag.is_some_and(|tag| tag.more) && !self.shape.floats() && self.shape != BlockShape::Row
    }

    /// The share of its bytes that has a look, of `len` bytes in all.
    pub fn share(&self, look: LetterLook, len: usize) -> f32 {
        let having: usize = self.runs.iter().filter(|run| run.look.has(look)).map(|run| run.end - run.start).sum();
        having as f32 / len.max(1) as f32
    }

    /// Whether nearly all of it is bold.
    pub fn is_bold(&self) -> bool {
        self.share(LetterLook::BOLD, self.text.len()) > 0.9
    }

    fn extend(&mut self, runs: impl Iterator<Item = LineRun>) {
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

    /// Puts what belongs between two lines: a space, or nothing where a word goes on. What the words of the text decide
    /// is left open: the place is kept as a joint.
    fn close_gap(&mut self, next: &str) {
        let Some(last) = self.text.chars().next_back() else { return };
        let mut starts = next.chars();
        let (first, second) = (starts.next().unwrap_or(' '), starts.next());
        let hyphen = HYPHENS.contains(&last);
        // Some programs write two hyphens: the one that may be, and the one that is seen.
        let word = &self.text[..self.text.len() - last.len_utf8()];
        let before = if hyphen { word.trim_end_matches('\u{AD}') } else { word }.chars().next_back();
        let after_letter = before.is_some_and(char::is_alphanumeric);
        let open = before.is_some_and(|before| !before.is_whitespace());
        match last {
            '-' if self.seams.spaced || is_left_out_before(next) => {
                if self.seams.spaced && after_letter && first.is_lowercase() {
                    self.seams.joints.push(self.text.len() - 1);
                }
                self.text.push(' ');
            }
            _ if hyphen && after_letter && first.is_lowercase() => {
                self.seams.joints.push(self.text.len() - last.len_utf8());
            }
            '\u{AD}' | '\u{2010}' if after_letter && first.is_alphanumeric() => {
                self.seams.joints.push(self.text.len() - last.len_utf8());
            }
            '-' if after_letter && first.is_alphanumeric() => {}
            _ if self.seams.spaced => self.text.push(' '),
            '—' | '–' | '/' if open => {}
            '—' | '–' if matches!(first, '”' | '»' | '’') || (first == '“' && is_in_german_quotes(&self.text)) =>
                {}
            c if c.is_alphanumeric() && first == '—' && second.is_some_and(|c| !c.is_whitespace()) => {}
            _ if matches!(first, '?' | '&' | '#' | '=' | '%') && is_address(last_word(&self.text)) => {}
            _ if has_no_spaces(last) && has_no_spaces(first) => {}
            _ if is_hangul(last) && is_hangul(first) => {
                self.seams.joints.push(self.text.len());
                self.text.push(' ');
            }
            _ => self.text.push(' '),
        }
    }

    /// Decides what was left open, by the words of the text, and leaves out hyphens that are not to be seen.
    pub fn settle(&mut self, words: &Words) {
        let joints = std::mem::take(&mut self.seams.joints);
        let mut out: Vec<Span> = joints.into_iter().filter_map(|joint| self.closed(joint, words)).collect();
        out.extend(memchr::memmem::find_iter(self.text.as_bytes(), "\u{AD}").map(|at| Span::new(at, at + 2)));
        out.retain(|span| !span.is_empty());
        out.sort_by_key(|span| span.start);
        out.dedup_by_key(|span| span.start);
        self.leave_out(&out);
    }

    /// What is to be left out where two lines meet: a hyphen, a space or both.
    fn closed(&self, joint: usize, words: &Words) -> Option<Span> {
        let left = self.text.get(..joint)?;
        let sign = self.text[joint..].chars().next()?;
        let soft = left.len() - left.trim_end_matches('\u{AD}').len();
        let quoted = left.trim_end_matches(is_of_word).ends_with(['”', '’', '"', '」', '』', '》']);
        let mut left = word_before(left);
        if quoted && sign == ' ' && !left.is_empty() {
            left.insert(0, BEHIND_QUOTATION);
        }
        let end = joint + sign.len_utf8();
        let spaced = sign != ' ' && self.text[end..].starts_with(' ');
        if spaced && !words.end_in_spaces() {
            return None;
        }
        let right = word_after(self.text[end..].trim_start_matches(' '));
        let gone =
            if sign == ' ' { words.is_cut(&left, &right) } else { soft > 0 || !words.is_written(sign, &left, &right) };
        Some(Span::new(if gone { joint } else { end }, end + usize::from(spaced)))
    }

    /// Leaves out parts of the text.
    fn leave_out(&mut self, gone: &[Span]) {
        if gone.is_empty() {
            return;
        }
        let mut kept = String::with_capacity(self.text.len());
        let mut from = 0;
        for span in gone {
            kept.push_str(&self.text[from..span.start]);
            from = span.end;
        }
        kept.push_str(&self.text[from..]);
        let sums: Vec<usize> = std::iter::once(0)
            .chain(gone.iter().scan(0, |sum, span| {
                *sum += span.len();
                Some(*sum)
            }))
            .collect();
        let moved = |at: usize| {
            let nth = gone.partition_point(|span| span.end <= at);
            at - sums[nth] - gone.get(nth).map_or(0, |span| at.saturating_sub(span.start))
        };
        for run in &mut self.runs {
            (run.start, run.end) = (moved(run.start), moved(run.end));
        }
        self.anchors.iter_mut().for_each(|anchor| anchor.at = moved(anchor.at));
        self.runs.retain(|run| run.start < run.end);
        self.text = kept;
    }
}

/// The word that a text ends with, without soft hyphens.
fn word_before(text: &str) -> String {
    let start =
        text.rfind(|c: char| !is_of_word(c)).map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
    text[start..].chars().filter(|c| *c != '\u{AD}').collect()
}

/// The word that a text begins with, without soft hyphens.
fn word_after(text: &str) -> String {
    let end = text.find(|c: char| !is_of_word(c)).unwrap_or(text.len());
    text[..end].trim_end_matches(HYPHENS).chars().filter(|c| *c != '\u{AD}').collect()
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || HYPHENS.contains(&c)
}

fn last_word(text: &str) -> &str {
    text.rsplit(char::is_whitespace).next().unwrap_or_default()
}

/// Whether a word is an address of the web, which goes on at a sign that no word begins with.
fn is_address(word: &str) -> bool {
    word.contains("://") || word.starts_with("www.")
}

/// Whether a word stands for the rest of one that follows: `Haupt- und Nebenhaus`.
fn is_left_out_before(next: &str) -> bool {
    let word = next.split(' ').next().unwrap_or_default();
    ["und", "oder", "bzw.", "sowie", "bis"].contains(&word) && next.contains(' ')
}

/// Whether a quotation that begins with a low mark has not ended.
fn is_in_german_quotes(text: &str) -> bool {
    text.rfind('„').is_some_and(|at| !text[at..].contains('“'))
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
    use super::super::lines::{LineCell, LineHead};
    use super::*;

    fn line(text: &str) -> Line {
        let run = LineRun { start: 0, end: text.len(), look: LetterLook::default(), raised: false, link: 0 };
        Line {
            text: text.to_owned(),
            runs: vec![run],
            u0: 0.0,
            u1: 100.0,
            v: 0.0,
            size: 10.0,
            head: LineHead { first_word: 10.0, ..LineHead::default() },
            cells: vec![LineCell { at: 0, u0: 0.0, u1: 100.0 }],
            ..Line::default()
        }
    }

    fn joined(lines: &[&str]) -> String {
        let mut block = PdfBlock::begin(BlockShape::Text, 0, &line(lines[0]));
        for text in &lines[1..] {
            block.add(0, &line(text));
        }
        block.settle(&Words::default());
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
        assert_eq!(joined(&["1871–", "1980"]), "1871–1980");
        assert_eq!(joined(&["a sentence —", "or not"]), "a sentence — or not");
        assert_eq!(joined(&["„Ein Satz —", "“"]), "„Ein Satz —“");
        assert_eq!(joined(&["word", "—word"]), "word—word");
        assert_eq!(joined(&["no\u{AD}\u{2010}", "bo\u{AD}dy"]), "nobody");
        assert_eq!(joined(&["barrel-", "maker, forty-", "one"]), "barrelmaker, forty-one");
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
