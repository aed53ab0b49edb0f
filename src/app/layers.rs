//! Layers: whose annotations show on the open text. A layer is one reader's; the reader chooses all, one's own, the
//! others', one, a group or none, and together with blind reading that says which annotations are hidden. It changes no
//! annotation, and it is made anew only when annotations, readers or the choice have changed.

mod blind;
mod choose;
mod people;

pub use blind::Blind;
pub use choose::{LayerPrompt, ask, press};
pub use people::{ME, PLAN, People, Person, REMARKS, Sign};

use super::commands::Command;
use super::{Desk, Effect, Model, Placed, Tally, key_of, seminar};
use crate::annotation::{Kind, Reader, Target};
use crate::study::Heat;
use crate::text::{visible, wrap};
use jiff::civil::Date;
use people::layer_of;
use std::collections::HashSet;
use std::sync::Arc;

/// Whose annotations show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Show {
    /// Everybody's.
    #[default]
    All,
    /// One's own.
    Mine,
    /// All but one's own.
    Others,
    /// Nobody's.
    Nobody,
    /// One reader's: the key of a [`Person`].
    One(String),
    /// Those of a group of the syllabus.
    Group(String),
}

/// The layers of the open text.
#[derive(Debug, Default)]
pub struct Layers {
    /// What was chosen.
    pub show: Show,
    /// Whether one's own show beside one reader's or a group's, because something was written meanwhile.
    pub with_mine: bool,
    /// Everybody, with letters and colours.
    pub people: People,
    /// How many readers marked each place, of what shows.
    pub heat: Heat,
    /// What is kept back for now.
    pub blind: Option<Blind>,
    /// How many annotations show.
    pub shown: usize,
    /// How many there are.
    pub all: usize,
    /// Which of those that show do not stand where they stood.
    pub tally: Tally,
    /// How many of all do not.
    pub astray: usize,
    /// Goes up whenever it is made anew.
    pub version: u64,
    made: Option<Made>,
    /// Whether one's own layer has come back because something was written.
    came_back: bool,
}

/// What it was made from.
#[derive(Debug, PartialEq, Eq)]
pub struct Made {
    job: u64,
    version: u64,
    show: Show,
    with_mine: bool,
    me: String,
    today: Option<Date>,
    /// Where the syllabus stands in memory: another one stands elsewhere.
    plan: usize,
}

/// What the layers of the open document are to be made from now.
fn sources(model: &Model, desk: &Desk) -> Made {
    Made {
        job: desk.opened.job,
        version: desk.version,
        show: model.layers.show.clone(),
        with_mine: model.layers.with_mine,
        me: model.me.reader.id.clone(),
        today: model.seminar.today,
        plan: Arc::as_ptr(&model.seminar.syllabus).addr(),
    }
}

/// Makes true again which annotations are hidden, where something has changed; says what has come to show.
pub fn settle(model: &mut Model) {
    let Some(desk) = &model.desk else { return };
    let before = model.layers.made.as_ref();
    if before != Some(&sources(model, desk)) {
        let kept = before.filter(|made| made.job == desk.opened.job).and(model.layers.blind.clone());
        make(model);
        come_to_light(model, kept);
    }
    if std::mem::take(&mut model.layers.came_back) {
        say_too(model, "your own layer shows again");
    }
}

fn make(model: &mut Model) {
    let Some(desk) = &model.desk else { return };
    let made = sources(model, desk);
    let placed = &desk.placed;
    let people = People::of(&model.seminar.readers, &model.me.reader.id, placed);
    let group = members(model, &people);
    let layers = &model.layers;
    let mut hidden: Vec<bool> = placed.iter().map(|placed| !layers.shows(layer_of(placed), &group)).collect();
    let blind = blind::keep_back(model, placed, &mut hidden);
    let Some(desk) = &mut model.desk else { return };
    for (placed, hidden) in desk.placed.iter_mut().zip(hidden) {
        placed.hidden = hidden;
    }
    let layers = &mut model.layers;
    layers.heat = Heat::of(desk.visible().filter_map(mark_of));
    layers.count_anew(desk);
    (layers.people, layers.blind, layers.made) = (people, blind, Some(made));
    layers.version += 1;
    blind::keep_count(model);
}

/// Who marked what, where an annotation is about words that stand there. A prompt asks others to read; it marks nothing.
fn mark_of(placed: &Placed) -> Option<(&str, crate::text::Span)> {
    let annotation = &placed.annotation;
    let on_words = matches!(annotation.target, Target::Passage(_)) && annotation.kind != Kind::Prompt;
    Some((&annotation.creator, placed.stands().filter(|_| on_words)?))
}

/// The layers of the chosen group.
fn members(model: &Model, people: &People) -> HashSet<String> {
    let Show::Group(name) = &model.layers.show else { return HashSet::new() };
    let Some(named) = model.seminar.syllabus.groups.get(name) else { return HashSet::new() };
    let me = &model.me.reader;
    let is_meant = |person: &&Person| {
        let said = |reader: &Reader| named.contains(&reader.nickname) || named.contains(&reader.name);
        let known = model.seminar.readers.iter().find(|reader| reader.id == person.key);
        match person.key.as_str() {
            ME => said(me),
            REMARKS => false,
            _ => known.map_or_else(|| named.contains(&person.name), said),
        }
    };
    people.all.iter().filter(is_meant).map(|person| person.key.clone()).collect()
}

/// What was kept back before and shows now is told, whatever else has happened.
fn come_to_light(model: &mut Model, before: Option<Blind>) {
    let Some(before) = before.filter(|_| model.layers.blind.is_none()) else { return };
    let still = model.desk.as_ref().and_then(|desk| blind::need(model, &desk.opened.path));
    if still.is_none() {
        seminar::offer_tags(model);
        let show = if before.count == 1 { "shows" } else { "show" };
        say_too(model, &format!("{} {show} now", before.what()));
    }
}

