//! Choosing a layer by name: all, one's own, the others', none, a group, one reader. What a choice shows is said in
//! `layers`.

use super::{Person, Show, Sign};
use crate::app::chooser::Chosen;
use crate::app::{Choice, Chooser, Effect, Model, Overlay};
use crate::config::chord::Chord;
use crate::text::visible;

/// Columns before a label, for the reader's chip.
const INDENT: u16 = 4;

/// The layers to choose from.
#[derive(Debug)]
pub struct LayerPrompt {
    /// The list.
    pub chooser: Chooser,
    /// What each choice shows, in the same order.
    shows: Vec<Show>,
}

/// One row of the chooser.
struct Row {
    show: Show,
    label: String,
    detail: String,
    sign: Option<Sign>,
}

fn row(show: Show, label: impl Into<String>, detail: impl Into<String>) -> Row {
    Row { show, label: label.into(), detail: detail.into(), sign: None }
}

/// Opens the chooser at what shows now.
pub fn ask(model: &mut Model) -> Vec<Effect> {
    if model.desk.is_none() {
        model.say("open a text first: layers are of its annotations");
        return Vec::new();
    }
    super::settle(model);
    let rows = rows(model);
    let at = rows.iter().position(|row| row.show == model.layers.show).unwrap_or(0);
    let choice = |row: &Row| Choice { label: row.label.clone(), detail: row.detail.clone(), indent: INDENT };
    let mut chooser = Chooser::new("Whose annotations show", rows.iter().map(choice).collect(), at);
    chooser.chips = rows.iter().map(|row| row.sign).collect();
    let shows = rows.into_iter().map(|row| row.show).collect();
    model.overlay = Some(Overlay::Layers(Box::new(LayerPrompt { chooser, shows })));
    Vec::new()
}

fn rows(model: &Model) -> Vec<Row> {
    let layers = &model.layers;
    let mine = layers.people.get(super::ME).map_or(0, |me| me.count);
    let count = |count: usize| count.to_string();
    let mut rows = vec![
        row(Show::All, "all", count(layers.all)),
        Row { sign: layers.people.get(super::ME).map(|me| me.sign), ..row(Show::Mine, "mine", count(mine)) },
        row(Show::Others, "others", count(layers.all.saturating_sub(mine))),
        row(Show::Nobody, "none", ""),
    ];
    rows.extend(model.seminar.syllabus.groups.iter().map(|(name, readers)| {
        let label = format!("group {}: {}", visible::line(name), visible::line(&readers.join(", ")));
        row(Show::Group(name.clone()), label, "")
    }));
    rows.extend(layers.people.all[1.min(layers.people.all.len())..].iter().map(of_person));
    rows
}

fn of_person(person: &Person) -> Row {
    let detail = if person.count == 0 { "nothing here".to_owned() } else { person.count.to_string() };
    Row { sign: Some(person.sign), ..row(Show::One(person.key.clone()), person.name.clone(), detail) }
}

/// Takes a key of the chooser.
pub fn press(model: &mut Model, mut prompt: Box<LayerPrompt>, chord: Chord) -> Vec<Effect> {
    match prompt.chooser.press(chord) {
        Chosen::Take(index) => {
            if let Some(show) = prompt.shows.get(index) {
                super::show(model, show.clone());
            }
        }
        Chosen::Leave => {}
        Chosen::Stay | Chosen::Nothing => model.overlay = Some(Overlay::Layers(prompt)),
    }
    Vec::new()
}
