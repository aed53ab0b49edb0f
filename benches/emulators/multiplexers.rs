//! Terminals that are asked what they show: tmux and GNU screen. Each runs a program that copies a named pipe to it; a title set
//! behind each frame tells that it has been taken in.

use super::Screen;
use super::recording::Frames;
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

const DEADLINE: Duration = Duration::from_secs(20);
const LOOK: Duration = Duration::from_millis(4);

/// What tmux shows.
pub fn tmux(frames: &Frames) -> Result<Vec<Screen>, String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let socket = folder.path().join("tmux").to_string_lossy().into_owned();
    let ask = |arguments: &[&str]| said(Command::new("tmux").args(["-S", &socket, "-f", "/dev/null"]).args(arguments));
    let (columns, rows) = (frames.size.0.to_string(), frames.size.1.to_string());
    let copying = copying(folder.path())?;
    ask(&["new-session", "-d", "-x", &columns, "-y", &rows, &copying, ";", "set", "-g", "status", "off"])?;
    let shown = feed(
        folder.path(),
        frames,
        |title| format!("\x1b]2;{title}\x07"),
        |title| {
            waited(|| ask(&["display-message", "-p", "#{pane_title}"]).is_ok_and(|said| said.trim() == title))?;
            Ok(looks_of(&ask(&["capture-pane", "-p", "-e", "-N"])?, frames.size))
        },
    );
    let _ = ask(&["kill-server"]);
    shown
}

/// What GNU screen shows: its characters, not how they look.
pub fn screen(frames: &Frames) -> Result<Vec<Screen>, String> {
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
    let settings = folder.path().join("screenrc");
    std::fs::write(&settings, "startup_message off\ndefutf8 on\naltscreen on\nhardstatus off\n")
        .map_err(|error| error.to_string())?;
    let mut command = CommandBuilder::new("screen");
    command.args(["-U", "-c", &settings.to_string_lossy(), "-S", &name, "-T", "screen-256color", "sh", "-c", &copying]);
    command.env("TERM", "xterm-256color");
    command.env("LANG", "C.UTF-8");
    command.env("SCREENDIR", &sockets);
    let mut child = pair.slave.spawn_command(command).map_err(|_| "screen is not installed")?;
    let mut reader = pair.master.try_clone_reader().map_err(|error| error.to_string())?;
    std::thread::spawn(move || {
        let mut bytes = [0; 4096];
        while matches!(reader.read(&mut bytes), Ok(1..)) {}
    });
    let ask = |arguments: &[&str]| {
        said(Command::new("screen").env("SCREENDIR", &sockets).args(["-S", &name]).args(arguments))
    };
    let copy = folder.path().join("copy").to_string_lossy().into_owned();
    let shown = feed(
        folder.path(),
        frames,
        |title| format!("\x1bk{title}\x1b\\"),
        |title| {
            waited(|| ask(&["-Q", "title"]).is_ok_and(|said| said.trim() == title))?;
            ask(&["-X", "hardcopy", &copy])?;
            // Asked in turn, so that the copy is there when this is answered.
            let _ = ask(&["-Q", "title"]);
            let text = std::fs::read(&copy).map_err(|error| error.to_string())?;
            Ok(rows_of(&String::from_utf8_lossy(&text), frames.size.1))
        },
    );
    let _ = ask(&["-X", "quit"]);
    let _ = child.kill().and_then(|()| child.wait());
    shown
}

/// Makes the pipe; the shell's words that copy it to the terminal.
fn copying(folder: &Path) -> Result<String, String> {
    let pipe = folder.join("pipe");
    said(Command::new("mkfifo").arg(&pipe))?;
    Ok(format!("stty raw -echo; exec cat '{}'", pipe.display()))
}

/// Feeds the frames, a title behind each, and has the screen looked at.
fn feed(
    folder: &Path,
    frames: &Frames,
    titled: impl Fn(&str) -> String,
    look: impl Fn(&str) -> Result<Screen, String>,
) -> Result<Vec<Screen>, String> {
    let mut pipe =
        std::fs::OpenOptions::new().write(true).open(folder.join("pipe")).map_err(|error| error.to_string())?;
    let mut screens = Vec::new();
    for (number, frame) in frames.frames.iter().enumerate() {
        let title = format!("frame{number}");
        pipe.write_all(frame)
            .and_then(|()| pipe.write_all(titled(&title).as_bytes()))
            .map_err(|error| error.to_string())?;
        screens.push(look(&title)?);
    }
    Ok(screens)
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

/// Rows as they were printed, a character a cell; blanks at the end of a row do not count.
fn rows_of(printed: &str, rows: u16) -> Screen {
    let cells = |row: &str| row.trim_end().chars().map(String::from).collect::<Vec<_>>();
    let mut screen: Screen = printed.lines().map(cells).collect();
    screen.resize(usize::from(rows), Vec::new());
    screen
}
