//! The search for passages that no longer stand where they stood: the steps in their order.
//!
//! fold → vote → align → reference points → decide. It owns the tables that are used again for every passage, and the bounds
//! of what one passage may cost.

use super::align::{Aligner, Alignment, DiagonalBand};
use super::alone;
use super::candidates::{Bounds, Candidates, occurrences};
use super::decide::{ALIKE, Candidate, Evidence, ExpectedPlace, Verdict, decide, holds, is_sure, nearly_as_good};
use super::fragments::fragments;
use super::index::{TextIndex, WordNumbers};
use super::lookalike::{Neighbour, neighbour};
use super::place::{span_of, verbatim};
use super::query::PassageQuery;
use super::reference_points::{ReferencePoints, in_order};
use super::split::joined;
use super::states::FoundPassage;
use crate::annotation::{Anchor, AnchorState, Passage};
use crate::text::{Offsets, Span};

/// Places of words that vote, and windows that are aligned, for one passage among few.
const BOUNDS: Bounds = Bounds { places: 12_000, windows: 24, occurrences: 12 };

/// Places and windows for one passage among very many, and how many passages are very many.
const LEAST_BOUNDS: Bounds = Bounds { places: 500, windows: 6, occurrences: 4 };
const VERY_MANY: usize = 20_000;

/// Cells that the alignments of one passage may fill, all windows together; a quote of a megabyte gets few windows.
const MOST_CELLS: usize = 4_000_000;

/// How many candidates are kept until the reference points are known.
const KEPT: usize = 6;

/// Diagonals on either side of the votes that are aligned too: this many and an eighth of the words.
const SLACK: usize = 6;

/// The slack of a second look at the best place: as much text may have been put into the middle of a passage.
const WIDE_SLACK: usize = 128;

/// How far from the expected place is near, in words, by reference points. Measured: 12 lose half a point of recall where one word
/// in five is edited; 96 gain a tenth and let in as much that is wrong.
const REACH: usize = 32;

/// How far from the place that the record alone gives is near, in words: little is to be expected of it.
const LONE_REACH: usize = 16;

/// A passage found for sure and as good as whole is not looked for elsewhere; a sure one that is not may be a look-alike.
const WHOLE: f32 = 0.97;

/// So many words, and bytes in them, are known by themselves where they stand once.
const LEAST_ALONE: (usize, f32) = (3, 12.0);

/// So many words that stand once are there, though a part of them, less than this share, stands where the contexts are.
const LEAST_WHOLE: (usize, f32) = (6, 0.6);

/// A passage of more words is no sentence of a list.
const MOST_LISTED: isize = 120;

/// The text has kept its order where so many of the sure anchors have kept theirs.
const IN_ORDER: f32 = 0.6;

/// A guess where an orphan may be has at least this share of its letters.
const LEAST_GUESS: f32 = 0.25;

/// No text is longer, in code points; a record that says so lies, and must not overflow a sum.
const FARTHEST: usize = 1 << 40;

/// Code points a word, with its blank, roughly: turns the spread of reference points into words.
const WORD_LEN: usize = 6;

/// One search for many passages in one text.
pub(super) struct Search<'a> {
    passages: &'a [&'a Passage],
    settled: &'a [Option<Anchor>],
    offsets: &'a Offsets,
    index: TextIndex<'a>,
    queries: Vec<PassageQuery>,
    bounds: Bounds,
    candidates: Candidates,
    aligner: Aligner,
}

