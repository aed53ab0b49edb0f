//! What is said of words that are copied, on terminals that take them, may take them and cannot.

use super::*;
use base64::Engine;

const QUOTED: &str = "“Salt and rope lie on the quay.” (“The Harbour”, ¶ 1)";

/// The program on a terminal with these variables, a quotation being copied.
fn copying(home: &Home, variables: &str) -> Session {
    let mut session = home.script(&format!("{variables} exec \"$POSTIL\" \"$CORPUS/harbour.txt\""));
    session.wait_for("freezes").wait_for("mika").send("))y");
    session
}

fn home() -> Home {
    Home::of_reader(&[("harbour.txt", HARBOUR)])
}

/// What was sent to the terminal's clipboard.
fn sent(session: &Session) -> Option<String> {
    let raw = String::from_utf8_lossy(&session.raw()).into_owned();
    let encoded = raw.split_once("\x1b]52;c;")?.1.split_once('\x07')?.0.to_owned();
    let words = base64::prelude::BASE64_STANDARD.decode(encoded).expect("base64");
    Some(String::from_utf8(words).expect("text"))
}

#[test]
fn where_there_is_no_clipboard_the_words_are_shown_to_be_copied_by_hand() {
    let home = home();
    let mut session = copying(&home, "TERM=linux");
    session.wait_for("copied by hand").wait_until("the words in the first column", |rows| {
        rows.iter().any(|row| row.starts_with(QUOTED)) && !rows.iter().any(|row| row.contains("Notes ("))
    });
    assert_eq!(sent(&session), None);
    session.send("q").wait_gone("copied by hand").wait_for("Notes (");
}

#[test]
fn a_terminal_known_to_take_words_is_sent_them_and_no_more_is_said() {
    let home = home();
    let mut session = copying(&home, "TERM=xterm-kitty");
    session.wait_for("quotation sent to the terminal's clipboard, with its source");
    assert_eq!(sent(&session).as_deref(), Some(QUOTED));
    assert!(!session.screen().contains("by hand"));
}

#[test]
fn a_terminal_not_known_is_sent_the_words_and_shows_them_and_has_its_mouse_back_meanwhile() {
    let home = home();
    let mut session = copying(&home, "TERM=xterm-256color");
    session.wait_for("by hand").settle();
    assert_eq!(sent(&session).as_deref(), Some(QUOTED));
    let mouse = |session: &Session| session.look(vt100::Screen::mouse_protocol_mode);
    assert_eq!(mouse(&session), vt100::MouseProtocolMode::None);
    session.send("\x1b").wait_gone("by hand").settle();
    assert_eq!(mouse(&session), vt100::MouseProtocolMode::ButtonMotion);
}

#[test]
fn a_program_that_takes_the_words_is_asked_first_and_copied_is_said_when_it_has_them() {
    let home = home();
    home.program("tmux", "[ \"$1\" = load-buffer ] && [ \"$2\" = -w ] && cat > \"$HOME/taken\"");
    let mut session = copying(&home, "TERM=tmux-256color TMUX=/tmp/none,1,0 PATH=\"$HOME:$PATH\"");
    session.wait_for("quotation copied, with its source");
    let taken = std::fs::read_to_string(home.corpus().join("../taken")).expect("the program was given the words");
    assert_eq!((taken.as_str(), sent(&session)), (QUOTED, None));
}
