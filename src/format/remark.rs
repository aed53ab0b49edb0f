//! A remark that is to stand in a copy of a file, so that the file's own program shows it. Which formats can hold remarks is said
//! in the table of formats; this names none.

use crate::document::{Comment, Document};

/// A remark that is to stand in a copy of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRemark {
    /// What it is called: unique, and the same at every export.
    pub id: String,
    /// The remark; its span is of the text that the file is read as, what it answers an index of those it comes with.
    pub comment: Comment,
}

/// Makes a copy of a file, which is read as this text, with remarks in it; what stands in the way, in words.
pub type MarkedCopy = fn(bytes: &[u8], document: &Document, remarks: &[NewRemark]) -> Result<Vec<u8>, String>;
