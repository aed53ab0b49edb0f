//! How many different readers marked each place of a text. It knows no colour and no row of a screen.

use super::sentences::{is_read, reached, sentences};
use crate::document::Document;
use crate::text::{Span, SpanIndex};
use foldhash::HashMap;
use std::collections::BTreeMap;

/// Which passages how many readers marked. Made by [`Density::of`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Density {
    /// The number of each reader.
    readers: HashMap<Box<str>, usize>,
    /// What each reader marked, without overlaps, in text order, with the reader's number.
    marked: SpanIndex<usize>,
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
        let (mut readers, mut by_reader): (HashMap<Box<str>, usize>, Vec<Vec<Span>>) = Default::default();
        for (reader, span) in marks.into_iter().filter(|(_, span)| !span.is_empty()) {
            let number = readers.get(reader).copied().unwrap_or(by_reader.len());
            if number == by_reader.len() {
                readers.insert(reader.into(), number);
                by_reader.push(Vec::new());
            }
            by_reader[number].push(span);
        }
        let numbered = by_reader.into_iter().enumerate();
        let marked = numbered.flat_map(|(reader, spans)| united(spans).map(move |span| (Some(span), reader)));
        Self { readers, marked: SpanIndex::of(marked.collect()) }
    }

    /// What one reader marked has become this.
    pub fn replace(&mut self, reader: &str, mut spans: Vec<Span>) {
        spans.retain(|span| !span.is_empty());
        if spans.is_empty() && !self.readers.contains_key(reader) {
            return;
        }
        let numbers = self.readers.len();
        let number = *self.readers.entry(reader.into()).or_insert(numbers);
        let mut marked = std::mem::take(&mut self.marked).into_entries();
        marked.retain(|(_, other)| *other != number);
        marked.extend(united(spans).map(|span| (Some(span), number)));
        // Nearly sorted is soon sorted.
        self.marked = SpanIndex::of(marked);
    }

    /// How many different readers marked something in `span`; `most` where they are more, without counting on.
    pub fn readers_in(&self, span: Span, most: usize) -> usize {
        let mut readers = Vec::new();
        for (_, _, reader) in self.marked.touching(span).rev() {
            if readers.len() == most {
                break;
            }
            if !readers.contains(reader) {
                readers.push(*reader);
            }
        }
        readers.len()
    }
}

/// The spans of one reader without overlaps.
fn united(mut spans: Vec<Span>) -> impl Iterator<Item = Span> {
    spans.sort_by_key(|span| span.start);
    let mut apart: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match apart.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => apart.push(span),
        }
    }
    apart.into_iter()
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
    let cold = blocks.filter(|(_, block)| is_read(block.kind) && density.readers_in(block.span, 1) == 0);
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
    fn readers_are_counted_and_not_marks_in_a_row_of_which_they_marked_different_words() {
        let density = Density::of(marks("mei 0-3, tom 4-6, mei 5-8, ann 0-90, bo 20-30, cy 40-40"));
        let in_row = |start, end, most| density.readers_in(Span::new(start, end), most);
        assert_eq!((in_row(0, 10, 9), in_row(0, 5, 9), in_row(8, 20, 9)), (3, 3, 1));
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
            let (density, row) = (Density::of(marks.clone()), Span::new(from, from + len));
            let touches = |name: &&&str| marks.iter().any(|(who, span)| who == *name && !span.is_empty() && span.overlaps(row));
            prop_assert_eq!(density.readers_in(row, 9), names.iter().filter(touches).count());
            let mut changed = Density::of(marks.iter().copied().filter(|(who, _)| *who != "b"));
            changed.replace("a", vec![Span::new(1, 4)]);
            for name in ["a", "b"] {
                changed.replace(name, marks.iter().filter(|(who, _)| *who == name).map(|(_, span)| *span).collect());
            }
            prop_assert_eq!(changed.readers_in(row, 9), density.readers_in(row, 9));
        }
    }
}
