//! When annotations came to this device: one journal a corpus, in the state folder. It is what late work is told by where nothing is
//! signed; what an annotation says of its own time is its maker's word.
//!
//! What a sync brings is noted behind it, and everything that is here by whoever asks. What was not noted when it came counts from
//! since when its file is on this disk as it is (`system::here_since`): not from its time of change, which whoever copies a folder with its times
//! brings along, and which is whatever its maker wants it to be. Of a folder of which nothing is noted yet, a copy or one that was moved,
//! what came with another folder came then.

use crate::annotation::{Sidecar, parse_sidecar_name};
use crate::store::fs::digest::digest;
use crate::store::fs::error::Result;
use crate::store::fs::journal::Journal;
use crate::store::fs::system;
use crate::store::sidecar::annotations::{Annotations, Listed};
use serde::{Deserialize, Serialize};
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

/// The most folders of which is looked up what came with them.
const MOST_FOLDERS: usize = 200;
/// How many digits of an id's digest stand for it.
const DIGITS: usize = 16;

/// When annotations came to this device.
#[derive(Debug)]
pub struct Arrivals {
    journal: Journal,
    known: HashMap<String, i64>,
    /// The newest arrival that was noted.
    newest: i64,
    /// When what is noted of other folders came, where nothing is noted of this one yet.
    elsewhere: Option<HashMap<String, i64>>,
}

/// One line of the journal.
#[derive(Debug, Serialize, Deserialize)]
struct ArrivalLine {
    /// When they came, in seconds since the epoch.
    at: i64,
    /// What stands for their ids, in one string.
    ids: String,
}

impl Arrivals {
    /// What is remembered of a corpus. A journal that cannot be read says nothing.
    pub fn open(annotations: &Annotations) -> Self {
        let (folder, name) = (annotations.state.join("arrivals"), format!("{}.jsonl", annotations.key));
        let journal = Journal::new(&folder, &name);
        let mut known = HashMap::new();
        let newest = take(&journal, &mut known);
        let elsewhere = known.is_empty().then(|| noted_elsewhere(&folder)).filter(|noted| !noted.is_empty());
        Self { journal, known, newest, elsewhere }
    }

    /// Notes what has come in the files that have come or changed since; in all of them where `all` says so.
    pub fn note(&mut self, annotations: &Annotations, all: bool) -> Result<()> {
        let (index, _) = annotations.index(&|name| Some(parse_sidecar_name(name)?.0));
        let (newest, all) = (self.newest, all || self.elsewhere.is_some());
        let came = index.with_chains().map(|listed| (listed, came_at(annotations, listed)));
        self.note_files(annotations, came.filter(|(_, at)| all || *at >= newest))
    }

    /// Notes what the folders of these readers hold. Asked before a sync changes files there and after it, nothing of what came
    /// when is lost, and nobody else's folder has to be looked at.
    pub fn note_readers(&mut self, annotations: &Annotations, folders: &BTreeSet<String>) -> Result<()> {
        if self.elsewhere.is_some() {
            return self.note(annotations, true);
        }
        let names = |name: &str| Some(parse_sidecar_name(name)?.0);
        let (index, _) = annotations.index_of(&names, &|folder| folders.contains(folder));
        self.note_files(annotations, index.with_chains().map(|listed| (listed, came_at(annotations, listed))))
    }

    /// Notes what is in these files, each with the second in which it came.
    fn note_files<'a>(
        &mut self,
        annotations: &Annotations,
        files: impl Iterator<Item = (&'a Listed, i64)>,
    ) -> Result<()> {
        let mut came: BTreeMap<i64, String> = BTreeMap::new();
        for (listed, at) in files {
            let Ok(file) = annotations.read(listed) else { continue };
            for record in Sidecar::parse(&file.text).records().filter(|record| !record.is_identity()) {
                if let Entry::Vacant(new) = self.known.entry(short(record.id())) {
                    let before = self.elsewhere.as_ref().and_then(|noted| noted.get(new.key()));
                    let at = before.map_or(at, |before| at.min(*before));
                    came.entry(at).or_default().push_str(new.key());
                    new.insert(at);
                }
            }
        }
        for (at, ids) in came {
            self.newest = self.newest.max(at);
            self.journal.append(&ArrivalLine { at, ids })?;
        }
        self.elsewhere = None;
        Ok(())
    }

    /// When the annotation of that id came, in seconds since the epoch; none where it was never noted.
    pub fn of(&self, id: &str) -> Option<i64> {
        self.known.get(&short(id)).copied()
    }
}

/// Adds what a journal says of when ids came, the first time of each; gives the newest of its times.
fn take(journal: &Journal, known: &mut HashMap<String, i64>) -> i64 {
    let mut newest = i64::MIN;
    for line in journal.load::<ArrivalLine>().map(|contents| contents.lines).unwrap_or_default() {
        newest = newest.max(line.at);
        for id in line.ids.as_bytes().chunks_exact(DIGITS) {
            let time = known.entry(String::from_utf8_lossy(id).into_owned()).or_insert(line.at);
            *time = line.at.min(*time);
        }
    }
    newest
}

/// What the journals of all folders say of when ids came, of more than there can be the first.
fn noted_elsewhere(folder: &Path) -> HashMap<String, i64> {
    let mut known = HashMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten().take(MOST_FOLDERS) {
        let path = entry.path();
        if let Some(name) =
            path.file_name().and_then(OsStr::to_str).filter(|_| path.extension() == Some(OsStr::new("jsonl")))
        {
            take(&Journal::new(folder, name), &mut known);
        }
    }
    known
}

