//! Glyphs to pieces of lines: what stands on one base line without a gap that could lie between two columns. Pieces
//! know no words and no columns.

use super::letters::{combining, runs_left};
use super::page::{Glyph, Letters};

/// The widest gap inside a piece, in font sizes: wider than a word space, narrower than the space between columns …
const WIDEST_GAP: f32 = 0.75;
/// … and where a space is drawn in it, as in justified lines.
const WIDEST_SPACE: f32 = 0.9;
/// The widest gap behind a space that is drawn, in font sizes.
const BEHIND_SPACE: f32 = 0.5;
/// How far two base lines of one line may differ, in font sizes.
const SAME_LINE: f32 = 0.25;
/// How far the base line of a lowered letter, which is smaller, may lie under its line's, in font sizes …
const LOWERED: f32 = 0.55;
/// … and that of a raised one above it: WeasyPrint raises by two thirds.
const RAISED: f32 = 0.72;
/// How far from its line's the base line of a raised or lowered letter lies that is not smaller, as WeasyPrint sets them, in font
/// sizes; and the most such letters in a row.
const SET_OFF: std::ops::Range<f32> = 0.3..0.62;
const MOST_SET_OFF: usize = 3;
/// How far behind a letter it stands, in font sizes.
const BEHIND: std::ops::Range<f32> = -0.1..0.15;
/// How far over the last letter of a piece it may stand, in font sizes: WeasyPrint shifts it so in lines that it justifies.
const OVER: f32 = -0.45;
/// What is smaller than this share of its neighbour is taken for raised or lowered.
const SMALLER: f32 = 0.86;
/// How much higher the accents of capitals may stand than their letters, in font sizes.
const LIFTED: f32 = 0.45;
/// How far over a letter a sign that stands between two may reach, in font sizes.
const OVERLAP: f32 = 0.1;
/// The most glyphs of a piece that is raised, lowered, or the first letter of a chapter.
const FEW: usize = 12;

/// The least gap before a piece that begins where the lines of a column do, in font sizes …
const GUTTER: f32 = 0.25;
/// … how far from there, in font sizes …
const EDGE: f32 = 0.1;
/// … and how many lines make a column.
const MOST_BY_CHANCE: usize = 6;

/// How many pieces before and behind one are looked at for what it belongs to: no line has more.
const NEAR: usize = 200;
/// The most pieces of a page that are read, from the top: a dense map has fewer.
const MOST: usize = 20_000;

/// A piece of a line. Lengths are in points along (`u`) and across (`v`) its direction.
#[derive(Clone, Debug)]
pub struct PdfPiece {
    /// Its glyphs, as they are seen along the line; drawn spaces among them.
    pub glyphs: Vec<u32>,
    /// Where it begins.
    pub u0: f32,
    /// Where it ends.
    pub u1: f32,
    /// Its base line.
    pub v: f32,
    /// The size of its largest letters.
    pub size: f32,
    /// The base line of the initial that it begins with, a letter as high as several lines.
    pub initial: Option<f32>,
    /// Whether it is no more than accents so far, which stand higher than their letters.
    accents: bool,
}

impl PdfPiece {
    fn new(index: u32, glyph: &Glyph) -> Self {
        Self {
            glyphs: vec![index],
            u0: glyph.u,
            u1: glyph.u + glyph.width,
            v: glyph.v,
            size: glyph.size,
            initial: None,
            accents: false,
        }
    }

    fn add(&mut self, index: u32, glyph: &Glyph) {
        self.glyphs.push(index);
        self.u0 = self.u0.min(glyph.u);
        self.u1 = self.u1.max(glyph.u + glyph.width);
        if glyph.size * SMALLER > self.size || self.accents {
            (self.v, self.size) = (glyph.v, glyph.size);
        }
    }

    fn absorb(&mut self, other: Self) {
        if other.size * SMALLER > self.size {
            (self.v, self.size) = (other.v, other.size);
        }
        self.u0 = self.u0.min(other.u0);
        self.u1 = self.u1.max(other.u1);
        self.glyphs.extend(other.glyphs);
    }

