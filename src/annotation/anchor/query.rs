//! A passage folded to words: what is looked for, what each word of it weighs, which words vote.
//!
//! It looks at the passage and at word frequencies only, never at a place in the text.

use super::fold::{FoldedWord, FoldedWords};
use super::index::{TextIndex, WordNumbers};
use crate::annotation::Passage;
use std::ops::Range;

/// Contexts this long, in code points, are taken to be cut: the word at their outer end may be half a word.
const CUT_CONTEXT: usize = 32;

/// Longer quotes are aligned by their first words only; where they end follows from their length. It bounds the
/// memory of one alignment to some ten megabytes.
const MOST_WORDS: usize = 1 << 16;

/// How many words vote, at least and at most. Measured: with two to five, half a point of recall is lost where a text was
/// shuffled and edited.
const VOTERS: Range<usize> = 4..20;

/// Prefix, quote and suffix as one row of word numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct PassageQuery {
    /// Word numbers in the vocabulary.
    pub ids: Vec<u32>,
    /// Which of them are the quote; empty for a bookmark.
    pub quote: Range<usize>,
    /// Weight of each word, see [`TextIndex::idf`].
    pub weights: Vec<f32>,
    /// Bytes of each word.
    sizes: Vec<u32>,
    /// Indices of the words that vote for a place, the rarest first.
    pub voters: Vec<usize>,
    /// How many words of the quote follow those in `ids`.
    pub beyond: usize,
    /// The quote's outer ends.
    pub edges: Edges,
}

/// What the quote's ends have besides whole words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Edges {
    /// Bytes of the quote before its first word (a quotation mark, say).
    pub lead: usize,
    /// Bytes of the quote behind its last word.
    pub tail: usize,
    /// Bytes of the quote's first word that still belong to the prefix: the quote begins inside a word.
    pub head_cut: usize,
    /// Bytes of the quote's last word that already belong to the suffix.
    pub tail_cut: usize,
    /// Bytes of the first and of the last word.
    pub word_bytes: (usize, usize),
}

impl PassageQuery {
    /// Folds a passage; its words get numbers in `vocabulary`.
    pub fn of(passage: &Passage, vocabulary: &mut WordNumbers) -> Self {
        let quote = &passage.quote;
        let whole = [quote.prefix.as_str(), &quote.exact, &quote.suffix].concat();
        let (from, to) = (quote.prefix.len(), quote.prefix.len() + quote.exact.len());
        let mut words: Vec<FoldedWord> = FoldedWords::of(&whole).collect();
        drop_cut_words(&mut words, passage, whole.len());
        let start = words.partition_point(|word| word.span.end <= from);
        let end = words.partition_point(|word| word.span.start < to).max(start);
        let edges = if start < end { Edges::of(&words[start..end], from, to) } else { Edges::default() };
        let end = if from == to { start } else { end };
        let beyond = (end - start).saturating_sub(MOST_WORDS);
        words.truncate(if beyond > 0 { end - beyond } else { words.len() });
        let ids = words.iter().map(|word| vocabulary.add(word.hash)).collect();
        let sizes = words.iter().map(|word| word.span.len() as u32).collect();
        Self { ids, sizes, quote: start..end - beyond, beyond, edges, ..Self::default() }
    }

    /// Weighs the words by their frequency in the text and chooses the voters.
    pub fn weigh(&mut self, index: &TextIndex) {
        self.weights = self.ids.iter().map(|&id| index.idf(id)).collect();
        let mut present: Vec<usize> = (0..self.ids.len()).filter(|&n| index.frequency(self.ids[n]) > 0).collect();
        let voters = (self.ids.len() / 2).clamp(VOTERS.start, VOTERS.end).min(present.len());
        if voters > 0 && voters < present.len() {
            present.select_nth_unstable_by_key(voters - 1, |&n| index.frequency(self.ids[n]));
        }
        present.truncate(voters);
        present.sort_unstable_by_key(|&n| (index.frequency(self.ids[n]), n));
        self.voters = present;
    }

    /// A part of the passage as a passage of its own: its words `all`, of which `quote` are the quote.
    pub fn part(&self, all: Range<usize>, quote: Range<usize>) -> Self {
        Self {
            ids: self.ids[all.clone()].to_vec(),
            weights: self.weights[all.clone()].to_vec(),
            sizes: self.sizes[all.clone()].to_vec(),
            quote: quote.start - all.start..quote.end - all.start,
            ..Self::default()
        }
    }

