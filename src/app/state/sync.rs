//! The sync that is under way.

use crate::app::state::message::Message;

/// The sync that is under way, and what the last one said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sync {
    /// What it does now, in a word or two; `None` while there is none.
    pub step: Option<String>,
    /// Whether it has been said that the key stops it.
    pub(in crate::app) warned: bool,
    /// What the last one has said, with what followed from it.
    pub(in crate::app) told: Option<Message>,
}
