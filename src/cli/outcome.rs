//! How a command ends: done, nothing found, or a failure with its cause and remedy. It prints nothing.

use std::io::ErrorKind;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Done, or found.
    Done,
    /// Nothing found.
    Nothing,
}

impl Outcome {
    /// Done, where something was found.
    pub fn found(something: bool) -> Self {
        if something { Self::Done } else { Self::Nothing }
    }
}

/// Why a command ended early.
#[derive(Debug, PartialEq, Eq)]
pub enum Failure {
    /// Whoever reads the output wants no more of it.
    ClosedPipe,
    /// Something went wrong.
    Told {
        /// What went wrong.
        cause: String,
        /// What can be done about it; may be empty.
        hint: String,
    },
}

impl Failure {
    /// A failure with its cause and remedy.
    pub fn new(cause: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Told { cause: cause.into(), hint: hint.into() }
    }
}

impl From<crate::store::Error> for Failure {
    fn from(error: crate::store::Error) -> Self {
        Self::new(error.to_string(), error.hint())
    }
}

impl From<crate::study::MissingPlace> for Failure {
    fn from(missing: crate::study::MissingPlace) -> Self {
        Self::new(missing.to_string(), missing.remedy())
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            ErrorKind::BrokenPipe => Self::ClosedPipe,
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
                Self::new("there is no room for what is written", "Make room where it goes, or send it elsewhere.")
            }
            _ => Self::new(error.to_string(), ""),
        }
    }
}
