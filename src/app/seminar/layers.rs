//! Choosing whose annotations show, and making true again which are hidden.

use crate::annotation::{Kind, Reader, ReaderId, Target};
use crate::app::commands::Command;
use crate::app::library::summaries;
use crate::app::messages::Effect;
use crate::app::model::Model;
use crate::app::query::blind;
use crate::app::query::groups::is_in;
use crate::app::query::keys::key_of;
use crate::app::query::revisions::revisions;
use crate::app::state::anchored::AnchoredAnnotation;
use crate::app::state::blind::BlindNotice;
use crate::app::state::document::OpenDocument;
use crate::app::state::layers::{LayerCounts, Show};
use crate::app::state::people::{LayerKey, Participant, Participants, layer_of};
use crate::app::state::placed::Slot;
use crate::app::state::revisions::ViewSource;
use crate::study::Density;
use crate::text::Span;
use std::collections::HashSet;

/// What others' part of the layers rests on.
const RESTS_ON: &[ViewSource] = &[
    ViewSource::Document,
    ViewSource::Others,
    ViewSource::Me,
    ViewSource::Readers,
    ViewSource::Plan,
    ViewSource::Today,
];

/// What one's own part rests on, with the other.
const OWN_RESTS_ON: &[ViewSource] = &[ViewSource::Document, ViewSource::Annotations, ViewSource::Layers];

/// Who marked what is one's own, as the density counts readers.
const OWN: &str = "";

/// Makes true again which annotations are hidden, where something has changed; says what has come to show.
pub fn settle(model: &mut Model) {
    let Some(doc) = &model.doc else { return };
    let layers = &model.peers.layers;
    let now = (revisions(model, RESTS_ON), layers.show.clone(), layers.with_mine, blind::deciding(model));
    let same_text =
        layers.made.get().is_some_and(|(made, ..)| made.get(ViewSource::Document) == doc.opened.job.number());
    if model.peers.layers.made.renew(now) {
        let kept = model.peers.layers.blind.clone().filter(|_| same_text);
        make(model);
        settle_own(model);
        come_to_light(model, kept);
    } else {
        settle_own(model);
    }
    if std::mem::take(&mut model.peers.layers.came_back) {
        say_too(model, "your own layer shows again");
    }
}

/// Makes others' part of the layers: who takes part, what of theirs shows, what is kept back.
fn make(model: &mut Model) {
    let Some(doc) = &model.doc else { return };
    let anchored = &doc.annotations.anchored;
    let people = Participants::of(&model.seminar.readers, &model.me.reader.id, anchored.iter());
    let group = members(model, &people);
    let layers = &model.peers.layers;
    let shows = |layer: &LayerKey| layers.show == Show::All || layers.shows(layer, &group);
    let shows_own = shows(&LayerKey::Me);
    let mut hidden: Vec<bool> = anchored.iter().map(|anchored| !shows(&layer_of(anchored))).collect();
    let blind = blind::keep_back(model, anchored, &mut hidden);
    let slots: Vec<Slot> = anchored.with_slots().map(|(slot, _)| slot).collect();
    let Some(doc) = &mut model.doc else { return };
    hide(doc, slots.into_iter().zip(hidden));
    let others = doc.annotations.anchored.iter().filter(|anchored| !anchored.mine);
    let layers = &mut model.peers.layers;
    layers.density = Density::of(others.clone().filter(|anchored| anchored.shows()).filter_map(mark_of));
    layers.of_others = LayerCounts::of(others);
    (layers.people, layers.blind, layers.shows_own) = (people, blind, shows_own);
    layers.version += 1;
}

/// Makes one's own part of the layers: the marks among all, and the counts.
fn settle_own(model: &mut Model) {
    let now = revisions(model, OWN_RESTS_ON);
    if !model.peers.layers.made_own.renew(now) {
        return;
    }
    let Model { doc: Some(doc), peers, .. } = model else { return };
    let layers = &mut peers.layers;
    let slots: Vec<Slot> = doc.annotations.anchored.own().map(|(slot, _)| slot).collect();
    hide(doc, slots.into_iter().map(|slot| (slot, !layers.shows_own)));
    let own = || doc.annotations.anchored.own().map(|(_, own)| own);
    let counts = LayerCounts::of(own());
    let marks = own().filter(|own| own.shows()).filter_map(mark_of).map(|(_, span)| span);
    layers.density.replace(OWN, marks.collect());
    layers.people.count_own(counts.all);
    layers.counts = layers.of_others.and(counts);
    blind::keep_count(model);
}

