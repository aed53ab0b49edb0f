//! From a marked span of the text to the selectors that find it again: quote, contexts and position.
//!
//! It looks at the text only as far as it must to make the selectors say one place; whether they still do later is for
//! [`anchor`](super::anchor). Spans are bytes of the canonical text, positions code points.

use super::{Passage, Quote};
use crate::document::Document;
use crate::text::occurrences::{Occurrences, occurrences};
use crate::text::{Direction, Offsets, Span};
use memchr::memmem;
use unicode_segmentation::GraphemeCursor;

/// Code points of context on either side, and how many at most where the passage would not be unique otherwise.
const CONTEXT: usize = 32;
const MOST_CONTEXT: usize = 128;

/// The context grows by half of [`CONTEXT`] at a time, so that no more searches than this go through the text.
const STEP: usize = 16;

/// A passage longer than this, in bytes, is taken to be unique by itself: searching a text for a long needle that
/// repeats itself is slow, and prose of that length does not repeat.
const LONG: usize = 4_096;

/// The selectors of `span`.
///
/// The span is cut to the text and its ends are moved outwards to grapheme boundaries; an empty span stays empty and is
/// a bookmark. `offsets` are those of `text`; `source` is `urn:sha256:HEX` of the bytes of the document. The context has 32
/// code points on each side, or as many up to 128 as it takes to make prefix + exact + suffix unique in the text.
pub fn passage(text: &str, offsets: &Offsets, span: Span, source: &str) -> Passage {
    let span = whole_graphemes(text, span);
    let mut context = CONTEXT;
    let mut around = surroundings(text, span, context);
    while context < MOST_CONTEXT && !is_unique(text, around) {
        context += STEP;
        around = surroundings(text, span, context);
    }
    selectors(text, offsets, (span, around), source)
}

/// The selectors of `span` of a document, as one reads on over its pages: what lies between two pages in the middle of a paragraph
/// is neither in the quote nor in its context; the position is that in the text. Else as [`passage`].
pub fn passage_in(document: &Document, span: Span, source: &str) -> Passage {
    let mut passage = passage(document.text(), document.offsets(), span, source);
    read_on(document, &mut passage);
    passage
}

/// The selectors of several spans, as [`passage_in`] makes those of each. The text is gone through once for all whose words stand in
/// it once: these are unique with any context.
pub fn passages_in(document: &Document, spans: &[Span], source: &str) -> Vec<Passage> {
    let text = document.text();
    let words: Vec<&str> = spans.iter().map(|span| span.clamp_to(text).of(text)).collect();
    let one = |(span, words): (&Span, Occurrences)| match words.once() {
        Some(_) => passage_of_these_bytes(document, *span, source),
        None => passage_in(document, *span, source),
    };
    spans.iter().zip(occurrences(text, &words)).map(one).collect()
}

/// Leaves out of quote and contexts what lies between two pages, unless the passage begins or ends in it.
fn read_on(document: &Document, passage: &mut Passage) {
    let text = document.text();
    let Some((start, end)) = passage.position else { return };
    let Some(span) = document.offsets().to_span(text, start, end) else { return };
    let near = |at: usize| text.floor_char_boundary(at.min(text.len()));
    let (before, behind) = (near(span.start.saturating_sub(PAGES)), near(span.end + PAGES));
    if document.interruptions_in(Span::new(before, behind)).next().is_none()
        || [span.start, span.end].into_iter().any(|at| document.is_between_pages(at))
    {
        return;
    }
    let context = |text: &str| text.chars().count().max(CONTEXT);
    let quote = &passage.quote;
    let (prefix, suffix) =
        (document.running(Span::new(before, span.start)), document.running(Span::new(span.end, behind)));
    let first = prefix.char_indices().rev().take(context(&quote.prefix)).last().map_or(0, |(at, _)| at);
    let last = suffix.char_indices().nth(context(&quote.suffix)).map_or(suffix.len(), |(at, _)| at);
    passage.quote = Quote {
        exact: document.running(span).into_owned(),
        prefix: prefix[first..].to_owned(),
        suffix: suffix[..last].to_owned(),
    };
}

/// So much of the text around a passage is looked at for what lies between two pages, in bytes.
const PAGES: usize = 4_096;

/// Describes a passage that is looked for in the very same bytes alone: its position is enough, so that the context has
/// 32 code points in any case and the text is not searched.
pub fn passage_of_these_bytes(document: &Document, span: Span, source: &str) -> Passage {
    let text = document.text();
    let span = whole_graphemes(text, span);
    let mut passage = selectors(text, document.offsets(), (span, surroundings(text, span, CONTEXT)), source);
    read_on(document, &mut passage);
    passage
}

fn selectors(text: &str, offsets: &Offsets, (span, around): (Span, Span), source: &str) -> Passage {
    let quote = Quote {
        exact: span.of(text).to_owned(),
        prefix: text[around.start..span.start].to_owned(),
        suffix: text[span.end..around.end].to_owned(),
    };
    Passage { source: source.to_owned(), quote, position: Some(offsets.to_code_points(text, span)) }
}

