//! `postil check --repair`: writes damaged sidecars of one's own folder anew, in the strict form. What can be read is kept,
//! what cannot is kept as it stands, and the file as it was stays beside. Others' files are left to them.

use super::super::setup::Room;
use crate::annotation::{Sidecar, parse_sidecar_name};
use crate::store::{Error, Listed};
use crate::text::shown;
use serde_json::{Value, json};

/// One file that was mended, or could not be.
#[derive(Clone, Debug)]
pub struct Mended {
    path: String,
    kept: Option<String>,
    records: usize,
    unread: usize,
    failure: Option<String>,
}

impl Mended {
    /// As `--json` gives it: `path`, `kept` (where the damaged file is; null where nothing was written), `records`, `unread`
    /// and `failure` (or null).
    pub fn json(&self) -> Value {
        json!({"path": self.path, "kept": self.kept, "records": self.records, "unread": self.unread,
            "failure": self.failure})
    }

    /// In words.
    pub fn line(&self) -> String {
        let Self { path, records, unread, .. } = self;
        match (&self.failure, &self.kept) {
            (Some(failure), _) => format!("not repaired: {path}: {failure}"),
            (None, Some(kept)) => {
                let rest = match unread {
                    0 => String::new(),
                    1 => ", 1 line that cannot be read is still in it".to_owned(),
                    many => format!(", {many} lines that cannot be read are still in it"),
                };
                format!("repaired: {path}: {records} records kept{rest}; as it was: {kept}")
            }
            (None, None) => format!("nothing more to repair: {path}: {unread} lines cannot be read and stay in it"),
        }
    }
}

/// Mends what is damaged in the reader's own folder.
pub fn repair(room: &Room) -> Vec<Mended> {
    let store = room.store();
    let annotations = store.annotations();
    let (index, _) = annotations.index(&|name| Some(parse_sidecar_name(name)?.0));
    let alone = room.library.corpus.chosen();
    let wanted = |listed: &&Listed| alone.is_none_or(|path| index.of(path).any(|other| other == *listed));
    let mine = index.files().iter().filter(|listed| annotations.is_mine(listed)).filter(wanted);
    mine.filter_map(|listed| {
        let mut found = (0, 0, false);
        let mended = annotations.mend(listed, &mut |text, whole| {
            let (mended, records, unread) = mend(text, whole)?;
            found = (records, unread, true);
            Some(mended)
        });
        let (records, unread, damaged) = found;
        let path = shown(&annotations.path_of(listed));
        let said = |error: Error| format!("{error}. {}", error.hint());
        let (kept, failure) = match mended {
            Ok(kept) => (kept.map(|kept| shown(&kept)), None),
            Err(error) => (None, Some(said(error))),
        };
        (damaged || failure.is_some()).then_some(Mended { path, kept, records, unread, failure })
    })
    .collect()
}

/// A damaged text in the strict form, with its number of records and of lines that cannot be read; `None` for a whole
/// one, and for one that would hold less than before.
fn mend(text: &str, whole: bool) -> Option<(String, usize, usize)> {
    let sidecar = Sidecar::parse(text);
    if sidecar.faults().is_empty() && whole {
        return None;
    }
    let count = |sidecar: &Sidecar| (sidecar.records().count(), sidecar.unread().count());
    let mended = sidecar.to_text();
    let (before, after) = (count(&sidecar), count(&Sidecar::parse(&mended)));
    (after.0 >= before.0 && after.1 >= before.1).then_some((mended, before.0, before.1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{DocumentIdentity, NewIds, Reader, Record};
    use proptest::prelude::*;

    fn sidecar(ids: &[&str]) -> String {
        let reader = Reader { id: "urn:x:mei".into(), name: "Mei".into(), nickname: "mei".into() };
        let ids_of_file = NewIds { collection: "urn:x:c".into(), page: "urn:x:p".into(), identity: "urn:x:i".into() };
        let mut sidecar =
            Sidecar::new(&DocumentIdentity::default(), &reader, &ids_of_file, jiff::Timestamp::UNIX_EPOCH);
        for id in ids {
            let record = format!(r#"{{"id":"urn:x:{id}","type":"Annotation","creator":"urn:x:mei"}}"#);
            sidecar.put(Record::parse(&record).expect("a record"));
        }
        sidecar.to_text()
    }

    #[test]
    fn the_marks_of_a_git_conflict_go_and_both_sides_stay() {
        let text = sidecar(&["a", "b", "c"]);
        let lines: Vec<&str> = text.lines().collect();
        let conflicted =
            [&lines[..3], &["<<<<<<< HEAD"], &lines[3..4], &["======="], &lines[4..5], &[">>>>>>> other"], &lines[5..]];
        let conflicted = conflicted.concat().join("\n") + "\n";
        assert_eq!(mend(&conflicted, true), Some((text.clone(), 4, 0)));
        assert_eq!(mend(&text, true), None);
    }

    #[test]
    fn what_cannot_be_read_stays_and_a_lost_end_comes_back() {
        let text = sidecar(&["a", "b"]);
        let cut = &text[..text.len() - 12];
        let (mended, records, unread) = mend(cut, true).expect("it is damaged");
        assert_eq!((records, unread), (2, 1));
        assert!(mended.ends_with("\n]}}\n") && mended.contains(cut.lines().last().expect("a line")));
    }

    proptest! {
        #[test]
        fn whatever_is_torn_out_nothing_that_could_be_read_is_lost(from in 0usize..600, length in 0usize..80, junk in "\\PC{0,8}") {
            let text = sidecar(&["a", "b", "c"]);
            let (from, to) = (text.floor_char_boundary(from), text.floor_char_boundary(from + length));
            let torn = format!("{}{junk}{}", &text[..from], &text[to..]);
            let read = Sidecar::parse(&torn);
            if let Some((mended, ..)) = mend(&torn, true) {
                let again = Sidecar::parse(&mended);
                prop_assert!(read.records().all(|record| again.records().any(|other| other == record)));
                prop_assert!(read.unread().all(|line| mended.contains(line)));
            }
        }
    }
}
