//! What a session asks of each reader, and how much of it the one who reads has done. It counts nothing: that is `study::work`'s.

use crate::config::syllabus::Rubric;
use crate::study::work::WorkCount;

/// What a session asks of each reader.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AskedWork {
    /// How much of each kind of work.
    pub work: WorkCount,
    /// What all of it is worth, where that is said.
    pub points: Option<u32>,
    /// How much of it the reader has done.
    pub done: WorkCount,
}

impl AskedWork {
    /// What a rubric asks, nothing of it done.
    pub fn of(rubric: &Rubric) -> Self {
        let Rubric { marks, notes, questions, answers, replies, points } = *rubric;
        Self { work: WorkCount { marks, notes, questions, answers, replies }, points, done: WorkCount::default() }
    }

    /// What is asked, how much of it is done, and what it is worth: `marks 3/3, notes 1/2 (10 points)`.
    pub fn words(&self) -> String {
        let worth = |points: u32| format!(" ({points} point{})", if points == 1 { "" } else { "s" });
        self.work.in_fractions(&self.done) + &self.points.map_or_else(String::new, worth)
    }

    /// How much of all of it is done, in few words: `work 3 of 8`.
    pub fn sum(&self) -> String {
        let (done, asked) = self.work.sum_of_asked(&self.done);
        format!("work {done} of {asked}")
    }
}
