//! What became of a record that was to be saved; trying again what was not.

use crate::annotation::{AnnotationId, Record};
use crate::app::messages::{Effect, WriteRequest};
use crate::app::model::Model;
use crate::document::DocPath;

/// An own record is on the disk.
pub fn saved(model: &mut Model, path: &DocPath, id: &AnnotationId) {
    let Some(doc) = model.doc.as_mut().filter(|doc| doc.opened.path == *path) else { return };
    doc.annotations.mark_saved(id, true);
}

/// An own record could not be saved: it stays on the screen, marked, and is tried again with the next one.
pub fn not_saved(model: &mut Model, path: &DocPath, record: Record, reason: &str, kept: bool) {
    let written = &mut model.written;
    written.unsaved.retain(|(_, other)| other.id() != record.id());
    written.kept_aside = kept && (written.kept_aside || written.unsaved.is_empty());
    let meanwhile = match (written.quitting, kept) {
        (true, _) => quitting_costs(model),
        (false, true) => "kept aside, and tried again with the next change".to_owned(),
        (false, false) => "tried again with the next change".to_owned(),
    };
    model.complain(format!("NOT SAVED ({meanwhile}): {reason}"));
    if let Some(doc) = model.doc.as_mut().filter(|doc| doc.opened.path == *path) {
        doc.annotations.mark_saved(record.id(), false);
    }
    model.written.unsaved.push((path.clone(), record));
}

/// What becomes of what is not saved when the program is ended.
pub fn quitting_costs(model: &Model) -> String {
    let then = if model.written.kept_aside { "the next start tries again" } else { "it will be LOST" };
    format!("quit again to quit all the same: {then}")
}

/// Tries again what could not be saved; says so where nothing waits.
pub fn try_again(model: &mut Model) -> Vec<Effect> {
    let effects = retries(model);
    model.say(match effects.len() {
        0 => "everything is saved: it is as soon as it is written".to_owned(),
        count => format!("trying again to save {count} of your changes"),
    });
    effects
}

/// What could not be saved, to be tried again.
pub fn retries(model: &mut Model) -> Vec<Effect> {
    let unsaved = std::mem::take(&mut model.written.unsaved).into_iter();
    unsaved.map(|(path, record)| Effect::Write(WriteRequest::Save { path, record: Box::new(record) })).collect()
}
