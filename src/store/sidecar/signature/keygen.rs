//! ssh-keygen, which signs and verifies: the user's own program and keys, no shell, and a bounded time. Where nobody is to be asked
//! it has no terminal, and an agent that asks is not waited for. What is signed is the caller's business.

use super::key_list::readable;
use crate::store::fs::error::{Error, Result};
use crate::store::fs::folder::read_whole;
use crate::store::fs::program::{self, Ended, Stop};
use std::ffi::OsStr;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What the signatures are for: one of another program's does not count.
const NAMESPACE: &str = "postil";
/// What a reader of the roster is called in a list of their keys alone.
const OF_ROSTER: &str = "reader";
/// How long one run may take: where nobody is asked, and where a passphrase is typed.
const LIMIT: Duration = Duration::from_secs(5);
const LIMIT_ASKING: Duration = Duration::from_mins(5);
/// How a signature begins.
const BEGIN: &str = "-----BEGIN SSH SIGNATURE-----";
/// The longest signature that is looked at, in bytes.
const MAX_SIG: usize = 64 * 1024;
/// The largest key file that is read, in bytes.
const MAX_KEY: u64 = 64 * 1024;

/// A key to sign with, and whether somebody may be asked for its passphrase.
#[derive(Clone, Copy, Debug)]
pub struct SigningKey<'a> {
    /// The private key, or a public one whose other half an agent has.
    pub path: &'a Path,
    /// Whether a passphrase may be asked for on the terminal.
    pub ask: bool,
    /// What tells it to end early.
    pub stop: &'a Stop,
}

/// What comes of verifying a signature, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum KeyVerdict {
    /// It is by a key of the reader's.
    Good,
    /// It is by a key, and others are known as the reader's.
    OtherKey,
    /// It is by a key, and none is known as the reader's.
    NoKey,
    /// It is not a signature of this text.
    Broken,
}

/// By which keys a reader may sign.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct KeysOf {
    /// Those that the roster names, where it says anything of them: then no other counts.
    pub roster: Option<Vec<String>>,
    /// A list of keys (ssh-keygen(1), ALLOWED SIGNERS), where there is one.
    pub allowed: Option<PathBuf>,
    /// By which names the reader stands in it.
    pub names: Vec<String>,
    /// Whether the reader stands in it.
    pub is_listed: bool,
}

impl KeysOf {
    /// The other half of a key that is signed with; none where only its passphrase would give it.
    pub fn of_own(key: SigningKey<'_>) -> Self {
        Self { roster: Some(Vec::from_iter(public_half(key))), ..Self::default() }
    }

    /// Whether anybody has said which keys are the reader's.
    pub fn is_known(&self) -> bool {
        self.roster.is_some() || (self.allowed.is_some() && self.is_listed)
    }
}

/// Signs a text; the armored signature.
///
/// # Errors
/// Why it is not signed, with a remedy: no key, no program, a passphrase that nobody may be asked for, an agent that does not answer.
pub(super) fn sign(text: &str, key: SigningKey<'_>) -> Result<String> {
    if !key.path.exists() {
        let what = format!("there is no key {}", crate::text::shown(key.path));
        return Err(Error::git(what, "Make one with `ssh-keygen -t ed25519`, or name yours: --key, or `signing_key`."));
    }
    let scratch = scratch(&[("text", text.as_bytes())])?;
    let args =
        [OsStr::new("-Y"), "sign".as_ref(), "-f".as_ref(), key.path.as_os_str(), "-n".as_ref(), NAMESPACE.as_ref()];
    let (ok, out, err) = keygen(&args, &scratch.path().join("text"), (key.ask, key.stop))?;
    let signature = String::from_utf8_lossy(&out).into_owned();
    if !ok || !signature.starts_with(BEGIN) {
        let what = format!("ssh-keygen did not sign: {}", said(&err));
        let hint = "Is it your private key, and its passphrase known? `ssh-add` hands it to an agent, which must not ask each time. It takes OpenSSH 8.1.";
        return Err(Error::git(what, hint));
    }
    Ok(signature)
}

