//! What stands in the way of what the others have sent gives way, so that nothing that somebody has done for themselves keeps them
//! from what comes in, and nothing of it is lost. Of annotations a conflict copy is kept, which is read like any other; of what is
//! handed out one's own version (`own_versions.rs`). What lies beside the corpus is the user's, and is left to them and git.

use super::git::GitOutput;
use super::one_folder::EMPTY_TREE;
use super::own_versions::{in_the_way, kept_beside, place_of, set_aside};
use super::receiving::WHOLE;
use super::repository::{Repository, literal};
use crate::store::fs::error::{Error, Result};
use crate::store::fs::system::FileKind;
use std::collections::BTreeSet;
use std::ffi::OsStr;

impl Repository {
    /// Has those of the files handed out by a commit give way that are other here than on the branch, or are nobody's yet: git
    /// would stop over the ones, and write over others that it was told to ignore.
    pub(super) fn make_way(&self, handed_out: &[String], tip: &str, notes: &mut Vec<String>) -> Result<()> {
        let Some(corpus) = self.corpus().filter(|_| !handed_out.is_empty()) else { return Ok(()) };
        let paths: Vec<String> = handed_out.iter().map(|path| format!("{corpus}{path}")).collect();
        self.look_again(&paths)?;
        let here = self.head()?.map_or_else(|| self.git.must(EMPTY_TREE), Ok)?;
        let changed = ["diff", "--name-only", "--no-renames", "--no-ext-diff", "--ignore-submodules", "-z", &here];
        let changed: BTreeSet<String> = self.git.names_each(&changed, &paths)?.into_iter().collect();
        let staged =
            ["diff", "--cached", "--name-only", "--no-renames", "--no-ext-diff", "--ignore-submodules", "-z", &here];
        let staged: BTreeSet<String> = self.git.names_each(&staged, &paths)?.into_iter().collect();
        let known: BTreeSet<String> = self.git.names_each(&["ls-files", "-z"], &paths)?.into_iter().collect();
        for (path, from_top) in handed_out.iter().zip(&paths) {
            self.open_the_way(from_top, notes)?;
            let kind = place_of(&self.top, from_top).and_then(|(folder, name)| folder.kind(name));
            let is_in_the_way = kind.is_some_and(|kind| kind != FileKind::Folder) && !known.contains(from_top);
            if kind == Some(FileKind::Folder) {
                self.move_folder(from_top, notes)?;
            } else if is_in_the_way || changed.contains(from_top) || staged.contains(from_top) {
                self.give_way(path, tip, notes)?;
            }
        }
        Ok(())
    }

    /// Has git look at files again that it was told not to look at, those that are here: what has changed in them would be lost, or stop it.
    fn look_again(&self, paths: &[String]) -> Result<()> {
        let listed = self.git.names_each(&["ls-files", "-v", "-z"], paths)?;
        let is_passed = |line: &&String| line.starts_with(|tag: char| tag == 'S' || tag.is_ascii_lowercase());
        let passed = listed.iter().filter(is_passed).filter_map(|line| line.get(2..));
        let passed: Vec<&str> = passed.filter(|path| self.top.join(path).symlink_metadata().is_ok()).collect();
        self.git.must_each(&["-c", WHOLE, "update-index", "--no-skip-worktree"], &passed)?;
        self.git.must_each(&["update-index", "--no-assume-unchanged"], &passed)
    }

    /// Sets aside what stands where a folder on the way to a path has to be, and is nothing that git knows: a file of the user's, a
    /// link. git takes such a file for nothing where it was told to ignore it, and goes through a link.
    fn open_the_way(&self, path: &str, notes: &mut Vec<String>) -> Result<()> {
        for (end, _) in path.match_indices('/') {
            let part = &path[..end];
            let kind = place_of(&self.top, part).and_then(|(folder, name)| folder.kind(name));
            if kind.is_none_or(|kind| kind == FileKind::Folder) {
                continue;
            }
            if self.git.names(&["ls-files", "-z", "--", &literal(part)])?.iter().any(|known| known == part) {
                return Ok(());
            }
            let kept = set_aside(&self.top, part)?;
            notes.extend(kept.map(|kept| in_the_way(part, &kept)));
            // What the branch here has in it was hidden by that.
            self.git.run(&["checkout", "-q", "HEAD", "--", &literal(part)])?;
        }
        Ok(())
    }

