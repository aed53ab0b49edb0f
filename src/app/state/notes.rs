//! The state of the notes pane: its cards, the filter, the current annotation, drafts and unsaved records.

use crate::annotation::{AnnotationId, Draft};
use crate::app::state::card::{Card, CardContext};
use crate::app::state::card_list::CardList;
use crate::app::state::document::OpenDocument;
use crate::app::state::revisions::{MadeFrom, Revisions};
use crate::text::wrap::Wrapping;

/// The notes pane.
#[derive(Debug, Default)]
pub struct NotesPane {
    /// The id of the current annotation.
    pub selected: Option<AnnotationId>,
    /// The filter as typed.
    pub filter: String,
    /// The cards that pass the filter, in text order; those that show have their rows.
    pub cards: CardList,
    /// What their rows are made from, beside the annotations.
    pub(in crate::app) known: CardContext,
    /// What the cards were made from: the revisions, the rows of a card, the filter.
    pub(in crate::app) made: MadeFrom<(Revisions, Wrapping, String)>,
    /// The last change of the annotations that the cards have followed.
    pub(in crate::app) followed: u64,
    /// Where the current card was last: there it is looked for first.
    pub(in crate::app) place: usize,
    /// The first card that shows.
    pub top: usize,
    /// Tags in use in the corpus.
    pub known_tags: Vec<String>,
    /// Notes that were being typed when an earlier session ended.
    pub drafts: Vec<Draft>,
    /// The annotation whose passage is being moved.
    pub adjusting: Option<AnnotationId>,
}

impl NotesPane {
    /// The index of the current card.
    pub fn at(&self) -> Option<usize> {
        let id = self.selected.as_ref()?;
        let there = self.cards.get(self.place).filter(|card| card.id == *id);
        there.map(|_| self.place).or_else(|| self.cards.iter().position(|card| card.id == *id))
    }

    /// Looks for the current card by where its annotation stands, and keeps where it is.
    pub(in crate::app) fn locate(&mut self, doc: &OpenDocument) {
        let Some(id) = &self.selected else { return };
        if self.cards.get(self.place).is_some_and(|card| card.id == *id) {
            return;
        }
        let anchored = doc.annotations.anchored_by_id(id);
        if let Some(at) = anchored.and_then(|anchored| self.cards.find(id, anchored.anchor.span)) {
            self.place = at;
        }
    }

    /// The card at a row of the pane.
    pub fn at_row(&self, row: u16) -> Option<&Card> {
        let mut bottom = 0;
        self.cards.iter().skip(self.top).find(|card| {
            bottom += card.rows.len();
            usize::from(row) < bottom
        })
    }
}
