//! The notes pane.

pub mod card;
pub mod cards;
pub mod pane;
