//! What this session has written: every version of a record, and what was said of the last one. What earlier sessions
//! replaced or deleted on the open document is known here as well.

use crate::annotation::Record;
use crate::annotation::versions::Versions;

/// What was written.
#[derive(Debug, Default)]
pub struct SessionWrites {
    /// What this session has written of each annotation.
    pub versions: Versions,
    /// What was said of the last write on the open document; it stays until the next one.
    pub said: Option<String>,
    /// Own versions that earlier sessions replaced or deleted on the open document, the newest first.
    pub earlier: Vec<Record>,
}
