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
use crate::app::state::card_list::CardList;
use crate::app::state::geometry::Area;
use crate::app::state::line_input::LinePurpose;
use crate::app::state::overlay::Overlay;
use crate::app::state::revisions::ViewSource;
use crate::app::state::view::Pane;
use crate::search::query::{Query, Scope};
use crate::text::wrap::Wrapping;
use std::collections::HashSet;

/// Lists the cards anew where something in them has changed, lets them follow the reader, and makes what stands on those
/// that show: on all of them it would take longer than a key may.
pub fn settle(model: &mut Model, area: Option<Area>) {
    let Some(area) = area.filter(|_| model.doc.is_some()) else { return };
    let wrapping = Wrapping::to(usize::from(area.width.saturating_sub(3)).max(4));
    list(model, Wrapping { korean: model.config.settings.page.korean_breaks, ..wrapping });
    if let Some(doc) = &model.doc {
        model.notes.locate(doc);
    }
    choose_near(model);
    model.notes.place = model.notes.at().unwrap_or(0);
    show_cards(model, usize::from(area.height));
}

/// What the cards rest on.
const RESTS_ON: &[ViewSource] = &[
    ViewSource::Document,
    ViewSource::Threads,
    ViewSource::Layers,
    ViewSource::Me,
    ViewSource::Readers,
    ViewSource::Plan,
    ViewSource::Answers,
    ViewSource::Today,
];

/// Lists the cards, without their rows, unless they are those that there are, or follow from them.
fn list(model: &mut Model, wrapping: Wrapping) {
    let now = (revisions(model, RESTS_ON), wrapping, model.notes.filter.clone());
    let Model { doc: Some(doc), notes, seminar, me, .. } = model else { return };
    let stale = notes.made.renew(now);
    let last = std::mem::replace(&mut notes.followed, doc.annotations.revisions.all);
    if !stale && last == notes.followed {
        return;
    }
    let (filter, _) = Query::parse(&notes.filter, Scope::Notes);
    let leader = seminar.leader().map(|leader| &leader.id);
    let (filter, today, me, syllabus) = (&filter, *seminar.today, &me.reader.nickname, &seminar.syllabus);
    let wanted = CardRequest { width: wrapping.width, filter, today, me, leader, syllabus };
    if stale {
        let (made, known) = cards::make(doc, wanted);
        (notes.cards, notes.known) = (CardList::of(made), known);
        return;
    }
    let mut followed = HashSet::new();
    // Of several changes of one the first knows where its card is, and what is there now is the same for all.
    for change in doc.annotations.revisions.alone_since(last).filter(|change| followed.insert(&change.id)) {
        cards::follow(notes, change, doc, wanted);
    }
}

/// Makes the card current that is nearest to where the reader is.
fn choose_near(model: &mut Model) {
    let Model { doc: Some(doc), notes, view, .. } = model else { return };
    let at = notes.at();
    let near = if view.focus != Pane::Notes {
        let near = notes.cards.nearest(doc.cursor);
        // Of several at one place, such as answers, the one that was gone to stays the current one.
        let stays = |near: usize| at.is_some_and(|at| notes.cards[at].span == notes.cards[near].span);
        if near.is_some_and(stays) {
            return;
        }
        near
    } else if at.is_none() {
        // The card that came into the place of the one that is gone, so that the eye stays where it was.
        Some(notes.place.min(notes.cards.len().saturating_sub(1)))
    } else {
        return;
    };
    let near = near.and_then(|near| Some((near, notes.cards.get(near)?.id.clone())));
    notes.place = near.as_ref().map_or(0, |(near, _)| *near);
    notes.selected = near.map(|(_, id)| id);
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
    let mut cards = notes.cards.to_vec();
    for card in &mut cards {
        maker.fill(card);
    }
    cards
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
    let (here, all) = (doc.cursor, &doc.annotations.anchored);
    let (end, start) = (all.begun_at(here), here.checked_sub(1).map_or(0, |before| all.begun_at(before)));
    let shown = |at: usize| Some(&all[at]).filter(|it| it.shows()).and_then(AnchoredAnnotation::stands);
    let to = if by > 0 { (end..all.len()).find_map(shown) } else { (0..start).rev().find_map(shown) };
    let to = to.map(|span| span.start);
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
