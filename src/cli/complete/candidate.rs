//! A thing that may be typed at the end of a line. It knows no shell.

/// Something that may be typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompletionCandidate {
    /// The whole word.
    pub word: String,
    /// What it is, in a line; may be empty.
    pub about: String,
}

impl CompletionCandidate {
    /// A word with what it is.
    pub fn new(word: impl Into<String>, about: impl Into<String>) -> Self {
        Self { word: word.into(), about: about.into() }
    }
}
