//! The words around a passage, cut out of a text so that they can be shown without it. It finds nothing and lays nothing
//! out.

use super::SearchText;
use crate::text::{Span, cells, segment};
use std::borrow::Cow;

/// The longest passage that is taken whole, in bytes: an expression may run over a book.
const LONGEST: usize = 2048;
/// How far a beginning may be moved so that it stands between words, in bytes.
const WORD: usize = 40;

/// A passage with the words around it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextExcerpt {
    /// The words as the text has them, with its line breaks.
    pub text: String,
    /// Where the passage stands in them, in bytes.
    pub hit: Span,
    /// Where they begin in the text, in bytes.
    pub from: usize,
    /// What is passed over of them, as a page's foot and the head of the next: in text order, in bytes.
    pub passed: Vec<Span>,
}

impl TextExcerpt {
    /// The passage `hit` of a text with at most so many bytes before and after it, cut between words where there are any.
    pub fn around(text: &str, hit: Span, before: usize, after: usize) -> Self {
        let hit = hit.clamp_to(text);
        let end = text.floor_char_boundary(hit.end.min(hit.start.saturating_add(LONGEST)));
        let from = beginning(text, hit.start, before);
        let to = text.floor_char_boundary(end.saturating_add(after).min(text.len()));
        let to = if to == text.len() { to } else { segment::grapheme_start(text, to).max(end) };
        let hit = Span::new(hit.start - from, end - from);
        Self { text: text[from..to].to_owned(), hit, from, passed: Vec::new() }
    }

    /// The same of a text in which something is passed over.
    pub fn of(text: &SearchText<'_>, hit: Span, before: usize, after: usize) -> Self {
        let mut excerpt = Self::around(text.text(), hit, before, after);
        let (from, len) = (excerpt.from, excerpt.text.len());
        let inside = text.passed_in(Span::new(from, from + len));
        excerpt.passed = inside.map(|passed| Span::new(passed.start - from, passed.end - from)).collect();
        excerpt
    }

    /// Where the passage stands in the whole text.
    pub fn span(&self) -> Span {
        Span::new(self.from + self.hit.start, self.from + self.hit.end)
    }

    /// The words of the passage, as the text has them.
    pub fn passage(&self) -> &str {
        self.hit.of(&self.text)
    }

    /// The words of the passage, as one reads them.
    pub fn read(&self) -> Cow<'_, str> {
        self.read_of(self.hit)
    }

    /// What one reads before and after the passage in its own paragraph.
    pub fn beside(&self) -> (Cow<'_, str>, Cow<'_, str>) {
        let before = self.read_of(Span::new(0, self.hit.start));
        let after = self.read_of(Span::new(self.hit.end, self.text.len()));
        let from = before.rfind("\n\n").map_or(0, |at| at + 2);
        let to = after.find("\n\n").unwrap_or(after.len());
        (part(before, Span { start: from, end: usize::MAX }), part(after, Span { start: 0, end: to }))
    }

    /// A part of the words, with a line end for what is passed over.
    fn read_of(&self, span: Span) -> Cow<'_, str> {
        let mut passed = self.passed.iter().filter(|passed| passed.overlaps(span)).peekable();
        if passed.peek().is_none() {
            return Cow::Borrowed(span.of(&self.text));
        }
        let (mut read, mut at) = (String::new(), span.start);
        for passed in passed {
            read.push_str(&self.text[at..passed.start.max(at)]);
            read.push('\n');
            at = passed.end.min(span.end);
        }
        read.push_str(&self.text[at..span.end]);
        Cow::Owned(read)
    }
}

impl TextExcerpt {
    /// As much of the end of a text as fits into so many cells, from a word on where there is one.
    pub fn last_cells(text: &str, width: usize) -> &str {
        let all = cells::width(text);
        if all <= width {
            return text;
        }
        let mut over = all - width;
        let cut = cells::cells(text, Span::new(0, text.len()), 1).find(|cell| {
            over = over.saturating_sub(cell.width);
            over == 0
        });
        let rest = &text[cut.map_or(text.len(), |cell| cell.span.end)..];
        rest.split_once(' ').map_or(rest, |(_, words)| if words.is_empty() { rest } else { words })
    }
}

