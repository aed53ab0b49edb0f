//! What has just happened, in words for the status row; and a hint, a key with what it does.

/// What just happened, in a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The words.
    pub text: String,
    /// Whether it is a failure.
    pub failure: bool,
    /// Whether it only says what is under way, so that it goes when that is done.
    pub passing: bool,
}

impl Message {
    /// Good or neutral news.
    pub fn news(text: impl Into<String>) -> Self {
        Self { text: text.into(), failure: false, passing: false }
    }

    /// What is under way.
    pub fn passing(text: impl Into<String>) -> Self {
        Self { passing: true, ..Self::news(text) }
    }

    /// A failure: cause and remedy.
    pub fn failure(text: impl Into<String>) -> Self {
        Self { text: text.into(), failure: true, passing: false }
    }
}

/// "first, and n more".
pub fn several(first: &str, count: usize) -> String {
    if count > 1 { format!("{first} (and {} more; see `postil check`)", count - 1) } else { first.to_owned() }
}

/// A key and what it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// As typed.
    pub keys: String,
    /// In a word or two.
    pub about: String,
}
