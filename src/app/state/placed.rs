//! Annotations in text order, and what finds one of them, or those at a place, without going through all: a class writes
//! tens of thousands. It puts each where it belongs; where a passage stands was found before.

use crate::annotation::{Anchor, Annotation, AnnotationId, Origin, Target, thread};
use crate::app::state::anchored::AnchoredAnnotation;
use crate::text::{Span, SpanIndex};
use foldhash::{HashMap, HashMapExt as _};
use std::cmp::{Ordering, Reverse};
use std::ops::Index;

/// The number of an annotation among those of a document, which it keeps while others come and go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Slot(u32);

impl Slot {
    /// The slot of that number.
    pub fn of(number: usize) -> Self {
        Self(u32::try_from(number).unwrap_or(u32::MAX))
    }

    /// Its number.
    pub fn number(self) -> usize {
        self.0 as usize
    }
}

/// The lists of few among them, by their place in `few`.
const OWN: usize = 0;

const LINKING: usize = 1;

const PROMPTS: usize = 2;

/// Annotations in text order: by place, notes on the whole document first, then by age; answers to prompts behind these.
#[derive(Clone, Debug, Default)]
pub struct PlacedAnnotations {
    slots: Vec<Option<AnchoredAnnotation>>,
    /// The prompt that each one hangs under in the end: it stands behind that.
    prompt_of: Vec<Option<Slot>>,
    order: SpanIndex<Slot>,
    by_id: HashMap<AnnotationId, Slot>,
    /// How many are about an annotation, by its id.
    answers: HashMap<AnnotationId, usize>,
    /// One's own, those with links, the prompts, each in text order.
    few: [Vec<Slot>; 3],
    /// How many count as annotations made on the document itself.
    here: usize,
}

impl PlacedAnnotations {
    /// These, with answers where the annotations stand that they hang under. Chains of them are followed, circles are cut.
    pub fn of(mut anchored: Vec<AnchoredAnnotation>) -> Self {
        let roots = roots(&anchored);
        for (at, root) in roots.iter().enumerate() {
            let root = root.map(|root| anchored[root].anchor);
            anchored[at].anchor = standing(&anchored[at], root);
        }
        let prompt = |root: Option<usize>| root.filter(|root| anchored[*root].is_prompt()).map(Slot::of);
        let prompt_of = roots.into_iter().map(prompt).collect();
        let mut placed = Self { prompt_of, by_id: HashMap::with_capacity(anchored.len()), ..Self::default() };
        // Room for some more: to move all of them to where there is room takes longer than a key may.
        placed.slots.reserve(anchored.len() + anchored.len() / 16 + 64);
        placed.slots.extend(anchored.into_iter().map(Some));
        placed.order = placed.ordered();
        for (_, slot) in placed.order.entries().to_vec() {
            placed.know(slot);
        }
        placed
    }

    fn ordered(&self) -> SpanIndex<Slot> {
        // What begins the key is looked at first: it is at hand, and seldom the same.
        let begun = |slot: Slot| {
            let first = self.at(self.prompt_of[slot.number()].unwrap_or(slot))?;
            Some((first.anchor.span.map(|span| (span.start, Reverse(span.end))), first.annotation.created))
        };
        let mut slots: Vec<_> = (0..self.slots.len()).map(Slot::of).map(|slot| (begun(slot), slot)).collect();
        slots.sort_unstable_by(|(begun, slot), (other, than)| {
            begun.cmp(other).then_with(|| self.compare(*slot, *than)).then(slot.cmp(than))
        });
        let span = |slot| self.at(slot).and_then(|anchored| anchored.anchor.span);
        SpanIndex::of(slots.into_iter().map(|(_, slot)| (span(slot), slot)).collect())
    }

    /// All of them, in no order, to make others of.
    pub fn take(&mut self) -> Vec<AnchoredAnnotation> {
        std::mem::take(self).slots.into_iter().flatten().collect()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.order.entries().len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.order.entries().is_empty()
    }

