//! Where passages stand in a text that has changed since they were marked.
//!
//! First the cheap question: do the words stand where they stood? Only for passages that do not is the text folded to
//! words (`Index`); rare words vote for places, the best places are aligned word by word, and passages found for sure
//! tell where the others should be. Five states, always shown: an anchor is never a silent guess. All positions handed
//! out are byte spans of the text as it is now, on character boundaries.
//!
//! Nothing is remembered between calls, nothing is written, and everything spent on one passage is bounded.

mod align;
mod alone;
mod candidates;
mod decide;
mod fold;
mod fragments;
mod index;
mod lookalike;
mod meaning;
mod place;
mod query;
mod reference_points;
mod search;
mod split;
mod states;
#[cfg(test)]
mod tests;

pub(crate) use reference_points::in_order;

use super::{Anchor, AnchorState, Passage};
use crate::document::{Document, RunningText};
use crate::text::{Offsets, Span};
use memchr::memmem;

/// Finds every passage in `text`, in the order given.
///
/// `offsets` are those of `text`; `source` is `urn:sha256:HEX` of the document's bytes as they are now. A record is never
/// trusted, though it be of the same bytes: a span that lies outside the text, or where other words stand, is searched for
/// like any other.
pub fn anchor_all(text: &str, offsets: &Offsets, source: &str, passages: &[&Passage]) -> Vec<Anchor> {
    let mut settled: Vec<Option<Anchor>> = passages.iter().map(|passage| standing(text, offsets, passage)).collect();
    if settled.iter().filter(|anchor| anchor.is_none()).count() <= FEW {
        for (anchor, passage) in settled.iter_mut().zip(passages) {
            *anchor = anchor.or_else(|| verbatim_elsewhere(text, passage));
        }
    }
    if let Some(anchors) = settled.iter().copied().collect::<Option<Vec<Anchor>>>() {
        return anchors;
    }
    let found = search::Search::new(text, offsets, passages, &settled).run();
    let place = |(passage, anchor): (&&Passage, Anchor)| match anchor.state {
        AnchorState::Orphan => recorded(text, offsets, source, passage).unwrap_or(anchor),
        _ => anchor,
    };
    passages.iter().zip(found).map(place).collect()
}

/// Finds every passage in a document, in the order given, as one reads on over its pages: a passage that goes over one is the same as
/// where there are none. Spans are those of the document's text.
pub fn anchor_in(document: &Document, source: &str, passages: &[&Passage]) -> Vec<Anchor> {
    let (text, offsets) = (document.text(), document.offsets());
    let Some(running) = RunningText::of(document) else { return anchor_all(text, offsets, source, passages) };
    let stands = |passage: &&Passage| standing(text, offsets, passage);
    let mut found: Vec<Option<Anchor>> = passages.iter().map(stands).collect();
    let lost = found.iter().zip(passages).filter(|(anchor, _)| anchor.is_none()).map(|(_, passage)| *passage);
    let read_on = |passage: &Passage| Passage { position: position_in(&running, document, passage), ..passage.clone() };
    let lost: Vec<Passage> = lost.map(read_on).collect();
    let anchors = anchor_all(running.text(), running.offsets(), source, &lost.iter().collect::<Vec<_>>());
    for ((slot, passage), anchor) in found.iter_mut().zip(passages).filter(|(slot, _)| slot.is_none()).zip(anchors) {
        let there = Anchor { span: anchor.span.map(|span| running.in_document(span)), ..anchor };
        // What is about a page's foot itself stands nowhere in the running text.
        let beside = || verbatim_elsewhere(text, passage).filter(|_| anchor.state == AnchorState::Orphan);
        *slot = Some(beside().unwrap_or(there));
    }
    found.into_iter().map(|anchor| anchor.unwrap_or(Anchor::LOST)).collect()
}

/// Finds one passage in a document; see [`anchor_in`].
pub fn anchor_one_in(document: &Document, source: &str, passage: &Passage) -> Anchor {
    anchor_in(document, source, &[passage]).pop().unwrap_or(Anchor::LOST)
}

/// Finds what was only quoted, by somebody who means the first place where the words stand. Where they do not, and what may be their place
/// is not sure, there is none. `source` as for [`anchor_in`].
pub fn anchor_quotations(document: &Document, source: &str, passages: &[&Passage]) -> Vec<Anchor> {
    let same = |span: Span, quote: &str| span.of(document.text()).split_whitespace().eq(quote.split_whitespace());
    let sure = |(anchor, passage): (Anchor, &&Passage)| match anchor.state {
        AnchorState::Orphan => Anchor::LOST,
        AnchorState::Uncertain if !anchor.span.is_some_and(|span| same(span, &passage.quote.exact)) => Anchor::LOST,
        AnchorState::Moved | AnchorState::Uncertain => Anchor { state: AnchorState::Same, ..anchor },
        _ => anchor,
    };
    anchor_in(document, source, passages).into_iter().zip(passages).map(sure).collect()
}

/// The recorded position in the running text, in code points.
fn position_in(running: &RunningText, document: &Document, passage: &Passage) -> Option<(usize, usize)> {
    let (start, end) = passage.position?;
    let Some(span) = document.offsets().to_span(document.text(), start, end) else { return passage.position };
    let there = Span::new(running.place_of(span.start), running.place_of(span.end));
    Some(running.offsets().to_code_points(running.text(), there))
}

/// Finds one passage; see [`anchor_all`], which finds short passages better because their neighbours are known.
pub fn anchor_one(text: &str, offsets: &Offsets, source: &str, passage: &Passage) -> Anchor {
    anchor_all(text, offsets, source, &[passage]).pop().unwrap_or(Anchor::LOST)
}

/// The recorded position, where quote and both contexts stand there. The same bytes are no reason to look less closely: a
/// later version of this program, or another program, may read another text from them.
fn standing(text: &str, offsets: &Offsets, passage: &Passage) -> Option<Anchor> {
    let quote = &passage.quote;
    let span = at_position(text, offsets, passage)?;
    let stands = text[..span.start].ends_with(&quote.prefix) && text[span.end..].starts_with(&quote.suffix);
    stands.then_some(Anchor { state: AnchorState::Same, span: Some(span), score: 1.0 })
}

/// The recorded position in the same bytes, where the quote stands there, but in other surroundings: better than nothing.
fn recorded(text: &str, offsets: &Offsets, source: &str, passage: &Passage) -> Option<Anchor> {
    let span = at_position(text, offsets, passage).filter(|span| !span.is_empty() && passage.source == source)?;
    Some(Anchor { state: AnchorState::Uncertain, span: Some(span), score: 0.5 })
}

/// The recorded position, where the quote stands there.
fn at_position(text: &str, offsets: &Offsets, passage: &Passage) -> Option<Span> {
    let (start, end) = passage.position?;
    offsets.to_span(text, start, end).filter(|span| span.of(text) == passage.quote.exact)
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
