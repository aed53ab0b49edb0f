//! Which annotations of others a reader has seen on this device: one journal a corpus, never in the corpus itself.
//!
//! What was made long before the reader first came counts as read: [`ReadMarkers::since`] is fixed then. Of everything after it
//! the keys (`study::Word`: of its id and words, formerly of its id) of what was seen are kept. Sessions add up; what was seen before anybody said a name
//! counts for whoever says one.

use crate::annotation::ReaderId;
use crate::store::corpus::key::corpus_key;
use crate::store::fs::dirs::Dirs;
use crate::store::fs::error::Result;
use crate::store::fs::journal::{Journal, JournalVersion};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::{collections::HashSet, fmt::Write as _, path::Path};

/// A journal shorter than this many bytes is not worth rewriting.
const WORTH_REWRITING: usize = 256 * 1024;

/// How many keys are remembered of one corpus; the oldest are forgotten then.
const MOST: usize = 500_000;

/// How long before the first visit an annotation may have been made and still be news: the work of a session or two.
const BEFORE: SignedDuration = SignedDuration::from_hours(14 * 24);

/// What one reader has seen in one corpus.
#[derive(Debug)]
pub struct ReadMarkers {
    journal: Journal,
    version: JournalVersion,
    reader: ReaderId,
    since: Option<Timestamp>,
    keys: Vec<u64>,
    known: HashSet<u64>,
}

/// One line of the journal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct ReadMarkerLine {
    /// The `urn:uuid:…` of who has seen it; empty before a name was said.
    #[serde(default)]
    reader: ReaderId,
    /// From when on annotations are news, in seconds since the epoch; the earliest counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    since: Option<i64>,
    /// The keys, sixteen hexadecimal digits each, in one string.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    seen: String,
}

impl ReadMarkers {
    /// What that reader (empty where nobody has said a name) has seen of the corpus at `root`. The first time, `now` says
    /// from when on annotations are news. A journal that cannot be read or written says nothing and is no failure:
    /// something is shown as new once more.
    pub fn open(dirs: &Dirs, root: &Path, reader: &ReaderId, now: Timestamp) -> Self {
        let journal = Journal::new(&dirs.state.join("seen"), &format!("{}.jsonl", corpus_key(root)));
        let (reader, keys, known) = (reader.clone(), Vec::new(), HashSet::new());
        let mut seen = Self { journal, version: (0, 0), reader, since: None, keys, known };
        seen.refresh();
        if seen.since.is_none() {
            let since = now.checked_sub(BEFORE).unwrap_or(now);
            seen.since = Some(since);
            let line =
                ReadMarkerLine { reader: seen.reader.clone(), since: Some(since.as_second()), seen: String::new() };
            let _ = seen.journal.append(&line);
            seen.refresh();
        }
        seen
    }

    /// What was made before this counts as read.
    pub fn since(&self) -> Timestamp {
        self.since.unwrap_or(Timestamp::MIN)
    }

    /// The keys of what was seen.
    pub fn keys(&self) -> &[u64] {
        &self.keys
    }

    /// Remembers that these have been seen. Gives whether another session has added something meanwhile.
    pub fn take(&mut self, keys: &[u64]) -> Result<bool> {
        let new: Vec<u64> = keys.iter().copied().filter(|key| !self.known.contains(key)).collect();
        if new.is_empty() {
            return Ok(false);
        }
        self.learn(&new);
        let line = ReadMarkerLine { reader: self.reader.clone(), since: None, seen: written(&new) };
        let (before, after) = self.journal.append(&line)?;
        if before == self.version {
            self.version = after;
            return Ok(false);
        }
        self.refresh();
        Ok(true)
    }

    /// Takes in what other sessions have written since; cheap where there is nothing.
    fn refresh(&mut self) {
        if self.journal.version() == self.version {
            return;
        }
        let Ok(contents) = self.journal.load::<ReadMarkerLine>() else { return };
        self.version = contents.version;
        let reader = self.reader.clone();
        for line in contents.lines.iter().filter(|line| line.reader.is_empty() || line.reader == reader) {
            let since = line.since.and_then(|since| Timestamp::from_second(since).ok());
            self.since = [self.since, since].into_iter().flatten().min();
            self.learn(&read(&line.seen));
        }
        let needed = |lines: &[ReadMarkerLine]| shorten(lines).iter().map(|line| line.seen.len() + 100).sum::<usize>();
        if contents.bytes > WORTH_REWRITING && contents.bytes > 2 * needed(&contents.lines) {
            // It costs room only; the next session tries again.
            let _ = self.journal.compact::<ReadMarkerLine>(&|lines| shorten(&lines));
        }
    }

    fn learn(&mut self, keys: &[u64]) {
        let new = keys.iter().copied().filter(|key| self.known.insert(*key));
        self.keys.extend(new);
    }
}

