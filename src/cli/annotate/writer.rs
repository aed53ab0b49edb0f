//! Who writes: the reader that was named, else the one of this device, else the one of the settings, else a guess, which is
//! said. Who writes first is the reader of this device from then on.
//!
//! A name given on the command line never changes who that is; where it was only a guess, it does.

use crate::annotation::{Color, Reader, ReaderId};
use crate::cli::out::asked_on_terminal;
use crate::cli::outcome::Failure;
use crate::cli::setup::{self, Room};
use crate::config::settings::Person;
use crate::store::{AnnotationStore, State, disagreement, reader_name, rename, short_name, slug};
use crate::text::fold::is_same_name;
use uuid::Uuid;

const FROM_NOW_ON: &str = ", who is the reader of this device from now on";
const KNOWN_HERE: &str = ", who has written here before, on another device";
const GUESS: &str = ", a guess: `postil reader --rename NAME` says who you are, and the note stays yours";

/// So many readers are named where somebody is looked for in vain.
const MOST_NAMED: usize = 20;

/// The reader a command writes as, and the annotations it writes to.
#[derive(Debug)]
pub struct Writer {
    /// The reader.
    pub reader: Reader,
    /// The corpus' annotations, written to by the reader.
    pub store: AnnotationStore,
    /// The colour of a passage that is only marked.
    pub usual_color: Color,
    /// Under which name and where it is written, for stderr.
    pub told: String,
}

/// The writer for a corpus.
pub fn choose(named: Option<&str>, room: &mut Room) -> Result<Writer, Failure> {
    let settings = setup::config(&room.dirs).0.settings;
    let store = room.store();
    let (reader, how) = reader(named, &mut room.state, &store, &settings.reader)?;
    if store.known(&reader.nickname).is_some_and(|there| there.id != reader.id) {
        let cause = format!("another reader is called {} in this folder", reader.nickname);
        let hint = format!(
            "Take another name: postil reader --rename \"OTHER NAME\"; --reader NAME writes as another this once. If {} is you, on another \
             device: postil sync --join.",
            reader.nickname
        );
        return Err(Failure::new(cause, hint));
    }
    let store = room.store_for(&reader)?;
    // Who has the own folder back from the others has it without this device's key. Where it cannot be said, the next command tries again.
    let _ = store.publish_key();
    let elsewhere = store.elsewhere().map(|place| format!("; {place}")).unwrap_or_default();
    let other = disagreement(&room.state, &settings.reader).filter(|_| named.is_none());
    let other = other.map(|told| format!("; {told}")).unwrap_or_default();
    let told = format!("written as {}{how}{elsewhere}{other}", reader.name);
    Ok(Writer { usual_color: Color::named(settings.colors.default_name()), reader, store, told })
}

/// The reader and, in words, how that was settled.
fn reader(
    named: Option<&str>,
    state: &mut State,
    store: &AnnotationStore,
    said: &Person,
) -> Result<(Reader, String), Failure> {
    if named.is_some_and(|name| name.trim().is_empty()) {
        return Err(Failure::new("the reader's name is empty", "Give a name with --reader NAME."));
    }
    let set = Some(said.name.as_str()).filter(|name| !name.is_empty());
    if let Some(there) = named.and_then(|id| by_id(id, store)) {
        return named_by_id(there, state, store);
    }
    match (named, state.reader().cloned().filter(|_| !state.is_guessed())) {
        (None, Some(me)) => Ok((me, String::new())),
        (Some(name), Some(me)) => Ok((other_or_me(name.trim(), me, store), String::new())),
        (Some(name), None) => named_first(name.trim(), state, store),
        (None, None) => match set {
            Some(name) => as_set(name, short_name(name, said, Some(store)), state, store),
            None => guessed(state, store, said),
        },
    }
}

/// The reader of that id, here or in the roster, where it is one.
fn by_id(id: &str, store: &AnnotationStore) -> Option<Reader> {
    let id = id.trim();
    let readers = || store.readers().0.into_values();
    let here = id.starts_with("urn:").then(readers)?.find(|reader| reader.id == id);
    here.or_else(|| store.awaited_of_id(id))
}

