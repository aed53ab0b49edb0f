//! Prompts of the syllabus and what is due, as they look.

use super::looks;
use crate::app::test_stage::{Stage, config};
use crate::app::{ListItem, Msg};
use crate::config::paint::Depth;
use crate::config::syllabus::parse;
use crate::config::theme;
use crate::document::doc_path;
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
    *stage.model.seminar.syllabus = Arc::new(parse(PLAN).0);
    stage.send(Msg::Listed(vec![ListItem { progress: 0.96, ..ListItem::of(doc_path("a.md")) }]));
    stage.send(Msg::Surveyed { faults: Vec::new(), left_out: None, summaries: Vec::new() });
    stage
}

#[test]
fn the_session_that_is_due_has_a_sign_and_what_is_read_another_without_colour() {
    let mut stage = stage((20, 11), Depth::None);
    stage.keys("k");
    let expected = [
        "corpus (2)",
        "~bbbbbbbbbb",
        "1 · Walls",
        "~bbbbbbbbb",
        "  past · 1 of 1 read",
        "~  dddddddddddddddddd",
        "  a.md",
        "~rrrrrrrrrrrrrrrrrrrr",
        "                  ✓",
        "~rrrrrrrrrrrrrrrrrrrr",
        "» 2 · Stones",
        "~bbbbbbbbbbbb",
        "  in 3 days 0/1 0/2",
        "~  ddddddddddddddddd",
        "  b.md",
        "~dd",
        "",
        "2 texts          mei",
        "~rrrrrrrrrrrrrrrrrrrr",
        "? keys  q quit",
        "~q dddd  q dddd",
    ];
    looks(&stage, &expected);
}

#[test]
fn a_prompt_has_a_sign_in_the_margin_and_a_card_that_says_what_to_do() {
    let mut stage = stage((120, 13), Depth::Sixteen);
    stage.open("b.md");
    let expected = [
        "corpus (2)                    │b.md                                                │Notes (0)",
        "~dddddddddd                    dbbbb                                                dddddddddd",
        "1 · Walls                     │ P All say the moss was slow.                       │ prompt · session 2",
        "~bbbbbbbbb                     d S █       SSSSSSSSSSSSSSSSS                        d dddddddddddddddddd",
        "  past · 1 of 1 read          │                                                    │ Who?",
        "~  dddddddddddddddddd          d                                                    d",
        "  a.md                        │                                                    │ enter answers",
        "~dd                            d                                                    d ..... .......",
        "                            ✓ │                                                    │",
        "~                            . d                                                    d",
        "» 2 · Stones                  │                                                    │ prompt · session 2",
        "~bbbbbbbbbbbb                  d                                                    d dddddddddddddddddd",
        "  in 3 days · 0/1 · 0/2 ans.  │                                                    │  the moss was slow",
        "~  dddddddddddddddddddddddddd  d                                                    d  ... .... ... ....",
        "▸ b.md                        │                                                    │ How slow was it, and who says so?",
        "~bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbd                                                    d",
        "                              │                                                    │ enter answers",
        "~bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbd                                                    d ..... .......",
        "                              │                                                    │",
        "~                              d                                                    d",
        "                              │                                                    │",
        "~                              d                                                    d",
        "                                                                                            100 % · 6 words · read · mei",
        "~SSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS",
        "f pick a sentence  a note  P prompts  ? keys  t tag  / search  o outline  tab next pane  q back",
        "~B ddddddddddddddd  B dddd  B ddddddd  B dddd  B ddd  B dddddd  B ddddddd  BBB ddddddddd  B dddd",
    ];
    looks(&stage, &expected);
}

#[test]
fn the_field_for_an_answer_shows_what_is_asked() {
    let mut stage = stage((60, 12), Depth::None);
    stage.open("b.md");
    stage.keys("P \"slow\" enter \"very\"");
    let expected = [
        "b.md",
        "~dddd",
        " P All say the moss was slow.",
        "~ u         uuuuuuuuuuuuuuuuu",
        "┌─ answer to the prompt · for everybody ───────────────────┐",
        "~bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
        "│ How slow was it, and who says so?                        │",
        "~b                                                          b",
        "│ very                                                     │",
        "~b     █                                                    b",
        "│                                                          │",
        "~b                                                          b",
        "│                                                          │",
        "~b                                                          b",
        "│                                                          │",
        "~b                                                          b",
        "│                                                          │",
        "~b                                                          b",
        "└──────────────────────────────────────────────────────────┘",
        "~bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
        "prompt: How slow was it, and …  100 % · 6 words · read · mei",
        "~rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr",
        "esc keep it  ctrl-t who reads it  ctrl-g drop it",
        "~qqq ddddddd  qqqqqq dddddddddddd  qqqqqq ddddddd",
    ];
    looks(&stage, &expected);
}

/// What the list of prompts shows of a plan that asks this, before and after keys: its rows, without the frame and with one blank for several.
fn listed(prompts: &[&str], size: (u16, u16), keys: &str) -> Vec<String> {
    let asked: Vec<String> = prompts.iter().map(|prompt| format!("{prompt:?}")).collect();
    let plan = format!("[[session]]\ntitle = \"Walls\"\nreadings = [\"a.md\"]\nprompts = [{}]\n", asked.join(", "));
    let mut stage = Stage::with(&[("a.md", "One here.")], config(), size);
    *stage.model.seminar.syllabus = Arc::new(parse(&plan).0);
    stage.send(Msg::Surveyed { faults: Vec::new(), left_out: None, summaries: Vec::new() });
    stage.keys("P").keys(keys);
    let inside = |row: &str| {
        Some(row.trim().strip_prefix('│')?.strip_suffix('│')?.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    super::shown(&stage).lines().filter_map(inside).filter(|row| !row.is_empty()).collect()
}

#[test]
fn a_prompt_that_has_no_room_in_a_row_goes_on_in_the_next() {
    let short = "Who says so?";
    let long = "Find a government elsewhere that stood between a treaty and its own highest court. What did it do?";
    let wide = listed(&[short, long], (120, 40), "");
    assert_eq!(wide.len(), 4, "in a wide box the first has a row, the second two: {wide:#?}");
    let rows = listed(&[short, long], (80, 24), "");
    let expected = [
        "›",
        "Who says so? session",
        "Find a government elsewhere that stood between a treaty and its own session",
        "highest court. What did it do?",
    ];
    assert_eq!(rows, expected);
    let rows = listed(&[short, long], (40, 12), "");
    let narrow = [
        "›",
        "Who says so? session",
        "Find a government elsewhere session",
        "that stood between a treaty",
        "and its own highest court.",
        "What did it do?",
    ];
    assert_eq!(rows, narrow);
}

#[test]
fn of_prompts_that_have_no_room_together_the_current_one_shows_whole() {
    let long = |letter: &str| format!("{letter} {}end{letter}.", "word ".repeat(20));
    let all = ["A", "B", "C", "D"].map(long);
    let prompts: Vec<&str> = all.iter().map(String::as_str).collect();
    for (keys, current) in [("", "A"), ("down", "B"), ("down down down", "D")] {
        let rows = listed(&prompts, (40, 12), keys);
        assert!(rows.iter().any(|row| row.contains(&format!("end{current}."))), "{keys}: {rows:#?}");
    }
    let huge = "word ".repeat(400);
    let rows = listed(&["Why?", &huge, "How?"], (40, 12), "down");
    assert!(rows.last().is_some_and(|row| row.contains('…')), "cut with a sign: {rows:#?}");
}
