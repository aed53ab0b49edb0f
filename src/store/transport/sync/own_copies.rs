//! Copies of this device's own files in the reader's own folder: a bundle that somebody took in and handed on, a merge tool or a
//! synchroniser has laid them beside. What they have goes into the file that they are of, and they go, so that nothing says for ever
//! what the reader has changed or made private since. A copy of which something would be lost stays; nobody else's is touched.

use super::own_files::{edit_mine, is_whole};
use super::repository::Repository;
use crate::annotation::merge::own_id;
use crate::annotation::{ReaderId, Record, Sidecar, parse_sidecar_name};
use crate::store::fs::error::Result;
use crate::store::sidecar::annotations::Annotations;
use std::collections::HashMap;
use std::ffi::OsStr;
use std::path::Path;

/// Whose files they are: the folder, the id, and the ids that came before it.
pub(super) type CopyOwner<'a> = (&'a str, &'a ReaderId, &'a [ReaderId]);

/// The file of a device that a path in its reader's folder is a copy of; none where it is that file, or another device's.
pub(super) fn original(path: &str, device: &str) -> Option<String> {
    let (document, of) = parse_sidecar_name(path)?;
    let original = format!("{document}@{of}.json");
    (!device.is_empty() && of == device && original != path).then_some(original)
}

/// Takes those of these paths that are copies into the files they are of; what is to be told of it.
pub(super) fn take_in(
    annotations: &Annotations,
    owner: CopyOwner<'_>,
    device: &str,
    paths: &[String],
) -> Result<Option<String>> {
    let mut taken = 0;
    for path in paths {
        let Some(original) = original(path, device) else { continue };
        let Some(copy) = annotations.text_in(owner.0, path)? else { continue };
        if unite(annotations, owner, &original, &copy)?.is_some() {
            taken += usize::from(remove(annotations, owner.0, path, &copy)?);
        }
    }
    Ok(match taken {
        0 => None,
        1 => Some("a copy of a file of yours was taken into it".to_owned()),
        many => Some(format!("{many} copies of files of yours were taken into them")),
    })
}

/// Takes what a copy has into the file it is of: how many records it had not; none, and nothing is changed, where something of the
/// copy would be lost.
pub(super) fn unite(
    annotations: &Annotations,
    (nickname, id, former): CopyOwner<'_>,
    original: &str,
    copy: &str,
) -> Result<Option<usize>> {
    let copy = Sidecar::parse(copy);
    let copy = copy.handed_over(former, id).unwrap_or(copy);
    let mut records = None;
    edit_mine(annotations, nickname, original, &mut |there| {
        let Some(there) = there else {
            records = is_whole(&copy).then_some(0);
            return records.map(|_| copy.to_text());
        };
        let own = Sidecar::parse(there);
        let (united, count) = united(&own, &copy, id)?;
        records = Some(count);
        (united != own).then(|| united.to_text())
    })?;
    Ok(records)
}

/// A file with what a copy of it has, and how much that is.
fn united(own: &Sidecar, copy: &Sidecar, id: &ReaderId) -> Option<(Sidecar, usize)> {
    let mut united = own.clone();
    let count = united.restore(copy, id);
    (is_whole(own) && is_whole(copy) && holds_all(&united, copy)).then_some((united, count))
}

/// Whether a file has each record of a copy, or a later version of it.
fn holds_all(own: &Sidecar, copy: &Sidecar) -> bool {
    let mut versions: HashMap<&str, Vec<&Record>> = HashMap::new();
    for record in own.records() {
        versions.entry(own_id(record)).or_default().push(record);
    }
    let is_held = |record: &Record| {
        let there = versions.get(own_id(record)).into_iter().flatten();
        there.into_iter().any(|there| {
            there.modified() > record.modified()
                || (there.modified() == record.modified() && there.canonical() == record.canonical())
        })
    };
    copy.records().all(|record| record.is_identity() || is_held(record))
}

/// Removes a copy, where it still says what was taken from it.
fn remove(annotations: &Annotations, nickname: &str, path: &str, text: &str) -> Result<bool> {
    let _lock = annotations.lock()?;
    let (below, name) = path.rsplit_once('/').unwrap_or(("", path));
    let folder = annotations.make_base()?.make_below(&Path::new(nickname).join(below))?;
    let is_same = folder.holds(OsStr::new(name), Some(text.as_bytes()))?;
    if is_same {
        folder.remove(OsStr::new(name))?;
    }
    Ok(is_same)
}

impl Repository {
    /// Takes the copies in one's own folder into the files they are of.
    pub fn take_in_copies(&self, annotations: &Annotations, notes: &mut Vec<String>) -> Result<()> {
        let (Some(mine), Some((nickname, id))) = (self.mine(), &self.me) else { return Ok(()) };
        // An index that holds nothing, so that all that is there is something else.
        let git = self.index_of(None, &mine)?.0;
        let there = git.names(&["--literal-pathspecs", "ls-files", "-z", "--others", "--", &mine])?;
        let paths = there.iter().filter_map(|path| self.in_own_folder(path)).map(str::to_owned);
        let paths: Vec<String> = paths.collect();
        notes.extend(take_in(annotations, (nickname, id, &self.former), &self.device, &paths)?);
        Ok(())
    }