/// The public half of a key, `TYPE KEY`: in the file itself, in the one beside it, or by the program.
fn public_half(key: SigningKey<'_>) -> Option<String> {
    let beside = key.path.with_file_name(format!("{}.pub", key.path.file_name()?.to_str()?));
    let line = [key.path, &beside].into_iter().find_map(|path| public_line(&read_key(path)?));
    let asked = || {
        let args = ["-y", "-f"].map(OsStr::new);
        let (ok, out, _) = keygen(&[&args[..], &[key.path.as_os_str()]].concat(), key.path, (false, key.stop)).ok()?;
        public_line(&String::from_utf8_lossy(&out)).filter(|_| ok)
    };
    line.or_else(asked)
}

fn read_key(path: &Path) -> Option<String> {
    let bytes = read_whole(File::open(path).ok()?, path, MAX_KEY).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// The type and the key of a public line, without what stands behind.
fn public_line(text: &str) -> Option<String> {
    let mut words = text.lines().next()?.split_whitespace();
    let kind = words.next().filter(|kind| ["ssh-", "ecdsa-", "sk-"].iter().any(|known| kind.starts_with(known)))?;
    Some(format!("{kind} {}", words.next()?))
}

/// Whether a signature is of this text, and by whose key.
///
/// # Errors
/// Where ssh-keygen cannot be run.
pub(super) fn verify(text: &str, signature: &str, keys: &KeysOf) -> Result<KeyVerdict> {
    if !signature.starts_with(BEGIN) || signature.len() > MAX_SIG {
        return Ok(KeyVerdict::Broken);
    }
    let lines: Vec<String> = keys.roster.iter().flatten().map(|key| format!("{OF_ROSTER} {key}\n")).collect();
    let scratch =
        scratch(&[("text", text.as_bytes()), ("sig", signature.as_bytes()), ("roster", lines.concat().as_bytes())])?;
    let [text, sig, roster, copy] = ["text", "sig", "roster", "list"].map(|name| scratch.path().join(name));
    let (allowed, names) = match (&keys.roster, &keys.allowed) {
        (Some(_), _) => (Some(roster.as_path()), vec![OF_ROSTER]),
        (None, Some(allowed)) if keys.is_listed => {
            (Some(readable(allowed, &copy)?), keys.names.iter().map(String::as_str).collect())
        }
        _ => (None, Vec::new()),
    };
    for (allowed, name) in allowed.into_iter().flat_map(|allowed| names.iter().map(move |name| (allowed, name))) {
        let args = ["-Y", "verify", "-n", NAMESPACE, "-I", name, "-f"].map(OsStr::new);
        let rest = [allowed.as_os_str(), OsStr::new("-s"), sig.as_os_str()];
        if keygen(&[&args[..], &rest].concat(), &text, (false, &Stop::default()))?.0 {
            return Ok(KeyVerdict::Good);
        }
    }
    let args = ["-Y", "check-novalidate", "-n", NAMESPACE, "-s"].map(OsStr::new);
    Ok(match keygen(&[&args[..], &[sig.as_os_str()]].concat(), &text, (false, &Stop::default()))?.0 {
        false => KeyVerdict::Broken,
        true if keys.is_known() => KeyVerdict::OtherKey,
        true => KeyVerdict::NoKey,
    })
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
fn keygen(args: &[&OsStr], input: &Path, (ask, stop): (bool, &Stop)) -> Result<(bool, Vec<u8>, Vec<u8>)> {
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
    match program::run(&mut command, "run ssh-keygen in", if ask { LIMIT_ASKING } else { LIMIT }, stop)? {
        Ended::Itself(output) => Ok((output.status.success(), output.stdout, output.stderr)),
        Ended::TooLong | Ended::Stopped => Err(Error::git(
            "ssh-keygen did not come to an end",
            "Does its key wait for a touch, or its agent for an answer (`ssh-add -c`)? Take a key without, or sign with `postil sign`.",
        )),
    }
}

/// The last words of a program.
fn said(err: &[u8]) -> String {
    let err = String::from_utf8_lossy(err);
    let last = err.lines().map(str::trim).rfind(|line| !line.is_empty()).unwrap_or("it gave no reason");
    crate::text::visible::line(last).into_owned()
}
