//! What lies over the panes and takes the keys. Each variant holds its own state; what keys do with it stands in the
//! room of the feature.

use crate::annotation::Record;
use crate::app::state::board::Board;
use crate::app::state::chooser::Chooser;
use crate::app::state::compare::CompareChooser;
use crate::app::state::field::TextField;
use crate::app::state::layers::Show;
use crate::app::state::presence::PresenceChooser;
use crate::app::state::prompts::PromptChooser;
use crate::app::state::review::AnchorReview;
use crate::app::state::writing::{NameDialog, Writing};
use crate::text::Span;

/// What lies over the panes.
#[derive(Debug)]
pub enum Overlay {
    /// All keys; the first row that shows.
    Help(usize),
    /// All commands.
    Palette(Chooser),
    /// The sections.
    Outline(Chooser),
    /// The label or number of a page to go to.
    Page(TextField),
    /// Versions of an annotation.
    History(Box<VersionChooser>),
    /// Whose annotations show.
    Layers(Box<LayerChooser>),
    /// The paragraphs that nobody marked.
    Untouched(Box<UnannotatedChooser>),
    /// Prompts of the syllabus, to be answered.
    Prompts(Box<PromptChooser>),
    /// Whom to compare with.
    Compare(Box<CompareChooser>),
    /// Who can be followed.
    Leaders(Box<PresenceChooser>),
    /// Tags.
    Tags(TagChooser),
    /// A search.
    Search {
        /// The query.
        field: TextField,
        /// Whether it goes backwards.
        back: bool,
    },
    /// Words that narrow the list.
    Narrow(TextField),
    /// A filter of the notes.
    Filter(TextField),
    /// The reader's name.
    Name(NameDialog),
    /// A note being written.
    Write(Box<Writing>),
    /// Labels on sentences.
    Pick(HintLabels),
    /// The letter of a mark: to set it, or to go there.
    Mark {
        /// Whether the mark is set.
        set: bool,
    },
    /// What does not stand where it stood.
    Receipt(Box<AnchorReview>),
    /// The questions of all documents.
    Board(Box<Board>),
}

/// A labelled sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HintLabel {
    /// What to type.
    pub keys: String,
    /// The sentence.
    pub span: Span,
}

/// The labels on the screen and what has been typed of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HintLabels {
    /// All labels.
    pub labels: Vec<HintLabel>,
    /// Letters typed so far.
    pub typed: String,
}

/// Tags being chosen for an annotation, or for the selection.
#[derive(Debug)]
pub struct TagChooser {
    /// The annotation; `None` makes a highlight of the selection or sentence.
    pub id: Option<String>,
    /// The tags it has.
    pub tags: Vec<String>,
    /// The tags in use.
    pub chooser: Chooser,
    /// Whether a tag was given just now, so that an empty Enter means: that is all.
    pub more: bool,
}

/// The paragraphs to choose from.
#[derive(Debug)]
pub struct UnannotatedChooser {
    /// The list.
    pub chooser: Chooser,
    /// Where each begins, in bytes, in the same order.
    pub(in crate::app) places: Vec<usize>,
}

/// Versions to choose from.
#[derive(Debug)]
pub struct VersionChooser {
    /// The list, one choice a version.
    pub chooser: Chooser,
    /// The versions, in the same order.
    pub versions: Vec<Record>,
}

/// The layers to choose from.
#[derive(Debug)]
pub struct LayerChooser {
    /// The list.
    pub chooser: Chooser,
    /// What each choice shows, in the same order.
    pub(in crate::app) shows: Vec<Show>,
}
