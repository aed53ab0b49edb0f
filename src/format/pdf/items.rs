//! Numbers before the items of a list: how an item begins, and which numbers follow one another. It knows one column, or the
//! end of the one before; bullets are told by their sign (`letters`).

use super::blocks::{BlockShape, PdfBlock};
use super::lines::Line;

/// The number that a block begins with as an item of a list does, and how many bytes it has with the space after it.
pub fn number_of(block: &PdfBlock) -> Option<(u32, usize)> {
    let (label, rest) = block.text.split_once(' ')?;
    let figures = label.trim_end_matches(['.', ')']).trim_start_matches('(');
    let bare = label.len() == figures.len();
    let numbered = !figures.is_empty() && figures.len() < 4 && figures.bytes().all(|byte| byte.is_ascii_digit());
    let counts =
        numbered && (!bare || block.label == Some(label.len())) && rest.starts_with(|c: char| !c.is_ascii_digit());
    counts.then(|| Some((figures.parse().ok()?, label.len() + 1)))?
}

/// Takes blocks of text whose numbers follow one another, under one another, for items of a list. What stands between
/// them stands further in by `indent` font sizes; a heading with a number is none. `usual` is the size of the text.
pub fn number_items(blocks: &mut [PdfBlock], usual: f32, indent: f32) {
    let place = |block: &PdfBlock| block.anchors.first().map_or(0.0, |anchor| anchor.u);
    let item = |block: &PdfBlock| {
        let running = block.shape == BlockShape::Text && !block.is_bold() && block.size < usual * 1.05;
        number_of(block).filter(|_| running)
    };
    let mut at = 0;
    while at < blocks.len() {
        let Some((first, _)) = item(&blocks[at]) else {
            at += 1;
            continue;
        };
        let (mut run, size) = (vec![at], blocks[at].size);
        for nth in at + 1..blocks.len() {
            let next = item(&blocks[nth]).is_some_and(|(number, _)| number as usize == first as usize + run.len());
            match place(&blocks[nth]) - place(&blocks[at]) {
                apart if next && apart.abs() < size => run.push(nth),
                apart if apart > indent * size && !blocks[nth].shape.floats() => {}
                _ => break,
            }
        }
        at = run.last().map_or(at, |last| last + 1);
        for nth in run.iter().filter(|_| run.len() > 1) {
            if let Some((number, len)) = item(&blocks[*nth]) {
                blocks[*nth].cut_beginning(len);
                blocks[*nth].shape = BlockShape::Numbered(number);
            }
        }
    }
}

/// The number of an item that a line begins with, with its mark: `3.`, `(3)`.
fn numbered(text: &str) -> Option<u32> {
    let (label, _) = text.split_once(' ')?;
    let figures = label.trim_end_matches(['.', ')']).trim_start_matches('(');
    let marked = figures.len() < label.len() && figures.len() < 4 && label.ends_with(['.', ')']);
    figures.parse().ok().filter(|_| marked && figures.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether a line begins with the number after that of the last line which begins as far to the left.
pub fn follows(lines: &[Line], at: usize) -> bool {
    let level = |line: &&Line| (line.u0 - lines[at].u0).abs() < line.size * 0.4;
    let Some(number) = numbered(&lines[at].text) else { return false };
    let above = lines[..at].iter().rev().find(level).and_then(|line| numbered(&line.text));
    above.is_some_and(|above| above + 1 == number)
}

/// A list that may go on at the top of the next column or page.
#[derive(Debug, Default)]
pub struct RunningList(Option<u32>);

impl RunningList {
    /// Takes the next block of the text for the next item, where it has its number and nothing but items stood between.
    pub fn go_on(&mut self, block: &mut PdfBlock) {
        let next = self.0.map(|number| number + 1);
        match (block.shape, number_of(block)) {
            (BlockShape::Text, Some((number, len))) if Some(number) == next && !block.is_bold() => {
                block.cut_beginning(len);
                block.shape = BlockShape::Numbered(number);
                self.0 = next;
            }
            (BlockShape::Numbered(number), _) => self.0 = Some(number),
            (BlockShape::Item, _) => {}
            (shape, _) if shape.floats() => {}
            _ => self.0 = None,
        }
    }
}

/// Whether a line begins as an item does: `1.`, `(a)`, `[12]`, `iv)`.
pub fn starts_with_number(text: &str) -> bool {
    let word = text.split(' ').next().unwrap_or_default();
    let inside = word.trim_start_matches(['(', '[']).trim_end_matches(['.', ')', ']', ':']);
    let marked = word.ends_with(['.', ')', ']']) && word.len() <= 6 && !inside.is_empty();
    let short = inside.chars().count() == 1 || inside.chars().all(|c| "ivxIVX".contains(c));
    marked && (inside.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') || (short && inside.is_ascii()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, u0: f32) -> Line {
        Line { text: text.to_owned(), u0, size: 10.0, ..Line::default() }
    }

    #[test]
    fn items_are_told_from_running_text() {
        for text in ["1. One", "(a) One", "[12] Work", "iv) Four", "2.1. Two"] {
            assert!(starts_with_number(text), "{text}");
        }
        for text in ["one. Two", "A man", "1 One", "20,000. The"] {
            assert!(!starts_with_number(text), "{text}");
        }
    }

    #[test]
    fn a_number_follows_the_last_that_stands_as_far_out() {
        let lines = [line("1. Cross.", 20.0), line("under it", 32.0), line("2. Carry", 20.0), line("4. Row", 20.0)];
        assert_eq!([0, 1, 2, 3].map(|at| follows(&lines, at)), [false, false, true, false]);
        let apart = [line("1. Cross.", 20.0), line("2. Carry", 40.0)];
        assert!(!follows(&apart, 1));
    }

    #[test]
    fn a_list_goes_on_in_the_next_column() {
        let shapes = |texts: &[(&str, BlockShape)]| {
            let mut list = RunningList::default();
            let blocks = texts.iter().map(|(text, shape)| PdfBlock::begin(*shape, 0, &line(text, 20.0)));
            let went = blocks.map(|mut block| {
                list.go_on(&mut block);
                (block.text, block.shape)
            });
            went.last()
        };
        let second = ("Carry", BlockShape::Numbered(2));
        let third = ("3. Keep dry.", BlockShape::Text);
        let gone_on = Some(("Keep dry.".to_owned(), BlockShape::Numbered(3)));
        assert_eq!(shapes(&[second, ("the doctor", BlockShape::Item), ("a note", BlockShape::Note), third]), gone_on);
        let kept = Some(("3. Keep dry.".to_owned(), BlockShape::Text));
        assert_eq!(shapes(&[second, ("Nobody did.", BlockShape::Text), third]), kept);
        assert_eq!(shapes(&[("One", BlockShape::Numbered(1)), third]), kept);
    }
}
