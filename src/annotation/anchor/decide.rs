//! What an alignment is worth: its score, the thresholds below which a passage counts as lost, and ambiguous candidates.
//!
//! The numbers were found on edited texts with a known truth (`benches/anchoring.rs`); one of them changes only with a
//! better measurement. It knows nothing of bytes.

use super::align::Alignment;
use super::lookalike::Neighbour;
use super::query::PassageQuery;
use std::ops::Range;

/// What quote and each context count in the total.
const SHARES: (f32, f32) = (0.55, 0.225);

/// The most that closeness to the expected place adds when candidates are ranked.
const CLOSENESS: f32 = 0.25;

/// The most that closeness adds where no neighbours tell the place, but only the record.
const LONE_CLOSENESS: f32 = 0.10;

/// A sure anchor has at least this total, this lead over the next best place, and this many words.
const SURE: (f32, f32, usize) = (0.8, 0.4, 4);

/// Up to so many times as far as near is neither near nor far.
const NOT_FAR: usize = 2;

/// So many words between what both sides expect are but edits.
const PARTED: usize = 8;

/// Between surroundings that closed up stand so few words: those of a context may go along with the passage.
const CLOSED: usize = 2;

/// Away from its neighbours, a passage of one or two words is sure from this total on.
const FAR_AND_SHORT: f32 = 0.97;

/// A context of so many words stands nowhere else by chance. Of 1,000 passages of 1 MB made of sentences that come again, one in five
/// gone, those of five words made two wrong (uncertain), those of seven none.
const LONG_SIDE: usize = 7;

/// A context of which this much stands is whole; a quote of which less than this stands was written anew.
const WHOLE_SIDE: f32 = 0.95;
const REWRITTEN: f32 = 0.45;

/// So many words that stand elsewhere word for word were moved there, whatever stands where they were: a note goes from the end
/// of a text to the end of its chapter, and no neighbour repeats that much.
const LEAST_MOVED: usize = 16;

/// What has less of a passage is never taken for it; where another place has so many of its letters, the text is full of
/// look-alikes.
const LEAST_ALIKE: f32 = 0.4;
pub(super) const ALIKE: f32 = 0.5;

/// Where words of the quote were replaced, so much of each context must stand beside it, and so much of quote and context
/// together.
const LEAST_SUPPORT: f32 = 0.5;
const SUPPORT: f32 = 1.5;

/// Where neighbours on both sides agree that the passage is here, so much of each context is enough: no sentence went from
/// between them. Measured with one word in five edited: 1.0 of quote and context together, and the very place, called 119 right
/// answers of 1,000 uncertain, this 11; of like-worded neighbours none more is wrong from 0.15 on.
const TOLD_SUPPORT: f32 = 0.3;

/// Candidates are ranked by the total and by the share of all weight that stands there, in this mixture: the total gives a
/// short quote more than it has to say, and its rare neighbours less.
const WHOLE_SHARE: f32 = 0.5;

/// Without neighbours a passage is known for sure by this share of all its weight: where the quote is short, and where
/// it is longer (measured: with one word in five edited, most errors are below it, and one right answer in twenty).
const SURE_SHARE: (f32, f32) = (0.75, 0.6);

/// A place in order holds a passage of which it has this share of the letters.
const HELD: f32 = 0.5;

/// A copy has this share of the letters, and of one of the contexts.
const COPIED: f32 = 0.7;

/// The most words of a quote that counts as short.
const SHORT: usize = 8;

/// Two places whose totals differ by less are ambiguous.
const AMBIGUOUS_LEAD: f32 = 0.03;

/// What contexts add that stand character by character: it parts ambiguous candidates, and outweighs nothing else.
const VERBATIM: f32 = 0.04;

/// A place where the passage may stand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Candidate {
    /// How it stands there.
    pub alignment: Alignment,
    /// The share of the passage that is there, 0 to 1.
    pub total: f32,
    /// The word of the text where the quote begins.
    pub at: usize,
    /// One past the last word of the quote; not behind `at` where only the surroundings stand.
    pub end: usize,
    /// Share of the contexts' characters that stand there unfolded, right beside the quote; only told of ambiguous candidates.
    pub verbatim: f32,
    /// Whether it is a neighbour of the passage, and stood in the old text too.
    pub neighbour: Neighbour,
}

