//! A page of a tagged file to blocks: the file says which glyphs are one block and in which order they are read, the
//! glyphs say whether that can be. A page whose tags are not believed is read by where its glyphs stand, as a page
//! without any is.

use super::blocks::{BlockShape, PdfBlock, Tag};
use super::columns;
use super::lines::{self, Line};
use super::page::{ContentMark, Letters};
use super::paragraphs::{self, LineColumn, Usual};
use super::pieces::{self, PdfPiece};
use super::structure::{Leaf, Structure, StructurePart, StructureUnit};
use crate::document::{BlockKind, Marker};
use std::collections::{BTreeMap, HashSet};

/// The share of a page's letters that the tree has to hold …
const LEAST_TAGGED: f32 = 0.8;
/// … and what it may call no part of the text.
const MOST_ARTIFACTS: f32 = 0.4;
/// The share of blocks that may stand over the one that they follow.
const MOST_UPWARD: f32 = 0.25;
/// The share of paragraphs that may end in the middle of a sentence with the next one going on.
const MOST_CUT: f32 = 0.3;
/// How many blocks it takes to judge by shares.
const FEWEST: usize = 4;
/// The share of a block's line ends that were meant where it is kept in lines.
const MEANT: f32 = 0.6;

/// A page's glyphs by what the file says that they are.
pub struct Tagged<'s> {
    structure: &'s Structure,
    page: usize,
    /// By the order in which they are read: the glyphs of each block.
    units: BTreeMap<u32, Portion<'s>>,
    /// What belongs to no block.
    rest: Vec<u32>,
    artifacts: Vec<u32>,
}

/// What of a block stands on a page.
struct Portion<'s> {
    index: usize,
    unit: &'s StructureUnit,
    glyphs: Vec<(&'s Leaf, u32)>,
}

impl<'s> Tagged<'s> {
    /// Of a page; `None` where the file says nothing of it, or what cannot be.
    pub fn of(letters: &Letters, structure: &'s Structure, page: usize) -> Option<Self> {
        if structure.is_empty() {
            return None;
        }
        let mut found = Self { structure, page, units: BTreeMap::new(), rest: Vec::new(), artifacts: Vec::new() };
        let mut parts: BTreeMap<usize, Portion<'s>> = BTreeMap::new();
        for (index, glyph) in (0..).zip(&letters.glyphs) {
            match (glyph.mark, found.leaf(glyph.mark)) {
                (_, Some(leaf)) => {
                    if let Some(unit) = structure.unit(leaf.unit) {
                        let part = Portion { index: leaf.unit, unit, glyphs: Vec::new() };
                        parts.entry(leaf.unit).or_insert(part).glyphs.push((leaf, index));
                    }
                }
                (ContentMark::Artifact | ContentMark::Pagination, _) => found.artifacts.push(index),
                _ => found.rest.push(index),
            }
        }
        for mut part in parts.into_values() {
            part.glyphs.sort_by_key(|(leaf, _)| leaf.order);
            if let Some(first) = part.glyphs.first().map(|(leaf, _)| leaf.order) {
                found.units.insert(first, part);
            }
        }
        found.take_in(letters);
        (found.covers(letters) && found.is_in_order(letters) && !found.is_cut_up(letters)).then_some(found)
    }

