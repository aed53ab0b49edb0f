//! What was read of the annotations on a document. It reads nothing itself.

use crate::annotation::{Annotation, AnnotationId, Origin, Record};
use crate::document::DocPath;
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeSet, HashMap};

/// One annotation of somebody on a document.
#[derive(Clone, Debug)]
pub struct StoredAnnotation {
    /// What it says.
    pub annotation: Annotation,
    /// The record it comes from.
    pub record: Record,
    /// The nickname of its reader.
    pub reader: String,
    /// Whether it is one's own.
    pub mine: bool,
    /// Where it was read.
    pub origin: Origin,
}

/// What all readers' files say of a document.
#[derive(Clone, Debug, Default)]
pub struct Read {
    /// The annotations, in the order of their ids.
    pub stored: Vec<StoredAnnotation>,
    /// One's own records, tombstones included.
    pub own: Vec<Record>,
    /// What could not be read, in words.
    pub faults: Vec<String>,
    /// What of those is that something encrypted for this reader cannot be read.
    pub locked: Vec<String>,
    /// Names of documents that are not there any more under which this text was annotated, and nobody has written
    /// under the new name yet.
    pub formerly: Vec<DocPath>,
    /// All former names under which something was read.
    pub former: Vec<DocPath>,
    /// Versions that lost to others of the same instant.
    pub aside: Vec<Record>,
    /// What stands in a reader's folder (its name comes first) and says that it is by somebody else, from whom there is
    /// nothing with that id: shown as quoted there, and nowhere counted as anybody's.
    pub quoted: Vec<(String, StoredAnnotation)>,
    /// The ids of what is said in files alone that are hardly from the reader whose folder they are in.
    pub doubted: Vec<AnnotationId>,
    /// The newest change in each file, with the reader's folder that it lies in.
    pub newest: Vec<(String, Timestamp)>,
    /// By their ids, the records that belong to other documents of the same work: they are changed there.
    pub homes: HashMap<AnnotationId, DocPath>,
}

impl Read {
    /// Whose files hold changes more than a day after `now`, in words: their clocks are wrong, and what they wrote wins
    /// over what is written later.
    pub fn ahead(&self, now: Timestamp) -> Option<String> {
        let limit = now.checked_add(SignedDuration::from_hours(24)).unwrap_or(Timestamp::MAX);
        let ahead = self.newest.iter().filter(|(_, newest)| *newest > limit);
        let readers: BTreeSet<&str> = ahead.map(|(folder, _)| folder.as_str()).collect();
        let readers = readers.into_iter().collect::<Vec<_>>().join(", ");
        let told = "dated in the future: these win over later changes until the clock of that computer is set right";
        (!readers.is_empty()).then(|| format!("annotations by {readers} are {told}"))
    }
}