    /// The quote's rarest word, where all its words stand in the text.
    pub fn rarest_of_quote(&self, index: &TextIndex) -> Option<usize> {
        let rarest = self.quote.clone().min_by_key(|&n| index.frequency(self.ids[n]))?;
        (index.frequency(self.ids[rarest]) > 0).then_some(rarest)
    }

    /// The weight of the words in `part`.
    pub fn weight(&self, part: Range<usize>) -> f32 {
        self.weights[part].iter().sum()
    }

    /// The bytes of the quote's words.
    pub fn letters(&self) -> f32 {
        self.sizes[self.quote.clone()].iter().sum::<u32>() as f32
    }

    /// The share of the quote's letters that some of its words have, 0 to 1.
    pub fn letters_share(&self, words: impl Iterator<Item = usize>) -> f32 {
        let all: u32 = self.sizes[self.quote.clone()].iter().sum();
        let some: u32 = words.map(|n| self.sizes[n]).sum();
        if all > 0 { some as f32 / all as f32 } else { 0.0 }
    }

    /// Whether nothing but its words is known of it.
    pub fn is_alone(&self) -> bool {
        !self.quote.is_empty() && self.quote.len() == self.ids.len()
    }

    /// How many words the quote has.
    pub fn quote_len(&self) -> usize {
        self.quote.len() + self.beyond
    }
}

impl Edges {
    /// The ends of a quote that stands at `from..to` of the folded string and has `words` in it.
    fn of(words: &[FoldedWord], from: usize, to: usize) -> Self {
        let (first, last) = (words[0].span, words[words.len() - 1].span);
        Self {
            lead: first.start.saturating_sub(from),
            tail: to.saturating_sub(last.end),
            head_cut: from.saturating_sub(first.start),
            tail_cut: last.end.saturating_sub(to),
            word_bytes: (first.len(), last.len()),
        }
    }
}

/// Drops the outermost word of a context that may have been cut inside that word.
fn drop_cut_words(words: &mut Vec<FoldedWord>, passage: &Passage, end: usize) {
    let long = |context: &str| context.chars().nth(CUT_CONTEXT - 1).is_some();
    let (prefix, suffix) = (&passage.quote.prefix, &passage.quote.suffix);
    if long(suffix) && words.last().is_some_and(|w| w.span.end == end && w.span.start >= end - suffix.len()) {
        words.pop();
    }
    if long(prefix) && words.first().is_some_and(|w| w.span.start == 0 && w.span.end <= prefix.len()) {
        words.remove(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::Quote;

    fn query_of(prefix: &str, exact: &str, suffix: &str) -> PassageQuery {
        let quote = Quote { exact: exact.into(), prefix: prefix.into(), suffix: suffix.into() };
        PassageQuery::of(&Passage { quote, ..Passage::default() }, &mut WordNumbers::new())
    }

    #[test]
    fn half_words_at_the_outer_ends_of_long_contexts_are_dropped() {
        let long = query_of("rning of the day when the war was ", "won", " at last by all those who had fou");
        assert_eq!((long.ids.len(), long.quote), (16 - 1, 7..8));
        let short = query_of("Title ", "words", " here");
        assert_eq!((short.ids.len(), short.quote), (3, 1..2));
    }

    #[test]
    fn a_quote_may_begin_and_end_inside_a_word() {
        let query = query_of("the nor", "mali", "sation of");
        assert_eq!(query.quote, 1..2);
        assert_eq!((query.edges.head_cut, query.edges.tail_cut, query.edges.lead), (3, 6, 0));
    }

    #[test]
    fn marks_around_the_words_of_a_quote_are_its_lead_and_its_tail() {
        let edges = query_of("He said ", "“so”, ", "and went").edges;
        assert_eq!((edges.lead, edges.tail), ("“".len(), "”, ".len()));
    }

    #[test]
    fn the_rarest_words_vote() {
        let mut vocabulary = WordNumbers::new();
        let quote = Quote { exact: "the thaw of the winter".into(), ..Quote::default() };
        let mut query = PassageQuery::of(&Passage { quote, ..Passage::default() }, &mut vocabulary);
        query.weigh(&TextIndex::of("the end of the winter of the thaw and the of winter", &vocabulary));
        assert_eq!(query.voters, [1, 4, 2, 0]);
    }
}
