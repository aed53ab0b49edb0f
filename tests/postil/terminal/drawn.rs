//! The picture in README, drawn from what the program shows: it is this test that draws it (`POSTIL_DRAW=1 cargo test drawn`), and it
//! fails where the picture shows another screen than the program does.

use super::session::{Home, Session};
use postil::config::Paint;
use std::fmt::Write as _;
use std::path::Path;

const PICTURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/screen.svg");
const DOCUMENTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/documents");
/// How large it is, in columns and rows, and a cell in pixels.
const COLUMNS: u16 = 120;
const ROWS: u16 = 32;
const CELL: (f32, f32) = (8.4, 18.0);
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

/// A screen as a picture: each run of cells of one look is a rectangle, where it is coloured, and a text.
fn svg(screen: &vt100::Screen) -> String {
    let (width, height) = (f32::from(COLUMNS) * CELL.0 + 16.0, f32::from(ROWS) * CELL.1 + 16.0);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">\n\
         <title>postil</title><rect width=\"100%\" height=\"100%\" rx=\"6\" fill=\"{}\"/>\n\
         <g font-family=\"DejaVu Sans Mono,Menlo,Consolas,monospace\" font-size=\"14\" xml:space=\"preserve\">\n",
        hex(PAPER)
    );
    for row in 0..ROWS {
        let cells: Vec<(u16, &vt100::Cell)> = (0..COLUMNS).filter_map(|x| Some((x, screen.cell(row, x)?))).collect();
        let cells: Vec<_> = cells.into_iter().filter(|(_, cell)| !cell.is_wide_continuation()).collect();
        for run in cells.chunk_by(|a, b| Drawn::of(a.1) == Drawn::of(b.1)) {
            let end = run.last().map_or(0, |(x, cell)| x + if cell.is_wide() { 2 } else { 1 });
            draw(&mut out, run, (row, end));
        }
    }
    out.push_str("</g></svg>\n");
    out
}

fn draw(out: &mut String, run: &[(u16, &vt100::Cell)], (row, end): (u16, u16)) {
    let (Some((start, first)), y) = (run.first(), 8.0 + f32::from(row) * CELL.1) else { return };
    let look = Drawn::of(first);
    let (x, width) = (8.0 + f32::from(*start) * CELL.0, f32::from(end - start) * CELL.0);
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
    let (x, end) = (8.0 + f32::from(*from) * CELL.0, last + if cell.is_wide() { 2 } else { 1 });
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

/// The files of a folder below, by their paths in it.
fn below(folder: &Path, at: &str, into: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder.join(at)).expect("a folder").map(|entry| entry.expect("an entry")) {
        let name = entry.file_name().into_string().expect("a name");
        let path = if at.is_empty() { name } else { format!("{at}/{name}") };
        if entry.path().is_dir() {
            below(folder, &path, into);
        } else {
            into.push(path);
        }
    }
}

/// The sample texts without their plan, which says how far away its days are.
fn sample() -> Home {
    let mut files = Vec::new();
    below(Path::new(DOCUMENTS), "", &mut files);
    let home = Home::of_reader(&[]);
    for file in files.iter().filter(|file| *file != "syllabus.toml") {
        home.write(file, &std::fs::read(Path::new(DOCUMENTS).join(file)).expect("a file"));
    }
    home
}

fn shown(session: &mut Session) -> String {
    session.resize(COLUMNS, ROWS).wait_for("Notes (").wait_for("texts").settle();
    session.look(svg)
}

#[test]
fn the_picture_in_the_readme_shows_what_the_program_does() {
    let home = sample();
    let mut session = home.script("COLORTERM=truecolor exec \"$POSTIL\" \"$CORPUS/week-2/gsomia-deadline.txt\"");
    session.wait_for("GSOMIA").settle();
    let mut picture = shown(&mut session);
    if std::env::var_os("POSTIL_DRAW").is_some() {
        std::fs::write(PICTURE, &picture).expect("the picture is written");
    }
    let drawn = std::fs::read_to_string(PICTURE).expect("the picture");
    // What comes in behind the first screen may take a while.
    for _ in 0..20 {
        if picture != drawn {
            session.settle();
            picture = session.look(svg);
        }
    }
    assert!(
        drawn == picture,
        "assets/screen.svg shows another screen; POSTIL_DRAW=1 draws it anew:\n{}",
        session.screen()
    );
}
