//! What others have written and this reader has not seen.

use crate::annotation::Origin;
use crate::app::state::anchored::AnchoredAnnotation;
use crate::app::state::revisions::{MadeFrom, Revisions};
use crate::document::DocPath;
use crate::study::Word;
use std::collections::{BTreeMap, HashSet};

/// What is unread.
#[derive(Debug, Default)]
pub struct Unread {
    /// From when on annotations are news, in seconds since the epoch; `None` while that is not known: then nothing is.
    pub(in crate::app) since: Option<i64>,
    /// The keys of what was seen.
    pub(in crate::app) seen: HashSet<u64>,
    /// The keys of what is unread, by document; only documents that have some.
    pub(in crate::app) documents: BTreeMap<DocPath, HashSet<u64>>,
    /// The keys of what is unread and shows in the open document, those of other formats of the work too.
    pub(in crate::app) here: HashSet<u64>,
    /// What the count of each document was made from.
    pub(in crate::app) counted: MadeFrom<Revisions>,
    /// What the counts of the open one were made from.
    pub(in crate::app) counted_here: MadeFrom<Revisions>,
    /// The document that was said to have more: the next press opens it.
    pub(in crate::app) said: Option<DocPath>,
}

impl Unread {
    /// How many are unread in a document.
    pub fn count(&self, path: &DocPath) -> usize {
        self.documents.get(path).map_or(0, HashSet::len)
    }

    /// How many show in the open document.
    pub fn here(&self) -> usize {
        self.here.len()
    }

    /// Whether this is unread.
    pub fn has(&self, word: Word) -> bool {
        !self.here.is_empty() && self.here.contains(&word.key)
    }

    /// Whether an annotation of the open document is unread.
    pub fn has_anchored(&self, anchored: &AnchoredAnnotation) -> bool {
        !self.here.is_empty() && word_for_me(anchored).is_some_and(|word| self.has(word))
    }

    pub(in crate::app) fn is_news(&self, word: &Word) -> bool {
        let is_seen = self.seen.contains(&word.key) || self.seen.contains(&word.made_key);
        !is_seen && self.since.is_some_and(|since| word.changed >= since)
    }

    pub(in crate::app) fn take(&mut self, keys: &[u64]) {
        for key in keys {
            self.seen.insert(*key);
            self.here.remove(key);
            for there in self.documents.values_mut() {
                there.remove(key);
            }
        }
        self.documents.retain(|_, keys| !keys.is_empty());
    }
}

/// What there is to read in an annotation that somebody else wrote.
pub fn word_for_me(anchored: &AnchoredAnnotation) -> Option<Word> {
    let theirs = !anchored.mine && !matches!(anchored.origin, Origin::File | Origin::Syllabus);
    theirs.then(|| Word::of(&anchored.annotation)).flatten()
}
