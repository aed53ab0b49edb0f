//! The head of a memo as the RFC series sets it: who and when in two columns, the title centred below. It says what they state, of
//! two pieces of text; where they stand it does not know.

use crate::language::dates;

/// A title is no longer, in bytes.
const LONGEST: usize = 300;

/// What a memo's head states.
pub(super) struct MemoHead {
    /// Its title, on one line.
    pub(super) title: String,
    /// Its date, ISO 8601.
    pub(super) date: Option<String>,
}

/// Reads the columns that a text begins with, and what is set below them; `None` where they state no date.
pub(super) fn read(columns: &str, title: &str) -> Option<MemoHead> {
    let right = |line: &str| line.rsplit_once("   ").map(|(_, right)| right.trim().to_owned());
    let mut dates = columns.lines().filter_map(right).filter_map(|right| dates::find(&right));
    let (date, ..) = dates.next_back().filter(|_| columns.lines().count() >= 2 && title.len() <= LONGEST)?;
    Some(MemoHead { title: title.split_whitespace().collect::<Vec<_>>().join(" "), date: date.iso() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_right_column_says_when() {
        let columns = "Ropes Working Group          B. Lind\nCategory: Informational     May 1990";
        let memo = read(columns, "How Ropes\n     Are Spliced").unwrap();
        assert_eq!((memo.title.as_str(), memo.date.as_deref()), ("How Ropes Are Spliced", Some("1990-05")));
        assert!(read("Oil     1 barrel\nTar     2 barrels", "Stores").is_none());
    }
}
