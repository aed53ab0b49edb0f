//! The cards of the notes pane in their order, with what finds one by its place in the text. It makes no card.

use crate::annotation::AnnotationId;
use crate::app::state::card::Card;
use crate::text::{Span, SpanIndex};
use std::ops::{Deref, DerefMut};

/// The cards that pass the filter, thread by thread in text order; those that show have their rows.
#[derive(Debug, Default)]
pub struct CardList {
    cards: Vec<Card>,
    /// The number of each card, by where it stands in the text.
    places: SpanIndex<usize>,
}

impl CardList {
    /// These, in this order.
    pub fn of(cards: Vec<Card>) -> Self {
        let places = SpanIndex::of(cards.iter().enumerate().map(|(at, card)| (card.span, at)).collect());
        Self { cards, places }
    }

    /// Puts one more before the card `at`.
    pub fn insert(&mut self, at: usize, card: Card) {
        self.places.values_mut().filter(|number| **number >= at).for_each(|number| *number += 1);
        let start = |span: Option<Span>| span.map(|span| span.start);
        let key = (start(card.span), at);
        let place = self.places.entries().partition_point(|(span, number)| (start(*span), *number) < key);
        self.places.insert(place, card.span, at);
        self.cards.insert(at, card);
    }

    /// Takes the card `at` away.
    pub fn remove(&mut self, at: usize) {
        if let Some(place) = self.places.entries().iter().position(|(_, number)| *number == at) {
            self.places.remove(place);
        }
        self.places.values_mut().filter(|number| **number > at).for_each(|number| *number -= 1);
        self.cards.remove(at);
    }

    /// The number of the card of an annotation that stands at `span`.
    pub fn find(&self, id: &AnnotationId, span: Option<Span>) -> Option<usize> {
        let before = span.map_or(0, |span| span.start.checked_sub(1).map_or(0, |before| self.places.begun_at(before)));
        let here = self.places.entries()[before..]
            .iter()
            .take_while(|(other, _)| other.is_none_or(|other| span.is_some_and(|span| other.start <= span.start)));
        here.map(|(_, number)| *number).find(|number| self.cards[*number].id == *id)
    }

    /// The number of the card at the cursor (the innermost), else of the last before it, else of the first.
    pub fn nearest(&self, cursor: usize) -> Option<usize> {
        let here = self.places.touching(Span::new(cursor, cursor + 1));
        let inside = here.min_by_key(|(_, span, number)| (span.len(), **number)).map(|(_, _, number)| *number);
        let before = || {
            let (span, number) = self.places.entries().get(self.places.begun_at(cursor).checked_sub(1)?)?;
            span.map(|_| *number)
        };
        inside.or_else(before).or_else(|| (!self.cards.is_empty()).then_some(0))
    }
}

impl Deref for CardList {
    type Target = [Card];

    fn deref(&self) -> &[Card] {
        &self.cards
    }
}

/// Of a card only its rows are to be changed.
impl DerefMut for CardList {
    fn deref_mut(&mut self) -> &mut [Card] {
        &mut self.cards
    }
}
