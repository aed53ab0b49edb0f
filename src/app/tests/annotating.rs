//! Marks, notes, questions, bookmarks, tags: made, changed, deleted, undone and done again.

use crate::annotation::{Kind, Reader};
use crate::app::test_stage::{PATH, Stage, mei};
use crate::app::{CopyWay, Me, Msg, Overlay};
use crate::document::doc_path;
use proptest::prelude::*;
use std::collections::BTreeSet;

const TEXT: &str = "One |two three. Four five.\n\nSix seven.";

/// Types keys and compares one's own annotations, on the screen and on the disk.
fn makes(keys: &str, expected: &[&str]) -> Stage {
    let mut stage = Stage::over(TEXT);
    stage.keys(keys);
    assert_eq!(stage.own(), expected, "{keys}; said: {}", stage.said());
    let on_disk: BTreeSet<String> = expected.iter().map(|one| (*one).to_owned()).collect();
    assert_eq!(stage.kept(), on_disk, "{keys}");
    assert!(stage.doc().annotations.anchored.iter().all(|anchored| anchored.saved));
    stage
}

#[test]
fn every_kind_is_made_undone_and_done_again() {
    let cases = [
        ("s 1", "highlight yellow [One two three.]"),
        ("s 3", "highlight blue [One two three.]"),
        ("s enter", "highlight yellow [One two three.]"),
        ("v e enter", "highlight yellow [two]"),
        ("v e 2", "highlight green [two]"),
        ("a \"why\" esc", "note [One two three.] “why”"),
        ("a \"why\" enter \"so\" ctrl-s", "note [One two three.] “why\nso”"),
        ("Q \"who\" esc", "question [One two three.] “who”"),
        ("A \"all\" esc", "document-note the whole text “all”"),
        ("M", "bookmark []"),
        ("t \"law\" enter", "highlight yellow [One two three.] #law"),
        ("v e t \"law\" ,", "highlight yellow [two] #law"),
        ("t \"#a\" ,", "highlight yellow [One two three.] #a"),
    ];
    for (keys, made) in cases {
        makes(keys, &[made]);
        makes(&format!("{keys} esc u"), &[]);
        makes(&format!("{keys} esc u ctrl-r"), &[made]);
        makes(&format!("{keys} esc u ctrl-r u"), &[]);
    }
}

#[test]
fn a_comma_ends_a_tag_and_asks_for_the_next() {
    makes("t \"#a, b\" ,", &["highlight yellow [One two three.] #a #b"]);
    makes("t \"a,\" enter", &["highlight yellow [One two three.] #a"]);
}

#[test]
fn a_tag_in_other_capitals_is_the_one_in_use() {
    let mut stage = Stage::over("|One. Two. Three.");
    stage.keys("t \"walls\" enter ) t \"Walls\" enter ) t \"WALLS,\" enter");
    let one = |words: &str| format!("highlight yellow [{words}] #walls");
    assert_eq!(stage.own(), ["One.", "Two.", "Three."].map(one));
}

#[test]
fn every_change_is_undone_and_done_again() {
    let cases = [
        ("s 1", "s 2", "highlight yellow [One two three.]", "highlight green [One two three.]"),
        ("s 1", "a \"why\" esc", "highlight yellow [One two three.]", "note yellow [One two three.] “why”"),
        ("s 1", "t \"law\" enter", "highlight yellow [One two three.]", "highlight yellow [One two three.] #law"),
        ("t \"law\" enter", "t enter", "highlight yellow [One two three.] #law", "highlight yellow [One two three.]"),
        ("a \"why\" esc", "e \" so\" esc", "note [One two three.] “why”", "note [One two three.] “why so”"),
        ("v e 1", "x e enter", "highlight yellow [two]", "highlight yellow [two three]"),
        ("v e 1", "x o h enter", "highlight yellow [two]", "highlight yellow [ two]"),
    ];
    for (make, change, before, after) in cases {
        makes(make, &[before]);
        makes(&format!("{make} {change}"), &[after]);
        makes(&format!("{make} {change} u"), &[before]);
        makes(&format!("{make} {change} u ctrl-r"), &[after]);
        makes(&format!("{make} {change} u u"), &[]);
        makes(&format!("{make} {change} d"), &[]);
        makes(&format!("{make} {change} d u"), &[after]);
        makes(&format!("{make} {change} d u ctrl-r"), &[]);
    }
}

