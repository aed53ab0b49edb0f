//! The names in a folder that are no document's: what this program itself keeps there.

/// The folder of annotations inside a corpus.
pub(in crate::store) const ANNOTATIONS: &str = "annotations";
/// The file in a reader's folder that says who it is.
pub(in crate::store) const PERSON: &str = "reader.json";
/// The file beside the texts that says whose keys are whose.
pub const ALLOWED: &str = "allowed_signers";
