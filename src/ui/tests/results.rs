//! Searching all texts on the screen: the list beside the words of the current hit, below each other, and alone; what can be
//! asked; a fault with its caret.

use super::{looks, shown};
use crate::annotation::Kind;
use crate::app::test_stage::{Stage, config};
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
            "enter go there  tab another order  esc back",
            "~BBBBB dddddddd  BBB ddddddddddddd  BBB dddd",
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

/// Everything marked: two marks of one's own with tags, one of them with two, and another's note.
fn marks(size: (u16, u16), keys: &str) -> Stage {
    let mut stage = stage(FILES, size, "");
    stage.by("ana", "韓国.md", Kind::Note, ("the wall of the north", "Which one?"));
    stage.open("a.md");
    stage.keys("} s 1 t \"age\" enter t \"stone/old\" enter } s 2");
    stage.keys(keys);
    stage
}

#[test]
fn what_was_marked_stands_under_its_tags_with_the_note_and_what_stands_beside_it() {
    looks(
        &marks((90, 13), "g m tab down"),
        &[
            "┌─ Everything marked ────────────────────────────────────────────────────────────────────┐",
            "~bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
            "│ ›                                                                                      │",
            "~b BB█                                                                                    b",
            "│ 3 marks in 4 tags                                                                      │",
            "~b ddddddddddddddddd                                                                      b",
            "│   a.md An old wall.                                                                    │",
            "~b   dddd YYYYYYYYYYYY                                                                    b",
            "│ stone                                                                                1 │",
            "~b bbbbb                                                                                d b",
            "│   old                                                                                1 │",
            "~b bbbbb                                                                                d b",
            "│   a.md An old wall.                                                                    │",
            "~b BBBBBBBCCCCCCCCCCCCBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB b",
            "│ no tag                                                                               2 │",
            "~b bbbbbb                                                                               d b",
            "│   a.md Nobody climbs it, for the moss on it is deep and the stones are loose.          │",
            "~b   dddd YYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYY          b",
            "│   韓国.md · ana · note the wall of the north — Which one?                              │",
            "~b   dddddddddddddddddddd YYYYYYYYYYYYYYYYYYYYY                                           b",
            "└────────────────────────────────────────────────────────────────────────────────────────┘",
            "~bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
            "me: highlight green                                          100 % · 22 words · read · mei",
            "~SSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS",
            "enter go there  tab group by  ctrl-t tags of all these  esc back  ctrl-r take tags back",
            "~BBBBB dddddddd  BBB dddddddd  BBBBBB ddddddddddddddddd  BBB dddd  BBBBBB dddddddddddddd",
        ],
    );
}

#[test]
fn the_tags_of_all_that_show_are_asked_for_on_a_narrow_screen_too() {
    looks(
        &marks((44, 8), "g m ctrl-t \"law=right\""),
        &[
            "a.md",
            "~bbbb",
            "",
            " y An old wall. A new wall.",
            "~ Y YYYYYYYYYYYY",
            "",
            " g Nobody climbs it, for the moss on it is",
            "~ G GGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGG",
            " g deep and the stones are loose.",
            "~ G GGGGGGGGGGGGGGGGGGGGGGGGGGGGGG",
            "tags: law=right",
            "~BBBBBBSSSSSSSSS█SSSSSSSSSSSSSSSSSSSSSSSSSSSS",
            "enter all of yours  esc none  law adds",
            "~BBBBB dddddddddddd  BBB dddd  BBB dddd",
        ],
    );
    looks(
        &marks((44, 8), "g m \"by:ana\""),
        &[
            "┌─ Everything marked ──────────────────────┐",
            "~bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
            "│ › by:ana                                 │",
            "~b BB      █                                b",
            "│ 1 mark in 1 text                         │",
            "~b dddddddddddddddd                         b",
            "│ 韓国.md                                1 │",
            "~b bbbbbbb                                d b",
            "│   ana · note the wall of the north — Whi │",
            "~b BBBBBBBBBBBBBCCCCCCCCCCCCCCCCCCCCCBBBBBB b",
            "└──────────────────────────────────────────┘",
            "~bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
            "me: highligh…  100 % · 22 words · read · mei",
            "~SSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS",
            "enter go there  tab group by  esc back",
            "~BBBBB dddddddd  BBB dddddddd  BBB dddd",
        ],
    );
}

const PACT: &[(&str, &str)] = &[
    ("a.md", "Minister Kita Haruo signed the Herring Pact (HP). Kita left, and the HP held."),
    ("b.md", "Haruo Kita, the late minister, slept.\n\nThe HP ended."),
];

#[test]
fn a_name_stands_over_its_places_where_it_is_introduced_first() {
    looks(
        &stage(PACT, (100, 14), "g n tab"),
        &[
            "┌─ Names in all texts ─────────────────────────────────────────────────────────────────────────────┐",
            "~bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
            "│ ›                                                                                                │",
            "~b BB█                                                                                              b",
            "│ 6 places in 2 names                                                                              │",
            "~b ddddddddddddddddddd                                                                              b",
            "│ Haruo Kita · person · 2 texts                 3  a.md                                            │",
            "~b bbbbbbbbbbbbbbbbbbbbbbbbbbbbb                 d  dddd                                            b",
            "│   introduced Minister Kita Haruo signed the Her  Minister Kita Haruo signed the Herring Pact     │",
            "~b   dddddddddd          YYYYYYYYYY                                                CCCCCCCCCCCC     b",
            "│   introduced Haruo Kita, the late minister, sle  (HP). Kita left, and the HP held.               │",
            "~b   dddddddddd YYYYYYYYYY                                                   YY                     b",
            "│   Pact (HP). Kita left, and the HP held.                                                         │",
            "~b              YYYY                                                                                b",
            "│ Herring Pact (HP) · agreement · 2 texts       3                                                  │",
            "~b bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb       d                                                  b",
            "│   introduced the Herring Pact (HP). Kita left,                                                   │",
            "~b BBBBBBBBBBBBBBBBBCCCCCCCCCCCCBBBBBBBBBBBBBBBBBB                                                  b",
            "│   introduced The HP ended.                                                                       │",
            "~b   dddddddddd     YY                                                                              b",
            "│   left, and the HP held.                                                                         │",
            "~b                 YY                                                                               b",
            "└──────────────────────────────────────────────────────────────────────────────────────────────────┘",
            "~bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
            "2 texts                                                                                          mei",
            "~SSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS",
            "enter go there  ↑ ↓ choose  esc back  tab next name  type to narrow",
            "~BBBBB dddddddd  BBB dddddd  BBB dddd  BBB ddddddddd  BBBB ddddddddd",
        ],
    );
}

