//! A sidecar's text with a register of where each record stands in it, so that one record is put into a long file without
//! reading the others anew. The fast way of [`Sidecar::put`]: same text out, and nothing where it could not be the same.
//!
//! It holds no record, only texts and places: a session may keep it for long.

use super::{Sidecar, SidecarLine};
use crate::annotation::AnnotationId;
use crate::annotation::merge::own_id;
use crate::annotation::record::Record;
use std::collections::HashMap;
use std::ops::Range;

/// A file that was read whole, and where its records stand.
#[derive(Clone, Debug)]
pub struct SidecarIndex {
    text: String,
    /// The place of each record's text, without its comma and the end of the line, by id.
    places: HashMap<AnnotationId, Range<usize>>,
    /// Where the last line begins.
    footer: usize,
    /// Records that are never written over: there are several of one id, or it says what document it is.
    fixed: Vec<AnnotationId>,
}

impl SidecarIndex {
    /// The register of a sidecar and its text; `None` where the file is damaged or not laid out as it is written here.
    pub fn of(sidecar: &Sidecar) -> Option<Self> {
        let header = sidecar.header.as_ref().filter(|_| sidecar.faults.is_empty() && !sidecar.lines.is_empty())?;
        let mut ledger = Self { text: sidecar.to_text(), places: HashMap::new(), footer: 0, fixed: Vec::new() };
        let mut at = header.len() + 1;
        for (number, line) in sidecar.lines.iter().enumerate() {
            let SidecarLine::Record { text, record } = line else { return None };
            let start = at + usize::from(number > 0);
            at = start + text.len() + 1;
            if ledger.places.insert(record.id().clone(), start..at - 1).is_some() || sidecar.is_fixed(number) {
                ledger.fixed.push(record.id().clone());
            }
        }
        ledger.footer = at;
        Some(ledger)
    }

    /// The text of the file.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Takes the text back that was given away.
    pub fn with_text(self, text: String) -> Self {
        Self { text, ..self }
    }

    /// The text of the file, taken out; [`SidecarIndex::with_text`] puts it back.
    pub fn take_text(&mut self) -> String {
        std::mem::take(&mut self.text)
    }

    /// The record of that id; [`IndexLookup::Unsure`] where the file itself must be asked.
    pub fn get(&self, id: &AnnotationId) -> IndexLookup {
        if self.fixed.iter().any(|fixed| fixed == id) {
            return IndexLookup::Unsure;
        }
        let Some(place) = self.places.get(id) else { return IndexLookup::New };
        Record::parse(&self.text[place.clone()])
            .map_or(IndexLookup::Unsure, |record| IndexLookup::There(Box::new(record)))
    }

    /// Puts a record, as [`Sidecar::put`] does; says whether it could.
    pub fn put(&mut self, record: &Record) -> bool {
        if *record.id() != own_id(record) {
            return false;
        }
        let line = record.to_line();
        match self.get(record.id()) {
            IndexLookup::New => self.append(record.id(), &line),
            IndexLookup::There(old) if old.creator().is_some() && old.creator() == record.creator() => {
                self.replace(record.id(), &line);
            }
            _ => return false,
        }
        true
    }

    fn append(&mut self, id: &AnnotationId, line: &str) {
        let start = self.footer + 1;
        self.text.insert_str(self.footer, &format!(",{line}\n"));
        self.footer = start + line.len() + 1;
        self.places.insert(id.clone(), start..start + line.len());
    }

    fn replace(&mut self, id: &AnnotationId, line: &str) {
        let Some(place) = self.places.get(id).cloned() else { return };
        self.text.replace_range(place.clone(), line);
        let moved = |at: usize| at - place.len() + line.len();
        for other in self.places.values_mut().filter(|other| other.start > place.start) {
            *other = moved(other.start)..moved(other.end);
        }
        self.footer = moved(self.footer);
        self.places.insert(id.clone(), place.start..place.start + line.len());
    }
}

/// What a [`SidecarIndex`] knows of an id.
#[derive(Clone, Debug, PartialEq)]
pub enum IndexLookup {
    /// No record has it.
    New,
    /// This one has it.
    There(Box<Record>),
    /// There are several, or one that is never written over.
    Unsure,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::samples::{any_record, at, reader, record, urn};
    use crate::annotation::{DocumentIdentity, NewIds, Reader};
    use proptest::prelude::*;

    fn new() -> Sidecar {
        let reader = Reader { id: reader(900), name: "Mei".to_owned(), nickname: "mei".to_owned() };
        let identity = DocumentIdentity { title: "T".to_owned(), path: "t.txt".to_owned(), sha256: "0".repeat(64) };
        Sidecar::new(&identity, &reader, &NewIds { identity: urn(1000), ..NewIds::default() }, at(0))
    }

    proptest! {
        #[test]
        fn a_ledger_puts_as_a_sidecar_does_or_not_at_all(records in prop::collection::vec(any_record(), 0..12), puts in prop::collection::vec(any_record(), 0..12)) {
            let mut sidecar = new();
            for record in records {
                sidecar.put(record);
            }
            if let Some(mut ledger) = SidecarIndex::of(&sidecar) {
                for put in puts {
                    let before = ledger.text().to_owned();
                    if ledger.put(&put) {
                        sidecar.put(put.clone());
                        prop_assert_eq!(ledger.get(put.id()), IndexLookup::There(Box::new(put)));
                    }
                    prop_assert_eq!(ledger.text(), sidecar.to_text());
                    prop_assert!(ledger.text().len() >= before.len() || ledger.text() != before);
                    prop_assert_eq!(&Sidecar::parse(ledger.text()), &sidecar);
                }
            }
        }
    }

    #[test]
    fn an_edit_replaces_its_line_and_what_follows_keeps_its_place() {
        let mut ledger = SidecarIndex::of(&new()).expect("a new file is read whole");
        for (n, words) in [(1, "one"), (2, "two"), (3, "three"), (1, "a much longer one"), (3, "3")] {
            assert!(ledger.put(&record(n, n.into(), words)), "{words}");
        }
        let sidecar = Sidecar::parse(ledger.text());
        assert!(sidecar.faults().is_empty());
        let words: Vec<String> = sidecar.records().filter_map(|record| record.annotation()?.note).collect();
        assert_eq!(words, ["a much longer one", "two", "3"]);
        assert_eq!(ledger.get(&urn(1000)), IndexLookup::Unsure, "what says the document is left to the whole file");
    }

    #[test]
    fn a_damaged_file_has_no_ledger() {
        let mut sidecar = new();
        sidecar.put(record(1, 1, "one"));
        let text = sidecar.to_text();
        assert!(SidecarIndex::of(&Sidecar::parse(&text.replace("\n,{", "\n,{{"))).is_none());
        assert!(SidecarIndex::of(&Sidecar::parse("")).is_none());
    }
}
