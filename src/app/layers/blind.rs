//! Blind first reading on the screen: whether others' annotations on a document are kept back now, and what is said of
//! them meanwhile. The rule itself is `study::blind`; what the reader chooses to see is `layers`.

use crate::annotation::Origin;
use crate::app::{Model, Placed};
use crate::study::blind::{Case, Need, Rule, is_kept_back, is_mark};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// What is kept back of the open document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blind {
    /// What is needed before it shows.
    pub need: Need,
    /// How many annotations.
    pub count: usize,
    /// By how many readers.
    pub readers: usize,
    /// The day on which that was found out.
    pub today: Option<Date>,
}

/// What is needed before others' annotations on a document show; `None` where they show.
pub fn need(model: &Model, path: &str) -> Option<Need> {
    let said = model.seminar.syllabus.blind_of(path)?;
    let rule = Rule { marks: said.marks, until: said.until };
    rule.needs(&Case { own: own(model, path), today: model.seminar.today, leads: leads(model) })
}

/// How many marks and notes of one's own there are on a document.
fn own(model: &Model, path: &str) -> usize {
    let me = &model.me.reader.id;
    match model.desk.as_ref().filter(|desk| desk.read && desk.opened.path == path) {
        Some(desk) => desk.placed.iter().filter(|placed| placed.mine && is_mark(&placed.annotation)).count(),
        None => model.seminar.summaries.get(path).map_or(0, |summary| summary.marks_of(me)),
    }
}

/// Keeps how many marks and notes of one's own the open document has, for when another one is open.
pub fn keep_count(model: &mut Model) {
    let Some(desk) = model.desk.as_ref().filter(|desk| desk.read && !model.me.reader.id.is_empty()) else { return };
    let (path, me) = (desk.opened.path.clone(), model.me.reader.id.clone());
    let own = own(model, &path);
    model.seminar.summaries.entry(path).or_default().by.entry(me).or_default().marks = own;
}

/// Whether it is the leader who reads: the reader whom the syllabus names; while nobody of that name has a folder, who
/// writes under it, or would: before the first note the name is the one of the system's user.
fn leads(model: &Model) -> bool {
    let me = &model.me.reader;
    match (model.seminar.leader(), &model.seminar.syllabus.leader) {
        (Some(leader), _) => !me.id.is_empty() && leader.id == me.id,
        (None, Some(name)) => *name == me.name || *name == me.nickname,
        (None, None) => false,
    }
}

/// Marks the annotations that are kept back in `hidden`, and counts them. What was made on another file of the same work
/// is kept back where that file's rule says so, too.
pub fn keep_back(model: &Model, placed: &[Placed], hidden: &mut [bool]) -> Option<Blind> {
    let path = &model.desk.as_ref()?.opened.path;
    let here = need(model, path);
    let files: BTreeSet<&str> = placed.iter().filter_map(|placed| placed.origin.copy()).collect();
    let there: Vec<(&str, Need)> = files.into_iter().filter_map(|file| Some((file, need(model, file)?))).collect();
    let first = here.or_else(|| there.first().map(|(_, need)| *need))?;
    let (mut count, mut readers) = (0, BTreeSet::new());
    for (placed, hidden) in placed.iter().zip(hidden) {
        let blind = here.is_some() || placed.origin.copy().is_some_and(|file| there.iter().any(|(it, _)| *it == file));
        let of_others = !placed.mine
            && !matches!(placed.origin, Origin::File | Origin::Syllabus)
            && is_kept_back(&placed.annotation);
        if blind && of_others {
            *hidden = true;
            count += usize::from(placed.is_counted());
            readers.insert(placed.annotation.creator.as_str());
        }
    }
    (count > 0).then_some(Blind { need: first, count, readers: readers.len(), today: model.seminar.today })
}

impl Blind {
    /// "5 annotations by 3 others".
    pub fn what(&self) -> String {
        let annotations = if self.count == 1 { "annotation" } else { "annotations" };
        let others = if self.readers == 1 { "other" } else { "others" };
        format!("{} {annotations} by {} {others}", self.count, self.readers)
    }

    /// How many of whom, why, until when.
    pub fn words(&self) -> String {
        let show = if self.count == 1 { "shows" } else { "show" };
        format!("Read with your own eyes first: {} {show} {}.", self.what(), self.need.words(self.today))
    }

    /// The same for one row.
    pub fn short(&self) -> String {
        let show = if self.need.marks == Some(1) && self.need.until.is_none() { "shows" } else { "show" };
        let others = if self.readers == 1 { "other" } else { "others" };
        format!("blind: {} {show} {} by {} {others}", self.need.short(self.today), self.count, self.readers)
    }
}