/// A part of words that are borrowed or not.
fn part(words: Cow<'_, str>, span: Span) -> Cow<'_, str> {
    let span = Span { end: span.end.min(words.len()), ..span };
    match words {
        Cow::Borrowed(words) => Cow::Borrowed(span.of(words)),
        Cow::Owned(words) => Cow::Owned(span.of(&words).to_owned()),
    }
}

/// Where the words before a place begin: behind the first white space that is near, else between two characters.
fn beginning(text: &str, place: usize, before: usize) -> usize {
    if place <= before {
        return 0;
    }
    let from = text.floor_char_boundary(place - before);
    let near = &text[from..text.floor_char_boundary((from + WORD).min(place))];
    let word = near.find(char::is_whitespace).map(|at| from + at);
    let word = word.map(|at| at + text[at..].chars().next().map_or(0, char::len_utf8));
    word.unwrap_or_else(|| segment::grapheme_start(text, from))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The excerpt around the words in braces, with the braces.
    fn cut(marked: &str, before: usize, after: usize) -> String {
        let (start, end) = (marked.find('{').unwrap(), marked.find('}').unwrap() - 1);
        let excerpt = TextExcerpt::around(&marked.replace(['{', '}'], ""), Span::new(start, end), before, after);
        let (hit, mut text) = (excerpt.hit, excerpt.text);
        text.insert(hit.end, '}');
        text.insert(hit.start, '{');
        text
    }

    #[test]
    fn words_around_a_passage_begin_between_words() {
        assert_eq!(cut("An {old} wall", 100, 100), "An {old} wall");
        assert_eq!(cut("Moss on the {old} wall", 5, 3), "the {old} wa");
        assert_eq!(cut("壁の上の{古い}苔", 6, 3), "上の{古い}苔");
    }

    #[test]
    fn the_end_of_a_text_fits_into_its_cells() {
        for (text, width, end) in [
            ("An old wall ", 20, "An old wall "),
            ("An old wall ", 7, "wall "),
            ("日本の壁", 5, "の壁"),
            ("stones", 3, "nes"),
            ("a", 0, ""),
        ] {
            assert_eq!(TextExcerpt::last_cells(text, width), end, "{text} {width}");
        }
    }

    #[test]
    fn beside_a_passage_stands_its_own_paragraph() {
        let text = "One.\n\nAn old wall.\n\nTwo.";
        let excerpt = TextExcerpt::around(text, Span::new(9, 12), 100, 100);
        assert_eq!((excerpt.beside(), excerpt.passage()), (("An ".into(), " wall.".into()), "old"));
    }

    #[test]
    fn a_head_between_two_pages_is_not_read_in_an_excerpt() {
        let text = "One.\n\nAn old\n\nHead 12\n\nwall fell.\n\nTwo.";
        let searched = SearchText::without(text, [Span::new(12, 23)]);
        let read = |hit: Span| {
            let excerpt = TextExcerpt::of(&searched, hit, 100, 100);
            let (before, after) = excerpt.beside();
            assert_eq!(excerpt.span(), hit);
            format!("{before}|{}|{after}", excerpt.read())
        };
        assert_eq!(read(Span::new(9, 12)), "An |old|\nwall fell.");
        assert_eq!(read(Span::new(23, 27)), "An old\n|wall| fell.");
        assert_eq!(read(Span::new(9, 27)), "An |old\nwall| fell.");
    }

    proptest! {
        #[test]
        fn an_excerpt_is_a_part_of_its_text(
            text in "[a é日👍🏽\u{301}\n]{0,60}", start in 0usize..80, len in 0usize..30, before in 0usize..20, after in 0usize..20,
        ) {
            let hit = Span::new(start, start + len).clamp_to(&text);
            let excerpt = TextExcerpt::around(&text, hit, before, after);
            prop_assert_eq!(excerpt.passage(), hit.of(&text));
            prop_assert_eq!(excerpt.span(), hit);
            prop_assert!(text[excerpt.from..].starts_with(&excerpt.text));
        }
    }
}