    /// Takes in what stands right behind it on its line and was drawn at another time; says whether it did.
    fn takes_in(&mut self, next: &mut Self) -> bool {
        let (small, large) = (self.size.min(next.size), self.size.max(next.size));
        let level = (self.v - next.v).abs() <= SAME_LINE * small && small >= large * SMALLER;
        let behind = level && touches(self, next);
        if behind {
            self.absorb(Self { glyphs: std::mem::take(&mut next.glyphs), ..*next });
        }
        behind
    }

    /// Whether it is a raised or lowered number or ending as large as its line, right behind a word of that.
    fn is_set_off_behind(&self, host: &Self) -> bool {
        let gap = (self.u0 - host.u1) / host.size;
        self.is_set_off_from(host) && (OVER..BEHIND.end).contains(&gap)
    }

    /// Whether it is such a number in the room that the letters of a line leave for it, right behind one of them.
    fn is_set_off_within(&self, host: &Self, letters: &Letters) -> bool {
        if !self.is_set_off_from(host) || self.u0 < host.u0 || self.u1 > host.u1 {
            return false;
        }
        let glyphs = || host.glyphs.iter().map(|index| &letters.glyphs[*index as usize]);
        let seen = || glyphs().filter(|glyph| !letters.of(glyph).trim().is_empty());
        let middle = self.u0.midpoint(self.u1);
        let end = seen().filter(|glyph| glyph.u < middle).fold(f32::MIN, |end, glyph| end.max(glyph.u + glyph.width));
        let next = seen().filter(|glyph| glyph.u >= middle).fold(f32::MAX, |next, glyph| next.min(glyph.u));
        BEHIND.contains(&((self.u0 - end) / host.size)) && next > self.u1 - host.size * 0.1
    }

    /// Whether it stands in room that the letters of its line leave for it: signs of another font, which some programs draw first.
    fn is_between(&self, host: &Self, letters: &Letters) -> bool {
        let level = (host.v - self.v).abs() <= SAME_LINE * host.size.min(self.size);
        if !level || self.u0 < host.u0 || self.u1 > host.u1 || self.size < host.size * SMALLER {
            return false;
        }
        let seen = host.glyphs.iter().map(|index| &letters.glyphs[*index as usize]);
        let mut seen = seen.filter(|glyph| !letters.of(glyph).trim().is_empty());
        seen.all(|glyph| self.u1.min(glyph.u + glyph.width) - self.u0.max(glyph.u) < host.size * OVERLAP)
    }

    /// Whether it may be of a line that a piece goes on with which is drawn after it: it stands before that without touching it,
    /// one stands in the room that the other leaves, or it is but signs of another font that were drawn first.
    fn is_drawn_before(&self, next: &Self, letters: &Letters) -> bool {
        if self.is_between(next, letters) || next.is_between(self, letters) {
            return true;
        }
        let size = self.size.min(next.size);
        let level = (self.v - next.v).abs() <= SAME_LINE * size;
        let apart = self.u1.min(next.u1) - self.u0.max(next.u0) < size * OVERLAP;
        level && apart && (self.u0 < next.u0 || self.is_signs(letters))
    }

    /// Whether it has neither letters nor figures.
    fn is_signs(&self, letters: &Letters) -> bool {
        let mut texts = self.glyphs.iter().map(|index| letters.of(&letters.glyphs[*index as usize]));
        self.glyphs.len() <= FEW && !texts.any(|text| text.contains(char::is_alphanumeric))
    }

    /// How many letters and signs it has.
    fn count(&self, letters: &Letters) -> usize {
        let blank = |index: &&u32| letters.of(&letters.glyphs[**index as usize]).trim().is_empty();
        self.glyphs.iter().filter(|index| !blank(index)).take(FEW + 1).count()
    }

