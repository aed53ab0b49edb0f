//! Two readers with one corpus open: each sees what the other writes, keeps place and selection, and rests in between.

use super::session::Home;

const MIRA: &str = r#"{"id":"urn:uuid:0190aaaa-0000-7000-8000-000000000002","name":"Mira Oja","nickname":"mira"}"#;

fn home() -> Home {
    let home = Home::of_reader(&[
        ("harbour.txt", "The harbour freezes late.\n\nThe ice is thin in the middle.\n\nNobody walks on it.\n"),
        ("lake.txt", "The lake freezes early.\n"),
    ]);
    let state = home.corpus().parent().expect("a home").join("other/state/postil");
    std::fs::create_dir_all(&state).expect("a state folder");
    std::fs::write(state.join("reader.json"), MIRA).expect("a reader");
    home
}

/// The program as mira runs it, on a text.
fn as_mira(home: &Home, text: &str) -> super::session::Session {
    home.script(&format!(
        "XDG_STATE_HOME=$HOME/other/state XDG_DATA_HOME=$HOME/other/data exec $POSTIL \"$CORPUS/{text}\""
    ))
}

#[test]
fn what_another_reader_writes_shows_while_the_text_is_open() {
    let home = home();
    let (mut mine, mut theirs) = (home.open("harbour.txt"), as_mira(&home, "harbour.txt"));
    mine.wait_for("freezes late").settle();
    theirs.wait_for("freezes late").settle();
    theirs.send("jjs1").wait_for("marked ");
    mine.wait_for("1 new note by mira");
    mine.send("s1").wait_for("marked ");
    theirs.wait_for("1 new note by mika");
    assert_eq!(home.annotations().len(), 2);
}

#[test]
fn a_note_being_written_and_a_selection_stay_while_others_write() {
    let home = home();
    let (mut mine, mut theirs) = (home.open("harbour.txt"), as_mira(&home, "harbour.txt"));
    mine.wait_for("freezes late").settle();
    theirs.wait_for("freezes late").settle();
    mine.send("aa note in the making").wait_for("a note in the making");
    theirs.send("jjs1").wait_for("marked ");
    mine.wait_for("1 new note by mira").wait_for("a note in the making");
    mine.send(" is kept").wait_for("in the making is kept");
}

#[test]
fn own_saves_are_no_news() {
    let home = home();
    let (mut session, mut theirs) = (home.open("harbour.txt"), as_mira(&home, "harbour.txt"));
    session.wait_for("freezes late").settle();
    theirs.wait_for("freezes late").settle();
    session.send("s1").wait_for("marked ").settle();
    let sent = session.raw().len();
    // The watch tells of changes in their order: once another's is told, so would one's own have been.
    theirs.send("jjs1").wait_for("marked ");
    session.wait_for("1 new note by mira");
    let since = String::from_utf8_lossy(&session.raw()[sent..]).into_owned();
    assert!(!since.contains("mika"), "{since:?}");
}

#[test]
fn the_list_counts_what_others_write_on_texts_that_are_not_open() {
    let home = home();
    let (mut mine, mut theirs) = (home.start(), as_mira(&home, "lake.txt"));
    mine.wait_for("lake").settle();
    let before = mine.screen();
    theirs.wait_for("freezes early").settle();
    theirs.send("s1").wait_for("marked ");
    mine.wait_until("the list to count it", |screen| screen.join("\n") != before);
}

#[test]
fn a_question_of_another_is_new_stands_on_the_board_and_stays_read() {
    let home = home();
    let (mut mine, mut theirs) = (home.start(), as_mira(&home, "lake.txt"));
    mine.wait_for("lake").settle();
    theirs.wait_for("freezes early").settle();
    theirs.send("Qwhy early\x13").wait_for("written");
    mine.wait_for("●1");
    mine.send("B").wait_for("mira · no answer");
    mine.send("\r").wait_for("r answer").wait_until("it to be read", |screen| !screen.join("\n").contains('●'));
    mine.send("rso it does\x13").wait_for("written").settle();
    theirs.wait_for("1 new note by mika");
    mine.send("q").wait_for("2 texts").send("q").wait_exit();
    let mut again = home.start();
    again.wait_for("✎2").wait_until("nothing to be new", |screen| !screen.join("\n").contains('●'));
}

#[test]
fn texts_that_come_change_and_go_show_without_a_key() {
    let home = home();
    let mut session = home.start();
    session.wait_for("2 texts").settle();
    home.write("pond.txt", b"The pond never freezes.\n");
    session.wait_for("3 texts");
    std::fs::create_dir(home.corpus().join("more")).expect("writable");
    std::fs::write(home.corpus().join("more/river.txt"), "The river breaks.\n").expect("writable");
    session.wait_for("4 texts");
    std::fs::rename(home.corpus().join("pond.txt"), home.corpus().join("tarn.txt")).expect("writable");
    session.wait_for("tarn").wait_gone("pond");
    std::fs::remove_file(home.corpus().join("more/river.txt")).expect("writable");
    session.wait_for("3 texts").wait_gone("river");
    session.send("\r").wait_for("freezes late");
    std::fs::write(home.corpus().join("harbour.txt"), "Before.\n\nThe harbour freezes early.\n").expect("writable");
    session.wait_for("the file has changed").send("gr").wait_for("freezes early");
}

#[test]
fn a_plan_that_is_changed_shows_in_the_list_and_in_the_open_text() {
    let home = home();
    let mut session = home.start();
    session.wait_for("2 texts").settle();
    home.write("syllabus.toml", b"[[session]]\ntitle = 'Ice'\nreadings = ['lake.txt']\n");
    session.wait_for("the plan has changed").wait_for("1 · Ice");
    session.wait_for("lake").send("/lake\r").wait_for("freezes early");
    home.write("syllabus.toml", b"[[session]]\ntitle = 'Ice'\nreadings = ['lake.txt']\nprompts = ['How thick?']\n");
    session.wait_for("How thick?");
    home.write("syllabus.toml", b"[[session]]\ntitle = Ice\n");
    session.wait_for("syllabus.toml:2").wait_for("How thick?");
}
