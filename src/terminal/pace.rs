//! Frames do not run ahead of the line: behind each frame of a quick succession the terminal is asked how it is, and where its
//! answers come late the next frame waits for one. So a key that is held stops when it is let go, however deep the buffers of the
//! line are (ssh takes everything at once and says nothing). It sends nothing and reads no clock.
//!
//! How many frames may be under way is a window like that of a network protocol: each answer in time makes it wider by one, each
//! late one half as wide. What is late is measured against the quickest answer of this session. A key by itself asks nothing, and
//! a terminal that answers nothing is asked no more after a moment.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// Asks a terminal how it is (DSR 5, ECMA-48); every one since the VT100 answers `ESC [ 0 n`. Where the cursor is (DSR 6) would be
/// answered as F3 is typed.
pub const QUESTION: &str = "\x1b[5n";

/// What follows a frame or an answer within this time is in quick succession: keys repeat 10 to 40 times a second.
const SUCCESSION: Duration = Duration::from_millis(200);
/// An answer so much later than the quickest is late.
const LATE: Duration = Duration::from_millis(100);
/// And one that takes so long, even if none was quicker: by satellite it takes 600 ms.
const SLOW: Duration = Duration::from_millis(700);
/// So long a terminal is waited for that has not answered before.
const STRANGER: Duration = Duration::from_secs(2);
/// And one that has.
const KNOWN: Duration = Duration::from_secs(5);
/// What is not answered then never will be.
const LOST: Duration = Duration::from_secs(30);
/// Frames under way at first, and at most.
const FIRST: usize = 4;
const MOST: usize = 32;

/// What is under way.
#[derive(Debug)]
pub struct Pace {
    /// When each question was sent that is not answered yet.
    asked: VecDeque<Instant>,
    window: usize,
    quickest: Option<Duration>,
    /// The last frame or answer.
    last: Option<Instant>,
    /// Nothing answers.
    mute: bool,
}

impl Pace {
    /// For a terminal that answers, or does not for all that is known.
    pub fn new(answers: bool) -> Self {
        Self { asked: VecDeque::new(), window: FIRST, quickest: None, last: None, mute: !answers }
    }

    /// How long the next frame has to wait, unless an answer comes; `None`: it may be sent.
    pub fn wait(&mut self, now: Instant) -> Option<Duration> {
        while self.asked.front().is_some_and(|asked| now.duration_since(*asked) >= LOST) {
            self.asked.pop_front();
        }
        let limit = self.limit();
        let age = |asked: &Instant| now.duration_since(*asked);
        self.mute |= self.quickest.is_none() && self.asked.front().is_some_and(|asked| age(asked) >= limit);
        let mut awaited = self.asked.iter().map(age).filter(|age| *age < limit);
        let oldest = awaited.next()?;
        (awaited.count() + 1 >= self.window && !self.mute).then(|| limit.saturating_sub(oldest))
    }

    /// How long the last question is still waited for; `None`: all are answered, or it is waited for no more.
    pub fn patience(&self, now: Instant) -> Option<Duration> {
        self.asked.back().and_then(|asked| self.limit().checked_sub(now.duration_since(*asked)))
    }

    fn limit(&self) -> Duration {
        if self.quickest.is_some() { KNOWN } else { STRANGER }
    }

    /// A frame has been sent; says whether [`QUESTION`] is to follow it.
    pub fn sent(&mut self, now: Instant) -> bool {
        let succeeds = self.last.replace(now).is_some_and(|last| now.duration_since(last) < SUCCESSION);
        let asks = (succeeds || !self.asked.is_empty()) && !self.mute;
        if asks {
            self.asked.push_back(now);
        }
        asks
    }

    /// An answer has come: they come in order, late ones too.
    pub fn answered(&mut self, now: Instant) {
        let Some(asked) = self.asked.pop_front() else { return };
        (self.mute, self.last) = (false, Some(now));
        let took = now.duration_since(asked);
        let quickest = self.quickest.map_or(took, |quickest| quickest.min(took));
        self.quickest = Some(quickest);
        self.window =
            if took > SLOW.min(quickest + LATE) { (self.window / 2).max(1) } else { (self.window + 1).min(MOST) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HELD: u64 = 5_000;

    /// A line: milliseconds one way, bytes a second, whether the terminal at its end answers.
    #[derive(Clone, Copy)]
    struct Line(u64, u64, bool);

    /// Holds a key that repeats thirty times a second for five seconds, each press one frame of so many bytes, over a line that
    /// takes everything at once. Gives the number of frames, and when the last has come, in milliseconds after the release.
    fn held(Line(delay, rate, answers): Line, bytes: u64) -> (usize, i64) {
        let start = Instant::now();
        let (mut pace, mut free, mut last, mut frames, mut due) = (Pace::new(true), 0, 0, 0, false);
        let mut answers_at = VecDeque::new();
        for now in delay..60_000 {
            let at = start + Duration::from_millis(now);
            due |= now < HELD + delay && now % 33 == 0;
            if answers_at.front().is_some_and(|answer| *answer <= now) {
                answers_at.pop_front();
                pace.answered(at);
            }
            if due && pace.wait(at).is_none() {
                due = false;
                frames += 1;
                free = free.max(now) + bytes * 1000 / rate;
                last = free + delay;
                if pace.sent(at) && answers {
                    answers_at.push_back((last + delay).max(answers_at.back().map_or(0, |before| before + 1)));
                }
            }
        }
        (frames, last.cast_signed() - HELD.cast_signed())
    }

    #[test]
    fn a_key_that_is_let_go_stops_on_a_slow_line_with_deep_buffers() {
        for bytes in [60, 150, 300, 600] {
            let (frames, stop) = held(Line(300, 960, true), bytes);
            // The way there and back twice, what is under way, and the last frame.
            let limit = 1_500 + 2 * (bytes * 1000 / 960).cast_signed();
            assert!(stop <= limit, "{bytes} bytes a frame: {frames} frames, {stop} ms");
            assert!(frames >= 3, "what passes by is seen: {frames} frames of {bytes}");
        }
    }

    #[test]
    fn a_line_that_is_only_long_shows_every_press() {
        for delay in [0, 20, 100, 250] {
            let (frames, stop) = held(Line(delay, 1_000_000, true), 400);
            assert!(frames > 130 && stop <= delay.cast_signed() * 2 + 40, "{delay} ms: {frames} frames, {stop} ms");
        }
    }

    #[test]
    fn a_terminal_that_answers_nothing_is_waited_for_once_and_asked_no_more() {
        let (frames, _) = held(Line(0, 1_000_000, false), 400);
        assert!(frames > 80, "{frames}");
        let (mut pace, now) = (Pace::new(false), Instant::now());
        assert!((0..9).all(|_| !pace.sent(now)), "nor one of which that is known");
    }

    #[test]
    fn a_key_by_itself_asks_nothing() {
        let (mut pace, mut now) = (Pace::new(true), Instant::now());
        for _ in 0..10 {
            assert!(!pace.sent(now) && pace.wait(now).is_none());
            now += SUCCESSION;
        }
        assert!(pace.patience(now).is_none());
    }
}
