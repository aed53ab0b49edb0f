//! How far the open document has been read: screen after screen. What was only jumped to is not read.

use crate::app::state::due::DONE;
use crate::app::state::place::ReadingPlace;
use jiff::{SignedDuration, Timestamp};

/// How much of a screen a step to the next paragraph or heading may pass over, as a part of that screen.
const SLACK: f32 = 0.5;
/// How long the end of a text must have stood before the eyes.
const MOMENT: SignedDuration = SignedDuration::from_secs(2);
/// What is read of a text whose end has not stood so long.
const ALMOST: f32 = DONE - 0.01;

/// The beginning and the end of what a screen shows, as parts of the text from 0 to 1.
pub type ScreenPart = (f32, f32);

/// How far a document has been read.
#[derive(Debug, Default)]
pub struct ReadingProgress {
    /// The furthest part read, 0 to 1.
    pub furthest: f32,
    /// What is looked at, and since when; `None` for the instant where it was said that it is not read.
    screen: Option<(ScreenPart, Option<Timestamp>)>,
    /// The place that was handed out last to be kept.
    kept: Option<ReadingPlace>,
}

impl ReadingProgress {
    /// Of a document that was read so far before.
    pub fn of(furthest: f32) -> Self {
        Self { furthest, ..Self::default() }
    }

    /// The reader looks at this part of the text now, or at another pane. It counts as read where it goes on from what is
    /// read already; the end of the text, where it has stood for a moment.
    pub fn look(&mut self, screen: Option<ScreenPart>, now: Timestamp) {
        let Some((top, bottom)) = screen else {
            self.screen = None;
            return;
        };
        let since = match self.screen {
            Some((before, since)) if before == (top, bottom) => since,
            _ => Some(now),
        };
        self.screen = Some(((top, bottom), since));
        let Some(since) = since.filter(|_| top <= self.furthest + SLACK * (bottom - top)) else { return };
        let stood = now.duration_since(since) >= MOMENT;
        self.furthest = self.furthest.max(if stood { bottom } else { bottom.min(ALMOST) });
    }

    /// Says how far it is read, whatever was looked at.
    pub fn put(&mut self, furthest: f32) {
        self.furthest = furthest;
        self.screen = self.screen.map(|(screen, _)| (screen, None));
    }

    /// Takes a place to be kept; says whether it is another than the last. The first is where the document was opened.
    pub fn moves_to(&mut self, place: &ReadingPlace) -> bool {
        let before = self.kept.replace(place.clone());
        before.is_some_and(|before| before != *place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is read after looking at these screens, each for so many seconds.
    fn read(screens: &[(ScreenPart, i64)]) -> f32 {
        let (mut reading, mut now) = (ReadingProgress::default(), Timestamp::UNIX_EPOCH);
        for (screen, seconds) in screens {
            reading.look(Some(*screen), now);
            now += SignedDuration::from_secs(*seconds);
            reading.look(Some(*screen), now);
        }
        reading.furthest
    }

    #[test]
    fn screens_in_a_row_are_read_and_a_jump_to_the_end_is_not() {
        for (screens, furthest) in [
            (&[((0.0, 0.2), 5), ((0.2, 0.4), 5)][..], 0.4),
            (&[((0.0, 0.2), 0), ((0.15, 0.35), 0), ((0.4, 0.6), 0)], 0.6),
            (&[((0.0, 0.2), 5), ((0.8, 1.0), 60)], 0.2),
            (&[((0.0, 0.2), 5), ((0.8, 1.0), 60), ((0.1, 0.3), 5)], 0.3),
            (&[((0.0, 0.6), 1), ((0.4, 1.0), 1)], ALMOST),
            (&[((0.0, 0.6), 1), ((0.4, 1.0), 2)], 1.0),
            (&[((0.0, 1.0), 0)], ALMOST),
            (&[((0.0, 1.0), 3)], 1.0),
        ] {
            assert!((read(screens) - furthest).abs() < 0.001, "{screens:?}: {}", read(screens));
        }
    }

    #[test]
    fn what_is_taken_back_is_not_read_again_by_staying_there() {
        let mut reading = ReadingProgress::of(1.0);
        let at = |seconds| Timestamp::UNIX_EPOCH + SignedDuration::from_secs(seconds);
        reading.look(Some((0.0, 1.0)), at(0));
        reading.put(0.0);
        reading.look(Some((0.0, 1.0)), at(60));
        assert!(reading.furthest < 0.01);
        reading.look(None, at(61));
        reading.look(Some((0.0, 1.0)), at(62));
        reading.look(Some((0.0, 1.0)), at(65));
        assert!(reading.furthest > 0.99, "but by opening it anew");
    }
}
