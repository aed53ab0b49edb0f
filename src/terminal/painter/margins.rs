//! Left and right margins for a terminal that has none, and that scrolling between them is the shorter way. The pen's sequence alone is
//! understood: what it moves is written where it comes to stand.

use super::tests::Sent;
use super::*;
use std::fmt::Write as _;

const ON: &str = "\x1b[?69h";
const OFF: &str = "\x1b[?69l";

/// Shows what was sent, margins as well.
pub fn process(terminal: &mut vt100::Parser, sent: &[u8]) {
    let sent = String::from_utf8_lossy(sent);
    let Some((before, rest)) = sent.split_once(ON) else { return terminal.process(sent.as_bytes()) };
    let (scroll, after) = rest.split_once(OFF).expect("margins are taken back");
    terminal.process(before.as_bytes());
    let moved = moved(terminal.screen(), scroll);
    terminal.process(moved.as_bytes());
    process(terminal, after.as_bytes());
}

/// The numbers of a sequence that the pen sends: left, right, top, bottom, how many rows, and whether up.
fn meant(scroll: &str) -> ([u16; 4], i32) {
    let sequences: Vec<&str> = scroll.split("\x1b[").skip(1).collect();
    let [columns, rows, home, lines, "r"] = sequences[..] else { panic!("{scroll:?}") };
    let two = |text: &str, last: char| -> [u16; 2] {
        let numbers = text.strip_suffix(last).and_then(|text| text.split_once(';')).expect("two numbers");
        [numbers.0, numbers.1].map(|number| number.parse().expect("a number"))
    };
    let ([left, right], [top, bottom]) = (two(columns, 's'), two(rows, 'r'));
    assert_eq!(two(home, 'H'), [top, left], "lines are put in and deleted at the corner");
    let many: i32 = lines[..lines.len() - 1].parse().expect("a number");
    ([left - 1, right, top - 1, bottom], if lines.ends_with('M') { many } else { -many })
}

/// What writes the rectangle as it is when it has scrolled.
fn moved(screen: &vt100::Screen, scroll: &str) -> String {
    let ([left, right, top, bottom], rows) = meant(scroll);
    let mut out = String::new();
    for y in top..bottom {
        let from = u16::try_from(i32::from(y) + rows).ok().filter(|from| (top..bottom).contains(from));
        let cells =
            (left..right).filter_map(|x| Some((x, from.map_or(screen.cell(y, x), |from| screen.cell(from, x))?)));
        for (x, cell) in cells.filter(|(_, cell)| !cell.is_wide_continuation()) {
            let symbol = if from.is_some() && cell.has_contents() { cell.contents() } else { " " };
            let look = if from.is_some() { look_of(cell) } else { String::new() };
            let _ = write!(out, "\x1b[{};{}H\x1b[0{look}m{symbol}", y + 1, x + 1);
        }
    }
    out + "\x1b[m"
}

/// The parameters of a cell's look.
fn look_of(cell: &vt100::Cell) -> String {
    let set = [
        (cell.bold(), ";1"),
        (cell.dim(), ";2"),
        (cell.italic(), ";3"),
        (cell.underline(), ";4"),
        (cell.inverse(), ";7"),
    ];
    let mut look: String = set.iter().filter(|(is_set, _)| *is_set).map(|(_, parameter)| *parameter).collect();
    for (base, color) in [(38, cell.fgcolor()), (48, cell.bgcolor())] {
        let _ = match color {
            vt100::Color::Default => Ok(()),
            vt100::Color::Idx(index) => write!(look, ";{base};5;{index}"),
            vt100::Color::Rgb(red, green, blue) => write!(look, ";{base};2;{red};{green};{blue}"),
        };
    }
    look
}

/// A line of letters like no other.
fn line(number: u64) -> String {
    let mixed = |at: u64| (number * 64 + at).wrapping_mul(0x5851_f42d_4c95_7f2d) >> 40;
    (0..60).map(|at| char::from(b'a' + (mixed(at) % 26) as u8)).collect()
}

/// A list, a text that begins at a row, and notes, each as full as a screen can be.
fn panes(buffer: &mut Buffer, from: u16) {
    for y in 0..buffer.area.height {
        let rows = [(0, 28, 1_000 + y), (30, 60, 2_000 + y + from), (92, 28, 3_000 + y)];
        for (x, width, number) in rows {
            buffer.set_stringn(x, y, line(u64::from(number)), width, ratatui::style::Style::new());
        }
    }
}

/// What is sent for one row on.
fn sent_for_a_row(margins: bool) -> usize {
    let sent = Sent::default();
    let ability = Ability { scrolling: Scrolling::Lines, erase: true, italic: true, margins: false };
    let mut painter = Painter::new(sent.clone(), (120, 40), ability);
    let show = |painter: &mut Painter<Sent>, from| {
        painter
            .paint(None, |buffer| {
                panes(buffer, from);
                Cursor::default()
            })
            .expect("a vector takes everything");
        sent.0.take().len()
    };
    show(&mut painter, 0);
    if margins {
        painter.learn_margins();
    }
    show(&mut painter, 1)
}

#[test]
fn between_full_panes_a_row_scrolls_by_itself_where_the_terminal_knows_margins() {
    let (without, with) = (sent_for_a_row(false), sent_for_a_row(true));
    assert!(with < 350 && without > 2_000, "{with} and {without} bytes");
}

#[test]
fn what_a_terminal_makes_of_the_question_is_written_over() {
    let sent = Sent::default();
    let ability = Ability { scrolling: Scrolling::Lines, erase: true, italic: true, margins: false };
    let mut painter = Painter::new(sent.clone(), (120, 40), ability);
    painter
        .paint(None, |buffer| {
            panes(buffer, 0);
            Cursor::default()
        })
        .expect("a vector takes everything");
    sent.0.take();
    painter.ask_for_margins().expect("a vector takes everything");
    assert_eq!(sent.0.take(), b"\x1b[1H\x1b[?69$p\x1b[1Hk");
}
