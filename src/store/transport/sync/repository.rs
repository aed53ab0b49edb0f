//! The repository that a corpus' annotations lie in: found or made, mended after an interruption; the remote, and who is there.
//!
//! It is the repository that the corpus' texts belong to, where there is one (its top may lie above the corpus), else one of
//! its own in `annotations/`. What is sent is made in `sending.rs`, what comes in is taken in by `receiving.rs`.

use super::failures::unreachable;
use super::git::{Git, GitOutput, locked};
use super::layout;
use super::left_locks::{self, Pulse};
use super::order::Order;
use super::outcome::namesake_refused;
use super::rules;
use crate::annotation::person::parse_reader;
use crate::annotation::{Reader, ReaderId, parse_sidecar_name};
use crate::store::fs::error::{Error, Result};
use crate::store::fs::system;
use crate::store::sidecar::annotations::Annotations;
use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
};

/// Present while a sync is at work; one that is found at its start was left by one that was killed.
const MARKER: &str = "postil-sync";
/// Where git keeps the commit that is being merged.
const MERGE_HEAD: &str = "MERGE_HEAD";
/// The index in which is made what is sent; the user's own stays as it is.
const INDEX: &str = "postil-index";
/// Where a repository of annotations goes that keeps its history in another format than the remote.
const OTHER_FORMAT: &str = ".git-other-format";
/// What says in git's settings of a repository that its remote has answered.
const ANSWERED: &str = "postil.answered";
/// The repository of one corpus' annotations.
#[derive(Debug)]
pub(super) struct Repository {
    pub(super) git: Git,
    /// The top of the working tree.
    pub(super) top: PathBuf,
    /// git's own folder.
    own: PathBuf,
    /// The folder of annotations, from the top, with a slash at its end; empty where it is the top.
    pub(super) inside: String,
    /// The reader's folder in it, and who they are.
    pub(super) me: Option<(String, ReaderId)>,
    /// Ids under which the same reader has written before.
    pub(super) former: Vec<ReaderId>,
    /// The device whose files this session writes.
    pub(super) device: String,
    /// Says that a sync is at work, once what an earlier one has left is mended: until then the next one is to find that still.
    pulse: Option<Pulse>,
}

/// The branch of the remote that is synced with.
#[derive(Debug)]
pub(super) struct Branch {
    pub(super) name: String,
    /// The commit it is at; none where the remote has no such branch yet.
    pub(super) tip: Option<String>,
    /// The commit it was at when it was last seen from here.
    pub(super) before: Option<String>,
}

impl Branch {
    pub(super) fn tracking(&self) -> String {
        format!("refs/remotes/origin/{}", self.name)
    }
}

impl Repository {
    /// Finds the repository or makes one, and mends what an interrupted sync has left.
    pub fn open(annotations: &Annotations, order: &Order<'_>) -> Result<Self> {
        let folder = annotations.path();
        let corpus = folder.parent().map(Path::to_path_buf).unwrap_or_default();
        let holds_git = |folder: &&PathBuf| folder.join(".git").exists();
        if [&corpus, &folder].iter().all(holds_git) {
            layout::settle(&corpus, &folder, &|folder| Git::at(folder, order.ask, order.stop))?;
        }
        // That of the annotations, where there are both, has a history by itself.
        let there = [&folder, &corpus].into_iter().find(holds_git).cloned();
        let begun = is_begun(there.as_deref().unwrap_or(&corpus), &folder, order)?;
        let there = match there {
            Some(top) => Some(top),
            None => above(&corpus, order, begun)?,
        };
        if !order.begin && (there.is_none() || !begun) {
            return Err(Error::git(
                "not set up here yet: postil sync --remote ADDRESS",
                "Once, in a shell, in this folder.",
            ));
        }
        let folder = annotations.make_written()?;
        let top = there.clone().unwrap_or_else(|| folder.clone());
        let mut git = Git::at(&top, order.ask, order.stop);
        if there.is_none() {
            init(&git, None)?;
        }
        git = named(git, order)?;
        let own = PathBuf::from(git.must(&["rev-parse", "--absolute-git-dir"])?);
        let from_top = |folder: &Path| folder.strip_prefix(&top).map(|path| format!("{}/", path.display())).ok();
        let inside = from_top(&folder).or_else(|| from_top(&system::real(&folder).ok()?)).unwrap_or_default();
        let inside = inside.trim_start_matches('/').to_owned();
        let me = order.me.map(|me| (me.nickname.clone(), me.id.clone()));
        let device = annotations.device().unwrap_or_default().to_owned();
        let mut repository = Self { git, top, own, inside, me, former: order.former.to_vec(), device, pulse: None };
        // Before anything is merged or checked out.
        repository.hold_rules()?;
        repository.mend()?;
        repository.pulse = Some(Pulse::begin(&repository.own)?);
        repository.mark("")?;
        Ok(repository)
    }