/// Where a passage should stand, in words of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ExpectedPlace {
    /// The words where it may begin: by the text before it, in the middle, by the text behind it.
    pub words: [usize; 3],
    /// How far from there is still near.
    pub reach: usize,
    /// Who says so.
    pub evidence: Evidence,
}

/// Who says where a passage should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Evidence {
    /// Only its own record: it is where it stood once.
    Record,
    /// Sure neighbours on one or the other side, which have parted.
    OneSide,
    /// Sure neighbours that agree.
    Neighbours,
}

impl ExpectedPlace {
    /// How far a word is from there. Where both sides expect it at different places, the text before is believed a little
    /// more: of a passage and its copy beside it, the first is taken for the original.
    pub fn distance(&self, word: usize) -> usize {
        let [before, middle, behind] = self.words.map(|there| there.abs_diff(word));
        let handicap = if self.has_parted() { PARTED } else { 0 };
        before.min(middle).min(behind + handicap)
    }

    /// Whether the text before and the text behind expect the passage at different places.
    fn has_parted(&self) -> bool {
        self.words[0].abs_diff(self.words[2]) > PARTED
    }

    /// Whether a word is between the places, or not very far from them.
    fn spans(&self, word: usize) -> bool {
        let [first, _, last] = self.words;
        let reach = self.reach * NOT_FAR;
        first.min(last) <= word + reach && word <= first.max(last) + reach
    }
}

/// What is known of a passage after all its candidates were looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Verdict {
    /// The best candidate.
    pub best: Candidate,
    /// Whether the passage is there, or this is but a guess.
    pub found: bool,
    /// Whether it may well be another place: one is nearly as good, or little speaks for this one.
    pub doubtful: bool,
}

impl Candidate {
    /// Its words in the text.
    pub fn words(&self) -> Range<usize> {
        self.at..self.end
    }

    /// Judges an alignment; `None` where no word of the passage has a place.
    pub fn of(query: &PassageQuery, alignment: Alignment) -> Option<Self> {
        let total = total(query, &alignment);
        if let Some((at, last)) = alignment.words {
            return Some(Self {
                total,
                at,
                end: last + 1 + query.beyond,
                verbatim: 0.0,
                neighbour: Neighbour::No,
                alignment,
            });
        }
        let at = alignment.gap.1.or(alignment.gap.0.map(|before| before + 1))?;
        Some(Self { total, at, end: at, verbatim: 0.0, neighbour: Neighbour::No, alignment })
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

    /// The worse of the contexts that there are.
    fn worse_side(&self) -> f32 {
        self.alignment.prefix.unwrap_or(1.0).min(self.alignment.suffix.unwrap_or(1.0))
    }

    /// Whether both contexts stand beside it, whole, and it begins where the text on either side expects it: then it is the
    /// passage, whatever became of its words.
    pub fn is_vouched_for(&self, query: &PassageQuery, place: Option<ExpectedPlace>) -> bool {
        self.stands_where_expected(query, place) && self.worse_side() >= WHOLE_SIDE && self.better_side() > 0.0
    }

    /// Whether it begins where the text on either side expects it, both at one place.
    fn stands_where_expected(&self, query: &PassageQuery, place: Option<ExpectedPlace>) -> bool {
        let least = query.quote_len() / 3 + 1;
        let there = |place: ExpectedPlace| place.words.iter().all(|word| word.abs_diff(self.at) <= least);
        place.is_some_and(|place| place.evidence != Evidence::OneSide && there(place))
    }

    /// Whether only the surroundings stand there, and nothing came between them.
    pub fn has_closed_up(&self) -> bool {
        let (before, behind) = self.alignment.gap;
        before.zip(behind).is_some_and(|(before, behind)| (before + 1..=before + 1 + CLOSED).contains(&behind))
    }

    /// Whether it is worth a look at what the contexts say: enough of it stands, but not all.
    pub fn can_be_a_look_alike(&self) -> bool {
        let words = self.alignment.words.is_some() && self.total >= LEAST_ALIKE;
        words && (self.alignment.replaced > 0 || self.worse_side() < LEAST_SUPPORT)
    }

    /// Whether it may be another passage that is worded like this one: a context says so, or words were replaced and one of
    /// the contexts is not there.
    fn may_be_a_look_alike(&self, place: Option<ExpectedPlace>) -> bool {
        let told = place.is_some_and(|place| place.evidence == Evidence::Neighbours) && self.near(place);
        let (worse, both) = (self.worse_side(), self.worse_side() + self.alignment.quote);
        let lacking = if told { worse < TOLD_SUPPORT } else { both < SUPPORT || worse < LEAST_SUPPORT };
        let supported = !lacking && self.better_side() > 0.0;
        let other = if self.alignment.exact { Neighbour::Perhaps } else { Neighbour::No };
        self.neighbour > other || (self.alignment.replaced > 0 && !supported)
    }

    /// How far it is from the expected place, in words.
    fn distance(&self, place: Option<ExpectedPlace>) -> usize {
        place.map_or(usize::MAX, |place| place.distance(self.at))
    }

    /// Whether it is where the passage is expected.
    pub fn near(&self, place: Option<ExpectedPlace>) -> bool {
        place.is_some_and(|place| place.distance(self.at) <= place.reach)
    }

    /// The total with closeness: what candidates are ranked by.
    fn rank(&self, place: Option<ExpectedPlace>) -> f32 {
        let closeness = place.map_or(0.0, |place| {
            let reach = place.reach as f32;
            reach / (reach + place.distance(self.at) as f32)
        });
        let most =
            if place.is_some_and(|place| place.evidence != Evidence::Record) { CLOSENESS } else { LONE_CLOSENESS };
        WHOLE_SHARE * self.alignment.whole
            + (1.0 - WHOLE_SHARE) * self.total
            + most * closeness
            + VERBATIM * self.verbatim
    }

    /// Whether two candidates share a word.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.at < other.end && other.at < self.end
    }
}