    /// Sets aside a folder of the user's that has the name of a file that comes. Where git knows some of it, it is left and told: the
    /// rest would be lost where git was told to ignore it.
    fn move_folder(&self, path: &str, notes: &mut Vec<String>) -> Result<()> {
        if self.git.names(&["ls-files", "--others", "-z", "--", &literal(path)])?.is_empty() {
            return Ok(());
        }
        if !self.git.names(&["ls-files", "-z", "--", &literal(path)])?.is_empty() {
            return Err(Error::git(
                format!(
                    "others have sent a file under the name of a folder that is here: {}",
                    crate::text::visible::line(path)
                ),
                "Move what is your own in that folder away, sync, and put it back under another name.",
            ));
        }
        let kept = set_aside(&self.top, path)?;
        notes.extend(kept.map(|kept| in_the_way(path, &kept)));
        Ok(())
    }

    /// Makes a file of the corpus what the branch here has, whatever it is now; what nobody else has of it is kept beside it.
    fn give_way(&self, path: &str, tip: &str, notes: &mut Vec<String>) -> Result<()> {
        let (corpus, top) = (self.top.join(self.corpus().unwrap_or_default()), self.corpus().unwrap_or_default());
        let from_top = format!("{top}{path}");
        let (ours, theirs) = (self.object(&format!("HEAD:{from_top}"))?, self.object(&format!("{tip}:{from_top}"))?);
        let place = place_of(&corpus, path);
        let is_file = place.as_ref().is_some_and(|(folder, name)| folder.kind(name) == Some(FileKind::File));
        let own = if is_file { self.git.ask(&["hash-object", "--", &from_top])? } else { None };
        // What is in the index alone would be nowhere.
        let staged = self.object(&format!(":{from_top}"))?;
        if staged.is_some() && ![&ours, &theirs, &own].contains(&&staged) {
            return Err(self.not_ours_to_move(&from_top)?);
        }
        if own.is_none() || (own != ours && own != theirs) {
            let kept = set_aside(&corpus, path)?;
            notes.extend(kept.map(|kept| kept_beside(path, &kept, theirs.is_some())));
        } else if let Some((folder, name)) = place.filter(|_| ours.is_none()) {
            folder.remove(name)?;
        }
        let back: &[&str] = if ours.is_some() { &["checkout", "-q", "HEAD"] } else { &["reset", "-q"] };
        self.git.must_each(back, &[&from_top])
    }

    /// Has files give way that git does not dare to overwrite. False where nothing of the kind stands in the way.
    pub(super) fn clear_the_way(
        &self,
        said: &GitOutput,
        handed_out: &[String],
        tip: &str,
        notes: &mut Vec<String>,
    ) -> Result<bool> {
        if !said.says(&[&["would be overwritten by"]]) {
            return Ok(false);
        }
        let (inside, outside): (Vec<&str>, Vec<&str>) = said.paths().partition(|path| path.starts_with(&self.inside));
        let is_handed_out = |path: &str| {
            handed_out.iter().any(|it| it.strip_prefix(path).is_some_and(|it| it.is_empty() || it.starts_with('/')))
        };
        for path in &outside {
            match path.strip_prefix(self.corpus().unwrap_or_default()).filter(|path| is_handed_out(path)) {
                Some(path) => self.give_way(path, tip, notes)?,
                None => return Err(self.not_ours_to_move(path)?),
            }
        }
        for path in &inside {
            self.step_aside(path, tip, notes)?;
        }
        Ok(!inside.is_empty() || !outside.is_empty())
    }

    /// Why a file of the user's that is none handed out keeps others' from coming in.
    fn not_ours_to_move(&self, path: &str) -> Result<Error> {
        let shown = crate::text::visible::line(path);
        let is_staged = !self.git.run(&["diff", "--cached", "--quiet", "HEAD", "--", &literal(path)])?.ok;
        Ok(if is_staged {
            Error::git(
                format!("{shown} is added in git and not committed"),
                "Commit it, or take it back (git restore --staged), then sync again.",
            )
        } else {
            Error::git(
                format!("{shown} was changed here and by others"),
                "Commit or undo your change to it with git, then sync again.",
            )
        })
    }

