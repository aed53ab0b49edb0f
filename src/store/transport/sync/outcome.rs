//! What a sync says of itself: the step it is at, what it has done, and who stands in its way. Words only; it runs nothing.

use crate::annotation::Reader;
use crate::store::fs::error::Error;
use crate::text::visible;
use std::collections::BTreeSet;

/// Where a run has come to, to be told while it goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// One's own files are committed.
    Keeping,
    /// The remote is asked.
    Fetching,
    /// What others have sent is merged.
    Merging,
    /// One's own is sent.
    Sending,
}

impl Step {
    /// What is being done.
    pub fn words(self) -> &'static str {
        match self {
            Self::Keeping => "keeping your files",
            Self::Fetching => "fetching from the others",
            Self::Merging => "merging",
            Self::Sending => "sending yours",
        }
    }

    /// Its first word, for one row.
    pub fn word(self) -> &'static str {
        self.words().split(' ').next().unwrap_or_default()
    }
}

/// What a run has done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Synced {
    /// How many files of one's own were new or changed.
    pub kept: usize,
    /// How many files came from others (or from one's other devices).
    pub received: usize,
    /// How many notes and other records of one's own were sent.
    pub sent_notes: usize,
    /// How many came, new or changed.
    pub new_notes: usize,
    /// Whose folders they are in.
    pub from: BTreeSet<String>,
    /// What became of one's own.
    pub sent: Sent,
    /// What else should be known, in words.
    pub notes: Vec<String>,
}

/// What became of one's own files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Sent {
    /// The remote has them now.
    Sent,
    /// It had them already.
    #[default]
    Nothing,
    /// They are kept here: there is no remote.
    NoRemote,
    /// They are kept here until the next time, because of that.
    Waiting(String),
}

/// Somebody at the remote who goes by the reader's own name under another id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Namesake {
    /// Who it is.
    pub reader: Reader,
    /// Their `reader.json`.
    pub person: String,
    /// The sidecars there, by their paths in the reader's folder.
    pub files: Vec<String>,
    /// The day of the last change, as `YYYY-MM-DD`.
    pub last: String,
}

impl Sent {
    /// The error of a run that has sent one's own before it failed.
    pub(super) fn beside(&self, error: Error) -> Error {
        match error {
            Error::Git { what, remedy } if *self == Self::Sent => {
                Error::git(format!("yours was sent, but {what}"), remedy)
            }
            error => error,
        }
    }
}

impl From<&Error> for Sent {
    /// What one's own files are kept here for.
    fn from(reason: &Error) -> Self {
        Self::Waiting(format!("{reason}. {}", reason.hint()))
    }
}

impl Synced {
    /// What was done, in words, for the status line: "sent 3 of yours, 12 new from 4 readers".
    pub fn words(&self) -> String {
        let sent = match &self.sent {
            Sent::Sent if self.sent_notes > 0 => Some(format!("sent {} of yours", self.sent_notes)),
            Sent::Sent | Sent::Nothing => None,
            Sent::NoRemote => Some("kept on this machine; to sync: postil sync --remote ADDRESS".to_owned()),
            Sent::Waiting(reason) => Some(format!("not sent yet, kept here: {reason}")),
        };
        let from = match self.from.len() {
            1 => self.from.first().map(|one| visible::line(one).into_owned()).unwrap_or_default(),
            many => format!("{many} readers"),
        };
        let received = match (self.new_notes, self.received) {
            (0, 0) => None,
            (0, files) => Some(format!("{files} changed {}", if files == 1 { "file" } else { "files" })),
            (notes, _) => Some(format!("{notes} new from {from}")),
        };
        let parts: Vec<String> = sent.into_iter().chain(received).collect();
        if parts.is_empty() { "everything is as the others have it".to_owned() } else { parts.join(", ") }
    }

    /// Whether something of one's own is still to be sent.
    pub fn is_waiting(&self) -> bool {
        matches!(self.sent, Sent::NoRemote | Sent::Waiting(_))
    }
}

/// How many files are named.
const MOST_NAMED: usize = 3;

/// The texts and the plan that have come, by their paths in the corpus, in words: a program that is open has read them before.
pub(super) fn handed_out(paths: &[String]) -> Option<String> {
    let names: Vec<_> = paths.iter().filter(|path| !path.starts_with('.')).map(|path| visible::line(path)).collect();
    let rest = match names.len().saturating_sub(MOST_NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let named = names.iter().take(MOST_NAMED).map(AsRef::as_ref).collect::<Vec<&str>>().join(", ");
    (!names.is_empty()).then(|| format!("new or changed here: {named}{rest}"))
}

/// Why nothing is sent where somebody else there goes by the reader's own name.
pub(super) fn namesake_refused(nickname: &str, name: &str) -> Error {
    Error::git(
        format!("“{nickname}” is {} there; if that is you: postil sync --join", visible::line(name)),
        "Nothing was sent. It is another reader, or you on another device. If it is not you, take another name, then sync again: postil \
         reader --rename \"OTHER NAME\", then postil sync. What you have written comes along.",
    )
}
