//! `postil reader`: who writes on this device, where that comes from, and the folder beside the texts; `--rename` corrects the
//! name. Records, ids and folders are never touched by it.
//!
//! The keys of `--json`:
//!
//! | key | value |
//! |---|---|
//! | `name`, `nickname` | the full and the short name |
//! | `id` | the reader's `urn:uuid:…`, or null while nobody has written |
//! | `source` | `device`, or while nobody has said a name on it: `guess`, `settings`, `git`, `login`, `nowhere` |
//! | `folder` | the own folder below `annotations` in the texts at hand, or null |
//! | `disagreement` | what is to be said where the settings name somebody else, or null |
//! | `key` | the private key that opens what others write for this reader alone, or null |

use super::out::{Out, tell};
use super::outcome::{Failure, Outcome};
use super::setup::{self, Room};
use crate::annotation::{KEY_ELSEWHERE, NO_OWN_KEY, Reader};
use crate::config::settings::Person;
use crate::language::counts::counted;
use crate::store::{
    AnnotationStore, Dirs, NameSource, State, WritePlace, corrected_short_name, disagreement, guessed_reader,
    keep_setting, named_key, person_of_settings, public_half, reader_name, reading_key, rename, rename_in_settings,
    short_name, slug,
};
use crate::text::{shown, visible};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// What stands for the first of the usual keys.
const USUAL_KEY: &str = "~/.ssh";

/// Show who you are on this device, correct the name you write under, or make your key known.
///
/// The name is asked for before your first annotation, or set beforehand as `[reader]` in settings.toml. With --rename others
/// see the new name: here from now on, in every other folder of texts when you next open it. Your annotations stay
/// yours, and where they lie.
#[derive(Debug, clap::Args)]
pub struct ReaderArgs {
    /// A folder of texts. Default: the one around this folder, else the one read last, else ./documents.
    path: Option<PathBuf>,
    /// The name to write under from now on.
    #[arg(long, value_name = "NAME")]
    rename: Option<String>,
    /// The short name that others see beside your notes. Default: that of the roster, else made of the name.
    #[arg(long, value_name = "SHORT")]
    nickname: Option<String>,
    /// Be the reader who goes by this short name here already, or by this id: on another device of yours. Only where nobody has written on this
    /// one; else `postil sync --join` makes the two one.
    #[arg(long, value_name = "WHO", conflicts_with_all = ["rename", "nickname"])]
    join: Option<String>,
    /// Make an ssh key known (ed25519 or rsa, without a passphrase), so that others can write something for you alone. Default: ~/.ssh/id_ed25519,
    /// else ~/.ssh/id_rsa, else ~/.ssh/postil.
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = USUAL_KEY)]
    key: Option<PathBuf>,
    /// Take the keys of yours that are not on this device out of your reader.json, where one was lost: nothing is encrypted for them from then
    /// on. A key of another device of yours is known again when that is used.
    #[arg(long)]
    forget_keys: bool,
    /// Print JSON: {name, nickname, id, source, folder, disagreement, key}.
    #[arg(long)]
    json: bool,
}

/// Shows the reader, after the correction where one is asked for.
pub fn run(args: &ReaderArgs, out: &mut Out) -> Result<Outcome, Failure> {
    let dirs = setup::dirs()?;
    let (mut state, faults) = setup::state(&dirs);
    crate::cli::out::tell_all(&faults);
    let room = Room::open(args.path.as_deref());
    if let (Err(failure), true) = (&room, args.path.is_some()) {
        let Failure::Told { cause, hint } = failure else { return Ok(Outcome::Done) };
        return Err(Failure::new(cause.clone(), hint.clone()));
    }
    let room = room.ok();
    if args.rename.is_some() || args.nickname.is_some() {
        rename_as_asked(args, &dirs, &mut state, room.as_ref())?;
    }
    if let Some(who) = &args.join {
        join(who, &mut state, room.as_ref())?;
    }
    let room = match &args.key {
        Some(key) => make_known(key, &dirs, room)?,
        None => room.map(Room::with_private),
    };
    if args.forget_keys {
        forget_keys(room.as_ref())?;
    }
    let identity = Identity::of(&dirs, &state, room.as_ref());
    if args.json {
        out.json(&identity.json())?;
    } else {
        identity.lines().iter().try_for_each(|line| out.line(line))?;
    }
    Ok(Outcome::Done)
}

