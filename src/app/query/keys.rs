//! Which keys a command has now.

use crate::app::commands::{COMMANDS, CONTEXTS, Command, Context};
use crate::app::model::Model;
use crate::app::query::current::is_selecting;
use crate::app::state::view::Pane;
use crate::config::{Fault, KeyPreset, Keymap, WrittenKeys};

/// The context that the keymap looks in first.
pub fn context(model: &Model) -> Context {
    match model.view.focus {
        Pane::List => Context::List,
        Pane::Notes => Context::Notes,
        Pane::Reader if is_selecting(model) => Context::Select,
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

/// The keys of a preset with the reader's own over them, and what is wrong with those.
pub fn keymap(keys: &WrittenKeys, preset: KeyPreset) -> (Keymap, Vec<Fault>) {
    let contexts: Vec<&str> = CONTEXTS.iter().map(|context| context.name()).collect();
    let commands: Vec<&str> = COMMANDS.iter().map(|command| command.name()).collect();
    keys.over(preset, &contexts, &commands)
}
