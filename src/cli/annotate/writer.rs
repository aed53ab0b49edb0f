//! Who writes: the reader that was named, else the one of this device, else a guess, which is said.
//!
//! A name given on the command line never changes who the reader of this device is; where nobody has said so yet, it does.

use crate::annotation::{Color, Reader, ReaderId};
use crate::cli::outcome::Failure;
use crate::cli::setup::{self, Room};
use crate::config::Settings;
use crate::store::{AnnotationStore, State, reader_name, slug};
use uuid::Uuid;

/// The reader a command writes as, and the annotations it writes to.
#[derive(Debug)]
pub struct Writer {
    /// The reader.
    pub reader: Reader,
    /// The corpus' annotations, written to by the reader.
    pub shelf: AnnotationStore,
    /// The colour of a passage that is only marked.
    pub usual_color: Color,
    /// Under which name and where it is written, for stderr.
    pub told: String,
}

/// The writer for a corpus.
pub fn choose(named: Option<&str>, room: &mut Room) -> Result<Writer, Failure> {
    let settings = setup::config(&room.dirs).0.settings;
    let shelf = room.shelf();
    let (reader, how) = reader(named, &mut room.state, &shelf, &settings)?;
    if shelf.known(&reader.nickname).is_some_and(|there| there.id != reader.id) {
        let cause = format!("another reader is called {} in this folder", reader.nickname);
        return Err(Failure::new(cause, "Give yourself another name with --reader NAME."));
    }
    let shelf = AnnotationStore::new(room.annotations.clone()).for_reader(&reader, room.state.device())?;
    let elsewhere = shelf.elsewhere().map(|place| format!("; {place}")).unwrap_or_default();
    let told = format!("written as {}{how}{elsewhere}", reader.name);
    Ok(Writer { usual_color: Color::named(settings.colors.default_name()), reader, shelf, told })
}

/// The reader and, in words, how that was settled.
fn reader(
    named: Option<&str>,
    state: &mut State,
    shelf: &AnnotationStore,
    settings: &Settings,
) -> Result<(Reader, &'static str), Failure> {
    let confirmed = state.reader().cloned();
    let Some(name) = named else {
        return Ok(confirmed.map_or_else(|| guessed(shelf, settings), |me| (me, "")));
    };
    let nickname = slug(name);
    if name.trim().is_empty() {
        return Err(Failure::new("the reader's name is empty", "Give a name with --reader NAME."));
    }
    if let Some(me) = confirmed.clone().filter(|me| me.nickname == nickname) {
        return Ok((me, ""));
    }
    let reader = known_or_new(shelf, name.trim(), name);
    if confirmed.is_some() {
        return Ok((reader, ""));
    }
    state.set_reader(&reader)?;
    Ok((reader, ", who is the reader of this device from now on"))
}

/// The reader of the settings, or one who is called like the account.
fn guessed(shelf: &AnnotationStore, settings: &Settings) -> (Reader, &'static str) {
    let set = Some(settings.reader.name.as_str()).filter(|name| !name.is_empty());
    let name = reader_name(set).name;
    let nickname = Some(settings.reader.nickname.as_str()).filter(|nickname| !nickname.is_empty());
    let reader = known_or_new(shelf, &name, nickname.unwrap_or(&name));
    (reader, if set.is_some() { "" } else { ", a guess; --reader NAME says otherwise" })
}

/// The reader of that nickname who has written here, or a new one.
fn known_or_new(shelf: &AnnotationStore, name: &str, nickname: &str) -> Reader {
    shelf.known(nickname).unwrap_or_else(|| {
        let id = ReaderId::new(Uuid::now_v7().urn().to_string());
        Reader { id, name: name.to_owned(), nickname: slug(nickname) }
    })
}
