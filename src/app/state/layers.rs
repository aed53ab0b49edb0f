//! Whose annotations show, and what that rests on.

use crate::app::state::anchored::AnchoredAnnotation;
use crate::app::state::blind::BlindNotice;
use crate::app::state::people::{LayerKey, Participants};
use crate::app::state::review::AnchorTally;
use crate::app::state::revisions::{MadeFrom, Revisions};
use crate::study::Density;
use crate::text::{visible, wrap};
use std::collections::HashSet;

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
    /// One reader's.
    One(LayerKey),
    /// Those of a group of the syllabus.
    Group(String),
}

/// How many annotations there are, how many show, and how many do not stand where they stood.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LayerCounts {
    /// How many show.
    pub shown: usize,
    /// How many there are.
    pub all: usize,
    /// Which of those that show do not stand where they stood.
    pub tally: AnchorTally,
    /// How many of all do not.
    pub astray: usize,
}

impl LayerCounts {
    /// The counts of these.
    pub(in crate::app) fn of<'a>(anchored: impl Iterator<Item = &'a AnchoredAnnotation> + Clone) -> Self {
        let (mut all, mut shown) = (0, 0);
        for anchored in anchored.clone().filter(|anchored| anchored.is_counted()) {
            all += 1;
            shown += usize::from(anchored.shows());
        }
        let tally = AnchorTally::of(anchored.clone().filter(|anchored| anchored.shows()));
        Self { shown, all, tally, astray: AnchorTally::of(anchored).total() }
    }

    /// These and others together.
    pub(in crate::app) fn and(self, more: Self) -> Self {
        Self {
            shown: self.shown + more.shown,
            all: self.all + more.all,
            tally: self.tally.and(more.tally),
            astray: self.astray + more.astray,
        }
    }
}

/// The layers of the open text.
#[derive(Debug, Default)]
pub struct Layers {
    /// What was chosen.
    pub show: Show,
    /// Whether one's own show beside one reader's or a group's, because something was written meanwhile.
    pub with_mine: bool,
    /// Everybody, with letters and colours.
    pub people: Participants,
    /// How many readers marked each place, of what shows.
    pub density: Density,
    /// What is kept back for now.
    pub blind: Option<BlindNotice>,
    /// How many annotations there are and show.
    pub counts: LayerCounts,
    /// How many of them are others'.
    pub(in crate::app) of_others: LayerCounts,
    /// Whether one's own show.
    pub(in crate::app) shows_own: bool,
    /// Goes up whenever more than what is one's own is made anew.
    pub version: u64,
    /// What others' part was made from: the revisions, what was chosen, whether with one's own, how many of one's own
    /// decide whether others' show.
    pub(in crate::app) made: MadeFrom<(Revisions, Show, bool, Option<usize>)>,
    /// What one's own part was made from.
    pub(in crate::app) made_own: MadeFrom<Revisions>,
    /// Whether one's own layer has come back because something was written.
    pub(in crate::app) came_back: bool,
}

impl Layers {
    /// Whether the layer shows; `group` has the layers of the chosen group.
    pub(in crate::app) fn shows(&self, layer: &LayerKey, group: &HashSet<LayerKey>) -> bool {
        let mine = *layer == LayerKey::Me;
        if mine && self.with_mine || *layer == LayerKey::Prompts && self.show != Show::Nobody {
            return true;
        }
        match &self.show {
            Show::All => true,
            Show::Mine => mine,
            Show::Others => !mine,
            Show::Nobody => false,
            Show::One(one) => layer == one,
            Show::Group(_) => group.contains(layer),
        }
    }

    /// Readers or the plan have changed: it is made anew by the next update.
    pub fn forget(&mut self) {
        self.made.forget();
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
            Show::All | Show::Mine | Show::One(LayerKey::Me) => return,
            Show::Others => self.show = Show::All,
            Show::Nobody => self.show = Show::Mine,
            Show::One(_) | Show::Group(_) if self.with_mine => return,
            Show::One(_) | Show::Group(_) => self.with_mine = true,
        }
        self.came_back = true;
    }

    /// How many annotations show: `12`, or `12 of 40`.
    pub fn count(&self) -> String {
        let LayerCounts { shown, all, .. } = self.counts;
        if shown == all { all.to_string() } else { format!("{shown} of {all}") }
    }

    /// What the heading of the notes says behind the count: ` layer: mei`, or nothing.
    pub fn heading(&self) -> String {
        let blind = if self.blind.is_some() { " blind" } else { "" };
        self.chosen().map_or_else(String::new, |chosen| format!(" layer: {chosen}")) + blind
    }

    /// Says which layers show, as a part of the status row; with how many are kept back where that is `wanted`.
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
