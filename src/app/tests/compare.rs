//! One's own marks beside another's.

use crate::annotation::Kind;
use crate::app::test_stage::{PATH, Stage, config};
use crate::app::{Overlay, Show};
use crate::study::Side;
use crate::text::Span;

const TEXT: &str = "One here. Two here. Three here.\n\nFour here. Five here.";

/// Mine are One and Two, ana's Two and Four.
fn stage() -> Stage {
    let mut stage = Stage::with(&[(PATH, TEXT)], config(), (100, 20));
    stage.other(PATH, Kind::Highlight, "Two here.", "");
    stage.other(PATH, Kind::Note, "Four here.", "why four?");
    stage.open(PATH);
    stage.keys("s enter ) s enter g g");
    stage
}

/// The compared sentences with their signs: `< One`.
fn sides(stage: &Stage) -> Vec<String> {
    let Some(comparing) = &stage.model.peers.comparing else { return Vec::new() };
    let text = stage.doc().text();
    let sign = |side| match side {
        Side::First => "<",
        Side::Second => ">",
        Side::Both => "=",
    };
    let word = |span: Span| span.of(text).split(' ').next().unwrap_or_default().to_owned();
    comparing.in_span(Span::new(0, text.len())).map(|(span, side)| format!("{} {}", sign(side), word(span))).collect()
}

#[test]
fn a_reader_is_chosen_and_the_sides_show_until_the_key_is_pressed_again() {
    let mut stage = stage();
    stage.keys("D \"ana\" enter");
    assert_eq!(sides(&stage), ["< One", "= Two", "> Four"]);
    stage.keys("D");
    assert!(stage.model.peers.comparing.is_none() && stage.model.overlay.is_none());
    stage.keys("D enter");
    assert_eq!(sides(&stage), ["< One", "= Two", "> Four"], "the class is ana alone");
    stage.keys("esc");
    assert_eq!(sides(&stage), [""; 0]);
}

#[test]
fn the_keys_of_annotations_go_from_one_difference_to_the_next() {
    let mut stage = stage();
    stage.keys("D enter ;");
    assert_eq!(&stage.doc().text()[stage.doc().cursor..][..4], "Four");
    stage.keys(";");
    assert_eq!(stage.said(), "no difference after this");
    stage.keys(",");
    assert_eq!(stage.doc().cursor, 0);
}

#[test]
fn what_is_marked_meanwhile_counts_at_once() {
    let mut stage = stage();
    stage.keys("D enter ; s enter");
    assert_eq!(sides(&stage), ["< One", "= Two", "= Four"]);
    stage.keys("u");
    assert_eq!(sides(&stage), ["< One", "= Two", "> Four"]);
}

#[test]
fn only_what_shows_is_compared() {
    let mut stage = stage();
    stage.keys("D enter");
    stage.model.peers.layers.show = Show::Mine;
    stage.keys("j");
    assert_eq!(sides(&stage), ["< One", "< Two"]);
    stage.keys("D D");
    assert!(stage.model.overlay.is_none() && stage.said().contains("nobody else’s marks show now"), "{}", stage.said());
}

#[test]
fn a_text_that_nobody_else_marked_says_so_and_another_text_has_no_comparison() {
    let mut stage = Stage::over(TEXT);
    stage.keys("D");
    assert!(stage.model.overlay.is_none() && stage.said().starts_with("nobody else has marked"), "{}", stage.said());
    let mut stage = Stage::with(&[(PATH, TEXT), ("other.md", "Else.")], config(), (100, 20));
    stage.other(PATH, Kind::Highlight, "Two here.", "");
    stage.open(PATH);
    stage.keys("D");
    assert!(matches!(&stage.model.overlay, Some(Overlay::Choose(ask)) if ask.chooser.choices.len() == 2));
    stage.keys("enter");
    assert_eq!(sides(&stage), ["> Two"]);
    assert!(crate::app::status(&stage.model).left.ends_with("you have marked no sentence here"));
    stage.open("other.md");
    assert!(stage.model.peers.comparing.is_none());
}
