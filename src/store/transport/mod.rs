//! How annotations reach others: git, bundles, signatures, and the place of who leads.
//!
//! It moves files that the rooms below have written; it changes none of them.

pub mod bundle;
mod git_exclude;
pub(in crate::store) mod presence;
pub mod sync;
pub(in crate::store) mod watch;
