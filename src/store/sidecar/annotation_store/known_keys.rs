//! Which keys are a reader's: those that the roster of the syllabus names, else those that the reader's own folder makes known; and
//! how the folders stand to the roster. It encrypts and verifies nothing.

use super::AnnotationStore;
use crate::annotation::person::public_keys;
use crate::annotation::{Reader, ReaderId};
use crate::config::syllabus::RosterKey;
use crate::store::fs::error::{Error, Result};
use crate::store::sidecar::keyring::public_key;
use crate::store::sidecar::rostered::is_another;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What is to be done where nobody knows a reader's key.
const ASK: &str = "They make one known with `postil reader --key`, once, and sync; then it can be written for them.";

/// What is to be done where the roster has no good one.
const MEND: &str =
    "`postil check` says what is wrong with it; who leads puts the reader's right key into syllabus.toml.";

/// What is known of a reader's keys.
#[derive(Debug, Default)]
struct KnownKeys {
    /// What the reader is called.
    name: String,
    /// Those that each folder that is the reader's makes known.
    folders: Vec<Vec<String>>,
    /// What the roster says.
    roster: RosterKey,
    /// Whether the roster has somebody else under the name of the folder.
    takes_name: bool,
}

/// By the ids of readers, what is known of their keys.
#[derive(Debug, Default)]
pub(super) struct ReaderKeys(BTreeMap<ReaderId, KnownKeys>);

/// How the folders here stand to the roster of the syllabus, by their names, in their order; nothing of it where there is no roster.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RosterReview {
    /// Folders of readers who stand in no row.
    pub strangers: Vec<String>,
    /// Those of readers who make other keys known than the roster names.
    pub other_keys: Vec<String>,
    /// Short names of rows that nobody here is.
    pub absent: Vec<String>,
}

impl AnnotationStore {
    /// What is known of everybody's keys.
    ///
    /// # Errors
    /// Where the roster cannot be read.
    pub(super) fn reader_keys(&self) -> Result<ReaderKeys> {
        let roster = self.annotations.roster()?;
        let mut known = ReaderKeys::default();
        for (folder, reader, keys) in self.published() {
            let entry = known.0.entry(reader.id.clone()).or_default();
            entry.folders.push(keys);
            if let Some((nickname, row)) = roster.row(&reader.nickname, &reader.id) {
                // Where two rows mean folders of one id, it is not sure which.
                let is_sure = entry.folders.len() == 1 || row.id.is_some();
                entry.roster = if is_sure { row.key.clone() } else { RosterKey::Unsaid };
                nickname.clone_into(&mut entry.name);
            } else {
                entry.takes_name |= roster.rows().any(|(nickname, _)| nickname.eq_ignore_ascii_case(&folder));
            }
            if entry.name.is_empty() {
                entry.name = folder;
            }
        }
        Ok(known)
    }

    /// Folders, the readers whose they are, and the keys that they make known, in the order of the folders.
    fn published(&self) -> Vec<(String, Reader, Vec<String>)> {
        let mut readers = self.readers().0;
        let people = self.annotations.people().0.into_iter();
        let whose = |(folder, text): (String, String)| {
            let reader = readers.remove(&folder)?;
            Some((folder, reader, public_keys(&text)))
        };
        people.filter_map(whose).collect()
    }

    /// How the folders here stand to the roster.
    pub fn roster_review(&self) -> RosterReview {
        let roster = self.annotations.roster().unwrap_or_default();
        let mut review = RosterReview::default();
        let mut absent: BTreeSet<&str> = roster.rows().map(|(nickname, _)| nickname).collect();
        for (folder, reader, keys) in self.published() {
            match roster.row(&reader.nickname, &reader.id) {
                Some((nickname, row)) => {
                    absent.remove(nickname);
                    if is_another(&row.key, &keys) {
                        review.other_keys.push(folder);
                    }
                }
                None if roster.is_empty() => {}
                None => review.strangers.push(folder),
            }
        }
        review.absent = absent.into_iter().map(str::to_owned).collect();
        review
    }