    fn hold_rules(&self) -> Result<()> {
        rules::hold(&self.top.join(self.git.must(&["rev-parse", "--git-path", "info/attributes"])?), &self.inside)?;
        rules::exclude_places(&self.git, &self.top, &self.inside)
    }

    pub(super) fn nickname(&self) -> Option<&str> {
        self.me.as_ref().map(|(nickname, _)| nickname.as_str())
    }

    /// One's own folder, from the top.
    pub(super) fn mine(&self) -> Option<String> {
        self.nickname().map(|me| format!("{}{me}", self.inside))
    }

    /// The folder of the texts, from the top, with a slash at its end where it is not the top; none where there are
    /// annotations alone.
    pub(super) fn corpus(&self) -> Option<&str> {
        self.inside.strip_suffix("annotations/")
    }

    /// Whether a file in one's own folder is written by this device alone.
    pub(super) fn is_of_this_device(&self, path: &str) -> bool {
        path.ends_with(&format!("@{}.json", self.device))
    }

    pub(super) fn index(&self) -> PathBuf {
        self.own.join(INDEX)
    }

    /// The object that a name stands for; none where there is none.
    pub(super) fn object(&self, name: &str) -> Result<Option<String>> {
        self.git.ask(&["rev-parse", "-q", "--verify", "--end-of-options", name])
    }

    pub(super) fn head(&self) -> Result<Option<String>> {
        self.object("HEAD^{commit}")
    }

    /// What a killed sync has left: locks, and a merge that was not ended.
    fn mend(&self) -> Result<()> {
        let begun = fs::read_to_string(self.own.join(MARKER)).ok();
        if begun.is_some() {
            left_locks::clear(&self.own, &self.top, &|| self.locks());
        }
        if self.is_merging() {
            let merged = fs::read_to_string(self.own.join(MERGE_HEAD)).unwrap_or_default();
            if begun.as_deref().map(str::trim) != Some(merged.trim()) {
                let what = format!("a merge was begun with git in {} and is not ended", crate::text::shown(&self.top));
                return Err(Error::git(
                    what,
                    "End it (git commit) or give it up (git merge --abort) there, then sync again.",
                ));
            }
            if !self.git.run(&["merge", "--abort"])?.ok {
                self.git.must(&["reset", "-q", "--merge"])?;
            }
        }
        Ok(())
    }

    /// Notes in the repository that a sync is under way, and of which commit the merge is that it begins: one that the user has begun
    /// is not this program's to give up.
    pub(super) fn mark(&self, tip: &str) -> Result<()> {
        let marker = self.own.join(MARKER);
        fs::write(&marker, tip).map_err(|error| Error::io("write", marker, error))
    }

    pub(super) fn is_merging(&self) -> bool {
        self.own.join(MERGE_HEAD).exists()
    }

    /// What is to be told where another git holds the index, of which git says but that it cannot write it.
    pub(super) fn held_index(&self) -> Option<Error> {
        let lock = self.own.join("index.lock");
        lock.exists().then(|| locked(&crate::text::shown(&lock)))
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
        let holds_something = !self.git.must(&["for-each-ref", "--count=1", "refs/remotes/origin"])?.is_empty();
        Ok(holds_something || self.git.ask(&["config", "--local", "--get", ANSWERED])?.is_some())
    }

    /// Remembers that the remote has answered, where it has nothing yet by which that could be seen.
    pub fn answered(&self) -> Result<()> {
        self.git.must(&["config", "--local", ANSWERED, "true"]).map(drop)
    }

    /// Asks the remote; the branch to sync with, or why it does not answer.
    pub fn fetch(&self) -> Result<std::result::Result<Branch, Error>> {
        let before = self.git.must(&["for-each-ref", "--format=%(refname) %(objectname)", "refs/remotes/origin"])?;
        let mut said = self.ask_remote()?;
        if is_of_another_format(&said) && self.take_other_format()? {
            said = self.ask_remote()?;
        }
        if !said.ok {
            return Ok(Err(unreachable(&said)));
        }
        let Some(name) = self.shared_branch()? else {
            let top = crate::text::shown(&self.top);
            let what = format!("the remote does not say which branch is shared, and in {top} it is not checked out");
            return Err(Error::git(what, "Nothing was changed. Check it out (git switch BRANCH), then sync again."));
        };
        let mut branch = Branch { name, tip: None, before: None };
        let tracking = branch.tracking();
        branch.tip = self.object(&tracking)?;
        branch.before =
            before.lines().find_map(|line| line.strip_prefix(&tracking)?.strip_prefix(' ')).map(str::to_owned);
        Ok(Ok(branch))
    }

