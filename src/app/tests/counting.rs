//! Numbers before steps, and what the keys of vim and less do here: they move, and they never write.

use crate::app::test_stage::{PATH, Stage, check, config};
use crate::app::{Pane, status};

const ROWS: &str = "|a\n\nb\n\nc\n\nd\n\ne\n\nf";

#[test]
fn a_number_before_a_step_says_how_many() {
    check(ROWS, "3 j", "a\n\nb\n\nc\n\n|d\n\ne\n\nf");
    check(ROWS, "3 }", "a\n\nb\n\nc\n\n|d\n\ne\n\nf");
    check(ROWS, "G 2 k", "a\n\nb\n\nc\n\n|d\n\ne\n\nf");
    check(ROWS, "9 9 9 9 9 j", "a\n\nb\n\nc\n\nd\n\ne\n\n|f");
    check("|one two three four", "2 w", "one two |three four");
    check("|one two three four", "1 0 l", "one two th|ree four");
    check("|One. Two. Three.", "2 s", "{One. Two.|} Three.");
    check(ROWS, "2 esc j", "a\n\n|b\n\nc\n\nd\n\ne\n\nf");
    check(ROWS, "enter 2 enter", "a\n\nb\n\nc\n\n|d\n\ne\n\nf");
}

#[test]
fn a_number_and_a_per_cent_sign_go_so_far_into_the_text() {
    let hundred = "0123456789".repeat(10);
    let mut stage =
        Stage::over(&format!("~ {}\n\n|{}\n\n~ {}", "menu ".repeat(30), "one two ".repeat(10), "foot ".repeat(30)));
    let begins = stage.doc().cursor;
    stage.keys("5 0 %");
    assert_eq!(stage.doc().cursor - begins, 39, "the middle of what is not folded away");
    for (keys, at) in [("5 0 %", 49), ("0 %", 0), ("7 %", 6), ("1 0 0 %", 99), ("9 9 9 %", 99)] {
        let mut stage = Stage::over(&hundred);
        stage.keys(keys);
        assert_eq!(stage.doc().cursor, at, "{keys}: {}", stage.said());
    }
    let mut stage = Stage::over(ROWS);
    stage.keys("5 0 % H");
    assert_eq!(stage.marked(), "|a\n\nb\n\nc\n\nd\n\ne\n\nf", "the way back is kept");
}

#[test]
fn no_number_and_no_enter_writes_or_asks_without_a_selection() {
    let steps = ["5 j", "5 0 %", "enter", "1", "6 G", "3 g g", "5 a", "2 d", "5 t", "4 *", "3 +", "5 q", "2 enter"];
    for keys in steps {
        let mut stage = Stage::with(&[(PATH, "One. Two.\n\nThree.")], config(), (120, 30));
        stage.other(PATH, crate::annotation::Kind::Note, "One.", "ana's");
        stage.open(PATH);
        stage.keys("s 3 w");
        let kept = stage.disk.clone();
        for pane in ["", "tab"] {
            stage.keys(pane).keys(keys);
            assert_eq!(stage.disk, kept, "{pane} {keys}");
            assert!(stage.model.overlay.is_none() && !stage.ended, "{pane} {keys}");
        }
    }
}

#[test]
fn a_number_counts_in_the_list_and_in_the_notes_too() {
    let files: Vec<(&str, &str)> =
        ["a.md", "b.md", "c.md", "d.md"].into_iter().map(|path| (path, "One. Two. Three.")).collect();
    let mut stage = Stage::with(&files, config(), (120, 40));
    stage.keys("3 j");
    assert_eq!(stage.model.list.selected().map(|item| item.path.as_str()), Some("d.md"));
    stage.open("a.md");
    stage.keys("s 1 ) s 1 ) s 1 g g tab 2 j");
    assert_eq!((stage.model.view.focus, stage.model.notes.at()), (Pane::Notes, Some(2)));
}

#[test]
fn what_is_typed_of_a_number_shows_with_what_may_follow() {
    let mut stage = Stage::over(ROWS);
    stage.keys("1 2");
    let told = status(&stage.model);
    let hints: Vec<String> = told.hints.iter().map(|hint| format!("{} {}", hint.keys, hint.about)).collect();
    assert_eq!(
        (told.left.as_str(), hints.join(" · ").as_str()),
        ("12 …", "j rows on · % of the text · } paragraphs on · esc leave")
    );
    stage.keys("t");
    assert_eq!(stage.said(), "a number goes before a step (5 j, 50 %), not before t: nothing was done");
    for takes in ["/", ":", "f", "'"] {
        stage.keys(&format!("1 {takes}"));
        assert!(stage.model.overlay.is_some(), "{takes}: what is typed next is no command");
        stage.keys("esc");
    }
    stage.keys("2 G");
    assert_eq!(stage.said(), "paragraph 2 of 6");
}

#[test]
fn digits_are_colours_while_a_passage_is_selected_and_for_the_passage_of_an_annotation() {
    let mut stage = Stage::over("|One two. Three.");
    stage.keys("s 2");
    assert_eq!(stage.own(), ["highlight green [One two.]"]);
    stage.keys("b v e 1 x 3");
    assert_eq!(stage.own(), ["highlight green [One two.]", "highlight blue [two]"], "x takes the innermost up");
    stage.keys("tab k x 5");
    assert_eq!(stage.own(), ["highlight orange [One two.]", "highlight blue [two]"], "and the card that is chosen");
}
