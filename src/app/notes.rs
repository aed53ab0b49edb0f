//! The notes pane: the document's annotations in text order, one card each, following the reader's place. It changes
//! no annotation.

use super::desk::file_name;
use super::{
    Area, Desk, Draft, Effect, Field, Model, Overlay, Pane, Placed, Sign, cards, compare, curation, prompts, travel,
};
use crate::annotation::filter::{Filter, FilterContext};
use crate::annotation::{AnchorState, Color, Kind, Origin, Record, remark};
use crate::study::Word;
use crate::text::{Span, segment, visible, wrap};
use std::collections::HashSet;

/// Rows of a quotation and of a note on a card.
const QUOTE_ROWS: usize = 2;
const NOTE_ROWS: usize = 12;

/// The notes pane.
#[derive(Debug, Default)]
pub struct Notes {
    /// The id of the current annotation.
    pub selected: Option<String>,
    /// The filter as typed.
    pub filter: String,
    /// The cards that pass the filter, in text order.
    pub cards: Vec<Card>,
    /// What the cards were made from.
    made: Option<Made>,
    /// The first card that shows.
    pub top: usize,
    /// Tags in use in the corpus.
    pub known_tags: Vec<String>,
    /// Own records that could not be saved yet, with their documents.
    pub unsaved: Vec<(String, Record)>,
    /// Whether all of those are kept aside for the next start.
    pub kept_aside: bool,
    /// Whether quitting has been asked for once while there were such records.
    pub quitting: bool,
    /// Notes that were being typed when an earlier session ended.
    pub drafts: Vec<Draft>,
    /// The annotation whose passage is being moved.
    pub adjusting: Option<String>,
}

/// What the cards depend on.
#[derive(Debug, PartialEq, Eq)]
struct Made {
    job: u64,
    version: u64,
    layers: u64,
    width: usize,
    filter: String,
    me: String,
    leader: Option<String>,
    /// Of which prompts are answered.
    seminar: u64,
}

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

/// One annotation in the notes pane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// The annotation.
    pub id: String,
    /// Where it stands.
    pub span: Option<Span>,
    /// Its rows.
    pub rows: Vec<CardRow>,
    /// The sign of its reader, which its first row begins with; `None` where all are of one reader.
    pub sign: Option<Sign>,
    /// Cells of indentation: it answers the card above.
    pub indent: u16,
    /// Whether it shows only because an answer to it passes the filter.
    pub context: bool,
    /// What there is to read in it, where somebody else wrote it.
    pub word: Option<Word>,
}

impl Card {
    /// With the letter of its reader before the row that says who.
    pub(super) fn signed(mut self, sign: Option<Sign>) -> Self {
        let head = self.rows.iter_mut().find(|row| matches!(row.role, CardRole::Head(_)));
        if let (Some(sign), Some(head)) = (sign, head) {
            head.text = format!("{} {}", sign.letter, head.text);
        }
        Self { sign, ..self }
    }
}

/// Makes the cards anew where something in them has changed (with many annotations that takes longer than a key may),
/// and lets them follow the reader.
pub fn settle(model: &mut Model, area: Option<Area>) {
    let (Some(area), Some(desk)) = (area, &model.desk) else { return };
    let width = usize::from(area.width.saturating_sub(3)).max(4);
    let leader = model.seminar.leader().map(|leader| leader.id.clone());
    let made = Made {
        job: desk.opened.job,
        version: desk.version,
        layers: model.layers.version,
        width,
        filter: model.notes.filter.clone(),
        me: model.me.reader.nickname.clone(),
        leader,
        seminar: model.seminar.generation,
    };
    if model.notes.made.as_ref() != Some(&made) {
        let (filter, _) = Filter::parse(&made.filter);
        let (me, leader, people) = (&made.me, made.leader.as_deref(), &model.layers.people);
        let wanted = cards::Wanted { width, filter: &filter, me, leader, people };
        model.notes.cards = cards::make(desk, wanted);
        prompts::tell(&mut model.notes.cards, desk, &model.seminar);
        curation::tell(&mut model.notes.cards, desk, width);
        model.notes.made = Some(made);
    }
    if model.view.focus != Pane::Notes {
        let near = nearest(&model.notes.cards, desk.cursor);
        // Of several at one place, such as answers, the one that was gone to stays the current one.
        let stays = |near: &Card| model.notes.at().is_some_and(|at| model.notes.cards[at].span == near.span);
        if near.is_none_or(|near| !stays(near)) {
            model.notes.selected = near.map(|card| card.id.clone());
        }
    } else if model.notes.at().is_none() {
        model.notes.selected = model.notes.cards.first().map(|card| card.id.clone());
    }
    model.notes.scroll(usize::from(area.height));
}

