//! Whether what is written is signed by itself, as the settings say: looked up when something is written first, for that session.
//! It reads no key and signs nothing.

use crate::config::settings;
use crate::store::fs::dirs::{Dirs, settings_file};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The keys that are signed with where the settings name none, below the home folder: the first that is there. The second is the one that
/// this program says how to make.
const USUAL: [&str; 2] = [".ssh/id_ed25519", ".ssh/postil"];

/// What the settings say of signing.
#[derive(Debug)]
pub(super) struct SigningSettings {
    dirs: Dirs,
    key: OnceLock<Option<PathBuf>>,
}

impl SigningSettings {
    /// What the settings in these folders say. Nothing is read yet.
    pub fn of(dirs: &Dirs) -> Self {
        Self { dirs: dirs.clone(), key: OnceLock::new() }
    }

    /// The same, but nothing is signed by itself.
    pub fn never(&self) -> Self {
        Self { dirs: self.dirs.clone(), key: OnceLock::from(None) }
    }

    /// The key to sign with; `None` where nothing is signed by itself.
    pub fn key(&self) -> Option<&Path> {
        self.key.get_or_init(|| self.look()).as_deref()
    }

    fn look(&self) -> Option<PathBuf> {
        let text = settings_file(&self.dirs).ok().flatten()?.text;
        let tools = settings::resolve(&[("settings.toml", &text)]).0.tools;
        let home = std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
        tools.sign_by_itself.then(|| named_key(&tools.signing_key, &home))
    }
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
    fn where_no_key_is_named_the_first_usual_one_that_is_there_signs() {
        let home = tempfile::tempdir().expect("a folder");
        let usual = |name: &str| home.path().join(".ssh").join(name);
        std::fs::create_dir(home.path().join(".ssh")).expect("a folder");
        assert_eq!(named_key("", home.path()), usual("id_ed25519"), "to be told of");
        std::fs::write(usual("postil"), "").expect("a file");
        assert_eq!(named_key("", home.path()), usual("postil"));
        std::fs::write(usual("id_ed25519"), "").expect("a file");
        assert_eq!(named_key("", home.path()), usual("id_ed25519"));
        assert_eq!(named_key("~/a", home.path()), home.path().join("a"));
    }
}
