//! The tour as it shows: the step one is at, with its words. Which steps there are and when one is done stands elsewhere.

use crate::document::DocPath;
use crate::text::{Span, wrap};

/// The most rows of a step, its title left out.
const MOST_ROWS: usize = 3;
/// The most rows of a step on a low screen.
const SHORT_ROWS: usize = 2;
/// A screen of fewer rows is low.
const LOW: u16 = 20;

/// The step one is at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tour {
    /// Which step, from 0.
    pub step: usize,
    /// Its number among all: `3/13`.
    pub number: String,
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
    /// The rows that the step takes on a screen: its words, and where there is no room for a title its number before them.
    pub fn rows(&self, screen: (u16, u16)) -> Vec<String> {
        let width = usize::from(screen.0).saturating_sub(2).max(1);
        let (words, most) = if self.is_short(screen) {
            (format!("{} {}", self.number, self.words), SHORT_ROWS)
        } else {
            (self.words.clone(), MOST_ROWS)
        };
        let rows = wrap::wrap(&words, Span::new(0, words.len()), width, width);
        rows.iter().take(most).map(|row| row.of(&words).trim_end().to_owned()).collect()
    }

    /// Whether the screen has no room for a title.
    pub fn is_short(&self, (_, height): (u16, u16)) -> bool {
        height < LOW
    }

    /// The height of all of it on a screen: its title, where it shows, and its rows.
    pub fn height(&self, screen: (u16, u16)) -> u16 {
        let title = u16::from(!self.is_short(screen));
        let rows = u16::try_from(self.rows(screen).len()).unwrap_or(u16::MAX);
        rows.saturating_add(title).min(screen.1 / 3)
    }
}
