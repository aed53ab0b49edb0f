//! The program on a pseudo-terminal: the bytes that it sends in answer to each step. Two run side by side; one of them is asked
//! to paint anew after each step.

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Moving, scrolling, boxes over the text and gone again, typing, searching, panes.
pub const STEPS: &[&str] = &[
    "",
    "j",
    "j",
    " ",
    "\x05\x05",
    "\x19",
    " ",
    "?",
    "j",
    "\x1b",
    ":",
    "ma",
    "\x1b",
    "f",
    "\x1b",
    "\x04",
    "s",
    "3",
    "a",
    "a thought",
    "\x1b",
    "t",
    "\x1b",
    "G",
    "kkk",
    "gg",
    "Z",
    "j",
    "Z",
    "\t",
    "j",
    "\t\t",
    "\\",
    " ",
    "o",
    "\x1b",
    "\x15",
    "/o\r",
    "n",
    "\x1b",
];

/// Columns and rows.
pub const SIZES: &[(u16, u16)] = &[(100, 30), (80, 24), (40, 12)];

/// What was sent so long ago is all that is sent.
const QUIET: Duration = Duration::from_millis(250);
/// A key that is held repeats that often.
const REPEAT: Duration = Duration::from_millis(50);
/// What is sent while the text is opened and counted is all when nothing came for so long.
const BEGINNING: Duration = Duration::from_secs(3);
/// The longest that is waited for anything.
const DEADLINE: Duration = Duration::from_secs(20);

/// Bytes of the program, a frame for each step.
pub struct Frames {
    /// Columns and rows of its terminal.
    pub size: (u16, u16),
    /// What it sent.
    pub frames: Vec<Vec<u8>>,
}

/// What the program is told of its terminal.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Setup {
    /// Its name, TERM.
    pub term: &'static str,
    /// What stands in the settings.
    pub settings: &'static str,
    /// Whether it says that it knows left and right margins, where it is asked: where keys come quickly.
    pub margins: bool,
}

/// Goes through all steps on a text, twice: as it comes, and painted anew after each.
pub fn record(text: &str, size: (u16, u16), setup: Setup) -> [Frames; 2] {
    std::thread::scope(|scope| {
        let [plain, anew] = [false, true].map(|anew| scope.spawn(move || session(text, size, setup, anew)));
        [plain, anew].map(|running| running.join().expect("a session does not panic"))
    })
}

fn session(text: &str, size: (u16, u16), setup: Setup, anew: bool) -> Frames {
    let home = tempfile::tempdir().expect("a temporary folder");
    let corpus = home.path().join("texts");
    std::fs::create_dir_all(home.path().join("state/postil")).expect("a folder");
    std::fs::create_dir(&corpus).expect("a folder");
    std::fs::write(corpus.join("text.md"), text).expect("a text");
    std::fs::create_dir_all(home.path().join("config/postil")).expect("a folder");
    std::fs::write(home.path().join("config/postil/settings.toml"), setup.settings).expect("settings");
    let reader = r#"{"id":"urn:uuid:0190aaaa-0000-7000-8000-000000000001","name":"Mika Noor","nickname":"mika"}"#;
    std::fs::write(home.path().join("state/postil/reader.json"), reader).expect("a reader");
    let mut running = Running::start(home.path(), &corpus.join("text.md"), size, setup);
    let step = |keys: &&str| {
        let mut frame = if keys.is_empty() { running.begin(setup.margins) } else { running.answer(keys) };
        if anew {
            frame.extend(running.answer("\x0c"));
        }
        frame
    };
    Frames { size, frames: STEPS.iter().map(step).collect() }
}

/// A program on a terminal; ended when dropped.
struct Running {
    child: Box<dyn Child + Send + Sync>,
    _master: Box<dyn MasterPty + Send>,
    writer: Arc<Mutex<Box<dyn Write + Send>>>,
    sent: Arc<Mutex<(Vec<u8>, Instant)>>,
}

impl Running {
    fn start(home: &Path, file: &Path, (cols, rows): (u16, u16), setup: Setup) -> Self {
        let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_postil"));
        command.arg(file);
        command.env_clear();
        for (name, below) in [
            ("HOME", ""),
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_DATA_HOME", "data"),
            ("XDG_STATE_HOME", "state"),
            ("XDG_CACHE_HOME", "cache"),
        ] {
            command.env(name, home.join(below));
        }
        for (name, value) in [("TERM", setup.term), ("LANG", "C.UTF-8"), ("PATH", "/usr/bin:/bin")] {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).expect("the program starts");
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let writer = Arc::new(Mutex::new(pair.master.take_writer().expect("a writer")));
        let answering = Arc::clone(&writer);
        let sent = Arc::new(Mutex::new((Vec::new(), Instant::now())));
        let theirs = Arc::clone(&sent);
        std::thread::spawn(move || {
            let mut bytes = [0; 1 << 14];
            while let Ok(read @ 1..) = reader.read(&mut bytes) {
                let mut sent = theirs.lock().unwrap_or_else(PoisonError::into_inner);
                sent.0.extend_from_slice(&bytes[..read]);
                sent.1 = Instant::now();
                drop(sent);
                let say = |answer| answering.lock().unwrap_or_else(PoisonError::into_inner).write_all(answer);
                if setup.margins && bytes[..read].windows(7).any(|sent| sent == b"\x1b[?69$p") {
                    let _ = say(b"\x1b[?69;2$y");
                }
                // Asked how it is, a terminal says that it is well.
                for _ in bytes[..read].windows(4).filter(|sent| sent == b"\x1b[5n") {
                    let _ = say(b"\x1b[0n");
                }
            }
        });
        Self { child, _master: pair.master, writer, sent }
    }

    /// What is sent until the text is opened and counted; with a row on and back as quickly as a key repeats, so that margins are
    /// asked for.
    fn begin(&mut self, quickly: bool) -> Vec<u8> {
        let mut sent = self.quiet(BEGINNING);
        for keys in ["j", "k"].repeat(if quickly { 3 } else { 0 }) {
            std::thread::sleep(REPEAT);
            let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
            writer.write_all(keys.as_bytes()).and_then(|()| writer.flush()).expect("the program takes keys");
        }
        if quickly {
            sent.extend(self.quiet(QUIET));
        }
        sent
    }

    /// Types; gives what is sent until nothing more is.
    fn answer(&mut self, keys: &str) -> Vec<u8> {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).1 = Instant::now();
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        writer.write_all(keys.as_bytes()).and_then(|()| writer.flush()).expect("the program takes keys");
        drop(writer);
        self.quiet(QUIET)
    }

    fn quiet(&mut self, quiet: Duration) -> Vec<u8> {
        let until = Instant::now() + DEADLINE;
        loop {
            std::thread::sleep(QUIET / 10);
            let mut sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
            let begun = !sent.0.is_empty() || sent.1.elapsed() > 4 * quiet;
            if (begun && sent.1.elapsed() > quiet) || Instant::now() > until {
                return std::mem::take(&mut sent.0);
            }
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
