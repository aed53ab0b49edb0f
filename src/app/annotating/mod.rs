//! Making, changing and undoing one's own annotations.

pub mod adjust;
pub mod arrivals;
pub mod audience;
pub mod curation;
pub mod drafts;
pub mod edits;
pub mod linking;
pub mod marks;
pub mod mentions;
pub mod naming;
pub mod repeating;
pub mod review;
pub mod saving;
pub mod tags;
pub mod telling;
pub mod versions;
pub mod word_diff;
pub mod writing;
