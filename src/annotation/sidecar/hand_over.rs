//! One person who has written under two ids: what a file holds under the one, under the other. Nothing is made twice: every
//! record keeps its own id, and is a millisecond newer than it was, so that the new version counts everywhere.

use super::{Sidecar, SidecarLine};
use crate::annotation::ReaderId;
use crate::annotation::record::next_modified;

impl Sidecar {
    /// Makes a copy in which what was made under one of the ids `from` is made under the id `to`; `None` where nothing was.
    pub fn handed_over(&self, from: &[ReaderId], to: &ReaderId) -> Option<Self> {
        let is_from = |id: Option<&ReaderId>| id.is_some_and(|id| id != to && from.contains(id));
        if !is_from(self.owner.as_ref()) && !self.records().any(|record| is_from(record.creator())) {
            return None;
        }
        let mut over = self.clone();
        for line in &mut over.lines {
            if let SidecarLine::Record { text, record } = line
                && is_from(record.creator())
            {
                let newer = next_modified(record.modified(), record.modified());
                *record = record.with_creator(to).with_modified(newer);
                *text = record.to_line().into();
            }
        }
        for id in from {
            over.header = over.header.map(|header| header.replace(&format!("\"{id}\""), &format!("\"{to}\"")));
        }
        if is_from(over.owner.as_ref()) {
            over.owner = Some(to.clone());
        }
        Some(over)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{DocumentIdentity, NewIds, Reader, Record, samples};
    use jiff::SignedDuration;

    #[test]
    fn what_was_made_under_one_id_is_made_under_the_other_and_nothing_else_is_changed() {
        let (one, other, ken) = (samples::reader(900), samples::reader(901), samples::reader(902));
        let reader = Reader { id: one.clone(), name: "Mei".into(), nickname: "mei".into() };
        let mut sidecar = Sidecar::new(&DocumentIdentity::default(), &reader, &NewIds::default(), samples::at(0));
        let (mine, gone) = (samples::record(1, 5, "mine"), samples::record(2, 6, ""));
        let theirs = samples::record(3, 5, "theirs").with_creator(&ken);
        for record in [&mine, &gone, &theirs] {
            sidecar.put(record.clone());
        }
        assert_eq!(mine.creator(), Some(&one));
        let from = [one.clone()];
        let over = sidecar.handed_over(&from, &other).expect("there is something to hand over");
        let over = Sidecar::parse(&over.to_text());
        assert_eq!(over.faults(), [""; 0]);
        assert_eq!(over.owner(), Some(&other));
        assert!(!over.to_text().contains(one.as_str()));
        let ids = |sidecar: &Sidecar| sidecar.records().map(|record| record.id().to_owned()).collect::<Vec<_>>();
        assert_eq!(ids(&over), ids(&sidecar));
        for record in [&mine, &gone] {
            let now = over.get(record.id()).expect("it is there");
            assert_eq!((now.creator(), now.is_tombstone()), (Some(&other), record.is_tombstone()));
            assert_eq!(now.modified(), record.modified() + SignedDuration::from_millis(1));
        }
        assert_eq!(over.get(theirs.id()).map(Record::to_line), Some(theirs.to_line()));
        assert_eq!(over.handed_over(&from, &other), None, "once is enough");
    }
}
