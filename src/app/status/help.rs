//! Help: made from the keymap and the table of commands, so it is never wrong about a key.

use crate::app::commands::{COMMANDS, CONTEXTS, Context};
use crate::app::messages::Effect;
use crate::app::model::Model;
use crate::app::query::keys::context;
use crate::app::state::field::TextField;
use crate::app::state::overlay::{HelpPage, Overlay};
use crate::config::chord::{Chord, Key};
use crate::config::keys::Keymap;
use crate::search::query::{self, Scope};
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
    contexts.into_iter().flat_map(|context| section(keymap, context)).chain(queries()).collect()
}

/// What can be asked of texts and notes.
fn queries() -> impl Iterator<Item = HelpRow> {
    let entry = |(example, about): (&str, &'static str)| HelpRow::Entry { keys: example.to_owned(), about, name: "" };
    let heading = HelpRow::Heading("Queries, of texts and notes".to_owned());
    std::iter::once(heading).chain(query::rows(Scope::Notes).into_iter().map(entry))
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

/// The rows of help as it shows in `width` cells: all of them, or those in which each of the typed words stands. What is too
/// long for its column goes on in the next row.
pub fn shown_rows(model: &Model, page: &HelpPage, width: usize) -> Vec<HelpRow> {
    let rows = help_rows(&model.config.keymap, context(model));
    let typed = page.words.as_ref().map(|field| field.text().to_lowercase()).unwrap_or_default();
    let words: Vec<&str> = typed.split_whitespace().collect();
    let rows = if words.is_empty() { rows } else { narrowed(rows, &words) };
    let columns = (keys_column(width), width.saturating_sub(keys_column(width) + 1).max(1));
    rows.into_iter().flat_map(|row| laid_out(row, columns)).collect()
}

/// The entries in which all words stand, under their headings.
fn narrowed(rows: Vec<HelpRow>, words: &[&str]) -> Vec<HelpRow> {
    let mut kept: Vec<HelpRow> = Vec::new();
    let mut heading = None;
    for row in rows {
        match row {
            HelpRow::Heading(_) => heading = Some(row),
            HelpRow::Entry { ref keys, about, name } => {
                let said = format!("{keys} {about} {name}").to_lowercase();
                if words.iter().all(|word| said.contains(word)) {
                    kept.extend(heading.take());
                    kept.push(row);
                }
            }
            HelpRow::Gap if !matches!(kept.last(), None | Some(HelpRow::Gap)) => kept.push(row),
            HelpRow::Gap => {}
        }
    }
    kept
}

/// Scrolls help, or narrows it by what is typed; any other key closes it.
pub fn press(model: &mut Model, mut page: HelpPage, chord: Chord) -> Vec<Effect> {
    if page.words.is_some() {
        return press_words(model, page, chord);
    }
    match chord.key {
        Key::Char('/') if !chord.ctrl => page.words = Some(TextField::line("")),
        Key::Char(letter @ ('j' | 'k' | ' ' | 'b' | 'g' | 'G')) if !chord.ctrl => scroll(model, &mut page, letter),
        key => match letter_of(key) {
            Some(letter) => scroll(model, &mut page, letter),
            None => return Vec::new(),
        },
    }
    model.overlay = Some(Overlay::Help(page));
    Vec::new()
}

fn press_words(model: &mut Model, mut page: HelpPage, chord: Chord) -> Vec<Effect> {
    let ends = chord.key == Key::Esc || (chord.ctrl && matches!(chord.key, Key::Char('c' | 'g')));
    match letter_of(chord.key).filter(|_| !matches!(chord.key, Key::Home | Key::End)) {
        _ if ends => page = HelpPage::default(),
        Some(letter) => scroll(model, &mut page, letter),
        None => {
            let changed = page.words.as_mut().is_some_and(|field| field.press(chord));
            page.top = if changed { 0 } else { page.top };
        }
    }
    model.overlay = Some(Overlay::Help(page));
    Vec::new()
}

/// The letter that scrolls as a key does.
fn letter_of(key: Key) -> Option<char> {
    Some(match key {
        Key::Down => 'j',
        Key::Up => 'k',
        Key::PageDown => ' ',
        Key::PageUp => 'b',
        Key::Home => 'g',
        Key::End => 'G',
        _ => return None,
    })
}

fn scroll(model: &Model, page: &mut HelpPage, letter: char) {
    let rows = shown_rows(model, page, inner_width(model.view.screen.0)).len();
    let taken = if page.words.is_some() { 5 } else { 4 };
    let height = usize::from(model.view.screen.1).saturating_sub(taken).max(1);
    let to = match letter {
        'j' => page.top + 1,
        'k' => page.top.saturating_sub(1),
        ' ' => page.top + height,
        'b' => page.top.saturating_sub(height),
        'g' => 0,
        _ => rows,
    };
    page.top = to.min(rows.saturating_sub(height));
}
