//! From a key to a command: the overlay first, then the keymap of the context.

use crate::app::commands::{Command, Context};
use crate::app::dispatch::{commands, counts, overlay};
use crate::app::messages::{Effect, Env};
use crate::app::model::Model;
use crate::app::query::keys::{context, key_of};
use crate::config::chord::{Chord, Key};
use crate::config::keys::Lookup;

/// Takes a key.
pub fn press(model: &mut Model, chord: Chord, given: &Env) -> Vec<Effect> {
    if redraws(model, chord) {
        return commands::redraw();
    }
    model.status.message = None;
    if let Some(over) = model.overlay.take() {
        return overlay::press(model, over, chord, given);
    }
    if chord.key == Key::Esc && !model.status.typed.is_empty() {
        model.status.typed.clear();
        return Vec::new();
    }
    if (model.status.typed.count.is_some() || !means_something(model, chord)) && model.status.typed.take_digit(chord) {
        return Vec::new();
    }
    model.status.typed.keys.push(chord);
    let found = lookup(model, &model.status.typed.keys);
    if matches!(found, Lookup::Prefix) {
        return Vec::new();
    }
    let meant = if let Lookup::Command(name) = found { Command::named(name) } else { None };
    let typed = std::mem::take(&mut model.status.typed);
    match (meant, typed.count) {
        (Some(command), None) => commands::run(model, command, given),
        (Some(command), Some(count)) => counts::run(model, command, count, given),
        (None, _) => unknown(model, &typed.keys),
    }
}

/// Whether the key paints anew: from anywhere, without ending what is under way.
fn redraws(model: &Model, chord: Chord) -> bool {
    let global = Context::Global.name();
    let alone = model.status.typed.keys.is_empty() || model.overlay.is_some();
    alone && model.config.keymap.lookup(global, global, &[chord]) == Lookup::Command(Command::Redraw.name())
}

fn lookup<'a>(model: &'a Model, typed: &[Chord]) -> Lookup<'a> {
    model.config.keymap.lookup(context(model).name(), Context::Global.name(), typed)
}

/// Whether a key is bound here, so that a digit is no number: while text is selected digits are colours.
fn means_something(model: &Model, chord: Chord) -> bool {
    lookup(model, &[chord]) != Lookup::None
}

/// A key that means nothing here says where help is.
fn unknown(model: &mut Model, typed: &[Chord]) -> Vec<Effect> {
    let keys: Vec<String> = typed.iter().map(ToString::to_string).collect();
    let help = key_of(model, Command::Help);
    model.say(format!("{} means nothing here; {help} shows the keys", keys.join(" ")));
    Vec::new()
}
