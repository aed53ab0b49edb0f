//! What the terminal can, by its entry in the terminfo database; by its name where there is no entry. It asks the terminal
//! nothing: a slow line would wait for the answer. What no entry says is asked later (`MARGINS`).

use crate::store::terminal_entry;
use termini::{StringCapability, TermInfo};

/// Names of terminals that show italics reversed or not at all, by how they begin, where no entry tells.
const UPRIGHT: &[&str] =
    &["screen", "linux", "vt", "rxvt", "teraterm", "cygwin", "ansi", "eterm", "Eterm", "cons25", "sun"];
/// Those that have no scroll region.
const NO_REGION: &[&str] = &["ansi", "pcansi", "dumb", "cons25", "sun", "vt52", "hurd"];
/// Those that do not erase cells, though they have regions.
const NO_ERASE: &[&str] = &["screen", "vt102"];

/// Asks a terminal whether it knows left and right margins (DECRQM of DECLRMM, VT420): `ESC [ ? 69 ; 1 $ y` or `2` says so. Where it
/// takes the question for letters, `p` stands on the screen: it is asked where that is written over (`Painter::ask_for_margins`).
pub const MARGINS: &str = "\x1b[?69$p";

/// How rows are scrolled inside a region (DECSTBM).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scrolling {
    /// There are no regions.
    None,
    /// By line feeds and reverse indexes at its edges.
    Edges,
    /// By lines put in and deleted at its top as well (IL, DL).
    Lines,
}

/// What differs between terminals and matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ability {
    /// How rows are scrolled.
    pub scrolling: Scrolling,
    /// Cells can be erased where they stand (ECH).
    pub erase: bool,
    /// Italics are italics. GNU screen shows them reversed, which means something else here.
    pub italic: bool,
    /// Rows are scrolled between a left and a right margin (DECSLRM). No entry says so: a terminal that does has answered [`MARGINS`].
    pub margins: bool,
}

impl Ability {
    /// What the terminal of this process can.
    pub fn here() -> Self {
        let name = std::env::var("TERM").unwrap_or_default();
        let entry = terminal_entry(&name).and_then(|bytes| TermInfo::parse(&bytes[..]).ok());
        entry.map_or_else(|| Self::named(&name), |entry| Self::entered(&entry))
    }

    /// As its entry says.
    fn entered(entry: &TermInfo) -> Self {
        let has = |capability| entry.raw_string_cap(capability).is_some();
        Self {
            scrolling: match (
                has(StringCapability::ChangeScrollRegion) && has(StringCapability::ScrollReverse),
                has(StringCapability::ParmDeleteLine) && has(StringCapability::ParmInsertLine),
            ) {
                (true, true) => Scrolling::Lines,
                (true, false) => Scrolling::Edges,
                (false, _) => Scrolling::None,
            },
            erase: has(StringCapability::EraseChars),
            italic: has(StringCapability::EnterItalicsMode),
            margins: false,
        }
    }

    /// As others of its name.
    fn named(name: &str) -> Self {
        let one_of = |names: &[&str]| names.iter().any(|known| name.starts_with(known));
        let scrolling = if one_of(NO_REGION) {
            Scrolling::None
        } else if one_of(&["vt100"]) {
            Scrolling::Edges
        } else {
            Scrolling::Lines
        };
        let erase = scrolling == Scrolling::Lines && !one_of(NO_ERASE);
        Self { scrolling, erase, italic: !one_of(UPRIGHT), margins: false }
    }
}

/// Whether the terminal keeps an Escape back while it is asked to tell of the mouse: GNU screen takes it for the beginning of such a report
/// and sends it on with the next key only, whenever that is (4.9.0, measured). It names itself in `STY`, and over ssh as
/// `screen.xterm-256color`; plain `screen` and `screen-256color` are also what tmux calls itself.
pub fn holds_escape(said: impl Fn(&str) -> Option<String>) -> bool {
    said("STY").is_some_and(|session| !session.is_empty())
        || said("TERM").is_some_and(|name| name.starts_with("screen."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_gnu_screen_keeps_an_escape_back() {
        let holds = |said: &[(&str, &str)]| {
            holds_escape(|name| said.iter().find(|(told, _)| *told == name).map(|(_, value)| (*value).to_owned()))
        };
        assert!(holds(&[("TERM", "screen"), ("STY", "123.pts-0.host")]) && holds(&[("TERM", "screen.xterm-256color")]));
        for name in ["screen", "screen-256color", "tmux-256color", "xterm-256color", ""] {
            assert!(!holds(&[("TERM", name), ("STY", "")]), "{name}");
        }
        assert!(!holds(&[]));
    }

    #[test]
    fn terminals_are_known_by_name_where_no_entry_tells() {
        use Scrolling::{Edges, Lines, None};
        for (name, scrolling, erase, italic) in [
            ("xterm-256color", Lines, true, true),
            ("tmux-256color", Lines, true, true),
            ("screen-256color", Lines, false, false),
            ("linux", Lines, true, false),
            ("vt220", Lines, true, false),
            ("vt100", Edges, false, false),
            ("vt52", None, false, false),
            ("dumb", None, false, true),
            ("", Lines, true, true),
        ] {
            assert_eq!(Ability::named(name), Ability { scrolling, erase, italic, margins: false }, "{name}");
        }
    }
}
