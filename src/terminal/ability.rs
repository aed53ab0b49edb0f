//! What the terminal can, by its entry in the terminfo database; by its name where there is no entry. It asks the terminal
//! nothing: a slow line would wait for the answer.

use termini::{StringCapability, TermInfo};

/// Names of terminals that show italics reversed or not at all, by how they begin, where no entry tells.
const UPRIGHT: &[&str] =
    &["screen", "linux", "vt", "rxvt", "teraterm", "cygwin", "ansi", "eterm", "Eterm", "cons25", "sun"];
/// Those that have no scroll region.
const NO_REGION: &[&str] = &["ansi", "pcansi", "dumb", "cons25", "sun", "vt52", "hurd"];

/// What differs between terminals and matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ability {
    /// Rows can be scrolled inside a region (DECSTBM, line feed, reverse index).
    pub region: bool,
    /// Italics are italics. GNU screen shows them reversed, which means something else here.
    pub italic: bool,
}

impl Ability {
    /// What the terminal of this process can.
    pub fn here() -> Self {
        let name = std::env::var("TERM").unwrap_or_default();
        TermInfo::from_name(&name).map_or_else(|_| Self::named(&name), |entry| Self::entered(&entry))
    }

    /// As its entry says.
    fn entered(entry: &TermInfo) -> Self {
        let has = |capability| entry.raw_string_cap(capability).is_some();
        Self {
            region: has(StringCapability::ChangeScrollRegion) && has(StringCapability::ScrollReverse),
            italic: has(StringCapability::EnterItalicsMode),
        }
    }

    /// As others of its name.
    fn named(name: &str) -> Self {
        let one_of = |names: &[&str]| names.iter().any(|known| name.starts_with(known));
        Self { region: !one_of(NO_REGION), italic: !one_of(UPRIGHT) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminals_are_known_by_name_where_no_entry_tells() {
        for (name, region, italic) in [
            ("xterm-256color", true, true),
            ("tmux-256color", true, true),
            ("screen-256color", true, false),
            ("linux", true, false),
            ("vt220", true, false),
            ("vt52", false, false),
            ("dumb", false, true),
            ("", true, true),
        ] {
            assert_eq!(Ability::named(name), Ability { region, italic }, "{name}");
        }
    }
}
