//! The lines of one column to paragraphs, list items, rows of tables, code and notes. Only the page itself is looked
//! at, so that the beginning of a text is the same whether or not the rest was read.

use super::blocks::{BlockShape, PdfBlock, bullet_len};
use super::columns;
use super::fonts::LetterLook;
use super::items::{self, starts_with_number};
use super::letters::{ends_sentence, has_no_spaces, is_hangul};
use super::lines::{self, Line, Sizes};
use super::notes;
use super::page::Letters;
use super::tables;
use crate::language::dates;

/// A line's distance from the one above that parts paragraphs, in usual distances.
const APART: f32 = 1.22;
/// The distance that parts paragraphs though the words go on, in usual distances: a formula may have pushed the lines apart.
const FAR_APART: f32 = 1.8;
/// How far a first line stands in, in font sizes.
pub const INDENT: f32 = 0.8;
/// How much larger a line of the same text may be taken for, where letters were recognised.
const NEARLY: f32 = 1.2;
/// How many lines make verse, an address, a table of contents.
const FEWEST_LINES: usize = 3;

/// A column of lines, from top to bottom.
pub struct LineColumn {
    /// Its lines.
    pub lines: Vec<Line>,
    /// Its left edge.
    pub left: f32,
    /// Its right edge.
    pub right: f32,
}

impl LineColumn {
    /// Of pieces that stand in one.
    pub fn of(letters: &Letters, column: &columns::Column<'_>) -> Self {
        let lines = column.rows.iter().map(|row| lines::line(letters, row)).filter(|line| !line.text.is_empty());
        Self { lines: lines::with_initials(lines.collect()), left: column.left, right: column.right }
    }
}

/// What the lines of a page have in common.
#[derive(Clone, Copy, Debug)]
pub struct Usual {
    /// The size of most of its text.
    pub size: f32,
    /// Whether most of it is set in letters of fixed width.
    pub fixed: bool,
}

impl Usual {
    /// Of a page's lines.
    pub fn of<'l>(lines: impl Iterator<Item = &'l Line>) -> Self {
        let mut sizes = Sizes::default();
        let (mut fixed, mut all) = (0.0, 0.0);
        for line in lines {
            let len = line.text.len();
            fixed += line.share(LetterLook::FIXED) * len as f32;
            all += len as f32;
            sizes.add(line.size, len);
        }
        let size = sizes.usual().unwrap_or(10.0);
        Self { size, fixed: fixed > all * 0.7 }
    }
}

/// The blocks of one column.
pub fn blocks(column: &LineColumn, page: usize, usual: Usual) -> Vec<PdfBlock> {
    let measure = Measure::of(column);
    let mut out: Vec<PdfBlock> = Vec::new();
    let mut at = 0;
    while at < column.lines.len() {
        if let Some((rows, len)) = tables::rows(&column.lines[at..], page).filter(|_| !is_code(&column.lines[at])) {
            out.extend(rows);
            at += len;
            continue;
        }
        let line = &column.lines[at];
        let code = !usual.fixed && is_code(line);
        let apart = at == 0 || measure.is_apart(&column.lines[at - 1], line);
        let goes_on = match out.last() {
            Some(block) if at > 0 && block.shape != BlockShape::Row => {
                if code || block.shape == BlockShape::Code {
                    code && block.shape == BlockShape::Code && !apart
                } else {
                    !measure.begins(column, at) || (!apart && goes_on_as_caption(block, line))
                }
            }
            _ => false,
        };
        match out.last_mut().filter(|_| goes_on) {
            Some(block) if code => block.add(page, &spaced(line, column.left)),
            Some(block) => {
                block.add(page, line);
                block.full = measure.is_full(line);
            }
            None => out.push(begun(column, at, page, code, apart, &measure)),
        }
        at += 1;
    }
    items::number_items(&mut out, usual.size, INDENT);
    let mut out = with_lines_kept(out);
    notes::mark(&mut out, usual.size);
    if let Some(last) = out.iter_mut().rev().find(|block| !block.shape.floats()) {
        last.last = true;
    }
    out
}

