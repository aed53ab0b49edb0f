//! Layers on the screen: letters and heat in the margin, the chooser, blind reading; with colour and without.

use super::{looks, shown};
use crate::annotation::Kind;
use crate::app::Msg;
use crate::app::test_stage::{PATH, Stage, config, person};
use crate::config::paint::Depth;
use crate::config::{syllabus, theme};
use std::sync::Arc;

/// A row of twelve readers, of two, of one, of oneself.
fn stage(size: (u16, u16), depth: Depth, plan: &str) -> Stage {
    let mut config = config();
    config.theme = theme::resolve(&[], "dark").0.reduced(depth);
    let text = "One two here.\n\nThree four.\n\nFive six.\n\nTen.";
    let mut stage = Stage::with(&[(PATH, text)], config, size);
    *stage.model.seminar.syllabus = Arc::new(syllabus::parse(plan).0);
    let names = ["ada", "bo", "cy", "di", "ed", "flo", "gus", "hal", "ida", "jo", "kim", "lou"];
    stage.send(Msg::Readers(names.map(person).to_vec()));
    for name in names {
        stage.by(name, PATH, Kind::Highlight, ("two", ""));
    }
    for (name, quote) in [("ada", "Three"), ("bo", "four"), ("cy", "Five")] {
        stage.by(name, PATH, Kind::Note, (quote, "why"));
    }
    stage.open(PATH);
    stage.keys("G s 1 g g");
    stage.model.written.said = None;
    stage
}

#[test]
fn the_margin_counts_readers_and_names_the_one() {
    let mut stage = stage((40, 12), Depth::Sixteen, "");
    stage.keys("j");
    let expected = [
        "text.md",
        "~bbbbbbb",
        "+g One two here.",
        "~YG     CCC",
        "",
        "2N Three four.",
        "~dS █SSSS SSSS",
        "",
        "CN Five six.",
        "~bS SSSS",
        "",
        " y Ten.",
        "~ Y YYYY",
        "",
        "",
        "ada: why    100 % · 8 words · read · mei",
        "~SSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS",
        "r answer  + agree  ? keys  q back",
        "~B dddddd  B ddddd  B dddd  B dddd",
    ];
    looks(&stage, &expected);
}

#[test]
fn the_margin_is_legible_without_colour() {
    let mut stage = stage((40, 12), Depth::None, "");
    stage.keys("j");
    let expected = [
        "text.md",
        "~bbbbbbb",
        "+g One two here.",
        "~qu     jjj",
        "",
        "2N Three four.",
        "~du █uuuu uuuu",
        "",
        "CN Five six.",
        "~bu uuuu",
        "",
        " y Ten.",
        "~ u uuuu",
        "",
        "",
        "ada: why    100 % · 8 words · read · mei",
        "~rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr",
        "r answer  + agree  ? keys  q back",
        "~q dddddd  q ddddd  q dddd  q dddd",
    ];
    looks(&stage, &expected);
}

#[test]
fn the_chooser_has_letters_chips_and_counts() {
    let mut stage = stage((60, 16), Depth::Sixteen, "[groups]\nred = ['ada', 'bo']\n");
    stage.keys("C");
    let expected = [
        "┌─ Whose annotations show ─────────────────────────────────┐",
        "~bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
        "│ ›                                                        │",
        "~b BB█                                                      b",
        "│     all                                               16 │",
        "~b BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB b",
        "│  *  mine                                               1 │",
        "~b qqq                                                    d b",
        "│     others                                            15 │",
        "~b                                                       dd b",
        "│     none                                                 │",
        "~b                                                          b",
        "│     group red: ada, bo                                   │",
        "~b                                                          b",
        "│  A  ada                                                2 │",
        "~b qqq                                                    d b",
        "│  B  bo                                                 2 │",
        "~b qqq                                                    d b",
        "│  C  cy                                                 2 │",
        "~b qqq                                                    d b",
        "│  D  di                                                 1 │",
        "~b qqq                                                    d b",
        "│  E  ed                                                 1 │",
        "~b qqq                                                    d b",
        "│  F  flo                                                1 │",
        "~b qqq                                                    d b",
        "└──────────────────────────────────────────────────────────┘",
        "~bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
        "                                100 % · 8 words · read · mei",
        "~SSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS",
        "enter show it  type to narrow  esc close",
        "~BBBBB ddddddd  BBBB ddddddddd  BBB ddddd",
    ];
    looks(&stage, &expected);
}

