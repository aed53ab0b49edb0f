//! The pictures in README, drawn from what the program shows: it is these tests that draw them (`POSTIL_DRAW=1 cargo test drawn`), and they
//! fail where a picture shows another screen than the program does.

use super::picture;
use super::recording::{self, Frame};
use super::session::{Home, Session};
use std::path::Path;

const PICTURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/screen.svg");
const RECORDING: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/session.svg");
const DOCUMENTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/documents");
/// How large they are, in columns and rows.
const COLUMNS: u16 = 120;
const ROWS: u16 = 32;

/// The files of a folder below, by their paths in it.
fn below(folder: &Path, at: &str, into: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder.join(at)).expect("a folder").map(|entry| entry.expect("an entry")) {
        let name = entry.file_name().into_string().expect("a name");
        let path = if at.is_empty() { name } else { format!("{at}/{name}") };
        if entry.path().is_dir() {
            below(folder, &path, into);
        } else {
            into.push(path);
        }
    }
}

/// The sample texts without their plan, which says how far away its days are.
fn sample() -> Home {
    let mut files = Vec::new();
    below(Path::new(DOCUMENTS), "", &mut files);
    let home = Home::of_reader(&[]);
    for file in files.iter().filter(|file| *file != "syllabus.toml") {
        home.write(file, &std::fs::read(Path::new(DOCUMENTS).join(file)).expect("a file"));
    }
    home
}

fn as_picture(screen: &vt100::Screen) -> String {
    picture::picture((COLUMNS, ROWS), &picture::rows(screen).concat())
}

fn shown(session: &mut Session) -> String {
    session.resize(COLUMNS, ROWS).wait_for("Notes (").wait_for("texts").settle();
    session.look(as_picture)
}

fn is_drawn_anew() -> bool {
    std::env::var_os("POSTIL_DRAW").is_some()
}

#[test]
fn the_picture_in_the_readme_shows_what_the_program_does() {
    let home = sample();
    let mut session = home.script("COLORTERM=truecolor exec \"$POSTIL\" \"$CORPUS/week-2/gsomia-deadline.txt\"");
    session.wait_for("GSOMIA").settle();
    let mut picture = shown(&mut session);
    if is_drawn_anew() {
        std::fs::write(PICTURE, &picture).expect("the picture is written");
    }
    let drawn = std::fs::read_to_string(PICTURE).expect("the picture");
    // What comes in behind the first screen may take a while.
    for _ in 0..20 {
        if picture != drawn {
            session.settle();
            picture = session.look(as_picture);
        }
    }
    assert!(
        drawn == picture,
        "assets/screen.svg shows another screen; POSTIL_DRAW=1 draws it anew:\n{}",
        session.screen()
    );
}

/// One of them.
type Step = (&'static str, &'static str, &'static str, u32);
/// What is done in the recording: keys, what shows when they are done, what is said of them, for how many tenths of a second it stands.
const STEPS: &[Step] = &[
    ("", "Notes (8", "A reading, what three readers noted on it, and the keys that help now", 30),
    ("f", "letters select", "f  every sentence has a letter", 20),
    ("h", "1-6 colours", "h  this one", 12),
    ("3", "marked blue", "3  marked blue", 15),
    ("a", "ctrl-g drop it", "a  a note", 10),
    ("Who must keep secrets, ", "keep secrets,", "a  a note", 8),
    ("not who must tell them.", "tell them.", "a  a note", 12),
    ("\x1b", "written:", "esc  kept, in a file beside the text", 22),
    ("t", "as typed", "t  a tag", 12),
    ("law\r", "tagged law", "law, enter", 15),
    (">", "more unread", ">  the next thing that is new: what Tomas says", 30),
    ("+", "you agree", "+  agreed", 20),
    ("r", "ctrl-g drop it", "r  an answer", 8),
    ("Then what did the deadline decide?", "decide?", "r  an answer", 18),
    ("\x1b", "written:", "esc", 18),
    ("o", "Outline", "o  the outline", 18),
    ("\x1b", "? keys", "esc", 6),
    ("/tokyo\r", "hit 1 of", "/tokyo, enter", 22),
    ("?", "esc", "?  all keys", 25),
];

#[test]
fn the_recording_in_the_readme_shows_what_the_program_does() {
    let home = sample();
    // Who writes has a folder already, so that nobody's letter changes on the way.
    let reader = std::fs::read(home.state().join("reader.json")).expect("a reader");
    home.write("annotations/mika/reader.json", &reader);
    let mut session = home.script("COLORTERM=truecolor exec \"$POSTIL\" \"$CORPUS/week-2/gsomia-deadline.txt\"");
    session.wait_for("GSOMIA").resize(110, ROWS - 4).wait_for("Notes (8").settle();
    let frames: Vec<Frame> = STEPS.iter().map(|step| taken(&mut session, *step)).collect();
    let film = recording::film((110, ROWS - 4), &frames);
    if is_drawn_anew() {
        std::fs::write(RECORDING, &film).expect("the recording is written");
    }
    let drawn = std::fs::read_to_string(RECORDING).expect("the recording");
    assert!(
        drawn == film,
        "assets/session.svg shows other screens; POSTIL_DRAW=1 draws it anew:\n{}",
        session.screen()
    );
}

/// The screen that a step leads to.
fn taken(session: &mut Session, (keys, shows, says, tenths): Step) -> Frame<'static> {
    session.send(keys).wait_for(shows).settle();
    Frame { rows: session.look(picture::rows), says, tenths }
}
