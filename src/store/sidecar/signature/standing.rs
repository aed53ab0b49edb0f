//! How all that a reader has written stands to what the reader has signed: for `check`. What is to be done about it is said there.

use super::chain::{Chain, record_digest};
use super::folder_chain::{CarriedNames, is_elsewhere, take_newer};
use super::proofs::{KnownChains, Signers};
use crate::annotation::{AnnotationId, Proof, Reader, Record, parse_sidecar_name};
use crate::document::DocPath;
use crate::language::counts::counted;
use crate::store::fs::error::Result;
use crate::store::fs::parallel;
use crate::store::sidecar::annotation_store::AnnotationStore;
use crate::store::sidecar::annotations::{Listed, SidecarListing};
use crate::store::sidecar::merging::opened;
use crate::store::sidecar::renamed::carried_by;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What is said of who stands in the roster and has no folder here.
const ABSENT: &str =
    "stands in the roster, and no folder here is theirs: it was taken away or renamed, or has not come yet";
/// What is said of links in a folder that is no reader's.
const NOBODYS: &str = "nobody can say whose this folder is (its reader.json is gone or damaged, or another folder is that reader's): what was \
                       signed in it counts for nobody";

/// How the records in a reader's folder stand to what the reader has signed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignatureStanding {
    /// The reader's folder.
    pub folder: String,
    /// The short name that the reader goes by, which the folder need not have; none where nobody says whose the folder is.
    pub nickname: Option<String>,
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
    /// Records that are as they were signed, and lie under the name of another document than the one they were signed for.
    pub elsewhere: Vec<AnnotationId>,
    /// Records that are signed with a key that is not known as the reader's.
    pub other_key: Vec<AnnotationId>,
    /// Why a signature does not count, or what is wrong with the chain, in words.
    pub faults: Vec<String>,
    /// Whether the chain of a device goes on in two ways from one place.
    pub is_forked: bool,
    /// Whether it is about a reader of the roster who has no folder here; `folder` is the short name there.
    pub is_absent: bool,
}

