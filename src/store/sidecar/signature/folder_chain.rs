//! What lies in a reader's folder as signatures see it: the links and their chain, the print that says whether it is another, which version
//! of a record counts, and whether it lies where it was signed for. It looks for no files of annotations and for no keys.

use super::chain::{Chain, HeldLink, record_digest};
use super::keygen::{self, KeysOf};
use crate::annotation::{AnnotationId, Reader, Record, Sidecar};
use crate::document::DocPath;
use crate::store::fs::digest::{Digest, digest};
use crate::store::fs::error::Result;
use crate::store::sidecar::annotations::{Annotations, SidecarFile};
use crate::store::sidecar::renamed::source_of;
use std::collections::{BTreeMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use unicode_normalization::UnicodeNormalization as _;

/// The chain of a reader by the links in these files, verified by these keys.
pub(super) fn chain_by(files: &[SidecarFile], reader: &Reader, keys: &KeysOf) -> Result<Chain> {
    let verify = &mut |held: &HeldLink| keygen::verify(&held.text, &held.signature, keys);
    Chain::of(&links_of(files), &reader.id, verify)
}

/// What a chain follows from: the files, whose they are, the keys and the list of them.
pub(super) fn print_of(files: &[SidecarFile], reader: &Reader, (keys, list): (&KeysOf, &str)) -> Digest {
    let mut hasher = DefaultHasher::new();
    (keys, list).hash(&mut hasher);
    let mut print = format!("{}\0{}\0", reader.id, hasher.finish()).into_bytes();
    for file in files {
        print.extend_from_slice(digest(file.text.as_bytes()).hex().as_bytes());
    }
    digest(&print)
}

/// Keeps the version of a record that counts, as merging has it; what only says which document a file is about is nobody's work.
pub(super) fn take_newer(newest: &mut BTreeMap<AnnotationId, Record>, record: &Record) {
    if record.is_identity() {
        return;
    }
    let order = |record: &Record| (record.modified(), record.is_tombstone(), record.canonical());
    match newest.get(record.id()) {
        Some(known) if order(known) >= order(record) => {}
        _ => drop(newest.insert(record.id().clone(), record.clone())),
    }
}

/// The names that annotations on a document were carried on from and that other texts have now, and the document's digest.
#[derive(Debug, Default)]
pub(super) struct CarriedNames {
    names: Vec<DocPath>,
    digest: Option<Digest>,
}

impl CarriedNames {
    /// Of the document at a path, from those names.
    pub fn of(annotations: &Annotations, path: &DocPath, names: Vec<DocPath>) -> Self {
        let digest = if names.is_empty() { None } else { annotations.file_digest(path) };
        Self { names, digest }
    }

    /// Whether a record that was signed for the text of that name was carried on from it, on the very bytes that the document still has.
    fn have(&self, record: &Record, signed: &str) -> bool {
        let digest = self.digest.map(|digest| digest.urn());
        let is_same = source_of(record).is_none_or(|source| digest.is_some_and(|digest| digest == source));
        is_same && self.names.iter().any(|name| name.as_str() == signed)
    }
}

/// Whether a record that is as it was signed lies in a file about another document than the one it was signed for, which is here too. A
/// document that is not here any more was renamed, and its annotations go where it went, also once another text has its name; one whose
/// name is only spelled otherwise is the same.
pub(super) fn is_elsewhere(
    annotations: &Annotations,
    chain: &Chain,
    record: &Record,
    (document, carried): (&str, &CarriedNames),
) -> bool {
    let Some(signed) = chain.document(record.id(), &record_digest(record)).filter(|signed| *signed != document) else {
        return false;
    };
    let plain = |name: &str| name.nfc().collect::<String>().to_lowercase();
    let is_here = |name: &str| DocPath::new(name).is_ok_and(|path| annotations.has_document(&path));
    plain(signed) != plain(document) && is_here(signed) && is_here(document) && !carried.have(record, signed)
}

/// The links that these files hold, and whose records no file of them has taken back.
pub(super) fn links_of(files: &[SidecarFile]) -> Vec<HeldLink> {
    let parsed: Vec<Sidecar> = files.iter().map(|file| Sidecar::parse(&file.text)).collect();
    let gone = taken_back(&parsed);
    let links = parsed.iter().flat_map(Sidecar::records).filter(|record| !gone.contains(record.id()));
    links.filter_map(HeldLink::of).collect()
}

/// The records of links that were taken back: what somebody else takes back so is missed like what is taken out of a file.
pub(super) fn taken_back(files: &[Sidecar]) -> HashSet<AnnotationId> {
    let gone = files.iter().flat_map(Sidecar::records).filter(|record| record.is_tombstone());
    gone.map(|record| record.id().clone()).collect()
}
