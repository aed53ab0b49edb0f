//! Colours and styles as our own values, read from words ("bold #ffcc00 on blue"), and fitted to what a terminal can show.
//!
//! It knows no role and no theme, and asks nothing of the environment: what it says is handed in.

use super::fault::{hint, quoted};
use std::fmt;

/// One colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Paint {
    /// One of the terminal's own sixteen, 0 to 15: black, red, green, yellow, blue, magenta, cyan, white, then bright.
    Ansi(u8),
    /// One of the 256 of xterm.
    Indexed(u8),
    /// Red, green, blue.
    Rgb(u8, u8, u8),
}

/// How a piece of text is shown. No colour is the terminal's own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[allow(clippy::struct_excessive_bools)] // each is one attribute of a terminal cell; no state hides in their combination
pub struct Style {
    /// The colour of the letters.
    pub fg: Option<Paint>,
    /// The colour behind them.
    pub bg: Option<Paint>,
    /// Bold.
    pub bold: bool,
    /// Faint.
    pub dim: bool,
    /// Italic.
    pub italic: bool,
    /// Underlined.
    pub underline: bool,
    /// Colours changed places.
    pub reverse: bool,
    /// Struck through.
    pub strike: bool,
}

/// How many colours a terminal shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Depth {
    /// None: attributes only.
    None,
    /// The sixteen, in whatever shades the user gave them.
    Sixteen,
    /// The 256 of xterm.
    Indexed,
    /// Any.
    True,
}

/// The sixteen by name, in the order of [`Paint::Ansi`].
const ANSI: [&str; 16] = [
    "black",
    "red",
    "green",
    "yellow",
    "blue",
    "magenta",
    "cyan",
    "white",
    "bright-black",
    "bright-red",
    "bright-green",
    "bright-yellow",
    "bright-blue",
    "bright-magenta",
    "bright-cyan",
    "bright-white",
];

/// The sixteen as xterm shows them by default; to judge contrast where a terminal may differ.
const SHADES: [(u8, u8, u8); 16] = [
    (0, 0, 0),
    (205, 0, 0),
    (0, 205, 0),
    (205, 205, 0),
    (0, 0, 238),
    (205, 0, 205),
    (0, 205, 205),
    (229, 229, 229),
    (127, 127, 127),
    (255, 0, 0),
    (0, 255, 0),
    (255, 255, 0),
    (92, 92, 255),
    (255, 0, 255),
    (0, 255, 255),
    (255, 255, 255),
];

/// The steps of one side of xterm's colour cube.
const CUBE: [u8; 6] = [0, 95, 135, 175, 215, 255];

impl Paint {
    /// A colour as written: a name of the sixteen, `#rrggbb`, `#rgb`, or 0 to 255.
    pub fn parse(written: &str) -> Option<Self> {
        if let Some(at) = ANSI.iter().position(|name| *name == written) {
            return Some(Self::Ansi(at as u8));
        }
        let Some(hex) = written.strip_prefix('#') else {
            let plain = written.bytes().all(|byte| byte.is_ascii_digit());
            return written.parse().ok().filter(|_| plain).map(Self::Indexed);
        };
        let digits: Option<Vec<u8>> = hex.chars().map(|digit| digit.to_digit(16).map(|value| value as u8)).collect();
        match digits?[..] {
            [r, g, b] => Some(Self::Rgb(r * 17, g * 17, b * 17)),
            [r, rr, g, gg, b, bb] => Some(Self::Rgb(r * 16 + rr, g * 16 + gg, b * 16 + bb)),
            _ => None,
        }
    }

    /// Red, green and blue; of the sixteen, as xterm shows them.
    pub fn rgb(self) -> (u8, u8, u8) {
        match self {
            Self::Rgb(r, g, b) => (r, g, b),
            Self::Ansi(at) | Self::Indexed(at @ 0..=15) => SHADES[usize::from(at % 16)],
            Self::Indexed(at @ 16..=231) => {
                let (at, step) = (usize::from(at - 16), |n: usize| CUBE[n % 6]);
                (step(at / 36), step(at / 6), step(at))
            }
            Self::Indexed(at) => {
                let grey = 8 + 10 * (at - 232);
                (grey, grey, grey)
            }
        }
    }

    /// The nearest colour that `depth` has; `None` where it has none.
    pub fn reduced(self, depth: Depth) -> Option<Self> {
        match (depth, self) {
            (Depth::None, _) => None,
            (Depth::Indexed, Self::Rgb(r, g, b)) => Some(Self::Indexed(nearest_indexed((r, g, b)))),
            (Depth::Sixteen, Self::Indexed(at @ 0..=15)) => Some(Self::Ansi(at)),
            (Depth::Sixteen, Self::Indexed(_) | Self::Rgb(..)) => Some(Self::Ansi(nearest_ansi(self.rgb()))),
            _ => Some(self),
        }
    }

