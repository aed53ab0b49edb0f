//! Prompts of the syllabus and what is due, as they look.

use super::looks;
use crate::app::stage::{Stage, config};
use crate::app::{Item, Msg};
use crate::config::syllabus::parse;
use crate::config::{paint::Depth, theme};
use std::sync::Arc;

const PLAN: &str = r#"
[[session]]
title = "Walls"
date = "2026-11-01"
readings = ["a.md"]

[[session]]
title = "Stones"
date = "2026-11-21"
readings = ["b.md"]
prompts = ["Who?", { document = "b.md", quote = "the moss was slow", text = "How slow was it, and who says so?" }]
"#;

fn stage(size: (u16, u16), depth: Depth) -> Stage {
    let mut config = config();
    config.theme = theme::resolve(&[], "dark").0.reduced(depth);
    let files = [("a.md", "One here."), ("b.md", "All say the moss was slow.")];
    let mut stage = Stage::with(&files, config, size);
    stage.model.seminar.syllabus = Arc::new(parse(PLAN).0);
    stage.send(Msg::Listed(vec![Item { path: "a.md".to_owned(), progress: 0.96, ..Item::default() }]));
    stage.send(Msg::Surveyed { faults: Vec::new(), summaries: Vec::new() });
    stage
}

#[test]
fn the_session_that_is_due_has_a_sign_and_what_is_read_another_without_colour() {
    let stage = stage((20, 10), Depth::None);
    looks(&stage, &["DUE"]);
}

#[test]
fn a_prompt_has_a_sign_in_the_margin_and_a_card_that_says_what_to_do() {
    let mut stage = stage((120, 18), Depth::Sixteen);
    stage.open("b.md");
    looks(&stage, &["CARD"]);
}

#[test]
fn the_field_for_an_answer_shows_what_is_asked() {
    let mut stage = stage((60, 14), Depth::None);
    stage.open("b.md");
    stage.keys("P \"slow\" enter \"very\"");
    looks(&stage, &["FIELD"]);
}