fn written(keys: &[u64]) -> String {
    let mut text = String::with_capacity(16 * keys.len());
    for key in keys {
        // Writing into a string cannot fail.
        let _ = write!(text, "{key:016x}");
    }
    text
}

fn read(seen: &str) -> Vec<u64> {
    let digits = |piece: &[u8]| u64::from_str_radix(std::str::from_utf8(piece).ok()?, 16).ok();
    seen.as_bytes().chunks_exact(16).filter_map(digits).collect()
}

/// One line a reader that says the same; of more than [`MOST`] keys those that were seen last.
fn shorten(lines: &[ReadMarkerLine]) -> Vec<ReadMarkerLine> {
    let mut readers: Vec<ReaderId> = Vec::new();
    for line in lines {
        if !readers.contains(&line.reader) {
            readers.push(line.reader.clone());
        }
    }
    let short = |reader: ReaderId| {
        let own = || lines.iter().filter(|line| line.reader == reader);
        let (mut known, mut keys) = (HashSet::new(), Vec::new());
        for line in own() {
            keys.extend(read(&line.seen).into_iter().filter(|key| known.insert(*key)));
        }
        let seen = written(&keys[keys.len().saturating_sub(MOST)..]);
        let since = own().filter_map(|line| line.since).min();
        ReadMarkerLine { reader, since, seen }
    };
    readers.into_iter().map(short).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MEI: &str = "urn:uuid:mei";

    fn at(day: &str) -> Timestamp {
        format!("{day}T12:00:00Z").parse().unwrap()
    }

    fn open(home: &Path, reader: &str, day: &str) -> ReadMarkers {
        ReadMarkers::open(&Dirs::under(home), Path::new("/texts"), &reader.into(), at(day))
    }

    #[test]
    fn what_was_written_weeks_before_the_first_visit_is_no_news_and_stays_none() {
        let home = tempfile::tempdir().unwrap();
        assert_eq!(open(home.path(), MEI, "2026-11-20").since(), at("2026-11-06"));
        assert_eq!(open(home.path(), MEI, "2027-03-01").since(), at("2026-11-06"));
        assert_eq!(open(home.path(), "urn:uuid:tom", "2027-03-01").since(), at("2027-02-15"), "another reader");
    }

    #[test]
    fn two_sessions_of_a_reader_add_up() {
        let home = tempfile::tempdir().unwrap();
        let (mut one, mut other) = (open(home.path(), MEI, "2026-11-20"), open(home.path(), MEI, "2026-11-20"));
        assert!(!one.take(&[1, 2]).unwrap());
        assert!(other.take(&[2, u64::MAX]).unwrap(), "the other one had said something");
        assert_eq!(other.keys(), [2, u64::MAX, 1]);
        assert!(!other.take(&[1]).unwrap());
        let again = open(home.path(), MEI, "2026-11-21");
        assert_eq!(again.keys(), [1, 2, u64::MAX]);
        assert_eq!(open(home.path(), "urn:uuid:tom", "2026-11-21").keys(), Vec::<u64>::new());
    }

    #[test]
    fn what_was_seen_before_a_name_was_said_counts_afterwards() {
        let home = tempfile::tempdir().unwrap();
        open(home.path(), "", "2026-11-20").take(&[7]).unwrap();
        let named = open(home.path(), MEI, "2026-12-24");
        assert_eq!((named.keys(), named.since()), (&[7][..], at("2026-11-06")));
    }

    #[test]
    fn a_journal_in_a_bad_state_is_read_as_far_as_it_goes() {
        let home = tempfile::tempdir().unwrap();
        open(home.path(), MEI, "2026-11-20").take(&[7]).unwrap();
        let folder = std::fs::read_dir(home.path().join("state/seen")).unwrap();
        let mut files = folder.flatten().map(|entry| entry.path());
        let file = files.find(|path| path.extension().is_some_and(|it| it == "jsonl")).unwrap();
        let text = std::fs::read_to_string(&file).unwrap();
        let odd = r#"{"reader":"urn:uuid:mei","seen":"00000000000000ffzzzéé9"}"#;
        std::fs::write(&file, format!("{text}nonsense\n{odd}\n{{\"rea")).unwrap();
        assert_eq!(open(home.path(), MEI, "2026-11-21").keys(), [7, 255]);
    }

    #[test]
    fn the_short_journal_says_what_the_long_one_said() {
        let line = |reader: &str, since: Option<&str>, keys: &[u64]| ReadMarkerLine {
            reader: reader.into(),
            since: since.map(|day| at(day).as_second()),
            seen: written(keys),
        };
        let long = vec![
            line(MEI, Some("2026-11-06"), &[]),
            line("", None, &[1]),
            line(MEI, Some("2026-11-01"), &[2, 3]),
            line(MEI, None, &[3, 4]),
        ];
        let short = shorten(&long);
        assert_eq!(short, [line(MEI, Some("2026-11-01"), &[2, 3, 4]), line("", None, &[1])]);
        assert_eq!(shorten(&short), short);
    }
}
