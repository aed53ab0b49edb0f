//! Whether a file in a reader's folder is from that reader, as far as the system's users tell.
//!
//! **The rule.** Nobody but the owner of a reader's folder writes into it, so its files belong to the user who owns its
//! `reader.json`; one's own belong to oneself, where any of them does. A file of somebody else there is doubtful. Root says
//! nothing: it sets folders up and brings them back from copies. Two folders that claim one reader's id and belong to two
//! users are doubtful both. Where everything belongs to one user (a clone, a bundle, a drive without owners) nothing is
//! known, and nothing is said. No file is opened here, and nothing is withheld: what is doubtful is shown and said to be.

use crate::annotation::{AnnotationId, ReaderId, Record, Sidecar, parse_sidecar_name};
use crate::store::corpus::names::PERSON;
use crate::store::fs::account::account;
use crate::store::fs::parallel;
use crate::store::fs::system;
use crate::store::sidecar::annotation_store::AnnotationStore;
use crate::store::sidecar::annotations::{Annotations, SidecarFile, SidecarListing};
use crate::text::shown;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

/// The user who may own anything.
const ROOT: u32 = 0;

/// A file that is hardly from the reader whose folder it is in, or a folder that is hardly the reader's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// The file or folder.
    pub path: PathBuf,
    /// The reader's folder.
    pub folder: String,
    /// What is the matter, in words.
    pub what: String,
}

impl Doubt {
    /// What can be done about it.
    pub fn hint(&self) -> &'static str {
        "Ask the reader whether they wrote it. If not, the folder can be written by others: its owner should take the right \
         to write from the group (chmod g-w), or sign (`postil sign`)."
    }
}

/// The files of one reader's folder, by their users.
#[derive(Clone, Debug, Default)]
struct OwnedFolder {
    /// Of its `reader.json`.
    person: Option<u32>,
    files: Vec<(PathBuf, u32)>,
}

impl OwnedFolder {
    /// Whose files these are; `me` in one's own folder.
    fn expected(&self, me: Option<u32>) -> Option<u32> {
        let is_mine = |me: &u32| *me != ROOT && (self.person == Some(*me) || self.files.iter().any(|(_, of)| of == me));
        me.filter(is_mine).or(self.person.filter(|of| *of != ROOT))
    }

    /// The files that belong to somebody else, with the users: theirs, and who should own them.
    fn foreign(&self, me: Option<u32>) -> Vec<(&Path, u32, u32)> {
        let Some(expected) = self.expected(me) else { return Vec::new() };
        let foreign = self.files.iter().filter(|(_, of)| *of != expected && *of != ROOT);
        foreign.map(|(path, of)| (path.as_path(), *of, expected)).collect()
    }
}

fn user_of(path: &Path) -> Option<u32> {
    std::fs::symlink_metadata(path).ok().and_then(|found| system::owner(&found))
}

impl Annotations {
    /// The files of these readers' folders and the users whose they are, by folder.
    fn owned<'a>(&self, files: impl Iterator<Item = (&'a str, PathBuf, Option<u32>)>) -> BTreeMap<String, OwnedFolder> {
        let (base, mut folders) = (self.bases[0].path(), BTreeMap::<String, OwnedFolder>::new());
        for (name, path, user) in files.filter(|(_, path, _)| path.starts_with(&base)) {
            let Some(user) = user else { continue };
            folders.entry(name.to_owned()).or_default().files.push((path, user));
        }
        let Ok(Some(opened)) = self.bases[0].open() else { return folders };
        let names: Vec<&String> = folders.keys().collect();
        let owners = parallel::each(&names, |name| opened.glance_below(&Path::new(name).join(PERSON))?.owner);
        for ((name, folder), owner) in folders.iter_mut().zip(owners) {
            folder.person = owner;
            folder.files.splice(..0, owner.map(|owner| (base.join(name).join(PERSON), owner)));
        }
        folders
    }

    fn foreign(&self, folders: &BTreeMap<String, OwnedFolder>) -> Vec<Doubt> {
        let me = |name: &str| {
            let own = self.own.as_ref().is_some_and(|own| own.folder == name);
            system::user().filter(|_| own)
        };
        let of_folder = |(name, folder): (&String, &OwnedFolder)| {
            let doubt = |(path, of, expected): (&Path, u32, u32)| Doubt {
                path: path.to_path_buf(),
                folder: name.clone(),
                what: format!(
                    "a file in {name}'s folder is from another account: it is {}'s, not {}'s",
                    account(of),
                    account(expected)
                ),
            };
            folder.foreign(me(name)).into_iter().map(doubt).collect::<Vec<Doubt>>()
        };
        folders.iter().flat_map(of_folder).collect()
    }
}