/// Gives the reader the name and the short name that are asked for; the one that is not stays as it is, or is made of the other.
fn rename_as_asked(args: &ReaderArgs, dirs: &Dirs, state: &mut State, room: Option<&Room>) -> Result<(), Failure> {
    let (said, store) = (person_of_settings(dirs), room.map(Room::store));
    let name = match (&args.rename, state.reader()) {
        (Some(name), _) => name.trim().to_owned(),
        (None, Some(me)) => me.name.clone(),
        (None, None) => {
            let hint = "Give a name as well: postil reader --rename NAME --nickname SHORT";
            return Err(Failure::new("nobody has said who writes on this device", hint));
        }
    };
    let nickname = match (&args.nickname, state.reader().zip(store.as_ref())) {
        (Some(nickname), _) => slug(nickname),
        (None, Some(here)) => corrected_short_name(&name, &said, here),
        (None, None) => short_name(&name, &said, store.as_ref()),
    };
    let stood = store.as_ref().zip(state.reader()).is_some_and(|(store, me)| store.stands_in_roster(me));
    correct(&name, &nickname, state, room)?;
    if let Some((store, me)) = store.zip(state.reader()) {
        let seen = store.shown(me);
        if seen.nickname != nickname {
            tell(&format!(
                "others go on seeing you as {}: the roster in syllabus.toml calls you so, or {nickname} is somebody else's",
                seen.nickname
            ));
        }
        if stood && !store.stands_in_roster(&seen) {
            tell(&format!(
                "the roster in syllabus.toml has no {nickname}: you are a stranger there until who leads writes the new name into your row"
            ));
        }
    }
    if rename_in_settings(dirs, &name, &nickname)? {
        tell("settings.toml says the new name too");
    }
    Ok(())
}

fn correct(name: &str, nickname: &str, state: &mut State, room: Option<&Room>) -> Result<(), Failure> {
    if name.is_empty() {
        return Err(Failure::new("the name is empty", "Give the name to write under: postil reader --rename NAME"));
    }
    if state.reader().is_none() {
        if let Some(room) = room {
            must_be_free(name, nickname, &room.store())?;
        }
        state.set_reader(&super::annotate::new_reader(name, nickname.to_owned()))?;
        return Ok(());
    }
    match room {
        Some(room) => rename(state, &room.store(), name, nickname)?,
        None => state.rename_reader(name, nickname)?,
    }
    tell("the name is corrected; what you have written stays yours");
    Ok(())
}

/// Whether a name that is said first on this device is nobody's here, nor one that the roster has for an id: whoever has it is either
/// another reader, or the same on another device.
fn must_be_free(name: &str, nickname: &str, store: &AnnotationStore) -> Result<(), Failure> {
    let there = store.known(nickname).map(|there| (there, "is a reader here already"));
    let there = there.or_else(|| Some((store.awaited(nickname)?, "is in the roster")));
    let Some((there, is)) = there else { return Ok(()) };
    let [name, called, id] = [name, &there.name, &there.id].map(visible::line);
    Err(Failure::new(
        format!("{nickname}, as “{name}” would be called here, {is}: {called}, with the id {id}"),
        format!(
            "If `postil reader` shows that id on your other device, it is you: postil reader --join {nickname}. If not, take another name: \
             postil reader --rename \"OTHER NAME\"."
        ),
    ))
}

