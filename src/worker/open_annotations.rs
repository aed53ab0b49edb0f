//! The annotations of the document that is open, all readers': read, anchored, sent, and read anew when somebody has written.
//! It writes none.

use super::jobs::{OpenPath, ReadDocument};
use super::known_documents::KnownDocuments;
use crate::annotation::{Anchor, AnchorState, Target};
use crate::app::{AnchoredAnnotation, Msg, prompts_of};
use crate::config::syllabus::Syllabus;
use crate::store::{
    Accepted, AnnotationStore, DocPath, KnownAnchors, Manifestations, Read, SidecarChange, StoredAnnotation,
    anchored_since,
};
use jiff::Timestamp;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, PoisonError};

/// Of so many other formats of a work the annotations are read.
const MOST_COPIES: usize = 8;

/// What is known of the document that was opened last.
#[derive(Debug)]
pub struct OpenAnnotations {
    /// Where this reader says that others' annotations stand.
    pub accepted: Accepted,
    syllabus: Arc<Syllabus>,
    /// Which documents are the same work.
    works: Manifestations,
    /// The path, for the thread that watches.
    path: OpenPath,
    last: Option<LastOpened>,
}

/// The document that was opened last.
#[derive(Debug)]
struct LastOpened {
    read: ReadDocument,
    /// What the syllabus asks about it.
    prompts: Vec<AnchoredAnnotation>,
    sent: SentAnnotations,
}

/// The annotations of a document as they were sent last.
#[derive(Debug, Default)]
struct SentAnnotations {
    /// What they were made of ([`print_of`]).
    print: u64,
    anchors: KnownAnchors,
}

impl OpenAnnotations {
    /// Nothing is open yet; `works` says from an earlier session which documents are the same work, `path` tells others
    /// what is open.
    pub fn new(accepted: Accepted, syllabus: Arc<Syllabus>, works: Manifestations, path: OpenPath) -> Self {
        Self { accepted, syllabus, works, path, last: None }
    }

    /// A document was opened: its annotations.
    pub fn opened(&mut self, store: &AnnotationStore, known: &mut KnownDocuments, read: ReadDocument) -> Vec<Msg> {
        *self.path.lock().unwrap_or_else(PoisonError::into_inner) = Some(read.path.clone());
        known.opened(&read.path, read.digest, &read.title);
        let prompts = prompts_of(&self.syllabus, read.path.as_str(), &read.document, &read.digest.urn());
        let mut annotations = store.read_with(&read.path, &read.digest, &self.copies(&read.path));
        annotations.faults.extend(annotations.ahead(Timestamp::now()));
        let mut opened = LastOpened { read, prompts, sent: SentAnnotations::default() };
        let told = opened.send(&mut self.accepted, known, annotations);
        self.last = Some(opened);
        told
    }

    /// Somebody else writes now: what is already on the screen may turn out to be their own.
    pub fn opened_again(&mut self, store: &AnnotationStore, known: &mut KnownDocuments) -> Vec<Msg> {
        let last = self.last.take();
        last.map_or_else(Vec::new, |last| self.opened(store, known, last.read))
    }

    /// Somebody has written on these documents: the annotations of the open one, if it is concerned, it was not this
    /// session, and they are others than before.
    pub fn changed(
        &mut self,
        store: &AnnotationStore,
        known: &mut KnownDocuments,
        changes: &[SidecarChange],
    ) -> Vec<Msg> {
        let Some(last) = &self.last else { return Vec::new() };
        let (path, copies) = (&last.read.path, self.copies(&last.read.path));
        let foreign = |change: &SidecarChange| {
            let concerned = std::iter::once(path).chain(&copies).find(|document| change.concerns(document));
            concerned.is_some_and(|document| !change.is_own(store, document))
        };
        if changes.iter().any(foreign) { self.read_again(store, known) } else { Vec::new() }
    }

    /// It is known which documents are the same work: the annotations of the open one, if it is concerned.
    pub fn compared(&mut self, store: &AnnotationStore, known: &mut KnownDocuments, works: Manifestations) -> Vec<Msg> {
        let path = self.last.as_ref().map(|last| last.read.path.clone());
        let copies = |open: &Self| path.as_ref().map(|path| open.copies(path));
        let before = copies(self);
        self.works = works;
        if copies(self) == before { Vec::new() } else { self.read_again(store, known) }
    }