    fn ask_remote(&self) -> Result<GitOutput> {
        let all = "+refs/heads/*:refs/remotes/origin/*";
        self.git.run(&["fetch", "-q", "--no-tags", "--prune", "origin", all])
    }

    /// The branch that is checked out, where the remote has it; else the one that the remote is at; else the only one it has,
    /// which is what a server whose git begins with another name leaves; else, with a remote that is empty, the one that is
    /// checked out.
    fn shared_branch(&self) -> Result<Option<String>> {
        let current = self.git.ask(&["symbolic-ref", "-q", "--short", "HEAD"])?;
        let has = |name: &str| self.object(&format!("refs/remotes/origin/{name}"));
        if let Some(current) = &current
            && has(current)?.is_some()
        {
            return Ok(Some(current.clone()));
        }
        let default = self.git.ask(&["ls-remote", "--symref", "origin", "HEAD"])?.unwrap_or_default();
        let default = default.strip_prefix("ref: refs/heads/").and_then(|rest| rest.split('\t').next());
        if let Some(name) = default
            && has(name)?.is_some()
        {
            return Ok(Some(name.to_owned()));
        }
        let there = self.git.must(&["for-each-ref", "--format=%(refname:strip=3)", "refs/remotes/origin"])?;
        let mut there = there.lines().filter(|name| *name != "HEAD");
        match (there.next(), there.next()) {
            (None, _) => Ok(current),
            (Some(only), None) => Ok(Some(only.to_owned())),
            (Some(_), Some(_)) => Ok(None),
        }
    }

    /// Begins the repository anew in the other of git's two formats, where it is one of annotations alone and nothing in it
    /// has come from anywhere but the files beside it. False where it is not; what there was is kept.
    pub(super) fn take_other_format(&self) -> Result<bool> {
        let refs = self.git.names(&["for-each-ref", "--format=%(refname)%00"])?;
        let only_ours = refs.iter().all(|name| name.trim().starts_with("refs/postil/"));
        let kept = self.top.join(OTHER_FORMAT);
        if !self.inside.is_empty() || !only_ours || self.own != self.top.join(".git") || kept.exists() {
            return Ok(false);
        }
        let Some(address) = self.git.ask(&["remote", "get-url", "origin"])? else { return Ok(false) };
        let is_long = self.git.ask(&["rev-parse", "--show-object-format"])?.is_some_and(|format| format == "sha256");
        fs::rename(&self.own, &kept).map_err(|error| Error::io("move aside", &self.own, error))?;
        init(&self.git, Some(if is_long { "sha1" } else { "sha256" }))?;
        self.git.must(&["remote", "add", "--", "origin", &address])?;
        self.hold_rules()?;
        self.mend()?;
        Ok(true)
    }

    /// What must not be synced with: a repository of something else, or somebody else of the own name.
    pub fn refuse(&self, theirs: &Branch) -> Result<()> {
        self.refuse_texts_in_annotations(theirs)?;
        self.refuse_namesake(theirs)
    }

    /// A repository of texts must not be unpacked into the folder of annotations: one that has folders, and none of them is a
    /// reader's, or files that are no accompanying note.
    fn refuse_texts_in_annotations(&self, theirs: &Branch) -> Result<()> {
        let Some(tip) = theirs.tip.as_ref().filter(|_| self.inside.is_empty()) else { return Ok(()) };
        let top = self.git.names(&["ls-tree", "-z", tip])?;
        let mut holds_texts = false;
        for (kind, name) in top.iter().filter_map(|line| line.split_once('\t')) {
            let is_folder = kind.contains(" tree ");
            if is_folder && self.object(&format!("{tip}:{name}/reader.json"))?.is_some() {
                return if name == "annotations" { Err(is_of_texts()) } else { Ok(()) };
            }
            holds_texts |= name == "annotations" || (!name.starts_with('.') && (is_folder || !is_note(name)));
        }
        if holds_texts { Err(is_of_texts()) } else { Ok(()) }
    }

    /// Two readers, or one on two devices who has begun on both, must not write under one name: one's notes would count as
    /// quoted by the other.
    fn refuse_namesake(&self, theirs: &Branch) -> Result<()> {
        let Some((there, _)) = self.namesake(theirs)? else { return Ok(()) };
        Err(namesake_refused(self.nickname().unwrap_or_default(), &there))
    }

