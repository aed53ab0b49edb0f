//! Keys that are typed before the text shows that the program was started with, or that a key has just opened: they are meant for it, not
//! for the list or the text that stands there until then. It knows no key by its meaning.

use crate::app::Msg;
use crate::config::chord::Key;
use std::time::{Duration, Instant};

/// How long a text is waited for. After that keys are for what shows.
const PATIENCE: Duration = Duration::from_secs(2);
/// The most keys that are kept.
const MOST: usize = 200;

/// The keys that wait.
#[derive(Debug, Default)]
pub struct EarlyKeys {
    /// Until when keys are kept; `None` where no text is waited for, or it is there.
    until: Option<Instant>,
    kept: Vec<Msg>,
}

impl EarlyKeys {
    /// For a text that was asked for at `now`.
    pub fn of_text(now: Instant) -> Self {
        Self { until: Some(now + PATIENCE), kept: Vec::new() }
    }

    /// Keeps what is typed for the text; gives back what is for now. `esc`, and any key with `ctrl`, means what shows: nothing is kept
    /// any more then, nor what was.
    pub fn pass(&mut self, msg: Msg, now: Instant) -> Option<Msg> {
        if self.until.is_none() {
            return Some(msg);
        }
        match &msg {
            Msg::Key(chord) if chord.key == Key::Esc || chord.ctrl => {
                *self = Self::default();
                Some(msg)
            }
            Msg::Key(_) | Msg::Paste(_) if self.until.is_some_and(|until| now < until) && self.kept.len() < MOST => {
                self.kept.push(msg);
                None
            }
            _ => Some(msg),
        }
    }

    /// The text is there, or will not be: what was kept, in its order. Where it will not be, it is let go.
    pub fn ended(&mut self, there: bool) -> Vec<Msg> {
        let Self { kept, .. } = std::mem::take(self);
        if there { kept } else { Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::chord::Chord;

    fn key(name: &str) -> Msg {
        Msg::Key(Chord::parse(name).expect("a key"))
    }

    /// What is typed a moment each after the last, and which of it goes on at once.
    fn passed(early: &mut EarlyKeys, keys: &str, from: Instant) -> Vec<String> {
        let typed = keys.split(' ').map(key);
        typed.filter_map(|msg| early.pass(msg, from)).map(name).collect()
    }

    fn name(msg: Msg) -> String {
        match msg {
            Msg::Key(chord) => chord.to_string(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn keys_wait_for_the_text_that_was_asked_for_and_come_in_their_order() {
        let now = Instant::now();
        let mut early = EarlyKeys::of_text(now);
        assert!(early.until.is_some() && passed(&mut early, "j f", now).is_empty());
        assert!(early.pass(Msg::Resize(80, 24), now).is_some(), "only what is typed");
        assert_eq!(early.ended(true).into_iter().map(name).collect::<Vec<_>>(), ["j", "f"]);
        assert_eq!(passed(&mut early, "j", now), ["j"], "the text is there");
        assert_eq!(passed(&mut EarlyKeys::default(), "j", now), ["j"], "there is none to wait for");
    }

    #[test]
    fn what_is_not_for_the_text_is_not_kept() {
        let now = Instant::now();
        let mut early = EarlyKeys::of_text(now);
        assert_eq!(passed(&mut early, "j ctrl-c j", now), ["ctrl-c", "j"]);
        assert!(early.ended(true).is_empty());
        let mut early = EarlyKeys::of_text(now);
        assert_eq!(passed(&mut early, "j esc q", now), ["esc", "q"]);
        let mut early = EarlyKeys::of_text(now);
        passed(&mut early, "j", now);
        assert_eq!(passed(&mut early, "q", now + PATIENCE), ["q"], "a text that takes long holds nobody");
        assert!(early.ended(false).is_empty(), "it could not be opened");
    }
}
