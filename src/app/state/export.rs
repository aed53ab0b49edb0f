//! An export that is being asked for: in which format, of what, into which file; and a quotation that waits for its citation.
//! It knows no format by itself and writes nothing.

use crate::app::state::field::TextField;
use crate::document::{DocPath, Document, Metadata};
use crate::text::Span;
use std::sync::Arc;

/// A format that annotations, or the texts as a bibliography, can be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExportFormat {
    /// What it is asked for by.
    pub name: &'static str,
    /// What comes out, in a few words.
    pub about: &'static str,
    /// How the name of a file ends, without the dot; empty for a folder.
    pub extension: &'static str,
    /// Whether it is written of the texts, whatever is annotated.
    pub of_documents: bool,
}

impl ExportFormat {
    /// Whether it is a folder of files.
    pub const fn is_folder(self) -> bool {
        self.extension.is_empty()
    }
}

/// What is to be exported, and where to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportOrder {
    /// The format.
    pub format: ExportFormat,
    /// The one text; `None` for all.
    pub document: Option<DocPath>,
    /// Which annotations, as a query; empty for all.
    pub filter: String,
    /// The file or folder, as it was typed.
    pub place: String,
    /// Whether what is there is written over.
    pub over: bool,
}

/// What came of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExportEnd {
    /// Written: how many where, in words.
    Written(String),
    /// There is nothing to write, or it could not be: cause and remedy.
    Failed(String),
    /// Nothing is written yet: at this place there is something already.
    Taken(Box<ExportOrder>),
}

/// The place of an export, while it is typed.
#[derive(Debug)]
pub struct ExportPrompt {
    /// All but the place.
    pub order: ExportOrder,
    /// The place.
    pub field: TextField,
    /// Whether something is there already, and it is asked whether to write over it.
    pub taken: bool,
}

impl ExportPrompt {
    /// What stands before the line.
    pub fn label(&self) -> &'static str {
        if self.taken { "is there already, write over it? " } else { "write to: " }
    }
}

/// A quotation that waits for its citation.
#[derive(Clone, Debug)]
pub struct UncitedQuotation {
    /// Its text.
    pub path: DocPath,
    /// What the text says of itself.
    pub metadata: Metadata,
    /// The words.
    pub document: Arc<Document>,
    /// Where they stand.
    pub span: Span,
}

/// How a quotation is cited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CitedAs {
    /// The citation.
    pub citation: String,
    /// Why it is not in the style that is set, where it is not.
    pub fault: Option<String>,
}
