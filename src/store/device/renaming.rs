//! Correcting the name under which the reader of this device writes: the id and the folder stay, the name changes on this
//! device and in the `reader.json` of one's own folder. No record is touched.

use crate::annotation::Reader;
use crate::annotation::person::{parse_reader, reader_text};
use crate::config::settings::Person;
use crate::store::device::kept_setting::keep_setting;
use crate::store::device::reader_name::person_of_settings;
use crate::store::device::state::State;
use crate::store::fs::dirs::Dirs;
use crate::store::fs::error::{Error, Result};
use crate::store::fs::slug::slug;
use crate::store::sidecar::annotation_store::AnnotationStore;

/// What is to be done where a name of the roster is another reader's.
const NOT_YOURS: &str = "Take your own name. If it is yours, tell who leads: the id that `postil reader` shows goes into the row of it in syllabus.toml.";

/// The short name that goes with a name beside the texts of `store`: that of the settings, unless they name somebody else; else that of
/// the only one who goes by the name there, in the roster or as a reader; else one made of it.
pub fn short_name(name: &str, said: &Person, store: Option<&AnnotationStore>) -> String {
    let of_settings = (said.name.is_empty() || said.name == name) && !said.nickname.is_empty();
    if of_settings {
        return slug(&said.nickname);
    }
    store.and_then(|store| store.short_name_of(name)).unwrap_or_else(|| slug(name))
}

/// The short name that goes with a corrected name: who stands in the roster is known by the short name there, and keeps it, unless
/// somebody else goes by it. Else as [`short_name`].
pub fn corrected_short_name(name: &str, said: &Person, (me, store): (&Reader, &AnnotationStore)) -> String {
    let is_own = || store.known(&me.nickname).is_none_or(|there| there.id == me.id);
    let kept = || store.stands_in_roster(me) && store.short_name_of(name).is_none() && is_own();
    if kept() { me.nickname.clone() } else { short_name(name, said, Some(store)) }
}

/// Gives the reader of this device another name, here and in the own folder beside the texts of `store`, which writes as that
/// reader; [`Error::NameTaken`] where somebody else there has the short name, and why where the roster has another reader of the name.
pub fn rename(state: &mut State, store: &AnnotationStore, name: &str, nickname: &str) -> Result<()> {
    let me = state.reader().map(|me| me.id.clone()).unwrap_or_default();
    if store.known(nickname).is_some_and(|there| there.id != me) {
        return Err(Error::NameTaken { name: nickname.to_owned() });
    }
    if let Some(why) = store.roster_refuses(&me, name, nickname) {
        return Err(Error::git(why, NOT_YOURS));
    }
    state.rename_reader(name, nickname)?;
    renew_name(state, store).map(drop)
}

/// Has the settings file name the reader as they are called now, where it names somebody at all; whether it had to be changed. All else
/// in it stays. The error is a file that cannot be written.
pub fn rename_in_settings(dirs: &Dirs, name: &str, nickname: &str) -> Result<bool> {
    if dirs.apart {
        return Ok(false);
    }
    let said = person_of_settings(dirs);
    let other_name = !said.name.is_empty() && said.name != name;
    let other_nickname = !said.nickname.is_empty() && slug(&said.nickname) != nickname;
    if other_name {
        keep_setting(dirs, "reader.name", name)?;
    }
    if other_nickname {
        keep_setting(dirs, "reader.nickname", nickname)?;
    }
    Ok(other_name || other_nickname)
}

/// Where the own folder beside the texts of `store` says a name that the reader of this device had before, it says the
/// one of now; whether it did. What others write there, or this reader on another device, is left alone.
pub fn renew_name(state: &State, store: &AnnotationStore) -> Result<bool> {
    let (Some(me), Some(here)) = (state.reader(), store.me()) else { return Ok(false) };
    if state.former_names().is_empty() {
        return Ok(false);
    }
    let Some(text) = store.annotations().person_in(&here.nickname) else { return Ok(false) };
    let is_former = |said: &Reader| state.former_names().iter().any(|former| former.is_of(said));
    if !parse_reader(&text).is_some_and(|said| said.id == me.id && is_former(&said)) {
        return Ok(false);
    }
    store.annotations().write_person(&reader_text(me, Some(&text)))?;
    Ok(true)
}

