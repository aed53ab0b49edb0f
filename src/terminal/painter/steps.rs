//! Screens of many scripts drawn step by step, compared with the same screens drawn anew in a terminal of its own: no cell may
//! differ. Other terminals than the one built in here are driven by `cargo bench --bench emulators`.

use super::margins;
use super::tests::Sent;
use super::*;
use crate::app::test_stage::{Stage, config};

#[path = "../../../benches/emulators/texts.rs"]
mod texts;

/// Moving, scrolling, boxes over the text and gone again, typing, searching, panes.
const STEPS: &[&str] = &[
    "",
    "j",
    "j",
    "space",
    "ctrl-e ctrl-e",
    "ctrl-y",
    "space",
    "?",
    "j",
    "esc",
    ":",
    "\"ma\"",
    "esc",
    "f",
    "esc",
    "ctrl-d",
    "s",
    "3",
    "a",
    "\"a thought\"",
    "esc",
    "t",
    "esc",
    "G",
    "k k k",
    "g g",
    "Z",
    "j",
    "Z",
    "tab",
    "j",
    "tab tab",
    "\\",
    "space",
    "o",
    "esc",
    "ctrl-u",
    "/ \"o\" enter",
    "n",
    "esc",
];

/// The cells of a terminal, row by row.
fn cells_of(screen: &vt100::Screen) -> impl Iterator<Item = &vt100::Cell> {
    let (rows, columns) = screen.size();
    (0..rows).flat_map(move |y| (0..columns).filter_map(move |x| screen.cell(y, x)))
}

/// What a cell shows: what stands there (a blank where nothing was ever written), and how; of a blank its ground and its lines alone.
fn look_of(cell: &vt100::Cell) -> (&str, [vt100::Color; 2], [bool; 5]) {
    let symbol = if cell.has_contents() { cell.contents() } else { " " };
    let inked = symbol != " " || cell.inverse();
    let ink = [cell.bold(), cell.dim(), cell.italic()].map(|is_set| is_set && inked);
    let fg = if inked { cell.fgcolor() } else { vt100::Color::Default };
    (symbol, [fg, cell.bgcolor()], [ink[0], ink[1], ink[2], cell.underline(), cell.inverse()])
}

/// A terminal of a size, and the painter for it.
struct Terminal(vt100::Parser, Painter<Sent>, Sent);

impl Terminal {
    fn new((columns, rows): (u16, u16), ability: Ability) -> Self {
        let sent = Sent::default();
        Self(vt100::Parser::new(rows, columns, 0), Painter::new(sent.clone(), (columns, rows), ability), sent)
    }

    fn show(&mut self, most: Option<usize>, (drawn, cursor): &(Buffer, Cursor)) -> &vt100::Screen {
        let draw = |buffer: &mut Buffer| {
            buffer.clone_from(drawn);
            *cursor
        };
        self.1.paint(most, draw).expect("a vector takes everything");
        let sent = self.2.0.take();
        margins::process(&mut self.0, &sent);
        self.0.screen()
    }
}

/// Goes through all steps; gives how many cells were wrong after each that left some.
/// Before each is shown whole it is shown in parts of so many bytes.
fn smears(text: &str, size: (u16, u16), ability: Ability, parts: &[usize]) -> Vec<(&'static str, usize, String)> {
    let mut stage = Stage::with(&[("text.md", text), ("other.md", "# Other\n\nWords.")], config(), size);
    stage.open("text.md");
    let mut stepwise = Terminal::new(size, ability);
    let mut found: Vec<(&'static str, usize, String)> = Vec::new();
    for keys in STEPS {
        stage.keys(keys);
        let mut fresh = Terminal::new(size, ability);
        let mut buffer = Buffer::empty(Rect::new(0, 0, size.0, size.1));
        let cursor = crate::ui::draw(&mut buffer, &stage.model);
        let drawn = (buffer, cursor);
        for most in parts {
            stepwise.show(Some(*most), &drawn);
        }
        let (anew, shown) = (fresh.show(None, &drawn), stepwise.show(None, &drawn));
        let both = cells_of(anew).zip(cells_of(shown)).map(|(anew, shown)| (look_of(anew), look_of(shown)));
        let mut wrong = both.filter(|(anew, shown)| anew != shown);
        let (first, strays) = (wrong.next(), usize::from(anew.cursor_position() != shown.cursor_position()));
        if first.is_some() || strays > 0 {
            found.push((*keys, usize::from(first.is_some()) + wrong.count() + strays, format!("{first:?}")));
        }
    }
    found
}

#[test]
fn drawn_step_by_step_is_drawn_anew() {
    let all = Ability { scrolling: Scrolling::Lines, erase: true, italic: true, margins: false };
    let most = Ability { margins: true, ..all };
    let few = Ability { scrolling: Scrolling::Edges, erase: false, italic: false, margins: false };
    let none = Ability { scrolling: Scrolling::None, ..few };
    for (name, heading, sentences) in texts::TEXTS {
        let text = texts::document(heading, sentences, 20);
        for (size, ability) in [((120, 30), most), ((100, 30), all), ((80, 24), few), ((40, 12), none)] {
            for parts in [&[][..], &[0, 300]] {
                let found = smears(&text, size, ability, parts);
                assert!(found.is_empty(), "{name} {size:?} {ability:?} in parts {parts:?}: {found:?}");
            }
        }
    }
}
