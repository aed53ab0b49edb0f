//! What has just happened, in words for the status row; and a hint, a key with what it does.

/// What just happened, in a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The words.
    pub text: String,
    /// What it is.
    pub kind: MessageKind,
}

/// What a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageKind {
    /// Good or neutral news.
    News,
    /// What is under way: it goes when that is done.
    Passing,
    /// A failure.
    Failure,
}

impl Message {
    /// Good or neutral news.
    pub fn news(text: impl Into<String>) -> Self {
        Self { text: text.into(), kind: MessageKind::News }
    }

    /// What is under way.
    pub fn passing(text: impl Into<String>) -> Self {
        Self { text: text.into(), kind: MessageKind::Passing }
    }

    /// A failure: cause and remedy.
    pub fn failure(text: impl Into<String>) -> Self {
        Self { text: text.into(), kind: MessageKind::Failure }
    }

    /// Whether it is a failure.
    pub fn is_failure(&self) -> bool {
        self.kind == MessageKind::Failure
    }
}

/// "first, and n more".
pub fn several(first: &str, count: usize) -> String {
    if count > 1 { format!("{first} (and {} more; see `postil check`)", count - 1) } else { first.to_owned() }
}

/// The first of several faults of settings, keys and themes, and that there are more.
pub fn fault_of_settings(faults: &[String]) -> Option<String> {
    let first = faults.first()?;
    let more = if faults.len() > 1 { " (and more; `postil config` lists them)" } else { "" };
    Some(format!("{first}{more}"))
}

/// A key and what it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// As typed.
    pub keys: String,
    /// In a word or two.
    pub about: String,
    /// Whether it stays where there is no room for all: the way to help and the way out.
    pub stays: bool,
}

impl Hint {
    /// A key and what it does, for as long as there is room.
    pub fn new(keys: impl Into<String>, about: impl Into<String>) -> Self {
        Self { keys: keys.into(), about: about.into(), stays: false }
    }
}