/// The share of the passage that stands there: quote and contexts, an absent part left out.
fn total(query: &PassageQuery, alignment: &Alignment) -> f32 {
    let quote = (!query.quote.is_empty()).then_some((alignment.quote, SHARES.0));
    let context = |side: Option<f32>| side.map(|share| (share, SHARES.1));
    let parts = [quote, context(alignment.prefix), context(alignment.suffix)];
    let (sum, weight) = parts.iter().flatten().fold((0.0, 0.0), |(s, w), (share, part)| (s + share * part, w + part));
    if weight > 0.0 { sum / weight } else { 0.0 }
}

/// Chooses among the candidates, given where the passage should be.
pub(super) fn decide(query: &PassageQuery, candidates: &[Candidate], place: Option<ExpectedPlace>) -> Option<Verdict> {
    let stand = || candidates.iter().filter(|candidate| query.quote.is_empty() || candidate.alignment.words.is_some());
    let best = *stand().max_by(|a, b| a.rank(place).total_cmp(&b.rank(place)))?;
    let is_moved = best.alignment.exact && query.quote_len() >= LEAST_MOVED;
    if let Some(&place) = candidates.iter().find(|other| !is_moved && rewritten(&best, other, place)) {
        return Some(Verdict { best: place, found: false, doubtful: false });
    }
    let others = || stand().filter(|other| !other.overlaps(&best) && other.at != best.at);
    let lead = others().map(|other| best.rank(place) - other.rank(place)).fold(1.0, f32::min);
    let only_verbatim = |other: &Candidate| best.verbatim >= 1.0 && other.verbatim < 1.0;
    let as_good = |other: &Candidate| best.total - other.total < AMBIGUOUS_LEAD && !only_verbatim(other);
    let ambiguous = others().any(|other| as_good(other) && !clearly_nearer(&best, other, place));
    let copied = others().any(|other| is_copy_beside(query, other, place));
    let doubtful = ambiguous || copied || hardly_known(query, &best, place) || best.may_be_a_look_alike(place);
    Some(Verdict { best, found: stands(query, &best, lead, place), doubtful })
}

/// Whether most of the passage stands at another place too, where the text has parted between the two: of a text and
/// its copy beside it, one of them edited, nobody can say which is which.
fn is_copy_beside(query: &PassageQuery, other: &Candidate, place: Option<ExpectedPlace>) -> bool {
    let beside = place.is_some_and(|place| place.has_parted() && place.spans(other.at));
    beside && query.quote_len() > 2 && other.alignment.letters >= COPIED && other.better_side() >= COPIED
}

/// Whether so much of the passage stands where it is expected that whatever stands elsewhere is a copy.
pub(super) fn holds(candidate: &Candidate, place: Option<ExpectedPlace>) -> bool {
    candidate.near(place) && candidate.alignment.letters >= HELD
}

