//! The repository that a corpus' annotations lie in: found or made, mended after an interruption, and the steps of a sync
//! in it, a function each.
//!
//! It is the repository of the whole corpus where the corpus is the top of one, else one of its own in `annotations/`. Every
//! command is bounded to `annotations/` by its paths.

use super::difference::Difference;
use super::git::{Git, Said};
use super::order::Order;
use super::rules;
use crate::annotation::person::parse_reader;
use crate::annotation::{Reader, Sidecar, parse_sidecar_name};
use crate::store::fs::error::{Error, Result};
use crate::store::sidecar::annotations::Annotations;
use crate::store::transport::presence::PLACE;
use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

/// Present while a sync is at work, and the list of what it commits; what it finds at its start was left by one that was
/// killed.
const MARKER: &str = "postil-sync";
/// What git says where somebody else has pushed meanwhile.
const OVERTAKEN: &[&str] = &[
    "non-fast-forward",
    "fetch first",
    "cannot lock ref",
    "failed to update ref",
    "stale info",
    "incorrect old value",
];
/// How long a lock that a killed sync may have left is waited for: its git may still be ending.
const LOCK_WAIT: Duration = Duration::from_secs(10);
const LOCK_LOOK: Duration = Duration::from_millis(200);
/// How many files may stand in the way of one merge.
const MOST_OBSTACLES: usize = 50;
/// How many of them are named.
const MOST_NAMED: usize = 3;
/// Asks for the name of the tree that holds nothing.
const EMPTY_TREE: &[&str] = &["hash-object", "-t", "tree", "/dev/null"];

/// The repository of one corpus' annotations.
#[derive(Debug)]
pub(super) struct Repository {
    git: Git,
    /// The top of the working tree.
    top: PathBuf,
    /// git's own folder.
    own: PathBuf,
    /// The folder of annotations, from the top, with a slash at its end; empty where it is the top.
    inside: String,
    /// The reader's folder in it, and who they are.
    me: Option<(String, String)>,
    /// Ids under which the same reader has written before.
    former: Vec<String>,
    /// The device whose files this session writes.
    device: String,
}

/// What became of a push.
#[derive(Debug)]
pub(super) enum Pushed {
    Sent,
    /// Somebody else has sent something meanwhile, or is about to; in git's words.
    Overtaken(String),
    /// It cannot be sent now.
    Refused(Error),
}

/// The branch of the remote that is synced with.
#[derive(Debug)]
pub(super) struct Branch {
    name: String,
    /// Whether the remote has it already.
    there: bool,
}

impl Branch {
    fn tracking(&self) -> String {
        format!("refs/remotes/origin/{}", self.name)
    }
}

impl Repository {
    /// Finds the repository or makes one, and mends what an interrupted sync has left.
    pub fn open(annotations: &Annotations, order: &Order<'_>) -> Result<Self> {
        let folder = annotations.path();
        let corpus = folder.parent().map(Path::to_path_buf).unwrap_or_default();
        let top = [corpus, folder.clone()].into_iter().find(|folder| folder.join(".git").exists());
        let made = top.is_none();
        // A repository that is there may be for something else: it is one of ours once the rules lie in it.
        if !order.begin && (made || !folder.join(rules::FILE).exists()) {
            return Err(Error::git(
                "not set up here yet: postil sync --remote ADDRESS",
                "Once, in a shell, in this folder.",
            ));
        }
        let folder = annotations.make_written()?;
        let top = top.unwrap_or_else(|| folder.clone());
        let mut git = Git::at(&top, order.ask, order.stop);
        if made {
            git.must(&["-c", "init.defaultBranch=main", "init", "-q"])?;
        }
        git = named(git, order)?;
        let own = PathBuf::from(git.must(&["rev-parse", "--absolute-git-dir"])?);
        let inside = folder.strip_prefix(&top).map(|path| format!("{}/", path.display())).unwrap_or_default();
        let inside = inside.trim_start_matches('/').to_owned();
        // Before anything is merged or checked out.
        rules::hold(&top.join(git.must(&["rev-parse", "--git-path", "info/attributes"])?), &inside)?;
        let me = order.me.map(|me| (me.nickname.clone(), me.id.clone()));
        let device = annotations.device().unwrap_or_default().to_owned();
        let repository = Self { git, top, own, inside, me, former: order.former.to_vec(), device };
        repository.mend()?;
        Ok(repository)
    }

