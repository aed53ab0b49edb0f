//! The place that is kept while one reads, and what counts as read: what was looked at in its order, and what one says.

use crate::app::test_stage::{PATH, Stage, config};
use crate::app::{Effect, Msg, WriteRequest, status, update};
use crate::document::doc_path;

/// A text of several screens.
fn stage() -> Stage {
    let mut stage =
        Stage::with(&[(PATH, &"A sentence of words. ".repeat(400)), ("zz.md", "Short.")], config(), (120, 24));
    stage.open(PATH);
    stage.keys("esc esc esc");
    stage
}

/// How much of the open text is read, in hundredths.
fn read(stage: &Stage) -> u32 {
    (stage.doc().reading.furthest * 100.0).round() as u32
}

/// What is to be kept soon after a key.
fn soon(stage: &mut Stage, key: &str) -> Option<(usize, usize)> {
    let given = stage.given();
    let chord = crate::config::chord::Chord::parse(key).expect("a key");
    let effects = update(&mut stage.model, Msg::Key(chord), &given);
    effects.into_iter().find_map(|effect| match effect {
        Effect::Write(WriteRequest::KeepPlaceSoon(place)) => Some((place.offset, place.marks.len())),
        _ => None,
    })
}

#[test]
fn a_place_that_was_moved_to_is_kept_soon_and_one_that_stays_is_not() {
    let mut stage = stage();
    assert_eq!(soon(&mut stage, "w"), Some((2, 0)));
    assert_eq!(soon(&mut stage, "X"), None, "a key that means nothing");
    assert_eq!(soon(&mut stage, "?"), None);
    assert_eq!(soon(&mut stage, "esc"), None);
    assert_eq!(soon(&mut stage, "m"), None);
    assert_eq!(soon(&mut stage, "a"), Some((2, 1)), "a mark, too");
}

#[test]
fn a_jump_to_the_end_reads_nothing_and_screen_after_screen_does() {
    let mut stage = stage();
    let first = read(&stage);
    assert!((10..60).contains(&first), "{first}");
    stage.keys("G X X X X");
    assert_eq!(read(&stage), first);
    assert!(!status(&stage.model).right.contains(&"read".to_owned()), "{:?}", status(&stage.model).right);
    stage.keys("g g");
    for _ in 0..20 {
        stage.keys("space");
    }
    stage.keys("X X X");
    assert_eq!(read(&stage), 100);
    assert!(status(&stage.model).right.contains(&"read".to_owned()), "{:?}", status(&stage.model).right);
}

#[test]
fn what_is_read_can_be_said_and_taken_back_in_the_text_and_in_the_list() {
    let mut stage = stage();
    let done = |stage: &Stage, path: &str| stage.model.list.item(&doc_path(path)).expect("listed").is_done();
    stage.run("toggle-read");
    assert_eq!((stage.said(), read(&stage), done(&stage, PATH)), ("read: text.md", 100, true));
    stage.keys(": \"unread\" enter");
    assert_eq!((stage.said(), read(&stage), done(&stage, PATH)), ("not read: text.md", 0, false));
    stage.keys("X X X X q");
    assert!(!done(&stage, PATH), "leaving it does not read it");
    stage.keys("j x");
    assert_eq!((stage.said(), done(&stage, "zz.md")), ("read: zz.md", true));
    assert!((stage.places["zz.md"].furthest - 1.0).abs() < 0.001);
    stage.keys("x");
    assert_eq!((stage.said(), done(&stage, "zz.md")), ("not read: zz.md", false));
    assert!(stage.places["zz.md"].furthest == 0.0);
}

#[test]
fn a_text_of_one_screen_is_read_when_it_has_stood_for_a_moment() {
    let mut stage = Stage::with(&[(PATH, "Short.")], config(), (120, 24));
    stage.open(PATH);
    stage.keys("X X X");
    assert!(stage.doc().is_read());
    stage.run("toggle-read").keys("X X X X");
    assert!(!stage.doc().is_read(), "staying there does not take back what was taken back");
    stage.keys("q l X X X");
    assert!(stage.doc().is_read(), "coming back to it does");
}
