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

/// The first key of a command as it is bound now, for messages and hints: in the context of the keys, else where one
/// reads, else its name in the palette.
pub fn key_of(model: &Model, command: &str) -> String {
    let keymap = &model.config.keymap;
    let mut bound =
        [context(model), "reader", "select"].into_iter().flat_map(|context| keymap.keys_of(context, command));
    bound.next().unwrap_or_else(|| {
        let palette = keymap.keys_of("global", "palette").into_iter().next().unwrap_or_else(|| ":".to_owned());
        format!("{palette}{command}")
    })
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
    let help = key_of(model, "help");
    model.say(format!("{} means nothing here; {help} shows the keys", keys.join(" ")));
    Vec::new()
}
