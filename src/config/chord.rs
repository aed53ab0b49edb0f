//! Keys as they are written in `keys.toml` and shown in the help: `j`, `G`, `ctrl-d`, `space`, `g g`.
//!
//! Our own type: the terminal turns its events into chords. It binds nothing.

use super::fault::{hint, quoted};
use std::fmt;

/// One key with what is held down beside it. Made by [`Chord::new`], so that one press has one value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Chord {
    /// The key.
    pub key: Key,
    /// Control is held.
    pub ctrl: bool,
    /// Alt (or Meta) is held.
    pub alt: bool,
    /// Shift is held; never for characters, where it is part of the character.
    pub shift: bool,
}

/// A key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// A character as typed: `G` is shift and g. The space bar is `Char(' ')`.
    Char(char),
    /// Return.
    Enter,
    /// Escape.
    Esc,
    /// Tabulator.
    Tab,
    /// Shift and tabulator, which terminals send as a key of its own.
    BackTab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Insert.
    Insert,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// A function key, 1 to 24.
    F(u8),
}

/// The keys with names. The first name of a key is the one shown.
const NAMES: &[(&str, Key)] = &[
    ("space", Key::Char(' ')),
    ("enter", Key::Enter),
    ("esc", Key::Esc),
    ("tab", Key::Tab),
    ("shift-tab", Key::BackTab),
    ("backspace", Key::Backspace),
    ("delete", Key::Delete),
    ("insert", Key::Insert),
    ("left", Key::Left),
    ("right", Key::Right),
    ("up", Key::Up),
    ("down", Key::Down),
    ("home", Key::Home),
    ("end", Key::End),
    ("pageup", Key::PageUp),
    ("pagedown", Key::PageDown),
    ("escape", Key::Esc),
    ("return", Key::Enter),
    ("del", Key::Delete),
    ("ins", Key::Insert),
    ("pgup", Key::PageUp),
    ("pgdn", Key::PageDown),
    ("backtab", Key::BackTab),
];

/// The longest sequence of chords that can be bound.
pub const LONGEST_SEQUENCE: usize = 4;

/// What is held down beside a key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Modifiers {
    /// The control key.
    pub ctrl: bool,
    /// The alt key.
    pub alt: bool,
    /// The shift key.
    pub shift: bool,
}

impl Modifiers {
    /// Nothing.
    pub const NONE: Self = Self { ctrl: false, alt: false, shift: false };
    /// The control key alone.
    pub const CTRL: Self = Self { ctrl: true, ..Self::NONE };
    /// The alt key alone.
    pub const ALT: Self = Self { alt: true, ..Self::NONE };
    /// The shift key alone.
    pub const SHIFT: Self = Self { shift: true, ..Self::NONE };
}

impl From<Key> for Chord {
    fn from(key: Key) -> Self {
        Self::new(key, Modifiers::NONE)
    }
}

impl Chord {
    /// The chord of one press, whichever way a terminal tells it: shift is made part of a character, a control
    /// character's letter is small (terminals cannot tell `ctrl-D` from `ctrl-d`), and shift with Tab is BackTab.
    pub fn new(key: Key, held: Modifiers) -> Self {
        let Modifiers { ctrl, alt, shift } = held;
        match key {
            Key::Char(letter) if ctrl => Self { key: Key::Char(letter.to_ascii_lowercase()), ctrl, alt, shift: false },
            Key::Char(letter) if shift => Self { key: Key::Char(upper(letter)), ctrl, alt, shift: false },
            Key::Tab if shift => Self { key: Key::BackTab, ctrl, alt, shift: false },
            Key::BackTab | Key::Char(_) => Self { key, ctrl, alt, shift: false },
            _ => Self { key, ctrl, alt, shift },
        }
    }

    /// The chord of one character typed with nothing else held.
    pub fn char(letter: char) -> Self {
        Self::from(Key::Char(letter))
    }