    /// The contrast of two colours after WCAG 2.1: 1 (none) to 21 (black on white); 4.5 is enough for running text.
    pub fn contrast(self, other: Self) -> f32 {
        let (a, b) = (luminance(self.rgb()), luminance(other.rgb()));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }
}

/// Relative luminance, 0 to 1 (WCAG 2.1).
pub fn luminance((r, g, b): (u8, u8, u8)) -> f32 {
    let linear = |channel: u8| {
        let share = f32::from(channel) / 255.0;
        if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
}

/// The nearest of xterm's cube and greys. The sixteen are left out: nobody knows their shades.
fn nearest_indexed((r, g, b): (u8, u8, u8)) -> u8 {
    let step = |channel: u8| (0..6u8).min_by_key(|n| CUBE[usize::from(*n)].abs_diff(channel)).unwrap_or(0);
    let cube = 16 + 36 * step(r) + 6 * step(g) + step(b);
    let mean = (u16::from(r) + u16::from(g) + u16::from(b)) / 3;
    let below = 232 + (mean.saturating_sub(8) / 10).min(23) as u8;
    let distance = |at: &u8| distance(Paint::Indexed(*at).rgb(), (r, g, b));
    [cube, below, below.saturating_add(1)].into_iter().min_by_key(distance).unwrap_or(cube)
}

/// Squared distance of two colours by red, green and blue.
fn distance(one: (u8, u8, u8), other: (u8, u8, u8)) -> u32 {
    [one.0.abs_diff(other.0), one.1.abs_diff(other.1), one.2.abs_diff(other.2)]
        .into_iter()
        .map(|d| u32::from(d).pow(2))
        .sum()
}

/// The one of the sixteen that keeps the hue. By distance alone, every dark tint would become black and be lost.
fn nearest_ansi((r, g, b): (u8, u8, u8)) -> u8 {
    let (most, least) = (r.max(g).max(b), r.min(g).min(b));
    if most - least < 40 {
        return match most {
            0..64 => 0,
            64..150 => 8,
            150..235 => 7,
            _ => 15,
        };
    }
    let hue = match hue((r, g, b)) {
        20..75 => 3,
        75..160 => 2,
        160..200 => 6,
        200..265 => 4,
        265..340 => 5,
        _ => 1,
    };
    if most >= 200 { hue + 8 } else { hue }
}

/// The hue in degrees, 0 to 359, as in HSV.
fn hue((r, g, b): (u8, u8, u8)) -> i32 {
    let (r, g, b) = (i32::from(r), i32::from(g), i32::from(b));
    let (most, least) = (r.max(g).max(b), r.min(g).min(b));
    let chroma = (most - least).max(1);
    let degrees = match most {
        _ if most == r => 60 * (g - b) / chroma,
        _ if most == g => 120 + 60 * (b - r) / chroma,
        _ => 240 + 60 * (r - g) / chroma,
    };
    degrees.rem_euclid(360)
}

/// The attributes by name, each with its place in a [`Style`].
type Flag = fn(&mut Style) -> &mut bool;
const FLAGS: [(&str, Flag); 6] = [
    ("bold", |style| &mut style.bold),
    ("dim", |style| &mut style.dim),
    ("italic", |style| &mut style.italic),
    ("underline", |style| &mut style.underline),
    ("reverse", |style| &mut style.reverse),
    ("strike", |style| &mut style.strike),
];

impl Style {
    /// A style as written: attributes and a colour in any order, `on` before the colour behind. Empty: nothing special.
    /// The error says which word is not understood.
    pub fn parse(written: &str) -> Result<Self, String> {
        let (mut style, mut on) = (Self::default(), false);
        for word in written.split_whitespace() {
            if let Some((_, flag)) = FLAGS.iter().find(|(name, _)| *name == word && !on) {
                *flag(&mut style) = true;
            } else if word == "on" && !on && style.bg.is_none() {
                on = true;
            } else {
                let place = if on { &mut style.bg } else { &mut style.fg };
                let paint = Paint::parse(word).ok_or_else(|| unknown(word))?;
                if place.replace(paint).is_some() {
                    return Err(format!("two colours where one is shown: {}", quoted(word)));
                }
                on = false;
            }
        }
        if on { Err("`on` wants a colour after it".to_owned()) } else { Ok(style) }
    }

    /// This style on top of another: its colours where it has any, the attributes of both.
    pub fn over(mut self, mut below: Self) -> Self {
        self.fg = self.fg.or(below.fg);
        self.bg = self.bg.or(below.bg);
        for (_, flag) in FLAGS {
            *flag(&mut self) |= *flag(&mut below);
        }
        self
    }

    /// Whether it shows as nothing special.
    pub fn is_plain(self) -> bool {
        self == Self::default()
    }

    /// The style in the colours that `depth` has. With sixteen, letters on a colour stay readable: where the nearest
    /// colours would not, black or white takes their place.
    pub fn reduced(self, depth: Depth) -> Self {
        let fit = |paint: Option<Paint>| paint.and_then(|paint| paint.reduced(depth));
        let style = Self { fg: fit(self.fg), bg: fit(self.bg), ..self };
        let kept = style.fg == self.fg && style.bg == self.bg;
        if depth == Depth::Sixteen && !kept { style.readable() } else { style }
    }

    fn readable(self) -> Self {
        let Some(bg) = self.bg else { return self };
        let fine = match self.fg {
            Some(fg) => fg.contrast(bg) >= 4.5,
            // The terminal's own letters are readable on one of these, its own background.
            None => matches!(bg, Paint::Ansi(0 | 15)),
        };
        let (black, white) = (Paint::Ansi(0), Paint::Ansi(15));
        let better = if black.contrast(bg) >= white.contrast(bg) { black } else { white };
        // Bold black is shown as dark grey by many terminals of sixteen colours.
        let bold = self.bold && (fine || better != black);
        if fine { self } else { Self { fg: Some(better), bold, ..self } }
    }
}

fn unknown(word: &str) -> String {
    let names = FLAGS.iter().map(|(name, _)| *name).chain(ANSI).chain(["on"]);
    let near = hint(word, names);
    let near = if near.is_empty() { "; a colour is a name, #rrggbb or 0 to 255".to_owned() } else { near };
    format!("{} is no colour and no attribute{near}", quoted(word))
}

impl fmt::Display for Paint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ansi(at) => out.write_str(ANSI[usize::from(at % 16)]),
            Self::Indexed(at) => write!(out, "{at}"),
            Self::Rgb(r, g, b) => write!(out, "#{r:02x}{g:02x}{b:02x}"),
        }
    }
}

