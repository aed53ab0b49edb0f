//! `postil config`: every setting with its value and where that comes from, where postil keeps its files, and what is
//! wrong in the files of the user. It writes none of them.
//!
//! The keys of `--json`:
//!
//! | key | value |
//! |---|---|
//! | `settings` | array of {`name`, `value` (as the file would say it), `source` (`default` or the file), `takes`, `about`} |
//! | `reader` | who writes on this device, as `postil reader --json` says it, without the folder |
//! | `paths` | object: `settings`, `keys`, `themes`, `data`, `state`, `cache` |
//! | `ambiguous_cells` | 1 or 2: how many cells characters of ambiguous width count for |
//! | `faults` | array of {`file`, `line` (0: the whole file), `message`} |

use super::out::Out;
use super::outcome::{Failure, Outcome};
use super::reader::Identity;
use super::setup;
use super::table::{Align, Table};
use crate::config::{Fault, KeyPreset, keys, settings, theme};
use crate::store::{Dirs, TextFile, settings_files};
use crate::text::shown;
use clap::ValueEnum;
use serde_json::{Value, json};

/// Show the settings with their sources, the places of all files, and what is wrong in them.
///
/// To change settings, write a file with only what you change: `postil config --default settings` shows what there is.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Print the complete default file, with comments, instead.
    #[arg(long, value_name = "FILE", conflicts_with = "json")]
    default: Option<Which>,
    /// Print JSON: {settings, reader, paths, ambiguous_cells, faults}.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Which {
    /// settings.toml
    Settings,
    /// keys.toml
    Keys,
    /// What the keys of vim change in it.
    KeysVim,
    /// What the keys of less change in it.
    KeysLess,
    /// What the keys of emacs change in it.
    KeysEmacs,
    /// a theme, to be saved as themes/NAME.toml
    Theme,
}

/// Prints the settings, or a default file.
pub fn run(args: &Args, out: &mut Out) -> Result<Outcome, Failure> {
    if let Some(which) = args.default {
        out.text(match which {
            Which::Settings => settings::DEFAULT,
            Which::Keys => keys::DEFAULT,
            Which::KeysVim => KeyPreset::Vim.text(),
            Which::KeysLess => KeyPreset::Less.text(),
            Which::KeysEmacs => KeyPreset::Emacs.text(),
            Which::Theme => theme::BUILT_IN[0].1,
        })?;
        return Ok(Outcome::Done);
    }
    let dirs = setup::dirs()?;
    let (config, faults) = setup::config(&dirs);
    let file = settings_files(&dirs).settings;
    let rows: Vec<[String; 4]> = settings::TABLE
        .iter()
        .map(|setting| {
            let source = source(setting.name, file.as_ref());
            [
                setting.name.to_owned(),
                setting.value(&config.settings),
                source,
                format!("{} ({})", setting.about, setting.takes()),
            ]
        })
        .collect();
    let identity = Identity::of(&dirs, &setup::state(&dirs).0, None);
    if args.json {
        out.json(&json!({
            "settings": settings::TABLE.iter().zip(&rows).map(|(setting, [name, value, source, _])| json!({
                "name": name, "value": value, "source": source, "takes": setting.takes(), "about": setting.about,
            })).collect::<Vec<Value>>(),
            "reader": identity.json(),
            "paths": paths(&dirs).into_iter().map(|(name, path)| (name.to_owned(), path.into())).collect::<serde_json::Map<_, _>>(),
            "ambiguous_cells": if config.ambiguous_wide { 2 } else { 1 },
            "faults": faults.iter().map(fault).collect::<Vec<Value>>(),
        }))?;
        return Ok(Outcome::Done);
    }
    plain(rows, &dirs, &faults, out)?;
    out.line("")?;
    for (head, line) in ["READER"].into_iter().chain(std::iter::repeat("")).zip(identity.lines()) {
        out.line(&format!("{head:6}  {line}"))?;
    }
    ruler(config.ambiguous_wide, out)?;
    Ok(Outcome::Done)
}

fn fault(fault: &Fault) -> Value {
    json!({"file": fault.file, "line": fault.line, "message": fault.message})
}

fn plain(rows: Vec<[String; 4]>, dirs: &Dirs, faults: &[Fault], out: &mut Out) -> Result<(), Failure> {
    let left = Align::Left;
    let mut table = Table::new(&[("SETTING", left), ("VALUE", left), ("SOURCE", left), ("ABOUT", left)]);
    for row in rows {
        table.push(row);
    }
    table.print(out)?;
    out.line("")?;
    let mut table = Table::new(&[("FILES", left), ("PLACE", left)]);
    for (name, path) in paths(dirs) {
        table.push([name.to_owned(), path]);
    }
    table.print(out)?;
    if !faults.is_empty() {
        out.line("")?;
        out.line("FAULTS (the defaults stand in their place)")?;
    }
    faults.iter().try_for_each(|fault| out.line(&fault.to_string()))
}

/// A ruler by which a reader sees how many cells the terminal gives to ambiguous characters.
fn ruler(wide: bool, out: &mut Out) -> Result<(), Failure> {
    let signs = "“—…·●│";
    let (digits, count, other) =
        if wide { ("123456789012", "two cells", "narrow") } else { ("123456", "one cell", "wide") };
    out.line("")?;
    out.line(&format!("WIDTHS  {signs}|   each counts as {count}: the two bars stand under each other"))?;
    out.line(&format!("        {digits}|   where they do not, set ambiguous = \"{other}\""))
}

/// Where a setting's value comes from.
fn source(name: &str, file: Option<&TextFile>) -> String {
    let set = file.filter(|file| {
        let table = toml::from_str::<toml::Table>(&file.text).unwrap_or_default();
        let mut parts = name.split('.');
        let first = parts.next().and_then(|part| table.get(part));
        parts.try_fold(first, |value, part| Some(value?.get(part))).flatten().is_some()
    });
    set.map_or_else(
        || "default".to_owned(),
        |file| file.path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
    )
}

fn paths(dirs: &Dirs) -> Vec<(&'static str, String)> {
    vec![
        ("settings", shown(&dirs.config.join("settings.toml"))),
        ("keys", shown(&dirs.config.join("keys.toml"))),
        ("themes", shown(&dirs.config.join("themes"))),
        ("data", shown(&dirs.data)),
        ("state", shown(&dirs.state)),
        ("cache", shown(&dirs.cache)),
    ]
}
