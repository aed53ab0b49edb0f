//! How the annotations on one document stand to what their readers have signed. It reads the files of the document and of the readers'
//! links, and has ssh-keygen verify what it has not verified before; nothing is withheld for what comes of it.

use super::chain::{Chain, record_digest};
use super::folder_chain::{CarriedNames, chain_by, is_elsewhere, print_of, take_newer};
use super::key_list::list;
use super::keygen::KeysOf;
use crate::annotation::{AnnotationId, Proof, Reader, Record};
use crate::config::syllabus::RosterKey;
use crate::document::DocPath;
use crate::store::corpus::names::ALLOWED;
use crate::store::fs::digest::Digest;
use crate::store::fs::error::Result;
use crate::store::sidecar::annotation_store::AnnotationStore;
use crate::store::sidecar::annotations::SidecarFile;
use jiff::Timestamp;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Whose keys count.
#[derive(Clone, Debug, Default)]
pub struct Signers {
    /// By the names of their folders, the keys of those of whom the roster names some.
    roster: HashMap<String, Vec<String>>,
    /// Whether the roster has anybody's key, also where the folder is gone of whoever has it.
    has_roster: bool,
    /// A list of keys, for the others, and what it says.
    allowed: Option<(PathBuf, String)>,
}

impl Signers {
    /// Those of the roster, and of the list beside the texts for others.
    pub fn of(store: &AnnotationStore) -> Self {
        let path = store.annotations().corpus_root().join(ALLOWED);
        let roster = store.annotations().roster().unwrap_or_default();
        let has_roster = roster.rows().any(|(_, row)| row.key != RosterKey::Unsaid);
        Self { has_roster, roster: store.roster_keys(), allowed: list(&path).ok().map(|text| (path, text)) }
    }

    /// Those of another list alone.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn in_list(path: &Path) -> Result<Self> {
        Ok(Self { has_roster: false, roster: HashMap::new(), allowed: Some((path.to_path_buf(), list(path)?)) })
    }

    /// Whether nobody has said anything of anybody's keys.
    pub fn is_empty(&self) -> bool {
        !self.has_roster && self.allowed.is_none()
    }

    /// What the list says; empty where there is none.
    pub(super) fn list(&self) -> &str {
        self.allowed.as_ref().map_or("", |(_, text)| text)
    }

    /// The keys of the reader of a folder.
    pub(super) fn of_reader(&self, folder: &str, reader: &Reader) -> KeysOf {
        let names = vec![folder.to_owned(), reader.id.to_string()];
        let is_listed = lists(self.list(), &names);
        let allowed = self.allowed.as_ref().map(|(path, _)| path.clone());
        KeysOf { roster: self.roster.get(folder).cloned(), allowed, names, is_listed }
    }
}

/// Whether a list of keys has somebody of these names; a pattern may mean anybody.
fn lists(text: &str, names: &[String]) -> bool {
    let first = text.lines().filter_map(|line| line.split_whitespace().next()).filter(|word| !word.starts_with('#'));
    let named = first.flat_map(|word| word.trim_matches('"').split(','));
    named.into_iter().any(|said| said.contains(['*', '?']) || names.iter().any(|name| name == said))
}

/// The chains that were put together, so that the same is not verified twice.
#[derive(Debug, Default)]
pub struct KnownChains(HashMap<String, (Digest, Arc<Chain>)>);

impl KnownChains {
    /// The chain of the reader of a folder, by the links in these files of it.
    pub(super) fn of(
        &mut self,
        files: &[SidecarFile],
        (folder, reader): (&str, &Reader),
        signers: &Signers,
    ) -> Result<Arc<Chain>> {
        let keys = signers.of_reader(folder, reader);
        let print = print_of(files, reader, (&keys, signers.list()));
        if let Some((known, chain)) = self.0.get(folder)
            && *known == print
        {
            return Ok(Arc::clone(chain));
        }
        let chain = Arc::new(chain_by(files, reader, &keys)?);
        self.0.insert(folder.to_owned(), (print, Arc::clone(&chain)));
        Ok(chain)
    }
}

/// How the annotations on a document of that digest stand to the signatures of their readers: nothing of readers who have signed nothing
/// and of whom nobody has said which keys are theirs.
///
/// # Errors
/// Where ssh-keygen cannot be run and something is to be verified.
pub fn proofs(
    store: &AnnotationStore,
    (path, sha256): (&DocPath, &Digest),
    known: &mut KnownChains,
) -> Result<HashMap<AnnotationId, Proof>> {
    let all = judged(store, (path, Some(sha256)), known)?.into_iter();
    Ok(all.map(|(id, (proof, _))| (id, proof)).collect())
}

/// When annotations on a document were signed as they are, by their makers' clocks: of those alone whose chain of signatures is whole, no
/// time in it before the one that it comes after, and signed with a key that is known as the reader's.
///
/// # Errors
/// Where ssh-keygen cannot be run and something is to be verified.
pub fn signed_times(
    store: &AnnotationStore,
    path: &DocPath,
    known: &mut KnownChains,
) -> Result<HashMap<AnnotationId, Timestamp>> {
    let time = |(id, judged): (AnnotationId, (Proof, bool))| match judged {
        (Proof::Signed(at), true) => Some((id, at)),
        _ => None,
    };
    Ok(judged(store, (path, None), known)?.into_iter().filter_map(time).collect())
}

/// How the annotations on a document stand to the signatures of their readers, and whether the chain of those is whole.
fn judged(
    store: &AnnotationStore,
    (path, sha256): (&DocPath, Option<&Digest>),
    known: &mut KnownChains,
) -> Result<HashMap<AnnotationId, (Proof, bool)>> {
    let (signers, readers) = (Signers::of(store), store.readers().0);
    if signers.is_empty() && !store.annotations().has_chains(readers.keys()) {
        return Ok(HashMap::new());
    }
    let mut by_folder: BTreeMap<&str, BTreeMap<AnnotationId, Record>> = BTreeMap::new();
    let (files, carried) = store.files_with_former(path, sha256);
    let carried = CarriedNames::of(store.annotations(), path, carried);
    for (file, sidecar) in &files {
        let Some(reader) = readers.get(&file.folder) else { continue };
        let newest = by_folder.entry(&file.folder).or_default();
        sidecar.records().filter(|it| it.creator() == Some(&reader.id)).for_each(|it| take_newer(newest, it));
    }
    let mut proofs = HashMap::new();
    for (folder, records) in by_folder {
        let (Some(reader), links) = (readers.get(folder), store.annotations().chain_files(folder)) else { continue };
        let chain = known.of(&links, (folder, reader), &signers)?;
        if chain.is_empty() && !signers.of_reader(folder, reader).is_known() {
            continue;
        }
        let proof = |(id, record): (AnnotationId, Record)| {
            let proof = chain.proof(&id, &record_digest(&record), record.modified());
            let is_elsewhere = matches!(proof, Proof::Signed(_))
                && is_elsewhere(store.annotations(), &chain, &record, (path.as_str(), &carried));
            (id, (if is_elsewhere { Proof::Elsewhere } else { proof }, chain.is_whole))
        };
        proofs.extend(records.into_iter().map(proof));
    }
    Ok(proofs)
}