/// The second since which a file is here as it is; of one that is gone meanwhile, that of its last change.
fn came_at(annotations: &Annotations, listed: &Listed) -> i64 {
    let found = fs::symlink_metadata(annotations.path_of(listed));
    seconds(found.map_or(listed.modified, |file| system::here_since(&file)))
}

/// What stands for an id.
fn short(id: &str) -> String {
    let mut hex = digest(id.as_bytes()).hex();
    hex.truncate(DIGITS);
    hex
}

fn seconds(time: SystemTime) -> i64 {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or(Duration::ZERO);
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::corpus::documents::Corpus;
    use crate::store::fs::dirs::Dirs;

    /// Writes a file of Mei's with these records, which says of itself that it was changed at that second.
    fn write(folder: &Path, ids: &[&str], at: u64) {
        let record = |id: &&str| format!(r#"{{"id":"urn:uuid:{id}","type":"Annotation","creator":"urn:uuid:mei"}}"#);
        let items = ids.iter().map(record).collect::<Vec<_>>().join("\n,");
        let text = r#"{"type":"AnnotationCollection","first":{"type":"AnnotationPage","items":["#.to_owned()
            + "\n"
            + &items
            + "\n]}}\n";
        fs::create_dir_all(folder).unwrap();
        fs::write(folder.join("moss.txt@ab12.json"), text).unwrap();
        let file = fs::File::options().write(true).open(folder.join("moss.txt@ab12.json")).unwrap();
        file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(at)).unwrap();
    }

    /// The second in which this is asked.
    fn now() -> i64 {
        seconds(SystemTime::now())
    }

    #[test]
    fn an_annotation_came_when_its_file_first_held_it_however_often_it_changes() {
        let temp = tempfile::tempdir().unwrap();
        let at = |name: &str| temp.path().join(name);
        fs::create_dir(at("texts")).unwrap();
        let dirs = Dirs { state: at("state"), ..Dirs::under(&at("")) };
        let annotations = Annotations::at(&Corpus::open(&at("texts")).unwrap(), &dirs);
        let mei = at("texts/annotations/mei");
        write(&mei, &["1", "2"], 1000);
        let first = now();
        Arrivals::open(&annotations).note(&annotations, true).unwrap();
        std::thread::sleep(Duration::from_millis(2100));
        write(&mei, &["1", "2", "3"], 2000);
        Arrivals::open(&annotations).note(&annotations, false).unwrap();
        let of = |id: &str| Arrivals::open(&annotations).of(&format!("urn:uuid:{id}")).unwrap();
        assert!(
            (first - 1..=first).contains(&of("1")) && of("1") == of("2"),
            "not when the file says that it was changed"
        );
        assert!(of("3") > first, "{} after {first}", of("3"));
        assert_eq!(Arrivals::open(&annotations).of("urn:uuid:4"), None);
    }

    #[test]
    fn what_came_with_a_folder_that_was_moved_or_copied_did_not_come_again() {
        let temp = tempfile::tempdir().unwrap();
        let at = |name: &str| temp.path().join(name);
        let dirs = Dirs { state: at("state"), ..Dirs::under(&at("")) };
        let annotations = |name: &str| Annotations::at(&Corpus::open(&at(name)).unwrap(), &dirs);
        write(&at("texts/annotations/mei"), &["1"], 1000);
        Arrivals::open(&annotations("texts")).note(&annotations("texts"), true).unwrap();
        let of = |name: &str, id: &str| Arrivals::open(&annotations(name)).of(&format!("urn:uuid:{id}"));
        let first = of("texts", "1").unwrap();
        std::thread::sleep(Duration::from_millis(1100));
        // Its file is another one on this disk, with one annotation more.
        write(&at("term/annotations/mei"), &["1", "2"], 1000);
        let mei = BTreeSet::from(["mei".to_owned()]);
        Arrivals::open(&annotations("term")).note_readers(&annotations("term"), &mei).unwrap();
        assert_eq!(of("term", "1"), Some(first));
        assert!(of("term", "2") > Some(first));
    }

    #[test]
    fn of_some_readers_alone_what_they_hold_is_noted_before_it_changes_and_after() {
        let temp = tempfile::tempdir().unwrap();
        let at = |name: &str| temp.path().join(name);
        fs::create_dir(at("texts")).unwrap();
        let dirs = Dirs { state: at("state"), ..Dirs::under(&at("")) };
        let annotations = Annotations::at(&Corpus::open(&at("texts")).unwrap(), &dirs);
        let (mei, tom) = (at("texts/annotations/mei"), at("texts/annotations/tom"));
        write(&mei, &["1"], 1000);
        write(&tom, &["9"], 1000);
        let only_mei = BTreeSet::from(["mei".to_owned()]);
        Arrivals::open(&annotations).note_readers(&annotations, &only_mei).unwrap();
        write(&mei, &["1", "2"], 2000);
        Arrivals::open(&annotations).note_readers(&annotations, &only_mei).unwrap();
        let arrivals = Arrivals::open(&annotations);
        assert_eq!(["1", "2", "9"].map(|id| arrivals.of(&format!("urn:uuid:{id}")).is_some()), [true, true, false]);
    }
}
