//! Where passages stand in a text that has changed since they were marked.
//!
//! First the cheap question: do the words stand where they stood? Only for passages that do not is the text folded to
//! words ([`Index`]); rare words vote for places, the best places are aligned word by word, and passages found for sure
//! tell where the others should be. Five states, always shown: an anchor is never a silent guess. All positions handed
//! out are byte spans of the text as it is now, on character boundaries.
//!
//! Nothing is remembered between calls, nothing is written, and everything spent on one passage is bounded.

mod align;
mod candidates;
mod decide;
mod fold;
mod index;
mod landmarks;
mod place;
mod query;
mod search;

pub use index::Index;

use super::{Anchor, AnchorState, Passage};
use crate::text::{Offsets, Span};

/// Finds every passage in `text`, in the order given.
///
/// `offsets` are those of `text`; `source` is `urn:sha256:HEX` of the document's bytes as they are now. A record is never
/// trusted: a span that lies outside the text, or where other words stand, is searched for like any other.
pub fn anchor_all(text: &str, offsets: &Offsets, source: &str, passages: &[&Passage]) -> Vec<Anchor> {
    let standing: Vec<Option<Span>> = passages.iter().map(|p| standing(text, offsets, source, p)).collect();
    if standing.iter().all(Option::is_some) {
        return standing.into_iter().map(|span| same(span.unwrap_or_default())).collect();
    }
    search::Search::new(text, offsets, passages, &standing).run()
}

/// Finds one passage; see [`anchor_all`], which finds short passages better because their neighbours are known.
pub fn anchor_one(text: &str, offsets: &Offsets, source: &str, passage: &Passage) -> Anchor {
    let lost = Anchor { state: AnchorState::Orphan, span: None, score: 0.0 };
    anchor_all(text, offsets, source, &[passage]).pop().unwrap_or(lost)
}

fn same(span: Span) -> Anchor {
    Anchor { state: AnchorState::Same, span: Some(span), score: 1.0 }
}

/// The recorded position, where it still holds: in the same bytes where the quote stands there, in others where both
/// contexts stand as well. A bookmark has no quote, so its contexts must stand in any case.
fn standing(text: &str, offsets: &Offsets, source: &str, passage: &Passage) -> Option<Span> {
    let (start, end) = passage.position?;
    let span = offsets.to_span(text, start, end)?;
    let quote = &passage.quote;
    let quote_stands = span.of(text) == quote.exact;
    let contexts_stand = || text[..span.start].ends_with(&quote.prefix) && text[span.end..].starts_with(&quote.suffix);
    let trusted = passage.source == source && !quote.exact.is_empty();
    (quote_stands && (trusted || contexts_stand())).then_some(span)
}
