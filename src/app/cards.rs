//! The cards of the notes pane as threads: answers indented under what they answer, votes as a count, what became of a
//! question. What stands on a single card is made in `notes`.

use super::notes::{self, Card, CardRole, CardRow};
use super::{Desk, People, Placed, curation};
use crate::annotation::filter::Filter;
use crate::annotation::thread::Entry;
use crate::annotation::{Annotation, Kind, Origin, Target, Thread, mention, threads};
use crate::study::{Question, Word, questions};
use crate::text::visible;
use std::collections::{HashMap, HashSet};

/// Cells of indentation for each answer to an answer, and how many of them are drawn.
const STEP: usize = 2;
const DEEPEST: usize = 3;

/// How many voters are named.
const NAMED: usize = 4;

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
    /// Everybody, with their letters.
    pub people: &'a People,
}

/// What is known of all annotations together, by their place among those that show.
struct Known<'a> {
    placed: Vec<&'a Placed>,
    questions: HashMap<usize, Question>,
    /// The ids of what somebody has picked.
    picked: HashSet<&'a str>,
    /// The answers that settle a question.
    settling: HashSet<usize>,
    /// Who voted, by the id of what they voted for.
    voters: HashMap<&'a str, Vec<&'a Placed>>,
}

/// The cards of a document, thread by thread in the order of the text.
pub fn make(desk: &Desk, wanted: Wanted<'_>) -> Vec<Card> {
    let placed: Vec<&Placed> = desk.visible().collect();
    let annotations: Vec<&Annotation> = placed.iter().map(|placed| &placed.annotation).collect();
    let found = questions(&annotations, wanted.leader);
    let known = Known {
        settling: found.iter().filter_map(|question| question.settled_by).collect(),
        questions: found.into_iter().map(|question| (question.index, question)).collect(),
        voters: voters(&placed),
        picked: curation::picked(desk),
        placed,
    };
    threads(&annotations).iter().flat_map(|thread| of_thread(thread, desk, &known, wanted)).collect()
}

fn voters<'a>(placed: &[&'a Placed]) -> HashMap<&'a str, Vec<&'a Placed>> {
    let mut voters: HashMap<&str, Vec<&Placed>> = HashMap::new();
    for vote in placed.iter().filter(|placed| placed.annotation.kind == Kind::Vote) {
        if let Target::Annotation(id) = &vote.annotation.target {
            voters.entry(id).or_default().push(vote);
        }
    }
    voters
}

/// The cards of one thread. Where only an answer passes the filter, what it answers in the end stands above it.
fn of_thread(thread: &Thread, desk: &Desk, known: &Known<'_>, wanted: Wanted<'_>) -> Vec<Card> {
    let placed = |entry: &Entry| known.placed[entry.index];
    let passes = |entry: &Entry| notes::passes(wanted.filter, placed(entry), (desk, wanted.me, &known.picked));
    let passing: Vec<bool> = thread.entries.iter().map(passes).collect();
    if !passing.contains(&true) {
        return Vec::new();
    }
    let shows = |(at, entry): &(usize, &Entry)| {
        (passing[*at] || (*at == 0 && thread.missing.is_none())) && placed(entry).annotation.kind != Kind::Vote
    };
    let shown = thread.entries.iter().enumerate().filter(shows);
    // The replies to what is missing stand where it would: its line is the first row of the first of them.
    let lifted = usize::from(thread.missing.is_some());
    let mut cards: Vec<Card> = shown
        .map(|(at, entry)| {
            let card = of_entry(entry, entry.depth.saturating_sub(lifted), desk, (known, wanted));
            Card { context: !passing[at], ..card }
        })
        .collect();
    if let Some(first) = cards.first_mut().filter(|_| thread.missing.is_some()) {
        let text = "(answers what is deleted or not here)".to_owned();
        first.rows.insert(0, CardRow { role: CardRole::Thread, text });
    }
    cards
}

fn of_entry(entry: &Entry, depth: usize, desk: &Desk, (known, wanted): (&Known<'_>, Wanted<'_>)) -> Card {
    let placed = known.placed[entry.index];
    let indent = (depth.min(DEEPEST) * STEP).min(wanted.width / 4);
    let width = wanted.width - indent;
    let mut card = notes::card(placed, desk, width).signed(wanted.people.sign_of(placed));
    if entry.depth > 0 {
        // The words stand on the card that it answers.
        card.rows.retain(|row| !matches!(row.role, CardRole::Quote(_)));
    }
    let told = told(entry, known, wanted);
    if !told.is_empty() {
        let gap = card.rows.len().saturating_sub(1);
        let rows = notes::wrapped(&told.join(" · "), width, 2).into_iter();
        card.rows.splice(gap..gap, rows.map(|text| CardRow { role: CardRole::Thread, text }));
    }
    let read_elsewhere = placed.mine || matches!(placed.origin, Origin::File | Origin::Syllabus);
    let word = if read_elsewhere { None } else { Word::of(&placed.annotation) };
    Card { indent: u16::try_from(indent).unwrap_or(0), word, ..card }
}

/// What others have made of it: whether it is settled, who agrees, whom it mentions.
fn told(entry: &Entry, known: &Known<'_>, wanted: Wanted<'_>) -> Vec<String> {
    let annotation = &known.placed[entry.index].annotation;
    let mut told = Vec::new();
    if let Some(question) = known.questions.get(&entry.index) {
        told.push(match question.settled_by {
            Some(answer) => format!("settled by {} answer", whose(known.placed[answer])),
            None => "open".to_owned(),
        });
        told.extend((question.answers > 0).then(|| counted(question.answers, "answer")));
    }
    told.extend(known.settling.contains(&entry.index).then(|| "settles the question".to_owned()));
    told.extend(known.voters.get(annotation.id.as_str()).map(|voters| votes(entry.votes, voters)));
    let mentioned = annotation.note.as_deref().is_some_and(|note| mention::is_mentioned(note, wanted.me));
    told.extend((mentioned && !known.placed[entry.index].mine).then(|| "mentions you".to_owned()));
    told
}

/// "+3 ana, tom, me".
fn votes(count: usize, voters: &[&Placed]) -> String {
    let mut names: Vec<String> = voters.iter().take(4 * NAMED).map(|vote| who(vote)).collect();
    names.dedup();
    let more = if count > NAMED { ", …" } else { "" };
    names.truncate(NAMED);
    format!("+{count} {}{more}", names.join(", "))
}

/// "1 answer", "2 answers".
pub fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// What to call the reader of an annotation; harmless for a terminal.
pub fn who(placed: &Placed) -> String {
    if placed.mine { "me".to_owned() } else { visible::line(&placed.reader).into_owned() }
}

/// "tom's", "my".
pub fn whose(placed: &Placed) -> String {
    if placed.mine { "my".to_owned() } else { format!("{}'s", visible::line(&placed.reader)) }
}
