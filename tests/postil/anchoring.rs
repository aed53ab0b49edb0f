//! Anchoring from outside: the vectors that every engine of this format must pass, and what holds for any input.

use postil::annotation::{Anchor, AnchorState, Passage, Quote, anchor, select};
use postil::text::{Offsets, Span};
use proptest::prelude::*;
use serde_json::Value;
use std::path::{Path, PathBuf};

const THEN: &str = "urn:sha256:then";
const NOW: &str = "urn:sha256:now";

/// A file of the shared test data; `None`, and a word about it, where the data is not there.
fn shared(file: &str) -> Option<Value> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let folder = std::env::var_os("POSTIL_SHARED").map_or(beside, PathBuf::from);
    let Ok(json) = std::fs::read_to_string(folder.join(file)) else {
        println!("skipped: {file} is not there");
        return None;
    };
    Some(serde_json::from_str(&json).expect("the shared data is JSON"))
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
    let Some(vectors) = shared("vectors/anchor_small.json") else { return };
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
    let Some(vectors) = shared("vectors/units.json") else { return };
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
