//! Questions about one folder of a commit, and trees in which one folder is another: of an index that holds that folder alone. A
//! class has ten thousand folders beside it, which git would read, look at and write for every question otherwise.
//!
//! The index is a file of this program's own, in git's folder; the user's is only told what is as a commit has it. It decides
//! nothing about what is sent or taken in.

use super::git::Git;
use super::repository::Repository;
use crate::store::fs::error::Result;
use std::collections::BTreeSet;
use std::fs;

/// Asks for the name of the tree that holds nothing.
pub(super) const EMPTY_TREE: &[&str] = &["hash-object", "-w", "-t", "tree", "/dev/null"];

/// What a tree or an index has under a name: a file, a folder, or what else git knows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct TreeEntry {
    /// Its mode in octal, and its object.
    mode: String,
    id: String,
    /// Its path or its name, as it was asked for. Bytes, for others may have names that are no text.
    name: Vec<u8>,
}

/// A folder here beside the one in a commit.
#[derive(Debug)]
pub(super) struct ComparedFolder {
    /// What the commit has there.
    pub all: Vec<TreeEntry>,
    /// The files of these that are other here, or not there.
    pub unlike: BTreeSet<String>,
}

impl TreeEntry {
    /// Its path. A name that is no text has replacement characters.
    pub fn path(&self) -> String {
        String::from_utf8_lossy(&self.name).into_owned()
    }

    fn is_tree(&self) -> bool {
        self.mode == "040000"
    }

    /// What git lists, a NUL behind each: `MODE TYPE ID` and the name behind a tab, as `ls-tree` has it; or `MODE ID STAGE`, as
    /// `ls-files --stage` has it.
    fn listed(said: &[u8]) -> Vec<Self> {
        let one = |line: &[u8]| {
            let tab = line.iter().position(|&byte| byte == b'\t')?;
            let head = String::from_utf8_lossy(&line[..tab]).into_owned();
            let mut fields = head.split(' ');
            let (mode, second, third) = (fields.next()?, fields.next()?, fields.next()?);
            let id = if third.len() == 1 { second } else { third };
            Some(Self { mode: mode.to_owned(), id: id.to_owned(), name: line[tab + 1..].to_vec() })
        };
        said.split(|&byte| byte == 0).filter_map(one).collect()
    }

    /// As git reads it, for a tree or an index.
    fn written(&self) -> Vec<u8> {
        let kind = match self.mode.as_str() {
            "040000" => "tree",
            "160000" => "commit",
            _ => "blob",
        };
        [format!("{} {kind} {}\t", self.mode, self.id).as_bytes(), &self.name, b"\0"].concat()
    }
}

impl ComparedFolder {
    /// What is here as the commit has it.
    pub fn same(&self) -> impl Iterator<Item = &TreeEntry> {
        self.all.iter().filter(|entry| !self.unlike.contains(&entry.path()))
    }
}

impl Git {
    /// Puts these into its index, each in the place of what is there under its path.
    pub fn stage_entries(&self, entries: &[TreeEntry]) -> Result<()> {
        if entries.is_empty() {
            return Ok(());
        }
        let written: Vec<u8> = entries.iter().flat_map(TreeEntry::written).collect();
        self.bytes(&["update-index", "-z", "--index-info"], Some(&written)).map(drop)
    }
}

impl Repository {
    /// What a commit has at a place, a folder or a file; paths from the top.
    pub fn entries_at(&self, commit: &str, place: &str) -> Result<Vec<TreeEntry>> {
        let question = ["--literal-pathspecs", "ls-tree", "-r", "-z", commit, "--", place];
        Ok(TreeEntry::listed(&self.git.bytes(&question, None)?))
    }

    /// What the user's index has at a place; paths from the top.
    pub fn staged(&self, place: &str) -> Result<Vec<TreeEntry>> {
        let question = ["--literal-pathspecs", "ls-files", "--stage", "-z", "--", place];
        Ok(TreeEntry::listed(&self.git.bytes(&question, None)?))
    }

