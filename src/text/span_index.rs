//! Values with the spans they stand on, found by a place without going through all of them. It knows nothing of what it
//! lists.

use super::Span;

/// Values in the order of the text, by where their spans begin; those of equal begin as they were handed in, those that
/// stand nowhere first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpanIndex<T> {
    entries: Vec<(Option<Span>, T)>,
    /// For each entry the furthest end up to there: what ends before a place is passed over at once.
    reach: Vec<usize>,
}

impl<T> Default for SpanIndex<T> {
    fn default() -> Self {
        Self { entries: Vec::new(), reach: Vec::new() }
    }
}

impl<T> SpanIndex<T> {
    /// The index of these.
    pub fn of(mut entries: Vec<(Option<Span>, T)>) -> Self {
        entries.sort_by_key(|(span, _)| span.map(|span| span.start));
        let furthest = |end: &mut usize, (span, _): &(Option<Span>, T)| {
            *end = span.map_or(0, |span| span.end).max(*end);
            Some(*end)
        };
        let reach = entries.iter().scan(0, furthest).collect();
        Self { entries, reach }
    }

    /// The entries in their order.
    pub fn entries(&self) -> &[(Option<Span>, T)] {
        &self.entries
    }

    /// The entries in their order, none of whose spans is to be changed.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.entries.iter_mut().map(|(_, value)| value)
    }

    /// All entries, to make another index of.
    pub fn into_entries(self) -> Vec<(Option<Span>, T)> {
        self.entries
    }

    /// Puts an entry at a place among the others that leaves them in order.
    pub fn insert(&mut self, at: usize, span: Option<Span>, value: T) {
        self.entries.insert(at, (span, value));
        self.reach.insert(at, usize::MAX);
        self.reach_anew(at);
    }

    /// Takes the entry at a place away.
    pub fn remove(&mut self, at: usize) -> (Option<Span>, T) {
        let entry = self.entries.remove(at);
        self.reach.remove(at);
        self.reach_anew(at);
        entry
    }

    /// What is right for an entry and was so before is right for all behind it.
    fn reach_anew(&mut self, from: usize) {
        let mut furthest = from.checked_sub(1).map_or(0, |before| self.reach[before]);
        for (reach, (span, _)) in self.reach[from..].iter_mut().zip(&self.entries[from..]) {
            furthest = furthest.max(span.map_or(0, |span| span.end));
            if *reach == furthest {
                break;
            }
            *reach = furthest;
        }
    }

    /// How many begin at `place` or before it, or stand nowhere.
    pub fn begun_at(&self, place: usize) -> usize {
        self.entries.partition_point(|(span, _)| span.is_none_or(|span| span.start <= place))
    }

    /// What stands on something of `window`, in order, each with its place among all; an empty span does where it lies inside.
    pub fn touching(&self, window: Span) -> impl DoubleEndedIterator<Item = (usize, Span, &T)> {
        let after = self.entries.partition_point(|(span, _)| span.is_none_or(|span| span.start < window.end));
        let first = self.reach.partition_point(|end| *end < window.start).min(after);
        let touching = move |at: usize| {
            let (span, value) = &self.entries[at];
            Some((at, span.filter(|span| span.touches(window))?, value))
        };
        (first..after).filter_map(touching)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_it_finds_is_what_looking_at_all_finds(
            raw in prop::collection::vec((0usize..30, 0usize..9), 0..20),
            changes in prop::collection::vec((any::<prop::sample::Index>(), 0usize..30, 0usize..9, any::<bool>()), 0..8),
            (from, len) in (0usize..30, 0usize..9),
        ) {
            let span = |start: usize, len: usize| (start > 2).then(|| Span::new(start, start + len));
            let mut index = SpanIndex::of(raw.iter().enumerate().map(|(at, (start, len))| (span(*start, *len), at)).collect());
            for (at, start, len, put) in changes {
                if put {
                    let at = span(start, len).map_or(0, |span| index.begun_at(span.start));
                    index.insert(at, span(start, len), 99);
                } else if !index.entries().is_empty() {
                    index.remove(at.index(index.entries().len()));
                }
            }
            prop_assert_eq!(&SpanIndex::of(index.entries().to_vec()), &index);
            let window = Span::new(from, from + len);
            let all = index.entries().iter().enumerate();
            let by_hand: Vec<_> = all.filter_map(|(at, (span, value))| Some((at, span.filter(|it| it.touches(window))?, value))).collect();
            prop_assert_eq!(index.touching(window).collect::<Vec<_>>(), by_hand);
        }
    }
}
