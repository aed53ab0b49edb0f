//! The mouse: cells become places, and nothing outside the panes does harm.

use crate::app::test_stage::{PATH, Stage, config};
use crate::app::{MouseAct, Pane};
use crate::text::Direction;

const TEXT: &str = "One two. Three four.\n\nSeven eight.";

fn stage() -> (Stage, u16, u16) {
    let mut stage = Stage::with(&[(PATH, TEXT), ("zz.md", "Other.")], config(), (120, 30));
    stage.open(PATH);
    let text = stage.model.panes().text;
    (stage, text.x, text.y)
}

#[test]
fn clicks_place_and_double_and_triple_clicks_select() {
    let (mut stage, x, y) = stage();
    assert_eq!(stage.mouse(MouseAct::Press(1), x + 4, y).marked(), "One |two. Three four.\n\nSeven eight.");
    assert_eq!(stage.mouse(MouseAct::Press(2), x + 5, y).marked(), "One {two|}. Three four.\n\nSeven eight.");
    stage.mouse(MouseAct::Drag, x + 5, y);
    assert_eq!(stage.marked(), "One {two|}. Three four.\n\nSeven eight.", "a hand that trembles changes nothing");
    assert_eq!(stage.mouse(MouseAct::Press(3), x + 5, y).marked(), "{One two.|} Three four.\n\nSeven eight.");
    assert_eq!(stage.mouse(MouseAct::Press(1), x + 40, y + 2).marked(), "One two. Three four.\n\nSeven eight|.");
    assert_eq!(
        stage.mouse(MouseAct::Press(1), x + 2, y + 15).marked(),
        "One two. Three four.\n\nSe|ven eight.",
        "below the text: its last row"
    );
}

#[test]
fn dragging_selects_over_rows_and_beyond_the_pane_and_marks_as_keys_do() {
    let (mut stage, x, y) = stage();
    stage.mouse(MouseAct::Press(1), x + 4, y).mouse(MouseAct::Drag, x + 6, y);
    assert_eq!(stage.marked(), "One {two|}. Three four.\n\nSeven eight.");
    stage.mouse(MouseAct::Drag, x + 4, y + 2);
    assert_eq!(stage.marked(), "One {two. Three four.\n\nSeven|} eight.");
    stage.mouse(MouseAct::Drag, 0, y);
    assert_eq!(stage.marked(), "{|One t}wo. Three four.\n\nSeven eight.", "into the list: still the reader's");
    stage.mouse(MouseAct::Drag, x + 6, y).mouse(MouseAct::Release, x + 6, y).mouse(MouseAct::Drag, x + 9, y);
    assert_eq!(stage.marked(), "One {two|}. Three four.\n\nSeven eight.", "after the button is up nothing is dragged");
    stage.keys("1");
    assert_eq!(stage.own(), ["highlight yellow [two]"]);
}

#[test]
fn dragging_at_the_edge_moves_the_window_and_in_it_does_not() {
    let mut stage = Stage::sized(&"A sentence of words. ".repeat(300), (80, 24));
    stage.keys("space space");
    let (text, top) = (stage.model.panes().text, stage.doc().page.top);
    stage.mouse(MouseAct::Press(1), text.x, text.y + 1).mouse(MouseAct::Drag, text.x + 9, text.y + 1);
    assert_eq!(stage.doc().page.top, top);
    stage.mouse(MouseAct::Drag, text.x + 9, text.y + text.height + 3);
    assert!(stage.doc().page.top > top);
    for _ in 0..3 {
        stage.mouse(MouseAct::Drag, text.x, 0);
    }
    assert!(stage.doc().page.top < top);
}

#[test]
fn a_drag_that_began_elsewhere_selects_nothing() {
    let (mut stage, x, y) = stage();
    stage.mouse(MouseAct::Press(1), 1, y + 2);
    assert_eq!(stage.doc().opened.path, "zz.md", "a click in the list opens");
    stage.mouse(MouseAct::Drag, x + 3, y);
    assert_eq!(stage.doc().selection, None);
}

#[test]
fn the_wheel_scrolls_what_is_under_it() {
    let mut stage = Stage::sized(&"A sentence of words. ".repeat(300), (120, 24));
    let text = stage.model.panes().text;
    stage.mouse(MouseAct::Wheel(Direction::Forward), text.x, text.y);
    assert_eq!(stage.doc().page.top.row, 3);
    stage.mouse(MouseAct::Wheel(Direction::Backward), text.x, text.y);
    assert_eq!(stage.doc().page.top.row, 0);
}

#[test]
fn clicks_outside_and_under_a_prompt_do_nothing() {
    let (mut stage, x, y) = stage();
    let before = stage.marked();
    for (column, row) in [(x, 0), (x, 29), (119, 29), (500, 500), (u16::MAX, u16::MAX)] {
        for act in [
            MouseAct::Press(1),
            MouseAct::Press(3),
            MouseAct::Drag,
            MouseAct::Release,
            MouseAct::Wheel(Direction::Forward),
        ] {
            stage.mouse(act, column, row);
        }
        assert_eq!(stage.marked(), before, "{column} {row}");
    }
    stage.keys("a").mouse(MouseAct::Press(1), x + 5, y).keys("esc");
    assert_eq!(stage.marked(), before);
}

#[test]
fn a_click_on_a_note_goes_to_its_place() {
    let (mut stage, ..) = stage();
    stage.keys("f d 1 g g");
    let notes = stage.model.panes().notes.expect("it shows");
    stage.mouse(MouseAct::Press(1), notes.x + 2, notes.y);
    assert_eq!(
        (stage.model.view.focus, stage.marked()),
        (Pane::Reader, "One two. Three four.\n\n|Seven eight.".to_owned())
    );
    stage.mouse(MouseAct::Press(1), notes.x + 2, notes.y + 20);
    assert_eq!(stage.model.view.focus, Pane::Reader, "no card, no effect");
}
