//! How all that a reader has written stands to what the reader has signed: for `check`. What is to be done about it is said there.

use super::chain::{Chain, record_digest};
use super::folder_chain::take_newer;
use super::proofs::{KnownChains, Signers};
use crate::annotation::{AnnotationId, Proof, Reader, Record, Sidecar, parse_sidecar_name};
use crate::language::counts::counted;
use crate::store::fs::error::Result;
use crate::store::fs::parallel;
use crate::store::sidecar::annotation_store::AnnotationStore;
use crate::store::sidecar::annotations::{Listed, SidecarListing};
use std::collections::{BTreeMap, BTreeSet};

/// How the records in a reader's folder stand to what the reader has signed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignatureStanding {
    /// The reader's folder.
    pub folder: String,
    /// How many records are as they were signed.
    pub good: usize,
    /// Records that are others than were signed, and say of no later change.
    pub altered: Vec<AnnotationId>,
    /// Records that were signed, and are not there.
    pub missing: Vec<AnnotationId>,
    /// Records that were changed after they were signed.
    pub changed: Vec<AnnotationId>,
    /// Records that no signature is about.
    pub unsigned: Vec<AnnotationId>,
    /// Records that are signed with a key that is not known as the reader's.
    pub other_key: Vec<AnnotationId>,
    /// Why a signature does not count, or what is wrong with the chain, in words.
    pub faults: Vec<String>,
}

impl SignatureStanding {
    /// In a word: `good`, `altered` (also where something is missing), `unknown` where no signature counts and one is there, `faulty` where
    /// some count and something is wrong beside them, `unsigned`.
    pub fn word(&self) -> &'static str {
        match self {
            Self { altered, missing, .. } if !altered.is_empty() || !missing.is_empty() => "altered",
            Self { good: 0, faults, .. } if !faults.is_empty() => "unknown",
            Self { good: 0, .. } => "unsigned",
            Self { faults, .. } if !faults.is_empty() => "faulty",
            _ => "good",
        }
    }

    /// In words.
    pub fn words(&self) -> String {
        let lists = [
            (&self.altered, "not as it was signed", "not as they were signed"),
            (&self.missing, "signed and missing", "signed and missing"),
            (&self.changed, "changed since it was signed", "changed since they were signed"),
            (&self.other_key, "signed with an unknown key", "signed with an unknown key"),
            (&self.unsigned, "not signed", "not signed"),
        ];
        let good = (self.good > 0).then(|| format!("{} signed", counted(self.good, "record")));
        let told = lists.iter().filter(|(ids, ..)| !ids.is_empty()).map(|(ids, one, many)| {
            format!("{} {}", counted(ids.len(), "record"), if ids.len() == 1 { one } else { many })
        });
        good.into_iter().chain(told).chain(self.faults.iter().cloned()).collect::<Vec<_>>().join("; ")
    }

    /// Whether something is wrong: not where a reader just has not signed.
    pub fn is_wrong(&self) -> bool {
        !self.altered.is_empty() || !self.missing.is_empty() || !self.faults.is_empty()
    }

    fn count(&mut self, id: &AnnotationId, proof: Proof) {
        match proof {
            Proof::Signed(_) => self.good += 1,
            Proof::Altered => self.altered.push(id.clone()),
            Proof::Changed => self.changed.push(id.clone()),
            Proof::Unsigned => self.unsigned.push(id.clone()),
            Proof::OtherKey | Proof::NoKey => self.other_key.push(id.clone()),
        }
    }
}

/// How every reader's records stand to what they have signed, in the order of their folders.
///
/// # Errors
/// Where ssh-keygen cannot be run and something is to be verified.
pub fn standings(store: &AnnotationStore, signers: &Signers) -> Result<Vec<SignatureStanding>> {
    let annotations = store.annotations();
    let (index, _): (SidecarListing, _) = annotations.index(&|path| Some(parse_sidecar_name(path)?.0));
    let readers: BTreeMap<String, Reader> = store.readers().0.into_iter().collect();
    let folders: Vec<&String> = annotations_folders(&index, &readers);
    let of_folder = |folder: &&String| -> Result<SignatureStanding> {
        let mut standing = SignatureStanding { folder: (*folder).clone(), ..SignatureStanding::default() };
        let Some(reader) = readers.get(*folder) else {
            return Ok(standing);
        };
        let chain = KnownChains::default().of(&annotations.chain_files(folder), (folder, reader), signers)?;
        let mut newest: BTreeMap<AnnotationId, Record> = BTreeMap::new();
        for listed in index.files().iter().filter(|listed| listed.folder == **folder) {
            let Ok(file) = annotations.read(listed) else { continue };
            let sidecar = Sidecar::parse(&file.text);
            sidecar.records().filter(|it| it.creator() == Some(&reader.id)).for_each(|it| take_newer(&mut newest, it));
        }
        judge(&mut standing, &chain, &newest);
        Ok(standing)
    };
    parallel::each(&folders, of_folder).into_iter().collect()
}