/// Makes somebody who is here already, or in the roster by an id, the reader of this device.
fn join(who: &str, state: &mut State, room: Option<&Room>) -> Result<(), Failure> {
    let hint = "Give the folder of the seminar: postil reader FOLDER --join WHO";
    let store = room.map(Room::store).ok_or_else(|| Failure::new("there are no texts here", hint))?;
    if let Some(me) = state.reader().filter(|_| !state.is_guessed()) {
        return Err(Failure::new(
            format!("who writes on this device is settled: {} ({}), with the id {}", me.name, me.nickname, me.id),
            "If the other is you as well, `postil sync --join` makes the two one, under your name there.",
        ));
    }
    let how = super::annotate::joined(who, state, &store)?;
    tell(&format!("you are {}{how}", state.reader().map_or(who, |me| &me.name)));
    Ok(())
}

/// Makes a key known: in the settings of this device, and in the own folder beside the texts at hand.
fn make_known(key: &Path, dirs: &Dirs, room: Option<Room>) -> Result<Option<Room>, Failure> {
    let home = home();
    let none =
        "Make one for this: `ssh-keygen -t ed25519 -N '' -f ~/.ssh/postil`, then `postil reader --key ~/.ssh/postil`.";
    let given = (key != Path::new(USUAL_KEY)).then(|| key.to_path_buf());
    let path =
        given.or_else(|| reading_key(&home)).ok_or_else(|| Failure::new("there is no ssh key in ~/.ssh", none))?;
    // Some reasons say already how one is made.
    let hint = |why: &str| if why.contains("ssh-keygen -t") { "" } else { none };
    public_half(&path).map_err(|why| Failure::new(why.clone(), hint(&why)))?;
    let path = std::path::absolute(&path).unwrap_or(path);
    let written = path.strip_prefix(&home).map_or_else(|_| path.clone(), |below| Path::new("~").join(below));
    let written =
        written.to_str().ok_or_else(|| Failure::new("the name of the key is no UTF-8", "Rename its file."))?;
    keep_setting(dirs, "reading_key", written)?;
    let room = room.map(Room::with_private);
    let known = room.as_ref().map_or(Ok(false), |room| room.store().introduce_key())?;
    let unlisted = room.as_ref().filter(|_| known).and_then(|room| room.store().unlisted_key());
    tell(&match unlisted {
        Some(key) => format!(
            "the roster in syllabus.toml has another key of yours: nothing is encrypted for this one until who leads adds it there: {key}"
        ),
        None if known => {
            "others can write for you alone from now on: what they write is encrypted for this key".to_owned()
        }
        None => "the key is known to the others with the first note that you write beside their texts".to_owned(),
    });
    Ok(room)
}

/// Takes the keys that are not on this device out of the own folder, and says who knows them still.
fn forget_keys(room: Option<&Room>) -> Result<(), Failure> {
    let hint = "Give the folder of the seminar: postil reader FOLDER --forget-keys";
    let store = room.map(Room::store).ok_or_else(|| Failure::new("there are no texts here", hint))?;
    let gone = store.forget_keys_elsewhere()?;
    tell(&match gone {
        0 => "no key of yours is known here that is not on this device".to_owned(),
        _ => format!(
            "{} forgotten: nothing is encrypted for {} any more",
            are_counted(gone),
            if gone == 1 { "it" } else { "them" }
        ),
    });
    let known = store.me().and_then(|me| store.roster_keys().remove(&me.nickname)).unwrap_or_default();
    if known.iter().any(|key| !store.holds_key(key)) {
        tell(
            "the roster in syllabus.toml has a key of yours that is not on this device: tell who leads the one that counts",
        );
    }
    Ok(())
}

/// `1 key is`, `2 keys are`.
fn are_counted(keys: usize) -> String {
    format!("{} {}", counted(keys, "key"), if keys == 1 { "is" } else { "are" })
}

/// Who writes on this device, as far as it is known.
pub struct Identity {
    reader: Reader,
    source: &'static str,
    folder: Option<String>,
    /// Where that is, as it is shown.
    place: String,
    disagreement: Option<String>,
    key: Option<String>,
    /// Why it cannot be used, where it cannot.
    key_fault: Option<String>,
    /// Whether others write for keys of which none is on this device.
    key_elsewhere: bool,
}