/// Who is named by an id, which only that reader is shown as one's own: on this device for good where nobody has said who writes on it.
fn named_by_id(there: Reader, state: &mut State, store: &AnnotationStore) -> Result<(Reader, String), Failure> {
    if state.reader().is_some() && !state.is_guessed() {
        return Ok((there, String::new()));
    }
    state.set_reader(&there)?;
    let known = if store.readers().0.values().any(|here| here.id == there.id) { KNOWN_HERE } else { "" };
    Ok((there, format!("{known}{FROM_NOW_ON}")))
}

/// Makes somebody who is here already, or in the roster by an id, the reader of a device on which nobody has said who writes: by a short
/// name or an id. Gives, in words to stand behind the name, how that was settled.
pub fn joined(who: &str, state: &mut State, store: &AnnotationStore) -> Result<String, Failure> {
    if let Some(there) = by_id(who, store) {
        return Ok(named_by_id(there, state, store)?.1);
    }
    let nickname = short_name(who, &Person::default(), Some(store));
    let is_other = |there: &Reader| state.reader().is_none_or(|guess| guess.id != there.id);
    let Some(there) = store.known(&nickname).filter(is_other).or_else(|| store.awaited(&nickname)) else {
        return Err(nobody_called(&nickname, store));
    };
    let Some(doubt) = store.unsure_reader(&there).or_else(|| awaited_words(&there, store)) else {
        return Ok(named_by_id(there, state, store)?.1);
    };
    let cause = format!("{nickname} is {doubt}");
    if !asked_on_terminal(&format!("{cause}; `postil reader` on your other device shows it. Is that you?")) {
        let hint = format!(
            "If `postil reader` shows that id on your other device, it is you: postil reader --join {}.",
            there.id
        );
        return Err(Failure::new(cause, hint));
    }
    Ok(named_by_id(there, state, store)?.1)
}

/// Who somebody is whom the roster alone knows, in words.
fn awaited_words(reader: &Reader, store: &AnnotationStore) -> Option<String> {
    store.awaited(&reader.nickname)?;
    Some(format!("{} in the roster, with the id {}", reader.name, reader.id))
}

/// That nobody goes by a short name here, and who is here.
fn nobody_called(nickname: &str, store: &AnnotationStore) -> Failure {
    let mut here: Vec<String> = store.readers().0.into_values().map(|reader| reader.nickname).collect();
    here.sort_unstable();
    here.truncate(MOST_NAMED);
    let hint = if here.is_empty() {
        "Nobody has written on these texts; sync first, if others have elsewhere.".to_owned()
    } else {
        format!("Here are {}.", here.join(", "))
    };
    Failure::new(format!("nobody here goes by {nickname}"), hint)
}

/// The reader of this device if that is who is named, else another, who is known or new.
fn other_or_me(name: &str, me: Reader, store: &AnnotationStore) -> Reader {
    let nickname = slug(name);
    if me.nickname == nickname || me.nickname == short_name(name, &Person::default(), Some(store)) {
        return me;
    }
    match store.known(&nickname) {
        Some(there) if there.id != me.id => there,
        Some(_) => me,
        // One's own full name is one's own, also before there is a folder; a short name of somebody's goes before it.
        None if is_same_name(&me.name, name) => me,
        None => store.awaited(&nickname).unwrap_or_else(|| new(name, nickname)),
    }
}

/// Who says first who they are is the reader of this device, and takes along what was written under a guess.
fn introduced(
    name: &str,
    nickname: String,
    state: &mut State,
    store: &AnnotationStore,
) -> Result<(Reader, String), Failure> {
    let there = store.known(&nickname);
    if let Some(there) = there.as_ref().filter(|there| state.reader().is_none_or(|guess| guess.id != there.id)) {
        agreed(there, store)?;
    }
    if there.is_none()
        && let Some(awaited) = store.awaited(&nickname)
    {
        return agreed_to_be(&awaited, state);
    }
    let guess = state.reader().cloned();
    if let Some(guess) = guess.filter(|guess| there.as_ref().is_none_or(|there| there.id == guess.id)) {
        rename(state, store, name, &nickname)?;
        let how = format!("{FROM_NOW_ON}; what was written as {} is theirs too", guess.name);
        return Ok((state.reader().cloned().unwrap_or(guess), how));
    }
    let how = if there.is_some() { format!("{KNOWN_HERE}{FROM_NOW_ON}") } else { FROM_NOW_ON.to_owned() };
    let reader = there.unwrap_or_else(|| new(name, nickname));
    state.set_reader(&reader)?;
    Ok((reader, how))
}

