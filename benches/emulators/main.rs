//! What terminals make of the program: it is run on texts in many scripts, and its bytes are fed to emulators and multiplexers.
//! After each step the screen as it was drawn step by step is compared with the same screen painted anew (`ctrl-l`) in the
//! same terminal, so that what a terminal thinks of widths does not matter: no cell may differ. It measures no time.
//!
//!     cargo bench --bench emulators [-- NAME ...]
//!
//! NAME is a terminal or a script; without any all are tried, and what is not installed is said to be skipped:
//!
//! | terminal | needs |
//! |---|---|
//! | vt100 | nothing |
//! | xterm.js | `node`, and `npm install @xterm/headless@6.0.0` in a folder whose `node_modules` NODE_PATH names |
//! | libvterm | a C compiler as `cc`, and libvterm with its header (Debian: libvterm-dev) |
//! | pyte | `python3` (or what POSTIL_PYTHON names) with `pip install pyte==0.8.2`; no scrolling up and down, as the Linux console |
//! | tmux | `tmux` |
//! | screen | GNU `screen` |
//!
//! An emulator in another language is a program that is given, on its input, a line `COLUMNS ROWS`, then for each frame a line with
//! its length and its bytes. It prints each frame's rows, a line a row, the cells parted by U+001F: what stands there and how.

#![allow(clippy::print_stdout)] // it is a program with a report

mod multiplexers;
mod recording;
mod texts;

use recording::{Frames, SIZES, STEPS};
use std::io::Write;
use std::process::{Command, Stdio};

/// A screen: rows of cells in words.
type Screen = Vec<Vec<String>>;
/// What shows the frames: a screen after each, or why it cannot.
type Show = fn(&Frames) -> Result<Vec<Screen>, String>;

/// The terminals, each with the TERM that the program is recorded with. (What differs between terminals is taken from its entry; that of
/// tmux says the same as xterm's.)
const TERMINALS: &[(&str, &str, Show)] = &[
    ("vt100", "xterm-256color", vt100),
    ("xterm.js", "xterm-256color", |frames| outside("node", &[&beside("xterm.js")], frames)),
    ("libvterm", "xterm-256color", libvterm),
    ("pyte", "linux", |frames| outside(&python(), &[&beside("pyte_screen.py")], frames)),
    ("tmux", "xterm-256color", multiplexers::tmux),
    ("screen", "screen-256color", multiplexers::screen),
];

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let is_wanted = |name: &str, all: &[&str]| {
        wanted.iter().any(|word| word == name) || !wanted.iter().any(|word| all.contains(&word.as_str()))
    };
    let names: Vec<&str> = TERMINALS.iter().map(|terminal| terminal.0).collect();
    let scripts: Vec<&str> = texts::TEXTS.iter().map(|text| text.0).collect();
    let scripts: Vec<&str> = scripts.iter().copied().filter(|name| is_wanted(name, &scripts)).collect();
    println!("terminal, script, size: cells off, screens off of {}", STEPS.len());
    let mut off = 0;
    for term in ["xterm-256color", "screen-256color", "linux"] {
        let shows = TERMINALS.iter().filter(|(name, of, _)| *of == term && is_wanted(name, &names)).collect::<Vec<_>>();
        for size in if shows.is_empty() { &[] } else { SIZES } {
            for (script, [plain, anew]) in scripts.iter().zip(recorded(&scripts, *size, term)) {
                off += shows
                    .iter()
                    .map(|(name, _, show)| compared(&format!("{name:9} {script}"), *show, &plain, &anew))
                    .sum::<usize>();
            }
        }
    }
    if off > 0 {
        println!("{off} cells are off");
        std::process::exit(1);
    }
}

/// Records all scripts, side by side.
fn recorded(scripts: &[&str], size: (u16, u16), term: &str) -> Vec<[Frames; 2]> {
    std::thread::scope(|scope| {
        let texts = texts::TEXTS.iter().filter(|text| scripts.contains(&text.0));
        let running: Vec<_> = texts
            .map(|(_, heading, sentences)| {
                let text = texts::document(heading, sentences, 24);
                scope.spawn(move || recording::record(&text, size, term))
            })
            .collect();
        running.into_iter().map(|running| running.join().expect("a recording does not panic")).collect()
    })
}