impl AnnotationStore {
    /// Everything doubtful in the readers' folders.
    pub fn doubts(&self) -> Vec<Doubt> {
        let annotations = self.annotations();
        let (index, _): (SidecarListing, _) = annotations.index(&|name| Some(parse_sidecar_name(name)?.0));
        let files = index.with_chains().map(|listed| {
            let path = annotations.path_of(listed);
            let user = user_of(&path);
            (listed.folder.as_str(), path, user)
        });
        let folders = annotations.owned(files);
        let mut doubts = annotations.foreign(&folders);
        let ids = self.readers().0.into_iter().map(|(folder, reader)| (folder, reader.id)).collect();
        doubts.extend(claims(&folders, &ids).into_iter().map(|(name, other)| Doubt {
            path: annotations.path().join(&name),
            what: format!("the folders {name} and {other} say that they are one reader, and belong to two accounts"),
            folder: name,
        }));
        doubts
    }

    /// What is doubtful of these files of a document: in words, and the ids of what is said in doubtful files alone.
    pub(in crate::store) fn doubted(&self, files: &[(SidecarFile, Sidecar)]) -> (Vec<String>, Vec<AnnotationId>) {
        // Root's files are never doubtful.
        if files.iter().all(|(file, _)| file.owner.is_none_or(|user| user == ROOT)) {
            return (Vec::new(), Vec::new());
        }
        let named = files.iter().map(|(file, _)| (file.folder.as_str(), file.path.clone(), file.owner));
        let annotations = self.annotations();
        let doubts = annotations.foreign(&annotations.owned(named));
        if doubts.is_empty() {
            return (Vec::new(), Vec::new());
        }
        let paths: HashSet<&Path> = doubts.iter().map(|doubt| doubt.path.as_path()).collect();
        let (doubtful, sure): (Vec<_>, Vec<_>) =
            files.iter().partition(|(file, _)| paths.contains(file.path.as_path()));
        let said: HashSet<(&AnnotationId, String)> =
            sure.iter().flat_map(|(_, sidecar)| sidecar.records()).map(|it| (it.id(), it.to_line())).collect();
        let only = |record: &&Record| !said.contains(&(record.id(), record.to_line()));
        let ids = doubtful.iter().flat_map(|(_, sidecar)| sidecar.records()).filter(only).map(|it| it.id().clone());
        let told = |doubt: &Doubt| format!("{} ({})", doubt.what, shown(&doubt.path));
        (doubts.iter().map(told).collect(), ids.collect())
    }
}

/// Folders of two users that claim the id of one reader: each with another.
fn claims(folders: &BTreeMap<String, OwnedFolder>, ids: &HashMap<String, ReaderId>) -> Vec<(String, String)> {
    let user = |name: &str| folders.get(name).and_then(|folder| folder.person).filter(|of| *of != ROOT);
    let mut of_id: HashMap<&ReaderId, Vec<&String>> = HashMap::new();
    for name in folders.keys() {
        if let Some(id) = ids.get(name) {
            of_id.entry(id).or_default().push(name);
        }
    }
    let other = |name: &String| {
        let (of, mut same) = (user(name)?, of_id.get(ids.get(name)?)?.iter());
        let other = same.find(|other| user(other).is_some_and(|it| it != of))?;
        Some((name.clone(), (*other).clone()))
    };
    folders.keys().filter_map(other).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(person: Option<u32>, users: &[u32]) -> OwnedFolder {
        let files = users.iter().enumerate().map(|(number, of)| (PathBuf::from(number.to_string()), *of)).collect();
        OwnedFolder { person, files }
    }

    #[test]
    fn the_rule_of_whose_a_file_is() {
        for (person, users, me, doubtful) in [
            (Some(1001), &[1001, 1001][..], None, &[][..]),
            (Some(1001), &[1001, 1002], None, &[1]),
            // Root brings files back from copies, and sets folders up.
            (Some(1001), &[1001, 0], None, &[]),
            (Some(0), &[1001, 1002], None, &[]),
            (None, &[1001, 1002], None, &[]),
            // My own folder: mine is what belongs to me, whoever owns the reader.json.
            (Some(1002), &[1001, 1002], Some(1001), &[1]),
            (Some(1001), &[1001, 1002], Some(1001), &[1]),
            // A drive without owners, or somebody who reads as root.
            (Some(1002), &[1002, 1002], Some(1001), &[]),
            (Some(1002), &[1002, 0], Some(0), &[]),
        ] {
            let folder = folder(person, users);
            let foreign = folder.foreign(me);
            let numbers: Vec<String> = foreign.iter().map(|(path, ..)| path.display().to_string()).collect();
            let expected: Vec<String> = doubtful.iter().map(ToString::to_string).collect();
            assert_eq!(numbers, expected, "{person:?} {users:?} {me:?}");
        }
    }

    #[test]
    fn two_users_cannot_be_one_reader() {
        let named = |users: [u32; 2]| {
            BTreeMap::from([("mei".into(), folder(Some(users[0]), &[])), ("mal".into(), folder(Some(users[1]), &[]))])
        };
        let ids = |of: [&str; 2]| HashMap::from([("mei".into(), of[0].into()), ("mal".into(), of[1].into())]);
        assert_eq!(claims(&named([1001, 1002]), &ids(["x", "x"])).len(), 2);
        assert_eq!(claims(&named([1001, 1001]), &ids(["x", "x"])), [], "one person may have had another name");
        assert_eq!(claims(&named([1001, 1002]), &ids(["x", "y"])), []);
        assert_eq!(claims(&named([1001, 0]), &ids(["x", "x"])), []);
    }
}
