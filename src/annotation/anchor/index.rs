//! A text as a row of word numbers, and where each rare word stands in it.
//!
//! Only words that a passage asks for have a number; every other word of the text is 0. So one passage on a long text
//! costs one pass over the text and little memory: 4 bytes a word, a byte offset for every 32nd word, and
//! the places of the words that are asked for. It answers about words; it knows nothing of passages.

use super::fold::FoldedWords;
use crate::text::Span;

/// Every how many words, or else bytes, the byte offset is kept; the words between are folded again when their place is
/// asked for. The bytes bound what that costs where words are far apart.
const SAMPLE: (usize, usize) = (32, 1_024);

/// The lowest weight of a word, so that even the most frequent ones count for something (measured).
const LEAST_IDF: f32 = 0.3;

/// Word hashes → numbers from 1 on, in an open-addressed table that stays small enough for the processor's cache.
#[derive(Clone, Debug)]
pub(super) struct WordNumbers {
    slots: Vec<(u64, u32)>,
    len: u32,
}

impl WordNumbers {
    /// An empty vocabulary.
    pub fn new() -> Self {
        Self { slots: vec![(0, 0); 64], len: 0 }
    }

    /// How many words it has.
    pub fn len(&self) -> usize {
        self.len as usize
    }

    /// The number of a word, or 0.
    #[inline]
    pub fn get(&self, hash: u64) -> u32 {
        self.slots[self.slot(hash)].1
    }

    /// The number of a word, which gets one if it has none.
    pub fn add(&mut self, hash: u64) -> u32 {
        if self.slots.len() < self.len() * 4 {
            self.grow();
        }
        let slot = self.slot(hash);
        if self.slots[slot].1 == 0 {
            self.len += 1;
            self.slots[slot] = (hash, self.len);
        }
        self.slots[slot].1
    }

    /// Where a word stands or would stand. The table is never full, so this ends.
    #[inline]
    fn slot(&self, hash: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = (hash >> 20) as usize & mask;
        while self.slots[slot].1 != 0 && self.slots[slot].0 != hash {
            slot = (slot + 1) & mask;
        }
        slot
    }

    fn grow(&mut self) {
        let old = std::mem::take(&mut self.slots);
        self.slots = vec![(0, 0); old.len() * 4];
        for entry in old.into_iter().filter(|entry| entry.1 != 0) {
            let slot = self.slot(entry.0);
            self.slots[slot] = entry;
        }
    }
}

/// A text folded once.
#[derive(Clone, Debug)]
pub(super) struct TextIndex<'a> {
    text: &'a str,
    /// The number of each word of the text; 0 where nobody asks for it.
    ids: Vec<u32>,
    /// Word position and first byte of some words, see [`SAMPLE`]; ascending.
    samples: Vec<(usize, usize)>,
    /// How often each word of the vocabulary stands in the text; entry 0 is unused.
    frequency: Vec<u32>,
    /// `places[first[id]..first[id + 1]]`: the word positions of `id`, ascending.
    places: Vec<u32>,
    first: Vec<usize>,
}

impl<'a> TextIndex<'a> {
    /// Folds `text`, numbering the words of `vocabulary`.
    pub fn of(text: &'a str, vocabulary: &WordNumbers) -> Self {
        let mut ids = Vec::with_capacity(text.len() / 6 + 1);
        let mut samples: Vec<(usize, usize)> = Vec::with_capacity(text.len() / (5 * SAMPLE.0) + 1);
        let mut frequency = vec![0u32; vocabulary.len() + 1];
        for word in FoldedWords::of(text) {
            let far = |&(at, byte): &(usize, usize)| at + SAMPLE.0 <= ids.len() || byte + SAMPLE.1 <= word.span.start;
            if samples.last().is_none_or(far) {
                samples.push((ids.len(), word.span.start));
            }
            let id = vocabulary.get(word.hash);
            frequency[id as usize] += 1;
            ids.push(id);
        }
        Self { text, ids, samples, frequency, places: Vec::new(), first: Vec::new() }
    }