#[test]
fn what_changes_nothing_is_no_edit() {
    let mut stage = makes("s 1 s 1", &["highlight yellow [One two three.]"]);
    assert_eq!(stage.said(), "already yellow: claim");
    stage.keys("u");
    assert!(stage.own().is_empty(), "one undo takes the one edit back");
    let stage = makes("a \"why\" esc e esc", &["note [One two three.] “why”"]);
    assert_eq!(stage.said(), "nothing changed");
    let stage = makes("v e 1 x enter", &["highlight yellow [two]"]);
    assert_eq!(stage.said(), "the passage is as it was");
    assert_eq!(makes("a esc", &[]).said(), "nothing written");
    assert_eq!(makes("a \"  \" esc", &[]).said(), "nothing written");
}

#[test]
fn the_same_passage_marked_again_changes_its_colour() {
    makes("f a 1 f a 2", &["highlight green [One two three.]"]);
    makes("s 1 s enter", &["highlight yellow [One two three.]"]);
    makes("f a 1 f s 2", &["highlight yellow [One two three.]", "highlight green [Four five.]"]);
    makes("v e 1 s 2", &["highlight green [One two three.]", "highlight yellow [two]"]);
}

#[test]
fn a_bookmark_under_the_cursor_takes_no_colour() {
    makes("M s 1", &["highlight yellow [One two three.]", "bookmark []"]);
}

#[test]
fn the_innermost_annotation_is_meant() {
    makes("s 1 b v e 2 d", &["highlight yellow [One two three.]"]);
    makes("s 1 b v e 2 x 3", &["highlight yellow [One two three.]", "highlight blue [three]"]);
}

#[test]
fn messages_name_what_happened_and_the_next_key() {
    let mut stage = Stage::over(TEXT);
    for (keys, said) in [
        ("s 1", "marked yellow: claim; t tags it, a adds a note"),
        ("s 2", "now green: agree"),
        ("d", "highlight deleted; u brings it back"),
        ("u", "undone: highlight “One two three.” is back; ctrl-r does it again"),
        ("ctrl-r", "done again: highlight “One two three.” is gone"),
        ("ctrl-r", "nothing to redo"),
        ("u u u u", "nothing to undo"),
        ("d", "no annotation here"),
        ("x", "no annotation here"),
        ("e", "no annotation here to change; a writes a note"),
        ("t \"law\" enter", "marked and tagged law"),
        ("d M", "bookmark set"),
        ("x", "a bookmark has no ends to move: delete it and set another"),
        ("t \"law\" enter", "tagged law"),
        ("y", "quotation copied, with its source (“text.md”)"),
    ] {
        stage.keys(keys);
        assert_eq!(stage.said(), said, "{keys}");
    }
    assert_eq!(stage.copied.last().map(String::as_str), Some("“One two three.” (“text.md”)"));
}

#[test]
fn who_has_no_name_is_not_asked_for_it_where_there_is_nothing_to_act_on() {
    let mut stage = Stage::over(TEXT);
    stage.model.me.confirmed = false;
    let cases = [
        ("d", "no annotation here"),
        ("x", "no annotation here"),
        ("r", "no annotation here to answer"),
        ("+", "no annotation here to agree with"),
        ("*", "no annotation here to pick"),
    ];
    for (key, said) in cases {
        stage.keys(key);
        assert_eq!((stage.said(), stage.model.overlay.is_none()), (said, true), "{key}");
    }
    stage.other(PATH, Kind::Note, "One two three.", "ana's");
    stage.open(PATH);
    stage.keys("d");
    assert!(stage.said().starts_with("this is ana's") && stage.model.overlay.is_none(), "{}", stage.said());
    for key in ["r", "+", "*", "e", "a", "s 1"] {
        stage.model.me.confirmed = false;
        stage.keys(key);
        assert!(matches!(stage.model.overlay, Some(Overlay::Name(_))), "{key}: {}", stage.said());
        stage.keys("esc");
    }
}

