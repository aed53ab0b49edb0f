//! The cards of a document: threads in text order, those that pass the filter, without their rows.

use crate::annotation::thread::ThreadEntry;
use crate::annotation::{Annotation, Kind, ReaderId, Thread, threads};
use crate::app::notes::card::gone_quote;
use crate::app::state::anchored::AnchoredAnnotation;
use crate::app::state::annotations::LoneChange;
use crate::app::state::card::{Card, CardContext};
use crate::app::state::document::OpenDocument;
use crate::app::state::notes::NotesPane;
use crate::app::state::placed::Slot;
use crate::config::syllabus::Syllabus;
use crate::search::query::{Query, QueryContext, TextFacts};
use crate::study::questions_in;

/// Cells of indentation for each answer to an answer, and how many of them are drawn.
const STEP: usize = 2;

const DEEPEST: usize = 3;

/// How the cards are wanted.
#[derive(Clone, Copy, Debug)]
pub struct CardRequest<'a> {
    /// Cells in a row.
    pub width: usize,
    /// What passes.
    pub filter: &'a Query,
    /// The day, where that is known.
    pub today: Option<jiff::civil::Date>,
    /// The nickname of who reads.
    pub me: &'a str,
    /// The `urn:uuid:…` of who leads, where that is known.
    pub leader: Option<&'a ReaderId>,
    /// The plan of the seminar.
    pub syllabus: &'a Syllabus,
}

/// The cards of a document, thread by thread in the order of the text, without their rows; and what those are made from.
pub fn make(doc: &OpenDocument, wanted: CardRequest<'_>) -> (Vec<Card>, CardContext) {
    let mut known = CardContext::of(doc, wanted.syllabus);
    let shown = doc.annotations.visible_at();
    let cards = of_all(shown, doc, (&mut known, wanted));
    (cards, known)
}

/// Lets cards follow a change of what stands alone: its card goes, and another one comes where it shows.
pub fn follow(notes: &mut NotesPane, change: &LoneChange, doc: &OpenDocument, wanted: CardRequest<'_>) {
    let gone = notes.cards.find(&change.id, change.before);
    if let Some(at) = gone {
        notes.cards.remove(at);
    }
    let all = &doc.annotations.anchored;
    let now = all.slot_of(&change.id).and_then(|slot| Some((slot, all.at(slot)?)));
    let shown = now.filter(|(_, anchored)| anchored.shows());
    for card in of_all(shown.into_iter(), doc, (&mut notes.known, wanted)) {
        let at = notes.cards.partition_point(|other| all.compare(other.head, card.head).is_lt());
        notes.cards.insert(at, card);
    }
}

/// The cards of these, among which are all that they answer and that answers them.
fn of_all<'a>(
    shown: impl Iterator<Item = (Slot, &'a AnchoredAnnotation)>,
    doc: &OpenDocument,
    (known, wanted): (&mut CardContext, CardRequest<'_>),
) -> Vec<Card> {
    let (shown, annotations): (Vec<usize>, Vec<&Annotation>) =
        shown.map(|(slot, anchored)| (slot.number(), &anchored.annotation)).unzip();
    let threads = threads(&annotations);
    known.ask(questions_in(&annotations, &threads, wanted.leader), &shown);
    let mut cards = Vec::with_capacity(shown.len());
    for mut thread in threads {
        for entry in &mut thread.entries {
            entry.index = shown[entry.index];
        }
        of_thread(&thread, doc, (known, wanted), &mut cards);
    }
    cards
}

/// The cards of one thread. Where only an answer passes the filter, what it answers in the end stands above it.
fn of_thread(
    thread: &Thread,
    doc: &OpenDocument,
    (known, wanted): (&CardContext, CardRequest<'_>),
    cards: &mut Vec<Card>,
) {
    let anchored = |entry: &ThreadEntry| doc.annotations.anchored.at(Slot::of(entry.index));
    let all = wanted.filter.is_empty();
    let tried = thread.entries.iter().filter(|_| !all);
    let passes = |anchored| passes(anchored, doc, (known, wanted));
    let tried: Vec<bool> = tried.map(|entry| anchored(entry).is_some_and(passes)).collect();
    let head = Slot::of(thread.entries.first().map_or(0, |entry| entry.index));
    if !all && !tried.contains(&true) {
        return;
    }
    // The replies to what is missing stand where it would: its line is the first row of the first of them.
    let (lifted, first) = (usize::from(thread.missing.is_some()), cards.len());
    for (at, entry) in thread.entries.iter().enumerate() {
        let passing = all || tried[at];
        let shows = passing || (at == 0 && thread.missing.is_none());
        if let Some(anchored) = anchored(entry).filter(|it| shows && it.annotation.kind != Kind::Vote) {
            let indent = (entry.depth.saturating_sub(lifted).min(DEEPEST) * STEP).min(wanted.width / 4);
            cards.push(card(anchored, (*entry, head), (indent, !passing)));
        }
    }
    if let Some(first) = cards.get_mut(first) {
        first.strays = thread.missing.is_some();
    }
}

fn card(anchored: &AnchoredAnnotation, (entry, head): (ThreadEntry, Slot), (indent, context): (usize, bool)) -> Card {
    let (id, span, indent) = (anchored.annotation.id.clone(), anchored.anchor.span, u16::try_from(indent).unwrap_or(0));
    Card { id, span, rows: Vec::new(), sign: None, indent, context, word: None, entry, head, strays: false }
}

/// Whether an annotation passes the filter.
fn passes(anchored: &AnchoredAnnotation, doc: &OpenDocument, (known, wanted): (&CardContext, CardRequest<'_>)) -> bool {
    let quote = anchored.stands().map_or_else(|| gone_quote(anchored), |span| span.of(doc.text()));
    let picked = known.picks.contains_key(&anchored.annotation.id);
    let (reader, state) = (&anchored.reader, Some(anchored.anchor.state));
    let (path, said) = (doc.opened.path.as_str(), &doc.opened.metadata);
    let (title, date) = (said.title.as_deref().unwrap_or_default(), said.date.as_deref().unwrap_or_default());
    let text = TextFacts { path, title, authors: &said.authors, date };
    let (mine, me, today, audience) = (anchored.mine, wanted.me, wanted.today, anchored.record.audience());
    let context = QueryContext { reader, quote, state, mine, me, picked, audience, text, today };
    wanted.filter.matches(&anchored.annotation, &context)
}
