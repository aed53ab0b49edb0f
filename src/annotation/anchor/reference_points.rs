//! Passages that are surely found tell where the others should be: texts mostly keep their order.
//!
//! Positions are code points, those of the records. Where neighbours disagree (a shuffled text) nothing is expected.

/// How many sure neighbours are asked on each side.
const NEIGHBOURS: usize = 4;

/// A neighbour is believed whose shift is within twice the side's median deviation and this, in code points.
const TOLERANCE: isize = 60;

/// A side, or both sides, agree where the shifts differ by no more than the text between them has, and this: what
/// lay between may have been deleted, and a passage put in.
const SLACK: isize = 600;

/// Where passages stood and how far they have moved.
#[derive(Clone, Debug, Default)]
pub(super) struct ReferencePoints {
    /// Ascending by the place then.
    marks: Vec<ReferencePoint>,
}

/// A passage that is surely found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct ReferencePoint {
    then: isize,
    shift: isize,
}

/// Where a passage should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Expected {
    /// The code points where it may begin: by the neighbours before, as far between both as it stood then, and by those
    /// behind. The first and the last are right where text was put in or deleted at one place.
    pub at: [usize; 3],
    /// How far off that may be, in code points.
    pub spread: usize,
    /// Whether both sides agree: the text has not been torn apart or shuffled here.
    pub agreed: bool,
}

impl ReferencePoints {
    /// Takes pairs of the place then and the place now.
    pub fn new(pairs: impl Iterator<Item = (usize, usize)>) -> Self {
        let mut marks: Vec<_> = pairs
            .map(|(then, now)| ReferencePoint {
                then: then.cast_signed(),
                shift: now.cast_signed() - then.cast_signed(),
            })
            .collect();
        marks.sort_unstable();
        Self { marks }
    }

    /// Where a passage should be now that stood at `then`: as far between its neighbours as it stood then.
    pub fn expect(&self, then: usize) -> Option<Expected> {
        let then = then.cast_signed();
        let middle = self.marks.partition_point(|mark| mark.then < then);
        let before: Vec<ReferencePoint> = self.marks[..middle].iter().rev().take(NEIGHBOURS).copied().collect();
        let behind: Vec<ReferencePoint> = self.marks[middle..].iter().take(NEIGHBOURS).copied().collect();
        match (nearest_believed(&before), nearest_believed(&behind)) {
            (Some(one), Some(other)) => Some(between(then, one, other)),
            (Some(one), None) => Some(beside(then, one, behind.is_empty())),
            (None, Some(one)) => Some(beside(then, one, before.is_empty())),
            (None, None) => None,
        }
    }
}

/// Which of these pairs of the place then and the place now, ascending by the place then, stand in one order in both texts:
/// as many as can be (a longest subsequence that ascends).
pub(crate) fn in_order(pairs: &[(usize, usize)]) -> Vec<bool> {
    // For each length, the pair that ends a row of that length with the least place now; and who stands before whom.
    let (mut ends, mut before): (Vec<usize>, Vec<Option<usize>>) = (Vec::new(), Vec::new());
    for (at, &(_, now)) in pairs.iter().enumerate() {
        let length = ends.partition_point(|&end| pairs[end].1 <= now);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        if length == ends.len() {
            ends.push(at);
        } else {
            ends[length] = at;
        }
    }
    let mut kept = vec![false; pairs.len()];
    let mut next = ends.last().copied();
    while let Some(at) = next {
        kept[at] = true;
        next = before[at];
    }
    kept
}

/// The first of some marks, nearest first, that agrees with the others; `None` where they agree about nothing.
fn nearest_believed(marks: &[ReferencePoint]) -> Option<ReferencePoint> {
    let (first, last) = (marks.first()?, marks.last()?);
    let shift = median(marks.iter().map(|mark| mark.shift));
    let deviation = median(marks.iter().map(|mark| (mark.shift - shift).abs()));
    let agreed = marks.len() > 1 && deviation <= (last.then - first.then).abs() + SLACK;
    marks.iter().find(|mark| agreed && (mark.shift - shift).abs() <= 2 * deviation + TOLERANCE).copied()
}

/// The places that two marks tell, one before and one behind.
fn between(then: isize, one: ReferencePoint, other: ReferencePoint) -> Expected {
    let (distance, difference) = (other.then - one.then, other.shift - one.shift);
    let place = |shift: isize| usize::try_from(then + shift).unwrap_or(0);
    let agreed = difference.abs() <= distance + SLACK;
    let share = if agreed { difference * (then - one.then) / distance.max(1) } else { 0 };
    let at = [place(one.shift), place(one.shift + share), place(other.shift)];
    Expected { at, spread: if agreed { difference.unsigned_abs() } else { 0 }, agreed }
}

/// The place by one mark; it is agreed upon where there is none on the other side to disagree.
fn beside(then: isize, one: ReferencePoint, alone: bool) -> Expected {
    Expected { agreed: alone, ..between(then, one, one) }
}

/// The middle value (the lower of two); 0 of none.
fn median(values: impl Iterator<Item = isize>) -> isize {
    let mut values: Vec<isize> = values.collect();
    values.sort_unstable();
    values.get(values.len().saturating_sub(1) / 2).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_keeps_the_order_is_told_from_what_was_copied_elsewhere() {
        let kept = |now: &[usize]| {
            let pairs: Vec<(usize, usize)> = now.iter().copied().enumerate().collect();
            in_order(&pairs).into_iter().map(|kept| if kept { '+' } else { '-' }).collect::<String>()
        };
        assert_eq!(kept(&[1, 2, 70, 71, 5, 6, 7, 8]), "++--++++");
        assert_eq!(kept(&[3, 3, 4]), "+++", "two may begin at one place");
        assert_eq!(kept(&[9, 8]).matches('+').count(), 1);
        assert_eq!(kept(&[]), "");
    }

    #[test]
    fn a_passage_is_expected_between_its_neighbours() {
        let marks = ReferencePoints::new([(0, 5), (100, 110), (200, 220), (300, 320), (90_000, 1)].into_iter());
        assert_eq!(marks.expect(150), Some(Expected { at: [160, 165, 170], spread: 10, agreed: true }));
    }

    #[test]
    fn where_the_text_is_torn_each_side_has_its_own_place() {
        let moved = (0..8).map(|n| (n * 100, n * 100 + if n < 4 { 0 } else { 50_000 }));
        let expected = ReferencePoints::new(moved).expect(350);
        assert_eq!(expected, Some(Expected { at: [350, 350, 50_350], spread: 0, agreed: false }));
    }

    #[test]
    fn nothing_is_expected_of_a_shuffled_text_or_of_one_neighbour() {
        let marks = ReferencePoints::new((0..20).map(|n| (n * 100, n * 7_919_000 % 190_000)));
        assert_eq!(marks.expect(1_000), None);
        assert_eq!(ReferencePoints::new([(0, 5)].into_iter()).expect(4), None);
    }
}
