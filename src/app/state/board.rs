//! The board of questions: its rows and what they were made from.

use crate::annotation::AnnotationId;
use crate::app::state::field::TextField;
use crate::app::state::revisions::{MadeFrom, Revisions};
use crate::document::DocPath;

/// One question on the board; all words are harmless for a terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardRow {
    /// The annotation.
    pub id: AnnotationId,
    /// The document it was asked on.
    pub path: DocPath,
    /// What that is called.
    pub title: String,
    /// The question, on one line.
    pub note: String,
    /// The words it is about, on one line; may be empty.
    pub quote: String,
    /// Who asks.
    pub who: String,
    /// How many others ask the same.
    pub votes: usize,
    /// How many answers there are.
    pub answers: usize,
    /// Whose answer settled it; `None` while it is open.
    pub settled_by: Option<String>,
}

/// The open board.
#[derive(Debug)]
pub struct Board {
    /// What passes, in order.
    pub rows: Vec<BoardRow>,
    /// Which of them is current.
    pub at: usize,
    /// Words typed to narrow it.
    pub field: TextField,
    /// Whether settled questions show too.
    pub settled: bool,
    /// How many questions are open, and how many settled, of all.
    pub counts: (usize, usize),
    /// How many stand on documents that this reader is to read first.
    pub blind: usize,
    /// What the rows were made from: the revisions, the words typed, whether settled ones show.
    pub(in crate::app) made: MadeFrom<(Revisions, String, bool)>,
}
