//! Frames do not run ahead of the line: behind each frame of a quick succession the terminal is asked how it is, and where its
//! answers come late the next frame waits for one. So a key that is held stops when it is let go, however deep the buffers of the
//! line are (ssh takes everything at once and says nothing). It sends nothing and reads no clock.
//!
//! From the answers it is known what the line carries. While keys repeat, a frame that would keep it busy for longer than a moment goes
//! out in part, and whole as soon as they rest: so nothing is under way then but that part and the frame that stays.
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
/// Bytes under way while keys repeat and nothing was answered ever: a second of a line of 9,600 baud.
const UNKNOWN: usize = 1_000;
/// For so long a frame may keep the line busy while keys repeat.
const BUSY: Duration = Duration::from_millis(300);
/// Keys that repeat and then do not for so long are let go: the slowest repeat ten times a second.
const LET_GO: Duration = Duration::from_millis(150);
/// The quickest of so many measurements of the line is taken: what delays an answer is not always the line.
const MEASURED: usize = 4;
/// An answer tells of the line where its frame was so many bytes longer than that of the quickest.
const TELLING: usize = 64;

/// A question under way: when it was sent, and how many bytes its frame has.
type AskedAt = (Instant, usize);

/// What is under way.
#[derive(Debug)]
pub struct Pace {
    /// The questions that are not answered yet.
    asked: VecDeque<AskedAt>,
    window: usize,
    /// The quickest answer, and the bytes of its frame.
    quickest: Option<(Duration, usize)>,
    /// The last frame or answer.
    last: Option<Instant>,
    /// The last answer.
    heard: Option<Instant>,
    /// The last key, and whether it repeats the one before.
    key: Option<(Instant, bool)>,
    /// Bytes a second that the line carried, as measured last.
    rates: VecDeque<f64>,
    /// What it carried at least, some time.
    least: f64,
    /// Nothing answers.
    mute: bool,
}

impl Pace {
    /// For a terminal that answers, or does not for all that is known.
    pub fn new(answers: bool) -> Self {
        Self {
            asked: VecDeque::new(),
            window: FIRST,
            quickest: None,
            last: None,
            heard: None,
            key: None,
            rates: VecDeque::new(),
            least: 0.0,
            mute: !answers,
        }
    }

    /// How long the next frame has to wait, unless an answer comes; `None`: it may be sent.
    pub fn wait(&mut self, now: Instant) -> Option<Duration> {
        while self.asked.front().is_some_and(|(asked, _)| now.duration_since(*asked) >= LOST) {
            self.asked.pop_front();
        }
        let limit = self.limit();
        let age = |(asked, _): &AskedAt| now.duration_since(*asked);
        self.mute |= self.quickest.is_none() && self.asked.front().is_some_and(|asked| age(asked) >= limit);
        let oldest = self.asked.iter().map(age).find(|age| *age < limit)?;
        let awaited = self.asked.iter().filter(|asked| age(asked) < limit);
        let (frames, bytes) = awaited.fold((0, 0), |(frames, bytes), (_, more)| (frames + 1, bytes + more));
        let let_go = self.let_go(now);
        let is_last = let_go == Some(Duration::ZERO) && self.room().is_some_and(|room| bytes <= room);
        let is_unknown = self.quickest.is_none() && let_go.is_some_and(|left| !left.is_zero());
        let is_full = frames >= self.window || (is_unknown && bytes >= UNKNOWN);
        (is_full && !is_last && !self.mute).then(|| limit.saturating_sub(oldest))
    }

    /// A key was pressed.
    pub fn pressed(&mut self, now: Instant) {
        let repeats = self.key.is_some_and(|(last, _)| now.duration_since(last) < LET_GO);
        self.key = Some((now, repeats));
    }

    /// How long until keys that repeated are taken to be let go, zero from then on; `None` where none did.
    pub fn let_go(&self, now: Instant) -> Option<Duration> {
        self.key.filter(|(_, repeats)| *repeats).map(|(last, _)| LET_GO.saturating_sub(now.duration_since(last)))
    }

    /// How many bytes the next frame may have, for keys repeat on a line that is known; `None`: as many as it has.
    pub fn most(&self, now: Instant) -> Option<usize> {
        self.let_go(now).filter(|left| !left.is_zero() && !self.mute).and_then(|_| self.room())
    }

    /// The bytes that keep the line busy for [`BUSY`]; `None` where nothing was measured.
    fn room(&self) -> Option<usize> {
        let quickest = self.rates.iter().copied().reduce(f64::max)?;
        Some((quickest.max(self.least) * BUSY.as_secs_f64()) as usize)
    }

    /// How long the last question is still waited for; `None`: all are answered, or it is waited for no more.
    pub fn patience(&self, now: Instant) -> Option<Duration> {
        self.asked.back().and_then(|(asked, _)| self.limit().checked_sub(now.duration_since(*asked)))
    }

    fn limit(&self) -> Duration {
        if self.quickest.is_some() { KNOWN } else { STRANGER }
    }

    /// A frame of so many bytes has been sent; says whether [`QUESTION`] is to follow it.
    pub fn sent(&mut self, now: Instant, bytes: usize) -> bool {
        let succeeds = self.last.replace(now).is_some_and(|last| now.duration_since(last) < SUCCESSION);
        let asks = (succeeds || !self.asked.is_empty()) && !self.mute;
        if asks {
            self.asked.push_back((now, bytes));
        }
        asks
    }

