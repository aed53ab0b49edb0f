//! What has come from a drive is laid into the folder of whoever it is from: whole files only, and never an earlier version over a
//! later one. It fetches nothing; one's own files are not its business.

use super::own_files::{holds_notes, is_for, is_whole};
use crate::annotation::person::parse_reader;
use crate::annotation::{ReaderId, Record, Sidecar, parse_sidecar_name};
use crate::store::fs::error::Result;
use crate::store::fs::folder::Flush;
use crate::store::sidecar::annotations::{Annotations, MAX_SIDECAR};
use std::{ffi::OsStr, path::Path};

/// What became of a file that has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TakenIn {
    /// What is here says as much, or more.
    Known,
    /// It brought so many records that are new, and so many that were here and are others now.
    Brought { new: usize, changed: usize },
    /// It is not whole: somebody is writing it, or was interrupted.
    Half,
}

/// Lays a file down under its path below the annotations; `ids` are the reader's own, who cannot read what is for others.
pub(super) fn take_in(annotations: &Annotations, path: &str, bytes: &[u8], ids: &[ReaderId]) -> Result<TakenIn> {
    let text = String::from_utf8_lossy(bytes);
    let _lock = annotations.lock()?;
    let (below, name) = path.rsplit_once('/').unwrap_or(("", path));
    let folder = annotations.make_base()?.make_below(Path::new(below))?;
    let here = folder.read(OsStr::new(name), MAX_SIDECAR)?;
    let (new, taken) = merged(path, here.as_deref().map(String::from_utf8_lossy).as_deref(), &text, ids);
    if let Some(new) = new {
        folder.replace(OsStr::new(name), new.as_bytes(), Flush::No)?;
    }
    Ok(taken)
}

