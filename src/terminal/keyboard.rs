//! The bytes of a terminal as keys, pasted text and mouse events. Pure: it is given bytes and never waits or reads.
//!
//! Why not the terminal library's own reader: it reads until an event is complete, so that half a sequence (a slow line,
//! a paste in several parts) keeps it from hearing signals, and a terminal that goes away in the middle of one makes it
//! spin. Sources: ECMA-48 for the shape of control sequences; xterm's "Control Sequences" for keys, mouse (1006 and the
//! older form) and bracketed paste.

use crate::config::chord::{Chord, Key};

/// The longest control sequence that is waited for, in bytes.
const LONGEST: usize = 64;
const PASTE_END: &[u8] = b"\x1b[201~";

/// What the terminal sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A key.
    Key(Chord),
    /// Pasted text, or a part of it.
    Paste(String),
    /// The mouse.
    Mouse(Event),
}

/// A mouse event at a cell, both from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// What was done.
    pub act: Act,
    /// Column.
    pub column: u16,
    /// Row.
    pub row: u16,
}

/// What a mouse did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// The left button went down.
    Down,
    /// It moved with the button down.
    Drag,
    /// The button went up.
    Up,
    /// The wheel turned, down or up.
    Wheel(bool),
}

/// How a piece of input was read.
enum Step {
    /// So many bytes meant this, or nothing.
    Took(usize, Option<Input>),
    /// So many bytes begin a paste.
    Paste(usize),
    /// There must be more to come.
    More,
}

/// What has come in and is not complete yet.
#[derive(Debug, Default)]
pub struct Keyboard {
    pending: Vec<u8>,
    pasting: bool,
}

impl Keyboard {
    /// Takes what has come in; gives what is complete, in order.
    pub fn take(&mut self, bytes: &[u8]) -> Vec<Input> {
        self.pending.extend_from_slice(bytes);
        let mut found = Vec::new();
        let mut at = 0;
        while at < self.pending.len() {
            if self.pasting {
                let (used, text, ended) = pasted(&self.pending[at..]);
                found.extend((!text.is_empty()).then_some(Input::Paste(text)));
                self.pasting = !ended;
                at += used;
                if !ended {
                    break;
                }
                continue;
            }
            match step(&self.pending[at..]) {
                Step::Took(used, input) => {
                    found.extend(input);
                    at += used;
                }
                Step::Paste(used) => {
                    self.pasting = true;
                    at += used;
                }
                Step::More => break,
            }
        }
        self.pending.drain(..at);
        found
    }

    /// Whether something is begun that may be a key by itself: an Escape, if nothing follows it soon.
    pub fn undecided(&self) -> bool {
        !self.pasting && !self.pending.is_empty()
    }

    /// Nothing has followed: what was begun is taken for what it is by itself.
    pub fn decide(&mut self) -> Vec<Input> {
        if !self.undecided() {
            return Vec::new();
        }
        let pending = std::mem::take(&mut self.pending);
        let key = match pending[..] {
            [0x1b] => Some(Chord::from(Key::Esc)),
            [0x1b, letter @ (b'[' | b'O')] => Some(Chord::new(Key::Char(char::from(letter)), false, true, false)),
            _ => None,
        };
        key.map(Input::Key).into_iter().collect()
    }
}

/// Pasted text at the beginning of `bytes`: how many bytes, the text, and whether the paste ends there. What may be the
/// beginning of its end, of a character or of a line's end is left for the next time.
fn pasted(bytes: &[u8]) -> (usize, String, bool) {
    if let Some(end) = memchr::memmem::find(bytes, PASTE_END) {
        return (end + PASTE_END.len(), String::from_utf8_lossy(&bytes[..end]).into_owned(), true);
    }
    let ending = (1..PASTE_END.len()).rev().find(|held| bytes.ends_with(&PASTE_END[..*held])).unwrap_or(0);
    let mut whole = bytes.len() - ending;
    if bytes[..whole].ends_with(b"\r") {
        whole -= 1;
    }
    if let Err(error) = std::str::from_utf8(&bytes[..whole])
        && error.error_len().is_none()
    {
        whole = whole.min(last_start(&bytes[..whole]));
    }
    (whole, String::from_utf8_lossy(&bytes[..whole]).into_owned(), false)
}

