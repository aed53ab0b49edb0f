//! What is sent: a commit that is made of what the remote has, and of one's own folder; whatever else stands in the user's
//! branch, index or folder can therefore not be in it. It is made in an index of its own, and moves no branch here.
//!
//! Before that the own folder is made whole: what was kept or sent before and is missing is put back, because a line that is
//! not there never means that something was deleted. Each state that was kept is in git's history under [`KEPT`].

use super::difference::Difference;
use super::failures::unreachable;
use super::one_folder::{EMPTY_TREE, TreeEntry};
use super::own_files::{is_sent, is_whole, put_back, restore};
use super::repository::{Branch, Repository, is_of_another_format, literal};
use super::rules;
use crate::annotation::{ReaderId, Sidecar, parse_sidecar_name};
use crate::store::fs::error::{Error, Result};
use crate::store::sidecar::annotations::Annotations;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;

/// Where the states of one's own folder are kept: no branch, so that nothing but this program moves or sends it.
const KEPT: &str = "refs/postil/kept";
/// Asks for the files alone in which something encrypted, or taken back, has come or gone.
const UNSEEN: &str = "-Gapplication/vnd\\.age|as:Tombstone";
/// What git says where somebody else has pushed meanwhile.
const OVERTAKEN: &[&[&str]] = &[
    &["non-fast-forward"],
    &["fetch first"],
    &["cannot lock ref"],
    &["failed to update ref"],
    &["stale info"],
    &["incorrect old value"],
];

/// What became of a push.
#[derive(Debug)]
pub(super) enum Pushed {
    Sent,
    /// Somebody else has sent something meanwhile, or is about to; in git's words.
    Overtaken(String),
    /// It cannot be sent now.
    Refused(Error),
}

/// A tree that holds one's own folder as it is here, and how it came about.
#[derive(Debug)]
pub(super) struct Tree {
    /// The tree.
    pub id: String,
    /// The files of one's own, from the top, that are new or other than in what it was made on.
    pub changed: Vec<String>,
    /// Those that can no longer be read whole and were left out, or as they were.
    pub unsound: Vec<String>,
}

impl Repository {
    /// Puts back what was kept or sent before and is missing from one's own folder: whole files, and records of a file that
    /// is there. What is not there any more in any of these versions was never kept. `theirs` is the remote's commit.
    pub fn restore(&self, annotations: &Annotations, theirs: Option<&str>, notes: &mut Vec<String>) -> Result<()> {
        let Some(mine) = self.mine() else { return Ok(()) };
        let untouched = self.untouched(&mine)?;
        let mut back = BTreeMap::<String, usize>::new();
        for (version, is_theirs) in [(Some(KEPT), false), (Some("HEAD"), false), (theirs, true)] {
            let Some(version) = version.filter(|name| self.object(name).is_ok_and(|there| there.is_some())) else {
                continue;
            };
            for path in self.compared(version, &mine)?.unlike {
                if let Some((original, records)) = self.unite_from(annotations, version, &path)? {
                    *back.entry(original).or_default() += records;
                    continue;
                }
                let is_there = self.top.join(&path).symlink_metadata().is_ok();
                // What another device has sent meanwhile is not missing here; it comes in.
                if is_theirs && (!is_there || untouched.contains(&path)) && !(is_there && self.is_of_this_device(&path))
                {
                    continue;
                }
                let Some(records) = self.restore_from(annotations, version, &path)? else { continue };
                if records == 0 && !is_there {
                    notes.extend(put_back(&[(path, 0)]));
                } else if records > 0 {
                    *back.entry(path).or_default() += records;
                }
            }
        }
        back.retain(|_, records| *records > 0);
        notes.extend(put_back(&back.into_iter().collect::<Vec<_>>()));
        Ok(())
    }

    /// Puts back what an earlier version of a file has: how many records; none where nothing is to be done.
    fn restore_from(&self, annotations: &Annotations, version: &str, path: &str) -> Result<Option<usize>> {
        let Some((nickname, id)) = &self.me else { return Ok(None) };
        let said = self.git.run(&["cat-file", "blob", &format!("{version}:{path}")])?;
        let inside = path.strip_prefix(&format!("{}{nickname}/", self.inside)).unwrap_or_default();
        if !said.ok || inside.is_empty() || !is_sent(path) {
            return Ok(None);
        }
        restore(annotations, (nickname, id, &self.former), inside, &said.out)
    }

    /// The files of one's own folder that are as the branch here has them.
    fn untouched(&self, mine: &str) -> Result<HashSet<String>> {
        if self.head()?.is_none() {
            return Ok(HashSet::new());
        }
        Ok(self.compared("HEAD", mine)?.same().map(TreeEntry::path).collect())
    }