    /// What a version of a copy that is not here any more has is put back into the file it is of: that file, and how many records;
    /// none where that is no such copy, or something of it would be lost.
    pub fn unite_from(&self, annotations: &Annotations, version: &str, path: &str) -> Result<Option<(String, usize)>> {
        let (Some(original), Some((nickname, id))) = (self.gone_copy(path), &self.me) else { return Ok(None) };
        let Some(copy) = self.text_at(version, path)? else { return Ok(None) };
        let records = unite(annotations, (nickname, id, &self.former), &original, &copy)?;
        Ok(records.map(|records| (original, records)))
    }

    /// Whether a file of a commit is a copy that was taken into the file it is of, as that is here.
    pub(super) fn is_taken_in(&self, version: Option<&str>, path: &str) -> Result<bool> {
        let (Some(version), Some(original), Some((_, id))) = (version, self.gone_copy(path), &self.me) else {
            return Ok(false);
        };
        let own = self.mine().map(|mine| self.top.join(mine).join(original));
        let own = own.and_then(|own| std::fs::read(own).ok()).unwrap_or_default();
        let own = Sidecar::parse(&String::from_utf8_lossy(&own));
        let Some(copy) = self.text_at(version, path)? else { return Ok(false) };
        let copy = Sidecar::parse(&copy);
        let copy = copy.handed_over(&self.former, id).unwrap_or(copy);
        Ok(is_whole(&own) && is_whole(&copy) && holds_all(&own, &copy))
    }

    /// The file that a path from the top is a copy of which is not here, by its path in one's own folder.
    pub(super) fn gone_copy(&self, path: &str) -> Option<String> {
        let original = original(self.in_own_folder(path)?, &self.device)?;
        self.top.join(path).symlink_metadata().is_err().then_some(original)
    }

    fn in_own_folder<'p>(&self, path: &'p str) -> Option<&'p str> {
        path.strip_prefix(&self.mine()?)?.strip_prefix('/')
    }

    fn text_at(&self, version: &str, path: &str) -> Result<Option<String>> {
        let said = self.git.run(&["cat-file", "blob", &format!("{version}:{path}")])?;
        Ok(said.ok.then_some(said.out))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{DocumentIdentity, NewIds, Reader};
    use jiff::Timestamp;

    const MEI: &str = "urn:x:mei";

    /// A record: number, second of the change, what is said, and by whom.
    fn record(id: u8, modified: u8, said: &str, creator: &str) -> Record {
        let record = format!(
            r#"{{"id":"urn:x:{id}","type":"Annotation","motivation":"describing","creator":"{creator}",
            "modified":"2026-11-22T09:00:0{modified}.000Z",
            "body":{{"type":"TextualBody","purpose":"describing","value":"{said}"}},"target":"urn:sha256:00"}}"#
        );
        Record::parse(&record).unwrap()
    }

    fn file(records: &[(u8, u8, &str)]) -> Sidecar {
        let reader = Reader { id: MEI.into(), name: "Mei".into(), nickname: "mei".into() };
        let mut sidecar =
            Sidecar::new(&DocumentIdentity::default(), &reader, &NewIds::default(), Timestamp::UNIX_EPOCH);
        for &(id, modified, said) in records {
            sidecar.put(record(id, modified, said, MEI));
        }
        sidecar
    }

    #[test]
    fn a_copy_is_known_by_its_name_and_is_of_this_device_alone() {
        let of = |path: &str| original(path, "ab12");
        assert_eq!(of("week 1/a.txt@ab12 (1).json").as_deref(), Some("week 1/a.txt@ab12.json"));
        assert_eq!(of("a.txt@ab12.json.orig").as_deref(), Some("a.txt@ab12.json"));
        for path in ["a.txt@ab12.json", "a.txt@cd34 (1).json", "reader.json", "place.json"] {
            assert_eq!(of(path), None, "{path}");
        }
        assert_eq!(original("a.txt@ (1).json", ""), None);
    }

    #[test]
    fn what_a_copy_has_comes_into_the_file_and_what_would_be_lost_keeps_it() {
        let (own, me) = (file(&[(1, 5, "private since"), (2, 2, "same")]), ReaderId::from(MEI));
        let copy = file(&[(1, 3, "for all"), (2, 2, "same"), (3, 1, "only there")]);
        let (both, count) = united(&own, &copy, &me).unwrap();
        assert_eq!(
            (count, both.to_text().contains("for all"), both.to_text().contains("only there")),
            (1, false, true)
        );
        assert!(holds_all(&both, &copy) && !holds_all(&own, &copy));
        assert!(united(&own, &file(&[(2, 2, "other")]), &me).is_none(), "two versions of one instant");
        let mut quoting = file(&[]);
        quoting.put(record(4, 1, "another's", "urn:x:tom"));
        assert!(united(&own, &quoting, &me).is_none(), "what is another's is not taken over");
        assert!(united(&own, &Sidecar::parse("half a file"), &me).is_none());
    }
}