    /// Whether it may be raised or lowered from a line of letters that are as large.
    fn is_set_off_from(&self, host: &Self) -> bool {
        // The ending of a number that begins a line may be as long as the number.
        let most = if self.size < host.size * 0.95 { host.glyphs.len() } else { host.glyphs.len().saturating_sub(1) };
        let few = self.glyphs.len() <= MOST_SET_OFF.min(most);
        let alike = (host.size * SMALLER..host.size * 1.02).contains(&self.size);
        few && alike && SET_OFF.contains(&((host.v - self.v).abs() / host.size))
    }

    /// Whether a base line and size belong to its line.
    fn is_level(&self, v: f32, size: f32) -> bool {
        let (large, small) = (self.size.max(size), self.size.min(size));
        let apart = self.v - v;
        let above = if size < self.size { apart } else { -apart };
        let reach = if above > 0.0 { RAISED } else { LOWERED };
        apart.abs() <= large * SAME_LINE || (small < large * SMALLER && apart.abs() <= large * reach)
    }
}

/// The pieces of all glyphs that run in one direction, from the upper left on, and whether there are more than are read.
pub fn pieces(letters: &Letters, direction: u16) -> (Vec<PdfPiece>, bool) {
    let of_direction = |index: &u32| letters.glyphs[*index as usize].direction == direction;
    laid_out(letters, (0..letters.glyphs.len() as u32).filter(of_direction))
}

/// Makes the pieces of the glyphs of these indexes, which share one direction; says whether there are more than are read.
pub fn laid_out(letters: &Letters, indexes: impl Iterator<Item = u32>) -> (Vec<PdfPiece>, bool) {
    let indexes: Vec<u32> = indexes.collect();
    let mut pieces = joined(drawn(letters, indexes.iter().copied()));
    let cut = pieces.len() > MOST;
    pieces.truncate(MOST);
    raise(letters, &mut pieces);
    begin_with_initials(letters, &mut pieces);
    pieces.sort_by(|a, b| a.v.total_cmp(&b.v).then(a.u0.total_cmp(&b.u0)));
    // What was put into another may have filled the gap to the next.
    pieces.dedup_by(|next, last| next.u0 - last.u1 < next.size * GUTTER && last.takes_in(next));
    for piece in &mut pieces {
        in_sight(letters, piece);
    }
    end_with_spaces(letters, &mut pieces, &indexes);
    (pieces, cut)
}

/// Gives the pieces the spaces that are drawn right behind them, in whatever order: some programs draw the spaces of a line in
/// another font and first.
fn end_with_spaces(letters: &Letters, pieces: &mut [PdfPiece], indexes: &[u32]) {
    for index in indexes {
        let glyph = &letters.glyphs[*index as usize];
        if !letters.of(glyph).trim().is_empty() {
            continue;
        }
        let reach = glyph.size * SAME_LINE;
        let from = pieces.partition_point(|piece| piece.v < glyph.v - reach);
        let level = pieces[from..].iter_mut().take(NEAR).take_while(|piece| piece.v <= glyph.v + reach);
        let ends = |piece: &&mut PdfPiece| (piece.u1 - glyph.u).abs() < glyph.size * BEHIND.end;
        if let Some(piece) =
            level.into_iter().find(ends).filter(|piece| piece.glyphs.last().is_some_and(|last| last != index))
        {
            piece.glyphs.push(*index);
        }
    }
}

/// Pieces as they are drawn one glyph after the other.
fn drawn(letters: &Letters, indexes: impl Iterator<Item = u32>) -> Vec<PdfPiece> {
    let mut pieces: Vec<PdfPiece> = Vec::new();
    let mut open: Option<PdfPiece> = None;
    // Where the space ends that was drawn last.
    let mut spaced = None;
    for index in indexes {
        let glyph = &letters.glyphs[index as usize];
        let text = letters.of(glyph);
        if text.trim().is_empty() {
            if let Some(piece) = open.as_mut().filter(|piece| piece.is_level(glyph.v, glyph.size)) {
                piece.glyphs.push(index);
                spaced = Some(glyph.u + glyph.width);
            }
            continue;
        }
        match &mut open {
            Some(piece) if continues(piece, glyph, spaced, text) => {
                piece.add(index, glyph);
                piece.accents &= combining(text).is_some();
            }
            _ => {
                let accents = combining(text).is_some();
                pieces.extend(open.replace(PdfPiece { accents, ..PdfPiece::new(index, glyph) }));
            }
        }
        spaced = None;
    }
    pieces.extend(open);
    pieces
}