    /// Notes the places of the words marked in `wanted` (by number), for [`TextIndex::places`].
    pub fn note_places(&mut self, wanted: &[bool]) {
        let mut sum = 0;
        self.first = Vec::with_capacity(self.frequency.len() + 1);
        for (count, &wanted) in self.frequency.iter().zip(wanted) {
            self.first.push(sum);
            sum += if wanted { *count as usize } else { 0 };
        }
        self.first.push(sum);
        self.places = vec![0; sum];
        let mut next = self.first.clone();
        for (place, &id) in (0u32..).zip(&self.ids) {
            if wanted[id as usize] {
                self.places[next[id as usize]] = place;
                next[id as usize] += 1;
            }
        }
    }

    /// The text it was made of.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// The numbers of all words of the text.
    pub fn ids(&self) -> &[u32] {
        &self.ids
    }

    /// How many words the text has.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// How often a word of the vocabulary stands in the text.
    pub fn frequency(&self, id: u32) -> u32 {
        self.frequency.get(id as usize).copied().unwrap_or(0)
    }

    /// How much a word tells: inverse document frequency, ln((N + 1) / df).
    pub fn idf(&self, id: u32) -> f32 {
        let often = self.frequency(id).max(1) as f32;
        ((self.len() + 1) as f32 / often).ln().max(LEAST_IDF)
    }

    /// The word positions of a wanted word, ascending.
    pub fn places(&self, id: u32) -> &[u32] {
        let id = id as usize;
        match (self.first.get(id), self.first.get(id + 1)) {
            (Some(&from), Some(&to)) => &self.places[from..to],
            _ => &[],
        }
    }

    /// The bytes of a word; the empty span at the end of the text for a word past the last.
    pub fn span(&self, word: usize) -> Span {
        let sample = self.samples.partition_point(|&(at, _)| at <= word).checked_sub(1).map(|n| self.samples[n]);
        let end = Span::at(self.text.len());
        match sample {
            Some((at, byte)) if word < self.len() => {
                FoldedWords::from(self.text, byte).nth(word - at).map_or(end, |word| word.span)
            }
            _ => end,
        }
    }

    /// The first word that starts at or after byte `byte`.
    pub fn word_at(&self, byte: usize) -> usize {
        let next = self.samples.partition_point(|&(_, start)| start < byte);
        let Some(&(at, start)) = next.checked_sub(1).map(|n| &self.samples[n]) else { return 0 };
        let between = self.samples.get(next).map_or(self.len(), |sample| sample.0) - at;
        at + FoldedWords::from(self.text, start).take(between).take_while(|word| word.span.start < byte).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn index_of<'a>(text: &'a str, asked: &str) -> (TextIndex<'a>, Vec<u32>) {
        let mut vocabulary = WordNumbers::new();
        let ids = FoldedWords::of(asked).map(|word| vocabulary.add(word.hash)).collect();
        let mut index = TextIndex::of(text, &vocabulary);
        index.note_places(&vec![true; vocabulary.len() + 1]);
        (index, ids)
    }

    #[test]
    fn a_word_has_the_places_where_it_stands_in_any_typography() {
        let (index, ids) = index_of("The thaw. A THAW, no tháw of the ice", "thaw ice gone");
        assert_eq!(index.places(ids[0]), [1, 3, 5]);
        assert_eq!(index.places(ids[1]), [8]);
        assert_eq!((index.frequency(ids[2]), index.places(ids[2]).len()), (0, 0));
        assert_eq!(index.places(99), [0u32; 0]);
    }

    proptest! {
        #[test]
        fn word_places_and_byte_places_agree(text in "([a-z é,\n過]|\n{1500}){0,60}") {
            let (index, _) = index_of(&text, "a");
            for (n, word) in FoldedWords::of(&text).enumerate() {
                prop_assert_eq!(index.span(n), word.span);
                prop_assert_eq!(index.word_at(word.span.start), n);
                prop_assert_eq!(index.word_at(word.span.start + 1), n + 1);
            }
            prop_assert_eq!(index.span(index.len()).start, text.len());
        }
    }
}
