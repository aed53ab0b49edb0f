//! Searching all texts on the screen: the list beside the words of the current hit, below each other, and alone; what can be
//! asked; a fault with its caret.

use super::{looks, shown};
use crate::app::stage::{Stage, config};
use crate::config::paint::Depth;
use crate::config::theme;

const FILES: &[(&str, &str)] = &[
    (
        "a.md",
        "# Walls\n\nAn old wall. A new wall.\n\nNobody climbs it, for the moss on it is deep and the stones are loose.",
    ),
    (
        "韓国.md",
        "日本は壁を建てた。 They call it the wall of the north, and nobody knows who built it first or why it was begun at all.",
    ),
];

fn searching(size: (u16, u16), keys: &str) -> Stage {
    stage(FILES, size, keys)
}

fn stage(files: &[(&str, &str)], size: (u16, u16), keys: &str) -> Stage {
    let mut config = config();
    config.theme = theme::resolve(&[], "dark").0.reduced(Depth::Sixteen);
    let mut stage = Stage::with(files, config, size);
    stage.keys(keys);
    stage
}

#[test]
fn the_words_of_a_hit_stand_beside_the_list_where_there_is_room() {
    looks(
        &searching((100, 14), "g / \"wall\" down"),
        &[
            "┌─ Search all texts ───────────────────────────────────────────────────────────────────────────────┐",
            "~bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
            "│ › wall                                                                                           │",
            "~b BB    █                                                                                          b",
            "│ 4 hits in 2 texts                                                                                │",
            "~b ddddddddddddddddd                                                                                b",
            "│ a.md                                          3  a.md                                            │",
            "~b bbbb                                          d  dddd                                            b",
            "│   Walls                                          Walls                                           │",
            "~b   YYYY                                           YYYY                                            b",
            "│   An old wall. A new wall.                                                                       │",
            "~b BBBBBBBBBCCCCBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB                                                  b",
            "│   wall. A new wall.                              An old wall. A new wall.                        │",
            "~b               YYYY                                      CCCC        YYYY                         b",
            "│ 韓国.md                                       1                                                  │",
            "~b bbbbbbb                                       d                                                  b",
            "│   call it the wall of the north, and nobody kno  Nobody climbs it, for the moss on it is deep    │",
            "~b               YYYY                                                                               b",
            "│                                                  and the stones are loose.                       │",
            "~b                                                                                                  b",
            "│                                                                                                  │",
            "~b                                                                                                  b",
            "└──────────────────────────────────────────────────────────────────────────────────────────────────┘",
            "~bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
            "2 texts                                                                                          mei",
            "~SSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS",
            "enter go there  ↑ ↓ choose  esc back  tab next text  ctrl-u anew",
            "~BBBBB dddddddd  BBB dddddd  BBB dddd  BBB ddddddddd  BBBBBB dddd",
        ],
    );
}

#[test]
fn and_below_it_where_there_is_less() {
    looks(
        &searching((60, 18), "g / \"wall\" tab"),
        &[
            "┌─ Search all texts ───────────────────────────────────────┐",
            "~bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
            "│ › wall                                                   │",
            "~b BB    █                                                  b",
            "│ 4 hits in 2 texts                                        │",
            "~b ddddddddddddddddd                                        b",
            "│ a.md                                                   3 │",
            "~b bbbb                                                   d b",
            "│   Walls                                                  │",
            "~b   YYYY                                                   b",
            "│   An old wall. A new wall.                               │",
            "~b          YYYY                                            b",
            "│   old wall. A new wall.                                  │",
            "~b                   YYYY                                   b",
            "│ 韓国.md                                                1 │",
            "~b bbbbbbb                                                d b",
            "│   They call it the wall of the north, and nobody knows w │",
            "~b BBBBBBBBBBBBBBBBBBBCCCCBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB b",
            "│                                                          │",
            "~b                                                          b",
            "│                                                          │",
            "~b                                                          b",
            "│ 韓国.md                                                  │",
            "~b ddddddd                                                  b",
            "│ 日本は壁を建てた。 They call it the wall of the north,   │",
            "~b                                     CCCC                 b",
            "│ and nobody knows who built it first or why it was begun  │",
            "~b                                                          b",
            "│ at all.                                                  │",
            "~b                                                          b",
            "└──────────────────────────────────────────────────────────┘",
            "~bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
            "2 texts                                                  mei",
            "~SSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS",
            "enter go there  ↑ ↓ choose  esc back  tab next text",
            "~BBBBB dddddddd  BBB dddddd  BBB dddd  BBB ddddddddd",
        ],
    );
}