/// Says something before what was said already.
fn say_too(model: &mut Model, words: &str) {
    match &mut model.message {
        Some(message) => message.text = format!("{words} · {}", message.text),
        None => model.say(words),
    }
}

impl Layers {
    /// Whether the layer shows; `group` has the layers of the chosen group.
    fn shows(&self, layer: &str, group: &HashSet<String>) -> bool {
        if layer == ME && self.with_mine || layer == PLAN && self.show != Show::Nobody {
            return true;
        }
        match &self.show {
            Show::All => true,
            Show::Mine => layer == ME,
            Show::Others => layer != ME,
            Show::Nobody => false,
            Show::One(one) => layer == one,
            Show::Group(_) => group.contains(layer),
        }
    }

    fn count_anew(&mut self, desk: &Desk) {
        (self.all, self.shown) = (0, 0);
        for placed in desk.placed.iter().filter(|placed| placed.is_counted()) {
            self.all += 1;
            self.shown += usize::from(placed.shows());
        }
        (self.tally, self.astray) = (Tally::of(desk.visible()), Tally::of(&desk.placed).total());
    }

    /// Readers or the plan have changed: it is made anew by the next update.
    pub fn forget(&mut self) {
        self.made = None;
    }

    /// What shows, in a word or two; `None` where all layers do.
    pub fn chosen(&self) -> Option<String> {
        let what = match &self.show {
            Show::All => return None,
            Show::Mine => "mine".to_owned(),
            Show::Others => "others".to_owned(),
            Show::Nobody => "none".to_owned(),
            Show::One(key) => self.people.get(key).map_or("a reader", |person| person.name.as_str()).to_owned(),
            Show::Group(name) => visible::line(name).into_owned(),
        };
        Some(if self.with_mine { format!("{what} and mine") } else { what })
    }

    /// Something of one's own was written: it must not vanish. One's own layer shows with what was chosen.
    pub fn written(&mut self) {
        match self.show {
            Show::All | Show::Mine => return,
            Show::Others => self.show = Show::All,
            Show::Nobody => self.show = Show::Mine,
            Show::One(ref one) if one == ME => return,
            Show::One(_) | Show::Group(_) if self.with_mine => return,
            Show::One(_) | Show::Group(_) => self.with_mine = true,
        }
        self.came_back = true;
    }

    /// How many annotations show: `12`, or `12 of 40`.
    pub fn count(&self) -> String {
        if self.shown == self.all { self.all.to_string() } else { format!("{} of {}", self.shown, self.all) }
    }

    /// What the heading of the notes says behind the count: ` layer: mei`, or nothing.
    pub fn heading(&self) -> String {
        let blind = if self.blind.is_some() { " blind" } else { "" };
        self.chosen().map_or_else(String::new, |chosen| format!(" layer: {chosen}")) + blind
    }

    /// The same as a part of the status row, with how many are kept back where that is `wanted`.
    pub fn part(&self, wanted: bool) -> Option<String> {
        let layer = self.chosen().map(|chosen| format!("layer: {chosen}"));
        let blind = self.blind.as_ref().filter(|_| wanted).map(|blind| format!("{} hidden", blind.count));
        let parts: Vec<String> = layer.into_iter().chain(blind).collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }

    /// What stands above the notes while something is kept back, in rows of `width` cells.
    pub fn notice(&self, width: usize) -> Vec<String> {
        let Some(blind) = &self.blind else { return Vec::new() };
        let (words, width) = (blind.words(), width.max(1));
        let rows = wrap::wrap(&words, crate::text::Span::new(0, words.len()), width, width);
        rows.iter().map(|row| row.of(&words).trim().to_owned()).collect()
    }
}

/// The key, or the keys, that bring all layers back; `None` where all show.
pub fn way_back(model: &Model) -> Option<String> {
    match model.layers.show {
        Show::All => None,
        Show::Nobody | Show::One(_) | Show::Group(_) => Some(key_of(model, Command::LayerNext)),
        // The first choice is all.
        Show::Mine | Show::Others => Some(format!("{} enter", key_of(model, Command::Layers))),
    }
}

/// Goes on to the next: all, mine, the others', none.
pub fn next(model: &mut Model) -> Vec<Effect> {
    let next = match model.layers.show {
        Show::All => Show::Mine,
        Show::Mine => Show::Others,
        Show::Others => Show::Nobody,
        Show::Nobody | Show::One(_) | Show::Group(_) => Show::All,
    };
    show(model, next);
    Vec::new()
}

/// Shows these, and says so.
fn show(model: &mut Model, show: Show) {
    (model.layers.show, model.layers.with_mine) = (show, false);
    settle(model);
    let (key, count) = (key_of(model, Command::LayerNext), model.layers.count());
    let said = match &model.layers.show {
        Show::All => format!("all layers ({count})"),
        Show::Mine => format!("only your own ({count}); {key} shows the others'"),
        Show::Others => format!("only the others' ({count}); {key} shows none"),
        Show::Nobody => format!("no annotations show (0 of {}); {key} shows all again", model.layers.all),
        _ => format!("only {} ({count}); {key} shows all again", model.layers.chosen().unwrap_or_default()),
    };
    model.say(said);
}

impl Model {
    /// Whether others' words on a document must not come before the reader's eyes yet: not in a list, a board or an
    /// offer either. How many there are may be said.
    pub fn reads_blind(&self, path: &str) -> bool {
        blind::need(self, path).is_some()
    }
}
