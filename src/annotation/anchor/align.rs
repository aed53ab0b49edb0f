//! Aligns a passage with the text around one place, word by word, and says how much of it stands there.
//!
//! Dynamic programming over a band of diagonals (diagonal = word position in the text − index in the passage), free at
//! both ends of the text. It finds no places and judges none; memory and time are words of the passage × width of the band.

use super::query::PassageQuery;

/// What a word replaced by another costs: this share of its weight, and a little besides (measured).
const SUBSTITUTION: (f32, f32) = (0.22, 0.05);

/// What a missing word costs, as a share of its weight (measured).
const MISSING: f32 = 0.25;

/// What a word that was not there costs inside the quote and inside the context (measured: a context that is torn is
/// still a context, a quote that is torn becomes another).
const EXTRA: (f32, f32) = (0.7, 0.5);

/// What a replaced word takes from the worth of a quote's end, as a share of its weight. Measured: with nothing, a point
/// and a half of precision is lost where parts of passages are gone.
const REPLACED: f32 = 0.5;

/// So many words put in between quote and context do not matter, and at so many more the context counts half.
const PUT_IN: usize = 4;
const TORN: f32 = 8.0;

/// Worse than any alignment.
const NEVER: f32 = f32::NEG_INFINITY;

/// How a passage stands at a place. Word positions are of the text.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Alignment {
    /// Share of the quote's weight that is there, 0 to 1.
    pub quote: f32,
    /// Share of the weight of the context before that is there, 0 to 1; `None` where the passage has none.
    pub prefix: Option<f32>,
    /// Share of the weight of the context behind that is there, 0 to 1; `None` where the passage has none.
    pub suffix: Option<f32>,
    /// First and last word of the quote as it stands in the text, with other words or the same.
    pub words: Option<(usize, usize)>,
    /// The words of the passage that those stand for: the quote, or what is left of it at one end or the other.
    pub kept: (usize, usize),
    /// Share of the weight of quote and contexts together.
    pub whole: f32,
    /// Share of the quote's letters that is there, 0 to 1.
    pub letters: f32,
    /// Whether the quote's first and last word are there themselves.
    pub ends: (bool, bool),
    /// The last word before and the first word behind the quote that stand in the text.
    pub gap: (Option<usize>, Option<usize>),
    /// Whether the quote stands there word for word.
    pub exact: bool,
    /// How many words of the quote another stands for.
    pub replaced: usize,
}

impl Alignment {
    /// The quote word for word from word `at` of the text, and nothing of its contexts.
    pub fn word_for_word(query: &PassageQuery, at: usize) -> Self {
        let [before, quote, behind] = [0..query.quote.start, query.quote.clone(), query.quote.end..query.ids.len()];
        let all = query.weight(0..query.ids.len());
        Self {
            prefix: (!before.is_empty()).then_some(0.0),
            suffix: (!behind.is_empty()).then_some(0.0),
            quote: 1.0,
            letters: 1.0,
            whole: if all > 0.0 { query.weight(quote.clone()) / all } else { 0.0 },
            words: Some((at, at + quote.len().max(1) - 1)),
            kept: (quote.start, quote.end),
            ends: (true, true),
            exact: true,
            ..Self::default()
        }
    }
}

/// Which neighbour the best way to a cell comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum AlignStep {
    /// A word of the passage stands at a word of the text: the same, or another.
    Pair,
    /// A word of the passage is missing in the text.
    Missing,
    /// A word of the text is not in the passage.
    Extra,
}

/// The tables of the dynamic programming, kept for the next alignment.
#[derive(Debug, Default)]
pub(super) struct Aligner {
    above: Vec<f32>,
    row: Vec<f32>,
    /// Steps of all rows, `width` a row: the values of [`AlignStep`].
    steps: Vec<u8>,
    pairs: Vec<Pair>,
}

/// A band of diagonals, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct DiagonalBand {
    /// The lowest diagonal.
    pub low: isize,
    /// The highest diagonal.
    pub high: isize,
}

impl DiagonalBand {
    /// One diagonal.
    pub fn at(diagonal: isize) -> Self {
        Self { low: diagonal, high: diagonal }
    }

