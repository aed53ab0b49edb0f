//! Numbers of lines in the margin, as manuscripts, bills and transcripts have them: they count the lines beside them and
//! are no words of the text.

use super::columns;
use super::page::Letters;
use super::pieces::PdfPiece;

/// The fewest numbers that are a count of every line …
const FEWEST: usize = 6;
/// … or of every fifth and the like.
const FEWEST_STEPS: usize = 2;
/// The share of numbers that count right: a heading between the lines may be counted or not.
const COUNTING: f32 = 0.8;
/// The share of counted lines that go on in the middle of a sentence: items of a list do not.
const GOING_ON: f32 = 0.25;
/// How far the edges of numbers may differ, in points.
const SAME_EDGE: f32 = 2.5;

/// A number beside a row.
struct Count {
    piece: usize,
    row: usize,
    value: u32,
}

/// The pieces that number the lines of a page, from the top.
pub fn line_numbers(letters: &Letters, pieces: &[PdfPiece]) -> Vec<usize> {
    for right in [false, true] {
        let found = on_side(letters, pieces, right);
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

fn on_side(letters: &Letters, pieces: &[PdfPiece], right: bool) -> Vec<usize> {
    let rows = columns::rows(pieces.iter().collect());
    let index_of = |piece: &PdfPiece| pieces.iter().position(|other| std::ptr::eq(other, piece));
    let mut counts = Vec::new();
    for (nth, row) in rows.iter().enumerate().filter(|(_, row)| row.len() > 1) {
        let Some(piece) = (if right { row.last() } else { row.first() }).copied() else { continue };
        if let Some((value, piece)) = number(&text(letters, piece)).zip(index_of(piece)) {
            counts.push(Count { piece, row: nth, value });
        }
    }
    let Some(edge) = common_edge(&counts, pieces) else { return Vec::new() };
    counts.retain(|count| edge.holds(&pieces[count.piece]));
    let inner = inner(pieces, &counts, right);
    let inside = |piece: &&PdfPiece| if right { piece.u1 > inner } else { piece.u0 < inner };
    let strangers = pieces.iter().filter(inside).count().saturating_sub(counts.len());
    if strangers * 5 > counts.len() || !counts_lines(&counts) || !goes_on(letters, &rows, &counts) {
        return Vec::new();
    }
    counts.iter().map(|count| count.piece).collect()
}

/// The edge that numbers share: the left one or the right one.
#[derive(Clone, Copy)]
struct MarginEdge {
    at: f32,
    end: bool,
}

impl MarginEdge {
    fn holds(self, piece: &PdfPiece) -> bool {
        (if self.end { piece.u1 } else { piece.u0 } - self.at).abs() < SAME_EDGE
    }
}

/// How far numbers reach towards the text.
fn inner(pieces: &[PdfPiece], counts: &[Count], right: bool) -> f32 {
    let own = counts.iter().map(|count| &pieces[count.piece]);
    if right {
        own.fold(f32::MAX, |at, piece| at.min(piece.u0))
    } else {
        own.fold(f32::MIN, |at, piece| at.max(piece.u1))
    }
}

fn common_edge(counts: &[Count], pieces: &[PdfPiece]) -> Option<MarginEdge> {
    let edges = counts.iter().flat_map(|count| {
        let piece = &pieces[count.piece];
        [MarginEdge { at: piece.u0, end: false }, MarginEdge { at: piece.u1, end: true }]
    });
    let held = |edge: &MarginEdge| counts.iter().filter(|count| edge.holds(&pieces[count.piece])).count();
    edges.take(400).max_by_key(held).filter(|edge| held(edge) >= FEWEST_STEPS)
}

/// Whether numbers grow as rows go by.
fn counts_lines(counts: &[Count]) -> bool {
    let steps: Vec<(i64, i64)> = counts
        .windows(2)
        .map(|pair| (i64::from(pair[1].value) - i64::from(pair[0].value), (pair[1].row - pair[0].row) as i64))
        .collect();
    let right = steps.iter().filter(|(values, rows)| values == rows).count();
    let step = steps.first().map_or(0, |(values, _)| *values);
    let enough = counts.len()
        >= if step % 5 == 0 {
            FEWEST_STEPS
        } else if step > 1 {
            FEWEST_STEPS + 1
        } else {
            FEWEST
        };
    step > 0 && enough && right as f32 >= steps.len() as f32 * COUNTING
}

/// Whether the lines that are counted are lines of sentences.
fn goes_on(letters: &Letters, rows: &[Vec<&PdfPiece>], counts: &[Count]) -> bool {
    let (Some(first), Some(last)) = (counts.first(), counts.last()) else { return false };
    let own = |piece: &PdfPiece| number(&text(letters, piece)).is_none();
    let rows = &rows[first.row..=last.row];
    let begins = rows.iter().map(|row| {
        let text = row.iter().find(|piece| own(piece)).map(|piece| text(letters, piece)).unwrap_or_default();
        text.trim_start().starts_with(char::is_lowercase)
    });
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    columns <= 3 && begins.filter(|low| *low).count() as f32 >= rows.len() as f32 * GOING_ON
}

fn number(text: &str) -> Option<u32> {
    let text = text.trim();
    (text.len() <= 5 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

fn text(letters: &Letters, piece: &PdfPiece) -> String {
    piece.glyphs.iter().map(|index| letters.of(&letters.glyphs[*index as usize])).collect()
}
