//! The tour as it shows: the step one is at, with its words. Which steps there are and when one is done stands elsewhere.

use crate::document::DocPath;
use crate::text::{Span, wrap};

/// The most rows of a step, its title left out.
const MOST_ROWS: usize = 3;

/// The step one is at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tour {
    /// Which step, from 0.
    pub step: usize,
    /// Its title, with its number.
    pub title: String,
    /// What to do, with the keys as they are bound.
    pub words: String,
    /// What had been done when it began.
    pub since: TourCounts,
}

/// What of the open text tells whether a step is done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TourCounts {
    /// The open text.
    pub path: Option<DocPath>,
    /// Where one reads, in bytes.
    pub cursor: usize,
    /// One's own annotations.
    pub own: usize,
    /// Those of them with words.
    pub noted: usize,
    /// Those of them with tags.
    pub tagged: usize,
    /// Those of them that answer somebody.
    pub answers: usize,
    /// How many jumps were taken back.
    pub returns: usize,
}

impl Tour {
    /// The rows that the step's words take at a width in cells.
    pub fn rows(&self, width: u16) -> Vec<&str> {
        let width = usize::from(width).saturating_sub(2).max(1);
        let rows = wrap::wrap(&self.words, Span::new(0, self.words.len()), width, width);
        rows.iter().take(MOST_ROWS).map(|row| row.of(&self.words).trim_end()).collect()
    }

    /// The height of all of it on a screen: its title and its rows, at most a third.
    pub fn height(&self, (width, height): (u16, u16)) -> u16 {
        let rows = u16::try_from(self.rows(width).len()).unwrap_or(u16::MAX);
        rows.saturating_add(1).min(height / 3)
    }
}
