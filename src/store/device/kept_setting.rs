//! One setting that was chosen on the screen, written into the reader's settings file; all else in the file stays as it was.

use crate::config::settings;
use crate::store::fs::dirs::{Dirs, settings_file};
use crate::store::fs::error::{Error, Result};
use crate::store::fs::folder::{Flush, Folder};
use std::path::PathBuf;

/// Sets a setting in `settings.toml` to a value as it is typed: `72`, `true`, `light`. A link is followed, as it is when the file is read: many keep their
/// settings elsewhere. The error is a file that cannot be read or written, or [`Error::Grammar`].
pub fn keep_setting(dirs: &Dirs, name: &str, value: &str) -> Result<()> {
    let file = settings_file(dirs)?;
    let text = file.as_ref().map_or("", |file| file.text.as_str());
    let path = file.as_ref().map_or_else(|| dirs.config.join("settings.toml"), |file| file.path.clone());
    let set = settings::set(text, name, value).ok_or_else(|| Error::Grammar { path: path.clone() })?;
    let path = if file.is_some() { behind_links(path)? } else { path };
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return Err(Error::NotAFile { path }) };
    Folder::make(folder)?.replace(name, set.as_bytes(), Flush::Yes)
}

fn behind_links(path: PathBuf) -> Result<PathBuf> {
    path.canonicalize().map_err(|error| Error::io("follow the link", path, error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::symlink;

    #[test]
    fn a_setting_is_written_into_the_file_wherever_it_lies() {
        let temp = tempfile::tempdir().unwrap();
        let dirs = Dirs::under(temp.path());
        let path = dirs.config.join("settings.toml");
        keep_setting(&dirs, "theme", "light").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "theme = \"light\"\n");
        let elsewhere = temp.path().join("dotfiles.toml");
        fs::write(&elsewhere, "# Mine.\ntheme = 'dark' # at night\n").unwrap();
        fs::remove_file(&path).unwrap();
        symlink(&elsewhere, &path).unwrap();
        keep_setting(&dirs, "theme", "plain").unwrap();
        assert_eq!(fs::read_to_string(&elsewhere).unwrap(), "# Mine.\ntheme = \"plain\" # at night\n");
        assert!(fs::symlink_metadata(&path).unwrap().is_symlink());
    }

    #[test]
    fn a_file_with_errors_stays_as_it_is() {
        let temp = tempfile::tempdir().unwrap();
        let dirs = Dirs::under(temp.path());
        fs::create_dir_all(&dirs.config).unwrap();
        fs::write(dirs.config.join("settings.toml"), "theme = \n").unwrap();
        let told = keep_setting(&dirs, "theme", "light").unwrap_err().to_string();
        assert!(told.ends_with("settings.toml has an error of grammar"), "{told}");
        assert_eq!(fs::read_to_string(dirs.config.join("settings.toml")).unwrap(), "theme = \n");
    }
}
