//! A passage that text was put into: a part of it stands, and the rest a little farther on, with other words between.
//!
//! The alignment of a whole passage ends where its words end; here the rest is aligned by itself, in a window of a fixed
//! size beside the part that was found. It chooses no place: it only makes a candidate whole.

use super::align::{Aligner, Alignment, DiagonalBand};
use super::decide::Candidate;
use super::query::PassageQuery;

/// So many words may have been put in: a paragraph. (Measured: with 512, passages are joined that a shuffled text has torn.)
const MOST_PUT_IN: usize = 128;

/// Neither part has fewer words: so few stand everywhere.
const LEAST_WORDS: usize = 4;

/// A rest that stands has this share of its letters,
const LEAST_LETTERS: f32 = 0.6;

/// and this share of the context behind it (or before it), unless it is long enough to be known by itself.
const LEAST_CONTEXT: f32 = 0.5;

/// A rest of more words is known by itself.
const SHORT: usize = 8;

/// The candidate with the end, or else the beginning, that it lacks; `None` where that stands nowhere near.
pub(super) fn joined(
    query: &PassageQuery,
    text: &[u32],
    found: &Candidate,
    aligner: &mut Aligner,
) -> Option<Candidate> {
    let (from, to) = found.alignment.kept;
    let (head, tail) = (from - query.quote.start.min(from), query.quote.end.saturating_sub(to));
    if head.max(tail).min(to - from) < LEAST_WORDS {
        return None;
    }
    let whole = if tail >= head {
        with_end(query, text, &found.alignment, aligner)
    } else {
        with_beginning(query, text, &found.alignment, aligner)
    };
    Candidate::of(query, whole?)
}

fn with_end(query: &PassageQuery, text: &[u32], found: &Alignment, aligner: &mut Aligner) -> Option<Alignment> {
    let (first, last) = found.words?;
    let rest = query.part(found.kept.1..query.ids.len(), found.kept.1..query.quote.end);
    let low = (last + 1).cast_signed();
    let there = aligner.align(&rest, text, DiagonalBand { low, high: low + MOST_PUT_IN.cast_signed() })?;
    let end = there.words.filter(|(start, _)| *start > last && stands(&rest, &there, there.suffix))?.1;
    Some(Alignment {
        words: Some((first, end)),
        suffix: there.suffix,
        ends: (found.ends.0, there.ends.1),
        gap: (found.gap.0, there.gap.1),
        ..together(query, found, &rest, &there)
    })
}

fn with_beginning(query: &PassageQuery, text: &[u32], found: &Alignment, aligner: &mut Aligner) -> Option<Alignment> {
    let (first, last) = found.words?;
    let rest = query.part(0..found.kept.0, query.quote.start..found.kept.0);
    let high = first.cast_signed() - rest.ids.len().cast_signed();
    let there = aligner.align(&rest, text, DiagonalBand { low: high - MOST_PUT_IN.cast_signed(), high })?;
    let start = there.words.filter(|(_, end)| *end < first && stands(&rest, &there, there.prefix))?.0;
    Some(Alignment {
        words: Some((start, last)),
        prefix: there.prefix,
        ends: (there.ends.0, found.ends.1),
        gap: (there.gap.0, found.gap.1),
        ..together(query, found, &rest, &there)
    })
}

/// Whether the rest is there, by its words and by the context at its outer end.
fn stands(rest: &PassageQuery, there: &Alignment, context: Option<f32>) -> bool {
    let known = rest.quote.len() > SHORT || context.is_none_or(|share| share >= LEAST_CONTEXT);
    there.letters >= LEAST_LETTERS && known
}

/// What of quote and passage stands in both parts together.
fn together(query: &PassageQuery, found: &Alignment, rest: &PassageQuery, there: &Alignment) -> Alignment {
    let share = |one: f32, other: f32, all: f32| if all > 0.0 { ((one + other) / all).min(1.0) } else { 0.0 };
    let [all, part] = [query, rest].map(|query| query.weight(0..query.ids.len()));
    let [quote, part_quote] = [query, rest].map(|query| query.weight(query.quote.clone()));
    Alignment {
        quote: share(found.quote * quote, there.quote * part_quote, quote),
        letters: share(found.letters * query.letters(), there.letters * rest.letters(), query.letters()),
        whole: share(found.whole * all, there.whole * part, all),
        kept: (query.quote.start, query.quote.end),
        exact: false,
        replaced: found.replaced + there.replaced,
        ..*found
    }
}