/// Shows both in a terminal; gives how many cells differ.
fn compared(what: &str, show: Show, plain: &Frames, anew: &Frames) -> usize {
    let what = format!("{what:20} {}x{}", plain.size.0, plain.size.1);
    match show(plain).and_then(|plain| Ok((plain, show(anew)?))) {
        Ok((plain, anew)) => told(&what, &plain, &anew),
        Err(reason) => {
            println!("{what:28} skipped: {reason}");
            0
        }
    }
}

/// Prints what differs; gives how many cells do.
fn told(what: &str, plain: &[Screen], anew: &[Screen]) -> usize {
    let (mut cells, mut screens, mut first) = (0, 0, None);
    for (step, (plain, anew)) in plain.iter().zip(anew).enumerate() {
        let rows = plain.iter().zip(anew);
        let wrong: usize = rows.clone().map(|(plain, anew)| differing(plain, anew)).sum();
        cells += wrong;
        screens += usize::from(wrong > 0);
        if wrong > 0 && first.is_none() {
            let row = rows.into_iter().position(|(plain, anew)| plain != anew).unwrap_or(0);
            first = Some(format!(
                "; first after step {step} ({:?}) in row {row}:\n    {}\n    {}",
                STEPS[step],
                plain[row].concat(),
                anew[row].concat()
            ));
        }
    }
    println!("{what:28} {cells:6} {screens:3}{}", first.unwrap_or_default());
    cells + plain.len().abs_diff(anew.len())
}

fn differing(plain: &[String], anew: &[String]) -> usize {
    plain.iter().zip(anew).filter(|(plain, anew)| plain != anew).count() + plain.len().abs_diff(anew.len())
}

#[expect(clippy::unnecessary_wraps, reason = "as all in the table")]
fn vt100(frames: &Frames) -> Result<Vec<Screen>, String> {
    let (columns, rows) = frames.size;
    let mut parser = vt100::Parser::new(rows, columns, 0);
    Ok(frames
        .frames
        .iter()
        .map(|frame| {
            parser.process(frame);
            screen_of(parser.screen())
        })
        .collect())
}

fn screen_of(screen: &vt100::Screen) -> Screen {
    let (rows, columns) = screen.size();
    let cell = |y, x| screen.cell(y, x).map_or_else(String::new, shown);
    (0..rows).map(|y| (0..columns).map(|x| cell(y, x)).collect()).collect()
}

fn shown(cell: &vt100::Cell) -> String {
    let symbol = if cell.has_contents() { cell.contents() } else { " " };
    let look =
        (cell.fgcolor(), cell.bgcolor(), cell.bold(), cell.dim(), cell.italic(), cell.underline(), cell.inverse());
    format!("{symbol} {look:?}")
}

/// A file beside this one.
fn beside(name: &str) -> String {
    format!("{}/benches/emulators/{name}", env!("CARGO_MANIFEST_DIR"))
}

fn python() -> String {
    std::env::var("POSTIL_PYTHON").unwrap_or_else(|_| "python3".to_owned())
}

fn libvterm(frames: &Frames) -> Result<Vec<Screen>, String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let program = folder.path().join("libvterm");
    let built = Command::new("cc").args(["-O1", "-o"]).arg(&program).arg(beside("libvterm.c")).arg("-lvterm").output();
    if !built.is_ok_and(|built| built.status.success()) {
        return Err("libvterm.c cannot be built (cc, libvterm-dev)".to_owned());
    }
    outside(&program.to_string_lossy(), &[], frames)
}

/// Feeds a program; reads the screens that it prints.
fn outside(program: &str, arguments: &[&str], frames: &Frames) -> Result<Vec<Screen>, String> {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().map_err(|error| format!("{program}: {error}"))?;
    let mut input = child.stdin.take().ok_or("no input")?;
    let mut bytes = format!("{} {}\n", frames.size.0, frames.size.1).into_bytes();
    for frame in &frames.frames {
        bytes.extend_from_slice(format!("{}\n", frame.len()).as_bytes());
        bytes.extend_from_slice(frame);
    }
    let feeding = std::thread::spawn(move || input.write_all(&bytes));
    let output = child.wait_with_output().map_err(|error| error.to_string())?;
    let _ = feeding.join();
    if !output.status.success() {
        return Err(format!("{program} {} failed; is what it needs installed?", arguments.concat()));
    }
    let printed = String::from_utf8_lossy(&output.stdout);
    let rows: Vec<Vec<String>> = printed.lines().map(|row| row.split('\u{1f}').map(str::to_owned).collect()).collect();
    Ok(rows.chunks(usize::from(frames.size.1)).map(<[_]>::to_vec).collect())
}
