//! What has come in is taken into the folder: the branch here goes forward to it; where the user has commits there that are
//! nobody else's, the two are merged here, and that merge is never sent. What stands in the way steps aside and is told.

use super::difference::Difference;
use super::git::Said;
use super::repository::{Repository, literal};
use super::rules;
use crate::store::fs::error::{Error, Result};
use std::collections::BTreeSet;
use std::fs;

/// No sparse checkout: it would take one's own files out of the folder.
const WHOLE: &str = "core.sparseCheckout=false";
/// How many files may stand in the way of one merge.
const MOST_OBSTACLES: usize = 50;
/// How many of them are named.
const MOST_NAMED: usize = 3;

impl Repository {
    /// Takes a commit of the remote into the folder; what it brought.
    pub fn take_in(&self, tip: &str, notes: &mut Vec<String>) -> Result<Difference> {
        let head = self.head()?;
        let is_within = |one: &str, other: &str| Ok(self.git.run(&["merge-base", "--is-ancestor", one, other])?.ok);
        if let Some(head) = &head
            && is_within(tip, head)?
        {
            self.unhide()?;
            return Ok(Difference::default());
        }
        let before = self.tree_on(head.as_deref(), false)?.id;
        if let Some(head) = head
            && !is_within(&head, tip)?
        {
            self.commit_here(&head)?;
        } else {
            self.stage(tip)?;
        }
        self.merge(tip, notes)?;
        self.unhide()?;
        let folder = if self.inside.is_empty() { "." } else { self.inside.as_str() };
        self.difference(&before, "HEAD", folder)
    }

    /// Puts into the index the merge rules and those files of one's own that are here as the commit has them: they stand in
    /// nobody's way.
    fn stage(&self, commit: &str) -> Result<()> {
        for place in self.mine().into_iter().chain([format!("{}{}", self.inside, rules::FILE)]) {
            let unlike: BTreeSet<String> = self.unlike(commit, &place)?;
            let there = ["--literal-pathspecs", "ls-tree", "-r", "-z", "--name-only", commit, "--", &place];
            let all = self.git.names(&there)?;
            let same: Vec<&str> = all.iter().filter(|path| !unlike.contains(*path)).map(String::as_str).collect();
            self.git.must_each(&["reset", "-q", commit], &same)?;
        }
        Ok(())
    }

    /// Commits one's own folder on the branch here, which is not to be sent: it is merged with what has come in.
    fn commit_here(&self, head: &str) -> Result<()> {
        let tree = self.tree_on(Some(head), false)?;
        if tree.changed.is_empty() {
            return Ok(());
        }
        let commit = self.commit(&tree, Some(head))?;
        self.git.must(&["update-ref", "-m", "postil: your own files", "HEAD", &commit, head])?;
        let changed: Vec<&str> = tree.changed.iter().map(String::as_str).collect();
        self.git.must_each(&["reset", "-q", &commit], &changed)
    }

    fn merge(&self, tip: &str, notes: &mut Vec<String>) -> Result<()> {
        for _ in 0..MOST_OBSTACLES {
            let said = self.try_merge(tip)?;
            if said.ok || self.resolve()? {
                return Ok(());
            }
            if !self.clear_the_way(&said, tip, notes)? {
                return Err(self.unmergeable(&said));
            }
        }
        Err(Error::git(
            "too many files stand in the way of what the others have sent",
            "Commit or move them, then sync.",
        ))
    }

    /// Every option says what the user's settings might say otherwise.
    fn try_merge(&self, tip: &str) -> Result<Said> {
        let branch = self.git.ask(&["symbolic-ref", "-q", "--short", "HEAD"])?.unwrap_or_default();
        let none = format!("branch.{branch}.mergeOptions=");
        let mut args = if branch.is_empty() { Vec::new() } else { vec!["-c", none.as_str()] };
        args.extend([
            "-c",
            WHOLE,
            "merge",
            "-q",
            "--no-edit",
            "--no-verify",
            "--ff",
            "--commit",
            "--no-squash",
            "--no-verify-signatures",
        ]);
        args.extend(["--no-autostash", "--no-log", "-s", "ort", "-m", "postil: from the others"]);
        // Two who each began a repository of annotations have no common beginning; a corpus has one.
        if self.inside.is_empty() {
            args.push("--allow-unrelated-histories");
        }
        args.push(tip);
        self.git.run(&args)
    }

