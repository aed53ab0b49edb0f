//! Text to rows of a given width; where they may end says [`super::breaks`]. Rows are spans of the text; nothing is drawn.
//!
//! First fit: a row takes what fits. White space at the end of a row hangs and is left out of the row's span, so
//! the rows hold every other byte exactly once, in order. A word wider than a row is broken between grapheme
//! clusters. All work is linear in the text, whatever it holds.

use super::{
    Span,
    breaks::{KoreanBreaks, break_places},
    cells::{CODE_TAB, Cell, cells},
};

pub use super::cells::width;

/// How much room rows have, and where they may end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wrapping {
    /// Cells of the first row; 0 counts as 1.
    pub first_width: usize,
    /// Cells of every other row; 0 counts as 1.
    pub width: usize,
    /// Where rows of Korean may end.
    pub korean: KoreanBreaks,
}

impl Wrapping {
    /// Rows of one width.
    pub fn to(width: usize) -> Self {
        Self { first_width: width, width, korean: KoreanBreaks::default() }
    }
}

/// Rows of `span` as running text: newlines and tabs inside count as one space.
///
/// `first_width` and `width` are the cells of the first row and of the others; 0 counts as 1. Only a single grapheme
/// that is wider than the row can make a row too wide. White space alone gives no row.
pub fn wrap(text: &str, span: Span, first_width: usize, width: usize) -> Vec<Span> {
    wrap_seen(text, span, &[], Wrapping { first_width, ..Wrapping::to(width) })
}

/// Rows as [`wrap`] makes them of what is left when the spans of `unseen` are left out, which lie in order inside `span`, each
/// between two parts of a word. The rows' spans go over them.
pub fn wrap_seen(text: &str, span: Span, unseen: &[Span], wrapping: Wrapping) -> Vec<Span> {
    let span = span.clamp_to(text);
    let mut fill = Fill::new(text, 1, wrapping);
    fill.unseen = unseen;
    for atom in atoms(text, span, (1, wrapping.korean), unseen) {
        fill.add(atom);
    }
    fill.finish()
}

/// Rows of `span` with its newlines kept: each line begins a row, with its indentation; longer lines go on in rows
/// of the other width. An empty line is an empty span at its place. Tabs are [`CODE_TAB`] wide.
///
/// The flag says whether a row begins a line.
pub fn wrap_lines(text: &str, span: Span, wrapping: Wrapping) -> Vec<(Span, bool)> {
    let span = span.clamp_to(text);
    let mut rows = Vec::new();
    let mut start = span.start;
    for line in span.of(text).split('\n') {
        wrap_line(text, Span::new(start, start + line.trim_end().len()), wrapping, &mut rows);
        start += line.len() + 1;
    }
    rows
}

fn wrap_line(text: &str, line: Span, wrapping: Wrapping, rows: &mut Vec<(Span, bool)>) {
    if line.is_empty() {
        rows.push((line, true));
        return;
    }
    let indent = line.of(text).len() - line.of(text).trim_start().len();
    let mut fill = Fill::new(text, CODE_TAB, wrapping);
    fill.indent(Span::new(line.start, line.start + indent));
    for atom in atoms(text, Span::new(line.start + indent, line.end), (CODE_TAB, wrapping.korean), &[]) {
        fill.add(atom);
    }
    rows.extend(fill.finish().into_iter().enumerate().map(|(n, row)| (row, n == 0)));
}

/// What may not be broken, with the white space behind it.
#[derive(Clone, Copy, Debug)]
struct Atom {
    /// Without the white space.
    span: Span,
    width: usize,
    /// Cells of the white space.
    blank: usize,
    /// Whether it ends with a soft hyphen, which needs a cell if the row ends here.
    hyphen: bool,
}

/// The unbreakable pieces of `span`, in order, without what is unseen.
fn atoms(text: &str, span: Span, (tab, korean): (usize, KoreanBreaks), unseen: &[Span]) -> Vec<Atom> {
    let breaks = break_places(span.of(text), korean);
    let divides = |place: &usize| {
        let inside = unseen.get(unseen.partition_point(|unseen| unseen.end < *place));
        inside.is_some_and(|unseen| unseen.start < *place && (*place < unseen.end || parts_a_word(text, *unseen)))
    };
    let mut places = breaks.iter().map(|place| span.start + place).filter(|place| !divides(place)).peekable();
    let mut all = Vec::with_capacity(breaks.len() + 1);
    let mut atom = Atom { span: Span::at(span.start), width: 0, blank: 0, hyphen: false };
    for cell in seen_cells(text, span, tab, unseen) {
        while places.next_if(|&place| place < cell.span.start).is_some() {}
        if places.next_if_eq(&cell.span.start).is_some() {
            all.push(atom);
            atom = Atom { span: Span::at(cell.span.start), width: 0, blank: 0, hyphen: false };
        }
        if cell.symbol.chars().all(char::is_whitespace) && !cell.symbol.is_empty() {
            atom.blank += cell.width;
        } else {
            atom.hyphen = is_soft_hyphen(text, &cell);
            atom.width += atom.blank + if atom.hyphen { 0 } else { cell.width };
            atom.blank = 0;
            atom.span.end = cell.span.end;
        }
    }
    all.push(atom);
    all
}

