//! What is kept back while a text is read blind, in words.

use crate::study::blind::Need;
use jiff::civil::Date;

/// What is kept back of the open document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlindNotice {
    /// What is needed before it shows.
    pub need: Need,
    /// How many annotations.
    pub count: usize,
    /// By how many readers.
    pub readers: usize,
    /// The day on which that was found out.
    pub today: Option<Date>,
    /// Whether one's own group shows, and the others wait.
    pub is_apart: bool,
    /// What a leader has to do whom nothing shows to be one.
    pub leader: Option<String>,
}

impl BlindNotice {
    /// "5 annotations by 3 others".
    pub fn what(&self) -> String {
        let annotations = if self.count == 1 { "annotation" } else { "annotations" };
        let others = if self.readers == 1 { "other" } else { "others" };
        format!("{} {annotations} by {} {others}", self.count, self.readers)
    }

    /// How many of whom, why, until when.
    pub fn words(&self) -> String {
        let show = if self.count == 1 { "shows" } else { "show" };
        let leader = self.leader.as_ref().map_or(String::new(), |told| format!(" {told}"));
        let why = if self.is_apart { "Your group first" } else { "Read with your own eyes first" };
        format!("{why}: {} {show} {}.{leader}", self.what(), self.need.words(self.today))
    }

    /// Says what is kept back and until when, short enough for one row.
    pub fn short(&self) -> String {
        let others = if self.readers == 1 { "other" } else { "others" };
        let why = if self.is_apart { "group" } else { "blind" };
        format!("{why}: {} by {} {others} {}", self.count, self.readers, self.need.short(self.today))
    }
}