/// Whether the best place is only a look-alike: the passage's surroundings still stand at another place, where they
/// are expected and nearer than the best, but with other words in the middle.
fn rewritten(best: &Candidate, other: &Candidate, place: Option<ExpectedPlace>) -> bool {
    other.near(place)
        && other.distance(place) < best.distance(place)
        && other.alignment.quote < REWRITTEN
        && other.better_side() >= WHOLE_SIDE
        && best.better_side() < WHOLE_SIDE
}

/// The candidates that are nearly as good as the best, where there are several.
pub(super) fn nearly_as_good(candidates: &mut [Candidate]) -> impl Iterator<Item = &mut Candidate> {
    let best = candidates.iter().map(|candidate| candidate.total).fold(0.0, f32::max);
    let close = move |candidate: &Candidate| candidate.total > best - AMBIGUOUS_LEAD;
    let several = candidates.iter().filter(|candidate| close(candidate)).count() > 1;
    candidates.iter_mut().filter(move |candidate| several && close(candidate))
}

/// Whether so little of the passage is there, away from where it was and with no neighbours to tell, that it is as likely
/// a look-alike.
fn hardly_known(query: &PassageQuery, best: &Candidate, place: Option<ExpectedPlace>) -> bool {
    let told = place.is_some_and(|place| place.evidence == Evidence::Neighbours) || best.near(place);
    let least = if query.quote_len() > SHORT { SURE_SHARE.1 } else { SURE_SHARE.0 };
    (!told && best.alignment.whole < least) || is_far_and_short(query, best, place)
}

/// Whether it is so short that nothing but its surroundings speaks for it, away from where its neighbours are, and something of
/// these lacks.
fn is_far_and_short(query: &PassageQuery, best: &Candidate, place: Option<ExpectedPlace>) -> bool {
    let told = place.is_some_and(|place| place.evidence == Evidence::Neighbours && !place.spans(best.at));
    told && query.quote_len() <= 2 && best.total < FAR_AND_SHORT
}

/// Whether one of two equally good places is where the passage is expected, and the other is not: where the text has
/// parted, by a copy of itself, say, each of the two may be what one side expects.
fn clearly_nearer(best: &Candidate, other: &Candidate, place: Option<ExpectedPlace>) -> bool {
    let either = other.near(place) && place.is_some_and(|place| place.has_parted());
    best.near(place) && best.distance(place) * 2 <= other.distance(place) && !either
}

/// Whether a candidate is good enough to say that the passage stands there; the shorter, the more it takes, and the
/// more so the farther it is from where its neighbours are.
fn stands(query: &PassageQuery, best: &Candidate, lead: f32, place: Option<ExpectedPlace>) -> bool {
    let near = best.near(place);
    match place {
        Some(place) if near && place.evidence != Evidence::Record => stands_near(query, best),
        Some(place) if place.evidence == Evidence::Neighbours && !place.spans(best.at) => stands_far(query, best),
        _ => stands_alone(query, best, lead, near),
    }
}

/// Among its neighbours a passage is known by little.
///
/// Moved by 0.1 each, one at a time, on 13 cases of 1,000 passages (20 kB of every kind; 1 MB doubled, with one word in five
/// edited, with one passage in five gone; 43 wrong, 27 of them unsaid, 549 lost): `letters` lower finds 9 to 13 of the lost and
/// makes one more wrong, higher loses 10 to 28 and makes one less wrong; `total` of 3 to 8 words lower makes 6 more wrong, higher
/// 2 less and loses 6; of more words higher loses 12; the sides of a passage of one word lower make one more wrong and unsaid, of
/// none and two words they move nothing or one.
fn stands_near(query: &PassageQuery, best: &Candidate) -> bool {
    let (letters, total) = (best.alignment.letters, best.total);
    match query.quote_len() {
        0 => best.better_side() >= 0.5,
        1 => best.alignment.exact && best.better_side() >= 0.45,
        2 => letters >= 0.4 && best.better_side() >= 0.4,
        3..=8 => letters >= 0.4 && total >= 0.45,
        _ => letters >= 0.4 && total >= 0.4,
    }
}

