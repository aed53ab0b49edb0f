//! `postil read --linear`: transcripts of sessions in lines, over the real threads and files.

use super::{Home, Ran};

#[test]
fn a_session_in_lines_reads_writes_answers_and_takes_back() {
    let home = Home::new();
    let input = "list\nopen 2\nfind slowly\nyes\nname Ines\nquestion How slowly?\nagain\nreply Very.\nopen stones\nfind promise\nmark blue\nnote Kept how?\n\
                 undo\nredo\ntag walls\nnotes\nquit\n";
    let ran = home.run_with_input(&["read", "--linear", "texts"], input);
    assert_eq!(ran.code, 0, "{ran:?}");
    let said: Vec<&str> = ran.out.lines().collect();
    for line in [
        "postil in lines, texts, 2 texts",
        "nothing was asked",
        "1. question by you: How slowly?",
        "written: “Very.”",
        "A wall is a “promise” kept by stones.",
        "1. note by you, blue, tagged walls: Kept how?, on “A wall is a “promise” kept by stones.”",
    ] {
        assert!(said.contains(&line), "{line}\n{}", ran.out);
    }
    assert!(said.iter().any(|line| line.starts_with("1. Stones, by Ada North, 2020-03")), "{}", ran.out);
    assert!(!ran.out.contains(['\u{1b}', '│', '─']), "{}", ran.out);
    let notes = home.run(&["notes", "texts"]).out;
    assert!(notes.contains("Kept how?") && notes.contains("Very."), "{notes}");
}

#[test]
fn a_terminal_without_a_screen_is_read_in_lines_by_itself() {
    let home = Home::new();
    let output = home.command(&["texts/stones.md"]).env("TERM", "dumb").output().unwrap();
    let ran = Ran::of(output);
    assert!(ran.code == 0 && ran.err.is_empty(), "{ran:?}");
    assert!(ran.out.contains("heading, level 1: Stones") && ran.out.contains("help lists the orders"), "{ran:?}");
}

#[test]
fn the_place_is_where_it_was_left_whether_by_lines_or_not() {
    let home = Home::new();
    home.run_with_input(&["read", "--linear", "texts/stones.md"], "go P2\n");
    let ran = home.run_with_input(&["read", "--linear", "texts/stones.md"], "");
    assert!(ran.out.contains("Moss asks for nothing."), "{ran:?}");
}

#[test]
fn what_is_written_right_behind_the_answer_to_a_question_of_names_is_kept() {
    let home = Home::new();
    home.run(&["annotate", "texts/stones.md", "--quote", "promise", "--note", "First.", "--reader", "Nell Bly"]);
    // Another device: the folder is known, the reader is not.
    std::fs::remove_dir_all(home.path("state")).unwrap();
    let input = "open stones\nname Nell Bly\nyes\nnote Second.\nname Nell B\nquit\n";
    let ran = home.run_with_input(&["read", "--linear", "texts"], input);
    assert_eq!(ran.out.matches("is a reader here or in the roster").count(), 1, "{}", ran.out);
    assert!(ran.out.contains("written: “Second.”"), "{}", ran.out);
    let notes = home.run(&["notes", "texts"]).out;
    assert!(notes.contains("First.") && notes.contains("Second."), "{notes}");
}
