//! A running program on a pseudo-terminal: keys in, screens and raw bytes out. It knows nothing of what is tested.
//!
//! Waiting is always for something to be seen, with a generous deadline; nothing here measures time.

#![allow(clippy::panic)] // a wait in vain ends the test, with the screen as it was

use super::idle;
use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The longest that anything is waited for.
pub const DEADLINE: Duration = Duration::from_secs(30);
/// How often a program is looked at that is to come to rest.
const LOOK: Duration = Duration::from_millis(15);
/// So many looks in a row show the same program asleep when it rests. The terminal hands keys on and output back by threads
/// of the system: where these come late, so do the looks.
const LOOKS: usize = 5;

/// So many bytes are taken by a terminal whose program is slow.
const AT_ONCE: usize = 256;

/// A home of its own, with a corpus in it; gone when it is dropped.
pub struct Home {
    temp: tempfile::TempDir,
}

impl Home {
    /// A home whose corpus holds these files.
    pub fn with(files: &[(&str, &str)]) -> Self {
        let home = Self { temp: tempfile::tempdir().expect("a temporary folder") };
        std::fs::create_dir(home.corpus()).expect("a corpus");
        for (name, text) in files {
            home.write(name, text.as_bytes());
        }
        home
    }

    /// The same, the reader's name being known already.
    pub fn of_reader(files: &[(&str, &str)]) -> Self {
        let home = Self::with(files);
        std::fs::create_dir_all(home.state()).expect("a state folder");
        let reader = r#"{"id":"urn:uuid:0190aaaa-0000-7000-8000-000000000001","name":"Mika Noor","nickname":"mika"}"#;
        std::fs::write(home.state().join("reader.json"), reader).expect("a reader");
        home
    }

    /// Puts a file into the corpus.
    pub fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.corpus().join(name);
        std::fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("a folder");
        std::fs::write(path, bytes).expect("a file of the corpus");
    }

    /// The folder of texts.
    pub fn corpus(&self) -> PathBuf {
        self.temp.path().join("texts")
    }

    /// The folder of state.
    pub fn state(&self) -> PathBuf {
        self.temp.path().join("state/postil")
    }

    /// The folder of the reader's own data.
    pub fn data(&self) -> PathBuf {
        self.temp.path().join("data/postil")
    }

    /// All sidecars below a folder, with what they say.
    pub fn sidecars_in(folder: &Path) -> Vec<(PathBuf, String)> {
        let mut found = Vec::new();
        let mut pending = vec![folder.to_path_buf()];
        while let Some(folder) = pending.pop() {
            for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                let path = entry.path();
                if path.is_dir() {
                    pending.push(path);
                } else if path.to_string_lossy().contains('@') {
                    let text = std::fs::read_to_string(&path).expect("a sidecar is text");
                    found.push((path, text));
                }
            }
        }
        found
    }

    /// The sidecars of the corpus.
    pub fn sidecars(&self) -> Vec<(PathBuf, String)> {
        Self::sidecars_in(&self.corpus().join("annotations"))
    }

    /// The live annotations in the sidecars of the corpus, as JSON.
    pub fn annotations(&self) -> Vec<serde_json::Value> {
        self.sidecars().iter().flat_map(|(path, text)| records(path, text)).collect()
    }

    /// Starts the program on the corpus, on a terminal of 100×30.
    pub fn start(&self) -> Session {
        self.start_sized(100, 30)
    }

    /// Starts the program on the corpus, on a terminal of this size.
    pub fn start_sized(&self, columns: u16, rows: u16) -> Session {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_postil"));
        command.arg(self.corpus());
        self.run(command, (columns, rows))
    }

    /// Starts the program on a document of the corpus.
    pub fn open(&self, name: &str) -> Session {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_postil"));
        command.arg(self.corpus().join(name));
        self.run(command, (100, 30))
    }

    /// Runs a shell script in which `$POSTIL` is the program and `$CORPUS` the corpus.
    pub fn script(&self, script: &str) -> Session {
        let mut command = CommandBuilder::new("/bin/sh");
        command.args(["-c", script]);
        self.run(command, (100, 30))
    }

    fn run(&self, mut command: CommandBuilder, size: (u16, u16)) -> Session {
        self.surround(&mut command);
        Session::spawn(command, size)
    }

    /// Gives a command the home's folders and nothing else of what surrounds the test.
    pub fn surround(&self, command: &mut CommandBuilder) {
        command.env_clear();
        let root = self.temp.path();
        for (name, below) in [
            ("HOME", ""),
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_DATA_HOME", "data"),
            ("XDG_STATE_HOME", "state"),
            ("XDG_CACHE_HOME", "cache"),
        ] {
            command.env(name, root.join(below));
        }
        for (name, value) in
            [("TERM", "xterm-256color"), ("LANG", "C.UTF-8"), ("PATH", "/usr/bin:/bin"), ("SHELL", "/bin/sh")]
        {
            command.env(name, value);
        }
        command.env("POSTIL", env!("CARGO_BIN_EXE_postil"));
        command.env("CORPUS", self.corpus());
        command.env("EDITOR", root.join("editor"));
        command.cwd(root);
    }

    /// Makes the reader's `$EDITOR`: a shell script that is given the file as `$1`.
    pub fn editor(&self, script: &str) {
        self.program("editor", script);
    }

    /// Makes a program in `$HOME`: a shell script.
    pub fn program(&self, name: &str, script: &str) {
        use std::os::unix::fs::PermissionsExt;
        let path = self.temp.path().join(name);
        std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).expect("an editor");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("an editor that runs");
    }
}