#[test]
fn what_is_kept_back_is_said_above_the_notes_and_below_the_text() {
    let plan = format!("[[session]]\nreadings = ['{PATH}']\nblind = {{ marks = 3, until = '2027-02-15' }}\n");
    let mut stage = stage((80, 14), Depth::Sixteen, &plan);
    stage.keys("j");
    let expected = [
        "text.md                                              │Notes (1 of 16) blind",
        "~bbbbbbb                                              dddddddddddddddddddddd",
        "   One two here.                                     │ Read with your own eyes",
        "~                                                     d bbbbbbbbbbbbbbbbbbbbbbb",
        "                                                     │ first: 15 annotations by",
        "~                                                     d bbbbbbbbbbbbbbbbbbbbbbbb",
        "   Three four.                                       │ 12 others show when you",
        "~   █                                                 d bbbbbbbbbbbbbbbbbbbbbbb",
        "                                                     │ have marked 2 more",
        "~                                                     d bbbbbbbbbbbbbbbbbb",
        "   Five six.                                         │ passages, or on 15 Feb.",
        "~                                                     d bbbbbbbbbbbbbbbbbbbbbbb",
        "                                                     │ * me · highlight yellow",
        "~                                                     d bdddddddddddddddddddddd",
        " y Ten.                                              │  Ten.",
        "~ Y YYYY                                              d  ....",
        "                                                     │",
        "~                                                     d",
        "                                                     │",
        "~                                                     d",
        "                                                     │",
        "~                                                     d",
        "                                                     │",
        "~                                                     d",
        "blind: 15 by 12 others after 2 more marks or on 15 Feb    100 % · 8 words · read",
        "~SSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS",
        "f pick a sentence  a note  ? keys  t tag  / search  o outline  q back",
        "~B ddddddddddddddd  B dddd  B dddd  B ddd  B dddddd  B ddddddd  B dddd",
    ];
    looks(&stage, &expected);
}

#[test]
fn a_layer_is_named_wherever_one_looks() {
    let mut stage = stage((80, 12), Depth::None, "");
    stage.keys("C \"cy\" enter g g");
    let expected = [
        "text.md                                              │Notes (2 of 16) layer: cy",
        "~bbbbbbb                                              dddddddddddddddddddddddddd",
        "Cg One two here.                                     │ C cy · highlight green",
        "~bu █   uuu                                           d bddddddddddddddddddddduu",
        "                                                     │  two",
        "~                                                     d",
        "   Three four.                                       │",
        "~                                                     d",
        "                                                     │ C cy · note",
        "~                                                     d bdddddddddd",
        "CN Five six.                                         │  Five",
        "~bu uuuu                                              d",
        "                                                     │ why",
        "~                                                     d",
        "   Ten.                                              │",
        "~                                                     d",
        "                                                     │",
        "~                                                     d",
        "                                                     │",
        "~                                                     d",
        "                                        layer: cy · 100 % · 8 words · read · mei",
        "~rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr",
        "c all layers  f pick a sentence  a note  ? keys  t tag  / search  q back",
        "~q dddddddddd  q ddddddddddddddd  q dddd  q dddd  q ddd  q dddddd  q dddd",
    ];
    looks(&stage, &expected);
}

#[test]
fn nothing_of_what_is_kept_back_is_on_any_screen() {
    let plan = format!("[[session]]\nreadings = ['{PATH}']\nblind = 9\n");
    for size in [(120, 40), (80, 24), (40, 12)] {
        let mut stage = stage(size, Depth::Sixteen, &plan);
        for keys in ["j", "tab", "tab tab g g", "C", "esc U", "esc R", "esc V", "esc t"] {
            stage.keys(keys);
            let screen = shown(&stage);
            assert!(
                !screen.contains("why") && !screen.contains("green") && !screen.contains("note ·"),
                "{keys}: {screen}"
            );
        }
    }
}

#[test]
fn a_layer_without_notes_says_how_the_others_come_back() {
    let mut stage = stage((40, 8), Depth::None, "");
    stage.keys("C \"lou\" enter tab c c c c");
    let shown = shown(&stage);
    assert!(
        shown.contains(" Nothing shows of 16 notes, layer: none.\n") && shown.contains(" c shows all\n"),
        "{shown}"
    );
}
