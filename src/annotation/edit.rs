//! Undo as inverse edits: what was there before, what is there after, and the record to write for either.
//!
//! It writes nothing and knows no clock; the caller keeps one [`History`] for a session.

use super::record::{Record, as_urn};
use super::{Annotation, next_modified};
use jiff::Timestamp;
use serde_json::{Map, Value};
use std::collections::VecDeque;

/// How many edits can be taken back.
const DEPTH: usize = 1000;

/// One change of one record. `None` stands for absent or deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The record's id.
    pub id: String,
    /// The record before the edit.
    pub before: Option<Record>,
    /// The record after the edit.
    pub after: Option<Record>,
}

impl Edit {
    /// The edit that takes this one back.
    pub fn inverse(&self) -> Self {
        Self { id: self.id.clone(), before: self.after.clone(), after: self.before.clone() }
    }

    /// The record that brings this edit about, newer than every version it has seen. `current` is the record as it is
    /// now, tombstone or not. Deleting gives a tombstone; what was deleted revives. Where somebody (another
    /// device) changed the record since, only the fields that this edit changes are changed.
    pub fn record_to_write(&self, current: Option<&Record>, now: Timestamp) -> Record {
        let seen = [self.before.as_ref(), self.after.as_ref(), current];
        let newest = seen.into_iter().flatten().map(Record::modified).max();
        let modified = newest.map_or(now, |newest| next_modified(now, newest));
        let Some(after) = self.after.as_ref().filter(|record| !record.is_tombstone()) else {
            let old = current.or(self.before.as_ref()).cloned().unwrap_or_else(|| nothing(&self.id));
            return old.tombstone(modified);
        };
        let carried = current.and_then(|current| self.carried_over(current, after));
        carried.unwrap_or_else(|| after.clone()).with_modified(modified)
    }

    /// This edit's changes on top of a record that is no longer the one it was made on.
    fn carried_over(&self, current: &Record, after: &Record) -> Option<Record> {
        let before = self.before.as_ref()?;
        // Where only the time differs, nobody changed it in between.
        if before.with_modified(current.modified()) == current.with_modified(current.modified()) {
            return None;
        }
        let changed = changed(&before.annotation()?, &after.annotation()?, current.annotation()?);
        Some(current.updated(&changed))
    }
}

/// `current` with those fields of `after` that differ from `before`.
fn changed(before: &Annotation, after: &Annotation, mut current: Annotation) -> Annotation {
    if before.kind != after.kind {
        current.kind = after.kind;
    }
    if before.note != after.note {
        current.note.clone_from(&after.note);
    }
    if before.tags != after.tags {
        current.tags.clone_from(&after.tags);
    }
    if before.color != after.color {
        current.color = after.color;
    }
    if before.target != after.target {
        current.target.clone_from(&after.target);
    }
    if before.link != after.link {
        current.link.clone_from(&after.link);
    }
    current
}

/// A record of which only the id is known.
fn nothing(id: &str) -> Record {
    let object: Map<String, Value> = [("id".to_owned(), Value::from(as_urn(id)))].into_iter().collect();
    Record::from_object(object).expect("it has an id")
}

/// What can be taken back and done again.
#[derive(Clone, Debug, Default)]
pub struct History {
    undo: VecDeque<Edit>,
    redo: Vec<Edit>,
}

impl History {
    /// Remembers an edit that was made. What was taken back before can no longer be done again. The last
    /// thousand edits are kept.
    pub fn push(&mut self, edit: Edit) {
        self.redo.clear();
        self.undo.push_back(edit);
        if self.undo.len() > DEPTH {
            self.undo.pop_front();
        }
    }

    /// The edit to make in order to take the last one back; `None` where there is none.
    pub fn undo(&mut self) -> Option<Edit> {
        let edit = self.undo.pop_back()?;
        let inverse = edit.inverse();
        self.redo.push(edit);
        Some(inverse)
    }

    /// The edit to make in order to do again what was taken back last; `None` where there is none.
    pub fn redo(&mut self) -> Option<Edit> {
        let edit = self.redo.pop()?;
        self.undo.push_back(edit.clone());
        Some(edit)
    }
}