    /// All in text order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &AnchoredAnnotation> + Clone {
        self.order.entries().iter().filter_map(|(_, slot)| self.at(*slot))
    }

    /// All in text order with their slots.
    pub fn with_slots(&self) -> impl DoubleEndedIterator<Item = (Slot, &AnchoredAnnotation)> {
        self.order.entries().iter().filter_map(|(_, slot)| Some((*slot, self.at(*slot)?)))
    }

    /// The one in a slot.
    pub fn at(&self, slot: Slot) -> Option<&AnchoredAnnotation> {
        self.slots.get(slot.number())?.as_ref()
    }

    /// The one in a slot, to be changed in what changes neither its place nor what it is about.
    pub fn at_mut(&mut self, slot: Slot) -> Option<&mut AnchoredAnnotation> {
        self.slots.get_mut(slot.number())?.as_mut()
    }

    /// The slot of an annotation.
    pub fn slot_of(&self, id: &AnnotationId) -> Option<Slot> {
        self.by_id.get(id).copied()
    }

    /// The place of an annotation among all, in text order.
    pub fn place_of(&self, id: &AnnotationId) -> Option<usize> {
        let slot = self.slot_of(id)?;
        let at = self.place_for(slot);
        (self.order.entries().get(at)?.1 == slot).then_some(at)
    }

    /// How many begin at a place of the text or before it, or stand nowhere.
    pub fn begun_at(&self, place: usize) -> usize {
        self.order.begun_at(place)
    }

    /// The annotations on something of `window`, in text order.
    pub fn touching(&self, window: Span) -> impl DoubleEndedIterator<Item = &AnchoredAnnotation> {
        self.order.touching(window).filter_map(|(_, _, slot)| self.at(*slot))
    }

    /// One's own, in text order, with their slots.
    pub fn own(&self) -> impl Iterator<Item = (Slot, &AnchoredAnnotation)> + Clone {
        self.few(OWN)
    }

    /// Those with links, in text order.
    pub fn linking(&self) -> impl Iterator<Item = &AnchoredAnnotation> {
        self.few(LINKING).map(|(_, anchored)| anchored)
    }

    /// The prompts, in text order.
    pub fn prompts(&self) -> impl Iterator<Item = &AnchoredAnnotation> {
        self.few(PROMPTS).map(|(_, anchored)| anchored)
    }

    fn few(&self, list: usize) -> impl Iterator<Item = (Slot, &AnchoredAnnotation)> + Clone {
        self.few[list].iter().filter_map(|slot| Some((*slot, self.at(*slot)?)))
    }

    /// How many readers have made on the open document itself.
    pub fn made_here(&self) -> usize {
        self.here
    }

    /// Whether something here is about an annotation.
    pub fn is_answered(&self, id: &AnnotationId) -> bool {
        self.answers.contains_key(id)
    }

    /// Which of two stands first.
    pub fn compare(&self, one: Slot, other: Slot) -> Ordering {
        self.key(one).cmp(&self.key(other))
    }

    /// Puts one more where it belongs; all are put in order where others hang under it.
    pub fn insert(&mut self, mut new: AnchoredAnnotation) -> Slot {
        let id = new.annotation.id.clone();
        if new.is_prompt() || self.is_answered(&id) || self.by_id.contains_key(&id) {
            let mut all = self.take();
            all.push(new);
            *self = Self::of(all);
            return self.by_id[&id];
        }
        let root = new.parent().and_then(|parent| self.root(parent));
        new.anchor = standing(&new, root.and_then(|root| self.at(root)).map(|root| root.anchor));
        let (slot, span) = (Slot::of(self.slots.len()), new.anchor.span);
        self.slots.push(Some(new));
        self.prompt_of.push(root.filter(|root| self.at(*root).is_some_and(AnchoredAnnotation::is_prompt)));
        self.order.insert(self.place_for(slot), span, slot);
        self.know(slot);
        slot
    }

    /// Takes one away; all are put in order where others hang under it.
    pub fn remove(&mut self, id: &AnnotationId) -> Option<AnchoredAnnotation> {
        let at = self.place_of(id)?;
        let (_, slot) = self.order.remove(at);
        for few in &mut self.few {
            few.retain(|other| *other != slot);
        }
        self.by_id.remove(id);
        let gone = self.slots[slot.number()].take()?;
        self.here -= usize::from(is_made_here(&gone));
        if let Some(parent) = gone.parent()
            && let Some(answers) = self.answers.get_mut(parent)
        {
            *answers -= 1;
            if *answers == 0 {
                self.answers.remove(parent);
            }
        }
        if self.is_answered(id) || self.by_id.len() != self.len() {
            *self = Self::of(self.take());
        }
        Some(gone)
    }

    /// Takes one up that stands in `order` already.
    fn know(&mut self, slot: Slot) {
        let Some(anchored) = self.at(slot) else { return };
        let (id, parent) = (anchored.annotation.id.clone(), anchored.parent().cloned());
        let kept = [anchored.mine, !anchored.annotation.links.is_empty(), anchored.is_prompt()];
        self.here += usize::from(is_made_here(anchored));
        self.by_id.entry(id).or_insert(slot);
        if let Some(parent) = parent {
            *self.answers.entry(parent).or_default() += 1;
        }
        for (list, _) in kept.into_iter().enumerate().filter(|(_, kept)| *kept) {
            let at = self.few[list].partition_point(|other| self.compare(*other, slot).is_lt());
            self.few[list].insert(at, slot);
        }
    }

    /// What an annotation hangs under in the end; none in a circle and where a parent is missing.
    fn root(&self, id: &AnnotationId) -> Option<Slot> {
        let (mut at, mut steps) = (self.slot_of(id)?, 0);
        while let Some(parent) = self.at(at)?.parent() {
            at = self.slot_of(parent)?;
            steps += 1;
            if steps > self.slots.len() {
                return None;
            }
        }
        Some(at)
    }

    /// What an annotation hangs under in the end; `None` where it answers nothing.
    pub fn root_of(&self, id: &AnnotationId) -> Option<&AnchoredAnnotation> {
        self.at(self.slot_of(id)?)?.parent()?;
        self.at(self.root(id)?)
    }

    /// Where in the order one stands, or would.
    fn place_for(&self, slot: Slot) -> usize {
        self.order.entries().partition_point(|(_, other)| self.compare(*other, slot).is_lt())
    }

    fn key(&self, slot: Slot) -> impl Ord + '_ {
        let prompt = self.prompt_of[slot.number()];
        (self.at(prompt.unwrap_or(slot)).map(order), prompt.is_some(), self.at(slot).map(order))
    }
}

