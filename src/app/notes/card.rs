//! What stands on a card: who, when, the quotation, the note, what was said of it. It reads a document's annotations and
//! changes none.

use crate::annotation::thread::ThreadEntry;
use crate::annotation::{AnchorState, Kind, Origin, Proof, Target, mention, remark};
use crate::app::annotating::curation;
use crate::app::query::{audience, prompts};
use crate::app::state::anchored::{AnchoredAnnotation, who, whose};
use crate::app::state::card::{Card, CardContext, CardRole, CardRow, wrapped};
use crate::app::state::document::OpenDocument;
use crate::app::state::people::Participants;
use crate::app::state::placed::Slot;
use crate::app::state::seminar::Seminar;
use crate::language::counts::counted;
use crate::study::Word;
use crate::text::wrap::Wrapping;
use crate::text::{cells, hyphen, segment, visible};

/// Rows of a quotation and of a note on a card.
const QUOTE_ROWS: usize = 2;

const NOTE_ROWS: usize = 12;

/// How many voters are named.
const NAMED: usize = 4;

/// What the rows of cards are made from.
#[derive(Clone, Copy, Debug)]
pub struct CardMaker<'a> {
    /// The annotations.
    pub doc: &'a OpenDocument,
    /// What is known of all of them together.
    pub known: &'a CardContext,
    /// Everybody, with their letters.
    pub people: &'a Participants,
    /// Its plan, and which prompts are answered.
    pub seminar: &'a Seminar,
    /// The nickname of who reads.
    pub me: &'a str,
    /// The rows of a card that is not indented.
    pub wrapping: Wrapping,
}

impl<'a> CardMaker<'a> {
    /// Makes what stands on a card, unless it is there; gives the number of its rows.
    pub fn fill(self, card: &mut Card) -> usize {
        if card.rows.is_empty()
            && let Some(anchored) = self.anchored(card)
        {
            card.sign = self.people.sign_of(anchored);
            card.rows = self.rows(card, anchored);
            let read_elsewhere = anchored.mine || matches!(anchored.origin, Origin::File | Origin::Syllabus);
            card.word = if read_elsewhere { None } else { Word::of(&anchored.annotation) };
        }
        card.rows.len()
    }

    fn anchored(self, card: &Card) -> Option<&'a AnchoredAnnotation> {
        let there = self
            .doc
            .annotations
            .anchored
            .at(Slot::of(card.entry.index))
            .filter(|anchored| anchored.annotation.id == card.id);
        there.or_else(|| self.doc.annotations.anchored_by_id(&card.id))
    }

    fn rows(self, card: &Card, anchored: &AnchoredAnnotation) -> Vec<CardRow> {
        let width = self.wrapping.width.saturating_sub(usize::from(card.indent));
        let wrapping = Wrapping { first_width: width, width, ..self.wrapping };
        let row = |role: CardRole| move |text: String| CardRow { role, text };
        let (head, remark) = self.head(card, anchored);
        // What would be cut off at the end of the first row stands in one of its own.
        let (mut told, proof) = (told(&card.entry, anchored, self), self.proof(anchored));
        let whole = proof.map(|proof| format!("{head} · {proof}")).filter(|whole| cells::width(whole) <= width);
        told.splice(..0, proof.filter(|_| whole.is_none()).map(str::to_owned));
        let head = whole.unwrap_or(head);
        let stray = card.strays.then(|| "(answers what is deleted or not here)".to_owned());
        let mut rows: Vec<CardRow> = stray.map(row(CardRole::Thread)).into_iter().collect();
        rows.push(CardRow::new(CardRole::Head(anchored.annotation.color), head));
        let from = anchored.origin.copy().map(|from| format!("on {}", visible::line(from.file_name())));
        rows.extend(from.map(|from| CardRow::new(CardRole::Thread, end_of(&from, width))));
        if card.entry.depth == 0 {
            // The words of an answer stand on the card that it answers.
            rows.extend(quote(anchored, self.doc, wrapping));
        }
        rows.extend(note(anchored, wrapping));
        rows.extend(sealed(anchored, wrapping));
        rows.extend(tags(anchored, wrapping));
        rows.extend(wrapped(&told.join(" · "), wrapping, 2).into_iter().map(row(CardRole::Thread)));
        rows.extend(remark.map(row(CardRole::Tags)));
        let picks = self.known.picks_of(&card.id).filter_map(|at| self.doc.annotations.anchored.at(Slot::of(at)));
        rows.extend(picks.flat_map(|pick| curation::rows(pick, self.wrapping)).map(row(CardRole::Tags)));
        rows.push(CardRow::new(CardRole::Gap, ""));
        rows
    }

    /// How it stands to what its reader has signed, where that needs nobody's eyes.
    fn proof(self, anchored: &AnchoredAnnotation) -> Option<&'static str> {
        let proof = self.doc.annotations.proofs.get(&anchored.annotation.id).copied();
        proof.filter(|proof| !proof.is_wrong()).map(Proof::words)
    }

    /// Who, what kind, where not everybody can read it who can, state.
    fn head_of(self, anchored: &AnchoredAnnotation) -> String {
        head(anchored, self.doc, &audience::who_for(self.seminar, self.me, anchored))
    }

    /// The first row, and what a prompt says of its answer.
    fn head(self, card: &Card, anchored: &AnchoredAnnotation) -> (String, Option<String>) {
        if anchored.is_prompt() {
            return prompts::told(anchored, self.doc, (self.seminar, self.known.session_of(&card.id)));
        }
        let head = self.head_of(anchored);
        (card.sign.map_or(head.clone(), |sign| format!("{} {head}", sign.letter)), None)
    }
}

