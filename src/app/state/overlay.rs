//! What lies over the panes and takes the keys. Each variant holds its own state; what keys do with it stands in the
//! room of the feature.

use crate::annotation::AnnotationId;
use crate::app::state::board::Board;
use crate::app::state::chooser::Chooser;
use crate::app::state::choosing::{Choosing, Targets};
use crate::app::state::clipping::ShownClipping;
use crate::app::state::export::ExportPrompt;
use crate::app::state::field::TextField;
use crate::app::state::line_input::{LineInput, LinePurpose};
use crate::app::state::results::ResultsView;
use crate::app::state::review::AnchorReview;
use crate::app::state::setting_input::SettingInput;
use crate::app::state::writing::{NameDialog, Writing};
use crate::text::Span;

/// What lies over the panes.
#[derive(Debug)]
pub enum Overlay {
    /// All keys.
    Help(HelpPage),
    /// Words to be copied by hand.
    Clipping(ShownClipping),
    /// A list that one is chosen from.
    Choose(Box<Choosing>),
    /// Tags.
    Tags(TagChooser),
    /// A line that is asked for.
    Line(LineInput),
    /// The place of an export.
    Export(Box<ExportPrompt>),
    /// The reader's name.
    Name(NameDialog),
    /// The value of a setting.
    Setting(SettingInput),
    /// A note being written.
    Write(Box<Writing>),
    /// Labels on sentences.
    Pick(HintLabels),
    /// The letter of a mark.
    Mark(MarkAction),
    /// What does not stand where it stood.
    Receipt(Box<AnchorReview>),
    /// The questions of all documents.
    Board(Box<Board>),
    /// Results from many texts.
    Results(Box<ResultsView>),
}

/// How help shows.
#[derive(Debug, Default)]
pub struct HelpPage {
    /// The first row that shows.
    pub top: usize,
    /// The words that its rows are narrowed by, while they are typed.
    pub words: Option<TextField>,
}

/// What the letter of a mark is wanted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkAction {
    /// To set the mark here.
    Set,
    /// To go there.
    Go,
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
    pub id: Option<AnnotationId>,
    /// The tags it has.
    pub tags: Vec<String>,
    /// The tags in use.
    pub chooser: Chooser,
    /// Whether a tag was given just now, so that an empty Enter means: that is all.
    pub more: bool,
}

impl Overlay {
    /// A list to choose from; `targets` in the order of its choices.
    pub fn choose(chooser: Chooser, targets: Targets) -> Self {
        Self::Choose(Box::new(Choosing { chooser, targets }))
    }

    /// A line to be typed, which begins as `text`.
    pub fn line(purpose: LinePurpose, text: &str) -> Self {
        Self::Line(LineInput::new(text, purpose))
    }

    /// The keys that matter in it, each with a word, the most useful first.
    pub fn hints(&self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Help(page) if page.words.is_some() => {
                &[("type", "to narrow"), ("↑ ↓", "scroll"), ("esc", "all keys")]
            }
            Self::Help(_) => &[("/", "find"), ("j k", "scroll"), ("esc", "close")],
            Self::Clipping(_) => &[("j k", "scroll"), ("any other key", "close")],
            Self::Choose(open) => open.targets.look().hints,
            Self::Tags(_) => &[("enter", "take it"), (",", "as typed"), ("esc", "close")],
            Self::Line(line) => line.purpose.hints(),
            Self::Results(view) => view.kind.look().hints,
            Self::Export(prompt) if prompt.taken => {
                &[("y", "write over it"), ("any other key", "another name"), ("esc", "leave it")]
            }
            Self::Export(_) => &[("enter", "write it"), ("ctrl-u", "clear"), ("esc", "leave it")],
            Self::Name(prompt) if prompt.taken.is_some() => &[("y", "that is me"), ("any other key", "another name")],
            Self::Name(_) => &[("enter", "this is my name"), ("type", "another"), ("esc", "write nothing")],
            // Who reads it is to be known before it is kept, on the smallest screen too.
            Self::Write(_) => {
                &[("esc", "keep it"), ("ctrl-t", "who reads it"), ("ctrl-g", "drop it"), ("ctrl-o", "outside editor")]
            }
            Self::Setting(_) => &[("enter", "keep it"), ("ctrl-u", "clear"), ("esc", "as before")],
            Self::Pick(_) => &[("letters", "select that sentence"), ("esc", "leave")],
            Self::Mark(_) => &[("a letter", "names the place"), ("esc", "leave")],
            Self::Receipt(_) => &[
                ("enter", "accept"),
                ("m", "move by hand"),
                ("a", "accept all sure"),
                ("n", "leave it"),
                ("g", "go there"),
                ("u", "undo"),
                ("esc", "close"),
            ],
            Self::Board(_) => &[
                ("enter", "go there"),
                ("↑ ↓", "choose"),
                ("+", "me too"),
                ("tab", "settled too"),
                ("type", "to narrow"),
                ("esc", "close"),
            ],
        }
    }

    /// Takes pasted text into the field that is open; says whether there is one.
    pub fn paste(&mut self, text: &str) -> bool {
        match self {
            Self::Choose(open) => open.chooser.paste(text),
            Self::Tags(open) => open.chooser.paste(text),
            Self::Help(HelpPage { words: Some(field), .. }) => field.paste(text),
            Self::Line(line) => {
                line.field.paste(text);
                line.check();
            }
            Self::Export(prompt) if !prompt.taken => prompt.field.paste(text),
            Self::Board(board) => board.field.paste(text),
            Self::Results(view) => view.field.paste(text),
            Self::Name(prompt) => prompt.paste(text),
            Self::Setting(input) => input.field.paste(text),
            Self::Write(writing) => writing.field.paste(text),
            Self::Help(_) | Self::Clipping(_) | Self::Export(_) | Self::Pick(_) | Self::Mark(_) | Self::Receipt(_) => {
                return false;
            }
        }
        true
    }
}
