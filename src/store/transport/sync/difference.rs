//! How much a range of commits brings: files, notes, whose; from what `git diff` says. It runs nothing.

use super::own_files::{holds_notes, is_for};
use crate::annotation::merge::own_id;
use crate::annotation::{ReaderId, Record};
use std::collections::{BTreeSet, HashMap, HashSet};

/// The lines of a new sidecar that are no notes: the header, which document it is about, the footer.
const FRAME: usize = 3;

/// What a range of commits brings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Files of annotations that are new, changed or gone.
    pub files: usize,
    /// Notes and other records that are new, but for those that cannot be read here.
    pub new: usize,
    /// Those that were there and are others now: a line of a file taken out, and one put in.
    pub changed: usize,
    /// The folders of the readers they are from.
    pub readers: BTreeSet<String>,
}

impl Difference {
    /// What git says of the files below `inside`, which ends with a slash or is empty.
    pub fn parse(said: &str, inside: &str) -> Self {
        let (mut difference, mut new) = (Self::default(), HashSet::new());
        let mut fields = said.split('\0').filter(|field| !field.is_empty());
        while let Some(field) = fields.next() {
            if field.starts_with(':') {
                let path = fields.next().unwrap_or_default();
                new.extend(field.ends_with('A').then_some(path));
                continue;
            }
            let mut parts = field.splitn(3, '\t');
            let mut lines = || parts.next().and_then(|lines| lines.parse().ok()).unwrap_or(0);
            let lines = (lines(), lines());
            let Some(path) = parts.next() else { continue };
            difference.count(path.strip_prefix(inside).unwrap_or(path), lines, new.contains(path));
        }
        difference
    }

    /// The same without the notes that others have encrypted for others, and those that were taken back before they were ever here, by the
    /// lines that a patch of these files takes out and puts in.
    pub fn without_unseen(mut self, patch: &str, ids: &[ReaderId]) -> Self {
        let record = |line: &str| Record::parse(line.trim_start_matches(',')).ok();
        let lines = |sign: char| patch.lines().filter_map(move |line| line.strip_prefix(sign).and_then(record));
        let before: HashMap<String, bool> =
            lines('-').map(|record| (own_id(&record).to_owned(), is_for(&record, ids))).collect();
        for record in lines('+') {
            match before.get(own_id(&record)) {
                None if !is_for(&record, ids) || record.is_tombstone() => self.new = self.new.saturating_sub(1),
                Some(was) if !is_for(&record, ids) || (record.is_tombstone() && !was) => {
                    self.changed = self.changed.saturating_sub(1);
                }
                _ => {}
            }
        }
        self
    }

    /// Counts a file with so many lines put in and taken out, by its path below the annotations.
    fn count(&mut self, path: &str, (added, removed): (usize, usize), is_new: bool) {
        if !path.rsplit('.').next().is_some_and(|end| end.eq_ignore_ascii_case("json")) {
            return;
        }
        self.files += 1;
        if let Some((reader, _)) = path.split_once('/').filter(|_| holds_notes(path)) {
            let (added, changed) = (added.saturating_sub(if is_new { FRAME } else { 0 }), added.min(removed));
            self.new = self.new.saturating_add(added.saturating_sub(changed));
            self.changed = self.changed.saturating_add(changed);
            self.readers.insert(reader.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_the_lines_between_the_frame_of_a_file() {
        let said = ":000000 100644 0 a A|ann/a.txt@ab12.json|:100644 100644 a b M|bob/week 1/b.txt@cd34.json|\
                    :000000 100644 0 a A|bob/reader.json|:000000 100644 0 a A|cid/annotations/signed@cd34.json|:000000 100644 0 a A|.gitattributes|5\t0\tann/a.txt@ab12.json|\
                    3\t1\tbob/week 1/b.txt@cd34.json|6\t0\tbob/reader.json|4\t0\tcid/annotations/signed@cd34.json|3\t0\t.gitattributes|"
            .replace('|', "\0");
        let difference = Difference::parse(&said, "");
        assert_eq!((difference.files, difference.new, difference.changed), (4, 4, 1), "signatures are no notes");
        assert_eq!(difference.readers.into_iter().collect::<Vec<_>>(), ["ann", "bob"]);
        let below = Difference::parse("-\t-\tannotations/ann/a.txt@ab12.json\0", "annotations/");
        assert_eq!((below.files, below.new, below.readers.len()), (1, 0, 1));
        assert_eq!(Difference::parse("nonsense\0:\0", ""), Difference::default());
    }

    #[test]
    fn what_is_encrypted_for_others_or_taken_back_before_it_came_is_not_counted() {
        let sealed = |id: u8, to: &str| {
            format!(
                r#"{{"id":"urn:x:{id}","type":"Annotation","creator":"urn:x:ann","as:to":["urn:x:ann","{to}"],"body":{{"type":"TextualBody","format":"application/vnd.age","value":"x"}}}}"#
            )
        };
        let plain = |id: u8| format!(r#"{{"id":"urn:x:{id}","type":"Annotation","creator":"urn:x:ann"}}"#);
        let gone = |id: u8| plain(id).replace("\"Annotation\"", "[\"Annotation\",\"as:Tombstone\"]");
        let patch = [
            "--- a/ann/a.txt@ab12.json".to_owned(),
            "+++ b/ann/a.txt@ab12.json".to_owned(),
            format!("-{}", sealed(1, "urn:x:tom")),
            format!("-,{}", sealed(2, "urn:x:tom")),
            format!("+{}", sealed(1, "urn:x:tom")),
            format!("+,{}", gone(2)),
            format!("+,{}", sealed(3, "urn:x:tom")),
            format!("+,{}", sealed(4, "urn:x:mei")),
            format!("+,{}", plain(5)),
            format!("+,{}", gone(6)),
        ]
        .join("\n");
        let all = Difference { files: 1, new: 4, changed: 2, readers: BTreeSet::new() };
        let counted = |reader: &str| {
            let counted = all.clone().without_unseen(&patch, &[ReaderId::from(reader)]);
            (counted.files, counted.new, counted.changed)
        };
        assert_eq!(
            [counted("urn:x:mei"), counted("urn:x:tom"), counted("urn:x:ann")],
            [(1, 2, 0), (1, 2, 2), (1, 3, 2)]
        );
        assert_eq!(all.clone().without_unseen("+nonsense\n+{}\n", &[]), all);
    }
}
