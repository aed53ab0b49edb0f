//! The `git` program, run so that it can neither ask, nor hang, nor be led elsewhere by its surroundings.
//!
//! The user's own program with the user's keys and settings: whatever way to the remote works in their shell works here.
//! It decides nothing about what is kept, fetched or sent; that is [`super`]'s.

use crate::store::fs::error::{Error, Result};
use crate::store::transport::program::{self, Ended, Stop};
use std::{
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

/// How long one run may take where nobody sits before it: a slow line, not a dead one.
const LIMIT: Duration = Duration::from_mins(2);
/// And where somebody types a password.
const LIMIT_ASKING: Duration = Duration::from_mins(15);

/// Settings that hold for every run, whatever the user's own or the repository's say: nothing signs or asks, no program
/// is started that a folder or an address names, and of two versions of a `reader.json` one's own side stays.
const SETTINGS: &[&str] = &[
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.quotePath=false",
    "commit.gpgSign=false",
    "submodule.recurse=false",
    "fetch.recurseSubmodules=false",
    "protocol.ext.allow=never",
    "merge.keep.driver=true",
    "advice.detachedHead=false",
    "maintenance.auto=false",
    "gc.autoDetach=false",
];

/// What would lead git to another repository than the one meant.
const MISLEADING: &[&str] = &[
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_NAMESPACE",
    "GIT_COMMON_DIR",
    "GIT_PREFIX",
];

/// Git in one folder.
#[derive(Clone, Debug)]
pub(super) struct Git {
    folder: PathBuf,
    settings: Vec<String>,
    /// Whether git and ssh may ask on the terminal.
    ask: bool,
    /// Whether git's own settings say how ssh is run.
    has_ssh: bool,
    stop: Stop,
}

/// What a run has said.
#[derive(Debug)]
pub(super) struct Said {
    /// Whether it went well.
    pub ok: bool,
    /// Its output.
    pub out: String,
    /// Its complaints.
    pub err: String,
}

impl Git {
    pub fn at(folder: &Path, ask: bool, stop: &Stop) -> Self {
        let settings = SETTINGS.iter().map(|&set| set.to_owned()).collect();
        Self { folder: folder.to_path_buf(), settings, ask, has_ssh: false, stop: stop.clone() }
    }

    /// The same where git's settings name the way that ssh is run: it stays as it is.
    pub fn with_own_ssh(mut self, has_ssh: bool) -> Self {
        self.has_ssh = has_ssh;
        self
    }

    /// The same with one more setting, `name=value`.
    pub fn with(mut self, setting: String) -> Self {
        self.settings.push(setting);
        self
    }

    /// Runs git. An error means that it could not be run at all or did not end; that it failed is [`Said::ok`].
    pub fn run(&self, args: &[&str]) -> Result<Said> {
        let limit = if self.ask { LIMIT_ASKING } else { LIMIT };
        match program::run(&mut self.command(args)?, "run git in", limit, &self.stop)? {
            Ended::Itself(output) => Ok(Said {
                ok: output.status.success(),
                out: String::from_utf8_lossy(&output.stdout).into_owned(),
                err: String::from_utf8_lossy(&output.stderr).into_owned(),
            }),
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
        let what = format!("git {} failed: {}", verb(args), said.complaint());
        Err(Error::git(what, "Look at it with git in that folder; what you wrote is on this machine and safe."))
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
        for name in MISLEADING {
            command.env_remove(name);
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

impl Said {
    /// The line of the complaints that says most.
    pub fn complaint(&self) -> String {
        let lines = || self.err.lines().map(str::trim).filter(|line| !line.is_empty());
        let telling = ["fatal: ", "error: ", "remote: ", "ssh: "];
        let line = lines().find_map(|line| telling.iter().find_map(|sign| line.strip_prefix(sign)));
        let line = line.or_else(|| lines().next_back()).unwrap_or("it gave no reason");
        crate::text::visible::line(line).into_owned()
    }

    /// The paths that the complaints list.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.err.lines().filter_map(|line| line.strip_prefix('\t')).map(str::trim)
    }

    /// Whether the complaints hold any of these words.
    pub fn says(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.err.contains(word))
    }
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
