//! What this device has written and not signed yet, and the links that it has signed last: a journal in the state folder, one a corpus.
//! Only what this program has written itself stands there, so that nothing which others have put into one's files is ever signed
//! unasked. It holds ids and digests, and signs nothing.

use crate::annotation::record::{parse_time, time_text};
use crate::annotation::{AnnotationId, Record};
use crate::document::DocPath;
use crate::store::fs::error::Result;
use crate::store::fs::journal::Journal;
use crate::store::sidecar::annotations::Annotations;
use crate::store::sidecar::signature::chain::{HeldLink, record_digest};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// One line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum JournalLine {
    /// Records that were written, by their ids, as [`record_mark()`] has them.
    Written(BTreeMap<AnnotationId, String>),
    /// A link that was signed, as it stands in its file.
    Link(String),
}

/// What is signed of a record: its digest, when it says that it was changed last, and the document that it is on, spaces between.
pub(super) fn record_mark(record: &Record, document: &str) -> String {
    format!("{} {} {document}", record_digest(record), time_text(record.modified()))
}

/// The digest, the time and the document of [`record_mark()`]; earlier builds have kept less.
pub(super) fn of_mark(mark: &str) -> (&str, Option<Timestamp>, Option<&str>) {
    let mut parts = mark.splitn(3, ' ');
    (parts.next().unwrap_or_default(), parts.next().and_then(parse_time), parts.next())
}

/// What is remembered of one corpus.
#[derive(Debug)]
pub(super) struct ToSign {
    journal: Journal,
    /// What is to be signed: of each record the version that was written last.
    pub waiting: BTreeMap<AnnotationId, String>,
    /// The last links of this device: the one that is known to be in its file, and those behind it that may not be.
    pub links: Vec<Record>,
}

impl ToSign {
    fn journal(annotations: &Annotations) -> Journal {
        Journal::new(&annotations.state.join("signing"), &format!("{}.jsonl", annotations.key))
    }

    /// What is remembered. A journal that cannot be read says nothing.
    pub fn of(annotations: &Annotations) -> Self {
        let journal = Self::journal(annotations);
        let lines = journal.load::<JournalLine>().map(|contents| contents.lines).unwrap_or_default();
        let (mut waiting, mut links) = (BTreeMap::new(), Vec::new());
        for line in lines {
            match line {
                JournalLine::Written(records) => waiting.extend(records),
                JournalLine::Link(line) => {
                    links.extend(Record::parse(&line).ok().filter(|record| HeldLink::of(record).is_some()));
                }
            }
        }
        Self { journal, waiting, links }
    }

    /// Remembers that a link was signed, before it is written: should that fail, the next time brings it.
    pub fn keep_link(&mut self, link: &Record) -> Result<()> {
        self.journal.append(&JournalLine::Link(link.to_line()))?;
        self.links.push(link.clone());
        Ok(())
    }

    /// Forgets what was signed, with what the same records were before; what has been written meanwhile stays.
    pub fn forget(&mut self, signed: &BTreeMap<AnnotationId, String>) -> Result<()> {
        self.journal.compact::<JournalLine>(&|lines| without_signed(lines, signed))?;
        self.waiting.retain(|id, digest| signed.get(id) != Some(digest));
        self.links.drain(..self.links.len().saturating_sub(1));
        Ok(())
    }
}

/// The lines of a journal without what was signed, the last link first.
fn without_signed(lines: Vec<JournalLine>, signed: &BTreeMap<AnnotationId, String>) -> Vec<JournalLine> {
    let (mut last, mut kept, mut met) = (None, Vec::new(), BTreeSet::new());
    for line in lines.into_iter().rev() {
        match line {
            JournalLine::Written(mut records) => {
                met.extend(
                    records.iter().filter(|(id, digest)| signed.get(*id) == Some(*digest)).map(|(id, _)| id.clone()),
                );
                records.retain(|id, _| !met.contains(id));
                kept.extend((!records.is_empty()).then_some(JournalLine::Written(records)));
            }
            JournalLine::Link(link) => last = last.or(Some(JournalLine::Link(link))),
        }
    }
    last.into_iter().chain(kept.into_iter().rev()).collect()
}

impl Annotations {
    /// Notes that these records were written into one's own file on a document, as they stand there, where what is written is to be signed by itself.
    /// What cannot be noted stays unsigned, which is shown; nobody loses a note for it.
    pub(in crate::store) fn note_to_sign<'a>(&self, document: &DocPath, written: impl Iterator<Item = &'a Record>) {
        if self.are_private() || self.signing_key().is_none() {
            return;
        }
        let written: BTreeMap<AnnotationId, String> =
            written.map(|record| (record.id().clone(), record_mark(record, document.as_str()))).collect();
        if !written.is_empty() {
            let _ = ToSign::journal(self).append(&JournalLine::Written(written));
        }
    }

    /// Whether something waits to be signed here.
    pub fn has_to_sign(&self) -> bool {
        self.signing_key().is_some() && !ToSign::of(self).waiting.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A journal written as `id=digest` words, a line each.
    fn lines(written: &str) -> Vec<JournalLine> {
        written.lines().map(|line| JournalLine::Written(records(line))).collect()
    }

    fn records(line: &str) -> BTreeMap<AnnotationId, String> {
        line.split_whitespace()
            .filter_map(|word| word.split_once('='))
            .map(|(id, digest)| (id.into(), digest.to_owned()))
            .collect()
    }

    #[test]
    fn links_that_may_not_be_in_their_file_are_kept_until_one_behind_them_is() {
        let written = |line: &JournalLine| serde_json::to_string(line).unwrap();
        let mut journal = lines("a=1");
        journal.extend(["one", "two"].map(|link| JournalLine::Link(link.to_owned())));
        assert_eq!(journal.len(), 3, "nothing is forgotten before a link is written");
        let kept = without_signed(journal, &records("a=1"));
        assert_eq!(kept.iter().map(written).collect::<Vec<_>>(), [r#"{"link":"two"}"#]);
    }

    #[test]
    fn what_a_record_was_before_it_was_signed_is_not_signed_later_and_what_it_became_meanwhile_is() {
        for (journal, signed, left) in [
            ("a=1\na=2", "a=2", ""),
            ("a=1\na=2\na=3", "a=2", "a=3"),
            ("a=1 b=1\na=2", "a=2", "b=1"),
            ("a=1\nb=1\na=1", "a=1", "b=1"),
            ("a=1", "a=2", "a=1"),
        ] {
            let kept = without_signed(lines(journal), &records(signed));
            assert_eq!(
                serde_json::to_string(&kept).unwrap(),
                serde_json::to_string(&lines(left)).unwrap(),
                "{journal}"
            );
        }
    }
}