fn annotations_folders<'a>(index: &'a SidecarListing, readers: &'a BTreeMap<String, Reader>) -> Vec<&'a String> {
    let files: BTreeSet<&String> = index.files().iter().map(|listed: &Listed| &listed.folder).collect();
    files.into_iter().chain(readers.keys()).collect::<BTreeSet<_>>().into_iter().collect()
}

fn judge(standing: &mut SignatureStanding, chain: &Chain, newest: &BTreeMap<AnnotationId, Record>) {
    for (id, record) in newest {
        standing.count(id, chain.proof(id, &record_digest(record), record.modified()));
    }
    standing.missing = chain.ids().filter(|id| !newest.contains_key(*id)).cloned().collect();
    standing.missing.sort();
    standing.faults.clone_from(&chain.faults);
}

/// Readers who share a key in a list of keys, in groups, by the names that it gives them: whoever has it signs for each.
pub fn shared_keys(signers: &Signers) -> Vec<Vec<String>> {
    sharing(signers.list())
}

/// The groups of [`shared_keys()`] in a text: a line is `NAMES [OPTIONS] TYPE KEY [COMMENT]` (ssh-keygen(1), ALLOWED SIGNERS).
fn sharing(text: &str) -> Vec<Vec<String>> {
    let mut by_key: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for line in text.lines().filter(|line| !line.trim_start().starts_with('#')) {
        let mut words = line.split_whitespace();
        let Some(names) = words.next() else { continue };
        let is_type = |word: &&str| ["ssh-", "ecdsa-", "sk-"].iter().any(|kind| word.starts_with(kind));
        if words.find(is_type).is_some()
            && let Some(key) = words.next()
        {
            by_key.entry(key).or_default().insert(names.trim_matches('"'));
        }
    }
    let shared = by_key.into_values().filter(|names| names.len() > 1);
    shared.map(|names| names.into_iter().map(str::to_owned).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_with_something_wrong_in_it_is_not_good() {
        let fault = || vec!["the signature before signature 3 of the device ab12 is missing".to_owned()];
        let (id, none) = (|| vec![AnnotationId::from("urn:uuid:a")], SignatureStanding::default);
        for (standing, word) in [
            (SignatureStanding { good: 2, ..none() }, "good"),
            (SignatureStanding { good: 2, unsigned: id(), ..none() }, "good"),
            (SignatureStanding { good: 2, faults: fault(), ..none() }, "faulty"),
            (SignatureStanding { faults: fault(), ..none() }, "unknown"),
            (SignatureStanding { good: 2, altered: id(), faults: fault(), ..none() }, "altered"),
            (SignatureStanding { good: 2, missing: id(), ..none() }, "altered"),
            (none(), "unsigned"),
        ] {
            assert_eq!(
                (standing.word(), standing.is_wrong()),
                (word, !["good", "unsigned"].contains(&word)),
                "{standing:?}"
            );
        }
    }

    #[test]
    fn a_key_that_several_readers_have_is_told_once_and_one_reader_s_several_lines_are_not() {
        for (text, expected) in [
            ("mei ssh-ed25519 AAAA\nken ssh-ed25519 BBBB\n", ""),
            ("mei ssh-ed25519 AAAA\nken ssh-ed25519 AAAA mei@home\n", "ken mei"),
            ("mei ssh-ed25519 AAAA\n# ken ssh-ed25519 AAAA\n\nmei ssh-ed25519 AAAA again\n", ""),
            ("mei namespaces=\"postil\" ssh-rsa AAAA\n\"ken\" cert-authority ssh-rsa AAAA", "ken mei"),
            ("mei\nken ssh-ed25519\nssh-ed25519 AAAA\n", ""),
        ] {
            let told: Vec<String> = sharing(text).iter().map(|names| names.join(" ")).collect();
            assert_eq!(told.join("; "), expected, "{text}");
        }
    }
}
