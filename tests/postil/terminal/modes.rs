//! The screen is the program's while it has it, and the terminal's modes are set and taken back once, whatever ends the program
//! or puts it to sleep.

use super::*;
use rustix::process::{Pid, Signal, kill_process};

/// What is set and what takes it back.
const MODES: &[(&str, &str)] = &[
    ("\x1b[?1049h", "\x1b[?1049l"),
    ("\x1b[?2004h", "\x1b[?2004l"),
    ("\x1b[?1004h", "\x1b[?1004l"),
    ("\x1b[?1000h", "\x1b[?1000l"),
    ("\x1b[?1002h", "\x1b[?1002l"),
    ("\x1b[?1006h", "\x1b[?1006l"),
];
const CLEAR: &str = "\x1b[m\x1b[r\x1b[H\x1b[J";

/// How often each mode was set and taken back, if it is the same for all.
fn counts(session: &Session) -> (usize, usize) {
    let raw = String::from_utf8_lossy(&session.raw()).into_owned();
    let found: Vec<_> = MODES.iter().map(|(on, off)| (raw.matches(on).count(), raw.matches(off).count())).collect();
    assert!(found.iter().all(|counted| *counted == found[0]), "{found:?}");
    found[0]
}

#[test]
fn however_it_ends_each_mode_is_set_and_taken_back_once() {
    for signal in [Signal::TERM, Signal::HUP, Signal::INT, Signal::QUIT] {
        let (_home, mut session) = reading();
        session.signal(signal).end();
        assert_eq!(counts(&session), (1, 1), "{signal:?}");
    }
    let (_home, mut session) = reading();
    session.send("q").wait_for("1 text").send("q").end();
    assert_eq!(counts(&session), (1, 1));
}

/// The program as a job of a shell that says when it sleeps and wakes it after a line; and its number.
fn job(home: &Home) -> (Session, Pid) {
    let mut session = home.script(
        "set -m; sh -c 'echo $$ > number; exec \"$POSTIL\" \"$CORPUS/harbour.txt\"'; echo ASLEEP; read answer; fg >/dev/null; echo OVER",
    );
    session.wait_for("freezes").wait_for("mika");
    let number = std::fs::read_to_string(home.corpus().join("../number")).expect("the shell wrote it");
    (session, Pid::from_raw(number.trim().parse().expect("a number")).expect("of a process"))
}

#[test]
fn asleep_it_has_left_the_terminal_and_awake_it_has_entered_it_again() {
    for signal in [None, Some(Signal::TSTP)] {
        let home = Home::of_reader(&[("harbour.txt", HARBOUR)]);
        let (mut session, pid) = job(&home);
        match signal {
            Some(signal) => kill_process(pid, signal).expect("the program is there"),
            None => drop(session.send("\x1a")),
        }
        session.wait_for("ASLEEP");
        assert!(!session.look(vt100::Screen::alternate_screen) && !session.look(vt100::Screen::hide_cursor));
        session.send("\n").wait_for("freezes").send("q").wait_for("1 text").send("q").wait_for("OVER").end();
        assert_eq!(counts(&session), (2, 2), "{signal:?}");
    }
}

#[test]
fn stopped_without_being_asked_it_enters_anew() {
    let home = Home::of_reader(&[("harbour.txt", HARBOUR)]);
    let (mut session, pid) = job(&home);
    kill_process(pid, Signal::STOP).expect("the program is there");
    session.wait_for("ASLEEP").write_over("\x1b[?1049l\x1b[?1002l").send("\n");
    session.wait_for("freezes").wait_gone("ASLEEP");
    session.send("q").wait_for("1 text").send("q").wait_for("OVER").end();
    let raw = String::from_utf8_lossy(&session.raw()).into_owned();
    for (on, off) in MODES {
        assert!(raw.matches(on).count() == 2 && raw.rfind(off) > raw.rfind(on), "{on:?}");
    }
    assert!(!session.look(vt100::Screen::alternate_screen));
}

