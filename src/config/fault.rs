//! What is wrong in a settings, keys or theme file, and where; and the nearest right name to a wrong one.
//!
//! A fault is told, never thrown: the default stands for the faulty value.

use std::fmt;

/// One thing that could not be understood in a configuration file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The name of the file, as it was handed in.
    pub file: String,
    /// The line, counted from 1; 0 where the whole file is meant.
    pub line: usize,
    /// What is wrong and what would be right, safe to print: no control characters, bounded in length.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(out, "{}: {}", self.file, self.message),
            line => write!(out, "{}:{line}: {}", self.file, self.message),
        }
    }
}

impl std::error::Error for Fault {}

/// The longest piece of a file that a message repeats, in characters.
const SHOWN: usize = 40;

/// What a file said, for a message: between backticks, at most 40 characters, control characters and those that turn
/// the reading direction written as escapes, so that a file cannot play with the terminal.
pub fn quoted(said: &str) -> String {
    let mut out = String::from("`");
    for character in said.chars().take(SHOWN) {
        if character.is_control() || matches!(character, '\u{200e}'..='\u{202e}' | '\u{2066}'..='\u{2069}') {
            out.extend(character.escape_default());
        } else {
            out.push(character);
        }
    }
    if said.chars().nth(SHOWN).is_some() {
        out.push('…');
    }
    out.push('`');
    out
}

/// `; did you mean `…`?` with the nearest of `names`, or nothing where none is near.
pub fn hint<'a>(said: &str, names: impl IntoIterator<Item = &'a str>) -> String {
    nearest(said, names).map(|name| format!("; did you mean `{name}`?")).unwrap_or_default()
}

/// The name nearest to `said`: at most a third of its letters (at least one) added, dropped, changed or swapped with
/// their neighbour; `-` and `_` count as the same. `None` where no name is that near. The first of equally near ones.
pub fn nearest<'a>(said: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let said: Vec<char> = plain(said).take(LONGEST + 1).collect();
    let allowed = (said.len() / 3).max(1);
    if said.len() > LONGEST {
        return None;
    }
    let near = names.into_iter().filter_map(|name| {
        let letters: Vec<char> = plain(name).take(LONGEST + 1).collect();
        let possible = letters.len() <= LONGEST && letters.len().abs_diff(said.len()) <= allowed;
        let distance = if possible { distance(&said, &letters) } else { usize::MAX };
        (distance <= allowed).then_some((distance, name))
    });
    near.min_by_key(|(distance, _)| *distance).map(|(_, name)| name)
}

/// The longest name that is compared, in characters; longer ones are no slip of the finger.
const LONGEST: usize = 64;

fn plain(name: &str) -> impl Iterator<Item = char> {
    name.chars().map(|letter| if letter == '-' { '_' } else { letter.to_ascii_lowercase() })
}

/// The optimal string alignment distance: Levenshtein's, with a swap of neighbours as one step.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let change = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut steps = change.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                steps = steps.min(before[j - 2] + 1);
            }
            row.push(steps);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_fault_is_shown_with_file_line_and_hint() {
        let message = format!("unknown setting {}{}", quoted("mesure"), hint("mesure", ["mouse", "measure"]));
        let fault = Fault { file: "settings.toml".into(), line: 12, message };
        assert_eq!(fault.to_string(), "settings.toml:12: unknown setting `mesure`; did you mean `measure`?");
        assert_eq!(Fault { line: 0, message: "too large".into(), ..fault }.to_string(), "settings.toml: too large");
    }

    #[test]
    fn the_nearest_name_is_found_across_slips() {
        let names = ["row-down", "row-up", "start", "end"];
        assert_eq!(nearest("row_down", names), Some("row-down"));
        assert_eq!(nearest("rwo-up", names), Some("row-up"));
        assert_eq!(nearest("strat", names), Some("start"));
        assert_eq!(nearest("quit", names), None);
        assert_eq!(nearest("", names), None);
    }

    #[test]
    fn what_a_file_said_cannot_reach_the_terminal_as_an_escape() {
        assert_eq!(quoted("a\u{1b}[2J\u{202e}b"), "`a\\u{1b}[2J\\u{202e}b`");
        assert_eq!(quoted(&"x".repeat(41)), format!("`{}…`", "x".repeat(40)));
    }

    proptest! {
        #[test]
        fn distance_is_the_same_both_ways_and_zero_only_for_the_same(a in "[ab]{0,6}", b in "[ab]{0,6}") {
            let (x, y): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
            prop_assert_eq!(distance(&x, &y), distance(&y, &x));
            prop_assert_eq!(distance(&x, &y) == 0, a == b);
            prop_assert!(distance(&x, &y) <= x.len().max(y.len()));
        }

        #[test]
        fn any_text_is_quoted_without_control_characters(said in "\\PC*|[\\x00-\\x9f]{0,80}") {
            prop_assert!(!quoted(&said).chars().any(char::is_control));
        }
    }
}
