//! Anchoring from outside: the vectors that every engine of this format must pass, and what holds for any input.

use postil::annotation::{Anchor, AnchorState, Passage, Quote, anchor, select};
use postil::text::{Offsets, Span};
use proptest::prelude::*;
use serde_json::Value;
use std::path::Path;

const THEN: &str = "urn:sha256:then";
const NOW: &str = "urn:sha256:now";

/// A file of the tests' data.
fn data(file: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(file);
    let json = std::fs::read_to_string(path).expect("the vectors are part of the project");
    serde_json::from_str(&json).expect("they are JSON")
}

/// A pair of numbers under `unit`, as a span.
fn pair(value: &Value, unit: &str) -> Option<Span> {
    let at = |n: usize| value[unit][n].as_u64().map(|at| at as usize);
    Some(Span::new(at(0)?, at(1)?))
}

fn text_of<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

fn anchored(text: &str, passages: &[Passage]) -> Vec<Anchor> {
    let borrowed: Vec<&Passage> = passages.iter().collect();
    anchor::anchor_all(text, &Offsets::of(text), NOW, &borrowed)
}

/// The passages that `spans` of `text` give, as records made on it.
fn passages_of(text: &str, spans: impl IntoIterator<Item = Span>) -> Vec<Passage> {
    let offsets = Offsets::of(text);
    spans.into_iter().map(|span| select::passage(text, &offsets, span, THEN)).collect()
}

