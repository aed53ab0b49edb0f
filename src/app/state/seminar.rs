//! The seminar: its plan, its readers, what was written on each document, which prompts are answered.

use crate::annotation::{AnnotationId, PromptIds, Reader, ReaderId, person, prompt_id};
use crate::app::state::asked_work::AskedWork;
use crate::app::state::list::ListGroup;
use crate::app::state::prompts::PendingPrompt;
use crate::app::state::revisions::{MadeFrom, Revisions, Tracked};
use crate::config::syllabus::{Session, Syllabus};
use crate::document::DocPath;
use crate::study::Summary;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What is said of somebody who stands in no row of the roster.
pub const STRANGER: &str = "not in the roster";

/// What is known of the seminar.
#[derive(Debug, Default)]
pub struct Seminar {
    /// Its plan; empty without a `syllabus.toml`.
    pub syllabus: Tracked<Arc<Syllabus>>,
    /// Everybody with a folder here, by nickname.
    pub readers: Tracked<Vec<Reader>>,
    /// Those of them for whom something can be encrypted.
    pub reachable: BTreeSet<ReaderId>,
    /// Those who make another key known than the roster has for them.
    pub with_other_keys: BTreeSet<ReaderId>,
    /// Whether the reader's own key is named in the settings and cannot be used.
    pub key_is_gone: bool,
    /// What the folder holds that is no text of the list, in words.
    pub left_out: Option<String>,
    /// The day, where the reader is; `None` before anything has happened.
    pub today: Tracked<Option<Date>>,
    /// What was written on each document, by path.
    pub summaries: Tracked<BTreeMap<DocPath, Summary>>,
    /// The prompts that the reader has answered, with the document in which that was, by their ids.
    pub answered: Tracked<BTreeMap<AnnotationId, DocPath>>,
    /// The prompt that is to be answered once its document is open.
    pub wanted: Option<PendingPrompt>,
    /// What `answered` is made from.
    pub(in crate::app) answering: AnswerSources,
}

/// What it is made from which prompts the reader has answered.
#[derive(Debug, Default)]
pub(in crate::app) struct AnswerSources {
    /// Documents that were open: what they are known to hold is newer than what a survey saw.
    pub opened: BTreeSet<DocPath>,
    /// Which prompt of the plan an answer belongs to.
    pub ids: PromptIds,
    /// The plan that this is of.
    pub planned: MadeFrom<Revisions>,
    /// What it was made from last.
    pub made: MadeFrom<Revisions>,
}

impl Seminar {
    /// Who leads, where the syllabus says it and that reader is here.
    pub fn leader(&self) -> Option<&Reader> {
        person::named(self.readers.iter(), self.syllabus.leader.as_deref()?)
    }

    /// Whether this reader leads: before the first note the name is the one of the system's user.
    pub fn is_led_by(&self, me: &Reader) -> bool {
        self.syllabus.leader.as_deref().is_some_and(|leader| person::leads(leader, me, self.readers.iter()))
    }

    /// What to say to a reader who is not taken for the leader, where nobody here has the leader's name and it may be
    /// this reader's.
    pub fn missed_leader(&self, me: &Reader) -> Option<String> {
        let leader = self.syllabus.leader.as_deref()?;
        let is_missed = self.leader().is_none() && !self.is_led_by(me) && person::may_mean(leader, me);
        is_missed.then(|| format!("“{leader}” leads here, and you are “{}”", me.nickname))
    }

    /// The nickname of the reader of that `urn:uuid:…`.
    pub fn nickname(&self, id: &ReaderId) -> &str {
        self.readers.iter().find(|reader| reader.id == *id).map_or("somebody", |reader| reader.nickname.as_str())
    }

    /// Whether whoever is shown by that nickname and writes under that id stands in no row of the roster, where there is one.
    pub fn is_stranger(&self, nickname: &str, id: &ReaderId) -> bool {
        self.syllabus.readers.is_stranger(nickname, id)
    }

    /// Changes the summary of a document, where `change` makes another of it.
    pub(in crate::app) fn know(&mut self, path: &DocPath, change: impl FnOnce(&mut Summary)) {
        let before = self.summaries.get(path);
        let mut known = before.cloned().unwrap_or_default();
        change(&mut known);
        if before != Some(&known) {
            self.summaries.insert(path.clone(), known);
        }
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
    let prompts: BTreeSet<AnnotationId> =
        session.prompts.iter().map(|prompt| prompt_id(session.number, &prompt.text)).collect();
    ListGroup {
        title: parts.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        date: session.date.clone(),
        due: session.due.map(|due| due.words()),
        asked: session.rubric.as_ref().map(AskedWork::of),
        readings: session.readings.clone(),
        prompts: prompts.into_iter().collect(),
    }
}