    fn nickname(&self) -> Option<&str> {
        self.me.as_ref().map(|(nickname, _)| nickname.as_str())
    }

    /// What a killed sync has left: locks, and a merge that was not ended.
    fn mend(&self) -> Result<()> {
        let marker = self.own.join(MARKER);
        if marker.exists() {
            self.await_locks();
            if self.is_merging() && !self.git.run(&["merge", "--abort"])?.ok {
                self.git.must(&["reset", "-q", "--merge"])?;
            }
        } else if self.is_merging() {
            let what =
                format!("a merge was begun with git in {} and is not ended", crate::store::fs::shown::shown(&self.top));
            return Err(Error::git(
                what,
                "End it (git commit) or give it up (git merge --abort) there, then sync again.",
            ));
        }
        fs::write(&marker, "").map_err(|error| Error::io("write", marker, error))
    }

    fn is_merging(&self) -> bool {
        self.own.join("MERGE_HEAD").exists()
    }

    /// Waits until the git of a killed sync has ended, and then takes away the locks it has left.
    fn await_locks(&self) {
        let mut waited = Duration::ZERO;
        while !self.locks().is_empty() && waited < LOCK_WAIT {
            thread::sleep(LOCK_LOOK);
            waited += LOCK_LOOK;
        }
        for lock in self.locks() {
            let _ = fs::remove_file(lock);
        }
    }