impl Index<usize> for PlacedAnnotations {
    type Output = AnchoredAnnotation;

    fn index(&self, at: usize) -> &AnchoredAnnotation {
        self.at(self.order.entries()[at].1).expect("what stands in the order is there")
    }
}

/// Where an annotation stands: an answer where that stands which it answers in the end, nowhere where that is deleted or not here.
fn standing(anchored: &AnchoredAnnotation, root: Option<Anchor>) -> Anchor {
    if anchored.parent().is_some() { root.unwrap_or(Anchor::NOWHERE) } else { anchored.anchor }
}

/// Whether a reader has made it on the open document itself.
fn is_made_here(anchored: &AnchoredAnnotation) -> bool {
    anchored.origin == Origin::Here && anchored.is_counted()
}

/// Under which annotation each one hangs in the end, by their places; `None` of what answers nothing.
fn roots(anchored: &[AnchoredAnnotation]) -> Vec<Option<usize>> {
    let annotations: Vec<&Annotation> = anchored.iter().map(|anchored| &anchored.annotation).collect();
    let roots = thread::roots(&annotations).into_iter().enumerate();
    roots.map(|(at, root)| root.filter(|root| *root != at)).collect()
}

fn order(anchored: &AnchoredAnnotation) -> impl Ord + '_ {
    let place = anchored.anchor.span.map(|span| (span.start, Reverse(span.end)));
    // Word processors tell times by the minute: an answer may be as old as what it answers.
    let answers = matches!(anchored.annotation.target, Target::Annotation(_));
    (place, anchored.annotation.created, answers, &anchored.annotation.id)
}
