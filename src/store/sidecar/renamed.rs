//! Documents that were renamed or moved: which names a text had when it was annotated.
//!
//! A sidecar lies under the path of its document. Where a text has none, those are looked for whose document is not there
//! any more and whose records say the same digest. Once a reader has written under the new name, that file also says the
//! old one, so that nobody has to look again. Nothing is written here, and no old file is ever touched.

use crate::annotation::{DocumentIdentity, Record, Sidecar, Target};
use crate::document::DocPath;
use crate::store::fs::digest::Digest;
use crate::store::sidecar::annotations::{Annotations, Listed, SidecarListing};
use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::{Mutex, PoisonError},
    time::SystemTime,
};

/// The most files of documents that are not there which one look reads anew.
const MOST_READ: usize = 2_000;

/// What was read of one sidecar, and when it was so.
type SeenSidecar = (u64, SystemTime, HashSet<String>);

/// The digests that sidecars of missing documents speak of, as far as they were read; one for a session.
#[derive(Debug, Default)]
pub(in crate::store) struct Renamed {
    /// (reader's folder, path in it) → what it said.
    known: Mutex<HashMap<(String, String), SeenSidecar>>,
}

impl Renamed {
    /// The names under which a text of that digest was annotated and that no document has now, by the names of all
    /// sidecars; only those of missing documents are read, and those once.
    pub fn names_of(
        &self,
        digest: &Digest,
        path: &DocPath,
        annotations: &Annotations,
        index: &SidecarListing,
    ) -> Vec<DocPath> {
        let mut homeless: HashMap<&str, bool> = HashMap::new();
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let (wanted, mut names, mut read) = (digest.urn(), BTreeSet::new(), 0);
        for listed in index.files().iter().filter(|listed| listed.document != path.as_str()) {
            let gone = homeless.entry(&listed.document).or_insert_with(|| is_gone(annotations, &listed.document));
            if *gone && digests(&mut known, annotations, listed, &mut read).contains(&wanted) {
                names.extend(DocPath::new(&listed.document));
            }
        }
        names.into_iter().collect()
    }
}

/// The `urn:sha256:` of every version of the document that a sidecar speaks of; none where the document that it names
/// itself is still there under that name.
fn digests<'a>(
    known: &'a mut HashMap<(String, String), SeenSidecar>,
    annotations: &Annotations,
    listed: &Listed,
    read: &mut usize,
) -> &'a HashSet<String> {
    let key = (listed.folder.clone(), listed.path.clone());
    let fresh = known.get(&key).is_some_and(|(size, at, _)| (*size, *at) == (listed.size, listed.modified));
    if !fresh && *read < MOST_READ {
        *read += 1;
        let text = annotations.read(listed).map(|file| file.text).unwrap_or_default();
        known.insert(key.clone(), (listed.size, listed.modified, spoken_of(annotations, &text)));
    }
    &known.entry(key).or_insert_with(|| (0, SystemTime::UNIX_EPOCH, HashSet::new())).2
}

fn spoken_of(annotations: &Annotations, text: &str) -> HashSet<String> {
    let sidecar = Sidecar::parse(text);
    let identities = sidecar.records().filter_map(Record::identity);
    let mut found = HashSet::new();
    for identity in identities {
        if !is_gone(annotations, &identity.path) {
            return HashSet::new();
        }
        found.insert(format!("urn:sha256:{}", identity.sha256));
    }
    let sources = sidecar.records().filter_map(|record| match record.annotation()?.target {
        Target::Passage(passage) => Some(passage.source),
        Target::Document(source) => Some(source),
        Target::Annotation(_) => None,
    });
    found.extend(sources.filter(|source| source.starts_with("urn:sha256:")));
    found
}

/// Whether no document has this name. A name that is no path, or that stands for one that is not UTF-8, says nothing.
fn is_gone(annotations: &Annotations, name: &str) -> bool {
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
