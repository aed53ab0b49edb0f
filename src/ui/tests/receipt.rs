//! The receipt on the screen: side by side, one over the other, and what the margin and the panes say of such marks.

use super::looks;
use crate::annotation::Kind;
use crate::app::test_stage::{PATH, Stage, config};
use crate::config::paint::Depth;
use crate::config::theme;

const OLD: &str = "Salt went over the pass by mule.\n\nIce left a thin line of sediment along the eastern shore.\n\nNobody rang the bell of the old school.\n\nAn owl was heard in the chapel.";
const NEW: &str = "A new first paragraph.\n\nSalt went over the pass by mule.\n\nIce left a broad band of sediment along the eastern shore.\n\nNobody rang the bell of the old school.";

fn changed(size: (u16, u16), depth: Depth) -> Stage {
    let mut config = config();
    config.theme = theme::resolve(&[], "dark").0.reduced(depth);
    let mut stage = Stage::with(&[(PATH, OLD)], config, size);
    stage.other(PATH, Kind::Note, "Ice left a thin line of sediment along the eastern shore.", "Whose?");
    stage.open(PATH);
    stage.keys("s 1 } } } s 3 g g");
    stage.rewrite(PATH, NEW);
    stage
}

#[test]
fn side_by_side_where_there_is_room() {
    let mut stage = changed((80, 16), Depth::Sixteen);
    stage.keys("g g R j");
    let expected = [
        "┌─ Receipt: 1 moved, 1 changed, 1 orphan ──────────────────────────────────────┐",
        "~bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
        "│   orphan      0%  me · highlight  An owl was heard in the chapel.            │",
        "~b                                   .. ... ... ..... .. ... .......            b",
        "│   changed    89%  ana · note  Ice left a thin line of sediment along the ea… │",
        "~b BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB b",
        "│   moved      90%  me · highlight  Salt went over the pass by mule.           │",
        "~b                                   .... .... .... ... .... .. .....           b",
        "│                                                                              │",
        "~b                                                                              b",
        "│ as it was marked                        found, with other words              │",
        "~b bbbbbbbbbbbbbbbb                        bbbbbbbbbbbbbbbbbbbbbbb              b",
        "│ lt went over the pass by mule. Ice      lt went over the pass by mule. Ice   │",
        "~b dddddddddddddddddddddddddddddddbbb      dddddddddddddddddddddddddddddddbbb   b",
        "│ left a thin line of sediment along      left a broad band of sediment along  │",
        "~b bbbbbbbYYYYYYYYYbbbbbbbbbbbbbbbbbb      bbbbbbbYYYYYYYYYYbbbbbbbbbbbbbbbbbb  b",
        "│ the eastern shore. Nobody rang the      the eastern shore. Nobody rang the   │",
        "~b bbbbbbbbbbbbbbbbbbdddddddddddddddd      bbbbbbbbbbbbbbbbbbdddddddddddddddd   b",
        "│ bell of the ol                          bell of the ol                       │",
        "~b dddddddddddddd                          dddddddddddddd                       b",
        "│                                                                              │",
        "~b                                                                              b",
        "│                                                                              │",
        "~b                                                                              b",
        "│                                                                              │",
        "~b                                                                              b",
        "└──────────────────────────────────────────────────────────────────────────────┘",
        "~bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
        "                                                   100 % · 30 words · read · mei",
        "~SSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS",
        "enter accept  m move by hand  a accept all sure  n leave it  esc close",
        "~BBBBB dddddd  B dddddddddddd  B ddddddddddddddd  B dddddddd  BBB ddddd",
    ];
    looks(&stage, &expected);
}

