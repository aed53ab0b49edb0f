//! Pages of a print in plain text: what stands between two of them, a foot and a head around a form feed, or a page's number
//! alone in the middle of a sentence. It says where; the rules decide what becomes of it, and the text keeps it.

use crate::text::Span;

/// A form feed, as a cleaned text shows it.
const FORM_FEED: char = '\u{240C}';

/// So many lines may lie between a page's end and its foot, or its beginning and its head, blank ones and all.
const REACH: usize = 12;

/// A longer line is no foot and no head, in bytes.
const LONGEST: usize = 160;

/// More page breaks than this are not looked at.
const MOST: usize = 100_000;

/// Page numbers alone are believed where so many of them count up.
const LEAST_COUNTED: usize = 3;

/// The end of a page and the beginning of the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PageBreak {
    /// From the first word of the foot to the last of the head.
    pub(super) span: Span,
    /// The number of the page that ends here.
    pub(super) number: Option<u32>,
}

/// The page breaks of a text, in order.
pub(super) fn of(text: &str) -> Vec<PageBreak> {
    let fed: Vec<Place> = text.match_indices(FORM_FEED).take(MOST).map(|(at, _)| Place::fed(text, at)).collect();
    if !fed.is_empty() {
        return around(text, &fed);
    }
    let lines = || lines(text).filter(|line| line.len() <= LONGEST);
    let feet: Vec<Place> = lines()
        .filter(|line| line.of(text).ends_with(']') && number(line.of(text)).is_some())
        .take(MOST)
        .map(|line| Place::ended(text, line))
        .collect();
    if feet.len() > 1 { around(text, &feet) } else { counted(text) }
}

/// Numbers of pages, each with the byte where the page begins: that of the first, and of those behind a break whose foot has one.
pub(super) fn numbered(breaks: &[PageBreak]) -> Vec<(u32, usize)> {
    let Some(first) = breaks.first().and_then(|page| page.number) else { return Vec::new() };
    let next = |(n, page): (usize, &PageBreak)| {
        let said = breaks.get(n + 1).map_or(page.number.map(|number| number.saturating_add(1)), |next| next.number);
        Some((said?, page.span.end))
    };
    [(first, 0)].into_iter().chain(breaks.iter().enumerate().filter_map(next)).collect()
}

/// A place where a page may end: its last line, what parts it from the next, and that one's first line.
#[derive(Clone, Copy, Debug)]
struct Place {
    foot: Option<Span>,
    parted: Span,
    head: Option<Span>,
}

impl Place {
    /// Around a form feed.
    fn fed(text: &str, at: usize) -> Self {
        let parted = Span::new(at, at + FORM_FEED.len_utf8());
        Self { foot: last_line(text, at), parted, head: first_line(text, parted.end) }
    }

    /// Behind a foot that says so.
    fn ended(text: &str, foot: Span) -> Self {
        Self { foot: Some(foot), parted: Span::at(foot.end), head: first_line(text, foot.end) }
    }
}

/// The breaks at some places: a foot is one that has a page's number or is like another, a head is one that is like another or
/// is set in columns below a foot.
fn around(text: &str, places: &[Place]) -> Vec<PageBreak> {
    let shapes = |line: fn(&Place) -> Option<Span>| {
        let mut shapes: Vec<String> = places.iter().filter_map(line).map(|line| shape(line.of(text))).collect();
        shapes.sort_unstable();
        shapes
    };
    let (feet, heads) = (shapes(|place| place.foot), shapes(|place| place.head));
    let repeated = |shapes: &[String], line: Span| {
        let shape = shape(line.of(text));
        let at = shapes.partition_point(|other| *other < shape);
        shapes.get(at + 1) == Some(&shape)
    };
    let mut from = 0;
    let mut breaks = Vec::with_capacity(places.len());
    for place in places {
        let number = place.foot.and_then(|foot| number(foot.of(text)));
        let foot = place.foot.filter(|foot| foot.start >= from && (number.is_some() || repeated(&feet, *foot)));
        let columns = |head: &Span| foot.is_some() && head.of(text).contains("   ");
        let head = place.head.filter(|head| repeated(&heads, *head) || columns(head));
        let span = [foot, head].into_iter().flatten().fold(place.parted, Span::union);
        from = span.end;
        breaks.push(PageBreak { span, number });
    }
    breaks
}

/// Numbers alone on their lines that count up, most of them where a sentence goes on behind them: pages of scanned print.
fn counted(text: &str) -> Vec<PageBreak> {
    let (mut breaks, mut cut): (Vec<PageBreak>, usize) = (Vec::new(), 0);
    for line in lines(text).filter(|line| line.len() <= 12) {
        let Some(number) = alone(line.of(text)) else { continue };
        let next = breaks.last().and_then(|last| last.number).is_none_or(|last| (last + 1..last + 4).contains(&number));
        let (before, behind) = (last_line(text, line.start), first_line(text, line.end));
        let (Some(before), Some(behind)) = (before, behind) else { continue };
        if !next || breaks.len() >= MOST {
            continue;
        }
        let open = before.of(text).ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | ';' | '-'));
        let goes_on = open && behind.of(text).starts_with(char::is_lowercase);
        cut += usize::from(goes_on);
        breaks.push(PageBreak { span: line, number: Some(number) });
    }
    if breaks.len() >= LEAST_COUNTED && cut * 2 > breaks.len() { breaks } else { Vec::new() }
}