    /// Puts a file of annotations aside under the name of a conflict copy.
    fn step_aside(&self, path: &str, tip: &str, notes: &mut Vec<String>) -> Result<()> {
        self.open_the_way(path, notes)?;
        let incoming = self.git.run(&["hash-object", "--", path])?.out;
        let sent = self.git.run(&["rev-parse", "-q", "--verify", &format!("{tip}:{path}")])?.out;
        if let Some((folder, name)) = place_of(&self.top, path).filter(|(folder, name)| folder.kind(name).is_some()) {
            if incoming == sent {
                folder.remove(name)?;
            } else {
                let (stem, ending) = name.to_str().and_then(|name| name.rsplit_once('.')).unwrap_or((path, "json"));
                let free = (1..1000).map(|number| format!("{stem} ({number}).{ending}"));
                let free = free.into_iter().find(|free| folder.kind(OsStr::new(free)).is_none());
                let free = free.unwrap_or_else(|| format!("{stem} (copy).{ending}"));
                folder.rename(name, OsStr::new(&free))?;
                let below = path.rsplit_once('/').map_or("", |(below, _)| &path[..=below.len()]);
                notes.push(format!(
                    "{path} was changed here and by others: the version from here is kept as {below}{free}"
                ));
            }
        }
        if self.git.run(&["ls-files", "--error-unmatch", "--", &literal(path)])?.ok {
            self.git.must(&["checkout", "-q", "HEAD", "--", &literal(path)])?;
        }
        Ok(())
    }

    /// Ends a merge that has stopped: of annotations that both have changed the version from here stays, of what is handed out
    /// the one handed out; what one has removed and the other changed stays. False where no merge has stopped.
    pub(super) fn resolve(&self, notes: &mut Vec<String>) -> Result<bool> {
        if !self.is_merging() {
            return Ok(false);
        }
        let unmerged = self.git.names(&["diff", "--name-only", "--diff-filter=U", "-z"])?;
        let (inside, outside): (Vec<&String>, Vec<&String>) =
            unmerged.iter().partition(|path| path.starts_with(&self.inside));
        let in_corpus = |path: &&String| self.corpus().is_some_and(|corpus| path.starts_with(corpus));
        // A name that is not UTF-8 cannot be told to git so.
        let is_left = |path: &&&String| !in_corpus(path) || path.contains('\u{FFFD}');
        if let Some(beside) = outside.iter().find(is_left) {
            let what =
                format!("{} was changed here and by others in different ways", crate::text::visible::line(beside));
            self.git.must(&["merge", "--abort"])?;
            return Err(Error::git(what, "Merge it by hand with git in that folder, then sync again."));
        }
        for path in outside {
            self.take_theirs(path, notes)?;
        }
        for path in inside {
            if self.take_side("--ours", path)? || self.take_side("--theirs", path)? {
                self.git.must_each(&["add", "-f"], &[path])?;
            }
        }
        self.git.must(&["commit", "-q", "--no-verify", "--no-edit"])?;
        Ok(true)
    }

    /// Ends a conflict over a file handed out: one's own version is kept beside it.
    fn take_theirs(&self, path: &str, notes: &mut Vec<String>) -> Result<()> {
        let corpus = self.corpus().unwrap_or_default();
        let inside = path.strip_prefix(corpus).unwrap_or(path);
        let kept = if self.take_side("--ours", path)? { set_aside(&self.top.join(corpus), inside)? } else { None };
        let is_there = self.take_side("--theirs", path)?;
        notes.extend(kept.map(|kept| kept_beside(inside, &kept, is_there)));
        let settle: &[&str] = if is_there { &["add", "-f"] } else { &["update-index", "--force-remove"] };
        self.git.must_each(settle, &[path])
    }

    /// Puts one side of a conflict into the folder; false where that side has no such file.
    fn take_side(&self, side: &str, path: &str) -> Result<bool> {
        Ok(self.git.run(&["checkout", "-q", side, "--", &literal(path)])?.ok)
    }
}