    /// How many diagonals.
    pub fn width(self) -> usize {
        (self.high - self.low + 1).max(1) as usize
    }

    /// The cells of row `row` that lie in a text of `len` words.
    fn cells(self, row: usize, len: usize) -> std::ops::Range<usize> {
        let at = self.low + row.cast_signed();
        let from = (-at).clamp(0, self.width().cast_signed()) as usize;
        let to = (len.cast_signed() - at + 1).clamp(from.cast_signed(), self.width().cast_signed()) as usize;
        from..to
    }
}

impl Aligner {
    /// Which words stood for which in the last alignment, in the order of the text.
    pub fn pairs(&self) -> &[Pair] {
        &self.pairs
    }

    /// The best alignment of `query` with the words `text` on the diagonals of `band`; `None` where none of them
    /// lies in the text.
    pub fn align(&mut self, query: &PassageQuery, text: &[u32], band: DiagonalBand) -> Option<Alignment> {
        let width = band.width();
        let free = band.cells(0, text.len());
        self.above.clear();
        self.above.extend((0..=width).map(|cell| if free.contains(&cell) { 0.0 } else { NEVER }));
        self.row.clear();
        self.row.resize(width + 1, NEVER);
        self.steps.clear();
        self.steps.resize(width * query.ids.len(), AlignStep::Pair as u8);
        for n in 0..query.ids.len() {
            self.fill_row(query, n, text, band);
            std::mem::swap(&mut self.above, &mut self.row);
        }
        let end = (0..width).max_by(|&a, &b| self.above[a].total_cmp(&self.above[b]))?;
        (self.above[end] > NEVER).then(|| self.trace(query, text, band, end))
    }

    /// Fills the row of passage word `n` from the row above it.
    fn fill_row(&mut self, query: &PassageQuery, n: usize, text: &[u32], band: DiagonalBand) {
        let cells = band.cells(n + 1, text.len());
        let (id, weight) = (query.ids[n], query.weights[n]);
        let substitution = -SUBSTITUTION.0 * weight - SUBSTITUTION.1;
        let missing = -MISSING * weight;
        let extra = -extra_cost(query, n + 1);
        self.row.fill(NEVER);
        let steps = &mut self.steps[n * band.width()..(n + 1) * band.width()];
        // The text word of cell `c` is the one its diagonal has for passage word `n`.
        let first = band.low + n.cast_signed();
        let mut left = NEVER;
        for cell in cells {
            let there = usize::try_from(first + cell.cast_signed()).ok().and_then(|at| text.get(at));
            let pair = there.map_or(NEVER, |&other| if other == id { weight } else { substitution });
            let mut best = (self.above[cell] + pair, AlignStep::Pair);
            if self.above[cell + 1] + missing > best.0 {
                best = (self.above[cell + 1] + missing, AlignStep::Missing);
            }
            if left + extra > best.0 {
                best = (left + extra, AlignStep::Extra);
            }
            self.row[cell] = best.0;
            steps[cell] = best.1 as u8;
            left = best.0;
        }
    }

    /// Follows the steps back from the last row and sums up what stands where.
    fn trace(&mut self, query: &PassageQuery, text: &[u32], band: DiagonalBand, end: usize) -> Alignment {
        let (mut n, mut cell) = (query.ids.len(), end);
        self.pairs.clear();
        while n > 0 {
            let step = self.steps[(n - 1) * band.width() + cell];
            if step == AlignStep::Extra as u8 {
                cell -= 1;
                continue;
            }
            n -= 1;
            if step == AlignStep::Missing as u8 {
                cell += 1;
                continue;
            }
            let at = (band.low + n.cast_signed() + cell.cast_signed()) as usize;
            self.pairs.push(Pair { n, at, same: text[at] == query.ids[n] });
        }
        self.pairs.reverse();
        sum_up(query, &self.pairs)
    }
}

/// A word of the passage and the word of the text that stands for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    /// Index in the passage.
    pub n: usize,
    /// Word of the text.
    pub at: usize,
    /// Whether it is the same word.
    pub same: bool,
}

