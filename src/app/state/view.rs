//! Screen size and which pane has the keys.

use crate::app::state::clipping::UnsureCopy;
use crate::text::Direction;

/// The three panes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pane {
    /// The corpus.
    List,
    /// The text.
    Reader,
    /// The annotations.
    Notes,
}

/// The screen and what of it is shown.
#[derive(Clone, Copy, Debug)]
pub struct View {
    /// Columns and rows.
    pub screen: (u16, u16),
    /// The pane that takes the keys.
    pub focus: Pane,
    /// The side pane that shows where there is room for one only.
    pub side: Pane,
    /// Whether the side panes are put away.
    pub side_hidden: bool,
    /// Whether the focused pane fills the screen.
    pub zoomed: bool,
    /// Whether the numbers of the paragraphs are wanted.
    pub numbered: bool,
    /// The columns left of the margin that show them; derived.
    pub number_columns: u16,
    /// Where the mouse button is held down in the text.
    pub held: HeldButton,
    /// What was copied last without its being known how far it came.
    pub unsure: UnsureCopy,
}

/// The mouse button, as far as the text is concerned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HeldButton {
    /// Not held, or elsewhere.
    #[default]
    No,
    /// Held at this column and row since it went down.
    Still(u16, u16),
    /// Held and moved.
    Moving,
}

impl View {
    /// A screen that shows the list.
    pub fn new(screen: (u16, u16)) -> Self {
        Self {
            screen,
            focus: Pane::List,
            side: Pane::Notes,
            side_hidden: false,
            zoomed: false,
            numbered: false,
            number_columns: 0,
            held: HeldButton::No,
            unsure: UnsureCopy::default(),
        }
    }

    /// Gives a pane the keys.
    pub fn focus_on(&mut self, pane: Pane) {
        self.focus = pane;
        if pane != Pane::Reader {
            self.side = pane;
            self.side_hidden = false;
        }
    }

    /// The pane after (or before) the focused one.
    pub fn next(&self, direction: Direction) -> Pane {
        use Direction::{Backward, Forward};
        match (self.focus, direction) {
            (Pane::List, Forward) | (Pane::Notes, Backward) => Pane::Reader,
            (Pane::Reader, Forward) | (Pane::List, Backward) => Pane::Notes,
            (Pane::Notes, Forward) | (Pane::Reader, Backward) => Pane::List,
        }
    }
}
