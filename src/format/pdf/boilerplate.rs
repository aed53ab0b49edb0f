//! Running heads, running feet and page numbers: what stands at the edge of a page and again on a page close by. It
//! compares two pages forward and two back, never the whole document.

use super::lines;
use super::page::Letters;
use super::pieces::PdfPiece;

/// How many pages before and after one are compared with it.
pub const REACH: usize = 2;
/// How many rows at each edge are looked at.
const ROWS: usize = 3;
/// The share of the page's height, at each edge, in which they stand.
const MARGIN: f32 = 0.2;
/// How far apart, in points, the same row may stand on two pages.
const SHIFT: f32 = 6.0;
/// The gap between a running head and its number that none in a line of text is as wide as, in font sizes.
const WIDE: f32 = 3.0;
/// The longest running head, in bytes.
const LONGEST: usize = 200;

/// A row at the upper or lower edge of a page.
#[derive(Clone, Debug)]
pub struct Edge {
    /// Its pieces, by their place among the page's.
    pub pieces: Vec<usize>,
    /// Whether it stands at the upper edge.
    pub above: bool,
    /// Its letters, with one `#` for each number.
    key: String,
    /// The only number in it.
    number: Option<String>,
    /// The numbers that it begins and ends with, where words stand between.
    ends: [Option<String>; 2],
    /// Whether a wide gap parts its number from its words.
    parted: bool,
    v: f32,
    /// Whether it is well apart from the text.
    apart: bool,
}

/// The rows at the edges of a page that reaches from `top` to `bottom`, the outermost first.
pub fn edges(letters: &Letters, pieces: &[PdfPiece], top: f32, bottom: f32) -> Vec<Edge> {
    let margin = (bottom - top) * MARGIN;
    let mut rows: Vec<Vec<usize>> = Vec::new();
    for (index, piece) in pieces.iter().enumerate() {
        match rows.last_mut().filter(|row| piece.v - pieces[row[0]].v < 0.35 * piece.size) {
            Some(row) => row.push(index),
            None => rows.push(vec![index]),
        }
    }
    let gap = |a: usize, b: usize| -> f32 {
        let (Some(a), Some(b)) = (rows.get(a), rows.get(b)) else { return f32::MAX };
        (pieces[b[0]].v - pieces[a[0]].v).abs() / pieces[a[0]].size.max(1.0)
    };
    let mut out = Vec::new();
    for nth in 0..rows.len().min(ROWS) {
        if pieces[rows[nth][0]].v < top + margin {
            out.push(edge(letters, pieces, &rows[nth], true, gap(nth, nth + 1) > 1.7));
        }
    }
    for nth in (0..rows.len()).rev().take(ROWS) {
        if pieces[rows[nth][0]].v > bottom - margin {
            out.push(edge(letters, pieces, &rows[nth], false, nth == 0 || gap(nth, nth - 1) > 1.7));
        }
    }
    out
}

fn edge(letters: &Letters, pieces: &[PdfPiece], row: &[usize], above: bool, apart: bool) -> Edge {
    let mut row = row.to_vec();
    row.sort_by(|a, b| pieces[*a].u0.total_cmp(&pieces[*b].u0));
    let seen: Vec<&PdfPiece> = row.iter().map(|index| &pieces[*index]).collect();
    let text = lines::line(letters, &seen).text;
    let v = seen.first().map_or(0.0, |piece| piece.v);
    let gaps = || seen.windows(2).map(|pair| (pair[1].u0 - pair[0].u1) / pair[1].size.max(1.0));
    let parted = gaps().fold(0.0, f32::max) > WIDE;
    Edge {
        key: key(&text),
        number: only_number(&text),
        ends: numbers_at_ends(&text),
        parted,
        pieces: row,
        above,
        v,
        apart,
    }
}

/// A row's letters in lower case, with one `#` for each number.
fn key(text: &str) -> String {
    let mut key = String::new();
    let roman = !text.is_empty() && text.len() <= 7 && text.bytes().all(|byte| b"ivxlc".contains(&byte));
    if roman {
        return "#".to_owned();
    }
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            c if c.is_numeric() && key.ends_with('#') => {}
            c if c.is_numeric() => key.push('#'),
            c if c.is_whitespace() => {}
            c => key.push(c),
        }
    }
    key
}

/// The number of a row that has no other.
fn only_number(text: &str) -> Option<String> {
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty());
    let number = numbers.next()?;
    numbers.next().is_none().then(|| number.to_owned())
}

