//! Who the readers' folders say that they are: the `reader.json` of each. One that looks as it did when it was read last, by its size, time
//! and number, is not read again while whoever read it is there. It is kept in memory alone; what it means is for `annotation`.

use crate::annotation::Reader;
use crate::config::syllabus::Roster;
use crate::store::corpus::names::PERSON;
use crate::store::fs::error::{Error, Result};
use crate::store::fs::folder::MAX_NAMES;
use crate::store::fs::parallel;
use crate::store::fs::system::{FileKind, FoundName};
use crate::store::sidecar::annotations::folders::{Bases, ListedFolder, Whose};
use crate::store::sidecar::annotations::{Annotations, MAX_PERSON};
use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

/// Readers' folders with their `reader.json`, in their order.
pub(in crate::store) type PersonTexts = Vec<(String, String)>;

/// What was read last of the readers' folders, and who the readers were.
#[derive(Debug, Default)]
pub(in crate::store) struct FolderPeople {
    texts: Mutex<HashMap<Whose, KnownPerson>>,
    readers: Mutex<Option<KnownReaders>>,
}

/// A `reader.json` with its size, time and number when it was read.
#[derive(Clone, Debug)]
struct KnownPerson {
    look: (u64, SystemTime, u64),
    text: Arc<str>,
}

/// The readers, as they follow from these texts and this roster.
#[derive(Debug)]
struct KnownReaders {
    people: PersonTexts,
    roster: Roster,
    readers: HashMap<String, Reader>,
}

impl FolderPeople {
    /// The readers that follow from these texts and this roster, where that is known from the last time.
    pub fn readers(&self, people: &PersonTexts, roster: &Roster) -> Option<HashMap<String, Reader>> {
        let known = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        let known = known.as_ref().filter(|known| known.people == *people && known.roster == *roster);
        known.map(|known| known.readers.clone())
    }

