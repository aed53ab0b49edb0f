//! The order in which the pieces of a page are read: columns from left to right, what reaches over them in its place.
//! It moves pieces and changes none.

use super::pieces::PdfPiece;

/// The narrowest space between two columns, in font sizes.
const NARROWEST: f32 = 0.5;
/// How many rows each of two columns has at least.
const FEWEST_ROWS: usize = 3;
/// The letters that a line of a column has at least, on average: fewer make the cells of a table.
const FEWEST_LETTERS: usize = 14;
/// How many places for a gutter are tried.
const MOST_TRIED: usize = 48;
/// How often columns are parted again.
const DEEPEST: usize = 10;

/// A part of the page that is read from top to bottom: rows of pieces, each from left to right.
#[derive(Debug)]
pub struct Column<'p> {
    /// Its rows.
    pub rows: Vec<Vec<&'p PdfPiece>>,
    /// Its left edge.
    pub left: f32,
    /// Its right edge.
    pub right: f32,
}

/// The columns of a page, in reading order; from right to left where the text runs so. Pieces are sorted from the top.
pub fn columns(pieces: &[PdfPiece], leftward: bool) -> Vec<Column<'_>> {
    let mut out = Vec::new();
    part(rows(pieces.iter().collect()), leftward, 0, &mut out);
    out
}

/// Pieces of one base line together.
pub fn rows(pieces: Vec<&PdfPiece>) -> Vec<Vec<&PdfPiece>> {
    let mut rows: Vec<Vec<&PdfPiece>> = Vec::new();
    for piece in pieces {
        let same = |row: &Vec<&PdfPiece>| {
            let first = row[0];
            (piece.v - first.v).abs() <= 0.35 * first.size.min(piece.size)
                && row
                    .iter()
                    .all(|other| piece.u0 >= other.u1 - 0.4 * piece.size || piece.u1 <= other.u0 + 0.4 * piece.size)
        };
        match rows.iter_mut().rev().take(4).find(|row| same(row)) {
            Some(row) => row.push(piece),
            None => rows.push(vec![piece]),
        }
    }
    for row in &mut rows {
        row.sort_by(|a, b| a.u0.total_cmp(&b.u0));
    }
    rows
}

/// Rows that stand one under the other between two that reach over the gutter.
enum PageBand<'p> {
    /// Both columns, each with its rows.
    Parted(Vec<Vec<&'p PdfPiece>>, Vec<Vec<&'p PdfPiece>>),
    /// What is read across.
    Whole(Vec<Vec<&'p PdfPiece>>),
}

fn part<'p>(rows: Vec<Vec<&'p PdfPiece>>, leftward: bool, depth: usize, out: &mut Vec<Column<'p>>) {
    let gutter = if depth < DEEPEST { best_gutter(&rows) } else { None };
    let Some(gutter) = gutter else {
        let edge = |edge: fn(&PdfPiece) -> f32, pick: fn(f32, f32) -> f32, from: f32| {
            rows.iter().flatten().map(|piece| edge(piece)).fold(from, pick)
        };
        let (left, right) = (edge(|piece| piece.u0, f32::min, f32::MAX), edge(|piece| piece.u1, f32::max, f32::MIN));
        if !rows.is_empty() {
            out.push(Column { rows, left, right });
        }
        return;
    };
    for band in bands(rows, gutter) {
        match band {
            PageBand::Whole(rows) => part(rows, leftward, depth + 1, out),
            PageBand::Parted(left, right) => {
                let (first, second) = if leftward { (right, left) } else { (left, right) };
                part(first, leftward, depth + 1, out);
                part(second, leftward, depth + 1, out);
            }
        }
    }
}

/// On which side of a gutter a piece stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum GutterSide {
    Left,
    Right,
    Across,
}

fn side(piece: &PdfPiece, gutter: f32) -> GutterSide {
    let (before, after) = (gutter - piece.u0, piece.u1 - gutter);
    // A formula that sticks out a little belongs to its column all the same.
    let little = |out: f32| out < piece.size * 0.3 || out < (before + after) * 0.08;
    match (before, after) {
        (_, after) if little(after) => GutterSide::Left,
        (before, _) if little(before) => GutterSide::Right,
        _ => GutterSide::Across,
    }
}

fn is_across(row: &[&PdfPiece], gutter: f32) -> bool {
    row.iter().any(|piece| side(piece, gutter) == GutterSide::Across)
}

/// The gutter that parts the most text, if any does.
fn best_gutter(rows: &[Vec<&PdfPiece>]) -> Option<f32> {
    let mut best: Option<(usize, f32)> = None;
    for gutter in candidates(rows) {
        let parted: usize = rows
            .chunk_by(|a, b| is_across(a, gutter) == is_across(b, gutter))
            .filter(|band| !is_across(&band[0], gutter))
            .map(|band| parted_letters(band, gutter))
            .sum();
        if parted > best.map_or(0, |(most, _)| most) {
            best = Some((parted, gutter));
        }
    }
    best.map(|(_, gutter)| gutter)
}

