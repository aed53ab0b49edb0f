//! Whether others' words on a document must wait until one has read it.

use crate::annotation::{Origin, ReaderId};
use crate::app::commands::Command;
use crate::app::model::Model;
use crate::app::query::groups;
use crate::app::query::keys::key_of;
use crate::app::state::blind::BlindNotice;
use crate::app::state::placed::PlacedAnnotations;
use crate::document::DocPath;
use crate::study::blind::{Case, Need, Rule, is_kept_back, is_mark};
use crate::text::visible;
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap, HashSet};

impl Model {
    /// Whether others' words on a document must not come before the reader's eyes yet: not in a list, a board or an
    /// offer either. How many there are may be said.
    pub fn reads_blind(&self, path: &DocPath) -> bool {
        waits(self, path).is_some()
    }
}

/// Whose words on a document wait.
#[derive(Clone, Debug, PartialEq, Eq)]
enum HiddenReaders {
    /// Nobody's.
    Nobody,
    /// Everybody's but one's own.
    Others,
    /// Those of who reads it in no group with these.
    OtherGroups(HashSet<ReaderId>),
}

impl HiddenReaders {
    /// Whether those of `reader` wait; `me` is who looks.
    fn has(&self, reader: &ReaderId, me: &ReaderId) -> bool {
        match self {
            Self::Nobody => false,
            Self::Others => reader != me,
            Self::OtherGroups(own) => reader != me && !own.contains(reader),
        }
    }
}

/// Whose words on a document wait now.
fn hidden_readers(model: &Model, path: &DocPath) -> HiddenReaders {
    if need(model, path).is_some() {
        return HiddenReaders::Others;
    }
    apart(model, path).map_or(HiddenReaders::Nobody, |_| HiddenReaders::OtherGroups(groups::own(model, path)))
}

/// Whose words wait on which documents, found out once for each.
#[derive(Debug)]
pub struct HiddenByDocument<'a> {
    model: &'a Model,
    known: RefCell<HashMap<DocPath, HiddenReaders>>,
}

impl<'a> HiddenByDocument<'a> {
    /// Nothing is found out yet.
    pub fn of(model: &'a Model) -> Self {
        Self { model, known: RefCell::default() }
    }

    /// Whether what `reader` wrote on a document waits.
    pub fn hides(&self, path: &DocPath, reader: &ReaderId) -> bool {
        let me = &self.model.me.reader.id;
        if let Some(hidden) = self.known.borrow().get(path) {
            return hidden.has(reader, me);
        }
        let hidden = hidden_readers(self.model, path);
        let hides = hidden.has(reader, me);
        self.known.borrow_mut().insert(path.clone(), hidden);
        hides
    }
}

/// What is needed before all of others' annotations on a document show: those of the class may wait longer than those of one's own
/// group.
pub fn waits(model: &Model, path: &DocPath) -> Option<Need> {
    need(model, path).or_else(|| apart(model, path))
}

/// Until when the groups that read a document stay apart; `None` where they do not, or from who leads.
fn apart(model: &Model, path: &DocPath) -> Option<Need> {
    let rule = Rule { marks: None, until: Some(model.seminar.syllabus.apart_at(path)?) };
    let leads = model.seminar.is_led_by(&model.me.reader);
    rule.needs(&Case { own: 0, today: *model.seminar.today, leads })
}

/// What is needed before others' annotations on a document show; `None` where they show.
pub fn need(model: &Model, path: &DocPath) -> Option<Need> {
    let said = model.seminar.syllabus.blind_of(path)?;
    let rule = Rule { marks: said.marks, until: said.until };
    rule.needs(&Case {
        own: own(model, path),
        today: *model.seminar.today,
        leads: model.seminar.is_led_by(&model.me.reader),
    })
}

/// How many marks and notes of one's own there are on a document.
fn own(model: &Model, path: &DocPath) -> usize {
    let me = &model.me.reader.id;
    match model.doc.as_ref().filter(|doc| doc.annotations.read && doc.opened.path == *path) {
        Some(doc) => doc.annotations.anchored.own().filter(|(_, anchored)| is_mark(&anchored.annotation)).count(),
        None => model.seminar.summaries.get(path).map_or(0, |summary| summary.marks_of(me)),
    }
}

/// How many marks and notes of one's own the open document has, where that decides whether others' show.
pub fn deciding(model: &Model) -> Option<usize> {
    let path = &model.doc.as_ref()?.opened.path;
    model.seminar.syllabus.blind_of(path)?;
    Some(own(model, path))
}

/// Keeps how many marks and notes of one's own the open document has, where that decides anything, for when another one is open.
pub fn keep_count(model: &mut Model) {
    let Some(doc) = model.doc.as_ref().filter(|doc| doc.annotations.read && !model.me.reader.id.is_empty()) else {
        return;
    };
    let (path, me) = (doc.opened.path.clone(), model.me.reader.id.clone());
    let Some(own) = deciding(model) else { return };
    model.seminar.know(&path, |summary| summary.by.entry(me).or_default().marks = own);
}

/// Marks the annotations that are kept back in `hidden`, and counts them. What was made on another file of the same work
/// is kept back where that file's rule says so, too.
pub fn keep_back(model: &Model, anchored: &PlacedAnnotations, hidden: &mut [bool]) -> Option<BlindNotice> {
    let path = &model.doc.as_ref()?.opened.path;
    let here = need(model, path);
    let apart = apart(model, path).filter(|_| here.is_none());
    let group = apart.map(|_| groups::own(model, path)).unwrap_or_default();
    let files: BTreeSet<&DocPath> = anchored.iter().filter_map(|anchored| anchored.origin.copy()).collect();
    let there: Vec<(&DocPath, Need)> = files.into_iter().filter_map(|file| Some((file, waits(model, file)?))).collect();
    let first = here.or(apart).or_else(|| there.first().map(|(_, need)| *need))?;
    let (mut count, mut readers) = (0, BTreeSet::new());
    for (anchored, hidden) in anchored.iter().zip(hidden) {
        let elsewhere = apart.is_some() && !group.contains(&anchored.annotation.creator);
        let blind = elsewhere
            || here.is_some()
            || anchored.origin.copy().is_some_and(|file| there.iter().any(|(it, _)| *it == file));
        let of_others = !anchored.mine
            && !matches!(anchored.origin, Origin::File | Origin::Syllabus)
            && is_kept_back(&anchored.annotation, anchored.record.audience());
        if blind && of_others {
            *hidden = true;
            count += usize::from(anchored.is_counted());
            readers.insert(anchored.annotation.creator.as_str());
        }
    }
    let leader = may_lead(model);
    (count > 0).then_some(BlindNotice {
        need: first,
        count,
        readers: readers.len(),
        today: *model.seminar.today,
        is_apart: here.is_none() && apart.is_some(),
        leader,
    })
}

/// How somebody whose name nobody knows yet says that they lead: whoever does sees all.
fn may_lead(model: &Model) -> Option<String> {
    let leader = model.seminar.syllabus.leader.as_deref().filter(|_| !model.me.confirmed)?;
    let key = key_of(model, Command::Palette);
    Some(format!("If you are {}, who leads: {key}rename says so, and you see all.", visible::line(leader)))
}
