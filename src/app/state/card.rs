//! A card of the notes pane: what it is made of, row by row, and what its rows depend on beside the annotations.

use crate::annotation::thread::ThreadEntry;
use crate::annotation::{AnnotationId, Color, Kind, Target};
use crate::app::state::document::OpenDocument;
use crate::app::state::people::ParticipantSign;
use crate::app::state::placed::Slot;
use crate::app::state::prompts;
use crate::config::syllabus::Syllabus;
use crate::study::{Question, Word};
use crate::text::wrap::{self, Wrapping};
use crate::text::{Span, segment};
use foldhash::{HashMap, HashSet};

/// What a row of a card is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardRole {
    /// Who, what kind, state.
    Head(Option<Color>),
    /// The words marked.
    Quote(Option<Color>),
    /// What was written.
    Note,
    /// Tags.
    Tags,
    /// What others have made of it: answers, votes, whom it mentions; or what it answers is not here.
    Thread,
    /// The empty row between two cards.
    Gap,
}

/// One row of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardRow {
    /// What it is.
    pub role: CardRole,
    /// What it says; harmless for a terminal.
    pub text: String,
}

impl CardRow {
    pub(in crate::app) fn new(role: CardRole, text: impl Into<String>) -> Self {
        Self { role, text: text.into() }
    }
}

/// One annotation in the notes pane. What stands on it is there once it shows: a class writes thousands of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// The annotation.
    pub id: AnnotationId,
    /// Where it stands.
    pub span: Option<Span>,
    /// Its rows; none as long as it has not come to show.
    pub rows: Vec<CardRow>,
    /// The sign of its reader, which its first row begins with; `None` where all are of one reader. Known with the rows.
    pub sign: Option<ParticipantSign>,
    /// Cells of indentation: it answers the card above.
    pub indent: u16,
    /// Whether it shows only because an answer to it passes the filter.
    pub context: bool,
    /// What there is to read in it, where somebody else wrote it. Known with the rows.
    pub word: Option<Word>,
    /// Its place in its thread; the index is the number of its slot.
    pub(in crate::app) entry: ThreadEntry,
    /// The first annotation of its thread: that stands in text order.
    pub(in crate::app) head: Slot,
    /// Whether it is the first of those that answer what is not here.
    pub(in crate::app) strays: bool,
}

/// A text in rows, at most `most` of them, that end where those of the text do; the last says that there is more. None of an empty text.
pub fn wrapped(text: &str, wrapping: Wrapping, most: usize) -> Vec<String> {
    let width = wrapping.width;
    // Nothing beyond what could show is laid out, however long the note.
    let cut = text.floor_char_boundary(width * (most + 1) * 4);
    let text = &text[..cut];
    let spans = wrap::wrap_seen(text, Span::new(0, text.len()), &[], wrapping);
    let mut rows: Vec<String> = spans.iter().take(most).map(|span| span.of(text).trim().to_owned()).collect();
    if spans.len() > most
        && let Some(last) = rows.last_mut()
    {
        while !last.is_empty() && wrap::width(last) + 1 > width {
            last.truncate(segment::prev_grapheme(last, last.len()));
        }
        last.push('…');
    }
    rows
}

/// What is known of all annotations that show together; every index is the number of a slot.
#[derive(Debug, Default)]
pub struct CardContext {
    /// The questions, by the place of each.
    questions: HashMap<usize, Question>,
    /// The answers that settle a question.
    settling: HashSet<usize>,
    /// Who voted, by the id of what they voted for.
    voters: HashMap<AnnotationId, Vec<usize>>,
    /// Who picked it, by the id of what they picked.
    pub(in crate::app) picks: HashMap<AnnotationId, Vec<usize>>,
    /// Of which session the prompts are.
    sessions: HashMap<AnnotationId, u32>,
}

impl CardContext {
    /// What became of a question.
    pub fn question(&self, at: usize) -> Option<&Question> {
        self.questions.get(&at)
    }

    /// Whether an answer settles a question.
    pub fn settles(&self, at: usize) -> bool {
        self.settling.contains(&at)
    }

    /// The votes for an annotation.
    pub fn voters_for(&self, id: &AnnotationId) -> impl Iterator<Item = usize> {
        self.voters.get(id).into_iter().flatten().copied()
    }

    /// The picks of an annotation.
    pub fn picks_of(&self, id: &AnnotationId) -> impl Iterator<Item = usize> {
        self.picks.get(id).into_iter().flatten().copied()
    }

    /// The number of the session that asks a prompt.
    pub fn session_of(&self, id: &AnnotationId) -> Option<u32> {
        self.sessions.get(id).copied()
    }

    pub(in crate::app) fn of(doc: &OpenDocument, syllabus: &Syllabus) -> Self {
        let mut known = Self::default();
        let mut asks = false;
        for (slot, anchored) in doc.annotations.anchored.with_slots().filter(|(_, anchored)| !anchored.hidden) {
            let at = slot.number();
            asks |= anchored.is_prompt();
            match (&anchored.annotation.target, anchored.annotation.picked()) {
                (_, Some(id)) => known.picks.entry(id.clone()).or_default().push(at),
                (Target::Annotation(id), None) if anchored.annotation.kind == Kind::Vote => {
                    known.voters.entry(id.clone()).or_default().push(at);
                }
                _ => {}
            }
        }
        if asks {
            known.sessions = prompts::sessions_of(syllabus);
        }
        known
    }

    /// Takes in the questions; `shown` says which annotation each index stands for.
    pub(in crate::app) fn ask(&mut self, questions: Vec<Question>, shown: &[usize]) {
        for question in questions {
            let settled_by = question.settled_by.map(|answer| shown[answer]);
            self.settling.extend(settled_by);
            let index = shown[question.index];
            self.questions.insert(index, Question { index, settled_by, ..question });
        }
    }
}
