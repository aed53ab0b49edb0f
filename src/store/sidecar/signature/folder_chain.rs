//! What lies in a reader's folder as signatures see it: the links and their chain, the print that says whether it is another, and which
//! version of a record counts. It looks for no files and for no keys.

use super::chain::{Chain, HeldLink};
use super::keygen::{self, KeysOf};
use crate::annotation::{AnnotationId, Reader, Record, Sidecar};
use crate::store::fs::digest::{Digest, digest};
use crate::store::fs::error::Result;
use crate::store::sidecar::annotations::SidecarFile;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

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

/// The links that these files hold.
pub(super) fn links_of(files: &[SidecarFile]) -> Vec<HeldLink> {
    let parsed = files.iter().map(|file| Sidecar::parse(&file.text));
    parsed.flat_map(|sidecar| sidecar.records().filter_map(HeldLink::of).collect::<Vec<_>>()).collect()
}
