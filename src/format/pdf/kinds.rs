//! What each block is, now that all of the text is there: headings by size, weight and the file's own table of
//! contents. It changes no text.

use super::blocks::{BlockShape, PdfBlock};
use super::fonts::LetterLook;
use super::lines::Sizes;
use crate::document::{BlockKind, Marker};
use crate::text::Span;

/// A block that has its place in the text.
#[derive(Debug)]
pub struct Placed {
    /// Where it stands.
    pub span: Span,
    /// The block; its text is in the document now.
    pub block: PdfBlock,
}

/// Kind, level and marker of a block.
pub type BlockForm = (BlockKind, u8, Marker);

/// The longest heading, in bytes.
const LONGEST: usize = 240;
/// Headings are larger than the text by this factor at least.
const LARGER: f32 = 1.09;
/// The most levels of headings, the title among them.
const LEVELS: u8 = 6;

/// The kind of each block. `sections` are the entries of the file's table of contents with their places, `title` is what the
/// file says of itself.
pub fn kinds(placed: &[Placed], text: &str, sections: &[(String, u8, usize)], title: Option<&str>) -> Vec<BlockForm> {
    let usual = usual_size(placed);
    let sizes = heading_sizes(placed, text, usual);
    let mut kinds: Vec<BlockForm> = placed.iter().map(|placed| plain(placed.block.shape)).collect();
    for (index, one) in placed.iter().enumerate() {
        if let Some(tag) = one.block.tag {
            kinds[index] = (tag.kind, tag.level, tag.marker);
        } else if let Some(level) = level(one, text, usual, &sizes, sections).filter(|_| !is_head(placed, index, usual))
        {
            kinds[index] = (BlockKind::Heading, level, Marker::None);
        }
    }
    if placed.iter().any(|one| one.block.tag.is_some_and(|tag| tag.kind == BlockKind::Heading)) {
        with_title(placed, text, usual, &mut kinds);
    } else {
        only_one_title(&mut kinds);
        entitle(placed, text, title, &mut kinds);
    }
    kinds
}

/// Takes the first heading for the title where the file is called so and none is: it stands in the table of contents beside
/// those that come under it.
fn entitle(placed: &[Placed], text: &str, title: Option<&str>, kinds: &mut [BlockForm]) {
    let Some(first) = kinds.iter().position(|kind| kind.0 == BlockKind::Heading) else { return };
    let called = title.is_some_and(|title| fold(title) == fold(placed[first].span.of(text)));
    if called && kinds[first].1 == 2 {
        kinds[first].1 = 1;
    }
}

/// How many blocks may stand before a title.
const BEFORE_TITLE: usize = 6;
/// How much larger than the text a title is that the file calls a paragraph, at least.
const TITLE: f32 = 1.25;

/// Takes the paragraph before the first heading that is as large as any heading for the title of all of them.
fn with_title(placed: &[Placed], text: &str, usual: f32, kinds: &mut [BlockForm]) {
    let heading = |kind: &BlockForm| kind.0 == BlockKind::Heading;
    let Some(first) = kinds.iter().position(heading).filter(|first| *first > 0) else { return };
    let sizes = placed.iter().zip(&*kinds).filter(|(_, kind)| heading(kind)).map(|(one, _)| one.block.size);
    let largest = sizes.fold(usual * TITLE, f32::max);
    let is_title = |nth: &usize| {
        let one = &placed[*nth];
        may_be_heading(one, text) && one.block.tag.is_some() && one.block.size > largest * 0.97
    };
    let Some(title) = (0..first.min(BEFORE_TITLE)).find(is_title) else { return };
    if kinds.iter().any(|kind| heading(kind) && kind.1 == 1) {
        kinds.iter_mut().filter(|kind| heading(kind)).for_each(|kind| kind.1 = (kind.1 + 1).min(LEVELS));
    }
    kinds[title] = (BlockKind::Heading, 1, Marker::None);
}

