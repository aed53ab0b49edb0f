//! The sync that is under way.

/// The sync that is under way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sync {
    /// What it does now, in a word or two; `None` while there is none.
    pub step: Option<String>,
    /// Whether it has been said that the key stops it.
    pub(in crate::app) warned: bool,
}
