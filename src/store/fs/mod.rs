//! The file system under rules: folders by handle, whole files, locks, journals, and errors that say what to do.
//!
//! It knows nothing of corpora; what the files mean is for the rooms above.

pub(in crate::store) mod account;
pub(in crate::store) mod digest;
pub(in crate::store) mod dirs;
pub(in crate::store) mod error;
pub(in crate::store) mod folder;
pub(in crate::store) mod journal;
pub(in crate::store) mod lock;
pub(in crate::store) mod new_file;
pub(in crate::store) mod parallel;
pub(in crate::store) mod program;
pub(in crate::store) mod scratch;
pub(in crate::store) mod slug;
pub(in crate::store) mod system;
