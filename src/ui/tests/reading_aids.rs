//! Screens where the paragraph that is read, or the row of the cursor, stands out.

use super::looks;
use crate::app::test_stage::{PATH, Stage, config};
use crate::config::paint::Depth;
use crate::config::theme;

fn stage() -> Stage {
    let mut config = config();
    config.theme = theme::resolve(&[], "dark").0.reduced(Depth::Sixteen);
    let mut stage = Stage::with(&[(PATH, "One two words.\n\nThree four words.")], config, (40, 9));
    stage.open(PATH);
    stage.keys("\\");
    stage
}

#[test]
fn the_paragraphs_that_are_not_read_are_dimmed_and_their_marks_stay() {
    let mut stage = stage();
    stage.keys("v w 1 j g z esc");
    let expected = [
        "text.md",
        "~bbbbbbb",
        " y One two words.",
        "~ Y YYYYYddddddddd",
        "",
        "   Three four words.",
        "~       █",
        "",
        "",
        "",
        "marked yellow: …  100 % · 6 words · read",
        "~SSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS",
        "f pick a sentence  ? keys  q back",
        "~B ddddddddddddddd  B dddd  B dddd",
    ];
    looks(&stage, &expected);
}

#[test]
fn the_row_of_the_cursor_stands_out() {
    let mut stage = stage();
    stage.keys("g z g z esc j");
    let expected = [
        "text.md",
        "~bbbbbbb",
        "   One two words.",
        "",
        "   Three four words.",
        "~   █bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
        "",
        "",
        "",
        "            100 % · 6 words · read · mei",
        "~SSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS",
        "f pick a sentence  ? keys  q back",
        "~B ddddddddddddddd  B dddd  B dddd",
    ];
    looks(&stage, &expected);
}

#[test]
fn with_a_wide_margin_the_cursor_stays_in_the_middle() {
    let text = (0..40).map(|n| format!("Word {n}.")).collect::<Vec<_>>().join("\n\n");
    let mut config = config();
    config.settings.place.scroll_margin = 100;
    let mut stage = Stage::with(&[(PATH, &text)], config, (40, 13));
    stage.open(PATH);
    stage.keys("j j j j j j j j");
    let row = |stage: &Stage| {
        let doc = stage.doc();
        doc.page.rows.iter().position(|(at, _)| *at == doc.page.cursor).expect("it shows")
    };
    let middle = row(&stage);
    assert!(middle.abs_diff(stage.doc().page.rows.len() / 2) <= 1, "{middle}");
    stage.keys("j j j");
    assert_eq!(row(&stage), middle);
}
