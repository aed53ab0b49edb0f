//! Motions, rows, marks, the trail, folding: where the cursor goes.

use crate::app::Command;
use crate::app::test_stage::{PATH, Stage, check, config};

const FOX: &str = "The |quick brown fox. It jumps.\n\nOver the lazy dog.";

#[test]
fn motions_by_character_word_sentence_and_paragraph() {
    check("The |quick brown fox.", "w", "The quick |brown fox.");
    check("The |quick brown fox.", "b", "|The quick brown fox.");
    check("The |quick brown fox.", "l l", "The qu|ick brown fox.");
    check("The |quick brown fox.", "h right left", "The| quick brown fox.");
    check(FOX, ")", "The quick brown fox. |It jumps.\n\nOver the lazy dog.");
    check(FOX, ") ) (", "The quick brown fox. |It jumps.\n\nOver the lazy dog.");
    check(FOX, "}", "The quick brown fox. It jumps.\n\n|Over the lazy dog.");
    check(FOX, "} {", "|The quick brown fox. It jumps.\n\nOver the lazy dog.");
    check(FOX, "G", "The quick brown fox. It jumps.\n\nOver the lazy dog|.");
    check(FOX, "G g g", "|The quick brown fox. It jumps.\n\nOver the lazy dog.");
}

#[test]
fn motions_over_cjk_and_families_go_by_grapheme() {
    check("|日本と 👨‍👩‍👧‍👦 e\u{301}a", "l l l l l", "日本と 👨‍👩‍👧‍👦| e\u{301}a");
    check("日本と 👨‍👩‍👧‍👦 e\u{301}|a", "h", "日本と 👨‍👩‍👧‍👦 |e\u{301}a");
}

#[test]
fn text_from_right_to_left_is_gone_through_in_the_order_of_reading() {
    // Hebrew and Arabic with their vowel signs, which stand on the letter before them and take no cell.
    let (hebrew, arabic) = ("ש\u{5b8}\u{5c1}לו\u{5b9}ם עולם.", "ب\u{64f}ن\u{650}ي\u{64e} قبل.");
    assert_eq!((crate::text::cells::width(hebrew), crate::text::cells::width(arabic)), (10, 8));
    check(&format!("|{hebrew}\n\n{arabic}"), "l", &format!("ש\u{5b8}\u{5c1}|לו\u{5b9}ם עולם.\n\n{arabic}"));
    check(&format!("|{hebrew}\n\n{arabic}"), "w", &format!("ש\u{5b8}\u{5c1}לו\u{5b9}ם |עולם.\n\n{arabic}"));
    check(&format!("{hebrew}\n\n|{arabic}"), "v l l", &format!("{hebrew}\n\n{{ب\u{64f}ن\u{650}ي\u{64e}|}} قبل."));
    check(
        &format!("ש\u{5b8}\u{5c1}|לו\u{5b9}ם עולם.\n\n{arabic}"),
        "j",
        &format!("{hebrew}\n\nب\u{64f}|ن\u{650}ي\u{64e} قبل."),
    );
}

#[test]
fn headings_are_gone_to_and_the_last_one_says_so() {
    let text = "# One\n\n|words\n\n## Two\n\nmore";
    check(text, "]", "# One\n\nwords\n\n## |Two\n\nmore");
    check(text, "] [", "# |One\n\nwords\n\n## Two\n\nmore");
    let mut stage = Stage::over(text);
    stage.keys("] ]");
    assert_eq!(stage.said(), "no heading after this");
}

