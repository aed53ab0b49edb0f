//! What has come in is taken into the folder: the branch here goes forward to it, or over to it where the history there was
//! begun anew and nothing here is the user's own; where the user has commits there that are nobody else's, the two are
//! merged here, and that merge is never sent. What stands in the way steps aside and is told.

use super::difference::Difference;
use super::git::GitOutput;
use super::layout;
use super::one_folder::{EMPTY_TREE, TreeEntry};
use super::outcome::handed_out;
use super::repository::{Repository, literal};
use super::rules;
use crate::config::syllabus;
use crate::store::fs::error::{Error, Result};
use std::collections::{BTreeSet, HashSet};
use std::fs;

/// No sparse checkout: it would take one's own files out of the folder.
const WHOLE: &str = "core.sparseCheckout=false";
/// How many files may stand in the way of one merge.
const MOST_OBSTACLES: usize = 50;
/// How many files are named.
const MOST_NAMED: usize = 3;

/// How the branch here comes to what has come in.
#[derive(Clone, Copy)]
enum Way {
    /// It goes forward to it, or is merged with it.
    Merge,
    /// It is merged with it, though the two have nothing in common: there are annotations on one side alone.
    Join,
    /// It goes over to it: the two have nothing in common.
    Switch,
}

impl Repository {
    /// Takes a commit into the folder that the shared branch is at, or will be; what it brought.
    pub fn take_in(&self, tip: &str, shared: &str, notes: &mut Vec<String>) -> Result<Difference> {
        let head = self.head()?;
        let is_within =
            |one: &str, other: &str| Result::Ok(self.git.run(&["merge-base", "--is-ancestor", one, other])?.ok);
        if let Some(head) = &head
            && is_within(tip, head)?
        {
            self.unhide()?;
            return Ok(Difference::default());
        }
        let before = self.tree_on(head.as_deref(), false)?.id;
        let mut way = Way::Merge;
        match head {
            Some(head) if !self.inside.is_empty() && self.git.ask(&["merge-base", &head, tip])?.is_none() => {
                if layout::is_of_annotations(&self.git, tip)? {
                    return Err(of_annotations());
                }
                if self.is_without_texts(tip)? {
                    self.commit_here(&head)?;
                    self.bring(tip, Way::Join, notes)?;
                    notes.push(format!("what readers had sent before the texts stands beside them now; to send the texts: git push origin {shared}"));
                    self.unhide()?;
                    return self.difference(&before, "HEAD", &self.inside);
                }
                self.refuse_begun_anew(&head, shared)?;
                way = Way::Switch;
                self.stage(tip)?;
            }
            Some(head) if !is_within(&head, tip)? => self.commit_here(&head)?,
            _ => self.stage(tip)?,
        }
        self.bring(tip, way, notes)?;
        self.unhide()?;
        notes.extend(self.handed_out(&before)?);
        let folder = if self.inside.is_empty() { "." } else { self.inside.as_str() };
        self.difference(&before, "HEAD", folder)
    }

    /// The folders of the readers that a commit has something in that the branch here has not.
    pub fn to_change(&self, tip: &str) -> Result<BTreeSet<String>> {
        let from = self.head()?.map_or_else(|| self.git.must(EMPTY_TREE), Ok)?;
        let folder = if self.inside.is_empty() { "." } else { self.inside.as_str() };
        let question = ["diff-tree", "-r", "--name-only", "--no-renames", "-z", &from, tip, "--", folder];
        let changed = self.git.names(&question)?;
        let reader = |path: &String| Some(path.strip_prefix(&self.inside)?.split_once('/')?.0.to_owned());
        Ok(changed.iter().filter_map(reader).collect())
    }

    /// Puts into the index the merge rules and those files of one's own that are here as the commit has them: they stand in
    /// nobody's way.
    fn stage(&self, commit: &str) -> Result<()> {
        let mut same = Vec::new();
        for place in self.mine().into_iter().chain([format!("{}{}", self.inside, rules::FILE)]) {
            let held: HashSet<TreeEntry> = self.staged(&place)?.into_iter().collect();
            let compared = self.compared(commit, &place)?;
            same.extend(compared.same().filter(|entry| !held.contains(entry)).cloned());
        }
        self.git.stage_entries(&same)
    }

    /// Commits one's own folder on the branch here, which is not to be sent: it is merged with what has come in.
    fn commit_here(&self, head: &str) -> Result<()> {
        let tree = self.tree_on(Some(head), false)?;
        let (false, Some(mine)) = (tree.changed.is_empty(), self.mine()) else { return Ok(()) };
        let commit = self.commit(&tree, Some(head))?;
        self.git.must(&["update-ref", "-m", "postil: your own files", "HEAD", &commit, head])?;
        let changed: HashSet<&str> = tree.changed.iter().map(String::as_str).collect();
        let mut there = self.entries_at(&commit, &mine)?;
        there.retain(|entry| changed.contains(entry.path().as_str()));
        self.git.stage_entries(&there)
    }

    /// The texts and the plan that have come with it, in words: a program that is open has read them before.
    fn handed_out(&self, before: &str) -> Result<Option<String>> {
        let Some(corpus) = self.inside.strip_suffix("annotations/") else { return Ok(None) };
        let (folder, except) =
            (if corpus.is_empty() { "." } else { corpus }, format!(":(exclude,literal){}", self.inside));
        let question =
            ["diff", "--name-only", "--no-renames", "--no-ext-diff", "-z", before, "HEAD", "--", folder, &except];
        let changed = self.git.names(&question)?;
        let inside = changed.iter().map(|path| path.strip_prefix(corpus).unwrap_or(path).to_owned());
        Ok(handed_out(&inside.collect::<Vec<_>>()))
    }

