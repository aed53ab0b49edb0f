//! The palette as it is opened: every command by its name, a few words that other programs have taught hands (`:q`, `:w`,
//! `:e name`), and what only the command line does. What a choice does stands where overlays are dispatched.

use crate::app::commands::{COMMANDS, Command, Context};
use crate::app::messages::Effect;
use crate::app::model::Model;
use crate::app::query::keys::context;
use crate::app::state::chooser::{Choice, Chooser};
use crate::app::state::choosing::{PaletteEntry, Targets};
use crate::app::state::overlay::Overlay;

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
    ("name", Command::Rename),
    ("reader", Command::Rename),
    ("who", Command::Rename),
    ("whoami", Command::Rename),
    ("read", Command::ToggleRead),
    ("unread", Command::ToggleRead),
    ("h", Command::Help),
    ("set", Command::Settings),
    ("ls", Command::PaneList),
    ("noh", Command::Cancel),
    ("nohl", Command::Cancel),
    ("nohlsearch", Command::Cancel),
    ("$", Command::End),
];

/// Words for opening a text by its name.
const OPENING: &[&str] = &["e", "e!", "edit", "open-text"];

/// What only the command line does, in the order of its help.
pub const OUTSIDE: &[&str] = &[
    "init",
    "add",
    "list",
    "text",
    "annotate",
    "notes",
    "tags",
    "check",
    "report",
    "questions",
    "export",
    "import",
    "sign",
    "config",
    "keys",
    "manual",
];

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