    /// What who writes for these readers is to know: that somebody's folder names another key than the roster, whose counts.
    pub fn key_doubt(&self, readers: &[ReaderId]) -> Option<String> {
        let known = self.reader_keys().ok()?;
        let names: Vec<&str> = known.differing().filter(|(id, _)| readers.contains(id)).map(|(_, name)| name).collect();
        let doubt =
            || format!("the key in the roster counts, not the other one in the folder of {}", names.join(" and "));
        (!names.is_empty()).then(doubt)
    }

    /// All readers whose folders make other keys known than the roster names, whose count.
    pub fn with_other_keys(&self) -> Vec<ReaderId> {
        if self.annotations.keyring().is_none() {
            return Vec::new();
        }
        let known = self.reader_keys().unwrap_or_default();
        known.differing().map(|(id, _)| id.clone()).collect()
    }

    /// By the names of their folders, the keys of readers of whom the roster names some; none of those of whom it names no good one.
    pub fn roster_keys(&self) -> HashMap<String, Vec<String>> {
        let roster = self.annotations.roster().unwrap_or_default();
        let keys = |(folder, reader): (String, Reader)| match &roster.row(&reader.nickname, &reader.id)?.1.key {
            RosterKey::Unsaid => None,
            RosterKey::Known(keys) => Some((folder, keys.clone())),
            RosterKey::Unclear => Some((folder, Vec::new())),
        };
        self.readers().0.into_iter().filter_map(keys).collect()
    }
}

impl ReaderKeys {
    /// All of whom it is sure for which key something can be encrypted.
    pub fn usable(&self) -> impl Iterator<Item = &ReaderId> {
        self.0.keys().filter(|id| self.of(id).is_ok())
    }

    /// The keys of a reader that something can be encrypted for.
    ///
    /// # Errors
    /// Why there is none, and what to do.
    pub fn of(&self, id: &ReaderId) -> Result<Vec<String>> {
        let Some(known) = self.0.get(id) else {
            return Err(Error::git("one of the readers it is for has no folder here any more", ASK));
        };
        let name = &known.name;
        if known.takes_name {
            let what = format!("the folder {name} here is not that of {name} in the roster");
            return Err(Error::git(what, "`postil check` says more; who leads settles it in syllabus.toml."));
        }
        let (keys, remedy) = match (&known.roster, &known.folders[..]) {
            (RosterKey::Known(keys), _) => (keys, MEND),
            (RosterKey::Unclear, _) => {
                return Err(Error::git(format!("the roster in syllabus.toml has no good key for {name}"), MEND));
            }
            (RosterKey::Unsaid, [keys]) => (keys, ASK),
            (RosterKey::Unsaid, _) => {
                let what = format!("several folders say that they are {name}'s: it is not sure whose key is theirs");
                return Err(Error::git(what, "`postil check` names them; take the one away that is not."));
            }
        };
        let mut why = None;
        let usable = |key: &&String| public_key(key).map_err(|fault| why = Some(fault)).is_ok();
        let usable: Vec<String> = keys.iter().filter(usable).cloned().collect();
        match (usable.is_empty(), why) {
            (false, _) => Ok(usable),
            (true, Some(why)) => Err(Error::git(format!("the key of {name} {why}"), remedy)),
            (true, None) => Err(Error::git(format!("{name} has no key here"), remedy)),
        }
    }

    /// Readers whose folders make other keys known than the roster names, with what they are called.
    fn differing(&self) -> impl Iterator<Item = (&ReaderId, &str)> {
        let is_other = |known: &KnownKeys| known.folders.iter().any(|keys| is_another(&known.roster, keys));
        let other = self.0.iter().filter(move |(_, known)| is_other(known));
        other.map(|(id, known)| (id, known.name.as_str()))
    }
}
