//! Selecting, quick-pick, and how many keys it takes to mark something.

use crate::app::test_stage::{Stage, check};
use crate::app::{HintLabels, Overlay};

#[test]
fn a_selection_grows_by_word_sentence_and_paragraph() {
    let text = "One |two three. Four five.\n\nSix seven.";
    check(text, "W", "One {two|} three. Four five.\n\nSix seven.");
    check(text, "W W", "One {two three|}. Four five.\n\nSix seven.");
    check(text, "s", "{One two three.|} Four five.\n\nSix seven.");
    check(text, "s s", "{One two three. Four five.|}\n\nSix seven.");
    check(text, "s s s", "{One two three. Four five.\n\nSix seven.|}");
    check(text, "s s s s s", "{One two three. Four five.\n\nSix seven.|}");
    check(text, "p", "{One two three. Four five.|}\n\nSix seven.");
    check(text, "p p", "{One two three. Four five.\n\nSix seven.|}");
    check(text, "W s", "{One two three.|} Four five.\n\nSix seven.");
}

#[test]
fn from_its_beginning_a_selection_grows_backwards() {
    check("One two. Three |four.", "W o W", "One two. {|Three four}.");
    check("One two. Three |four.", "s o s", "{|One two. Three four.}");
    check("One.\n\nTwo |three.", "p o p", "{|One.\n\nTwo three.}");
}

#[test]
fn a_selection_grows_over_folded_boilerplate() {
    check("One |two.\n\n~ menu\n\nThree.", "s s", "{One two.\n\n~ menu\n\nThree.|}");
}

#[test]
fn motions_move_one_end_and_o_changes_to_the_other() {
    check("one |two three", "v l l", "one {two|} three");
    check("one |two three", "v e", "one {two|} three");
    check("one |two three", "v e e", "one {two three|}");
    check("one two |three", "v b", "one {|two t}hree");
    check("one |two three", "v e o h", "one{| two} three");
    check("One two. |Three four. Five.", "v )", "One two. {Three four.|} Five.");
    check("One two. |Three four. Five.", "v ) )", "One two. {Three four. Five.|}");
    check("|One.\n\nTwo.", "v }", "{One.|}\n\nTwo.");
    check("one |two", "v esc", "one |two");
    check("one |two", "v l v", "one t|wo");
    check("one |two", "v l q", "one t|wo");
}

#[test]
fn labels_are_typed_to_select_a_sentence() {
    check("|One. Two. Three.", "f s", "One. {Two.|} Three.");
    check("|One. Two. Three.", "f S", "One. {Two.|} Three.");
    check("|One. Two. Three.", "f esc", "|One. Two. Three.");
    check("|One. Two. Three.", "f ctrl-c", "|One. Two. Three.");
    check("|One. Two. Three.", "v f d", "One. Two. {Three.|}");
    let mut stage = Stage::over("|One.");
    stage.keys("f m");
    assert_eq!(stage.said(), "no sentence has that label");
    assert!(stage.model.overlay.is_none());
}

#[test]
fn folded_boilerplate_gets_no_labels_and_shown_boilerplate_does() {
    let text = "|One.\n\n~ menu\n\nTwo.";
    check(text, "f s", "One.\n\n~ menu\n\n{Two.|}");
    check(text, "z f s", "One.\n\n~ {menu|}\n\nTwo.");
}

fn labels(stage: &mut Stage) -> HintLabels {
    stage.keys("f");
    match &stage.model.overlay {
        Some(Overlay::Pick(pick)) => pick.clone(),
        other => panic!("no labels but {other:?}"),
    }
}

/// Marks every sentence on the screen, each on a fresh stage, and gives the most keys that took.
fn most_keys(text: &str, size: (u16, u16)) -> (usize, usize) {
    let fresh = || {
        let mut stage = Stage::sized(text, size);
        stage.model.notes.known_tags = ["gsomia", "history", "law"].map(str::to_owned).to_vec();
        stage
    };
    let pick = labels(&mut fresh());
    let mut most = (0, 0);
    for label in &pick.labels {
        let mut stage = fresh();
        stage.keys(&format!("f \"{}\" 1", label.keys));
        let doc = stage.doc();
        assert_eq!(doc.annotations.anchored.len(), 1);
        assert_eq!(doc.annotations.anchored[0].anchor.span, Some(label.span), "the very sentence is marked");
        let marked = stage.typed;
        stage.keys("t \"h\" enter");
        assert_eq!(stage.doc().annotations.anchored[0].annotation.tags, ["history"]);
        most = (most.0.max(marked), most.1.max(stage.typed - marked));
    }
    // Every sentence that shows has a label: no text on the screen lies outside them.
    let doc = fresh();
    let spans = doc.doc().page.rows.iter().map(|(_, row)| row.span).filter(|span| !span.is_empty());
    for row in spans.collect::<Vec<_>>() {
        assert!(pick.labels.iter().any(|label| label.span.overlaps(row)), "{}", row.of(doc.doc().text()));
    }
    most
}

#[test]
fn marking_any_sentence_takes_four_keys_at_most_and_a_known_tag_three_more() {
    let long = "A sentence of some words, as they stand in texts. ".repeat(60);
    let short = "So it was told to us. ".repeat(200);
    for size in [(80, 24), (120, 40)] {
        let (marked, tagged) = most_keys(&long, size);
        assert!(marked <= 4 && tagged == 3, "{marked} and {tagged} keys");
        let (marked, tagged) = most_keys(&short, size);
        assert_eq!((marked, tagged), (4, 3), "with labels of two letters too");
    }
    assert_eq!(most_keys("One. Two. Three.", (80, 24)).0, 3, "one letter where there are few");
}

#[test]
fn a_note_opens_with_one_key() {
    let mut stage = Stage::over("One |two. Three.");
    stage.keys("a");
    assert!(matches!(stage.model.overlay, Some(Overlay::Write(_))));
    stage.keys("esc f s a");
    assert!(matches!(stage.model.overlay, Some(Overlay::Write(_))));
}