/// Whether an annotation passes the filter of the reader of that nickname.
pub fn passes(filter: &Filter, placed: &Placed, (desk, me, picked): (&Desk, &str, &HashSet<&str>)) -> bool {
    let quote = placed.stands().map_or_else(|| gone_quote(placed), |span| span.of(desk.text()));
    let picked = picked.contains(placed.annotation.id.as_str());
    let state = Some(placed.anchor.state);
    filter.matches(
        &placed.annotation,
        &FilterContext { reader: &placed.reader, quote, state, mine: placed.mine, me, picked },
    )
}

/// The annotation at the cursor (the innermost), else the last one before it.
fn nearest(cards: &[Card], cursor: usize) -> Option<&Card> {
    let covers = |span: Span| span.contains(cursor) || (span.start == cursor && span.is_empty());
    let here = cards.iter().filter(|card| card.span.is_some_and(covers));
    let inside = here.min_by_key(|card| card.span.map_or(0, Span::len));
    let before = || cards.iter().rev().find(|card| card.span.is_some_and(|span| span.start <= cursor));
    inside.or_else(before).or_else(|| cards.first())
}

impl Notes {
    /// The index of the current card.
    pub fn at(&self) -> Option<usize> {
        let id = self.selected.as_deref()?;
        self.cards.iter().position(|card| card.id == id)
    }

    /// Scrolls so that the current card shows whole, if it can.
    fn scroll(&mut self, height: usize) {
        let at = self.at().unwrap_or(0);
        self.top = self.top.min(at);
        let mut rows = 0;
        let above = self.cards[self.top..(at + 1).min(self.cards.len())].iter().rev();
        let fitting = above.take_while(|card| {
            rows += card.rows.len();
            rows <= height
        });
        self.top = self.top.max(at.saturating_sub(fitting.count().saturating_sub(1)));
    }

    /// The card at a row of the pane.
    pub fn at_row(&self, row: u16) -> Option<&Card> {
        let mut bottom = 0;
        self.cards.iter().skip(self.top).find(|card| {
            bottom += card.rows.len();
            usize::from(row) < bottom
        })
    }
}

/// One annotation as a card of this width in cells.
pub fn card(placed: &Placed, desk: &Desk, width: usize) -> Card {
    let annotation = &placed.annotation;
    let mut rows = vec![CardRow { role: CardRole::Head(annotation.color), text: head(placed, desk) }];
    let quote = placed.stands().map_or("", |span| span.of(desk.text()));
    let quote = if quote.is_empty() { gone_quote(placed) } else { quote };
    rows.extend(
        wrapped(&quote.split_whitespace().collect::<Vec<_>>().join(" "), width, QUOTE_ROWS)
            .into_iter()
            .map(|text| CardRow { role: CardRole::Quote(annotation.color), text }),
    );
    let note = annotation.note.as_deref().unwrap_or_default();
    let lines = note.lines().take(4 * NOTE_ROWS).flat_map(|line| wrapped(&visible::line(line), width, NOTE_ROWS));
    rows.extend(lines.take(NOTE_ROWS).map(|text| CardRow { role: CardRole::Note, text }));
    if !annotation.tags.is_empty() {
        let tags: Vec<String> = annotation.tags.iter().map(|tag| format!("#{}", visible::line(tag))).collect();
        rows.extend(wrapped(&tags.join(" "), width, 2).into_iter().map(|text| CardRow { role: CardRole::Tags, text }));
    }
    rows.push(CardRow { role: CardRole::Gap, text: String::new() });
    let (id, span) = (annotation.id.clone(), placed.anchor.span);
    Card { id, span, rows, sign: None, indent: 0, context: false, word: None }
}

/// The words of a passage that has lost its place.
fn gone_quote(placed: &Placed) -> &str {
    match &placed.annotation.target {
        crate::annotation::Target::Passage(passage) => &passage.quote.exact,
        _ => "",
    }
}

