//! The `git` program, run so that it can neither ask, nor hang, nor be led elsewhere by its surroundings.
//!
//! The user's own program with the user's keys and settings: whatever way to the remote works in their shell works here.
//! It decides nothing about what is kept, fetched or sent; that is [`super`]'s.

use crate::store::fs::error::{Error, Result};
use crate::store::fs::program::{self, Ended, Stop};
use std::{
    io::{Seek as _, Write as _},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    time::Duration,
};

/// How long one run may take where nobody sits before it: a slow line, not a dead one.
const LIMIT: Duration = Duration::from_mins(2);
/// And where somebody types a password.
const LIMIT_ASKING: Duration = Duration::from_mins(15);

/// Settings that hold for every run, whatever the user's own or the repository's say, each with the reason.
const SETTINGS: &[(&str, &str)] = &[
    ("core.hooksPath=/dev/null", "no program is started that a folder names"),
    ("core.fsmonitor=false", "nor this one"),
    ("protocol.ext.allow=never", "nor one that an address names"),
    ("core.quotePath=false", "names are read as they are"),
    ("core.safecrlf=false", "what is sent ends its lines as the rules say, whatever the files do"),
    ("core.splitIndex=false", "the index for what is sent is one file, and goes with it"),
    ("core.bigFileThreshold=512m", "a large sidecar is a text too"),
    ("commit.gpgSign=false", "nothing asks for the password of a key"),
    ("push.gpgSign=false", "most servers refuse a push that is signed"),
    ("push.followTags=false", "only one's own folder is sent: no tags"),
    ("push.recurseSubmodules=no", "and no submodules"),
    ("push.negotiate=false", "a first push has nothing to negotiate about"),
    ("submodule.recurse=false", "submodules are the user's"),
    ("fetch.recurseSubmodules=false", "and stay as they are"),
    ("merge.ff=true", "what the others have is taken as it is where nothing of one's own is beside it"),
    ("merge.verifySignatures=false", "others need not sign their commits"),
    ("merge.directoryRenames=false", "a folder that moves here takes no file of others along"),
    ("merge.autoStash=false", "what the user has not committed stays where it is"),
    ("merge.keep.driver=true", "of two versions of a reader.json one's own side stays"),
    ("i18n.commitEncoding=UTF-8", "nicknames are UTF-8"),
    ("advice.detachedHead=false", "advice is not what went wrong"),
    ("maintenance.auto=false", "nothing goes on after a run"),
    ("gc.autoDetach=false", "nor this"),
];

/// The variables of git that are handed on, by how they begin: the way to the remote, who commits, whose settings.
/// Every other would lead it to another repository, index or history than the one meant.
const HANDED_ON: &[&str] = &[
    "GIT_SSH",
    "GIT_ASKPASS",
    "GIT_CONFIG_",
    "GIT_AUTHOR_NAME",
    "GIT_AUTHOR_EMAIL",
    "GIT_COMMITTER_NAME",
    "GIT_COMMITTER_EMAIL",
    "GIT_HTTP_",
    "GIT_SSL_",
    "GIT_PROXY_",
    "GIT_CURL_",
    "GIT_ALLOW_PROTOCOL",
    "GIT_PROTOCOL",
    "GIT_EXEC_PATH",
    "GIT_TRACE",
];

/// How many paths one run of git is given; the system bounds the length of a command.
const MOST_PATHS: usize = 400;

/// Git in one folder.
#[derive(Clone, Debug)]
pub(super) struct Git {
    folder: PathBuf,
    settings: Vec<String>,
    /// Whether git and ssh may ask on the terminal.
    ask: bool,
    /// Whether git's own settings say how ssh is run.
    has_ssh: bool,
    /// The index that it works on, where that is not the repository's own.
    index: Option<PathBuf>,
    stop: Stop,
}

/// What a run has said.
#[derive(Debug)]
pub(super) struct GitOutput {
    /// Whether it went well.
    pub ok: bool,
    /// Its output.
    pub out: String,
    /// Its complaints.
    pub err: String,
}

