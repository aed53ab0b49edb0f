//! Who writes: the reader as confirmed on this device or as guessed, their folder, and what they have seen of the others. It
//! asks nobody: the app does.

use super::jobs::Lent;
use super::{failure, failure_text};
use crate::annotation::{KEY_ELSEWHERE, Reader, ReaderId};
use crate::app::{Me, Message, Msg};
use crate::config::settings::Person;
use crate::store::{
    self, AnnotationStore, Annotations, Corpus, Dirs, ReadMarkers, State, corrected_short_name, guessed_reader,
    person_of_settings, short_name,
};
use jiff::Timestamp;
use std::collections::BTreeMap;
use uuid::Uuid;

/// The reader of one corpus.
#[derive(Debug)]
pub struct ReaderIdentity {
    dirs: Dirs,
    corpus: Corpus,
    state: State,
    store: AnnotationStore,
    seen: Option<ReadMarkers>,
}

impl ReaderIdentity {
    /// Nobody writes yet.
    pub fn new(corpus: Corpus, dirs: Dirs, state: State) -> Self {
        let store = AnnotationStore::new(Annotations::at(&corpus, &dirs).with_private(&dirs));
        Self { corpus, dirs, state, store, seen: None }
    }

    /// Everybody's annotations, as this reader reads and writes them.
    pub fn store(&self) -> &AnnotationStore {
        &self.store
    }

    /// Ids under which the same reader has written before.
    pub fn former(&self) -> &[ReaderId] {
        self.state.former()
    }

    /// Folders of settings and state.
    pub fn dirs(&self) -> &Dirs {
        &self.dirs
    }

    /// Takes the folder of the reader who writes on this device; while nobody does, of the one whom the settings name, with
    /// `id` for a new reader. What went wrong, and whether the settings name somebody else.
    pub fn resume(&mut self, id: Uuid) -> Vec<Msg> {
        let said = person_of_settings(&self.dirs);
        let fault = self.state.reader().cloned().and_then(|reader| self.write_as(&reader));
        if self.state.reader().is_none() || self.state.is_guessed() {
            return fault.into_iter().chain(self.as_set(&said, id)).collect();
        }
        let other = store::disagreement(&self.state, &said).map(|told| Msg::Say(Message::news(told)));
        fault.into_iter().chain(other).collect()
    }

    /// Writes as the reader of the settings, where they name one; a name that somebody has here is asked for as ever.
    fn as_set(&mut self, said: &Person, id: Uuid) -> Vec<Msg> {
        if said.name.is_empty() {
            return Vec::new();
        }
        self.confirm(&said.name, false, id).unwrap_or_default()
    }

    /// Takes a name: that of somebody who is here already only if `adopt` says that it is the same person; for a new reader
    /// with `id`. Gives what went wrong, or says whose name it is.
    pub fn confirm(&mut self, name: &str, adopt: bool, id: Uuid) -> Result<Vec<Msg>, Reader> {
        let nickname = short_name(name, &person_of_settings(&self.dirs), Some(&self.store));
        let guess = self.state.reader().filter(|_| self.state.is_guessed()).map(|guess| guess.id.clone());
        // Whoever the roster has under that name by an id may be here for the first time, on another device.
        let there = self.store.known(&nickname).or_else(|| self.store.awaited(&nickname));
        let there = there.filter(|there| Some(&there.id) != guess.as_ref());
        if let (Some(reader), false) = (&there, adopt) {
            return Err(reader.clone());
        }
        if guess.is_some() && there.is_none() {
            // What was written under a guess is this reader's.
            return Ok(self.correct(name, &nickname).err().into_iter().collect());
        }
        let new = || Reader { id: ReaderId::new(id.urn().to_string()), name: name.to_owned(), nickname };
        let reader = there.unwrap_or_else(new);
        let remembered = self.state.set_reader(&reader).err();
        let forgotten = remembered.map(|error| failure("the name is not remembered", &error));
        Ok(forgotten.into_iter().chain(self.write_as(&reader)).collect())
    }

