//! Whole screens: the reader, the panes, what lies over them.

use super::{looks, shown};
use crate::app::test_stage::{PATH, Stage, config};
use crate::config::paint::Depth;
use crate::config::theme;

/// A stage in the built-in theme, in sixteen colours or none.
fn stage(written: &str, size: (u16, u16), depth: Depth) -> Stage {
    let mut config = config();
    config.theme = theme::resolve(&[], "dark").0.reduced(depth);
    let mut stage = Stage::with(&[(PATH, written)], config, size);
    stage.open(PATH);
    stage
}

#[test]
fn the_reader_alone_with_title_cursor_and_hints() {
    let mut stage = stage("# A title\n\nOne two. Three four.", (46, 9), Depth::Sixteen);
    stage.keys("j");
    let expected = [
        "text.md",
        "~bbbbbbb",
        "   A title",
        "~   bbbbbbb",
        "",
        "   One two. Three four.",
        "~   █",
        "",
        "",
        "",
        "                  100 % · 6 words · read · mei",
        "~SSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS",
        "f pick a sentence  a note  ? keys  q back",
        "~B ddddddddddddddd  B dddd  B dddd  B dddd",
    ];
    looks(&stage, &expected);
}

#[test]
fn overlapping_marks_show_where_they_overlap() {
    let mut stage = stage("One two three four five.", (40, 8), Depth::Sixteen);
    stage.keys("s 1 g g w v e e 3 G");
    let expected = [
        "text.md",
        "~bbbbbbb",
        " y One two three four five.",
        "~ Y YYYYCCCCCCCCCYYYYYYYYYY█",
        "",
        "",
        "",
        "",
        "me: highlight yellow     100 % · 5 words",
        "~SSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS",
        "f pick a sentence  ? keys  q back",
        "~B ddddddddddddddd  B dddd  B dddd",
    ];
    looks(&stage, &expected);
}

#[test]
fn overlapping_marks_show_without_colour_too() {
    let mut stage = stage("One two three four five.", (40, 8), Depth::None);
    stage.keys("s 1 g g w v e e 3 G");
    let expected = [
        "text.md",
        "~bbbbbbb",
        " y One two three four five.",
        "~ u uuuujjjjjjjjjuuuuuuuuuu█",
        "",
        "",
        "",
        "",
        "me: highlight yellow     100 % · 5 words",
        "~rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr",
        "f pick a sentence  ? keys  q back",
        "~q ddddddddddddddd  q dddd  q dddd",
    ];
    looks(&stage, &expected);
}

#[test]
fn selection_hits_and_the_hit_one_stands_on_differ() {
    let mut stage = stage("One two. Two more. Two.", (40, 8), Depth::Sixteen);
    stage.keys("/ \"two\" enter n N v e");
    let expected = [
        "text.md",
        "~bbbbbbb",
        "   One two. Two more. Two.",
        "~       SS█  YYY       YYY",
        "",
        "",
        "",
        "",
        "            100 % · 5 words · read · mei",
        "~SSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS",
        "enter mark  1-6 colours  q leave  ? keys",
        "~BBBBB dddd  BBB ddddddd  B ddddd  B dddd",
    ];
    looks(&stage, &expected);
}

#[test]
fn selection_and_hits_differ_without_colour_too() {
    let mut stage = stage("One two. Two more. Two.", (40, 8), Depth::None);
    stage.keys("/ \"two\" enter n v e");
    let expected = [
        "text.md",
        "~bbbbbbb",
        "   One two. Two more. Two.",
        "~       vvv  ww█       vvv",
        "",
        "",
        "",
        "",
        "            100 % · 5 words · read · mei",
        "~rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr",
        "enter mark  1-6 colours  q leave  ? keys",
        "~qqqqq dddd  qqq ddddddd  q ddddd  q dddd",
    ];
    looks(&stage, &expected);
}

#[test]
fn the_hit_one_stands_on_differs_from_the_others() {
    let mut stage = stage("One two. Two more. Two.", (40, 8), Depth::None);
    stage.keys("/ \"two\" enter n");
    let expected = [
        "text.md",
        "~bbbbbbb",
        "   One two. Two more. Two.",
        "~       vvv  █qq       vvv",
        "",
        "",
        "",
        "",
        "hit 2 of 3  100 % · 5 words · read · mei",
        "~rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr",
        "f pick a sentence  ? keys  q back",
        "~q ddddddddddddddd  q dddd  q dddd",
    ];
    looks(&stage, &expected);
}

