//! Terminals inside a terminal: tmux, which says what it shows, and GNU screen, whose own output an emulator is to show (what it
//! says of itself has no characters beyond Latin 1). Each runs a program that copies a named pipe to it. Behind each frame tmux is
//! asked how it is (DSR 5), and screen is made to ring: the answer, or the bell, tells that the frame has been taken in.

use super::Screen;
use super::recording::Frames;
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use std::cell::Cell;
use std::io::{Read, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

const DEADLINE: Duration = Duration::from_secs(20);
const LOOK: Duration = Duration::from_millis(2);
/// Bytes that a pseudo-terminal hands over at once.
const PIECE: usize = 1000;

/// What tmux shows.
pub fn tmux(frames: &Frames) -> Result<Vec<Screen>, String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let socket = folder.path().join("tmux").to_string_lossy().into_owned();
    let ask = |arguments: &[&str]| said(Command::new("tmux").args(["-S", &socket, "-f", "/dev/null"]).args(arguments));
    let (columns, rows) = (frames.size.0.to_string(), frames.size.1.to_string());
    let copying = copying(folder.path())?;
    ask(&["new-session", "-d", "-x", &columns, "-y", &rows, &copying, ";", "set", "-g", "status", "off"])?;
    let answers = || {
        let said = std::fs::read(folder.path().join("said")).unwrap_or_default();
        said.windows(WELL.len()).filter(|bytes| *bytes == WELL).count()
    };
    let shown = feed(folder.path(), frames, (b"\x1b[5n", &answers), || {
        Ok(looks_of(&ask(&["capture-pane", "-p", "-e", "-N"])?, frames.size))
    });
    let _ = ask(&["kill-server"]);
    shown
}

/// What GNU screen sends to its terminal.
pub fn screen(frames: &Frames) -> Result<Frames, String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let copying = copying(folder.path())?;
    let (cols, rows) = frames.size;
    let pair = native_pty_system()
        .openpty(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 })
        .map_err(|error| error.to_string())?;
    let name = format!("postil{}", std::process::id());
    // A folder of its own for its sockets: it takes any pipe beside them for one, and waits for an answer there.
    let sockets = folder.path().join("sockets");
    std::fs::DirBuilder::new().mode(0o700).create(&sockets).map_err(|error| error.to_string())?;
    // Its bell is to be heard: Debian's settings make it a message on the screen.
    let settings = folder.path().join("screenrc");
    std::fs::write(&settings, "startup_message off\ndefutf8 on\naltscreen on\nhardstatus off\nvbell off\n")
        .map_err(|error| error.to_string())?;
    let mut command = CommandBuilder::new("screen");
    command.args(["-U", "-c", &settings.to_string_lossy(), "-S", &name, "-T", "screen-256color", "sh", "-c", &copying]);
    command.env("TERM", "xterm-256color");
    command.env("LANG", "C.UTF-8");
    command.env("SCREENDIR", &sockets);
    let mut child = pair.slave.spawn_command(command).map_err(|_| "screen is not installed")?;
    let mut reader = pair.master.try_clone_reader().map_err(|error| error.to_string())?;
    let outer = Arc::new(Mutex::new(Vec::new()));
    let theirs = Arc::clone(&outer);
    std::thread::spawn(move || {
        let mut bytes = [0; 4096];
        while let Ok(read @ 1..) = reader.read(&mut bytes) {
            theirs.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(&bytes[..read]);
        }
    });
    let ask = |arguments: &[&str]| {
        said(Command::new("screen").env("SCREENDIR", &sockets).args(["-S", &name]).args(arguments))
    };
    let sent = || outer.lock().unwrap_or_else(PoisonError::into_inner);
    let rung = || sent().split(|byte| *byte == BELL[0]).count() - 1;
    let begun = Cell::new(0);
    let shown = feed(folder.path(), frames, (BELL, &rung), || {
        let sent = sent();
        Ok(sent[begun.replace(sent.len())..].iter().copied().filter(|byte| *byte != BELL[0]).collect())
    });
    let _ = ask(&["-X", "quit"]);
    let _ = child.kill().and_then(|()| child.wait());
    Ok(Frames { size: frames.size, frames: shown? })
}