    /// One chord as written: `j`, `G`, `ctrl-d`, `alt-enter`, `shift-tab`, `f5`, `U+00A0`. The error says what is
    /// wrong, with the nearest name.
    pub fn parse(written: &str) -> Result<Self, String> {
        let mut modifiers = Modifiers::NONE;
        let mut rest = written;
        while let Some((held, after)) = held(rest) {
            let flag = match held {
                HeldKey::Ctrl => &mut modifiers.ctrl,
                HeldKey::Alt => &mut modifiers.alt,
                HeldKey::Shift => &mut modifiers.shift,
            };
            if std::mem::replace(flag, true) {
                return Err(format!("{} holds a key twice", quoted(written)));
            }
            rest = after;
        }
        let key = key(rest).ok_or_else(|| unknown(rest, written))?;
        let chord = Self::new(key, modifiers);
        chord.twin().map_or(Ok(chord), |twin| Err(format!("terminals send {chord} as {twin}; bind {twin}")))
    }

    /// The key that sends the same byte as this control character, and so is what arrives.
    fn twin(self) -> Option<&'static str> {
        match (self.ctrl, self.key) {
            (true, Key::Char('i')) => Some("tab"),
            (true, Key::Char('m')) => Some("enter"),
            (true, Key::Char('[')) => Some("esc"),
            _ => None,
        }
    }
}

/// A capital where there is exactly one.
fn upper(letter: char) -> char {
    let mut capitals = letter.to_uppercase();
    match (capitals.next(), capitals.next()) {
        (Some(capital), None) => capital,
        _ => letter,
    }
}

enum HeldKey {
    Ctrl,
    Alt,
    Shift,
}

/// The key held at the front of `written`, and what stands after its `-`.
fn held(written: &str) -> Option<(HeldKey, &str)> {
    let (name, rest) = written.split_once('-')?;
    let held = match name.to_ascii_lowercase().as_str() {
        "ctrl" => HeldKey::Ctrl,
        "alt" => HeldKey::Alt,
        "shift" => HeldKey::Shift,
        _ => return None,
    };
    Some((held, rest))
}

fn key(written: &str) -> Option<Key> {
    let mut letters = written.chars();
    if let (Some(letter), None) = (letters.next(), letters.next()) {
        return Some(Key::Char(letter));
    }
    let small = written.to_ascii_lowercase();
    NAMES.iter().find(|(name, _)| *name == small).map(|(_, key)| *key).or_else(|| numbered(&small))
}

/// `f12`, or a character by its number: `u+00a0`.
fn numbered(small: &str) -> Option<Key> {
    if let Some(number) = small.strip_prefix('f') {
        return number.parse().ok().filter(|number| (1..=24).contains(number)).map(Key::F);
    }
    let number = u32::from_str_radix(small.strip_prefix("u+")?, 16).ok()?;
    char::from_u32(number).map(Key::Char)
}

fn unknown(rest: &str, written: &str) -> String {
    if rest.is_empty() {
        return format!("{} names no key", quoted(written));
    }
    let small = rest.to_ascii_lowercase();
    format!("unknown key {}{}", quoted(rest), hint(&small, NAMES.iter().map(|(name, _)| *name)))
}

impl fmt::Display for Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (NAMES.iter().find(|(_, key)| key == self), self) {
            (Some((name, _)), _) => out.write_str(name),
            (None, Self::F(number)) => write!(out, "f{number}"),
            (None, Self::Char(letter)) if letter.is_whitespace() || letter.is_control() => {
                write!(out, "U+{:04X}", u32::from(*letter))
            }
            (None, Self::Char(letter)) => write!(out, "{letter}"),
            (None, _) => Ok(()),
        }
    }
}

impl fmt::Display for Chord {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let held = [(self.ctrl, "ctrl-"), (self.alt, "alt-"), (self.shift, "shift-")];
        for (_, name) in held.iter().filter(|(held, _)| *held) {
            out.write_str(name)?;
        }
        self.key.fmt(out)
    }
}

