//! How many different readers marked each place of a text. It knows no colour and no row of a screen.

use super::sentences::{is_read, reached, sentences};
use crate::document::Document;
use crate::text::Span;
use foldhash::HashMap;
use std::collections::BTreeMap;

/// The number of readers from each byte to the next one named. Made by [`Density::of`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Density {
    /// Where the number changes, in order, and what it is from there on.
    steps: Vec<(usize, usize)>,
    /// What each reader marked, without overlaps, in text order, with the reader's number.
    marked: Vec<(Span, usize)>,
    /// For each of `marked` the furthest end up to there, so that what reaches into a place is found from behind.
    reach: Vec<usize>,
}

/// A passage that many readers marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peak {
    /// A sentence.
    pub span: Span,
    /// How many readers marked something in it.
    pub readers: usize,
}

impl Density {
    /// The heat of these marks: a reader and where one of their marks stands, in bytes. Marks of one reader that overlap
    /// count once; empty ones (bookmarks) do not.
    pub fn of<'a>(marks: impl IntoIterator<Item = (&'a str, Span)>) -> Self {
        let (mut numbers, mut by_reader): (HashMap<&str, usize>, Vec<Vec<Span>>) = Default::default();
        for (reader, span) in marks.into_iter().filter(|(_, span)| !span.is_empty()) {
            let number = *numbers.entry(reader).or_insert(by_reader.len());
            by_reader.resize_with(by_reader.len().max(number + 1), Vec::new);
            by_reader[number].push(span);
        }
        let numbered = by_reader.into_iter().enumerate();
        let mut marked: Vec<(Span, usize)> =
            numbered.flat_map(|(reader, spans)| united(spans).into_iter().map(move |span| (span, reader))).collect();
        marked.sort_by_key(|(span, _)| span.start);
        let furthest = |end: &mut usize, (span, _): &(Span, usize)| {
            *end = span.end.max(*end);
            Some(*end)
        };
        let reach = marked.iter().scan(0, furthest).collect();
        Self { steps: steps(&marked), marked, reach }
    }

    /// How many different readers marked something in `span`; `most` where they are more, without counting on.
    pub fn readers_in(&self, span: Span, most: usize) -> usize {
        let after = self.marked.partition_point(|(marked, _)| marked.start < span.end);
        let mut readers = Vec::with_capacity(most.min(after));
        for at in (0..after).rev().take_while(|at| self.reach[*at] > span.start) {
            let (marked, reader) = self.marked[at];
            if readers.len() < most && marked.end > span.start && !readers.contains(&reader) {
                readers.push(reader);
            }
            if readers.len() == most {
                break;
            }
        }
        readers.len()
    }

    /// The largest number of readers who marked one and the same place in `span`.
    pub fn most_in(&self, span: Span) -> usize {
        let first = self.steps.partition_point(|(at, _)| *at <= span.start);
        let before = first.checked_sub(1).map_or(0, |step| self.steps[step].1);
        let inside = self.steps[first..].iter().take_while(|(at, _)| *at < span.end);
        inside.map(|(_, readers)| *readers).max().unwrap_or(0).max(before)
    }
}

/// Where the number of readers changes, and what it is from there on.
fn steps(marked: &[(Span, usize)]) -> Vec<(usize, usize)> {
    let mut ends: Vec<usize> = marked.iter().map(|(span, _)| span.end).collect();
    ends.sort_unstable();
    let (mut starts, mut ends) = (marked.iter().map(|(span, _)| span.start).peekable(), ends.into_iter().peekable());
    let (mut steps, mut readers) = (Vec::new(), 0);
    while let Some(at) = starts.peek().copied().into_iter().chain(ends.peek().copied()).min() {
        let before = readers;
        while starts.next_if_eq(&at).is_some() {
            readers += 1;
        }
        while ends.next_if_eq(&at).is_some() {
            readers -= 1;
        }
        steps.extend((readers != before).then_some((at, readers)));
    }
    steps
}

/// The spans of one reader without overlaps.
fn united(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_by_key(|span| span.start);
    let mut apart: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match apart.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => apart.push(span),
        }
    }
    apart
}