fn begun(column: &LineColumn, at: usize, page: usize, code: bool, apart: bool, measure: &Measure) -> PdfBlock {
    let line = &column.lines[at];
    let shape = match () {
        () if code => BlockShape::Code,
        () if bullet_len(&line.text) > 0 => BlockShape::Item,
        () if is_caption(&line.text) => BlockShape::Caption,
        () => BlockShape::Text,
    };
    let spaced = code.then(|| spaced(line, column.left));
    let mut block = PdfBlock::begin(shape, page, spaced.as_ref().unwrap_or(line));
    block.indent = measure.indent(line) / line.size;
    block.full = measure.is_full(line);
    block.apart = apart;
    block
}

/// What is usual in a column.
struct Measure {
    left: f32,
    right: f32,
    leftward: bool,
    /// The usual distance of two lines, by their size.
    distances: Vec<(f32, f32)>,
    /// Whether paragraphs begin at the edge and go on further in.
    hanging: bool,
    /// Where each line might have ended: in what stands in on both sides, where the longest of its lines does.
    ends: Vec<f32>,
    /// How many lines from the first on are set around an initial; they end where it leaves room.
    around: Vec<bool>,
}

impl Measure {
    fn of(column: &LineColumn) -> Self {
        let leftward = column.lines.iter().filter(|line| line.leftward).count() * 2 > column.lines.len();
        let mut measure = Self {
            left: shared_edge(column.lines.iter().map(|line| line.u0)).unwrap_or(column.left),
            right: shared_edge(column.lines.iter().map(|line| -line.u1)).map_or(column.right, |edge| -edge),
            leftward,
            distances: distances(&column.lines),
            hanging: false,
            ends: Vec::new(),
            around: around_initials(&column.lines),
        };
        measure.ends = measure.ends_of(&column.lines);
        measure.hanging = measure.hangs(&column.lines);
        measure
    }

    /// How far a line stands in from the edge at which lines begin.
    fn indent(&self, line: &Line) -> f32 {
        if self.leftward { self.right - line.u1 } else { line.u0 - self.left }
    }

    /// How far before the other edge it ends.
    fn rest(&self, line: &Line) -> f32 {
        if self.leftward { line.u0 - self.left } else { self.right - line.u1 }
    }

    fn is_full(&self, line: &Line) -> bool {
        self.rest(line) < line.size * 2.5
    }

    fn distance(&self, size: f32) -> f32 {
        let known = self.distances.iter().find(|(known, _)| (known - size).abs() < 0.3);
        known.map_or(size * 1.25, |(_, distance)| *distance)
    }

    fn is_apart(&self, above: &Line, line: &Line) -> bool {
        let usual = self.distance(line.size.min(above.size)).max(line.size * 0.9);
        let apart = line.v - above.v;
        let goes_on = || {
            let ends =
                above.text.chars().next_back().is_some_and(|c| c.is_lowercase() || matches!(c, ',' | '-' | '\u{AD}'));
            ends && line.text.chars().next().is_some_and(char::is_lowercase)
        };
        apart > usual * APART && !(apart < usual * FAR_APART && goes_on()) || apart < -line.size * 0.5
    }

    /// Whether the first word of a line had found room in the line above: the break is the author's.
    fn had_room(&self, column: &LineColumn, at: usize) -> bool {
        let (above, line) = (&column.lines[at - 1], &column.lines[at]);
        if self.around[at - 1] && !ends_sentence(&above.text) {
            return false;
        }
        let inset = self.ends.get(at - 1).map_or(0.0, |end| self.right - end);
        self.rest(above) - inset > line.head.first_word + line.size * 0.6
    }

    /// Whether a line is a day and nothing else, though the line above had room for its first word.
    fn is_day_alone(&self, above: &Line, line: &Line) -> bool {
        let day = |text: &str| dates::find(text).is_some_and(|(_, start, end)| start == 0 && end == text.len());
        self.indent(above) + self.rest(above) > line.head.first_word + line.size * 0.6 && day(line.text.trim())
    }

    /// Where lines end in a quotation, an item, or what else stands in on both sides.
    fn ends_of(&self, lines: &[Line]) -> Vec<f32> {
        let same = |a: &Line, b: &Line| {
            let begins = (text_begins(a) - text_begins(b)).abs() < b.size * 0.4;
            begins && (a.size - b.size).abs() < 0.3 && b.v > a.v && b.v - a.v < b.size * 3.0
        };
        let mut ends = Vec::with_capacity(lines.len());
        for group in lines.chunk_by(same) {
            let end = group.iter().fold(f32::MIN, |end, line| end.max(line.u1));
            let inset = !self.leftward
                && group.len() > 1
                && group.iter().all(|line| text_begins(line) - self.left > INDENT * line.size)
                && self.right - end > INDENT * group[0].size;
            ends.extend(std::iter::repeat_n(if inset { end } else { self.right }, group.len()));
        }
        ends
    }

