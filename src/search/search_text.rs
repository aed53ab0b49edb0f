//! A text as it is searched: its words, and what lies in the middle of its sentences and is passed over, a page's foot and the
//! head of the next. It knows no pattern; whatever finds something in a piece of text finds it over a page too.

use crate::document::Document;
use crate::text::Span;

/// No hit is longer on either side of what it passes over, in bytes.
const LONGEST: usize = 64 * 1024;

/// A text and what is passed over in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchText<'a> {
    text: &'a str,
    /// In text order, none over another, on character borders.
    passed: Vec<Span>,
}

impl<'a> From<&'a str> for SearchText<'a> {
    /// A text in which nothing is passed over.
    fn from(text: &'a str) -> Self {
        Self { text, passed: Vec::new() }
    }
}

impl<'a> From<&'a String> for SearchText<'a> {
    fn from(text: &'a String) -> Self {
        Self::from(text.as_str())
    }
}

impl<'a> From<&'a Document> for SearchText<'a> {
    /// The text of a document without what lies between two pages in the middle of a paragraph.
    fn from(document: &'a Document) -> Self {
        let text = document.text();
        Self { text, passed: document.interruptions_in(Span::new(0, text.len())).collect() }
    }
}

impl<'a> SearchText<'a> {
    /// A text without these spans, which stand in text order, none over another; those that are none of the text are left out.
    pub fn without(text: &'a str, passed: impl IntoIterator<Item = Span>) -> Self {
        let mut end = 0;
        let stands = |span: &Span| {
            let fits = span.start >= end && text.get(span.start..span.end).is_some();
            end = if fits { span.end } else { end };
            fits
        };
        Self { text, passed: passed.into_iter().filter(stands).collect() }
    }

    /// All of it, with what is passed over.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// What `find` finds in the text, and what it finds over that which is passed over, at most `reach` bytes on a side: as
    /// spans of the text, in text order, none over another.
    pub fn find(&self, reach: usize, most: usize, find: impl Fn(&str) -> Vec<Span>) -> Vec<Span> {
        let mut found = find(self.text);
        let mut over: Vec<Span> = Vec::new();
        for n in 0..self.passed.len() {
            let seam = self.seam(n, reach.min(LONGEST));
            let end = over.last().map_or(0, |hit| hit.end);
            over.extend(
                find(&seam.joined).into_iter().filter_map(|hit| seam.place(hit)).filter(|hit| hit.start >= end),
            );
        }
        if !over.is_empty() {
            let beside = |hit: &Span| {
                !over[over.partition_point(|over| over.end <= hit.start)..]
                    .first()
                    .is_some_and(|over| over.overlaps(*hit))
            };
            found.retain(beside);
            found.append(&mut over);
            found.sort_unstable();
            found.truncate(most);
        }
        found
    }

    /// What stands on both sides of each span that is passed over, so many bytes of it, as one text.
    pub fn seams(&self, reach: usize) -> impl Iterator<Item = String> + '_ {
        (0..self.passed.len()).map(move |n| self.seam(n, reach).joined)
    }

    /// What is passed over of a span of the text, in text order; what reaches out of it is cut.
    pub fn passed_in(&self, span: Span) -> impl Iterator<Item = Span> + '_ {
        let first = self.passed.partition_point(|passed| passed.end <= span.start);
        let inside = self.passed[first..].iter().take_while(move |passed| passed.start < span.end);
        inside.map(move |passed| Span::new(passed.start.max(span.start), passed.end.min(span.end)))
    }

    /// What is read of a span of the text: the parts of it that are not passed over.
    pub fn read(&self, span: Span) -> impl Iterator<Item = &'a str> + '_ {
        let first = self.passed.partition_point(|passed| passed.end <= span.start);
        let inside = self.passed[first..].iter().take_while(move |passed| passed.start < span.end);
        let starts = [span.start].into_iter().chain(inside.clone().map(move |passed| passed.end.min(span.end)));
        let ends = inside.map(move |passed| passed.start.max(span.start)).chain([span.end]);
        starts.zip(ends).map(|(start, end)| Span::new(start, end).of(self.text))
    }

    fn seam(&self, n: usize, reach: usize) -> Seam {
        let at = self.passed[n];
        let from = self.text.ceil_char_boundary(at.start.saturating_sub(reach));
        let to = self.text.floor_char_boundary(at.end.saturating_add(reach).min(self.text.len()));
        let mut seam = Seam { joined: String::with_capacity(to - from), pieces: Vec::new(), at: 0 };
        let first = self.passed.partition_point(|passed| passed.end <= from);
        let mut start = from;
        for (number, passed) in self.passed.iter().enumerate().skip(first).take_while(|(_, passed)| passed.start < to) {
            if passed.start > start {
                seam.push(start, &self.text[start..passed.start]);
            }
            if number == n {
                seam.at = seam.joined.len();
            }
            seam.joined.push('\n');
            start = passed.end;
        }
        if to > start {
            seam.push(start, &self.text[start..to]);
        }
        seam
    }
}