#[test]
fn labels_stand_on_the_sentences() {
    let mut stage = stage("One two. Three four. Five.", (40, 8), Depth::Sixteen);
    stage.keys("f");
    let expected = [
        "text.md",
        "~bbbbbbb",
        "   ane two. shree four. dive.",
        "~   G        G           G",
        "",
        "",
        "",
        "",
        "            100 % · 5 words · read · mei",
        "~SSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS",
        "letters select that sentence  esc leave",
        "~BBBBBBB dddddddddddddddddddd  BBB ddddd",
    ];
    looks(&stage, &expected);
}

#[test]
fn three_panes_side_by_side() {
    let mut stage = stage("# A title\n\nOne two. Three four.", (120, 10), Depth::Sixteen);
    stage.keys("j a \"why\" esc x o 3");
    let expected = [
        "corpus (1)                    │text.md                                             │Notes (1)",
        "~dddddddddd                    dbbbbbbb                                             dddddddddd",
        "▸ text.md                     │   A title                                          │▌me · note blue",
        "~bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbd   bbbbbbb                                          d.dddddddddddddd                  BB",
        "                           ✎1 │                                                    │▌ One two.",
        "~bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbd                                                    d. ... ....",
        "                              │ N One two. Three four.                             │▌why",
        "~                              d B █BBBBBBB                                         d.",
        "                              │                                                    │",
        "~                              d                                                    d",
        "                              │                                                    │",
        "~                              d                                                    d",
        "                              │                                                    │",
        "~                              d                                                    d",
        "                              │                                                    │",
        "~                              d                                                    d",
        "now blue: evidence                                                                          100 % · 6 words · read · mei",
        "~SSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS",
        "f pick a sentence  a note  ? keys  t tag  / search  o outline  tab next pane  q back",
        "~B ddddddddddddddd  B dddd  B dddd  B ddd  B dddddd  B ddddddd  BBB ddddddddd  B dddd",
    ];
    looks(&stage, &expected);
}

#[test]
fn a_note_is_written_under_the_text() {
    let mut stage = stage("One two. Three four.", (50, 14), Depth::Sixteen);
    stage.keys("a \"why not\"");
    let expected = [
        "text.md",
        "~ddddddd",
        "   One two. Three four.",
        "",
        "",
        "┌─ note · for everybody ─────────────────────────┐",
        "~bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
        "│ One two.                                       │",
        "~b ... ....                                       b",
        "│ why not                                        │",
        "~b        █                                       b",
        "│                                                │",
        "~b                                                b",
        "│                                                │",
        "~b                                                b",
        "│                                                │",
        "~b                                                b",
        "│                                                │",
        "~b                                                b",
        "└────────────────────────────────────────────────┘",
        "~bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
        "                      100 % · 4 words · read · mei",
        "~SSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS",
        "esc keep it  ctrl-t who reads it  ctrl-g drop it",
        "~BBB ddddddd  BBBBBB dddddddddddd  BBBBBB ddddddd",
    ];
    looks(&stage, &expected);
}

#[test]
fn what_only_oneself_can_read_says_so_in_the_margin_on_the_card_and_while_it_is_written() {
    let mut stage = stage("One two. Three four.", (120, 12), Depth::None);
    stage.keys("a \"why\" ctrl-t esc ) s 1 tab");
    let screen = shown(&stage);
    assert!(screen.contains("○N One two. Three four.") && screen.contains("only me · note"), "{screen}");
    stage.keys("g g e");
    assert!(shown(&stage).contains(" · for only me ─"), "{}", shown(&stage));
}

#[test]
fn a_tag_is_chosen_or_made() {
    let mut stage = stage("One two. Three four.", (50, 14), Depth::Sixteen);
    stage.keys("t \"law\"");
    let expected = [
        "text.md",
        "~bbbbbbb",
        "   One two. Three four.",
        "   ┌─ Tag ────────────────────────────────────┐",
        "~   bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
        "   │ › law                                    │",
        "~   b BB   █                                   b",
        "   │ a new tag: enter takes it                │",
        "~   b ddddddddddddddddddddddddd                b",
        "   └──────────────────────────────────────────┘",
        "~   bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
        "",
        "",
        "",
        "",
        "",
        "",
        "                      100 % · 4 words · read · mei",
        "~SSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS",
        "enter take it  , as typed  esc close",
        "~BBBBB ddddddd  B dddddddd  BBB ddddd",
    ];
    looks(&stage, &expected);
}

