//! Where passages of the text stand on their pages, as rectangles around the glyphs of each line. The words are looked for on
//! the page anew, letter by letter as it is drawn, else as it is looked at: what the text has joined or left out between
//! letters (hyphens, blanks, marks of notes) does not matter. It changes no text and finds nothing that is not on the page.

use super::page::{Glyph, Letters};
use super::readorder::{as_read, has_leftward};
use crate::document::Document;
use crate::text::Span;
use crate::text::letters::{LetterIndex, count, edges, letters};
use hayro_interpret::kurbo::{Point, Rect};
use std::collections::HashSet;

/// How far a glyph reaches over its base line and under it, in font sizes.
const OVER: f32 = 0.8;
const UNDER: f32 = 0.22;
/// Glyphs of one line are no farther apart than this, in font sizes: columns are.
const GAP: f32 = 3.0;
/// Base lines of one line differ by less, in font sizes: a raised number stays in it.
const SAME_LINE: f32 = 0.5;

/// A passage's lines on one page, as it is looked at (points from the upper left corner).
#[derive(Clone, Debug, PartialEq)]
pub struct PassageArea {
    /// The page, from 0.
    pub page: usize,
    /// A rectangle for each line.
    pub lines: Vec<Rect>,
}

/// A passage as it is looked for: its letters, the page that it begins on, and how often they stand before it there.
#[derive(Clone, Debug)]
pub struct PassageLetters {
    /// The page, from 0.
    pub page: usize,
    /// Its words.
    words: Vec<PassageWord>,
    before: usize,
}

/// A word: its folded letters, and the marks before and behind them.
#[derive(Clone, Debug)]
struct PassageWord {
    letters: String,
    edges: (String, String),
}

impl PassageLetters {
    /// Those of a span of the text; `None` where it has no letters or the text no pages.
    pub fn of(document: &Document, span: Span) -> Option<Self> {
        let pages = document.pages();
        let page = pages.partition_point(|page| page.at <= span.start).checked_sub(1)?;
        let text = document.text();
        let word = |word: &str| PassageWord { letters: letters(word), edges: edges(word) };
        let words = span.of(text).split_whitespace().map(word).filter(|word| !word.letters.is_empty());
        let words: Vec<PassageWord> = words.collect();
        let before = count(text.get(pages[page].at..span.start)?, &row(&words).0);
        (!words.is_empty()).then_some(Self { page, words, before })
    }

    /// Where it stands on its page, and where it goes on there, on the next.
    pub fn find(&self, page: &PageLetters, next: Option<&PageLetters>) -> Option<Vec<PassageArea>> {
        if let Some(lines) = page.lines(row(&self.words), self.before) {
            return Some(vec![PassageArea { page: self.page, lines }]);
        }
        let next = next?;
        // The longest beginning that stands at the end of this page: each shorter one stands there too.
        let stands = |count: usize| page.lines(row(&self.words[..count]), 0).is_some();
        let (mut least, mut most) = (0, self.words.len());
        while least + 1 < most {
            let middle = usize::midpoint(least, most);
            if stands(middle) { least = middle } else { most = middle }
        }
        let rest = next.lines(row(&self.words[least..]), 0)?;
        let here = page.lines(row(&self.words[..least]), 0);
        let here = here.map(|lines| PassageArea { page: self.page, lines });
        Some(here.into_iter().chain([PassageArea { page: self.page + 1, lines: rest }]).collect())
    }
}

/// The letters of words in a row, with the marks at either end.
fn row(words: &[PassageWord]) -> (String, &str, &str) {
    let letters = words.iter().map(|word| word.letters.as_str()).collect();
    let lead = words.first().map_or("", |word| &word.edges.0);
    (letters, lead, words.last().map_or("", |word| &word.edges.1))
}

/// The glyphs of a page, ready for passages to be found among them.
pub struct PageLetters {
    letters: Letters,
    /// As they are drawn, and as they are looked at; where letters run from right to left also both as they are read.
    orders: Vec<LetterOrder>,
    /// The glyphs as they are looked at, where letters run from right to left.
    seen: Vec<usize>,
}

/// Glyphs in an order, and for their letters which of them in that order they are of.
struct LetterOrder {
    glyphs: Vec<usize>,
    index: LetterIndex<usize>,
}

impl PageLetters {
    /// Of a page's glyphs.
    pub fn of(letters: Letters) -> Self {
        let drawn: Vec<usize> = (0..letters.glyphs.len()).collect();
        let mut seen = drawn.clone();
        let height = |glyph: &Glyph| (glyph.v / (glyph.size.max(1.0) * SAME_LINE)).round();
        seen.sort_by(|a, b| {
            let (a, b) = (&letters.glyphs[*a], &letters.glyphs[*b]);
            a.direction.cmp(&b.direction).then(height(a).total_cmp(&height(b))).then(a.u.total_cmp(&b.u))
        });
        let mut orders = vec![drawn, seen];
        let seen = if has_leftward(&letters) { orders[1].clone() } else { Vec::new() };
        if !seen.is_empty() {
            let read = orders.iter().map(|order| line_by_line(&letters, order)).collect::<Vec<_>>();
            orders.extend(read);
        }
        let orders = orders.into_iter().map(|glyphs| LetterOrder::of(&letters, glyphs)).collect();
        Self { letters, orders, seen }
    }

