//! What was done last to a passage, so that a key does it again elsewhere. It does nothing itself.

use crate::annotation::{Audience, Kind};
use crate::app::commands::Command;

/// What can be taken of the text in one step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextUnit {
    /// A word.
    Word,
    /// A sentence.
    Sentence,
    /// A paragraph.
    Paragraph,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhatWasDone {
    /// A command that asks nothing: a colour, a bookmark, a vote.
    Command(Command),
    /// A tag was given.
    Tagged(String),
    /// These words were written as this, for these to read.
    Written(Kind, String, Audience),
}

/// An act that can be done again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepeatableAct {
    /// What was done.
    pub what: WhatWasDone,
    /// What of the text it was done to, where a unit of it was selected for that.
    pub unit: Option<TextUnit>,
}

/// What is known for doing it again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Repeating {
    /// The last act of this session.
    pub act: Option<RepeatableAct>,
    /// The unit by which the selection of now was last grown.
    pub grown: Option<TextUnit>,
}