#[test]
fn rows_keep_the_column_over_short_rows_tables_and_wide_characters() {
    check("a long |first line\n\nxy\n\nanother line", "j", "a long first line\n\nx|y\n\nanother line");
    check("a long |first line\n\nxy\n\nanother line", "j j", "a long first line\n\nxy\n\nanother| line");
    check("a long |first line\n\nxy\n\nanother line", "j j k k", "a long |first line\n\nxy\n\nanother line");
    check("abcd|ef\n\n日本日本", "j", "abcdef\n\n日本|日本");
    check("abcde|f\n\n日本日本\n\nabcdef", "j j", "abcdef\n\n日本日本\n\nabcde|f");
    check("ab|c\n\n= one\ttwo\n\n= three\tfour", "j j", "abc\n\n= one\ttwo\n\n= th|ree\tfour");
}

#[test]
fn at_either_end_rows_stay_where_they_are() {
    check("one\n\ntw|o", "j j j", "one\n\ntw|o");
    check("on|e\n\ntwo", "k k", "on|e\n\ntwo");
}

#[test]
fn marks_come_back_after_any_way_and_unknown_ones_say_how() {
    check("one |two three", "m a G ' a", "one |two three");
    let mut stage = Stage::over("one |two three");
    stage.keys("m a");
    assert_eq!(stage.said(), "mark a set; ' a comes back here");
    stage.keys("' b");
    assert_eq!(stage.said(), "no mark b; m b sets it");
    stage.keys("' '");
    assert_eq!(stage.said(), "no mark '; m ' sets it", "nothing was left by a jump");
    stage.keys("m esc ' esc");
    assert!(stage.model.overlay.is_none());
    stage.keys("q");
    assert_eq!(stage.places[PATH].marks.get(&'a'), Some(&4));
}

#[test]
fn the_key_of_marks_twice_goes_to_where_the_last_jump_began_and_back() {
    check("# One\n\n|two\n\n# Three", "G ' '", "# One\n\n|two\n\n# Three");
    check("# One\n\n|two\n\n# Three", "G ' ' ' `", "# One\n\ntwo\n\n# Thre|e");
}

#[test]
fn jumps_are_remembered_back_and_forward() {
    check("# One\n\n|two\n\n# Three", "G H", "# One\n\n|two\n\n# Three");
    check("# One\n\n|two\n\n# Three", "G H L", "# One\n\ntwo\n\n# Thre|e");
    check("# One\n\n|two\n\n# Three", "G g g ctrl-o ctrl-o", "# One\n\n|two\n\n# Three");
    let mut stage = Stage::over("|one");
    stage.keys("H");
    assert_eq!(stage.said(), "no earlier place");
    stage.keys("L");
    assert_eq!(stage.said(), "no later place");
}

#[test]
fn going_back_leads_on_into_the_text_that_was_open_before_and_forward_again() {
    let mut stage = Stage::with(&[("a.md", "One.\n\nTwo.\n\nThree."), ("b.md", "Other.\n\nMore.")], config(), (80, 24));
    let at = |stage: &Stage| (stage.doc().opened.path.as_str().to_owned(), stage.doc().cursor);
    stage.open("a.md");
    stage.keys("}");
    stage.open("b.md");
    stage.keys("G H");
    assert_eq!(at(&stage), ("b.md".to_owned(), 0), "first where a jump in this text began");
    stage.keys("H");
    assert_eq!(at(&stage), ("a.md".to_owned(), 6), "then where the text before was left");
    stage.keys("H");
    assert_eq!((stage.said(), at(&stage).0.as_str()), ("no earlier place", "a.md"));
    stage.keys("L");
    assert_eq!(at(&stage).0, "b.md");
    stage.keys("L");
    assert_eq!(stage.said(), "no later place");
    stage.keys("H");
    stage.open("gone.md");
    stage.keys("L");
    assert_eq!(at(&stage).0, "b.md", "a text that cannot be opened is no step");
    stage.keys("H");
    stage.open("b.md");
    stage.keys("L");
    assert_eq!((stage.said(), at(&stage).0.as_str()), ("no later place", "b.md"), "another way ends the way forward");
}

