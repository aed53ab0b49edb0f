//! Which keys are a reader's: those that the roster of the syllabus names, else those that the reader's own folder makes known; and
//! how the folders stand to the roster. It encrypts and verifies nothing.

use super::AnnotationStore;
use crate::annotation::person::{parse_reader, public_keys};
use crate::annotation::{Reader, ReaderId};
use crate::config::syllabus::{Roster, RosterKey};
use crate::store::fs::error::{Error, Result};
use crate::store::fs::slug::slug;
use crate::store::sidecar::keyring::public_key;
use crate::store::sidecar::rostered::is_unlisted;
use crate::store::sidecar::signature::claims::ProvenBy;
use crate::text::fold::is_same_name;
use crate::text::visible;
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
    /// Short names of rows with neither a key nor an id: whoever writes under the name first is taken for their reader.
    pub open: Vec<String>,
    /// Short names of rows without an id that readers of several ids go by, with what is known of each of those.
    pub contested: Vec<(String, Vec<String>)>,
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

    /// The key that this device makes known, where the roster has others of this reader and not this one: nothing is encrypted for it.
    pub fn unlisted_key(&self) -> Option<String> {
        let (me, key) = (self.me.as_ref()?, self.annotations.keyring()?.published()?);
        let roster = self.annotations.roster().ok()?;
        let (_, row) = roster.row(&me.nickname, &me.id)?;
        is_unlisted(&row.key, &key).then_some(key)
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
                    if keys.iter().any(|key| is_unlisted(&row.key, key)) {
                        review.other_keys.push(folder);
                    }
                }
                None if roster.is_empty() => {}
                None => review.strangers.push(folder),
            }
        }
        review.absent = absent.into_iter().map(str::to_owned).collect();
        for (nickname, row) in roster.rows().filter(|(_, row)| row.id.is_none()) {
            if row.key == RosterKey::Unsaid {
                review.open.push(nickname.to_owned());
            }
            let claims = self.claims_of(&roster, nickname);
            if claims.len() > 1 {
                review.contested.push((nickname.to_owned(), claims.iter().map(FolderClaim::words).collect()));
            }
        }
        review
    }

    /// The folders of other ids that go by the name of a row of the roster, each id once: by the folder's own name, or by a short or full name
    /// that it says.
    fn claims_of(&self, roster: &Roster, row: &str) -> Vec<FolderClaim> {
        let full = roster.rows().find(|(nickname, _)| *nickname == row).and_then(|(_, row)| row.name.as_deref());
        let mut claims: Vec<FolderClaim> = Vec::new();
        for (folder, text) in self.annotations.people().0 {
            let Some(reader) = parse_reader(&text) else { continue };
            if roster.row_of_id(&reader.id).is_some_and(|own| own != row) {
                // Whom the roster knows by the id as somebody else is not this one, whatever the folder says.
                continue;
            }
            let named = is_same_name(&folder, row)
                || is_same_name(&reader.nickname, row)
                || full.is_some_and(|full| is_same_name(full, &reader.name));
            if named && !claims.iter().any(|claim| claim.reader.id == reader.id) {
                claims.push(FolderClaim { folder, reader });
            }
        }
        claims
    }

    /// Why the reader `me` cannot go by this name: a row of the roster has it, and is about another id, or a folder of another id goes by it
    /// already. In words.
    pub(in crate::store) fn roster_refuses(&self, me: &ReaderId, name: &str, nickname: &str) -> Option<String> {
        let roster = self.annotations.roster().ok()?;
        let rows: BTreeSet<&str> = roster.short_names_of(name).chain(roster.short_names_of(nickname)).collect();
        let own = roster.row_of_id(me).filter(|own| !rows.contains(own));
        if let Some((row, own)) = own.and_then(|own| Some((rows.first()?, own))) {
            return Some(format!("“{row}” in the roster is another reader than you: you are “{own}” there"));
        }
        for row in rows {
            let id = roster.rows().find(|(nickname, _)| *nickname == row).and_then(|(_, row)| row.id.as_deref());
            match id {
                Some(id) if id == me.as_str() => {}
                Some(_) => return Some(format!("“{row}” in the roster is a reader of another id")),
                None => {
                    let claims = self.claims_of(&roster, row);
                    // Who goes by it already stays.
                    let other = claims.iter().find(|claim| claim.reader.id != *me);
                    if let Some(other) = other.filter(|_| !claims.iter().any(|claim| claim.reader.id == *me)) {
                        return Some(format!("“{row}” in the roster is somebody here already: {}", other.words()));
                    }
                }
            }
        }
        None
    }

    /// The reader whom the roster has under this short name with an id, where nobody here has that id yet: on another device perhaps.
    pub fn awaited(&self, nickname: &str) -> Option<Reader> {
        let nickname = slug(nickname);
        self.awaited_where(|row, _| slug(row) == nickname)
    }

    /// The same, of that id.
    pub fn awaited_of_id(&self, id: &str) -> Option<Reader> {
        self.awaited_where(|_, said| said == id)
    }

    fn awaited_where(&self, is_meant: impl Fn(&str, &str) -> bool) -> Option<Reader> {
        let roster = self.annotations.roster().ok()?;
        let (nickname, id, row) = roster
            .rows()
            .filter_map(|(nickname, row)| Some((nickname, row.id.as_deref()?, row)))
            .find(|(nickname, id, _)| is_meant(nickname, id))?;
        let is_here = self.readers().0.into_values().any(|there| there.id == id);
        let name = row.name.clone().unwrap_or_else(|| nickname.to_owned());
        (!is_here).then(|| Reader { id: ReaderId::new(id), name, nickname: slug(nickname) })
    }

    /// Whose the folder of a reader is, in words, where nothing in the roster says that the reader goes by its name rightly: to be asked before
    /// anybody writes on as that reader.
    pub fn unsure_reader(&self, reader: &Reader) -> Option<String> {
        let roster = self.annotations.roster().ok().filter(|roster| !roster.is_empty())?;
        let is_open = roster.row(&reader.nickname, &reader.id).is_some_and(|(_, row)| row.id.is_none());
        let folder = || self.readers().0.into_iter().find(|(_, there)| there.id == reader.id);
        let proven = |folder: &str, reader: &Reader| {
            self.claims.proven(&self.annotations, &roster, (folder, reader)) == Some(ProvenBy::Roster)
        };
        let (folder, reader) = folder().filter(|(folder, reader)| is_open && !proven(folder, reader))?;
        Some(FolderClaim { folder, reader }.words())
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
        // Where there is no roster it names nobody's.
        if self.annotations.keyring().is_none() || self.annotations.roster().is_ok_and(|roster| roster.is_empty()) {
            return Vec::new();
        }
        let known = self.reader_keys().unwrap_or_default();
        known.differing().map(|(id, _)| id.clone()).collect()
    }

    /// By the names of their folders, the keys of readers of whom the roster names some; none of those of whom it names no good one.
    pub fn roster_keys(&self) -> HashMap<String, Vec<String>> {
        let roster = self.annotations.roster().unwrap_or_default();
        if roster.is_empty() {
            return HashMap::new();
        }
        let keys = |(folder, reader): (String, Reader)| match &roster.row(&reader.nickname, &reader.id)?.1.key {
            RosterKey::Unsaid => None,
            RosterKey::Known(keys) => Some((folder, keys.clone())),
            RosterKey::Unclear => Some((folder, Vec::new())),
        };
        self.readers().0.into_iter().filter_map(keys).collect()
    }
}

/// A folder and the reader whose it says it is.
struct FolderClaim {
    folder: String,
    reader: Reader,
}

impl FolderClaim {
    fn words(&self) -> String {
        let name = visible::line(&self.reader.name);
        format!("{name} in annotations/{}, with the id {}", visible::line(&self.folder), visible::line(&self.reader.id))
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
        let is_other = |known: &KnownKeys| known.folders.iter().flatten().any(|key| is_unlisted(&known.roster, key));
        let other = self.0.iter().filter(move |(_, known)| is_other(known));
        other.map(|(id, known)| (id, known.name.as_str()))
    }
}
