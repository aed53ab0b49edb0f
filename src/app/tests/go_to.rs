//! One line that leads everywhere.

use crate::annotation::Kind;
use crate::app::test_stage::{Stage, config};
use crate::app::{Effect, FindRequest, Overlay};

const FILES: &[(&str, &str)] = &[
    ("001-walls.md", "# Walls\n\nAn old wall.\n\n## Gates\n\nA gate stands."),
    ("002-moss.md", "Moss grows.\n\nOn the old wall too.\n\nMinister Kita Haruo came. Kita left."),
];

fn stage() -> Stage {
    let mut stage = Stage::with(FILES, config(), (120, 30));
    stage.open("001-walls.md");
    stage
}

fn choosing(stage: &Stage) -> Vec<String> {
    let Some(Overlay::Choose(open)) = &stage.model.overlay else { panic!("nothing to choose: {}", stage.said()) };
    let shown = open.chooser.shown.iter().take(4).map(|at| &open.chooser.choices[*at]);
    shown.map(|choice| format!("{}: {}", choice.label, choice.detail)).collect()
}

fn place(stage: &Stage) -> String {
    format!("{}: {}", stage.doc().opened.path, stage.marked().replace('\n', " "))
}

#[test]
fn headings_texts_notes_tags_and_commands_are_found_by_a_few_letters() {
    let mut stage = stage();
    stage.other("001-walls.md", Kind::Note, "old wall", "Who built it?");
    stage.open("001-walls.md");
    stage.keys("} s 1 t \"age\" enter esc g o \"gat\"");
    assert_eq!(choosing(&stage)[0], "Gates: heading");
    stage.keys("enter");
    assert_eq!(place(&stage), "001-walls.md: Walls  An old wall.  |Gates  A gate stands.");
    stage.keys("g o \"moss\" enter");
    assert_eq!(stage.doc().opened.path.as_str(), "002-moss.md");
    stage.open("001-walls.md");
    stage.keys("g o \"who built\"");
    assert_eq!(choosing(&stage)[0], "Who built it?: note · 001-walls.md");
    stage.keys("enter");
    assert!(place(&stage).contains("An |old wall."), "{}", place(&stage));
    stage.keys("g o \"timeline\" enter");
    assert!(matches!(&stage.model.overlay, Some(Overlay::Results(view)) if view.list.is_empty()));
}

#[test]
fn a_tag_leads_to_its_marks_and_a_name_to_its_places() {
    let mut stage = stage();
    stage.keys("} s 1 t \"age\" enter g o \"age\" enter");
    let Some(Overlay::Results(view)) = &stage.model.overlay else { panic!("no marks: {}", stage.said()) };
    assert_eq!((view.field.text().as_str(), view.list.len()), ("tag:\"age\"", 1));
    stage.keys("esc g o \"kita\" enter");
    let Some(Overlay::Results(view)) = &stage.model.overlay else { panic!("no names: {}", stage.said()) };
    assert_eq!((view.field.text().as_str(), view.list.len()), ("Kita Haruo", 2));
}

#[test]
fn a_place_that_is_spoken_of_is_gone_to_in_this_text_and_in_another() {
    let mut stage = stage();
    stage.keys("g o \"P2\" enter");
    assert_eq!(place(&stage), "001-walls.md: Walls  An old wall.  Gates  |A gate stands.");
    stage.keys("g o \"002:P2\" enter");
    assert_eq!(place(&stage), "002-moss.md: Moss grows.  |On the old wall too.  Minister Kita Haruo came. Kita left.");
    stage.keys("g o \"001:P1\" enter a \"as P2 says\" esc g g g o \"P2\"");
    stage.keys("enter");
    assert_eq!(
        place(&stage),
        "001-walls.md: Walls  An old wall.  Gates  |A gate stands.",
        "whatever else has these letters"
    );
    stage.keys("g o \"00:P2\" enter");
    assert_eq!(stage.said(), "2 texts are called so: say more of the name");
    stage.keys("ctrl-u \"zebra:P2\" enter");
    assert_eq!(stage.said(), "no text has “zebra” in its name");
    stage.keys("ctrl-u \"zebra\" enter");
    assert!(stage.said().starts_with("nothing is called “zebra”"), "{}", stage.said());
}

#[test]
fn nothing_that_changes_anything_is_chosen_by_a_few_letters() {
    let mut stage = stage();
    stage.keys("g o");
    let Some(Overlay::Choose(open)) = &stage.model.overlay else { panic!("nothing to choose") };
    let labels: Vec<&str> = open.chooser.choices.iter().map(|choice| choice.label.as_str()).collect();
    for command in ["delete", "discard", "sync", "quit", "undo", "read-all", "mark"] {
        assert!(!labels.contains(&command), "{command}");
    }
    assert!(labels.contains(&"outline") && labels.contains(&"board"));
}

#[test]
fn notes_and_names_of_texts_that_were_never_opened_come_while_one_chooses() {
    let mut stage = stage();
    stage.other("002-moss.md", Kind::Note, "Moss grows.", "Does it?");
    stage.hold = true;
    stage.keys("g o \"mos\" down");
    let before = choosing(&stage);
    stage.release();
    assert_eq!(choosing(&stage)[..before.len().min(2)], before[..before.len().min(2)]);
    stage.keys("ctrl-u \"does it\"");
    assert_eq!(choosing(&stage)[0], "Does it?: note · 002-moss.md");
    stage.keys("enter");
    assert_eq!(place(&stage).split(':').next(), Some("002-moss.md"));
    stage.hold = true;
    stage.keys("g o");
    let asked = stage.held.back();
    assert!(matches!(asked, Some(Effect::Find(FindRequest::Places { names: false, .. }))), "{asked:?}");
}
