//! Records that could not be written into their file (a full disk, a folder that is gone), kept aside in the state folder
//! until they can be. One file a record, so that sessions do not meet; the next start of the corpus tries again.

use crate::store::corpus::key::corpus_key;
use crate::store::fs::digest::{Digest, digest};
use crate::store::fs::dirs::Dirs;
use crate::store::fs::error::{Error, Result};
use crate::store::fs::folder::{Flush, Folder, is_temporary};
use crate::store::fs::path::DocPath;
use serde::{Deserialize, Serialize};
use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
};

/// The largest of these files that is read, in bytes.
const MAX_KEPT: u64 = 16 * 1024 * 1024;

/// A record that is not in its file yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnsavedRecord {
    /// The record's id.
    pub id: String,
    /// The document: its path in the corpus.
    pub document: String,
    /// The digest of the document, 64 hexadecimal digits.
    pub sha256: String,
    /// What to call the document.
    pub title: String,
    /// The record, as JSON.
    pub record: String,
}

/// What is kept aside for one corpus.
#[derive(Clone, Debug)]
pub struct Unsaved {
    folder: PathBuf,
}

impl UnsavedRecord {
    /// The document it is about; none if the file was tampered with.
    pub fn about(&self) -> Option<(DocPath, Digest)> {
        Some((DocPath::new(&self.document).ok()?, Digest::from_hex(&self.sha256)?))
    }
}

impl Unsaved {
    /// What is kept aside for the corpus at `root`. Nothing is read yet.
    pub fn at(dirs: &Dirs, root: &Path) -> Self {
        Self { folder: dirs.state.join("unsaved").join(corpus_key(root)) }
    }

    /// Keeps a record, in place of what was kept under its id; on the disk when this returns.
    pub fn keep(&self, kept: &UnsavedRecord) -> Result<()> {
        let (folder, name) = (Folder::make(&self.folder)?, name_of(&kept.id));
        let bytes = serde_json::to_vec(kept);
        let bytes = bytes.map_err(|error| Error::io("keep the note aside", self.folder.join(&name), error))?;
        folder.replace(OsStr::new(&name), &bytes, Flush::Yes)
    }

    /// Forgets a record: it is in its file now.
    pub fn forget(&self, id: &str) -> Result<()> {
        match Folder::open(&self.folder) {
            Err(error) if error.is_missing() => Ok(()),
            folder => folder?.remove(OsStr::new(&name_of(id))),
        }
    }

    /// Everything that is kept, and what of it could not be read. What makes no sense is moved aside.
    pub fn waiting(&self) -> (Vec<UnsavedRecord>, Vec<Error>) {
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

fn name_of(id: &str) -> String {
    format!("{}.json", &digest(id.as_bytes()).hex()[..32])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(id: &str, record: &str) -> UnsavedRecord {
        let sha256 = digest(b"text").hex();
        UnsavedRecord { id: id.into(), document: "a.txt".into(), sha256, title: "A".into(), record: record.into() }
    }

    #[test]
    fn a_record_is_kept_until_it_is_forgotten_and_the_last_word_counts() {
        let temp = tempfile::tempdir().unwrap();
        let unsaved = Unsaved::at(&Dirs::under(temp.path()), Path::new("/texts"));
        assert_eq!(unsaved.waiting().0, []);
        unsaved.forget("urn:uuid:1").unwrap();
        unsaved.keep(&kept("urn:uuid:1", "old")).unwrap();
        unsaved.keep(&kept("urn:uuid:1", "new")).unwrap();
        unsaved.keep(&kept("urn:uuid:2", "other")).unwrap();
        let other = Unsaved::at(&Dirs::under(temp.path()), Path::new("/other"));
        assert_eq!(other.waiting().0, [], "another corpus has its own");
        unsaved.forget("urn:uuid:2").unwrap();
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
}