/// Whether a glyph goes on where the piece ends; in scripts that run to the left, where it begins.
fn continues(piece: &PdfPiece, glyph: &Glyph, spaced: Option<f32>, text: &str) -> bool {
    let size = piece.size.max(glyph.size);
    // Programs that recognise letters draw a space as wide as a letter, and the next word behind it.
    let end = spaced.filter(|end| *end > piece.u1).map_or(f32::MIN, |end| end - piece.u1 + size * BEHIND_SPACE);
    let widest = end.max(size * if spaced.is_some() { WIDEST_SPACE } else { WIDEST_GAP });
    let after = glyph.u - piece.u1;
    let before = piece.u0 - (glyph.u + glyph.width);
    let accent = piece.accents || combining(text).is_some();
    let near = |gap: f32| gap > if accent { -0.8 } else { -0.6 } * size && gap < widest;
    let left = text.chars().any(runs_left);
    let lifted = accent && (piece.v - glyph.v).abs() <= size * LIFTED;
    // The first of the lines beside an initial stands higher than it.
    let initial =
        piece.glyphs.len() < FEW / 4 && piece.size > glyph.size * INITIAL && piece.v - glyph.v > glyph.size * 0.8;
    !initial && (piece.is_level(glyph.v, glyph.size) || lifted) && (near(after) || (left && near(before)))
}

/// Pieces of the same base line joined where no gap lies between them, whatever the order they were drawn in.
fn joined(mut pieces: Vec<PdfPiece>) -> Vec<PdfPiece> {
    pieces.sort_by(|a, b| a.v.total_cmp(&b.v).then(a.u0.total_cmp(&b.u0)));
    let mut rows: Vec<Vec<PdfPiece>> = Vec::new();
    for piece in pieces {
        let same = |first: &PdfPiece| (piece.v - first.v).abs() <= SAME_LINE * first.size.min(piece.size);
        match rows.last_mut().filter(|row| same(&row[0])) {
            Some(row) => row.push(piece),
            None => rows.push(vec![piece]),
        }
    }
    for row in &mut rows {
        row.sort_by(|a, b| a.u0.total_cmp(&b.u0));
    }
    let edges = ColumnEdges::of(&rows);
    rows.into_iter().flat_map(|row| join_row(row, &edges)).collect()
}

fn join_row(row: Vec<PdfPiece>, edges: &ColumnEdges) -> Vec<PdfPiece> {
    let mut out: Vec<PdfPiece> = Vec::with_capacity(row.len());
    for piece in row {
        match out.last_mut() {
            Some(last) if touches(last, &piece) && !edges.part(last, &piece) => last.absorb(piece),
            _ => out.push(piece),
        }
    }
    out
}

/// Where pieces begin that go on with no other, in order: the left edges of columns.
struct ColumnEdges(Vec<f32>);

impl ColumnEdges {
    fn of(rows: &[Vec<PdfPiece>]) -> Self {
        let begins = |row: &Vec<PdfPiece>, nth: usize| nth == 0 || !touches(&row[nth - 1], &row[nth]);
        let of_row = |row: &Vec<PdfPiece>| (0..row.len()).filter(|nth| begins(row, *nth)).collect::<Vec<_>>();
        let mut edges: Vec<f32> = rows.iter().flat_map(|row| of_row(row).into_iter().map(|nth| row[nth].u0)).collect();
        edges.sort_by(f32::total_cmp);
        Self(edges)
    }

