//! Whether what is written is signed by itself, as the settings say when something is written: they may be changed while a session is
//! open. It reads no key and signs nothing.

use crate::config::settings;
use crate::store::fs::dirs::{Dirs, settings_file};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

/// The file of settings.
const SETTINGS: &str = "settings.toml";

/// The keys that are signed with where the settings name none, below the home folder: the first that is there. The second is the one that
/// this program says how to make.
const USUAL: [&str; 2] = [".ssh/id_ed25519", ".ssh/postil"];

/// What the settings say of signing.
#[derive(Debug)]
pub(super) struct SigningSettings {
    /// The folders with the settings; none where nothing is signed by itself whatever they say.
    dirs: Option<Dirs>,
    known: Mutex<Option<KnownKey>>,
}

/// The key as it was found in the settings file when that looked so.
#[derive(Debug)]
struct KnownKey {
    file: Option<(u64, SystemTime)>,
    key: Option<PathBuf>,
}

impl SigningSettings {
    /// What the settings in these folders say. Nothing is read yet.
    pub fn of(dirs: &Dirs) -> Self {
        Self { dirs: Some(dirs.clone()), known: Mutex::default() }
    }

    /// Nothing is signed by itself.
    pub fn never() -> Self {
        Self { dirs: None, known: Mutex::default() }
    }

    /// The key to sign with, as the settings say now; `None` where nothing is signed by itself.
    pub fn key(&self) -> Option<PathBuf> {
        let dirs = self.dirs.as_ref()?;
        let file = fs::metadata(dirs.config.join(SETTINGS)).ok();
        let file = file.and_then(|file| Some((file.len(), file.modified().ok()?)));
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known.as_ref().filter(|known| known.file == file) {
            return known.key.clone();
        }
        let key = look(dirs);
        *known = Some(KnownKey { file, key: key.clone() });
        key
    }
}

fn look(dirs: &Dirs) -> Option<PathBuf> {
    let text = settings_file(dirs).ok().flatten()?.text;
    let tools = settings::resolve(&[(SETTINGS, &text)]).0.tools;
    let home = std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
    tools.sign_by_itself.then(|| named_key(&tools.signing_key, &home))
}

/// The key that a setting names, `~/` being the home folder; where it names none, the first of the usual ones that is there.
pub fn named_key(written: &str, home: &Path) -> PathBuf {
    if written.is_empty() {
        let usual = USUAL.map(|name| home.join(name));
        return usual.iter().find(|path| path.is_file()).unwrap_or(&usual[0]).clone();
    }
    written.strip_prefix("~/").map_or_else(|| PathBuf::from(written), |rest| home.join(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_settings_say_later_holds_from_then_on() {
        let home = tempfile::tempdir().expect("a folder");
        let dirs = Dirs::under(home.path());
        let settings = SigningSettings::of(&dirs);
        assert_eq!((settings.key(), SigningSettings::never().key()), (None, None));
        fs::create_dir_all(&dirs.config).expect("a folder");
        fs::write(dirs.config.join(SETTINGS), "sign_by_itself = true\nsigning_key = '/a'\n").expect("a file");
        assert_eq!([settings.key(), settings.key()], [Some("/a".into()), Some("/a".into())]);
        fs::write(dirs.config.join(SETTINGS), "sign_by_itself = false\n").expect("a file");
        assert_eq!(settings.key(), None);
    }

    #[test]
    fn where_no_key_is_named_the_first_usual_one_that_is_there_signs() {
        let home = tempfile::tempdir().expect("a folder");
        let usual = |name: &str| home.path().join(".ssh").join(name);
        fs::create_dir(home.path().join(".ssh")).expect("a folder");
        assert_eq!(named_key("", home.path()), usual("id_ed25519"), "to be told of");
        fs::write(usual("postil"), "").expect("a file");
        assert_eq!(named_key("", home.path()), usual("postil"));
        fs::write(usual("id_ed25519"), "").expect("a file");
        assert_eq!(named_key("", home.path()), usual("id_ed25519"));
        assert_eq!(named_key("~/a", home.path()), home.path().join("a"));
    }
}
