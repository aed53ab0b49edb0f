//! How much a range of commits brings: files, notes, whose; from what `git diff` says. It runs nothing.

use super::own_files::{holds_notes, is_for};
use crate::annotation::merge::own_id;
use crate::annotation::{ReaderId, Record};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The lines of a new sidecar that are no notes: the header, which document it is about, the footer.
const FRAME: usize = 3;

/// What a range of commits brings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Files of annotations that are new, changed or gone.
    pub files: usize,
    by: BTreeMap<String, BroughtNotes>,
}

/// What of a range of commits is in one reader's folder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct BroughtNotes {
    new: usize,
    changed: usize,
}

impl Difference {
    /// Notes and other records that are new, but for those that cannot be read here.
    pub fn new_notes(&self) -> usize {
        self.by.values().map(|notes| notes.new).fold(0, usize::saturating_add)
    }

    /// Those that were there and are others now: a line of a file taken out, and one put in.
    pub fn changed_notes(&self) -> usize {
        self.by.values().map(|notes| notes.changed).fold(0, usize::saturating_add)
    }

    /// The folders of the readers whose notes these are: not of those of whom nothing is counted.
    pub fn readers(&self) -> impl Iterator<Item = &str> {
        self.by.iter().filter(|(_, notes)| notes.new + notes.changed > 0).map(|(reader, _)| reader.as_str())
    }

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
    /// lines that a patch of these files, below `inside`, takes out and puts in.
    pub fn without_unseen(mut self, patch: &str, inside: &str, ids: &[ReaderId]) -> Self {
        let (out, put_in): (Vec<_>, Vec<_>) = records(patch, inside).partition(|(_, sign, _)| *sign == '-');
        let before: HashMap<String, bool> =
            out.iter().map(|(.., record)| (own_id(record).to_owned(), is_for(record, ids))).collect();
        for (reader, _, record) in put_in {
            let Some(notes) = self.by.get_mut(reader) else { continue };
            match before.get(own_id(&record)) {
                None if !is_for(&record, ids) || record.is_tombstone() => notes.new = notes.new.saturating_sub(1),
                Some(was) if !is_for(&record, ids) || (record.is_tombstone() && !was) => {
                    notes.changed = notes.changed.saturating_sub(1);
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
            let notes = self.by.entry(reader.to_owned()).or_default();
            notes.new = notes.new.saturating_add(added.saturating_sub(changed));
            notes.changed = notes.changed.saturating_add(changed);
        }
    }
}

/// The records that a patch takes out (`-`) and puts in (`+`), each with the reader's folder that its file is in.
fn records<'p>(patch: &'p str, inside: &'p str) -> impl Iterator<Item = (&'p str, char, Record)> {
    let mut reader = "";
    patch.lines().filter_map(move |line| {
        if let Some(path) = file_of(line) {
            reader = path.strip_prefix(inside).unwrap_or(path).split('/').next().unwrap_or_default();
            return None;
        }
        let sign = line.chars().next().filter(|sign| matches!(sign, '+' | '-'))?;
        let record = Record::parse(line[1..].trim_start_matches(',')).ok()?;
        Some((reader, sign, record))
    })
}

/// The file that the lines of a patch behind this one are about, where it names one.
fn file_of(line: &str) -> Option<&str> {
    let named = line.strip_prefix("--- ").or_else(|| line.strip_prefix("+++ "))?;
    let named = named.trim_end_matches('\t').trim_matches('"');
    named.strip_prefix("a/").or_else(|| named.strip_prefix("b/"))
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
        let counts = (difference.files, difference.new_notes(), difference.changed_notes());
        assert_eq!(counts, (4, 4, 1), "signatures are no notes");
        assert_eq!(difference.readers().collect::<Vec<_>>(), ["ann", "bob"]);
        let below = Difference::parse("-\t-\tannotations/ann/a.txt@ab12.json\0", "annotations/");
        assert_eq!(
            (below.files, below.new_notes(), below.readers().count()),
            (1, 0, 0),
            "nobody's, of whom nothing came"
        );
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
        let all =
            Difference { files: 1, by: BTreeMap::from([("ann".to_owned(), BroughtNotes { new: 4, changed: 2 })]) };
        let counted = |reader: &str| {
            let counted = all.clone().without_unseen(&patch, "", &[ReaderId::from(reader)]);
            (counted.files, counted.new_notes(), counted.changed_notes())
        };
        assert_eq!(
            [counted("urn:x:mei"), counted("urn:x:tom"), counted("urn:x:ann")],
            [(1, 2, 0), (1, 2, 2), (1, 3, 2)]
        );
        assert_eq!(all.clone().without_unseen("+nonsense\n+{}\n+é\n", "", &[]), all);
    }

    #[test]
    fn who_has_sent_only_what_is_for_others_is_not_counted_with_those_from_whom_something_came() {
        let sealed = r#"{"id":"urn:x:1","type":"Annotation","creator":"urn:x:bob","as:to":["urn:x:bob","urn:x:tom"],"body":{"type":"TextualBody","format":"application/vnd.age","value":"x"}}"#;
        let said = "1\t1\tcorpus/ann/a.txt@ab12.json\x001\t0\tcorpus/bob/week 1/b.txt@cd34.json\0";
        for headers in
            ["--- /dev/null\n+++ b/corpus/bob/week 1/b.txt@cd34.json\t", "+++ \"b/corpus/bob/b\\t.txt@cd34.json\""]
        {
            let patch = format!("{headers}\n@@ -0,0 +1 @@\n+,{sealed}\n");
            let difference = Difference::parse(said, "corpus/");
            let seen = |id: &str| difference.clone().without_unseen(&patch, "corpus/", &[ReaderId::from(id)]);
            let told = |seen: &Difference| {
                let readers = seen.readers().map(str::to_owned).collect::<Vec<_>>().join(" ");
                (seen.new_notes(), seen.changed_notes(), readers)
            };
            assert_eq!(told(&seen("urn:x:mei")), (0, 1, "ann".to_owned()), "1 changed by ann, not by 2 readers");
            assert_eq!(told(&seen("urn:x:tom")), (1, 1, "ann bob".to_owned()));
        }
    }
}
