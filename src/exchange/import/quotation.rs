//! A quotation that is looked for in a text, and where it was found. It looks for the letters themselves and nothing else.

use crate::annotation::{AnchorState, Passage};
use crate::text::Span;
use memchr::memmem;

/// A quotation that is looked for.
#[derive(Clone, Debug)]
pub(super) struct WantedQuote {
    /// The words, with whatever context came with them; the source is that of the text.
    pub passage: Passage,
    /// The number of its page from 0, where that is known.
    pub page: Option<usize>,
    /// A number that grows with the text, where its program has one.
    pub number: Option<u64>,
}

/// A place in bytes of the text, and how sure it is; none of an orphan.
pub(super) type Placement = (Option<Span>, AnchorState);

/// Where words stand, if they stand in exactly one place.
pub(super) fn once(text: &str, exact: &str) -> Option<Span> {
    let mut found = memmem::find_iter(text.as_bytes(), exact.as_bytes());
    let start = found.next()?;
    found.next().is_none().then(|| Span::new(start, start + exact.len()))
}

/// A span of a piece of a text in the text, where the piece begins at `start`.
pub(super) fn shifted(span: Span, start: usize) -> Span {
    Span::new(span.start + start, span.end + start)
}
