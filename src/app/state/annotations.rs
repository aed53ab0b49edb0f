//! What is written on the open document: everybody's annotations with where they stand, own records, what was said of them.
//! It knows no cursor and no window, and saves nothing.

use crate::annotation::{Anchor, Annotation, AnnotationId, Passage, Proof, Record, Target, thread};
use crate::app::state::anchored::AnchoredAnnotation;
use crate::app::state::copies::OtherFormats;
use crate::app::state::prompts;
use crate::app::state::review::AnchorTally;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

/// The annotations of the open document.
#[derive(Debug, Default)]
pub struct DocumentAnnotations {
    /// Everybody's annotations, in text order.
    pub anchored: Vec<AnchoredAnnotation>,
    /// Goes up with every change of them or of the text, so that what is made from both can be kept.
    pub version: u64,
    /// Own records by id, deleted ones included.
    pub own: HashMap<AnnotationId, Record>,
    /// Passages that did not stand where they stood when the text was opened, by annotation, and where they were found:
    /// what undoing an accepted place goes back to.
    pub stood: HashMap<AnnotationId, (Passage, Anchor)>,
    /// What has been said of passages that do not stand where they stood.
    pub told: AnchorTally,
    /// Whether it has been said that the text was renamed.
    pub told_names: bool,
    /// What was told of annotations on other formats of the work.
    pub copies: OtherFormats,
    /// What is hardly from the reader in whose folder it is, by id.
    pub doubted: HashSet<AnnotationId>,
    /// How they stand to what their readers have signed, by id, as far as it is known.
    pub proofs: HashMap<AnnotationId, Proof>,
    /// Versions that lost to others of the same instant.
    pub aside: Vec<Record>,
    /// Whether they have been read.
    pub read: bool,
}

impl DocumentAnnotations {
    /// The annotations that show, in text order.
    pub fn visible(&self) -> impl Iterator<Item = &AnchoredAnnotation> {
        self.anchored.iter().filter(|anchored| anchored.shows())
    }

    /// Lists the visible annotations with their indexes in `anchored`.
    pub fn visible_at(&self) -> impl Iterator<Item = (usize, &AnchoredAnnotation)> {
        self.anchored.iter().enumerate().filter(|(_, anchored)| anchored.shows())
    }

    /// The annotation of this id.
    pub fn anchored_by_id(&self, id: &AnnotationId) -> Option<&AnchoredAnnotation> {
        self.anchored.iter().find(|anchored| anchored.annotation.id == *id)
    }

    /// The annotation of this id, where it shows: commands mean no other.
    pub fn visible_by_id(&self, id: &AnnotationId) -> Option<&AnchoredAnnotation> {
        self.anchored_by_id(id).filter(|anchored| !anchored.hidden)
    }

    /// Puts answers where the annotations they hang under stand. Chains of them are followed, circles are cut.
    pub fn answers_follow(&mut self) {
        let roots = self.roots();
        for (at, root) in roots.into_iter().enumerate() {
            if let Some(root) = root {
                self.anchored[at].anchor = self.anchored[root].anchor;
            }
        }
    }

    /// Under which annotation each one hangs in the end, by their places; `None` of what answers nothing.
    fn roots(&self) -> Vec<Option<usize>> {
        let annotations: Vec<&Annotation> = self.anchored.iter().map(|anchored| &anchored.annotation).collect();
        let roots = thread::roots(&annotations).into_iter().enumerate();
        roots.map(|(at, root)| root.filter(|root| *root != at)).collect()
    }

    /// The annotation that the one of this id hangs under in the end; `None` where it answers nothing.
    pub fn root_of(&self, id: &AnnotationId) -> Option<&AnchoredAnnotation> {
        let at = self.anchored.iter().position(|anchored| anchored.annotation.id == *id)?;
        self.anchored[at].parent()?;
        self.anchored.get(self.roots()[at]?)
    }

    /// Puts one more among them, where it belongs. Of thousands all are put in order only where others stand by it or it by another.
    pub fn put(&mut self, new: AnchoredAnnotation) {
        let id = &new.annotation.id;
        let others = self.anchored.iter();
        if new.parent().is_some() || others.clone().any(|it| it.is_prompt() || it.parent() == Some(id)) {
            self.anchored.push(new);
            self.answers_follow();
            self.sort_placed();
            return;
        }
        self.version += 1;
        let at = self.anchored.partition_point(|known| order(known) < order(&new));
        self.anchored.insert(at, new);
    }

    /// Keeps the annotations in text order: by place, notes on the whole document first, then by age.
    pub fn sort_placed(&mut self) {
        self.version += 1;
        self.anchored.sort_by(|a, b| order(a).cmp(&order(b)));
        if self.anchored.iter().any(AnchoredAnnotation::is_prompt) {
            let roots = self.roots();
            prompts::gather(&mut self.anchored, &roots);
        }
    }
}

fn order(anchored: &AnchoredAnnotation) -> impl Ord + '_ {
    let place = anchored.anchor.span.map(|span| (span.start, Reverse(span.end)));
    // Word processors tell times by the minute: an answer may be as old as what it answers.
    let answers = matches!(anchored.annotation.target, Target::Annotation(_));
    (place, anchored.annotation.created, answers, &anchored.annotation.id)
}