impl<'a> Search<'a> {
    /// Folds the passages that are not settled, and the text.
    pub fn new(
        text: &'a str,
        offsets: &'a Offsets,
        passages: &'a [&'a Passage],
        settled: &'a [Option<Anchor>],
    ) -> Self {
        let mut vocabulary = WordNumbers::new();
        let lost = settled.iter().filter(|anchor| anchor.is_none()).count();
        let fold = |(passage, settled): (&&Passage, &Option<Anchor>)| match settled {
            Some(_) => PassageQuery::default(),
            None => PassageQuery::of(passage, &mut vocabulary),
        };
        let mut queries: Vec<PassageQuery> = passages.iter().zip(settled).map(fold).collect();
        let mut index = TextIndex::of(text, &vocabulary);
        let mut wanted = vec![false; vocabulary.len() + 1];
        for query in &mut queries {
            query.weigh(&index);
            let rarest = query.rarest_of_quote(&index);
            query.voters.iter().copied().chain(rarest).for_each(|n| wanted[query.ids[n] as usize] = true);
        }
        index.note_places(&wanted);
        let bounds = if lost < VERY_MANY { BOUNDS } else { LEAST_BOUNDS };
        let (candidates, aligner) = (Candidates::default(), Aligner::default());
        Self { passages, settled, offsets, index, queries, bounds, candidates, aligner }
    }

    /// All anchors, in the order of the passages.
    pub fn run(mut self) -> Vec<Anchor> {
        let first: Vec<Vec<Candidate>> = (0..self.passages.len()).map(|n| self.first_look(n)).collect();
        let reference_points = self.reference_points(&first);
        first.into_iter().enumerate().map(|(n, candidates)| self.settle(n, candidates, &reference_points)).collect()
    }

    /// The best places of a passage, as far as it can be told without the others.
    fn first_look(&mut self, n: usize) -> Vec<Candidate> {
        if self.settled[n].is_some() {
            return Vec::new();
        }
        // The word where the passage stood, were the text unchanged.
        let origin = self.then(n).map(|then| self.word_at(then));
        let (bounds, query) = (self.bounds_for(n), &self.queries[n]);
        let windows = self.candidates.windows(query, &self.index, origin, bounds).to_vec();
        let slack = (SLACK + query.ids.len() / 8).min(WIDE_SLACK);
        let mut found = Vec::new();
        for window in windows {
            self.look(n, window.band, slack, &mut found);
        }
        for at in occurrences(&self.queries[n], &self.index, origin.unwrap_or(0), self.bounds.occurrences) {
            self.look_at_word(n, at, &mut found);
        }
        self.look_again(n, &mut found);
        keep_best(&mut found);
        found
    }

    /// Aligns a passage on a band, widened by `slack`, and keeps the result.
    fn look(&mut self, n: usize, band: DiagonalBand, slack: usize, found: &mut Vec<Candidate>) {
        let band = DiagonalBand { low: band.low - slack.cast_signed(), high: band.high + slack.cast_signed() };
        let query = &self.queries[n];
        let alignment = self.aligner.align(query, self.index.ids(), band);
        let Some(mut there) = alignment.and_then(|alignment| Candidate::of(query, alignment)) else { return };
        if there.can_be_a_look_alike() {
            there.neighbour = neighbour(query, self.index.ids(), there.words(), &there.alignment, self.aligner.pairs());
        }
        if there.alignment.exact || there.neighbour != Neighbour::Yes {
            found.push(there);
        }
    }

    /// Aligns a passage whose quote may begin at word `at`, unless that place is known already.
    fn look_at_word(&mut self, n: usize, at: usize, found: &mut Vec<Candidate>) {
        if found.iter().all(|candidate| candidate.at != at || !candidate.alignment.exact) {
            self.look(n, self.diagonal(n, at), SLACK, found);
        }
    }

    /// Looks wider around the best place where the quote does not stand there word for word.
    fn look_again(&mut self, n: usize, found: &mut Vec<Candidate>) {
        let best = found.iter().max_by(|a, b| a.total.total_cmp(&b.total)).copied();
        let Some(best) = best.filter(|best| !best.alignment.exact) else { return };
        self.look(n, self.diagonal(n, best.at), WIDE_SLACK, found);
    }

    /// What one passage may cost: the longer it is, the fewer windows.
    fn bounds_for(&self, n: usize) -> Bounds {
        let cells = (self.queries[n].ids.len() * 64).max(1);
        let windows = (MOST_CELLS / cells).clamp(3, self.bounds.windows);
        Bounds { windows, ..self.bounds }
    }

    /// The diagonal on which the quote begins at word `at`.
    fn diagonal(&self, n: usize, at: usize) -> DiagonalBand {
        DiagonalBand::at(at.cast_signed() - self.queries[n].quote.start.cast_signed())
    }

    /// The code point where the passage stood by its record, which may be past the end of a text that is shorter now.
    fn then(&self, n: usize) -> Option<usize> {
        self.passages[n].position.map(|(start, _)| start.min(FARTHEST))
    }

    fn word_at(&self, code_point: usize) -> usize {
        self.index.word_at(self.offsets.byte(self.index.text(), code_point).unwrap_or(self.index.text().len()))
    }

    /// The passages that are surely found, or never moved. Where the text has mostly kept its order, one that is found out
    /// of it while much of it still stands where it should be is a copy, and leads nobody.
    fn reference_points(&mut self, first: &[Vec<Candidate>]) -> ReferencePoints {
        let mut found: Vec<(usize, usize, usize)> =
            first.iter().enumerate().filter_map(|(n, candidates)| self.sure(n, candidates)).collect();
        found.sort_unstable();
        let pairs = |found: &[(usize, usize, usize)]| -> Vec<(usize, usize)> {
            found.iter().map(|&(then, now, _)| (then, now)).collect()
        };
        let order = in_order(&pairs(&found));
        let kept = order.iter().filter(|kept| **kept).count();
        if kept == found.len() || (kept as f32) < found.len() as f32 * IN_ORDER {
            return ReferencePoints::new(pairs(&found).into_iter());
        }
        let chain: Vec<(usize, usize, usize)> =
            found.iter().zip(&order).filter(|(_, kept)| **kept).map(|(mark, _)| *mark).collect();
        let chain = ReferencePoints::new(pairs(&chain).into_iter());
        let mut kept = order.into_iter();
        found.retain(|&(_, _, n)| kept.next() == Some(true) || !self.stands_in_order(n, &chain));
        ReferencePoints::new(pairs(&found).into_iter())
    }

    /// Where a passage stood and where it surely stands, in code points, with its number.
    fn sure(&self, n: usize, candidates: &[Candidate]) -> Option<(usize, usize, usize)> {
        let now = match self.settled[n] {
            Some(anchor) => anchor.span?.start,
            None => self.index.span(is_sure(&self.queries[n], candidates)?.at).start,
        };
        Some((self.then(n)?, self.offsets.code_point(self.index.text(), now), n))
    }

    /// Whether much of a passage stands where reference points in the order of the text expect it.
    fn stands_in_order(&mut self, n: usize, chain: &ReferencePoints) -> bool {
        let place = self.place(n, chain).filter(|place| place.evidence == Evidence::Neighbours);
        if place.is_none() || self.settled[n].is_some() {
            return false;
        }
        let mut found = Vec::new();
        self.look_near(n, place, &mut found);
        found.iter().any(|candidate| holds(candidate, place))
    }

    /// Looks where the reference points say, decides, and goes back to bytes.
    fn settle(&mut self, n: usize, mut candidates: Vec<Candidate>, reference_points: &ReferencePoints) -> Anchor {
        if let Some(anchor) = self.settled[n] {
            return anchor;
        }
        let place = self.place(n, reference_points);
        let told = is_sure(&self.queries[n], &candidates).is_some_and(|sure| sure.total >= WHOLE && sure.near(place));
        if !told {
            self.look_near(n, place, &mut candidates);
        }
        self.join(n, place, &mut candidates);
        self.part_ambiguous(n, &mut candidates);
        let mut verdict = match place {
            None if self.queries[n].is_alone() => alone::decide(&self.queries[n], &candidates, self.index.len()),
            place => decide(&self.queries[n], &candidates, place),
        };
        if let Some(verdict) = verdict.as_mut().filter(|verdict| verdict.found && !verdict.doubtful) {
            verdict.doubtful = self.is_one_of_many(n, &verdict.best, place);
        }
        let verdict = match verdict {
            Some(verdict) if verdict.found => Some(verdict),
            lost => self.fragments(n, place).or(lost),
        };
        let verdict = self.only_occurrence(n, verdict.as_ref(), place).or(verdict);
        match verdict {
            Some(verdict) => self.anchor(n, &verdict, place),
            None => self.orphan(place, None),
        }
    }

    /// Whether words of the passage were replaced, nothing vouches for the place, and right before or right behind it more
    /// stands that is worded like the passage: in a list of such sentences one is taken for another.
    fn is_one_of_many(&mut self, n: usize, best: &Candidate, place: Option<ExpectedPlace>) -> bool {
        let (query, len) = (&self.queries[n], (best.end - best.at).cast_signed());
        if best.alignment.replaced == 0 || len > MOST_LISTED || best.is_vouched_for(query, place) {
            return false;
        }
        let here = self.diagonal(n, best.at).low;
        let reach = len * 3 + WIDE_SLACK.cast_signed() / 4;
        let beside = [(here - reach, here - len / 2 - 1), (here + len / 2 + 1, here + reach)];
        beside.into_iter().any(|(low, high)| {
            let there = self.aligner.align(&self.queries[n], self.index.ids(), DiagonalBand { low, high });
            there.is_some_and(|there| {
                there.letters >= ALIKE && there.words.is_some_and(|(first, last)| last < best.at || best.end <= first)
            })
        })
    }

    /// Adds the best candidate where the passage is expected with the rest that it lacks.
    fn join(&mut self, n: usize, place: Option<ExpectedPlace>, candidates: &mut Vec<Candidate>) {
        let near = candidates.iter().filter(|candidate| candidate.near(place));
        let Some(best) = near.max_by(|a, b| a.total.total_cmp(&b.total)).copied() else { return };
        if self.queries[n].beyond == 0 && best.total < WHOLE {
            candidates.extend(joined(&self.queries[n], self.index.ids(), &best, &mut self.aligner));
        }
    }

    /// The passage where it stands word for word between its contexts, which text that was put in has pushed away.
    fn fragments(&self, n: usize, place: Option<ExpectedPlace>) -> Option<Verdict> {
        let (query, expected) = (&self.queries[n], place.map_or(0, |place| place.words[1]));
        let at = occurrences(query, &self.index, expected, self.bounds.occurrences);
        fragments(query, self.index.ids(), &at)
    }

    /// The one place where the quote stands word for word, where the contexts are another place's and have led to a part of it;
    /// or nowhere, if no record says where it stood, nothing of it stands elsewhere, or nothing came for it there. It may be wrong.
    fn only_occurrence(&self, n: usize, verdict: Option<&Verdict>, place: Option<ExpectedPlace>) -> Option<Verdict> {
        let query = &self.queries[n];
        let found = verdict.filter(|verdict| verdict.found);
        if found.is_some_and(|verdict| verdict.best.alignment.exact) || query.quote_len() < LEAST_ALONE.0 {
            return None;
        }
        let [at] = occurrences(query, &self.index, 0, 2)[..] else { return None };
        let best = Candidate::of(query, Alignment::word_for_word(query, at))?;
        let wanted = match found {
            Some(verdict) if verdict.best.overlaps(&best) => true,
            Some(verdict) => query.quote_len() >= LEAST_WHOLE.0 && verdict.best.alignment.quote < LEAST_WHOLE.1,
            None => {
                let nowhere_else = verdict.is_some_and(|lost| lost.best.overlaps(&best));
                let left = verdict.is_some_and(|lost| lost.best.has_closed_up());
                let moved = left && (query.quote_len() >= LEAST_WHOLE.0 || best.near(place));
                let told = self.passages[n].position.is_none() || nowhere_else || moved;
                told && query.letters() >= LEAST_ALONE.1
            }
        };
        wanted.then_some(Verdict { best, found: true, doubtful: true })
    }

    /// Tells candidates that are nearly as good as the best how much of the contexts they have to the letter.
    fn part_ambiguous(&self, n: usize, candidates: &mut [Candidate]) {
        let (query, passage, text) = (&self.queries[n], self.passages[n], self.index.text());
        for candidate in nearly_as_good(candidates) {
            let span = span_of(query, passage, &self.index, candidate);
            candidate.verbatim = span.map_or(0.0, |span| verbatim(&passage.quote, text, span));
        }
    }

    /// Where the passage should be: by its neighbours, else where it stood.
    fn place(&self, n: usize, reference_points: &ReferencePoints) -> Option<ExpectedPlace> {
        let then = self.then(n)?;
        let Some(expected) = reference_points.expect(then) else {
            let word = self.word_at(then);
            return Some(ExpectedPlace { words: [word; 3], reach: LONE_REACH, evidence: Evidence::Record });
        };
        let evidence = if expected.agreed { Evidence::Neighbours } else { Evidence::OneSide };
        let words = expected.at.map(|at| self.word_at(at));
        Some(ExpectedPlace { words, reach: REACH + (expected.spread / WORD_LEN).min(REACH), evidence })
    }

    /// Adds the occurrences nearest the expected place, that place itself, and what is near it: a look-alike near by
    /// must not hide what stands at the very place.
    fn look_near(&mut self, n: usize, place: Option<ExpectedPlace>, candidates: &mut Vec<Candidate>) {
        let Some(place) = place else { return };
        let mut words = place.words.to_vec();
        words.dedup_by(|a, b| a.abs_diff(*b) < SLACK);
        for word in words {
            self.look_near_word(n, word, place.reach, candidates);
        }
    }

    fn look_near_word(&mut self, n: usize, word: usize, reach: usize, candidates: &mut Vec<Candidate>) {
        for at in occurrences(&self.queries[n], &self.index, word, self.bounds.occurrences) {
            self.look_at_word(n, at, candidates);
        }
        let here = self.diagonal(n, word);
        self.look(n, here, SLACK, candidates);
        if reach > SLACK {
            self.look(n, here, reach.min(WIDE_SLACK), candidates);
        }
    }

    fn anchor(&self, n: usize, verdict: &Verdict, place: Option<ExpectedPlace>) -> Anchor {
        let (query, passage, best) = (&self.queries[n], self.passages[n], &verdict.best);
        let Some(span) = span_of(query, passage, &self.index, best) else { return self.orphan(place, None) };
        if !verdict.found {
            let guess = best.alignment.letters >= LEAST_GUESS || best.alignment.words.is_none();
            return self.orphan(place, guess.then_some((span, best.total)));
        }
        let found = FoundPassage { passage, query, index: &self.index, offsets: self.offsets, best, span };
        let state = if verdict.doubtful { AnchorState::Uncertain } else { found.state(place) };
        let score = if state == AnchorState::Same { 1.0 } else { best.total };
        Anchor { state, span: Some(span), score }
    }

    /// A lost passage, with the best guess or else the place where it should be: by the text before it, for where a
    /// passage was deleted, that is the very place.
    fn orphan(&self, place: Option<ExpectedPlace>, guess: Option<(Span, f32)>) -> Anchor {
        let last = place.map(|place| Span::at(self.index.span(place.words[0]).start));
        let span = guess.map(|(span, _)| span).or(last);
        Anchor { state: AnchorState::Orphan, span, score: guess.map_or(0.0, |(_, score)| score) }
    }
}

/// Keeps the best candidates, one at a place.
fn keep_best(found: &mut Vec<Candidate>) {
    found.sort_by(|a, b| b.total.total_cmp(&a.total));
    found.dedup_by(|a, b| a.at == b.at && a.end == b.end);
    found.truncate(KEPT);
}