impl Git {
    pub fn at(folder: &Path, ask: bool, stop: &Stop) -> Self {
        let settings = SETTINGS.iter().map(|&(set, _)| set.to_owned()).collect();
        Self { folder: folder.to_path_buf(), settings, ask, has_ssh: false, index: None, stop: stop.clone() }
    }

    /// Makes a git that works on another index than the repository's own, which stays as it is.
    pub fn on_index(&self, index: &Path) -> Self {
        Self { index: Some(index.to_path_buf()), ..self.clone() }
    }

    /// Runs git on paths, which are taken as they are written, so many at a time; it must go well each time.
    pub fn must_each(&self, args: &[&str], paths: &[&str]) -> Result<()> {
        for some in paths.chunks(MOST_PATHS) {
            self.must(&[&["--literal-pathspecs"], args, &["--"], some].concat())?;
        }
        Ok(())
    }

    /// The names that git lists of these paths, which are taken as they are written, so many at a time.
    pub fn names_each(&self, args: &[&str], paths: &[String]) -> Result<Vec<String>> {
        let mut names = Vec::new();
        for some in paths.chunks(MOST_PATHS) {
            let some: Vec<&str> = some.iter().map(String::as_str).collect();
            names.extend(self.names(&[&["--literal-pathspecs"], args, &["--"], &some].concat())?);
        }
        Ok(names)
    }

    /// The names that git lists, a NUL behind each.
    pub fn names(&self, args: &[&str]) -> Result<Vec<String>> {
        let said = self.must(args)?;
        Ok(said.split('\0').filter(|name| !name.is_empty()).map(str::to_owned).collect())
    }

    /// Leaves the way that ssh is run as git's settings name it, where they do (`has_ssh`).
    pub fn with_own_ssh(mut self, has_ssh: bool) -> Self {
        self.has_ssh = has_ssh;
        self
    }

    /// Adds one setting, `name=value`, that overrides the user's.
    pub fn with(mut self, setting: String) -> Self {
        self.settings.push(setting);
        self
    }

    /// Runs git. An error means that it could not be run at all or did not end; that it failed is [`GitOutput::ok`].
    pub fn run(&self, args: &[&str]) -> Result<GitOutput> {
        self.run_on(args, None).map(|output| GitOutput::of(&output))
    }

    /// Runs git, which must go well, with `input` to read, where there is one; gives the bytes that it says, for names need not be
    /// text.
    pub fn bytes(&self, args: &[&str], input: Option<&[u8]>) -> Result<Vec<u8>> {
        let output = self.run_on(args, input)?;
        if output.status.success() { Ok(output.stdout) } else { Err(failed(args, &GitOutput::of(&output))) }
    }

    fn run_on(&self, args: &[&str], input: Option<&[u8]>) -> Result<Output> {
        let limit = if self.ask { LIMIT_ASKING } else { LIMIT };
        let mut command = self.command(args)?;
        if let Some(input) = input {
            command.stdin(to_read(input).map_err(|error| Error::io("write a file in", std::env::temp_dir(), error))?);
        }
        match program::run(&mut command, "run git in", limit, &self.stop)? {
            Ended::Itself(output) => Ok(output),
            Ended::TooLong => Err(Error::git(
                "there was no answer within two minutes, and it was given up",
                "The line may be dead: sync again when it is better. What you wrote is on this machine and safe.",
            )),
            Ended::Stopped => {
                Err(Error::git("the sync was stopped", "The next one goes on; what you wrote is on this machine."))
            }
        }
    }

    /// Runs git, which must go well; gives its output without the last newline.
    pub fn must(&self, args: &[&str]) -> Result<String> {
        let said = self.run(args)?;
        if said.ok {
            return Ok(said.out.trim_end_matches('\n').to_owned());
        }
        Err(failed(args, &said))
    }

