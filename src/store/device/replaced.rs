//! Own versions of annotations that were replaced or deleted, with their words: sidecars hold the newest version of a record
//! only, and of a deleted one none. Kept on this device alone, one journal a corpus, bounded: the oldest go first.

use crate::document::DocPath;
use crate::store::corpus::key::corpus_key;
use crate::store::fs::dirs::Dirs;
use crate::store::fs::error::Result;
use crate::store::fs::journal::Journal;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The longest journal, in bytes: some thousand notes. Beyond it the older half goes.
const MOST: u64 = 2 * 1024 * 1024;
/// The longest record that is kept, in bytes: a larger one would push out all others.
const LONGEST: usize = 256 * 1024;

/// What was replaced in one corpus.
#[derive(Debug)]
pub struct Replaced {
    journal: Journal,
}

/// One version.
#[derive(Debug, Serialize, Deserialize)]
struct ReplacedLine {
    path: DocPath,
    /// The record, as JSON.
    record: String,
}

impl Replaced {
    /// That of the corpus at `root` (see `Corpus::root`). Nothing is read yet.
    pub fn of(dirs: &Dirs, root: &Path) -> Self {
        Self { journal: Journal::new(&dirs.state.join("history"), &format!("{}.jsonl", corpus_key(root))) }
    }

    /// Keeps a version (its JSON) that was written on the document at `path`. One that is too long is not kept.
    pub fn keep(&self, path: &DocPath, record: &str) -> Result<()> {
        if record.len() > LONGEST {
            return Ok(());
        }
        let (_, (_, bytes)) = self.journal.append(&ReplacedLine { path: path.clone(), record: record.to_owned() })?;
        if bytes > MOST { self.journal.compact(&newer_half) } else { Ok(()) }
    }

    /// The versions on a document, the one replaced last first. A journal that cannot be read says nothing.
    pub fn of_document(&self, path: &DocPath) -> Vec<String> {
        let lines = self.journal.load::<ReplacedLine>().map(|contents| contents.lines).unwrap_or_default();
        lines.into_iter().rev().filter(|line| line.path == *path).map(|line| line.record).collect()
    }
}

/// The newest lines that together are half as long as the longest journal.
fn newer_half(lines: Vec<ReplacedLine>) -> Vec<ReplacedLine> {
    let mut room = MOST as usize / 2;
    let fits = |line: &&ReplacedLine| {
        let left = room.checked_sub(line.record.len() + line.path.as_str().len());
        room = left.unwrap_or(0);
        left.is_some()
    };
    let count = lines.iter().rev().take_while(fits).count();
    lines.into_iter().rev().take(count).rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::doc_path;

    #[test]
    fn the_last_versions_of_a_document_come_back_first_and_those_of_others_not() {
        let temp = tempfile::tempdir().unwrap();
        let replaced = Replaced::of(&Dirs::under(temp.path()), Path::new("/texts"));
        assert!(replaced.of_document(&doc_path("a.txt")).is_empty());
        for (path, record) in [("a.txt", "one"), ("b.txt", "other"), ("a.txt", "two")] {
            replaced.keep(&doc_path(path), record).unwrap();
        }
        assert_eq!(replaced.of_document(&doc_path("a.txt")), ["two", "one"]);
        let elsewhere = Replaced::of(&Dirs::under(temp.path()), Path::new("/other"));
        assert!(elsewhere.of_document(&doc_path("a.txt")).is_empty());
    }

    #[test]
    fn what_is_kept_is_bounded_and_the_newest_stay() {
        let temp = tempfile::tempdir().unwrap();
        let replaced = Replaced::of(&Dirs::under(temp.path()), Path::new("/texts"));
        replaced.keep(&doc_path("a.txt"), &"x".repeat(LONGEST + 1)).unwrap();
        assert!(replaced.of_document(&doc_path("a.txt")).is_empty(), "longer than a note is");
        for number in 0..24 {
            replaced.keep(&doc_path("a.txt"), &format!("{number} {}", "x".repeat(100_000))).unwrap();
        }
        let kept = replaced.of_document(&doc_path("a.txt"));
        assert!(kept[0].starts_with("23 ") && (10..=20).contains(&kept.len()), "{}", kept.len());
        assert!(replaced.journal.version().1 <= MOST);
    }
}
