//! Disks that are full, read-only or damaged: nothing is lost without a word, and nothing that was there shrinks.

use super::*;
use std::fs;
use std::path::PathBuf;

/// Puts a file where the reader's folder should be, so that nothing can be written into it; gives its path.
fn block(home: &Home) -> PathBuf {
    let folder = home.corpus().join("annotations");
    fs::create_dir_all(&folder).expect("a folder of annotations");
    fs::write(folder.join("mika"), "in the way").expect("a file in the way");
    folder.join("mika")
}

#[test]
fn what_cannot_be_saved_is_shown_marked_and_saved_with_the_next_change() {
    let (home, mut session) = reading();
    let blocked = block(&home);
    session
        .send("f")
        .wait_for("leave")
        .send("s")
        .wait_for("other end")
        .send("\r")
        .wait_for("NOT SAVED")
        .wait_for("not saved yet");
    fs::remove_file(blocked).expect("the file in the way goes");
    session.send("A").wait_for("drop it").send("after it").wait_for("after it").send("\x1b");
    saved(&mut session, 2);
    assert_eq!(home.annotations().len(), 2);
    session.send("q").wait_for("1 text").send("q");
    assert!(session.end().success(), "nothing is left to be asked about");
}

#[test]
fn quitting_with_changes_that_are_not_saved_asks_once_and_the_next_start_saves_them() {
    let (home, mut session) = reading();
    let blocked = block(&home);
    session
        .send("A")
        .wait_for("drop it")
        .send("against all odds")
        .wait_for("against all odds")
        .send("\x1b")
        .wait_for("NOT SAVED");
    session.send("q").wait_for("1 change not saved yet").send("q").wait_for("quit again").send("q");
    assert!(session.end().success());
    let mut blocked_still = read(&home, "harbour.txt");
    blocked_still.send("\x03").end();
    fs::remove_file(blocked).expect("the file in the way goes");
    let mut again = read(&home, "harbour.txt");
    again.wait_for("against all odds");
    assert_eq!(home.annotations().len(), 1);
    let waiting = home.state().join("unsaved");
    let left: Vec<_> = fs::read_dir(waiting)
        .expect("a folder")
        .flatten()
        .flat_map(|folder| fs::read_dir(folder.path()))
        .flatten()
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_change_kept_aside_does_not_undo_a_newer_one() {
    let (home, mut session) = reading();
    mark(&mut session);
    let folder = home.corpus().join("annotations/mika");
    let away = home.corpus().join("annotations/.away");
    fs::rename(&folder, &away).expect("the folder goes");
    fs::write(&folder, "in the way").expect("a file in the way");
    session
        .send("a")
        .wait_for("drop it")
        .send("the older")
        .wait_for("the older")
        .send("\x1b")
        .wait_for("NOT SAVED")
        .kill();
    fs::remove_file(&folder).expect("the file in the way goes");
    // Another device of the same reader has written since: its record is newer by its time.
    let name = fs::read_dir(&away)
        .expect("the folder")
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.to_string_lossy().contains('@'));
    let path = name.expect("a sidecar");
    let later = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(1);
    let modified = regex::Regex::new(r#""modified":"[^"]*""#).expect("a pattern");
    let text = fs::read_to_string(&path).expect("text");
    let newer = modified.replace_all(&text, format!("\"modified\":\"{later:.3}\""));
    fs::write(&path, newer.as_bytes()).expect("a newer sidecar");
    fs::rename(&away, &folder).expect("the folder is back");
    let mut again = read(&home, "harbour.txt");
    again.wait_for("saved now");
    assert!(!home.annotations()[0].to_string().contains("the older"));
}

#[test]
fn a_full_disk_is_told_and_outlived() {
    let home = Home::of_reader(&[("harbour.txt", HARBOUR)]);
    // A file may not grow beyond one block: the sidecar does not fit, the program must live.
    let mut session = home.script("ulimit -f 1; \"$POSTIL\" \"$CORPUS/harbour.txt\"");
    session.wait_for("freezes").wait_for("mika").wait_for("words");
    session
        .send("A")
        .wait_for("drop it")
        .send_bytes(format!("\x1b[200~{}\x1b[201~", "much too long ".repeat(300)).as_bytes());
    session.wait_for("much too long").send("\x1b").wait_for("NOT SAVED").wait_for("not saved yet").settle();
    session.send("\x03").wait_for("LOST").send("\x03");
    assert!(!session.end().success(), "a change that is lost is a failure");
    assert!(String::from_utf8_lossy(&session.raw()).contains("they are lost"), "and is told on the way out");
}

#[test]
fn a_corpus_that_cannot_be_written_sends_notes_to_the_data_folder_and_says_so() {
    let home = Home::of_reader(&[("harbour.txt", HARBOUR)]);
    home.write("annotations", b"a file, not a folder");
    let mut session = home.start();
    session.wait_for("not a folder").send("k").wait_for("cannot be written").send("\r").wait_for("freezes");
    mark(&mut session);
    assert_eq!(Home::sidecars_in(&home.data()).len(), 1);
    assert_eq!(fs::read(home.corpus().join("annotations")).expect("a file"), b"a file, not a folder");
}

/// The own sidecar of a reader who has written one note, and the program ended.
fn one_note() -> (Home, PathBuf, String) {
    let (home, mut session) = reading();
    mark(&mut session);
    write_note(&mut session, "the first");
    session.kill();
    let (path, text) = home.sidecars().remove(0);
    (home, path, text)
}

#[test]
fn a_truncated_sidecar_is_told_and_never_shrunk() {
    let (home, path, text) = one_note();
    let cut = &text[..text.len() - 30];
    fs::write(&path, cut).expect("a truncated sidecar");
    let mut session = home.open("harbour.txt");
    session.wait_for("freezes").wait_for("line 3").send("k").wait_for("mika");
    session
        .send("A")
        .wait_for("drop it")
        .send("the second")
        .wait_for("the second")
        .send("\x1b")
        .wait_for("written")
        .wait_gone("not saved yet");
    let now = fs::read_to_string(&path).expect("text");
    assert!(now.len() > cut.len() && now.contains("the second"), "{now}");
    let lost: Vec<&str> = cut
        .lines()
        .filter(|line| line.contains("Annotation\",\"motivation") && !now.contains(line.trim_start_matches(',')))
        .collect();
    assert!(lost.is_empty(), "{lost:?}");
}

#[test]
fn a_sidecar_that_is_not_json_is_told_and_kept() {
    let (home, path, _) = one_note();
    let rubbish = "this was never JSON\nnot one line of it\n";
    fs::write(&path, rubbish).expect("a damaged sidecar");
    home.write("annotations/other/harbour.txt@ab12.json", b"{\"half\":");
    let mut session = home.open("harbour.txt");
    session.wait_for("freezes").wait_for("@");
    session
        .send("A")
        .wait_for("drop it")
        .send("the second")
        .wait_for("the second")
        .send("\x1b")
        .wait_for("written")
        .wait_gone("not saved yet");
    let now = fs::read_to_string(&path).expect("text");
    let kept = rubbish.lines().all(|line| now.contains(line))
        || fs::read_dir(path.parent().expect("a folder")).expect("a folder").count() > 2;
    assert!(kept && now.contains("the second"), "{now}");
}

#[test]
fn offsets_outside_the_text_are_found_by_the_quotation_or_told_as_lost() {
    let (home, path, text) = one_note();
    let start = text.find("\"start\":").expect("a position") + 8;
    let end = start + text[start..].find('}').expect("its end");
    let broken = format!("{}99999999,\"end\":999999999{}", &text[..start], &text[end..]);
    fs::write(&path, broken).expect("a sidecar");
    let mut session = read(&home, "harbour.txt");
    session.wait_for("the first");
    let (_, row) = session.find("freezes late in the winter");
    assert!(session.rows()[row].trim_start().starts_with('N'), "found by its words:\n{}", session.screen());
}