/// What rings.
const BELL: &[u8] = b"\x07";

/// What a terminal says that was asked how it is.
const WELL: &[u8] = b"\x1b[0n";

/// Makes the pipe; the shell's words that copy it to the terminal, and what the terminal says to a file.
fn copying(folder: &Path) -> Result<String, String> {
    let pipe = folder.join("pipe");
    said(Command::new("mkfifo").arg(&pipe))?;
    Ok(format!("stty raw -echo; cat '{}' & exec cat > '{}'", pipe.display(), folder.join("said").display()))
}

/// Feeds the frames in pieces, behind each a mark, and goes on when so many marks have been answered; looks behind each frame.
fn feed<T>(
    folder: &Path,
    frames: &Frames,
    (mark, answers): (&[u8], &dyn Fn() -> usize),
    look: impl Fn() -> Result<T, String>,
) -> Result<Vec<T>, String> {
    let mut pipe =
        std::fs::OpenOptions::new().write(true).open(folder.join("pipe")).map_err(|error| error.to_string())?;
    let mut fed = 0;
    let mut feed = |frame: &Vec<u8>| {
        for piece in pieces(frame) {
            pipe.write_all(piece).and_then(|()| pipe.write_all(mark)).map_err(|error| error.to_string())?;
            fed += 1;
            waited(|| answers() >= fed)?;
        }
        look()
    };
    frames.frames.iter().map(&mut feed).collect()
}

/// A frame in pieces that begin with a sequence, each so short that it arrives whole: tmux 3.3a loses a joiner (U+200D) whose bytes
/// it reads in two parts, and what is joined by it.
fn pieces(frame: &[u8]) -> Vec<&[u8]> {
    let (mut pieces, mut rest) = (Vec::new(), frame);
    while rest.len() > PIECE {
        let at = rest[1..=PIECE].iter().rposition(|byte| *byte == 0x1b).map_or(PIECE, |at| at + 1);
        let (piece, behind) = rest.split_at(at);
        pieces.push(piece);
        rest = behind;
    }
    pieces.push(rest);
    pieces
}

/// What a program says.
fn said(command: &mut Command) -> Result<String, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| format!("{name}: {error}"))?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn waited(is_there: impl Fn() -> bool) -> Result<(), String> {
    let until = Instant::now() + DEADLINE;
    while !is_there() {
        if Instant::now() > until {
            return Err("a frame was not taken in".to_owned());
        }
        std::thread::sleep(LOOK);
    }
    Ok(())
}

/// Rows as they were printed with their attributes, cell by cell. What a blank would be written with is not seen.
fn looks_of(printed: &str, (columns, rows): (u16, u16)) -> Screen {
    let mut parser = vt100::Parser::new(1, 2 * columns, 0);
    let mut row = |line: &str| {
        parser.process(b"\x1b[m\x1b[2J\x1b[H");
        parser.process(line.as_bytes());
        (0..2 * columns).filter_map(|x| parser.screen().cell(0, x)).map(seen).collect()
    };
    // Attributes go on from one row to the next.
    let mut before = String::new();
    let lines = printed.lines().map(|line| {
        let whole = format!("{before}{line}");
        before = attributes(&whole);
        whole
    });
    let mut screen: Screen = lines.collect::<Vec<_>>().iter().map(|line| row(line)).collect();
    screen.resize(usize::from(rows), Vec::new());
    screen
}

/// The sequences of a line that set attributes, in order.
fn attributes(line: &str) -> String {
    let sequences =
        line.split('\x1b').skip(1).filter_map(|rest| rest.split_once('m')).map(|(set, _)| format!("\x1b{set}m"));
    let all: Vec<String> = sequences.collect();
    let from = all.iter().rposition(|set| set == "\x1b[0m" || set == "\x1b[m").unwrap_or(0);
    all[from..].concat()
}

/// A cell; of a blank its ground alone.
fn seen(cell: &vt100::Cell) -> String {
    let blank = !cell.has_contents() || cell.contents() == " ";
    if blank && !cell.inverse() && !cell.underline() {
        return format!("  {:?}", cell.bgcolor());
    }
    super::shown(cell)
}
