//! What others, or another session of one's own, have written while a document is open. It says what is new and keeps
//! what is newer here; it moves neither cursor nor selection.

use crate::annotation::{AnnotationId, Kind, Record};
use crate::app::model::Model;
use crate::app::state::anchored::AnchoredAnnotation;
use crate::app::state::document::OpenDocument;
use crate::document::DocPath;
use std::collections::{BTreeSet, HashSet};

/// "2 new notes by mira": the annotations of others that were not here before, votes and prompts aside; nothing when a document is opened.
pub fn news(doc: &OpenDocument, anchored: &[AnchoredAnnotation]) -> Option<String> {
    if !doc.annotations.read {
        return None;
    }
    let here: HashSet<&str> = doc.annotations.anchored.iter().map(|anchored| anchored.annotation.id.as_str()).collect();
    let words = anchored.iter().filter(|anchored| anchored.annotation.kind != Kind::Vote && !anchored.is_prompt());
    let new = words.filter(|anchored| !anchored.mine && !here.contains(anchored.annotation.id.as_str()));
    let new: Vec<&AnchoredAnnotation> = new.collect();
    let readers: BTreeSet<&str> = new.iter().map(|anchored| anchored.reader.as_str()).collect();
    let readers = match readers.into_iter().collect::<Vec<_>>()[..] {
        [] => return None,
        [one] => one.to_owned(),
        [one, other] => format!("{one} and {other}"),
        [one, other, ..] => format!("{one}, {other} and others"),
    };
    let notes = if new.len() == 1 { "note" } else { "notes" };
    Some(format!("{} new {notes} by {readers}", new.len()))
}

/// Leaves out of what was read the own annotations of which something newer is here, changed or deleted, that was not
/// on the disk yet when they were read.
pub fn without_outdated(doc: &OpenDocument, mut anchored: Vec<AnchoredAnnotation>) -> Vec<AnchoredAnnotation> {
    let newer =
        |record: &Record| doc.annotations.own.get(record.id()).is_some_and(|own| own.modified() > record.modified());
    let outdated: HashSet<AnnotationId> =
        anchored.iter().filter(|new| new.mine && newer(&new.record)).map(|new| new.record.id().to_owned()).collect();
    anchored.retain(|new| !outdated.contains(new.record.id()));
    anchored
        .extend(doc.annotations.anchored.iter().filter(|old| old.mine && outdated.contains(old.record.id())).cloned());
    anchored
}

/// Takes in an own record as it was read, unless a newer one is here.
pub fn learn(doc: &mut OpenDocument, record: Record) {
    let newer = doc.annotations.own.get(record.id()).is_some_and(|own| own.modified() >= record.modified());
    if !newer {
        doc.annotations.own.insert(record.id().to_owned(), record);
    }
}

/// Takes in what earlier sessions replaced or deleted on the open document.
pub fn earlier(model: &mut Model, path: &DocPath, records: Vec<Record>) {
    if model.doc.as_ref().is_some_and(|doc| doc.opened.path == *path) {
        model.written.earlier = records;
    }
}

/// Takes in the conflict copies of the open document.
pub fn aside(model: &mut Model, path: &DocPath, records: Vec<Record>) {
    if let Some(doc) = model.doc.as_mut().filter(|doc| doc.opened.path == *path) {
        doc.annotations.aside = records;
    }
}
