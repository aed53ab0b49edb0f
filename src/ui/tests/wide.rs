//! Screens of a terminal that gives two cells to ambiguous characters.

use super::*;
use crate::app::test_stage::{PATH, config};
use crate::text::cells;
use crate::ui::draw;

const TEXT: &str =
    "# “A title” — with dashes\n\n“One” — two… Три четыре, пять · шесть. “Seven.”\n\n- ● eight\n- nine\n";

/// What such a terminal is set up with.
fn wide() -> crate::app::Config {
    crate::app::Config { ascii: true, ambiguous_wide: true, ..config() }
}

/// Whether each character of the screen has all its cells, and none is ambiguous but what stands in the text.
fn holds(buffer: &Buffer, when: &str) {
    let across = usize::from(buffer.area.width);
    for row in buffer.content.chunks(across) {
        let mut covered = 0;
        for cell in row {
            assert!(covered == 0 || cell.symbol() == " ", "{when}: {:?} stands in the half of another", cell.symbol());
            assert!(!"│─┌┐└┘┄▣▌•›…".contains(cell.symbol()) || cell.symbol() == "…", "{when}: {:?}", cell.symbol());
            covered = if covered > 0 { covered - 1 } else { cells::width(cell.symbol()).saturating_sub(1) };
        }
        assert_eq!(covered, 0, "{when}: something is cut by the edge");
    }
}

#[test]
fn characters_of_two_cells_are_never_cut_and_the_frames_are_of_others() {
    cells::set_ambiguous_wide(true);
    for size in [(120, 30), (80, 24), (40, 12)] {
        let mut stage = Stage::with(&[(PATH, TEXT)], wide(), size);
        stage.open(PATH);
        for keys in [
            "",
            "j",
            "?",
            "esc",
            ":",
            "esc",
            "f",
            "esc",
            "a \"“x” — y… and “a longer thought” — with ● and more of it\"",
            "esc",
            "tab",
            "esc",
            "o",
            "esc",
        ] {
            stage.keys(keys);
            let mut buffer = Buffer::empty(Rect::new(0, 0, size.0, size.1));
            draw(&mut buffer, &stage.model);
            holds(&buffer, keys);
        }
    }
    cells::set_ambiguous_wide(false);
}

#[test]
fn what_is_typed_shows_whole_and_the_cursor_is_behind_it() {
    cells::set_ambiguous_wide(true);
    let mut stage = Stage::with(&[(PATH, TEXT)], wide(), (60, 16));
    stage.open(PATH);
    stage.keys("a \"“x” — y\"");
    let mut buffer = Buffer::empty(Rect::new(0, 0, 60, 16));
    let cursor = draw(&mut buffer, &stage.model);
    let (x, y) = (cursor.column, cursor.row);
    let row: String = (0..x).map(|x| buffer[(x, y)].symbol()).collect();
    cells::set_ambiguous_wide(false);
    assert!(row.trim_end().ends_with("“ x”  —  y") && row.ends_with('y'), "{row:?}");
}
