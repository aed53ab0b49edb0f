//! How far readings agree: two readers sentence by sentence, and any number of coders over tags.
//!
//! Two figures are given side by side because neither is enough alone: the share of what either marked that both
//! marked, and the same corrected for what chance would give (Cohen 1960; Krippendorff 2011 for nominal data with
//! missing values). Nothing here says who is right.

use std::collections::BTreeMap;

/// Two readings of the same sentences.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Agreement {
    /// Sentences that both marked.
    pub both: usize,
    /// Sentences that only the first marked.
    pub only_first: usize,
    /// Sentences that only the second marked.
    pub only_second: usize,
    /// Sentences that neither marked.
    pub neither: usize,
}

/// Compares two readings of `units` sentences, each given as the places of the marked ones, sorted.
pub fn agreement(units: usize, first: &[usize], second: &[usize]) -> Agreement {
    let both = first.iter().filter(|unit| second.binary_search(unit).is_ok()).count();
    let (only_first, only_second) = (first.len() - both, second.len() - both);
    Agreement { both, only_first, only_second, neither: units.saturating_sub(both + only_first + only_second) }
}

impl Agreement {
    /// Of the sentences that either marked, the share that both did; `None` where nobody marked anything.
    pub fn share(&self) -> Option<f64> {
        let either = self.both + self.only_first + self.only_second;
        (either > 0).then(|| self.both as f64 / either as f64)
    }

    /// Cohen's kappa: 1 for the same choice, 0 for what chance would give, below 0 for less; `None` where chance alone
    /// would agree always (all marked, or nothing).
    pub fn kappa(&self) -> Option<f64> {
        let count = |of: usize| of as f64;
        let all = count(self.both + self.only_first + self.only_second + self.neither);
        let (first, second) = (count(self.both + self.only_first), count(self.both + self.only_second));
        let seen = count(self.both + self.neither) / all;
        let chance = (first * second + (all - first) * (all - second)) / (all * all);
        (all > 0.0 && chance < 1.0).then(|| (seen - chance) / (1.0 - chance))
    }
}

/// What a chance-corrected figure means, in the words of Landis and Koch (1977).
pub fn in_words(figure: f64) -> &'static str {
    const STEPS: [(f64, &str); 5] = [
        (0.0, "no more than chance would give"),
        (0.2, "slight agreement"),
        (0.4, "fair agreement"),
        (0.6, "moderate agreement"),
        (0.8, "substantial agreement"),
    ];
    STEPS.iter().find(|(limit, _)| figure <= *limit).map_or("almost perfect agreement", |(_, words)| words)
}

/// Krippendorff's alpha over tags.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Alpha {
    /// 1 for full agreement, 0 for what chance would give; `None` where all that can be compared has one value.
    pub value: Option<f64>,
    /// Units that at least two coders gave a value: what the figure rests on.
    pub units: usize,
}

/// Krippendorff's alpha for nominal values: each unit with the values that its coders gave it, one a coder, in any order.
pub fn alpha<V: Ord>(units: &[Vec<V>]) -> Alpha {
    let comparable: Vec<&Vec<V>> = units.iter().filter(|values| values.len() > 1).collect();
    let (mut totals, mut disagreed, mut all) = (BTreeMap::<&V, f64>::new(), 0.0, 0.0);
    for values in &comparable {
        let mut counts = BTreeMap::<&V, f64>::new();
        for value in *values {
            *counts.entry(value).or_default() += 1.0;
        }
        let coders = values.len() as f64;
        // Ordered pairs of unequal values, each unit weighing as many pairs as it has coders.
        disagreed += counts.values().map(|count| count * (coders - count)).sum::<f64>() / (coders - 1.0);
        all += coders;
        for (value, count) in counts {
            *totals.entry(value).or_default() += count;
        }
    }
    let expected = totals.values().map(|count| count * (all - count)).sum::<f64>() / (all - 1.0);
    let value = (all > 1.0 && expected > 0.0).then(|| 1.0 - disagreed / expected);
    Alpha { value, units: comparable.len() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn kappa_is_the_published_one() {
        // The textbook table of 50 cases: 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no.
        let table = Agreement { both: 20, only_first: 5, only_second: 10, neither: 15 };
        assert!((table.kappa().unwrap_or_default() - 0.4).abs() < 1e-12);
        assert!((table.share().unwrap_or_default() - 20.0 / 35.0).abs() < 1e-12);
    }

    #[test]
    fn two_readings_are_counted_sentence_by_sentence() {
        let found = agreement(10, &[1, 2, 3], &[3, 4]);
        assert_eq!(found, Agreement { both: 1, only_first: 2, only_second: 1, neither: 6 });
        assert_eq!(agreement(4, &[], &[]).share(), None);
        assert_eq!(agreement(2, &[0, 1], &[0, 1]).kappa(), None, "chance alone would agree");
    }

    #[test]
    fn alpha_is_the_published_one() {
        // Four observers, twelve units, missing values left out (Krippendorff 2011, nominal data): 0.743.
        let units = ["111", "2223", "3333", "3333", "2222", "1234", "4444", "1121", "2222", "555", "11", "3"];
        let units: Vec<Vec<char>> = units.iter().map(|unit| unit.chars().collect()).collect();
        let found = alpha(&units);
        assert_eq!(found.units, 11);
        assert!((found.value.unwrap_or_default() - 0.743).abs() < 0.0005, "{found:?}");
    }

    #[test]
    fn words_go_with_the_figure() {
        assert_eq!(in_words(-0.3), "no more than chance would give");
        assert_eq!(in_words(0.41), "moderate agreement");
        assert_eq!(in_words(1.0), "almost perfect agreement");
    }

    proptest! {
        #[test]
        fn both_figures_are_the_same_either_way_round(
            first in prop::collection::btree_set(0usize..30, 0..30), second in prop::collection::btree_set(0usize..30, 0..30),
        ) {
            let (first, second): (Vec<usize>, Vec<usize>) = (first.into_iter().collect(), second.into_iter().collect());
            let (there, back) = (agreement(30, &first, &second), agreement(30, &second, &first));
            prop_assert_eq!(there.share(), back.share());
            prop_assert_eq!(there.kappa().map(|kappa| (kappa * 1e9).round()), back.kappa().map(|kappa| (kappa * 1e9).round()));
            prop_assert!(there.kappa().is_none_or(|kappa| (-1.0..=1.0 + 1e-12).contains(&kappa)));
        }
    }
}