fn head(placed: &Placed, desk: &Desk) -> String {
    let what = match placed.annotation.kind {
        Kind::DocumentNote => "on the whole text",
        Kind::Note if placed.origin == Origin::File => "remark",
        kind => kind.name(),
    };
    let who = if placed.mine { "me".to_owned() } else { visible::line(&placed.reader).into_owned() };
    let color = placed.annotation.color.map_or(String::new(), |color| format!(" {}", color.name()));
    let state = match placed.anchor.state {
        AnchorState::Same => String::new(),
        state => format!(" · {}", state.name()),
    };
    let day = if placed.origin == Origin::File { day_of(placed) } else { String::new() };
    let from = placed.origin.copy().map_or(String::new(), |from| format!(" · on {}", visible::line(file_name(from))));
    // First, because what stands last is cut off in a narrow pane.
    let unsaved = if placed.saved || !placed.mine { "" } else { "not saved yet · " };
    let doubt = if desk.doubted.contains(&placed.annotation.id) { not_from(placed) } else { String::new() };
    format!("{unsaved}{doubt}{who} · {what}{color}{state}{day}{from}")
}

/// That the file it stands in belongs to another account than its reader's.
fn not_from(placed: &Placed) -> String {
    let whose = if placed.mine { "my".to_owned() } else { format!("{}'s", visible::line(&placed.reader)) };
    format!("not from {whose} account · ")
}

/// When a remark of the file was made: the day (UTC), where the file says it.
fn day_of(placed: &Placed) -> String {
    let day: String = placed.annotation.created.to_string().chars().take(10).collect();
    if remark::is_dated(&placed.annotation) { format!(" · {day}") } else { String::new() }
}

/// A text in rows of `width` cells, at most `most` of them; the last says that there is more.
pub(super) fn wrapped(text: &str, width: usize, most: usize) -> Vec<String> {
    // Nothing beyond what could show is laid out, however long the note.
    let cut = text.floor_char_boundary(width * (most + 1) * 4);
    let text = &text[..cut];
    let spans = wrap::wrap(text, Span::new(0, text.len()), width, width);
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

/// Moves to the next (or previous) card.
pub fn step(model: &mut Model, by: isize) -> Vec<Effect> {
    let at = model.notes.at().unwrap_or(0).saturating_add_signed(by);
    let at = at.min(model.notes.cards.len().saturating_sub(1));
    model.notes.selected = model.notes.cards.get(at).map(|card| card.id.clone());
    show(model);
    Vec::new()
}

/// Lets the reader show the current annotation, the keys staying here.
fn show(model: &mut Model) {
    let Some(desk) = &mut model.desk else { return };
    let span =
        model.notes.selected.as_deref().and_then(|id| desk.visible_by_id(id)).and_then(|placed| placed.anchor.span);
    if let Some(span) = span {
        travel::put(desk, span.start);
    }
}

/// Goes to the current annotation's place in the text.
pub fn go(model: &mut Model) -> Vec<Effect> {
    let Some(desk) = &mut model.desk else { return Vec::new() };
    let span = model.notes.selected.as_deref().and_then(|id| desk.visible_by_id(id)).map(|placed| placed.anchor.span);
    match span {
        Some(Some(span)) => travel::jump(desk, span.start),
        Some(None) => model.say("it is about the whole text, or has lost its place"),
        None => return Vec::new(),
    }
    model.view.focus = Pane::Reader;
    Vec::new()
}

/// Goes to the next (or previous) annotation in the text.
pub fn next_in_text(model: &mut Model, by: isize) -> Vec<Effect> {
    if model.comparing.is_some() {
        return compare::step(model, by);
    }
    let Some(desk) = &mut model.desk else { return Vec::new() };
    let here = desk.cursor;
    let starts = desk.visible().filter_map(Placed::stands).map(|span| span.start);
    let to =
        if by > 0 { starts.filter(|start| *start > here).min() } else { starts.filter(|start| *start < here).max() };
    match to {
        Some(to) => travel::jump(desk, to),
        None => model.say(if by > 0 { "no annotation after this" } else { "no annotation before this" }),
    }
    Vec::new()
}

/// Makes an annotation the current one; a filter that would hide it is taken away.
pub fn choose(model: &mut Model, id: &str) {
    let notes = &mut model.notes;
    notes.selected = Some(id.to_owned());
    if notes.cards.iter().all(|card| card.id != id) {
        notes.filter.clear();
    }
}

/// Asks for a filter.
pub fn ask_filter(model: &mut Model) -> Vec<Effect> {
    model.overlay = Some(Overlay::Filter(Field::line(&model.notes.filter)));
    Vec::new()
}

/// Takes a filter; says what of it means nothing.
pub fn filter(model: &mut Model, written: &str) {
    written.clone_into(&mut model.notes.filter);
    let (_, faults) = Filter::parse(written);
    match faults.first() {
        Some(fault) => model.complain(fault.clone()),
        None if written.is_empty() => model.say("all annotations"),
        None => {}
    }
}