/// What a word of the text costs that stands right behind the first `consumed` words of the passage.
fn extra_cost(query: &PassageQuery, consumed: usize) -> f32 {
    let inside = query.quote.start < consumed && consumed < query.quote.end;
    if inside { EXTRA.0 } else { EXTRA.1 }
}

/// What the pairs, in text order, tell of the passage.
fn sum_up(query: &PassageQuery, pairs: &[Pair]) -> Alignment {
    let from = pairs.partition_point(|pair| pair.n < query.quote.start);
    let to = pairs.partition_point(|pair| pair.n < query.quote.end);
    let last = to - core(query, pairs[from..].iter().copied(), to - from);
    let first = from + core(query, pairs[..to].iter().rev().copied(), to - from);
    let quote = &pairs[first.min(last)..last];
    let beside =
        |side: Option<&Pair>, end: Option<&Pair>| side.zip(end).map_or(1.0, |(side, end)| adjacency(side, end));
    let before = beside(from.checked_sub(1).map(|n| &pairs[n]), quote.first());
    let behind = beside(pairs.get(to), quote.last());
    let stands = |pair: Option<&Pair>, n: Option<usize>| pair.is_some_and(|pair| pair.same && Some(pair.n) == n);
    let whole = quote.len() == query.quote.len() && quote.iter().all(|pair| pair.same);
    let words = [0..query.quote.start, query.quote.clone(), query.quote.end..query.ids.len()];
    let [all_before, all_quote, all_behind] = words.map(|part| query.weight(part));
    let there =
        |pairs: &[Pair]| pairs.iter().filter(|pair| pair.same).fold(0.0, |sum, pair| sum + query.weights[pair.n]);
    let (before, behind) = (there(&pairs[..from]) * before, there(&pairs[to..]) * behind);
    let share = |part: f32, all: f32| (all > 0.0).then(|| part / all);
    let all = all_before + all_quote + all_behind;
    Alignment {
        prefix: share(before, all_before),
        quote: share(there(quote), all_quote).unwrap_or(0.0),
        suffix: share(behind, all_behind),
        whole: share(before + there(quote) + behind, all).unwrap_or(0.0),
        letters: query.letters_share(quote.iter().filter(|pair| pair.same).map(|pair| pair.n)),
        words: quote.first().zip(quote.last()).map(|(first, last)| (first.at, last.at)),
        kept: quote.first().zip(quote.last()).map_or((0, 0), |(first, last)| (first.n, last.n + 1)),
        ends: (stands(quote.first(), Some(query.quote.start)), stands(quote.last(), query.quote.end.checked_sub(1))),
        gap: (from.checked_sub(1).map(|n| pairs[n].at), pairs.get(to).map(|pair| pair.at)),
        exact: whole && quote.windows(2).all(|two| two[0].at + 1 == two[1].at),
        replaced: quote.iter().filter(|pair| !pair.same).count(),
    }
}

/// What of a context still counts whose nearest word is not as near to the quote as it was: all of it up to a few words
/// that were put in, half of it at [`TORN`] words more.
fn adjacency(side: &Pair, end: &Pair) -> f32 {
    let extra = end.at.abs_diff(side.at).saturating_sub(end.n.abs_diff(side.n));
    TORN / (TORN + extra.saturating_sub(PUT_IN) as f32)
}

