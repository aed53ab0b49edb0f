//! Signatures by `ssh-keygen -Y`: a list of the digests of one's own files, signed with one's own key, in one's own folder
//! (`signed-DEVICE.json` and its `.sig`); and whether those of others are good, by a file of keys that the leader hands out.
//! The user's own program and keys; it runs no shell, and its time is bounded. What was signed once and is here again is as
//! good as then: a signature says who, not when.

use crate::annotation::person::parse_reader;
use crate::annotation::{Reader, parse_sidecar_name};
use crate::store::corpus::names::PERSON;
use crate::store::fs::digest::digest;
use crate::store::fs::error::{Error, Result};
use crate::store::fs::folder::{Flush, Folder, read_whole};
use crate::store::sidecar::annotations::{Annotations, MAX_SIDECAR};
use crate::store::transport::program::{self, Ended, Stop};
use jiff::Timestamp;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ffi::OsStr;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What the signatures are for: one of another program's does not count.
const NAMESPACE: &str = "postil";
const FORMAT: &str = "postil signature";
/// What a reader of the roster is called in a list of their keys alone.
const OF_ROSTER: &str = "reader";
/// How long one run may take, and how long where a passphrase is typed.
const LIMIT: Duration = Duration::from_secs(20);
const LIMIT_ASKING: Duration = Duration::from_mins(5);
/// The largest list of keys that is read, in bytes.
const MAX_KEYS: u64 = 4 << 20;
/// The largest signature that is read, in bytes, and the most lists of one reader.
const MAX_SIG: u64 = 64 * 1024;
const MOST: usize = 50;

/// How a reader's files stand to what the reader has signed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signed {
    /// The reader's folder.
    pub folder: String,
    /// How many files are as they were signed.
    pub good: usize,
    /// Files that are others than were signed, or gone.
    pub altered: Vec<String>,
    /// Files that no signature is about.
    pub unsigned: Vec<String>,
    /// Why a signature does not count, in words.
    pub faults: Vec<String>,
}

impl Signed {
    /// In a word: `good`, `altered`, `unsigned`, or `unknown` where no signature counts.
    pub fn word(&self) -> &'static str {
        match self {
            Self { altered, .. } if !altered.is_empty() => "altered",
            Self { good: 0, faults, .. } if !faults.is_empty() => "unknown",
            Self { good: 0, .. } => "unsigned",
            _ => "good",
        }
    }

    /// In words.
    pub fn words(&self) -> String {
        let mut parts = Vec::new();
        let count = |number: usize| if number == 1 { "1 file".to_owned() } else { format!("{number} files") };
        if self.good > 0 {
            parts.push(format!("{} good", count(self.good)));
        }
        if !self.altered.is_empty() {
            parts.push(format!("{} altered since they were signed", count(self.altered.len())));
        }
        if !self.unsigned.is_empty() {
            parts.push(format!("{} not signed", count(self.unsigned.len())));
        }
        parts.extend(self.faults.iter().cloned());
        parts.join("; ")
    }

    /// Whether something is wrong: not where a reader just has not signed.
    pub fn is_wrong(&self) -> bool {
        !self.altered.is_empty() || !self.faults.is_empty()
    }
}

/// Signs all files of one's own folder with that key; how many. `ask`: whether a passphrase may be asked for.
pub fn sign(annotations: &Annotations, me: &Reader, (key, ask): (&Path, bool), now: Timestamp) -> Result<usize> {
    let Some(device) = annotations.device() else {
        return Err(Error::NoReader { path: annotations.path() });
    };
    if !key.exists() {
        let what = format!("there is no key {}", crate::text::shown(key));
        return Err(Error::git(what, "Make one with `ssh-keygen -t ed25519`, or name yours: --key, or `signing_key`."));
    }
    let folder = annotations.make_own_folder()?;
    let files = digests(annotations, &folder, &me.nickname);
    let listed: Vec<Value> = files.iter().map(|(path, sha256)| json!({"path": path, "sha256": sha256})).collect();
    let reader = json!({"id": me.id, "nickname": me.nickname});
    let list = json!({"format": FORMAT, "version": 1, "reader": reader, "signed": now.to_string(), "files": listed});
    let (name, list) = (format!("signed-{device}.json"), format!("{list:#}\n"));
    let scratch = scratch(&[("list", list.as_bytes())])?;
    let key = key.as_os_str();
    let args = [OsStr::new("-Y"), "sign".as_ref(), "-f".as_ref(), key, "-n".as_ref(), NAMESPACE.as_ref()];
    let (ok, out, err) = keygen(&args, &scratch.path().join("list"), ask)?;
    if !ok || !out.starts_with(b"-----BEGIN SSH SIGNATURE-----") {
        let what = format!("ssh-keygen did not sign: {}", said(&err));
        let hint =
            "Is it your private key, and its passphrase known? `ssh-add` hands it to an agent. It takes OpenSSH 8.1.";
        return Err(Error::git(what, hint));
    }
    folder.replace(OsStr::new(&name), list.as_bytes(), Flush::Yes)?;
    folder.replace(OsStr::new(&format!("{name}.sig")), &out, Flush::Yes)?;
    Ok(files.len())
}

