//! Records that could not be written into their file (a full disk, a folder that is gone), kept aside in the state folder
//! until they can be. One file a record, so that sessions do not meet; the next start of the corpus tries again. It knows no
//! clock: times and new ids are handed in.

use crate::annotation::{AnnotationId, NewIds, ReaderId, Record};
use crate::document::DocPath;
use crate::store::corpus::key::corpus_key;
use crate::store::fs::digest::{Digest, digest};
use crate::store::fs::dirs::Dirs;
use crate::store::fs::error::{Error, Result};
use crate::store::fs::folder::{Flush, Folder, is_temporary};
use crate::store::sidecar::annotation_store::{About, AnnotationStore};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::{
    collections::HashSet,
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
};

/// The folder of the state folder for them, with a folder a corpus.
pub(in crate::store) const UNSAVED: &str = "unsaved";
/// The ending of a file that says where the folder of texts lies whose kept things lie beside it.
pub(in crate::store) const PLACE: &str = "place";

/// The largest of these files that is read, in bytes.
const MAX_KEPT: u64 = 16 * 1024 * 1024;

/// A record that is not in its file yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct UnsavedRecord {
    /// The record's id.
    pub id: AnnotationId,
    /// The document: its path in the corpus.
    pub document: String,
    /// The digest of the document, 64 hexadecimal digits.
    pub sha256: String,
    /// What to call the document.
    pub title: String,
    /// The record, as JSON.
    pub record: String,
}

/// What is kept aside for one corpus, and what of it is this session's.
#[derive(Debug)]
pub struct Unsaved {
    folder: PathBuf,
    /// Where the texts lie.
    root: PathBuf,
    /// The ids of what this session has kept aside.
    kept: HashSet<AnnotationId>,
    /// The ids of what this session could not even keep aside.
    lost: HashSet<AnnotationId>,
}

/// What came of trying again to save what was kept aside.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Retried {
    /// How many records are in their files now.
    pub saved: usize,
    /// Why others are not, in words; of several reasons the last.
    pub failure: Option<String>,
}

impl UnsavedRecord {
    /// The document it is about; none if the file was tampered with.
    pub fn about(&self) -> Option<(DocPath, Digest)> {
        Some((DocPath::new(&self.document).ok()?, Digest::from_hex(&self.sha256)?))
    }

    /// The record as `me` writes it; `None` where it is somebody else's.
    fn record_of(&self, me: &ReaderId, former: &[ReaderId]) -> Option<Record> {
        let record = Record::parse(&self.record).ok()?;
        let creator = record.creator()?;
        if creator == me {
            return Some(record);
        }
        former.iter().any(|id| id == creator).then(|| record.with_creator(me))
    }
}

impl Unsaved {
    /// What is kept aside for the corpus at `root`. Nothing is read yet.
    pub fn at(dirs: &Dirs, root: &Path) -> Self {
        let folder = dirs.state.join(UNSAVED).join(corpus_key(root));
        Self { folder, root: root.to_path_buf(), kept: HashSet::new(), lost: HashSet::new() }
    }

    /// How many records of this session are neither in their file nor kept aside.
    pub fn lost(&self) -> usize {
        self.lost.len()
    }

    /// Keeps a record aside that could not be saved; says whether that went well. It needs the document that the record is
    /// about: without it the record is lost, unless it is saved yet.
    pub fn keep_aside(&mut self, about: Option<&About<'_>>, record: &Record) -> bool {
        let id = record.id().to_owned();
        let unsaved = about.map(|about| UnsavedRecord {
            id: id.clone(),
            document: about.path.as_str().to_owned(),
            sha256: about.digest.hex(),
            title: about.title.clone(),
            record: record.to_line(),
        });
        let is_kept = unsaved.is_some_and(|unsaved| self.keep(&unsaved).is_ok());
        if is_kept {
            self.lost.remove(&id);
            self.kept.insert(id);
        } else {
            self.lost.insert(id);
        }
        is_kept
    }

    /// A record of this session is in its file now.
    pub fn saved(&mut self, id: &AnnotationId) {
        self.lost.remove(id);
        if self.kept.remove(id) {
            // What is still kept though it is saved is found to be old at the next start.
            let _ = self.forget(id);
        }
    }