    /// Whether a line stands under the words of an item whose number or bullet stands further out.
    fn hangs_at(&self, lines: &[Line], at: usize) -> bool {
        let level = |a: f32, b: f32| (a - b).abs() < lines[at].size * 0.4;
        let from = lines[..at].iter().rposition(|line| !level(line.u0, lines[at].u0));
        from.is_some_and(|from| {
            !self.leftward && is_labelled(&lines[from]) && level(lines[from].head.second_word, lines[at].u0)
        })
    }

    /// Whether a new block begins with this line.
    fn begins(&self, column: &LineColumn, at: usize) -> bool {
        let (above, line) = (&column.lines[at - 1], &column.lines[at]);
        let bold = |line: &Line| line.share(LetterLook::BOLD) > 0.9;
        let larger = (above.size / line.size).max(line.size / above.size) > 1.08;
        let few = line.text.chars().count().min(above.text.chars().count()) < 4;
        if self.is_apart(above, line)
            || (larger && !few && !self.is_misjudged(above, line))
            || line.head.labelled
            || bullet_len(&line.text) > 0
            || ends_with_led_page(&above.text)
        {
            return true;
        }
        // In the text no line begins with the mark of a note: it is the note.
        if items::follows(&column.lines, at) || self.is_day_alone(above, line) || notes::begins_with_mark(line) {
            return true;
        }
        if bold(above) != bold(line) && (above.share(LetterLook::BOLD) < 0.1 || line.share(LetterLook::BOLD) < 0.1) {
            return true;
        }
        let centred = ((above.u0 + above.u1) - (line.u0 + line.u1)).abs() < line.size * 0.8
            && self.indent(above).min(self.rest(above)).max(self.indent(line).min(self.rest(line))) > line.size;
        if self.had_room(column, at) && !centred {
            return true;
        }
        let deeper = self.indent(line) - self.indent(above);
        let step = INDENT * line.size;
        if self.hangs_at(&column.lines, at) {
            return false;
        }
        let hung = || self.hangs_at(&column.lines, at - 1) || self.hangs_alone(&column.lines, at - 1);
        if deeper < -step && ends_sentence(&above.text) && hung() {
            return true;
        }
        if deeper > step && !ends_sentence(&above.text) && line.text.starts_with(char::is_lowercase) {
            return false;
        }
        if self.hanging {
            return self.indent(line) < step && (self.indent(above) > step || ends_sentence(&above.text));
        }
        let numbered = starts_with_number(&line.text) && self.indent(above) > self.indent(line) - step;
        (deeper > step && !centred && !self.goes_further_in(column, at)) || (deeper < -step && numbered)
    }

    /// Whether a line is of the text above it though its letters are taken for larger or smaller: programs that recognise letters guess
    /// sizes line by line.
    fn is_misjudged(&self, above: &Line, line: &Line) -> bool {
        let nearly = (above.size / line.size).max(line.size / above.size) < NEARLY;
        nearly && self.is_full(above) && !ends_sentence(&above.text) && self.indent(line).abs() < line.size * 0.3
    }

    /// Whether a line stands further in than the one before its like, which it goes on with: an entry of a list of works.
    fn hangs_alone(&self, lines: &[Line], at: usize) -> bool {
        let from = lines[..at].iter().rposition(|line| (line.u0 - lines[at].u0).abs() > line.size * 0.4);
        from.is_some_and(|from| {
            let first = &lines[from];
            lines[at].u0 - first.u0 > INDENT * first.size && !self.leftward && !ends_sentence(&first.text)
        })
    }

    /// Whether this line and the next stand equally far in: text that hangs under a number or bullet above.
    fn goes_further_in(&self, column: &LineColumn, at: usize) -> bool {
        let (above, line) = (&column.lines[at - 1], &column.lines[at]);
        let next = column.lines.get(at + 1);
        let same = next.is_none_or(|next| (self.indent(next) - self.indent(line)).abs() < line.size * 0.3);
        let numbered = || same || next.is_some_and(|next| starts_with_number(&next.text));
        bullet_len(&above.text) > 0 || (starts_with_number(&above.text) && numbered())
    }

