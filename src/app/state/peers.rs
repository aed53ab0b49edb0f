//! What is seen of the others of the seminar: whose annotations show, what of theirs is unread, one's marks beside another's,
//! who leads, the sync. Who they are and what they wrote stands elsewhere.

use crate::app::state::compare::Comparing;
use crate::app::state::layers::Layers;
use crate::app::state::presence::Presence;
use crate::app::state::sync::Sync;
use crate::app::state::unread::Unread;

/// What is seen of the others.
#[derive(Debug, Default)]
pub struct Peers {
    /// Whose annotations show.
    pub layers: Layers,
    /// What others have written and this reader has not seen.
    pub unread: Unread,
    /// One's own marks beside another's, where that is shown.
    pub comparing: Option<Comparing>,
    /// Whether this reader leads or follows.
    pub presence: Presence,
    /// The sync that is under way.
    pub sync: Sync,
}