    /// Gives the reader another name, or takes it where nobody has written yet; what came of it, in words.
    pub fn rename(&mut self, name: &str, id: Uuid) -> Message {
        let said = person_of_settings(&self.dirs);
        let nickname = match self.state.reader() {
            Some(me) => corrected_short_name(name, &said, (me, &self.store)),
            None => short_name(name, &said, Some(&self.store)),
        };
        let renamed = match self.state.reader() {
            Some(_) => self.correct(name, &nickname),
            None => match self.confirm(name, false, id) {
                Ok(_) => Ok(()),
                Err(there) => {
                    return Message::failure(format!("{} is another reader here: take another name", there.name));
                }
            },
        };
        match renamed {
            Ok(()) => match store::rename_in_settings(&self.dirs, name, &nickname) {
                Ok(_) => {
                    Message::news(format!("you write as {name} ({nickname}) from now on; what you wrote stays yours"))
                }
                Err(error) => Message::failure(format!(
                    "you write as {name} from now on, but settings.toml says another name: {}",
                    failure_text(&error)
                )),
            },
            Err(Msg::Say(fault)) => fault,
            Err(_) => Message::failure("the name was not changed"),
        }
    }

    fn correct(&mut self, name: &str, nickname: &str) -> Result<(), Msg> {
        let renamed = store::rename(&mut self.state, &self.store, name, nickname);
        renamed.map_err(|error| failure("the name is not changed", &error))?;
        let Some(reader) = self.state.reader().cloned() else { return Ok(()) };
        self.write_as(&reader).map_or(Ok(()), Err)
    }

    fn write_as(&mut self, reader: &Reader) -> Option<Msg> {
        let annotations = Annotations::at(&self.corpus, &self.dirs).with_private(&self.dirs);
        match AnnotationStore::new(annotations).for_reader(reader, self.state.device()) {
            Ok(store) => {
                self.store = store;
                let taken = self.store.take_over_begun(self.state.former());
                let (own, former, device) = (self.store.annotations(), self.state.former(), self.state.device());
                let brought = store::sync::bring_home(own, self.store.me().unwrap_or(reader), former, device).err();
                let fault =
                    taken.err().map(|error| failure("what you wrote under another id is not under yours yet", &error));
                let renewed = store::renew_name(&self.state, &self.store).err();
                let published = self.store.publish_key().err();
                fault
                    .or(brought.map(|error| {
                        failure("what you wrote while nothing could be written here is not here yet", &error)
                    }))
                    .or(renewed.map(|error| failure("the others do not see your new name yet", &error)))
                    .or(published.map(|error| failure("the others do not see your key yet", &error)))
            }
            Err(error) => Some(failure("the reader's name cannot be used", &error)),
        }
    }

    /// Who the reader is: as confirmed on this device, else as can be guessed.
    pub fn who(&self) -> Msg {
        let known = self.state.reader().cloned();
        let confirmed = known.is_some() && !self.state.is_guessed();
        let shown = known.map(|me| self.store.shown(&me));
        let reader = shown.unwrap_or_else(|| guessed_reader(&self.dirs));
        Msg::IsReader(Me { reader, confirmed, elsewhere: self.store.elsewhere() })
    }

    /// What is to be said where others write for this reader alone, and nothing on this device opens it.
    pub fn missed_key(&self) -> Option<Msg> {
        self.store.has_no_key_here().then(|| Msg::Say(Message::news(KEY_ELSEWHERE.join(": "))))
    }

    /// Everybody who has a folder here, and for whom of them something can be encrypted.
    pub fn readers(&self) -> [Msg; 2] {
        let readers: BTreeMap<String, Reader> = self.store.readers().0.into_iter().collect();
        let (reachable, with_other_keys) = (self.store.reachable(), self.store.with_other_keys());
        let reachable = Msg::Reachable { readers: reachable, with_other_keys, key_is_gone: self.store.key_is_gone() };
        [Msg::Readers(readers.into_values().collect()), reachable]
    }

    /// What this reader has seen of others' annotations, as far as it is known on this device.
    pub fn seen(&mut self) -> Msg {
        let me = self.store.me().map(|me| me.id.clone()).unwrap_or_default();
        let seen = ReadMarkers::open(&self.dirs, self.corpus.root(), &me, Timestamp::now());
        as_seen(self.seen.insert(seen))
    }

    /// Remembers that annotations with these keys have been seen; what other sessions have seen meanwhile is told. What
    /// cannot be remembered is shown as new once more, and not told.
    pub fn keep_seen(&mut self, keys: &[u64]) -> Option<Msg> {
        let seen = self.seen.as_mut()?;
        seen.take(keys).unwrap_or(false).then(|| as_seen(seen))
    }

    /// The reader who writes and their folder, for another thread.
    pub fn lent(&self) -> Lent {
        Lent {
            me: self.store.me().cloned(),
            annotations: self.store.annotations().clone().without_private(),
            device: self.state.device().to_owned(),
            former: self.state.former().to_vec(),
        }
    }
}

