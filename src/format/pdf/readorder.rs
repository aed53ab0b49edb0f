//! Glyphs of lines that run from right to left, or both ways, in the order in which they are read: the rule of UAX #9 as far as
//! it can be known where only places are. It joins no lines.

use super::letters::{is_figure, runs_left};
use super::page::Letters;

/// Whether any letter of a page runs from right to left.
pub fn has_leftward(letters: &Letters) -> bool {
    letters.glyphs.iter().any(|glyph| letters.of(glyph).chars().any(runs_left))
}

/// Whether a glyph runs from right to left; `None` of blanks and marks.
fn leftward(letters: &Letters, glyph: usize) -> Option<bool> {
    let mut written = letters.of(&letters.glyphs[glyph]).chars();
    written.find_map(|c| if runs_left(c) { Some(true) } else { (c.is_alphanumeric() || is_figure(c)).then_some(false) })
}

/// The glyphs of one line as they are read, of those as they are looked at, from left to right.
pub fn as_read(letters: &Letters, line: &[usize]) -> Vec<usize> {
    let strong: Vec<Option<bool>> = line.iter().map(|glyph| leftward(letters, *glyph)).collect();
    let count = |wanted: bool| strong.iter().filter(|way| **way == Some(wanted)).count();
    let base = count(true) > count(false);
    // What stands between letters of one direction has it, anything else that of the line.
    let mut behind: Vec<Option<bool>> = vec![None; line.len()];
    let mut next = None;
    for at in (0..line.len()).rev() {
        next = strong[at].or(next);
        behind[at] = next;
    }
    let mut before = None;
    let ways = strong.iter().zip(&behind).map(|(own, behind)| {
        before = own.or(before);
        own.or_else(|| before.filter(|before| Some(*before) == *behind)).unwrap_or(base)
    });
    let glyphs: Vec<(usize, bool)> = line.iter().copied().zip(ways).collect();
    let mut runs: Vec<&[(usize, bool)]> = glyphs.chunk_by(|(_, a), (_, b)| a == b).collect();
    if base {
        runs.reverse();
    }
    let run = |run: &[(usize, bool)]| {
        let mut run = run.to_vec();
        if run.first().is_some_and(|(_, leftward)| *leftward) {
            run.reverse();
        }
        run.into_iter().map(|(glyph, _)| glyph)
    };
    runs.into_iter().flat_map(run).collect()
}