#[test]
fn what_others_wrote_cannot_be_changed_deleted_or_moved() {
    let mut stage = Stage::with(&[(PATH, "One two. Three.")], crate::app::test_stage::config(), (120, 40));
    stage.other(PATH, Kind::Note, "One two.", "ana's");
    stage.open(PATH);
    for (keys, said) in [
        ("d", "this is ana's; only its author can delete it"),
        ("e", "this is ana's; only its author can change it"),
        ("x", "this is ana's; only its author can move it"),
        ("t", "this is ana's; only its author can tag it; select words to mark them yourself"),
        ("tab d", "this is ana's; only its author can delete it"),
        ("e", "this is ana's; only its author can change it"),
        ("t", "this is ana's; only its author can tag it; select words to mark them yourself"),
        ("x", "this is ana's; only its author can move it"),
    ] {
        stage.keys(keys);
        assert_eq!(stage.said(), said, "{keys}");
        assert!(stage.model.overlay.is_none(), "{keys}");
    }
    assert!(stage.disk.is_empty());
    assert_eq!(stage.doc().annotations.anchored.len(), 1);
    // In the text, one's own mark can stand on the same words.
    stage.keys("shift-tab s 1 d");
    assert_eq!(stage.doc().annotations.anchored.len(), 1);
    assert!(stage.own().is_empty());
}

#[test]
fn the_name_is_asked_once_and_the_command_goes_on_after_it() {
    let mut stage = Stage::over(TEXT);
    *stage.model.me = Me::default();
    stage.keys("v e 2");
    assert!(matches!(stage.model.overlay, Some(Overlay::Name(_))));
    assert!(stage.own().is_empty());
    stage.keys("enter");
    assert_eq!(stage.said(), "type a name, or your initials");
    stage.keys("\"Mei\" enter");
    assert_eq!(stage.own(), ["highlight green [two]"]);
    assert_eq!(stage.model.me.reader.nickname, "mei");
    stage.keys("G s 1");
    assert_eq!(stage.own().len(), 2, "not asked again");
    assert!(
        stage.doc().annotations.anchored.iter().all(|anchored| anchored.annotation.creator == stage.model.me.reader.id)
    );
}

#[test]
fn a_typed_name_takes_the_place_of_the_offered_one_and_an_edited_one_stays() {
    let named = |keys: &str| {
        let mut stage = Stage::over(TEXT);
        *stage.model.me = Me { reader: Reader { name: "Login".to_owned(), ..Me::default().reader }, ..Me::default() };
        stage.keys(&format!("s 1 {keys} enter"));
        stage.model.me.reader.name.clone()
    };
    assert_eq!(named(""), "Login");
    assert_eq!(named("\"Mei T\""), "Mei T");
    assert_eq!(named("end \" Two\""), "Login Two");
    assert_eq!(named("backspace \"c\""), "Logic");
}

#[test]
fn a_name_is_corrected_by_a_command_and_clearing_the_line_begins_anew() {
    let mut stage = Stage::over(TEXT);
    stage.keys(": \"rename\" enter");
    assert!(
        matches!(&stage.model.overlay, Some(Overlay::Line(open)) if open.field.text() == stage.model.me.reader.name)
    );
    stage.keys("ctrl-u \"Ines Calder\" enter");
    assert_eq!(stage.model.me.reader.name, "Ines Calder");
    stage.keys(": \"whoami\" enter ctrl-u enter");
    assert_eq!(
        (stage.said(), stage.model.me.reader.name.as_str()),
        ("you write as Ines Calder, as before", "Ines Calder")
    );
}

#[test]
fn somebody_unknown_gives_a_name_as_before_a_first_note_since_it_may_be_taken_by_the_same_person() {
    let mut stage = Stage::over(TEXT);
    *stage.model.me = Me::default();
    stage.taken.push(mei());
    stage.keys(": \"rename\" enter ctrl-u \"Mei Tanaka\" enter");
    assert!(matches!(&stage.model.overlay, Some(Overlay::Name(prompt)) if prompt.taken.is_some()));
    stage.keys("y");
    assert_eq!((stage.model.me.reader.clone(), stage.said()), (mei(), "you write as Mei Tanaka (mei) from now on"));
    assert!(stage.model.overlay.is_none() && stage.own().is_empty());
}

#[test]
fn without_a_name_nothing_is_written() {
    for leave in ["esc", "ctrl-c", "ctrl-g"] {
        let mut stage = Stage::over(TEXT);
        *stage.model.me = Me::default();
        stage.keys(&format!("a \"mei\" {leave}"));
        assert_eq!(stage.said(), "nothing was written; a name is needed to annotate");
        assert!(stage.model.overlay.is_none() && stage.own().is_empty());
    }
}

