//! One line that is asked for in the status row: what for, and how it shows. What is done with it stands where overlays
//! are dispatched.

use crate::app::state::field::TextField;
use crate::search::query::{Query, QueryFault, Scope};
use crate::text::Direction;

/// A line that is being typed.
#[derive(Debug)]
pub struct LineInput {
    /// What has been typed.
    pub field: TextField,
    /// What it is wanted for.
    pub purpose: LinePurpose,
    /// What in a typed query is not understood.
    pub fault: Option<QueryFault>,
}

impl LineInput {
    /// A line with a text in it.
    pub fn new(text: &str, purpose: LinePurpose) -> Self {
        let mut line = Self { field: TextField::line(text), purpose, fault: None };
        line.check();
        line
    }

    /// Looks at what was typed: whether a query has a fault.
    pub fn check(&mut self) {
        let asks = self.purpose == LinePurpose::Filter;
        self.fault = asks.then(|| Query::parse(&self.field.text(), Scope::Notes).1.into_iter().next()).flatten();
    }
}

/// What a line is wanted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinePurpose {
    /// A search in the open text.
    Search(Direction),
    /// Words that narrow the list; they do with every key.
    Narrow,
    /// A filter of the notes.
    Filter,
    /// The label or number of a page, or the number of a paragraph, to go to.
    Page,
    /// The name under which one writes, corrected.
    Rename,
    /// What is to become of the tags of many annotations.
    Retag,
}

impl LinePurpose {
    /// What stands before the line.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Search(Direction::Forward) => "/ ",
            Self::Search(Direction::Backward) => "? ",
            Self::Narrow => "find: ",
            Self::Filter => "filter: ",
            Self::Page => "go to: ",
            Self::Rename => "your name: ",
            Self::Retag => "tags: ",
        }
    }

    /// The keys that matter in it, each with a word.
    pub const fn hints(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Search(_) => &[("enter", "search"), ("esc", "close"), ("/re/", "regular expression")],
            Self::Narrow => &[("enter", "read"), ("type", "to narrow"), ("esc", "all")],
            Self::Filter => &[("enter", "filter"), ("esc", "leave it"), ("kind: tag: color: by:", "words")],
            Self::Page => &[("enter", "go there"), ("P12", "a paragraph"), ("esc", "close")],
            Self::Rename => &[("enter", "this is my name"), ("ctrl-u", "clear"), ("esc", "leave it")],
            Self::Retag => &[
                ("enter", "all of yours"),
                ("esc", "none"),
                ("law", "adds"),
                ("-law", "takes off"),
                ("law=right", "renames"),
            ],
        }
    }
}