/// A sequence as written: chords with spaces between them, one to [`LONGEST_SEQUENCE`].
pub fn parse_sequence(written: &str) -> Result<Vec<Chord>, String> {
    let words: Vec<&str> = written.split_whitespace().take(LONGEST_SEQUENCE + 1).collect();
    match words.len() {
        0 => Err("no key is named; the space bar is `space`".to_owned()),
        n if n > LONGEST_SEQUENCE => Err(format!("{} is longer than {LONGEST_SEQUENCE} keys", quoted(written))),
        _ => words.into_iter().map(Chord::parse).collect(),
    }
}

/// A sequence as it is written and shown; [`parse_sequence`] gives it back.
pub fn show_sequence(chords: &[Chord]) -> String {
    chords.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Any key there is.
    fn any_key() -> impl Strategy<Value = Key> {
        let named: Vec<Key> = NAMES.iter().map(|(_, key)| *key).collect();
        prop_oneof![any::<char>().prop_map(Key::Char), prop::sample::select(named), (1u8..=24).prop_map(Key::F)]
    }

    /// Any chord that can be bound.
    pub fn any_chord() -> impl Strategy<Value = Chord> {
        (any_key(), any::<[bool; 3]>())
            .prop_map(|(key, [ctrl, alt, shift])| Chord::new(key, Modifiers { ctrl, alt, shift }))
            .prop_filter("another key sends the same", |chord| chord.twin().is_none())
    }

    #[test]
    fn chords_are_read_as_people_write_them() {
        let shown = |written: &str| Chord::parse(written).map(|chord| chord.to_string());
        for same in ["j", "G", "<", "-", "+", "ctrl-d", "ctrl--", "alt-enter", "space", "shift-tab", "f12", "shift-up"]
        {
            assert_eq!(shown(same).as_deref(), Ok(same));
        }
        for (written, meant) in [("Ctrl-D", "ctrl-d"), ("shift-g", "G"), ("shift-TAB", "shift-tab"), ("Escape", "esc")]
        {
            assert_eq!(shown(written).as_deref(), Ok(meant));
        }
        assert_eq!(
            Chord::parse("alt-ctrl-left").unwrap(),
            Chord::new(Key::Left, Modifiers { alt: true, ..Modifiers::CTRL })
        );
    }

    #[test]
    fn what_is_no_key_is_told_with_the_nearest_name() {
        assert_eq!(Chord::parse("ctrl-entre"), Err("unknown key `entre`; did you mean `enter`?".into()));
        assert_eq!(Chord::parse("ctrl-"), Err("`ctrl-` names no key".into()));
        assert_eq!(Chord::parse("ctrl-ctrl-a"), Err("`ctrl-ctrl-a` holds a key twice".into()));
        assert_eq!(Chord::parse("ctrl-i"), Err("terminals send ctrl-i as tab; bind tab".into()));
        assert!(Chord::parse("f25").is_err() && Chord::parse("gg").is_err() && Chord::parse("").is_err());
        assert!(parse_sequence("  ").is_err() && parse_sequence("a b c d e").is_err());
    }

    #[test]
    fn a_press_told_two_ways_is_one_chord() {
        assert_eq!(Chord::new(Key::Char('g'), Modifiers::SHIFT), Chord::char('G'));
        assert_eq!(Chord::new(Key::Char('G'), Modifiers::SHIFT), Chord::char('G'));
        assert_eq!(Chord::new(Key::Tab, Modifiers::SHIFT), Chord::new(Key::BackTab, Modifiers::SHIFT));
        assert_eq!(
            Chord::new(Key::Char('D'), Modifiers { shift: true, ..Modifiers::CTRL }),
            Chord::new(Key::Char('d'), Modifiers::CTRL)
        );
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back(chords in prop::collection::vec(any_chord(), 1..=LONGEST_SEQUENCE)) {
            prop_assert_eq!(parse_sequence(&show_sequence(&chords)), Ok(chords));
        }

        #[test]
        fn any_text_is_a_chord_or_a_message(written in "\\PC{0,12}|(ctrl-|alt-|shift-|u\\+|f){0,3}[0-9a-z]{0,9}") {
            match Chord::parse(&written) {
                Ok(chord) => prop_assert_eq!(Chord::parse(&chord.to_string()), Ok(chord)),
                Err(message) => prop_assert!(!message.is_empty()),
            }
        }
    }
}