#[test]
fn on_the_smallest_screen_the_list_shows_alone() {
    looks(
        &searching((40, 12), "g / \"wall\" down down down"),
        &[
            "┌─ Search all texts ───────────────────┐",
            "~bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
            "│ › wall                               │",
            "~b BB    █                              b",
            "│ 4 hits in 2 texts                    │",
            "~b ddddddddddddddddd                    b",
            "│ a.md                               3 │",
            "~b bbbb                               d b",
            "│   Walls                              │",
            "~b   YYYY                               b",
            "│   An old wall. A new wall.           │",
            "~b          YYYY                        b",
            "│   A new wall.                        │",
            "~b         YYYY                         b",
            "│ 韓国.md                            1 │",
            "~b bbbbbbb                            d b",
            "│   it the wall of the north, and nobo │",
            "~b BBBBBBBBBCCCCBBBBBBBBBBBBBBBBBBBBBBB b",
            "└──────────────────────────────────────┘",
            "~bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
            "2 texts                              mei",
            "~SSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS",
            "enter go there  ↑ ↓ choose  esc back",
            "~BBBBB dddddddd  BBB dddddd  BBB dddd",
        ],
    );
}

#[test]
fn an_empty_line_says_what_can_be_asked() {
    let shown = shown(&searching((80, 24), "g /"));
    for expected in ["wall NEAR/5 moss", "at most five words between them", "author:moon", "date:2019-11"] {
        assert!(shown.contains(expected), "{expected} in\n{shown}");
    }
    assert!(!shown.contains("tag:"), "of notes alone\n{shown}");
}

#[test]
fn a_concordance_has_its_word_in_one_column() {
    looks(
        &searching((60, 10), "g c \"wall\" tab"),
        &[
            "┌─ Concordance of all texts ───────────────────────────────┐",
            "~bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
            "│ › wall                                                   │",
            "~b BB    █                                                  b",
            "│ 4 places in 2 texts · by the words after                 │",
            "~b dddddddddddddddddddddddddddddddddddddddd                 b",
            "│           An old wall. A new wall.                       │",
            "~b BBBBBBBBBBBBBBBBBBBBBBBBBBBBBCCCCBBBBBBBBBBBBBBBBBBBBBBB b",
            "│                       An old wall. A new wall.           │",
            "~b                              YYYY                        b",
            "│             They call it the wall of the north, and nobo │",
            "~b                              YYYY                        b",
            "│                              Walls                       │",
            "~b                              YYYY                        b",
            "└──────────────────────────────────────────────────────────┘",
            "~bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
            "2 texts                                                  mei",
            "~SSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS",
            "enter go there  ↑ ↓ choose  esc back  tab another order",
            "~BBBBB dddddddd  BBB dddddd  BBB dddd  BBB ddddddddddddd",
        ],
    );
}

#[test]
fn a_timeline_stands_under_its_years() {
    let files = [("b.md", "It broke in May 2020. In November it froze again."), ("a.md", "In late 2019, ice came.")];
    looks(
        &stage(&files, (60, 12), "g t down"),
        &[
            "┌─ Timeline of all texts ──────────────────────────────────┐",
            "~bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
            "│ ›                                                        │",
            "~b BB█                                                      b",
            "│ 3 dated statements in 2 years                            │",
            "~b ddddddddddddddddddddddddddddd                            b",
            "│ 2019                                                   1 │",
            "~b bbbb                                                   d b",
            "│   2019 late In late 2019, ice came.                      │",
            "~b   ddddddddd    YYYYYYYYY                                 b",
            "│ 2020                                                   2 │",
            "~b bbbb                                                   d b",
            "│   2020-05 It broke in May 2020. In November it froze aga │",
            "~b BBBBBBBBBBBBBBBBBBBBBBCCCCCCCCBBBBBBBBBBBBBBBBBBBBBBBBBB b",
            "│   2020-11~ May 2020. In November it froze again.         │",
            "~b   dddddddd              YYYYYYYY                         b",
            "│                                                          │",
            "~b                                                          b",
            "└──────────────────────────────────────────────────────────┘",
            "~bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
            "2 texts                                                  mei",
            "~SSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS",
            "enter go there  ↑ ↓ choose  esc back  tab next year",
            "~BBBBB dddddddd  BBB dddddd  BBB dddd  BBB ddddddddd",
        ],
    );
}

#[test]
fn a_fault_is_told_under_its_place() {
    looks(
        &searching((80, 8), "g / \"日本 (wall\""),
        &[
            "┌─ Search all texts ───────────────────────────────────────────────────────────┐",
            "~bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
            "│ › 日本 (wall                                                                 │",
            "~b BB          █                                                                b",
            "│        ^ a bracket is not closed                                             │",
            "~b        O OOOOOOOOOOOOOOOOOOOOOOO                                             b",
            "│ 韓国.md                                                                    2 │",
            "~b bbbbbbb                                                                    d b",
            "│   日本は壁を建てた。 They call it the wall of the north, and nobody knows wh │",
            "~b BBCCCCBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB b",
            "└──────────────────────────────────────────────────────────────────────────────┘",
            "~bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
            "2 texts                                                                      mei",
            "~SSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS",
            "enter go there  ↑ ↓ choose  esc back  tab next text  ctrl-u anew",
            "~BBBBB dddddddd  BBB dddddd  BBB dddd  BBB ddddddddd  BBBBBB dddd",
        ],
    );
}
