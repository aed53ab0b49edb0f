//! What the mouse did, in cells of the screen.

use crate::text::Direction;

/// What a mouse did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MouseAct {
    /// The left button went down; the second and third press in one place count.
    Press(u8),
    /// It moved with the button down.
    Drag,
    /// The button went up.
    Release,
    /// The wheel turned: down goes forward.
    Wheel(Direction),
}

/// What a mouse did and at which cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mouse {
    /// What.
    pub act: MouseAct,
    /// Column, from 0.
    pub column: u16,
    /// Row, from 0.
    pub row: u16,
}
