//! Aligns a passage with the text around one place, word by word, and says how much of it stands there.
//!
//! Dynamic programming over a band of diagonals (diagonal = word position in the text − index in the passage), free at
//! both ends of the text. It finds no places and judges none; memory and time are words of the passage × width of the band.

use super::query::Query;

/// What a word replaced by another costs: this share of its weight, and a little besides (measured).
const SUBSTITUTION: (f32, f32) = (0.22, 0.05);

/// What a missing word costs, as a share of its weight (measured).
const MISSING: f32 = 0.25;

/// What a word that was not there costs inside the quote and inside the context (measured: a context that is torn is
/// still a context, a quote that is torn becomes another).
const EXTRA: (f32, f32) = (0.7, 0.5);

/// What a replaced word takes from the worth of a quote's end, as a share of its weight (measured).
const REPLACED: f32 = 0.5;

/// Worse than any alignment.
const NEVER: f32 = f32::NEG_INFINITY;

/// How a passage stands at a place. Word positions are of the text.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Alignment {
    /// Share of the quote's weight that is there, 0 to 1.
    pub quote: f32,
    /// The same of the context before; `None` where the passage has none.
    pub prefix: Option<f32>,
    /// The same of the context behind.
    pub suffix: Option<f32>,
    /// First and last word of the quote as it stands in the text, with other words or the same.
    pub words: Option<(usize, usize)>,
    /// Share of the quote's letters that is there, 0 to 1.
    pub letters: f32,
    /// Whether the quote's first and last word are there themselves.
    pub ends: (bool, bool),
    /// The last word before and the first word behind the quote that stand in the text.
    pub gap: (Option<usize>, Option<usize>),
    /// Whether the quote stands there word for word.
    pub exact: bool,
}

/// Which neighbour the best way to a cell comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
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
    /// Steps of all rows, `width` a row: the values of [`Step`].
    steps: Vec<u8>,
    pairs: Vec<Pair>,
}

/// A band of diagonals, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Band {
    /// The lowest diagonal.
    pub low: i64,
    /// The highest diagonal.
    pub high: i64,
}

impl Band {
    /// How many diagonals.
    pub fn width(self) -> usize {
        (self.high - self.low + 1).max(1) as usize
    }

    /// The cells of row `row` that lie in a text of `len` words.
    fn cells(self, row: usize, len: usize) -> std::ops::Range<usize> {
        let at = self.low + row as i64;
        let from = (-at).clamp(0, self.width() as i64) as usize;
        let to = (len as i64 - at + 1).clamp(from as i64, self.width() as i64) as usize;
        from..to
    }
}

impl Aligner {
    /// The best alignment of `query` with the words `text` on the diagonals of `band`; `None` where none of them
    /// lies in the text.
    pub fn align(&mut self, query: &Query, text: &[u32], band: Band) -> Option<Alignment> {
        let width = band.width();
        let free = band.cells(0, text.len());
        self.above.clear();
        self.above.extend((0..=width).map(|cell| if free.contains(&cell) { 0.0 } else { NEVER }));
        self.row.clear();
        self.row.resize(width + 1, NEVER);
        self.steps.clear();
        self.steps.resize(width * query.ids.len(), Step::Pair as u8);
        for n in 0..query.ids.len() {
            self.fill_row(query, n, text, band);
            std::mem::swap(&mut self.above, &mut self.row);
        }
        let end = (0..width).max_by(|&a, &b| self.above[a].total_cmp(&self.above[b]))?;
        (self.above[end] > NEVER).then(|| self.trace(query, text, band, end))
    }