    /// The lines of some letters that stand here after as many like them, or where they stand last.
    fn lines(&self, (wanted, lead, tail): (String, &str, &str), before: usize) -> Option<Vec<Rect>> {
        self.orders.iter().find_map(|order| {
            let (first, last) = order.index.find(&wanted, before)?;
            let (before, behind) = (&order.glyphs[..first], &order.glyphs[last + 1..]);
            let first = first - self.same(before.iter().rev(), lead.chars().rev());
            let last = last + self.same(behind.iter(), tail.chars());
            Some(self.rectangles(&order.glyphs[first..=last]))
        })
    }
}

impl PageLetters {
    /// The rectangles around glyphs. Of a line that runs both ways the glyphs may lie apart, with others between.
    fn rectangles(&self, glyphs: &[usize]) -> Vec<Rect> {
        if self.seen.is_empty() {
            return lines(&self.letters, glyphs);
        }
        let wanted: HashSet<usize> = glyphs.iter().copied().collect();
        let inked = self.seen.iter().filter(|glyph| !self.letters.of(&self.letters.glyphs[**glyph]).trim().is_empty());
        let inked: Vec<usize> = inked.copied().collect();
        let runs = inked.chunk_by(|a, b| wanted.contains(a) == wanted.contains(b));
        runs.filter(|run| wanted.contains(&run[0])).flat_map(|run| lines(&self.letters, run)).collect()
    }

    /// How many glyphs are these marks, one after the other.
    fn same<'g>(&self, glyphs: impl Iterator<Item = &'g usize>, marks: impl Iterator<Item = char>) -> usize {
        let letters = |glyph: &usize| self.letters.of(&self.letters.glyphs[*glyph]);
        glyphs.zip(marks).take_while(|(glyph, mark)| letters(glyph).trim() == mark.encode_utf8(&mut [0; 4])).count()
    }
}

impl LetterOrder {
    fn of(letters: &Letters, glyphs: Vec<usize>) -> Self {
        let mut index = LetterIndex::default();
        for (at, glyph) in glyphs.iter().enumerate() {
            index.push(letters.of(&letters.glyphs[*glyph]), at);
        }
        Self { glyphs, index }
    }
}

/// Glyphs in some order with those of each line as they are read.
fn line_by_line(letters: &Letters, order: &[usize]) -> Vec<usize> {
    let level = |a: &usize, b: &usize| {
        let (a, b) = (&letters.glyphs[*a], &letters.glyphs[*b]);
        a.direction == b.direction && (a.v - b.v).abs() < a.size.max(b.size) * SAME_LINE
    };
    let read = |line: &[usize]| {
        let mut line = line.to_vec();
        line.sort_by(|a, b| letters.glyphs[*a].u.total_cmp(&letters.glyphs[*b].u));
        as_read(letters, &line)
    };
    order.chunk_by(level).flat_map(read).collect()
}

/// A piece of a line: its direction, its base line, from where to where it reaches, the largest size.
struct GlyphRow {
    direction: u16,
    v: f32,
    from: f32,
    to: f32,
    size: f32,
}

/// The rectangles around glyphs, line by line.
fn lines(letters: &Letters, glyphs: &[usize]) -> Vec<Rect> {
    let mut rows: Vec<GlyphRow> = Vec::new();
    for glyph in glyphs.iter().map(|at| &letters.glyphs[*at]).filter(|glyph| !letters.of(glyph).trim().is_empty()) {
        let end = glyph.u + glyph.width;
        if let Some(row) = rows.last_mut().filter(|row| row.takes(glyph)) {
            (row.from, row.to) = (row.from.min(glyph.u), row.to.max(end));
            if glyph.size > row.size {
                (row.size, row.v) = (glyph.size, glyph.v);
            }
        } else {
            let (direction, v, size) = (glyph.direction, glyph.v, glyph.size);
            rows.push(GlyphRow { direction, v, from: glyph.u, to: end, size });
        }
    }
    rows.iter().map(|row| row.rectangle(letters)).collect()
}

impl GlyphRow {
    fn takes(&self, glyph: &Glyph) -> bool {
        let size = self.size.max(glyph.size);
        let near = glyph.u < self.to + GAP * size && self.from - GAP * size < glyph.u + glyph.width;
        self.direction == glyph.direction && (self.v - glyph.v).abs() < size * SAME_LINE && near
    }

    fn rectangle(&self, letters: &Letters) -> Rect {
        let (dx, dy) = letters.directions[usize::from(self.direction)];
        let point = |u: f32, v: f32| Point::new(f64::from(u * dx - v * dy), f64::from(u * dy + v * dx));
        Rect::from_points(point(self.from, self.v - self.size * OVER), point(self.to, self.v + self.size * UNDER))
    }
}