/// Who is named first on this device. By the short name one says that one is who writes under it; a full name may be that of a namesake, whose
/// notes nobody takes for their own unasked.
fn named_first(name: &str, state: &mut State, store: &AnnotationStore) -> Result<(Reader, String), Failure> {
    let nickname = short_name(name, &Person::default(), Some(store));
    if nickname == slug(name) { introduced(name, nickname, state, store) } else { as_set(name, nickname, state, store) }
}

/// Who the settings name: a name that somebody has here already may be another person's, whose notes nobody takes for their own unasked.
fn as_set(
    name: &str,
    nickname: String,
    state: &mut State,
    store: &AnnotationStore,
) -> Result<(Reader, String), Failure> {
    let guess = state.reader().map(|guess| guess.id.clone());
    if store.known(&nickname).is_some_and(|there| Some(&there.id) != guess.as_ref()) {
        return Err(taken(&nickname, store));
    }
    introduced(name, nickname, state, store)
}

/// Why nobody is taken for somebody who is here already.
fn taken(nickname: &str, store: &AnnotationStore) -> Failure {
    let cause = format!("nobody has said who writes on this device, and {nickname} is somebody here already");
    match store.known(nickname).and_then(|there| Some((store.unsure_reader(&there)?, there))) {
        Some((whose, there)) => Failure::new(format!("{cause}: {whose}"), by_id_alone(&there.id)),
        None => Failure::new(cause, format!("Say who you are with --reader NAME; --reader {nickname} if that is you.")),
    }
}

/// Whether who names somebody by a name of the roster, whose neither key nor id says that it is theirs, is that reader: asked on the
/// terminal, else it needs the id.
fn agreed(there: &Reader, store: &AnnotationStore) -> Result<(), Failure> {
    let Some(whose) = store.unsure_reader(there) else { return Ok(()) };
    let cause = format!("{} is {whose}", there.nickname);
    let asked = format!("{cause}; `postil reader` on your other device shows the id. Is that you?");
    if asked_on_terminal(&asked) { Ok(()) } else { Err(Failure::new(cause, by_id_alone(&there.id))) }
}

/// Whether who takes a name that the roster gives to an id of which nobody is here yet is that reader, on another device.
fn agreed_to_be(awaited: &Reader, state: &mut State) -> Result<(Reader, String), Failure> {
    let cause = format!("{} is {} in the roster, by the id {}", awaited.nickname, awaited.name, awaited.id);
    if !asked_on_terminal(&format!("{cause}; `postil reader` on your other device shows it. Is that you?")) {
        return Err(Failure::new(cause, by_id_alone(&awaited.id)));
    }
    state.set_reader(awaited)?;
    Ok((awaited.clone(), FROM_NOW_ON.to_owned()))
}

fn by_id_alone(id: &ReaderId) -> String {
    format!(
        "If `postil reader` shows that id on your other device, it is you: --reader {id}. If not, somebody goes by your name: tell who \
         leads, and write as another meanwhile: --reader \"OTHER NAME\"."
    )
}

/// One who is called like the account, as before where that was so.
fn guessed(state: &mut State, store: &AnnotationStore, said: &Person) -> Result<(Reader, String), Failure> {
    if let Some(guess) = state.reader().cloned() {
        return Ok((guess, GUESS.to_owned()));
    }
    let name = reader_name(None).name;
    let nickname = short_name(&name, said, Some(store));
    if store.known(&nickname).is_some() {
        return Err(taken(&nickname, store));
    }
    let reader = new(&name, nickname);
    state.guess_reader(&reader)?;
    Ok((reader, GUESS.to_owned()))
}

/// Somebody who has not written before.
pub fn new(name: &str, nickname: String) -> Reader {
    Reader { id: ReaderId::new(Uuid::now_v7().urn().to_string()), name: name.to_owned(), nickname }
}