    /// Lock files of git: beside the index and the heads, and below the references.
    fn locks(&self) -> Vec<PathBuf> {
        let (mut found, mut pending) = (Vec::new(), vec![(self.own.clone(), 0)]);
        while let Some((folder, depth)) = pending.pop() {
            for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
                let (path, is_folder) = (entry.path(), entry.file_type().is_ok_and(|kind| kind.is_dir()));
                let wanted = depth > 0 || path.ends_with("refs");
                if is_folder && wanted && depth < 8 {
                    pending.push((path, depth + 1));
                } else if !is_folder && path.extension() == Some(OsStr::new("lock")) {
                    found.push(path);
                }
            }
        }
        found
    }

    /// Commits one's own files and the merge rules, and nothing else; how many of one's own have changed.
    ///
    /// A file of one's own that is missing is brought back, and one that can no longer be read whole is not sent: a fault
    /// here must not reach the sound copies elsewhere.
    pub fn keep(&self, notes: &mut Vec<String>) -> Result<usize> {
        rules::send_along(&self.top.join(&self.inside))?;
        let rules = format!("{}{}", self.inside, rules::FILE);
        let mut changed = self.changed(&rules)?;
        for path in changed.extract_if(.., |path| !self.is_sound(path)) {
            notes.push(self.withhold(&path)?);
        }
        if changed.is_empty() {
            return Ok(0);
        }
        let list = self.own.join(MARKER);
        fs::write(&list, changed.join("\0")).map_err(|error| Error::io("write", &list, error))?;
        let from = format!("--pathspec-from-file={}", list.display());
        let those = [from.as_str(), "--pathspec-file-nul"];
        self.git.must(&[&["--literal-pathspecs", "add", "-f"], &those[..]].concat())?;
        let kept = changed.iter().filter(|name| **name != rules).count();
        let message = format!("postil: {kept} files of {}", self.nickname().unwrap_or("nobody"));
        let commit = ["--literal-pathspecs", "commit", "-q", "--no-verify", "-m", &message, "--only"];
        self.git.must(&[&commit[..], &those].concat())?;
        Ok(kept)
    }

    /// Whether a file is there, and one that others can read.
    fn is_sound(&self, path: &str) -> bool {
        let Ok(bytes) = fs::read(self.top.join(path)) else { return false };
        if parse_sidecar_name(path).is_none() {
            return true;
        }
        let text = String::from_utf8_lossy(&bytes);
        let sidecar = Sidecar::parse(&text);
        sidecar.faults().is_empty() && sidecar.records().next().is_some()
    }

    /// Leaves a file out, in words; one that is missing is brought back from what was sent last.
    fn withhold(&self, path: &str) -> Result<String> {
        let shown = crate::text::visible::line(path);
        if self.top.join(path).exists() {
            return Ok(format!("{shown} is damaged and was not sent: postil check --repair mends it"));
        }
        let back = self.git.run(&["checkout", "-q", "HEAD", "--", &literal(path)])?.ok;
        let what = if back { "was missing and is back, as it was sent last" } else { "is missing and was not sent" };
        Ok(format!("{shown} {what}"))
    }

    /// One's own files, and the merge rules, that are not committed as they are, from the top.
    fn changed(&self, rules: &str) -> Result<Vec<String>> {
        let mine = self.nickname().map(|me| format!("{}{me}", self.inside));
        let paths: Vec<&str> = [Some(rules), mine.as_deref()].into_iter().flatten().collect();
        let in_folder = ["--literal-pathspecs", "ls-files", "-z", "--others", "--modified", "--deleted", "--"];
        let in_index = ["--literal-pathspecs", "diff", "--cached", "--name-only", "-z", "--"];
        let mut changed = Vec::new();
        for question in [&in_folder[..], &in_index] {
            let names = self.git.must(&[question, &paths].concat())?;
            changed.extend(names.split('\0').filter(|name| is_sent(name)).map(str::to_owned));
        }
        changed.sort_unstable();
        changed.dedup();
        Ok(changed)
    }

    /// Whether there is a remote; the one that is asked for is set where there is none.
    pub fn has_remote(&self, wanted: Option<&str>) -> Result<bool> {
        let set = self.git.ask(&["remote", "get-url", "origin"])?;
        match (set, wanted) {
            // One that has never answered was mistyped.
            (Some(set), Some(wanted)) if set != wanted && !self.has_fetched()? => {
                self.git.must(&["remote", "set-url", "--", "origin", wanted])?;
                Ok(true)
            }
            (Some(set), Some(wanted)) if set != wanted => {
                let what = format!("this folder is synced with {set} already, not with {wanted}");
                Err(Error::git(what, "To change it: git remote set-url origin ADDRESS, in that folder."))
            }
            (Some(_), _) => Ok(true),
            (None, Some(wanted)) => {
                self.git.must(&["remote", "add", "--", "origin", wanted])?;
                Ok(true)
            }
            (None, None) => Ok(false),
        }
    }

    fn has_fetched(&self) -> Result<bool> {
        Ok(!self.git.must(&["for-each-ref", "--count=1", "refs/remotes/origin"])?.is_empty())
    }

    /// Asks the remote; the branch to sync with, or why it does not answer.
    pub fn fetch(&self) -> Result<std::result::Result<Branch, Error>> {
        let said = self.git.run(&["fetch", "-q", "--no-tags", "--prune", "origin"])?;
        if !said.ok {
            return Ok(Err(unreachable(&said)));
        }
        let Some(current) = self.git.ask(&["symbolic-ref", "-q", "--short", "HEAD"])? else {
            let what = format!("no branch is checked out in {}", crate::store::fs::shown::shown(&self.top));
            return Err(Error::git(what, "Check out the branch that is shared (git switch main), then sync again."));
        };
        let has = |name: &str| self.git.ask(&["rev-parse", "-q", "--verify", &format!("refs/remotes/origin/{name}")]);
        if has(&current)?.is_some() {
            return Ok(Ok(Branch { name: current, there: true }));
        }
        let default = self.git.ask(&["ls-remote", "--symref", "origin", "HEAD"])?.unwrap_or_default();
        let default = default.strip_prefix("ref: refs/heads/").and_then(|rest| rest.split('\t').next());
        match default {
            Some(name) if has(name)?.is_some() => Ok(Ok(Branch { name: name.to_owned(), there: true })),
            _ => Ok(Ok(Branch { name: current, there: false })),
        }
    }

    /// Merges what the remote has; what it brought.
    pub fn merge(&self, theirs: &Branch, notes: &mut Vec<String>) -> Result<Difference> {
        if !theirs.there {
            return Ok(Difference::default());
        }
        self.refuse_corpus_in_annotations(theirs)?;
        self.refuse_namesake(theirs)?;
        let before = self.git.must(&["rev-parse", "HEAD"])?;
        for _ in 0..MOST_OBSTACLES {
            let said = self.try_merge(theirs)?;
            if said.ok || self.resolve()? {
                self.put_back(&before, notes)?;
                return self.brought(&before);
            }
            if !self.clear_the_way(&said, theirs, notes)? {
                return Err(self.unmergeable(&said));
            }
        }
        Err(Error::git(
            "too many files stand in the way of what the others have sent",
            "Commit or move them, then sync.",
        ))
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
        if said.says(&["would lose untracked files"]) {
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

    fn try_merge(&self, theirs: &Branch) -> Result<Said> {
        let tracking = theirs.tracking();
        let mut args = vec!["merge", "-q", "--no-edit", "--no-verify", "-m", "postil: from the others"];
        // Two who each began a repository of annotations have no common beginning; a corpus has one.
        if self.inside.is_empty() {
            args.push("--allow-unrelated-histories");
        }
        args.push(&tracking);
        self.git.run(&args)
    }

    /// A repository of texts and annotations must not be unpacked into the folder of annotations.
    fn refuse_corpus_in_annotations(&self, theirs: &Branch) -> Result<()> {
        let holds = || self.git.ask(&["cat-file", "-e", &format!("{}:annotations", theirs.tracking())]);
        if self.inside.is_empty() && holds()?.is_some() {
            return Err(Error::git(
                "that repository holds the texts as well, and this folder is not a clone of it",
                "Make a new folder of it: postil sync --remote ADDRESS NEW-FOLDER; copy your annotations/NAME into it.",
            ));
        }
        Ok(())
    }

    /// Two readers, or one on two devices who has begun on both, must not write under one name: one's notes would count as
    /// quoted by the other.
    fn refuse_namesake(&self, theirs: &Branch) -> Result<()> {
        let Some((there, _)) = self.namesake(theirs)? else { return Ok(()) };
        let nickname = self.nickname().unwrap_or_default();
        let name = crate::text::visible::line(&there.name);
        Err(Error::git(
            format!("“{nickname}” is {name} there; if that is you: postil sync --join"),
            "Nothing was sent. It is another reader, or you on another device. If it is not you: move your folder in `annotations` \
             away and remove reader.json from the state folder (`postil config` names it); you are asked for another name then.",
        ))
    }

    /// Somebody else there who goes by the own name, and their `reader.json`.
    pub fn namesake(&self, theirs: &Branch) -> Result<Option<(Reader, String)>> {
        let Some((nickname, id)) = self.me.as_ref().filter(|_| theirs.there) else { return Ok(None) };
        let there = format!("{}:{}{nickname}/reader.json", theirs.tracking(), self.inside);
        let there = self.git.ask(&["cat-file", "blob", &there])?.and_then(|text| Some((parse_reader(&text)?, text)));
        Ok(there.filter(|(reader, _)| reader.id != *id && !self.former.contains(&reader.id)))
    }

    /// The names of a namesake's sidecars, and the day of the last change.
    pub fn belongings(&self, theirs: &Branch) -> Result<(Vec<String>, String)> {
        let folder = format!("{}{}/", self.inside, self.nickname().unwrap_or_default());
        let listed = ["ls-tree", "-r", "-z", "--name-only", &theirs.tracking(), "--", &folder];
        let names = self.git.must(&listed)?;
        let inside = |name: &str| name.strip_prefix(&folder).map(str::to_owned);
        let names = names.split('\0').filter_map(inside).filter(|name| parse_sidecar_name(name).is_some()).collect();
        let last = self.git.must(&["log", "-1", "--format=%cs", &theirs.tracking(), "--", &literal(&folder)])?;
        Ok((names, last))
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
    fn clear_the_way(&self, said: &Said, theirs: &Branch, notes: &mut Vec<String>) -> Result<bool> {
        if !said.says(&["would be overwritten by merge"]) {
            return Ok(false);
        }
        let (inside, outside): (Vec<&str>, Vec<&str>) = said.paths().partition(|path| path.starts_with(&self.inside));
        if let Some(path) = outside.first() {
            let what = format!("{} was changed here and by others", crate::text::visible::line(path));
            return Err(Error::git(what, "Commit or undo your change to it with git, then sync again."));
        }
        let mine = self.nickname().map(|me| format!("{}{me}/", self.inside));
        for path in &inside {
            if mine.as_ref().is_some_and(|mine| path.starts_with(mine.as_str())) {
                self.keep(notes)?;
            } else {
                self.step_aside(path, theirs, notes)?;
            }
        }
        Ok(!inside.is_empty())
    }

    fn step_aside(&self, path: &str, theirs: &Branch, notes: &mut Vec<String>) -> Result<()> {
        let full = self.top.join(path);
        let fault = |error| Error::io("move aside", &full, error);
        let incoming = self.git.run(&["hash-object", "--", path])?.out;
        let sent = self.git.run(&["rev-parse", "-q", "--verify", &format!("{}:{path}", theirs.tracking())])?.out;
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

    /// Puts back what others have removed from one's own folder, or changed in the files of this device: nobody but this
    /// reader, on this device, writes them.
    fn put_back(&self, before: &str, notes: &mut Vec<String>) -> Result<()> {
        let Some(mine) = self.nickname().map(|me| format!("{}{me}", self.inside)) else { return Ok(()) };
        let diff = ["--literal-pathspecs", "diff", "--name-status", "--no-renames", "-z", before, "HEAD", "--", &mine];
        let changed = self.git.must(&diff)?;
        let fields: Vec<&str> = changed.split('\0').collect();
        let taken = |pair: &&[&str]| match pair {
            ["D", path] => is_sent(path),
            ["M", path] => path.ends_with(&format!("@{}.json", self.device)),
            _ => false,
        };
        let taken: Vec<&str> = fields.chunks_exact(2).filter(taken).map(|pair| pair[1]).collect();
        if taken.is_empty() {
            return Ok(());
        }
        for path in &taken {
            self.git.must(&["checkout", "-q", before, "--", &literal(path)])?;
        }
        self.keep(notes)?;
        let count = taken.len();
        notes.push(format!(
            "others had removed or changed {count} of your files: they are as you left them, and sent again"
        ));
        Ok(())
    }

    /// What the annotations now have over what was here before.
    fn brought(&self, before: &str) -> Result<Difference> {
        let folder = if self.inside.is_empty() { "." } else { self.inside.as_str() };
        self.difference(before, folder)
    }

    /// What one's own folder has over what the remote has.
    pub fn unsent(&self, theirs: &Branch) -> Result<Difference> {
        let Some(mine) = self.nickname().map(|me| format!("{}{me}", self.inside)) else {
            return Ok(Difference::default());
        };
        let from = if theirs.there { theirs.tracking() } else { self.git.must(EMPTY_TREE)? };
        self.difference(&from, &literal(&mine))
    }

    fn difference(&self, from: &str, folder: &str) -> Result<Difference> {
        let question =
            ["diff", "--raw", "--numstat", "--no-renames", "--no-ext-diff", "-z", from, "HEAD", "--", folder];
        Ok(Difference::parse(&self.git.must(&question)?, &self.inside))
    }

    /// Whether there is something that the remote has not.
    pub fn is_ahead(&self, theirs: &Branch) -> Result<bool> {
        if !theirs.there {
            return Ok(true);
        }
        let ahead = self.git.must(&["rev-list", "--count", &format!("{}..HEAD", theirs.tracking())])?;
        Ok(ahead != "0")
    }

    /// Sends what is here.
    pub fn push(&self, theirs: &Branch) -> Result<Pushed> {
        let said = self.git.run(&["push", "-q", "origin", &format!("HEAD:refs/heads/{}", theirs.name)])?;
        if said.ok {
            return Ok(Pushed::Sent);
        }
        if said.says(OVERTAKEN) {
            return Ok(Pushed::Overtaken(said.complaint()));
        }
        Ok(Pushed::Refused(unreachable(&said)))
    }
}

/// A path as git is to take it: no character in it means anything else.
fn literal(path: &str) -> String {
    format!(":(literal){path}")
}

/// Whether a file in a reader's folder is of use to others elsewhere: not a temporary one, nor the copy of a damaged one,
/// nor the place that somebody who leads shows to those who sit there now.
fn is_sent(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    !name.is_empty() && !name.starts_with(".postil-") && !name.contains(".damaged-") && name != PLACE
}

/// However a sync ends, short of being killed, it leaves nothing to mend.
impl Drop for Repository {
    fn drop(&mut self) {
        // A marker that stays costs the next sync a look.
        let _ = fs::remove_file(self.own.join(MARKER));
    }
}

/// The git of somebody who has told git no name yet commits under the reader's; and ssh is run as the settings say, where
/// they do.
fn named(git: Git, order: &Order<'_>) -> Result<Git> {
    let (name, nickname) = order.me.map_or(("postil", "postil"), |me| (me.name.as_str(), me.nickname.as_str()));
    let name = if name.trim().is_empty() { nickname } else { name };
    let settings = ["config", "--get-regexp", r"^(user\.name|user\.email|core\.sshcommand)$"];
    let settings = git.ask(&settings)?.unwrap_or_default();
    let known = |key: &str| {
        settings.lines().any(|line| line.split_once(' ').is_some_and(|(name, value)| name == key && !value.is_empty()))
    };
    let git = git.with_own_ssh(known("core.sshcommand"));
    let git = if known("user.name") { git } else { git.with(format!("user.name={name}")) };
    Ok(if known("user.email") { git } else { git.with(format!("user.email={nickname}@postil.invalid")) })
}

/// Why a remote cannot be used, and what to do: git's words → ours.
pub(super) fn unreachable(said: &Said) -> Error {
    const REASONS: &[(&[&str], &str, &str)] = &[
        (
            &[
                "Could not resolve host",
                "Network is unreachable",
                "No route to host",
                "Connection refused",
                "timed out",
                "Connection reset",
                "Temporary failure in name resolution",
            ],
            "there is no line to it",
            "Sync again when there is one.",
        ),
        (
            &[
                "Permission denied (",
                "Authentication failed",
                "could not read Username",
                "could not read Password",
                "terminal prompts disabled",
                "Host key verification failed",
                "Permission denied, please try again",
            ],
            "it wants a password: run `postil sync` in a shell",
            "There it can ask; or set up a key that needs none (ssh-agent, a credential helper).",
        ),
        (
            &["dubious ownership"],
            "git does not trust the folder, because another user owns it",
            "If you do: git config --global --add safe.directory ADDRESS.",
        ),
        (
            &["does not appear to be a git repository", "repository", "not found"],
            "there is no repository at its address",
            "Check the address (git remote -v); the leader makes one with: git init --bare --shared=group FOLDER.",
        ),
        (
            &[
                "unable to write",
                "insufficient permission",
                "Permission denied",
                "No space left",
                "read-only",
                "unpacker error",
            ],
            "it cannot be written to",
            "Ask its owner for write permission (a shared group), or for space.",
        ),
    ];
    let known = REASONS.iter().find(|(signs, ..)| said.says(signs));
    match known {
        Some((_, cause, remedy)) => Error::git(format!("{cause} ({})", said.complaint()), remedy),
        None => Error::git(said.complaint(), "Look at it with git in that folder; what you wrote is on this machine."),
    }
}
