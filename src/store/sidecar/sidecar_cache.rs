//! The sidecars that this session wrote last, each with the exact text it left, so that adding to a long one does not mean
//! reading all of it anew. Bounded in number and size; what is not here is read from its file.
//!
//! Nothing here is ever trusted by itself: a ledger counts only where the file still holds its text, byte for byte.

use crate::annotation::{AnnotationId, IndexLookup, Record, Sidecar, SidecarIndex};
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

/// How many are kept, and how many bytes of text together.
const MOST: usize = 4;
const MOST_BYTES: usize = 64 * 1024 * 1024;

/// The ledgers, the one used last behind.
#[derive(Debug)]
pub(in crate::store) struct SidecarCache {
    kept: Mutex<VecDeque<(String, SidecarIndex)>>,
    most_bytes: usize,
}

impl Default for SidecarCache {
    fn default() -> Self {
        Self::of_bytes(MOST_BYTES)
    }
}

impl SidecarCache {
    /// One that holds at most so many bytes of text.
    fn of_bytes(most_bytes: usize) -> Self {
        Self { kept: Mutex::default(), most_bytes }
    }

    /// Takes out the one of that document.
    pub fn take(&self, document: &str) -> Option<SidecarIndex> {
        let mut all = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let at = all.iter().position(|(of, _)| of == document)?;
        all.remove(at).map(|(_, ledger)| ledger)
    }

    /// Whether the one of that document says just this.
    pub fn is(&self, document: &str, text: &str) -> bool {
        let all = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        all.iter().any(|(of, ledger)| of == document && ledger.text() == text)
    }

    /// Keeps one, in place of those used least lately.
    pub fn keep(&self, document: &str, ledger: SidecarIndex) {
        let mut all = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        all.push_back((document.to_owned(), ledger));
        while all.len() > MOST || all.iter().map(|(_, ledger)| ledger.text().len()).sum::<usize>() > self.most_bytes {
            all.pop_front();
        }
    }
}

/// A record to be written, and what to do about a version that is there already.
pub(in crate::store) struct RecordChange<'a> {
    /// Its id.
    pub id: &'a AnnotationId,
    /// Given the version in the file: what to write; `None` leaves the file as it is.
    pub decide: &'a mut dyn FnMut(Option<&Record>) -> Option<Record>,
}

impl RecordChange<'_> {
    /// The file's text after the change, by the ledger: `None` where the file itself must be asked.
    pub fn by_ledger(&mut self, ledger: &mut SidecarIndex) -> Option<String> {
        let there = match ledger.get(self.id) {
            IndexLookup::New => None,
            IndexLookup::There(record) => Some(record),
            IndexLookup::Unsure => return None,
        };
        match (self.decide)(there.as_deref()) {
            Some(record) if !ledger.put(&record) => None,
            _ => Some(ledger.take_text()),
        }
    }

    /// Writes the record into a parsed file, or a new one; returns its text, and its index for the next time.
    pub fn by_file(&mut self, mut sidecar: Sidecar) -> (String, Option<SidecarIndex>) {
        if let Some(record) = (self.decide)(sidecar.get(self.id)) {
            sidecar.put(record);
        }
        match SidecarIndex::of(&sidecar) {
            Some(mut ledger) => (ledger.take_text(), Some(ledger)),
            None => (sidecar.to_text(), None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{DocumentIdentity, NewIds, Reader};
    use jiff::Timestamp;

    fn ledger(title: &str) -> SidecarIndex {
        let reader = Reader { id: "urn:x:mei".into(), name: "Mei".into(), nickname: "mei".into() };
        let identity = DocumentIdentity { title: title.into(), ..DocumentIdentity::default() };
        let sidecar = Sidecar::new(&identity, &reader, &NewIds::default(), Timestamp::UNIX_EPOCH);
        SidecarIndex::of(&sidecar).unwrap()
    }

    #[test]
    fn the_last_few_are_kept_and_not_more_than_fit() {
        let ledgers = SidecarCache::of_bytes(10_000);
        for name in ["a", "b", "c", "d", "e"] {
            ledgers.keep(name, ledger(name));
        }
        assert!(ledgers.take("a").is_none() && ledgers.take("e").is_some() && ledgers.take("e").is_none());
        ledgers.keep("long", ledger(&"x".repeat(10_000)));
        assert!(ledgers.take("b").is_none() && ledgers.take("long").is_none(), "one that is too long is not kept");
    }
}
