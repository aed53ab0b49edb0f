//! Where annotations that were read stand in a document. It reads and writes nothing.

use crate::annotation::anchor::anchor_in;
use crate::annotation::thread::roots;
use crate::annotation::{Anchor, Annotation, AnnotationId, Passage, Target};
use crate::document::Document;
use crate::store::fs::digest::Digest;
use crate::store::sidecar::places::Places;
use crate::store::sidecar::stored::StoredAnnotation;
use foldhash::HashMap;

/// Where each of these annotations stands in a document. What is about the whole document or about another annotation
/// has no span; a reply stands where its parent does.
pub fn anchored(stored: &[StoredAnnotation], document: &Document, digest: &Digest) -> Vec<Anchor> {
    anchored_with(stored, document, digest, &Places::default())
}

/// Anchors stored annotations; those of which this device's reader has said where they stand (`places`) by the words
/// accepted.
pub fn anchored_with(
    stored: &[StoredAnnotation],
    document: &Document,
    digest: &Digest,
    places: &Places,
) -> Vec<Anchor> {
    anchored_since(stored, document, digest, (&KnownAnchors::default(), places))
}

/// Where passages stood before: by the id of the annotation.
pub type KnownAnchors = HashMap<AnnotationId, (Passage, Anchor)>;

/// Anchors stored annotations; of which it is known from before (by id) where they stand in this very text, those are
/// not looked for again.
pub fn anchored_since(
    stored: &[StoredAnnotation],
    document: &Document,
    digest: &Digest,
    (before, places): (&KnownAnchors, &Places),
) -> Vec<Anchor> {
    let passages = stored.iter().map(|stored| {
        let said = passage_of(stored)?;
        Some(places.of(&stored.annotation.id, said).unwrap_or(said))
    });
    let passages: Vec<Option<&Passage>> = passages.collect();
    let known = |(stored, sought): (&StoredAnnotation, Option<&Passage>)| {
        let (passage, anchor) = before.get(&stored.annotation.id)?;
        (Some(passage) == sought).then_some(*anchor)
    };
    let known: Vec<Option<Anchor>> = stored.iter().zip(passages.iter().copied()).map(known).collect();
    let sought = passages.iter().zip(&known).filter(|(_, known)| known.is_none());
    let given: Vec<&Passage> = sought.filter_map(|(passage, _)| *passage).collect();
    let mut found = anchor_in(document, &digest.urn(), &given).into_iter();
    let anchor = |(passage, known): (Option<&Passage>, Option<Anchor>)| {
        known.or_else(|| passage.and_then(|_| found.next())).unwrap_or(Anchor::NOWHERE)
    };
    let mut anchors: Vec<Anchor> = passages.iter().copied().zip(known).map(anchor).collect();
    let annotations: Vec<&Annotation> = stored.iter().map(|stored| &stored.annotation).collect();
    for (at, root) in roots(&annotations).into_iter().enumerate() {
        anchors[at] = root.map_or(anchors[at], |root| anchors[root]);
    }
    anchors
}
fn passage_of(stored: &StoredAnnotation) -> Option<&Passage> {
    match &stored.annotation.target {
        Target::Passage(passage) => Some(passage),
        _ => None,
    }
}