    /// An answer has come: they come in order, late ones too.
    pub fn answered(&mut self, now: Instant) {
        let Some((asked, bytes)) = self.asked.pop_front() else { return };
        (self.mute, self.last) = (false, Some(now));
        let took = now.duration_since(asked);
        self.measure(now, (asked, bytes));
        let quickest = self.quickest.filter(|(quickest, _)| *quickest <= took).unwrap_or((took, bytes));
        (self.quickest, self.heard) = (Some(quickest), Some(now));
        self.window =
            if took > SLOW.min(quickest.0 + LATE) { (self.window / 2).max(1) } else { (self.window + 1).min(MOST) };
    }

    /// Takes from an answer what the line carries. Behind another answer its frame had the line from then on, else from when the quickest
    /// would have come, whose bytes are in that time: how long that was is only known where it was long, for the quickest may have waited
    /// too. It carries no less than the bytes in all the time that the answer took.
    fn measure(&mut self, now: Instant, (asked, bytes): AskedAt) {
        let Some((quickest, less)) = self.quickest else { return };
        let alone = asked + quickest;
        let (from, more) = match self.heard {
            Some(heard) if heard > alone => (heard, bytes),
            _ => (alone, bytes.saturating_sub(less)),
        };
        let rate = |bytes: usize, time: Duration| bytes as f64 / time.as_secs_f64().max(0.001);
        let (busy, sure) = (now.saturating_duration_since(from), rate(bytes, now.duration_since(asked)));
        self.least = self.least.max(sure);
        if busy >= LATE / 2 && more >= TELLING {
            self.rates.push_back(rate(more, busy));
            self.rates.drain(..self.rates.len().saturating_sub(MEASURED));
        }
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
    /// takes everything at once; of what is too much only a part is sent. Gives the number of frames, whole or not, and when the last
    /// has come, in milliseconds after the release.
    fn held(line: Line, bytes: u64) -> (usize, i64) {
        held_over(line, HELD, |_| bytes)
    }

    /// The same for so many milliseconds, where a frame has as many bytes as is said for so many presses since the last whole one.
    fn held_over(Line(delay, rate, answers): Line, held: u64, bytes: impl Fn(u64) -> u64) -> (usize, i64) {
        let start = Instant::now();
        let (mut pace, mut free, mut last, mut frames, mut presses) = (Pace::new(true), 0, 0, 0, 0);
        let mut answers_at = VecDeque::new();
        for now in delay..60_000 {
            let at = start + Duration::from_millis(now);
            if now < held + delay && now % 33 == 0 {
                presses += 1;
                pace.pressed(at);
            }
            if answers_at.front().is_some_and(|answer| *answer <= now) {
                answers_at.pop_front();
                pace.answered(at);
            }
            if presses > 0 && pace.wait(at).is_none() {
                let whole = bytes(presses);
                let part = pace.most(at).map_or(whole, |most| whole.min(most as u64));
                presses = if part < whole { presses } else { 0 };
                frames += 1;
                free = free.max(now) + part * 1000 / rate;
                last = free + delay;
                if pace.sent(at, part as usize) && answers {
                    answers_at.push_back((last + delay).max(answers_at.back().map_or(0, |before| before + 1)));
                }
            }
        }
        (frames, last.cast_signed() - held.cast_signed())
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
    fn behind_pages_that_passed_by_stands_the_last_and_little_more() {
        for (row, page) in [(60, 1_000_u64), (104, 1_700), (150, 2_600), (150, 3_700), (250, 4_400)] {
            // The way there and back, that keys are let go, the part under way (half as long again at most), and the page.
            let limit = 600 + 150 + 450 + (page * 1000 / 960).cast_signed();
            for held in (4_000..6_000).step_by(50) {
                let (frames, stop) = held_over(Line(300, 960, true), held, |rows| page.min(row * rows));
                assert!(stop <= limit && frames > 4, "{row} bytes a row, {held} ms: {frames} frames, {stop} ms");
            }
        }
    }

    #[test]
    fn on_a_quick_line_no_frame_goes_out_in_part() {
        for delay in [0, 20, 100, 250] {
            let (mut pace, start) = (Pace::new(true), Instant::now());
            for press in 0..100 {
                let at = start + Duration::from_millis(33 * press);
                pace.pressed(at);
                assert!(pace.most(at).is_none_or(|most| most > 20_000), "{delay} ms, {:?}", pace.most(at));
                if pace.wait(at).is_none() && pace.sent(at, 400 + 1_000 * (press as usize % 3)) {
                    pace.answered(at + Duration::from_millis(delay + press % 4));
                }
            }
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
        assert!((0..9).all(|_| !pace.sent(now, 100)), "nor one of which that is known");
    }

    #[test]
    fn a_key_by_itself_asks_nothing() {
        let (mut pace, mut now) = (Pace::new(true), Instant::now());
        for _ in 0..10 {
            assert!(!pace.sent(now, 100) && pace.wait(now).is_none());
            now += SUCCESSION;
        }
        assert!(pace.patience(now).is_none());
    }
}