/// The sentences that most readers marked, at most `most` of them and only where at least two did: the most marked
/// first, equals in text order.
pub fn peaks<'a>(document: &Document, marks: impl IntoIterator<Item = (&'a str, Span)>, most: usize) -> Vec<Peak> {
    let sentences = sentences(document);
    let mut by_reader: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
    for (reader, span) in marks {
        by_reader.entry(reader).or_default().push(span);
    }
    let mut readers = vec![0; sentences.len()];
    for spans in by_reader.values() {
        for sentence in reached(&sentences, spans) {
            readers[sentence] += 1;
        }
    }
    let counted = sentences.into_iter().zip(readers).map(|(span, readers)| Peak { span, readers });
    let mut peaks: Vec<Peak> = counted.filter(|peak| peak.readers > 1).collect();
    peaks.sort_by_key(|peak| std::cmp::Reverse(peak.readers));
    peaks.truncate(most);
    peaks
}

/// The blocks of the article that nobody marked anything in, as places in [`Document::blocks`].
pub fn untouched(document: &Document, density: &Density) -> Vec<usize> {
    let blocks = document.blocks().iter().enumerate();
    let cold = blocks.filter(|(_, block)| is_read(block.kind) && density.most_in(block.span) == 0);
    cold.map(|(index, _)| index).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{BlockKind, Builder};
    use proptest::prelude::*;

    /// Marks as `mei 3-9, tom 5-7`.
    fn marks(written: &str) -> Vec<(&str, Span)> {
        written
            .split(',')
            .filter_map(|mark| {
                let (reader, range) = mark.trim().split_once(' ')?;
                let (start, end) = range.split_once('-')?;
                Some((reader, Span::new(start.parse().ok()?, end.parse().ok()?)))
            })
            .collect()
    }

    #[test]
    fn readers_are_counted_and_not_marks() {
        let density = Density::of(marks("mei 0-10, mei 4-12, tom 8-20, ann 30-30"));
        assert_eq!(density.most_in(Span::new(0, 8)), 1);
        assert_eq!(density.most_in(Span::new(5, 9)), 2);
        assert_eq!(density.most_in(Span::new(12, 40)), 1);
        assert_eq!(density.most_in(Span::new(20, 40)), 0);
    }

    #[test]
    fn a_row_counts_readers_who_marked_different_words_of_it() {
        let density = Density::of(marks("mei 0-3, tom 4-6, mei 5-8, ann 0-90, bo 20-30"));
        let in_row = |start, end, most| density.readers_in(Span::new(start, end), most);
        assert_eq!((in_row(0, 10, 9), density.most_in(Span::new(0, 10))), (3, 3));
        assert_eq!((in_row(0, 5, 9), density.most_in(Span::new(0, 5))), (3, 2));
        assert_eq!((in_row(40, 50, 9), in_row(90, 99, 9), in_row(0, 30, 2)), (1, 0, 2));
    }

    fn two_paragraphs() -> Document {
        let text = "One here. Two here.\n\nThree here.";
        let mut builder = Builder::over(text.to_owned());
        builder.block(BlockKind::Paragraph, 0, Span::new(0, 19));
        builder.block(BlockKind::Paragraph, 0, Span::new(21, text.len()));
        builder.finish()
    }

    #[test]
    fn the_most_marked_sentences_come_first_and_cold_paragraphs_are_named() {
        let document = two_paragraphs();
        let given = marks("mei 10-13, tom 12-18, ann 10-19, mei 0-3, tom 0-3");
        let found = peaks(&document, given.clone(), 9);
        assert_eq!(found.iter().map(|peak| peak.readers).collect::<Vec<_>>(), [3, 2]);
        assert_eq!(found[0].span.of(document.text()).trim(), "Two here.");
        assert_eq!(untouched(&document, &Density::of(given)), [1]);
    }

    proptest! {
        #[test]
        fn the_count_is_what_counting_by_hand_gives(
            raw in prop::collection::vec((0usize..4, 0usize..30, 0usize..30), 0..20), from in 0usize..30, len in 1usize..9,
        ) {
            let names = ["a", "b", "c", "d"];
            let marks: Vec<(&str, Span)> =
                raw.iter().map(|(who, a, b)| (names[*who], Span::new(*a.min(b), *a.max(b)))).collect();
            let by_hand = |at: usize| {
                names.iter().filter(|name| marks.iter().any(|(who, span)| who == *name && span.contains(at))).count()
            };
            let expected = (from..from + len).map(by_hand).max().unwrap_or(0);
            let (density, row) = (Density::of(marks.clone()), Span::new(from, from + len));
            prop_assert_eq!(density.most_in(row), expected);
            let touches = |name: &&&str| marks.iter().any(|(who, span)| who == *name && !span.is_empty() && span.overlaps(row));
            prop_assert_eq!(density.readers_in(row, 9), names.iter().filter(touches).count());
        }
    }
}
