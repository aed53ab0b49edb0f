//! A program on a pseudo-terminal: when a word shows on its screen, and how it answers a key. What it sends is stamped as it comes;
//! the screen is made of it afterwards, so that making it is in no figure.

use crate::program::Program;
use memchr::memmem;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const ROWS: u16 = 40;
const COLUMNS: u16 = 120;
/// How long a first text may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// What was sent so long ago is all of an answer.
const QUIET: Duration = Duration::from_millis(25);
/// The same of what goes on behind the first text.
const REST: Duration = Duration::from_millis(700);
/// What programs ask a terminal at their start, and what it says.
const ANSWERS: [(&[u8], &[u8]); 3] = [(b"\x1b[5n", b"\x1b[0n"), (b"\x1b[6n", b"\x1b[1;1R"), (b"\x1b[c", b"\x1b[?62c")];
/// What one that has left and right margins is asked, and says. (The screen here has none: no figure is read off it but those of bytes.)
const MARGINS: (&[u8], &[u8]) = (b"\x1b[?69$p", b"\x1b[?69;2$y");
/// The longest question.
const LONGEST: usize = 7;

/// A home that a program finds, and leaves things in.
pub struct Home(TempDir);

impl Home {
    /// A new one.
    pub fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }
}

/// The answer to a key.
pub struct Answer {
    /// The time to its last byte.
    pub time: Duration,
    /// How many bytes it has.
    pub bytes: usize,
    /// How many bytes of text the rows have that it changed, without the blanks at their ends.
    pub text: usize,
}

/// A program that runs.
pub struct Session {
    child: Box<dyn Child + Send + Sync>,
    _master: Box<dyn MasterPty + Send>,
    writer: Arc<Mutex<Box<dyn Write + Send>>>,
    sent: Receiver<(Instant, Vec<u8>)>,
    screen: vt100::Parser,
    begun: Instant,
    quit: &'static str,
}

impl Session {
    /// Starts a program on a file.
    pub fn start(program: &Program, file: &Path, home: &Home, margins: bool) -> Self {
        let size = PtySize { rows: ROWS, cols: COLUMNS, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let command = command(program, file, home);
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let writer = Arc::new(Mutex::new(pair.master.take_writer().expect("a writer")));
        let (send, sent) = channel();
        let answering = Arc::clone(&writer);
        std::thread::spawn(move || {
            let (mut piece, mut seen) = (vec![0; 1 << 16], Vec::new());
            while let Ok(read @ 1..) = reader.read(&mut piece) {
                let now = Instant::now();
                let said = answers(&mut seen, &piece[..read], margins);
                let _ = answering.lock().unwrap_or_else(PoisonError::into_inner).write_all(&said);
                if send.send((now, piece[..read].to_vec())).is_err() {
                    break;
                }
            }
        });
        let begun = Instant::now();
        let child = pair.slave.spawn_command(command).expect("it starts");
        let screen = vt100::Parser::new(ROWS, COLUMNS, 0);
        Self { child, _master: pair.master, writer, sent, screen, begun, quit: program.quit }
    }

    /// How long it took from the start until words showed; none where they did not.
    pub fn shows(&mut self, words: &str) -> Option<Duration> {
        while let Ok((at, bytes)) = self.sent.recv_timeout(PATIENCE.saturating_sub(self.begun.elapsed())) {
            self.screen.process(&bytes);
            if self.screen.screen().contents().contains(words) {
                return Some(at - self.begun);
            }
        }
        None
    }

    /// Waits until nothing more is sent.
    pub fn rest(&mut self) {
        while let Ok((_, bytes)) = self.sent.recv_timeout(REST)
            && self.begun.elapsed() < PATIENCE
        {
            self.screen.process(&bytes);
        }
    }

    /// Presses a key; none where nothing was sent for it.
    pub fn press(&mut self, key: &str) -> Option<Answer> {
        let pressed = Instant::now();
        self.write(key);
        let (mut last, first) = self.sent.recv_timeout(20 * QUIET).ok()?;
        let mut bytes = first.len();
        let before = self.rows();
        self.screen.process(&first);
        while let Ok((at, more)) = self.sent.recv_timeout(QUIET) {
            last = at;
            bytes += more.len();
            self.screen.process(&more);
        }
        let rows = self.rows();
        let text = rows.iter().zip(&before).filter(|(row, before)| row != before).map(|(row, _)| row.len()).sum();
        Some(Answer { time: last - pressed, bytes, text })
    }

    /// The text of each row, without the blanks at its end.
    fn rows(&self) -> Vec<String> {
        self.screen.screen().rows(0, COLUMNS).map(|row| row.trim_end().to_owned()).collect()
    }

    fn write(&self, keys: &str) {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = writer.write_all(keys.as_bytes()).and_then(|()| writer.flush());
    }

    /// The most memory that it ever had, in KiB (proc(5): VmHWM); 0 where the system does not say.
    pub fn memory(&self) -> u64 {
        let process = self.child.process_id().unwrap_or_default();
        let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
    }

    /// Ends it as a reader does, else at once.
    pub fn end(mut self) {
        self.write(self.quit);
        let until = Instant::now() + Duration::from_secs(2);
        while matches!(self.child.try_wait(), Ok(None)) && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(5));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A program to be started on a file, with a home and nothing else of this process.
pub fn command(program: &Program, file: &Path, home: &Home) -> CommandBuilder {
    let mut command = CommandBuilder::new(&program.path);
    command.arg(file);
    command.env_clear();
    command.cwd(home.0.path());
    for (name, below) in [
        ("HOME", ""),
        ("XDG_CONFIG_HOME", "config"),
        ("XDG_DATA_HOME", "data"),
        ("XDG_STATE_HOME", "state"),
        ("XDG_CACHE_HOME", "cache"),
    ] {
        command.env(name, home.0.path().join(below));
    }
    for (name, value) in [("TERM", "xterm-256color"), ("LANG", "C.UTF-8"), ("PATH", "/usr/local/bin:/usr/bin:/bin")] {
        command.env(name, value);
    }
    command
}

/// What a terminal says to a piece of what it is sent; `seen` is the end of what came before.
pub fn answers(seen: &mut Vec<u8>, piece: &[u8], margins: bool) -> Vec<u8> {
    let before = seen.len();
    seen.extend_from_slice(piece);
    let asked = |question: &[u8]| memmem::find_iter(seen, question).filter(|at| at + question.len() > before).count();
    let known = ANSWERS.iter().chain(margins.then_some(&MARGINS));
    let said = known.flat_map(|(question, answer)| answer.repeat(asked(question))).collect();
    seen.drain(..seen.len().saturating_sub(LONGEST - 1));
    said
}
