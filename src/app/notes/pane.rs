//! The notes pane: which cards show, which is the current one, the filter.

use crate::annotation::AnnotationId;
use crate::app::messages::Effect;
use crate::app::model::Model;
use crate::app::notes::card::CardMaker;
use crate::app::notes::cards;
use crate::app::notes::cards::CardRequest;
use crate::app::query::revisions::revisions;
use crate::app::reading::travel;
use crate::app::state::anchored::AnchoredAnnotation;
use crate::app::state::card::Card;
use crate::app::state::geometry::Area;
use crate::app::state::line_input::LinePurpose;
use crate::app::state::overlay::Overlay;
use crate::app::state::revisions::ViewSource;
use crate::app::state::view::Pane;
use crate::search::query::{Query, Scope};
use crate::text::Span;
use crate::text::wrap::Wrapping;

/// Lists the cards anew where something in them has changed, lets them follow the reader, and makes what stands on those
/// that show: on all of them it would take longer than a key may.
pub fn settle(model: &mut Model, area: Option<Area>) {
    let Some(area) = area.filter(|_| model.doc.is_some()) else { return };
    let wrapping = Wrapping::to(usize::from(area.width.saturating_sub(3)).max(4));
    list(model, Wrapping { korean: model.config.settings.page.korean_breaks, ..wrapping });
    choose_near(model);
    model.notes.place = model.notes.at().unwrap_or(0);
    show_cards(model, usize::from(area.height));
}

/// What the cards rest on.
const RESTS_ON: &[ViewSource] = &[
    ViewSource::Document,
    ViewSource::Annotations,
    ViewSource::Layers,
    ViewSource::Me,
    ViewSource::Readers,
    ViewSource::Plan,
    ViewSource::Answers,
    ViewSource::Today,
];

/// Lists the cards, without their rows, unless they are those that there are.
fn list(model: &mut Model, wrapping: Wrapping) {
    let now = (revisions(model, RESTS_ON), wrapping, model.notes.filter.clone());
    let Some(doc) = &model.doc else { return };
    if !model.notes.made.renew(now) {
        return;
    }
    let (filter, _) = Query::parse(&model.notes.filter, Scope::Notes);
    let (me, syllabus) = (&model.me.reader.nickname, &model.seminar.syllabus);
    let leader = model.seminar.leader().map(|leader| &leader.id);
    let wanted =
        CardRequest { width: wrapping.width, filter: &filter, today: *model.seminar.today, me, leader, syllabus };
    (model.notes.cards, model.notes.known) = cards::make(doc, wanted);
}

/// Makes the card current that is nearest to where the reader is.
fn choose_near(model: &mut Model) {
    let Some(doc) = &model.doc else { return };
    if model.view.focus != Pane::Notes {
        let near = nearest(&model.notes.cards, doc.cursor);
        // Of several at one place, such as answers, the one that was gone to stays the current one.
        let stays = |near: &Card| model.notes.at().is_some_and(|at| model.notes.cards[at].span == near.span);
        if near.is_none_or(|near| !stays(near)) {
            model.notes.selected = near.map(|card| card.id.clone());
        }
    } else if model.notes.at().is_none() {
        // The card that came into the place of the one that is gone, so that the eye stays where it was.
        let place = model.notes.place.min(model.notes.cards.len().saturating_sub(1));
        model.notes.selected = model.notes.cards.get(place).map(|card| card.id.clone());
    }
}

/// Scrolls so that the current card shows whole, if it can, and makes what stands on the cards in that window.
fn show_cards(model: &mut Model, height: usize) {
    let Model { notes, doc: Some(doc), peers, seminar, me, .. } = model else { return };
    let Some((_, wrapping, _)) = notes.made.get() else { return };
    let (known, people, me, wrapping) = (&notes.known, &peers.layers.people, &me.reader.nickname, *wrapping);
    let maker = CardMaker { doc, known, people, seminar, me, wrapping };
    notes.top = scrolled(&mut notes.cards, (notes.top, notes.place), height, maker);
    let mut rows = 0;
    for card in notes.cards.iter_mut().skip(notes.top) {
        rows += maker.fill(card);
        if rows >= height {
            break;
        }
    }
}