/// Where the last character begins.
fn last_start(bytes: &[u8]) -> usize {
    bytes.iter().rposition(|byte| byte & 0xc0 != 0x80).unwrap_or(0)
}

/// Reads one piece of input from bytes that are not empty.
fn step(bytes: &[u8]) -> Step {
    match bytes {
        [0x1b, b'[', rest @ ..] => control(rest),
        [0x1b, b'O', rest @ ..] => {
            rest.first().map_or(Step::More, |last| Step::Took(3, shifted_out(*last).map(Input::Key)))
        }
        [0x1b] => Step::More,
        [0x1b, 0x1b, ..] => Step::Took(1, Some(Input::Key(Key::Esc.into()))),
        [0x1b, rest @ ..] => match character(rest) {
            Step::Took(used, Some(Input::Key(chord))) => {
                Step::Took(used + 1, Some(Input::Key(Chord { alt: true, ..chord })))
            }
            Step::Took(used, other) => Step::Took(used + 1, other),
            other => other,
        },
        _ => character(bytes),
    }
}

/// A character, or a control character as the key that sends it.
fn character(bytes: &[u8]) -> Step {
    let first = bytes[0];
    let ctrl = |letter: u8| Chord::new(Key::Char(char::from(letter)), true, false, false);
    let chord = match first {
        b'\r' => Key::Enter.into(),
        b'\t' => Key::Tab.into(),
        0x7f | 0x08 => Key::Backspace.into(),
        0 => ctrl(b' '),
        0x01..=0x1a => ctrl(first - 1 + b'a'),
        0x1c..=0x1f => ctrl(first + 0x40),
        0x20..=0x7e => Chord::char(char::from(first)),
        _ => return wide(bytes),
    };
    Step::Took(1, Some(Input::Key(chord)))
}

/// A character of several bytes. What is not UTF-8 is no key.
fn wide(bytes: &[u8]) -> Step {
    let length = match bytes[0] {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return Step::Took(1, None),
    };
    match std::str::from_utf8(&bytes[..length.min(bytes.len())]) {
        Ok(text) => Step::Took(length, text.chars().next().map(|letter| Input::Key(Chord::char(letter)))),
        Err(error) if error.error_len().is_none() => Step::More,
        Err(error) => Step::Took(error.error_len().unwrap_or(1), None),
    }
}

/// A control sequence, its `ESC [` taken off. One that is broken off by something else is dropped.
fn control(rest: &[u8]) -> Step {
    if let [b'[', which, ..] = rest {
        let key = (b'A'..=b'E').contains(which).then(|| Key::F(which - b'A' + 1));
        return Step::Took(4, key.map(|key| Input::Key(key.into())));
    }
    let window = &rest[..rest.len().min(LONGEST)];
    let Some(length) = window.iter().position(|byte| !(0x20..=0x3f).contains(byte)) else {
        return if rest.len() >= LONGEST { Step::Took(2 + LONGEST, None) } else { Step::More };
    };
    if rest == b"[" {
        return Step::More;
    }
    let (parameters, last) = (&rest[..length], rest[length]);
    if !(0x40..=0x7e).contains(&last) {
        return Step::Took(2 + length, None);
    }
    let used = 2 + length + 1;
    match (parameters, last) {
        ([], b'M') => old_mouse(&rest[length + 1..], used),
        ([b'<', numbers @ ..], b'M' | b'm') => {
            Step::Took(used, mouse(&numbers_of(numbers), last == b'm').map(Input::Mouse))
        }
        (b"200", b'~') => Step::Paste(used),
        _ => Step::Took(used, key(&numbers_of(parameters), last).map(Input::Key)),
    }
}

