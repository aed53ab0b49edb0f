//! What is chosen by its name. What is typed must stand in a name as it is: letters scattered over it choose nothing, and
//! what writes is chosen by more than a letter or two.

use crate::app::commands::Command;
use crate::app::dispatch::{commands, counts};
use crate::app::library::list;
use crate::app::messages::{Effect, Env};
use crate::app::model::Model;
use crate::app::query::keys::key_of;
use crate::app::state::chooser::{Chooser, typed_place};
use crate::app::state::choosing::{Choosing, PaletteEntry, Targets};
use crate::app::state::overlay::Overlay;
use crate::text::visible;

/// The fewest letters of a name that choose a command which changes something.
const LETTERS: usize = 3;

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
    let place = typed_place(&typed).and_then(|(number, is_part)| Some((number.parse().ok()?, is_part)));
    if let Some((count, is_part)) = place.filter(|_| model.doc.is_some()) {
        return counts::run(model, if is_part { Command::Percent } else { Command::Start }, count, given);
    }
    let help = key_of(model, Command::Help);
    model.say(format!("no command is called “{}”; {help} shows the keys", visible::line(typed.trim())));
    model.overlay = Some(Overlay::Choose(open));
    Vec::new()
}
