//! What has come in is taken into the folder: the branch here goes forward to it, or over to it where the history there was
//! begun anew and nothing here is the user's own; where the user has commits there that are nobody else's, the two are
//! merged here, and that merge is never sent. What stands in the way of it, and gives it, stands in `giving_way.rs`.

use super::difference::Difference;
use super::git::GitOutput;
use super::giving_way_unnamed::HandedOut;
use super::layout;
use super::one_folder::{EMPTY_TREE, TreeEntry};
use super::outcome::{handed_out, handed_out_no_more};
use super::repository::Repository;
use super::rules;
use crate::store::fs::error::{Error, Result};
use std::collections::{BTreeSet, HashSet};

/// No sparse checkout: it would take one's own files out of the folder.
pub(super) const WHOLE: &str = "core.sparseCheckout=false";
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
        let texts = self.bring(tip, way, notes)?;
        let (here, gone): (Vec<String>, Vec<String>) = texts.into_iter().partition(|path| self.is_here(path));
        let told = gone.into_iter().filter(|path| !notes.iter().any(|note| tells_of(note, path)));
        let gone: Vec<String> = told.collect();
        notes.extend(handed_out(&here).into_iter().chain(handed_out_no_more(&gone)));
        self.unhide()?;
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
        let gone: Vec<&str> = changed.iter().copied().filter(|path| self.gone_copy(path).is_some()).collect();
        self.git.must_each(&["update-index", "--force-remove"], &gone)?;
        let mut there = self.entries_at(&commit, &mine)?;
        there.retain(|entry| changed.contains(entry.path().as_str()));
        self.git.stage_entries(&there)
    }

    /// Whether there is a file at a path of the corpus.
    fn is_here(&self, path: &str) -> bool {
        self.top.join(self.corpus().unwrap_or_default()).join(path).symlink_metadata().is_ok()
    }

    /// The texts and the plan that a commit brings or takes away, by their paths in the corpus: others than what the branch here was made of.
    fn handed_out(&self, tip: &str, way: Way) -> Result<HandedOut> {
        let Some(corpus) = self.corpus() else { return Ok(HandedOut::default()) };
        let range = match (way, self.head()?) {
            (Way::Join, _) => return Ok(HandedOut::default()),
            (_, None) => vec![self.git.must(EMPTY_TREE)?, tip.to_owned()],
            (Way::Switch, Some(head)) => vec![head, tip.to_owned()],
            (Way::Merge, Some(head)) => vec![format!("{head}...{tip}")],
        };
        let (folder, except) =
            (if corpus.is_empty() { "." } else { corpus }, format!(":(exclude,literal){}", self.inside));
        let mut question = vec!["diff", "--name-only", "--no-renames", "--no-ext-diff", "-z"];
        question.extend(range.iter().map(String::as_str));
        question.extend(["--", folder, &except]);
        Ok(HandedOut::of(&self.git.bytes(&question, None)?, corpus))
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

    /// Brings the branch to a commit; the texts and the plan that came with it.
    fn bring(&self, tip: &str, way: Way, notes: &mut Vec<String>) -> Result<Vec<String>> {
        let HandedOut { texts: handed_out, unnamed } = self.handed_out(tip, way)?;
        self.make_way(&handed_out, tip, notes)?;
        self.make_way_unnamed(&unnamed, notes)?;
        self.mark(&self.object(&format!("{tip}^{{commit}}"))?.unwrap_or_default())?;
        for _ in 0..MOST_OBSTACLES {
            let said = match way {
                Way::Merge => self.try_merge(tip, false)?,
                Way::Join => self.try_merge(tip, true)?,
                Way::Switch => self.try_switch(tip)?,
            };
            if said.ok || self.resolve(notes)? {
                return Ok(handed_out);
            }
            if !self.clear_the_way(&said, &handed_out, tip, notes)? {
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

    /// Why what the others have sent cannot be merged; what is in its way by name, as it is seen from the corpus.
    fn unmergeable(&self, said: &GitOutput) -> Error {
        if let Some(held) = self.held_index() {
            return held;
        }
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
                "Move that folder away, sync, and put it back under another name.",
            );
        }
        let colon = if names.is_empty() { "" } else { " " };
        said.failure(
            format!("what the others have sent cannot be merged: {}{colon}{names}", said.complaint()),
            "Look at it with git in that folder.",
        )
    }
}

/// Whether what is said already is about that file.
fn tells_of(note: &str, path: &str) -> bool {
    note.strip_prefix(&*crate::text::visible::line(path)).is_some_and(|rest| rest.starts_with(" is "))
}

fn of_annotations() -> Error {
    Error::git(
        "that repository holds annotations alone, readers' folders at its top: it cannot take texts any more",
        "Hand the texts out as files, or through another repository (git remote set-url origin ADDRESS), of which readers make a new \
         folder.",
    )
}
