//! Choosing one of many by typing a part of it: the palette, the outline, the tags are each one of these.

use crate::app::state::field::TextField;
use crate::app::state::people::ParticipantSign;
use crate::config::chord::{Chord, Key};
use crate::search::fuzzy;

/// One thing that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is typed for and shown.
    pub label: String,
    /// Shown dimmed beside it.
    pub detail: String,
    /// Columns of indentation.
    pub indent: u16,
}

/// What a key did to a chooser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// It moved, or the filter changed.
    Stay,
    /// The choice of this index was taken.
    Take(usize),
    /// Enter, but nothing matches what was typed.
    Nothing,
    /// It was closed.
    Leave,
}

/// A list of choices and the words typed to narrow it.
#[derive(Debug)]
pub struct Chooser {
    /// Its heading.
    pub title: String,
    /// What has been typed.
    pub field: TextField,
    /// Everything there is.
    pub choices: Vec<Choice>,
    /// Signs of readers to stand before the choices, in the same order; may be shorter.
    pub chips: Vec<Option<ParticipantSign>>,
    /// Indexes of what matches, the best first.
    pub shown: Vec<usize>,
    /// Which of `shown` is current.
    pub at: usize,
}

impl Chooser {
    /// All choices, the current one at index `at`.
    pub fn new(title: &str, choices: Vec<Choice>, at: usize) -> Self {
        let shown = (0..choices.len()).collect();
        Self { title: title.to_owned(), field: TextField::line(""), choices, chips: Vec::new(), shown, at }
    }

    /// The current choice.
    pub fn current(&self) -> Option<usize> {
        self.shown.get(self.at).copied()
    }

    /// Takes a key.
    pub fn press(&mut self, chord: Chord) -> Chosen {
        match (chord.key, chord.ctrl) {
            (Key::Esc, _) | (Key::Char('c' | 'g'), true) => return Chosen::Leave,
            (Key::Enter, _) => return self.current().map_or(Chosen::Nothing, Chosen::Take),
            (Key::Down, _) | (Key::Char('n' | 'j'), true) => self.step(1),
            (Key::Up, _) | (Key::Char('p' | 'k'), true) => self.step(-1),
            (Key::PageDown, _) => self.step(10),
            (Key::PageUp, _) => self.step(-10),
            _ if self.field.press(chord) => self.narrow(),
            _ => {}
        }
        Chosen::Stay
    }

    /// Takes pasted text.
    pub fn paste(&mut self, text: &str) {
        self.field.paste(text);
        self.narrow();
    }

    fn step(&mut self, by: isize) {
        self.at = self.at.saturating_add_signed(by).min(self.shown.len().saturating_sub(1));
    }

    fn narrow(&mut self) {
        let ranked = fuzzy::rank(&self.field.text(), self.choices.iter().map(|choice| choice.label.as_str()));
        self.shown = ranked.into_iter().map(|(index, _)| index).collect();
        self.at = 0;
    }
}
