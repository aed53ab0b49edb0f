//! From the theme's styles to the screen library's.

use crate::config::paint::{Paint, Style as Meant};
use ratatui::style::{Color, Modifier, Style};

/// A theme's style for the screen.
pub fn style(meant: Meant) -> Style {
    let mut style = Style::new();
    style.fg = meant.fg.map(color);
    style.bg = meant.bg.map(color);
    let attributes = [
        (meant.bold, Modifier::BOLD),
        (meant.dim, Modifier::DIM),
        (meant.italic, Modifier::ITALIC),
        (meant.underline, Modifier::UNDERLINED),
        (meant.reverse, Modifier::REVERSED),
        (meant.strike, Modifier::CROSSED_OUT),
    ];
    attributes.into_iter().filter(|(on, _)| *on).fold(style, |style, (_, modifier)| style.add_modifier(modifier))
}

fn color(paint: Paint) -> Color {
    const ANSI: [Color; 16] = [
        Color::Black,
        Color::Red,
        Color::Green,
        Color::Yellow,
        Color::Blue,
        Color::Magenta,
        Color::Cyan,
        Color::Gray,
        Color::DarkGray,
        Color::LightRed,
        Color::LightGreen,
        Color::LightYellow,
        Color::LightBlue,
        Color::LightMagenta,
        Color::LightCyan,
        Color::White,
    ];
    match paint {
        Paint::Ansi(index) => ANSI[usize::from(index) % 16],
        Paint::Indexed(index) => Color::Indexed(index),
        Paint::Rgb(red, green, blue) => Color::Rgb(red, green, blue),
    }
}
