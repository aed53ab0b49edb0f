//! Which cards the notes pane has, as threads: answers indented under what they answer, votes as a count, what became of a
//! question. It makes no row of them: what stands on a card is made in `card`, once it shows.

use super::card::{Card, gone_quote};
use super::{Desk, Placed, prompts};
use crate::annotation::filter::{Filter, FilterContext};
use crate::annotation::thread::Entry;
use crate::annotation::{Annotation, Kind, Target, Thread, threads};
use crate::config::syllabus::Syllabus;
use crate::study::{Question, questions_in};
use std::collections::{HashMap, HashSet};

/// Cells of indentation for each answer to an answer, and how many of them are drawn.
const STEP: usize = 2;
const DEEPEST: usize = 3;

/// How the cards are wanted.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// Cells in a row.
    pub width: usize,
    /// What passes.
    pub filter: &'a Filter,
    /// The nickname of who reads.
    pub me: &'a str,
    /// The `urn:uuid:…` of who leads, where that is known.
    pub leader: Option<&'a str>,
    /// The plan of the seminar.
    pub syllabus: &'a Syllabus,
}

/// What is known of all annotations that show together; every index is one of `Desk::placed`.
#[derive(Debug, Default)]
pub struct Known {
    /// The questions, by the place of each.
    questions: HashMap<usize, Question>,
    /// The answers that settle a question.
    settling: HashSet<usize>,
    /// Who voted, by the id of what they voted for.
    voters: HashMap<String, Vec<usize>>,
    /// Who picked it, by the id of what they picked.
    picks: HashMap<String, Vec<usize>>,
    /// Of which session the prompts are.
    sessions: HashMap<String, u32>,
}

impl Known {
    /// What became of a question.
    pub fn question(&self, at: usize) -> Option<&Question> {
        self.questions.get(&at)
    }

    /// Whether an answer settles a question.
    pub fn settles(&self, at: usize) -> bool {
        self.settling.contains(&at)
    }

    /// The votes for an annotation.
    pub fn voters_for(&self, id: &str) -> impl Iterator<Item = usize> {
        self.voters.get(id).into_iter().flatten().copied()
    }

    /// The picks of an annotation.
    pub fn picks_of(&self, id: &str) -> impl Iterator<Item = usize> {
        self.picks.get(id).into_iter().flatten().copied()
    }

    /// The number of the session that asks a prompt.
    pub fn session_of(&self, id: &str) -> Option<u32> {
        self.sessions.get(id).copied()
    }

    fn of(desk: &Desk, syllabus: &Syllabus) -> Self {
        let mut known = Self::default();
        let mut asks = false;
        for (at, placed) in desk.placed.iter().enumerate().filter(|(_, placed)| !placed.hidden) {
            asks |= placed.is_prompt();
            match (&placed.annotation.target, placed.annotation.picked()) {
                (_, Some(id)) => known.picks.entry(id.to_owned()).or_default().push(at),
                (Target::Annotation(id), None) if placed.annotation.kind == Kind::Vote => {
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
    fn ask(&mut self, questions: Vec<Question>, shown: &[usize]) {
        for question in questions {
            let settled_by = question.settled_by.map(|answer| shown[answer]);
            self.settling.extend(settled_by);
            let index = shown[question.index];
            self.questions.insert(index, Question { index, settled_by, ..question });
        }
    }
}

/// The cards of a document, thread by thread in the order of the text, without their rows; and what those are made from.
pub fn make(desk: &Desk, wanted: Wanted<'_>) -> (Vec<Card>, Known) {
    let mut known = Known::of(desk, wanted.syllabus);
    let (shown, annotations): (Vec<usize>, Vec<&Annotation>) =
        desk.visible_at().map(|(at, placed)| (at, &placed.annotation)).unzip();
    let threads = threads(&annotations);
    known.ask(questions_in(&annotations, &threads, wanted.leader), &shown);
    let mut cards = Vec::with_capacity(shown.len());
    for mut thread in threads {
        for entry in &mut thread.entries {
            entry.index = shown[entry.index];
        }
        of_thread(&thread, desk, (&known, wanted), &mut cards);
    }
    (cards, known)
}

/// The cards of one thread. Where only an answer passes the filter, what it answers in the end stands above it.
fn of_thread(thread: &Thread, desk: &Desk, (known, wanted): (&Known, Wanted<'_>), cards: &mut Vec<Card>) {
    let placed = |entry: &Entry| &desk.placed[entry.index];
    let all = wanted.filter.is_empty();
    let tried = thread.entries.iter().filter(|_| !all);
    let tried: Vec<bool> = tried.map(|entry| passes(placed(entry), desk, (known, wanted))).collect();
    if !all && !tried.contains(&true) {
        return;
    }
    // The replies to what is missing stand where it would: its line is the first row of the first of them.
    let (lifted, first) = (usize::from(thread.missing.is_some()), cards.len());
    for (at, entry) in thread.entries.iter().enumerate() {
        let passing = all || tried[at];
        let shows = passing || (at == 0 && thread.missing.is_none());
        if shows && placed(entry).annotation.kind != Kind::Vote {
            let indent = (entry.depth.saturating_sub(lifted).min(DEEPEST) * STEP).min(wanted.width / 4);
            cards.push(card(placed(entry), *entry, (indent, !passing)));
        }
    }
    if let Some(first) = cards.get_mut(first) {
        first.strays = thread.missing.is_some();
    }
}

fn card(placed: &Placed, entry: Entry, (indent, context): (usize, bool)) -> Card {
    let (id, span, indent) = (placed.annotation.id.clone(), placed.anchor.span, u16::try_from(indent).unwrap_or(0));
    Card { id, span, rows: Vec::new(), sign: None, indent, context, word: None, entry, strays: false }
}

/// Whether an annotation passes the filter.
fn passes(placed: &Placed, desk: &Desk, (known, wanted): (&Known, Wanted<'_>)) -> bool {
    let quote = placed.stands().map_or_else(|| gone_quote(placed), |span| span.of(desk.text()));
    let picked = known.picks.contains_key(&placed.annotation.id);
    let (reader, state) = (&placed.reader, Some(placed.anchor.state));
    let extra = FilterContext { reader, quote, state, mine: placed.mine, me: wanted.me, picked };
    wanted.filter.matches(&placed.annotation, &extra)
}
