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

use super::out::{Out, tell};
use super::outcome::{Failure, Outcome};
use super::setup::{self, Room};
use crate::annotation::Reader;
use crate::config::settings::Person;
use crate::store::{
    Dirs, NameSource, State, disagreement, guessed_reader, person_of_settings, reader_name, rename, short_name, slug,
};
use serde_json::{Value, json};
use std::path::PathBuf;

/// Show who you are on this device, or correct the name you write under.
///
/// The name is asked for before your first annotation, or set beforehand as `[reader]` in settings.toml. With --rename others
/// see the new name: here from now on, in every other folder of texts when you next open it. Your annotations stay
/// yours, and where they lie.
#[derive(Debug, clap::Args)]
pub struct ReaderArgs {
    /// A folder of texts. Default: the folder read last, else ./documents, else this folder.
    path: Option<PathBuf>,
    /// The name to write under from now on.
    #[arg(long, value_name = "NAME")]
    rename: Option<String>,
    /// The short name that others see beside your notes. Default: made of the name.
    #[arg(long, value_name = "SHORT", requires = "rename")]
    nickname: Option<String>,
    /// Print JSON: {name, nickname, id, source, folder, disagreement}.
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
    if let Some(name) = &args.rename {
        let said = person_of_settings(&dirs);
        let nickname = args.nickname.as_deref().map_or_else(|| short_name(name.trim(), &said), slug);
        correct(name.trim(), &nickname, &mut state, room.as_ref())?;
    }
    let identity = Identity::of(&dirs, &state, room.as_ref());
    if args.json {
        out.json(&identity.json())?;
    } else {
        identity.lines().iter().try_for_each(|line| out.line(line))?;
    }
    Ok(Outcome::Done)
}

fn correct(name: &str, nickname: &str, state: &mut State, room: Option<&Room>) -> Result<(), Failure> {
    if name.is_empty() {
        return Err(Failure::new("the name is empty", "Give the name to write under: postil reader --rename NAME"));
    }
    if state.reader().is_none() {
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

/// Who writes on this device, as far as it is known.
pub struct Identity {
    reader: Reader,
    source: &'static str,
    folder: Option<String>,
    disagreement: Option<String>,
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
        let folder = room.and_then(Room::me).map(|me| me.nickname);
        let reader = known.unwrap_or_else(|| guessed_reader(dirs));
        Self { reader, source, folder, disagreement: disagreement(state, &said) }
    }

    /// The keys that the table above lists.
    pub fn json(&self) -> Value {
        let id = Some(&self.reader.id).filter(|id| !id.is_empty());
        json!({
            "name": self.reader.name, "nickname": self.reader.nickname, "id": id, "source": self.source,
            "folder": self.folder, "disagreement": self.disagreement,
        })
    }

    /// Tells the facts that `json` lists in words, a fact a line.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = vec![format!("{} ({}), {}", self.reader.name, self.reader.nickname, self.source_in_words())];
        lines.extend(self.folder.as_ref().map(|folder| format!("  your notes here: annotations/{folder}")));
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

fn source(said: &Person) -> &'static str {
    match reader_name(Some(said.name.as_str()).filter(|name| !name.is_empty())).source {
        NameSource::Settings => "settings",
        NameSource::Git => "git",
        NameSource::Login => "login",
        NameSource::Nowhere => "nowhere",
    }
}
