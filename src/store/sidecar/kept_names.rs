//! What a survey has kept of what sidecars say of names: the line that a kept summary begins with. It reads no sidecar, and keeps nothing
//! itself.

use crate::document::DocPath;
use crate::store::corpus::summary_cache::SummaryCache;
use crate::store::fs::digest::Digest;
use crate::store::sidecar::renamed::NamesSaid;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// What sidecars say of names in a line, and a summary with the print of what it was made from in what follows.
pub fn with_names(said: &NamesSaid, summary: Option<(Digest, Vec<u8>)>) -> Vec<u8> {
    let print = summary.as_ref().map(|(print, _)| print.hex());
    let mut bytes = serde_json::to_vec(&(said, print)).unwrap_or_default();
    bytes.push(b'\n');
    bytes.extend(summary.into_iter().flat_map(|(_, summary)| summary));
    bytes
}

/// What [`with_names`] has written: the names, the print where there is a summary, and what follows.
pub fn names_and_rest(bytes: &[u8]) -> Option<(NamesSaid, Option<Digest>, &[u8])> {
    let at = bytes.iter().position(|byte| *byte == b'\n')?;
    let (said, print): (NamesSaid, Option<String>) = serde_json::from_slice(&bytes[..at]).ok()?;
    Some((said, print.as_deref().and_then(Digest::from_hex), &bytes[at + 1..]))
}

/// What was kept, as far as it was asked for; one for a session.
#[derive(Debug, Default)]
pub(in crate::store) struct KeptNames(Mutex<HashMap<DocPath, (Digest, NamesSaid)>>);

impl KeptNames {
    /// What the sidecars under a name say, if they still have the print under which that was kept.
    pub fn said(&self, cache: &SummaryCache, path: &DocPath, own: &Digest) -> Option<NamesSaid> {
        let known = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, said)) = known().get(path).filter(|(print, _)| print == own) {
            return Some(said.clone());
        }
        let (said, ..) = names_and_rest(&cache.read(path, own)?)?;
        known().insert(path.clone(), (*own, said.clone()));
        Some(said)
    }
}
