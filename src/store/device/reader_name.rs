//! Who the reader is: what the settings say, else what git says, else the login name. It writes nothing down.

use crate::annotation::{Reader, ReaderId};
use crate::config::settings::{self, Person};
use crate::store::fs::account::account_name;
use crate::store::fs::dirs::{Dirs, settings_files};
use crate::store::fs::slug::slug;
use crate::store::fs::system;
use crate::text::shown;
use std::{
    env,
    ffi::OsStr,
    fs,
    io::Read,
    path::Path,
    process::{Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

/// How long git may take to say a name.
const PATIENCE: Duration = Duration::from_secs(1);
/// The longest name that is taken, in characters.
const MAX_CHARS: usize = 200;
/// A name and where it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The name, on one line, harmless for a terminal.
    pub name: String,
    /// Where it comes from.
    pub source: NameSource,
}

/// Where a name comes from; all but the settings are a suggestion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameSource {
    /// The user's settings.
    Settings,
    /// `git config user.name`.
    Git,
    /// The account.
    Login,
    /// Nothing is known.
    Nowhere,
}

/// The reader's name: `setting` if there is one, else what git or the account says. Never empty. Runs git, for at most a
/// second, outside any repository, so that a corpus cannot say who its reader is.
pub fn reader_name(setting: Option<&str>) -> Name {
    choose(setting, &|| git_name(OsStr::new("git"), PATIENCE), &login_name)
}

/// Whom to offer a reader who has not said a name: from the settings, git, the login. Nobody's id.
pub fn guessed_reader(dirs: &Dirs) -> Reader {
    let said = person_of_settings(dirs);
    let name = reader_name(Some(said.name.as_str()).filter(|name| !name.is_empty())).name;
    let nickname = slug(if said.nickname.is_empty() { &name } else { &said.nickname });
    Reader { nickname, name, id: ReaderId::default() }
}

/// The reader's names as the settings say them; empty where they do not.
pub fn person_of_settings(dirs: &Dirs) -> Person {
    let file = settings_files(dirs).settings;
    let files: Vec<(&str, &str)> = file.iter().map(|file| ("settings.toml", file.text.as_str())).collect();
    settings::resolve(&files).0.reader
}

fn choose(setting: Option<&str>, git: &dyn Fn() -> Option<String>, login: &dyn Fn() -> Option<String>) -> Name {
    let named = |name: Option<String>, source| Some(Name { name: name.and_then(|name| clean(&name))?, source });
    named(setting.map(str::to_owned), NameSource::Settings)
        .or_else(|| named(git(), NameSource::Git))
        .or_else(|| named(login(), NameSource::Login))
        .unwrap_or_else(|| Name { name: "Reader".to_owned(), source: NameSource::Nowhere })
}

/// One line without anything harmful; none where nothing is left.
fn clean(name: &str) -> Option<String> {
    let line: String = name.split(char::is_control).collect::<Vec<_>>().join(" ");
    let words: Vec<&str> = line.split_whitespace().collect();
    let harmless: String = shown(Path::new(&words.join(" "))).chars().take(MAX_CHARS).collect();
    (!harmless.is_empty()).then_some(harmless)
}

/// What `program config --get user.name` prints, if it does so in time.
fn git_name(program: &OsStr, patience: Duration) -> Option<String> {
    let mut child = Command::new(program)
        .args(["config", "--get", "user.name"])
        .current_dir("/")
        .env_remove("GIT_DIR")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let output = child.stdout.take()?;
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = output.take(4096).read_to_end(&mut bytes);
        let _ = sender.send(bytes);
    });
    let bytes = receiver.recv_timeout(patience).ok();
    // It may have closed its output and still be running.
    let _ = child.kill();
    let _ = child.wait();
    String::from_utf8(bytes?).ok()
}

/// The account's full name, else its login name.
fn login_name() -> Option<String> {
    let user =
        || ["USER", "LOGNAME", "USERNAME"].iter().find_map(|key| env::var(key).ok().filter(|name| !name.is_empty()));
    let accounts = fs::read("/etc/passwd").unwrap_or_default();
    let account = system::user().and_then(|user| account_name(&String::from_utf8_lossy(&accounts), user));
    match account {
        Some((_, full)) if !full.is_empty() => Some(full),
        Some((login, _)) => user().or(Some(login)),
        None => user(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn the_settings_count_before_git_and_git_before_the_account() {
        let (git, login) = (|| Some("Git Name\n".to_owned()), || Some("login".to_owned()));
        let is = |name: Name, text, source| assert_eq!(name, Name { name: String::from(text), source });
        is(choose(Some("Ada  L."), &git, &login), "Ada L.", NameSource::Settings);
        is(choose(Some(" \n"), &git, &login), "Git Name", NameSource::Git);
        is(choose(None, &|| None, &login), "login", NameSource::Login);
        is(choose(None, &|| None, &|| None), "Reader", NameSource::Nowhere);
        is(choose(Some("A\u{1b}[2J\u{202e}B"), &git, &login), "A [2J\\u{202E}B", NameSource::Settings);
    }

    #[test]
    fn a_git_that_hangs_or_fails_or_is_missing_says_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let program = |name: &str, script: &str| {
            let path = folder.path().join(name);
            fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
            path
        };
        let ask = |path: &Path| git_name(path.as_os_str(), Duration::from_millis(300));
        assert_eq!(ask(&program("hangs", "exec sleep 60")), None);
        assert_eq!(ask(&folder.path().join("missing")), None);
        assert_eq!(ask(&program("fails", "exit 1")).and_then(|name| clean(&name)), None);
        let patient = git_name(program("speaks", "echo 'Ada L.'").as_os_str(), Duration::from_secs(20));
        assert_eq!(patient.as_deref(), Some("Ada L.\n"));
    }
}
