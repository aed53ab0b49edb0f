//! `postil sync [PATH]`: sends one's own annotations and fetches the others', through git or over a drive. How it is done is said in
//! `store::sync`; this tells it in words.
//!
//! The keys of `--json`: `kept` (files of one's own that were new or changed), `received` (files that came from others),
//! `sent` (`sent`, `nothing`, `no-remote` or `waiting`), `sent_notes` (how many of one's own notes were sent), `new_notes`
//! (how many came that are new), `changed_notes` (how many came that were known and are others now), `from` (in whose folders, array), `reason` (why it waits, or null), `notes` (array of
//! strings).

use super::out::{Out, tell, tell_all};
use super::outcome::{Failure, Outcome};
use super::setup::{self, Room};
use crate::annotation::Reader;
use crate::language::counts::counted;
use crate::store::sync::{self, ENGINES, EngineRow, Namesake, Order, Sent, Synced};
use crate::store::{Library, Stop};
use crate::store::{reader_name, slug};
use crate::text::{shown, visible};
use crate::worker::signer::signed;
use serde_json::{Value, json};
use signal_hook::consts::{SIGINT, SIGTERM};
use std::io::{BufRead, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// How it is set up, engine by engine.
fn ways() -> String {
    let engine = |row: &EngineRow| format!("  {:14} {}\n  {:14} {}", row.name, row.address, "", row.reach);
    let engines = ENGINES.iter().map(engine).collect::<Vec<_>>().join("\n");
    format!("What carries the annotations, and its ADDRESS:\n\n{engines}\n\n{WAYS}")
}

const WAYS: &str = "\
With a drive: name it once for rclone (`rclone config`), then `postil sync --remote rclone:NAME:path` in the folder of texts, later \
`postil sync`. Your own files go into `annotations` there; nothing there is ever deleted, nor anything of others changed. Where \
the leader has put the texts there too, `postil sync --remote rclone:NAME:path NEW-FOLDER` makes a reader's copy, and every \
sync brings what is new.

With git: an empty repository on a machine that all can reach, made there once by whoever may administer it,

  sudo git init --bare --shared=group -b main /srv/seminar.git
  sudo chgrp -R GROUP /srv/seminar.git
  sudo git config --system --add safe.directory /srv/seminar.git

(GROUP: the one that all accounts are in; the last line because git reads no other user's folder otherwise), and everybody \
syncs with it: `postil sync --remote /srv/seminar.git` in the folder of texts (or user@host:/srv/seminar.git from elsewhere), \
later `postil sync`. Only your own folder in `annotations` goes there.

Without a line everything is kept and sent the next time.

Where the folder of texts is a git repository itself, the texts travel the same way: the leader sends them with git (git push \
origin main, before anybody has synced, and again when texts or syllabus.toml have changed: postil sync, git commit, git \
push); `postil sync --remote ADDRESS NEW-FOLDER` makes a reader's copy, and every sync brings what is new.";

/// How many of a namesake's files are shown.
const SHOWN: usize = 10;

/// Send your annotations to the others and fetch theirs, through git or a drive.
///
/// Sends your own files and nothing else, takes in what others have sent. Never asks inside the reader; here git or
/// rclone may ask for a password. Exit code 1 if something is still to be sent.
#[derive(Debug, clap::Args)]
#[command(after_help = ways())]
pub struct Args {
    /// A folder of texts. Default: the one around this folder, else the one read last, else ./documents.
    path: Option<PathBuf>,
    /// Where to sync with, the first time: a folder, user@host:path, any address that git knows, or rclone:NAME:path.
    #[arg(long, value_name = "ADDRESS")]
    remote: Option<String>,
    /// The reader of your name whom the others know already is you, on another device: take over that reader's id, with
    /// what you have written here. Shows who that is and asks first.
    #[arg(long)]
    join: bool,
    /// Do not ask, with --join.
    #[arg(long, short, requires = "join")]
    yes: bool,
    /// Print JSON: {kept, received, sent, sent_notes, new_notes, changed_notes, from, reason, notes}.
    #[arg(long)]
    json: bool,
}

/// What signals tell: to end, and with it the git that is under way; it has a session of its own and would go on alone.
struct Told {
    stop: Stop,
    /// While a question is open a signal ends the program itself, as ever.
    asking: Arc<AtomicBool>,
}

impl Told {
    fn listen() -> std::io::Result<Self> {
        let (flag, asking) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
        for signal in [SIGINT, SIGTERM] {
            signal_hook::flag::register_conditional_default(signal, Arc::clone(&asking))?;
            signal_hook::flag::register(signal, Arc::clone(&flag))?;
        }
        Ok(Self { stop: Stop::told_by(flag), asking })
    }
}

/// Syncs. "Nothing found", exit code 1, says here that something is still to be sent.
pub fn run(args: &Args, out: &mut Out) -> Result<Outcome, Failure> {
    let (ask, told) = (std::io::stdin().is_terminal(), Told::listen()?);
    if let Some(remote) = args.remote.as_deref().filter(|remote| is_plain_folder(Path::new(remote))) {
        let hint = "A folder that all can open needs no sync: put the texts there, and everybody opens them there (`postil FOLDER`). To sync by \
                    git instead: git init --bare --shared=group -b main FOLDER.";
        return Err(Failure::new(format!("{} is a folder, but no git repository", visible::line(remote)), hint));
    }
    let made = args.path.as_deref().filter(|path| args.remote.is_some() && is_new(path));
    if let (Some(remote), Some(folder)) = (&args.remote, made) {
        sync::clone(remote, folder, ask, &told.stop)?;
    }
    let mut room = match made {
        Some(folder) => Room::at(setup::dirs()?, Library::open(folder)?),
        None => Room::open(args.path.as_deref())?,
    };
    if made.is_some() {
        super::read::remember(&room.library, &mut room.state);
    }
    if args.join && !join(args, &mut room, (ask, &told), out)? {
        return Ok(Outcome::Nothing);
    }
    let me = room.me();
    let called = called(&room);
    let order = Order {
        called: &called,
        made: made.is_some() || is_empty(&room),
        ..order(args, &room, me.as_ref(), (ask, &told.stop))
    };
    let quiet = args.json || !std::io::stderr().is_terminal();
    let mut step = |step: sync::Step| {
        if !quiet {
            tell(&format!("{} …", step.words()));
        }
    };
    tell_all(&Vec::from_iter(me.as_ref().and_then(|me| signed(room.store().annotations(), me, &told.stop))));
    let synced = sync::sync(room.store().annotations(), &order, &mut step)?;
    // What of the plan cannot be read stops nobody.
    tell_all(&Library::open(room.library.corpus.root())?.faults);
    if args.json {
        out.json(&json(&synced))?;
    } else {
        tell_all(&synced.notes);
        out.line(&match made {
            Some(folder) if !synced.is_waiting() => fetched(&room, folder),
            _ => synced.words(),
        })?;
    }
    Ok(Outcome::found(!synced.is_waiting()))
}

/// Whether a folder has no text yet: then those of a drive come into it too, whenever they are put there.
fn is_empty(room: &Room) -> bool {
    room.library.entries().0.is_empty()
}

/// What a new folder holds, and how it is read.
fn fetched(room: &Room, folder: &Path) -> String {
    let (texts, folder) = (room.library.entries().0.len(), shown(folder));
    if texts == 0 {
        return format!(
            "made {folder}; no texts are there yet: those that are handed out there come with `postil sync {folder}`, others you put \
             into it"
        );
    }
    format!("made {folder} with {}; to read: postil {folder}", counted(texts, "text"))
}

/// The short name that the settings give the reader, else the one that is made of the name they would write under.
fn called(room: &Room) -> String {
    let said = setup::config(&room.dirs).0.settings.reader;
    let set = Some(said.name.as_str()).filter(|name| !name.is_empty());
    if said.nickname.is_empty() { slug(&reader_name(set).name) } else { slug(&said.nickname) }
}

fn order<'a>(args: &'a Args, room: &'a Room, me: Option<&'a Reader>, (ask, stop): (bool, &'a Stop)) -> Order<'a> {
    let (device, former) = (room.state.device(), room.state.former());
    let renamed = room.state.reader().map(|reader| reader.nickname.as_str());
    Order {
        me,
        device,
        called: "",
        renamed,
        former,
        remote: args.remote.as_deref(),
        made: false,
        ask,
        begin: true,
        stop,
    }
}

/// Takes over the id of the reader of the own name whom the others know. False where the answer was no.
fn join(args: &Args, room: &mut Room, (ask, told): (bool, &Told), out: &mut Out) -> Result<bool, Failure> {
    let Some(me) = room.me() else {
        let hint =
            "Sync without --join; then annotate something and answer with your name: you are asked whether it is you.";
        return Err(Failure::new("nobody has written here on this device yet", hint));
    };
    let there = sync::namesake(room.store().annotations(), &order(args, room, Some(&me), (ask, &told.stop)))?;
    let Some(there) = there else {
        tell("nobody else there goes by your name: nothing to take over");
        return Ok(true);
    };
    if !(args.yes || agreed(&there, args, told, out)?) {
        out.line("Nothing was changed and nothing sent.")?;
        return Ok(false);
    }
    let Reader { id, name, .. } = there.reader;
    let one = Reader { id, name, nickname: me.nickname };
    // Who this is comes first: what is rewritten then, and what a killed run leaves, is finished by the sync.
    room.state.become_reader(&one)?;
    room.store().annotations().write_person(&there.person)?;
    Ok(true)
}

/// Shows who is there, and asks; without a terminal the answer must have been given.
fn agreed(there: &Namesake, args: &Args, told: &Told, out: &mut Out) -> Result<bool, Failure> {
    let (name, nickname) = (visible::line(&there.reader.name), visible::line(&there.reader.nickname));
    let count = if there.files.len() == 1 { "1 file".to_owned() } else { format!("{} files", there.files.len()) };
    let who = format!("{name} ({nickname}) is there already: {count} of annotations, last changed {}", there.last);
    if args.json || !std::io::stdin().is_terminal() {
        return Err(Failure::new(who, "If that is you: postil sync --join --yes. If not, take another name."));
    }
    out.line(&format!("{who}."))?;
    for file in there.files.iter().take(SHOWN) {
        out.line(&format!("  {}", visible::line(file)))?;
    }
    if there.files.len() > SHOWN {
        out.line(&format!("  and {} more", there.files.len() - SHOWN))?;
    }
    out.text("Is that you? What you have written on this device will be under that reader's id, and sent. [y/N] ")?;
    out.flush()?;
    let mut answer = String::new();
    told.asking.store(true, Ordering::Relaxed);
    let read = std::io::stdin().lock().read_line(&mut answer);
    told.asking.store(false, Ordering::Relaxed);
    read?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}

/// Whether a folder is here that is no repository of git, bare or with files.
fn is_plain_folder(path: &Path) -> bool {
    path.is_dir() && !path.join(".git").exists() && !(path.join("HEAD").is_file() && path.join("objects").is_dir())
}

/// Whether a copy of the remote can be made there.
fn is_new(path: &Path) -> bool {
    !path.exists() || path.read_dir().is_ok_and(|mut entries| entries.next().is_none())
}

fn json(synced: &Synced) -> Value {
    let (sent, reason) = match &synced.sent {
        Sent::Sent => ("sent", None),
        Sent::Nothing => ("nothing", None),
        Sent::NoRemote => ("no-remote", None),
        Sent::Waiting(reason) => ("waiting", Some(reason)),
    };
    json!({
        "kept": synced.kept, "received": synced.received, "sent": sent, "sent_notes": synced.sent_notes,
        "new_notes": synced.new_notes, "changed_notes": synced.changed_notes, "from": synced.from, "reason": reason, "notes": synced.notes,
    })
}
