//! Whether what is written is signed by itself, as the settings say: looked up when something is written first, for that session.
//! It reads no key and signs nothing.

use crate::config::settings;
use crate::store::fs::dirs::{Dirs, settings_file};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The key that is signed with where the settings name none, below the home folder.
const USUAL: &str = "~/.ssh/id_ed25519";

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

/// The key that a setting names; `~/` is the home folder.
pub fn named_key(written: &str, home: &Path) -> PathBuf {
    let written = if written.is_empty() { USUAL } else { written };
    written.strip_prefix("~/").map_or_else(|| PathBuf::from(written), |rest| home.join(rest))
}
