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

    /// Around a line of its own.
    fn beside(text: &str, line: Span) -> Self {
        Self { foot: last_line(text, line.start), parted: line, head: first_line(text, line.end) }
    }

    /// Behind a foot that says so.
    fn ended(text: &str, foot: Span) -> Self {
        Self { foot: Some(foot), parted: Span::at(foot.end), head: first_line(text, foot.end) }
    }
}

/// The shapes of lines at several places, in order.
struct Shapes(Vec<String>);

impl Shapes {
    fn of(text: &str, places: &[Place], line: fn(&Place) -> Option<Span>) -> Self {
        let mut shapes: Vec<String> = places.iter().filter_map(line).map(|line| shape(line.of(text))).collect();
        shapes.sort_unstable();
        Self(shapes)
    }

    /// Whether another line is like this one.
    fn repeated(&self, text: &str, line: Span) -> bool {
        let shape = shape(line.of(text));
        let at = self.0.partition_point(|other| *other < shape);
        self.0.get(at + 1) == Some(&shape)
    }
}

/// The breaks at some places: a foot is one that has a page's number or is like another, a head is one that is like another or
/// is set in columns below a foot.
fn around(text: &str, places: &[Place]) -> Vec<PageBreak> {
    let (feet, heads) = (Shapes::of(text, places, |place| place.foot), Shapes::of(text, places, |place| place.head));
    let mut from = 0;
    let mut breaks = Vec::with_capacity(places.len());
    for place in places {
        let number = place.foot.and_then(|foot| number(foot.of(text)));
        let foot = place.foot.filter(|foot| foot.start >= from && (number.is_some() || feet.repeated(text, *foot)));
        let columns = |head: &Span| foot.is_some() && head.of(text).contains("   ");
        let head = place.head.filter(|head| heads.repeated(text, *head) || columns(head));
        let span = [foot, head].into_iter().flatten().fold(place.parted, Span::union);
        from = span.end;
        breaks.push(PageBreak { span, number });
    }
    breaks
}

/// Numbers alone on their lines that count up, most of them where a sentence goes on behind them: pages of scanned print. A line
/// above or below that is like those of other pages is their foot or head.
fn counted(text: &str) -> Vec<PageBreak> {
    let places = numbers(text);
    if places.len() < LEAST_COUNTED {
        return Vec::new();
    }
    let beside: Vec<Place> = places.iter().map(|(line, _)| Place::beside(text, *line)).collect();
    let (feet, heads) = (Shapes::of(text, &beside, |place| place.foot), Shapes::of(text, &beside, |place| place.head));
    let (mut breaks, mut cut) = (Vec::with_capacity(places.len()), 0);
    for (place, (line, number)) in beside.iter().zip(places) {
        let foot = place.foot.filter(|foot| feet.repeated(text, *foot) && runs_over(foot.of(text)));
        let head = place.head.filter(|head| heads.repeated(text, *head) && runs_over(head.of(text)));
        let span = [foot, head].into_iter().flatten().fold(line, Span::union);
        let (before, behind) = (last_line(text, span.start), first_line(text, span.end));
        let open = |line: &str| line.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | ';' | '-'));
        let goes_on = before.is_some_and(|before| open(before.of(text)))
            && behind.is_some_and(|behind| behind.of(text).starts_with(char::is_lowercase));
        cut += usize::from(goes_on);
        breaks.push(PageBreak { span, number: Some(number) });
    }
    if cut * 2 > breaks.len() { breaks } else { Vec::new() }
}

/// The lines that are a number and nothing else, with text around them, as long as they count up.
fn numbers(text: &str) -> Vec<(Span, u32)> {
    let mut found: Vec<(Span, u32)> = Vec::new();
    for line in lines(text).filter(|line| line.len() <= 12) {
        let Some(number) = alone(line.of(text)) else { continue };
        let next = found.last().is_none_or(|(_, last)| (last + 1..last + 4).contains(&number));
        let within = last_line(text, line.start).is_some() && first_line(text, line.end).is_some();
        if next && within && found.len() < MOST {
            found.push((line, number));
        }
    }
    found
}

/// Whether a line can run over the pages: a few words that are no sentence.
fn runs_over(line: &str) -> bool {
    line.len() <= 80 && !line.starts_with(char::is_lowercase) && !line.ends_with(['.', ',', ';', '-', '?', '!'])
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

    #[test]
    fn a_running_head_beside_the_number_of_a_scanned_page_is_of_the_print() {
        let page = |n: u32| format!("the boat that had\n\n{n}\n\nTHE LAST FERRY\n\nleft the quay and\n");
        let scanned = [page(12), page(13), page(14)].concat();
        assert_eq!(of(&scanned)[1].span.of(&scanned), "13\n\nTHE LAST FERRY");
        let foot = |n: u32| format!("the boat that had\n\nThe Last Ferry\n- {n} -\n\nleft the quay and\n");
        let scanned = [foot(12), foot(13), foot(14)].concat();
        assert_eq!(of(&scanned)[2].span.of(&scanned), "The Last Ferry\n- 14 -");
        let chorus = |n: u32| format!("{n}\n\nThe wind is cold\nand nobody came.\n\n");
        assert!(of(&[chorus(1), chorus(2), chorus(3), "End".to_owned()].concat()).is_empty());
    }
}