/// Places where a column may begin or end: edges that several pieces share, those of most pieces first.
fn candidates(rows: &[Vec<&PdfPiece>]) -> Vec<f32> {
    let edges = |edge: fn(&PdfPiece) -> f32| {
        let mut edges: Vec<(f32, f32)> = rows.iter().flatten().map(|piece| (edge(piece), piece.size)).collect();
        edges.sort_by(|a, b| a.0.total_cmp(&b.0));
        edges
    };
    let mut found = shared(&edges(|piece| piece.u0), 0.0, -0.1);
    // A line may end a little before the edge.
    found.extend(shared(&edges(|piece| piece.u1), 1.0, 0.1));
    found.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.total_cmp(&b.1)));
    let mut kept: Vec<f32> = Vec::new();
    for (_, at) in found {
        if kept.len() < MOST_TRIED && kept.iter().all(|other| (other - at).abs() > 0.5) {
            kept.push(at);
        }
    }
    kept
}

/// How many pieces share each edge, with a place `outward` font sizes beyond the `outer` end of what they share.
fn shared(edges: &[(f32, f32)], outer: f32, outward: f32) -> Vec<(usize, f32)> {
    let mut found = Vec::new();
    let mut to = 0;
    for (from, (edge, size)) in edges.iter().enumerate() {
        let reach = size * 0.2;
        while edges.get(to).is_some_and(|(other, _)| other - edge <= reach) {
            to += 1;
        }
        if to - from >= FEWEST_ROWS {
            found.push((to - from, edge + outer * reach + outward * size));
        }
    }
    found
}

/// How many letters a gutter parts in these rows; zero where the sides are no columns of text.
fn parted_letters(band: &[Vec<&PdfPiece>], gutter: f32) -> usize {
    let (left, right) =
        (ColumnHalf::of(band, gutter, GutterSide::Left), ColumnHalf::of(band, gutter, GutterSide::Right));
    let (Some((l0, l1)), Some((r0, r1))) = (left.ends(), right.ends()) else { return 0 };
    let (from, to) = (l0.max(r0), l1.min(r1));
    let beside = |half: &ColumnHalf| half.rows.iter().filter(|row| (from..=to).contains(*row)).count();
    let few = from > to || beside(&left) < FEWEST_ROWS || beside(&right) < FEWEST_ROWS;
    let narrow = right.u0 - left.u1 < NARROWEST * left.size.min(right.size);
    if few || narrow || !left.is_text() || !right.is_text() {
        return 0;
    }
    left.letters.min(right.letters)
}

/// What stands on one side of a gutter, in numbers.
struct ColumnHalf {
    /// The rows with something on this side.
    rows: Vec<usize>,
    pieces: usize,
    letters: usize,
    u0: f32,
    u1: f32,
    size: f32,
}

impl ColumnHalf {
    fn of(band: &[Vec<&PdfPiece>], gutter: f32, wanted: GutterSide) -> Self {
        let mut half = Self { rows: Vec::new(), pieces: 0, letters: 0, u0: f32::MAX, u1: f32::MIN, size: f32::MAX };
        for (nth, row) in band.iter().enumerate() {
            for piece in row.iter().filter(|piece| side(piece, gutter) == wanted) {
                if half.rows.last() != Some(&nth) {
                    half.rows.push(nth);
                }
                half.pieces += 1;
                half.letters += piece.glyphs.len();
                half.u0 = half.u0.min(piece.u0);
                half.u1 = half.u1.max(piece.u1);
                half.size = half.size.min(piece.size);
            }
        }
        half
    }

    fn ends(&self) -> Option<(usize, usize)> {
        Some((*self.rows.first()?, *self.rows.last()?))
    }

    /// Whether these are lines of text and not the cells of a table.
    fn is_text(&self) -> bool {
        self.letters >= FEWEST_LETTERS * self.pieces
    }
}

/// The rows in bands, from the top.
fn bands(rows: Vec<Vec<&PdfPiece>>, gutter: f32) -> Vec<PageBand<'_>> {
    let mut bands: Vec<PageBand<'_>> = Vec::new();
    let mut rest = rows.into_iter().peekable();
    while let Some(row) = rest.next() {
        let across = is_across(&row, gutter);
        let mut band = vec![row];
        while let Some(next) = rest.next_if(|next| is_across(next, gutter) == across) {
            band.push(next);
        }
        if !across && parted_letters(&band, gutter) > 0 {
            bands.push(PageBand::Parted(
                on_side(&band, gutter, GutterSide::Left),
                on_side(&band, gutter, GutterSide::Right),
            ));
        } else if let Some(PageBand::Whole(above)) = bands.last_mut() {
            above.extend(band);
        } else {
            bands.push(PageBand::Whole(band));
        }
    }
    bands
}

/// What of the rows stands on one side of a gutter.
fn on_side<'p>(band: &[Vec<&'p PdfPiece>], gutter: f32, wanted: GutterSide) -> Vec<Vec<&'p PdfPiece>> {
    let on = |row: &Vec<&'p PdfPiece>| -> Vec<&'p PdfPiece> {
        row.iter().filter(|piece| side(piece, gutter) == wanted).copied().collect()
    };
    band.iter().map(on).filter(|row| !row.is_empty()).collect()
}
