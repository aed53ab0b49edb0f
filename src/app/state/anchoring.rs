//! Where one's own record stands in the open document: its selectors made for the text as it is, and the anchored
//! annotation made from a record. It changes no document.

use crate::annotation::{Anchor, Annotation, Origin, PromptIds, Record, Target, anchor};
use crate::app::state::anchored::AnchoredAnnotation;
use crate::app::state::document::OpenDocument;

/// Puts an own record that is not on the disk yet onto the open document, in place of what it changes; a deleted one only takes
/// that away. `prompts` say what an answer belongs to. Says whether it shows.
pub fn place(doc: &mut OpenDocument, record: &Record, nickname: &str, prompts: &PromptIds) -> bool {
    let annotation = record.annotation().filter(|_| !record.is_tombstone());
    let new = annotation.map(|mut annotation| {
        prompts.settle(&mut annotation, &doc.opened.path);
        let old = doc.annotations.anchored_by_id(record.id());
        AnchoredAnnotation {
            anchor: anchored(doc, &annotation, old),
            origin: old.map_or_else(|| origin(doc, &annotation), |old| old.origin.clone()),
            annotation,
            record: record.clone(),
            reader: nickname.to_owned(),
            mine: true,
            saved: false,
            hidden: false,
        }
    });
    let shows = new.is_some();
    doc.annotations.put_own(record.id(), new);
    shows
}

/// Where a new annotation belongs: what is said to a note on another file of the work is said there.
fn origin(doc: &OpenDocument, annotation: &Annotation) -> Origin {
    let Target::Annotation(parent) = &annotation.target else { return Origin::Here };
    let parent = doc.annotations.anchored_by_id(parent).map(|parent| parent.origin.clone());
    parent.filter(|origin| origin.copy().is_some()).unwrap_or_default()
}

/// Where an own annotation stands after an edit: as its position says while the text is the one it was made on; where
/// it stood before while it is about the same passage; else where that passage was found when the text was opened.
fn anchored(doc: &OpenDocument, annotation: &Annotation, before: Option<&AnchoredAnnotation>) -> Anchor {
    let Target::Passage(passage) = &annotation.target else { return Anchor::NOWHERE };
    let (text, offsets) = (doc.text(), doc.document().offsets());
    let source = doc.opened.source.as_deref().unwrap_or_default();
    let here = passage.position.filter(|_| passage.source == source);
    let here = here.and_then(|(start, end)| offsets.to_span(text, start, end));
    if let Some(span) = here.filter(|span| doc.document().running(*span) == passage.quote.exact) {
        return Anchor { span: Some(span), ..Anchor::NOWHERE };
    }
    let unmoved = before.filter(|before| before.annotation.target == annotation.target).map(|before| before.anchor);
    unmoved
        .or_else(|| {
            doc.annotations.stood.get(&annotation.id).filter(|(known, _)| known == passage).map(|(_, anchor)| *anchor)
        })
        .unwrap_or_else(|| anchor::anchor_one_in(doc.document(), source, passage))
}