/// The words marked, as they are in the text or were in the record.
fn quote(
    anchored: &AnchoredAnnotation,
    doc: &OpenDocument,
    wrapping: Wrapping,
) -> impl Iterator<Item = CardRow> + use<> {
    let span = anchored.stands().filter(|span| !span.is_empty());
    let words = span.map_or_else(|| hyphen::one_line(gone_quote(anchored)), |span| doc.document().line(span));
    let role = CardRole::Quote(anchored.annotation.color);
    wrapped(&words, wrapping, QUOTE_ROWS).into_iter().map(move |text| CardRow { role, text })
}

fn note(anchored: &AnchoredAnnotation, wrapping: Wrapping) -> impl Iterator<Item = CardRow> + use<> {
    let note = anchored.annotation.note.as_deref().unwrap_or_default();
    let lines: Vec<&str> = note.trim().lines().take(4 * NOTE_ROWS).collect();
    let begins = |at: usize| at > 0 && lines[at].trim().is_empty() && !lines[at - 1].trim().is_empty();
    let row = |(at, line): (usize, &&str)| match wrapped(&visible::line(line), wrapping, NOTE_ROWS) {
        // A paragraph ends with one empty row, however many lines are empty.
        rows if rows.is_empty() => vec![String::new(); usize::from(begins(at))],
        rows => rows,
    };
    let rows: Vec<String> = lines.iter().enumerate().flat_map(row).collect();
    rows.into_iter().take(NOTE_ROWS).map(|text| CardRow { role: CardRole::Note, text })
}

fn tags(anchored: &AnchoredAnnotation, wrapping: Wrapping) -> impl Iterator<Item = CardRow> + use<> {
    let tags: Vec<String> = anchored.annotation.tags.iter().map(|tag| format!("#{}", visible::line(tag))).collect();
    wrapped(&tags.join(" "), wrapping, 2).into_iter().map(|text| CardRow { role: CardRole::Tags, text })
}

/// A text in `width` cells: its end, where it is longer, because names of one work differ in their endings.
fn end_of(text: &str, width: usize) -> String {
    let mut from = 0;
    while from < text.len() && cells::width(&text[from..]) + usize::from(from > 0) > width {
        from = segment::next_grapheme(text, from);
    }
    if from == 0 { text.to_owned() } else { format!("…{}", &text[from..]) }
}

