//! The program as its reader meets it: on a terminal, with files on a disk, killed, hung up, fed with hostile texts.

mod bytes;
mod copying;
mod core;
mod disk;
mod drawn;
mod hostile;
mod idle;
mod leading;
mod lost;
mod modes;
mod monkey;
mod picture;
mod pictures;
mod prompts;
mod recording;

mod screen;
mod session;
mod slow;
mod syncing;
mod tour;
mod versions;
mod watching;
mod works;

use session::{Home, Session};

const HARBOUR: &str = "The Harbour\n\nThe harbour freezes late in the winter. Salt and rope lie on the quay. Nobody counts the \
    boats any more.\n\nIn spring the ice goes out with a noise like doors. The men come down to look at it.\n";

/// Numbered pieces, one after another.
fn numbered(count: usize, piece: impl Fn(usize) -> String) -> String {
    (0..count).map(piece).collect::<Vec<_>>().concat()
}

/// A reader who is known, one text, and the program showing it.
fn reading() -> (Home, Session) {
    let home = Home::of_reader(&[("harbour.txt", HARBOUR)]);
    let session = read(&home, "harbour.txt");
    (home, session)
}

/// The program on one text, with its annotations read.
fn read(home: &Home, name: &str) -> Session {
    let mut session = home.open(name);
    // What is told in the status row may take the place of the reader's name; it is told when that is known.
    let told = |row: &String| row.contains("NOT SAVED") || (row.contains("not finished") && row.contains("words"));
    let whole = |row: &String| (row.contains("mika") && row.contains("words")) || told(row);
    session.wait_for("freezes").wait_until("the text to be read", |screen| screen.iter().any(whole));
    session
}

/// Marks the second labelled sentence of the text: the first of its paragraph.
fn mark(session: &mut Session) {
    session.send("f").wait_for("leave").send("s").wait_for("other end").send("\r").wait_for("marked yellow");
    saved(session, 1);
}

/// Waits until so many annotations show and all of them are on the disk.
fn saved(session: &mut Session, count: usize) {
    session.wait_for(&format!("Notes ({count})")).wait_gone("not saved yet");
}

/// Writes a note at the cursor.
fn write_note(session: &mut Session, text: &str) {
    session
        .send("a")
        .wait_for("drop it")
        .send(text)
        .wait_for(text)
        .send("\x1b")
        .wait_for("written")
        .wait_gone("not saved yet");
}
