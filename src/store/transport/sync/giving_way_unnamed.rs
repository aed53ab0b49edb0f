//! What is handed out under a name that is not UTF-8: such a file is no text of the corpus, and git writes it into the folder all the
//! same. What a reader has under that name, or has made of such a file, is kept beside it as of any other. Nothing else is done with it.

use super::one_folder::EMPTY_TREE;
use super::own_versions::{in_the_way, kept_beside, set_aside_in};
use super::repository::Repository;
use crate::store::fs::error::Result;
use crate::store::fs::folder::Folder;
use crate::store::fs::system::{FileKind, any_name};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// What a commit hands out.
#[derive(Debug, Default)]
pub(super) struct HandedOut {
    /// By their paths in the corpus.
    pub texts: Vec<String>,
    /// Those whose names are not UTF-8, by their paths from the top.
    pub unnamed: Vec<Vec<u8>>,
}

impl HandedOut {
    /// Of the names that git lists, a NUL behind each: those in the corpus.
    pub fn of(listed: &[u8], corpus: &str) -> Self {
        let mut handed_out = Self::default();
        for path in names(listed) {
            match std::str::from_utf8(path) {
                Ok(text) => handed_out.texts.extend(text.strip_prefix(corpus).map(str::to_owned)),
                Err(_) if path.starts_with(corpus.as_bytes()) => handed_out.unnamed.push(path.to_vec()),
                Err(_) => {}
            }
        }
        handed_out
    }
}

fn names(listed: &[u8]) -> impl Iterator<Item = &[u8]> {
    listed.split(|byte| *byte == 0).filter(|name| !name.is_empty())
}

impl Repository {
    /// Has those of these files give way that are other here than on the branch, or are nobody's yet.
    pub(super) fn make_way_unnamed(&self, paths: &[Vec<u8>], notes: &mut Vec<String>) -> Result<()> {
        if paths.is_empty() {
            return Ok(());
        }
        let here = self.head()?.map_or_else(|| self.git.must(EMPTY_TREE), Ok)?;
        let known = self.listed(&["ls-files", "-z"])?;
        // What git was told not to look at is looked at again.
        let there: Vec<u8> =
            paths.iter().filter(|path| known.contains(*path)).flat_map(|path| [path, &b"\0"[..]].concat()).collect();
        for flag in ["--no-skip-worktree", "--no-assume-unchanged"] {
            self.git.bytes(&["update-index", flag, "-z", "--stdin"], Some(&there))?;
        }
        let changed = self.listed(&["diff", "--name-only", "--no-renames", "--no-ext-diff", "-z", &here])?;
        let mut back = Vec::new();
        for path in paths {
            let (is_known, is_changed) = (known.contains(path), changed.contains(path));
            let Some((folder, name)) = place_of(&self.top, path) else { continue };
            let is_file = folder.kind(&name).is_some_and(|kind| kind != FileKind::Folder);
            if is_file && (!is_known || is_changed) {
                let shown = String::from_utf8_lossy(path).into_owned();
                let at = shown.rfind('/').map_or(0, |at| at + 1);
                let kept = set_aside_in(&folder, &name, shown.split_at(at))?;
                let told =
                    |kept: String| if is_known { kept_beside(&shown, &kept, true) } else { in_the_way(&shown, &kept) };
                notes.extend(kept.map(told));
            }
            if is_known && is_changed {
                back.extend([path, &b"\0"[..]].concat());
            }
        }
        if !back.is_empty() {
            let checkout = ["checkout", "-q", "HEAD", "--pathspec-from-file=-", "--pathspec-file-nul"];
            self.git.bytes(&[&["--literal-pathspecs"], &checkout[..]].concat(), Some(&back))?;
        }
        Ok(())
    }

    fn listed(&self, question: &[&str]) -> Result<HashSet<Vec<u8>>> {
        Ok(names(&self.git.bytes(question, None)?).map(<[u8]>::to_vec).collect())
    }
}

/// The folder that a path lies in, and its name there; none where a part of the way is no folder.
fn place_of(top: &Path, path: &[u8]) -> Option<(Folder, std::ffi::OsString)> {
    let path = PathBuf::from(any_name(path.to_vec()));
    let folder = Folder::open(top).ok()?.below(path.parent().unwrap_or(Path::new(""))).ok()??;
    Some((folder, path.file_name()?.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_no_text_are_told_from_those_that_are_and_those_outside_are_left() {
        let listed = b"texts/a.md\0texts/caf\xe9.md\0beside/caf\xe9.md\0beside/b.md\0";
        let handed_out = HandedOut::of(listed, "texts/");
        assert_eq!(
            (handed_out.texts, handed_out.unnamed),
            (vec!["a.md".to_owned()], vec![b"texts/caf\xe9.md".to_vec()])
        );
    }
}
