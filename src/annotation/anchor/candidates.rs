//! Places worth a closer look: where many rare words of a passage stand in the right distances, and where its quote
//! stands word for word.
//!
//! Every look-up is bounded by a budget, so that a text of one repeated word costs no more than prose. It looks at words
//! one by one and in a row; how well a passage fits a place is for the alignment to say.

use super::align::DiagonalBand;
use super::index::TextIndex;
use super::query::PassageQuery;

/// Votes are summed over this many diagonals at least: a passage of few words may still have got a sentence more.
const LEAST_WINDOW: usize = 16;

/// And over this many at most, however long the passage is.
const MOST_WINDOW: usize = 64;

/// A place with less than this share of the best place's votes is not looked at. Measured: a fifth finds no more and takes a
/// quarter longer, seven tenths lose half a point where a text was shuffled and edited.
const LEAST_VOTES: f32 = 0.4;

/// A word with more places than the budget has left still votes with this many nearest the expected place.
const LEAST_PLACES: usize = 64;

/// How many places of the quote's rarest word are tried for a word-for-word occurrence.
const MOST_TRIES: usize = 512;

/// How many words are compared for that, besides four times the quote's length.
const MOST_COMPARED: usize = 20_000;

/// A bundle of diagonals that some words of the passage vote for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Window {
    /// The diagonals.
    pub band: DiagonalBand,
    /// The sum of the voters' weights.
    pub votes: f32,
}

/// Collects votes; keeps its tables for the next passage.
#[derive(Debug, Default)]
pub(super) struct Candidates {
    /// Diagonal and voter, packed so that they sort by diagonal.
    votes: Vec<u64>,
    windows: Vec<Window>,
}

/// Added to a diagonal so that it is never negative.
const BIAS: isize = 1 << 32;

impl Candidates {
    /// The windows with the most votes, best first. `expected` is the word where the quote should begin.
    pub fn windows(
        &mut self,
        query: &PassageQuery,
        index: &TextIndex,
        expected: Option<usize>,
        bounds: Bounds,
    ) -> &[Window] {
        self.collect_votes(query, index, expected, bounds.places);
        self.windows.clear();
        let span = (query.ids.len() / 3).clamp(LEAST_WINDOW, MOST_WINDOW).cast_signed();
        let (mut from, mut sum) = (0, 0.0);
        for to in 0..self.votes.len() {
            let (high, voter) = unpack(self.votes[to]);
            sum += query.weights[voter];
            while unpack(self.votes[from]).0 + span < high {
                sum -= query.weights[unpack(self.votes[from]).1];
                from += 1;
            }
            self.windows.push(Window { band: DiagonalBand { low: unpack(self.votes[from]).0, high }, votes: sum });
        }
        self.keep_best(bounds.windows)
    }

    fn collect_votes(&mut self, query: &PassageQuery, index: &TextIndex, expected: Option<usize>, budget: usize) {
        self.votes.clear();
        let mut left = budget;
        for &voter in &query.voters {
            let places = index.places(query.ids[voter]);
            let expected = expected.map(|word| word + voter).map(|at| at.saturating_sub(query.quote.start));
            let places = nearest(places, expected, left.max(LEAST_PLACES));
            left = left.saturating_sub(places.len());
            self.votes
                .extend(places.iter().map(|&place| pack((place as usize).cast_signed() - voter.cast_signed(), voter)));
        }
        self.votes.sort_unstable();
    }

    /// Keeps the best window of each neighbourhood.
    fn keep_best(&mut self, most: usize) -> &[Window] {
        let best = self.windows.iter().map(|window| window.votes).fold(0.0, f32::max);
        self.windows.retain(|window| window.votes >= best * LEAST_VOTES);
        self.windows.sort_by(|a, b| b.votes.total_cmp(&a.votes).then(a.band.low.cmp(&b.band.low)));
        let mut kept = 0;
        for next in 0..self.windows.len() {
            let window = self.windows[next];
            let apart = |other: &Window| other.band.high < window.band.low || window.band.high < other.band.low;
            if self.windows[..kept].iter().all(apart) {
                self.windows[kept] = window;
                kept += 1;
            }
            if kept == most {
                break;
            }
        }
        self.windows.truncate(kept);
        &self.windows
    }
}