    /// Reads the open document's annotations anew; gives them if they are others than before.
    fn read_again(&mut self, store: &AnnotationStore, known: &mut KnownDocuments) -> Vec<Msg> {
        let Some(last) = &self.last else { return Vec::new() };
        let annotations = store.read_with(&last.read.path, &last.read.digest, &self.copies(&last.read.path));
        let Some(last) = self.last.as_mut().filter(|last| print_of(&annotations) != last.sent.print) else {
            return Vec::new();
        };
        last.send(&mut self.accepted, known, annotations)
    }

    /// The other documents that are the same work.
    fn copies(&self, path: &DocPath) -> Vec<DocPath> {
        let copies = self.works.copies(path.as_str()).take(MOST_COPIES);
        copies.filter_map(|copy| DocPath::new(copy).ok()).collect()
    }
}

impl LastOpened {
    /// Anchors annotations that were read, and remembers them as sent.
    fn send(&mut self, accepted: &mut Accepted, known: &mut KnownDocuments, annotations: Read) -> Vec<Msg> {
        let (document, digest) = (&self.read.document, &self.read.digest);
        let print = print_of(&annotations);
        let mut annotations = annotations.with_remarks(document, digest);
        let places = accepted.of_document(self.read.path.as_str());
        let anchors = anchored_since(&annotations.held, document, digest, (&self.sent.anchors, &places));
        self.sent = SentAnnotations { print, anchors: anchors_of(&annotations.held, &anchors) };
        known.learn_homes(&mut annotations);
        let count = annotations.held.len();
        let held = std::mem::take(&mut annotations.held);
        let placed: Vec<AnchoredAnnotation> =
            held.into_iter().zip(anchors).filter_map(|(held, anchor)| offered(held, anchor)).collect();
        let left_out = count - placed.len();
        self.messages(annotations, placed, left_out)
    }

    /// What is told of annotations that were read: `placed` is shown, `left_out` are on other formats alone.
    fn messages(&self, read: Read, mut placed: Vec<AnchoredAnnotation>, left_out: usize) -> Vec<Msg> {
        let path = || self.read.path.as_str().to_owned();
        placed.extend(self.prompts.iter().cloned());
        let left_out = (left_out > 0).then(|| Msg::LeftOut { path: path(), count: left_out });
        let doubted = Msg::Doubted { path: path(), ids: read.doubted };
        let formerly = read.formerly.iter().map(ToString::to_string).collect();
        let annotations = Msg::Annotations { path: path(), placed, own: read.own, faults: read.faults, formerly };
        let aside = (!read.aside.is_empty()).then(|| Msg::Aside { path: path(), records: read.aside });
        left_out.into_iter().chain([doubted, annotations]).chain(aside).collect()
    }
}

/// Where passages stand, by the id of their annotation.
fn anchors_of(held: &[StoredAnnotation], anchors: &[Anchor]) -> KnownAnchors {
    let placed = |(held, anchor): (&StoredAnnotation, &Anchor)| match &held.annotation.target {
        Target::Passage(passage) => Some((held.annotation.id.clone(), (passage.clone(), *anchor))),
        _ => None,
    };
    held.iter().zip(anchors).filter_map(placed).collect()
}

/// What is shown of an annotation. One that was made on another format of the work is at another place there: if its
/// words are here, it has not moved; if they are not, it is no orphan, but not for this text.
fn offered(held: StoredAnnotation, anchor: Anchor) -> Option<AnchoredAnnotation> {
    let state = match (held.origin.copy(), anchor.state) {
        (Some(_), AnchorState::Orphan) => return None,
        (Some(_), AnchorState::Moved) => AnchorState::Same,
        (_, state) => state,
    };
    Some(AnchoredAnnotation {
        annotation: held.annotation,
        record: held.record,
        anchor: Anchor { state, ..anchor },
        reader: held.reader,
        mine: held.mine,
        saved: true,
        origin: held.origin,
        hidden: false,
    })
}

/// A number that another state of a document's annotations would hardly share: what is said, by whom, and what is wrong.
fn print_of(read: &Read) -> u64 {
    let mut hasher = DefaultHasher::new();
    for held in &read.held {
        (&held.reader, held.mine, held.origin.copy()).hash(&mut hasher);
        // The text as it was read is at hand; to write a record anew takes many times longer.
        match held.record.text() {
            Some(text) => text.hash(&mut hasher),
            None => held.record.to_line().hash(&mut hasher),
        }
    }
    for record in &read.own {
        (record.id(), record.modified().as_nanosecond()).hash(&mut hasher);
    }
    read.faults.hash(&mut hasher);
    hasher.finish()
}