#[test]
fn boilerplate_is_folded_into_one_row() {
    let mut stage = stage("~ menu\n\n~ advert\n\nOne.", (44, 9), Depth::Sixteen);
    stage.keys("j");
    let expected = [
        "text.md",
        "~bbbbbbb",
        "   ┄ 2 lines of page furniture ┄",
        "~   ddddddddddddddddddddddddddddd",
        "",
        "   One.",
        "~   █",
        "",
        "",
        "",
        "                 100 % · 1 word · read · mei",
        "~SSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS",
        "f pick a sentence  a note  ? keys  q back",
        "~B ddddddddddddddd  B dddd  B dddd  B dddd",
    ];
    looks(&stage, &expected);
}

#[test]
fn wide_characters_take_two_cells() {
    let mut stage = stage("日本と韓国。", (40, 8), Depth::Sixteen);
    stage.keys("l v l");
    let expected = [
        "text.md",
        "~bbbbbbb",
        "   日本と韓国。",
        "~     SS█S",
        "",
        "",
        "",
        "",
        "            100 % · 5 words · read · mei",
        "~SSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS",
        "enter mark  1-6 colours  q leave  ? keys",
        "~BBBBB dddd  BBB ddddddd  B ddddd  B dddd",
    ];
    looks(&stage, &expected);
}

#[test]
fn search_is_typed_in_the_status_row() {
    let mut stage = stage("One.", (40, 8), Depth::Sixteen);
    stage.keys("/ \"tw\"");
    let expected = [
        "text.md",
        "~bbbbbbb",
        "   One.",
        "",
        "",
        "",
        "",
        "/ tw",
        "~BBSS█SSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS",
        "enter search  esc close",
        "~BBBBB dddddd  BBB ddddd",
    ];
    looks(&stage, &expected);
}

#[test]
fn a_tiny_screen_shows_text_first() {
    let mut stage = stage("One two. Three four.", (10, 2), Depth::Sixteen);
    stage.keys("");
    let expected = ["  One", "~  █", "  two."];
    looks(&stage, &expected);
}

#[test]
fn what_just_happened_is_said_to_its_end_over_the_rows_around_and_the_keys_that_one_needs_stay() {
    let mut stage = stage("One two three four five six seven eight nine ten.", (40, 8), Depth::None);
    stage.keys("s 1 u");
    let rows = shown(&stage);
    let rows: Vec<&str> = rows.lines().filter(|row| !row.starts_with('~')).collect();
    assert_eq!(rows[5], "undone: highlight “One two three four");
    assert_eq!(rows[6], "five six seve…” is gone; ctrl-r does it");
    assert_eq!(rows[7], "again                     ? keys  q back");
    stage.keys("j");
    let rows = shown(&stage);
    assert!(rows.contains("\nf pick a sentence  ? keys  q back"), "{rows}");
}

#[test]
fn the_colour_of_a_mark_takes_none_of_the_words_beside_it() {
    let head = |width| {
        let mut stage = stage("One two. Three four.", (width, 10), Depth::Sixteen);
        stage.keys("s 1");
        let rows = shown(&stage);
        let bar = rows.lines().position(|row| row.contains("me · ")).expect("the card");
        rows.lines().nth(bar + 1).expect("its styles").trim_end().ends_with("YY")
    };
    assert_eq!([70, 80, 120].map(head), [false, true, true]);
    let mut narrow = stage("One two. Three four.", (72, 10), Depth::Sixteen);
    narrow.keys("s 1");
    let rows = shown(&narrow);
    assert!(rows.contains("me · highlight yellow"), "{rows}");
}

#[test]
fn what_is_not_understood_in_a_filter_of_the_notes_has_a_caret_under_it() {
    let mut stage = Stage::with(&[("a.md", "An old wall.")], config(), (60, 8));
    stage.open("a.md");
    stage.keys("s 1 tab / \"wall kind:sonnet\"");
    looks(
        &stage,
        &[
            "Notes (1)",
            "~..... ...",
            "▌me · highlight yellow",
            "~... . ......... ......                                   **",
            "▌ An old wall.",
            "~. .. ... .....",
            "",
            "",
            "",
            "filter: wall kind:sonnet",
            "~************************█***********************************",
            "             ^^^^^^^^^^^ kind:sonnet is unknown; there are …",
            "~             *********** ***********************************",
        ],
    );
}