/// The first card of a window of that height in which the card `at` shows whole, if it can: `top` or the nearest to it.
fn scrolled(cards: &mut [Card], (top, at): (usize, usize), height: usize, maker: CardMaker<'_>) -> usize {
    let top = top.min(at);
    let mut rows = 0;
    let end = (at + 1).min(cards.len());
    let above = cards[top.min(end)..end].iter_mut().rev();
    let fits = |card: &mut Card| {
        rows += maker.fill(card);
        rows <= height
    };
    let fitting = above.map(fits).take_while(|fits| *fits).count();
    top.max(at.saturating_sub(fitting.saturating_sub(1)))
}

/// All cards with all their rows.
#[cfg(test)]
pub fn whole(model: &Model) -> Vec<Card> {
    let (Some(doc), Some((_, wrapping, _))) = (&model.doc, model.notes.made.get()) else { return Vec::new() };
    let Model { notes, peers, seminar, me, .. } = model;
    let (known, people, me, wrapping) = (&notes.known, &peers.layers.people, &me.reader.nickname, *wrapping);
    let maker = CardMaker { doc, known, people, seminar, me, wrapping };
    let mut cards = notes.cards.clone();
    for card in &mut cards {
        maker.fill(card);
    }
    cards
}

/// The annotation at the cursor (the innermost), else the last one before it.
fn nearest(cards: &[Card], cursor: usize) -> Option<&Card> {
    let covers = |span: Span| span.contains(cursor) || (span.start == cursor && span.is_empty());
    let here = cards.iter().filter(|card| card.span.is_some_and(covers));
    let inside = here.min_by_key(|card| card.span.map_or(0, Span::len));
    let before = || cards.iter().rev().find(|card| card.span.is_some_and(|span| span.start <= cursor));
    inside.or_else(before).or_else(|| cards.first())
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
    let span = selected(model).and_then(|anchored| anchored.anchor.span);
    if let (Some(doc), Some(span)) = (&mut model.doc, span) {
        travel::put(doc, span.start);
    }
}

/// The annotation of the current card, where it shows.
fn selected(model: &Model) -> Option<&AnchoredAnnotation> {
    model.doc.as_ref()?.annotations.visible_by_id(model.notes.selected.as_ref()?)
}

/// Goes to the current annotation's place in the text.
pub fn go(model: &mut Model) -> Vec<Effect> {
    let span = selected(model).map(|anchored| anchored.anchor.span);
    let Some(doc) = &mut model.doc else { return Vec::new() };
    match span {
        Some(Some(span)) => {
            travel::jump(doc, span.start);
            model.view.focus = Pane::Reader;
        }
        Some(None) => model.say("it is about the whole text, or has lost its place"),
        None => {}
    }
    Vec::new()
}

/// Goes to the next (or previous) annotation in the text.
pub fn next_in_text(model: &mut Model, by: isize) -> Vec<Effect> {
    let Some(doc) = &mut model.doc else { return Vec::new() };
    let here = doc.cursor;
    let starts = doc.annotations.visible().filter_map(AnchoredAnnotation::stands).map(|span| span.start);
    let to =
        if by > 0 { starts.filter(|start| *start > here).min() } else { starts.filter(|start| *start < here).max() };
    match to {
        Some(to) => travel::jump(doc, to),
        None => model.say(if by > 0 { "no annotation after this" } else { "no annotation before this" }),
    }
    Vec::new()
}

/// Makes an annotation the current one; a filter that would hide it is taken away.
pub fn choose(model: &mut Model, id: &AnnotationId) {
    let notes = &mut model.notes;
    notes.selected = Some(id.to_owned());
    if notes.cards.iter().all(|card| card.id != *id) {
        notes.filter.clear();
    }
}

/// Asks for a filter.
pub fn ask_filter(model: &mut Model) -> Vec<Effect> {
    model.overlay = Some(Overlay::line(LinePurpose::Filter, &model.notes.filter));
    Vec::new()
}

/// Takes a filter; says what of it means nothing.
pub fn filter(model: &mut Model, written: &str) -> Vec<Effect> {
    written.clone_into(&mut model.notes.filter);
    let (_, faults) = Query::parse(written, Scope::Notes);
    match faults.first() {
        Some(fault) => model.complain(fault.to_string()),
        None if written.is_empty() => model.say("all annotations"),
        None => {}
    }
    Vec::new()
}
