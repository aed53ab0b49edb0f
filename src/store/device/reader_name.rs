//! Who the reader is: what the settings say, else what git says, else the login name; and the folder name made of it.

use crate::annotation::Reader;
use crate::config::settings;
use crate::store::fs::dirs::{Dirs, settings_files};
use crate::store::fs::path::shown;
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
use unicode_normalization::{UnicodeNormalization, char::decompose_canonical};

/// How long git may take to say a name.
const PATIENCE: Duration = Duration::from_secs(1);
/// The longest name that is taken, in characters.
const MAX_CHARS: usize = 200;
/// The longest folder name, in bytes.
const MAX_SLUG: usize = 60;
/// Names that some systems keep for devices; no file can be called so there.
const RESERVED: &[&str] = &["con", "prn", "aux", "nul", "annotations"];

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
    let file = settings_files(dirs).settings;
    let files: Vec<(&str, &str)> = file.iter().map(|file| ("settings.toml", file.text.as_str())).collect();
    let (resolved, _) = settings::resolve(&files);
    let said = resolved.reader;
    let name = reader_name(Some(said.name.as_str()).filter(|name| !name.is_empty())).name;
    let nickname = slug(if said.nickname.is_empty() { &name } else { &said.nickname });
    Reader { nickname, name, id: String::new() }
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
    let user = || ["USER", "LOGNAME"].iter().find_map(|key| env::var(key).ok().filter(|name| !name.is_empty()));
    let accounts = fs::read("/etc/passwd").unwrap_or_default();
    let account = account_name(&String::from_utf8_lossy(&accounts), rustix::process::getuid().as_raw());
    match account {
        Some((_, full)) if !full.is_empty() => Some(full),
        Some((login, _)) => user().or(Some(login)),
        None => user(),
    }
}

/// What a user of this system is called: the login name, else the number.
pub(in crate::store) fn account(uid: u32) -> String {
    let accounts = fs::read("/etc/passwd").unwrap_or_default();
    let account = account_name(&String::from_utf8_lossy(&accounts), uid);
    account.map_or_else(|| format!("user {uid}"), |(login, _)| login)
}

/// (login name, full name) of a user in a passwd file (passwd(5): name:password:uid:gid:gecos:home:shell).
fn account_name(accounts: &str, uid: u32) -> Option<(String, String)> {
    accounts.lines().find_map(|line| {
        let fields: Vec<&str> = line.split(':').collect();
        let matches = fields.get(2).and_then(|field| field.parse().ok()) == Some(uid);
        // The comment field is the full name, then office and telephones after commas.
        let full = fields.get(4)?.split(',').next().unwrap_or_default().trim();
        matches.then(|| (fields[0].to_owned(), full.to_owned()))
    })
}

/// A folder name made of a name: lower case, Latin letters without accents, letters of other scripts as they are, hyphens
/// between the words. Never empty, never hidden, never a name that a system keeps for itself.
pub fn slug(name: &str) -> String {
    let mut slug = String::new();
    for c in name.nfc().flat_map(char::to_lowercase).collect::<String>().nfc() {
        push_plain(&mut slug, c);
    }
    slug.truncate(slug.floor_char_boundary(MAX_SLUG));
    let slug = slug.trim_matches('-');
    let numbered = slug.len() == 4 && (slug.starts_with("com") || slug.starts_with("lpt"));
    match slug {
        "" => "reader".to_owned(),
        slug if numbered || RESERVED.contains(&slug) => format!("{slug}-reader"),
        slug => slug.to_owned(),
    }
}

fn push_plain(slug: &mut String, c: char) {
    match c {
        // An apostrophe is inside a word.
        '\'' | '’' => {}
        'ß' => slug.push_str("ss"),
        'æ' => slug.push_str("ae"),
        'œ' => slug.push_str("oe"),
        'þ' => slug.push_str("th"),
        'ø' => slug.push('o'),
        'ð' | 'đ' => slug.push('d'),
        'ł' => slug.push('l'),
        'ı' => slug.push('i'),
        c if unicode_normalization::char::is_combining_mark(c) => {
            // Marks make the letters of some scripts; on a Latin letter they are left out.
            if slug.chars().next_back().is_some_and(|last| !last.is_ascii()) {
                slug.push(c);
            }
        }
        c if c.is_alphanumeric() => slug.push(latin_base(c)),
        _ if slug.is_empty() || slug.ends_with('-') => {}
        _ => slug.push('-'),
    }
}

/// The Latin letter under the accents; any other character as it is.
fn latin_base(c: char) -> char {
    let mut first = None;
    decompose_canonical(c, |part| first = first.or(Some(part)));
    first.filter(char::is_ascii).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_name_becomes_a_folder_name_that_can_be_read() {
        for (name, folder) in [
            ("Kim Min-ji", "kim-min-ji"),
            ("José Müller", "jose-muller"),
            ("Seán O’Brien", "sean-obrien"),
            ("Jo\u{301}se", "jose"),
            ("Straße Łódź", "strasse-lodz"),
            ("김민지", "김민지"),
            ("Достоевский Ф. М.", "достоевский-ф-м"),
            ("हिन्दी", "हिन्दी"),
            ("李", "李"),
            ("", "reader"),
            ("..", "reader"),
            ("../../etc", "etc"),
            ("CON", "con-reader"),
            ("Com1", "com1-reader"),
            ("a\u{1b}[31mb", "a-31mb"),
        ] {
            assert_eq!(slug(name), folder, "{name:?}");
        }
    }

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

    #[test]
    fn the_account_s_full_name_is_the_first_part_of_its_comment() {
        let accounts = "root:x:0:0:root:/root:/bin/sh\nada:x:1000:1000:Ada Lovelace,Room 1,,:/home/ada:/bin/sh\nbad\n";
        assert_eq!(account_name(accounts, 1000), Some(("ada".into(), "Ada Lovelace".into())));
        assert_eq!(account_name(accounts, 7), None);
    }

    proptest! {
        #[test]
        fn a_folder_name_is_always_plain(name in any::<String>()) {
            let folder = slug(&name);
            prop_assert!(!folder.is_empty() && folder.len() <= MAX_SLUG + 7 && !folder.starts_with(['.', '-']));
            prop_assert!(!folder.contains(['/', '\\', '@', ':']) && !folder.chars().any(char::is_control));
            prop_assert_eq!(slug(&folder), folder.clone());
        }
    }
}