/// Whose keys count.
#[derive(Clone, Copy, Debug)]
pub struct Signers<'a> {
    /// A list of keys (ssh-keygen(1), ALLOWED SIGNERS), for readers of whom the roster names none.
    pub allowed: &'a Path,
    /// By the names of their folders, the keys of those of whom it names some ([`AnnotationStore::roster_keys`]).
    ///
    /// [`AnnotationStore::roster_keys`]: crate::store::AnnotationStore::roster_keys
    pub roster: &'a HashMap<String, Vec<String>>,
}

/// How every reader's files stand to what they have signed.
pub fn verify(annotations: &Annotations, signers: Signers<'_>) -> Result<Vec<Signed>> {
    let allowed = signers.allowed;
    if !allowed.is_file() && signers.roster.is_empty() {
        let what = format!("there is no list of keys {}", crate::text::shown(allowed));
        let hint = "The leader makes it: a line for each reader, `NICKNAME ssh-ed25519 AAAA…` (the reader's .pub file); or a roster, `[readers]` in syllabus.toml.";
        return Err(Error::git(what, hint));
    }
    let readers = annotations.open_readers(&mut Vec::new()).1;
    let mine = readers.iter().filter(|(base, _)| *base == annotations.written_base());
    mine.map(|(_, name)| standing(annotations, name, signers)).collect()
}

/// Readers who share a key in the file `allowed`, in groups, by the names that it gives them: whoever has it signs for each.
pub fn shared_keys(allowed: &Path) -> Result<Vec<Vec<String>>> {
    let file = File::open(allowed).map_err(|error| Error::io("open", allowed, error))?;
    Ok(sharing(&String::from_utf8_lossy(&read_whole(file, allowed, MAX_KEYS)?)))
}

/// The groups of [`shared_keys`] in a text: a line is `NAMES [OPTIONS] TYPE KEY [COMMENT]` (ssh-keygen(1), ALLOWED SIGNERS).
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

fn standing(annotations: &Annotations, name: &str, signers: Signers<'_>) -> Result<Signed> {
    let mut signed = Signed { folder: name.to_owned(), ..Signed::default() };
    let Some(folder) = annotations.open_base()?.map_or(Ok(None), |base| base.below(Path::new(name)))? else {
        return Ok(signed);
    };
    let mut known: BTreeMap<String, HashSet<String>> = BTreeMap::new();
    for list in lists(&folder)? {
        match checked(&folder, name, &list, signers)? {
            Ok(files) => {
                for (path, sha256) in files {
                    known.entry(path).or_default().insert(sha256);
                }
            }
            Err(fault) => signed.faults.push(fault),
        }
    }
    let here = digests(annotations, &folder, name);
    for (path, sha256) in &here {
        match known.get(path) {
            Some(digests) if digests.contains(sha256) => signed.good += 1,
            Some(_) => signed.altered.push(path.clone()),
            None => signed.unsigned.push(path.clone()),
        }
    }
    signed.altered.extend(known.into_keys().filter(|path| !here.contains_key(path)));
    Ok(signed)
}

/// The names of a reader's lists.
fn lists(folder: &Folder) -> Result<Vec<String>> {
    let names = folder.items()?.into_iter().filter_map(|item| item.name.into_string().ok());
    let is_list = |name: &String| {
        let device = name.strip_prefix("signed-").and_then(|rest| rest.strip_suffix(".json"));
        device.is_some_and(|device| !device.is_empty() && device.bytes().all(|byte| byte.is_ascii_alphanumeric()))
    };
    Ok(names.filter(is_list).take(MOST).collect())
}

type SignatureListing = Vec<(String, String)>;

