//! What every subcommand starts from: folders, state, settings, the corpus. It prints nothing.

use super::Failure;
use crate::app::{COMMANDS, CONTEXTS, Config};
use crate::config::settings::Ascii;
use crate::config::{Fault, Keymap, keys, paint, settings, theme};
use crate::store::{Dirs, Library, SettingsFiles, State, TextFile, default_path, settings_files};
use std::path::Path;

/// The user's folders.
pub fn dirs() -> Result<Dirs, Failure> {
    Ok(Dirs::from_env()?)
}

/// The state of this device, and what of it could not be read.
pub fn state(dirs: &Dirs) -> (State, Vec<String>) {
    let (state, faults) = State::open(dirs);
    (state, faults.iter().map(ToString::to_string).collect())
}

/// The corpus of a path, or the default one.
pub fn library(path: Option<&Path>, state: &State) -> Result<Library, Failure> {
    let path = path.map_or_else(|| default_path(state.last_corpus()), Path::to_path_buf);
    Ok(Library::open(&path)?)
}

/// Settings, keys and theme from the user's files, with all their faults.
pub fn config(dirs: &Dirs) -> (Config, Vec<Fault>) {
    let files = settings_files(dirs);
    let (settings, mut faults) = settings::resolve(&texts("settings.toml", files.settings.as_ref()));
    let (keymap, told) = keymap(&files);
    faults.extend(told);
    let (theme, told) = themed(&files, &settings.theme);
    faults.extend(told);
    let ascii = match settings.ascii {
        Ascii::Always => true,
        Ascii::Never => false,
        Ascii::Auto => !speaks_unicode(),
    };
    (Config { settings, keymap, theme, ascii }, faults)
}

fn texts<'a>(name: &'a str, file: Option<&'a TextFile>) -> Vec<(&'a str, &'a str)> {
    file.map(|file| (name, file.text.as_str())).into_iter().collect()
}

fn keymap(files: &SettingsFiles) -> (Keymap, Vec<Fault>) {
    let contexts: Vec<&str> = CONTEXTS.iter().map(|(name, _)| *name).collect();
    let commands: Vec<&str> = COMMANDS.iter().map(|command| command.name).collect();
    let (bindings, faults) = keys::resolve(&texts("keys.toml", files.keys.as_ref()), &contexts, &commands);
    (Keymap::of(bindings), faults)
}

fn themed(files: &SettingsFiles, wanted: &str) -> (theme::Theme, Vec<Fault>) {
    let var = |name: &str| std::env::var(name).ok();
    let themes: Vec<(&str, &str)> = files.themes.iter().map(|(name, file)| (name.as_str(), file.text.as_str())).collect();
    let wanted = if wanted == "auto" { theme::automatic(None, var("COLORFGBG").as_deref()) } else { wanted };
    let (theme, faults) = theme::resolve(&themes, wanted);
    let depth = paint::depth(var("NO_COLOR").as_deref(), var("COLORTERM").as_deref(), var("TERM").as_deref());
    (theme.reduced(depth), faults)
}

/// Whether the locale says that the terminal takes UTF-8.
fn speaks_unicode() -> bool {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let locale = set("LC_ALL").or_else(|| set("LC_CTYPE")).or_else(|| set("LANG")).unwrap_or_default().to_lowercase();
    locale.contains("utf-8") || locale.contains("utf8") || locale.is_empty()
}
