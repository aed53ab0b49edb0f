//! What was begun, was taken for a key because nothing followed it in time, and may be followed after all: on a slow line the
//! bytes of one sequence come apart anywhere. It says whether what comes then is the rest of it.

use super::event::{ESC, KeyState};
use super::sequence::{SequenceStep, introduces_answer, step};

/// What stands in front of the bytes that come and has been told already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ToldStart {
    /// Nothing.
    #[default]
    Nothing,
    /// Nothing yet, but an Escape has stood alone too long to be part of a chord.
    Alone,
    /// An Escape, as the key.
    Escape,
    /// An Escape and a character that came with it, as that character with alt.
    Alt,
    /// An Escape and, later, a bracket, as two keys.
    Bracket,
}

impl ToldStart {
    /// How many bytes that is.
    pub fn bytes(self) -> usize {
        match self {
            Self::Nothing | Self::Alone => 0,
            Self::Escape => 1,
            Self::Alt | Self::Bracket => 2,
        }
    }
}

/// How new bytes belong to what was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LateVerdict {
    /// They go on with it: the whole is one sequence.
    Continues,
    /// They are by themselves.
    Apart,
    /// There must be more to tell.
    Wait,
}

/// How the bytes after those that were told belong to them. An Escape and a bracket that came together are no keys that a
/// person types; after an Escape that stood alone, only what no person types so fast is a sequence.
pub fn verdict(told: ToldStart, pending: &[u8]) -> LateVerdict {
    let continues = |does| if does { LateVerdict::Continues } else { LateVerdict::Apart };
    match (told, pending) {
        (ToldStart::Nothing, _) | (ToldStart::Alone, [ESC, b'[' | b'O', ..]) => LateVerdict::Continues,
        (ToldStart::Alone, [ESC, letter, ..]) => continues(introduces_answer(*letter)),
        (ToldStart::Bracket, _) => continues(pending.get(2) == Some(&b'<')),
        (_, [ESC, b'[' | b'O', ..]) => match step(pending) {
            SequenceStep::More if told == ToldStart::Escape && !is_mouse(pending) => LateVerdict::Wait,
            SequenceStep::Took(used, None, state) if told == ToldStart::Escape => {
                continues(used > 3 || state != KeyState::Plain)
            }
            _ => LateVerdict::Continues,
        },
        (_, [ESC, letter, rest @ ..]) if introduces_answer(*letter) => is_answer(*letter, rest),
        _ => LateVerdict::Apart,
    }
}

/// Whether what has come may be keys by itself, if nothing follows soon.
pub fn is_open(told: ToldStart, pending: &[u8]) -> bool {
    match told {
        ToldStart::Nothing | ToldStart::Alone => match pending {
            [ESC] => true,
            [ESC, letter] => matches!(letter, b'[' | b'O') || introduces_answer(*letter),
            _ => false,
        },
        ToldStart::Escape => pending.len() > 1 && !is_mouse(pending),
        ToldStart::Alt => pending.len() > 2 && !matches!(pending, [ESC, b'[' | b'O', ..]),
        ToldStart::Bracket => false,
    }
}

/// After this nothing but the mouse can follow.
fn is_mouse(pending: &[u8]) -> bool {
    pending.starts_with(b"\x1b[<") || pending.starts_with(b"\x1b[M")
}

/// Whether bytes look like what terminals answer: `11;` a colour, `52;` the clipboard, `1+r` and `1$r` a capability, `>|` and
/// `!|` a name, `G` a picture.
fn is_answer(introducer: u8, rest: &[u8]) -> LateVerdict {
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    match (introducer, digits, &rest[digits..]) {
        (b']', 1.., [b';', ..]) | (b'P', _, [b'+' | b'$', b'r', ..]) | (b'P', 0, [b'>' | b'!', b'|', ..]) => {
            LateVerdict::Continues
        }
        (b'_', 0, [b'G', ..]) => LateVerdict::Continues,
        (b']' | b'P', _, []) | (b'P', _, [b'+' | b'$']) | (b'P', 0, [b'>' | b'!']) | (b'_', 0, []) => LateVerdict::Wait,
        _ => LateVerdict::Apart,
    }
}
