//! `postil sign [PATH]`: signs the files of one's own folder with one's own ssh key, so that others can see that nobody has
//! changed them (`postil check --signatures`). How it is done is said in `store::signature`.

use super::out::Out;
use super::outcome::{Failure, Outcome};
use super::setup::{self, Room};
use crate::language::counts::counted;
use crate::store::signature;
use jiff::Timestamp;
use serde_json::json;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

const WAYS: &str = "\
The leader collects the readers' public keys in the file `allowed_signers` beside the texts, a line for each:

  mei ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA…

and hands it out with them. `postil check --signatures` compares. Sign again after writing; `postil sync` takes the signature \
along.";

/// Sign your annotations with your ssh key.
///
/// Signs a list of the digests of all files in your own folder, with `ssh-keygen -Y sign`. Needs OpenSSH 8.1.
#[derive(Debug, clap::Args)]
#[command(after_help = WAYS)]
pub struct Args {
    /// A folder of texts. Default: the folder read last, else ./documents, else this folder.
    path: Option<PathBuf>,
    /// The key. Default: `signing_key` of your settings, else ~/.ssh/id_ed25519.
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// Print JSON: {files}.
    #[arg(long)]
    json: bool,
}

/// Signs.
pub fn run(args: &Args, out: &mut Out) -> Result<Outcome, Failure> {
    let room = Room::open(args.path.as_deref())?;
    let store = room.store();
    let Some(me) = store.me() else {
        return Err(Failure::new(
            "nobody has written here on this device yet",
            "Write something first, on the screen or with `postil annotate`.",
        ));
    };
    let ask = std::io::stdin().is_terminal();
    let files = signature::sign(store.annotations(), me, (&key(args, &room), ask), Timestamp::now())?;
    if args.json {
        out.json(&json!({ "files": files }))?;
    } else {
        out.line(&format!("Signed: {} in annotations/{}.", counted(files, "file"), me.nickname))?;
    }
    Ok(Outcome::Done)
}

/// The key that is meant; `~/` is the home folder.
fn key(args: &Args, room: &Room) -> PathBuf {
    let home = std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
    let set = setup::config(&room.dirs).0.settings.tools.signing_key;
    let written = if set.is_empty() { "~/.ssh/id_ed25519" } else { &set };
    let named = || written.strip_prefix("~/").map_or_else(|| Path::new(written).to_path_buf(), |rest| home.join(rest));
    args.key.clone().unwrap_or_else(named)
}