/// As it is written in a theme; [`Style::parse`] gives it back.
impl fmt::Display for Style {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut copy = *self;
        let set = FLAGS.iter().filter(|(_, flag)| *flag(&mut copy)).map(|(name, _)| (*name).to_owned());
        let mut words: Vec<String> = set.collect();
        words.extend(self.fg.map(|fg| fg.to_string()));
        words.extend(self.bg.map(|bg| format!("on {bg}")));
        out.write_str(&words.join(" "))
    }
}

/// The colours a terminal shows, from the environment's `NO_COLOR`, `COLORTERM` and `TERM`.
///
/// `NO_COLOR` counts when not empty (no-color.org). GNU screen passes `COLORTERM` on without understanding such
/// colours, so under it `TERM` alone counts. A terminal of no known kind has the sixteen.
pub fn depth(no_color: Option<&str>, colorterm: Option<&str>, term: Option<&str>) -> Depth {
    let term = term.unwrap_or_default();
    let colorless = ["dumb", "vt52", "vt1", "vt2", "vt3"].iter().any(|kind| term.starts_with(kind));
    if no_color.is_some_and(|value| !value.is_empty()) || colorless || term.ends_with("-mono") || term.ends_with("-m") {
        return Depth::None;
    }
    let any = matches!(colorterm, Some("truecolor" | "24bit"));
    let known = ["xterm-kitty", "xterm-ghostty", "alacritty", "wezterm", "foot", "contour"];
    match term {
        _ if any && !term.starts_with("screen") => Depth::True,
        _ if term.ends_with("-direct") || known.iter().any(|kind| term.starts_with(kind)) => Depth::True,
        _ if term.contains("256color") => Depth::Indexed,
        "" if colorterm.is_none() => Depth::None,
        _ => Depth::Sixteen,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_paint() -> impl Strategy<Value = Paint> {
        prop_oneof![
            (0u8..16).prop_map(Paint::Ansi),
            any::<u8>().prop_map(Paint::Indexed),
            any::<(u8, u8, u8)>().prop_map(|(r, g, b)| Paint::Rgb(r, g, b)),
        ]
    }

    fn any_style() -> impl Strategy<Value = Style> {
        let colors = (prop::option::of(any_paint()), prop::option::of(any_paint()));
        (colors, any::<[bool; 6]>()).prop_map(|((fg, bg), flags)| {
            let mut style = Style { fg, bg, ..Style::default() };
            FLAGS.iter().zip(flags).for_each(|((_, flag), set)| *flag(&mut style) = set);
            style
        })
    }

    #[test]
    fn styles_are_read_from_words_in_any_order() {
        let style =
            Style { fg: Some(Paint::Rgb(255, 204, 0)), bg: Some(Paint::Ansi(12)), bold: true, ..Style::default() };
        assert_eq!(Style::parse("bold #fc0 on bright-blue"), Ok(style));
        assert_eq!(Style::parse("on bright-blue  #ffcc00 bold"), Ok(style));
        assert_eq!(Style::parse(""), Ok(Style::default()));
        assert_eq!(Style::parse("208").unwrap().fg, Some(Paint::Indexed(208)));
    }

    #[test]
    fn wrong_words_are_told() {
        let told = |written| Style::parse(written).unwrap_err();
        assert_eq!(told("blod"), "`blod` is no colour and no attribute; did you mean `bold`?");
        assert_eq!(told("#12345"), "`#12345` is no colour and no attribute; a colour is a name, #rrggbb or 0 to 255");
        assert_eq!(told("red green"), "two colours where one is shown: `green`");
        assert_eq!(told("red on"), "`on` wants a colour after it");
        for wrong in ["256", "+5", "#é", "on on red", "on red on blue", "on bold red"] {
            assert!(Style::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn tints_keep_their_hue_in_sixteen_colours() {
        let ansi = |written| Paint::parse(written).unwrap().reduced(Depth::Sixteen).unwrap().to_string();
        let tints = ["#5f4f00", "#1f5a2a", "#1f4a7a", "#7a2d55", "#7a1010", "#0a5a5a", "#262626", "#fff8e0"];
        let expected = ["yellow", "green", "blue", "magenta", "red", "cyan", "black", "bright-white"];
        assert_eq!(tints.map(ansi), expected);
        let style = Style::parse("bold #fff3c0 on #5f4f00").unwrap().reduced(Depth::Sixteen);
        assert_eq!(style.to_string(), "black on yellow");
    }

    #[test]
    fn the_environment_tells_the_depth() {
        let of = |colorterm, term| depth(None, colorterm, Some(term));
        assert_eq!(depth(Some("1"), Some("truecolor"), Some("xterm-256color")), Depth::None);
        assert_eq!(depth(Some(""), Some("truecolor"), Some("xterm-256color")), Depth::True);
        assert_eq!(depth(None, None, None), Depth::None);
        assert_eq!(of(None, "xterm-256color"), Depth::Indexed);
        assert_eq!(of(Some("24bit"), "tmux-256color"), Depth::True);
        assert_eq!(of(Some("truecolor"), "screen-256color"), Depth::Indexed);
        assert_eq!(of(None, "xterm-kitty"), Depth::True);
        assert_eq!(
            (of(None, "linux"), of(None, "screen"), of(None, "xterm")),
            (Depth::Sixteen, Depth::Sixteen, Depth::Sixteen)
        );
        assert_eq!(
            (of(Some("truecolor"), "dumb"), of(None, "vt220"), of(None, "xterm-mono")),
            (Depth::None, Depth::None, Depth::None)
        );
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back(style in any_style()) {
            prop_assert_eq!(Style::parse(&style.to_string()), Ok(style));
        }

        #[test]
        fn the_quick_nearest_colour_is_as_near_as_the_nearest_of_all(rgb in any::<(u8, u8, u8)>()) {
            let far = |at: u8| distance(Paint::Indexed(at).rgb(), rgb);
            let best = (16u8..=255).map(far).min().unwrap();
            prop_assert_eq!(far(nearest_indexed(rgb)), best);
        }

        #[test]
        fn a_reduced_style_uses_only_what_its_depth_has(style in any_style()) {
            let fits = |depth: Depth, test: fn(Paint) -> bool| {
                let style = style.reduced(depth);
                style.fg.into_iter().chain(style.bg).all(test) && style.reduced(depth) == style
            };
            prop_assert!(fits(Depth::None, |_| false));
            prop_assert!(fits(Depth::Sixteen, |paint| matches!(paint, Paint::Ansi(_))));
            prop_assert!(fits(Depth::Indexed, |paint| !matches!(paint, Paint::Rgb(..))));
            prop_assert_eq!(style.reduced(Depth::True), style);
        }

        #[test]
        fn any_text_is_a_style_or_a_message(written in "(bold|on|red|#[0-9a-g]{0,7}|[0-9]{1,4}| |\\PC){0,12}") {
            if let Err(message) = Style::parse(&written) {
                prop_assert!(!message.is_empty());
            }
        }
    }
}
