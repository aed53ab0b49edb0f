//! Dictionaries that lie on this device, in the formats StarDict and dictd: which there are, and what they say of a word.
//!
//! It asks nobody over a network and writes nothing. A dictionary is somebody's file: sizes and counts are bounded, a damaged
//! one is told and the others answer.

pub(in crate::store) mod body;
pub(in crate::store) mod dictd;
pub(in crate::store) mod headword;
pub(in crate::store) mod in_folder;
pub(in crate::store) mod looked_up;
pub(in crate::store) mod plain;
pub(in crate::store) mod stardict;
