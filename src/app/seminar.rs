//! The seminar as the program knows it: its plan, its readers, who leads, what day it is, and what was written on each
//! document. It shows nothing; the panes ask it.

use super::{Group, Model};
use crate::annotation::{Annotation, Origin, Reader, person};
use crate::config::syllabus::{Session, Syllabus};
use crate::study::{Summary, tags_in_use};
use jiff::civil::Date;
use std::collections::{BTreeMap, HashSet};
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
}

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
        self.syllabus.sessions.iter().map(group).collect()
    }
}

fn group(session: &Session) -> Group {
    let parts = [Some(format!("{}", session.number)), session.title.clone(), session.date.clone()];
    Group { title: parts.into_iter().flatten().collect::<Vec<_>>().join(" · "), readings: session.readings.clone() }
}

/// The whole corpus has been looked through.
pub fn surveyed(model: &mut Model, summaries: Vec<(String, Summary)>) {
    model.seminar.summaries = summaries.into_iter().collect();
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