#[test]
fn a_name_that_is_looked_up_fits_a_narrow_screen() {
    looks(
        &stage(PACT, (40, 12), "enter w K"),
        &[
            "┌─ Names in all texts ─────────────────┐",
            "~bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
            "│ › Kita                               │",
            "~b BB    █                              b",
            "│ 3 places in 1 name                   │",
            "~b dddddddddddddddddd                   b",
            "│ Haruo Kita · person · 2 texts      3 │",
            "~b bbbbbbbbbbbbbbbbbbbbbbbbbbbbb      d b",
            "│   introduced nister Kita Haruo signe │",
            "~b BBBBBBBBBBBBBBBBBBBBCCCCCCCCCCBBBBBB b",
            "│   introduced Haruo Kita, the late mi │",
            "~b   dddddddddd YYYYYYYYYY              b",
            "│   (HP). Kita left, and the HP held.  │",
            "~b         YYYY                         b",
            "│                                      │",
            "~b                                      b",
            "│                                      │",
            "~b                                      b",
            "└──────────────────────────────────────┘",
            "~bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
            "           100 % · 14 words · read · mei",
            "~SSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS",
            "enter go there  ↑ ↓ choose  esc back",
            "~BBBBB dddddddd  BBB dddddd  BBB dddd",
        ],
    );
}

#[test]
fn what_a_dictionary_says_stands_below_the_introductions() {
    let mut stage = stage(PACT, (60, 16), "");
    stage.model.config.settings.dictionary_folder = "Sea".to_owned();
    stage.dictionary =
        vec![("Kita", "Kita, n.\n1. A name.\n\n2. The north, from which the wind blows that one fears.")];
    stage.keys("enter w K down down down");
    looks(
        &stage,
        &[
            "┌─ Names in all texts ─────────────────────────────────────┐",
            "~bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
            "│ › Kita                                                   │",
            "~b BB    █                                                  b",
            "│ 3 places in 1 name · 2 of them listed                    │",
            "~b ddddddddddddddddddddddddddddddddddddd                    b",
            "│   introduced Minister Kita Haruo signed the Herring Pact │",
            "~b   dddddddddd          YYYYYYYYYY                         b",
            "│   introduced Haruo Kita, the late minister, slept.       │",
            "~b   dddddddddd YYYYYYYYYY                                  b",
            "│ Kita · Sea                                               │",
            "~b bbbbbbbbbb                                               b",
            "│   Kita, n.                                               │",
            "~b                                                          b",
            "│   1. A name.                                             │",
            "~b BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB b",
            "│   2. The north, from which the wind blows that one fears │",
            "~b                                                          b",
            "│                                                          │",
            "~b                                                          b",
            "│ Kita · Sea                                               │",
            "~b dddddddddd                                               b",
            "│ 1. A name.                                               │",
            "~b                                                          b",
            "│                                                          │",
            "~b                                                          b",
            "└──────────────────────────────────────────────────────────┘",
            "~bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
            "                               100 % · 14 words · read · mei",
            "~SSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS",
            "enter go there  ↑ ↓ choose  esc back  tab next name",
            "~BBBBB dddddddd  BBB dddddd  BBB dddd  BBB ddddddddd",
        ],
    );
}

#[test]
fn how_often_each_text_has_a_word_stands_in_a_column() {
    looks(
        &searching((60, 12), "g c \"wall\" tab tab tab"),
        &[
            "┌─ Concordance of all texts ───────────────────────────────┐",
            "~bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
            "│ › wall                                                   │",
            "~b BB    █                                                  b",
            "│ 4 places in 2 texts · how often each text has it         │",
            "~b dddddddddddddddddddddddddddddddddddddddddddddddd         b",
            "│      3  a.md                                             │",
            "~b BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB b",
            "│      1  韓国.md                                          │",
            "~b dddddddd                                                 b",
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
            "2 texts                                                  mei",
            "~SSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS",
            "enter go there  tab another order  esc back",
            "~BBBBB dddddddd  BBB ddddddddddddd  BBB dddd",
        ],
    );
}

#[test]
fn a_word_that_no_text_introduces_and_marks_without_a_word_are_said_to_be_so() {
    let mut stage = stage(PACT, (60, 12), "");
    stage.model.config.settings.dictionary_folder = "Sea".to_owned();
    stage.dictionary = vec![("late", "late, a.")];
    stage.open("b.md");
    stage.keys("w w w K");
    assert!(shown(&stage).contains("no text introduces it"), "{}", shown(&stage));
    stage.keys("esc g c ctrl-t");
    assert!(shown(&stage).contains("in what was marked and written"), "{}", shown(&stage));
}
