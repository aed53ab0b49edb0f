//! `postil sign [PATH]`: signs what is in one's own folder with one's own ssh key, so that others can see that nobody has changed it
//! (`postil check --signatures`), and has what will be written signed by itself. How it is done is said in `store::signature`.

use super::out::{Out, tell, tell_all};
use super::outcome::{Failure, Outcome};
use super::setup::{self, Room};
use crate::language::counts::counted;
use crate::store::signature::{self, SignedNow, SigningKey};
use crate::store::{AnnotationStore, Stop, keep_setting, named_key};
use crate::worker::signer::signed;
use jiff::Timestamp;
use serde_json::json;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

const WAYS: &str = "\
The leader has the readers' public keys in the roster of the plan (`[readers]` in syllabus.toml), or in the file `allowed_signers` \
beside the texts, a line for each:

  mei ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA…

and hands it out with them. `postil check --signatures` compares, and the card of each note says how it stands. With --always what you \
write from now on is signed by itself, by an agent or a key without a passphrase; nobody is asked for one. `postil sync` takes the \
signatures along.";

/// Sign your annotations with your ssh key.
///
/// Adds a link to the chain of signatures of this device: the digests of all records in your own folder that are not signed as they are
/// there, and of the link before, with `ssh-keygen -Y sign`. Needs OpenSSH 8.1.
#[derive(Debug, clap::Args)]
#[command(after_help = WAYS)]
pub struct Args {
    /// A folder of texts. Default: the one around this folder, else the one read last, else ./documents.
    path: Option<PathBuf>,
    /// The key. Default: `signing_key` of your settings, else ~/.ssh/id_ed25519, else ~/.ssh/postil.
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// Have what you write signed by itself from now on, with this key.
    #[arg(long)]
    always: bool,
    /// Sign also what somebody else has altered since you signed it, and anew what only one of two copies of a device has signed: it is
    /// yours as it is there.
    #[arg(long)]
    altered: bool,
    /// Print JSON: {signed, known, altered}.
    #[arg(long)]
    json: bool,
}

/// Signs. Nothing found: something was altered, and left out.
pub fn run(args: &Args, out: &mut Out) -> Result<Outcome, Failure> {
    let room = Room::open(args.path.as_deref())?;
    let store = room.store();
    let Some(me) = store.me() else {
        if args.always {
            set_up(args, &room, &key(args, &room))?;
            tell("nobody has written here on this device yet: what is written is signed from the first note on");
            return Ok(Outcome::Done);
        }
        return Err(Failure::new(
            "nobody has written here on this device yet",
            "Write something first, on the screen or with `postil annotate`.",
        ));
    };
    let path = key(args, &room);
    let (ask, stop) = (std::io::stdin().is_terminal(), Stop::default());
    let key = SigningKey { path: &path, ask, stop: &stop };
    let signed = signature::sign_all(&store, me, key, (args.altered, Timestamp::now()))?;
    if args.always {
        set_up(args, &room, &path)?;
    }
    if args.json {
        out.json(&json!({ "signed": signed.signed, "known": signed.known, "altered": signed.altered }))?;
    } else {
        out.line(&said(&signed, &me.nickname))?;
    }
    if !signed.altered.is_empty() {
        tell(&left_out(signed.altered.len()));
    }
    Ok(Outcome::found(signed.altered.is_empty()))
}

/// That so many records are not signed, because they are others than were signed.
fn left_out(count: usize) -> String {
    let [are, them, they_were, they_are] = if count == 1 {
        ["is not as you signed it, and says", "it", "It was", "it is"]
    } else {
        ["are not as you signed them, and say", "them", "They were", "they are"]
    };
    format!(
        "{} {are} of no later change: somebody has altered {them}, or a copy brought {them} back. {they_were} left out; look at {them} \
         (`postil check --signatures --json` has the ids), or sign {them} as {they_are}: --altered",
        counted(count, "record")
    )
}

/// Signs what a command has just written, where that is to be by itself, as the program on the screen does on leaving; says why it is not.
pub fn sign_written(store: &AnnotationStore) {
    let why = store.me().and_then(|me| signed(store.annotations(), me, &Stop::default()));
    tell_all(&Vec::from_iter(why));
}

fn said(signed: &SignedNow, folder: &str) -> String {
    match (signed.signed, signed.known) {
        (0, known) => {
            format!("Nothing new to sign: {} in annotations/{folder} signed already.", counted(known, "record"))
        }
        (count, 0) => format!("Signed: {} in annotations/{folder}.", counted(count, "record")),
        (count, known) => {
            format!("Signed: {} in annotations/{folder}, beside {known} that were already.", counted(count, "record"))
        }
    }
}

/// Keeps in the settings that what is written is signed.
fn set_up(args: &Args, room: &Room, key: &Path) -> Result<(), Failure> {
    if args.key.is_some() {
        let path = std::path::absolute(key).unwrap_or_else(|_| key.to_path_buf());
        let written = path.to_str();
        let written = written.ok_or_else(|| Failure::new("the name of the key is no UTF-8", "Rename its file."))?;
        keep_setting(&room.dirs, "signing_key", written)?;
    }
    keep_setting(&room.dirs, "sign_by_itself", "true")?;
    Ok(())
}

/// The key that is meant; `~/` is the home folder.
fn key(args: &Args, room: &Room) -> PathBuf {
    let home = std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
    let set = setup::config(&room.dirs).0.settings.tools.signing_key;
    args.key.clone().unwrap_or_else(|| named_key(&set, &home))
}
