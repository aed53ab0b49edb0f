//! By how many rows a screen may have scrolled. It sends nothing, and does not decide: the painter tries what is said here.
//!
//! To try every distance costs more than all the rest of a repaint (72 % of the first page, measured). So pieces of the rows that
//! stand once on the old screen vote for the distance at which they stand on the new one, and only what has most votes is tried.

use crate::text::cells;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use std::collections::HashMap;

/// Where fewer cells differ nothing is tried: setting a region and taking it back takes some twenty bytes.
const WORTH: usize = 64;
/// Cells in a piece of a row: long enough to be a word or two, short enough that each pane has whole ones.
const PIECE: u16 = 8;
/// So many distances are tried: two panes may have moved apart.
const TRIED: usize = 2;
/// So many cells beside a margin hold nothing on whose width terminals disagree.
const EDGE: u16 = 2;

/// The rows that scroll: all but the row of titles and the two last ones. First and one past the last.
pub fn region(area: Rect) -> (u16, u16) {
    (1, area.height.saturating_sub(2))
}

/// Moves the rows of the region up by `rows` (down if negative), in these columns (first, one past the last); what comes in is blank.
pub fn shift(buffer: &mut Buffer, (left, right): (u16, u16), rows: i32) {
    let (top, bottom) = region(buffer.area);
    let old = buffer.clone();
    for y in top..bottom {
        for x in left..right {
            buffer[(x, y)] = row_after(&old, y, rows).map_or_else(Cell::default, |from| old[(x, from)].clone());
        }
    }
}

/// The row of `buffer` that stands at `y` after scrolling by `rows`.
fn row_after(buffer: &Buffer, y: u16, rows: i32) -> Option<u16> {
    let (top, bottom) = region(buffer.area);
    let from = i32::from(y) + rows;
    u16::try_from(from).ok().filter(|from| (top..bottom).contains(from))
}

/// The columns (first, one past the last) in which most cells stand right when their rows were moved so far and the others stay; none
/// where that is worth nothing, or where a character at an edge would be cut or may be wider than it is thought to be.
pub fn columns(shown: &Buffer, next: &Buffer, rows: i32) -> Option<(u16, u16)> {
    let (mut best, mut begin, mut sum) = ((0, 0, 0), 0, 0);
    for x in 0..shown.area.width {
        if sum <= 0 {
            (begin, sum) = (x, 0);
        }
        sum += gain(shown, next, x, rows);
        if sum > best.0 {
            best = (sum, begin, x + 1);
        }
    }
    let (gain, left, right) = best;
    let worth = usize::try_from(gain).is_ok_and(|gain| gain >= WORTH);
    (worth && is_clear(shown, left) && is_clear(shown, right)).then_some((left, right))
}

/// How many more cells of a column stand right when it was moved than when it stays.
fn gain(shown: &Buffer, next: &Buffer, x: u16, rows: i32) -> i32 {
    let (top, bottom) = region(shown.area);
    let rights = (top..bottom).map(|y| {
        let moved =
            row_after(shown, y, rows).map_or(next[(x, y)] == Cell::EMPTY, |from| shown[(x, from)] == next[(x, y)]);
        i32::from(moved) - i32::from(shown[(x, y)] == next[(x, y)])
    });
    rights.sum()
}

/// Whether no character stands over the edge before a column, nor one beside it on whose width terminals disagree.
fn is_clear(shown: &Buffer, x: u16) -> bool {
    let (top, bottom) = region(shown.area);
    let beside = x.saturating_sub(EDGE)..x.saturating_add(EDGE).min(shown.area.width);
    (top..bottom).all(|y| {
        let is_whole = x >= shown.area.width || !shown[(x, y)].symbol().is_empty();
        is_whole && beside.clone().all(|x| !cells::is_disputed(shown[(x, y)].symbol()))
    })
}

/// The distances with most votes, the best first; none where too little differs for scrolling to save anything.
pub fn likely(shown: &Buffer, next: &Buffer) -> Vec<i32> {
    if shown.area != next.area || next.area.height < 6 || !differ(shown, next) {
        return Vec::new();
    }
    let before = once(shown);
    let mut votes: HashMap<i32, usize> = HashMap::new();
    for (piece, y) in once(next) {
        if let (Some(y), Some(Some(from))) = (y, before.get(&piece)) {
            *votes.entry(i32::from(*from) - i32::from(y)).or_default() += 1;
        }
    }
    votes.remove(&0);
    let mut votes: Vec<(i32, usize)> = votes.into_iter().collect();
    votes.sort_by_key(|(rows, votes)| (std::cmp::Reverse(*votes), rows.unsigned_abs(), *rows));
    votes.into_iter().take(TRIED).map(|(rows, _)| rows).collect()
}

/// The pieces of the region with the row of each, none where it stands in several rows. Blank ones are left out.
fn once(buffer: &Buffer) -> HashMap<(u16, u64), Option<u16>> {
    let (top, bottom) = region(buffer.area);
    let mut rows = HashMap::new();
    for y in top..bottom {
        for x in (0..buffer.area.width).step_by(usize::from(PIECE)) {
            if let Some(print) = fingerprint(buffer, x, y) {
                rows.entry((x, print)).and_modify(|row| *row = None).or_insert(Some(y));
            }
        }
    }
    rows
}

/// A number for the letters of a piece (FNV-1a, 64 bits), without their styles; none where all is blank. Two pieces of one
/// number may differ: the cells are compared before anything is scrolled.
fn fingerprint(buffer: &Buffer, x: u16, y: u16) -> Option<u64> {
    let end = x.saturating_add(PIECE).min(buffer.area.width);
    let (mut print, mut inked) = (0xcbf2_9ce4_8422_2325_u64, false);
    for symbol in (x..end).map(|x| buffer[(x, y)].symbol()) {
        inked |= symbol != " ";
        for byte in symbol.bytes() {
            print = (print ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    inked.then_some(print)
}

/// Whether more cells differ than scrolling is worth.
fn differ(shown: &Buffer, next: &Buffer) -> bool {
    let both = shown.content.iter().zip(&next.content);
    both.filter(|(before, now)| before != now).take(WORTH).count() == WORTH
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::Style;

    /// The lines of a text from one of them, beside a list that stays.
    fn screen(from: u64) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 60, 20));
        for y in 1..18_u16 {
            buffer.set_string(0, y, format!("{y}. text"), Style::default());
            buffer.set_string(10, y, line(from + u64::from(y)), Style::default());
        }
        buffer
    }

    /// A line of letters like no other.
    fn line(number: u64) -> String {
        let mixed = |at: u64| (number * 64 + at).wrapping_mul(0x5851_f42d_4c95_7f2d) >> 40;
        (1..45).map(|at| char::from(b'a' + (mixed(at) % 26) as u8)).collect()
    }

    #[test]
    fn text_that_moved_beside_a_list_that_stays_votes_for_what_it_moved() {
        for moved in [1_u8, 3, 8] {
            let (before, after) = (screen(100), screen(100 + u64::from(moved)));
            assert_eq!(likely(&before, &after).first(), Some(&i32::from(moved)));
            assert_eq!(likely(&after, &before).first(), Some(&-i32::from(moved)));
        }
    }

    #[test]
    fn where_nothing_moved_nothing_is_tried() {
        assert!(likely(&Buffer::empty(Rect::new(0, 0, 60, 20)), &screen(0)).is_empty());
        assert!(likely(&screen(0), &screen(500)).is_empty());
        assert!(likely(&screen(0), &screen(0)).is_empty());
    }
}
