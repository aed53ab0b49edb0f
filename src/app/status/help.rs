//! Help: made from the keymap and the table of commands, so it is never wrong about a key.

use crate::app::commands::{COMMANDS, CONTEXTS, Context};
use crate::app::messages::Effect;
use crate::app::model::Model;
use crate::app::query::keys::context;
use crate::app::state::overlay::Overlay;
use crate::config::chord::{Chord, Key};
use crate::config::keys::Keymap;

/// A row of help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HelpRow {
    /// A context's name.
    Heading(String),
    /// Keys and what they do.
    Entry {
        /// The keys.
        keys: String,
        /// What they do.
        about: &'static str,
        /// The command's name.
        name: &'static str,
    },
    /// An empty row.
    Gap,
}

/// All rows of help, the context `first` first.
pub fn help_rows(keymap: &Keymap, first: Context) -> Vec<HelpRow> {
    let mut contexts = CONTEXTS.to_vec();
    contexts.sort_by_key(|context| *context != first);
    contexts.into_iter().flat_map(|context| section(keymap, context)).collect()
}

fn section(keymap: &Keymap, context: Context) -> Vec<HelpRow> {
    let entries = COMMANDS.iter().filter_map(|command| {
        let mut keys = keymap.keys_of(context.name(), command.name());
        if context != Context::Global {
            // What holds everywhere is said once.
            let everywhere = keymap.keys_of(Context::Global.name(), command.name());
            keys.retain(|key| !everywhere.contains(key));
        }
        (!keys.is_empty()).then(|| HelpRow::Entry {
            keys: keys.join("  "),
            about: command.about(),
            name: command.name(),
        })
    });
    let mut rows = vec![HelpRow::Heading(context.about().to_owned())];
    rows.extend(entries);
    rows.push(HelpRow::Gap);
    rows
}

/// Scrolls help; any other key closes it.
pub fn press(model: &mut Model, top: usize, chord: Chord) -> Vec<Effect> {
    let (rows, page) = (
        help_rows(&model.config.keymap, context(model)).len(),
        usize::from(model.view.screen.1).saturating_sub(4).max(1),
    );
    let to = match chord.key {
        Key::Down | Key::Char('j') => top + 1,
        Key::Up | Key::Char('k') => top.saturating_sub(1),
        Key::PageDown | Key::Char(' ') => top + page,
        Key::PageUp | Key::Char('b') => top.saturating_sub(page),
        Key::Home | Key::Char('g') => 0,
        Key::End | Key::Char('G') => rows,
        _ => return Vec::new(),
    };
    model.overlay = Some(Overlay::Help(to.min(rows.saturating_sub(page))));
    Vec::new()
}