/// What a file is to say that says `here` now, when `coming` has come; none where it stays.
fn merged(path: &str, here: Option<&str>, coming: &str, ids: &[ReaderId]) -> (Option<String>, TakenIn) {
    if here == Some(coming) {
        return (None, TakenIn::Known);
    }
    if parse_sidecar_name(path).is_none() {
        let whole = parse_reader(coming).is_some();
        return if whole {
            (Some(coming.to_owned()), TakenIn::Brought { new: 0, changed: 0 })
        } else {
            (None, TakenIn::Half)
        };
    }
    let sidecar = Sidecar::parse(coming);
    if !is_whole(&sidecar) {
        return (None, TakenIn::Half);
    }
    let counts = holds_notes(path);
    let is_counted = |record: &&Record| counts && !record.is_identity() && is_for(record, ids);
    // What was taken back before it was ever here is no news.
    let is_new = |record: &&Record| is_counted(record) && !record.is_tombstone();
    let count = |sidecar: &Sidecar| sidecar.records().filter(is_new).count();
    let Some(here) = here.map(Sidecar::parse) else {
        return (Some(coming.to_owned()), TakenIn::Brought { new: count(&sidecar), changed: 0 });
    };
    let Some(owner) = sidecar.owner().cloned() else {
        return (Some(coming.to_owned()), TakenIn::Brought { new: count(&sidecar), changed: 0 });
    };
    let mut richer = here.clone();
    richer.restore(&sidecar, &owner);
    if richer == here {
        return (None, TakenIn::Known);
    }
    // What is here and did not come: it came another way, or the drive has shown an earlier state.
    let mut all = sidecar.clone();
    all.restore(&here, &owner);
    let was = |record: &Record| here.get(record.id()).map(|was| is_for(was, ids));
    let is_news = |record: &&Record| {
        let newest = |of: &Sidecar| of.get(record.id()) == Some(record);
        newest(&richer) && !newest(&here)
    };
    let news = richer.records().filter(is_news).filter(is_counted);
    let (new, changed): (Vec<&Record>, Vec<&Record>) = news.partition(|record| was(record).is_none());
    let changed = changed.iter().filter(|record| !record.is_tombstone() || was(record) == Some(true)).count();
    let new = new.iter().filter(|record| is_new(record)).count();
    let taken = TakenIn::Brought { new, changed };
    (Some(if all == sidecar { coming.to_owned() } else { all.to_text() }), taken)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{DocumentIdentity, NewIds, Reader};
    use jiff::Timestamp;

    const PATH: &str = "mei/moss.txt@ab12.json";
    const MEI: &str = "urn:uuid:0193f3a0-0000-7000-8000-000000000900";

    /// A file with these records: number, and second of the change.
    fn file(records: &[(u16, i64)]) -> String {
        let reader = Reader { id: MEI.into(), name: "Mei".into(), nickname: "mei".into() };
        let mut sidecar =
            Sidecar::new(&DocumentIdentity::default(), &reader, &NewIds::default(), Timestamp::UNIX_EPOCH);
        for (id, second) in records {
            let record = format!(
                r#"{{"id":"urn:uuid:0193f3a0-0000-7000-8000-00000000{id:04}","type":"Annotation","motivation":"describing",
                "creator":"{MEI}","modified":"2026-11-22T09:00:0{second}.000Z","target":"urn:sha256:00"}}"#
            );
            sidecar.put(Record::parse(&record).unwrap());
        }
        sidecar.to_text()
    }

    #[test]
    fn whatever_part_of_a_file_has_come_it_is_not_taken_for_the_file() {
        let whole = file(&[(1, 1), (2, 2)]);
        for end in (0..whole.len() - 1).filter(|end| whole.is_char_boundary(*end)) {
            assert_eq!(merged(PATH, None, &whole[..end], &[]), (None, TakenIn::Half), "{end} bytes of it");
        }
        assert_eq!(merged(PATH, None, &whole, &[]), (Some(whole.clone()), TakenIn::Brought { new: 2, changed: 0 }));
        assert_eq!(merged("mei/reader.json", None, "{\"id\": \"urn:uu", &[]), (None, TakenIn::Half));
    }

    #[test]
    fn signatures_are_brought_and_are_no_notes() {
        let (one, more) = (file(&[(1, 1)]), file(&[(1, 1), (2, 2)]));
        let path = "mei/annotations/signed@ab12.json";
        assert_eq!(merged(path, None, &one, &[]).1, TakenIn::Brought { new: 0, changed: 0 });
        assert_eq!(merged(path, Some(&one), &more, &[]), (Some(more.clone()), TakenIn::Brought { new: 0, changed: 0 }));
    }

    #[test]
    fn what_was_taken_back_before_it_came_is_no_news() {
        let (one, more) = (file(&[(1, 1)]), file(&[(1, 1), (2, 2)]));
        let back = |text: &str| {
            let gone = "\"type\":[\"Annotation\",\"as:Tombstone\"],\"motivation\":\"describing\"";
            text.replace("\"type\":\"Annotation\",\"motivation\":\"describing\"", gone)
        };
        let taken = |here: Option<&str>, coming: &str| merged(PATH, here, coming, &[]).1;
        assert_eq!(taken(None, &back(&more)), TakenIn::Brought { new: 0, changed: 0 });
        assert_eq!(taken(Some(&file(&[])), &back(&one)), TakenIn::Brought { new: 0, changed: 0 });
        let later = back(&file(&[(1, 3)]));
        assert_eq!(taken(Some(&one), &later), TakenIn::Brought { new: 0, changed: 1 }, "one that was here is");
    }

    #[test]
    fn an_earlier_state_of_the_drive_takes_nothing_back() {
        let (earlier, later) = (file(&[(1, 1)]), file(&[(1, 3), (2, 2)]));
        assert_eq!(
            merged(PATH, Some(&earlier), &later, &[]),
            (Some(later.clone()), TakenIn::Brought { new: 1, changed: 1 })
        );
        assert_eq!(merged(PATH, Some(&later), &earlier, &[]), (None, TakenIn::Known));
        assert_eq!(merged(PATH, Some(&later), &later, &[]), (None, TakenIn::Known));
    }

    #[test]
    fn what_came_another_way_stays_beside_what_comes() {
        let (one, other) = (file(&[(1, 1), (2, 2)]), file(&[(1, 1), (3, 3)]));
        let (text, taken) = merged(PATH, Some(&one), &other, &[]);
        let sidecar = Sidecar::parse(&text.expect("it is written"));
        assert_eq!(
            (sidecar.records().count(), taken),
            (4, TakenIn::Brought { new: 1, changed: 0 }),
            "the document and three records"
        );
    }

    #[test]
    fn what_is_encrypted_for_others_is_brought_and_not_counted() {
        let sealed = file(&[(1, 1)]).replace(
            "\"target\":\"urn:sha256:00\"}",
            "\"as:to\":[\"urn:x:tom\"],\"body\":{\"type\":\"TextualBody\",\"format\":\"application/vnd.age\",\"value\":\"x\"},\"target\":\"urn:sha256:00\"}",
        );
        assert!(sealed.contains("vnd.age"), "{sealed}");
        let empty = file(&[]);
        let brought = |reader: &str| merged(PATH, Some(&empty), &sealed, &[ReaderId::from(reader)]).1;
        let counts = |new| TakenIn::Brought { new, changed: 0 };
        assert_eq!([brought("urn:x:ann"), brought("urn:x:tom"), brought(MEI)], [counts(0), counts(1), counts(1)]);
    }
}
