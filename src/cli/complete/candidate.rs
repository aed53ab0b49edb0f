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

/// Whether a word begins as something that was typed, but for capitals.
pub fn begins_as(word: &str, typed: &str) -> bool {
    word.get(..typed.len()).is_some_and(|begin| begin.to_lowercase() == typed.to_lowercase())
}
