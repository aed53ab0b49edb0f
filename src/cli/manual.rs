//! `postil manual`: the chapters of `docs/manual`, which the program brings along, opened in the reader itself or printed. The tables
//! in them that say what the program knows (keys, settings, commands) are held to it by the tests here.

use super::out::Out;
use super::outcome::{Failure, Outcome};
use super::table::{Align, Table};
use super::{read, setup};
use crate::app::{self, COMMANDS, CONTEXTS, Command};
use crate::config::fault::nearest;
use crate::config::{KeyPreset, Keymap, WrittenKeys};
use crate::document::DocPath;
use crate::store::{Library, unpack};
use std::fmt::Write;

/// The folder of the data folder that the manual is laid into, to be read.
const FOLDER: &str = "manual";

/// Read the manual: on a terminal in the reader, where you can search and mark in it; else the chapter is printed.
///
/// Without a chapter it shows them all. Marks on the manual stay on this device (`postil config` names the data folder), and the
/// folder of texts that you read last stays the one that `postil` opens.
#[derive(Debug, clap::Args)]
pub struct ManualArgs {
    /// The chapter: start, reading, annotating, finding, seminar, sharing, exchange, settings, files, trouble, keys, commands.
    chapter: Option<String>,
}

/// A chapter: the name of its file and its text.
struct ManualChapter {
    file: &'static str,
    text: &'static str,
}

macro_rules! chapters {
    ($($file:literal),* $(,)?) => {
        &[$(ManualChapter { file: $file, text: include_str!(concat!("../../docs/manual/", $file)) },)*]
    };
}

/// All chapters, in their order.
const CHAPTERS: &[ManualChapter] = chapters![
    "01-start.md",
    "02-reading.md",
    "03-annotating.md",
    "04-finding.md",
    "05-seminar.md",
    "06-sharing.md",
    "07-exchange.md",
    "08-settings.md",
    "09-files.md",
    "10-trouble.md",
    "11-keys.md",
    "12-commands.md",
];

impl ManualChapter {
    /// Its name as it is asked for: that of the file without number and ending.
    fn name(&self) -> &'static str {
        let stem = self.file.strip_suffix(".md").unwrap_or(self.file);
        stem.split_once('-').map_or(stem, |(_, name)| name)
    }

    fn title(&self) -> &'static str {
        self.text.lines().find_map(|line| line.strip_prefix("# ")).unwrap_or(self.name())
    }

    /// The text with the keys that are in force: the table of keys is made of them; a chapter that names others says where they stand.
    fn with_keys(&self, keymap: &Keymap) -> String {
        let (mine, default) =
            (table_of_keys(keymap), table_of_keys(&app::keymap(&WrittenKeys::default(), KeyPreset::Postil).0));
        let title = self.text.find("\n# ").and_then(|at| self.text[at + 1..].find('\n').map(|end| at + 1 + end));
        match title {
            Some(at) if mine != default => {
                let (head, rest) = self.text.split_at(at);
                format!("{head}\n\n{OTHER_KEYS}{}", rest.replace(&default, &mine))
            }
            _ => self.text.to_owned(),
        }
    }
}

/// The names and titles of the chapters.
pub fn chapters() -> impl Iterator<Item = (&'static str, &'static str)> {
    CHAPTERS.iter().map(|chapter| (chapter.name(), chapter.title()))
}

/// What stands below the title of a chapter where the keys are not those of the start.
const OTHER_KEYS: &str = "> The keys here are not those of the start (`key_preset` in `settings.toml`, `keys.toml`): where a chapter \
    names a key, the [table of keys](11-keys.md) has yours.\n";

/// The tables of all keys, a context each.
fn table_of_keys(keymap: &Keymap) -> String {
    let mut table = String::new();
    for context in CONTEXTS {
        // Writing into a string does not fail.
        let _ = writeln!(table, "\n## {}\n\n| Keys | What they do | Command |\n|---|---|---|", context.about());
        for command in COMMANDS {
            let keys = keymap.keys_of(context.name(), command.name());
            let keys: Vec<String> = keys.iter().map(|key| format!("`{}`", cell(key))).collect();
            if !keys.is_empty() {
                let _ = writeln!(table, "| {} | {} | {} |", keys.join(" "), cell(command.about()), command.name());
            }
        }
    }
    let bound =
        |command: &Command| CONTEXTS.iter().any(|context| !keymap.keys_of(context.name(), command.name()).is_empty());
    table += "\n## By name alone\n\n| Command | What it does |\n|---|---|\n";
    let unbound = COMMANDS.iter().filter(|command| !bound(command));
    table.extend(unbound.map(|command| format!("| `:{}` | {} |\n", command.name(), cell(command.about()))));
    table
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// A text as it is printed: without the facts at its head.
fn printed(text: &str) -> &str {
    text.find("\n# ").map_or(text, |at| &text[at + 1..])
}

/// The chapter that is meant: by its name or the beginning of one.
fn chapter(asked: &str) -> Result<&'static ManualChapter, Failure> {
    let names = || CHAPTERS.iter().map(ManualChapter::name);
    let asked = asked.to_lowercase();
    let found = CHAPTERS.iter().find(|chapter| chapter.name() == asked);
    found.or_else(|| CHAPTERS.iter().find(|chapter| chapter.name().starts_with(&asked))).ok_or_else(|| {
        let near = nearest(&asked, names()).map(|near| format!("Did you mean `postil manual {near}`? "));
        let all = names().collect::<Vec<_>>().join(", ");
        Failure::new(
            format!("the manual has no chapter “{asked}”"),
            format!("{}There are {all}.", near.unwrap_or_default()),
        )
    })
}