/// The live annotations of a sidecar; fails where it is not JSON.
pub fn records(path: &Path, text: &str) -> Vec<serde_json::Value> {
    let parsed: serde_json::Value =
        serde_json::from_str(text).unwrap_or_else(|fault| panic!("{}: {fault}\n{text}", path.display()));
    let items = parsed["first"]["items"].as_array().expect("a page of items").clone();
    items.into_iter().filter(|item| item["type"] == "Annotation" && item["motivation"] != "identifying").collect()
}

/// What has come out of the program.
struct Seen {
    parser: vt100::Parser,
    raw: Vec<u8>,
    closed: bool,
    hung_up: bool,
}

/// The way to the program; `None` once the terminal is gone.
type Writer = Arc<Mutex<Option<Box<dyn Write + Send>>>>;

/// A program on a pseudo-terminal. Killed when dropped.
pub struct Session {
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Writer,
    child: Box<dyn Child + Send + Sync>,
    seen: Arc<(Mutex<Seen>, Condvar)>,
}

impl Session {
    fn spawn(command: CommandBuilder, (columns, rows): (u16, u16)) -> Self {
        let pair = native_pty_system().openpty(size(columns, rows)).expect("a pseudo-terminal");
        let child = pair.slave.spawn_command(command).expect("the program starts");
        drop(pair.slave);
        let reader = pair.master.try_clone_reader().expect("a reader of the pseudo-terminal");
        let writer = pair.master.take_writer().expect("a writer to the pseudo-terminal");
        let parser = vt100::Parser::new(rows, columns, 0);
        let seen = Seen { parser, raw: Vec::new(), closed: false, hung_up: false };
        let seen = Arc::new((Mutex::new(seen), Condvar::new()));
        let theirs = Arc::clone(&seen);
        let writer: Writer = Arc::new(Mutex::new(Some(writer)));
        let answering = Arc::clone(&writer);
        std::thread::spawn(move || listen(reader, &answering, &theirs));
        Self { master: Some(pair.master), writer, child, seen }
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Types. A program that is gone takes nothing.
    pub fn send(&mut self, keys: &str) -> &mut Self {
        self.send_bytes(keys.as_bytes())
    }

    /// Sends bytes as the terminal would. Linux can leave who writes more than fits to a terminal waiting for ever when the program ends
    /// right then, so that much is written by a thread of its own, which is left to itself where the program is gone.
    pub fn send_bytes(&mut self, bytes: &[u8]) -> &mut Self {
        if bytes.len() <= AT_ONCE {
            write(&self.writer, bytes);
            return self;
        }
        let (writer, bytes) = (Arc::clone(&self.writer), bytes.to_vec());
        let writing = std::thread::spawn(move || write(&writer, &bytes));
        while !writing.is_finished() && self.has_ended().is_none() {
            std::thread::sleep(Duration::from_millis(1));
        }
        self
    }

    /// Waits until the screen holds the text, in one row.
    pub fn wait_for(&mut self, text: &str) -> &mut Self {
        self.wait_until(&format!("“{text}” to show"), |screen| screen.iter().any(|row| row.contains(text)))
    }

    /// Waits until no row of the screen holds the text.
    pub fn wait_gone(&mut self, text: &str) -> &mut Self {
        self.wait_until(&format!("“{text}” to go"), |screen| !screen.iter().any(|row| row.contains(text)))
    }

    /// Waits until the screen, or whatever else is looked at, is as wanted.
    pub fn wait_until(&mut self, what: &str, wanted: impl Fn(&[String]) -> bool) -> &mut Self {
        let until = Instant::now() + DEADLINE;
        let mut seen = self.seen();
        loop {
            let screen = rows(&seen);
            if wanted(&screen) {
                break;
            }
            let left = until.saturating_duration_since(Instant::now());
            assert!(!left.is_zero() && !seen.closed, "waited in vain for {what}; the screen:\n{}\n", screen.join("\n"));
            // What is wanted may be in a file: nothing comes to the screen then.
            seen = self.seen.1.wait_timeout(seen, left.min(LOOK)).unwrap_or_else(PoisonError::into_inner).0;
        }
        drop(seen);
        self
    }

    /// Waits until the program waits: nothing comes, and it and all that it has started sleep. What it does by a clock (a
    /// draft brought to the disk in a pause, a look at who leads) may be still to come.
    pub fn settle(&mut self) -> &mut Self {
        let until = Instant::now() + DEADLINE;
        let (mut before, mut quiet) = (None, 0);
        while quiet < LOOKS && !self.seen().closed {
            assert!(Instant::now() < until, "the program never comes to rest; its screen:\n{}", self.screen());
            std::thread::sleep(LOOK);
            let now = (self.seen().raw.len(), idle::asleep(self.pid()));
            quiet = if now.1.is_some() && before.as_ref() == Some(&now) { quiet + 1 } else { 0 };
            before = Some(now);
        }
        self
    }

    /// The rows of the screen.
    pub fn rows(&self) -> Vec<String> {
        rows(&self.seen())
    }

    /// The screen as one text.
    pub fn screen(&self) -> String {
        self.rows().join("\n")
    }

    /// Looks at the parsed screen.
    pub fn look<T>(&self, at: impl FnOnce(&vt100::Screen) -> T) -> T {
        at(self.seen().parser.screen())
    }

    /// Everything that the program has sent.
    pub fn raw(&self) -> Vec<u8> {
        self.seen().raw.clone()
    }

    /// Column and row of the first place where a text shows.
    pub fn find(&self, text: &str) -> (usize, usize) {
        let rows = self.rows();
        let at = rows.iter().enumerate().find_map(|(y, row)| Some((row[..row.find(text)?].chars().count(), y)));
        at.unwrap_or_else(|| panic!("“{text}” does not show:\n{}", rows.join("\n")))
    }

    /// Writes to the terminal as another program does.
    pub fn write_over(&mut self, bytes: &str) -> &mut Self {
        let name = self.master.as_ref().and_then(|master| master.tty_name()).expect("the terminal has a name");
        std::fs::write(name, bytes).expect("anybody of this account may write to it");
        self
    }

    /// Changes the size of the terminal.
    pub fn resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        let mut seen = self.seen();
        seen.parser.screen_mut().set_size(rows, columns);
        drop(seen);
        if let Some(master) = &self.master {
            master.resize(size(columns, rows)).expect("a pseudo-terminal takes any size");
        }
        self
    }