#[test]
fn motions_step_over_folded_boilerplate_and_into_it_when_it_shows() {
    let text = "one |two\n\n~ menu\n\n~ advert\n\nthree";
    for keys in ["w", ")", "}", "j", "l l l"] {
        check(
            text,
            keys,
            if keys == "j" {
                "one two\n\n~ menu\n\n~ advert\n\nthre|e"
            } else {
                "one two\n\n~ menu\n\n~ advert\n\n|three"
            },
        );
    }
    check(text, "z w", "one two\n\n~ |menu\n\n~ advert\n\nthree");
    check("one\n\n~ menu\n\n|three", "b", "on|e\n\n~ menu\n\nthree");
    check("~ menu\n\none\n\n~ advert", "G", "~ menu\n\non|e\n\n~ advert");
    check("~ menu\n\none\n\n~ advert", "G g g", "~ menu\n\n|one\n\n~ advert");
    check("~ menu\n\none\n\n~ advert", "z g g", "~ |menu\n\none\n\n~ advert");
    check("~ menu\n\none\n\n~ advert", "z g g z", "~ menu\n\n|one\n\n~ advert");
}

#[test]
fn a_text_of_nothing_but_boilerplate_is_shown_unfolded() {
    let stage = Stage::over("~ menu\n\n~ advert");
    assert!(!stage.doc().folded);
    assert_eq!(stage.marked(), "|menu\n\nadvert");
}

#[test]
fn folding_says_how_much_there_is() {
    let mut stage = Stage::over("one\n\n~ menu");
    stage.keys("z");
    assert_eq!(stage.said(), "1 piece of page furniture shown, dimmed");
    stage.keys("z");
    assert_eq!(stage.said(), "1 piece of page furniture folded");
    let mut stage = Stage::over("one");
    stage.keys("z");
    assert_eq!(stage.said(), "this text has no page furniture");
}

#[test]
fn a_jump_into_folded_boilerplate_unfolds_it() {
    let mut stage = Stage::over("|one\n\n~ the menu\n\ntwo");
    stage.keys("/ \"menu\" enter");
    assert!(!stage.doc().folded);
    assert_eq!(stage.marked(), "one\n\nthe |menu\n\ntwo");
}

#[test]
fn the_outline_narrows_and_goes_there() {
    check(
        "# One\n\n|words\n\n## Two\n\nmore\n\n## Three",
        "o \"thr\" enter",
        "# One\n\nwords\n\n## Two\n\nmore\n\n## |Three",
    );
    check("# One\n\n|words\n\n## Two", "o esc", "# One\n\n|words\n\n## Two");
    let mut stage = Stage::over("none");
    stage.keys("o");
    assert_eq!(stage.said(), "this text has no headings");
}

#[test]
fn without_a_document_reading_keys_do_nothing_bad() {
    let mut stage = Stage::with(&[], config(), (80, 24));
    for command in crate::app::COMMANDS.iter().filter(|command| !matches!(command, Command::Quit | Command::Leave)) {
        stage.run(command.name()).keys("esc esc");
        assert!(!stage.ended, "{}", command.name());
    }
}

#[test]
fn the_named_places_are_listed_with_their_words_where_one_is_asked_for() {
    let mut stage = Stage::over("|One two three four. Five.\n\nSix seven.");
    let listed = |stage: &mut Stage| -> Vec<String> {
        stage.keys("'");
        let hints = crate::app::status(&stage.model).hints;
        stage.keys("esc");
        hints.iter().map(|hint| format!("{} {}", hint.keys, hint.about)).collect()
    };
    assert_eq!(listed(&mut stage), ["esc leave"]);
    let asked = |stage: &Stage| crate::app::mark_question(&stage.model, crate::app::MarkAction::Go);
    assert_eq!(asked(&stage), "no place has a name yet; m names one");
    stage.keys("m b G m a");
    assert_eq!(listed(&mut stage), ["a Six seven.…", "b One two three fo…", "esc leave"]);
    assert_eq!(asked(&stage), "go to which mark?");
}