/// Opens or prints the manual.
pub fn run(args: &ManualArgs, out: &mut Out) -> Result<Outcome, Failure> {
    let chapter = args.chapter.as_deref().map(chapter).transpose()?;
    if read::has_screen() {
        return open(chapter);
    }
    match chapter {
        Some(chapter) => out.text(printed(&chapter.with_keys(&setup::config(&setup::dirs()?).0.keymap)))?,
        None => contents(out)?,
    }
    Ok(Outcome::Done)
}

fn contents(out: &mut Out) -> Result<(), Failure> {
    let mut table = Table::new(&[("CHAPTER", Align::Left), ("ABOUT", Align::Left)]);
    for chapter in CHAPTERS {
        table.push([chapter.name().to_owned(), chapter.title().to_owned()]);
    }
    table.print(out)
}

fn open(chapter: Option<&ManualChapter>) -> Result<Outcome, Failure> {
    let dirs = setup::dirs()?;
    let keymap = setup::config(&dirs).0.keymap;
    let texts: Vec<(&str, String)> =
        CHAPTERS.iter().map(|chapter| (chapter.file, chapter.with_keys(&keymap))).collect();
    let files: Vec<(&str, &[u8])> = texts.iter().map(|(file, text)| (*file, text.as_bytes())).collect();
    let library = Library::open(&unpack(&dirs, FOLDER, &files)?)?.keeping(&dirs);
    let path = chapter.and_then(|chapter| DocPath::new(chapter.file).ok());
    let library = match path {
        Some(path) => library.choosing(path),
        None => library,
    };
    let state = setup::state(&dirs);
    read::show(library, dirs, state, None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::settings;

    /// What is between the marks of a generated table is what the program says; if not, what should stand there is printed.
    fn holds(chapter_name: &str, table: &str) {
        let text = chapter(chapter_name).unwrap().text;
        let (_, rest) = text.split_once(&format!("<!-- {chapter_name} -->\n")).unwrap();
        let (found, _) = rest.split_once("<!-- end -->").unwrap();
        assert!(found == table, "docs/manual: the table of {chapter_name} should be:\n{table}");
    }

    #[test]
    fn the_chapter_on_keys_has_all_keys_of_the_default_keymap() {
        let keymap = app::keymap(&WrittenKeys::default(), KeyPreset::Postil).0;
        holds("keys", &(table_of_keys(&keymap) + "\n"));
    }

    #[test]
    fn chapters_have_the_keys_that_are_in_force_and_say_where_they_are_others() {
        let keymap = |preset| app::keymap(&WrittenKeys::default(), preset).0;
        for chapter in CHAPTERS {
            assert_eq!(chapter.with_keys(&keymap(KeyPreset::Postil)), chapter.text);
            let text = chapter.with_keys(&keymap(KeyPreset::Less));
            assert!(text.contains(&format!("# {}\n\n{OTHER_KEYS}\n", chapter.title())), "{}", chapter.file);
        }
        let keys = chapter("keys").unwrap().with_keys(&keymap(KeyPreset::Less));
        assert!(keys.contains("| `e` `j` `enter` `down` | one row down | row-down |") && !keys.contains("`g o`"));
    }

    #[test]
    fn the_chapter_on_settings_has_all_settings_with_their_defaults() {
        let (defaults, _) = settings::resolve(&[]);
        let mut table = "| Setting | What it is for | It takes | At first |\n|---|---|---|---|\n".to_owned();
        for setting in settings::TABLE {
            let (about, takes) = (cell(setting.about), cell(&setting.takes()));
            let _ = writeln!(table, "| `{}` | {about} | {takes} | `{}` |", setting.name, setting.value(&defaults));
        }
        holds("settings", &table);
    }

    #[test]
    fn the_chapter_on_commands_has_all_of_them() {
        let mut table = "| Command | What it does |\n|---|---|\n".to_owned();
        for sub in crate::cli::command().get_subcommands().filter(|sub| !sub.is_hide_set()) {
            let about = sub.get_about().map(ToString::to_string).unwrap_or_default();
            let _ = writeln!(table, "| `postil {}` | {} |", sub.get_name(), cell(&about));
        }
        holds("commands", &table);
    }

    #[test]
    fn every_chapter_has_its_place_in_the_order_a_title_and_links_that_lead_somewhere() {
        for (at, chapter) in CHAPTERS.iter().enumerate() {
            assert!(chapter.file.starts_with(&format!("{:02}-", at + 1)), "{}", chapter.file);
            assert!(printed(chapter.text).starts_with(&format!("# {}\n", chapter.title())), "{}", chapter.file);
            assert!(chapter.text.contains(&format!("title: {}\n", chapter.title())), "{}", chapter.file);
            for link in chapter.text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
                assert!(CHAPTERS.iter().any(|other| other.file == link), "{} leads to {link}", chapter.file);
            }
        }
        assert_eq!(chapter("FIND").map(ManualChapter::name), Ok("finding"));
        let Err(Failure::Told { cause, hint }) = chapter("findings") else { panic!("there is none") };
        assert!(cause.contains("“findings”") && hint.contains("`postil manual finding`"), "{cause} {hint}");
    }
}
