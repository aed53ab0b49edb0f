//! Words, and how much of one text is in another. It knows no format, and nothing of how the library counts.

use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization as _;

/// The words of a text as they are compared: compatibility-normalised (so that a ligature is its letters), lower-cased
/// runs of letters and digits; a character of a script written without spaces is a word. A hyphen inside a word counts
/// for nothing, with or without the end of a line behind it: no two extractors agree which of them are hyphenation.
pub fn words(text: &str) -> Vec<String> {
    let text: String = text.nfkc().filter(|c| !is_invisible(*c)).flat_map(char::to_lowercase).collect();
    let mut words = Vec::new();
    let mut word = String::new();
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        if c.is_alphanumeric() && !stands_alone(c) {
            word.push(c);
        } else if is_hyphen(c) && !word.is_empty() && goes_on(rest.as_str()) {
            // The white space of the line end, if any, is skipped by the next turns of the loop.
            rest = rest.as_str().trim_start().chars();
        } else {
            if !word.is_empty() {
                words.push(std::mem::take(&mut word));
            }
            if c.is_alphanumeric() {
                words.push(c.to_string());
            }
        }
    }
    words.extend(Some(word).filter(|word| !word.is_empty()));
    words
}

/// Whether a word goes on after its hyphen: at once, or in the next line.
fn goes_on(after: &str) -> bool {
    let next = after.trim_start();
    let gap = &after[..after.len() - next.len()];
    next.starts_with(char::is_alphanumeric) && (gap.is_empty() || gap.contains(['\n', '\x0c']))
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// Soft hyphens, joiners and marks of direction.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Han and kana: written without spaces.
fn stands_alone(c: char) -> bool {
    matches!(u32::from(c), 0x3040..=0x30FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

/// A name or title without case, punctuation and white space.
pub fn folded(text: &str) -> String {
    words(text).concat()
}

/// How many words two texts have in common, each as often as both have it.
#[derive(Clone, Copy, Debug)]
pub struct Overlap {
    common: usize,
    found: usize,
    expected: usize,
}

impl Overlap {
    /// Compares what was found with what was expected, as bags of words.
    pub fn of(found: &[String], expected: &[String]) -> Self {
        let mut left: HashMap<&str, usize> = HashMap::new();
        for word in expected {
            *left.entry(word).or_default() += 1;
        }
        let mut common = 0;
        for word in found {
            if let Some(count) = left.get_mut(word.as_str()).filter(|count| **count > 0) {
                *count -= 1;
                common += 1;
            }
        }
        Self { common, found: found.len(), expected: expected.len() }
    }

    /// How many words were expected.
    pub fn expected(self) -> usize {
        self.expected
    }

    /// The share of the expected words that was found.
    pub fn recall(self) -> f64 {
        share(self.common, self.expected)
    }

    /// The share of the words found that was expected.
    pub fn precision(self) -> f64 {
        share(self.common, self.found)
    }

    /// The harmonic mean of the two.
    pub fn f1(self) -> f64 {
        share(2 * self.common, self.found + self.expected)
    }
}

/// A share from 0 to 1; all of nothing is 1.
pub fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

/// How well the order is kept: of the runs of three words that each text has exactly once, the share that stands in the
/// same order in both.
pub fn order(found: &[String], expected: &[String]) -> f64 {
    let there = single_runs(found);
    let mut places: Vec<(usize, usize)> =
        single_runs(expected).into_iter().filter_map(|(run, place)| Some((place, *there.get(run)?))).collect();
    places.sort_unstable();
    share(longest_rise(places.iter().map(|(_, place)| *place)), places.len())
}

/// Runs of three words that occur once, with their places.
fn single_runs(words: &[String]) -> HashMap<&[String], usize> {
    let mut runs: HashMap<&[String], Option<usize>> = HashMap::new();
    for (place, run) in words.windows(3).enumerate() {
        runs.entry(run).and_modify(|place| *place = None).or_insert(Some(place));
    }
    runs.into_iter().filter_map(|(run, place)| Some((run, place?))).collect()
}

/// The length of the longest increasing subsequence (patience sorting).
fn longest_rise(numbers: impl Iterator<Item = usize>) -> usize {
    let mut tops: Vec<usize> = Vec::new();
    for number in numbers {
        let pile = tops.partition_point(|top| *top < number);
        match tops.get_mut(pile) {
            Some(top) => *top = number,
            None => tops.push(number),
        }
    }
    tops.len()
}
