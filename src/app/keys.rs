//! From a key to a command: the overlay first, then the keymap of the context.

use super::{Effect, Given, Model, Pane, command, overlay};
use crate::config::chord::{Chord, Key};
use crate::config::keys::Lookup;

/// The context that the keymap looks in first.
pub fn context(model: &Model) -> &'static str {
    match model.view.focus {
        Pane::List => "list",
        Pane::Notes => "notes",
        Pane::Reader if model.desk.as_ref().is_some_and(|desk| desk.selection.is_some()) => "select",
        Pane::Reader => "reader",
    }
}

/// Takes a key.
pub fn press(model: &mut Model, chord: Chord, given: &Given) -> Vec<Effect> {
    model.message = None;
    if let Some(over) = model.overlay.take() {
        return overlay::press(model, over, chord, given);
    }
    if chord.key == Key::Esc && !model.typed.is_empty() {
        model.typed.clear();
        return Vec::new();
    }
    model.typed.push(chord);
    let found = model.config.keymap.lookup(context(model), "global", &model.typed);
    if matches!(found, Lookup::Prefix) {
        return Vec::new();
    }
    let name = if let Lookup::Command(name) = found { Some(name.to_owned()) } else { None };
    let typed = std::mem::take(&mut model.typed);
    match name.and_then(|name| command::named(&name)) {
        Some(command) => command::run(model, command, given),
        None => unknown(model, &typed),
    }
}

/// A key that means nothing here says where help is.
fn unknown(model: &mut Model, typed: &[Chord]) -> Vec<Effect> {
    let keys: Vec<String> = typed.iter().map(ToString::to_string).collect();
    let help = model.config.keymap.keys_of("global", "help").into_iter().next().unwrap_or_else(|| "?".to_owned());
    model.say(format!("{} means nothing here; {help} shows the keys", keys.join(" ")));
    Vec::new()
}