/// A page's number and nothing else: "13", "- 13 -".
fn alone(line: &str) -> Option<u32> {
    line.trim_matches(['-', '–', '—', '[', ']', ' ']).parse().ok().filter(|number| (1..100_000).contains(number))
}

/// The page's number at the end of a foot: "[Page 12]", "Page 12".
fn number(foot: &str) -> Option<u32> {
    let (before, digits) = foot.trim_end_matches(']').rsplit_once(' ')?;
    let word = before.rsplit([' ', '[']).next().unwrap_or_default();
    if word.eq_ignore_ascii_case("page") { digits.parse().ok() } else { None }
}

/// A line without what differs from page to page: digits, and how wide its blanks are.
fn shape(line: &str) -> String {
    line.split_whitespace().map(|word| word.replace(|c: char| c.is_ascii_digit(), "0")).collect::<Vec<_>>().join(" ")
}

/// The lines of a text that are not blank, without white space around them.
fn lines(text: &str) -> impl Iterator<Item = Span> + '_ {
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]);
    let mut start = 0;
    ends.filter_map(move |end| {
        let line = trimmed(text, start, end);
        start = end + 1;
        line
    })
}

fn trimmed(text: &str, start: usize, end: usize) -> Option<Span> {
    let line = text.get(start..end)?;
    let inner = line.trim();
    let from = start + line.len() - line.trim_start().len();
    (!inner.is_empty()).then(|| Span::new(from, from + inner.len()))
}

/// The last line before a place, near it.
fn last_line(text: &str, at: usize) -> Option<Span> {
    let mut end = at;
    for _ in 0..REACH {
        let start = memchr::memrchr(b'\n', &text.as_bytes()[..end]).map_or(0, |line| line + 1);
        if let Some(line) = trimmed(text, start, end) {
            return Some(line).filter(|line| line.len() <= LONGEST && !line.of(text).contains(FORM_FEED));
        }
        end = start.checked_sub(1)?;
    }
    None
}

/// The first line behind a place, near it.
fn first_line(text: &str, at: usize) -> Option<Span> {
    let mut start = at;
    for _ in 0..REACH {
        let end = memchr::memchr(b'\n', text.as_bytes().get(start..)?).map_or(text.len(), |line| start + line);
        if let Some(line) = trimmed(text, start, end) {
            return Some(line).filter(|line| line.len() <= LONGEST && !line.of(text).contains(FORM_FEED));
        }
        start = end + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stands between the pages of a text, and the numbers.
    fn between(text: &str) -> Vec<(String, Option<u32>)> {
        of(text).iter().map(|page| (shape(page.span.of(text)), page.number)).collect()
    }

    #[test]
    fn a_foot_and_a_head_around_a_form_feed_are_of_the_print() {
        let page = |n: u32| {
            format!(
                "the end of a page\n\n\nLind        Informational    [Page {n}]\n\u{240C}\nRFC 12      Ropes     May 1990\n\n\n  goes on here\n"
            )
        };
        let wanted = "Lind Informational [Page 0] ␌ RFC 00 Ropes May 0000".to_owned();
        assert_eq!(between(&page(1)), [(wanted.clone(), Some(1))]);
        assert_eq!(between(&[page(1), page(2)].concat()), [(wanted.clone(), Some(1)), (wanted, Some(2))]);
        let without = [page(1), page(2)].concat().replace("\u{240C}\n", "\n\n");
        assert_eq!(between(&without)[1], ("Lind Informational [Page 0] RFC 00 Ropes May 0000".to_owned(), Some(2)));
    }

    #[test]
    fn a_form_feed_between_chapters_takes_none_of_their_words() {
        assert_eq!(between("The end of one.\n\u{240C}\nCHAPTER TWO\n\nIt began."), [("␌".to_owned(), None)]);
    }

    #[test]
    fn numbers_that_count_up_in_the_middle_of_sentences_are_pages_and_those_of_a_poem_are_not() {
        let scanned =
            "he went across the cross-\n\n13\n\ning and down to the\n\n14\n\nwater, where nobody\n\n15\n\nwas.";
        assert_eq!(between(scanned).iter().map(|page| page.1).collect::<Vec<_>>(), [Some(13), Some(14), Some(15)]);
        assert!(between("1\n\nThe wind is cold.\n\n2\n\nThe night is long.\n\n3\n\nThe year is old.").is_empty());
        assert!(between("we had\n\n7\n\nboats").is_empty());
    }
}
