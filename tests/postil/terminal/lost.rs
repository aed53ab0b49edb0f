//! Lost lines, kills and signals: what was typed is there the next time, and the terminal is left as it was.

use super::*;
use rustix::process::Signal;

/// What the restored terminal must have been sent: alternate screen, paste and mouse off, cursor shown.
const RESTORED: &[&str] = &["\x1b[?1049l", "\x1b[?2004l", "\x1b[?1000l", "\x1b[?1002l", "\x1b[?1006l", "\x1b[?25h"];

/// Types a note and waits until it is acknowledged on the screen and has come to the disk as a draft.
fn type_note(home: &Home, session: &mut Session, text: &str) {
    session.send("a").wait_for("drop it").send(text).wait_for(text);
    let drafts = home.state().join("drafts");
    session.wait_until("the draft to be on the disk", |_| {
        let files = std::fs::read_dir(&drafts).into_iter().flatten().flatten();
        let drafts = files.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|name| name == "json"));
        drafts.into_iter().any(|path| std::fs::read_to_string(path).is_ok_and(|draft| draft.contains(text)))
    });
}

/// The next session is offered the text, opens it and saves it.
fn resume(home: &Home, text: &str) {
    let mut again = read(home, "harbour.txt");
    again.wait_for(":resume").send(":").send("resume\r").wait_for(text).wait_for("drop it");
    again.send("\x1b").wait_for("written").wait_gone("not saved yet");
    assert!(home.annotations().iter().any(|note| note["body"].to_string().contains(text)));
    again.send("q").wait_for("1 text").send("q");
    assert!(again.end().success());
    assert!(!home.open("harbour.txt").wait_for("mika").wait_for("words").settle().screen().contains(":resume"));
}

#[test]
fn a_note_being_typed_survives_a_kill() {
    let (home, mut session) = reading();
    type_note(&home, &mut session, "A long thought about ice");
    session.kill();
    assert_eq!(home.annotations().len(), 0);
    resume(&home, "A long thought about ice");
}

#[test]
fn the_place_survives_a_kill_and_a_jump_to_the_end_is_no_reading() {
    let text = numbered(400, |n| format!("Sentence number {n} stands here alone.\n\n"));
    let home = Home::of_reader(&[("long.txt", &text)]);
    let mut session = home.open("long.txt");
    session.wait_for("number 3 stands").wait_for("words").send("G").wait_for("number 399 stands");
    let kept = home.state().join("progress");
    session.wait_until("the place to be on the disk", |_| {
        let files = std::fs::read_dir(&kept).into_iter().flatten().flatten();
        files.into_iter().any(|file| std::fs::read_to_string(file.path()).is_ok_and(|text| text.contains("offset")))
    });
    session.kill();
    let mut again = home.open("long.txt");
    again.wait_for("back where you were").wait_for("number 399 stands");
    again.send("q").wait_for("1 text");
    assert!(!again.screen().contains('✓'), "{}", again.screen());
    again.send("x").wait_for("read: ").wait_for("✓").send("q");
    assert!(again.end().success());
    home.script("$POSTIL list $CORPUS; sleep 9").wait_for("✓ 100%");
}

#[test]
fn a_draft_can_be_thrown_away() {
    let (home, mut session) = reading();
    type_note(&home, &mut session, "never mind");
    session.kill();
    let mut again = read(&home, "harbour.txt");
    again.wait_for(":discard").send(":").send("discard\r").wait_for("thrown away");
    again.send("q").wait_for("1 text").send("q").end();
    assert!(!read(&home, "harbour.txt").settle().screen().contains(":resume"));
}

#[test]
fn what_is_said_to_be_saved_survives_a_kill() {
    let (home, mut session) = reading();
    mark(&mut session);
    write_note(&mut session, "kept for good");
    session.kill();
    let said = home.annotations();
    assert!(said.iter().any(|note| note.to_string().contains("kept for good")), "{said:?}");
    let mut again = read(&home, "harbour.txt");
    again.wait_for("kept for good");
    assert!(!again.screen().contains(":resume"), "there is nothing to be resumed:\n{}", again.screen());
}

#[test]
fn sigterm_restores_the_terminal_and_keeps_draft_and_place() {
    let (home, mut session) = reading();
    type_note(&home, &mut session, "half a sentence");
    session.signal(Signal::TERM);
    session.end();
    let raw = String::from_utf8_lossy(&session.raw()).into_owned();
    for sequence in RESTORED {
        assert!(raw.contains(sequence), "{sequence:?} was not sent");
    }
    assert!(!session.look(vt100::Screen::alternate_screen) && !session.look(vt100::Screen::hide_cursor));
    resume(&home, "half a sentence");
}

#[test]
fn sighup_and_sigint_end_it_and_keep_the_draft() {
    for signal in [Signal::HUP, Signal::INT] {
        let (home, mut session) = reading();
        type_note(&home, &mut session, "until the line broke");
        session.signal(signal);
        session.end();
        resume(&home, "until the line broke");
    }
}

#[test]
fn a_dropped_line_ends_it_and_keeps_draft_and_place() {
    let text = numbered(400, |n| format!("Sentence number {n} freezes here alone.\n\n"));
    let home = Home::of_reader(&[("harbour.txt", &text)]);
    let mut session = home.open("harbour.txt");
    session.wait_for("mika").wait_for("min left").settle();
    session.send("   ").wait_gone("number 3 freezes");
    type_note(&home, &mut session, "until the line broke");
    session.hang_up();
    session.wait_exit();
    let mut again = home.open("harbour.txt");
    again.wait_for("freezes").wait_for(":resume");
    assert!(!again.screen().contains("number 0 freezes"), "the place is kept:\n{}", again.screen());
}

#[test]
fn a_line_that_drops_in_the_middle_of_a_paste_ends_it_too() {
    let (_home, mut session) = reading();
    session
        .send("a")
        .wait_for("drop it")
        .send_bytes(b"\x1b[200~half a paste")
        .wait_for("half a paste")
        .send_bytes(b"\x1b[");
    session.hang_up();
    session.wait_exit();
}

#[test]
fn a_hang_up_without_a_signal_is_noticed() {
    let home = Home::of_reader(&[("harbour.txt", HARBOUR)]);
    let mut session = home.script("trap '' HUP; \"$POSTIL\" \"$CORPUS/harbour.txt\"; echo over > \"$CORPUS/../over\"");
    session.wait_for("freezes").wait_for("mika");
    session.hang_up();
    session.wait_exit();
    assert!(home.corpus().join("../over").exists(), "the program ended before its shell did");
}

#[test]
fn it_sleeps_and_wakes_with_its_screen() {
    let home = Home::of_reader(&[("harbour.txt", HARBOUR)]);
    let mut session =
        home.script("set -m; \"$POSTIL\" \"$CORPUS/harbour.txt\"; echo ASLEEP; read answer; fg >/dev/null; echo OVER");
    session.wait_for("freezes").wait_for("mika").send("\x1a").wait_for("ASLEEP");
    assert!(!session.look(vt100::Screen::alternate_screen), "the shell has its screen back");
    session
        .send("\n")
        .wait_for("freezes")
        .send("G")
        .wait_for("freezes")
        .send("q")
        .wait_for("1 text")
        .send("q")
        .wait_for("OVER");
    session.end();
}

#[test]
fn a_terminal_left_alone_is_sent_nothing() {
    let (_home, mut session) = reading();
    session.send("jjG").settle();
    let before = session.raw().len();
    // It is waited for once more; a byte meanwhile would end up behind what has been counted.
    session.settle();
    assert_eq!(session.raw().len(), before, "bytes were sent while nothing happened");
}
