//! A note being written, and the dialog that asks for the reader's name.

use crate::annotation::{Audience, Purpose, Reader};
use crate::app::commands::Command;
use crate::app::state::anchored::AnchoredAnnotation;
use crate::app::state::document::OpenDocument;
use crate::app::state::field::TextField;
use crate::text::Span;

/// A note being written.
#[derive(Debug)]
pub struct Writing {
    /// What for.
    pub purpose: Purpose,
    /// What it is about; `None` for the whole document.
    pub span: Option<Span>,
    /// The text field.
    pub field: TextField,
    /// The text before anything was typed.
    pub before: String,
    /// Who is to read it.
    pub audience: Audience,
}

/// Asking for the reader's name, once, before the first annotation.
#[derive(Debug)]
pub struct NameDialog {
    /// The name.
    pub field: TextField,
    /// Whether the name is still the one offered, untouched: what is typed then stands in its place.
    pub offered: bool,
    /// The command to carry out then.
    pub then: Command,
    /// Somebody who has that name here already: is it the same person?
    pub taken: Option<Reader>,
}

impl NameDialog {
    /// Before another name is typed: empties the field if it holds the offered one.
    pub(in crate::app) fn replace_offered(&mut self) {
        if std::mem::take(&mut self.offered) {
            self.field = TextField::line("");
        }
    }

    /// Takes pasted text.
    pub fn paste(&mut self, text: &str) {
        self.replace_offered();
        self.field.paste(text);
    }
}

/// What the text being written is about, where that is another annotation: what it answers, or why it is picked.
pub fn answered<'a>(doc: &'a OpenDocument, writing: &Writing) -> Option<&'a AnchoredAnnotation> {
    match &writing.purpose {
        Purpose::New(_) => None,
        Purpose::Reply(id) => doc.annotations.anchored_by_id(id),
        Purpose::Change(id) => doc.annotations.anchored_by_id(doc.annotations.anchored_by_id(id)?.parent()?),
    }
}