    /// Of how many folders something was read.
    pub fn len(&self) -> usize {
        self.texts.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// Remembers who the readers are.
    pub fn keep_readers(&self, people: PersonTexts, roster: Roster, readers: &HashMap<String, Reader>) {
        let known = KnownReaders { people, roster, readers: readers.clone() };
        *self.readers.lock().unwrap_or_else(PoisonError::into_inner) = Some(known);
    }

    /// The texts that were read last, taken out: who asks meanwhile reads them anew.
    fn take_texts(&self) -> HashMap<Whose, KnownPerson> {
        std::mem::take(&mut *self.texts.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn keep_texts(&self, texts: HashMap<Whose, KnownPerson>) {
        *self.texts.lock().unwrap_or_else(PoisonError::into_inner) = texts;
    }
}

impl Annotations {
    /// The `reader.json` in the folder of that name; `None` where there is none that can be read.
    pub(in crate::store) fn person_in(&self, folder: &str) -> Option<String> {
        let bases = self.open_bases(&mut Vec::new());
        let read = |base| read_person(&bases, &(base, folder.to_owned()), None).ok().map(|read| read.text);
        [0, 1].into_iter().find_map(|base| read(base).filter(|text| !text.is_empty()).map(|text| text.to_string()))
    }

    /// The readers' folders with their `reader.json`, sorted; the text is empty where there is none. A folder stands here
    /// twice where the corpus and the user's own data say different things of it.
    pub fn people(&self) -> (PersonTexts, Vec<Error>) {
        let (mut people, mut faults) = (Vec::new(), Vec::new());
        let (bases, readers) = self.open_readers(&mut faults);
        let mut known = self.known_people().take_texts();
        let read = parallel::each(&readers, |whose| read_person(&bases, whose, known.get(whose)));
        for (read, whose) in read.into_iter().zip(readers) {
            match read {
                Ok(ReadPerson { known: true, text, .. }) => people.push((whose.1, text.to_string())),
                Ok(ReadPerson { text, look, .. }) => {
                    people.push((whose.1.clone(), text.to_string()));
                    match look {
                        Some(look) => drop(known.insert(whose, KnownPerson { look, text })),
                        None => drop(known.remove(&whose)),
                    }
                }
                Err(fault) => faults.push(fault),
            }
        }
        self.known_people().keep_texts(known);
        people.sort();
        people.dedup();
        (people, faults)
    }
}

/// A `reader.json` as it was found.
struct ReadPerson {
    text: Arc<str>,
    /// How the file looks, where that can be told before it is read.
    look: Option<(u64, SystemTime, u64)>,
    /// Whether it is as it was known to be.
    known: bool,
}

fn read_person(bases: &Bases, (base, reader): &Whose, known: Option<&KnownPerson>) -> Result<ReadPerson> {
    let below = Path::new(reader).join(PERSON);
    let Some(base) = &bases[*base] else { return Ok(ReadPerson { text: "".into(), look: None, known: false }) };
    let look = base.glance_below(&below).and_then(look_of);
    if let Some(known) = known.filter(|known| Some(known.look) == look) {
        return Ok(ReadPerson { text: Arc::clone(&known.text), look, known: true });
    }
    // What a glance has not found may be there for somebody who goes part by part, and that says what is in the way.
    let read = if look.is_some() { base.read_listed(&below, MAX_PERSON) } else { base.read_below(&below, MAX_PERSON) };
    let text = read?.map(|read| read.text).unwrap_or_default();
    Ok(ReadPerson { text: text.into(), look, known: false })
}

fn look_of(found: FoundName) -> Option<(u64, SystemTime, u64)> {
    Some((found.size, found.modified.filter(|_| found.kind == FileKind::File)?, found.number))
}

/// The `reader.json` in a reader's folder that was listed; empty where there is none.
pub(super) fn person_of((home, items): &ListedFolder) -> Result<String> {
    let there = items.iter().find(|item| item.name == PERSON).map(|item| item.kind);
    let read = match there {
        Some(FileKind::File) => home.read_listed(Path::new(PERSON), MAX_PERSON),
        None if items.len() < MAX_NAMES => Ok(None),
        _ => home.read_below(Path::new(PERSON), MAX_PERSON),
    };
    Ok(read?.map(|read| read.text).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::corpus::documents::Corpus;
    use crate::store::fs::dirs::Dirs;
    use std::fs::{self, File};
    use std::path::PathBuf;
    use std::time::Duration;

    fn corpus() -> (tempfile::TempDir, Annotations, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("annotations/mei")).unwrap();
        let dirs = Dirs::under(&folder.path().join("home"));
        let annotations = Annotations::at(&Corpus::open(folder.path()).unwrap(), &dirs);
        let person = folder.path().join("annotations/mei").join(PERSON);
        (folder, annotations, person)
    }

    fn write(path: &Path, text: &str, seconds: u64) {
        fs::write(path, text).unwrap();
        set_time(path, seconds);
    }

    fn set_time(path: &Path, seconds: u64) {
        let file = File::options().append(true).open(path).unwrap();
        file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)).unwrap();
    }

    #[test]
    fn a_reader_json_is_read_again_where_it_looks_otherwise_and_nowhere_else() {
        let (_folder, annotations, person) = corpus();
        let said = || {
            let (people, faults) = annotations.people();
            assert!(faults.is_empty(), "{faults:?}");
            people.into_iter().map(|(folder, text)| format!("{folder}:{text}")).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(said(), "mei:");
        write(&person, "one", 7);
        assert_eq!((said(), said()), ("mei:one".to_owned(), "mei:one".to_owned()));
        write(&person, "two", 7);
        assert_eq!(said(), "mei:one", "it looks as it did, and was not read");
        set_time(&person, 8);
        assert_eq!(said(), "mei:two");
        write(&person, "three", 8);
        assert_eq!(said(), "mei:three", "longer");
        let other = person.with_extension("new");
        write(&other, "forth", 8);
        fs::rename(other, &person).unwrap();
        assert_eq!(said(), "mei:forth", "another file in its place");
        fs::remove_file(&person).unwrap();
        assert_eq!(said(), "mei:");
        fs::remove_dir(person.parent().unwrap()).unwrap();
        assert_eq!(said(), "");
    }

    #[test]
    fn what_is_known_of_a_reader_does_not_hide_a_link_in_its_place() {
        let (folder, annotations, person) = corpus();
        write(&person, "one", 7);
        annotations.people();
        let outside = folder.path().join("outside");
        fs::rename(&person, &outside).unwrap();
        std::os::unix::fs::symlink(&outside, &person).unwrap();
        let (people, faults) = annotations.people();
        assert!(people.is_empty() && matches!(faults[..], [Error::Link { .. }]), "{people:?} {faults:?}");
        assert_eq!(annotations.person_in("mei"), None);
    }
}