    /// Fills the row of passage word `n` from the row above it.
    fn fill_row(&mut self, query: &Query, n: usize, text: &[u32], band: Band) {
        let cells = band.cells(n + 1, text.len());
        let (id, weight) = (query.ids[n], query.weights[n]);
        let substitution = -SUBSTITUTION.0 * weight - SUBSTITUTION.1;
        let missing = -MISSING * weight;
        let extra = -extra_cost(query, n + 1);
        self.row.fill(NEVER);
        let steps = &mut self.steps[n * band.width()..(n + 1) * band.width()];
        // The text word of cell `c` is the one its diagonal has for passage word `n`.
        let first = band.low + n as i64;
        let mut left = NEVER;
        for cell in cells {
            let there = usize::try_from(first + cell as i64).ok().and_then(|at| text.get(at));
            let pair = there.map_or(NEVER, |&other| if other == id { weight } else { substitution });
            let mut best = (self.above[cell] + pair, Step::Pair);
            if self.above[cell + 1] + missing > best.0 {
                best = (self.above[cell + 1] + missing, Step::Missing);
            }
            if left + extra > best.0 {
                best = (left + extra, Step::Extra);
            }
            self.row[cell] = best.0;
            steps[cell] = best.1 as u8;
            left = best.0;
        }
    }

    /// Follows the steps back from the last row and sums up what stands where.
    fn trace(&mut self, query: &Query, text: &[u32], band: Band, end: usize) -> Alignment {
        let (mut n, mut cell) = (query.ids.len(), end);
        self.pairs.clear();
        while n > 0 {
            let step = self.steps[(n - 1) * band.width() + cell];
            if step == Step::Extra as u8 {
                cell -= 1;
                continue;
            }
            n -= 1;
            if step == Step::Missing as u8 {
                cell += 1;
                continue;
            }
            let at = (band.low + n as i64 + cell as i64) as usize;
            self.pairs.push(Pair { n, at, same: text[at] == query.ids[n] });
        }
        self.pairs.reverse();
        sum_up(query, &self.pairs)
    }
}

/// A word of the passage and the word of the text that stands for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Pair {
    /// Index in the passage.
    n: usize,
    /// Word of the text.
    at: usize,
    /// Whether it is the same word.
    same: bool,
}

/// What a word of the text costs that stands right behind the first `consumed` words of the passage.
fn extra_cost(query: &Query, consumed: usize) -> f32 {
    let inside = query.quote.start < consumed && consumed < query.quote.end;
    if inside { EXTRA.0 } else { EXTRA.1 }
}

/// What the pairs, in text order, tell of the passage.
fn sum_up(query: &Query, pairs: &[Pair]) -> Alignment {
    let from = pairs.partition_point(|pair| pair.n < query.quote.start);
    let to = pairs.partition_point(|pair| pair.n < query.quote.end);
    let last = to - core(query, pairs[from..].iter().copied(), to - from);
    let first = from + core(query, pairs[..to].iter().rev().copied(), to - from);
    let quote = &pairs[first.min(last)..last];
    let share = |pairs: &[Pair], words: std::ops::Range<usize>| {
        let weight = query.weight(words);
        let there: f32 = pairs.iter().filter(|pair| pair.same).map(|pair| query.weights[pair.n]).sum();
        (weight > 0.0).then(|| there / weight)
    };
    let stands = |pair: Option<&Pair>, n: Option<usize>| pair.is_some_and(|pair| pair.same && Some(pair.n) == n);
    let whole = quote.len() == query.quote.len() && quote.iter().all(|pair| pair.same);
    Alignment {
        prefix: share(&pairs[..from], 0..query.quote.start),
        quote: share(quote, query.quote.clone()).unwrap_or(0.0),
        suffix: share(&pairs[to..], query.quote.end..query.ids.len()),
        letters: query.letters_share(quote.iter().filter(|pair| pair.same).map(|pair| pair.n)),
        words: quote.first().zip(quote.last()).map(|(first, last)| (first.at, last.at)),
        ends: (stands(quote.first(), Some(query.quote.start)), stands(quote.last(), query.quote.end.checked_sub(1))),
        gap: (from.checked_sub(1).map(|n| pairs[n].at), pairs.get(to).map(|pair| pair.at)),
        exact: whole && quote.windows(2).all(|two| two[0].at + 1 == two[1].at),
    }
}

/// How many of the `most` pairs of the quote at its far end stand there by chance: `pairs` go from the quote's near end
/// through the far one into the context behind it. Where the far end was deleted, the words that took its place, and
/// here and there a frequent word among them, are no part of the quote; where the context goes on, they are.
fn core(query: &Query, pairs: impl Iterator<Item = Pair>, most: usize) -> usize {
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
