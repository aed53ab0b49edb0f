//! The place of somebody who leads, in one small file of the own folder, for those who follow on the same machine or share:
//! `annotations/NAME/place.json`. It is there only while somebody leads, no sync or bundle takes it along, and it is no
//! sidecar. What others' files say is looked at as anything that others write: bounded, and never trusted.

use crate::annotation::person::parse_reader;
use crate::document::DocPath;
use crate::store::corpus::names::PERSON;
use crate::store::fs::error::Result;
use crate::store::fs::folder::{Flush, Folder};
use crate::store::sidecar::annotation_store::AnnotationStore;
use crate::store::sidecar::annotations::Annotations;
use crate::store::transport::git_exclude::exclude_below;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use std::{ffi::OsStr, path::Path};

/// The name of the file.
pub(in crate::store) const PLACE: &str = "place.json";
/// The largest that is read, in bytes.
const MAX_PLACE: u64 = 4096;
/// A file that has not been written for so long was left by a session that was killed: one that leads writes every minute.
const STALE: SignedDuration = SignedDuration::from_mins(5);
/// The most characters of a quotation and of a name that count.
const LONGEST: usize = 80;
/// The most that are told of.
const MOST: usize = 50;

/// A place that is shown to others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PresencePlace {
    /// The document.
    pub document: DocPath,
    /// The cursor, in code points.
    pub offset: usize,
    /// The words there.
    pub quote: String,
}

/// Somebody who leads, and where they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeaderPresence {
    /// Their folder.
    pub folder: String,
    /// Their name.
    pub name: String,
    /// Their place.
    pub spot: PresencePlace,
}

impl AnnotationStore {
    /// Shows others where this reader is. The folder says whose it is then, as with the first annotation; a git repository around it is to
    /// ignore the place.
    pub fn lead(&self, spot: &PresencePlace, now: Timestamp) -> Result<()> {
        if let Some(me) = self.me() {
            self.introduce(me)?;
        }
        let place = json!({
            "document": spot.document.as_str(), "offset": spot.offset, "quote": spot.quote, "time": now.to_string(),
        });
        let folder = self.annotations().make_own_folder()?;
        // Where it fails, the next sync says why.
        let _ = folder.path().parent().map(|annotations| exclude_below(annotations, &format!("*/{PLACE}")));
        folder.replace(OsStr::new(PLACE), format!("{place}\n").as_bytes(), Flush::No)
    }
}

impl Annotations {
    /// Takes the own place away: nobody leads any more.
    pub fn stop_leading(&self) -> Result<()> {
        self.make_own_folder()?.remove(OsStr::new(PLACE))
    }

    /// Everybody else who leads, by the names of their folders.
    pub fn leaders(&self, now: Timestamp) -> Vec<LeaderPresence> {
        let own = self.own.as_ref().map(|own| own.folder.as_str());
        let readers = self.open_readers(&mut Vec::new()).1;
        let others = readers.iter().filter(|(base, folder)| *base == 0 && Some(folder.as_str()) != own);
        others.filter_map(|(_, folder)| self.leader(folder, now)).take(MOST).collect()
    }

    /// Where the reader with that folder leads; `None` where they do not, or not any more.
    pub fn leader(&self, folder: &str, now: Timestamp) -> Option<LeaderPresence> {
        let there = self.bases[0].open().ok()??.below(Path::new(folder)).ok()??;
        let spot = read_spot(&there, now)?;
        let person = there.read_text(OsStr::new(PERSON), MAX_PLACE * 16).ok().flatten();
        let name = person.and_then(|(text, _)| parse_reader(&text)).map(|reader| reader.nickname);
        let name = name.unwrap_or_else(|| folder.to_owned()).chars().take(LONGEST).collect();
        Some(LeaderPresence { folder: folder.to_owned(), name, spot })
    }
}

