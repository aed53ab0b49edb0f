//! How much work of each kind there is, and of which kind an annotation is. When it counts, and for what, is `grading`'s to say.

use crate::annotation::{Annotation, AnnotationId, Kind, Target};

/// The tag by which readers say that an annotation of theirs is not to be counted.
pub const UNCOUNTED: &str = "uncounted";

/// How much of each kind of work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WorkCount {
    /// Marks without words.
    pub marks: u32,
    /// Notes.
    pub notes: u32,
    /// Questions.
    pub questions: u32,
    /// Answers to prompts.
    pub answers: u32,
    /// Replies to others.
    pub replies: u32,
}

impl WorkCount {
    /// What each kind is called, with how much of it there is.
    pub fn kinds(&self) -> [(&'static str, u32); 5] {
        [
            ("marks", self.marks),
            ("notes", self.notes),
            ("questions", self.questions),
            ("answers", self.answers),
            ("replies", self.replies),
        ]
    }

    /// The kinds that are asked for, each with how much of it is asked and how much was done.
    pub(super) fn lines(&self, done: &Self) -> impl Iterator<Item = (&'static str, u32, u32)> {
        let both = self.kinds().into_iter().zip(done.kinds());
        both.map(|((kind, asked), (_, done))| (kind, asked, done)).filter(|(_, asked, _)| *asked > 0)
    }

    /// What is asked and how much of it was done, in words: `marks 3 of 3, notes 1 of 2`.
    pub fn of_asked(&self, done: &Self) -> String {
        self.told(done, " of ")
    }

    /// The same in few words: `marks 3/3, notes 1/2`.
    pub fn in_fractions(&self, done: &Self) -> String {
        self.told(done, "/")
    }

    fn told(&self, done: &Self, of: &str) -> String {
        let lines: Vec<String> =
            self.lines(done).map(|(kind, asked, done)| format!("{kind} {done}{of}{asked}")).collect();
        lines.join(", ")
    }

    /// How much is done of what is asked, and how much is asked, all kinds together; what is done beyond what is asked is not counted.
    pub fn sum_of_asked(&self, done: &Self) -> (u32, u32) {
        self.lines(done).fold((0, 0), |(sum, all), (_, asked, done)| (sum + done.min(asked), all + asked))
    }

    /// Adds what else was done.
    pub fn add(&mut self, more: &Self) {
        self.marks += more.marks;
        self.notes += more.notes;
        self.questions += more.questions;
        self.answers += more.answers;
        self.replies += more.replies;
    }
}

/// Whom an answer answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnsweredWriter {
    /// A prompt of the session that is counted.
    Prompt,
    /// A prompt of another session: the answer counts there.
    OtherPrompt,
    /// Its own writer.
    Oneself,
    /// Somebody else, here or elsewhere.
    Other,
}

/// The counter that an annotation belongs to; none where it counts as no work. `answered` says whom an answer to that id answers.
pub fn kind_of<'c>(
    annotation: &Annotation,
    answered: impl FnOnce(&AnnotationId) -> AnsweredWriter,
    count: &'c mut WorkCount,
) -> Option<&'c mut u32> {
    if annotation.is_pick() || !counts(annotation) {
        return None;
    }
    match (annotation.kind, &annotation.target) {
        (Kind::Highlight | Kind::Link, _) => Some(&mut count.marks),
        (Kind::Note | Kind::DocumentNote, _) => Some(&mut count.notes),
        (Kind::Question, _) => Some(&mut count.questions),
        (Kind::Reply, Target::Annotation(id)) => match answered(id) {
            AnsweredWriter::Prompt => Some(&mut count.answers),
            // What somebody says to themselves goes to nobody.
            AnsweredWriter::OtherPrompt | AnsweredWriter::Oneself => None,
            AnsweredWriter::Other => Some(&mut count.replies),
        },
        (Kind::Reply, _) => Some(&mut count.replies),
        _ => None,
    }
}

/// Whether its maker lets it be counted.
pub fn counts(annotation: &Annotation) -> bool {
    !annotation.tags.iter().any(|tag| tag == UNCOUNTED)
}