    /// Somebody else there who goes by the own name, and their `reader.json`.
    pub fn namesake(&self, theirs: &Branch) -> Result<Option<(Reader, String)>> {
        let Some((nickname, id)) = self.me.as_ref().filter(|_| theirs.tip.is_some()) else { return Ok(None) };
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
}

/// A path as git is to take it: no character in it means anything else.
pub(super) fn literal(path: &str) -> String {
    format!(":(literal){path}")
}

/// However a sync ends, short of being killed, it leaves nothing to mend.
impl Drop for Repository {
    fn drop(&mut self) {
        // A marker that stays costs the next sync a look.
        if self.pulse.take().is_some() {
            let _ = fs::remove_file(self.own.join(MARKER));
        }
        let _ = fs::remove_file(self.index());
    }
}

/// The top of a repository above a corpus that is to be synced with: the texts belong to it, and its address was given, or
/// was synced with before. One that nobody has named is nobody's wish; it is told to leave a repository of one's own alone.
fn above(corpus: &Path, order: &Order<'_>, begun: bool) -> Result<Option<PathBuf>> {
    let git = Git::at(corpus, order.ask, order.stop);
    let top = if corpus.is_dir() { git.ask(&["rev-parse", "--show-toplevel"])? } else { None };
    let holds = || git.ask(&["ls-files", "-z", "--", "."]);
    let Some(top) = top.filter(|top| !top.is_empty()) else { return Ok(None) };
    if holds()?.is_none_or(|names| names.is_empty()) {
        return Ok(None);
    }
    let origin = git.ask(&["remote", "get-url", "origin"])?;
    match (origin, order.remote) {
        _ if begun => Ok(Some(PathBuf::from(top))),
        (Some(origin), Some(wanted)) if is_one_address(&origin, wanted) => Ok(Some(PathBuf::from(top))),
        (Some(origin), None) if order.begin => Err(Error::git(
            format!("these texts belong to the repository {}", crate::text::shown(Path::new(&top))),
            format!(
                "To send your own folder to its address, and nothing else: postil sync --remote '{origin}'; or name another address, \
                 for the annotations alone."
            ),
        )),
        _ => {
            rules::exclude(&git, corpus)?;
            Ok(None)
        }
    }
}

/// Whether a sync was begun for this folder of annotations. The repository that is there may be for something else: it is
/// one of ours once the rules lie in the folder, or in git's own, where nothing but a sync puts them; before somebody has
/// sent anything there are only those.
fn is_begun(top: &Path, folder: &Path, order: &Order<'_>) -> Result<bool> {
    if folder.join(rules::FILE).exists() {
        return Ok(true);
    }
    if !top.is_dir() {
        return Ok(false);
    }
    let git = Git::at(top, order.ask, order.stop);
    let Some(attributes) = git.ask(&["rev-parse", "--git-path", "info/attributes"])? else { return Ok(false) };
    let above = git.ask(&["rev-parse", "--show-prefix"])?.unwrap_or_default();
    let below = folder.strip_prefix(top).unwrap_or(Path::new(""));
    let inside = if below.as_os_str().is_empty() { above } else { format!("{above}{}/", below.display()) };
    Ok(rules::are_held(&top.join(attributes), &inside))
}

fn is_one_address(one: &str, other: &str) -> bool {
    let path = |address: &str| system::real(Path::new(address)).ok();
    one == other || path(one).is_some_and(|one| path(other) == Some(one))
}

/// Makes a repository, in a format of git's where one is named.
fn init(git: &Git, format: Option<&str>) -> Result<()> {
    let format = format.map(|format| format!("--object-format={format}"));
    let args = ["-c", "init.defaultBranch=main", "init", "-q"];
    git.must(&args.into_iter().chain(format.as_deref()).collect::<Vec<_>>()).map(drop)
}

pub(super) fn is_of_another_format(said: &GitOutput) -> bool {
    !said.ok && said.says(&[&["mismatched algorithms"], &["hash algorithm"]])
}

fn is_of_texts() -> Error {
    Error::git(
        "that repository holds the texts as well, and this folder is not a clone of it",
        "Make a new folder of it: postil sync --remote ADDRESS NEW-FOLDER; copy your annotations/NAME into it.",
    )
}

/// Whether a file at the top of a repository is what a server puts into a new one.
fn is_note(name: &str) -> bool {
    ["readme", "license", "copying"].iter().any(|begin| name.to_lowercase().starts_with(begin))
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
