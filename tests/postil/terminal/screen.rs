//! Sizes of the terminal, the mouse, and what is never asked of a terminal.

use super::*;

#[test]
fn any_size_is_drawn_and_left_again() {
    const SIZES: [(u16, u16); 6] = [(10, 3), (1, 1), (40, 12), (2, 30), (300, 2), (100, 7)];
    std::thread::scope(|scope| {
        SIZES.map(|(columns, rows)| scope.spawn(move || drawn_and_left(columns, rows))).map(drop)
    });
}

/// Opens everything there is to open on a screen of this size, and leaves.
fn drawn_and_left(columns: u16, rows: u16) {
    let home = Home::of_reader(&[("harbour.txt", HARBOUR)]);
    let mut session = home.start_sized(columns, rows);
    for keys in ["", "\r", "jGf", "\x1b", "a", "x", "\x07", "?", "\x1b", ":", "\x1b"] {
        session.send(keys).settle();
    }
    session.send("\x03");
    assert!(session.end().success(), "{columns}x{rows}");
}

#[test]
fn a_storm_of_resizes_ends_with_a_whole_screen() {
    let (_home, mut session) = reading();
    for size in 1..120_u16 {
        session.resize(size * 7 % 150 + 1, size * 3 % 50 + 1);
    }
    session.resize(100, 30).wait_for("The harbour freezes late").wait_for("Notes (0)").settle();
    let rows = session.rows();
    assert!(rows[29].contains("keys") && rows[0].contains("The Harbour"), "{}", rows.join("\n"));
}

#[test]
fn the_mouse_selects_by_dragging_and_a_key_colours_it() {
    let (home, mut session) = reading();
    let (column, row) = session.find("harbour freezes");
    let at = |code: u8, column: usize, last: char| format!("\x1b[<{code};{};{}{last}", column + 1, row + 1);
    session
        .send(&at(0, column, 'M'))
        .send(&at(32, column + 6, 'M'))
        .send(&at(0, column + 6, 'm'))
        .wait_for("other end");
    session.send("2").wait_for("marked green");
    saved(&mut session, 1);
    let quote = home.annotations()[0]["target"]["selector"].to_string();
    assert!(quote.contains("\"exact\":\"harbour\""), "{quote}");
    let coloured = session.look(|screen| {
        (0..7).all(|x| screen.cell(row as u16, column as u16 + x).expect("a cell").bgcolor() != vt100::Color::Default)
    });
    assert!(coloured, "the words are coloured on the screen");
}

#[test]
fn a_terminal_is_asked_nothing_but_how_it_is_and_told_only_what_it_must_be() {
    let (_home, mut session) = reading();
    session.send("f").settle().send("\x1b").send("?").settle().send("\x1b").settle().send("\x03").end();
    let raw = String::from_utf8_lossy(&session.raw()).into_owned();
    let asked = raw.match_indices("\x1b[").filter(|(at, _)| {
        let rest = &raw[at + 2..];
        let last = rest.find(|c: char| ('@'..='~').contains(&c)).map(|end| (&rest[..end], rest.as_bytes()[end]));
        last.is_some_and(|(parameters, last)| {
            (last == b'n' && parameters != "5")
                || matches!(last, b'c' | b'x' | b'q')
                // Whether it knows margins, once, where keys come quickly.
                || (last == b'p' && parameters.contains('$') && parameters != "?69$")
                || (last == b't')
                || (last == b'u')
        })
    });
    assert_eq!(asked.count(), 0, "no other report is asked for");
    assert!(!raw.contains("\x1b]") && !raw.contains("\x1bP"), "no OSC, no DCS");
    for (on, off) in [
        ("\x1b[?1049h", "\x1b[?1049l"),
        ("\x1b[?2004h", "\x1b[?2004l"),
        ("\x1b[?1004h", "\x1b[?1004l"),
        ("\x1b[?1002h", "\x1b[?1002l"),
        ("\x1b[?25l", "\x1b[?25h"),
    ] {
        assert!(raw.contains(on) && raw.rfind(off) > raw.rfind(on), "{on:?} is taken back");
    }
}

#[test]
fn a_terminal_that_says_no_size_has_the_usual_one() {
    let home = Home::of_reader(&[("harbour.txt", HARBOUR)]);
    let mut session = home.script("stty columns 0 rows 0; exec \"$POSTIL\" \"$CORPUS/harbour.txt\"");
    session.wait_for("freezes").send("\x03");
    assert!(session.end().success());
}