#[test]
fn where_nobody_could_wake_it_it_does_not_sleep() {
    let (_home, mut session) = reading();
    session.send("\x1a").settle().wait_for("freezes").send("q").wait_for("1 text").send("q");
    assert!(session.end().success());
    assert_eq!(counts(&session), (2, 2));
}

#[test]
fn the_first_screen_is_drawn_on_an_empty_one() {
    let (_home, session) = reading();
    let raw = String::from_utf8_lossy(&session.raw()).into_owned();
    let (before, after) = raw.split_once(CLEAR).expect("the screen is emptied");
    assert!(before.ends_with("\x1b[?25l") && after.contains("freezes") && !before.contains("freezes"), "{raw:?}");
}

#[test]
fn what_others_write_over_the_screen_goes_with_a_key_or_when_the_window_comes_to_the_front() {
    let (_home, mut session) = reading();
    for anew in ["\x0c", "\x1b[I"] {
        session.write_over("\x1b[1;10HBroadcast message").wait_for("Broadcast");
        session.send(anew).wait_gone("Broadcast").wait_for("The Harbour");
    }
    session.send("a").wait_for("drop it").send("half a").wait_for("half a");
    session.write_over("\x1b[1;10HBroadcast message").wait_for("Broadcast");
    session.send("\x0c").wait_gone("Broadcast").send(" thought").wait_for("half a thought");
}

#[test]
fn on_a_terminal_without_another_screen_nothing_is_left_over() {
    let (_home, mut session) = reading();
    session.send("q").wait_for("1 text").send("q").end();
    let raw = String::from_utf8_lossy(&session.raw()).into_owned();
    let mut terminal = vt100::Parser::new(30, 100, 0);
    terminal.process(raw.replace("\x1b[?1049h", "").replace("\x1b[?1049l", "").as_bytes());
    let screen = terminal.screen();
    assert_eq!((screen.contents().as_str(), screen.cursor_position()), ("", (0, 0)));
    assert!(!screen.hide_cursor());
}

#[test]
fn emphasis_is_never_reversed_where_italics_are() {
    for (terminal, italics) in
        [("xterm-256color", true), ("screen-256color", false), ("screen", false), ("linux", false)]
    {
        let home = Home::of_reader(&[("harbour.md", "The harbour *freezes* late.\n")]);
        let script = format!("TERM={terminal} exec \"$POSTIL\" \"$CORPUS/harbour.md\"");
        let mut session = home.script(&script);
        session.wait_for("freezes").wait_for("mika").send("\x03").end();
        let raw = String::from_utf8_lossy(&session.raw()).into_owned();
        let set = |attribute| {
            let parameters = raw.split("\x1b[").skip(1).filter_map(|rest| rest.split_once('m')).map(|(all, _)| all);
            parameters
                .filter(|all| all.bytes().all(|byte| byte.is_ascii_digit() || byte == b';'))
                .any(|all| all.split(';').any(|one| one == attribute))
        };
        assert_eq!((set("3"), set("4")), (italics, !italics), "{terminal}");
    }
}

#[test]
fn tables_of_the_command_line_are_measured_as_the_terminal_measures() {
    let home = Home::of_reader(&[("“one — two”.md", "Words.\n"), ("plain.md", "Words.\n")]);
    let config = home.corpus().parent().expect("a home").join("config/postil");
    std::fs::create_dir_all(&config).expect("a folder");
    let columns = |settings: &str| {
        std::fs::write(config.join("settings.toml"), settings).expect("writable");
        let mut session = home.script("$POSTIL list $CORPUS; echo DONE");
        session.wait_for("DONE");
        let rows = session.rows();
        let places = rows.iter().filter_map(|row| Some(row.split_once("markdown")?.0.chars().count()));
        let [one, other] = places.collect::<Vec<_>>()[..] else {
            panic!(
                "two texts:
{}",
                session.screen()
            )
        };
        one.abs_diff(other)
    };
    // This terminal gives one cell to each of the three.
    assert_eq!((columns(""), columns("ambiguous = 'wide'\n")), (0, 3));
}
