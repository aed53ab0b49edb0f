//! The documents of a folder: found, read, made into texts, and what of them is kept for the next time.
//!
//! It writes into the cache alone, never into the corpus.

pub(in crate::store) mod adding;
mod around;
pub(in crate::store) mod cache;
pub(in crate::store) mod documents;
pub(in crate::store) mod earlier_looks;
pub(in crate::store) mod facts;
pub(in crate::store) mod finding;
pub(in crate::store) mod found_works;
pub(in crate::store) mod in_place;
mod index;
pub(in crate::store) mod key;
pub(in crate::store) mod known_syllabus;
pub(in crate::store) mod known_texts;
pub(in crate::store) mod left_out;
pub(in crate::store) mod library;
pub(in crate::store) mod manifestations;
pub(in crate::store) mod names;
pub(in crate::store) mod picture;
pub(in crate::store) mod preview;
pub(in crate::store) mod read;
pub(in crate::store) mod summary_cache;
mod surrounding;
