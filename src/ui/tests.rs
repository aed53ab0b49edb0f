//! Screens compared with what they should look like. Under each row that has styles stands a row of style letters, so
//! that a highlight that is not there makes a test fail that can be read.

mod book;
mod compare;
mod layers;
mod monkey;
mod numbers;
mod prompts;
mod reading_aids;
mod receipt;
mod results;
mod screens;
mod sizes;
mod subject;
mod telling;
mod threads;
mod tour;
mod wide;

use crate::app::test_stage::Stage;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};

/// The screen of a stage.
pub fn drawn(stage: &Stage) -> (Buffer, Option<(u16, u16)>) {
    let (width, height) = stage.model.view.screen;
    let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
    let cursor = crate::ui::draw(&mut buffer, &stage.model);
    (buffer, cursor.shown.then_some((cursor.column, cursor.row)))
}

/// Rows of text, each with its legend below it where it has styles; trailing blanks cut. The cursor's cell is `█` in
/// the legend.
pub fn shown(stage: &Stage) -> String {
    let (buffer, cursor) = drawn(stage);
    let mut rows = Vec::new();
    for y in 0..buffer.area.height {
        let (mut text, mut legend) = (String::new(), String::new());
        let mut covered = 0;
        for x in 0..buffer.area.width {
            let cell = &buffer[(x, y)];
            if covered > 0 {
                covered -= 1;
            } else {
                text.push_str(cell.symbol());
                covered = crate::text::cells::width(cell.symbol()).saturating_sub(1);
            }
            legend.push(if cursor == Some((x, y)) { '█' } else { letter(cell) });
        }
        rows.push(text.trim_end().to_owned());
        if !legend.trim_end().is_empty() {
            rows.push(format!("~{}", legend.trim_end()));
        }
    }
    rows.join("\n")
}

/// One letter for the style of a cell: of the background where it has one, else of the attributes, else of the colour.
fn letter(cell: &Cell) -> char {
    let background = match cell.bg {
        Color::Reset => None,
        Color::Yellow | Color::LightYellow => Some('Y'),
        Color::Green | Color::LightGreen => Some('G'),
        Color::Blue | Color::LightBlue => Some('B'),
        Color::Magenta | Color::LightMagenta => Some('P'),
        Color::Red | Color::LightRed => Some('O'),
        Color::Cyan | Color::LightCyan => Some('C'),
        Color::DarkGray | Color::Gray | Color::Black | Color::White => Some('S'),
        _ => Some('*'),
    };
    let attribute = [
        (Modifier::REVERSED | Modifier::UNDERLINED, 'w'),
        (Modifier::REVERSED | Modifier::BOLD, 'q'),
        (Modifier::REVERSED, 'r'),
        (Modifier::UNDERLINED | Modifier::BOLD, 'v'),
        (Modifier::UNDERLINED | Modifier::ITALIC, 'j'),
        (Modifier::UNDERLINED, 'u'),
        (Modifier::BOLD | Modifier::ITALIC, 'k'),
        (Modifier::BOLD, 'b'),
        (Modifier::ITALIC, 'i'),
        (Modifier::DIM, 'd'),
        (Modifier::CROSSED_OUT, 'x'),
    ];
    let attribute =
        attribute.into_iter().find(|(modifier, _)| cell.modifier.contains(*modifier)).map(|(_, letter)| letter);
    let color = (cell.fg != Color::Reset && cell.symbol() != " ").then_some('.');
    // What is turned round over a background (a field's cursor) is the small letter of it.
    let background = background
        .map(|letter| if cell.modifier.contains(Modifier::REVERSED) { letter.to_ascii_lowercase() } else { letter });
    background.or(attribute).or(color).unwrap_or(' ')
}

/// Compares rows of a screen with what is expected, printed one under the other where they differ.
#[track_caller]
pub fn looks(stage: &Stage, expected: &[&str]) {
    let shown = shown(stage);
    let expected = expected.join("\n");
    assert!(shown == expected, "--- shown\n{shown}\n--- expected\n{expected}\n---");
}
