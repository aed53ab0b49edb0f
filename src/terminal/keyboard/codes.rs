//! What the parameters of a control sequence mean: keys, what is held down with them, the mouse. Tables and arithmetic; it
//! sees no stream.

use super::event::{Act, Event};
use crate::config::chord::{Chord, Key, Modifiers};
use crate::text::Direction;

/// The most that is held down at once: shift, alt, control and meta, and 1.
const HELD: u16 = 16;

/// The numbers between semicolons; none for what is no number.
pub fn numbers_of(parameters: &[u8]) -> Vec<Option<u16>> {
    parameters.split(|byte| *byte == b';').map(|digits| std::str::from_utf8(digits).ok()?.parse().ok()).collect()
}

/// The key of a control sequence.
pub fn key(numbers: &[Option<u16>], last: u8) -> Option<Chord> {
    let number = |at: usize| numbers.get(at).copied().flatten();
    let held = number(1).unwrap_or(1);
    let named = match last {
        b'~' if number(0) == Some(27) => return coded(number(2)?, held),
        b'u' => return coded(number(0)?, held),
        b'~' => numbered(number(0)?)?,
        b'Z' => Key::BackTab,
        // A report of the cursor's place ends in R too, but its first number is a row.
        b'P'..=b'S' if number(0).is_none_or(|first| first == 1) && held <= HELD => Key::F(last - b'P' + 1),
        _ => arrow(last)?,
    };
    Some(with(named, held))
}

/// A key that is told by its character's code.
fn coded(code: u16, held: u16) -> Option<Chord> {
    let key = match char::from_u32(code.into())? {
        '\r' => Key::Enter,
        '\t' => Key::Tab,
        '\u{1b}' => Key::Esc,
        '\u{7f}' | '\u{8}' => Key::Backspace,
        letter if letter.is_control() => return None,
        letter => Key::Char(letter),
    };
    Some(with(key, held))
}

/// A key with what is held down, as xterm counts it: 1 and shift 1, alt 2, control 4.
fn with(key: Key, held: u16) -> Chord {
    let bits = held.saturating_sub(1);
    Chord::new(key, Modifiers { ctrl: bits & 4 != 0, alt: bits & 2 != 0, shift: bits & 1 != 0 })
}

/// The key of `ESC O` and a letter.
pub fn shifted_out(last: u8) -> Option<Chord> {
    let key = match last {
        b'P'..=b'S' => Key::F(last - b'P' + 1),
        b'M' => Key::Enter,
        _ => arrow(last)?,
    };
    Some(key.into())
}

fn arrow(last: u8) -> Option<Key> {
    Some(match last {
        b'A' => Key::Up,
        b'B' => Key::Down,
        b'C' => Key::Right,
        b'D' => Key::Left,
        b'H' => Key::Home,
        b'F' => Key::End,
        _ => return None,
    })
}

fn numbered(number: u16) -> Option<Key> {
    Some(match number {
        1 | 7 => Key::Home,
        2 => Key::Insert,
        3 => Key::Delete,
        4 | 8 => Key::End,
        5 => Key::PageUp,
        6 => Key::PageDown,
        11..=15 => Key::F((number - 10) as u8),
        17..=21 => Key::F((number - 11) as u8),
        23..=26 => Key::F((number - 12) as u8),
        28 | 29 => Key::F((number - 13) as u8),
        31..=34 => Key::F((number - 14) as u8),
        _ => return None,
    })
}

/// A mouse event: the button's code, column and row, from 1.
pub fn mouse(numbers: &[Option<u16>], up: bool) -> Option<Event> {
    let [Some(code), Some(column), Some(row)] = *numbers else { return None };
    Some(Event { act: act(code, up)?, column: column.saturating_sub(1), row: row.saturating_sub(1) })
}

/// What a button's code means: 0 is the left button, 32 more is moving, 64 and 65 are the wheel; shift, alt and control
/// (4, 8, 16) change nothing.
fn act(code: u16, up: bool) -> Option<Act> {
    match code & !0b1_1100 {
        64 => Some(Act::Wheel(Direction::Backward)),
        65 => Some(Act::Wheel(Direction::Forward)),
        0 | 3 if up => Some(Act::Up),
        0 => Some(Act::Down),
        32 => Some(Act::Drag),
        _ => None,
    }
}
