//! What was changed in an annotation and when, in words: the versions written in one session.
//!
//! Kept in memory alone; files hold the newest version of a record only. It knows no clock and writes nothing.

use super::record::Record;
use super::{Annotation, AnnotationId, Target};
use std::collections::HashMap;

/// The most versions of one annotation that are remembered.
const MOST: usize = 1_000;

/// The versions of all annotations that a session has changed, by id, the oldest first.
#[derive(Clone, Debug, Default)]
pub struct Versions {
    written: HashMap<AnnotationId, Vec<Record>>,
}

impl Versions {
    /// Remembers that a record was written, and what was there `before`, where that was not written by this session.
    pub fn wrote(&mut self, before: Option<&Record>, record: &Record) {
        let versions = self.written.entry(record.id().clone()).or_default();
        if let Some(before) = before.filter(|before| versions.last() != Some(before)) {
            versions.push(before.clone());
        }
        versions.push(record.clone());
        if versions.len() > MOST {
            // The first one, how it was when the session began, stays.
            versions.remove(1);
        }
    }

    /// The versions of a record, the oldest first; none where this session has not changed it.
    pub fn of(&self, id: &AnnotationId) -> &[Record] {
        self.written.get(id).map_or(&[], Vec::as_slice)
    }

    /// The ids of records about a document (`urn:sha256:…`) of which the newest version here is a deletion, and the last
    /// version with words: the one deleted last first.
    pub fn deleted(&self, source: &str) -> Vec<&Record> {
        let gone = |versions: &&Vec<Record>| versions.last().is_some_and(Record::is_tombstone);
        let alive = |versions: &&Vec<Record>| versions.iter().any(|record| !record.is_tombstone());
        let mut gone: Vec<&Vec<Record>> = self.written.values().filter(gone).filter(alive).collect();
        gone.sort_by_key(|versions| std::cmp::Reverse(versions.last().map(Record::modified)));
        let words = |versions: &&Vec<Record>| versions.iter().rposition(|record| !record.is_tombstone());
        let last = gone.iter().filter_map(|versions| versions.get(words(versions)?));
        last.filter(|record| record.annotation().is_some_and(|view| source_of(&view) == Some(source))).collect()
    }
}

/// The document that an annotation is about, where it says so itself.
fn source_of(annotation: &Annotation) -> Option<&str> {
    match &annotation.target {
        Target::Passage(passage) => Some(&passage.source),
        Target::Document(source) => Some(source),
        Target::Annotation(_) => None,
    }
}

/// What a version changed, in words: "made", "note changed, tag gsomia added", "yellow → blue", "deleted".
pub fn change(before: Option<&Record>, after: &Record) -> String {
    let Some(new) = after.annotation() else { return "deleted".to_owned() };
    let Some(before) = before else {
        // What is written at once is a moment newer than what it is made of.
        let at_once = after.modified().as_millisecond() - after.created().as_millisecond() < 1_000;
        return if at_once { "made" } else { "as it was before" }.to_owned();
    };
    let Some(old) = before.annotation() else { return "brought back".to_owned() };
    let changes = changes(&old, &new);
    if changes.is_empty() { "nothing that shows".to_owned() } else { changes.join(", ") }
}

