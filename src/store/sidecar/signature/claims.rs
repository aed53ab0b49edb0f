//! Whether a folder that claims to be a reader's is signed with that reader's key: asked only where several folders claim one id, and
//! remembered, for it runs ssh-keygen. It decides nothing.

use super::folder_chain::{chain_by, print_of};
use super::key_list::list;
use super::keygen::KeysOf;
use crate::annotation::Reader;
use crate::config::syllabus::{Roster, RosterKey};
use crate::store::corpus::names::ALLOWED;
use crate::store::fs::digest::Digest;
use crate::store::sidecar::annotations::Annotations;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// How many folders that claim one id are looked at.
pub(in crate::store) const MOST_CLAIMS: usize = 8;

/// What has said whose key it is that a folder is signed with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) enum ProvenBy {
    /// The roster.
    Roster,
    /// The list of keys beside the texts.
    List,
}

/// What was found before, by the files and keys that it was found by.
#[derive(Debug, Default)]
pub(in crate::store) struct KnownClaims(Mutex<HashMap<Digest, bool>>);

impl KnownClaims {
    /// By what it is known that a folder is signed with a key of the reader whose it says it is; `None` where it is not, or nobody can tell.
    pub fn proven(
        &self,
        annotations: &Annotations,
        roster: &Roster,
        (folder, reader): (&str, &Reader),
    ) -> Option<ProvenBy> {
        let (keys, by) = keys_of(annotations, roster, (folder, reader));
        if !keys.is_known() {
            return None;
        }
        let files = annotations.chain_files(folder);
        let list = keys.allowed.as_ref().and_then(|path| list(path).ok()).unwrap_or_default();
        let print = print_of(&files, reader, (&keys, &list));
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&print).copied();
        let is_proven = known.unwrap_or_else(|| {
            let is_proven = chain_by(&files, reader, &keys).is_ok_and(|chain| chain.is_proven);
            self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(print, is_proven);
            is_proven
        });
        is_proven.then_some(by)
    }
}

/// The keys of the reader of a folder, and who says so.
fn keys_of(annotations: &Annotations, roster: &Roster, (folder, reader): (&str, &Reader)) -> (KeysOf, ProvenBy) {
    let names = vec![folder.to_owned(), reader.id.to_string()];
    let of_row = match roster.row(&reader.nickname, &reader.id).map(|(_, row)| &row.key) {
        Some(RosterKey::Known(keys)) => Some(keys.clone()),
        Some(RosterKey::Unclear) => Some(Vec::new()),
        Some(RosterKey::Unsaid) | None => None,
    };
    let by = if of_row.is_some() { ProvenBy::Roster } else { ProvenBy::List };
    let path = annotations.corpus_root().join(ALLOWED);
    let allowed = Some(path).filter(|path| path.is_file());
    // Who does not stand in it does not verify by it.
    (KeysOf { roster: of_row, is_listed: allowed.is_some(), allowed, names }, by)
}
