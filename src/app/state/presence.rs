//! Who leads and who follows, and where they are.

use crate::document::DocPath;

/// A place in a document, as it is shown to others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedPlace {
    /// The document.
    pub document: DocPath,
    /// In code points.
    pub offset: usize,
    /// The words there.
    pub quote: String,
}

/// Somebody who leads, and where they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PresentReader {
    /// Their folder.
    pub folder: String,
    /// Their name.
    pub name: String,
    /// Where they are.
    pub spot: SharedPlace,
}

/// Whether this reader leads or follows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Presence {
    /// Neither.
    #[default]
    Off,
    /// It is looked up who leads.
    Looking,
    /// Others see where this reader is: what they were shown last.
    Leading(Option<SharedPlace>),
    /// This reader goes along with somebody.
    Following {
        /// Where that one is.
        led: PresentReader,
        /// The place that was gone to.
        gone: Option<SharedPlace>,
        /// The document that was asked for, or said not to be here.
        asked: Option<DocPath>,
    },
}
