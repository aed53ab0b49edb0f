//! What a reader wrote while the folder of texts could not be written lies among the user's own data. Once it can be, that goes into the
//! reader's folder beside the texts, so that it is sent and carried like all else. What would be lost by that stays where it is, and so do
//! signatures: a chain is of one file.

use super::own_copies::{CopyOwner, unite};
use super::own_files::edit_mine;
use crate::annotation::{Reader, ReaderId, Sidecar, parse_sidecar_name};
use crate::store::corpus::names::PERSON;
use crate::store::fs::error::Result;
use crate::store::fs::folder::Folder;
use crate::store::sidecar::annotations::{Annotations, Listed, MAX_SIDECAR, WritePlace};
use std::ffi::OsStr;
use std::path::Path;

/// The base of what lies among the user's data.
const IN_DATA: usize = 1;

/// Brings what this reader wrote elsewhere into the folder of texts, where that can be written; how many files.
pub fn bring_home(annotations: &Annotations, me: &Reader, former: &[ReaderId], device: &str) -> Result<usize> {
    if *annotations.place() != WritePlace::Corpus || annotations.are_private() {
        return Ok(0);
    }
    let Some(data) = annotations.bases[IN_DATA].open()?.map_or(Ok(None), |base| base.below(Path::new(&me.nickname)))?
    else {
        return Ok(0);
    };
    let own = annotations.clone().for_reader(&me.nickname, device)?.only_own();
    let (index, _) = own.index(&|name| Some(parse_sidecar_name(name)?.0));
    let (owner, mut brought) = ((me.nickname.as_str(), &me.id, former), 0);
    for listed in index.files().iter().filter(|listed| listed.base == IN_DATA) {
        brought += usize::from(bring(annotations, owner, &data, listed)?);
    }
    if brought > 0 {
        introduce(annotations, &me.nickname, &data)?;
    }
    Ok(brought)
}

/// Brings one file; whether it could be.
fn bring(annotations: &Annotations, owner: CopyOwner<'_>, data: &Folder, listed: &Listed) -> Result<bool> {
    let text = annotations.read(listed)?.text;
    let is_mine = Sidecar::parse(&text).owner().is_some_and(|id| id == owner.1 || owner.2.contains(id));
    if !is_mine || unite(annotations, owner, &listed.path, &text)?.is_none() {
        return Ok(false);
    }
    let _lock = annotations.lock()?;
    let path = Path::new(&listed.path);
    let Some(folder) = data.below(path.parent().unwrap_or(Path::new("")))? else { return Ok(false) };
    let name = path.file_name().unwrap_or_default();
    let is_same = folder.holds(name, Some(text.as_bytes()))?;
    if is_same {
        folder.remove(name)?;
    }
    Ok(is_same)
}

/// Says beside the texts who the reader is, where only the folder among the data does.
fn introduce(annotations: &Annotations, nickname: &str, data: &Folder) -> Result<()> {
    let Some((text, _)) = data.read_text(OsStr::new(PERSON), MAX_SIDECAR)? else { return Ok(()) };
    edit_mine(annotations, nickname, PERSON, &mut |there| there.is_none().then(|| text.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{DocumentIdentity, NewIds, Record};
    use crate::store::corpus::documents::Corpus;
    use crate::store::fs::dirs::Dirs;
    use jiff::Timestamp;
    use std::fs;

    /// A file of mei's on `a.txt` with these notes.
    fn file(notes: &[u8], owner: &str) -> String {
        let identity = DocumentIdentity { title: String::new(), path: "a.txt".to_owned(), sha256: "0".repeat(64) };
        let reader = Reader { id: owner.into(), name: "Mei".to_owned(), nickname: "mei".to_owned() };
        let ids = NewIds { collection: "urn:x:c".to_owned(), page: "urn:x:p".to_owned(), identity: "urn:x:i".into() };
        let mut sidecar = Sidecar::new(&identity, &reader, &ids, Timestamp::UNIX_EPOCH);
        for note in notes {
            let line = format!(
                r#"{{"id":"urn:x:{note}","type":"Annotation","motivation":"commenting","creator":"{owner}","created":"2026-11-22T09:00:0{note}.000Z","modified":"2026-11-22T09:00:0{note}.000Z","body":{{"type":"TextualBody","value":"note {note}"}},"target":"urn:x:d"}}"#
            );
            sidecar.put(Record::read(line.as_str().into()).unwrap());
        }
        sidecar.to_text()
    }

    #[test]
    fn what_was_written_while_the_folder_could_not_be_goes_where_it_belongs() {
        let temp = tempfile::tempdir().unwrap();
        let (root, dirs) = (temp.path().join("texts"), Dirs::under(&temp.path().join("home")));
        fs::create_dir_all(&root).unwrap();
        fs::write(root.join("a.txt"), "Words.\n").unwrap();
        let annotations = Annotations::at(&Corpus::open(&root).unwrap(), &dirs);
        let me = Reader { id: "urn:x:mei".into(), name: "Mei".to_owned(), nickname: "mei".to_owned() };
        let bring = || bring_home(&annotations, &me, &[], "ab12").unwrap();
        assert_eq!(bring(), 0, "there is nothing");
        let (here, there) = (root.join("annotations/mei"), annotations.bases[IN_DATA].path().join("mei"));
        let notes = |path: &Path| fs::read_to_string(path).unwrap_or_default().matches("\"value\":\"note").count();
        fs::create_dir_all(there.join("week-1")).unwrap();
        fs::write(there.join("a.txt@ab12.json"), file(&[1, 2], "urn:x:mei")).unwrap();
        fs::write(there.join("week-1/b.txt@ab12.json"), file(&[1], "urn:x:ana")).unwrap();
        fs::write(there.join("reader.json"), "{}").unwrap();
        assert_eq!(bring(), 1, "what is somebody else's stays");
        assert_eq!((notes(&here.join("a.txt@ab12.json")), there.join("a.txt@ab12.json").exists()), (2, false));
        assert!(here.join("reader.json").exists() && there.join("week-1/b.txt@ab12.json").exists());
        // Where there is a file of one's own already, it has both.
        fs::write(there.join("a.txt@ab12.json"), file(&[3], "urn:x:mei")).unwrap();
        assert_eq!((bring(), notes(&here.join("a.txt@ab12.json"))), (1, 3));
        fs::write(there.join("a.txt@ab12.json"), "half a li").unwrap();
        assert_eq!((bring(), there.join("a.txt@ab12.json").exists()), (0, true), "what cannot be read is not moved");
    }
}
