//! Where to go in a document that is being opened.

use crate::annotation::AnnotationId;
use crate::app::state::job::JobId;

/// Where to go in a document that is being opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingNavigation {
    /// Number of the job that opens it: of another document it is not an errand any more.
    pub job: JobId,
    /// Where to.
    pub to: NavigationTarget,
}

/// Where an [`PendingNavigation`] leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NavigationTarget {
    /// To the first annotation that the reader has not seen.
    Unread,
    /// To the annotation of this id.
    Annotation(AnnotationId),
}
