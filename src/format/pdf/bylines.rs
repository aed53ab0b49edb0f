//! Who and when below the title: short lines that are names and a day, taken for bylines where one of them is sure. It changes
//! no text.

use super::blocks::BlockShape;
use super::kinds::{BlockForm, Placed};
use crate::document::{BlockKind, Marker};
use crate::language::{bylines, dates, names};

/// How many blocks may stand before the text: title, names, day.
const MOST_BEFORE_TEXT: usize = 5;
/// How many lines of who and when may follow a title.
const MOST: usize = 6;
/// The longest of them, in bytes.
const LONGEST: usize = 120;

/// What a line below a title says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum HeadLine {
    /// A day, an author that the file names, a line that says by whom.
    Sure,
    /// What may be a name.
    Name,
}

/// Takes the lines below the title that say who and when for bylines; `authors` are those that the file names.
pub fn mark(placed: &[Placed], text: &str, authors: &[String], kinds: &mut [BlockForm]) {
    let Some(title) = kinds.iter().position(|kind| kind.0 == BlockKind::Heading) else { return };
    let shown = |index: &usize| placed[*index].block.shape != BlockShape::Boilerplate;
    let below: Vec<usize> = (title + 1..placed.len()).filter(shown).take(MOST).collect();
    let before_day = |index: &usize| placed.get(index + 1).is_some_and(|next| is_day(next.span.of(text).trim()));
    let said = |index: &usize| {
        let line = placed[*index].span.of(text).trim();
        // Names are set larger than the text in many papers.
        let plain = match kinds[*index].0 {
            BlockKind::Paragraph => true,
            BlockKind::Heading => is_day(line) || is_only(line, authors) || (before_day(index) && is_names(line)),
            _ => false,
        };
        let named = || (before_day(index) && is_names(line)).then_some(HeadLine::Name);
        head_line(line, authors).or_else(named).filter(|_| plain && placed[*index].block.shape == BlockShape::Text)
    };
    let lines: Vec<HeadLine> = below.iter().map_while(said).collect();
    if lines.contains(&HeadLine::Sure) && lines.len() < below.len() {
        for index in &below[..lines.len()] {
            kinds[*index] = (BlockKind::Byline, 0, Marker::None);
        }
    }
}

/// The title of a file that says none: the heading of the first level that stands over those who wrote.
pub fn title(placed: &[Placed], text: &str, kinds: &[BlockForm]) -> Option<String> {
    let first = kinds.iter().position(|kind| kind.0 != BlockKind::Boilerplate)?;
    let titled = kinds[first].0 == BlockKind::Heading && kinds[first].1 == 1;
    let signed = kinds.get(first + 1).is_some_and(|kind| kind.0 == BlockKind::Byline);
    (titled && signed).then(|| placed[first].span.of(text).trim().to_owned())
}

/// The day of the text: that which stands alone under the title, before that of the file, which may be of its printing.
pub fn date(placed: &[Placed], text: &str) -> Option<String> {
    let shown = placed.iter().filter(|placed| placed.block.shape != BlockShape::Boilerplate);
    let day = |line: &str| {
        let (date, start, end) = dates::find(line)?;
        (start == 0 && end == line.len()).then(|| date.iso()).flatten().filter(|day| day.len() == 10)
    };
    shown.take(MOST_BEFORE_TEXT).find_map(|placed| day(placed.span.of(text).trim()))
}

fn head_line(line: &str, authors: &[String]) -> Option<HeadLine> {
    if line.len() > LONGEST {
        return None;
    }
    let named = names::people(line);
    let names_them = !named.is_empty() && named.iter().all(|name| authors.contains(name));
    // A name that the file gives is one, whatever word it is.
    let is_author = names_them || is_only(line, authors);
    if is_day(line) || is_author || !bylines::byline(line).is_empty() {
        return Some(HeadLine::Sure);
    }
    names::person(line).map(|_| HeadLine::Name)
}

/// Whether a line is names that the file gives, side by side, and perhaps a day.
fn is_only(line: &str, authors: &[String]) -> bool {
    let mut rest = line.to_owned();
    for author in authors.iter().filter(|author| !author.is_empty()) {
        rest = rest.replacen(author.as_str(), " ", 1);
    }
    let rest = rest.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '&'));
    rest.len() < line.len() && (rest.is_empty() || is_day(rest))
}

/// Whether a line is capitalized words and nothing else, as the names of several people are side by side.
fn is_names(line: &str) -> bool {
    let name = |word: &str| {
        let word = word.trim_end_matches([',', '.', ';']);
        word == "and" || word == "&" || word.starts_with(char::is_uppercase) && !word.contains(char::is_numeric)
    };
    (2..=8).contains(&line.split_whitespace().count()) && line.split_whitespace().all(name)
}

fn is_day(line: &str) -> bool {
    dates::find(line).is_some_and(|(_, start, end)| start == 0 && end == line.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_names_side_by_side_are_capitalized_words() {
        assert!(is_names("Ada North Cy More") && is_names("A. North and Bo Lind"));
        assert!(!is_names("Ada North said") && !is_names("Harbour") && !is_names("Room 101 South"));
    }

    #[test]
    fn days_and_names_are_told_from_other_lines() {
        let authors = ["Ada North".to_owned(), "Cy More".to_owned()];
        for (line, said) in [
            ("Ada North", Some(HeadLine::Sure)),
            ("Ada North Cy More", Some(HeadLine::Sure)),
            ("Ada North Cy More 2024-03-14", Some(HeadLine::Sure)),
            ("Ada North said no more", None),
            ("14 March 2024", Some(HeadLine::Sure)),
            ("2024-03-14", Some(HeadLine::Sure)),
            ("By Bo Lind", Some(HeadLine::Sure)),
            ("Bo Lind", Some(HeadLine::Name)),
            ("On 14 March 2024 the ferry left", None),
            ("The ferry left the quay at noon.", None),
        ] {
            assert_eq!(head_line(line, &authors), said, "{line}");
        }
    }
}