impl Identity {
    /// The reader of this device, else whom the settings or the system name; with the own folder in `room`.
    pub fn of(dirs: &Dirs, state: &State, room: Option<&Room>) -> Self {
        let said = person_of_settings(dirs);
        let known = state.reader().cloned();
        let source = match &known {
            Some(_) if state.is_guessed() => "guess",
            Some(_) => "device",
            None => source(&said),
        };
        let readers = room.map(|room| room.store().readers().0).unwrap_or_default();
        let is_other = |me: &Reader| readers.get(&me.nickname).is_some_and(|there| there.id != me.id);
        let folder = room.and_then(Room::me).filter(|me| !is_other(me)).map(|me| me.nickname);
        let place = place_of(room, folder.as_deref().unwrap_or_default());
        let reader = known.unwrap_or_else(|| guessed_reader(dirs));
        let key = Some(setup::config(dirs).0.settings.tools.reading_key).filter(|key| !key.is_empty());
        let key_fault = key.as_ref().and_then(|key| public_half(&named_key(key, &home())).err());
        let key_elsewhere = key_fault.is_none() && room.is_some_and(|room| room.store().has_no_key_here());
        Self { reader, source, folder, place, disagreement: disagreement(state, &said), key, key_fault, key_elsewhere }
    }

    /// The keys that the table above lists.
    pub fn json(&self) -> Value {
        let id = Some(&self.reader.id).filter(|id| !id.is_empty());
        json!({
            "name": self.reader.name, "nickname": self.reader.nickname, "id": id, "source": self.source,
            "folder": self.folder, "disagreement": self.disagreement, "key": self.key,
        })
    }

    /// Tells the facts that `json` lists in words, a fact a line.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = vec![format!("{} ({}), {}", self.reader.name, self.reader.nickname, self.source_in_words())];
        lines.extend((self.source == "device").then(|| format!("  your id: {}", self.reader.id)));
        lines.extend(self.folder.as_ref().map(|_| format!("  your notes here: {}", self.place)));
        let usable = self.key.as_ref().filter(|_| self.key_fault.is_none());
        lines.extend(usable.map(|key| format!("  what is for you alone is opened by: {key}")));
        lines.extend(self.key_fault.as_ref().map(|why| format!("  {}: {} ({why})", NO_OWN_KEY[0], NO_OWN_KEY[1])));
        lines.extend(self.key_elsewhere.then(|| format!("  {}: {}", KEY_ELSEWHERE[0], KEY_ELSEWHERE[1])));
        lines.extend(self.disagreement.as_ref().map(|told| format!("  {told}")));
        lines
    }

    fn source_in_words(&self) -> &'static str {
        match self.source {
            "device" => "the reader of this device; `postil reader --rename NAME` corrects the name",
            "guess" => "a guess under which you have written; `postil reader --rename NAME` says who you are",
            "settings" => "as settings.toml says; nothing is written yet",
            "git" => "a guess from git's user.name; you are asked before your first annotation",
            "login" => "a guess from the account; you are asked before your first annotation",
            _ => "not known yet; you are asked before your first annotation",
        }
    }
}

/// Where a reader's own folder is: beside the texts, or where what cannot be written there goes.
fn place_of(room: Option<&Room>, folder: &str) -> String {
    match room.map(|room| room.annotations.place()) {
        Some(WritePlace::Fallback(place, _)) => {
            format!("{}; this folder cannot be written", shown(&place.join(folder)))
        }
        _ => format!("annotations/{folder}"),
    }
}

fn home() -> PathBuf {
    std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default()
}

fn source(said: &Person) -> &'static str {
    match reader_name(Some(said.name.as_str()).filter(|name| !name.is_empty())).source {
        NameSource::Settings => "settings",
        NameSource::Git => "git",
        NameSource::Login => "login",
        NameSource::Nowhere => "nowhere",
    }
}
