//! A passage that stands word for word, but whose surroundings were pushed away from it by text that was put in.
//!
//! Prefix, quote and suffix still stand in their order; this is what tells it from a look-alike of a passage that was
//! rewritten in place: there both contexts stayed behind, beside the words that are new. It only counts words that
//! stand on one diagonal, in windows of a fixed size, and says nothing of a quote that was itself edited.

use super::align::Alignment;
use super::decide::{Candidate, Verdict};
use super::query::PassageQuery;
use std::ops::Range;

/// So many words may have been put in on either side: a page and a half.
const MOST_PUT_IN: usize = 512;

/// So many words of a context are looked for, those beside the quote: contexts of records may be of any length.
const MOST_SIDE: usize = 32;

/// One context must stand whole, which is so much of its weight, and the other by so much.
const WHOLE_SIDE: f32 = 0.95;
const LEAST_SIDE: f32 = 0.5;

/// A context has stayed with words that are new if so much of it stands on the wrong side of the quote, as a share of what
/// stands on its own.
const LEFT_BEHIND: f32 = 0.6;

/// A shorter quote needs both contexts whole, or to be the only one in the text: one or two words stand soon behind any
/// context.
const LEAST_WORDS: usize = 3;

/// A quote of more words is known by itself and one context.
const SHORT: usize = 8;

/// The place of the quote whose contexts stand in order around it, other words between, among the places `at` where it
/// stands word for word in the words `text`; the first ones count as the nearest.
pub(super) fn fragments(query: &PassageQuery, text: &[u32], at: &[usize]) -> Option<Verdict> {
    let alone = at.len() == 1;
    let known = |fragments: &Fragments| {
        query.quote_len() >= LEAST_WORDS || (fragments.is_whole() && (fragments.has_both() || alone))
    };
    let mut there = at.iter().filter_map(|&at| Fragments::at(query, text, at)).filter(known);
    let first = there.next()?;
    let doubtful = there.next().is_some() || first.is_doubtful(query);
    Some(Verdict { best: first.candidate(query)?, found: true, doubtful })
}

/// The quote at a word of the text, and how much of each context stands on its side; `None` for a context it never had.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Fragments {
    at: usize,
    before: Option<ContextFit>,
    behind: Option<ContextFit>,
}

/// Where a context stands best.
#[derive(Clone, Copy, Debug, PartialEq)]
struct ContextFit {
    /// The share of its weight.
    share: f32,
    /// The words between it and the quote.
    gap: usize,
}

impl Fragments {
    /// Looks at both sides of the quote at word `at`; `None` unless they tell that it is the passage.
    fn at(query: &PassageQuery, text: &[u32], at: usize) -> Option<Self> {
        let end = (at + query.quote_len()).min(text.len());
        let (prefix, suffix) = sides(query);
        let before = standing(query, &prefix, &text[at.saturating_sub(MOST_PUT_IN)..at], Towards::End);
        let behind = standing(query, &suffix, &text[end..text.len().min(end + MOST_PUT_IN)], Towards::Start);
        let fragments = Self { at, before, behind };
        let left = |side: &Range<usize>, own: Option<ContextFit>, between: &[u32]| {
            let stayed = standing(query, side, between, Towards::Start).map_or(0.0, |side| side.share);
            own.is_some_and(|own| stayed >= own.share * LEFT_BEHIND)
        };
        let put_in = |side: Option<ContextFit>| side.map_or(0, |side| side.gap);
        let rewritten = left(&suffix, behind, &text[at - put_in(before)..at])
            || left(&prefix, before, &text[end..end + put_in(behind)]);
        (fragments.stands() && !rewritten).then_some(fragments)
    }

    /// Whether one context stands whole, and the other well, or there never was another.
    fn stands(&self) -> bool {
        let shares = || [self.before, self.behind].into_iter().flatten().map(|side| side.share);
        shares().fold(0.0, f32::max) >= WHOLE_SIDE && shares().fold(1.0, f32::min) >= LEAST_SIDE
    }

    fn has_both(&self) -> bool {
        self.before.is_some() && self.behind.is_some()
    }

    /// Whether it may be another passage: a context is missing, or stands only in part.
    fn is_doubtful(&self, query: &PassageQuery) -> bool {
        !self.is_whole() || (!self.has_both() && query.quote_len() <= SHORT)
    }

    /// Whether each context that there is stands whole.
    fn is_whole(&self) -> bool {
        [self.before, self.behind].iter().flatten().all(|side| side.share >= WHOLE_SIDE)
    }

    /// As if aligned; a context that was pushed away counts half.
    fn candidate(&self, query: &PassageQuery) -> Option<Candidate> {
        let worth = |side: ContextFit| if side.gap > 0 { side.share / 2.0 } else { side.share };
        let alignment = Alignment {
            quote: 1.0,
            letters: 1.0,
            prefix: self.before.map(worth),
            suffix: self.behind.map(worth),
            words: Some((self.at, self.at + query.quote.len() - 1)),
            ends: (true, true),
            exact: true,
            ..Alignment::default()
        };
        Candidate::of(query, alignment)
    }
}

/// The words of both contexts that are beside the quote.
fn sides(query: &PassageQuery) -> (Range<usize>, Range<usize>) {
    let Range { start, end } = query.quote;
    (start.saturating_sub(MOST_SIDE)..start, end..query.ids.len().min(end + MOST_SIDE))
}

/// At which end of a window the quote is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Towards {
    Start,
    End,
}

/// Where most of the words `side` of the passage stands in a window, nearest to the quote of equal places; `None` where
/// there is no such context.
fn standing(query: &PassageQuery, side: &Range<usize>, window: &[u32], quote: Towards) -> Option<ContextFit> {
    let (words, weights) = (&query.ids[side.clone()], &query.weights[side.clone()]);
    let all: f32 = weights.iter().sum();
    if words.is_empty() || all <= 0.0 {
        return None;
    }
    let share = |from: usize| {
        let same = window[from..].iter().zip(words).zip(weights).filter(|((there, word), _)| there == word);
        same.map(|(_, weight)| weight).sum::<f32>() / all
    };
    let gap = |from: usize| match quote {
        Towards::Start => from,
        Towards::End => window.len().saturating_sub(from + words.len()),
    };
    let places = (0..window.len()).map(|from| ContextFit { share: share(from), gap: gap(from) });
    let best = places.max_by(|a, b| a.share.total_cmp(&b.share).then(b.gap.cmp(&a.gap)));
    Some(best.unwrap_or(ContextFit { share: 0.0, gap: 0 }))
}