    /// Tries to save what an earlier session of the reader of `store` kept aside, under this or one of the `former` ids.
    /// What the file knows something newer of is old, and forgotten.
    pub fn retry(
        &self,
        store: &AnnotationStore,
        former: &[ReaderId],
        now: Timestamp,
        ids: &dyn Fn() -> NewIds,
    ) -> Retried {
        let Some(me) = store.me() else { return Retried::default() };
        let (waiting, faults) = self.waiting();
        let mut retried = Retried { saved: 0, failure: faults.first().map(ToString::to_string) };
        for kept in waiting {
            let (Some((path, digest)), Some(record)) = (kept.about(), kept.record_of(&me.id, former)) else { continue };
            let about = About { path: &path, digest, title: kept.title.clone() };
            match store.save_late(&about, &record, now, &ids()) {
                Ok(()) => {
                    retried.saved += 1;
                    let _ = self.forget(&kept.id);
                }
                Err(error) => retried.failure = Some(format!("{error}. {}", error.hint())),
            }
        }
        retried
    }

    /// Keeps a record, in place of what was kept under its id; on the disk when this returns.
    fn keep(&self, kept: &UnsavedRecord) -> Result<()> {
        let (folder, name) = (Folder::make(&self.folder)?, name_of(&kept.id));
        let bytes = serde_json::to_vec(kept);
        let bytes = bytes.map_err(|error| Error::io("keep the note aside", self.folder.join(&name), error))?;
        folder.replace(OsStr::new(&name), &bytes, Flush::Yes)?;
        // Where the texts lie is only for a folder that is moved before it is saved.
        if let (Some(base), Some(key)) = (self.folder.parent(), self.folder.file_name()) {
            let _ = note_place(base, &key.to_string_lossy(), &self.root);
        }
        Ok(())
    }

    /// Forgets a record: it is in its file now.
    fn forget(&self, id: &AnnotationId) -> Result<()> {
        match Folder::open(&self.folder) {
            Err(error) if error.is_missing() => Ok(()),
            folder => folder?.remove(OsStr::new(&name_of(id))),
        }
    }

    /// Everything that is kept, and what of it could not be read. What makes no sense is moved aside.
    fn waiting(&self) -> (Vec<UnsavedRecord>, Vec<Error>) {
        let (mut kept, mut faults) = (Vec::new(), Vec::new());
        let listed = Folder::open(&self.folder).and_then(|folder| Ok((folder.items()?, folder)));
        let (items, folder) = match listed {
            Ok(listed) => listed,
            Err(error) if error.is_missing() => return (kept, faults),
            Err(error) => return (kept, vec![error]),
        };
        let wanted = |name: &OsStr| !is_temporary(name) && name.to_string_lossy().ends_with(".json");
        for item in items.iter().filter(|item| wanted(&item.name)) {
            match folder.read(&item.name, MAX_KEPT) {
                Ok(bytes) => match serde_json::from_slice(&bytes.unwrap_or_default()) {
                    Ok(one) => kept.push(one),
                    Err(_) => faults.push(folder.move_aside(&item.name)),
                },
                Err(fault) => faults.push(fault),
            }
        }
        (kept, faults)
    }
}

/// The name of the file that says where the texts of a corpus lie.
pub(in crate::store) fn named(key: &str) -> String {
    format!("{key}.{PLACE}")
}

/// Notes in a folder that has a folder a corpus where the texts of one lie.
pub(in crate::store) fn note_place(base: &Path, key: &str, root: &Path) -> Result<()> {
    let (folder, name) = (Folder::make(base)?, OsString::from(named(key)));
    if folder.holds(&name, Some(root.as_os_str().as_encoded_bytes()))? {
        return Ok(());
    }
    folder.replace(&name, root.as_os_str().as_encoded_bytes(), Flush::Yes)
}

/// What the records in such a folder are about.
pub(in crate::store) fn documents_of(folder: &Path) -> Vec<(DocPath, Digest)> {
    let unsaved =
        Unsaved { folder: folder.to_path_buf(), root: PathBuf::new(), kept: HashSet::new(), lost: HashSet::new() };
    unsaved.waiting().0.iter().filter_map(UnsavedRecord::about).collect()
}

