//! The tour's walk of one minute, gone through as it stands there, by a reader whom the program does not know yet.

use super::session::{Home, Session};

const TOUR: &str = include_str!("../../../documents/00-tour.md");
const PLAN: &str = include_str!("../../../documents/syllabus.toml");
const BRIEF: &str = include_str!("../../../documents/week-1/wartime-labour-and-1965.txt");

/// Types a key until the row of the cursor says so.
fn until(session: &mut Session, key: &str, words: &str) {
    let is_there = |session: &Session| {
        let (row, _) = session.look(vt100::Screen::cursor_position);
        session.rows()[usize::from(row)].contains(words)
    };
    for _ in 0..12 {
        if !is_there(session) {
            session.send(key).settle();
        }
    }
    assert!(is_there(session), "{key} does not lead to {words:?}:\n{}", session.screen());
}

/// The label that stands over the first letters of a sentence that ends so.
fn label(session: &Session, rest: &str) -> String {
    let (_, row) = session.find(rest);
    let row = session.rows()[row].clone();
    let (before, _) = row.split_once(rest).expect("it stands there");
    let label = before.rsplit(' ').next().unwrap_or_default();
    label.trim_end_matches('v').to_owned()
}

#[test]
fn the_walk_of_one_minute_goes_where_it_says() {
    let files = [("00-tour.md", TOUR), ("syllabus.toml", PLAN), ("week-1/wartime-labour-and-1965.txt", BRIEF)];
    let home = Home::with(&files);
    let mut session = home.start_sized(120, 40);
    session.wait_for("2 texts").send("\r").wait_for("A postil is a note").wait_for("words");
    session.send("gg").settle();
    until(&mut session, "]", "Mark this sentence");
    session.send("f").wait_for("letters select");
    let label = label(&session, "ery sentence on the screen gets");
    session.send(&label).wait_for("other end").send("3").wait_for("Who is writing").send("\r").wait_for("marked blue");
    session.send("t").wait_for("as typed").send("tour\r").wait_for("tagged tour");
    session.send("a").wait_for("drop it").send("It waits.").wait_for("It waits.").send("\x1b").wait_for("written");
    let before = session.look(vt100::Screen::cursor_position);
    session.send("H").settle();
    assert_ne!(session.look(vt100::Screen::cursor_position), before, "H goes back:\n{}", session.screen());
    for _ in 0..3 {
        if !session.screen().contains("enter read") {
            session.send("\t").settle();
        }
    }
    session.wait_for("enter read");
    until(&mut session, "j", "The Labour");
    session.send("\r").wait_for("Two judgments");
    let notes = home.annotations();
    let said = notes.iter().map(ToString::to_string).collect::<String>();
    assert!(
        said.contains("It waits.") && said.contains("\"tour\"") && said.contains("very sentence on the screen"),
        "{said}"
    );
}
