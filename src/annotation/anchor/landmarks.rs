//! Passages that are surely found tell where the others should be: texts mostly move in one piece.
//!
//! Positions are code points, those of the records. Where neighbours disagree (a shuffled text) nothing is expected.

/// How many sure neighbours are asked.
const NEIGHBOURS: usize = 8;

/// Neighbours whose shifts differ more than this, in code points, by the median, agree about nothing.
const MOST_SPREAD: usize = 2_000;

/// Fewer than this many neighbours are no witnesses.
const LEAST_NEIGHBOURS: usize = 3;

/// Where passages stood and how far they have moved.
#[derive(Clone, Debug, Default)]
pub(super) struct Landmarks {
    /// Place then, shift since; ascending.
    marks: Vec<(usize, i64)>,
}

/// Where a passage should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Expected {
    /// The code point where it should begin.
    pub at: usize,
    /// How much the neighbours disagree, in code points.
    pub spread: usize,
}

impl Landmarks {
    /// Takes pairs of the place then and the place now.
    pub fn new(pairs: impl Iterator<Item = (usize, usize)>) -> Self {
        let mut marks: Vec<_> = pairs.map(|(then, now)| (then, now as i64 - then as i64)).collect();
        marks.sort_unstable();
        Self { marks }
    }

    /// Where a passage should be now that stood at `then`: moved by the median shift of its nearest neighbours.
    pub fn expect(&self, then: usize) -> Option<Expected> {
        let mut shifts: Vec<i64> = self.neighbours(then).iter().map(|mark| mark.1).collect();
        if shifts.len() < LEAST_NEIGHBOURS {
            return None;
        }
        let shift = median(&mut shifts);
        let mut errors: Vec<i64> = shifts.iter().map(|other| (other - shift).abs()).collect();
        let spread = median(&mut errors) as usize;
        let at = usize::try_from(then as i64 + shift).unwrap_or(0);
        (spread <= MOST_SPREAD).then_some(Expected { at, spread })
    }

    fn neighbours(&self, then: usize) -> &[(usize, i64)] {
        let middle = self.marks.partition_point(|mark| mark.0 < then);
        let (mut from, mut to) = (middle, middle);
        while to - from < NEIGHBOURS.min(self.marks.len()) {
            let back = from.checked_sub(1).map(|n| then - self.marks[n].0);
            let on = self.marks.get(to).map(|mark| mark.0 - then);
            match (back, on) {
                (Some(back), Some(on)) if back <= on => from -= 1,
                (Some(_), None) => from -= 1,
                _ => to += 1,
            }
        }
        &self.marks[from..to]
    }
}

/// The middle value (the lower of two); 0 of none.
fn median(values: &mut [i64]) -> i64 {
    values.sort_unstable();
    values.get(values.len().saturating_sub(1) / 2).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_that_moved_alike_say_where_a_passage_should_be() {
        let marks = Landmarks::new([(0, 5), (100, 110), (200, 212), (90_000, 1)].into_iter());
        assert_eq!(marks.expect(150).map(|expected| expected.at), Some(160));
    }

    #[test]
    fn nothing_is_expected_of_a_shuffled_text_or_without_witnesses() {
        let marks = Landmarks::new((0..20).map(|n| (n * 100, n * 7_919_000 % 190_000)));
        assert_eq!(marks.expect(1_000), None);
        assert_eq!(Landmarks::new([(0, 5), (9, 14)].into_iter()).expect(4), None);
    }
}
