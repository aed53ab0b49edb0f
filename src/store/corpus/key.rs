//! The name of a corpus among the user's own files.

use crate::store::fs::digest::digest;
use std::path::Path;

/// The name of a corpus among the user's own files: from its path, so that it is the same in every session.
pub(in crate::store) fn corpus_key(root: &Path) -> String {
    let mut hex = digest(root.as_os_str().as_encoded_bytes()).hex();
    hex.truncate(20);
    hex
}