/// The numbers that a row with words in it begins and ends with.
fn numbers_at_ends(text: &str) -> [Option<String>; 2] {
    let figures =
        |word: Option<&str>| word.filter(|word| word.bytes().all(|byte| byte.is_ascii_digit())).map(str::to_owned);
    if !text.contains(char::is_alphabetic) {
        return [None, None];
    }
    [figures(text.split_whitespace().next()), figures(text.split_whitespace().next_back())]
}

impl Edge {
    /// Whether it ends or begins with the page's own number, apart from the text, and either is parted from its words as
    /// no line of text is or has a row with a number close by in its place on a page near to it.
    fn is_head_of(&self, page: usize, label: &str, near: &[&[Self]]) -> bool {
        let counted = |nth: usize| {
            let Some(own) = self.ends[nth].as_deref().filter(|own| *own == label || *own == (page + 1).to_string())
            else {
                return false;
            };
            let value = |number: &str| number.parse::<i64>().unwrap_or_default();
            let follows = |other: &Self| {
                let level = other.above == self.above && (other.v - self.v).abs() <= SHIFT;
                let apart = |number: &String| (value(number) - value(own)).unsigned_abs();
                level && other.ends.iter().flatten().any(|number| (1..=REACH as u64).contains(&apart(number)))
            };
            self.parted || near.iter().any(|edges| edges.iter().any(follows))
        };
        self.apart && self.key.len() <= LONGEST && (counted(0) || counted(1))
    }

    /// Whether its letters say something that may repeat: words, or one number with signs around it.
    fn may_repeat(&self) -> bool {
        let letters = self.key.chars().filter(|c| c.is_alphabetic()).count();
        let numbers = self.key.matches('#').count();
        self.key.len() <= LONGEST && (letters >= 2 || (numbers == 1 && self.key.chars().count() <= 7))
    }

    fn repeats(&self, other: &Self) -> bool {
        self.above == other.above && self.key == other.key && (self.v - other.v).abs() <= SHIFT
    }

    /// Whether it is no more than the page's own number, apart from the text.
    fn is_number_of(&self, page: usize, label: &str) -> bool {
        let bare = self.key.chars().all(|c| !c.is_alphabetic()) && self.key.chars().count() <= 7;
        let own = self.number.as_deref().is_some_and(|number| number == label || number == (page + 1).to_string());
        bare && own && self.apart
    }
}

/// Which of a page's edges are boilerplate, given those of the pages around it. An inner row is boilerplate only where all
/// rows outside it are.
pub fn boilerplate(own: &[Edge], near: &[&[Edge]], page: usize, label: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut open = [true, true];
    for (index, edge) in own.iter().enumerate() {
        let repeated = edge.may_repeat() && near.iter().any(|edges| edges.iter().any(|other| edge.repeats(other)));
        let is = open[usize::from(edge.above)]
            && (repeated || edge.is_number_of(page, label) || edge.is_head_of(page, label, near));
        open[usize::from(edge.above)] = is;
        if is {
            found.push(index);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_do_not_tell_pages_apart() {
        assert_eq!(key("Page 12 of 300"), "page#of#");
        assert_eq!(key("xii"), "#");
        assert_eq!(key("– 7 –"), key("– 8 –"));
        assert_eq!(only_number("– 7 –").as_deref(), Some("7"));
        assert_eq!(only_number("1 2"), None);
    }

    fn bare() -> Edge {
        let (key, ends) = (String::new(), [None, None]);
        Edge { pieces: vec![], above: true, key, number: None, ends, parted: false, v: 0.0, apart: true }
    }

    #[test]
    fn a_head_with_the_number_of_its_page_is_boilerplate() {
        let head = |text: &str| Edge { key: key(text), ends: numbers_at_ends(text), ..bare() };
        let (own, next) = ([head("2 FOG AND ROPE 2")], [head("3 WAGES 3")]);
        assert_eq!(boilerplate(&own, &[&next], 1, "2"), [0]);
        assert!(boilerplate(&own, &[&next], 6, "7").is_empty(), "the number is another page's");
        assert!(boilerplate(&[head("In all there were 2")], &[], 1, "2").is_empty(), "it stands alone");
        assert_eq!(boilerplate(&[Edge { parted: true, ..head("Hill and Moor 2") }], &[], 1, "2"), [0]);
    }

    #[test]
    fn a_row_inside_of_a_line_of_text_is_no_boilerplate() {
        let edge = |key: &str, v: f32| Edge { key: key.to_owned(), v, ..bare() };
        let (own, other) = ([edge("the text", 10.0), edge("head", 20.0)], [edge("other", 10.0), edge("head", 20.0)]);
        assert!(boilerplate(&own, &[&other], 0, "1").is_empty());
        assert_eq!(boilerplate(&own[1..], &[&other], 0, "1"), [0]);
    }
}
