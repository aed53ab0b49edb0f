//! What has been typed so far of a longer key sequence: a number, and keys after it. It knows no command.

use crate::config::chord::{Chord, Key};

/// The longest number that is taken: more rows than any step needs, and a bound on what one key may cost.
const MOST: u32 = 9_999;

/// A number and the keys after it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// The number, as in `5j`.
    pub count: Option<u32>,
    /// The keys of a longer sequence.
    pub keys: Vec<Chord>,
}

impl Typed {
    /// Whether nothing waits for another key.
    pub fn is_empty(&self) -> bool {
        self.count.is_none() && self.keys.is_empty()
    }

    /// Forgets all of it.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Takes a digit that begins a number or goes on with one; says whether it did. A zero begins none, and digits after other
    /// keys are keys. Numbers beyond the bound stay at it.
    pub fn take_digit(&mut self, chord: Chord) -> bool {
        let (Key::Char(sign), false) = (chord.key, chord.ctrl || chord.alt) else { return false };
        let Some(digit) =
            sign.to_digit(10).filter(|digit| self.keys.is_empty() && (*digit > 0 || self.count.is_some()))
        else {
            return false;
        };
        self.count = Some((self.count.unwrap_or(0) * 10 + digit).min(MOST));
        true
    }
}

/// `5 g …`: as it stands in the status row while another key is waited for.
impl std::fmt::Display for Typed {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let count = self.count.iter().map(ToString::to_string);
        count.chain(self.keys.iter().map(ToString::to_string)).try_for_each(|part| write!(out, "{part} "))?;
        write!(out, "…")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(keys: &str) -> (String, bool) {
        let mut typed = Typed::default();
        let taken = keys.chars().fold(false, |_, key| typed.take_digit(Chord::char(key)));
        (typed.to_string(), taken)
    }

    #[test]
    fn a_number_grows_digit_by_digit_up_to_its_bound() {
        for (keys, shown, taken) in
            [("5", "5 …", true), ("50", "50 …", true), ("0", "…", false), ("x", "…", false), ("999999", "9999 …", true)]
        {
            assert_eq!(typed(keys), (shown.to_owned(), taken), "{keys}");
        }
    }
}
