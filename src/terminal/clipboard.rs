//! The ways from here to the reader's clipboard, by what the environment says: programs that take words, and what the
//! terminal does with a sequence that sets its clipboard (OSC 52). Whether it did cannot be seen; what is not known to reach
//! a clipboard is shown as well, to be copied by hand.

use crate::app::CopyWay;
use crate::config::choices::Clipboard;
use crate::worker::clipboard::Program;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;

/// The longest text that is sent to a terminal: they drop longer ones, some whole.
pub const LONGEST: usize = 74_000;
/// A device control string that GNU screen hands on whole; at 800 bytes it prints the rest over the screen.
const PIECE: usize = 200;

/// Programs for the clipboard, the variable that must be set for each (and not empty), in the order in which they are asked.
const PROGRAMS: &[(&str, Program)] = &[
    ("WAYLAND_DISPLAY", &["wl-copy"]),
    ("DISPLAY", &["xclip", "-selection", "clipboard", "-in"]),
    ("DISPLAY", &["xsel", "--clipboard", "--input"]),
    ("TERMUX_VERSION", &["termux-clipboard-set"]),
    // -w, from tmux 3.2 on, gives it to the terminal outside too.
    ("TMUX", &["tmux", "load-buffer", "-w", "-"]),
    ("TMUX", &["tmux", "load-buffer", "-"]),
];
/// Of a Mac's own screen.
const PBCOPY: Program = &["pbcopy"];

/// Terminals that set the clipboard as they come, by how their TERM begins.
const TAKING: &[&str] = &["xterm-kitty", "foot", "alacritty", "wezterm", "xterm-ghostty", "ghostty"];
/// And by a variable that they set, and how its value begins.
const TAKING_BY: &[(&str, &str)] = &[
    ("KITTY_WINDOW_ID", ""),
    ("WT_SESSION", ""),
    ("ALACRITTY_WINDOW_ID", ""),
    ("TERM_PROGRAM", "WezTerm"),
    ("TERM_PROGRAM", "ghostty"),
];
/// Terminals that have no clipboard, by how their TERM begins.
const WITHOUT: &[&str] = &["linux", "dumb", "vt", "cons25", "ansi", "sun", "hurd", "unknown"];

/// The ways from here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ways {
    /// Programs to be asked first, in this order.
    pub programs: Vec<Program>,
    /// What is done where none of them takes the words.
    pub terminal: CopyWay,
    /// Whether GNU screen is between.
    pub pieces: bool,
}

