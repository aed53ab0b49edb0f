//! Where the named elements of one or many files stand in the text, and what refers to them. A reference may come long
//! before its target, so nothing is resolved until the whole text is there.

use crate::document::{Builder, InlineStyle};
use crate::text::Span;
use std::collections::HashMap;
use std::rc::Rc;

/// Names, references and notes met so far.
#[derive(Debug, Default)]
pub struct Anchors {
    /// Names that belong to the text that comes next.
    waiting: Vec<String>,
    /// Pages that begin with the text that comes next.
    waiting_pages: Vec<String>,
    /// Pages and where they begin.
    pages: Vec<(usize, String)>,
    places: HashMap<String, usize>,
    references: Vec<PendingReference>,
    /// The blocks of the notes, in text order.
    notes: Vec<Span>,
}

#[derive(Debug)]
struct PendingReference {
    span: Span,
    /// Shared by the blocks that one link goes through.
    target: Rc<str>,
}

impl Anchors {
    /// Names the text that comes next. The first use of a name counts.
    pub fn name(&mut self, name: String) {
        if !self.places.contains_key(&name) {
            self.waiting.push(name);
        }
    }

    /// Says that a page begins with the text that comes next.
    pub fn page(&mut self, label: String) {
        self.waiting_pages.push(label);
    }

    /// Says where pages begin, for a text that has a list of them; what marks the text holds are then forgotten.
    pub fn list_pages(&mut self, pages: Vec<(usize, String)>) {
        self.pages = pages;
    }

    /// Where a name stands, in bytes of the text.
    pub fn place(&self, name: &str) -> Option<usize> {
        self.places.get(name).copied()
    }

    /// Says that what waited for text begins at byte `at`.
    pub(super) fn settle(&mut self, at: usize) {
        for name in self.waiting.drain(..) {
            self.places.entry(name).or_insert(at);
        }
        self.pages.extend(self.waiting_pages.drain(..).map(|label| (at, label)));
    }

    pub(super) fn refer(&mut self, target: Rc<str>, span: Span) {
        self.references.push(PendingReference { span, target });
    }

    pub(super) fn note(&mut self, block: Span) {
        self.notes.push(block);
    }

    /// Turns every reference into a jump, or into a reference to a note where it leads from the text into one, and tells
    /// the pages. What still waits stands at the end; a reference to nothing is plain text.
    pub fn resolve(&mut self, builder: &mut Builder) {
        self.settle(builder.text().len());
        for (at, label) in std::mem::take(&mut self.pages) {
            builder.page(&label, at);
        }
        for reference in std::mem::take(&mut self.references) {
            if let Some(at) = self.place_or_file(&reference.target) {
                builder.inline(self.style(reference.span, at), reference.span);
            }
        }
    }

    /// Where a name stands, or the file that it is in, in bytes of the text.
    pub fn place_or_file(&self, name: &str) -> Option<usize> {
        let file = || name.split_once('#').map(|(file, _)| file).filter(|file| !file.is_empty());
        self.place(name).or_else(|| self.place(file()?))
    }

    fn style(&self, from: Span, to: usize) -> InlineStyle {
        match (self.note_at(from.start), self.note_at(to)) {
            (None, Some(note)) => InlineStyle::NoteRef(Some(note.start)),
            _ => InlineStyle::Jump(to),
        }
    }

    fn note_at(&self, at: usize) -> Option<Span> {
        let next = self.notes.partition_point(|note| note.start <= at);
        next.checked_sub(1).map(|index| self.notes[index]).filter(|note| note.contains(at))
    }
}
