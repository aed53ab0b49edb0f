//! Measures whether a note of a deleted passage goes to a like-worded neighbour: `cargo bench --bench lookalikes [COUNT]`.
//!
//! *Wrong* is a passage that is said to be the same, moved or changed, and is not there; uncertain ones are counted apart. *Lost*
//! is one that stands in the text, reworded or as it was, and is called an orphan. `--wrong` prints each.
#![allow(clippy::print_stdout)] // It is a program that prints a table.

mod cases;
mod words;

use cases::{Case, Edit, case};
use postil::annotation::{Anchor, AnchorState, anchor};
use postil::text::{Offsets, Span};
use std::collections::BTreeMap;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let count = arguments.iter().find_map(|argument| argument.parse().ok()).unwrap_or(6_000);
    let told = arguments.iter().any(|argument| argument == "--wrong");
    let mut scores: BTreeMap<(String, String), Score> = BTreeMap::new();
    for number in 0..count {
        let case = case(number);
        let anchor = found(&case);
        let fault =
            scores.entry((format!("{:?}", case.edit), case.language.to_owned())).or_default().add(&case, &anchor);
        scores.entry(("all".to_owned(), case.what.to_owned())).or_default().add(&case, &anchor);
        scores.entry(("all".to_owned(), "in all".to_owned())).or_default().add(&case, &anchor);
        if told && fault {
            explain(number, &case, &anchor);
        }
    }
    println!("{:10} {:10} {:>6} {:>8} {:>8} {:>8}", "edit", "of", "cases", "wrong %", "unsure %", "lost %");
    for ((edit, of), score) in &scores {
        println!("{edit:10} {of:10} {score}");
    }
}

/// Where the annotated passage of a case is said to be.
fn found(case: &Case) -> Anchor {
    let passages: Vec<_> = case.passages.iter().collect();
    anchor::anchor_all(&case.now, &Offsets::of(&case.now), "urn:sha256:now", &passages)[0]
}

#[derive(Default)]
struct Score {
    cases: usize,
    wrong: usize,
    unsure: usize,
    lost: usize,
}

impl Score {
    /// Counts a case; whether it is a fault.
    fn add(&mut self, case: &Case, anchor: &Anchor) -> bool {
        let claimed = anchor.span.filter(|_| anchor.state != AnchorState::Orphan);
        let right = claimed.zip(case.truth).is_some_and(|(span, truth)| {
            span.intersection(truth).map_or(0, Span::len) * 2 >= span.len().max(truth.len())
        });
        let unsure = anchor.state == AnchorState::Uncertain;
        let wrong = claimed.is_some() && !right && !unsure;
        let lost = case.truth.is_some() && case.edit != Edit::Deleted && !right;
        self.cases += 1;
        self.wrong += usize::from(wrong);
        self.unsure += usize::from(unsure);
        self.lost += usize::from(lost);
        wrong || lost
    }
}

impl std::fmt::Display for Score {
    fn fmt(&self, out: &mut std::fmt::Formatter) -> std::fmt::Result {
        let percent = |part: usize| part as f64 / self.cases.max(1) as f64 * 100.0;
        let shares = [self.wrong, self.unsure, self.lost].map(percent);
        write!(out, "{:6} {:8.2} {:8.2} {:8.2}", self.cases, shares[0], shares[1], shares[2])
    }
}

fn explain(number: usize, case: &Case, anchor: &Anchor) {
    let quote = &case.passages[0].quote;
    println!("#{number} {:?} {} {:?} {:.2}", case.edit, case.what, anchor.state, anchor.score);
    println!("  {:?} | {:?} | {:?}", quote.prefix, quote.exact, quote.suffix);
    println!("  found {:?}\n  truth {:?}", anchor.span.map(|s| s.of(&case.now)), case.truth.map(|s| s.of(&case.now)));
    println!("  in {:?}", case.now);
}
