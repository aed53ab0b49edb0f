//! What has just happened, and what one has to know, is told whole on small screens too, and the keys that are always needed
//! stay beside it.

use super::shown;
use crate::app::Msg;
use crate::app::test_stage::{PATH, Stage, config, opened, person};
use std::sync::Arc;

/// A stage that reads, and one in the list, on a small screen.
fn stage() -> Stage {
    let mut stage = Stage::with(&[(PATH, "One two. Three four.\n\nFive.")], config(), (40, 12));
    stage.open(PATH);
    stage
}

/// The last rows, their blanks made one.
fn told(stage: &Stage, rows: usize) -> String {
    let shown = shown(stage);
    let rows_of: Vec<&str> = shown.lines().filter(|row| !row.starts_with('~')).collect();
    let last = rows_of[rows_of.len() - rows..].join(" ");
    last.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_long_message_takes_the_row_above_as_well_and_the_next_key_brings_it_back() {
    let mut stage = stage();
    stage.keys("G");
    let before = shown(&stage);
    let message = "sync: not set up here yet: postil sync --remote ADDRESS. Once, in a shell, in this folder.";
    stage.model.complain(message);
    assert_eq!(told(&stage, 3), format!("{message} ? keys q back"));
    stage.keys("l");
    assert_eq!(shown(&stage), before);
}

#[test]
fn what_can_be_done_about_a_failure_shows_behind_a_long_reason() {
    let mut stage = stage();
    let before = shown(&stage);
    let message = "NOT SAVED: cannot write the file ice.md@9795.json of ada, and nothing else there: no space left on device. The disk is full: \
                   free some space, then save again.";
    stage.model.complain(message);
    assert_eq!(told(&stage, 5), format!("{message} ? keys q back"));
    stage.keys("esc");
    assert_eq!(shown(&stage), before);
    stage.model.complain("no end of words ".repeat(40));
    assert!(shown(&stage).starts_with(&before.lines().take(3).collect::<Vec<_>>().join("\n")), "the text stays");
}

#[test]
fn a_message_that_two_rows_hold_covers_nothing_of_the_text() {
    let mut stage = stage();
    let above = shown(&stage).lines().take(5).collect::<Vec<_>>().join("\n");
    let message = "marked blue: evidence; t tags it, a adds a note";
    stage.model.say(message);
    assert_eq!(told(&stage, 2), format!("{message} ? keys q back"));
    assert!(shown(&stage).starts_with(&above));
}

#[test]
fn what_one_has_to_know_is_told_whole_in_the_list() {
    let mut stage = Stage::with(&[(PATH, "One.")], config(), (60, 12));
    let mut plan = (**stage.model.seminar.syllabus).clone();
    plan.leader = Some("mei".to_owned());
    *stage.model.seminar.syllabus = Arc::new(plan);
    stage.model.me.reader.name = "Mei Tanaka of the seminar".to_owned();
    stage.model.me.reader.nickname = "mei-tanaka-seminar".to_owned();
    stage.send(Msg::Readers(vec![person("tom")]));
    assert_eq!(
        told(&stage, 2),
        "“mei” leads here, and you are “mei-tanaka-seminar”: :rename, if that is you ? keys q quit"
    );
}

#[test]
fn of_notes_that_are_still_being_read_nobody_says_that_there_are_none() {
    let mut stage = Stage::with(&[(PATH, "One two. Three four.")], config(), (120, 12));
    let document = stage.files[PATH].clone();
    let job = stage.model.next_job();
    stage.model.navigation.wanted = job;
    stage.send(Msg::Opened(Box::new(opened(job, PATH, &document, None))));
    let screen = shown(&stage);
    assert!(!screen.contains("Notes (") && screen.contains("The notes are being read."), "{screen}");
    for keys in ["tab / \"is:mine\" enter", "c"] {
        stage.keys(keys);
        let screen = shown(&stage);
        assert!(!screen.contains("Notes (") && screen.contains("The notes are being read."), "{keys} {screen}");
    }
    stage.keys("D");
    assert_eq!(stage.said(), "still reading the annotations; try again in a moment");
    stage.keys("/ ctrl-u enter c c c");
    stage.open(PATH);
    let screen = shown(&stage);
    assert!(screen.contains("│Notes (0)") && screen.contains("No notes here yet."), "{screen}");
}
