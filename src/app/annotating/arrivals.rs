//! What others, or another session of one's own, have written while a document is open. It says what is new and keeps
//! what is newer here; it moves neither cursor nor selection.

use crate::annotation::{AnnotationId, Kind, Record};
use crate::app::model::Model;
use crate::app::state::anchored::AnchoredAnnotation;
use crate::app::state::document::OpenDocument;
use crate::document::DocPath;
use std::collections::{BTreeSet, HashSet};

/// "2 new notes by mira": the annotations of others that were not here before, votes aside; nothing when a document is opened.
pub fn news(desk: &OpenDocument, placed: &[AnchoredAnnotation]) -> Option<String> {
    if !desk.read {
        return None;
    }
    let here: HashSet<&str> = desk.placed.iter().map(|placed| placed.annotation.id.as_str()).collect();
    let words = placed.iter().filter(|placed| placed.annotation.kind != Kind::Vote);
    let new = words.filter(|placed| !placed.mine && !here.contains(placed.annotation.id.as_str()));
    let new: Vec<&AnchoredAnnotation> = new.collect();
    let readers: BTreeSet<&str> = new.iter().map(|placed| placed.reader.as_str()).collect();
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
pub fn without_outdated(desk: &OpenDocument, mut placed: Vec<AnchoredAnnotation>) -> Vec<AnchoredAnnotation> {
    let newer = |record: &Record| desk.own.get(record.id()).is_some_and(|own| own.modified() > record.modified());
    let outdated: HashSet<AnnotationId> =
        placed.iter().filter(|new| new.mine && newer(&new.record)).map(|new| new.record.id().to_owned()).collect();
    placed.retain(|new| !outdated.contains(new.record.id()));
    placed.extend(desk.placed.iter().filter(|old| old.mine && outdated.contains(old.record.id())).cloned());
    placed
}

/// Takes in an own record as it was read, unless a newer one is here.
pub fn learn(desk: &mut OpenDocument, record: Record) {
    let newer = desk.own.get(record.id()).is_some_and(|own| own.modified() >= record.modified());
    if !newer {
        desk.own.insert(record.id().to_owned(), record);
    }
}

/// Takes in what earlier sessions replaced or deleted on the open document.
pub fn earlier(model: &mut Model, path: &DocPath, records: Vec<Record>) {
    if model.desk.as_ref().is_some_and(|desk| desk.opened.path == *path) {
        model.written.earlier = records;
    }
}

/// Takes in the conflict copies of the open document.
pub fn aside(model: &mut Model, path: &DocPath, records: Vec<Record>) {
    if let Some(desk) = model.desk.as_mut().filter(|desk| desk.opened.path == *path) {
        desk.aside = records;
    }
}
