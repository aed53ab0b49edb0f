//! What this device has written and not signed yet, and the last link that it has signed: a journal in the state folder, one a corpus.
//! Only what this program has written itself stands there, so that nothing which others have put into one's files is ever signed
//! unasked. It holds ids and digests, and signs nothing.

use crate::annotation::{AnnotationId, Record};
use crate::store::fs::error::Result;
use crate::store::fs::journal::Journal;
use crate::store::sidecar::annotations::Annotations;
use crate::store::sidecar::signature::chain::{HeldLink, record_digest};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum JournalLine {
    /// Records that were written, by their ids, with their digests.
    Written(BTreeMap<AnnotationId, String>),
    /// A link that was signed, as it stands in its file.
    Link(String),
}

/// What is remembered of one corpus.
#[derive(Debug)]
pub(super) struct ToSign {
    journal: Journal,
    /// What is to be signed: of each record the version that was written last.
    pub waiting: BTreeMap<AnnotationId, String>,
    /// The last link of this device.
    pub last: Option<Record>,
}

impl ToSign {
    fn journal(annotations: &Annotations) -> Journal {
        Journal::new(&annotations.state.join("signing"), &format!("{}.jsonl", annotations.key))
    }

    /// What is remembered. A journal that cannot be read says nothing.
    pub fn of(annotations: &Annotations) -> Self {
        let journal = Self::journal(annotations);
        let lines = journal.load::<JournalLine>().map(|contents| contents.lines).unwrap_or_default();
        let (mut waiting, mut last) = (BTreeMap::new(), None);
        for line in lines {
            match line {
                JournalLine::Written(records) => waiting.extend(records),
                JournalLine::Link(line) => {
                    last = Record::parse(&line).ok().filter(|record| HeldLink::of(record).is_some())
                }
            }
        }
        Self { journal, waiting, last }
    }

    /// Remembers that a link was signed, before it is written: should that fail, the next time brings it.
    pub fn keep_link(&mut self, link: &Record) -> Result<()> {
        self.journal.append(&JournalLine::Link(link.to_line()))?;
        self.last = Some(link.clone());
        Ok(())
    }

    /// Forgets what was signed; what has been written meanwhile stays.
    pub fn forget(&mut self, signed: &BTreeMap<AnnotationId, String>) -> Result<()> {
        self.journal.compact::<JournalLine>(&|lines| {
            let mut last = None;
            let mut kept = Vec::new();
            for line in lines {
                match line {
                    JournalLine::Written(mut records) => {
                        records.retain(|id, digest| signed.get(id) != Some(digest));
                        kept.extend((!records.is_empty()).then_some(JournalLine::Written(records)));
                    }
                    JournalLine::Link(link) => last = Some(JournalLine::Link(link)),
                }
            }
            last.into_iter().chain(kept).collect()
        })?;
        self.waiting.retain(|id, digest| signed.get(id) != Some(digest));
        Ok(())
    }
}

impl Annotations {
    /// Notes that these records were written into one's own file, as they stand there, where what is written is to be signed by itself.
    /// What cannot be noted stays unsigned, which is shown; nobody loses a note for it.
    pub(in crate::store) fn note_to_sign<'a>(&self, written: impl Iterator<Item = &'a Record>) {
        if self.are_private() || self.signing_key().is_none() {
            return;
        }
        let written: BTreeMap<AnnotationId, String> =
            written.map(|record| (record.id().clone(), record_digest(record))).collect();
        if !written.is_empty() {
            let _ = ToSign::journal(self).append(&JournalLine::Written(written));
        }
    }

    /// Whether something waits to be signed here.
    pub fn has_to_sign(&self) -> bool {
        self.signing_key().is_some() && !ToSign::of(self).waiting.is_empty()
    }
}