/// Whether the hyphen is unseen too, so that the word is one and no row ends there.
fn parts_a_word(text: &str, unseen: Span) -> bool {
    !unseen.of(text).starts_with('\n')
}

/// The cells that are seen.
fn seen_cells<'a>(
    text: &'a str,
    span: Span,
    tab: usize,
    unseen: &'a [Span],
) -> impl Iterator<Item = Cell<'a>> + use<'a> {
    let mut at = 0;
    cells(text, span, tab).filter(move |cell| {
        while unseen.get(at).is_some_and(|unseen| unseen.end <= cell.span.start) {
            at += 1;
        }
        unseen.get(at).is_none_or(|unseen| !unseen.contains(cell.span.start))
    })
}

/// A soft hyphen takes a cell only where a row ends with it, so it is counted apart.
fn is_soft_hyphen(text: &str, cell: &Cell) -> bool {
    cell.span.of(text) == "\u{AD}"
}

/// Rows as they fill.
#[derive(Debug)]
struct Fill<'a> {
    text: &'a str,
    tab: usize,
    unseen: &'a [Span],
    rows: Vec<Span>,
    row: Span,
    /// Cells taken in the row, the white space after its last atom included.
    taken: usize,
    open: bool,
    limit: usize,
    width: usize,
}

impl<'a> Fill<'a> {
    fn new(text: &'a str, tab: usize, wrapping: Wrapping) -> Self {
        let (limit, width) = (wrapping.first_width.max(1), wrapping.width.max(1));
        Self { text, tab, unseen: &[], rows: Vec::new(), row: Span::default(), taken: 0, open: false, limit, width }
    }

    /// Begins a row with white space that counts.
    fn indent(&mut self, span: Span) {
        if !span.is_empty() {
            self.break_up(span);
        }
    }

    fn add(&mut self, atom: Atom) {
        if atom.span.is_empty() {
            self.taken += if self.open { atom.blank } else { 0 };
            return;
        }
        let needed = atom.width + usize::from(atom.hyphen);
        if self.open && self.taken + needed > self.limit {
            self.close();
        }
        if needed > self.limit {
            self.break_up(atom.span);
        } else {
            self.put(atom.span, atom.width);
        }
        self.taken += atom.blank;
    }

    fn put(&mut self, span: Span, width: usize) {
        self.row = Span { start: if self.open { self.row.start } else { span.start }, end: span.end };
        self.open = true;
        self.taken += width;
    }

    /// Puts what is wider than a row, grapheme by grapheme. A soft hyphen stays on a row only if a hyphen has room.
    fn break_up(&mut self, span: Span) {
        let first = self.unseen.partition_point(|unseen| unseen.end <= span.start);
        for cell in seen_cells(self.text, span, self.tab, &self.unseen[first..]) {
            let soft = is_soft_hyphen(self.text, &cell);
            if self.open && self.taken + if soft { 1 } else { cell.width } > self.limit {
                self.close();
            }
            self.put(cell.span, if soft { 0 } else { cell.width });
        }
    }

    fn close(&mut self) {
        self.rows.push(self.row);
        (self.open, self.taken, self.limit) = (false, 0, self.width);
    }

    fn finish(mut self) -> Vec<Span> {
        if self.open {
            self.close();
        }
        self.rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str, width: usize) -> Vec<&str> {
        wrap(text, Span::new(0, text.len()), width, width).into_iter().map(|row| row.of(text)).collect()
    }

    #[test]
    fn words_stay_whole_and_spaces_hang() {
        assert_eq!(shown("The quick  brown fox", 10), ["The quick", "brown fox"]);
        assert_eq!(shown("The\nquick", 9), ["The\nquick"]);
        assert_eq!(shown("  a  ", 9), ["a"]);
        assert_eq!(shown(" \n ", 9), [""; 0]);
    }

    #[test]
    fn hyphens_and_soft_hyphens_break_words() {
        assert_eq!(shown("a well-known pre-1990 x--y", 8), ["a well-", "known", "pre-1990", "x--y"]);
        assert_eq!(shown("typo\u{AD}graphic", 6), ["typo\u{AD}", "graphi", "c"]);
        assert_eq!(shown("typo\u{AD}graphic", 20), ["typo\u{AD}graphic"]);
    }