/// The numbers between semicolons; none for what is no number.
fn numbers_of(parameters: &[u8]) -> Vec<Option<u16>> {
    parameters.split(|byte| *byte == b';').map(|digits| std::str::from_utf8(digits).ok()?.parse().ok()).collect()
}

/// The key of a control sequence.
fn key(numbers: &[Option<u16>], last: u8) -> Option<Chord> {
    let number = |at: usize| numbers.get(at).copied().flatten();
    let held = number(1).unwrap_or(1);
    let named = match last {
        b'~' if number(0) == Some(27) => return coded(number(2)?, held),
        b'u' => return coded(number(0)?, held),
        b'~' => numbered(number(0)?)?,
        b'Z' => Key::BackTab,
        // A report of the cursor's place ends in R too, but its first number is a row.
        b'P'..=b'S' if number(0).is_none_or(|first| first == 1) => Key::F(last - b'P' + 1),
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
    Chord::new(key, bits & 4 != 0, bits & 2 != 0, bits & 1 != 0)
}

/// The key of `ESC O` and a letter.
fn shifted_out(last: u8) -> Option<Chord> {
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
fn mouse(numbers: &[Option<u16>], up: bool) -> Option<Event> {
    let [Some(code), Some(column), Some(row)] = *numbers else { return None };
    Some(Event { act: act(code, up)?, column: column.saturating_sub(1), row: row.saturating_sub(1) })
}

/// The older form of a mouse event: three bytes, 32 more than the numbers. No button tells that one went up.
fn old_mouse(bytes: &[u8], used: usize) -> Step {
    let [code, column, row, ..] = *bytes else { return Step::More };
    let number = |byte: u8| u16::from(byte.saturating_sub(32));
    let code = number(code);
    let event = mouse(&[Some(code), Some(number(column)), Some(number(row))], code & 0b1100_0011 == 3);
    Step::Took(used + 3, event.map(Input::Mouse))
}

/// What a button's code means: 0 is the left button, 32 more is moving, 64 and 65 are the wheel; shift, alt and control
/// (4, 8, 16) change nothing.
fn act(code: u16, up: bool) -> Option<Act> {
    match code & !0b1_1100 {
        64 => Some(Act::Wheel(false)),
        65 => Some(Act::Wheel(true)),
        0 | 3 if up => Some(Act::Up),
        0 => Some(Act::Down),
        32 => Some(Act::Drag),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn keys(bytes: &[u8]) -> String {
        let mut keyboard = Keyboard::default();
        let mut found = keyboard.take(bytes);
        found.extend(keyboard.decide());
        let shown = found.into_iter().map(|input| match input {
            Input::Key(chord) => chord.to_string(),
            Input::Paste(text) => format!("{text:?}"),
            Input::Mouse(event) => format!("{:?}@{},{}", event.act, event.column, event.row),
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn keys_are_told_as_terminals_send_them() {
        assert_eq!(keys(b"jG \r\t\x7f\x08"), "j G space enter tab backspace backspace");
        assert_eq!(keys(b"\x04\x1a\x1c\x00"), "ctrl-d ctrl-z ctrl-\\ ctrl-space");
        assert_eq!(
            keys(b"\x1b[A\x1bOB\x1b[1;5C\x1b[H\x1b[4~\x1b[3~\x1b[Z"),
            "up down ctrl-right home end delete shift-tab"
        );
        assert_eq!(keys(b"\x1bOP\x1b[15~\x1b[17~\x1b[24~\x1b[[C\x1b[1;2R"), "f1 f5 f6 f12 f3 shift-f3");
        assert_eq!(keys("é漢🙂".as_bytes()), "é 漢 🙂");
        assert_eq!(keys(b"\x1b[97;5u\x1b[27;5;13~"), "ctrl-a ctrl-enter");
    }

    #[test]
    fn an_escape_is_a_key_only_when_nothing_follows() {
        assert_eq!(keys(b"\x1b"), "esc");
        assert_eq!(keys(b"\x1b\x1b[B"), "esc down");
        assert_eq!(keys(b"\x1bf\x1b["), "alt-f alt-[");
        let mut keyboard = Keyboard::default();
        assert_eq!(keyboard.take(b"\x1b"), []);
        assert!(keyboard.undecided());
        assert_eq!(keyboard.take(b"[D"), [Input::Key(Key::Left.into())]);
        assert!(!keyboard.undecided());
    }

    #[test]
    fn the_mouse_is_told_in_both_forms() {
        assert_eq!(
            keys(b"\x1b[<0;11;6M\x1b[<32;300;7M\x1b[<0;12;7m\x1b[<65;1;1M\x1b[<2;1;1M"),
            "Down@10,5 Drag@299,6 Up@11,6 Wheel(true)@0,0"
        );
        assert_eq!(keys(b"\x1b[M +&\x1b[M#+&\x1b[M`!!"), "Down@10,5 Up@10,5 Wheel(false)@0,0");
    }

    #[test]
    fn what_no_key_sends_is_dropped_and_the_rest_is_read() {
        assert_eq!(keys(b"a\xff\x80b\x1b[?62;c\x1b[12;40Rc\x1b[\x01d\xe2\x28e"), "a b c ctrl-a d ( e");
        assert_eq!(keys(&[b"\x1b[".as_slice(), &[b'1'; LONGEST + 1], b"x"].concat()), "1 x");
    }

    #[test]
    fn a_paste_is_text_whatever_is_in_it_and_comes_as_it_arrives() {
        assert_eq!(keys(b"\x1b[200~q\x1b]52;c;x\x07\r\n\x1b[201~j"), "\"q\\u{1b}]52;c;x\\u{7}\\r\\n\" j");
        let mut keyboard = Keyboard::default();
        assert_eq!(keyboard.take("\x1b[200~ab\u{e9}".as_bytes()[..9].as_ref()), [Input::Paste("ab".into())]);
        assert_eq!(keyboard.take(b"\xa9c\x1b[2"), [Input::Paste("éc".into())]);
        assert!(!keyboard.undecided());
        assert_eq!(keyboard.take(b"01~q"), [Input::Key(Chord::char('q'))]);
    }

    /// Pastes joined, so that the parts they came in do not matter.
    fn joined(inputs: Vec<Input>) -> Vec<Input> {
        let mut joined: Vec<Input> = Vec::new();
        for input in inputs {
            match (joined.last_mut(), input) {
                (Some(Input::Paste(before)), Input::Paste(text)) => before.push_str(&text),
                (_, input) => joined.push(input),
            }
        }
        joined
    }

    proptest! {
        #[test]
        fn the_parts_that_bytes_come_in_do_not_matter(
            pieces in prop::collection::vec(prop::sample::select(vec![
                "\x1b[200~", "\x1b[201~", "\x1b[A", "\x1b[<0;3;4M", "\x1bO", "\x1b", "[", "é", "漢", "\r", "\n", "q", "1", ";", "~", "\u{9b}",
            ]), 0..20),
            cut in 0_usize..100,
        ) {
            let bytes = pieces.concat().into_bytes();
            let cut = cut.min(bytes.len());
            let whole = Keyboard::default().take(&bytes);
            let mut keyboard = Keyboard::default();
            let mut parts = keyboard.take(&bytes[..cut]);
            parts.extend(keyboard.take(&bytes[cut..]));
            prop_assert_eq!(joined(whole), joined(parts));
        }

        #[test]
        fn any_bytes_are_read_to_their_end(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let mut keyboard = Keyboard::default();
            keyboard.take(&bytes);
            keyboard.decide();
            prop_assert!(!keyboard.undecided());
        }
    }
}
