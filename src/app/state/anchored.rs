//! An annotation and where it stands in the open document, and how its author is named in a sentence. It finds no
//! place by itself.

use crate::annotation::{Anchor, AnchorState, Annotation, Kind, Origin, Passage, Record, Target};
use crate::text::{Span, visible};

/// What to call the reader of an annotation; harmless for a terminal.
pub fn who(anchored: &AnchoredAnnotation) -> String {
    if anchored.mine { "me".to_owned() } else { visible::line(&anchored.reader).into_owned() }
}

/// "tom's", "my".
pub fn whose(anchored: &AnchoredAnnotation) -> String {
    if anchored.mine { "my".to_owned() } else { format!("{}'s", visible::line(&anchored.reader)) }
}

/// An annotation and where it stands.
#[derive(Clone, Debug)]
pub struct AnchoredAnnotation {
    /// What it says.
    pub annotation: Annotation,
    /// The record it comes from.
    pub record: Record,
    /// Where it stands.
    pub anchor: Anchor,
    /// The nickname of its reader.
    pub reader: String,
    /// Whether it is one's own.
    pub mine: bool,
    /// Whether it is on the disk.
    pub saved: bool,
    /// Where it was read.
    pub origin: Origin,
    /// Whether it is kept off the screen now: its layer is put away, or it is not time to see it yet.
    pub hidden: bool,
}

impl AnchoredAnnotation {
    /// Its passage, where it is about one itself (a reply is about another annotation).
    pub fn passage(&self) -> Option<&Passage> {
        match &self.annotation.target {
            Target::Passage(passage) => Some(passage),
            Target::Document(_) | Target::Annotation(_) => None,
        }
    }

    /// Whether counts of annotations include it: votes and picks belong to what they are for, prompts to nobody.
    pub fn is_counted(&self) -> bool {
        self.annotation.kind != Kind::Vote && !self.annotation.is_pick() && !self.is_prompt()
    }

    /// Whether it shows by itself: a pick belongs to what is picked.
    pub fn shows(&self) -> bool {
        !self.hidden && !self.annotation.is_pick()
    }

    /// Where its words stand. The place of an orphan is a guess: nothing is marked there.
    pub fn stands(&self) -> Option<Span> {
        self.anchor.span.filter(|_| self.anchor.state != AnchorState::Orphan)
    }
}
