//! Screens with the numbers of the paragraphs beside the text.

use super::shown;
use crate::app::test_stage::{PATH, Stage, config};

const TEXT: &str = "# A title\n\nOne is longer than a row of thirty cells.\n\nTwo.\n\n- an item\n\nFour.";

fn stage(size: (u16, u16)) -> Stage {
    let mut stage = Stage::with(&[(PATH, TEXT)], config(), size);
    stage.open(PATH);
    stage
}

/// The numbers that show, each with the words beside it.
fn numbered(stage: &Stage) -> Vec<String> {
    let screen = shown(stage);
    let rows =
        screen.lines().filter(|row| row.trim_start().starts_with(|c: char| c.is_ascii_digit()) && !row.contains('%'));
    rows.map(|row| row.split_whitespace().take(2).collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn paragraphs_have_the_same_numbers_at_every_width_and_headings_none() {
    for size in [(100, 20), (60, 20), (34, 16)] {
        let mut stage = stage(size);
        assert_eq!(numbered(&stage), Vec::<String>::new());
        stage.keys("# \\");
        assert_eq!(numbered(&stage), ["1 One", "2 Two.", "3 •", "4 Four."], "{size:?}\n{}", shown(&stage));
        stage.keys("#");
        assert_eq!(numbered(&stage), Vec::<String>::new());
    }
}

#[test]
fn numbers_stay_for_the_next_text_and_grow_with_a_text_that_is_read_on() {
    let long = "Word.\n\n".repeat(12);
    let mut stage = Stage::with(&[(PATH, TEXT), ("long.md", &long)], config(), (60, 40));
    stage.open(PATH);
    stage.keys("#").open("long.md");
    assert_eq!(numbered(&stage).last().map(String::as_str), Some("12 Word."), "{}", shown(&stage));
}

#[test]
fn marks_stand_between_number_and_text() {
    let mut stage = stage((60, 14));
    stage.keys("# } } s 2");
    assert!(shown(&stage).contains("2 g  Two.") || shown(&stage).contains("2  g Two."), "{}", shown(&stage));
}
