//! Notes: a reference stands where it is made, the text of each note once at the end.

use super::{Between, Composer, ParagraphKind};
use crate::document::BlockKind;
use crate::format::letter_height::LetterHeight;
use crate::format::numerals;
use crate::format::office::properties::short;
use crate::text::Span;
use std::borrow::Cow;
use std::collections::HashMap;

/// Notes and who refers to them.
#[derive(Debug, Default)]
pub(in crate::format::office) struct Notes {
    pub(in crate::format::office) references: Vec<(String, Span)>,
    pub(in crate::format::office) starts: HashMap<String, usize>,
    /// Whether the text of a note is being read, and its label until a paragraph takes it.
    pub(super) inside: bool,
    pub(super) label: Option<String>,
}

impl Composer {
    /// A reference to the note `id`, which a reader sees as `label`.
    pub fn reference(&mut self, id: &str, label: &str) {
        if self.open.is_none() {
            self.paragraph(ParagraphKind::Body);
        }
        let face = std::mem::take(&mut self.face);
        let shown = self.word(&format!("[{}]", short(label)));
        self.face = face;
        self.notes.references.extend(shown.map(|span| (id.to_owned(), span)));
    }

    /// A word as it is written where it stands. A raised number may be the mark of a note, though the file says nothing of notes.
    pub(super) fn at_its_height<'w>(&self, word: &'w str) -> Cow<'w, str> {
        let before = self.open.as_ref().filter(|open| open.between == Between::Nothing);
        let raised = self.face.place == LetterHeight::Raised;
        if raised && before.is_some_and(|open| numerals::marks_note(&open.text, word)) {
            return Cow::Owned(format!("[{word}]"));
        }
        // In brackets, which a link to a note has here, it is the mark of one.
        if before.is_some_and(|open| open.text.ends_with('[')) {
            return Cow::Borrowed(word);
        }
        self.face.place.figures(word).map_or(Cow::Borrowed(word), Cow::Owned)
    }

    /// The paragraphs that follow are the text of a note, until the next one or [`Composer::end_notes`].
    pub fn note(&mut self, id: &str, label: &str) {
        self.close();
        self.show_waiting();
        self.rows = 0;
        (self.notes.inside, self.notes.label) = (true, Some(short(label)));
        let gap = self.gap_before(BlockKind::Footnote, false);
        self.notes.starts.entry(id.to_owned()).or_insert(self.builder.text().len() + gap.len());
    }

    /// Ends the text of notes.
    pub fn end_notes(&mut self) {
        self.close();
        (self.notes.inside, self.notes.label) = (false, None);
    }
}
