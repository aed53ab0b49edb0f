//! Where annotations that were read stand in a document. It reads and writes nothing.

use crate::annotation::anchor::anchor_all;
use crate::annotation::{Anchor, AnchorState, Passage, Target};
use crate::document::Document;
use crate::store::fs::digest::Digest;
use crate::store::sidecar::places::Places;
use crate::store::sidecar::stored::StoredAnnotation;
use std::collections::HashMap;

/// Where each of these annotations stands in a document. What is about the whole document or about another annotation
/// has no span; a reply stands where its parent does.
pub fn anchored(held: &[StoredAnnotation], document: &Document, digest: &Digest) -> Vec<Anchor> {
    anchored_with(held, document, digest, &Places::default())
}

/// The same, where this device's reader has said of some where they stand: those are looked for by the words accepted.
pub fn anchored_with(held: &[StoredAnnotation], document: &Document, digest: &Digest, places: &Places) -> Vec<Anchor> {
    anchored_since(held, document, digest, (&HashMap::new(), places))
}

/// Where passages stood before: by the id of the annotation.
pub type KnownAnchors = HashMap<String, (Passage, Anchor)>;

/// The same, where it is known from before (by id) where some of them stand in this very text: only the others are
/// looked for.
pub fn anchored_since(
    held: &[StoredAnnotation],
    document: &Document,
    digest: &Digest,
    (before, places): (&KnownAnchors, &Places),
) -> Vec<Anchor> {
    let passage = |held: &StoredAnnotation| {
        passage_of(held).map(|said| places.of(&held.annotation.id, said).unwrap_or(said).clone())
    };
    let passages: Vec<Option<Passage>> = held.iter().map(passage).collect();
    let passages: Vec<Option<&Passage>> = passages.iter().map(Option::as_ref).collect();
    let known = |(held, sought): (&StoredAnnotation, Option<&Passage>)| {
        let (passage, anchor) = before.get(&held.annotation.id)?;
        (Some(passage) == sought).then_some(*anchor)
    };
    let known: Vec<Option<Anchor>> = held.iter().zip(passages.iter().copied()).map(known).collect();
    let sought = passages.iter().zip(&known).filter(|(_, known)| known.is_none());
    let given: Vec<&Passage> = sought.filter_map(|(passage, _)| *passage).collect();
    let mut found = anchor_all(document.text(), document.offsets(), &digest.urn(), &given).into_iter();
    let whole = Anchor { state: AnchorState::Same, span: None, score: 1.0 };
    let anchor = |(passage, known): (Option<&Passage>, Option<Anchor>)| {
        known.or_else(|| passage.and_then(|_| found.next())).unwrap_or(whole)
    };
    let mut anchors: Vec<Anchor> = passages.iter().copied().zip(known).map(anchor).collect();
    for (at, root) in roots(held).into_iter().enumerate() {
        anchors[at] = root.map_or(anchors[at], |root| anchors[root]);
    }
    anchors
}
fn passage_of(held: &StoredAnnotation) -> Option<&Passage> {
    match &held.annotation.target {
        Target::Passage(passage) => Some(passage),
        _ => None,
    }
}

/// The annotation that each one's chain of replies hangs under, itself where it answers nothing; none in a circle and where
/// a parent is missing. Each is walked over once, however long the chains are.
fn roots(held: &[StoredAnnotation]) -> Vec<Option<usize>> {
    let places: HashMap<&str, usize> =
        held.iter().enumerate().map(|(at, held)| (held.annotation.id.as_str(), at)).collect();
    let (mut roots, mut seen) = (vec![None; held.len()], vec![false; held.len()]);
    for from in 0..held.len() {
        let (mut at, mut chain) = (from, Vec::new());
        // A circle comes back to one that was seen and has no root.
        let root = loop {
            if std::mem::replace(&mut seen[at], true) {
                break roots[at];
            }
            chain.push(at);
            match &held[at].annotation.target {
                Target::Annotation(parent) => match places.get(parent.as_str()) {
                    Some(&parent) => at = parent,
                    None => break None,
                },
                _ => break Some(at),
            }
        };
        for at in chain {
            roots[at] = root;
        }
    }
    roots
}
#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{Origin, Record};

    /// One annotation for each word: `2` is about a document, `2<1` answers 1.
    fn held(written: &str) -> Vec<StoredAnnotation> {
        let one = |word: &str| {
            let (id, parent) = word.split_once('<').map_or((word, None), |(id, parent)| (id, Some(parent)));
            let target = parent.map_or("urn:sha256:d".to_owned(), |parent| format!("urn:x:{parent}"));
            let motivation = if parent.is_some() { "replying" } else { "describing" };
            let json =
                format!(r#"{{"id":"urn:x:{id}","type":"Annotation","motivation":"{motivation}","target":"{target}"}}"#);
            let record = Record::parse(&json).unwrap();
            StoredAnnotation {
                annotation: record.annotation().unwrap(),
                record,
                reader: String::new(),
                mine: false,
                origin: Origin::Here,
            }
        };
        written.split_whitespace().map(one).collect()
    }

    #[test]
    fn a_reply_hangs_under_the_root_of_its_chain() {
        assert_eq!(
            roots(&held("1 2<1 4<3 3<2 5<9 6<7 7<6 8<6")),
            [Some(0), Some(0), Some(0), Some(0), None, None, None, None]
        );
    }

    #[test]
    fn a_chain_of_many_replies_is_walked_over_once() {
        // Newest first, as they would be met in the worst order; each from the root anew would be a billion steps.
        let chain: Vec<String> = (1..40_000).rev().map(|n| format!("{n}<{}", n - 1)).collect();
        let roots = roots(&held(&format!("{} 0", chain.join(" "))));
        assert!(roots.iter().all(|root| *root == Some(39_999)));
    }
}