    fn leaf(&self, mark: ContentMark) -> Option<&'s Leaf> {
        match mark {
            ContentMark::Content(number) => self.structure.leaf(self.page, number),
            _ => None,
        }
    }

    /// Gives what is called an artifact in the middle of a line to the block around it: signs that a screen reader is
    /// not to say are read all the same.
    fn take_in(&mut self, letters: &Letters) {
        let at = |index: u32| letters.glyphs.get(index as usize);
        let mut kept = Vec::new();
        for run in std::mem::take(&mut self.artifacts).chunk_by(|a, b| a + 1 == *b) {
            let (first, last) = (run[0], run[run.len() - 1]);
            let around = first.checked_sub(1).and_then(at).zip(at(last + 1));
            let leaves = around.and_then(|(a, b)| Some((a, b, self.leaf(a.mark)?, self.leaf(b.mark)?)));
            let inside = leaves.filter(|(before, after, a, b)| {
                a.unit == b.unit
                    && a.part == StructurePart::Words
                    && run.iter().filter_map(|index| at(*index)).all(|glyph| {
                        let level = (glyph.v - before.v).abs().max((glyph.v - after.v).abs()) < before.size * 1.2;
                        level && glyph.u >= before.u && glyph.u <= after.u + after.width
                    })
            });
            match inside.and_then(|(_, _, leaf, _)| Some((leaf, self.part(leaf.unit)?))) {
                Some((leaf, part)) => {
                    let place = part.glyphs.iter().rposition(|(_, index)| *index < first).map_or(0, |at| at + 1);
                    part.glyphs.splice(place..place, run.iter().map(|index| (leaf, *index)));
                }
                None => kept.extend_from_slice(run),
            }
        }
        self.artifacts = kept;
    }

    fn part(&mut self, unit: usize) -> Option<&mut Portion<'s>> {
        self.units.values_mut().find(|part| part.index == unit)
    }

    /// Whether the tree holds most of what stands on the page.
    fn covers(&self, letters: &Letters) -> bool {
        let count = |indexes: &mut dyn Iterator<Item = u32>| {
            indexes.filter(|index| !letters.of(&letters.glyphs[*index as usize]).trim().is_empty()).count() as f32
        };
        let tagged = count(&mut self.units.values().flat_map(|part| &part.glyphs).map(|(_, index)| *index));
        let rest = count(&mut self.rest.iter().copied());
        let artifacts = count(&mut self.artifacts.iter().copied());
        tagged > 0.0 && tagged >= (tagged + rest) * LEAST_TAGGED && artifacts <= (tagged + artifacts) * MOST_ARTIFACTS
    }

    /// Whether blocks stand under those that they follow, where they stand in one column.
    fn is_in_order(&self, letters: &Letters) -> bool {
        let areas: Vec<TaggedArea> = self
            .units
            .values()
            .filter(|part| part.unit.kind != BlockKind::Footnote)
            .filter_map(|part| part.area(letters))
            .collect();
        let beside =
            |a: &TaggedArea, b: &TaggedArea| a.u1.min(b.u1) - a.u0.max(b.u0) > (a.u1 - a.u0).min(b.u1 - b.u0) * 0.5;
        let pairs: Vec<_> = areas.windows(2).filter(|pair| beside(&pair[0], &pair[1])).collect();
        let upward = pairs.iter().filter(|pair| pair[1].v1 < pair[0].v0).count();
        pairs.len() < FEWEST || (upward as f32) < pairs.len() as f32 * MOST_UPWARD
    }

    /// Whether lines are called paragraphs.
    fn is_cut_up(&self, letters: &Letters) -> bool {
        let text = |part: &Portion<'_>| -> String {
            part.glyphs.iter().map(|(_, index)| letters.of(&letters.glyphs[*index as usize])).collect()
        };
        let paragraphs = self.units.values().filter(|part| part.unit.kind == BlockKind::Paragraph);
        let texts: Vec<String> = paragraphs.map(text).collect();
        let cut = texts.windows(2).filter(|pair| {
            let inside = pair[0].trim_end().ends_with(|c: char| c.is_lowercase() || c == ',');
            inside && pair[1].trim_start().starts_with(char::is_lowercase)
        });
        texts.len() > FEWEST && cut.count() as f32 > texts.len() as f32 * MOST_CUT
    }

    /// Whether what stands at the page's edge may be taken for boilerplate: whole paragraphs, or no part of the tree.
    pub fn frees(&self, letters: &Letters, indexes: &[u32]) -> bool {
        let inside: HashSet<u32> = indexes.iter().copied().collect();
        let units: HashSet<usize> = indexes
            .iter()
            .filter_map(|index| self.leaf(letters.glyphs[*index as usize].mark))
            .map(|leaf| leaf.unit)
            .collect();
        let free = |part: &Portion<'_>| {
            part.unit.kind == BlockKind::Paragraph && part.glyphs.iter().all(|(_, index)| inside.contains(index))
        };
        self.units.values().filter(|part| units.contains(&part.index)).all(free)
    }

    /// The blocks, in reading order, but for glyphs that were taken already.
    pub fn blocks(mut self, letters: &Letters, taken: &HashSet<u32>) -> Vec<PdfBlock> {
        for part in self.units.values_mut() {
            part.glyphs.retain(|(_, index)| !taken.contains(index));
        }
        let page = self.page;
        let parts = || self.units.values().filter(|part| !part.glyphs.is_empty());
        let mut read: Vec<TaggedReading<'_>> =
            parts().map(|part| TaggedReading { part, lines: part.lines(letters) }).collect();
        let usual = Usual::of(read.iter().flat_map(|one| &one.lines));
        let rights: Vec<f32> = read.iter().map(|one| right_edge(&read, one)).collect();
        let shapes: Vec<BlockShape> =
            read.iter().zip(&rights).map(|(one, right)| shape(one.part.unit, &one.lines, *right, usual)).collect();
        let shapes = with_captions(&read, shapes);
        join_code(&mut read, &shapes);
        let made = read.into_iter().zip(shapes).zip(rights);
        let made = made.filter_map(|((one, shape), right)| one.part.block(letters, one.lines, (shape, right), page));
        // What goes on on the next page comes last, so that nothing comes between.
        let (more, mut blocks): (Vec<PdfBlock>, Vec<PdfBlock>) = made.partition(PdfBlock::may_be_gone_on_with);
        blocks.extend(more);
        if let Some(last) = blocks.iter_mut().rev().find(|block| !block.shape.floats()) {
            last.last = true;
        }
        let left = |indexes: &[u32]| indexes.iter().copied().filter(|index| !taken.contains(index)).collect::<Vec<_>>();
        for block in untagged(letters, &left(&self.rest), page, usual) {
            insert(&mut blocks, block);
        }
        with_artifacts(letters, &left(&self.artifacts), page, blocks)
    }
}

