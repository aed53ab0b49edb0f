//! What an earlier version of a sidecar has and a later one has not: an absent line never means that something was deleted
//! (that is a tombstone), so it is put back. Where either version comes from is the caller's affair.

use super::Sidecar;
use crate::annotation::merge::own_id;
use crate::annotation::{ReaderId, Record};

impl Sidecar {
    /// Puts back the records of `earlier` by the creator `reader` (or by nobody) of which nothing as new is here; gives how
    /// many of them were annotations, tombstones included. The newer version of a record counts; nothing is taken away.
    pub fn restore(&mut self, earlier: &Self, reader: &ReaderId) -> usize {
        let mut restored = 0;
        for record in earlier.records().filter(|record| record.creator().is_none_or(|creator| creator == reader)) {
            if self.has(record) {
                continue;
            }
            restored += usize::from(!record.is_identity());
            self.put(record.clone());
        }
        restored
    }

    /// Whether a version of the record stands here that is as new; of what says which document it is, whether it is said.
    fn has(&self, record: &Record) -> bool {
        let order = |record: &Record| (record.modified(), record.is_tombstone(), record.canonical());
        let lines = self.lines_of(own_id(record)).iter();
        let mut versions = lines.filter_map(|line| self.record_at(*line));
        if versions.any(|there| order(there) >= order(record)) {
            return true;
        }
        let said = record.identity();
        said.is_some() && self.records().any(|there| there.is_identity() && there.identity() == said)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{DocumentIdentity, NewIds, Reader, samples};
    use proptest::prelude::*;

    fn file(records: &[(u16, i64)]) -> Sidecar {
        let reader = Reader { id: samples::reader(900), name: "Mei".into(), nickname: "mei".into() };
        let mut sidecar = Sidecar::new(&DocumentIdentity::default(), &reader, &NewIds::default(), samples::at(0));
        for &(id, modified) in records {
            sidecar.put(samples::record(id, modified, if modified % 3 == 0 { "" } else { "said" }));
        }
        sidecar
    }

    fn versions(sidecar: &Sidecar) -> Vec<String> {
        let mut versions: Vec<String> = sidecar.records().map(Record::canonical).collect();
        versions.sort();
        versions
    }

    #[test]
    fn what_is_missing_comes_back_the_newer_counts_and_what_was_deleted_stays_so() {
        let earlier = file(&[(1, 1), (2, 2), (3, 4)]);
        let mut later = file(&[(2, 3), (3, 2), (4, 1)]);
        assert_eq!(later.restore(&earlier, &samples::reader(900)), 2);
        assert!(later.get(&samples::urn(2)).is_some_and(Record::is_tombstone), "it was deleted here");
        assert_eq!(versions(&later), versions(&file(&[(2, 3), (3, 4), (4, 1), (1, 1)])));
        assert_eq!(later.restore(&earlier, &samples::reader(900)), 0, "once is enough");
        assert_eq!(later.restore(&file(&[(9, 1)]), &samples::reader(901)), 0, "nobody else's");
    }

    proptest! {
        #[test]
        fn nothing_is_ever_missing_afterwards(
            earlier in prop::collection::vec((1u16..6, 1i64..9), 0..8), later in prop::collection::vec((1u16..6, 1i64..9), 0..8),
        ) {
            let (earlier, mut after) = (file(&earlier), file(&later));
            let before = after.clone();
            after.restore(&earlier, &samples::reader(900));
            for record in earlier.records().chain(before.records()) {
                let now = after.get(record.id());
                prop_assert!(now.is_some_and(|now| now.modified() >= record.modified()));
            }
            let again = after.clone();
            prop_assert_eq!(after.restore(&before, &samples::reader(900)) + after.restore(&earlier, &samples::reader(900)), 0);
            prop_assert_eq!(after, again);
        }
    }
}