fn hide(doc: &mut OpenDocument, hidden: impl Iterator<Item = (Slot, bool)>) {
    for (slot, hidden) in hidden {
        if let Some(anchored) = doc.annotations.anchored.at_mut(slot) {
            anchored.hidden = hidden;
        }
    }
}

/// Who marked what, where an annotation is about words that stand there. A prompt asks others to read; it marks nothing.
fn mark_of(anchored: &AnchoredAnnotation) -> Option<(&str, Span)> {
    let annotation = &anchored.annotation;
    let on_words = matches!(annotation.target, Target::Passage(_)) && annotation.kind != Kind::Prompt;
    Some((&annotation.creator, anchored.stands().filter(|_| on_words)?))
}

/// The layers of the chosen group.
fn members(model: &Model, people: &Participants) -> HashSet<LayerKey> {
    let Show::Group(name) = &model.peers.layers.show else { return HashSet::new() };
    let Some(doc) = &model.doc else { return HashSet::new() };
    let groups = model.seminar.syllabus.groups_at(&doc.opened.path);
    let Some(named) = groups.get(name) else { return HashSet::new() };
    let me = &model.me.reader;
    let is_meant = |person: &&Participant| {
        let said = |reader: &Reader| is_in(named, reader);
        let known = |id: &ReaderId| model.seminar.readers.iter().find(|reader| reader.id == *id);
        match &person.key {
            LayerKey::Me => said(me),
            LayerKey::Remarks | LayerKey::Prompts => false,
            LayerKey::Reader(id) => known(id).map_or_else(|| named.contains(&person.name), said),
        }
    };
    people.all.iter().filter(is_meant).map(|person| person.key.clone()).collect()
}

/// What was kept back before and shows now is told, whatever else has happened.
fn come_to_light(model: &mut Model, before: Option<BlindNotice>) {
    let Some(before) = before.filter(|_| model.peers.layers.blind.is_none()) else { return };
    let still = model.doc.as_ref().and_then(|doc| blind::waits(model, &doc.opened.path));
    if still.is_none() {
        summaries::offer_tags(model);
        let show = if before.count == 1 { "shows" } else { "show" };
        // What the chosen layer puts away does not show, whatever is not kept back any more.
        let told = match way_back(model) {
            Some(keys) if model.peers.layers.show != Show::Others => {
                format!("may be read now, {keys} {show} all layers")
            }
            _ => format!("{show} now"),
        };
        say_too(model, &format!("{} {told}", before.what()));
    }
}

/// Says something before what was said already.
fn say_too(model: &mut Model, words: &str) {
    match &mut model.status.message {
        Some(message) => message.text = format!("{words} · {}", message.text),
        None => model.say(words),
    }
}

/// The key, or the keys, that bring all layers back; `None` where all show.
pub fn way_back(model: &Model) -> Option<String> {
    match model.peers.layers.show {
        Show::All => None,
        Show::Nobody | Show::One(_) | Show::Group(_) => Some(key_of(model, Command::LayerNext)),
        // The first choice is all.
        Show::Mine | Show::Others => Some(format!("{} enter", key_of(model, Command::Layers))),
    }
}

/// Goes on to the next: all, mine, the others', none.
pub fn next(model: &mut Model) -> Vec<Effect> {
    let next = match model.peers.layers.show {
        Show::All => Show::Mine,
        Show::Mine => Show::Others,
        Show::Others => Show::Nobody,
        Show::Nobody | Show::One(_) | Show::Group(_) => Show::All,
    };
    show(model, next);
    Vec::new()
}

/// Shows these, and says so.
pub fn show(model: &mut Model, show: Show) {
    (model.peers.layers.show, model.peers.layers.with_mine) = (show, false);
    settle(model);
    let (key, count) = (key_of(model, Command::LayerNext), model.peers.layers.count());
    let waits = model.peers.layers.blind.is_some();
    let said = match &model.peers.layers.show {
        Show::All => format!("all layers ({count})"),
        Show::Mine if waits => format!("only your own ({count}); the others' are kept back for now"),
        Show::Others if waits => format!("only the others' ({count}), kept back for now; {key} shows none"),
        Show::Mine => format!("only your own ({count}); {key} shows the others'"),
        Show::Others => format!("only the others' ({count}); {key} shows none"),
        Show::Nobody => format!("no annotations show (0 of {}); {key} shows all again", model.peers.layers.counts.all),
        _ => format!("only {} ({count}); {key} shows all again", model.peers.layers.chosen().unwrap_or_default()),
    };
    model.say(said);
}
