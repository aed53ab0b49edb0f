//! The annotation files beside a corpus: found, read, merged and written, and where what they say stands in a text.
//!
//! The only room that writes into a corpus, and only into the own folder there.

pub(in crate::store) mod anchoring;
pub(in crate::store) mod annotation_store;
pub(in crate::store) mod annotations;
pub(in crate::store) mod carried_on;
pub(in crate::store) mod id_merge;
pub(in crate::store) mod kept_names;
pub(in crate::store) mod keyring;
pub(in crate::store) mod merging;
pub(in crate::store) mod moved_on;
pub(in crate::store) mod places;
pub(in crate::store) mod planned_names;
pub(in crate::store) mod provenance;
pub(in crate::store) mod remarks;
pub(in crate::store) mod renamed;
pub(in crate::store) mod repair;
pub(in crate::store) mod rostered;
pub(in crate::store) mod short_names;
pub(in crate::store) mod sidecar_cache;
pub mod signature;
pub(in crate::store) mod snapshot;
pub(in crate::store) mod stored;
pub(in crate::store) mod unread_files;
pub(in crate::store) mod unsaved;
pub(in crate::store) mod writing;
