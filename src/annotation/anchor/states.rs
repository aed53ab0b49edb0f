//! What state a passage is in at the place where it was found: the same, moved, changed, or uncertain because what stands there
//! may mean another. It looks for nothing and chooses nothing.

use super::decide::{Candidate, ExpectedPlace};
use super::fold::same_words;
use super::index::TextIndex;
use super::lookalike::is_what_followed;
use super::meaning;
use super::query::PassageQuery;
use crate::annotation::{AnchorState, Passage};
use crate::text::{Offsets, Span};

/// A passage and where it was found.
pub(super) struct FoundPassage<'a> {
    pub passage: &'a Passage,
    pub query: &'a PassageQuery,
    pub index: &'a TextIndex<'a>,
    pub offsets: &'a Offsets,
    pub best: &'a Candidate,
    pub span: Span,
}

impl FoundPassage<'_> {
    /// Its state, given where it is expected. What is changed may be another passage that is worded alike.
    pub fn state(&self, place: Option<ExpectedPlace>) -> AnchorState {
        let state = self.by_words();
        let other = || is_what_followed(&self.passage.quote, self.index.text(), self.span) || self.means_another(place);
        if state == AnchorState::Changed && other() { AnchorState::Uncertain } else { state }
    }

    fn by_words(&self) -> AnchorState {
        let (text, passage) = (self.index.text(), self.passage);
        let there = passage.position.is_none_or(|(start, _)| self.offsets.code_point(text, self.span.start) == start);
        let bookmark = passage.quote.exact.is_empty();
        if bookmark && self.best.total < 1.0 {
            return AnchorState::Changed;
        }
        match self.span.of(text) == passage.quote.exact {
            true if there => AnchorState::Same,
            false if !self.is_word_for_word() => AnchorState::Changed,
            _ => AnchorState::Moved,
        }
    }

    /// Whether the quote stands there word for word; of a very long one the alignment has seen the first words only.
    fn is_word_for_word(&self) -> bool {
        let whole = || same_words(self.span.of(self.index.text()), &self.passage.quote.exact);
        self.best.alignment.exact && (self.query.beyond == 0 || whole())
    }

    /// Whether a word that carries the meaning differs, and the place does not vouch for the passage: a number or a name may
    /// be corrected where it stands, between contexts that are whole; what is denied is never the same.
    fn means_another(&self, place: Option<ExpectedPlace>) -> bool {
        let (then, now) = (&self.passage.quote.exact, self.with_lost_ends().of(self.index.text()));
        let vouched = self.best.is_vouched_for(self.query, place);
        meaning::is_denied(then, now) || (!vouched && meaning::names_another(then, now))
    }

    /// The span with as many words more at its ends as the quote has lost there: what stands for them may tell another passage.
    fn with_lost_ends(&self) -> Span {
        let (quote, (from, to)) = (&self.query.quote, self.best.alignment.kept);
        let last = (self.best.end + quote.end.saturating_sub(to)).min(self.index.len());
        let first = self.best.at.saturating_sub(from.saturating_sub(quote.start));
        self.span.union(self.index.span(first)).union(self.index.span(last.saturating_sub(1)))
    }
}
