//! Undo as inverse edits: what was there before, what is there after, and the record to write for either.
//!
//! It writes nothing and knows no clock; the caller keeps one [`History`] for a session.

use super::record::{Record, as_urn};
use super::{Annotation, AnnotationId, next_modified};
use jiff::Timestamp;
use serde_json::{Map, Value};
use std::collections::VecDeque;

/// How many edits can be taken back.
const DEPTH: usize = 100_000;

/// One change of one record. `None` stands for absent or deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The record's id.
    pub id: AnnotationId,
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
    if before.links != after.links {
        current.links.clone_from(&after.links);
    }
    current
}

/// A record of which only the id is known.
fn nothing(id: &AnnotationId) -> Record {
    let object: Map<String, Value> = [("id".to_owned(), Value::from(as_urn(id)))].into_iter().collect();
    Record::from_object(object).expect("it has an id")
}

/// Which way in the history of edits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HistoryStep {
    /// The last edit is taken back.
    Undo,
    /// The last that was taken back is done again.
    Redo,
}

/// What can be taken back and done again.
#[derive(Clone, Debug, Default)]
pub struct History {
    undo: VecDeque<Vec<Edit>>,
    redo: Vec<Vec<Edit>>,
}

impl History {
    /// Remembers an edit that was made. What was taken back before can no longer be done again. The last
    /// hundred thousand are kept.
    pub fn push(&mut self, edit: Edit) {
        self.push_all(vec![edit]);
    }

    /// Remembers edits that were made together and are taken back together; none is nothing to remember.
    pub fn push_all(&mut self, edits: Vec<Edit>) {
        if edits.is_empty() {
            return;
        }
        self.redo.clear();
        self.undo.push_back(edits);
        if self.undo.len() > DEPTH {
            self.undo.pop_front();
        }
    }

    /// The edits to make, in this order, in order to take the last back; `None` where there is none.
    pub fn undo(&mut self) -> Option<Vec<Edit>> {
        let edits = self.undo.pop_back()?;
        let inverse = edits.iter().rev().map(Edit::inverse).collect();
        self.redo.push(edits);
        Some(inverse)
    }

    /// The edits to make in order to do again what was taken back last; `None` where there is none.
    pub fn redo(&mut self) -> Option<Vec<Edit>> {
        let edits = self.redo.pop()?;
        self.undo.push_back(edits.clone());
        Some(edits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::Color;
    use crate::annotation::samples::{any_annotation, at, record, urn};
    use proptest::prelude::*;

    fn edit(before: Option<&Record>, after: Option<&Record>) -> Edit {
        Edit { id: urn(1), before: before.cloned(), after: after.cloned() }
    }

    /// Whether two records differ in nothing but the time of the change.
    fn same(a: &Record, b: &Record) -> bool {
        a.with_modified(at(0)) == b.with_modified(at(0))
    }

    proptest! {
        #[test]
        fn undo_and_redo_lead_back_and_forth_and_are_always_newer(a in any_annotation(), b in any_annotation()) {
            let (a, b) = (Record::of(&a), Record::of(&b));
            let forth = edit(Some(&a), Some(&b));
            let now_b = forth.record_to_write(Some(&a), at(0));
            prop_assert!(same(&now_b, &b) && now_b.modified() > a.modified());
            let now_a = forth.inverse().record_to_write(Some(&now_b), at(0));
            prop_assert!(same(&now_a, &a) && now_a.modified() > now_b.modified());
            let again = forth.record_to_write(Some(&now_a), at(0));
            prop_assert!(same(&again, &b) && again.modified() > now_a.modified());
        }
    }

    #[test]
    fn making_is_undone_by_a_tombstone_and_done_again_by_reviving() {
        let made = record(1, 5, "words");
        let making = edit(None, Some(&made));
        let gone = making.inverse().record_to_write(Some(&made), at(6));
        assert!(gone.is_tombstone() && gone.modified() == at(6));
        let back = making.record_to_write(Some(&gone), at(6));
        assert!(same(&back, &made) && back.modified() > gone.modified());
    }

    #[test]
    fn undoing_a_deletion_revives_with_the_old_words() {
        let old = record(1, 5, "words");
        let deletion = edit(Some(&old), None);
        let gone = deletion.record_to_write(Some(&old), at(6));
        let back = deletion.inverse().record_to_write(Some(&gone), at(7));
        assert!(same(&back, &old) && back.modified() == at(7));
    }

    #[test]
    fn a_tombstone_as_a_goal_is_a_deletion() {
        let gone = record(1, 6, "");
        let written = edit(None, Some(&gone)).record_to_write(Some(&record(1, 9, "later")), at(7));
        assert!(written.is_tombstone() && written.modified() > at(9));
        assert!(edit(None, None).record_to_write(None, at(7)).is_tombstone());
    }

    #[test]
    fn undo_leaves_alone_what_another_device_changed_in_between() {
        let old = record(1, 1, "old");
        let mut view = old.annotation().expect("an annotation");
        view.note = Some("new".to_owned());
        let new = old.updated(&view);
        view.color = Some(Color::Green);
        view.tags.push("from the other device".to_owned());
        let elsewhere = new.updated(&view).with_modified(at(3));
        let undone = edit(Some(&old), Some(&new)).inverse().record_to_write(Some(&elsewhere), at(4));
        let undone = undone.annotation().expect("an annotation");
        assert_eq!((undone.note.as_deref(), undone.color), (Some("old"), Some(Color::Green)));
        assert_eq!(undone.tags, ["from the other device"]);
    }

    #[test]
    fn a_new_edit_forgets_what_was_taken_back() {
        let records: Vec<Record> = (1..4).map(|n| record(1, n, "words")).collect();
        let step = |n: usize| edit(Some(&records[n]), Some(&records[n + 1]));
        let mut history = History::default();
        history.push(step(0));
        history.push(step(1));
        assert_eq!(history.undo(), Some(vec![step(1).inverse()]));
        assert_eq!(history.redo(), Some(vec![step(1)]));
        assert_eq!(history.undo(), Some(vec![step(1).inverse()]));
        history.push(step(0));
        assert_eq!(history.redo(), None);
        assert_eq!(
            (history.undo(), history.undo(), history.undo()),
            (Some(vec![step(0).inverse()]), Some(vec![step(0).inverse()]), None)
        );
    }

    #[test]
    fn edits_made_together_are_taken_back_together_the_last_first() {
        let records: Vec<Record> = (1..4).map(|n| record(1, n, "words")).collect();
        let step = |n: usize| edit(Some(&records[n]), Some(&records[n + 1]));
        let mut history = History::default();
        history.push_all(Vec::new());
        history.push_all(vec![step(0), step(1)]);
        assert_eq!(history.undo(), Some(vec![step(1).inverse(), step(0).inverse()]));
        assert_eq!(history.redo(), Some(vec![step(0), step(1)]));
        assert_eq!((history.undo().map(|edits| edits.len()), history.undo()), (Some(2), None));
    }

    #[test]
    fn the_history_does_not_grow_without_end() {
        let mut history = History::default();
        (0..DEPTH + 9).for_each(|_| history.push(edit(None, None)));
        assert_eq!(std::iter::from_fn(|| history.undo()).count(), DEPTH);
    }
}