    /// A tree that has what `base` has, and one's own folder as it is here; with the merge rules where they are asked for and
    /// it has none. Nothing of `base` is ever missing from it. A file of one's own that is as the branch here has it stays as
    /// `base` has it: another device has gone on with it.
    pub fn tree_on(&self, base: Option<&str>, with_rules: bool) -> Result<Tree> {
        let (changed, unsound) =
            self.mine().map_or_else(|| Ok(Default::default()), |mine| self.changed(&mine, base))?;
        let rules = format!("{}{}", self.inside, rules::FILE);
        let mut paths: Vec<&str> = changed.iter().map(String::as_str).collect();
        let has_rules = || base.map_or(Ok(None), |base| self.object(&format!("{base}:{rules}")));
        if with_rules && has_rules()?.is_none() {
            rules::send_along(&self.top.join(&self.inside))?;
            paths.push(&rules);
        }
        Ok(Tree { id: self.tree_with(base, &paths)?, changed, unsound })
    }

    /// The files of one's own that are new or other than in `base`, or copies there that were taken into another: those that can be
    /// read whole, and those that cannot.
    fn changed(&self, mine: &str, base: Option<&str>) -> Result<(Vec<String>, Vec<String>)> {
        let untouched = self.untouched(mine)?;
        let (git, held) = self.index_of(base, mine)?;
        let held: HashSet<String> = held.iter().map(TreeEntry::path).collect();
        let mut taken_in = Vec::new();
        for path in &held {
            taken_in.extend(self.is_taken_in(base, path)?.then(|| path.clone()));
        }
        let question = ["--literal-pathspecs", "ls-files", "-z", "--others", "--modified", "--", mine];
        let found: BTreeSet<String> = git.names(&question)?.into_iter().filter(|path| is_sent(path)).collect();
        let is_newer_there =
            |path: &String| held.contains(path) && untouched.contains(path) && !self.is_of_this_device(path);
        let found = found.into_iter().filter(|path| !is_newer_there(path));
        let files = found.filter(|path| self.top.join(path).symlink_metadata().is_ok_and(|it| it.is_file()));
        let (sound, unsound): (Vec<String>, Vec<String>) = files.partition(|path| self.is_sound(path));
        Ok((sound.into_iter().chain(taken_in).collect(), unsound))
    }

    /// Whether a file is there, and one that others can read.
    fn is_sound(&self, path: &str) -> bool {
        let Ok(bytes) = fs::read(self.top.join(path)) else { return false };
        parse_sidecar_name(path).is_none() || is_whole(&Sidecar::parse(&String::from_utf8_lossy(&bytes)))
    }

    /// Keeps the state of one's own folder in git's history, where it is new; how many files have changed.
    pub fn keep(&self, notes: &mut Vec<String>) -> Result<usize> {
        let kept = self.object(KEPT)?;
        let base = kept.clone().map_or_else(|| self.head(), |kept| Ok(Some(kept)))?;
        let tree = self.tree_on(base.as_deref(), false)?;
        notes.extend(tree.unsound.iter().map(|path| {
            let path = crate::text::visible::line(path);
            format!("{path} is damaged and was not sent: postil check --repair mends it")
        }));
        if tree.changed.is_empty() {
            return Ok(0);
        }
        let commit = self.commit(&tree, kept.as_deref())?;
        self.git.must(&["update-ref", KEPT, &commit])?;
        // What has come from another device of the reader's is kept too, and no change of this one.
        let untouched = self.mine().map_or_else(|| Ok(HashSet::new()), |mine| self.untouched(&mine))?;
        Ok(tree.changed.iter().filter(|path| !untouched.contains(*path)).count())
    }

    pub(super) fn commit(&self, tree: &Tree, parent: Option<&str>) -> Result<String> {
        let message = format!("postil: {} files of {}", tree.changed.len(), self.nickname().unwrap_or("nobody"));
        let mut args = vec!["commit-tree", tree.id.as_str(), "-m", message.as_str()];
        args.extend(parent.iter().flat_map(|parent| ["-p", *parent]));
        self.git.must(&args)
    }

    /// Why nothing can be sent to a remote that is empty: texts are committed here, and they are not this program's to send.
    /// A history that began without them could not take them in later either.
    pub fn awaits_texts(&self, theirs: &Branch) -> Result<Option<Error>> {
        if theirs.tip.is_some() || self.inside.is_empty() || self.head()?.is_none() {
            return Ok(None);
        }
        let (name, top) = (crate::text::visible::line(&theirs.name), crate::text::shown(&self.top));
        Ok(Some(Error::git(
            "the repository at its address is empty, and only your own folder is ever sent",
            format!("Whoever leads sends the texts first, once: git push origin {name}, in {top}; then sync again."),
        )))
    }

