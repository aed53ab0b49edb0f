//! The palette: every command by its name, and a few words that other programs have taught hands (`:q`, `:w`, `:e name`).
//! What is typed must stand in a name as it is: letters scattered over it choose nothing, and what writes is chosen by more
//! than a letter or two.

use crate::app::commands::{COMMANDS, Command, Context};
use crate::app::dispatch::{commands, counts};
use crate::app::library::list;
use crate::app::messages::{Effect, Env};
use crate::app::model::Model;
use crate::app::query::keys::{context, key_of};
use crate::app::state::chooser::{Choice, Chooser};
use crate::app::state::choosing::{Choosing, PaletteEntry, Targets};
use crate::app::state::overlay::Overlay;
use crate::text::visible;

/// Words of vim and less for commands of the table.
const ALSO: &[(&str, Command)] = &[
    ("q", Command::Quit),
    ("q!", Command::Quit),
    ("qa", Command::Quit),
    ("qa!", Command::Quit),
    ("wq", Command::Quit),
    ("wq!", Command::Quit),
    ("wqa", Command::Quit),
    ("x", Command::Quit),
    ("x!", Command::Quit),
    ("xa", Command::Quit),
    ("exit", Command::Quit),
    ("w", Command::Save),
    ("w!", Command::Save),
    ("wa", Command::Save),
    ("write", Command::Save),
    ("n", Command::TextNext),
    ("next", Command::TextNext),
    ("bn", Command::TextNext),
    ("p", Command::TextPrev),
    ("prev", Command::TextPrev),
    ("bp", Command::TextPrev),
    ("h", Command::Help),
    ("ls", Command::PaneList),
    ("noh", Command::Cancel),
    ("nohl", Command::Cancel),
    ("nohlsearch", Command::Cancel),
];

/// Words for opening a text by its name.
const OPENING: &[&str] = &["e", "e!", "edit", "open-text"];

/// What only the command line does, in the order of its help.
pub const OUTSIDE: &[&str] = &[
    "list",
    "text",
    "annotate",
    "notes",
    "check",
    "report",
    "questions",
    "export",
    "import",
    "sign",
    "config",
    "keys",
];

/// The fewest letters of a name that choose a command which changes something.
const LETTERS: usize = 3;

/// Opens the palette.
pub fn open(model: &mut Model) -> Vec<Effect> {
    let mut rows: Vec<(Choice, PaletteEntry)> = COMMANDS.iter().map(|command| of_table(model, *command)).collect();
    let listed = rows.len();
    rows.extend(ALSO.iter().map(|(name, command)| row(name, command.about(), PaletteEntry::Command(*command))));
    rows.extend(OPENING.iter().map(|name| row(name, "open a text by a part of its name", PaletteEntry::Open)));
    let outside = OUTSIDE.iter().filter(|name| Command::named(name).is_none());
    rows.extend(outside.map(|name| row(name, "on the command line", PaletteEntry::Outside(name))));
    let (choices, entries) = rows.into_iter().unzip();
    let chooser = Chooser::new("Commands", choices, 0).of_names(listed);
    model.overlay = Some(Overlay::choose(chooser, Targets::Commands(entries)));
    Vec::new()
}

fn of_table(model: &Model, command: Command) -> (Choice, PaletteEntry) {
    let of = |context: Context| model.config.keymap.keys_of(context.name(), command.name());
    let bound = of(context(model));
    let keys = if bound.is_empty() { of(Context::Global) } else { bound };
    let (choice, entry) = row(command.name(), command.about(), PaletteEntry::Command(command));
    (Choice { detail: keys.join(" "), ..choice }, entry)
}

fn row(name: &str, about: &str, entry: PaletteEntry) -> (Choice, PaletteEntry) {
    (Choice { label: format!("{name}: {about}"), detail: String::new(), indent: 0 }, entry)
}

/// Carries out what was chosen; what changes something only where enough of its name was typed, or it was moved to.
pub fn take(model: &mut Model, open: Box<Choosing>, index: usize, given: &Env) -> Vec<Effect> {
    let Targets::Commands(entries) = &open.targets else { return Vec::new() };
    let (entry, typed) = (entries[index], open.chooser.field.text());
    match entry {
        PaletteEntry::Command(command) if !is_meant(command, &typed, &open.chooser) => {
            model.say(format!("{}: type more of its name, or choose it with the arrows", command.name()));
            model.overlay = Some(Overlay::Choose(open));
            Vec::new()
        }
        PaletteEntry::Command(command) => commands::run(model, command, given),
        PaletteEntry::Open => list::open_named(model, typed.trim().split_once(' ').map_or("", |(_, name)| name.trim())),
        PaletteEntry::Outside(name) => {
            model.say(format!("outside of this screen: postil {name} does that, postil {name} --help says how"));
            Vec::new()
        }
    }
}

fn is_meant(command: Command, typed: &str, chooser: &Chooser) -> bool {
    let typed = typed.trim();
    let changes =
        command.writes() || matches!(command, Command::Discard | Command::ReadAll | Command::Sync | Command::Lead);
    let named = typed == command.name() || (typed.len() >= LETTERS && command.name().starts_with(typed));
    !changes || named || chooser.at > 0 || typed.split_whitespace().nth(1).is_some()
}

/// Enter where nothing fits: a number is a place in the text, anything else is told.
pub fn unknown(model: &mut Model, open: Box<Choosing>, given: &Env) -> Vec<Effect> {
    let typed = open.chooser.field.text();
    let (number, command) = match typed.trim().strip_suffix('%') {
        Some(percent) => (percent, Command::Percent),
        None => (typed.trim(), Command::Start),
    };
    if let Some(count) = number.parse().ok().filter(|_| model.desk.is_some()) {
        return counts::run(model, command, count, given);
    }
    let help = key_of(model, Command::Help);
    model.say(format!("no command is called “{}”; {help} shows the keys", visible::line(typed.trim())));
    model.overlay = Some(Overlay::Choose(open));
    Vec::new()
}
