//! How a run of words is set, and the inline runs that come of it: neighbours that are set alike become one run.

use crate::document::InlineStyle;
use crate::format::letter_height::LetterHeight;
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
    /// Whether they stand on the line, above or below it.
    pub place: LetterHeight,
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
