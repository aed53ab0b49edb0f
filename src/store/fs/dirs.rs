//! Where this program's own files live, and the texts of the user's settings. What the settings mean is for `config`.

use crate::store::fs::error::{Error, Result};
use crate::store::fs::folder::read_whole;
use crate::store::fs::system;
use directories::ProjectDirs;
use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

/// The most that is read of one settings file, in bytes.
const MAX_SETTINGS: u64 = 1024 * 1024;
/// The most theme files that are read.
const MAX_THEMES: usize = 200;

/// The four folders of this program. Nothing is made until something is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dirs {
    /// Settings, keys, themes: written by the user.
    pub config: PathBuf,
    /// Annotations on corpora that cannot be written.
    pub data: PathBuf,
    /// Places, marks, drafts, locks, the last corpus.
    pub state: PathBuf,
    /// What can be made again.
    pub cache: PathBuf,
    /// Whether who reads here is known here alone, as in the tour: the settings are not made to say it.
    pub apart: bool,
}

impl Dirs {
    /// The folders of this user, by the XDG variables or the system's custom. [`Error::NoHome`] where none is known.
    pub fn from_env() -> Result<Self> {
        let dirs = ProjectDirs::from("", "", "postil").ok_or(Error::NoHome)?;
        Ok(Self {
            config: dirs.config_dir().to_path_buf(),
            data: dirs.data_dir().to_path_buf(),
            state: dirs.state_dir().unwrap_or_else(|| dirs.data_local_dir()).to_path_buf(),
            cache: dirs.cache_dir().to_path_buf(),
            apart: false,
        })
    }

    /// All four below one folder.
    pub fn under(root: &Path) -> Self {
        let below = |name| root.join(name);
        let (config, data, state, cache) = (below("config"), below("data"), below("state"), below("cache"));
        Self { config, data, state, cache, apart: false }
    }
}

/// A file and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
}

/// The user's settings files, those that exist.
#[derive(Debug, Default)]
pub struct SettingsFiles {
    /// `settings.toml`.
    pub settings: Option<TextFile>,
    /// `keys.toml`.
    pub keys: Option<TextFile>,
    /// `themes/NAME.toml`, as (NAME, file), sorted by name.
    pub themes: Vec<(String, TextFile)>,
    /// Files that could not be read.
    pub faults: Vec<Error>,
}

/// Reads the user's settings files. Links are followed: many keep their settings elsewhere.
pub fn settings_files(dirs: &Dirs) -> SettingsFiles {
    let mut faults = Vec::new();
    let mut read = |path: PathBuf| {
        read_settings(path).unwrap_or_else(|fault| {
            faults.push(fault);
            None
        })
    };
    let settings = read(dirs.config.join("settings.toml"));
    let keys = read(dirs.config.join("keys.toml"));
    let themes = theme_paths(&dirs.config.join("themes"))
        .into_iter()
        .filter_map(|(name, path)| Some((name, read(path)?)))
        .collect();
    SettingsFiles { settings, keys, themes, faults }
}

/// `settings.toml`, where there is one.
pub(in crate::store) fn settings_file(dirs: &Dirs) -> Result<Option<TextFile>> {
    read_settings(dirs.config.join("settings.toml"))
}

fn theme_paths(folder: &Path) -> Vec<(String, PathBuf)> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let named = |path: PathBuf| {
        let name = path.file_name()?.to_str()?.strip_suffix(".toml")?.to_owned();
        (!name.is_empty() && !name.starts_with('.')).then_some((name, path))
    };
    let mut themes: Vec<_> = entries.flatten().filter_map(|entry| named(entry.path())).take(MAX_THEMES).collect();
    themes.sort();
    themes
}

fn read_settings(path: PathBuf) -> Result<Option<TextFile>> {
    let Some(file) = open_following(&path)? else { return Ok(None) };
    let bytes = read_whole(file, &path, MAX_SETTINGS)?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Some(TextFile { path, text })),
        Err(_) => Err(Error::NotText { path }),
    }
}

/// Opens a regular file that the user named, following links; none where there is none. Never waits.
fn open_following(path: &Path) -> Result<Option<File>> {
    let fault = |error: std::io::Error| Error::io("open the file", path, error);
    match fs::metadata(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(fault(error)),
        Ok(metadata) if !metadata.is_file() => return Err(Error::NotAFile { path: path.to_path_buf() }),
        Ok(_) => {}
    }
    let file = system::open_following(path).map_err(fault)?;
    let regular = file.metadata().map_err(fault)?.is_file();
    if regular { Ok(Some(file)) } else { Err(Error::NotAFile { path: path.to_path_buf() }) }
}