    /// Whether more lines stand in than at the edge, as in lists of works.
    fn hangs(&self, lines: &[Line]) -> bool {
        let at_edge = lines.iter().filter(|line| self.indent(line) < INDENT * line.size).count();
        let inside: Vec<f32> = lines
            .iter()
            .filter(|line| (INDENT..6.0).contains(&(self.indent(line) / line.size)))
            .map(|line| self.indent(line))
            .collect();
        let (least, most) = inside.iter().fold((f32::MAX, 0.0_f32), |(a, b), x| (a.min(*x), b.max(*x)));
        at_edge >= 2 && inside.len() > at_edge && most - least < 4.0
    }
}

/// The outermost place at which more than a few lines begin: a formula or picture may stick out further. Where most would stick out
/// the lines are ragged, and two that end at one place do so by chance: then it is where but a few stick out.
fn shared_edge(edges: impl Iterator<Item = f32>) -> Option<f32> {
    let mut edges: Vec<f32> = edges.collect();
    edges.sort_by(f32::total_cmp);
    let few = (edges.len() / 12).max(1);
    let shared = |from: &usize| edges.get(from + few).is_some_and(|other| other - edges[*from] < 2.0);
    let from = (0..edges.len()).find(shared)?;
    let ragged = from > edges.len() / 3;
    Some(edges[if ragged { few } else { from }])
}

/// The usual distance of two lines of the same size, by size.
fn distances(lines: &[Line]) -> Vec<(f32, f32)> {
    let mut found: Vec<(f32, Vec<f32>)> = Vec::new();
    for pair in lines.windows(2) {
        let apart = pair[1].v - pair[0].v;
        if (pair[0].size - pair[1].size).abs() > 0.3 || apart < pair[1].size * 0.7 || apart > pair[1].size * 2.6 {
            continue;
        }
        match found.iter_mut().find(|(size, _)| (*size - pair[1].size).abs() < 0.3) {
            Some((_, all)) => all.push(apart),
            None => found.push((pair[1].size, vec![apart])),
        }
    }
    let usual = |mut all: Vec<f32>| {
        all.sort_by(f32::total_cmp);
        // The lower third: paragraphs of two lines have as many gaps as lines.
        all[all.len() / 3]
    };
    found.into_iter().map(|(size, all)| (size, usual(all))).collect()
}

/// Whether a line is one of a table of contents: dots lead to the page that it ends with.
fn ends_with_led_page(line: &str) -> bool {
    const DOTS: [char; 4] = ['.', '·', '…', '‥'];
    let page = line.trim_end().rsplit([' ', '.', '·', '…', '‥']).next().unwrap_or_default();
    let is_page =
        (1..=6).contains(&page.len()) && page.bytes().all(|c| c.is_ascii_digit() || b"ivxlcIVXLC".contains(&c));
    let words = line.trim_end().strip_suffix(page).unwrap_or_default();
    let led = words.trim_end_matches(|c: char| c == ' ' || DOTS.contains(&c));
    let dots: usize = words[led.len()..]
        .chars()
        .map(|c| match c {
            '…' => 3,
            '‥' => 2,
            ' ' => 0,
            _ => 1,
        })
        .sum();
    is_page && dots > 3 && !led.is_empty()
}

/// Whether the words under a picture go on in a line, however short the one above is.
fn goes_on_as_caption(block: &PdfBlock, line: &Line) -> bool {
    let lower = line.text.starts_with(char::is_lowercase);
    block.shape == BlockShape::Caption && lower && !ends_sentence(&block.text) && (block.size - line.size).abs() < 0.3
}

/// For each line whether it is set around an initial, or is the one below those.
fn around_initials(lines: &[Line]) -> Vec<bool> {
    let mut foot = f32::MIN;
    let around = |line: &Line| {
        foot = line.initial.unwrap_or(foot);
        foot > f32::MIN && line.v < foot + line.size * 1.8
    };
    lines.iter().map(around).collect()
}

/// Where the words of a line begin: behind its number or bullet.
fn text_begins(line: &Line) -> f32 {
    if is_labelled(line) { line.head.second_word } else { line.u0 }
}

fn is_labelled(line: &Line) -> bool {
    line.head.labelled || bullet_len(&line.text) > 0 || starts_with_number(&line.text)
}