/// What a list says, where its signature is good; else why it does not count.
fn checked(
    folder: &Folder,
    name: &str,
    list: &str,
    signers: Signers<'_>,
) -> Result<std::result::Result<SignatureListing, String>> {
    let bytes = folder.read(OsStr::new(list), MAX_SIDECAR)?.unwrap_or_default();
    let Some(sig) = folder.read(OsStr::new(&format!("{list}.sig")), MAX_SIG)? else {
        return Ok(Err(format!("{list} has no signature")));
    };
    let Ok(said) = serde_json::from_slice::<Value>(&bytes) else { return Ok(Err(format!("{list} makes no sense"))) };
    let person = folder.read_text(OsStr::new(PERSON), MAX_SIDECAR)?.and_then(|(text, _)| parse_reader(&text));
    let id = person.map(|reader| reader.id).unwrap_or_default();
    if said["format"] != FORMAT || said["reader"]["id"] != id.as_str() {
        return Ok(Err(format!("{list} is about another reader")));
    }
    let of_roster = signers.roster.get(name);
    let lines: Vec<String> = of_roster.into_iter().flatten().map(|key| format!("{OF_ROSTER} {key}\n")).collect();
    let lines = lines.concat();
    let scratch = scratch(&[("list", &bytes), ("sig", &sig), ("roster", lines.as_bytes())])?;
    let [text, sig, roster] = ["list", "sig", "roster"].map(|name| scratch.path().join(name));
    let principals = if of_roster.is_some() { vec![OF_ROSTER] } else { vec![name, &id] };
    let allowed = if of_roster.is_some() { &roster } else { signers.allowed };
    for principal in principals.into_iter().filter(|_| allowed.is_file()) {
        let args = ["-Y", "verify", "-n", NAMESPACE, "-I", principal, "-f"].map(OsStr::new);
        let rest = [allowed.as_os_str(), OsStr::new("-s"), sig.as_os_str()];
        if keygen(&[&args[..], &rest].concat(), &text, false)?.0 {
            return Ok(Ok(files_of(&said)));
        }
    }
    let args = ["-Y", "check-novalidate", "-n", NAMESPACE, "-s"].map(OsStr::new);
    let sound = keygen(&[&args[..], &[sig.as_os_str()]].concat(), &text, false)?.0;
    let why =
        if sound { "is signed with a key that is not known as theirs" } else { "was altered since it was signed" };
    Ok(Err(format!("{list} {why}")))
}

fn files_of(said: &Value) -> SignatureListing {
    let files = said["files"].as_array().into_iter().flatten();
    files.filter_map(|file| Some((file["path"].as_str()?.to_owned(), file["sha256"].as_str()?.to_owned()))).collect()
}

/// The digests of a reader's sidecars and `reader.json`, by their paths in the folder.
fn digests(annotations: &Annotations, folder: &Folder, name: &str) -> BTreeMap<String, String> {
    let (index, _) = annotations.index(&|path| Some(parse_sidecar_name(path)?.0));
    let base = annotations.written_base();
    let listed = index.files().iter().filter(|listed| listed.folder == name && listed.base == base);
    let paths: BTreeSet<String> = listed.map(|listed| listed.path.clone()).chain([PERSON.to_owned()]).collect();
    let digest_of = |path: String| {
        let below = folder.below(Path::new(&path).parent().unwrap_or(Path::new(""))).ok()??;
        let bytes = below.read(Path::new(&path).file_name()?, MAX_SIDECAR).ok()??;
        Some((path, digest(&bytes).hex()))
    };
    paths.into_iter().filter_map(digest_of).collect()
}

/// A folder of this run alone, with these files in it.
fn scratch(files: &[(&str, &[u8])]) -> Result<tempfile::TempDir> {
    let folder = tempfile::tempdir().map_err(|error| Error::io("make a folder in", std::env::temp_dir(), error))?;
    for (name, bytes) in files {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).map_err(|error| Error::io("write", path, error))?;
    }
    Ok(folder)
}

/// Runs ssh-keygen over a file: whether it went well, its output, its complaints.
fn keygen(args: &[&OsStr], input: &Path, ask: bool) -> Result<(bool, Vec<u8>, Vec<u8>)> {
    let missing = || {
        Error::git(
            "the program ssh-keygen is not installed",
            "It comes with OpenSSH; everything else works without it.",
        )
    };
    let program: PathBuf = program::found("ssh-keygen").ok_or_else(missing)?;
    let input = File::open(input).map_err(|error| Error::io("open", input, error))?;
    let mut command = program::command(&program, ask);
    command.args(args).stdin(input).env("LC_ALL", "C");
    match program::run(&mut command, "run ssh-keygen in", if ask { LIMIT_ASKING } else { LIMIT }, &Stop::default())? {
        Ended::Itself(output) => Ok((output.status.success(), output.stdout, output.stderr)),
        Ended::TooLong | Ended::Stopped => Err(Error::git(
            "ssh-keygen did not come to an end",
            "Is its key on a device that waits for a touch? Try again.",
        )),
    }
}

/// The last words of a program.
fn said(err: &[u8]) -> String {
    let err = String::from_utf8_lossy(err);
    let last = err.lines().map(str::trim).rfind(|line| !line.is_empty()).unwrap_or("it gave no reason");
    crate::text::visible::line(last).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

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
