//! One piece of input read from the front of the bytes: a character, a control sequence, a part of a paste or of an answer.

use super::codes::{key, mouse, numbers_of, shifted_out};
use super::event::{ESC, Input, KeyState};
use crate::config::chord::{Chord, Key, Modifiers};

/// The longest control sequence that is waited for, in bytes.
const LONGEST: usize = 64;
/// The longest answer of a terminal, in bytes: a clipboard may be in it. What is longer is none.
const LONGEST_ANSWER: usize = 1 << 20;
const PASTE_END: &[u8] = b"\x1b[201~";

/// How a piece of input was read.
#[derive(Debug)]
pub enum SequenceStep {
    /// So many bytes meant this, or nothing; and what the next ones belong to.
    Took(usize, Option<Input>, KeyState),
    /// There must be more to come.
    More,
}

fn took(used: usize, input: Option<Input>) -> SequenceStep {
    SequenceStep::Took(used, input, KeyState::Plain)
}

/// Reads one piece of input from bytes that are not empty.
pub fn step(bytes: &[u8]) -> SequenceStep {
    match bytes {
        [ESC, b'[', rest @ ..] => control(rest),
        [ESC, b'O', rest @ ..] => {
            rest.first().map_or(SequenceStep::More, |last| took(3, shifted_out(*last).map(Input::Key)))
        }
        [ESC] => SequenceStep::More,
        [ESC, ESC, ..] => took(1, Some(Input::Key(Key::Esc.into()))),
        [ESC, letter] if introduces_answer(*letter) => SequenceStep::More,
        [ESC, letter, _, ..] if introduces_answer(*letter) => SequenceStep::Took(2, None, KeyState::Answer(0)),
        [ESC, rest @ ..] => match character(rest) {
            SequenceStep::Took(used, Some(Input::Key(chord)), state) => {
                SequenceStep::Took(used + 1, Some(Input::Key(Chord { alt: true, ..chord })), state)
            }
            SequenceStep::Took(used, other, state) => SequenceStep::Took(used + 1, other, state),
            SequenceStep::More => SequenceStep::More,
        },
        _ => character(bytes),
    }
}

/// Whether `ESC` and this begin a string: DCS, SOS, OSC, PM, APC.
pub fn introduces_answer(letter: u8) -> bool {
    matches!(letter, b'P' | b'X' | b']' | b'^' | b'_')
}

/// Drops a part of an answer, of which `seen` bytes have been dropped. It ends with BEL or ST; another Escape, a control
/// character or too great a length break it off.
pub fn answer(bytes: &[u8], seen: usize) -> SequenceStep {
    let length = bytes.iter().position(|byte| *byte < b' ').unwrap_or(bytes.len());
    if seen + length > LONGEST_ANSWER {
        return took(length, None);
    }
    match &bytes[length..] {
        [] => SequenceStep::Took(length, None, KeyState::Answer(seen + length)),
        [ESC] if length > 0 => SequenceStep::Took(length, None, KeyState::Answer(seen + length)),
        [ESC] => SequenceStep::More,
        [ESC, b'\\', ..] => took(length + 2, None),
        [ESC, b'[' | b'O' | ESC, ..] => took(length, None),
        [ESC, letter, ..] if introduces_answer(*letter) => took(length, None),
        _ => took(length + 1, None),
    }
}

/// Reads pasted text. What may be the beginning of its end, of a character or of a line's end is left for the next time.
pub fn pasted(bytes: &[u8]) -> SequenceStep {
    let text = |part: &[u8]| Some(String::from_utf8_lossy(part).into_owned()).filter(|text| !text.is_empty());
    if let Some(end) = memchr::memmem::find(bytes, PASTE_END) {
        return took(end + PASTE_END.len(), text(&bytes[..end]).map(Input::Paste));
    }
    let ending = (1..PASTE_END.len()).rev().find(|held| bytes.ends_with(&PASTE_END[..*held])).unwrap_or(0);
    let mut whole = bytes.len() - ending;
    if bytes[..whole].ends_with(b"\r") {
        whole -= 1;
    }
    // Asked of the last character alone: what is no text before it says nothing of it.
    let last = last_start(&bytes[..whole]);
    if std::str::from_utf8(&bytes[last..whole]).is_err_and(|error| error.error_len().is_none()) {
        whole = last;
    }
    match whole {
        0 => SequenceStep::More,
        _ => SequenceStep::Took(whole, text(&bytes[..whole]).map(Input::Paste), KeyState::Paste),
    }
}

