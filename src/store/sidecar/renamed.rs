//! Documents that were renamed or moved: which names a text had when it was annotated.
//!
//! A sidecar lies under the path of its document. Where a text has none, those are looked for whose document is not there
//! any more and whose records say the same digest. Once a reader has written under the new name, that file also says the
//! old one, so that nobody has to look again: that reader's annotations are carried on; what that means once another text has
//! taken the old name is said in `carried_on`. Nothing is written here, and no old file is ever touched.

use crate::annotation::{DocumentIdentity, Record, Sidecar, Target};
use crate::document::DocPath;
use crate::store::fs::digest::Digest;
use crate::store::sidecar::annotations::{Annotations, Listed, stem};
use crate::store::sidecar::merging::ParsedFile;
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{Mutex, PoisonError},
    time::SystemTime,
};

/// The most files of documents that are not there which one look at one text reads anew.
pub(in crate::store) const MOST_READ: usize = 2_000;

/// What sidecars under one name say of names and versions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamesSaid {
    /// Other names that their document had.
    former: BTreeSet<String>,
    /// Whose annotations were carried on from such a name: the reader's folder and the name.
    carried: BTreeSet<(String, String)>,
    /// The digests that those of them began with that say this very name.
    begun: BTreeSet<String>,
    /// The `urn:sha256:` of every version of the document that they speak of, where it is not there under any name that they say.
    versions: BTreeSet<String>,
}

impl NamesSaid {
    fn and(mut self, other: Self) -> Self {
        self.former.extend(other.former);
        self.carried.extend(other.carried);
        self.begun.extend(other.begun);
        self.versions.extend(other.versions);
        self
    }

    /// Whether they speak of that version of a document which is nowhere.
    pub(in crate::store) fn speaks_of(&self, digest: &Digest) -> bool {
        self.versions.contains(&digest.urn())
    }

    /// The digests that their document had when they were begun.
    pub(in crate::store) fn begun(&self) -> BTreeSet<Digest> {
        self.begun.iter().filter_map(|hex| Digest::from_hex(hex)).collect()
    }

    /// Whether they speak of any.
    pub(in crate::store) fn has_versions(&self) -> bool {
        !self.versions.is_empty()
    }

    /// The names that annotations were carried on from, with the folder of whose they are.
    pub(in crate::store) fn carried(&self) -> impl Iterator<Item = (&str, &str)> {
        self.carried.iter().map(|(folder, name)| (folder.as_str(), name.as_str()))
    }

    /// Other names that their document had.
    pub(in crate::store) fn former(&self) -> impl Iterator<Item = &str> {
        self.former.iter().map(String::as_str)
    }
}

/// What was read of one sidecar, and when it was so.
type SeenSidecar = (u64, SystemTime, bool, NamesSaid);

/// What sidecars say of names, as far as they were read; one for a session.
#[derive(Debug, Default)]
pub(in crate::store) struct Renamed {
    /// (reader's folder, path in it) → what it said.
    known: Mutex<HashMap<(String, String), SeenSidecar>>,
}

impl Renamed {
    /// What these sidecars say, all under one name; `most` of them at most are read anew.
    pub fn said(&self, annotations: &Annotations, listed: &[&Listed], most: &mut usize) -> NamesSaid {
        let Some(first) = listed.first() else { return NamesSaid::default() };
        let gone = is_gone(annotations, &first.document);
        let (mut said, mut unread) = (NamesSaid::default(), Vec::new());
        for listed in listed {
            match self.known_of(listed, gone) {
                Some(known) => said = said.and(known),
                None => unread.push(*listed),
            }
        }
        unread.truncate(*most);
        *most -= unread.len();
        let read = annotations.each_listed(&unread, |listed, text| said_by_text(annotations, listed, gone, &text));
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        for (listed, read) in unread.iter().zip(read) {
            let read = read.unwrap_or_default();
            let key = (listed.folder.clone(), listed.path.clone());
            known.insert(key, (listed.size, listed.modified, gone, read.clone()));
            said = said.and(read);
        }
        said
    }

