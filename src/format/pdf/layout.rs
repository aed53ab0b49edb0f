//! One page from its glyphs to its blocks, in reading order. Nothing is known here but the page and its neighbours'
//! edges.

use super::blocks::{BlockShape, PdfBlock};
use super::boilerplate::{self, Edge};
use super::columns;
use super::lines;
use super::margin;
use super::notes;
use super::page::Letters;
use super::paragraphs::{self, LineColumn, Usual};
use super::pieces::{self, PdfPiece};
use super::structure::Structure;
use super::tagged::Tagged;
use super::words::Words;

/// The most directions of text on a page that are read: the letters on a round seal have one each.
const MOST_DIRECTIONS: usize = 24;

/// A page whose glyphs were read and whose neighbours may not have been.
#[derive(Debug, Default)]
pub struct PdfDraft {
    /// Its glyphs.
    pub letters: Letters,
    /// Its pieces, by direction, that with most of the text first.
    groups: Vec<Vec<PdfPiece>>,
    /// The rows at its edges.
    edges: Vec<Edge>,
    /// The pieces of the first group that number its lines.
    numbers: Vec<PdfPiece>,
    cut: bool,
}

impl PdfDraft {
    /// Of a page with these glyphs, whose area is `size` points large.
    pub fn of(letters: Letters, size: (f32, f32)) -> Self {
        let mut counts: Vec<(usize, u16)> = (0..letters.directions.len()).map(|n| (0, n as u16)).collect();
        for glyph in &letters.glyphs {
            counts[usize::from(glyph.direction)].0 += usize::from(glyph.len);
        }
        counts.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        counts.truncate(MOST_DIRECTIONS);
        let (mut groups, mut cut) = (Vec::new(), false);
        for (_, direction) in &counts {
            let (pieces, more) = pieces::pieces(&letters, *direction);
            groups.push(pieces);
            cut |= more;
        }
        let numbers = groups.first_mut().map(|pieces| take_numbers(&letters, pieces)).unwrap_or_default();
        let edges = match (counts.first(), groups.first()) {
            (Some((_, direction)), Some(pieces)) => {
                let (top, bottom) = across(letters.directions[usize::from(*direction)], size);
                boilerplate::edges(&letters, pieces, top, bottom)
            }
            _ => Vec::new(),
        };
        Self { letters, groups, edges, numbers, cut }
    }

    /// Whether it has more pieces than are read.
    pub fn is_cut(&self) -> bool {
        self.cut
    }

    /// Tells which words stand within its lines.
    pub fn learn(&self, words: &mut Words) {
        self.groups.iter().for_each(|pieces| words.learn(&self.letters, pieces));
    }

    /// The rows at its edges.
    pub fn edges(&self) -> &[Edge] {
        &self.edges
    }

    fn glyphs_of(&self, edge: &Edge) -> Vec<u32> {
        edge.pieces.iter().flat_map(|index| self.groups[0][*index].glyphs.iter().copied()).collect()
    }

    /// Its blocks, in reading order. `near` are the edges of the pages around it.
    pub fn blocks(mut self, near: &[&[Edge]], page: usize, label: &str, structure: &Structure) -> Vec<PdfBlock> {
        let mut found = boilerplate::boilerplate(&self.edges, near, page, label);
        let tagged = Tagged::of(&self.letters, structure, page);
        if let Some(tagged) = &tagged {
            found.retain(|index| tagged.frees(&self.letters, &self.glyphs_of(&self.edges[*index])));
        }
        let (mut head, mut foot) = (Vec::new(), Vec::new());
        let mut taken = Vec::new();
        for edge in found.iter().map(|index| &self.edges[*index]) {
            let row: Vec<&PdfPiece> = edge.pieces.iter().map(|index| &self.groups[0][*index]).collect();
            let block = PdfBlock::begin(BlockShape::Boilerplate, page, &lines::line(&self.letters, &row));
            if edge.above {
                head.push(block);
            } else {
                foot.insert(0, block);
            }
            taken.extend(&edge.pieces);
        }
        if let Some(tagged) = tagged {
            let taken = found.iter().flat_map(|index| self.glyphs_of(&self.edges[*index])).collect();
            head.append(&mut tagged.blocks(&self.letters, &taken));
            head.append(&mut foot);
            return head;
        }
        taken.sort_unstable();
        for index in taken.into_iter().rev() {
            self.groups[0].remove(index);
        }
        let columns: Vec<Vec<LineColumn>> = self.groups.iter().map(|pieces| read(&self.letters, pieces)).collect();
        let usual = Usual::of(columns.iter().take(1).flatten().flat_map(|column| &column.lines));
        let mut blocks = head;
        for column in columns.iter().flatten() {
            blocks.extend(paragraphs::blocks(column, page, usual));
        }
        let mut blocks = notes::with_whole(blocks);
        blocks.extend(counted(&self.letters, &self.numbers, page));
        blocks.append(&mut foot);
        blocks
    }
}

/// Takes the pieces out that number the lines of a page.
fn take_numbers(letters: &Letters, pieces: &mut Vec<PdfPiece>) -> Vec<PdfPiece> {
    let mut found = margin::line_numbers(letters, pieces);
    found.sort_unstable();
    let mut taken: Vec<PdfPiece> = found.into_iter().rev().map(|index| pieces.remove(index)).collect();
    taken.reverse();
    taken
}

/// The numbers of lines as one block of boilerplate.
fn counted(letters: &Letters, numbers: &[PdfPiece], page: usize) -> Option<PdfBlock> {
    let mut lines = numbers.iter().map(|piece| lines::line(letters, &[piece]));
    let mut block = PdfBlock::begin(BlockShape::Boilerplate, page, &lines.next()?);
    lines.for_each(|line| block.add(page, &line));
    Some(block)
}

/// How far a page of that size reaches across lines of a direction.
fn across((dx, dy): (f32, f32), (width, height): (f32, f32)) -> (f32, f32) {
    let corners = [(0.0, 0.0), (width, 0.0), (0.0, height), (width, height)];
    let at = corners.map(|(x, y)| y * dx - x * dy);
    at.into_iter().fold((f32::MAX, f32::MIN), |(least, most), v| (least.min(v), most.max(v)))
}

/// The columns of pieces that run in one direction, as lines.
fn read(letters: &Letters, pieces: &[PdfPiece]) -> Vec<LineColumn> {
    let lefts = pieces.iter().filter(|piece| {
        let mut text = piece.glyphs.iter().flat_map(|index| letters.of(&letters.glyphs[*index as usize]).chars());
        text.any(super::letters::runs_left)
    });
    let leftward = lefts.count() * 2 > pieces.len();
    columns::columns(pieces, leftward).iter().map(|column| LineColumn::of(letters, column)).collect()
}
