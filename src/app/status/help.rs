//! Help: made from the keymap and the table of commands, so it is never wrong about a key.

use crate::app::commands::{COMMANDS, CONTEXTS, Context};
use crate::app::messages::Effect;
use crate::app::model::Model;
use crate::app::query::keys::context;
use crate::app::state::overlay::Overlay;
use crate::config::chord::{Chord, Key};
use crate::config::keys::Keymap;
use crate::text::{Span, cells, wrap};

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

/// The most cells that help takes.
pub const WIDEST: u16 = 84;

/// The cells of a row of help on a screen of that width, in its frame.
pub fn inner_width(screen: u16) -> usize {
    usize::from(screen.min(WIDEST).saturating_sub(4))
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

/// The rows of help in `width` cells: what is too long for its column goes on in the next row.
pub fn help_rows_in(keymap: &Keymap, first: Context, width: usize) -> Vec<HelpRow> {
    let columns = (keys_column(width), width.saturating_sub(keys_column(width) + 1).max(1));
    help_rows(keymap, first).into_iter().flat_map(|row| laid_out(row, columns)).collect()
}

/// The cells of the column of keys in help of that width.
pub fn keys_column(width: usize) -> usize {
    24.min(width / 3)
}

fn laid_out(row: HelpRow, (keys_width, about_width): (usize, usize)) -> Vec<HelpRow> {
    let HelpRow::Entry { keys, about, name } = row else { return vec![row] };
    let mut lines: Vec<String> = Vec::new();
    for key in keys.split("  ") {
        match lines.last_mut().filter(|line| cells::width(line) + 2 + cells::width(key) <= keys_width) {
            Some(line) => *line = format!("{line}  {key}"),
            None => lines.push(key.to_owned()),
        }
    }
    let words = wrap::wrap(about, Span::new(0, about.len()), about_width, about_width);
    (0..lines.len().max(words.len()))
        .map(|at| HelpRow::Entry {
            keys: lines.get(at).cloned().unwrap_or_default(),
            about: words.get(at).map_or("", |span| about[span.start..span.end].trim()),
            name: if at == 0 { name } else { "" },
        })
        .collect()
}

/// Scrolls help; any other key closes it.
pub fn press(model: &mut Model, top: usize, chord: Chord) -> Vec<Effect> {
    let (width, height) = model.view.screen;
    let rows = help_rows_in(&model.config.keymap, context(model), inner_width(width)).len();
    let page = usize::from(height).saturating_sub(4).max(1);
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