/// How many of the `most` pairs of the quote at its far end stand there by chance: `pairs` go from the quote's near end
/// through the far one into the context behind it. Where the far end was deleted, the words that took its place, and
/// here and there a frequent word among them, are no part of the quote; where the context goes on, they are.
fn core(query: &PassageQuery, pairs: impl Iterator<Item = Pair>, most: usize) -> usize {
    let (mut sum, mut best, mut kept) = (0.0, 0.0, 0);
    let mut before: Option<Pair> = None;
    for (count, pair) in pairs.enumerate() {
        let extra = before.map_or(0, |before| before.at.abs_diff(pair.at) - 1);
        let weight = query.weights[pair.n];
        sum += if pair.same { weight } else { -REPLACED * weight } - EXTRA.0 * extra as f32;
        if sum > best {
            (best, kept) = (sum, count + 1);
        }
        before = Some(pair);
    }
    if kept == 0 { 0 } else { most.saturating_sub(kept) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::anchor::index::{TextIndex, WordNumbers};
    use crate::annotation::{Passage, Quote};
    use proptest::prelude::*;

    /// Aligns `before[quote]behind` with a text; gives the quote as it stands there, and the alignment.
    fn align<'a>(marked: &str, text: &'a str) -> (&'a str, Alignment) {
        let (prefix, rest) = marked.split_once('[').unwrap();
        let (exact, suffix) = rest.split_once(']').unwrap();
        let quote = Quote { exact: exact.into(), prefix: prefix.into(), suffix: suffix.into() };
        let mut vocabulary = WordNumbers::new();
        let mut query = PassageQuery::of(&Passage { quote, ..Passage::default() }, &mut vocabulary);
        let index = TextIndex::of(text, &vocabulary);
        query.weigh(&index);
        let reach = (query.ids.len() + index.len()).cast_signed();
        let band = DiagonalBand { low: -reach, high: reach };
        let alignment = Aligner::default().align(&query, index.ids(), band).unwrap();
        let span = |(first, last): (usize, usize)| index.span(first).union(index.span(last)).of(text);
        (alignment.words.map_or("", span), alignment)
    }

    #[test]
    fn a_passage_that_stands_there_word_for_word_is_whole() {
        let (there, alignment) = align("He said [the thaw] was over", "Then he said: “The thaw” was over.");
        assert_eq!(there, "The thaw");
        assert!(alignment.exact && alignment.ends == (true, true));
        assert_eq!((alignment.quote, alignment.prefix, alignment.suffix), (1.0, Some(1.0), Some(1.0)));
        assert_eq!((alignment.whole, alignment.letters), (1.0, 1.0));
    }

    #[test]
    fn words_put_in_left_out_and_replaced_are_seen_and_bridged() {
        for (marked, text, wanted) in [
            ("one two [three four five] six", "one two three four new five six", "three four new five"),
            ("one two [three four five] six", "one two three five six", "three five"),
            ("one two [three four five] six", "one two other four five six", "other four five"),
            ("one two [three four five] six", "one two three four other six", "three four other"),
        ] {
            let (there, alignment) = align(marked, text);
            assert_eq!(there, wanted);
            assert!(!alignment.exact, "{text}");
        }
    }

    #[test]
    fn what_stands_where_the_end_was_deleted_is_no_part_of_the_quote() {
        let marked = "He came [to stay for all of the long winter of that year] and left";
        let text = "He came to stay for all while others, who never liked it, had gone on their way.";
        assert_eq!(align(marked, text).0, "to stay for all");
    }

    #[test]
    fn a_context_that_is_far_from_the_quote_counts_less() {
        let near = align("alpha beta [gamma delta]", "alpha beta gamma delta").1;
        let far = align("alpha beta [gamma delta]", "alpha beta 1 2 3 4 5 6 7 8 9 10 11 12 13 gamma delta").1;
        assert!(far.prefix < near.prefix && far.exact);
    }

    #[test]
    fn a_bookmark_stands_between_its_contexts() {
        let (there, alignment) = align("one two [] three", "zero one two three");
        assert_eq!((there, alignment.gap), ("", (Some(2), Some(3))));
    }

    proptest! {
        #[test]
        fn a_narrow_band_around_the_place_gives_what_a_wide_one_gives(front in "([a-c] ){0,9}", behind in "([a-c] ){0,9}") {
            let text = format!("{front}q r s t u v w {behind}");
            let (there, alignment) = align("q r [s t u] v w", &text);
            prop_assert_eq!((there, alignment.exact, alignment.whole), ("s t u", true, 1.0));
        }

        #[test]
        fn any_words_give_shares_between_nothing_and_all(marked in "([a-d] ){0,5}[\\[]([a-d] ){0,6}[\\]]( [a-d]){0,5}", text in "([a-e] ){1,20}") {
            let alignment = align(&marked, &text).1;
            for share in [alignment.quote, alignment.whole, alignment.letters].into_iter().chain(alignment.prefix).chain(alignment.suffix) {
                prop_assert!((0.0..=1.0001).contains(&share), "{:?}", alignment);
            }
        }
    }
}