fn changes(old: &Annotation, new: &Annotation) -> Vec<String> {
    let mut changes = Vec::new();
    if old.kind != new.kind {
        changes.push(format!("{} → {}", old.kind.name(), new.kind.name()));
    }
    match (&old.note, &new.note) {
        (None, Some(_)) => changes.push("note written".to_owned()),
        (Some(_), None) => changes.push("note removed".to_owned()),
        (old, new) if old != new => changes.push("note changed".to_owned()),
        _ => {}
    }
    let added = new.tags.iter().filter(|tag| !old.tags.contains(tag)).map(|tag| format!("tag {tag} added"));
    let removed = old.tags.iter().filter(|tag| !new.tags.contains(tag)).map(|tag| format!("tag {tag} taken off"));
    changes.extend(added.chain(removed));
    if old.color != new.color {
        let name = |color: Option<super::Color>| color.map_or("no colour", super::Color::name);
        changes.push(format!("{} → {}", name(old.color), name(new.color)));
    }
    if old.target != new.target {
        changes.push("passage moved".to_owned());
    }
    if old.links != new.links {
        changes.push("link changed".to_owned());
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::Color;
    use crate::annotation::samples::{DOCUMENT, any_annotation, at, record, urn};
    use proptest::prelude::*;

    /// The changes of a record's versions, in order.
    fn told(versions: &Versions, id: &AnnotationId) -> Vec<String> {
        let versions = versions.of(id);
        let before = std::iter::once(None).chain(versions.iter().map(Some));
        before.zip(versions).map(|(before, after)| change(before, after)).collect()
    }

    #[test]
    fn each_change_is_told_in_words() {
        let mut versions = Versions::default();
        let made = record(1, 0, "words");
        versions.wrote(None, &made);
        let mut last = made;
        let mut step = |alter: &dyn Fn(&mut Annotation)| {
            let mut view = last.annotation().expect("an annotation");
            alter(&mut view);
            let next = last.updated(&view).with_modified(at(9));
            versions.wrote(Some(&last), &next);
            last = next;
        };
        step(&|view| view.note = Some("other words".to_owned()));
        step(&|view| view.tags.push("gsomia".to_owned()));
        step(&|view| (view.tags, view.note) = (vec!["frost".to_owned()], None));
        let gone = last.tombstone(at(10));
        versions.wrote(Some(&last), &gone);
        versions.wrote(Some(&gone), &last.with_modified(at(12)));
        let expected = [
            "made",
            "note changed",
            "tag gsomia added",
            "note removed, tag frost added, tag gsomia taken off",
            "deleted",
            "brought back",
        ];
        assert_eq!(told(&versions, &urn(1)), expected);
        let (mut yellow, mut blue) = (last.annotation().expect("an annotation"), last.annotation().expect("one"));
        (yellow.color, blue.color) = (Some(Color::Yellow), Some(Color::Blue));
        assert_eq!(changes(&yellow, &blue), ["yellow → blue"]);
    }

    #[test]
    fn what_another_session_did_in_between_is_a_version_too() {
        let mut versions = Versions::default();
        versions.wrote(None, &record(1, 0, "a"));
        versions.wrote(Some(&record(1, 5, "from elsewhere")), &record(1, 6, "b"));
        assert_eq!(versions.of(&urn(1)).len(), 3);
        assert_eq!(versions.of(&urn(2)), []);
    }

    #[test]
    fn what_was_deleted_in_this_session_is_known_with_its_words() {
        let mut versions = Versions::default();
        for n in 1..4 {
            versions.wrote(None, &record(n, 0, "words"));
        }
        versions.wrote(Some(&record(1, 0, "words")), &record(1, 5, ""));
        versions.wrote(Some(&record(2, 0, "words")), &record(2, 7, ""));
        let deleted: Vec<&AnnotationId> = versions.deleted(DOCUMENT).into_iter().map(Record::id).collect();
        assert_eq!(deleted, [&urn(2), &urn(1)]);
        assert_eq!(versions.deleted("urn:sha256:other").len(), 0);
    }

    proptest! {
        #[test]
        fn a_change_is_told_just_where_something_differs(a in any_annotation(), b in any_annotation()) {
            let (a, b) = (Record::of(&a), Record::of(&b));
            let (old, new) = (a.annotation().expect("one"), b.annotation().expect("one"));
            prop_assert!(changes(&old, &old).is_empty());
            let dull = |mut view: Annotation| { (view.created, view.modified) = (at(0), at(0)); view.tags.sort(); view.tags.dedup(); view };
            prop_assert_eq!(changes(&old, &new).is_empty(), dull(old) == dull(new));
        }
    }

    #[test]
    fn the_versions_of_one_annotation_do_not_grow_without_end() {
        let mut versions = Versions::default();
        (0..2 * i64::try_from(MOST).expect("small")).for_each(|n| versions.wrote(None, &record(1, n, "words")));
        assert_eq!(versions.of(&urn(1)).len(), MOST);
        assert_eq!(versions.of(&urn(1))[0], record(1, 0, "words"));
    }
}
