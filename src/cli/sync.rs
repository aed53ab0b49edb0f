//! `postil sync [PATH]`: sends one's own annotations and fetches the others' through git. How it is done is said in
//! `store::sync`; this tells it in words.
//!
//! The keys of `--json`: `kept` (files of one's own that were new or changed), `received` (files that came from others),
//! `sent` (`sent`, `nothing`, `no-remote` or `waiting`), `reason` (why it waits, or null), `notes` (array of strings).

use super::out::{tell, tell_all};
use super::setup::Room;
use super::{Failure, Out, Outcome};
use crate::annotation::Reader;
use crate::store::sync::{self, Order, Sent, Synced};
use serde_json::{Value, json};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

const WAYS: &str = "\
The usual way: the leader makes an empty repository on a machine that all can reach, once,

  git init --bare --shared=group /srv/seminar.git

and everybody syncs with it: `postil sync --remote /srv/seminar.git` in the folder of texts (or user@host:/srv/seminar.git \
from elsewhere), later `postil sync`. Only the folder `annotations` goes there, unless the folder of texts is a git \
repository itself; `postil sync --remote ADDRESS NEW-FOLDER` makes a copy of such a one. Without a line everything is kept and sent the next \
time. Folders shared by Syncthing, Dropbox, a network drive or a group need no sync at all.";

/// Send your annotations to the others and fetch theirs, through git.
///
/// Commits your own files alone, merges what others have sent, sends yours. Never asks inside the reader; here git may
/// ask for a password. Exit code 1 if something is still to be sent.
#[derive(Debug, clap::Args)]
#[command(after_help = WAYS)]
pub struct Args {
    /// A folder of texts. Default: the folder read last, else ./documents, else this folder.
    path: Option<PathBuf>,
    /// Where to sync with, the first time: a folder, user@host:path, or any address that git knows.
    #[arg(long, value_name = "ADDRESS")]
    remote: Option<String>,
    /// Print JSON: {kept, received, sent, reason, notes}.
    #[arg(long)]
    json: bool,
}

/// Syncs. "Nothing found", exit code 1, says here that something is still to be sent.
pub fn run(args: &Args, out: &mut Out) -> Result<Outcome, Failure> {
    let ask = std::io::stdin().is_terminal();
    if let (Some(remote), Some(folder)) = (&args.remote, args.path.as_deref().filter(|path| is_new(path))) {
        sync::clone(remote, folder, ask)?;
    }
    let room = Room::open(args.path.as_deref())?;
    let me = room.state.reader().map(|me| Reader {
        id: me.id.clone(),
        name: me.name.clone(),
        nickname: me.nickname.clone(),
    });
    let order = Order { me: me.as_ref(), remote: args.remote.as_deref(), ask };
    let quiet = args.json || !std::io::stderr().is_terminal();
    let mut step = |step: sync::Step| {
        if !quiet {
            tell(&format!("{} …", step.words()));
        }
    };
    let synced = sync::sync(room.shelf().annotations(), &order, &mut step)?;
    if args.json {
        out.json(&json(&synced))?;
    } else {
        tell_all(&synced.notes);
        out.line(&words(&synced))?;
    }
    Ok(Outcome::found(!matches!(synced.sent, Sent::NoRemote | Sent::Waiting(_))))
}

/// Whether a copy of the remote can be made there.
fn is_new(path: &Path) -> bool {
    !path.exists() || path.read_dir().is_ok_and(|mut entries| entries.next().is_none())
}

fn words(synced: &Synced) -> String {
    let count = |number: usize, what: &str| match number {
        0 => None,
        1 => Some(format!("1 file {what}")),
        many => Some(format!("{many} files {what}")),
    };
    let sent = match &synced.sent {
        Sent::Sent => "sent".to_owned(),
        Sent::Nothing if synced.received == 0 => "everything is as the others have it".to_owned(),
        Sent::Nothing => String::new(),
        Sent::NoRemote => "kept on this machine; say where to sync with: postil sync --remote ADDRESS".to_owned(),
        Sent::Waiting(reason) => format!("kept on this machine until the next time: {reason}"),
    };
    let parts = [count(synced.kept, "of yours"), count(synced.received, "from others"), Some(sent)];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn json(synced: &Synced) -> Value {
    let (sent, reason) = match &synced.sent {
        Sent::Sent => ("sent", None),
        Sent::Nothing => ("nothing", None),
        Sent::NoRemote => ("no-remote", None),
        Sent::Waiting(reason) => ("waiting", Some(reason)),
    };
    json!({ "kept": synced.kept, "received": synced.received, "sent": sent, "reason": reason, "notes": synced.notes })
}