impl Ways {
    /// Those of this process, as the reader wants them.
    pub fn here(wanted: Clipboard) -> Self {
        Self::of(wanted, &|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
    }

    /// Those of an environment; an empty variable is none.
    fn of(wanted: Clipboard, variable: &dyn Fn(&str) -> Option<String>) -> Self {
        let is_set = |name: &str| variable(name).is_some();
        let inside_screen = is_set("STY") || variable("TERM").is_some_and(|term| term.starts_with("screen"));
        let pieces = inside_screen && !is_set("TMUX");
        let mut programs: Vec<Program> =
            PROGRAMS.iter().filter(|(name, _)| is_set(name)).map(|(_, program)| *program).collect();
        if cfg!(target_os = "macos") && !is_set("SSH_CONNECTION") {
            programs.insert(0, PBCOPY);
        }
        match wanted {
            Clipboard::Auto => Self { programs, terminal: known(variable), pieces },
            Clipboard::Terminal => Self { programs: Vec::new(), terminal: CopyWay::Sent, pieces },
            Clipboard::Show => Self { programs: Vec::new(), terminal: CopyWay::Shown, pieces },
        }
    }

    /// What is sent to the terminal for a text; empty where it would be in vain.
    pub fn sequence(&self, text: &str) -> String {
        if self.terminal == CopyWay::Shown || text.len() > LONGEST {
            return String::new();
        }
        let sequence = format!("\x1b]52;c;{}\x07", BASE64_STANDARD.encode(text));
        if !self.pieces {
            return sequence;
        }
        let pieces = sequence.as_bytes().chunks(PIECE).map(String::from_utf8_lossy);
        pieces.map(|piece| format!("\x1bP{piece}\x1b\\")).collect::<Vec<_>>().concat()
    }
}

/// What is known of the terminal: it takes a text, may take it, or cannot.
fn known(variable: &dyn Fn(&str) -> Option<String>) -> CopyWay {
    let term = variable("TERM").unwrap_or_default();
    let begins = |names: &[&str]| names.iter().any(|name| term.starts_with(name));
    if term.is_empty() || begins(WITHOUT) {
        return CopyWay::Shown;
    }
    let taking = |(name, value): &(&str, &str)| variable(name).is_some_and(|set| set.starts_with(value));
    // Inside tmux or screen these are the variables of whatever terminal it was begun in. Both hand the words on; to what, they
    // do not say.
    let inside = variable("TMUX").is_some() || variable("STY").is_some();
    if !inside && (begins(TAKING) || TAKING_BY.iter().any(taking)) { CopyWay::Sent } else { CopyWay::Unsure }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ways(wanted: Clipboard, environment: &[(&str, &str)]) -> Ways {
        Ways::of(wanted, &|name| {
            let found = environment.iter().find(|(set, _)| *set == name);
            found.map(|(_, value)| (*value).to_owned()).filter(|value| !value.is_empty())
        })
    }

    /// The names of the programs, and what the terminal is for.
    fn auto(environment: &[(&str, &str)]) -> (Vec<&'static str>, CopyWay) {
        let ways = ways(Clipboard::Auto, environment);
        (ways.programs.iter().map(|program| program[0]).filter(|name| *name != "pbcopy").collect(), ways.terminal)
    }

    #[test]
    fn the_ways_are_those_of_the_environment() {
        for (environment, programs, terminal) in [
            (&[("TERM", "xterm-256color")][..], &[][..], CopyWay::Unsure),
            (&[("TERM", "xterm-kitty")], &[], CopyWay::Sent),
            (&[("TERM", "xterm-256color"), ("WT_SESSION", "1")], &[], CopyWay::Sent),
            (&[("TERM", "xterm-256color"), ("TERM_PROGRAM", "Apple_Terminal")], &[], CopyWay::Unsure),
            (&[("TERM", "linux")], &[], CopyWay::Shown),
            (&[("TERM", "dumb"), ("DISPLAY", "")], &[], CopyWay::Shown),
            (&[], &[], CopyWay::Shown),
            (
                &[("TERM", "tmux-256color"), ("TMUX", "/x,1,0"), ("KITTY_WINDOW_ID", "1")],
                &["tmux", "tmux"],
                CopyWay::Unsure,
            ),
            (&[("TERM", "screen"), ("STY", "1.a.b")], &[], CopyWay::Unsure),
            (&[("TERM", "screen"), ("STY", "1.a.b"), ("WT_SESSION", "1")], &[], CopyWay::Unsure),
            (&[("TERM", "screen")], &[], CopyWay::Unsure),
            (&[("TERM", "linux"), ("DISPLAY", ":0")], &["xclip", "xsel"], CopyWay::Shown),
            (&[("TERM", "foot"), ("WAYLAND_DISPLAY", "wayland-0")], &["wl-copy"], CopyWay::Sent),
        ] {
            assert_eq!(auto(environment), (programs.to_vec(), terminal), "{environment:?}");
        }
    }

    #[test]
    fn a_setting_decides_before_the_environment() {
        let environment = [("TERM", "linux"), ("DISPLAY", ":0")];
        let terminal = ways(Clipboard::Terminal, &environment);
        assert!(terminal.programs.is_empty() && terminal.sequence("ab") == "\x1b]52;c;YWI=\x07");
        let show = ways(Clipboard::Show, &[("TERM", "xterm-kitty")]);
        assert_eq!((show.programs.len(), show.sequence("ab").as_str()), (0, ""));
    }

    #[test]
    fn through_screen_it_goes_in_pieces_and_whole() {
        let screen = ways(Clipboard::Auto, &[("TERM", "screen-256color"), ("STY", "1.a.b")]);
        let sent = screen.sequence(&"words ".repeat(500));
        let pieces: Vec<&str> = sent.split_terminator("\x1b\\").collect();
        assert!(pieces.len() > 10 && pieces.iter().all(|piece| piece.starts_with("\x1bP") && piece.len() <= PIECE + 2));
        let joined: String = pieces.iter().map(|piece| &piece[2..]).collect();
        let plain = ways(Clipboard::Terminal, &[("TERM", "xterm")]).sequence(&"words ".repeat(500));
        assert_eq!(joined, plain);
    }
}
