//! From a key to a command: the overlay first, then the keymap of the context.

use super::commands::{Command, Context};
use super::{Effect, Given, Model, Pane, command, overlay};
use crate::config::chord::{Chord, Key};
use crate::config::keys::Lookup;

/// The context that the keymap looks in first.
pub fn context(model: &Model) -> Context {
    match model.view.focus {
        Pane::List => Context::List,
        Pane::Notes => Context::Notes,
        Pane::Reader if model.desk.as_ref().is_some_and(|desk| desk.selection.is_some()) => Context::Select,
        Pane::Reader => Context::Reader,
    }
}

/// The first key of a command as it is bound now, for messages and hints: in the context of the keys, else where one
/// reads, else its name in the palette.
pub fn key_of(model: &Model, command: Command) -> String {
    let bound = |context, command| keys_in(model, context, command).into_iter();
    let mut found = [context(model), Context::Reader, Context::Select].into_iter().flat_map(|at| bound(at, command));
    found.next().unwrap_or_else(|| {
        let palette = bound(Context::Global, Command::Palette).next().unwrap_or_else(|| ":".to_owned());
        format!("{palette}{}", command.name())
    })
}

/// The keys of a command in a context, as they are bound now; short ones first.
pub fn keys_in(model: &Model, context: Context, command: Command) -> Vec<String> {
    model.config.keymap.keys_of(context.name(), command.name())
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
    let found = model.config.keymap.lookup(context(model).name(), Context::Global.name(), &model.typed);
    if matches!(found, Lookup::Prefix) {
        return Vec::new();
    }
    let meant = if let Lookup::Command(name) = found { Command::named(name) } else { None };
    let typed = std::mem::take(&mut model.typed);
    match meant {
        Some(command) => command::run(model, command, given),
        None => unknown(model, &typed),
    }
}

/// A key that means nothing here says where help is.
fn unknown(model: &mut Model, typed: &[Chord]) -> Vec<Effect> {
    let keys: Vec<String> = typed.iter().map(ToString::to_string).collect();
    let help = key_of(model, Command::Help);
    model.say(format!("{} means nothing here; {help} shows the keys", keys.join(" ")));
    Vec::new()
}