fn name_of(id: &AnnotationId) -> String {
    format!("{}.json", &digest(id.as_bytes()).hex()[..32])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{DocumentIdentity, Reader};
    use crate::store::corpus::documents::Corpus;
    use crate::store::sidecar::annotations::Annotations;

    fn kept(id: &str, record: &str) -> UnsavedRecord {
        let sha256 = digest(b"text").hex();
        UnsavedRecord { id: id.into(), document: "a.txt".into(), sha256, title: "A".into(), record: record.into() }
    }

    #[test]
    fn a_record_is_kept_until_it_is_forgotten_and_the_last_word_counts() {
        let temp = tempfile::tempdir().unwrap();
        let unsaved = Unsaved::at(&Dirs::under(temp.path()), Path::new("/texts"));
        assert_eq!(unsaved.waiting().0, []);
        unsaved.forget(&"urn:uuid:1".into()).unwrap();
        unsaved.keep(&kept("urn:uuid:1", "old")).unwrap();
        unsaved.keep(&kept("urn:uuid:1", "new")).unwrap();
        unsaved.keep(&kept("urn:uuid:2", "other")).unwrap();
        let other = Unsaved::at(&Dirs::under(temp.path()), Path::new("/other"));
        assert_eq!(other.waiting().0, [], "another corpus has its own");
        unsaved.forget(&"urn:uuid:2".into()).unwrap();
        let (waiting, faults) = unsaved.waiting();
        assert_eq!(waiting, [kept("urn:uuid:1", "new")]);
        assert!(faults.is_empty());
        assert_eq!(waiting[0].about().unwrap().1, digest(b"text"));
    }

    #[test]
    fn what_makes_no_sense_is_moved_aside_and_told() {
        let temp = tempfile::tempdir().unwrap();
        let unsaved = Unsaved::at(&Dirs::under(temp.path()), Path::new("/texts"));
        unsaved.keep(&kept("urn:uuid:1", "{}")).unwrap();
        std::fs::write(unsaved.folder.join("half.json"), "{\"id\":").unwrap();
        let (waiting, faults) = unsaved.waiting();
        assert_eq!((waiting.len(), faults.len()), (1, 1));
        assert!(unsaved.folder.join("half.json.broken").exists());
        let strange = UnsavedRecord { document: "../up".into(), ..kept("x", "") };
        assert!(strange.about().is_none());
    }

    fn reader(id: &str) -> Reader {
        Reader { id: id.into(), name: "Mara".to_owned(), nickname: "mara".to_owned() }
    }

    fn note(id: &str, creator: &str) -> Record {
        let identity = DocumentIdentity { title: "A".into(), path: "a.txt".into(), sha256: digest(b"text").hex() };
        Record::identifying(&identity, &id.into(), &creator.into(), Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn a_record_that_has_no_document_is_lost_until_it_is_saved() {
        let temp = tempfile::tempdir().unwrap();
        let mut unsaved = Unsaved::at(&Dirs::under(temp.path()), Path::new("/texts"));
        let (path, record) = (DocPath::new("a.txt").unwrap(), note("urn:uuid:1", "urn:uuid:me"));
        assert!(!unsaved.keep_aside(None, &record));
        assert_eq!(unsaved.lost(), 1);
        let about = About { path: &path, digest: digest(b"text"), title: "A".to_owned() };
        assert!(unsaved.keep_aside(Some(&about), &record));
        assert_eq!((unsaved.lost(), unsaved.waiting().0.len()), (0, 1));
        unsaved.keep_aside(None, &record);
        unsaved.saved(&"urn:uuid:1".into());
        assert_eq!((unsaved.lost(), unsaved.waiting().0.len()), (0, 0));
    }

    #[test]
    fn what_was_kept_is_saved_by_the_next_session_of_the_same_reader_alone() {
        let temp = tempfile::tempdir().unwrap();
        let (dirs, texts) = (Dirs::under(temp.path()), temp.path().join("texts"));
        std::fs::create_dir_all(&texts).unwrap();
        std::fs::write(texts.join("a.txt"), "text").unwrap();
        let corpus = Corpus::open(&texts).unwrap();
        let (path, mut unsaved) = (DocPath::new("a.txt").unwrap(), Unsaved::at(&dirs, &texts));
        let about = About { path: &path, digest: digest(b"text"), title: "A".to_owned() };
        for (id, creator) in
            [("urn:uuid:1", "urn:uuid:me"), ("urn:uuid:2", "urn:uuid:old"), ("urn:uuid:3", "urn:uuid:x")]
        {
            assert!(unsaved.keep_aside(Some(&about), &note(id, creator)));
        }
        let ids = || NewIds { collection: "c".into(), page: "p".into(), identity: "i".into() };
        let store = AnnotationStore::new(Annotations::at(&corpus, &dirs));
        let former = ["urn:uuid:old".into()];
        assert_eq!(unsaved.retry(&store, &former, Timestamp::UNIX_EPOCH, &ids), Retried::default(), "nobody writes");
        let store = store.for_reader(&reader("urn:uuid:me"), "0a1b").unwrap();
        let retried = unsaved.retry(&store, &former, Timestamp::UNIX_EPOCH, &ids);
        assert_eq!(retried, Retried { saved: 2, failure: None });
        let left: Vec<_> = unsaved.waiting().0.into_iter().map(|kept| kept.id).collect();
        assert_eq!(left, ["urn:uuid:3"], "somebody else's waits for them");
        let own = store.annotations().read_own(&path).unwrap().unwrap();
        assert!(own.contains("urn:uuid:1") && own.contains("urn:uuid:2") && !own.contains("urn:uuid:3"), "{own}");
        assert!(!own.contains("urn:uuid:old"), "what was written under a former id is under the new one");
    }
}