fn as_seen(seen: &ReadMarkers) -> Msg {
    Msg::Seen { since: seen.since(), keys: seen.keys().to_vec() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A corpus, and the state of a device.
    fn on_device(room: &std::path::Path) -> ReaderIdentity {
        let dirs = Dirs::under(room);
        let texts = room.join("texts");
        std::fs::create_dir_all(&texts).unwrap();
        ReaderIdentity::new(Corpus::open(&texts).unwrap(), dirs.clone(), State::open(&dirs).0)
    }

    fn confirmed(identity: &ReaderIdentity) -> (String, bool) {
        match identity.who() {
            Msg::IsReader(me) => (me.reader.name, me.confirmed),
            other => panic!("nobody but {other:?}"),
        }
    }

    #[test]
    fn a_name_is_confirmed_once_and_known_to_the_next_session() {
        let temp = tempfile::tempdir().unwrap();
        let mut identity = on_device(temp.path());
        assert!(identity.resume(Uuid::nil()).is_empty() && identity.lent().me.is_none(), "nobody is guessed to write");
        assert!(!confirmed(&identity).1);
        assert!(identity.confirm("Mara Weiss", false, Uuid::nil()).unwrap().is_empty());
        assert_eq!(confirmed(&identity), ("Mara Weiss".to_owned(), true));
        let mut next = on_device(temp.path());
        assert!(next.resume(Uuid::max()).is_empty());
        let me = next.lent().me.unwrap();
        assert_eq!((me.id, me.nickname), (Uuid::nil().urn().to_string().into(), "mara-weiss".to_owned()));
    }

    #[test]
    fn the_name_of_somebody_who_is_here_is_theirs_until_it_is_said_to_be_the_same_person() {
        let temp = tempfile::tempdir().unwrap();
        let mut identity = on_device(temp.path());
        let folder = temp.path().join("texts/annotations/mara");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("reader.json"), r#"{"id":"urn:uuid:9","name":"Mara","nickname":"mara"}"#).unwrap();
        let theirs = identity.confirm("Mara", false, Uuid::nil()).unwrap_err();
        assert_eq!((theirs.id.as_str(), confirmed(&identity).1), ("urn:uuid:9", false));
        identity.confirm("Mara", true, Uuid::nil()).unwrap();
        assert_eq!(identity.lent().me.unwrap().id, "urn:uuid:9");
        let [Msg::Readers(readers), _] = identity.readers() else { panic!("nobody is here") };
        assert_eq!(readers.into_iter().map(|reader| reader.nickname).collect::<Vec<_>>(), ["mara"]);
    }

    #[test]
    fn a_name_that_the_roster_gives_to_an_id_is_taken_by_who_says_to_be_that_reader() {
        let temp = tempfile::tempdir().unwrap();
        let mut identity = on_device(temp.path());
        let id = "urn:uuid:0193f3a0-0000-7000-8000-0000000000aa";
        let plan = format!("[readers]\nann = {{ name = \"Ann Berg\", id = \"{id}\" }}\n");
        std::fs::write(temp.path().join("texts/syllabus.toml"), plan).unwrap();
        for name in ["Ann Berg", "ann"] {
            let theirs = identity.confirm(name, false, Uuid::nil()).unwrap_err();
            assert_eq!((theirs.id.as_str(), theirs.name.as_str()), (id, "Ann Berg"));
        }
        identity.confirm("Ann Berg", true, Uuid::nil()).unwrap();
        assert_eq!(identity.lent().me.unwrap().id, id);
    }

    #[test]
    fn who_stands_in_the_roster_or_is_here_by_the_full_name_has_the_short_name_from_there() {
        let temp = tempfile::tempdir().unwrap();
        let mut identity = on_device(temp.path());
        let texts = temp.path().join("texts");
        let plan = "[readers]\nmei = { name = \"Mei Tanaka\" }\nada = { name = \"Ada North\" }\n";
        std::fs::write(texts.join("syllabus.toml"), plan).unwrap();
        assert!(identity.confirm("mei  tanaka", false, Uuid::nil()).unwrap().is_empty());
        let nickname = |identity: &ReaderIdentity| identity.lent().me.unwrap().nickname;
        assert_eq!(nickname(&identity), "mei");
        let told = identity.rename("Mei M. Tanaka", Uuid::nil());
        assert!(told.text.contains("Mei M. Tanaka (mei)") && nickname(&identity) == "mei", "{told:?}");
        std::fs::remove_file(texts.join("syllabus.toml")).unwrap();
        identity.rename("Mei", Uuid::nil());
        assert_eq!(nickname(&identity), "mei");
        identity.rename("Mei Tanaka", Uuid::nil());
        assert_eq!(nickname(&identity), "mei-tanaka", "without a roster the short name is made of the name");
        std::fs::write(
            texts.join("syllabus.toml"),
            "[readers]\nwz1 = { name = \"Wei Li\" }\nwz2 = { name = \"Wei Li\" }\n",
        )
        .unwrap();
        assert_eq!(identity.store().short_name_of("Wei Li"), None, "one of two");
        std::fs::remove_file(texts.join("syllabus.toml")).unwrap();
        let folder = texts.join("annotations/tom");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("reader.json"), r#"{"id":"urn:uuid:9","name":"Tom Reed","nickname":"tom"}"#)
            .unwrap();
        std::fs::remove_dir_all(temp.path().join("state")).unwrap();
        let mut anew = on_device(temp.path());
        let theirs = anew.confirm("Tom Reed", false, Uuid::max()).unwrap_err();
        assert_eq!((theirs.id.as_str(), theirs.nickname.as_str()), ("urn:uuid:9", "tom"), "on another device, or not");
    }

    #[test]
    fn whom_the_settings_name_writes_unasked_and_a_device_that_says_otherwise_is_told() {
        let temp = tempfile::tempdir().unwrap();
        let dirs = Dirs::under(temp.path());
        std::fs::create_dir_all(&dirs.config).unwrap();
        let set = |said: &str| std::fs::write(dirs.config.join("settings.toml"), said).unwrap();
        set("[reader]\nname = \"Ines Calder\"\nnickname = \"ines\"\n");
        let mut identity = on_device(temp.path());
        assert!(identity.resume(Uuid::nil()).is_empty());
        assert_eq!(confirmed(&identity), ("Ines Calder".to_owned(), true));
        assert_eq!(identity.lent().me.unwrap().nickname, "ines");
        set("[reader]\nname = \"Tom\"\n");
        let told = on_device(temp.path()).resume(Uuid::nil());
        assert!(matches!(&told[..], [Msg::Say(said)] if said.text.contains("--rename \"Tom\"")), "{told:?}");
    }

    #[test]
    fn a_name_is_corrected_and_what_was_written_under_a_guess_is_taken_along() {
        let temp = tempfile::tempdir().unwrap();
        let mut identity = on_device(temp.path());
        let guess = Reader { id: ReaderId::new("urn:uuid:7"), name: "root".into(), nickname: "root".into() };
        identity.state.guess_reader(&guess).unwrap();
        assert!(identity.resume(Uuid::nil()).is_empty() && !confirmed(&identity).1, "a guess is asked for");
        assert!(identity.confirm("Ines", false, Uuid::nil()).unwrap().is_empty());
        assert_eq!(
            (confirmed(&identity), identity.state.reader().unwrap().id.as_str()),
            (("Ines".into(), true), "urn:uuid:7")
        );
        let told = identity.rename("Ines Calder", Uuid::nil());
        assert!(!told.is_failure() && told.text.contains("Ines Calder (ines-calder)"), "{told:?}");
        assert_eq!(identity.state.reader().unwrap().id.as_str(), "urn:uuid:7");
    }

    #[test]
    fn a_name_that_was_corrected_here_is_that_of_the_settings_too_so_that_the_next_start_has_nothing_to_say() {
        let temp = tempfile::tempdir().unwrap();
        let dirs = Dirs::under(temp.path());
        std::fs::create_dir_all(&dirs.config).unwrap();
        std::fs::write(dirs.config.join("settings.toml"), "[reader]\nname = \"Ins\"\n").unwrap();
        let mut identity = on_device(temp.path());
        assert!(identity.resume(Uuid::nil()).is_empty());
        assert!(!identity.rename("Ines", Uuid::nil()).is_failure());
        assert!(on_device(temp.path()).resume(Uuid::nil()).is_empty());
        assert_eq!(std::fs::read_to_string(dirs.config.join("settings.toml")).unwrap(), "[reader]\nname = \"Ines\"\n");
    }

    #[test]
    fn what_was_seen_is_remembered_and_told_only_where_another_session_added_to_it() {
        let temp = tempfile::tempdir().unwrap();
        let (mut one, mut other) = (on_device(temp.path()), on_device(temp.path()));
        let keys = |msg: Msg| match msg {
            Msg::Seen { keys, .. } => keys,
            other => panic!("nothing seen but {other:?}"),
        };
        assert!(one.keep_seen(&[1]).is_none(), "before it is known what was seen");
        assert!(keys(one.seen()).is_empty() && keys(other.seen()).is_empty());
        assert!(one.keep_seen(&[1, 2]).is_none());
        assert_eq!(other.keep_seen(&[3]).map(keys), Some(vec![3, 1, 2]));
    }
}
