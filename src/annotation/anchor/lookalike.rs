//! Whether the words at a place are a neighbour of the passage that stood in the old text already.
//!
//! Of the old text there is little: what the passage says stood before and behind it. Where the context behind begins before
//! the candidate ends, or the context before ends behind its beginning, those words *are* the candidate, and the passage stood
//! beside them. It looks at one candidate and its surroundings only, and chooses nothing.

use super::align::{Alignment, Pair};
use super::query::PassageQuery;
use std::ops::Range;

/// How much speaks for it that a candidate is another passage than the one that is looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Neighbour {
    /// Nothing.
    #[default]
    No,
    /// A context stands in its words, but the passage has those words too.
    Perhaps,
    /// A context stands in its words, with words that the passage does not have.
    Yes,
}

/// So many words of a context are looked for, those beside the quote.
const MOST_SIDE: usize = 32;

/// A longer quote is no sentence: it is not looked at, so that no passage costs much.
const MOST_QUOTE: usize = 400;

/// A context stands at the wrong place if so much of its weight is there, and so much more than at the right one.
const LEAST_THERE: f32 = 0.45;
const LEAD: f32 = 0.25;

/// A context that stands whole at the wrong place, with a word that the passage does not have, needs less of a lead.
const WHOLE: f32 = 0.95;
const LEAST_LEAD: f32 = 0.04;

/// It tells the neighbour from the passage if so much of its weight is in words that do not stand for words of the passage.
const TELLING: f32 = 0.2;

/// Compares a candidate, aligned with the text by `pairs`, with the contexts of the passage; `found` are its words.
pub(super) fn neighbour(
    query: &PassageQuery,
    text: &[u32],
    found: Range<usize>,
    alignment: &Alignment,
    pairs: &[Pair],
) -> Neighbour {
    let (from, to) = (found.start, found.end);
    if to - from.min(to) > MOST_QUOTE || query.quote.is_empty() {
        return Neighbour::No;
    }
    let Range { start, end } = query.quote;
    let before = start.saturating_sub(MOST_SIDE)..start;
    let behind = end..query.ids.len().min(end + MOST_SIDE);
    let (front, back) = (before.len(), behind.len());
    // Where each context begins if it overlaps the candidate or stands on its wrong side, and if it is where it belongs.
    let wrong = [(from + 1).saturating_sub(front)..to + 1, from.saturating_sub(back)..to];
    let right = [from.saturating_sub(2 * front)..(from + 1).saturating_sub(front), to..to + back + 1];
    let sides = [(before, alignment.prefix), (behind, alignment.suffix)];
    let judged = sides.into_iter().zip(wrong).zip(right).map(|(((side, aligned), wrong), right)| {
        let side = LookalikeSide { query, text, pairs, words: side };
        side.judge(wrong, right, aligned.unwrap_or(0.0))
    });
    judged.max().unwrap_or_default()
}

/// A context, and the text in which it is looked for.
struct LookalikeSide<'a> {
    query: &'a PassageQuery,
    text: &'a [u32],
    pairs: &'a [Pair],
    words: Range<usize>,
}

impl LookalikeSide<'_> {
    /// What it tells that the context may begin at these words of the text; `aligned` is its share beside the candidate.
    fn judge(&self, wrong: Range<usize>, right: Range<usize>, aligned: f32) -> Neighbour {
        let all = self.query.weight(self.words.clone());
        if all <= 0.0 {
            return Neighbour::No;
        }
        let Some((there, telling)) = self.best(wrong) else { return Neighbour::No };
        let (there, telling) = (there / all, telling / all);
        if there < LEAST_THERE || there - aligned < LEAST_LEAD {
            return Neighbour::No;
        }
        let here = self.best(right).map_or(0.0, |(share, _)| share / all).max(aligned);
        let lead = there - here;
        if there >= WHOLE && lead >= LEAST_LEAD && telling > 0.0 {
            return Neighbour::Yes;
        }
        match lead >= LEAD {
            true if telling >= TELLING => Neighbour::Yes,
            true => Neighbour::Perhaps,
            false => Neighbour::No,
        }
    }

    /// The most weight that stands on one diagonal, beginning at one of some words: all of it, and that of telling words.
    fn best(&self, starts: Range<usize>) -> Option<(f32, f32)> {
        starts.map(|start| self.standing(start)).max_by(|a, b| a.0.total_cmp(&b.0))
    }

    fn standing(&self, start: usize) -> (f32, f32) {
        let there = self.text.get(start..).unwrap_or_default().iter().zip(self.words.clone()).enumerate();
        let same = there.filter(|(_, (word, n))| **word == self.query.ids[*n]);
        same.fold((0.0, 0.0), |(all, telling), (ahead, (_, n))| {
            let weight = self.query.weights[n];
            let known = self.pairs.binary_search_by_key(&(start + ahead), |pair| pair.at);
            let explained = known.is_ok_and(|at| self.pairs[at].same);
            (all + weight, if explained { telling } else { telling + weight })
        })
    }
}
