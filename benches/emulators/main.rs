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
//! | libvterm, margins | a C compiler as `cc`, and libvterm with its header (Debian: libvterm-dev); the second says that it knows left and right margins, and does |
//! | linux | `python3` (or what POSTIL_PYTHON names) with `pip install pyte==0.8.2`; no scrolling up and down, as the Linux console |
//! | vt220, wide | the same: a terminal of another name, and one that gives two cells to ambiguous characters |
//! | ansi | nothing: vt100 again, to which the program sends no regions |
//! | tmux | `tmux` |
//! | screen, screen/vt | GNU `screen`, its own output shown by xterm.js and by vt100 |
//!
//! An emulator in another language is a program that is given, on its input, a line `COLUMNS ROWS`, then for each frame a line with
//! its length and its bytes. It prints each frame's rows, a line a row, the cells parted by U+001F: what stands there and how.

#![allow(clippy::print_stdout)] // it is a program with a report

mod multiplexers;
mod recording;
mod report;
mod texts;

use recording::{Frames, SIZES, Setup};
use report::Report;
use std::io::Write;
use std::process::{Command, Stdio};

/// A screen: rows of cells in words.
type Screen = Vec<Vec<String>>;
/// What shows the frames: a screen after each, or why it cannot.
type Show = fn(&Frames) -> Result<Vec<Screen>, String>;

const PARAGRAPHS: usize = 96;

/// What the program is told of a terminal. (What differs between terminals is taken from the entry of its name; that of tmux says the
/// same as xterm's.)
const XTERM: Setup = Setup { term: "xterm-256color", settings: "", margins: false };
const SCREEN: Setup = Setup { term: "screen-256color", settings: "", margins: false };
const LINUX: Setup = Setup { term: "linux", settings: "", margins: false };
const VT220: Setup = Setup { term: "vt220", settings: "", margins: false };
const ANSI: Setup = Setup { term: "ansi", settings: "", margins: false };
const WIDE: Setup = Setup { term: "xterm-256color", settings: "ambiguous = \"wide\"\n", margins: false };
/// It says that it knows left and right margins.
const MARGINS: Setup = Setup { margins: true, ..XTERM };

/// Where cells are off through no doing of the program's: terminal, script, why.
const THEIRS: &[(&str, &str, &str)] = &[
    ("screen", "signs", "screen and xterm.js disagree on emoji; in vt100, which agrees with screen there, none is off"),
    ("screen/vt", "japanese", "screen and vt100 disagree on halfwidth sound marks; in xterm.js none is off"),
];

/// The terminals.
const TERMINALS: &[(&str, Setup, Show)] = &[
    ("vt100", XTERM, vt100),
    ("xterm.js", XTERM, xterm_js),
    ("libvterm", XTERM, libvterm),
    ("margins", MARGINS, libvterm),
    ("tmux", XTERM, multiplexers::tmux),
    ("screen", SCREEN, |frames| multiplexers::screen(frames).and_then(|sent| xterm_js(&sent))),
    ("screen/vt", SCREEN, |frames| multiplexers::screen(frames).and_then(|sent| vt100(&sent))),
    ("linux", LINUX, |frames| pyte("", frames)),
    ("vt220", VT220, |frames| pyte("", frames)),
    ("ansi", ANSI, vt100),
    ("wide", WIDE, |frames| pyte("wide", frames)),
];

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let is_wanted = |name: &str, all: &[&str]| {
        wanted.iter().any(|word| word == name) || !wanted.iter().any(|word| all.contains(&word.as_str()))
    };
    let names: Vec<&str> = TERMINALS.iter().map(|terminal| terminal.0).collect();
    let scripts: Vec<&str> = texts::TEXTS.iter().map(|text| text.0).collect();
    let scripts: Vec<&str> = scripts.iter().copied().filter(|name| is_wanted(name, &scripts)).collect();
    let mut report = Report::default();
    for setup in [XTERM, SCREEN, LINUX, VT220, ANSI, WIDE, MARGINS] {
        let shows =
            TERMINALS.iter().filter(|(name, of, _)| *of == setup && is_wanted(name, &names)).collect::<Vec<_>>();
        for size in if shows.is_empty() { &[] } else { SIZES } {
            for (script, [plain, anew]) in scripts.iter().zip(recorded(&scripts, *size, setup)) {
                for (name, _, show) in &shows {
                    let screens = show(&plain).and_then(|plain| Ok((plain, show(&anew)?)));
                    report.take((name, *script, *size), screens);
                }
            }
        }
    }
    print!("{}", report.table(&names, &scripts));
    for (terminal, script, reason) in THEIRS {
        println!("{terminal}, {script}: {reason}");
    }
    let is_theirs =
        |name: &str, script: &str| THEIRS.iter().any(|(terminal, of, _)| (*terminal, *of) == (name, script));
    std::process::exit(i32::from(report.off(is_theirs) > 0));
}

/// Records all scripts, side by side.
fn recorded(scripts: &[&str], size: (u16, u16), setup: Setup) -> Vec<[Frames; 2]> {
    std::thread::scope(|scope| {
        let texts = texts::TEXTS.iter().filter(|text| scripts.contains(&text.0));
        let running: Vec<_> = texts
            .map(|(_, heading, sentences)| {
                // So long that its end is only jumped to: what counts as read depends on how long a screen has stood.
                let text = texts::document(heading, sentences, PARAGRAPHS);
                scope.spawn(move || recording::record(&text, size, setup))
            })
            .collect();
        running.into_iter().map(|running| running.join().expect("a recording does not panic")).collect()
    })
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
    // Of a blank nothing is seen but its ground and its line.
    let ink = (symbol != " " || cell.inverse()).then(|| (cell.fgcolor(), cell.bold(), cell.dim(), cell.italic()));
    format!("{symbol} {ink:?} {:?}", (cell.bgcolor(), cell.underline(), cell.inverse()))
}

/// A file beside this one.
fn beside(name: &str) -> String {
    format!("{}/benches/emulators/{name}", env!("CARGO_MANIFEST_DIR"))
}

fn pyte(kind: &str, frames: &Frames) -> Result<Vec<Screen>, String> {
    let python = std::env::var("POSTIL_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    outside(&python, &[&beside("pyte_screen.py"), kind], frames)
}

fn xterm_js(frames: &Frames) -> Result<Vec<Screen>, String> {
    outside("node", &[&beside("xterm.js")], frames)
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
