//! Like-worded neighbours, by the cases of `benches/lookalikes`: whose sentence was deleted loses its note, it does not get
//! another's.

#[path = "../../benches/lookalikes/cases.rs"]
mod cases;
#[path = "../../benches/lookalikes/words.rs"]
mod words;

use cases::{Case, Edit};
use postil::annotation::{Anchor, AnchorState, anchor};
use postil::text::{Offsets, Span};

/// How many cases of each language; the bench has as many as one likes.
const CASES: usize = 900;

fn found(case: &Case) -> Anchor {
    let passages: Vec<_> = case.passages.iter().collect();
    anchor::anchor_all(&case.now, &Offsets::of(&case.now), "urn:sha256:now", &passages)[0]
}

fn said(case: &Case, anchor: &Anchor) -> String {
    let now = anchor.span.map(|span| span.of(&case.now));
    format!("{} {} {:?}: {:?} {now:?}", case.language, case.what, case.passages[0].quote.exact, anchor.state)
}

#[test]
fn the_note_of_a_deleted_sentence_does_not_go_to_a_neighbour_that_is_worded_like_it() {
    let deleted: Vec<Case> = (0..CASES).map(cases::case).filter(|case| case.edit == Edit::Deleted).collect();
    let wrong = |(case, anchor): (&Case, Anchor)| {
        let claimed = !matches!(anchor.state, AnchorState::Orphan | AnchorState::Uncertain);
        claimed.then(|| said(case, &anchor))
    };
    let wrong: Vec<String> = deleted.iter().map(|case| (case, found(case))).filter_map(wrong).collect();
    assert!(deleted.len() > CASES / 3 && wrong.len() * 200 <= deleted.len(), "{wrong:#?}");
}

#[test]
fn a_sentence_that_got_a_word_more_keeps_its_note_among_its_like() {
    let overlaps = |span: Span, truth: Span| {
        span.intersection(truth).is_some_and(|shared| shared.len() * 2 >= span.len().max(truth.len()))
    };
    for case in (0..CASES).map(cases::case).filter(|case| case.edit == Edit::Reworded) {
        let anchor = found(&case);
        let there = anchor.span.zip(case.truth).is_some_and(|(span, truth)| overlaps(span, truth));
        assert!(there && anchor.state != AnchorState::Orphan, "{}", said(&case, &anchor));
    }
}
