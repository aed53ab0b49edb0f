//! Where passages stand in a text that has changed since they were marked.
//!
//! First the cheap question: do the words stand where they stood? Only for passages that do not is the text folded to
//! words (`Index`); rare words vote for places, the best places are aligned word by word, and passages found for sure
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
#[cfg(test)]
mod tests;
mod torn;

use super::{Anchor, AnchorState, Passage};
use crate::text::{Offsets, Span};
use memchr::memmem;

/// Finds every passage in `text`, in the order given.
///
/// `offsets` are those of `text`; `source` is `urn:sha256:HEX` of the document's bytes as they are now. A record is never
/// trusted: a span that lies outside the text, or where other words stand, is searched for like any other.
pub fn anchor_all(text: &str, offsets: &Offsets, source: &str, passages: &[&Passage]) -> Vec<Anchor> {
    let mut settled: Vec<Option<Anchor>> =
        passages.iter().map(|passage| standing(text, offsets, source, passage)).collect();
    if settled.iter().filter(|anchor| anchor.is_none()).count() <= FEW {
        for (anchor, passage) in settled.iter_mut().zip(passages) {
            *anchor = anchor.or_else(|| verbatim_elsewhere(text, passage));
        }
    }
    match settled.iter().copied().collect::<Option<Vec<Anchor>>>() {
        Some(anchors) => anchors,
        None => search::Search::new(text, offsets, passages, &settled).run(),
    }
}

/// Finds one passage; see [`anchor_all`], which finds short passages better because their neighbours are known.
pub fn anchor_one(text: &str, offsets: &Offsets, source: &str, passage: &Passage) -> Anchor {
    let lost = Anchor { state: AnchorState::Orphan, span: None, score: 0.0 };
    anchor_all(text, offsets, source, &[passage]).pop().unwrap_or(lost)
}

/// The recorded position, where it still holds: where quote and both contexts stand there. In the same bytes one context
/// is enough, but it takes one: the same file has another text since a newer reader of its format made it, and a short
/// quote stands at many places. A bookmark has no quote, so both must stand in any case.
fn standing(text: &str, offsets: &Offsets, source: &str, passage: &Passage) -> Option<Anchor> {
    let (start, end) = passage.position?;
    let span = offsets.to_span(text, start, end)?;
    let quote = &passage.quote;
    let quote_stands = span.of(text) == quote.exact;
    let before = text[..span.start].ends_with(&quote.prefix);
    let behind = text[span.end..].starts_with(&quote.suffix);
    let one = (before && !quote.prefix.is_empty()) || (behind && !quote.suffix.is_empty());
    let trusted = passage.source == source && !quote.exact.is_empty();
    let holds = quote_stands && ((before && behind) || (trusted && one));
    holds.then_some(Anchor { state: AnchorState::Same, span: Some(span), score: 1.0 })
}

/// The one place where quote and contexts stand to the letter. For few passages this is many times faster than
/// folding the text; for many it is slower.
fn verbatim_elsewhere(text: &str, passage: &Passage) -> Option<Anchor> {
    let quote = &passage.quote;
    let whole = [quote.prefix.as_str(), &quote.exact, &quote.suffix].concat();
    if !VERBATIM.contains(&whole.len()) {
        return None;
    }
    let finder = memmem::Finder::new(&whole);
    let at = finder.find(text.as_bytes())?;
    let alone = finder.find(&text.as_bytes()[at + 1..]).is_none();
    let start = at + quote.prefix.len();
    let state = if passage.position.is_some() { AnchorState::Moved } else { AnchorState::Same };
    alone.then_some(Anchor { state, span: Some(Span::new(start, start + quote.exact.len())), score: 1.0 })
}

/// So few lost passages are first looked for to the letter.
const FEW: usize = 8;

/// How many bytes of quote and contexts are looked for to the letter: fewer say too little, more may be slow to search.
const VERBATIM: std::ops::Range<usize> = 24..4_096;