    /// A git whose index has what a commit has at one place and nothing else; and what that is.
    pub fn index_of(&self, commit: Option<&str>, place: &str) -> Result<(Git, Vec<TreeEntry>)> {
        // What is there is of an earlier question.
        let _ = fs::remove_file(self.index());
        let git = self.git.on_index(&self.index());
        let there = commit.map_or_else(|| Ok(Vec::new()), |commit| self.entries_at(commit, place))?;
        git.stage_entries(&there)?;
        Ok((git, there))
    }

    /// A folder or a file here beside the one in a commit.
    pub fn compared(&self, commit: &str, place: &str) -> Result<ComparedFolder> {
        let (git, all) = self.index_of(Some(commit), place)?;
        let question = ["--literal-pathspecs", "ls-files", "-z", "--modified", "--deleted", "--", place];
        let unlike = if all.is_empty() { Vec::new() } else { git.names(&question)? };
        Ok(ComparedFolder { all, unlike: unlike.into_iter().collect() })
    }

    /// A tree that has what `base` has, and these files, of one's own folder or beside it, as they are here; without
    /// those of them that are copies and were taken into another.
    pub fn tree_with(&self, base: Option<&str>, paths: &[&str]) -> Result<String> {
        if paths.is_empty() {
            let root = base.map_or(Ok(None), |base| self.object(&format!("{base}^{{tree}}")))?;
            return root.map_or_else(|| self.git.must(EMPTY_TREE), Ok);
        }
        let mine = self.mine();
        let (git, _) = self.index_of(base.filter(|_| mine.is_some()), mine.as_deref().unwrap_or_default())?;
        let (gone, here): (Vec<&str>, Vec<&str>) = paths.iter().partition(|path| self.gone_copy(path).is_some());
        git.must_each(&["update-index", "--add", "--replace"], &here)?;
        git.must_each(&["update-index", "--force-remove"], &gone)?;
        let own = git.must(&["write-tree"])?;
        let way: Vec<&str> = mine.as_deref().unwrap_or(&self.inside).split('/').collect();
        self.grafted(base.map(|base| format!("{base}^{{tree}}")).as_deref(), &own, &way)
    }

    /// A tree that has what `base` has, and in the place of it what `over` has; but of the folders on the way to one's own, which is
    /// the last of `way`, what `base` has stays beside it. Neither reads what lies in the folders beside.
    fn grafted(&self, base: Option<&str>, over: &str, way: &[&str]) -> Result<String> {
        let mut entries = base.map_or_else(|| Ok(Vec::new()), |base| self.tree(base))?;
        for mut entry in self.tree(over)? {
            let there = entries.iter().position(|there| there.name == entry.name);
            let old = there.map(|at| entries.swap_remove(at)).filter(TreeEntry::is_tree);
            if let (Some(old), [this, rest @ ..]) = (old, way)
                && this.as_bytes() == entry.name
                && entry.is_tree()
                && !rest.is_empty()
            {
                entry.id = self.grafted(Some(&old.id), &entry.id, rest)?;
            }
            entries.push(entry);
        }
        let written: Vec<u8> = entries.iter().flat_map(TreeEntry::written).collect();
        // Whether what stays as it was is here is not for this tree to say: a clone may have less.
        let made = self.git.bytes(&["mktree", "-z", "--missing"], Some(&written))?;
        Ok(String::from_utf8_lossy(&made).trim().to_owned())
    }

    fn tree(&self, name: &str) -> Result<Vec<TreeEntry>> {
        Ok(TreeEntry::listed(&self.git.bytes(&["ls-tree", "--full-tree", "-z", name], None)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_git_lists_is_read_and_written_byte_by_byte() {
        let said = b"100644 blob aaaa\tw\xff.txt\x00040000 tree bbbb\tann\x00160000 commit cccc\tsub\0nonsense\0";
        let listed = TreeEntry::listed(said);
        assert_eq!(listed.iter().map(TreeEntry::path).collect::<Vec<_>>(), ["w\u{fffd}.txt", "ann", "sub"]);
        assert!(listed[1].is_tree() && !listed[2].is_tree());
        assert_eq!(listed.iter().flat_map(TreeEntry::written).collect::<Vec<u8>>(), said[..said.len() - 9]);
        // The same file in an index.
        assert_eq!(TreeEntry::listed(b"100644 aaaa 0\tw\xff.txt\0"), listed[..1]);
    }
}
