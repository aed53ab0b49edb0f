//! Undo that speaks, the message of a write that stays, and the words of what was deleted, also in earlier sessions.

use crate::app::test_stage::{PATH, Stage, config};
use crate::app::{Overlay, status};

const TEXT: &str = "One |two three. Four five.\n\nSix seven.";

#[test]
fn undo_says_what_it_took_back() {
    for (made, undone, again) in [
        ("s 2", "highlight “One two three.” is gone", "highlight “One two three.” is back"),
        ("s 2 d", "highlight “One two three.” is back", "highlight “One two three.” is gone"),
        ("a \"half a note\" esc", "note “half a note” is gone", "note “half a note” is back"),
        ("s 1 x 2", "highlight “One two three.”: green → yellow", "highlight “One two three.”: yellow → green"),
        ("a \"ab\" esc e \"cd\" esc", "note “ab”: note changed", "note “abcd”: note changed"),
        (
            "s 1 t \"law\" enter",
            "highlight “One two three.”: tag law taken off",
            "highlight “One two three.”: tag law added",
        ),
        ("M", "bookmark is gone", "bookmark is back"),
        ("s 1 *", "pick is gone", "pick is back"),
        ("A \"all of it\" esc", "document-note “all of it” is gone", "document-note “all of it” is back"),
    ] {
        let mut stage = Stage::over(TEXT);
        stage.keys(made).keys("G u");
        assert_eq!(stage.said(), format!("undone: {undone}; ctrl-r does it again"), "{made}");
        stage.keys("ctrl-r");
        assert_eq!(stage.said(), format!("done again: {again}"), "{made}");
    }
}

#[test]
fn undo_goes_to_what_it_took_back_and_stays_where_it_is_there_already() {
    let mut stage = Stage::over(TEXT);
    stage.keys("s 1 G u");
    assert_eq!(stage.marked(), "|One two three. Four five.\n\nSix seven.");
    stage.keys("w w ctrl-r");
    assert_eq!(stage.marked(), "One two |three. Four five.\n\nSix seven.");
}

#[test]
fn what_a_write_said_stays_until_the_next_one() {
    let mut stage = Stage::over(TEXT);
    let left = |stage: &mut Stage, keys: &str| status(&stage.keys(keys).model).left;
    let marked = "marked blue: evidence; t tags it, a adds a note";
    assert_eq!(left(&mut stage, "s 3"), marked);
    assert_eq!(left(&mut stage, "j"), marked, "a step says nothing");
    assert_eq!(left(&mut stage, "X"), "X means nothing here; ? shows the keys");
    assert_eq!(left(&mut stage, "k k"), "me: highlight blue", "what keys would act on goes before it");
    assert_eq!(left(&mut stage, "G"), marked);
    assert_eq!(left(&mut stage, "M"), "bookmark set");
    assert_eq!(left(&mut stage, "g g G b"), "bookmark set");
    stage.open(PATH);
    assert_eq!(left(&mut stage, "G j"), "me: bookmark", "another text, another session of reading");
    assert_eq!(left(&mut stage, "b"), "", "the title stands above");
}

/// Every command that writes, and keys that write with it: at the start stands a question of ana's, the end is bare.
const WRITES: &[(&str, &str)] = &[
    ("accept", "G s enter"),
    ("mark", "G : \"mark\" enter"),
    ("mark-yellow", "G s 1"),
    ("mark-green", "G s 2"),
    ("mark-blue", "G s 3"),
    ("mark-pink", "G s 4"),
    ("mark-orange", "G s 5"),
    ("mark-purple", "G s 6"),
    ("note", "G a \"x\" esc"),
    ("question", "G Q \"x\" esc"),
    ("document-note", "A \"x\" esc"),
    ("curate", "*"),
    ("comment", "* : \"comment\" enter \"why\" esc"),
    ("bookmark", "G M"),
    ("tag", "G t \"law\" enter"),
    ("edit", "G a \"x\" esc e \"y\" esc"),
    ("reply", "r \"x\" esc"),
    ("agree", "+"),
    ("adjust", "G s 1 x h enter"),
    ("delete", "G s 1 d"),
    ("audience", "G s 1 O"),
    ("resume", "G a \"x\" ctrl-g : \"resume\" enter \"y\" esc"),
    ("undo", "G s 1 u"),
    ("redo", "G s 1 u ctrl-r"),
    ("repeat", "G M g g ) ."),
    ("history", "G s 1 d V enter"),
];

#[test]
fn every_command_that_writes_says_so_and_that_stays_until_the_next_write() {
    let elsewhere = ["answer", "audience-of-all", "rename", "reply-alone"];
    for command in crate::app::COMMANDS.iter().filter(|command| command.writes()) {
        let known = WRITES.iter().any(|(name, _)| *name == command.name()) || elsewhere.contains(&command.name());
        assert!(known, "what does {} say?", command.name());
    }
    for (name, keys) in WRITES {
        let mut stage = Stage::with(&[(PATH, "One two. Three four.\n\nBare end.")], config(), (120, 40));
        stage.other(PATH, crate::annotation::Kind::Question, "One two.", "why?");
        stage.open(PATH);
        stage.keys(keys);
        assert!(!stage.disk.is_empty(), "{name} writes: {}", stage.said());
        let said = stage.said().to_owned();
        assert!(!said.is_empty(), "{name}");
        stage.keys("h l l h X h");
        assert_eq!(stage.model.written.said.as_deref(), Some(&said[..]), "{name}");
        stage.keys("G M");
        assert_eq!(stage.model.written.said.as_deref(), Some("bookmark set"), "{name}");
    }
}

/// What the list of deleted annotations shows.
fn deleted(stage: &mut Stage) -> Vec<String> {
    stage.keys("V");
    let Some(Overlay::Choose(open)) = &stage.model.overlay else { return vec![stage.said().to_owned()] };
    open.chooser.choices.iter().map(|choice| choice.label.clone()).collect()
}

/// Opens the folder of a session in the next session.
fn next_session(mut stage: Stage) -> Stage {
    let mut next = Stage::with(&[(PATH, &TEXT.replace('|', ""))], config(), (80, 24));
    (next.disk, next.replaced) = (std::mem::take(&mut stage.disk), std::mem::take(&mut stage.replaced));
    next.open(PATH);
    next
}

#[test]
fn words_that_were_deleted_or_undone_come_back_in_the_next_session() {
    for lose in ["a \"half a note\" esc d", "a \"half a note\" esc u"] {
        let mut stage = Stage::over(TEXT);
        stage.keys(lose);
        let mut next = next_session(stage);
        assert_eq!(deleted(&mut next), ["deleted in an earlier session: half a note"], "{lose}");
        next.keys("enter");
        assert_eq!(next.own(), ["note [One two three.] “half a note”"]);
        next.keys("u");
        assert!(next.own().is_empty() && next.said().starts_with("undone: note “half a note” is gone"));
    }
}

#[test]
fn earlier_words_of_a_note_are_in_its_history_in_the_next_session() {
    let mut stage = Stage::over(TEXT);
    stage.keys("a \"first\" esc e \" and more\" esc");
    let mut next = next_session(stage);
    assert_eq!(deleted(&mut next), ["made: first", "note changed: first and more"]);
    next.keys("up enter");
    assert_eq!(next.own(), ["note [One two three.] “first”"]);
}

#[test]
fn a_vote_or_an_empty_pick_taken_back_is_not_kept() {
    let mut stage = Stage::over(TEXT);
    stage.keys("s 1 * *");
    assert!(stage.replaced.is_empty());
    stage.keys("d");
    assert_eq!(stage.replaced.len(), 1);
}
