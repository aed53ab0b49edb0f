//! What this session has written: every version of a record, and what was said of the last one. What earlier sessions
//! replaced or deleted on the open document is known here as well.

use crate::annotation::Record;
use crate::annotation::edit::{Edit, History};
use crate::annotation::versions::Versions;
use crate::app::state::repeating::Repeating;
use crate::document::DocPath;
use std::collections::BTreeMap;

/// What was written.
#[derive(Debug, Default)]
pub struct SessionWrites {
    /// Undo and redo, by document path.
    pub histories: BTreeMap<DocPath, History>,
    /// What this session has written of each annotation.
    pub versions: Versions,
    /// Whether it was said over a text that notes do not go beside the texts.
    pub told_place: bool,
    /// What was said of the last write on the open document; it stays until the next one.
    pub said: Option<String>,
    /// Own versions that earlier sessions replaced or deleted on the open document, the newest first.
    pub earlier: Vec<Record>,
    /// Own records that could not be saved yet, with their documents.
    pub unsaved: Vec<(DocPath, Record)>,
    /// Whether all of those are kept aside for the next start.
    pub kept_aside: bool,
    /// Whether quitting has been asked for once while there were such records.
    pub quitting: bool,
    /// The last change of the tags of many.
    pub retagged: Option<Retagging>,
    /// What was done last to a passage, to be done again elsewhere.
    pub repeating: Repeating,
}

/// A change of the tags of many annotations on any texts: one undo takes all of it back.
#[derive(Debug)]
pub struct Retagging {
    /// The edits, each with its text.
    pub edits: Vec<(DocPath, Edit)>,
    /// Whether it is taken back now.
    pub undone: bool,
    /// Whether nothing else was changed since.
    pub is_last: bool,
}
