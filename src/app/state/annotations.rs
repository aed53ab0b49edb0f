//! What is written on the open document: everybody's annotations with where they stand, own records, what was said of them.
//! It knows no cursor and no window, and saves nothing.

use crate::annotation::{Anchor, AnnotationId, Passage, Proof, Record};
use crate::app::state::anchored::AnchoredAnnotation;
use crate::app::state::copies::OtherFormats;
use crate::app::state::placed::{PlacedAnnotations, Slot};
use crate::app::state::review::AnchorTally;
use crate::text::Span;
use std::collections::{HashMap, HashSet};

/// How many changes of what stands alone are kept: who has not looked for so long begins anew.
const KEPT: usize = 256;

/// How often the annotations have changed, by how much of what is made from them has to be made anew. Each number is that
/// of `all` when it last counted.
#[derive(Debug, Default)]
pub struct AnnotationRevisions {
    /// Every change, of the text too.
    pub all: u64,
    /// Changes of more than one's own annotations.
    pub others: u64,
    /// Changes of more than what stands alone: one's own that answers nothing and that nothing here answers.
    pub threads: u64,
    /// What stands alone and has changed since, with the number of the change, oldest first.
    alone: Vec<(u64, LoneChange)>,
}

/// A change of an annotation of one's own that stood, and stands, alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoneChange {
    /// Which.
    pub id: AnnotationId,
    /// The place it had before; `None` where it had none, or was not here.
    pub before: Option<Span>,
}

impl AnnotationRevisions {
    /// What stands alone and was changed after the change of that number, oldest first.
    pub fn alone_since(&self, number: u64) -> impl Iterator<Item = &LoneChange> {
        let first = self.alone.partition_point(|(changed, _)| *changed <= number);
        self.alone[first..].iter().map(|(_, change)| change)
    }
}

/// The annotations of the open document.
#[derive(Debug, Default)]
pub struct DocumentAnnotations {
    /// Everybody's annotations, in text order.
    pub anchored: PlacedAnnotations,
    /// What has changed, so that what is made from them can be kept or follow.
    pub revisions: AnnotationRevisions,
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
    /// What is said in place of that there are none, while they are still being read.
    pub fn awaited(&self) -> Option<&'static str> {
        (!self.read).then_some("still reading the annotations; try again in a moment")
    }

    /// The annotations that show, in text order.
    pub fn visible(&self) -> impl DoubleEndedIterator<Item = &AnchoredAnnotation> {
        self.anchored.iter().filter(|anchored| anchored.shows())
    }

    /// Lists the visible annotations with their slots.
    pub fn visible_at(&self) -> impl Iterator<Item = (Slot, &AnchoredAnnotation)> {
        self.anchored.with_slots().filter(|(_, anchored)| anchored.shows())
    }

    /// The annotations that show on something of `window`, in text order.
    pub fn visible_in(&self, window: Span) -> impl DoubleEndedIterator<Item = &AnchoredAnnotation> {
        self.anchored.touching(window).filter(|anchored| anchored.shows())
    }

    /// The annotation of this id.
    pub fn anchored_by_id(&self, id: &AnnotationId) -> Option<&AnchoredAnnotation> {
        self.anchored.at(self.anchored.slot_of(id)?)
    }

    /// The annotation of this id, where it shows: commands mean no other.
    pub fn visible_by_id(&self, id: &AnnotationId) -> Option<&AnchoredAnnotation> {
        self.anchored_by_id(id).filter(|anchored| !anchored.hidden)
    }

    /// Everything may be another.
    pub fn changed(&mut self) {
        self.revisions.all += 1;
        (self.revisions.others, self.revisions.threads) = (self.revisions.all, self.revisions.all);
        self.revisions.alone.clear();
    }

    /// Others have taken the place of all.
    pub fn replace(&mut self, all: Vec<AnchoredAnnotation>) {
        self.changed();
        self.anchored = PlacedAnnotations::of(all);
    }

    /// Takes all, changes them, and puts them where they stand now.
    pub fn rearrange(&mut self, change: impl FnOnce(&mut Vec<AnchoredAnnotation>)) {
        let mut all = self.anchored.take();
        change(&mut all);
        self.replace(all);
    }

    /// Puts one of one's own among them, in place of what had its id before; `None` takes that away.
    pub fn put_own(&mut self, id: &AnnotationId, new: Option<AnchoredAnnotation>) {
        let before = self.anchored_by_id(id).and_then(|before| before.anchor.span);
        let is_alone = |one: Option<&AnchoredAnnotation>| one.is_none_or(|one| one.parent().is_none() && one.mine);
        let alone = is_alone(self.anchored_by_id(id)) && is_alone(new.as_ref()) && !self.anchored.is_answered(id);
        self.anchored.remove(id);
        if let Some(new) = new {
            self.anchored.insert(new);
        }
        self.own_changed(alone.then(|| LoneChange { id: id.clone(), before }));
    }

    /// Whether an annotation of one's own is on the disk has become known; what stands there already is no change.
    pub fn mark_saved(&mut self, id: &AnnotationId, saved: bool) {
        // What was known of its signature was about the version before.
        let was_proven = saved && self.proofs.remove(id).is_some();
        let Some(slot) = self.anchored.slot_of(id) else { return };
        let Some(anchored) = self.anchored.at_mut(slot).filter(|it| was_proven || it.saved != saved) else { return };
        anchored.saved = saved;
        let (span, alone) = (anchored.anchor.span, anchored.mine && anchored.parent().is_none());
        let alone = alone && !self.anchored.is_answered(id);
        self.own_changed(alone.then(|| LoneChange { id: id.clone(), before: span }));
    }

    /// One's own have changed: one that stands alone, or more.
    fn own_changed(&mut self, alone: Option<LoneChange>) {
        let revisions = &mut self.revisions;
        revisions.all += 1;
        if let Some(change) = alone.filter(|_| revisions.alone.len() < KEPT) {
            revisions.alone.push((revisions.all, change));
        } else {
            revisions.threads = revisions.all;
            revisions.alone.clear();
        }
    }
}