/// The words of a passage that has lost its place.
pub fn gone_quote(anchored: &AnchoredAnnotation) -> &str {
    match &anchored.annotation.target {
        Target::Passage(passage) => &passage.quote.exact,
        _ => "",
    }
}

/// That its words are encrypted, where they cannot be read here.
fn sealed(anchored: &AnchoredAnnotation, wrapping: Wrapping) -> impl Iterator<Item = CardRow> + use<> {
    let told = if anchored.record.is_sealed() { "(encrypted; cannot be read here)" } else { "" };
    wrapped(told, wrapping, 2).into_iter().map(|text| CardRow { role: CardRole::Thread, text })
}

fn head(anchored: &AnchoredAnnotation, doc: &OpenDocument, who: &str) -> String {
    let what = match anchored.annotation.kind {
        Kind::DocumentNote => "on the whole text",
        Kind::Note if anchored.origin == Origin::File => "remark",
        kind => kind.name(),
    };
    let color = anchored.annotation.color.map_or(String::new(), |color| format!(" {}", color.name()));
    let state = match anchored.anchor.state {
        AnchorState::Same => String::new(),
        state => format!(" · {}", state.name()),
    };
    let day = if anchored.origin == Origin::File { day_of(anchored) } else { String::new() };
    // First, because what stands last is cut off in a narrow pane.
    let unsaved = if anchored.saved || !anchored.mine { "" } else { "not saved yet · " };
    let doubt =
        if doc.annotations.doubted.contains(&anchored.annotation.id) { not_from(anchored) } else { String::new() };
    let proof = doc.annotations.proofs.get(&anchored.annotation.id).copied();
    let wrong =
        proof.filter(|proof| proof.is_wrong()).map_or_else(String::new, |proof| format!("{} · ", proof.words()));
    format!("{unsaved}{doubt}{wrong}{who} · {what}{color}{state}{day}")
}

/// That the file it stands in belongs to another account than its reader's.
fn not_from(anchored: &AnchoredAnnotation) -> String {
    format!("not from {} account · ", whose(anchored))
}

/// When a remark of the file was made: the day (UTC), where the file says it.
fn day_of(anchored: &AnchoredAnnotation) -> String {
    let day: String = anchored.annotation.created.to_string().chars().take(10).collect();
    if remark::is_dated(&anchored.annotation) { format!(" · {day}") } else { String::new() }
}

/// What others have made of it: whether it is settled, who agrees, whom it mentions.
fn told(entry: &ThreadEntry, anchored: &AnchoredAnnotation, maker: CardMaker<'_>) -> Vec<String> {
    let (known, all) = (maker.known, &maker.doc.annotations.anchored);
    let mut told = Vec::new();
    if let Some(question) = known.question(entry.index) {
        told.push(match question.settled_by.and_then(|answer| all.at(Slot::of(answer))) {
            Some(answer) => format!("settled by {} answer", whose(answer)),
            None => "open".to_owned(),
        });
        told.extend((question.answers > 0).then(|| counted(question.answers, "answer")));
    }
    told.extend(known.settles(entry.index).then(|| "settles the question".to_owned()));
    let voters: Vec<&AnchoredAnnotation> =
        known.voters_for(&anchored.annotation.id).filter_map(|at| all.at(Slot::of(at))).collect();
    told.extend((!voters.is_empty()).then(|| votes(entry.votes, &voters)));
    let mentioned = anchored.annotation.note.as_deref().is_some_and(|note| mention::is_mentioned(note, maker.me));
    told.extend((mentioned && !anchored.mine).then(|| "mentions you".to_owned()));
    told
}

/// "+3 ana, tom, me".
fn votes(count: usize, voters: &[&AnchoredAnnotation]) -> String {
    let mut names: Vec<String> = voters.iter().take(4 * NAMED).map(|vote| who(vote)).collect();
    names.dedup();
    let more = if count > NAMED { ", …" } else { "" };
    names.truncate(NAMED);
    format!("+{count} {}{more}", names.join(", "))
}
