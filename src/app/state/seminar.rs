//! The seminar: its plan, its readers, what was written on each document, which prompts are answered.

use crate::annotation::{Reader, person, prompt_id};
use crate::app::state::list::ListGroup;
use crate::app::state::prompts::PendingPrompt;
use crate::config::syllabus::{Session, Syllabus};
use crate::study::Summary;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What is known of the seminar.
#[derive(Debug, Default)]
pub struct Seminar {
    /// Its plan; empty without a `syllabus.toml`.
    pub syllabus: Arc<Syllabus>,
    /// Everybody with a folder here, by nickname.
    pub readers: Vec<Reader>,
    /// The day, where the reader is; `None` before anything has happened.
    pub today: Option<Date>,
    /// What was written on each document, by path.
    pub summaries: BTreeMap<String, Summary>,
    /// Goes up with every change of the summaries, so that what is made from them can be kept.
    pub revision: u64,
    /// The prompts that the reader has answered, with the document in which that was, by their ids.
    pub answered: BTreeMap<String, String>,
    /// The prompt that is to be answered once its document is open.
    pub wanted: Option<PendingPrompt>,
    /// Goes up whenever other prompts are answered.
    pub generation: u64,
    /// Documents that were open: what they are known to hold is newer than what a survey saw.
    pub(in crate::app) opened: BTreeSet<String>,
    /// What `answered` was made from.
    pub(in crate::app) made: Option<AnswerSources>,
}

/// The open document's job and version, the reader, the summaries.
type AnswerSources = (Option<(u64, u64, bool)>, String, u64);

impl Seminar {
    /// Who leads, where the syllabus says it and that reader is here.
    pub fn leader(&self) -> Option<&Reader> {
        person::named(&self.readers, self.syllabus.leader.as_deref()?)
    }

    /// The nickname of the reader of that `urn:uuid:…`.
    pub fn nickname(&self, id: &str) -> &str {
        self.readers.iter().find(|reader| reader.id == id).map_or("somebody", |reader| reader.nickname.as_str())
    }

    /// The sessions as groups of the list.
    pub fn groups(&self) -> Vec<ListGroup> {
        groups(&self.syllabus)
    }
}

/// The sessions of a syllabus as groups of the list.
pub fn groups(syllabus: &Syllabus) -> Vec<ListGroup> {
    syllabus.sessions.iter().map(group).collect()
}

pub fn group(session: &Session) -> ListGroup {
    let parts = [Some(session.number.to_string()), session.title.clone()];
    let prompts: BTreeSet<String> =
        session.prompts.iter().map(|prompt| prompt_id(session.number, &prompt.text)).collect();
    ListGroup {
        title: parts.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        date: session.date.clone(),
        readings: session.readings.clone(),
        prompts: prompts.into_iter().collect(),
    }
}
