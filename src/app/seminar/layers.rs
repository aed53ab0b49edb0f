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
use crate::app::state::layers::Show;
use crate::app::state::people::{LayerKey, Participant, Participants, layer_of};
use crate::app::state::revisions::ViewSource;
use crate::study::Density;
use std::collections::HashSet;

/// What the layers rest on.
const RESTS_ON: &[ViewSource] = &[
    ViewSource::Document,
    ViewSource::Annotations,
    ViewSource::Me,
    ViewSource::Readers,
    ViewSource::Plan,
    ViewSource::Today,
];

/// Makes true again which annotations are hidden, where something has changed; says what has come to show.
pub fn settle(model: &mut Model) {
    let Some(doc) = &model.doc else { return };
    let now = (revisions(model, RESTS_ON), model.peers.layers.show.clone(), model.peers.layers.with_mine);
    let same_text = model
        .peers
        .layers
        .made
        .get()
        .is_some_and(|(made, ..)| made.get(ViewSource::Document) == doc.opened.job.number());
    if model.peers.layers.made.renew(now) {
        let kept = model.peers.layers.blind.clone().filter(|_| same_text);
        make(model);
        come_to_light(model, kept);
    }
    if std::mem::take(&mut model.peers.layers.came_back) {
        say_too(model, "your own layer shows again");
    }
}

fn make(model: &mut Model) {
    let Some(doc) = &model.doc else { return };
    let anchored = &doc.annotations.anchored;
    let people = Participants::of(&model.seminar.readers, &model.me.reader.id, anchored);
    let group = members(model, &people);
    let layers = &model.peers.layers;
    let shows = |anchored| layers.show == Show::All || layers.shows(&layer_of(anchored), &group);
    let mut hidden: Vec<bool> = anchored.iter().map(|anchored| !shows(anchored)).collect();
    let blind = blind::keep_back(model, anchored, &mut hidden);
    let Some(doc) = &mut model.doc else { return };
    for (anchored, hidden) in doc.annotations.anchored.iter_mut().zip(hidden) {
        anchored.hidden = hidden;
    }
    let layers = &mut model.peers.layers;
    layers.density = Density::of(doc.annotations.visible().filter_map(mark_of));
    layers.count_anew(doc);
    (layers.people, layers.blind) = (people, blind);
    layers.version += 1;
    blind::keep_count(model);
}

/// Who marked what, where an annotation is about words that stand there. A prompt asks others to read; it marks nothing.
fn mark_of(anchored: &AnchoredAnnotation) -> Option<(&str, crate::text::Span)> {
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
        Show::Nobody => format!("no annotations show (0 of {}); {key} shows all again", model.peers.layers.all),
        _ => format!("only {} ({count}); {key} shows all again", model.peers.layers.chosen().unwrap_or_default()),
    };
    model.say(said);
}