    #[test]
    fn what_is_unseen_takes_no_room_and_a_word_that_it_divides_stays_whole() {
        let shown = |text: &'static str, unseen: &[Span], width| -> Vec<&str> {
            let rows = wrap_seen(text, Span::new(0, text.len()), unseen, Wrapping::to(width));
            rows.into_iter().map(|row| row.of(text)).collect()
        };
        let whole = [Span::new(8, 10)];
        assert_eq!(shown("of a mor-\nning now", &whole, 7), ["of a", "mor-\nning", "now"]);
        assert_eq!(shown("of a mor-\nning now", &whole, 12), ["of a mor-\nning", "now"]);
        assert_eq!(shown("of a mor-\nning", &whole, 5), ["of a", "mor-\nni", "ng"]);
        let compound = [Span::new(9, 10)];
        assert_eq!(shown("is a self-\nmade man", &[Span::new(10, 11)], 10), ["is a self-", "made man"]);
        assert_eq!(shown("at forty-\none ages", &compound, 12), ["at forty-\none", "ages"]);
    }

    #[test]
    fn a_word_too_long_is_broken_between_graphemes() {
        assert_eq!(shown("abcdefg hi", 3), ["abc", "def", "g", "hi"]);
        assert_eq!(shown("👩‍👩‍👧🇯🇵", 1), ["👩‍👩‍👧", "🇯🇵"]);
    }

    #[test]
    fn japanese_breaks_between_characters_but_not_before_a_stop() {
        assert_eq!(shown("彼は行った。雨が降る。", 10), ["彼は行っ", "た。雨が降", "る。"]);
    }

    #[test]
    fn the_first_row_may_be_shorter() {
        let rows = wrap("aaa bbb ccc", Span::new(0, 11), 4, 8);
        assert_eq!(rows, [Span::new(0, 3), Span::new(4, 11)]);
    }

    #[test]
    fn lines_keep_their_breaks_and_indentation() {
        let text = "fn a() {\n    b\n\n\tlonger line here\n}";
        let rows: Vec<_> = wrap_lines(text, Span::new(0, text.len()), Wrapping::to(12))
            .into_iter()
            .map(|(row, first)| (row.of(text), first))
            .collect();
        let expected =
            [("fn a() {", true), ("    b", true), ("", true), ("\tlonger", true), ("line here", false), ("}", true)];
        assert_eq!(rows, expected);
    }

    #[test]
    fn one_thing_over_and_over_is_no_trouble() {
        for unit in ["a", " ", "\n", "\t", "日", "🇯🇵", "👩\u{200D}", "\u{301}", "\u{AD}", "-", "a. ", "(", "— ", "ก"]
        {
            let text = format!("x{}y", unit.repeat(16 * 1024 / unit.len()));
            for width in [1, 72] {
                check_rows(&text, &wrap(&text, Span::new(0, text.len()), width, width), 1, width)
                    .unwrap_or_else(|error| panic!("{unit:?} at {width}: {error}"));
            }
        }
    }

    /// Words, blanks and the awkward: wide, combining, joined, flags, hyphens, any printable.
    fn awkward() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            4 => "[a-zA-Z]{1,9}", 3 => "[ \n\t]{1,3}", 1 => "[日本。、「」한글]{1,5}", 1 => "[-\u{AD}.,;()“”]{1,3}",
            1 => "[e\u{301}\u{200D}👩🚀🇯🇵\u{FE0F}ｶﾞ\u{A0}\u{3000}]{1,5}", 1 => "\\PC{1,4}",
        ];
        prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
    }

    fn check_rows(text: &str, rows: &[Span], tab: usize, limit: usize) -> Result<(), TestCaseError> {
        let mut at = 0;
        for row in rows {
            prop_assert!(row.start >= at, "rows in order");
            prop_assert!(text[at..row.start].chars().all(char::is_whitespace), "only white space is left out");
            let wide: usize = cells(text, *row, tab).map(|cell| cell.width).sum();
            prop_assert!(wide <= limit || cells(text, *row, tab).filter(|cell| cell.width > 0).count() == 1);
            at = row.end;
        }
        prop_assert!(text[at..].chars().all(char::is_whitespace));
        Ok(())
    }

    proptest! {
        #[test]
        fn rows_hold_every_word_and_are_never_too_wide(text in awkward(), width in 1usize..30) {
            let all = Span::new(0, text.len());
            check_rows(&text, &wrap(&text, all, width, width), 1, width)?;
            let lines: Vec<Span> = wrap_lines(&text, all, Wrapping::to(width)).into_iter().map(|(row, _)| row).collect();
            check_rows(&text, &lines, CODE_TAB, width)?;
        }

        #[test]
        fn widening_never_gives_more_rows(text in awkward(), width in 1usize..30, more in 1usize..9) {
            let all = Span::new(0, text.len());
            let (narrow, wide) = (wrap(&text, all, width, width), wrap(&text, all, width + more, width + more));
            prop_assert!(wide.len() <= narrow.len());
        }
    }
}
