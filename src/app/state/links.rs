//! What is asked and answered of the links in a note. It looks nothing up.

use crate::annotation::{AnnotationId, Link};
use crate::app::state::navigation_target::NavigationTarget;
use crate::app::state::revisions::{MadeFrom, Revisions};
use crate::document::DocPath;
use crate::study::Locator;

/// The note whose links are meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkingNote {
    /// The document that the note is about.
    pub path: DocPath,
    /// The note.
    pub id: AnnotationId,
}

/// A place in another document, or the same, of which the passage is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WantedLink {
    /// As the note writes it.
    pub label: String,
    /// The document.
    pub path: DocPath,
    /// Where in it; `None` for all of it.
    pub place: Option<Locator>,
}

/// The links of a note as far as they could be found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoundLinks {
    /// With what they mean.
    pub links: Vec<Link>,
    /// What is to be said of those that lead nowhere.
    pub missing: Vec<String>,
}

/// Where a link leads on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkDestination {
    /// The document.
    pub path: DocPath,
    /// Where in it; `None`: where the reader left it.
    pub to: Option<NavigationTarget>,
}

/// A note that leads to the open document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backlink {
    /// The document that the note is about.
    pub path: DocPath,
    /// The note.
    pub id: AnnotationId,
    /// Who wrote it, and what.
    pub words: String,
    /// What the document is called.
    pub title: String,
}

/// What leads to the open document.
#[derive(Debug, Default)]
pub struct Backlinks {
    /// The notes, by document.
    pub all: Vec<Backlink>,
    /// What is said of them above the notes; nothing where there are none.
    pub notice: Option<String>,
    /// What they were made from.
    pub(in crate::app) made: MadeFrom<Revisions>,
}
