//! The parts of an OpenDocument file as text, and what its properties say. It walks no text.

use crate::document::Metadata;
use crate::format::archive::{Archive, ArchiveFault};
use crate::format::office::{properties, xml};
use std::collections::HashMap;

/// The parts of a file as text. A flat file has one.
pub(crate) struct OdtParts {
    pub(super) content: String,
    pub(super) styles: Option<String>,
    pub(super) meta: Option<String>,
    /// The objects in the text that may be formulas, by name.
    pub(super) objects: HashMap<String, String>,
    pub(super) warnings: Vec<String>,
    /// Whether the content is only the beginning of that of the file.
    pub(super) is_beginning: bool,
}

impl OdtParts {
    pub(super) fn of(content: Vec<u8>) -> Self {
        let content = xml::decoded(content);
        let (styles, meta, objects) = (None, None, HashMap::new());
        Self { content, styles, meta, objects, warnings: Vec::new(), is_beginning: false }
    }

    /// A part that a file may do without. One that is there and cannot be read is left out, and said.
    pub(super) fn part(&mut self, archive: &Archive, name: &str) -> Option<String> {
        match archive.read(name) {
            Ok(bytes) => Some(xml::decoded(bytes)),
            Err(ArchiveFault::Missing(_)) => None,
            Err(fault) => {
                self.warnings.push(fault.to_string());
                None
            }
        }
    }
}

/// What the part of properties says of the file.
pub(super) fn stated(meta: &str) -> Metadata {
    let Ok(tree) = xml::tree(meta) else { return Metadata::default() };
    xml::child(tree.root_element(), "meta").map(properties::facts).unwrap_or_default()
}