/// The span inside the text, its ends moved outwards to grapheme boundaries; an empty one moves to the boundary before.
fn whole_graphemes(text: &str, span: Span) -> Span {
    let span = span.clamp_to(text);
    let start = boundary(text, span.start, Direction::Backward);
    if span.is_empty() { Span::at(start) } else { Span::new(start, boundary(text, span.end, Direction::Forward)) }
}

/// `at`, or the next grapheme boundary before or after it.
fn boundary(text: &str, at: usize, direction: Direction) -> usize {
    let mut cursor = GraphemeCursor::new(at, text.len(), true);
    if cursor.is_boundary(text, 0).unwrap_or(true) {
        return at;
    }
    let (next, end) = match direction {
        Direction::Forward => (cursor.next_boundary(text, 0), text.len()),
        Direction::Backward => (cursor.prev_boundary(text, 0), 0),
    };
    next.ok().flatten().unwrap_or(end)
}

/// The span with `context` code points on either side, as far as the text has them.
fn surroundings(text: &str, span: Span, context: usize) -> Span {
    let before = text[..span.start].char_indices().rev().take(context).last();
    let behind = text[span.end..].char_indices().nth(context);
    Span { start: before.map_or(span.start, |(at, _)| at), end: behind.map_or(text.len(), |(at, _)| span.end + at) }
}

/// Whether the text of a span stands in `text` once.
fn is_unique(text: &str, span: Span) -> bool {
    if span.len() > LONG {
        return true;
    }
    let finder = memmem::Finder::new(span.of(text));
    let before = &text.as_bytes()[..(span.end - 1.min(span.len())).max(span.start)];
    let behind = &text.as_bytes()[(span.start + 1).min(text.len())..];
    finder.find(before).is_none() && finder.find(behind).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The selectors of what stands between the brackets.
    fn select(marked: &str) -> Passage {
        let (start, end) = (marked.find('[').unwrap(), marked.find(']').unwrap() - 1);
        let text = marked.replace(['[', ']'], "");
        passage(&text, &Offsets::of(&text), Span::new(start, end), "urn:sha256:0")
    }

    #[test]
    fn a_passage_is_its_quote_with_what_stands_around_it() {
        let passage = select("Thaws and [tremors] in the relation");
        assert_eq!(passage.quote.exact, "tremors");
        assert_eq!((passage.quote.prefix.as_str(), passage.quote.suffix.as_str()), ("Thaws and ", " in the relation"));
        assert_eq!((passage.position, passage.source.as_str()), (Some((10, 17)), "urn:sha256:0"));
    }

    #[test]
    fn a_bookmark_has_contexts_and_no_quote() {
        let passage = select("here[] there");
        assert_eq!(passage.quote.exact, "");
        assert_eq!((passage.quote.prefix.as_str(), passage.quote.suffix.as_str()), ("here", " there"));
        assert_eq!(passage.position, Some((4, 4)));
    }

    #[test]
    fn the_context_grows_until_the_passage_is_unique_and_no_further() {
        let line = "the same line again, and once more, ";
        let text = format!("A{line}B{line}C");
        let at = text.find("again").unwrap();
        let first = passage(&text, &Offsets::of(&text), Span::new(at, at + 5), "");
        assert_eq!(text.matches(&[&first.quote.prefix[..], "again", &first.quote.suffix].concat()).count(), 1);
        assert!(first.quote.prefix.chars().count() <= CONTEXT + STEP);
        let endless = "again ".repeat(1_000);
        let lost = passage(&endless, &Offsets::of(&endless), Span::new(3_000, 3_005), "");
        assert_eq!(lost.quote.prefix.chars().count(), MOST_CONTEXT);
    }

    #[test]
    fn a_family_of_code_points_is_not_cut() {
        let text = "A 👨‍👩‍👧‍👦 e\u{301}!";
        let inside = text.find('👩').unwrap();
        let cut = passage(text, &Offsets::of(text), Span::new(inside, inside + 4), "");
        assert_eq!(cut.quote.exact, "👨‍👩‍👧‍👦");
        let mark = text.find('\u{301}').unwrap();
        assert_eq!(passage(text, &Offsets::of(text), Span::at(mark), "").quote.suffix, "e\u{301}!");
    }

    proptest! {
        #[test]
        fn any_span_of_any_text_gives_a_quote_that_stands_there(text in "(\\PC|[ab \n]){0,80}", a in 0usize..300, b in 0usize..300) {
            let offsets = Offsets::of(&text);
            let passage = passage(&text, &offsets, Span::new(a, b), "");
            let (start, end) = passage.position.unwrap();
            let span = offsets.to_span(&text, start, end).unwrap();
            prop_assert_eq!(span.of(&text), &passage.quote.exact);
            prop_assert!(text[..span.start].ends_with(&passage.quote.prefix));
            prop_assert!(text[span.end..].starts_with(&passage.quote.suffix));
        }

        #[test]
        fn uniqueness_is_that_of_a_plain_count(text in "[ab]{1,30}", a in 0usize..30, b in 0usize..30) {
            let span = Span::new(a, b).clamp_to(&text);
            prop_assume!(!span.is_empty());
            let plain = (0..text.len()).filter(|&at| text[at..].starts_with(span.of(&text))).count();
            prop_assert_eq!(is_unique(&text, span), plain == 1);
        }
    }
}