#[test]
fn one_over_the_other_where_it_is_narrow() {
    let mut stage = changed((50, 20), Depth::None);
    stage.keys("g g R j");
    let expected = [
        "┌─ Receipt: 1 moved, 1 changed, 1 orphan ────────┐",
        "~bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
        "│   orphan      0%  me · highlight  An owl was … │",
        "~b                                                b",
        "│   changed    89%  ana · note  Ice left a thin… │",
        "~b rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr b",
        "│   moved      90%  me · highlight  Salt went o… │",
        "~b                                                b",
        "│                                                │",
        "~b                                                b",
        "│ as it was marked                               │",
        "~b bbbbbbbbbbbbbbbb                               b",
        "│ lt went over the pass by mule. Ice left a thin │",
        "~b dddddddddddddddddddddddddddddddbbbbbbbbbbbvvvv b",
        "│ line of sediment along the eastern shore.      │",
        "~b vvvvbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb      b",
        "│ Nobody rang the bell of the ol                 │",
        "~b dddddddddddddddddddddddddddddd                 b",
        "│                                                │",
        "~b                                                b",
        "│                                                │",
        "~b                                                b",
        "│ found, with other words                        │",
        "~b bbbbbbbbbbbbbbbbbbbbbbb                        b",
        "│ lt went over the pass by mule. Ice left a      │",
        "~b dddddddddddddddddddddddddddddddbbbbbbbbbb      b",
        "│ broad band of sediment along the eastern       │",
        "~b vvvvvvvvvvbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb       b",
        "│ shore. Nobody rang the bell of the ol          │",
        "~b bbbbbbddddddddddddddddddddddddddddddd          b",
        "│                                                │",
        "~b                                                b",
        "│                                                │",
        "~b                                                b",
        "└────────────────────────────────────────────────┘",
        "~bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
        "                     100 % · 30 words · read · mei",
        "~rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr",
        "enter accept  m move by hand  esc close",
        "~qqqqq dddddd  q dddddddddddd  qqq ddddd",
    ];
    looks(&stage, &expected);
}

#[test]
fn the_margin_warns_of_what_changed_and_a_lost_mark_is_not_painted() {
    let mut stage = changed((120, 14), Depth::Sixteen);
    stage.keys("G");
    let expected = [
        "corpus (1)                    │text.md                                             │Notes (3, 3 not where they stood)",
        "~dddddddddd                    dbbbbbbb                                             dddddddddddddddddddddddddddddddddd",
        "▸ text.md                     │   A new first paragraph.                           │ * me · highlight yellow · moved",
        "~bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbd                                                    d bdddddddddddddddddddddddddddddd YY",
        "                      ✎3 !3 ✓ │                                                    │  Salt went over the pass by mule.",
        "~bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbd                                                    d  .... .... .... ... .... .. .....",
        "                              │ y Salt went over the pass by mule.                 │",
        "~                              d Y YYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYY                 d",
        "                              │                                                    │ A ana · note · changed",
        "~                              d                                                    d bddddddddddddddddddddd",
        "                              │A! Ice left a broad band of sediment along the      │  Ice left a broad band of sediment",
        "~                              dbS SSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS      d  ... .... . ..... .... .. ........",
        "                              │A! eastern shore.                                   │  along the eastern shore.",
        "~                              dbS SSSSSSSSSSSSSS                                   d  ..... ... ....... ......",
        "                              │                                                    │ Whose?",
        "~                              d                                                    d",
        "                              │   Nobody rang the bell of the old school.          │",
        "~                              d                                         █          d",
        "                              │                                                    │ * me · highlight blue · orphan",
        "~                              d                                                    d bddddddddddddddddddddddddddddd  BB",
        "                              │                                                    │  An owl was heard in the chapel.",
        "~                              d                                                    d  .. ... ... ..... .. ... .......",
        "                              │                                                    │",
        "~                              d                                                    d",
        "                                                                                           100 % · 30 words · read · mei",
        "~SSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS",
        "f pick a sentence  a note  ? keys  t tag  / search  o outline  tab next pane  q back  C layers  U unmarked",
        "~B ddddddddddddddd  B dddd  B dddd  B ddd  B dddddd  B ddddddd  BBB ddddddddd  B dddd  B dddddd  B dddddddd",
    ];
    looks(&stage, &expected);
}