fn plain(shape: BlockShape) -> BlockForm {
    match shape {
        BlockShape::Text => (BlockKind::Paragraph, 0, Marker::None),
        BlockShape::Item => (BlockKind::ListItem, 1, Marker::Bullet),
        BlockShape::Numbered(number) => (BlockKind::ListItem, 1, Marker::Number(number)),
        BlockShape::Lines => (BlockKind::Verse, 0, Marker::None),
        BlockShape::Code => (BlockKind::Code, 0, Marker::None),
        BlockShape::Row => (BlockKind::TableRow, 0, Marker::None),
        BlockShape::Caption => (BlockKind::Caption, 0, Marker::None),
        BlockShape::Note => (BlockKind::Footnote, 0, Marker::None),
        BlockShape::Boilerplate => (BlockKind::Boilerplate, 0, Marker::None),
    }
}

/// The size that most letters of the text have.
fn usual_size(placed: &[Placed]) -> f32 {
    let mut sizes = Sizes::default();
    for one in placed.iter().filter(|one| one.block.shape == BlockShape::Text) {
        sizes.add(one.block.size, one.span.len());
    }
    sizes.usual().unwrap_or(10.0)
}

fn may_be_heading(one: &Placed, text: &str) -> bool {
    let words = one.span.of(text);
    one.block.shape == BlockShape::Text
        && words.len() <= LONGEST
        && words.chars().filter(|c| c.is_alphabetic()).count() >= 3
}

/// The sizes of headings, the largest first.
fn heading_sizes(placed: &[Placed], text: &str, usual: f32) -> Vec<f32> {
    let larger = |one: &&Placed| may_be_heading(one, text) && one.block.size > usual * LARGER;
    let mut sizes: Vec<f32> = placed.iter().filter(larger).map(|one| one.block.size).collect();
    sizes.sort_by(|a, b| b.total_cmp(a));
    sizes.dedup_by(|a, b| (*a - *b).abs() < 0.6);
    sizes
}

/// The level of a block that is a heading.
fn level(one: &Placed, text: &str, usual: f32, sizes: &[f32], sections: &[(String, u8, usize)]) -> Option<u8> {
    if !may_be_heading(one, text) {
        return None;
    }
    let words = one.span.of(text);
    let from = sections.partition_point(|(.., at)| *at < one.span.start);
    let named = sections[from..]
        .iter()
        .take_while(|(.., at)| *at < one.span.end)
        .find(|(title, ..)| fold(title).contains(&fold(words)) || fold(words).contains(&fold(title)));
    if let Some((_, level, _)) = named {
        return Some((level + 1).min(LEVELS));
    }
    let by_size = sizes.iter().position(|size| (size - one.block.size).abs() < 0.6);
    if let Some(nth) = by_size.filter(|_| one.block.size > usual * LARGER) {
        return Some(u8::try_from(nth + 1).unwrap_or(LEVELS).min(LEVELS));
    }
    let bold = one.block.share(LetterLook::BOLD, words.len()) > 0.9 && one.block.size > usual * 0.95;
    let open = words.ends_with(['.', ',', ';', ':']) && !starts_with_figure(words);
    let below = u8::try_from(sizes.len()).unwrap_or(LEVELS) + 1;
    (bold && !open && words.len() <= LONGEST / 2).then(|| below.clamp(2, LEVELS))
}

/// Whether a bold line is the head of the table that follows without a gap.
fn is_head(placed: &[Placed], index: usize, usual: f32) -> bool {
    let row = placed.get(index + 1).is_some_and(|next| next.block.shape == BlockShape::Row && !next.block.apart);
    row && placed[index].block.size < usual * LARGER
}

fn starts_with_figure(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

/// The letters and figures alone.
fn fold(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Level 1 is the title, once and before everything else; what else is as large comes under it.
fn only_one_title(kinds: &mut [BlockForm]) {
    let mut seen = false;
    for (_, level, _) in kinds.iter_mut().filter(|(kind, ..)| *kind == BlockKind::Heading) {
        if seen && *level == 1 {
            *level = 2;
        }
        seen = true;
    }
}
