//! The chooser of layers: all, a group, one reader.

use crate::app::messages::Effect;
use crate::app::model::Model;
use crate::app::seminar::layers;
use crate::app::state::chooser::{Choice, Chooser};
use crate::app::state::choosing::Targets;
use crate::app::state::layers::Show;
use crate::app::state::overlay::Overlay;
use crate::app::state::people::{LayerKey, Participant, ParticipantSign};
use crate::app::state::seminar::STRANGER;
use crate::config::syllabus::group_called;
use crate::text::visible;

/// Columns before a label, for the reader's chip.
const INDENT: u16 = 4;

/// One row of the chooser.
struct LayerRow {
    show: Show,
    label: String,
    detail: String,
    sign: Option<ParticipantSign>,
}

fn row(show: Show, label: impl Into<String>, detail: impl Into<String>) -> LayerRow {
    LayerRow { show, label: label.into(), detail: detail.into(), sign: None }
}

/// Opens the chooser at what shows now.
pub fn ask(model: &mut Model) -> Vec<Effect> {
    if model.doc.is_none() {
        model.say("open a text first: layers are of its annotations");
        return Vec::new();
    }
    layers::settle(model);
    let rows = rows(model);
    let at = rows.iter().position(|row| row.show == model.peers.layers.show).unwrap_or(0);
    let choice = |row: &LayerRow| Choice { label: row.label.clone(), detail: row.detail.clone(), indent: INDENT };
    let mut chooser = Chooser::new("Whose annotations show", rows.iter().map(choice).collect(), at);
    chooser.chips = rows.iter().map(|row| row.sign).collect();
    let shows = rows.into_iter().map(|row| row.show).collect();
    model.overlay = Some(Overlay::choose(chooser, Targets::Layers(shows)));
    Vec::new()
}

fn rows(model: &Model) -> Vec<LayerRow> {
    let layers = &model.peers.layers;
    let mine = layers.people.get(&LayerKey::Me).map_or(0, |me| me.count);
    let count = |count: usize| count.to_string();
    let mut rows = vec![
        row(Show::All, "all", count(layers.counts.all)),
        LayerRow { sign: layers.people.get(&LayerKey::Me).map(|me| me.sign), ..row(Show::Mine, "mine", count(mine)) },
        row(Show::Others, "others", count(layers.counts.all.saturating_sub(mine))),
        row(Show::Nobody, "none", ""),
    ];
    let groups = model.doc.as_ref().map(|doc| model.seminar.syllabus.groups_at(&doc.opened.path)).unwrap_or_default();
    rows.extend(groups.iter().map(|(name, readers)| {
        let label = visible::line(&format!("{}: {}", group_called(name), readers.join(", "))).into_owned();
        row(Show::Group(name.clone()), label, "")
    }));
    rows.extend(layers.people.all[1.min(layers.people.all.len())..].iter().map(|person| of_person(model, person)));
    rows
}

fn of_person(model: &Model, person: &Participant) -> LayerRow {
    let count = if person.count == 0 { "nothing here".to_owned() } else { person.count.to_string() };
    let is_stranger = matches!(&person.key, LayerKey::Reader(id) if model.seminar.is_stranger(&person.name, id));
    let detail = if is_stranger { format!("{count}, {STRANGER}") } else { count };
    LayerRow { sign: Some(person.sign), ..row(Show::One(person.key.clone()), person.name.clone(), detail) }
}

/// Shows the layer that was chosen.
pub fn take(model: &mut Model, show: &Show) -> Vec<Effect> {
    layers::show(model, show.clone());
    Vec::new()
}
