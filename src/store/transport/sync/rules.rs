//! By which rules git merges annotation files: sidecars by taking the lines of both sides; a `reader.json`, which is one
//! object, by keeping one side. They lie in two places. Those in `annotations/.gitattributes` travel, for people who merge
//! with git alone; anybody can change them for all. Those in the repository's own `info/attributes` stay here and win: no
//! file that is pushed can have others' files re-encoded, filtered or merged in another way. Nothing is run here.

use super::git::Git;
use crate::store::fs::error::{Error, Result};
use crate::store::fs::folder::{Flush, Folder};
use crate::store::transport::git_exclude::{self, plain};
use crate::store::transport::presence::PLACE;
use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
};

/// The rules that travel.
pub(super) const TRAVELLING: &str = "# How postil's files are merged: a sidecar takes the lines of both sides.\n\
                                     **/*.json merge=union text eol=lf\n\
                                     **/reader.json merge=keep text eol=lf\n";
/// The file of them, in `annotations/`.
pub(super) const FILE: &str = ".gitattributes";

/// What no file that is pushed may set. It follows `text`, which stands first in each line: git goes through a line from
/// its end, so that somebody's macro of that name finds nothing left to change.
const PLAIN: &str = "!working-tree-encoding -filter -ident !diff";
/// How much of somebody's own attributes is read.
const LIMIT: u64 = 1 << 24;

/// The lines that win, for annotations below `inside`, which ends with a slash or is empty.
fn winning(inside: &str) -> [String; 4] {
    [
        "# postil: what holds for annotations, whatever a .gitattributes says".to_owned(),
        format!("{inside}**/{FILE} text eol=lf {PLAIN}"),
        format!("{inside}**/*.json text eol=lf merge=union {PLAIN}"),
        format!("{inside}**/reader.json text eol=lf merge=keep {PLAIN}"),
    ]
}

/// Somebody's own attributes with the lines that win at their end.
fn with_winning(old: &[u8], inside: &str) -> Vec<u8> {
    let winning = winning(inside);
    let theirs = |line: &&[u8]| !line.is_empty() && !winning.iter().any(|rule| rule.as_bytes() == *line);
    let lines = old.split(|&byte| byte == b'\n').filter(theirs);
    let lines: Vec<&[u8]> = lines.chain(winning.iter().map(String::as_bytes)).chain([&b""[..]]).collect();
    lines.join(&b'\n')
}

/// Writes them into the repository's own attributes, where they are not its last lines already.
pub(super) fn hold(file: &Path, inside: &str) -> Result<()> {
    // Somebody may have linked it to elsewhere.
    let file = file.canonicalize().unwrap_or_else(|_| file.to_path_buf());
    let (Some(folder), Some(name)) = (file.parent(), file.file_name()) else {
        return Err(Error::NotAFile { path: file });
    };
    let folder = Folder::make(folder)?;
    let old = folder.read(name, LIMIT)?.unwrap_or_default();
    let new = with_winning(&old, inside);
    if old == new { Ok(()) } else { folder.replace(name, &new, Flush::No) }
}

/// Whether those for annotations below `inside` lie in a repository's own attributes.
pub(super) fn are_held(file: &Path, inside: &str) -> bool {
    let (Some(folder), Some(name)) = (file.parent(), file.file_name()) else { return false };
    let there = Folder::open(folder).and_then(|folder| folder.read(name, LIMIT)).ok().flatten().unwrap_or_default();
    let lines: Vec<&[u8]> = there.split(|&byte| byte == b'\n').collect();
    winning(inside).iter().all(|rule| lines.contains(&rule.as_bytes()))
}

/// Writes the rules that travel, where there are none.
pub(super) fn send_along(annotations: &Path) -> Result<()> {
    let folder = Folder::open(annotations)?;
    if folder.holds(OsStr::new(FILE), None)? {
        folder.replace(OsStr::new(FILE), TRAVELLING.as_bytes(), Flush::No)?;
    }
    Ok(())
}

/// Tells the repository that the texts of a corpus belong to that a repository of annotations in it is none of its affairs:
/// it would take it for a repository inside, and the notes would be in neither.
pub(super) fn exclude(git: &Git, corpus: &Path) -> Result<()> {
    let prefix = git.must(&["rev-parse", "--show-prefix"])?;
    ignore(git, corpus, &format!("/{}annotations/", plain(&prefix)))
}

/// Tells the repository that where somebody leads is none of its affairs: `git add .` would hand out a place that is left in a moment.
pub(super) fn exclude_places(git: &Git, top: &Path, inside: &str) -> Result<()> {
    ignore(git, top, &format!("/{}*/{PLACE}", plain(inside)))
}

/// Writes a line into what a repository ignores here and nowhere else, where it is not there.
fn ignore(git: &Git, folder: &Path, line: &str) -> Result<()> {
    git_exclude::ignore(&folder.join(git.must(&["rev-parse", "--git-path", "info/exclude"])?), line)
}

/// A folder for `git clone --template`: what wins holds before the first file is checked out.
pub(super) fn template() -> Result<tempfile::TempDir> {
    let folder = tempfile::tempdir().map_err(|error| Error::io("make a folder in", std::env::temp_dir(), error))?;
    hold(&attributes(folder.path()), "annotations/")?;
    Ok(folder)
}

/// Where a repository's own attributes lie in git's folder.
fn attributes(own: &Path) -> PathBuf {
    own.join("info").join("attributes")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_wins_comes_last_once_and_other_lines_stay() {
        let once = with_winning(b"*.md text\n\xff raw", "annotations/");
        assert!(once.starts_with(b"*.md text\n\xff raw\n# postil"));
        assert!(once.ends_with(b" !diff\n"));
        assert_eq!(with_winning(&once, "annotations/"), once);
        let later = [&once[..], b"*.json binary\n"].concat();
        let again = String::from_utf8_lossy(&with_winning(&later, "annotations/")).into_owned();
        assert!(again.contains("raw\n*.json binary\n# postil") && again.lines().count() == 7, "{again}");
    }
}