    /// A history that has nothing in common with the one here is followed where what is here was there once, and nothing
    /// was committed since.
    fn refuse_begun_anew(&self, head: &str, shared: &str) -> Result<()> {
        let tracking = format!("refs/remotes/origin/{shared}");
        let was_there = self.git.ask(&["merge-base", "--fork-point", &tracking, head])?;
        if was_there.as_deref() == Some(head) {
            return Ok(());
        }
        Err(Error::git(
            "the history there has nothing in common with the one of these texts, and you have commits of your own",
            format!(
                "Make a new folder of it: postil sync --remote ADDRESS NEW-FOLDER; or join the two once, in {}: git merge \
                 --allow-unrelated-histories origin/{}; then sync again.",
                crate::text::shown(&self.top),
                crate::text::visible::line(shared)
            ),
        ))
    }

    fn bring(&self, tip: &str, way: Way, notes: &mut Vec<String>) -> Result<()> {
        for _ in 0..MOST_OBSTACLES {
            let said = match way {
                Way::Merge => self.try_merge(tip, false)?,
                Way::Join => self.try_merge(tip, true)?,
                Way::Switch => self.try_switch(tip)?,
            };
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

    fn try_switch(&self, tip: &str) -> Result<GitOutput> {
        self.git.run(&["update-index", "-q", "--refresh"])?;
        let said = self.git.run(&["-c", WHOLE, "read-tree", "-m", "-u", "HEAD", tip])?;
        if said.ok {
            self.git.must(&["update-ref", "-m", "postil: a history begun anew", "HEAD", tip])?;
        }
        Ok(said)
    }

    /// Every option says what the user's settings might say otherwise.
    fn try_merge(&self, tip: &str, joins: bool) -> Result<GitOutput> {
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
        if joins || self.inside.is_empty() {
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
    fn clear_the_way(&self, said: &GitOutput, tip: &str, notes: &mut Vec<String>) -> Result<bool> {
        if !said.says(&[&["would be overwritten by"]]) {
            return Ok(false);
        }
        let (inside, outside): (Vec<&str>, Vec<&str>) = said.paths().partition(|path| path.starts_with(&self.inside));
        let plan = format!("{}{}", self.inside.strip_suffix("annotations/").unwrap_or_default(), syllabus::FILE);
        // A plan that somebody has changed for themselves keeps nobody from getting the leader's.
        let (plans, outside): (Vec<&str>, Vec<&str>) = outside.into_iter().partition(|path| *path == plan);
        let (same, outside): (Vec<&str>, Vec<&str>) =
            outside.into_iter().partition(|path| self.lies_here_as_in(path, tip));
        if let Some(path) = outside.first() {
            let what = format!("{} was changed here and by others", crate::text::visible::line(path));
            return Err(Error::git(what, "Commit or undo your change to it with git, then sync again."));
        }
        // A text that somebody had from elsewhere is the one that is handed out.
        self.git.must_each(&["reset", "-q", tip], &same)?;
        for path in inside.iter().chain(&plans) {
            self.step_aside(path, tip, notes)?;
        }
        Ok(!inside.is_empty() || !plans.is_empty() || !same.is_empty())
    }

    /// Whether a file that git does not know yet is here as a commit has it.
    fn lies_here_as_in(&self, path: &str, commit: &str) -> bool {
        let said = |args: &[&str]| self.git.ask(args).ok().flatten();
        let is_known = said(&["ls-files", "--error-unmatch", "--", &literal(path)]).is_some();
        let here = said(&["hash-object", "--", path]);
        !is_known && here.is_some() && here == said(&["rev-parse", "-q", "--verify", &format!("{commit}:{path}")])
    }

    fn step_aside(&self, path: &str, tip: &str, notes: &mut Vec<String>) -> Result<()> {
        let full = self.top.join(path);
        let fault = |error| Error::io("move aside", &full, error);
        let incoming = self.git.run(&["hash-object", "--", path])?.out;
        let sent = self.git.run(&["rev-parse", "-q", "--verify", &format!("{tip}:{path}")])?.out;
        if incoming == sent {
            fs::remove_file(&full).map_err(fault)?;
        } else {
            let (stem, ending) = path.rsplit_once('.').unwrap_or((path, "json"));
            let free = (1..1000)
                .map(|number| format!("{stem} ({number}).{ending}"))
                .find(|name| !self.top.join(name).exists());
            let free = free.unwrap_or_else(|| format!("{stem} (copy).{ending}"));
            fs::rename(&full, self.top.join(&free)).map_err(fault)?;
            notes.push(format!("{path} was changed here and by others: the version from here is kept as {free}"));
        }
        if self.git.run(&["ls-files", "--error-unmatch", "--", &literal(path)])?.ok {
            self.git.must(&["checkout", "-q", "HEAD", "--", &literal(path)])?;
        }
        Ok(())
    }

    /// Why what the others have sent cannot be merged; what is in its way by name, as it is seen from the corpus.
    fn unmergeable(&self, said: &GitOutput) -> Error {
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
        said.failure(
            format!("what the others have sent cannot be merged: {}{colon}{names}", said.complaint()),
            "Look at it with git in that folder; nothing here was changed.",
        )
    }
}

fn of_annotations() -> Error {
    Error::git(
        "that repository holds annotations alone, readers' folders at its top: it cannot take texts any more",
        "Hand the texts out as files, or through another repository (git remote set-url origin ADDRESS), of which readers make a new \
         folder.",
    )
}