/// Away from all its neighbours it must be whole, or nearly: else it is a look-alike. One or two words that stand with all that
/// was on one side are told to be there, and not for sure: notes that a format gathers elsewhere have other notes beside them.
///
/// On the same cases 0.1 less for two words makes two more wrong and finds three; 0.1 more for 3 to 8 words makes two less unsaid
/// and two more uncertain; the last moves at most one.
fn stands_far(query: &PassageQuery, best: &Candidate) -> bool {
    match query.quote_len() {
        0..=2 => best.total >= FAR_AND_SHORT || stands_with_a_side(query, best),
        3..=8 => best.total >= 0.85,
        _ => best.total >= 0.7 || best.alignment.exact,
    }
}

/// Whether it stands word for word with one of its contexts, whole, and that is long enough.
fn stands_with_a_side(query: &PassageQuery, best: &Candidate) -> bool {
    let sides =
        [(best.alignment.prefix, query.quote.start), (best.alignment.suffix, query.ids.len() - query.quote.end)];
    let whole =
        |(share, words): (Option<f32>, usize)| words >= LONG_SIDE && share.is_some_and(|share| share >= WHOLE_SIDE);
    best.alignment.exact && sides.into_iter().any(whole)
}

/// Without neighbours. A record without contexts can be judged by its quote alone: it is there, and ambiguous ones are flagged.
///
/// On the same cases of 20 kB, each passage by itself (119 wrong, 77 of them unsaid, 350 lost), each moved by 0.1: for one and two
/// words lower `context` makes 7 more wrong and finds 8, higher 3 less and loses 14; for 3 to 8 words lower `quote` finds 23
/// and makes none wrong, higher loses 40; lower `total` makes 3 more wrong, higher 5 less and loses 9; lower `context` makes 3 more
/// wrong and finds 4; of more words lower `quote` makes 18 of the lost uncertain, higher as many uncertain ones lost. No other moves
/// more than two, but for `total` of more words: 15 lost when it is higher.
fn stands_alone(query: &PassageQuery, best: &Candidate, lead: f32, near: bool) -> bool {
    let (quote, exact, context) = (best.alignment.quote, best.alignment.exact, best.context());
    if best.alignment.prefix.is_none() && best.alignment.suffix.is_none() && exact {
        return !query.quote.is_empty();
    }
    match query.quote_len() {
        0 => context >= 0.5 || (near && best.better_side() >= 0.6),
        1..=2 => exact && (context >= 0.45 || (near && best.better_side() >= 0.3)),
        3..=8 => quote >= 0.52 && best.total >= 0.52 && (context >= 0.30 || (exact && (near || lead > 0.25))),
        _ => quote >= 0.45 && best.total >= 0.45,
    }
}

