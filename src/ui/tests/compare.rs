//! One's own marks beside another's: styles in the text, signs in the margin.

use super::looks;
use crate::annotation::Kind;
use crate::app::test_stage::{PATH, Stage, config};
use crate::config::paint::Depth;
use crate::config::theme;

/// Mine are One and Three, ana's Two and Three.
fn stage(size: (u16, u16), depth: Depth) -> Stage {
    let mut config = config();
    config.theme = theme::resolve(&[], "dark").0.reduced(depth);
    let mut stage = Stage::with(&[(PATH, "One here. Two here. Three here.\n\nFour here.")], config, size);
    stage.other(PATH, Kind::Highlight, "Two here. Three here.", "");
    stage.open(PATH);
    stage.keys("s enter ) ) s enter D enter G");
    stage
}

#[test]
fn the_three_sides_are_told_apart_by_signs_and_styles() {
    let expected = [
        "text.md",
        "~bbbbbbb",
        "<> One here. Two here. Three here.",
        "~YB YYYYYYYYY BBBBBBBBB CCCCCCCCCCC",
        "",
        "   Four here.",
        "~            █",
        "",
        "",
        "",
        "= both 1 · < only me 1 · > only the class 1 · 3 sentences: …",
        "~SSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS",
        "; , next, previous difference  D leave the comparison",
        "~BBB ddddddddddddddddddddddddd  B dddddddddddddddddddd",
    ];
    looks(&stage((60, 9), Depth::Sixteen), &expected);
}

#[test]
fn the_three_sides_are_told_apart_without_colour() {
    let stage = stage((60, 9), Depth::None);
    let shown = crate::ui::tests::shown(&stage);
    let rows: Vec<&str> = shown.lines().collect();
    assert_eq!(rows[2..4], ["<> One here. Two here. Three here.", "~bu bbbbbbbbb uuuuuuuuu vvvvvvvvvvv"], "{shown}");
}
