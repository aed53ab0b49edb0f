//! Screens of many scripts drawn step by step, compared with the same screens drawn anew in a terminal of its own: no cell may
//! differ. Other terminals than the one built in here are driven by `cargo bench --bench emulators`.

use super::tests::Sent;
use super::*;
use crate::app::stage::{Stage, config};

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

/// What a terminal shows, cell by cell: what stands there (a blank where nothing was ever written), and how.
fn cells_of(parser: &vt100::Parser) -> Vec<String> {
    let screen = parser.screen();
    let (rows, columns) = screen.size();
    let shown = |cell: &vt100::Cell| {
        let symbol = if cell.has_contents() { cell.contents() } else { " " };
        let look =
            (cell.fgcolor(), cell.bgcolor(), cell.bold(), cell.dim(), cell.italic(), cell.underline(), cell.inverse());
        format!("{symbol:?} {look:?}")
    };
    let places = (0..rows).flat_map(|y| (0..columns).map(move |x| (y, x)));
    places.filter_map(|(y, x)| screen.cell(y, x)).map(shown).collect()
}

/// A terminal of a size, and the painter for it.
struct Terminal(vt100::Parser, Painter<Sent>, Sent);

impl Terminal {
    fn new((columns, rows): (u16, u16), ability: Ability) -> Self {
        let sent = Sent::default();
        Self(vt100::Parser::new(rows, columns, 0), Painter::new(sent.clone(), (columns, rows), ability), sent)
    }

    fn show(&mut self, stage: &Stage) -> (Vec<String>, (u16, u16)) {
        self.1.paint(|buffer| crate::ui::draw(buffer, &stage.model)).expect("a vector takes everything");
        self.0.process(&self.2.0.take());
        (cells_of(&self.0), self.0.screen().cursor_position())
    }
}

/// Goes through all steps; gives how many cells were wrong after each that left some.
fn smears(text: &str, size: (u16, u16), ability: Ability) -> Vec<(&'static str, usize, String)> {
    let mut stage = Stage::with(&[("text.md", text), ("other.md", "# Other\n\nWords.")], config(), size);
    stage.open("text.md");
    let mut stepwise = Terminal::new(size, ability);
    let mut found: Vec<(&'static str, usize, String)> = Vec::new();
    for keys in STEPS {
        stage.keys(keys);
        let (anew, cursor) = Terminal::new(size, ability).show(&stage);
        let (shown, at) = stepwise.show(&stage);
        let wrong = anew.iter().zip(&shown).filter(|(anew, shown)| anew != shown).count() + usize::from(cursor != at);
        if wrong > 0 {
            let first = anew.iter().zip(&shown).find(|(anew, shown)| anew != shown);
            found.push((*keys, wrong, format!("{first:?}")));
        }
    }
    found
}

#[test]
fn drawn_step_by_step_is_drawn_anew() {
    let italic = Ability { region: true, italic: true };
    let linux = Ability { region: true, italic: false };
    let plain = Ability { region: false, italic: false };
    for (name, heading, sentences) in texts::TEXTS {
        let text = texts::document(heading, sentences, 20);
        for (size, ability) in [((100, 30), italic), ((80, 24), linux), ((40, 12), plain)] {
            let found = smears(&text, size, ability);
            assert!(found.is_empty(), "{name} {size:?} {ability:?}: {found:?}");
        }
    }
}
