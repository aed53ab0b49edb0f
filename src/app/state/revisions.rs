//! What derived views rest on, and whether they are still true: each source has a number that goes up with every change, a
//! view names its sources, and is made anew where one of their numbers is another. It makes no view.

use std::ops::{Deref, DerefMut};

/// Something that views are made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ViewSource {
    /// Which document is open.
    Document,
    /// Its text and its annotations.
    Annotations,
    /// Its text and others' annotations: what changes with more than one's own.
    Others,
    /// Its text, others' annotations and who answers whom: what changes with more than one's own that stand alone.
    Threads,
    /// Which annotations of it show, and who takes part.
    Layers,
    /// Who reads.
    Me,
    /// Everybody who has a folder.
    Readers,
    /// The syllabus.
    Plan,
    /// The day.
    Today,
    /// What was written on each document.
    Summaries,
    /// Which prompts are answered.
    Answers,
    /// The documents of the corpus.
    Documents,
}

/// Every source, in the order of the enum.
pub const SOURCES: [ViewSource; 12] = [
    ViewSource::Document,
    ViewSource::Annotations,
    ViewSource::Others,
    ViewSource::Threads,
    ViewSource::Layers,
    ViewSource::Me,
    ViewSource::Readers,
    ViewSource::Plan,
    ViewSource::Today,
    ViewSource::Summaries,
    ViewSource::Answers,
    ViewSource::Documents,
];

/// The number of every source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revisions([u64; SOURCES.len()]);

impl Revisions {
    /// The numbers as they are, of these sources; what a view does not rest on has none.
    pub fn of(sources: &[ViewSource], number: impl Fn(ViewSource) -> u64) -> Self {
        Self(SOURCES.map(|source| if sources.contains(&source) { number(source) } else { 0 }))
    }

    /// The number of a source.
    pub fn get(self, source: ViewSource) -> u64 {
        self.0[source as usize]
    }
}

/// What a view was made from: the revisions of its sources, and what else it was asked for.
#[derive(Debug)]
pub struct MadeFrom<K>(Option<K>);

impl<K> Default for MadeFrom<K> {
    fn default() -> Self {
        Self(None)
    }
}

impl<K: PartialEq> MadeFrom<K> {
    /// What the view was made from; `None` while it has to be made anew in any case.
    pub fn get(&self) -> Option<&K> {
        self.0.as_ref()
    }

    /// Whether the view is made from something else than `now`, so that it has to be made anew. It counts as made from
    /// that from now on.
    pub fn renew(&mut self, now: K) -> bool {
        let stale = self.0.as_ref() != Some(&now);
        self.0 = Some(now);
        stale
    }

    /// The view is to be made anew whatever it was made from.
    pub fn forget(&mut self) {
        self.0 = None;
    }
}

/// A source that counts its changes by itself: whoever can change the value has changed it.
#[derive(Clone, Debug, Default)]
pub struct Tracked<T> {
    value: T,
    revision: u64,
}

impl<T> Tracked<T> {
    /// Goes up with every change.
    pub fn revision(&self) -> u64 {
        self.revision
    }
}

impl<T: PartialEq> Tracked<T> {
    /// Puts another value in its place; the same one is no change.
    pub fn put(&mut self, value: T) {
        if self.value != value {
            **self = value;
        }
    }
}

impl<T> Deref for Tracked<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Tracked<T> {
    fn deref_mut(&mut self) -> &mut T {
        self.revision += 1;
        &mut self.value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sources_stand_in_their_order() {
        assert!(SOURCES.iter().enumerate().all(|(at, source)| *source as usize == at));
    }

    #[test]
    fn a_view_is_made_anew_for_its_own_sources_alone() {
        let sources = [ViewSource::Me, ViewSource::Plan];
        let at = |me, plan, today| {
            Revisions::of(&sources, |source| match source {
                ViewSource::Me => me,
                ViewSource::Plan => plan,
                _ => today,
            })
        };
        let mut made = MadeFrom::default();
        assert!(made.renew(at(0, 0, 0)), "nothing was made yet");
        assert!(!made.renew(at(0, 0, 1)) && made.renew(at(1, 0, 1)) && made.renew(at(1, 2, 1)));
        assert_eq!(made.get().map(|made| [made.get(ViewSource::Plan), made.get(ViewSource::Today)]), Some([2, 0]));
        made.forget();
        assert!(made.renew(at(1, 2, 1)));
    }

    #[test]
    fn a_change_counts_and_the_same_again_does_not() {
        let mut word = Tracked::<String>::default();
        word.push('a');
        word.put("a".to_owned());
        assert_eq!((word.as_str(), word.revision()), ("a", 1));
        word.put("b".to_owned());
        assert_eq!((word.as_str(), word.revision()), ("b", 2));
    }
}
