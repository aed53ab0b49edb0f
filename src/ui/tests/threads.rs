//! Threads on the screen: answers under their question, what is new, the answer field, the board; in colours, without and
//! on a small screen.

use super::looks;
use crate::annotation::{Annotation, Kind};
use crate::app::Msg;
use crate::app::test_stage::{PATH, Stage, config};
use crate::config::paint::Depth;
use crate::config::theme;
use crate::document::doc_path;
use crate::study::Summary;

/// A text with a question of ana's that tom answers and votes for, and a note of hers; all of it new.
fn stage(size: (u16, u16), depth: Depth, ascii: bool) -> Stage {
    let mut config = config();
    config.theme = theme::resolve(&[], "dark").0.reduced(depth);
    config.ascii = ascii;
    let mut stage = Stage::with(&[(PATH, "One two. Three four. Five.")], config, size);
    stage.other(PATH, Kind::Question, "Three four.", "Why four?");
    stage.other(PATH, Kind::Note, "Five.", "Late.");
    let question = stage.others[PATH][0].annotation.id.clone();
    stage.answer_by(PATH, "tom", &question, "Ask @mei.");
    stage.answer_by(PATH, "tom", &question, "");
    let all: Vec<Annotation> = stage.others[PATH].iter().map(|anchored| anchored.annotation.clone()).collect();
    stage.send(Msg::Surveyed {
        faults: Vec::new(),
        left_out: None,
        summaries: vec![(doc_path(PATH), Summary::of(&all))],
    });
    stage.send(Msg::Seen { since: jiff::Timestamp::UNIX_EPOCH, keys: Vec::new() });
    stage.open(PATH);
    stage
}

#[test]
fn answers_stand_under_their_question_and_what_is_new_has_a_sign() {
    let expected = [
        "corpus (1)                    │text.md                                             │Notes (3, 3 unread)",
        "~dddddddddd                    dbbbbbbb                                             dddddddddddddddddddd",
        "▸ text.md                     │A?●One two. Three four. Five.                       │●A ana · question",
        "~bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbdbPd█        PPPPPPPPPPP SSSSS                       d.bddddddddddddddd",
        "                        ●3 ✎3 │                                                    │  Three four.",
        "~bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbd                                                    d  ..... .....",
        "                              │                                                    │ Why four?",
        "~                              d                                                    d",
        "                              │                                                    │ open · 1 answer · +1 tom",
        "~                              d                                                    d dddddddddddddddddddddddd",
        "                              │                                                    │",
        "~                              d                                                    d",
        "                              │                                                    │●  T tom · reply",
        "~                              d                                                    d.  bdddddddddddd",
        "                              │                                                    │   Ask @mei.",
        "~                              d                                                    d",
        "                              │                                                    │   mentions you",
        "~                              d                                                    d   dddddddddddd",
        "                              │                                                    │",
        "~                              d                                                    d",
        "                              │                                                    │●A ana · note",
        "~                              d                                                    d.bddddddddddd",
        "                              │                                                    │  Five.",
        "~                              d                                                    d  .....",
        "                                                                                            100 % · 5 words · read · mei",
        "~SSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS",
        "f pick a sentence  a note  ? keys  t tag  / search  o outline  tab next pane  q back  C layers  U unmarked",
        "~B ddddddddddddddd  B dddd  B dddd  B ddd  B dddddd  B ddddddd  BBB ddddddddd  B dddd  B dddddd  B dddddddd",
    ];
    looks(&stage((120, 14), Depth::Sixteen, false), &expected);
}