    /// Brings annotations into the folder that git's sparse checkout leaves out: they are what a sync is for, and a file that
    /// is not there would be begun anew.
    fn unhide(&self) -> Result<()> {
        let folder = if self.inside.is_empty() { "." } else { self.inside.as_str() };
        let listed = self.git.names(&["ls-files", "-t", "-z", "--", folder])?;
        let hidden: Vec<&str> = listed.iter().filter_map(|line| line.strip_prefix("S ")).collect();
        let missing = hidden.iter().copied().filter(|path| self.top.join(path).symlink_metadata().is_err());
        let missing: Vec<&str> = missing.collect();
        self.git.must_each(&["-c", WHOLE, "update-index", "--no-skip-worktree"], &hidden)?;
        self.git.must_each(&["-c", WHOLE, "checkout-index", "-q"], &missing)
    }

    /// Ends a merge that has stopped over files of annotations: what both have changed is kept as it is here, what one has
    /// removed and the other changed stays. False where no merge has stopped.
    fn resolve(&self) -> Result<bool> {
        if !self.is_merging() {
            return Ok(false);
        }
        let unmerged = self.git.must(&["diff", "--name-only", "--diff-filter=U", "-z"])?;
        let unmerged: Vec<&str> = unmerged.split('\0').filter(|path| !path.is_empty()).collect();
        if let Some(outside) = unmerged.iter().find(|path| !path.starts_with(&self.inside)) {
            let what =
                format!("{} was changed here and by others in different ways", crate::text::visible::line(outside));
            self.git.must(&["merge", "--abort"])?;
            return Err(Error::git(what, "Merge it by hand with git in that folder, then sync again."));
        }
        for path in unmerged {
            let side = |side| self.git.run(&["checkout", "-q", side, "--", &literal(path)]);
            if !side("--ours")?.ok && !side("--theirs")?.ok {
                continue;
            }
            self.git.must(&["add", "-f", "--", &literal(path)])?;
        }
        self.git.must(&["commit", "-q", "--no-verify", "--no-edit"])?;
        Ok(true)
    }

    /// Files that git does not dare to overwrite step aside under the name of a conflict copy, which is read like any
    /// other. False where nothing of the kind stands in the way.
    fn clear_the_way(&self, said: &Said, tip: &str, notes: &mut Vec<String>) -> Result<bool> {
        if !said.says(&[&["would be overwritten by"]]) {
            return Ok(false);
        }
        let (inside, outside): (Vec<&str>, Vec<&str>) = said.paths().partition(|path| path.starts_with(&self.inside));
        if let Some(path) = outside.first() {
            let what = format!("{} was changed here and by others", crate::text::visible::line(path));
            return Err(Error::git(what, "Commit or undo your change to it with git, then sync again."));
        }
        for path in &inside {
            self.step_aside(path, tip, notes)?;
        }
        Ok(!inside.is_empty())
    }

    fn step_aside(&self, path: &str, tip: &str, notes: &mut Vec<String>) -> Result<()> {
        let full = self.top.join(path);
        let fault = |error| Error::io("move aside", &full, error);
        let incoming = self.git.run(&["hash-object", "--", path])?.out;
        let sent = self.git.run(&["rev-parse", "-q", "--verify", &format!("{tip}:{path}")])?.out;
        if incoming == sent {
            fs::remove_file(&full).map_err(fault)?;
        } else {
            let stem = path.strip_suffix(".json").unwrap_or(path);
            let free =
                (1..1000).map(|number| format!("{stem} ({number}).json")).find(|name| !self.top.join(name).exists());
            let free = free.unwrap_or_else(|| format!("{stem} (copy).json"));
            fs::rename(&full, self.top.join(&free)).map_err(fault)?;
            notes.push(format!("{path} was changed here and by others: the version from here is kept as {free}"));
        }
        if self.git.run(&["ls-files", "--error-unmatch", "--", &literal(path)])?.ok {
            self.git.must(&["checkout", "-q", "HEAD", "--", &literal(path)])?;
        }
        Ok(())
    }

    /// Why what the others have sent cannot be merged; what is in its way by name, as it is seen from the corpus.
    fn unmergeable(&self, said: &Said) -> Error {
        let before = if self.inside.is_empty() { "annotations/" } else { "" };
        let named: Vec<&str> = said.paths().collect();
        let shown = named.iter().take(MOST_NAMED).map(|path| crate::text::visible::line(path));
        let mut names = shown.map(|path| format!("{before}{path}")).collect::<Vec<_>>().join(", ");
        if named.len() > MOST_NAMED {
            names = format!("{names} and {} more", named.len() - MOST_NAMED);
        }
        if said.says(&[&["would lose untracked files"]]) {
            return Error::git(
                format!("others have sent a file under the name of a folder that is here: {names}"),
                "Move that folder away, sync, and put it back under another name; nothing here was changed.",
            );
        }
        let colon = if names.is_empty() { "" } else { " " };
        Error::git(
            format!("what the others have sent cannot be merged: {}{colon}{names}", said.complaint()),
            "Look at it with git in that folder; nothing here was changed.",
        )
    }
}
