//! Where quotations of another program stand in a text, and how surely.
//!
//! Their words come first, then their letters, then their page; what is not found so is searched for as in a text that was
//! edited. What is not sure then is looked for once more between its neighbours, where the marks of the file stand in the order
//! of the text, or number their places. It knows no records and changes no quotation.

use super::mark_order::MarkOrder;
use super::quotation::{Placement, WantedQuote, once, shifted};
use crate::annotation::anchor::anchor_in;
use crate::annotation::{AnchorState, Passage};
use crate::document::Document;
use crate::text::Span;
use crate::text::letters::{LetterIndex, letters};
use crate::text::occurrences::{Occurrences, occurrences};

/// The place of each quotation, in the order given.
pub(super) fn placements(wanted: &[WantedQuote], document: &Document) -> Vec<Placement> {
    let text = document.text();
    let mut spans = by_words(wanted, text);
    by_letters(wanted, text, &mut spans);
    for (wanted, span) in wanted.iter().zip(&mut spans) {
        *span = span.or_else(|| on_page(document, wanted.page, &wanted.passage.quote.exact));
    }
    let mut found: Vec<Placement> = spans.into_iter().map(|span| (span, AnchorState::Same)).collect();
    let open: Vec<usize> = (0..wanted.len()).filter(|at| found[*at].0.is_none()).collect();
    let passages: Vec<&Passage> = open.iter().map(|at| &wanted[*at].passage).collect();
    for (at, anchor) in open.into_iter().zip(anchor_in(document, "", &passages)) {
        found[at] = match anchor.state {
            AnchorState::Same | AnchorState::Moved => (anchor.span, AnchorState::Same),
            AnchorState::Orphan => (None, AnchorState::Orphan),
            state => (anchor.span, state),
        };
    }
    if let Some(order) = MarkOrder::of(wanted, &found) {
        order.look_between(wanted, text, &mut found);
    }
    found
}

/// Where the words of each stand, if in one place only.
fn by_words(wanted: &[WantedQuote], text: &str) -> Vec<Option<Span>> {
    let words: Vec<&str> = wanted.iter().map(|wanted| wanted.passage.quote.exact.as_str()).collect();
    let place = |(found, words): (Occurrences, &&str)| found.once().map(|at| Span::new(at, at + words.len()));
    occurrences(text, &words).into_iter().zip(&words).map(place).collect()
}

/// The same by the letters of those that were not found.
fn by_letters(wanted: &[WantedQuote], text: &str, spans: &mut [Option<Span>]) {
    let open: Vec<usize> = (0..wanted.len()).filter(|at| spans[*at].is_none()).collect();
    if open.is_empty() {
        return;
    }
    let all: Vec<String> = open.iter().map(|at| letters(&wanted[*at].passage.quote.exact)).collect();
    let found = letters_of(text).once_each(&all.iter().map(String::as_str).collect::<Vec<_>>());
    let letter = |at: u32| Span::new(at as usize, text.ceil_char_boundary(at as usize + 1));
    for (at, place) in open.into_iter().zip(found) {
        spans[at] = place.map(|(first, last)| letter(first).union(letter(last)));
    }
}

fn on_page(document: &Document, page: Option<usize>, exact: &str) -> Option<Span> {
    let page = page_span(document, page?)?;
    once(page.of(document.text()), exact).map(|span| shifted(span, page.start))
}

/// The text of a page, by its number from 0; none where the document has no pages or not so many.
fn page_span(document: &Document, number: usize) -> Option<Span> {
    let at = |number: usize| document.pages().get(number).map(|page| page.at);
    Some(Span::new(at(number)?, at(number + 1).unwrap_or(document.text().len())))
}

/// The letters of a text, each with the byte at which it stands.
fn letters_of(text: &str) -> LetterIndex<u32> {
    let mut index = LetterIndex::default();
    for (at, c) in text.char_indices() {
        let Ok(at) = u32::try_from(at) else { break };
        index.push(c.encode_utf8(&mut [0; 4]), at);
    }
    index
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::Quote;
    use crate::document::{BlockKind, Builder};

    const TEXT: &str = "Boats lie on sand. Gulls cry at noon. The sea is calm. Nets dry on poles. Gulls cry at noon. \
        Old men mend sails. Children dig for clams near rocks.";

    /// Where marks land, each given as its words and the number of its place: the words there, with `~` where they are not the
    /// same and `?` where the place is uncertain.
    fn placed(marks: &[(&str, Option<u64>)]) -> Vec<String> {
        let mut builder = Builder::over(TEXT.to_owned());
        builder.block(BlockKind::Paragraph, 0, Span::new(0, TEXT.len()));
        let document = builder.finish();
        let wanted = |(exact, number): &(&str, Option<u64>)| {
            let quote = Quote { exact: (*exact).to_owned(), ..Quote::default() };
            WantedQuote { passage: Passage { quote, ..Passage::default() }, page: None, number: *number }
        };
        let placements = placements(&marks.iter().map(wanted).collect::<Vec<_>>(), &document);
        let shown = |(span, state): Placement| {
            let sign = match state {
                AnchorState::Same | AnchorState::Moved => "",
                AnchorState::Changed => "~",
                AnchorState::Uncertain => "?",
                AnchorState::Orphan => "-",
            };
            format!("{sign}{}", span.map_or_else(String::new, |at| format!("{} {}", at.start, at.of(TEXT))))
        };
        placements.into_iter().map(shown).collect()
    }

    #[test]
    fn of_two_places_with_the_same_words_the_one_between_the_neighbours_is_meant() {
        let marks = ["Boats lie", "sea is calm", "Nets dry", "Gulls cry", "mend sails", "dig for clams"];
        let in_order: Vec<(&str, Option<u64>)> = marks.iter().map(|words| (*words, None)).collect();
        assert_eq!(placed(&in_order)[3], "74 Gulls cry");
        let backwards: Vec<(&str, Option<u64>)> = in_order.iter().rev().copied().collect();
        assert_eq!(placed(&backwards)[2], "74 Gulls cry");
    }

    #[test]
    fn the_numbers_of_places_are_believed_before_the_order_of_the_file() {
        let marks =
            [("dig for clams", 40), ("Gulls cry", 12), ("Boats lie", 10), ("Nets dry", 30), ("sea is calm", 20)];
        let numbered = marks.map(|(words, number)| (words, Some(number)));
        assert_eq!(placed(&numbered)[1], "19 Gulls cry");
    }

    #[test]
    fn where_the_marks_are_in_no_order_nothing_is_between_them() {
        let marks = ["dig for clams", "Boats lie", "mend sails", "Gulls cry", "sea is calm", "Nets dry"];
        let unordered: Vec<(&str, Option<u64>)> = marks.iter().map(|words| (*words, None)).collect();
        assert!(placed(&unordered)[3].starts_with('?'), "{:?}", placed(&unordered));
    }

    #[test]
    fn an_edited_passage_is_known_by_little_between_its_neighbours_and_what_is_gone_stays_gone() {
        let marks = [
            "Boats lie",
            "sea is calm",
            "Nets hang on poles",
            "mend sails",
            "whales were seen off the cape",
            "dig for clams",
        ];
        let all = placed(&marks.map(|words| (words, None)));
        assert_eq!((all[2].as_str(), all[4].as_str()), ("~55 Nets dry on poles", "-"));
    }
}
