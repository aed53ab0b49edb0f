//! What the status row has to say before it speaks of the text: the keys typed so far, what just happened. It words nothing.

use crate::app::state::message::Message;
use crate::app::state::tour::Tour;
use crate::app::state::typed::Typed;

/// What stands in the status row for a while.
#[derive(Debug, Default)]
pub struct StatusRow {
    /// What has been typed so far of a longer key sequence.
    pub typed: Typed,
    /// What just happened.
    pub message: Option<Message>,
    /// The tour, while it is gone through: it stands below the row.
    pub tour: Option<Tour>,
}
