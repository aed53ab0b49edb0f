//! The anchor review: what does not stand where it stood, counted and side by side.

use crate::annotation::{AnchorState, AnnotationId};
use crate::app::state::anchored::AnchoredAnnotation;
use std::collections::BTreeSet;

/// How many annotations do not stand where they stood.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AnchorTally {
    /// How many stand elsewhere, with the same words.
    pub moved: usize,
    /// Other words in it.
    pub changed: usize,
    /// Another place is nearly as good.
    pub uncertain: usize,
    /// Its place is gone.
    pub orphan: usize,
}

/// One annotation that does not stand where it stood.
#[derive(Clone, Debug, PartialEq)]
pub struct ReviewEntry {
    /// The annotation.
    pub id: AnnotationId,
    /// Whose it is; harmless for a terminal.
    pub who: String,
    /// What it is.
    pub kind: &'static str,
    /// How it stands.
    pub state: AnchorState,
    /// How much of it was found, 0 to 1.
    pub score: f32,
    /// Its old words, on one line.
    pub quote: String,
    /// Whether the reader has said to leave it as it is.
    pub left: bool,
}

/// The old or the new passage.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReviewSide {
    /// What this half is.
    pub title: &'static str,
    /// Its words.
    pub pieces: Vec<DiffPiece>,
}

/// The open receipt.
#[derive(Clone, Debug, Default)]
pub struct AnchorReview {
    /// The annotations, the worst first, then in the order of the text.
    pub entries: Vec<ReviewEntry>,
    /// Which of them is current.
    pub at: usize,
    /// The current one's passage as it was marked.
    pub old: ReviewSide,
    /// And where it stands now.
    pub new: ReviewSide,
    /// Those that were left as they are.
    pub(in crate::app) left: BTreeSet<AnnotationId>,
    pub(in crate::app) accepted: usize,
}

impl AnchorTally {
    /// The tally of these annotations. Answers are counted with what they answer.
    pub fn of<'a>(anchored: impl IntoIterator<Item = &'a AnchoredAnnotation>) -> Self {
        let mut tally = Self::default();
        for anchored in anchored.into_iter().filter(|anchored| anchored.passage().is_some() && is_kept_here(anchored)) {
            match anchored.anchor.state {
                AnchorState::Same => {}
                AnchorState::Moved => tally.moved += 1,
                AnchorState::Changed => tally.changed += 1,
                AnchorState::Uncertain => tally.uncertain += 1,
                AnchorState::Orphan => tally.orphan += 1,
            }
        }
        tally
    }

    /// This and another one together.
    pub fn and(self, more: Self) -> Self {
        Self {
            moved: self.moved + more.moved,
            changed: self.changed + more.changed,
            uncertain: self.uncertain + more.uncertain,
            orphan: self.orphan + more.orphan,
        }
    }

    /// All of them.
    pub fn total(self) -> usize {
        self.moved + self.changed + self.uncertain + self.orphan
    }

    /// In words: `41 moved, 3 changed, 2 uncertain, 1 orphan`; empty where there are none.
    pub fn words(self) -> String {
        let orphans = if self.orphan == 1 { "orphan" } else { "orphans" };
        let counts =
            [(self.moved, "moved"), (self.changed, "changed"), (self.uncertain, "uncertain"), (self.orphan, orphans)];
        let said: Vec<String> =
            counts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
        said.join(", ")
    }
}

/// Whether its place is a matter of this text: on another format of the work it stands elsewhere anyway, and a prompt is
/// the syllabus' to correct.
pub fn is_kept_here(anchored: &AnchoredAnnotation) -> bool {
    anchored.origin.copy().is_none() && !anchored.is_prompt()
}

/// What a piece of a passage is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiffRole {
    /// What stands around the passage.
    Around,
    /// Words around the passage that the other half does not have.
    AroundDiffers,
    /// Words of the passage that both halves have.
    Same,
    /// Words of the passage that the other half does not have.
    Differs,
}

/// Words of one role, on one line, harmless for a terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiffPiece {
    /// What it is.
    pub role: DiffRole,
    /// The words, with the blanks between them.
    pub text: String,
}