/// Whether the passage is found so surely that others may be expected by it.
pub(super) fn is_sure(query: &PassageQuery, candidates: &[Candidate]) -> Option<Candidate> {
    let best = *candidates.iter().max_by(|a, b| a.total.total_cmp(&b.total))?;
    let lead = candidates.iter().filter(|other| !other.overlaps(&best)).map(|other| best.total - other.total);
    let sure = best.total > SURE.0 && lead.fold(1.0, f32::min) > SURE.1 && query.quote_len() >= SURE.2;
    sure.then_some(best)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::anchor::index::{TextIndex, WordNumbers};
    use crate::annotation::{Passage, Quote};

    /// A query with a quote of `words` words and a word of context on either side.
    fn query(words: usize) -> PassageQuery {
        let exact = (0..words).map(|n| format!("word{n}")).collect::<Vec<_>>().join(" ");
        let mut vocabulary = WordNumbers::new();
        let quote = Quote { exact, prefix: "before ".into(), suffix: " behind".into() };
        let mut query = PassageQuery::of(&Passage { quote, ..Passage::default() }, &mut vocabulary);
        query.weigh(&TextIndex::of("", &vocabulary));
        query
    }

    /// A candidate at word `at` of which these shares of quote, prefix and suffix stand.
    fn candidate(query: &PassageQuery, at: usize, shares: [f32; 3]) -> Candidate {
        let [quote, prefix, suffix] = shares;
        let alignment = Alignment {
            quote,
            letters: quote,
            whole: quote,
            prefix: Some(prefix),
            suffix: Some(suffix),
            words: Some((at, at + query.quote.len() - 1)),
            exact: quote >= 1.0,
            ..Alignment::default()
        };
        Candidate::of(query, alignment).unwrap()
    }

    fn place(word: usize, evidence: Evidence) -> ExpectedPlace {
        ExpectedPlace { words: [word; 3], reach: 20, evidence }
    }

    /// Whether a quote of `words` words counts as found at word 100 when it is expected at `expected`.
    fn found(words: usize, shares: [f32; 3], expected: usize, evidence: Evidence) -> bool {
        let query = query(words);
        decide(&query, &[candidate(&query, 100, shares)], Some(place(expected, evidence))).unwrap().found
    }

    #[test]
    fn the_shorter_a_quote_the_more_of_it_must_stand() {
        assert!(found(12, [0.5, 0.5, 0.5], 100, Evidence::Record));
        assert!(found(5, [0.6, 0.5, 0.5], 100, Evidence::Record) && !found(5, [0.5, 0.2, 0.2], 100, Evidence::Record));
        assert!(found(1, [1.0, 0.5, 0.5], 100, Evidence::Record) && !found(2, [0.6, 1.0, 1.0], 100, Evidence::Record));
    }

    #[test]
    fn among_its_neighbours_less_is_enough_and_far_from_them_more_is_needed() {
        let half = [0.5, 0.5, 0.5];
        assert!(found(5, half, 110, Evidence::Neighbours) && !found(5, half, 900, Evidence::Neighbours));
        assert!(
            found(1, [1.0, 0.5, 0.0], 110, Evidence::Neighbours)
                && !found(1, [1.0, 0.9, 0.9], 900, Evidence::Neighbours)
        );
        assert!(found(12, [1.0, 0.0, 0.0], 900, Evidence::Neighbours), "a sentence word for word was moved");
    }

    #[test]
    fn a_word_far_from_its_neighbours_is_there_but_not_for_sure_where_a_long_side_of_it_stands() {
        let verdict = |before: &str| {
            let mut vocabulary = WordNumbers::new();
            let quote = Quote { exact: "bell".into(), prefix: before.into(), suffix: " of the next note".into() };
            let mut query = PassageQuery::of(&Passage { quote, ..Passage::default() }, &mut vocabulary);
            query.weigh(&TextIndex::of("", &vocabulary));
            let candidate = candidate(&query, 100, [1.0, 1.0, 0.1]);
            let verdict = decide(&query, &[candidate], Some(place(900, Evidence::Neighbours))).unwrap();
            (verdict.found, verdict.doubtful)
        };
        assert_eq!(verdict("of the nine houses that once had a "), (true, true));
        assert!(!verdict("that once had a ").0, "anybody says so");
    }

    #[test]
    fn of_equal_places_the_expected_one_wins_and_ambiguous_ones_are_flagged() {
        let query = query(5);
        let rivals = [candidate(&query, 100, [1.0; 3]), candidate(&query, 400, [1.0; 3])];
        let near = decide(&query, &rivals, Some(place(402, Evidence::Neighbours))).unwrap();
        assert_eq!((near.best.at, near.doubtful), (400, false));
        assert!(decide(&query, &rivals, None).unwrap().doubtful);
    }

    #[test]
    fn of_a_passage_and_its_copy_beside_it_neither_is_taken_without_a_flag() {
        let query = query(5);
        let rivals = [candidate(&query, 100, [1.0; 3]), candidate(&query, 151, [1.0; 3])];
        let parted = ExpectedPlace { words: [100, 125, 150], reach: 20, evidence: Evidence::Neighbours };
        assert!(decide(&query, &rivals, Some(parted)).unwrap().doubtful);
    }

    #[test]
    fn where_the_surroundings_stand_with_other_words_the_look_alike_is_not_taken() {
        let query = query(8);
        let (alike, hole) = (candidate(&query, 130, [1.0, 0.6, 0.6]), candidate(&query, 100, [0.1, 1.0, 0.0]));
        let verdict = decide(&query, &[alike, hole], Some(place(100, Evidence::Record))).unwrap();
        assert_eq!((verdict.found, verdict.best.at), (false, 100));
    }

    #[test]
    fn a_sure_anchor_has_a_lead() {
        let query = query(6);
        let (best, other) = (candidate(&query, 100, [1.0; 3]), candidate(&query, 500, [0.9, 0.9, 0.9]));
        assert!(is_sure(&query, &[best]).is_some() && is_sure(&query, &[best, other]).is_none());
    }
}