    /// The commit to be sent: on what the remote has, one's own folder as it is here. None where it has that already.
    pub fn to_send(&self, theirs: &Branch, notes: &mut Vec<String>) -> Result<Option<String>> {
        if self.me.is_none() {
            return Ok(None);
        }
        let tree = self.tree_on(theirs.tip.as_deref(), true)?;
        // A history that is begun with nothing would only stand in the way of the texts.
        if theirs.tip.is_none() && tree.changed.is_empty() {
            return Ok(None);
        }
        if let Some(base) = &theirs.tip
            && self.object(&format!("{base}^{{tree}}"))?.as_ref() == Some(&tree.id)
        {
            return Ok(None);
        }
        notes.extend(self.removed_by_others(theirs, &tree)?);
        self.commit(&tree, theirs.tip.as_deref()).map(Some)
    }

    /// What others have removed from one's own folder since it was looked at last, or changed in the files of this device,
    /// and is sent again, in words.
    fn removed_by_others(&self, theirs: &Branch, tree: &Tree) -> Result<Option<String>> {
        let (Some(before), Some(tip), Some(mine)) = (&theirs.before, &theirs.tip, self.mine()) else { return Ok(None) };
        let question = [
            "--literal-pathspecs",
            "diff",
            "--name-status",
            "--no-renames",
            "--no-ext-diff",
            "-z",
            before,
            tip,
            "--",
            &mine,
        ];
        let fields = self.git.names(&question)?;
        let taken = |pair: &&[String]| match pair {
            [how, path] if tree.changed.contains(path) => how == "D" || (how == "M" && self.is_of_this_device(path)),
            _ => false,
        };
        let count = fields.chunks_exact(2).filter(taken).count();
        let told =
            format!("others had removed or changed {count} of your files: all is as you left it, and sent again");
        Ok((count > 0).then_some(told))
    }

    /// What one's own folder has in a commit over what the remote has.
    pub fn unsent(&self, theirs: &Branch, commit: &str) -> Result<Difference> {
        let Some(mine) = self.mine() else { return Ok(Difference::default()) };
        let from = theirs.tip.clone().map_or_else(|| self.git.must(EMPTY_TREE), Ok)?;
        self.difference(&from, commit, &literal(&mine))
    }

    /// The reader's ids, this one and those before it.
    fn ids(&self) -> Vec<ReaderId> {
        self.me.iter().map(|(_, id)| id).chain(&self.former).cloned().collect()
    }

    pub(super) fn difference(&self, from: &str, to: &str, folder: &str) -> Result<Difference> {
        let question = ["diff", "--raw", "--numstat", "--no-renames", "--no-ext-diff", "-z", from, to, "--", folder];
        let difference = Difference::parse(&self.git.must(&question)?, &self.inside);
        if difference.readers().next().is_none() {
            return Ok(difference);
        }
        let question = [
            "diff",
            "-U0",
            "--no-color",
            "--no-textconv",
            "--no-renames",
            "--no-ext-diff",
            "--src-prefix=a/",
            "--dst-prefix=b/",
            UNSEEN,
            from,
            to,
            "--",
            folder,
        ];
        Ok(difference.without_unseen(&self.git.must(&question)?, &self.inside, &self.ids()))
    }

    /// Sends a commit that stands on what the remote has.
    pub fn push(&self, commit: &str, theirs: &Branch) -> Result<Pushed> {
        let refspec = format!("{commit}:refs/heads/{}", theirs.name);
        let said =
            self.git.run(&["push", "-q", "--no-signed", "--no-follow-tags", "--no-verify", "origin", &refspec])?;
        if said.ok {
            self.git.must(&["update-ref", &theirs.tracking(), commit])?;
            return Ok(Pushed::Sent);
        }
        if is_of_another_format(&said) && self.take_other_format()? {
            return Ok(Pushed::Overtaken(said.complaint()));
        }
        Ok(if said.says(OVERTAKEN) { Pushed::Overtaken(said.complaint()) } else { Pushed::Refused(unreachable(&said)) })
    }

    /// Whether sidecars lie here that no commit has: by whom, nobody has said.
    pub fn holds_unsent(&self) -> Result<bool> {
        let folder = if self.inside.is_empty() { "." } else { self.inside.as_str() };
        let question = ["--literal-pathspecs", "ls-files", "-z", "--others", "--modified", "--", folder];
        Ok(self.git.names(&question)?.iter().any(|path| parse_sidecar_name(path).is_some() && is_sent(path)))
    }
}
