//! The bytes of a terminal as keys, pasted text and mouse events. Pure: it is given bytes, and told when a time has passed
//! without any; it never waits or reads.
//!
//! Why not the terminal library's own reader: it reads until an event is complete, so that half a sequence (a slow line,
//! a paste in several parts) keeps it from hearing signals, and a terminal that goes away in the middle of one makes it
//! spin. Sources: ECMA-48 for the shape of control sequences and strings; xterm's "Control Sequences" for keys, mouse (1006
//! and the older form), focus and bracketed paste.
//!
//! Time decides one thing alone: whether an Escape is a key. Everything that is longer waits for its end however long that
//! takes, since nothing else can be meant; and where an Escape was taken for a key too early, what follows it is still known
//! for the rest of a sequence. Answers of the terminal to questions that another program asked are never keys.

mod codes;
mod event;
mod late;
mod sequence;
#[cfg(test)]
mod tests;

use crate::config::chord::{Chord, Key, Modifiers};
pub use event::{Act, Event, Input};

use event::{ESC, KeyState};
use late::{LateVerdict, ToldStart};
use sequence::SequenceStep;
use std::time::Duration;

/// A character that comes later than this after an Escape was typed by itself, not with alt: fast fingers are no chord.
const ALONE: Duration = Duration::from_millis(30);
/// How long it may be the beginning of a sequence after that, and a bracket that of one. A tenth of a second in all: a person
/// does not notice it, and the bytes of one key come closer together but on the slowest lines.
const ESCAPE: Duration = Duration::from_millis(70);
/// How long a bracket may be the beginning of a sequence on a line that has been seen to tear sequences apart. An Escape by
/// itself waits no longer there than elsewhere.
const SLOW: Duration = Duration::from_secs(1);

/// What has come in and is not complete yet.
#[derive(Debug, Default)]
pub struct Keyboard {
    pending: Vec<u8>,
    state: KeyState,
    told: ToldStart,
    /// The bytes of a sequence have come apart before: the line is slow.
    torn: bool,
}

impl Keyboard {
    /// Takes what has come in; gives what is complete, in order.
    pub fn take(&mut self, bytes: &[u8]) -> Vec<Input> {
        if bytes.is_empty() {
            return Vec::new();
        }
        self.pending.extend_from_slice(bytes);
        let (mut found, mut at) = match (late::verdict(self.told, &self.pending), self.told) {
            (LateVerdict::Wait, _) => return Vec::new(),
            (LateVerdict::Continues, _) => (Vec::new(), 0),
            (LateVerdict::Apart, ToldStart::Alone) => (vec![Input::Key(Key::Esc.into())], 1),
            (LateVerdict::Apart, told) => (Vec::new(), told.bytes()),
        };
        self.torn |= at == 0 && self.told != ToldStart::Nothing && self.told != ToldStart::Alone;
        self.told = ToldStart::Nothing;
        while at < self.pending.len() {
            let rest = &self.pending[at..];
            let step = match self.state {
                KeyState::Plain => sequence::step(rest),
                KeyState::Paste => sequence::pasted(rest),
                KeyState::Answer(seen) => sequence::answer(rest, seen),
            };
            let SequenceStep::Took(used, input, state) = step else { break };
            found.extend(input);
            self.state = state;
            at += used;
        }
        self.pending.drain(..at);
        found
    }

    /// How long to wait for more before [`Keyboard::decide`] is to be asked; `None`: as long as it takes.
    pub fn wait(&self) -> Option<Duration> {
        if self.state != KeyState::Plain {
            return None;
        }
        if !late::is_open(self.told, &self.pending) {
            // Nothing is to be decided, only noticed.
            return (!self.torn && self.is_within()).then_some(ESCAPE);
        }
        Some(match (self.told, &self.pending[..]) {
            (ToldStart::Nothing, [ESC]) => ALONE,
            (_, [ESC, b'[' | b'O']) if self.torn => SLOW,
            _ => ESCAPE,
        })
    }

    /// Whether what has come is a control sequence without its end.
    fn is_within(&self) -> bool {
        self.told == ToldStart::Nothing && self.pending.starts_with(b"\x1b[")
    }

    /// Nothing has followed in that time: what was begun is taken for the key that it is by itself.
    pub fn decide(&mut self) -> Vec<Input> {
        if self.wait().is_none() {
            return Vec::new();
        }
        if !late::is_open(self.told, &self.pending) {
            self.torn = true;
            return Vec::new();
        }
        let (keys, told) = match (self.told, &self.pending[..]) {
            (ToldStart::Nothing, [ESC]) => (Vec::new(), ToldStart::Alone),
            (ToldStart::Alone, [ESC]) => (vec![Chord::from(Key::Esc)], ToldStart::Escape),
            (ToldStart::Nothing | ToldStart::Alone, [ESC, letter, ..]) => {
                (vec![Chord::new(Key::Char(char::from(*letter)), Modifiers::ALT)], ToldStart::Alt)
            }
            (ToldStart::Escape, [ESC, b'[']) => (vec![Chord::char('[')], ToldStart::Bracket),
            (told, pending) => {
                let plain = pending[told.bytes()..].iter().map(|byte| Chord::char(char::from(*byte))).collect();
                (plain, ToldStart::Nothing)
            }
        };
        self.told = told;
        if told == ToldStart::Nothing {
            self.pending.clear();
        }
        keys.into_iter().map(Input::Key).collect()
    }
}
