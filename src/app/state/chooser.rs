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
    /// Of a list of names (`name: what it is`) how many are listed; the others show only when they are typed whole, and no name
    /// by letters scattered over it.
    named: Option<usize>,
}

impl Chooser {
    /// All choices, the current one at index `at`.
    pub fn new(title: &str, choices: Vec<Choice>, at: usize) -> Self {
        let shown = (0..choices.len()).collect();
        Self { title: title.to_owned(), field: TextField::line(""), choices, chips: Vec::new(), shown, at, named: None }
    }

    /// Makes it a chooser of names that are typed as they are; the first `listed` choices show before anything is typed.
    pub fn of_names(self, listed: usize) -> Self {
        Self { shown: (0..listed).collect(), named: Some(listed), ..self }
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

    /// Takes other choices; what has been typed stays, and the current choice where it is still there.
    pub fn renew(&mut self, choices: Vec<Choice>) {
        let before = self.current().and_then(|at| self.choices.get(at).cloned());
        self.choices = choices;
        let at = self.at;
        if self.field.is_empty() {
            self.shown = (0..self.choices.len()).collect();
        } else {
            self.narrow();
        }
        let stays = before.and_then(|before| self.shown.iter().position(|shown| self.choices[*shown] == before));
        self.at = stays.unwrap_or(at).min(self.shown.len().saturating_sub(1));
    }

    fn step(&mut self, by: isize) {
        self.at = self.at.saturating_add_signed(by).min(self.shown.len().saturating_sub(1));
    }

    fn narrow(&mut self) {
        let (typed, labels) = (self.field.text(), self.choices.iter().map(|choice| choice.label.as_str()));
        self.shown = match self.named {
            Some(listed) => by_name(&typed, &labels, listed),
            None => fuzzy::rank(&typed, labels).into_iter().map(|(index, _)| index).collect(),
        };
        self.at = 0;
    }
}

/// The number that is typed, and whether it is a percentage (`50%`, `50 %`): a place in the text and no name, whatever words hold it.
pub fn typed_place(typed: &str) -> Option<(&str, bool)> {
    let typed = typed.trim();
    let (number, is_part) = typed.strip_suffix('%').map_or((typed, false), |number| (number.trim_end(), true));
    (!number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())).then_some((number, is_part))
}

/// The names that hold every word typed as it is, those first that are what was typed or begin so; of those behind `listed`
/// the one that the first word is.
fn by_name<'a>(typed: &str, labels: &(impl Iterator<Item = &'a str> + Clone), listed: usize) -> Vec<usize> {
    if typed_place(typed).is_some() {
        return Vec::new();
    }
    let first = typed.split_whitespace().next().unwrap_or_default();
    let is = |label: &str, name: &str| label.split(':').next() == Some(name);
    let whole = labels.clone().enumerate().skip(listed).find(|(_, label)| is(label, first)).map(|(index, _)| index);
    let ranked = fuzzy::rank_words(typed, labels.clone().take(listed));
    let mut found: Vec<(u8, usize)> = ranked
        .into_iter()
        .map(|(index, label)| {
            (
                if is(label, typed.trim()) {
                    0
                } else if label.starts_with(typed.trim()) {
                    2
                } else {
                    3
                },
                index,
            )
        })
        .collect();
    found.extend(whole.map(|index| (1, index)));
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, index)| index).collect()
}