#[test]
fn every_small_vector_gets_its_state_and_its_span() {
    let vectors = data("vectors/anchor_small.json");
    let mut faults = Vec::new();
    for case in vectors.as_array().into_iter().flatten() {
        let quote = Quote {
            exact: text_of(case, "exact").to_owned(),
            prefix: text_of(case, "prefix").to_owned(),
            suffix: text_of(case, "suffix").to_owned(),
        };
        let position = pair(&case["pos"], "cp").map(|span| (span.start, span.end));
        let text = text_of(case, "edited");
        let found = anchored(text, &[Passage { source: THEN.to_owned(), quote, position }])[0];
        let claimed = found.span.filter(|_| found.state != AnchorState::Orphan);
        let truth = pair(&case["truth"], "byte");
        if found.state.name() != text_of(case, "expect") || claimed != truth {
            let there = found.span.map(|span| span.of(text));
            faults.push(format!("{}: {found:?} {there:?}, not {} {truth:?}", case["name"], case["expect"]));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn offsets_are_code_points_in_every_script() {
    let vectors = data("vectors/units.json");
    for case in vectors.as_array().into_iter().flatten() {
        let text = text_of(case, "text");
        let (Some(bytes), Some(points)) = (pair(case, "byte"), pair(case, "cp")) else { continue };
        let passage = select::passage(text, &Offsets::of(text), bytes, NOW);
        assert_eq!(passage.position, Some((points.start, points.end)), "{}", case["name"]);
        assert_eq!(passage.quote.exact, text_of(case, "exact"), "{}", case["name"]);
        let found = anchored(text, &[passage])[0];
        assert_eq!((found.state, found.span), (AnchorState::Same, Some(bytes)), "{}", case["name"]);
    }
}

/// Prose in which no word stands twice, so that every passage is its own.
fn prose(words: usize) -> String {
    let end = |n: usize| if n % 11 == 10 { ".\n" } else { " " };
    let word = |n: usize| [["ne", "tra", "so", "mi"][n % 4], &n.to_string(), end(n)].concat();
    (0..words).map(word).collect()
}

fn span_of_words(text: &str, first: usize, count: usize) -> Span {
    let words: Vec<_> =
        text.split_whitespace().map(|word| Span::from(offset(text, word)..offset(text, word) + word.len())).collect();
    words[first].union(words[first + count - 1])
}

/// Where a part of a text stands in it.
fn offset(text: &str, part: &str) -> usize {
    part.as_ptr() as usize - text.as_ptr() as usize
}

#[test]
fn a_record_that_lies_about_its_offsets_is_searched_for() {
    let text = prose(300);
    let mut passage = passages_of(&text, [span_of_words(&text, 100, 5)]).remove(0);
    passage.source = NOW.to_owned();
    for lie in [(0, 30), (5, 2), (0, usize::MAX), (9_999_999, 9_999_999), (usize::MAX / 2, usize::MAX)] {
        passage.position = Some(lie);
        let found = anchored(&text, std::slice::from_ref(&passage))[0];
        assert_eq!((found.state, found.span), (AnchorState::Moved, Some(span_of_words(&text, 100, 5))), "{lie:?}");
    }
    passage.position = None;
    assert_eq!(anchored(&text, &[passage])[0].state, AnchorState::Same);
}

#[test]
fn the_same_bytes_with_another_text_are_a_text_that_has_changed() {
    // A newer reader of the format leaves a running head of seven letters out, and "so" stands where "so" stood.
    let old = format!("Heading so it goes and so on. {}", prose(200));
    let new = old.replacen("Heading ", "", 1);
    let first = offset(&old, old.split("goes and ").nth(1).unwrap());
    let mut passages = passages_of(&old, [Span::new(first, first + 2), span_of_words(&old, 60, 4)]);
    for passage in &mut passages {
        passage.source = NOW.to_owned();
    }
    // The letters of the quote stand at the recorded place by chance.
    let by_chance = format!("{}so{}", &new[..first], &new[first..]);
    for text in [&new, &by_chance] {
        let found = anchored(text, &passages);
        let truth = text.find("and so").unwrap() + 4;
        assert_eq!(
            (found[0].state, found[0].span),
            (AnchorState::Moved, Some(Span::new(truth, truth + 2))),
            "{text:.60}"
        );
        assert_eq!(found[1].state, AnchorState::Moved);
        assert_eq!(found[1].span.unwrap().of(text), passages[1].quote.exact);
    }
}

#[test]
fn a_bookmark_goes_where_its_surroundings_go() {
    let text = prose(300);
    let at = span_of_words(&text, 150, 1).start;
    let bookmark = passages_of(&text, [Span::at(at)]);
    let moved = format!("One more page. {}", text.replace("tra149", "changed"));
    let found = anchored(&moved, &bookmark)[0];
    assert_eq!((found.state, found.span), (AnchorState::Changed, moved.find("so150").map(Span::at)));
    let gone = prose(80);
    assert_eq!(anchored(&gone, &bookmark)[0].state, AnchorState::Orphan);
}

#[test]
fn a_quote_without_words_is_found_between_its_surroundings() {
    let text = "He said that it was over — and then, to everyone's surprise, it was not 😊 over at all.";
    let spans = ["—", "😊"].map(|mark| Span::from(text.find(mark).unwrap()..text.find(mark).unwrap() + mark.len()));
    let moved = format!("Some new words. {}", text.replace("surprise", "astonishment"));
    let passages = passages_of(text, spans);
    for (found, mark) in anchored(&moved, &passages).iter().zip(["—", "😊"]) {
        assert_eq!(found.span.map(|span| span.of(&moved)), Some(mark), "{found:?}");
        assert_ne!(found.state, AnchorState::Orphan);
    }
    let lost = moved.replace('—', ",");
    assert_eq!(anchored(&lost, &passages)[0].state, AnchorState::Orphan);
}

#[test]
fn neighbours_tell_which_of_many_equal_words_is_meant() {
    let line = |n: usize| {
        format!("alpha{n} beta{n} gamma{n} delta{n} the same words as ever epsilon{n} zeta{n} eta{n} theta{n}. ")
    };
    let text: String = (0..40).map(line).collect();
    let quote = |n: usize| text.match_indices("the same words").nth(n).map(|(at, _)| Span::from(at..at + 14)).unwrap();
    let mut passages = passages_of(&text, (0..40).map(quote));
    for passage in &mut passages {
        (passage.quote.prefix, passage.quote.suffix) = (String::new(), String::new());
    }
    let signs: Vec<Span> =
        (0..40).map(|n| Span::from(n * text.len() / 40..n * text.len() / 40 + 40).clamp_to(&text)).collect();
    passages.extend(passages_of(&text, signs));
    let moved = format!("{}{text}", "A new beginning of some length. ".repeat(9));
    let shift = moved.len() - text.len();
    for (n, found) in anchored(&moved, &passages)[..40].iter().enumerate() {
        assert_eq!(found.span.map(|span| span.start), Some(quote(n).start + shift), "line {n}: {found:?}");
    }
}

#[test]
fn twins_that_nothing_parts_are_flagged() {
    let text = format!("{}the very same sentence stands here twice{}", prose(90), prose(90));
    let start = text.find("the very").unwrap();
    let mut passages = passages_of(&text, [Span::from(start..start + 40)]);
    (passages[0].quote.prefix, passages[0].quote.suffix) = (String::new(), String::new());
    let twice = format!(
        "{}. the very same sentence stands here twice. {}the very same sentence stands here twice",
        prose(300),
        prose(400)
    );
    let found = anchored(&twice, &passages)[0];
    assert_eq!(found.state, AnchorState::Uncertain);
    assert_eq!(found.span.map(|span| span.of(&twice)), Some("the very same sentence stands here twice"));
}

#[test]
fn an_orphan_keeps_its_last_known_place() {
    let text = prose(400);
    let marked = span_of_words(&text, 200, 12);
    let around = [20, 60, 100, 150, 250, 300, 350].map(|n| span_of_words(&text, n, 9));
    let gone = format!("New. {}{}", &text[..marked.start], &text[marked.end..]);
    let passages = passages_of(&text, around.into_iter().chain([marked]));
    let found = *anchored(&gone, &passages).last().unwrap();
    assert_eq!(found.state, AnchorState::Orphan);
    assert!(found.span.is_some_and(|span| span.start.abs_diff(marked.start) < 60), "{found:?} and not {marked:?}");
}

#[test]
fn a_very_long_quote_is_found_and_a_change_at_its_end_is_seen() {
    let text = prose(90_000);
    let passages = passages_of(&text, [span_of_words(&text, 1_000, 80_000)]);
    let moved = format!("New. {text}");
    let found = anchored(&moved, &passages)[0];
    assert_eq!(found.span.map(|span| span.of(&moved)), Some(passages[0].quote.exact.as_str()));
    assert_eq!(found.state, AnchorState::Moved);
    let changed = moved.replace("ne80000 ", "other ");
    assert_eq!(anchored(&changed, &passages)[0].state, AnchorState::Changed);
}

#[test]
fn a_text_of_one_word_comes_to_an_end() {
    let text = "word ".repeat(20_000);
    let strange = Quote { exact: "word word strange".to_owned(), prefix: "word ".repeat(6), suffix: " word".repeat(6) };
    let long = Quote { exact: "word ".repeat(10_000), ..strange.clone() };
    let passages: Vec<Passage> = (0..400)
        .map(|n| Passage {
            source: THEN.to_owned(),
            quote: if n == 0 { long.clone() } else { strange.clone() },
            position: Some((n, n + 17)),
        })
        .collect();
    assert_eq!(anchored(&text, &passages).len(), 400);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn in_an_unchanged_text_everything_is_the_same(text in "([a-d]{1,3}[ ,.\n]{1,2}){0,80}", cuts in prop::collection::vec((0usize..300, 0usize..60), 1..8)) {
        let spans: Vec<Span> = cuts.iter().map(|&(at, len)| Span::from(at..at + len).clamp_to(&text)).collect();
        let passages = passages_of(&text, spans.iter().copied());
        for (span, found) in spans.iter().zip(anchored(&text, &passages)) {
            prop_assert_eq!((found.state, found.span), (AnchorState::Same, Some(*span)));
        }
    }

    #[test]
    fn text_put_in_front_moves_everything_by_its_length(front in "[A-Z][a-z]{3,9}( [a-z]{2,9}){0,30}\n", marks in prop::collection::vec((0usize..380, 1usize..20), 1..20)) {
        let text = prose(400);
        let passages = passages_of(&text, marks.iter().map(|&(first, count)| span_of_words(&text, first, count)));
        let moved = format!("{front}{text}");
        for (&(first, count), found) in marks.iter().zip(anchored(&moved, &passages)) {
            let then = span_of_words(&text, first, count);
            let now = Span { start: then.start + front.len(), end: then.end + front.len() };
            prop_assert_eq!((found.state, found.span), (AnchorState::Moved, Some(now)));
        }
    }

    #[test]
    fn any_records_on_any_text_give_spans_of_that_text(
        text in "(\\PC|[a-c \n—-]|過|\u{301}|\u{AD}){0,200}",
        quotes in prop::collection::vec((".{0,12}", "(\\PC|[a-c \n-]|過){0,12}", ".{0,12}", prop::option::of((0usize..250, 0usize..250))), 1..12),
        shared in prop::collection::vec((0usize..200, 0usize..40), 0..6),
    ) {
        let mut passages: Vec<Passage> = quotes
            .into_iter()
            .map(|(prefix, exact, suffix, position)| Passage { source: NOW.to_owned(), quote: Quote { exact, prefix, suffix }, position })
            .collect();
        passages.extend(passages_of(&text, shared.iter().map(|&(at, len)| Span::from(at..at + len))));
        let other = text.replace('a', "bé c");
        for text in [&text, &other] {
            let found = anchored(text, &passages);
            prop_assert_eq!(found.len(), passages.len());
            for anchor in found {
                prop_assert!((0.0..=1.0001).contains(&anchor.score), "{:?}", anchor);
                prop_assert!(anchor.state == AnchorState::Orphan || anchor.span.is_some());
                prop_assert!(anchor.span.is_none_or(|span| text.get(span.start..span.end).is_some()), "{:?}", anchor);
            }
        }
    }
}