/// Where the last character begins.
fn last_start(bytes: &[u8]) -> usize {
    bytes.iter().rposition(|byte| byte & 0xc0 != 0x80).unwrap_or(0)
}

/// A character, or a control character as the key that sends it.
fn character(bytes: &[u8]) -> SequenceStep {
    let first = bytes[0];
    let ctrl = |letter: u8| Chord::new(Key::Char(char::from(letter)), Modifiers::CTRL);
    let chord = match first {
        // What was typed before the terminal was the program's has been made a line feed.
        b'\r' | b'\n' => Key::Enter.into(),
        b'\t' => Key::Tab.into(),
        0x7f | 0x08 => Key::Backspace.into(),
        0 => ctrl(b' '),
        0x01..=0x1a => ctrl(first - 1 + b'a'),
        0x1c..=0x1f => ctrl(first + 0x40),
        0x20..=0x7e => Chord::char(char::from(first)),
        _ => return wide(bytes),
    };
    took(1, Some(Input::Key(chord)))
}

/// A character of several bytes. What is not UTF-8 is no key.
fn wide(bytes: &[u8]) -> SequenceStep {
    let length = match bytes[0] {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return took(1, None),
    };
    match std::str::from_utf8(&bytes[..length.min(bytes.len())]) {
        Ok(text) => took(length, text.chars().next().map(|letter| Input::Key(Chord::char(letter)))),
        Err(error) if error.error_len().is_none() => SequenceStep::More,
        Err(error) => took(error.error_len().unwrap_or(1), None),
    }
}

/// A control sequence, its `ESC [` taken off. One that is broken off by something else is dropped.
fn control(rest: &[u8]) -> SequenceStep {
    if let [b'[', which, ..] = rest {
        let key = (b'A'..=b'E').contains(which).then(|| Key::F(which - b'A' + 1));
        return took(4, key.map(|key| Input::Key(key.into())));
    }
    let window = &rest[..rest.len().min(LONGEST)];
    let Some(length) = window.iter().position(|byte| !(0x20..=0x3f).contains(byte)) else {
        return if rest.len() >= LONGEST { took(2 + LONGEST, None) } else { SequenceStep::More };
    };
    if rest == b"[" {
        return SequenceStep::More;
    }
    let (parameters, last) = (&rest[..length], rest[length]);
    if !(0x40..=0x7e).contains(&last) {
        return took(2 + length, None);
    }
    let used = 2 + length + 1;
    match (parameters, last) {
        ([], b'M') => old_mouse(&rest[length + 1..], used),
        ([b'<', numbers @ ..], b'M' | b'm') => took(used, mouse(&numbers_of(numbers), last == b'm').map(Input::Mouse)),
        (b"200", b'~') => SequenceStep::Took(used, None, KeyState::Paste),
        ([], b'I') => took(used, Some(Input::Focus)),
        (b"0", b'n') => took(used, Some(Input::Well)),
        (b"?69;1$" | b"?69;2$", b'y') => took(used, Some(Input::Margins)),
        // The window went; an answer: what the terminal is, where the cursor is, how a mode is set.
        ([], b'O') | ([b'<'..=b'?', ..], _) => took(used, None),
        _ => took(used, key(&numbers_of(parameters), last).map(Input::Key)),
    }
}

/// The older form of a mouse event: three bytes, 32 more than the numbers. No button tells that one went up.
fn old_mouse(bytes: &[u8], used: usize) -> SequenceStep {
    let [code, column, row, ..] = *bytes else { return SequenceStep::More };
    let number = |byte: u8| u16::from(byte.saturating_sub(32));
    let code = number(code);
    let event = mouse(&[Some(code), Some(number(column)), Some(number(row))], code & 0b1100_0011 == 3);
    took(used + 3, event.map(Input::Mouse))
}
