//! How a run of words is set, and the inline runs that come of it: neighbours that are set alike become one run.

use crate::document::InlineStyle;
use crate::text::Span;

/// How words are set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Face {
    /// Italic.
    pub emphasis: bool,
    /// Bold.
    pub strong: bool,
    /// Struck through.
    pub strike: bool,
    /// Whether they stand on the line.
    pub place: LetterHeight,
}

/// Where letters stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LetterHeight {
    /// On the line, or below it.
    #[default]
    OnLine,
    /// Above it: a number set so behind the end of a sentence is the mark of a note.
    Raised,
}

impl LetterHeight {
    /// Raised or not.
    pub fn of(raised: bool) -> Self {
        if raised { Self::Raised } else { Self::OnLine }
    }
}

impl Face {
    fn styles(self) -> [(bool, InlineStyle); 3] {
        [(self.emphasis, InlineStyle::Emphasis), (self.strong, InlineStyle::Strong), (self.strike, InlineStyle::Strike)]
    }
}

/// Where each style that is in force began.
#[derive(Debug, Default)]
pub(super) struct Faces {
    began: [Option<usize>; 3],
}

impl Faces {
    /// Sets the face of the word that begins at `next`; the last one ended at `end`. Gives the runs that are over.
    pub(super) fn set(&mut self, face: Face, end: usize, next: usize) -> Vec<(InlineStyle, Span)> {
        let mut over = Vec::new();
        for (began, (on, style)) in self.began.iter_mut().zip(face.styles()) {
            match (*began, on) {
                (Some(start), false) => {
                    over.push((style, Span::new(start, end)));
                    *began = None;
                }
                (None, true) => *began = Some(next),
                _ => {}
            }
        }
        over
    }
}