/// How much may be spent on one passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bounds {
    /// Places of words that vote.
    pub places: usize,
    /// Windows that are aligned.
    pub windows: usize,
    /// Word-for-word occurrences that are aligned, the nearest first.
    pub occurrences: usize,
}

/// First words of the word-for-word occurrences of the quote, the nearest to word `expected` first, at most `most`.
pub(super) fn occurrences(query: &PassageQuery, index: &TextIndex, expected: usize, most: usize) -> Vec<usize> {
    let mut found = Vec::new();
    let Some(rarest) = query.rarest_of_quote(index) else { return found };
    let offset = rarest - query.quote.start;
    let quote = &query.ids[query.quote.clone()];
    let mut compared = MOST_COMPARED + quote.len() * 4;
    for place in outwards(index.places(query.ids[rarest]), expected + offset).take(MOST_TRIES) {
        let there = (place as usize).checked_sub(offset).and_then(|from| index.ids().get(from..from + quote.len()));
        let Some(there) = there else { continue };
        let same = there.iter().zip(quote).take(compared).take_while(|(a, b)| a == b).count();
        compared -= same.min(compared);
        if same == quote.len() {
            found.push(place as usize - offset);
        }
        if found.len() == most || compared == 0 {
            break;
        }
    }
    found
}

/// The `most` places nearest to `expected`; the first ones where nothing is expected.
fn nearest(places: &[u32], expected: Option<usize>, most: usize) -> &[u32] {
    if places.len() <= most {
        return places;
    }
    let middle = expected.map_or(0, |at| places.partition_point(|&place| (place as usize) < at));
    let from = middle.saturating_sub(most / 2).min(places.len() - most);
    &places[from..from + most]
}

/// Ascending places in the order of their distance from `expected`.
fn outwards(places: &[u32], expected: usize) -> impl Iterator<Item = u32> {
    let middle = places.partition_point(|&place| (place as usize) < expected);
    let (mut before, mut behind) = (middle, middle);
    std::iter::from_fn(move || {
        let back = before.checked_sub(1).map(|n| places[n]);
        let on = places.get(behind).copied();
        let take_back = match (back, on) {
            (Some(back), Some(on)) => expected - (back as usize) <= on as usize - expected,
            (back, _) => back.is_some(),
        };
        if take_back {
            before -= 1;
        } else {
            behind += 1;
        }
        if take_back { back } else { on }
    })
}

fn pack(diagonal: isize, voter: usize) -> u64 {
    ((diagonal + BIAS) as u64) << 24 | (voter as u64 & 0xFF_FFFF)
}

fn unpack(vote: u64) -> (isize, usize) {
    (((vote >> 24) as usize).cast_signed() - BIAS, (vote & 0xFF_FFFF) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn outwards_gives_every_place_by_its_distance(mut places in prop::collection::vec(0u32..500, 0..40), from in 0usize..600) {
            places.sort_unstable();
            let order: Vec<u32> = outwards(&places, from).collect();
            prop_assert!(order.is_sorted_by_key(|&place| (place as usize).abs_diff(from)));
            let mut all = order;
            all.sort_unstable();
            prop_assert_eq!(all, places);
        }
    }

    #[test]
    fn a_vote_comes_out_of_the_packing_as_it_went_in() {
        for vote in [(-5, 3), (0, 0), (4_000_000_000, 70_000)] {
            assert_eq!(unpack(pack(vote.0, vote.1)), vote);
        }
    }

    #[test]
    fn the_nearest_places_surround_the_expected_one() {
        assert_eq!(nearest(&[1, 5, 9, 14, 20], Some(10), 2), [9, 14]);
        assert_eq!(nearest(&[1, 5, 9, 14, 20], Some(99), 2), [14, 20]);
        assert_eq!(nearest(&[1, 5, 9], None, 8), [1, 5, 9]);
    }
}