#[test]
fn a_name_that_stands_for_somebody_is_asked_about() {
    let ask = || {
        let mut stage = Stage::over(TEXT);
        *stage.model.me = Me::default();
        stage.taken.push(mei());
        stage.keys("s 1 \"Mei Tanaka\" enter");
        assert!(matches!(&stage.model.overlay, Some(Overlay::Name(prompt)) if prompt.taken.is_some()));
        stage
    };
    let mut stage = ask();
    stage.keys("y");
    assert_eq!(stage.model.me.reader, mei());
    assert_eq!(stage.own().len(), 1);
    let mut stage = ask();
    stage.keys("n \"Mei Tanaka 2\" enter");
    assert_eq!(stage.model.me.reader.name, "Mei Tanaka 2");
    assert_eq!(stage.own().len(), 1);
    let mut stage = ask();
    stage.keys("esc");
    assert!(stage.model.overlay.is_none() && stage.own().is_empty());
}

#[test]
fn what_could_not_be_saved_is_shown_and_tried_again() {
    let mut stage = Stage::over(TEXT);
    stage.full = true;
    stage.keys("s 1");
    assert_eq!(stage.said(), "NOT SAVED (tried again with the next change): the disk is full");
    assert!(!stage.doc().annotations.anchored[0].saved);
    stage.keys("f s 2");
    assert_eq!((stage.own().len(), stage.model.written.unsaved.len()), (2, 2));
    stage.full = false;
    stage.keys("f d 3");
    assert_eq!((stage.kept().len(), stage.model.written.unsaved.len()), (3, 0));
    assert!(stage.doc().annotations.anchored.iter().all(|anchored| anchored.saved));
}

#[test]
fn quitting_with_something_unsaved_tries_again_and_says_so_first() {
    let mut stage = Stage::over(TEXT);
    stage.full = true;
    stage.keys("s 1 ctrl-c");
    assert!(!stage.ended);
    let said = stage.said();
    assert!(said.contains("NOT SAVED") && said.contains("quit again to quit all the same: it will be LOST"), "{said}");
    stage.full = false;
    stage.keys("ctrl-c");
    assert!(stage.ended);
    assert_eq!(stage.kept().len(), 1);
    let mut stage = Stage::over(TEXT);
    stage.full = true;
    stage.keys("s 1 ctrl-c ctrl-c");
    assert!(stage.ended, "nobody is kept in");
}

#[test]
fn an_edit_before_the_rest_of_the_file_is_there_says_wait() {
    let mut stage = Stage::over(TEXT);
    stage.model.doc.as_mut().expect("open").opened.source = None;
    for keys in ["a", "M", "t \"x\" enter", "A", "s 1"] {
        stage.keys(keys);
        assert_eq!(stage.said(), "still reading the file; try again in a moment", "{keys}");
        assert!(stage.model.overlay.is_none() && stage.own().is_empty());
    }
}

#[test]
fn annotations_read_from_the_disk_do_not_undo_what_was_just_made() {
    let mut stage = Stage::over(TEXT);
    stage.hold = true;
    stage.keys("s 1");
    stage.send(Msg::Annotations {
        path: doc_path(PATH),
        anchored: Vec::new(),
        own: Vec::new(),
        faults: Vec::new(),
        formerly: Vec::new(),
    });
    assert_eq!(stage.own().len(), 1);
    stage.release();
    assert_eq!(stage.kept().len(), 1);
}

#[test]
fn ones_own_marks_are_there_before_everybodys_and_what_is_done_with_them_meanwhile_holds() {
    let mut stage = Stage::over(TEXT);
    stage.other(PATH, Kind::Note, "seven", "Which?");
    stage.keys("s 1 j s 2");
    stage.open(PATH);
    let all: Vec<_> = stage.doc().annotations.anchored.iter().cloned().collect();
    let (mine, own) =
        (|| all.iter().filter(|one| one.mine).cloned().collect::<Vec<_>>(), stage.doc().annotations.own.clone());
    let own = || own.values().cloned().collect::<Vec<_>>();
    assert_eq!((all.len(), mine().len()), (3, 2));
    let doc = stage.model.doc.as_mut().expect("open");
    doc.annotations.read = false;
    doc.annotations.own.clear();
    doc.annotations.replace(Vec::new());
    stage.send(Msg::OwnAnnotations { path: doc_path("another.md"), anchored: mine(), own: own() });
    assert!(stage.own().is_empty(), "of another text");
    stage.send(Msg::OwnAnnotations { path: doc_path(PATH), anchored: mine(), own: own() });
    assert_eq!((stage.own().len(), stage.doc().annotations.awaited().is_some()), (2, true));
    stage.keys("g g d");
    assert_eq!(stage.own().len(), 1, "{:?}", stage.own());
    stage.send(Msg::Annotations {
        path: doc_path(PATH),
        anchored: all.clone(),
        own: own(),
        faults: Vec::new(),
        formerly: Vec::new(),
    });
    assert_eq!((stage.own().len(), stage.doc().annotations.anchored.iter().count()), (1, 2), "deleted is deleted");
    assert!(!stage.said().contains("new"), "{}", stage.said());
    stage.send(Msg::OwnAnnotations { path: doc_path(PATH), anchored: Vec::new(), own: Vec::new() });
    assert_eq!(stage.doc().annotations.anchored.iter().count(), 2, "too late to count");
}