    /// The output of a question to git; none where the answer is no.
    pub fn ask(&self, args: &[&str]) -> Result<Option<String>> {
        let said = self.run(args)?;
        Ok(said.ok.then(|| said.out.trim_end_matches('\n').to_owned()))
    }

    fn command(&self, args: &[&str]) -> Result<Command> {
        let git = program::found("git").ok_or_else(|| {
            Error::git(
                "the program git is not installed",
                "Install git; or share the folder `annotations` by Syncthing, a network drive or mail: that needs no git.",
            )
        })?;
        let mut command = program::command(&git, self.ask);
        command.current_dir(&self.folder);
        for (name, value) in std::env::vars_os() {
            let stays = |begin: &str| name.to_str().is_some_and(|name| name.starts_with(begin));
            // Who is called nothing is called what the settings say.
            if name.as_encoded_bytes().starts_with(b"GIT_")
                && (value.is_empty() || !HANDED_ON.iter().any(|it| stays(it)))
            {
                command.env_remove(&name);
            }
        }
        if let Some(index) = &self.index {
            command.env("GIT_INDEX_FILE", index).args(["-c", "core.sparseCheckout=false"]);
        }
        command.env("LC_ALL", "C").env("GIT_MERGE_AUTOEDIT", "no").env("GIT_EDITOR", ":");
        if !self.ask {
            command.env("GIT_TERMINAL_PROMPT", "0").env("GIT_ASKPASS", "true");
            // The user's own way to run ssh stays; it has no terminal to ask on either.
            if !self.has_ssh && !program::is_named(&["GIT_SSH_COMMAND", "GIT_SSH"]) {
                command.env("GIT_SSH_COMMAND", "ssh -o BatchMode=yes -o ConnectTimeout=20");
            }
        }
        for setting in &self.settings {
            command.args(["-c", setting]);
        }
        command.args(args);
        Ok(command)
    }
}

/// What is to be told of a lock of git that is in the way.
pub(super) fn locked(lock: &str) -> Error {
    Error::git(
        format!("another git is at work there, or was ended and has left {}", crate::text::visible::line(lock)),
        "Sync again when it is done; if none is at work, remove that file.",
    )
}

