//! Every pane and everything that lies over them, on screens of any size: nothing panics, nothing leaves the screen.

use super::drawn;
use crate::annotation::Kind;
use crate::app::Msg;
use crate::app::test_stage::{PATH, Stage, config};
use proptest::prelude::*;

const TEXT: &str = "# A title\n\n~ menu\n\nOne two. Three four. 日本と韓国の関係について。\n\n= a\tb\n\n$ code\n  more\n\n- item\n\n> Said.";

/// Keys that bring everything that can lie over the panes to the screen.
const OVERLAYS: &[&str] = &[
    "",
    "?",
    "? G",
    ":",
    ": \"mark\"",
    ": \"zzzz\"",
    "o",
    "t",
    "t \"law\"",
    "a \"why\"",
    "A",
    "a \"see [[\"",
    "a \"[[P1]] [[P2]]\" esc g f",
    "Q",
    "e",
    "f",
    "f z",
    "/ \"two\"",
    "/ \"two\" enter",
    "m",
    "'",
    "v G",
    "g",
    "z",
    "tab",
    "tab /",
    "tab G",
    "shift-tab",
    "shift-tab /",
    "shift-tab / \"zzz\"",
    "Z",
    "\\",
    "#",
    "# s 1",
    "s 1 s 2 W 3",
    "g /",
    "g / \"o\" down",
    "g / \"(one\"",
    "g c",
    "g c tab",
    "g t",
    "g t \"zzz\"",
];

fn stage(size: (u16, u16)) -> Stage {
    let mut stage = Stage::with(&[(PATH, TEXT), ("日本.md", "Else.")], config(), size);
    stage.other(PATH, Kind::Question, "Three four.", &"Who says so, and why? ".repeat(30));
    stage.other(PATH, Kind::Highlight, "日本と韓国", "");
    stage.open(PATH);
    stage
}

fn is_drawn(stage: &Stage) {
    let (buffer, cursor) = drawn(stage);
    let (width, height) = stage.model.view.screen;
    assert_eq!((buffer.area.width, buffer.area.height), (width, height));
    assert!(cursor.is_none_or(|(x, y)| x < width && y < height), "the cursor is on the screen");
}

#[test]
fn everything_can_be_drawn_on_any_screen() {
    for size in [
        (1, 1),
        (2, 2),
        (8, 3),
        (10, 3),
        (20, 5),
        (40, 12),
        (69, 8),
        (70, 9),
        (80, 24),
        (119, 30),
        (120, 40),
        (300, 100),
    ] {
        for keys in OVERLAYS {
            let mut stage = stage(size);
            stage.keys(keys);
            is_drawn(&stage);
            stage.resize((30, 6));
            is_drawn(&stage);
        }
    }
}

#[test]
fn the_name_prompt_fits_too() {
    for size in [(1, 1), (10, 3), (40, 12), (80, 24)] {
        let mut stage = stage(size);
        *stage.model.me = crate::app::Me::default();
        stage.taken.push(crate::app::test_stage::mei());
        stage.keys("s 1 \"Mei Tanaka\"");
        is_drawn(&stage);
        stage.keys("enter");
        is_drawn(&stage);
    }
}

#[test]
fn where_the_reader_shows_its_cursor_does() {
    for size in [(10, 3), (40, 12), (80, 24), (120, 40)] {
        let mut stage = stage(size);
        for keys in ["", "j", "l l l", "G", "v b", "esc } }", "j j", "w", ") )"] {
            stage.keys(keys);
            assert!(drawn(&stage).1.is_some(), "{size:?} after {keys:?}: {}", stage.marked());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn any_text_and_any_message_is_drawn(text in "(\\PC|[\n\t#~=$ ]){0,200}", said in "\\PC{0,40}", width in 1u16..130, height in 1u16..40, at in 0..OVERLAYS.len()) {
        let mut stage = Stage::with(&[(PATH, &text)], config(), (width, height));
        stage.open(PATH);
        stage.keys(OVERLAYS[at]);
        is_drawn(&stage);
        stage.send(Msg::Paste(said.clone()));
        stage.send(Msg::Say(crate::app::Message::failure(said)));
        is_drawn(&stage);
    }
}

#[test]
fn who_may_read_what_is_whole_on_the_smallest_screen() {
    let mut stage = stage((40, 12));
    stage.keys("g g s 1 } s 2 tab W");
    let (buffer, _) = drawn(&stage);
    let row = |y: u16| (0..40).map(|x| buffer[(x, y)].symbol().to_owned()).collect::<String>();
    let screen: Vec<String> = (0..12).map(row).collect();
    assert!(screen.iter().any(|row| row.contains("only me") && row.contains("moves 2 of yours")), "{screen:#?}");
    assert!(screen.iter().any(|row| row.contains("everybody") && row.contains("all are so")), "{screen:#?}");
}
