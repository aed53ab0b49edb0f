//! The last act once more, elsewhere: what counts as one, what it takes, what it says, and that it never writes of itself.

use crate::annotation::Kind;
use crate::app::Overlay;
use crate::app::test_stage::{PATH, Stage, config};

/// Types keys over a text; gives the own annotations then, and what was said.
fn after(text: &str, keys: &str) -> (Vec<String>, String) {
    let mut stage = Stage::over(text);
    stage.keys(keys);
    (stage.own(), stage.said().to_owned())
}

#[test]
fn the_last_act_is_done_again_where_one_is_now() {
    let text = "|One two. Three four. Five six.\n\nSeven.";
    for (keys, made) in [
        ("s 3 ) .", &["highlight blue [One two.]", "highlight blue [Three four.]"][..]),
        ("s 3 ) . ) .", &["highlight blue [One two.]", "highlight blue [Three four.]", "highlight blue [Five six.]"]),
        ("W 2 ) w .", &["highlight green [One]", "highlight green [four]"]),
        ("p 1 } .", &["highlight yellow [One two. Three four. Five six.]", "highlight yellow [Seven.]"]),
        ("s 3 ) v w .", &["highlight blue [One two.]", "highlight blue [Three f]"]),
        (
            "s 3 ) s 5 ) .",
            &["highlight blue [One two.]", "highlight orange [Three four.]", "highlight orange [Five six.]"],
        ),
        ("M ) .", &["bookmark []", "bookmark []"]),
        ("s 1 ) s 2 d ( ( .", &[]),
        ("t \"who\" enter ) .", &["highlight yellow [One two.] #who", "highlight yellow [Three four.] #who"]),
        ("s 3 ) s 4 t \"x\" , enter ( ( .", &["highlight blue [One two.] #x", "highlight pink [Three four.] #x"]),
        ("a \"cf. 3\" esc ) . esc", &["note [One two.] “cf. 3”", "note [Three four.] “cf. 3”"]),
        ("Q \"Why?\" esc } . \" Here?\" esc", &["question [One two.] “Why?”", "question [Seven.] “Why? Here?”"]),
    ] {
        let (own, said) = after(text, keys);
        assert_eq!(own, made, "{keys}; said: {said}");
    }
}

#[test]
fn a_repetition_says_so_and_one_undo_takes_it_back() {
    let mut stage = Stage::over("|One. Two. Three.");
    stage.keys("s 3 ) .");
    assert_eq!(stage.said(), "again: marked blue: evidence; t tags it, a adds a note");
    stage.keys("u");
    assert_eq!(stage.own(), ["highlight blue [One.]"]);
    stage.keys(") .");
    assert_eq!(stage.own().len(), 2, "an undo is no act");
}

#[test]
fn without_an_act_and_on_what_is_anothers_nothing_is_written() {
    assert_eq!(
        after("|One. Two.", "."),
        (vec![], "nothing to repeat yet: mark a passage, tag it (t) or write on it first".to_owned())
    );
    let mut stage = Stage::with(&[(PATH, "One. Two.")], config(), (80, 24));
    stage.other(PATH, Kind::Note, "Two.", "ana's");
    stage.open(PATH);
    stage.keys("s 1 ) .");
    assert_eq!(
        (stage.own().len(), stage.said()),
        (1, "this is ana's; only its author can recolour it; select words to mark them yourself")
    );
    stage.keys("5 .");
    assert_eq!(stage.own().len(), 1, "{}", stage.said());
    stage.keys("t \"x\" enter . .");
    assert_eq!(stage.own().len(), 1, "{}", stage.said());
}

#[test]
fn words_written_again_wait_in_the_field_until_they_are_kept() {
    let mut stage = Stage::over("|One. Two.");
    stage.keys("a \"so\" esc ) .");
    assert!(
        stage.said().starts_with("the same words once more"),
        "not what was said of the ones before: {}",
        stage.said()
    );
    let Some(Overlay::Write(writing)) = &stage.model.overlay else { panic!("{}", stage.said()) };
    assert_eq!(writing.field.text(), "so");
    stage.keys("ctrl-g");
    assert_eq!(stage.own(), ["note [One.] “so”"]);
}

#[test]
fn words_for_oneself_are_for_oneself_again() {
    let mut stage = Stage::over("|One. Two.");
    stage.keys("a \"so\" ctrl-t esc ) . esc");
    assert_eq!(stage.disk.values().filter(|record| record.is_private()).count(), 2, "{}", stage.said());
}

#[test]
fn what_cannot_be_done_again_leaves_nothing_older_to_be_done_in_its_place() {
    let mut stage = Stage::over("|One. Two.");
    stage.keys("a \"so\" esc e \" more\" esc ) .");
    assert!(stage.said().starts_with("nothing to repeat"), "{}", stage.said());
    assert_eq!(stage.own(), ["note [One.] “so more”"]);
}