#[test]
fn moving_the_ends_is_over_when_the_selection_is() {
    for leave in ["esc", "v", "y", "s 2"] {
        let mut stage = Stage::over(TEXT);
        stage.keys(&format!("v e 1 x l {leave}"));
        assert!(stage.model.notes.adjusting.is_none(), "{leave}");
        stage.keys("G v enter");
        assert!(stage.own().contains(&"highlight yellow [two]".to_owned()), "{leave}: {:?}", stage.own());
    }
}

fn any_edit() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "s 1",
        "s 2 esc",
        "enter",
        "f a 3",
        "f s 4 esc",
        "f d enter",
        "a \"x\" esc",
        "a \"yy\" esc",
        "Q \"q\" esc",
        "A \"d\" esc",
        "M",
        "t \"t\" enter",
        "t \"u\" ,",
        "e \"e\" esc",
        "d",
        "x l enter",
        "x o l enter esc",
        "G",
        "g g",
        "w",
        "b",
        "v e 5",
        "s 6",
        "tab d shift-tab",
        "tab j x 2 esc",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]
    #[test]
    fn undoing_everything_leads_to_the_beginning_and_redoing_to_the_end(edits in prop::collection::vec(any_edit(), 0..25)) {
        let mut stage = Stage::over(TEXT);
        for keys in edits {
            stage.keys(keys);
        }
        stage.keys("esc esc");
        // Where a chooser does not open, what was meant for it may have been an undo: nothing is left to be redone.
        for _ in 0..30 {
            stage.keys("ctrl-r");
        }
        let end: BTreeSet<String> = stage.own().into_iter().collect();
        prop_assert_eq!(&stage.kept(), &end);
        for _ in 0..30 {
            stage.keys("u");
        }
        prop_assert!(stage.own().is_empty() && stage.kept().is_empty(), "{:?}", stage.own());
        for _ in 0..30 {
            stage.keys("ctrl-r");
        }
        let again: BTreeSet<String> = stage.own().into_iter().collect();
        prop_assert_eq!(&again, &end);
        prop_assert_eq!(&stage.kept(), &end);
    }
}

#[test]
fn what_is_undone_out_of_sight_is_gone_to() {
    let mut stage = Stage::over(&format!("|One two.\n\n{}", "Much more of it. ".repeat(300)));
    stage.keys("s 1 G");
    let end = stage.doc().cursor;
    stage.keys("u");
    assert_eq!((stage.doc().cursor, stage.own().len()), (0, 0));
    stage.keys("H");
    assert_eq!(stage.doc().cursor, end);
    stage.keys("ctrl-r");
    assert_eq!((stage.doc().cursor, stage.own().len()), (0, 1));
    stage.keys("w u");
    assert_eq!(stage.doc().cursor, 4, "in sight the cursor stays");
}

#[test]
fn words_that_may_have_arrived_are_shown_once_in_a_session_and_when_they_are_copied_again() {
    let mut stage = Stage::over(TEXT);
    stage.clipboard = CopyWay::Unsure;
    let is_shown = |stage: &Stage| matches!(stage.model.overlay, Some(Overlay::Clipping(_)));
    stage.keys(") y");
    assert!(is_shown(&stage), "the first time the reader is told what can be known");
    stage.keys("esc ) y");
    assert!(!is_shown(&stage));
    assert_eq!(stage.said(), "quotation sent to the terminal, with its source (“text.md”) (copied again, it is shown)");
    stage.keys("y");
    assert!(is_shown(&stage), "who copies them again has not found them on the clipboard");
    stage.keys("esc ( y");
    assert!(!is_shown(&stage));
    stage.clipboard = CopyWay::Shown;
    stage.keys("esc ) y");
    assert!(is_shown(&stage), "where there is no clipboard they always are");
}
