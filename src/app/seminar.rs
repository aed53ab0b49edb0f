//! The seminar as the program knows it: its plan, its readers, who leads, what day it is, and what was written on each
//! document. It shows nothing; the panes ask it.

use super::due::{self, Standing};
use super::prompts::Wanted;
use super::{Group, Model};
use crate::annotation::{Annotation, Origin, Reader, person, prompt_id};
use crate::config::syllabus::{Session, Syllabus};
use crate::study::{Summary, answers_in, tags_in_use};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet, HashSet};
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
    pub wanted: Option<Wanted>,
    /// Goes up whenever other prompts are answered.
    pub generation: u64,
    /// Documents that were open: what they are known to hold is newer than what a survey saw.
    opened: BTreeSet<String>,
    /// What `answered` was made from.
    made: Option<Made>,
}

/// The open document's job and version, the reader, the summaries.
type Made = (Option<(u64, u64, bool)>, String, u64);

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
    pub fn groups(&self) -> Vec<Group> {
        groups(&self.syllabus)
    }
}

/// The sessions of a syllabus as groups of the list.
pub fn groups(syllabus: &Syllabus) -> Vec<Group> {
    syllabus.sessions.iter().map(group).collect()
}

fn group(session: &Session) -> Group {
    let parts = [Some(session.number.to_string()), session.title.clone()];
    let prompts: BTreeSet<String> =
        session.prompts.iter().map(|prompt| prompt_id(session.number, &prompt.text)).collect();
    Group {
        title: parts.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        date: session.date.clone(),
        readings: session.readings.clone(),
        prompts: prompts.into_iter().collect(),
    }
}

/// How the session of that place in the list's groups stands.
pub fn standing(model: &Model, session: usize) -> Standing {
    let Some(group) = model.list.groups.get(session) else { return Standing::default() };
    let answered = group.prompts.iter().filter(|id| model.seminar.answered.contains_key(*id)).count();
    Standing {
        title: group.title.clone(),
        date: group.date.clone(),
        when: group.date.as_deref().zip(model.seminar.today).and_then(|(date, today)| due::when(date, today)),
        next: model.list.next == Some(session),
        read: model.list.read_of(group),
        answered: (answered, group.prompts.len()),
    }
}

/// The whole corpus has been looked through.
pub fn surveyed(model: &mut Model, summaries: Vec<(String, Summary)>) {
    let before = std::mem::replace(&mut model.seminar.summaries, summaries.into_iter().collect());
    for (path, known) in before.into_iter().filter(|(path, _)| model.seminar.opened.contains(path)) {
        model.seminar.summaries.entry(path).or_default().answers = known.answers;
    }
    model.notes.known_tags.clear();
    offer_tags(model);
    model.seminar.revision += 1;
    let groups = model.seminar.groups();
    model.list.surveyed(groups);
}

/// Everybody who has a folder here.
pub fn met(model: &mut Model, readers: Vec<Reader>) {
    model.seminar.readers = readers;
    known_anew(model);
}

/// Who reads, or who else does, is known better: what rests on that is made anew.
pub fn known_anew(model: &mut Model) {
    model.layers.forget();
    offer_tags(model);
}

/// Offers the tags in use, the most used first; of a document that is read blind only one's own. What was offered before
/// stays.
pub fn offer_tags(model: &mut Model) {
    let (seminar, me) = (&model.seminar, &model.me.reader.id);
    let (blind, open): (Vec<_>, Vec<_>) = seminar.summaries.iter().partition(|(path, _)| model.reads_blind(path));
    let own: Vec<Summary> = blind.into_iter().map(|(_, summary)| summary.only_by(me)).collect();
    let mut tags = tags_in_use(open.into_iter().map(|(_, summary)| summary).chain(&own));
    let known: HashSet<&String> = tags.iter().collect();
    let before: Vec<String> = model.notes.known_tags.iter().filter(|tag| !known.contains(tag)).cloned().collect();
    tags.extend(before);
    model.notes.known_tags = tags;
}

/// Others have written on documents that are not open.
pub fn summed_up(model: &mut Model, summaries: Vec<(String, Summary)>) {
    for (path, summary) in summaries {
        model.list.counted(&path, summary.annotations);
        model.seminar.summaries.insert(path, summary);
    }
    model.seminar.revision += 1;
}

/// What is written now on the open document, as far as it belongs to that; `None` while it is still being read.
pub fn summary_of_open(model: &Model) -> Option<(&str, Summary)> {
    let desk = model.desk.as_ref().filter(|desk| desk.read)?;
    let here = desk.placed.iter().filter(|placed| placed.origin == Origin::Here);
    let annotations: Vec<&Annotation> = here.map(|placed| &placed.annotation).collect();
    Some((&desk.opened.path, Summary::of(&annotations)))
}

/// The open document is left: what was written on it meanwhile is remembered.
pub fn leave(model: &mut Model) {
    let Some((path, summary)) = summary_of_open(model) else { return };
    let path = path.to_owned();
    model.seminar.summaries.insert(path, summary);
    model.seminar.revision += 1;
}

/// Makes true again which prompts are answered, and which session is next.
pub fn settle(model: &mut Model) {
    let open = model.desk.as_ref().map(|desk| (desk.opened.job, desk.version, desk.read));
    let made = (open, model.me.reader.id.clone(), model.seminar.revision);
    if model.seminar.made.as_ref() != Some(&made) {
        learn_answers(model);
        model.seminar.made = Some(made);
    }
    if let Some(today) = model.seminar.today {
        model.list.look_ahead(today);
    }
}

fn learn_answers(model: &mut Model) {
    let seminar = &mut model.seminar;
    if let Some(desk) = model.desk.as_ref().filter(|desk| desk.read) {
        let here = desk.placed.iter().filter(|placed| placed.origin == Origin::Here);
        let answers = answers_in(here.map(|placed| &placed.annotation));
        seminar.summaries.entry(desk.opened.path.clone()).or_default().answers = answers;
        seminar.opened.insert(desk.opened.path.clone());
    }
    let me = &model.me.reader.id;
    let own = |(path, summary): (&String, &Summary)| {
        let own = summary.answers.iter().filter(|answer| !me.is_empty() && answer.reader == *me);
        own.map(|answer| (answer.to.clone(), path.clone())).collect::<Vec<_>>()
    };
    let answered = seminar.summaries.iter().flat_map(own).collect();
    if seminar.answered != answered {
        seminar.answered = answered;
        seminar.generation += 1;
    }
}