/// Whether a line begins as the words under a picture do: `Figure 2.`, `Table 1:`.
pub fn is_caption(text: &str) -> bool {
    const WORDS: [&str; 14] = [
        "figure",
        "fig.",
        "table",
        "tab.",
        "abbildung",
        "abb.",
        "tabelle",
        "tableau",
        "figura",
        "tabla",
        "listing",
        "scheme",
        "plate",
        "図",
    ];
    let mut words = text.split_whitespace();
    let (Some(word), Some(number)) = (words.next(), words.next()) else { return false };
    let number = number.trim_end_matches(['.', ':', '-', '–', '—', '|']);
    let numbered = !number.is_empty() && number.len() <= 6 && number.bytes().any(|byte| byte.is_ascii_digit());
    let written = word.chars().next().is_some_and(|c| !c.is_lowercase());
    let marked = text.split_whitespace().nth(1).is_some_and(|word| word.ends_with(['.', ':', '|', '–', '—']));
    let short = text.len() < 60 || words.next().is_some_and(|word| word.starts_with(char::is_uppercase));
    written && numbered && (marked || short) && WORDS.contains(&word.to_lowercase().as_str())
}

/// Whether a line is set in letters of fixed width, and not in a script all of whose letters are.
pub fn is_code(line: &Line) -> bool {
    let wide = line.text.chars().filter(|c| has_no_spaces(*c) || is_hangul(*c)).count();
    line.share(LetterLook::FIXED) > 0.9 && wide * 3 < line.text.chars().count()
}

/// A line of code with the spaces before it.
pub fn spaced(line: &Line, left: f32) -> Line {
    let spaces = ((line.u0 - left) / (line.size * 0.6)).round().clamp(0.0, 60.0) as usize;
    let mut line = line.clone();
    line.text.insert_str(0, &" ".repeat(spaces));
    for run in &mut line.runs {
        run.start += spaces;
        run.end += spaces;
    }
    line
}

/// Single lines under one another whose ends were meant, kept together as lines.
fn with_lines_kept(blocks: Vec<PdfBlock>) -> Vec<PdfBlock> {
    let single = |block: &PdfBlock| block.shape == BlockShape::Text && block.anchors.len() == 1;
    let together = |a: &PdfBlock, b: &PdfBlock| {
        single(a) && single(b) && !b.apart && (a.size - b.size).abs() < 0.3 && a.is_bold() == b.is_bold()
    };
    let mut out: Vec<PdfBlock> = Vec::with_capacity(blocks.len());
    let mut rest = blocks.into_iter().peekable();
    while let Some(block) = rest.next() {
        let mut group = vec![block];
        while let Some(next) = rest.next_if(|next| together(&group[group.len() - 1], next)) {
            group.push(next);
        }
        if group.len() < FEWEST_LINES {
            out.append(&mut group);
            continue;
        }
        let mut lines = group.into_iter();
        if let Some(mut first) = lines.next() {
            first.shape = BlockShape::Lines;
            lines.for_each(|line| first.absorb(line));
            out.push(first);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_ragged_lines_that_end_at_one_place_make_no_edge() {
        let edge = |ends: &[f32]| shared_edge(ends.iter().map(|end| -end)).map(|edge| -edge);
        assert_eq!(edge(&[520.0, 400.0, 401.0, 400.5, 401.0, 390.0]), Some(401.0), "one sticks out");
        assert_eq!(
            edge(&[496.0, 395.0, 394.5, 517.0, 526.0, 501.0, 510.0, 480.0]),
            Some(517.0),
            "all but one reach further"
        );
    }

    #[test]
    fn dots_lead_to_the_page_that_a_line_ends_with() {
        for line in ["1 The mill . . . . . 3", "The ferry....12", "Index ……… xiv"] {
            assert!(ends_with_led_page(line), "{line}");
        }
        for line in ["so it went on ... 12", "the year 12", "and so on .....", "..... 3", "…… and 3 of them"] {
            assert!(!ends_with_led_page(line), "{line}");
        }
    }

    #[test]
    fn captions_are_told_from_running_text() {
        assert!(is_caption("Figure 2. A fox in the snow") && is_caption("Table 1: Foxes, by year"));
        assert!(
            !is_caption("Figure 2 shows that the fox had been in the garden for a long time before")
                && !is_caption("Table of")
        );
    }
}