    /// Whether a line of one column ends close before the next column: it sticks out, and the gap is no space between words.
    fn part(&self, last: &PdfPiece, next: &PdfPiece) -> bool {
        let reach = next.size * EDGE;
        let before = |u: f32| self.0.partition_point(|edge| *edge < u);
        next.u0 - last.u1 > next.size * GUTTER && before(next.u0 + reach) - before(next.u0 - reach) >= MOST_BY_CHANCE
    }
}

/// Whether a piece goes on right after another without lying on it.
fn touches(last: &PdfPiece, next: &PdfPiece) -> bool {
    let (small, large) = (last.size.min(next.size), last.size.max(next.size));
    let gap = next.u0 - last.u1;
    gap < small * WIDEST_GAP && gap > -0.4 * small && large < small * 2.0
}

/// Raised and lowered letters that were drawn apart put into their line; the large first letter of a chapter to the
/// first of its lines.
fn raise(letters: &Letters, pieces: &mut Vec<PdfPiece>) {
    for at in 0..pieces.len() {
        if let Some(host) = host_of(letters, pieces, at) {
            let glyphs = std::mem::take(&mut pieces[at].glyphs);
            let small = PdfPiece { glyphs, ..pieces[at] };
            pieces[host].absorb(small);
        }
    }
    pieces.retain(|piece| !piece.glyphs.is_empty());
}

/// How much larger an initial is than the line that it begins, at least.
const INITIAL: f32 = 1.6;

/// Puts each initial, a letter that is as high as several lines, before the first of the lines beside it.
fn begin_with_initials(letters: &Letters, pieces: &mut Vec<PdfPiece>) {
    let is_letter = |piece: &PdfPiece| {
        let text: String = piece.glyphs.iter().map(|index| letters.of(&letters.glyphs[*index as usize])).collect();
        let text = text.trim_matches(|c: char| c.is_whitespace() || "“\"„«‘'".contains(c));
        let mut chars = text.chars();
        chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
    };
    for at in 0..pieces.len() {
        if pieces[at].glyphs.len() > 3 || !is_letter(&pieces[at]) {
            continue;
        }
        let beside = |host: &PdfPiece| {
            let initial = &pieces[at];
            let gap = host.u0 - initial.u1;
            let reach = initial.v - host.v;
            initial.size > host.size * INITIAL
                && gap > -0.3 * host.size
                && gap < initial.size * 0.4
                && reach > -0.3 * host.size
                && reach < initial.size
        };
        let hosts = (0..pieces.len()).filter(|host| *host != at && beside(&pieces[*host]));
        let hosts: Vec<usize> = hosts.collect();
        let first = hosts.iter().copied().min_by(|a, b| pieces[*a].v.total_cmp(&pieces[*b].v));
        // One line beside a large letter is a line that begins with a large letter.
        let Some(first) =
            first.filter(|first| hosts.len() > 1 && pieces[at].v - pieces[*first].v > pieces[*first].size * 0.6)
        else {
            continue;
        };
        let mut glyphs = std::mem::take(&mut pieces[at].glyphs);
        let (u0, v) = (pieces[at].u0, pieces[at].v);
        let host = &mut pieces[first];
        glyphs.append(&mut host.glyphs);
        (host.glyphs, host.u0, host.initial) = (glyphs, u0, Some(v));
    }
    pieces.retain(|piece| !piece.glyphs.is_empty());
}

/// The piece that one belongs to: a small one to a larger beside it, at half a line's distance at most; any to the one that leaves
/// room for it.
fn host_of(letters: &Letters, pieces: &[PdfPiece], at: usize) -> Option<usize> {
    let small = &pieces[at];
    let few = match small.count(letters) {
        0 => return None,
        count => count <= FEW,
    };
    let reach = |index: &usize| (pieces[*index].v - small.v).abs() <= 40.0;
    let near = (0..at).rev().take(NEAR).take_while(reach).chain((at + 1..pieces.len()).take(NEAR).take_while(reach));
    let fits = |index: &usize| {
        let host = &pieces[*index];
        let gap = (small.u0 - host.u1).max(host.u0 - small.u1);
        let beside = small.size < host.size * SMALLER
            && host.is_level(small.v, small.size)
            && gap < host.size * 0.4
            && gap > -0.3 * host.size
            && host.size < small.size * 3.0;
        let set_off = || small.is_set_off_behind(host) || small.is_set_off_within(host, letters);
        !host.glyphs.is_empty() && ((few && (beside || set_off())) || (*index != at && small.is_between(host, letters)))
    };
    near.filter(fits).min_by(|a, b| {
        let gap = |index: usize| (small.u0 - pieces[index].u1).max(pieces[index].u0 - small.u1).abs();
        gap(*a).total_cmp(&gap(*b))
    })
}