/// The text on both sides of what is passed over.
struct Seam {
    /// Without what is passed over, for which a line end stands.
    joined: String,
    /// Where its pieces begin, in it and in the text.
    pieces: Vec<(usize, usize)>,
    /// Where the line end stands for the span that is asked for.
    at: usize,
}

impl Seam {
    fn push(&mut self, from: usize, piece: &str) {
        self.pieces.push((self.joined.len(), from));
        self.joined.push_str(piece);
    }

    /// Where a hit stands in the text; `None` where it does not go over the seam, or over another before it, where it is found
    /// as well.
    fn place(&self, hit: Span) -> Option<Span> {
        let over = hit.start < self.at && hit.end > self.at + 1;
        let piece = self.pieces.partition_point(|(start, _)| *start <= hit.start).checked_sub(1)?;
        let first = self.pieces.get(piece + 1).is_some_and(|(start, _)| *start == self.at + 1);
        let end = self.pieces.partition_point(|(start, _)| *start < hit.end).checked_sub(1)?;
        let to_text = |(start, from): (usize, usize), at: usize| from + (at - start);
        (over && first).then(|| Span::new(to_text(self.pieces[piece], hit.start), to_text(self.pieces[end], hit.end)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::{Pattern, find};
    use proptest::prelude::*;

    /// A text in which what stands in angle brackets is passed over.
    fn paged(marked: &str) -> (String, Vec<Span>) {
        let (mut text, mut passed) = (String::new(), Vec::new());
        for (n, part) in marked.split(['<', '>']).enumerate() {
            if n % 2 == 1 {
                passed.push(Span::new(text.len(), text.len() + part.len()));
            }
            text.push_str(part);
        }
        (text, passed)
    }

    /// What of the text is found, whole.
    fn found(marked: &str, words: &str) -> Vec<String> {
        let (text, passed) = paged(marked);
        let pattern = Pattern::parse(words).unwrap();
        let spans = SearchText::without(&text, passed)
            .find(pattern.reach(), 100, |text| find(&pattern, text, Span::new(0, text.len()), 100));
        spans.into_iter().map(|span| span.of(&text).to_owned()).collect()
    }

    #[test]
    fn words_are_found_over_a_page() {
        assert_eq!(
            found("in the old< 12 Ropes > wall of the old wall", "old wall"),
            ["old 12 Ropes  wall", "old wall"]
        );
        assert_eq!(found("a< 1 >b< 2 >c", "a b c"), ["a 1 b 2 c"], "over two");
        assert_eq!(found("the old< 12 Ropes >wall", "ropes"), ["Ropes"], "what is passed over is found by itself");
        assert_eq!(found("the old< old wall >wall", "old wall"), ["old old wall wall"], "the first counts");
        assert_eq!(found("the old-< 1 >er wall", "older"), ["old- 1 er"]);
        assert_eq!(found("사라지< 1 >지만", "사라지 지만"), ["사라지 1 지만"]);
        assert_eq!(found("<1>the wall<2>", "the wall"), ["the wall"]);
        assert_eq!(found("the old< 12 >wall", r"/old\s\w+/"), ["old 12 wall"]);
    }

    #[test]
    fn what_is_read_leaves_out_what_is_passed_over() {
        let (text, passed) = paged("one<1>two<22>three");
        let searched = SearchText::without(&text, passed);
        let read = |from, to| searched.read(Span::new(from, to)).collect::<Vec<_>>().join("|");
        assert_eq!(read(0, text.len()), "one|two|three");
        assert_eq!((read(1, 2), read(4, 6), read(2, 8)), ("n".into(), "tw".into(), "e|two|".into()));
    }

    proptest! {
        #[test]
        fn what_is_found_is_what_the_joined_text_has(parts in prop::collection::vec("[ab \n]{0,6}", 1..6), words in "[ab]{1,3}( [ab]{1,2})?") {
            let (mut text, mut passed, mut joined) = (String::new(), Vec::new(), Vec::new());
            for (n, part) in parts.iter().enumerate() {
                if n > 0 {
                    passed.push(Span::new(text.len(), text.len() + 3));
                    text.push_str("\nX\n");
                }
                text.push_str(part);
                joined.push(part.as_str());
            }
            let pattern = Pattern::parse(&words).unwrap();
            let all = |text: &str| find(&pattern, text, Span::new(0, text.len()), 1000);
            let here = SearchText::without(&text, passed.clone()).find(pattern.reach(), 1000, all);
            let there = all(&joined.join("\n"));
            prop_assert_eq!(here.is_empty(), there.is_empty());
            let searched = SearchText::without(&text, passed);
            for hit in here {
                let read = searched.read(hit).collect::<Vec<_>>().join("\n");
                prop_assert_eq!(all(&read).first().map(|hit| hit.len()), Some(read.len()));
            }
        }
    }
}