#[test]
fn the_signs_are_legible_without_colour_and_in_ascii() {
    let mut stage = stage((80, 12), Depth::None, true);
    stage.keys("tab j");
    let expected = [
        "text.md                                              |Notes (3, 1 unread)",
        "~ddddddd                                              dbbbbbbbbbbbbbbbbbbb",
        "A?*One two. Three four. Five.                        |>  T tom · reply",
        "~bu          uuuuuuuuuuu uuuuu                        db  bdddddddddddd",
        "                                                     |>  Ask @mei.",
        "~                                                     db",
        "                                                     |>  mentions you",
        "~                                                     db  dddddddddddd",
        "                                                     |",
        "~                                                     d",
        "                                                     |*A ana · note",
        "~                                                     dbbddddddddddd",
        "                                                     |  Five.",
        "~                                                     db",
        "                                                     | Late.",
        "~                                                     db",
        "                                                     |",
        "~                                                     d",
        "                                                     |",
        "~                                                     d",
        "                                                    100 % · 5 words · read · mei",
        "~rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr",
        "enter go there  r answer  + agree  / filter  tab next pane  ? keys  q back",
        "~qqqqq dddddddd  q dddddd  q ddddd  q dddddd  qqq ddddddddd  q dddd  q dddd",
    ];
    looks(&stage, &expected);
}

#[test]
fn an_answer_is_written_below_the_words_it_answers() {
    let mut stage = stage((40, 12), Depth::None, false);
    stage.keys("> r");
    let expected = [
        "text.md",
        "~ddddddd",
        "A?●One two. Three four. Five.",
        "~bu          uuuuuuuuuuu uuuuu",
        "┌─ answer to ana · for everybody ──────┐",
        "~bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
        "│ Why four?                            │",
        "~b                                      b",
        "│                                      │",
        "~b █                                    b",
        "│                                      │",
        "~b                                      b",
        "│                                      │",
        "~b                                      b",
        "│                                      │",
        "~b                                      b",
        "│                                      │",
        "~b                                      b",
        "└──────────────────────────────────────┘",
        "~bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
        "ana: Why four?    100 % · 5 words · read",
        "~rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr",
        "esc keep it  ctrl-t who reads it",
        "~qqq ddddddd  qqqqqq dddddddddddd",
    ];
    looks(&stage, &expected);
}

#[test]
fn the_board_on_a_small_screen() {
    let mut stage = stage((46, 10), Depth::Sixteen, false);
    stage.keys("B");
    let expected = [
        "┌─ Questions: 1 open ────────────────────────┐",
        "~bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
        "│ ›                                          │",
        "~b BB█                                        b",
        "│ +1   Why four?                             │",
        "~b BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB b",
        "│      somebody · 1 answer · text.md         │",
        "~b BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB b",
        "│      “Three four.”                         │",
        "~b      ...... ......                         b",
        "│                                            │",
        "~b                                            b",
        "│                                            │",
        "~b                                            b",
        "└────────────────────────────────────────────┘",
        "~bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
        "                  100 % · 5 words · read · mei",
        "~SSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS",
        "enter go there  ↑ ↓ choose  esc close",
        "~BBBBB dddddddd  BBB dddddd  BBB ddddd",
    ];
    looks(&stage, &expected);
}

#[test]
fn an_empty_board_teaches() {
    let mut config = config();
    config.theme = theme::resolve(&[], "dark").0.reduced(Depth::None);
    let mut stage = Stage::with(&[(PATH, "One two.")], config, (60, 12));
    stage.open(PATH);
    stage.keys("B");
    let expected = [
        "┌─ Questions: 0 open ──────────────────────────────────────┐",
        "~bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
        "│ ›                                                        │",
        "~b qq█                                                      b",
        "│                                                          │",
        "~b                                                          b",
        "│ Nobody has asked anything yet. In a text, Q asks a       │",
        "~b dddddddddddddddddddddddddddddddddddddddddddddddddd       b",
        "│ question about a passage; + on somebody's question says  │",
        "~b ddddddddddddddddddddddddddddddddddddddddddddddddddddddd  b",
        "│ that you ask it too, r answers it. All questions of all  │",
        "~b ddddddddddddddddddddddddddddddddddddddddddddddddddddddd  b",
        "│ texts stand here then, the most asked first.             │",
        "~b dddddddddddddddddddddddddddddddddddddddddddd             b",
        "│                                                          │",
        "~b                                                          b",
        "│                                                          │",
        "~b                                                          b",
        "└──────────────────────────────────────────────────────────┘",
        "~bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
        "                                100 % · 2 words · read · mei",
        "~rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr",
        "enter go there  ↑ ↓ choose  + me too  esc close",
        "~qqqqq dddddddd  qqq dddddd  q dddddd  qqq ddddd",
    ];
    looks(&stage, &expected);
}
