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
    /// How many files of one's own were sent.
    pub sent_files: usize,
    /// How many came that are new.
    pub new_notes: usize,
    /// How many came that were known, and are others now.
    pub changed_notes: usize,
    /// Whose folders they are in.
    pub from: BTreeSet<String>,
    /// What the only one of these goes by now, where their `reader.json` says so: a folder keeps the name it began with.
    pub called: Option<String>,
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
            // A name, a key, signatures.
            Sent::Sent if self.sent_files > 0 => Some("sent what is new of yours, no notes".to_owned()),
            Sent::Sent | Sent::Nothing => None,
            Sent::NoRemote => Some("kept on this machine; to sync: postil sync --remote ADDRESS".to_owned()),
            Sent::Waiting(reason) => Some(format!("not sent yet, kept here: {reason}")),
        };
        let from = match self.from.len() {
            1 => self
                .called
                .as_ref()
                .or(self.from.first())
                .map(|one| visible::line(one).into_owned())
                .unwrap_or_default(),
            many => format!("{many} readers"),
        };
        let received = match (self.new_notes, self.changed_notes, self.received) {
            (0, 0, 0) => None,
            (0, 0, files) => Some(format!("{files} changed {}", if files == 1 { "file" } else { "files" })),
            (new, 0, _) => Some(format!("{new} new from {from}")),
            (0, changed, _) => Some(format!("{changed} changed by {from}")),
            (new, changed, _) => Some(format!("{new} new and {changed} changed from {from}")),
        };
        let parts: Vec<String> = sent.into_iter().chain(received).collect();
        match (parts.is_empty(), self.notes.is_empty()) {
            (false, _) => parts.join(", "),
            (true, true) => "everything is as the others have it".to_owned(),
            // What the notes say is not contradicted: texts have come, or something of one's own was left out.
            (true, false) => "done".to_owned(),
        }
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
    told("new or changed here", paths)
}

/// Those that the leader has taken away, in words: their annotations stay.
pub(super) fn handed_out_no_more(paths: &[String]) -> Option<String> {
    told("handed out no more", paths)
}

/// Those that are on the drive no more and stay here, in words.
pub(super) fn not_there(paths: &[String]) -> Option<String> {
    told("not on the drive any more", paths)
}

fn told(what: &str, paths: &[String]) -> Option<String> {
    let names: Vec<_> = paths.iter().filter(|path| !path.starts_with('.')).map(|path| visible::line(path)).collect();
    let rest = match names.len().saturating_sub(MOST_NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let named = names.iter().take(MOST_NAMED).map(AsRef::as_ref).collect::<Vec<&str>>().join(", ");
    (!names.is_empty()).then(|| format!("{what}: {named}{rest}"))
}

/// Why nothing is sent where somebody else there goes by the reader's own name.
pub(super) fn namesake_refused(nickname: &str, there: &Reader) -> Error {
    let (name, id) = (visible::line(&there.name), visible::line(&there.id));
    Error::git(
        format!(
            "“{nickname}” is {name} there, with the id {id}; if `postil reader` shows that on your other device, it is you: postil sync --join"
        ),
        "Nothing was sent. It is another reader, or you on another device. If it is not you, take another name, then sync again: postil \
         reader --rename \"OTHER NAME\", then postil sync. What you have written comes along.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_is_said_with_how_much_of_it_is_new_and_the_name_that_its_reader_goes_by() {
        let from = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
        let came = |new_notes, changed_notes, names: &[&str], called: Option<&str>| {
            let (from, called) = (from(names), called.map(str::to_owned));
            Synced { received: 1, new_notes, changed_notes, from, called, ..Synced::default() }.words()
        };
        assert_eq!(came(3, 0, &["tom"], None), "3 new from tom");
        assert_eq!(came(3, 0, &["tom"], Some("lin-wu")), "3 new from lin-wu");
        assert_eq!(came(0, 1, &["tom"], None), "1 changed by tom");
        assert_eq!(came(2, 1, &["ann", "tom"], None), "2 new and 1 changed from 2 readers");
        assert_eq!(came(0, 0, &[], None), "1 changed file");
        assert!(!came(1, 0, &["tom"], Some("l\u{1b}[31min")).contains('\u{1b}'));
    }

    #[test]
    fn an_answer_does_not_say_that_nothing_came_beside_what_came() {
        let quiet = Synced::default();
        assert_eq!(quiet.words(), "everything is as the others have it");
        let sent = Synced { sent: Sent::Sent, sent_files: 1, ..quiet.clone() };
        assert_eq!(sent.words(), "sent what is new of yours, no notes", "a key, a name, signatures");
        let rules = Synced { sent: Sent::Sent, ..quiet.clone() };
        assert_eq!(rules.words(), "everything is as the others have it", "nothing of the reader's was sent");
        let notes = handed_out(&["tides.md".to_owned()]).into_iter().collect();
        assert_eq!(Synced { notes, ..quiet }.words(), "done");
    }
}