fn read_spot(folder: &Folder, now: Timestamp) -> Option<PresencePlace> {
    let (text, _) = folder.read_text(OsStr::new(PLACE), MAX_PLACE).ok()??;
    let said: Value = serde_json::from_str(&text).ok()?;
    let time: Timestamp = said["time"].as_str()?.parse().ok()?;
    // A clock ahead is as wrong as one behind, and would never be out of date.
    let age = now.duration_since(time);
    if age.abs() > STALE {
        return None;
    }
    let quote = said["quote"].as_str().unwrap_or_default().chars().take(LONGEST).collect();
    let offset = usize::try_from(said["offset"].as_u64()?).ok()?;
    Some(PresencePlace { document: DocPath::new(said["document"].as_str()?).ok()?, offset, quote })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::Reader;
    use crate::store::corpus::documents::Corpus;
    use crate::store::fs::dirs::Dirs;
    use std::fs;

    fn now() -> Timestamp {
        Timestamp::from_second(1_795_000_000).unwrap()
    }

    #[test]
    fn a_place_is_seen_by_others_while_it_is_fresh_and_gone_when_leading_ends() {
        let temp = tempfile::tempdir().unwrap();
        fs::create_dir(temp.path().join("texts")).unwrap();
        let corpus = Corpus::open(&temp.path().join("texts")).unwrap();
        let annotations = || Annotations::at(&corpus, &Dirs::under(&temp.path().join("home")));
        let ines = Reader { id: "urn:x:ines".into(), name: "Ines N.".into(), nickname: "ines".into() };
        let store = AnnotationStore::new(annotations()).for_reader(&ines, "ab12").unwrap();
        let spot =
            PresencePlace { document: DocPath::new("week-1/a.txt").unwrap(), offset: 7, quote: "the ice".into() };
        assert_eq!(annotations().leaders(now()), []);
        let git = temp.path().join(".git");
        fs::create_dir(&git).unwrap();
        fs::write(git.join("HEAD"), "ref: refs/heads/main\n").unwrap();
        store.lead(&spot, now()).unwrap();
        assert_eq!(fs::read_to_string(git.join("info/exclude")).unwrap(), "/texts/annotations/*/place.json\n");
        let led = LeaderPresence { folder: "ines".into(), name: "ines".into(), spot };
        assert_eq!(annotations().leaders(now() + SignedDuration::from_mins(4)), [led]);
        assert_eq!(store.annotations().leaders(now()), [], "nobody follows themselves");
        assert_eq!(annotations().leaders(now() + SignedDuration::from_mins(6)), [], "a killed session leads nobody");
        let (index, faults) = annotations().index(&|name| Some(crate::annotation::parse_sidecar_name(name)?.0));
        assert!(index.files().is_empty() && faults.is_empty(), "it is no sidecar");
        store.annotations().stop_leading().unwrap();
        assert_eq!(annotations().leaders(now()), []);
        assert!(!temp.path().join("texts/annotations/ines/place.json").exists());
        store.annotations().stop_leading().unwrap();
    }

    #[test]
    fn what_others_write_there_is_bounded_and_leads_nowhere_else() {
        let temp = tempfile::tempdir().unwrap();
        let folder = Folder::open(temp.path()).unwrap();
        let read = |text: &str| {
            fs::write(temp.path().join(PLACE), text).unwrap();
            read_spot(&folder, now())
        };
        let time = now().to_string();
        let said = |document: &str, offset: &str, time: &str| {
            format!(r#"{{"document":"{document}","offset":{offset},"quote":"{}","time":"{time}"}}"#, "x".repeat(500))
        };
        assert_eq!(read(&said("a.txt", "3", &time)).unwrap().quote.len(), LONGEST);
        for bad in [
            String::new(),
            "[]".to_owned(),
            said("../../etc/passwd", "3", &time),
            said("/etc/passwd", "3", &time),
            said("a.txt", "-1", &time),
            said("a.txt", "1e300", &time),
            said("a.txt", "3", "9999-01-01T00:00:00Z"),
            said("a.txt", "3", "soon"),
            said(&"a".repeat(5000), "3", &time),
        ] {
            assert_eq!(read(&bad), None, "{bad}");
        }
        fs::remove_file(temp.path().join(PLACE)).unwrap();
        std::os::unix::fs::symlink("/etc/passwd", temp.path().join(PLACE)).unwrap();
        assert_eq!(read_spot(&folder, now()), None);
    }
}
