//! A key that is held over a slow line: how long after its release the last byte comes. The line is made here: 960 bytes a second each
//! way, 300 ms one way, and behind the program a buffer that takes everything at once, as that of ssh does; what the program asks the
//! terminal is answered when the question has come there.

use crate::input::seminar;
use crate::program::Program;
use crate::prose::{korean, paragraphs};
use crate::session::{Home, answers, command};
use portable_pty::{PtySize, native_pty_system};
use std::collections::VecDeque;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// Bytes a second.
const RATE: f64 = 960.0;
const ONE_WAY: Duration = Duration::from_millis(300);
/// How long the key is held, and how soon it repeats.
const HELD: Duration = Duration::from_secs(5);
const REPEATS: Duration = Duration::from_millis(33);
/// Keys that are further apart are no succession.
const APART: Duration = Duration::from_millis(260);
/// When nothing has come for so long all has.
const QUIET: Duration = Duration::from_millis(2_500);
/// The longest that is waited for.
const PATIENCE: Duration = Duration::from_mins(1);
/// Seconds from the release to the last byte.
const GOAL: f64 = 4.0;

/// What is read: its name, how it is made, the size, whether the panes are put away.
struct Case(&'static str, fn(&Path) -> PathBuf, (u16, u16), bool);

const CASES: &[Case] = &[
    Case("English, alone", english, (80, 24), true),
    Case("English", english, (80, 24), false),
    Case("English, panes", english, (140, 40), false),
    Case("Korean, alone", hangul, (80, 24), true),
    Case("Korean", hangul, (80, 24), false),
    Case("Korean, panes", hangul, (140, 40), false),
    Case("full notes", seminar, (140, 40), false),
];

fn english(folder: &Path) -> PathBuf {
    beside_others(folder, &paragraphs(100_000).join("\n\n"))
}

fn hangul(folder: &Path) -> PathBuf {
    beside_others(folder, &korean(40_000))
}

/// A text in a folder with two others.
fn beside_others(folder: &Path, text: &str) -> PathBuf {
    for (name, text) in [("a.txt", text), ("b.txt", "Another"), ("c.txt", "A third")] {
        std::fs::write(folder.join(name), text).expect("writable");
    }
    folder.join("a.txt")
}

/// Holds the key in each program that reads plain text and prints how long that goes on; gives the goals that were missed.
pub fn measure(programs: &[Program], wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let mut missed = Vec::new();
    for Case(name, make, size, alone) in CASES {
        let name = format!("slow line, {name}");
        if !wanted(&name) {
            continue;
        }
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = make(folder.path());
        for program in programs.iter().filter(|program| program.is_postil() || program.name == "less") {
            let (stop, bytes) = held(program, &file, *size, *alone);
            let goal = program.is_postil().then_some(GOAL);
            let said = crate::beside(Some(stop), 1, goal);
            println!("{name:<27} {:>3}×{:<3} {:<10} {said} s, {bytes} bytes", size.0, size.1, program.name);
            if goal.is_some_and(|goal| stop > goal) {
                missed.push(format!("{name}: {stop:.1} s, goal {GOAL:.0}"));
            }
        }
    }
    missed
}

/// One way of the line: when it is free again, and what is on it with the time of its coming.
struct Way<T> {
    free: Instant,
    carried: VecDeque<(Instant, T)>,
}

impl<T> Way<T> {
    fn new() -> Self {
        Self { free: Instant::now(), carried: VecDeque::new() }
    }

    fn send(&mut self, now: Instant, bytes: usize, what: T) {
        self.free = self.free.max(now) + Duration::from_secs_f64(bytes as f64 / RATE);
        self.carried.push_back((self.free + ONE_WAY, what));
    }

    fn come(&mut self, now: Instant) -> Option<(Instant, T)> {
        self.carried.pop_front_if(|(at, _)| *at <= now)
    }
}

/// The line between a terminal and a program.
struct Line {
    sent: Receiver<Vec<u8>>,
    writer: Box<dyn Write + Send>,
    up: Way<Vec<u8>>,
    down: Way<Vec<u8>>,
    /// The end of what has come, for questions that came in two pieces.
    seen: Vec<u8>,
    /// The last byte, and how many there were.
    last: Option<Instant>,
    bytes: usize,
}

impl Line {
    fn press(&mut self, key: &str) {
        self.up.send(Instant::now(), key.len(), key.as_bytes().to_vec());
    }

    /// Lets it carry for a moment.
    fn carry(&mut self) {
        match self.sent.recv_timeout(Duration::from_millis(2)) {
            Ok(piece) => self.down.send(Instant::now(), piece.len(), piece),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => std::thread::sleep(Duration::from_millis(2)),
        }
        while let Some((at, piece)) = self.down.come(Instant::now()) {
            self.bytes += piece.len();
            self.last = Some(at);
            let said = answers(&mut self.seen, &piece, false);
            if !said.is_empty() {
                self.up.send(at, said.len(), said);
            }
        }
        while let Some((_, keys)) = self.up.come(Instant::now()) {
            let _ = self.writer.write_all(&keys).and_then(|()| self.writer.flush());
        }
    }

    fn carry_for(&mut self, time: Duration) {
        let until = Instant::now() + time;
        while Instant::now() < until {
            self.carry();
        }
    }

    /// Lets it carry until nothing comes any more.
    fn rest(&mut self) {
        let begun = Instant::now();
        let is_quiet = |line: &Self| {
            let is_empty = line.down.carried.is_empty() && line.up.carried.is_empty();
            is_empty && line.last.is_some_and(|last| last.max(begun).elapsed() >= QUIET)
        };
        while !is_quiet(self) && begun.elapsed() < PATIENCE {
            self.carry();
        }
    }
}

/// Holds the key for one row on; gives the seconds from its release to the last byte, and how many bytes came from the first press on.
fn held(program: &Program, file: &Path, (cols, rows): (u16, u16), alone: bool) -> (f64, usize) {
    let home = Home::new();
    let pair = native_pty_system()
        .openpty(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 })
        .expect("a pseudo-terminal");
    let mut reader = pair.master.try_clone_reader().expect("a reader");
    let writer = pair.master.take_writer().expect("a writer");
    let (send, sent) = channel();
    std::thread::spawn(move || {
        let mut piece = vec![0; 1 << 16];
        while let Ok(read @ 1..) = reader.read(&mut piece) {
            if send.send(piece[..read].to_vec()).is_err() {
                break;
            }
        }
    });
    let mut child = pair.slave.spawn_command(command(program, file, &home)).expect("it starts");
    let mut line = Line { sent, writer, up: Way::new(), down: Way::new(), seen: Vec::new(), last: None, bytes: 0 };
    line.rest();
    if alone && !program.alone.is_empty() {
        line.press(program.alone);
        line.rest();
    }
    for _ in 6..rows {
        line.press(program.row);
        line.carry_for(APART);
    }
    line.rest();
    (line.bytes, line.last) = (0, None);
    let begun = Instant::now();
    let mut next = begun;
    while begun.elapsed() < HELD {
        if next <= Instant::now() {
            line.press(program.row);
            next += REPEATS;
        }
        line.carry();
    }
    let released = Instant::now();
    line.rest();
    let _ = child.kill();
    let _ = child.wait();
    let stop = line.last.map_or(0.0, |last| last.saturating_duration_since(released).as_secs_f64());
    (stop, line.bytes)
}