/// What is to be said where the settings name another reader than the one who writes on this device: which of the two
/// counts, and what to do.
pub fn disagreement(state: &State, said: &Person) -> Option<String> {
    let me = state.reader()?;
    let other_name = !said.name.is_empty() && said.name != me.name;
    let other_nickname = !said.nickname.is_empty() && slug(&said.nickname) != me.nickname;
    if !other_name && !other_nickname {
        return None;
    }
    let named = |name: &str, nickname: &str| match (name, nickname) {
        (name, "") => format!("“{name}”"),
        ("", nickname) => format!("“{nickname}”"),
        (name, nickname) => format!("“{name}” ({nickname})"),
    };
    let wanted = if said.name.is_empty() { &me.name } else { &said.name };
    Some(format!(
        "settings.toml says {}, but what you write here is by {}: `postil reader --rename \"{wanted}\"` corrects that, and your notes stay yours",
        named(&said.name, &said.nickname),
        named(&me.name, &me.nickname),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::ReaderId;
    use crate::store::{Annotations, Corpus};
    use std::path::Path;

    fn reader(number: u8, name: &str) -> Reader {
        Reader { id: ReaderId::new(format!("urn:uuid:{number}")), name: name.to_owned(), nickname: slug(name) }
    }

    /// A device whose reader is `me`, and a corpus in which these readers have folders.
    fn device(temp: &Path, me: &Reader, here: &[(&str, &Reader)]) -> (Dirs, State) {
        let dirs = Dirs::under(temp);
        for (folder, reader) in here {
            let folder = temp.join("texts/annotations").join(folder);
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(folder.join("reader.json"), reader_text(reader, None)).unwrap();
        }
        let mut state = State::open(&dirs).0;
        state.set_reader(me).unwrap();
        (dirs, state)
    }

    fn store(temp: &Path, dirs: &Dirs, state: &State) -> AnnotationStore {
        let corpus = Corpus::open(&temp.join("texts")).unwrap();
        let store = AnnotationStore::new(Annotations::at(&corpus, dirs));
        store.for_reader(state.reader().unwrap(), state.device()).unwrap()
    }

    #[test]
    fn a_corrected_name_is_what_others_see_and_folder_and_id_stay() {
        let temp = tempfile::tempdir().unwrap();
        let (typo, tom) = (reader(1, "rootInes"), reader(2, "tom"));
        let (dirs, mut state) = device(temp.path(), &typo, &[("rootines", &typo), ("tom", &tom)]);
        let before = store(temp.path(), &dirs, &state);
        rename(&mut state, &before, "Ines Calder", "ines").unwrap();
        let after = store(temp.path(), &dirs, &State::open(&dirs).0);
        assert_eq!(after.me().unwrap().nickname, "rootines", "the folder of before");
        let there = &after.readers().0["rootines"];
        assert_eq!((there.name.as_str(), there.nickname.as_str(), &there.id), ("Ines Calder", "ines", &typo.id));
        let taken = rename(&mut state, &after, "Tom", "tom");
        assert!(matches!(taken, Err(Error::NameTaken { .. })) && state.reader().unwrap().name == "Ines Calder");
    }

    #[test]
    fn a_folder_that_says_the_name_of_before_learns_the_new_one_and_one_that_says_another_is_left() {
        let temp = tempfile::tempdir().unwrap();
        let (before, elsewhere) = (reader(1, "rootInes"), reader(1, "Ines from the other device"));
        let (dirs, mut state) = device(temp.path(), &before, &[("rootines", &before)]);
        state.rename_reader("Ines", "ines").unwrap();
        assert!(renew_name(&state, &store(temp.path(), &dirs, &state)).unwrap());
        assert!(!renew_name(&state, &store(temp.path(), &dirs, &state)).unwrap(), "once");
        let file = temp.path().join("texts/annotations/rootines/reader.json");
        std::fs::write(&file, reader_text(&elsewhere, None)).unwrap();
        assert!(!renew_name(&state, &store(temp.path(), &dirs, &state)).unwrap());
        state.rename_reader("rootInes", "rootines").unwrap();
        assert!(!state.former_names().iter().any(|former| former.name == "rootInes"), "a name of now is no former one");
    }

    #[test]
    fn settings_that_name_somebody_else_are_told_with_what_to_do() {
        let temp = tempfile::tempdir().unwrap();
        let (_, state) = device(temp.path(), &reader(1, "root"), &[]);
        let said = |name: &str, nickname: &str| {
            disagreement(&state, &Person { name: name.to_owned(), nickname: nickname.to_owned() })
        };
        assert_eq!([said("", ""), said("root", ""), said("root", "root")], [None, None, None]);
        let told = said("Ines Calder", "ines").unwrap();
        assert!(told.contains("“Ines Calder” (ines)") && told.contains("by “root” (root)"), "{told}");
        assert!(told.contains("postil reader --rename \"Ines Calder\""), "{told}");
        assert!(said("", "ines").unwrap().contains("--rename \"root\""));
    }

    #[test]
    fn settings_that_name_the_reader_follow_a_new_name_and_others_are_left_alone() {
        let temp = tempfile::tempdir().unwrap();
        let (dirs, _) = device(temp.path(), &reader(1, "root"), &[]);
        let file = dirs.config.join("settings.toml");
        assert!(!rename_in_settings(&dirs, "Ines", "ines").unwrap() && !file.exists(), "they name nobody");
        std::fs::create_dir_all(&dirs.config).unwrap();
        for (before, after) in [
            ("# Me.\n[reader]\nname = 'Ins' # so\n", "# Me.\n[reader]\nname = \"Ines Calder\" # so\n"),
            (
                "[reader]\nname = 'Ins'\nnickname = 'in'\n",
                "[reader]\nname = \"Ines Calder\"\nnickname = \"ines-calder\"\n",
            ),
            ("[reader]\nnickname = 'in'\n", "[reader]\nnickname = \"ines-calder\"\n"),
            ("measure = 60\n", "measure = 60\n"),
        ] {
            std::fs::write(&file, before).unwrap();
            let apart = Dirs { apart: true, ..dirs.clone() };
            assert!(!rename_in_settings(&apart, "Ines Calder", "ines-calder").unwrap(), "not from the tour");
            assert_eq!(rename_in_settings(&dirs, "Ines Calder", "ines-calder").unwrap(), before != after);
            assert_eq!(std::fs::read_to_string(&file).unwrap(), after);
        }
    }

    #[test]
    fn the_short_name_of_the_settings_goes_with_their_name_only() {
        let said = Person { name: "Ines Calder".to_owned(), nickname: "ines".to_owned() };
        assert_eq!(["Ines Calder", "Tom Lee"].map(|name| short_name(name, &said, None)), ["ines", "tom-lee"]);
        let nameless = Person { name: String::new(), ..said };
        assert_eq!(short_name("Tom Lee", &nameless, None), "ines");
    }
}
