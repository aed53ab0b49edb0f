//! What a terminal sends, as events; and what the bytes that come next belong to. It reads no bytes.

use crate::config::chord::Chord;
use crate::text::Direction;

/// The byte that sequences begin with, and that the key of that name sends.
pub(super) const ESC: u8 = 0x1b;

/// What the terminal sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A key.
    Key(Chord),
    /// Pasted text, or a part of it.
    Paste(String),
    /// The mouse.
    Mouse(Event),
    /// The window came to the front.
    Focus,
    /// The terminal says that it is well, as it was asked (`terminal::pace`).
    Well,
    /// The terminal says that it knows left and right margins, as it was asked (`terminal::ability`).
    Margins,
}

/// A mouse event at a cell, both from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// What was done.
    pub act: Act,
    /// Column.
    pub column: u16,
    /// Row.
    pub row: u16,
}

/// What a mouse did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// The left button went down.
    Down,
    /// It moved with the button down.
    Drag,
    /// The button went up.
    Up,
    /// The wheel turned: down goes forward.
    Wheel(Direction),
}

/// What the bytes that come next belong to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum KeyState {
    /// Keys, mouse, beginnings of the others.
    #[default]
    Plain,
    /// A paste, up to its end.
    Paste,
    /// An answer of the terminal, up to its end; so many bytes have been dropped.
    Answer(usize),
}
