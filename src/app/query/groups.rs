//! Who is in a group of the plan: the names there, and the readers here.

use crate::annotation::{Reader, ReaderId};
use crate::app::model::Model;
use crate::document::DocPath;
use std::collections::HashSet;

/// Whether one of a group's names is a reader's: the nickname or the full name.
pub fn is_in(names: &[String], reader: &Reader) -> bool {
    names.contains(&reader.nickname) || names.contains(&reader.name)
}

/// Everybody here who reads a document in one group with this device's reader; nobody where the plan has them in none.
pub fn own(model: &Model, path: &DocPath) -> HashSet<ReaderId> {
    let groups = model.seminar.syllabus.groups_at(path);
    let mine: Vec<&Vec<String>> = groups.values().filter(|names| is_in(names, &model.me.reader)).collect();
    let with_me = |reader: &&Reader| mine.iter().any(|names| is_in(names, reader));
    model.seminar.readers.iter().filter(with_me).map(|reader| reader.id.clone()).collect()
}
