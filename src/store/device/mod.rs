//! What this device remembers of its reader: who it is, places, marks, drafts, what was read and accepted.
//!
//! Nothing of it is shared; losing it loses no annotation.

pub(in crate::store) mod accepted;
pub(in crate::store) mod arrivals;
pub(in crate::store) mod draft;
pub(in crate::store) mod kept_setting;
pub(in crate::store) mod moved_corpus;
pub(in crate::store) mod progress;
pub(in crate::store) mod read_markers;
pub(in crate::store) mod reader_name;
pub(in crate::store) mod renaming;
pub(in crate::store) mod replaced;
pub(in crate::store) mod state;
pub(in crate::store) mod terminfo;
pub(in crate::store) mod tour_step;
pub(in crate::store) mod unpacked;