/// A block on its way: its lines.
struct TaggedReading<'p> {
    part: &'p Portion<'p>,
    lines: Vec<Line>,
}

/// Where lines end that begin where those of a block do.
fn right_edge(all: &[TaggedReading<'_>], one: &TaggedReading<'_>) -> f32 {
    let left = |lines: &[Line]| lines.iter().fold(f32::MAX, |left, line| left.min(line.u0));
    let (own, size) = (left(&one.lines), one.lines.first().map_or(0.0, |line| line.size));
    let alike = all
        .iter()
        .filter(|other| other.part.unit.kind == one.part.unit.kind && (left(&other.lines) - own).abs() < size)
        .flat_map(|other| &other.lines);
    alike.fold(f32::MIN, |right, line| right.max(line.u1))
}

/// The shapes, with paragraphs that begin as captions do beside what they may belong to.
fn with_captions(all: &[TaggedReading<'_>], mut shapes: Vec<BlockShape>) -> Vec<BlockShape> {
    let shown = |nth: Option<usize>| {
        let unit = nth.and_then(|nth| all.get(nth)).map(|one| one.part.unit);
        unit.is_some_and(|unit| unit.drawn || unit.kind == BlockKind::TableRow)
    };
    for (nth, one) in all.iter().enumerate() {
        let begins = one.lines.first().is_some_and(|line| paragraphs::is_caption(&line.text));
        if shapes[nth] == BlockShape::Text
            && one.part.unit.kind == BlockKind::Paragraph
            && begins
            && (shown(nth.checked_sub(1)) || shown(Some(nth + 1)))
        {
            shapes[nth] = BlockShape::Caption;
        }
    }
    shapes
}

/// Gives the lines of code that is cut up into blocks of one line to the first of them.
fn join_code(all: &mut [TaggedReading<'_>], shapes: &[BlockShape]) {
    for nth in (1..all.len()).rev() {
        let (above, below) = all.split_at_mut(nth);
        let (Some(above), Some(below)) = (above.last_mut(), below.first_mut()) else { continue };
        let near = |a: &Line, b: &Line| b.v > a.v && b.v - a.v < b.size * 1.7;
        let together = above.lines.last().zip(below.lines.first()).is_some_and(|(a, b)| near(a, b));
        if shapes[nth - 1] == BlockShape::Code && shapes[nth] == BlockShape::Code && together {
            above.lines.append(&mut below.lines);
        }
    }
}

/// Where a block stands.
struct TaggedArea {
    u0: f32,
    u1: f32,
    /// Its first base line …
    v0: f32,
    /// … and its last.
    v1: f32,
}

impl Portion<'_> {
    fn area(&self, letters: &Letters) -> Option<TaggedArea> {
        let glyphs = || self.glyphs.iter().map(|(_, index)| &letters.glyphs[*index as usize]);
        let direction = glyphs().next()?.direction;
        let all = glyphs().filter(|glyph| glyph.direction == direction);
        let none = TaggedArea { u0: f32::MAX, u1: f32::MIN, v0: f32::MAX, v1: f32::MIN };
        Some(all.fold(none, |area, glyph| TaggedArea {
            u0: area.u0.min(glyph.u),
            u1: area.u1.max(glyph.u + glyph.width),
            v0: area.v0.min(glyph.v),
            v1: area.v1.max(glyph.v),
        }))
    }

    /// The lines of what is neither label nor reading.
    fn lines(&self, letters: &Letters) -> Vec<Line> {
        let own = self.glyphs.iter().filter(|(leaf, _)| leaf.part == StructurePart::Words);
        in_lines(letters, &own.map(|(_, index)| *index).collect::<Vec<_>>())
    }

    fn label(&self, letters: &Letters) -> String {
        let label = self.glyphs.iter().filter(|(leaf, _)| leaf.part == StructurePart::Label);
        let text: String = label.map(|(_, index)| letters.of(&letters.glyphs[*index as usize])).collect();
        text.trim().to_owned()
    }

    fn block(
        &self,
        letters: &Letters,
        lines: Vec<Line>,
        (shape, right): (BlockShape, f32),
        page: usize,
    ) -> Option<PdfBlock> {
        let more = self.unit.last_page > page;
        let mut tag =
            Tag { unit: self.index, kind: self.unit.kind, level: self.unit.level, marker: Marker::None, more };
        let mut block =
            if shape == BlockShape::Row { self.row(letters, page) } else { set(lines, shape, right, page) }?;
        match (tag.kind, block.shape) {
            (BlockKind::Paragraph, BlockShape::Lines) => tag.kind = BlockKind::Verse,
            (BlockKind::Paragraph, BlockShape::Code) => tag.kind = BlockKind::Code,
            (BlockKind::Paragraph, BlockShape::Caption) => tag.kind = BlockKind::Caption,
            (BlockKind::ListItem, _) if block.leads_back() => tag.kind = BlockKind::Footnote,
            _ => {}
        }
        if tag.kind == BlockKind::Footnote {
            let label = if self.unit.first { self.label(letters) } else { String::new() };
            let label = if label.is_empty() && self.unit.first { block.leading_number() } else { label };
            block.number_note(label.trim_end_matches('.'));
        }
        if tag.kind == BlockKind::ListItem && self.unit.first {
            tag.marker = marker(&self.label(letters), &mut block);
        }
        block.tag = Some(tag);
        Some(block)
    }

    /// A row of a table, its cells parted by tabs.
    fn row(&self, letters: &Letters, page: usize) -> Option<PdfBlock> {
        let mut row: Option<(PdfBlock, u16)> = None;
        for cell in self.glyphs.chunk_by(|a, b| a.0.cell == b.0.cell) {
            let number = cell[0].0.cell;
            let indexes: Vec<u32> = cell.iter().map(|(_, index)| *index).collect();
            let lines = in_lines(letters, &indexes);
            let mut lines = lines.iter();
            let Some(first) = lines.next() else { continue };
            let mut block = PdfBlock::begin(BlockShape::Row, page, first);
            lines.for_each(|line| block.add(page, line));
            match &mut row {
                None => {
                    block.indent_cells(usize::from(number.saturating_sub(1)).min(64));
                    row = Some((block, number));
                }
                Some((row, last)) => {
                    row.add_cell(block, usize::from(number.saturating_sub(*last)).clamp(1, 64));
                    *last = number;
                }
            }
        }
        row.map(|(row, _)| row)
    }
}

/// A block of these lines, which may end at `right`.
fn set(lines: Vec<Line>, shape: BlockShape, right: f32, page: usize) -> Option<PdfBlock> {
    let left = lines.iter().fold(f32::MAX, |left, line| left.min(line.u0));
    let written = |line: Line| if shape == BlockShape::Code { paragraphs::spaced(&line, left) } else { line };
    let mut lines = lines.into_iter();
    let mut block = PdfBlock::begin(shape, page, &written(lines.next()?));
    for line in lines {
        block.full = right - line.u1 < line.size * 2.5;
        block.add(page, &written(line));
    }
    Some(block)
}

/// Glyphs drawn in reading order as lines of text.
fn in_lines(letters: &Letters, indexes: &[u32]) -> Vec<Line> {
    let rows = pieces::rows_in_order(letters, indexes);
    let line = |row: &Vec<PdfPiece>| lines::line(letters, &row.iter().collect::<Vec<_>>());
    lines::with_initials(rows.iter().map(line).filter(|line| !line.text.is_empty()).collect())
}

fn shape(unit: &StructureUnit, lines: &[Line], right: f32, usual: Usual) -> BlockShape {
    match unit.kind {
        BlockKind::ListItem => BlockShape::Item,
        BlockKind::Caption => BlockShape::Caption,
        BlockKind::Footnote => BlockShape::Note,
        BlockKind::Code => BlockShape::Code,
        BlockKind::TableRow => BlockShape::Row,
        BlockKind::Heading => BlockShape::Text,
        _ if unit.drawn => BlockShape::Lines,
        _ if !usual.fixed && !lines.is_empty() && lines.iter().all(paragraphs::is_code) => BlockShape::Code,
        _ if ends_are_meant(lines, right) => BlockShape::Lines,
        _ => BlockShape::Text,
    }
}

/// Whether most lines end where the next word had found room.
fn ends_are_meant(lines: &[Line], right: f32) -> bool {
    let left = lines.iter().fold(f32::MAX, |left, line| left.min(line.u0));
    let room = |line: &Line| if line.leftward { line.u0 - left } else { right - line.u1 };
    let meant = lines.windows(2).filter(|pair| {
        let same_column = pair[1].v > pair[0].v;
        same_column && room(&pair[0]) > pair[1].head.first_word + pair[1].size
    });
    lines.len() > 2 && meant.count() as f32 >= (lines.len() - 1) as f32 * MEANT
}

/// What stands before an item: its number, or a bullet. A label that is neither stays in the text.
fn marker(label: &str, block: &mut PdfBlock) -> Marker {
    let number = |text: &str| text.trim_end_matches(['.', ')']).trim_start_matches('(').parse::<u32>().ok();
    if label.is_empty() {
        let word = block.text.split(' ').next().unwrap_or_default();
        let numbered = word.len() < block.text.len() && word.ends_with(['.', ')']) && word.len() <= 5;
        let Some(number) = number(word).filter(|_| numbered) else { return Marker::Bullet };
        block.cut_beginning(word.len() + 1);
        return Marker::Number(number);
    }
    match number(label) {
        Some(number) => Marker::Number(number),
        None if label.chars().any(char::is_alphanumeric) => {
            block.insert_beginning(&format!("{label} "));
            Marker::None
        }
        None => Marker::Bullet,
    }
}

/// The blocks of glyphs that the tree does not hold, by where they stand.
fn untagged(letters: &Letters, rest: &[u32], page: usize, usual: Usual) -> Vec<PdfBlock> {
    let mut blocks = Vec::new();
    let mut by_direction: BTreeMap<u16, Vec<u32>> = BTreeMap::new();
    for index in rest {
        by_direction.entry(letters.glyphs[*index as usize].direction).or_default().push(*index);
    }
    for indexes in by_direction.into_values() {
        let (pieces, _) = pieces::laid_out(letters, indexes.into_iter());
        for column in columns::columns(&pieces, false) {
            blocks.extend(paragraphs::blocks(&LineColumn::of(letters, &column), page, usual));
        }
    }
    blocks
}

/// Puts a block before the first that stands under it.
fn insert(blocks: &mut Vec<PdfBlock>, block: PdfBlock) {
    let top = |block: &PdfBlock| block.anchors.first().map_or(0.0, |anchor| anchor.v);
    let place = blocks.iter().position(|other| !other.shape.floats() && top(other) > top(&block));
    let place = place.unwrap_or(blocks.len());
    blocks.insert(place, block);
}

/// What is no part of the text before and after it, by whether it stands above.
fn with_artifacts(letters: &Letters, artifacts: &[u32], page: usize, blocks: Vec<PdfBlock>) -> Vec<PdfBlock> {
    let middle = {
        let lines = || blocks.iter().flat_map(|block| &block.anchors).map(|anchor| anchor.v);
        f32::midpoint(lines().fold(f32::MAX, f32::min), lines().fold(f32::MIN, f32::max))
    };
    let (mut head, mut foot) = (Vec::new(), Vec::new());
    for line in in_lines(letters, artifacts).iter().filter(|line| line.text.chars().any(char::is_alphanumeric)) {
        let block = PdfBlock::begin(BlockShape::Boilerplate, page, line);
        if line.v < middle { head.push(block) } else { foot.push(block) }
    }
    head.into_iter().chain(blocks).chain(foot).collect()
}
