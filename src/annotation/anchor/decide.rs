//! What an alignment is worth: its score, the thresholds below which a passage counts as lost, and twins.
//!
//! Every number here was found by measurement on edited texts with a known truth; a threshold changes only with a
//! better measurement. It knows nothing of bytes.

use super::align::Alignment;
use super::query::Query;

/// What quote and each context count in the total.
const SHARES: (f32, f32) = (0.55, 0.225);

/// The most that closeness to the expected place adds when candidates are ranked.
const CLOSENESS: f32 = 0.10;

/// A sure anchor has at least this total, this lead over the next best place, and this many words.
const SURE: (f32, f32, usize) = (0.8, 0.2, 4);

/// Two places whose totals differ by less are twins.
const TWIN_LEAD: f32 = 0.03;

/// A place where the passage may stand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Candidate {
    /// How it stands there.
    pub alignment: Alignment,
    /// The share of the passage that is there, 0 to 1.
    pub total: f32,
    /// The word of the text where the quote begins.
    pub at: usize,
    /// One past the last word of the quote.
    pub end: usize,
}

/// Where a passage should stand, in words of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The word where it should begin.
    pub word: usize,
    /// How far from there is still near.
    pub reach: usize,
}

/// What is known of a passage after all its candidates were looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Verdict {
    /// The best candidate.
    pub best: Candidate,
    /// Whether the passage is there, or this is but a guess.
    pub found: bool,
    /// Whether another place is nearly as good.
    pub twin: bool,
}

impl Candidate {
    /// Judges an alignment; `None` where no word of the quote has a place.
    pub fn of(query: &Query, alignment: Alignment) -> Option<Self> {
        let (first, last) = match alignment.words {
            Some(words) => words,
            None if query.quote.is_empty() => {
                let at = alignment.gap.1.or(alignment.gap.0.map(|before| before + 1))?;
                (at, at)
            }
            None => return None,
        };
        Some(Self { total: total(query, &alignment), at: first, end: last + 1 + query.beyond, alignment })
    }

    /// How well the surroundings stand, 0 to 1: the mean of the contexts there are.
    pub fn context(&self) -> f32 {
        let sides = [self.alignment.prefix, self.alignment.suffix];
        let (sum, count) = sides.iter().flatten().fold((0.0, 0.0), |(sum, count), side| (sum + side, count + 1.0));
        if count > 0.0 { sum / count } else { 0.0 }
    }

    /// The better of the two contexts.
    fn better_side(&self) -> f32 {
        self.alignment.prefix.unwrap_or(0.0).max(self.alignment.suffix.unwrap_or(0.0))
    }

    /// How far it is from the expected place, in words.
    fn distance(&self, place: Option<Place>) -> usize {
        place.map_or(usize::MAX, |place| self.at.abs_diff(place.word))
    }

    fn near(&self, place: Option<Place>) -> bool {
        place.is_some_and(|place| self.at.abs_diff(place.word) <= place.reach)
    }

    /// The total with closeness: what candidates are ranked by.
    fn rank(&self, place: Option<Place>) -> f32 {
        let closeness = place.map_or(0.0, |place| {
            let reach = place.reach as f32;
            reach / (reach + self.at.abs_diff(place.word) as f32)
        });
        self.total + CLOSENESS * closeness
    }

    /// Whether two candidates share a word.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.at < other.end && other.at < self.end
    }
}

/// The share of the passage that stands there: quote and contexts, an absent part left out.
fn total(query: &Query, alignment: &Alignment) -> f32 {
    let quote = (!query.quote.is_empty()).then_some((alignment.quote, SHARES.0));
    let context = |side: Option<f32>| side.map(|share| (share, SHARES.1));
    let parts = [quote, context(alignment.prefix), context(alignment.suffix)];
    let (sum, weight) = parts.iter().flatten().fold((0.0, 0.0), |(s, w), (share, part)| (s + share * part, w + part));
    if weight > 0.0 { sum / weight } else { 0.0 }
}

/// Chooses among the candidates, given where the passage should be.
pub(super) fn decide(query: &Query, candidates: &[Candidate], place: Option<Place>) -> Option<Verdict> {
    let best = *candidates.iter().max_by(|a, b| a.rank(place).total_cmp(&b.rank(place)))?;
    let others = || candidates.iter().filter(|other| !other.overlaps(&best));
    let lead = others().map(|other| best.rank(place) - other.rank(place)).fold(1.0, f32::min);
    let twin = others().any(|other| best.total - other.total < TWIN_LEAD && !clearly_nearer(&best, other, place));
    Some(Verdict { best, found: stands(query, &best, lead, place), twin })
}

/// Whether one of two equally good places is where the passage is expected, and the other is not.
fn clearly_nearer(best: &Candidate, other: &Candidate, place: Option<Place>) -> bool {
    best.near(place) && best.distance(place) * 2 <= other.distance(place)
}

/// Whether a candidate is good enough to say that the passage stands there; the shorter, the more it takes.
fn stands(query: &Query, best: &Candidate, lead: f32, place: Option<Place>) -> bool {
    let (quote, exact, near, context) = (best.alignment.quote, best.alignment.exact, best.near(place), best.context());
    match query.quote_len() {
        0 => context >= 0.5 || (near && best.better_side() >= 0.6),
        1..=2 => exact && (context >= 0.45 || (near && best.better_side() >= 0.3)),
        3..=8 => quote >= 0.52 && best.total >= 0.52 && (context >= 0.30 || (exact && (near || lead > 0.25))),
        _ => quote >= 0.45 && best.total >= 0.45,
    }
}

/// Whether the passage is found so surely that others may be expected by it.
pub(super) fn is_sure(query: &Query, candidates: &[Candidate]) -> Option<Candidate> {
    let best = *candidates.iter().max_by(|a, b| a.total.total_cmp(&b.total))?;
    let lead = candidates.iter().filter(|other| !other.overlaps(&best)).map(|other| best.total - other.total);
    let sure = best.total > SURE.0 && lead.fold(1.0, f32::min) > SURE.1 && query.quote_len() >= SURE.2;
    sure.then_some(best)
}