    /// The process started, as the system knows it.
    pub fn pid(&self) -> Pid {
        let pid = self.child.process_id().and_then(|pid| i32::try_from(pid).ok());
        pid.and_then(Pid::from_raw).expect("the program has been started")
    }

    /// Sends a signal.
    pub fn signal(&mut self, signal: Signal) -> &mut Self {
        kill_process(self.pid(), signal).expect("the program is there");
        self
    }

    /// Takes the terminal away, as a dropped line does. What is read of it is let go too, which takes one more output.
    pub fn hang_up(&mut self) {
        self.seen().hung_up = true;
        self.resize(90, 24);
        let until = Instant::now() + DEADLINE;
        let mut seen = self.seen();
        while !seen.closed {
            let left = until.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "the program paints nothing when its terminal changes");
            seen = self.seen.1.wait_timeout(seen, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        drop(seen);
        self.master = None;
        *self.writer.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// How the program has ended, where it has.
    pub fn has_ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().expect("the program can be asked after")
    }

    /// Waits until the program has ended.
    pub fn wait_exit(&mut self) -> ExitStatus {
        let until = Instant::now() + DEADLINE;
        loop {
            if let Some(status) = self.child.try_wait().expect("the program can be asked after") {
                break status;
            }
            assert!(Instant::now() < until, "the program does not end; its screen:\n{}", self.screen());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits until the program has ended and all that it sent has come.
    pub fn end(&mut self) -> ExitStatus {
        let status = self.wait_exit();
        let until = Instant::now() + DEADLINE;
        let mut seen = self.seen();
        while !seen.closed && Instant::now() < until {
            seen = self.seen.1.wait_timeout(seen, Duration::from_millis(50)).unwrap_or_else(PoisonError::into_inner).0;
        }
        drop(seen);
        status
    }

    /// Kills it as the system does when memory is short.
    pub fn kill(&mut self) {
        self.signal(Signal::KILL);
        self.wait_exit();
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

fn rows(seen: &Seen) -> Vec<String> {
    let (_, columns) = seen.parser.screen().size();
    seen.parser.screen().rows(0, columns).collect()
}

fn listen(mut reader: Box<dyn Read + Send>, writer: &Writer, seen: &(Mutex<Seen>, Condvar)) {
    let mut bytes = [0; 1 << 14];
    loop {
        let read = reader.read(&mut bytes).unwrap_or(0);
        let mut now = seen.0.lock().unwrap_or_else(PoisonError::into_inner);
        if read == 0 || now.hung_up {
            break;
        }
        now.parser.process(&bytes[..read]);
        now.raw.extend_from_slice(&bytes[..read]);
        drop(now);
        seen.1.notify_all();
        // Asked how it is, a terminal says that it is well.
        for _ in bytes[..read].windows(4).filter(|sent| sent == b"\x1b[5n") {
            write(writer, b"\x1b[0n");
        }
    }
    drop(reader);
    seen.0.lock().unwrap_or_else(PoisonError::into_inner).closed = true;
    seen.1.notify_all();
}

/// Sends bytes to the program, if it still is there.
fn write(writer: &Writer, bytes: &[u8]) {
    if let Some(writer) = &mut *writer.lock().unwrap_or_else(PoisonError::into_inner) {
        let _ = writer.write_all(bytes).and_then(|()| writer.flush());
    }
}