impl GitOutput {
    fn of(output: &Output) -> Self {
        Self {
            ok: output.status.success(),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// The line of the complaints that says most: what ssh or the server says comes before what git makes of it.
    pub fn complaint(&self) -> String {
        const SAYS_NOTHING: &[&str] = &[
            "hint:",
            "@",
            "warning: ",
            "Warning: ",
            "Cloning into",
            "fatal: Could not read from remote repository",
            "fatal: the remote end hung up",
            "fatal: early EOF",
            "Please make sure you have the correct access rights",
            "and the repository exists",
            "To ",
        ];
        const SIGNS: &[&str] = &["fatal: ", "error: ", "remote: ", "ERROR: ", "ssh: "];
        let lines = self.err.lines().map(str::trim).filter(|line| !line.is_empty());
        let telling: Vec<&str> =
            lines.filter(|line| !SAYS_NOTHING.iter().any(|begin| line.starts_with(begin))).collect();
        let without = |line: &&str| SIGNS.iter().find_map(|sign| line.strip_prefix(sign)).map(str::to_owned);
        let ssh =
            telling.first().filter(|line| without(line).is_none() && self.err.contains("Could not read from remote"));
        let signed = || telling.iter().find_map(without);
        let line = ssh.map(|line| (*line).to_owned()).or_else(signed);
        let line = line.or_else(|| telling.last().map(|line| (*line).to_owned()));
        crate::text::visible::line(line.as_deref().unwrap_or("it gave no reason")).into_owned()
    }

    /// The error of a run that failed in the folder here: of its owner or of a lock in its way, else what is handed in.
    pub fn failure(&self, what: String, remedy: &'static str) -> Error {
        let other = || self.distrusted().unwrap_or_else(|| Error::git(what, remedy));
        self.lock().map_or_else(other, locked)
    }

    /// The lock that was in the way.
    fn lock(&self) -> Option<&str> {
        if self.err.contains("cannot lock references") {
            return Some(".git/reftable/tables.list.lock");
        }
        let (lock, _) = self.err.split_once("Unable to create '")?.1.split_once("': File exists")?;
        Path::new(lock).extension().is_some_and(|end| end == "lock").then_some(lock)
    }

    /// Git reads no repository of another user's, before it is told that it may: there, where it lies.
    pub fn distrusted(&self) -> Option<Error> {
        let (_, rest) = self.err.split_once("detected dubious ownership in repository at '")?;
        let folder = crate::text::visible::line(rest.split('\'').next()?);
        Some(Error::git(
            format!("git does not trust {folder}, because another user owns it"),
            format!(
                "On the machine it lies on, once for all (an administrator): sudo git config --system --add safe.directory '{folder}'; \
                 or each for their own account there: git config --global --add safe.directory '{folder}'."
            ),
        ))
    }

    /// The paths that the complaints list: behind a tab, or behind two spaces; or one in a sentence, between quotes.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.err.lines().filter_map(listed_path)
    }

    /// Whether one line of the complaints holds all the words of any of these groups.
    pub fn says(&self, any: &[&[&str]]) -> bool {
        self.err.lines().any(|line| any.iter().any(|all| all.iter().all(|word| line.contains(word))))
    }
}

/// The path that a line of complaints names, where it does.
fn listed_path(line: &str) -> Option<&str> {
    let listed = line.strip_prefix('\t').or_else(|| line.strip_prefix("  ")).map(str::trim);
    listed.or_else(|| Some(line.split_once(" file '")?.1.rsplit_once("' would be")?.0))
}

/// Why a run that had to go well did not.
fn failed(args: &[&str], said: &GitOutput) -> Error {
    let what = format!("git {} failed: {}", verb(args), said.complaint());
    said.failure(what, "Look at it with git in that folder; what you wrote is on this machine and safe.")
}

/// A file without a name that holds the input: a pipe would have to be filled while git is listened to.
fn to_read(input: &[u8]) -> std::io::Result<Stdio> {
    let mut file = tempfile::tempfile()?;
    file.write_all(input)?;
    file.rewind()?;
    Ok(file.into())
}

/// Which of git's commands the arguments ask for; before it there may be settings.
fn verb<'a>(args: &[&'a str]) -> &'a str {
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        if *arg == "-c" {
            args.next();
        } else if !arg.starts_with('-') {
            return arg;
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_in_the_way_is_named_with_what_to_do() {
        let told = |err: &str| {
            let said = GitOutput { ok: false, out: String::new(), err: err.to_owned() };
            said.failure("git reset failed".to_owned(), "Look at it.").to_string()
        };
        let lock =
            "fatal: Unable to create '/a/.git/index.lock': File exists.\n\nAnother git process seems to be running";
        assert_eq!(told(lock), "another git is at work there, or was ended and has left /a/.git/index.lock");
        assert_eq!(told("fatal: Unable to create '/a/b': File exists."), "git reset failed");
        assert!(told("fatal: cannot lock references").contains("tables.list.lock"));
        let owner = "fatal: detected dubious ownership in repository at '/a/texts'\nTo add an exception";
        assert_eq!(told(owner), "git does not trust /a/texts, because another user owns it");
    }

    #[test]
    fn what_failed_is_named_by_its_command() {
        assert_eq!(verb(&["--literal-pathspecs", "add", "-f"]), "add");
        assert_eq!(verb(&["-c", "init.defaultBranch=main", "init", "-q"]), "init");
        assert_eq!(verb(&["fetch", "-q"]), "fetch");
        let folder = tempfile::tempdir().unwrap();
        let git = Git::at(folder.path(), false, &Stop::default());
        let told = git.must(&["--literal-pathspecs", "ls-files"]).unwrap_err().to_string();
        assert!(told.starts_with("git ls-files failed: "), "{told}");
    }
}
