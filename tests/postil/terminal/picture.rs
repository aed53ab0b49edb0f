//! A screen as SVG, row by row: each run of cells of one look is a rectangle, where it is coloured, and a text. It knows nothing of what is shown.

use postil::config::Paint;
use std::fmt::Write as _;

/// A cell, and the margin around all of them, in pixels.
const CELL: (f32, f32) = (8.4, 18.0);
const MARGIN: f32 = 8.0;
/// The colours of a terminal that has dark ones.
const PAPER: (u8, u8, u8) = (0x1e, 0x1e, 0x1e);
const INK: (u8, u8, u8) = (0xd4, 0xd4, 0xd4);
/// How a cell is drawn.
#[derive(Clone, Copy, PartialEq)]
struct Drawn {
    ink: (u8, u8, u8),
    paper: (u8, u8, u8),
    bold: bool,
    italic: bool,
    underlined: bool,
}

impl Drawn {
    fn of(cell: &vt100::Cell) -> Self {
        let (mut ink, mut paper) = (rgb(cell.fgcolor(), INK), rgb(cell.bgcolor(), PAPER));
        // Of a blank nothing is seen but its ground and its line.
        if cell.contents().trim().is_empty() && !cell.inverse() {
            return Self { ink: INK, paper, bold: false, italic: false, underlined: cell.underline() };
        }
        if cell.inverse() {
            (ink, paper) = (paper, ink);
        }
        if cell.dim() {
            let half = |a: u8, b: u8| u8::midpoint(a, b);
            ink = (half(ink.0, paper.0), half(ink.1, paper.1), half(ink.2, paper.2));
        }
        Self { ink, paper, bold: cell.bold(), italic: cell.italic(), underlined: cell.underline() }
    }
}

fn rgb(color: vt100::Color, default: (u8, u8, u8)) -> (u8, u8, u8) {
    match color {
        vt100::Color::Default => default,
        vt100::Color::Rgb(red, green, blue) => (red, green, blue),
        vt100::Color::Idx(index) => Paint::Indexed(index).rgb(),
    }
}

fn hex((red, green, blue): (u8, u8, u8)) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// The rows of a screen, each drawn at its place.
pub fn rows(screen: &vt100::Screen) -> Vec<String> {
    let (rows, columns) = screen.size();
    (0..rows).map(|row| drawn_row(screen, row, columns)).collect()
}

fn drawn_row(screen: &vt100::Screen, row: u16, columns: u16) -> String {
    let mut out = String::new();
    let cells: Vec<(u16, &vt100::Cell)> = (0..columns).filter_map(|x| Some((x, screen.cell(row, x)?))).collect();
    let cells: Vec<_> = cells.into_iter().filter(|(_, cell)| !cell.is_wide_continuation()).collect();
    for run in cells.chunk_by(|a, b| Drawn::of(a.1) == Drawn::of(b.1)) {
        let end = run.last().map_or(0, |(x, cell)| x + if cell.is_wide() { 2 } else { 1 });
        draw(&mut out, run, (row, end));
    }
    out
}

/// A line of words of our own below so many rows.
pub fn caption(words: &str, rows: u16) -> String {
    let y = MARGIN + (f32::from(rows) + 0.9) * CELL.1;
    let words = words.replace('&', "&amp;").replace('<', "&lt;");
    format!("<text x=\"{MARGIN}\" y=\"{y:.1}\" fill=\"#8ab4d8\">{words}</text>\n")
}

/// A picture of what was drawn, so many columns and rows large.
pub fn picture((columns, rows): (u16, u16), drawn: &str) -> String {
    let (width, height) = (f32::from(columns) * CELL.0 + 2.0 * MARGIN, f32::from(rows) * CELL.1 + 2.0 * MARGIN);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">\n\
         <title>postil</title><rect width=\"100%\" height=\"100%\" rx=\"6\" fill=\"{}\"/>\n\
         <g font-family=\"DejaVu Sans Mono,Menlo,Consolas,monospace\" font-size=\"14\" xml:space=\"preserve\">\n\
         {drawn}</g></svg>\n",
        hex(PAPER)
    )
}

fn draw(out: &mut String, run: &[(u16, &vt100::Cell)], (row, end): (u16, u16)) {
    let (Some((start, first)), y) = (run.first(), MARGIN + f32::from(row) * CELL.1) else { return };
    let look = Drawn::of(first);
    let (x, width) = (MARGIN + f32::from(*start) * CELL.0, f32::from(end - start) * CELL.0);
    if look.paper != PAPER {
        let paper = hex(look.paper);
        let _ = writeln!(
            out,
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{}\" fill=\"{paper}\"/>",
            CELL.1
        );
    }
    // Blanks at the ends would be left out, and the rest stretched.
    let is_seen = |(_, cell): &&(u16, &vt100::Cell)| !cell.contents().trim().is_empty();
    let (Some((from, _)), Some((last, cell))) = (run.iter().find(is_seen), run.iter().rfind(is_seen)) else { return };
    let seen = run.iter().filter(|(x, _)| (*from..=*last).contains(x));
    let text: String = seen.map(|(_, cell)| if cell.has_contents() { cell.contents() } else { " " }).collect();
    let (x, end) = (MARGIN + f32::from(*from) * CELL.0, last + if cell.is_wide() { 2 } else { 1 });
    let width = f32::from(end - from) * CELL.0;
    let style = [
        (look.bold, " font-weight=\"bold\""),
        (look.italic, " font-style=\"italic\""),
        (look.underlined, " text-decoration=\"underline\""),
    ];
    let style: String = style.into_iter().filter(|(is_set, _)| *is_set).map(|(_, name)| name).collect();
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    let (ink, y) = (hex(look.ink), y + 14.0);
    let _ =
        writeln!(out, "<text x=\"{x:.1}\" y=\"{y:.1}\" textLength=\"{width:.1}\" fill=\"{ink}\"{style}>{text}</text>");
}
