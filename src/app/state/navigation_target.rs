//! Where to go in a document.

use crate::annotation::AnnotationId;
use crate::text::Span;

/// Where a navigation leads in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NavigationTarget {
    /// To the first annotation that the reader has not seen.
    Unread,
    /// To the annotation of this id.
    Annotation(AnnotationId),
    /// To a passage.
    Passage {
        /// Where it stood when it was found, in bytes.
        span: Span,
        /// Its words, by which it is looked for where the text has changed since.
        words: String,
    },
}