impl SignatureStanding {
    /// In a word: `good`, `altered` (also where something is missing, or lies under another document), `unknown` where no signature counts and one is there, `faulty` where
    /// some count and something is wrong beside them, `absent` of who stands in the roster and has no folder here, `unsigned`.
    pub fn word(&self) -> &'static str {
        match self {
            Self { is_absent: true, .. } => "absent",
            Self { altered, missing, elsewhere, .. }
                if !(altered.is_empty() && missing.is_empty() && elsewhere.is_empty()) =>
            {
                "altered"
            }
            Self { good: 0, faults, .. } if !faults.is_empty() => "unknown",
            Self { good: 0, .. } => "unsigned",
            Self { faults, .. } if !faults.is_empty() => "faulty",
            _ => "good",
        }
    }

    /// Whom it is about: the reader's short name, and the folder where that is called otherwise; the folder where it is nobody's.
    pub fn who(&self) -> String {
        match &self.nickname {
            None => format!("the folder {}", self.folder),
            Some(nickname) if *nickname == self.folder => nickname.clone(),
            Some(nickname) => format!("{nickname} (folder {})", self.folder),
        }
    }

    /// In words.
    pub fn words(&self) -> String {
        let lists = [
            (&self.altered, "not as it was signed", "not as they were signed"),
            (&self.missing, "signed and missing", "signed and missing"),
            (
                &self.elsewhere,
                "under another text than it was signed for",
                "under other texts than they were signed for",
            ),
            (&self.changed, "changed since it was signed", "changed since they were signed"),
            (&self.other_key, "signed with an unknown key", "signed with an unknown key"),
            (&self.unsigned, "not signed", "not signed"),
        ];
        if self.is_absent {
            return ABSENT.to_owned();
        }
        let good = (self.good > 0).then(|| format!("{} signed", counted(self.good, "record")));
        let told = lists.iter().filter(|(ids, ..)| !ids.is_empty()).map(|(ids, one, many)| {
            format!("{} {}", counted(ids.len(), "record"), if ids.len() == 1 { one } else { many })
        });
        let told = good.into_iter().chain(told).chain(self.faults.iter().cloned()).collect::<Vec<_>>().join("; ");
        match (told.is_empty(), &self.nickname) {
            (false, _) => told,
            (true, Some(_)) => "nothing is written here".to_owned(),
            (true, None) => "nobody can say whose it is".to_owned(),
        }
    }

    /// Whether something is wrong: not where a reader just has not signed.
    pub fn is_wrong(&self) -> bool {
        !self.altered.is_empty() || !self.missing.is_empty() || !self.elsewhere.is_empty() || !self.faults.is_empty()
    }

    fn count(&mut self, id: &AnnotationId, proof: Proof) {
        match proof {
            Proof::Signed(_) => self.good += 1,
            Proof::Altered => self.altered.push(id.clone()),
            Proof::Elsewhere => self.elsewhere.push(id.clone()),
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
    let mut files: HashMap<&str, Vec<&Listed>> = HashMap::new();
    for listed in index.files() {
        files.entry(&listed.folder).or_default().push(listed);
    }
    let of_folder = |folder: &&String| -> Result<SignatureStanding> {
        let mut standing = SignatureStanding { folder: (*folder).clone(), ..SignatureStanding::default() };
        let Some(reader) = readers.get(*folder) else {
            standing.faults.extend(annotations.has_chains(std::iter::once(*folder)).then(|| NOBODYS.to_owned()));
            return Ok(standing);
        };
        standing.nickname = Some(reader.nickname.clone());
        let chain = KnownChains::default().of(&annotations.chain_files(folder), (folder, reader), signers)?;
        let (mut newest, mut elsewhere) = (BTreeMap::new(), BTreeSet::new());
        for listed in files.get(folder.as_str()).into_iter().flatten() {
            let Ok(file) = annotations.read(listed) else { continue };
            let parsed = opened(file);
            let (path, sidecar) = (DocPath::new(&listed.document).ok(), &parsed.1);
            let carried = path.map(|path| {
                let names = carried_by(&path, std::slice::from_ref(&parsed)).into_keys().collect();
                CarriedNames::of(annotations, &path, names)
            });
            let carried = carried.unwrap_or_default();
            for record in sidecar.records().filter(|it| it.creator() == Some(&reader.id)) {
                take_newer(&mut newest, record);
                if is_elsewhere(annotations, &chain, record, (&listed.document, &carried)) {
                    elsewhere.insert(record.id().clone());
                }
            }
        }
        judge(&mut standing, &chain, (&newest, &elsewhere));
        Ok(standing)
    };
    parallel::each(&folders, of_folder).into_iter().collect()
}

/// The readers of the roster whose folders are not here: nothing that they have signed can be looked at.
pub fn absent_signers(store: &AnnotationStore) -> Vec<SignatureStanding> {
    let absent = store.roster_review().absent.into_iter();
    let standing = |folder: String| {
        let nickname = Some(folder.clone());
        SignatureStanding { folder, nickname, is_absent: true, ..SignatureStanding::default() }
    };
    absent.map(standing).collect()
}

fn annotations_folders<'a>(index: &'a SidecarListing, readers: &'a BTreeMap<String, Reader>) -> Vec<&'a String> {
    let files: BTreeSet<&String> = index.files().iter().map(|listed: &Listed| &listed.folder).collect();
    files.into_iter().chain(readers.keys()).collect::<BTreeSet<_>>().into_iter().collect()
}

fn judge(
    standing: &mut SignatureStanding,
    chain: &Chain,
    (newest, elsewhere): (&BTreeMap<AnnotationId, Record>, &BTreeSet<AnnotationId>),
) {
    for (id, record) in newest {
        let proof = chain.proof(id, &record_digest(record), record.modified());
        let is_elsewhere = matches!(proof, Proof::Signed(_)) && elsewhere.contains(id);
        standing.count(id, if is_elsewhere { Proof::Elsewhere } else { proof });
    }
    standing.missing = chain.ids().filter(|id| !newest.contains_key(*id)).cloned().collect();
    standing.missing.sort();
    standing.faults.clone_from(&chain.faults);
    standing.is_forked = chain.is_forked;
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
            (SignatureStanding { good: 2, elsewhere: id(), ..none() }, "altered"),
            (none(), "unsigned"),
        ] {
            assert!(!standing.words().is_empty(), "{standing:?}");
            assert_eq!(
                (standing.word(), standing.is_wrong()),
                (word, !["good", "unsigned"].contains(&word)),
                "{standing:?}"
            );
        }
    }

    #[test]
    fn a_standing_names_its_reader_and_the_folder_only_where_that_says_another_name_or_nobody_s() {
        let of = |nickname: Option<&str>| SignatureStanding {
            folder: "tom".to_owned(),
            nickname: nickname.map(str::to_owned),
            ..SignatureStanding::default()
        };
        assert_eq!(of(Some("tom")).who(), "tom");
        assert_eq!(of(Some("lin-wu")).who(), "lin-wu (folder tom)");
        assert_eq!(of(None).who(), "the folder tom");
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
