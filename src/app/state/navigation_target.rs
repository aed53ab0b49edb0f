//! Where to go in a document.

use crate::annotation::{AnnotationId, Passage};
use crate::study::Locator;
use crate::text::Span;

/// Where a navigation leads in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NavigationTarget {
    /// To the first annotation that the reader has not seen.
    Unread,
    /// To the annotation of this id.
    Annotation(AnnotationId),
    /// To a passage as a link keeps it: looked for by its words and what stands around them.
    Linked(Passage),
    /// To a paragraph or page.
    Place(Locator),
    /// To a passage.
    Passage {
        /// Where it stood when it was found, in bytes.
        span: Span,
        /// Its words, by which it is looked for where the text has changed since.
        words: String,
    },
}