/// Glyphs that belong to one another and are drawn in reading order, as rows of pieces: a row ends where the next glyph
/// stands on another line or further back.
pub fn rows_in_order(letters: &Letters, indexes: &[u32]) -> Vec<Vec<PdfPiece>> {
    let mut rows: Vec<Vec<PdfPiece>> = Vec::new();
    let mut direction = None;
    for part in indexes.chunk_by(|a, b| letters.glyphs[*a as usize].direction == letters.glyphs[*b as usize].direction)
    {
        let turned = direction.replace(letters.glyphs[part[0] as usize].direction).is_some();
        let mut first = turned;
        for piece in drawn(letters, part.iter().copied()) {
            let before = |row: &[PdfPiece]| row.iter().all(|sign| sign.is_drawn_before(&piece, letters));
            match rows.last_mut().filter(|row| !first && (goes_on(letters, row, &piece) || before(row))) {
                Some(row) => row.push(piece),
                None => rows.push(vec![piece]),
            }
            first = false;
        }
    }
    for row in &mut rows {
        put_between(letters, row);
        row.sort_by(|a, b| a.u0.total_cmp(&b.u0));
        row.dedup_by(|next, last| last.takes_in(next));
        for piece in row.iter_mut() {
            in_sight(letters, piece);
        }
    }
    rows
}

/// Puts the pieces of a row that stand between letters of another into that.
fn put_between(letters: &Letters, row: &mut Vec<PdfPiece>) {
    if row.len() > NEAR {
        return;
    }
    for at in 0..row.len() {
        let Some(host) = (0..row.len()).find(|host| *host != at && row[at].is_between(&row[*host], letters)) else {
            continue;
        };
        let small = PdfPiece { glyphs: std::mem::take(&mut row[at].glyphs), ..row[at] };
        row[host].absorb(small);
    }
    row.retain(|piece| !piece.glyphs.is_empty());
}

/// Whether a piece stands on the line of a row, beyond its end or, in scripts that run to the left, its beginning.
fn goes_on(letters: &Letters, row: &[PdfPiece], piece: &PdfPiece) -> bool {
    let size = piece.size;
    let large = row.iter().max_by(|a, b| a.size.total_cmp(&b.size)).is_some_and(|host| host.is_level(piece.v, size))
        || row.last().is_some_and(|host| piece.is_set_off_behind(host));
    let end = row.iter().fold(f32::MIN, |end, piece| end.max(piece.u1));
    let start = row.iter().fold(f32::MAX, |start, piece| start.min(piece.u0));
    let runs_left = |piece: &PdfPiece| {
        piece.glyphs.iter().any(|index| letters.of(&letters.glyphs[*index as usize]).chars().any(runs_left))
    };
    let before = piece.u1 < start + size * 0.4 && (runs_left(piece) || row.iter().any(runs_left));
    large && (piece.u0 > end - size * 0.6 || before)
}

/// Puts the glyphs into the order in which they are seen, where they were not drawn in it.
fn in_sight(letters: &Letters, piece: &mut PdfPiece) {
    let middle = |index: u32| letters.glyphs[index as usize].u + letters.glyphs[index as usize].width / 2.0;
    let jumps = piece.glyphs.windows(2).any(|pair| middle(pair[1]) < middle(pair[0]) - piece.size * 0.3);
    if jumps {
        piece.glyphs.sort_by(|a, b| middle(*a).total_cmp(&middle(*b)));
    }
}