    /// What is known of a sidecar that is as it was when it was read.
    fn known_of(&self, listed: &Listed, gone: bool) -> Option<NamesSaid> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let (size, at, was_gone, said) = known.get(&(listed.folder.clone(), listed.path.clone()))?;
        let is_fresh = (*size, *at) == (listed.size, listed.modified) && (*was_gone || !gone);
        is_fresh.then(|| said.clone())
    }
}

fn said_by_text(annotations: &Annotations, listed: &Listed, gone: bool, text: &str) -> NamesSaid {
    let identities = Sidecar::identities_in(text);
    let (carried, former) = names_in(&listed.folder, &listed.document, identities.iter().cloned());
    // One that does not say its own name was put there by somebody: it is about a text that is there under a name it says.
    let is_elsewhere = carried.is_empty() && former.iter().any(|name| !is_gone(annotations, name));
    let versions = if gone && !is_elsewhere { versions_of(text, &identities) } else { BTreeSet::new() };
    let is_own = |said: &&DocumentIdentity| DocPath::new(&said.path).is_ok_and(|path| stem(&path) == listed.document);
    let begun = identities.iter().filter(is_own).map(|said| said.sha256.clone()).collect();
    NamesSaid { former, carried, begun, versions }
}

/// From which names a file of that folder under that name carries on, and all other names that it says. A file that does not say
/// its own name was copied or renamed by somebody: it carries nothing on.
fn names_in(
    folder: &str,
    name: &str,
    identities: impl Iterator<Item = DocumentIdentity>,
) -> (BTreeSet<(String, String)>, BTreeSet<String>) {
    let is_own = |said: &String| DocPath::new(said).is_ok_and(|path| stem(&path) == name);
    let (own, former): (BTreeSet<String>, BTreeSet<String>) = identities.map(|said| said.path).partition(is_own);
    let carried = former.iter().filter(|_| !own.is_empty()).map(|name| (folder.to_owned(), name.clone()));
    (carried.collect(), former)
}

/// The versions that a sidecar speaks of.
fn versions_of(text: &str, identities: &[DocumentIdentity]) -> BTreeSet<String> {
    let mut found: BTreeSet<String> = identities.iter().map(|said| format!("urn:sha256:{}", said.sha256)).collect();
    let sidecar = Sidecar::parse(text);
    found.extend(sidecar.records().filter_map(source_of).filter(|source| source.starts_with("urn:sha256:")));
    found
}

/// The version of a document that a record is on; an answer is on none.
pub(in crate::store) fn source_of(record: &Record) -> Option<String> {
    match record.annotation()?.target {
        Target::Passage(passage) => Some(passage.source),
        Target::Document(source) => Some(source),
        Target::Annotation(_) => None,
    }
}

/// Whether no document has this name. A name that is no path, or that stands for one that is not UTF-8, says nothing.
pub(in crate::store) fn is_gone(annotations: &Annotations, name: &str) -> bool {
    let named = DocPath::new(name).ok().filter(|_| !name.contains('\u{FFFD}'));
    named.is_some_and(|path| !annotations.has_document(&path))
}

/// The former names that the sidecars of a document say themselves.
pub(in crate::store) fn said_by(
    identities: impl Iterator<Item = DocumentIdentity>,
    path: &DocPath,
    annotations: &Annotations,
) -> Vec<DocPath> {
    let others = identities.map(|identity| identity.path).filter(|name| name != path.as_str());
    let gone: BTreeSet<DocPath> =
        others.filter(|name| is_gone(annotations, name)).filter_map(|name| DocPath::new(name).ok()).collect();
    gone.into_iter().collect()
}

/// From which names these files of one document carry on, with the folders of whose annotations are.
pub(in crate::store) fn carried_by(path: &DocPath, files: &[ParsedFile]) -> BTreeMap<DocPath, BTreeSet<String>> {
    let mut names: BTreeMap<DocPath, BTreeSet<String>> = BTreeMap::new();
    for (file, sidecar) in files {
        let (carried, _) = names_in(&file.folder, &stem(path), sidecar.records().filter_map(Record::identity));
        for (folder, name) in carried {
            if let Ok(name) = DocPath::new(&name) {
                names.entry(name).or_default().insert(folder);
            }
        }
    }
    names
}
