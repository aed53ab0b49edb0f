//! What is done with what was chosen to go to. What there is to choose, and which place is spoken of, stands in `status::go_to`.

use crate::app::dispatch::commands;
use crate::app::library::{navigation, opening, results};
use crate::app::messages::{Effect, Env};
use crate::app::model::Model;
use crate::app::reading::contents;
use crate::app::state::choosing::{Choosing, GoToTarget};
use crate::app::state::navigation_target::NavigationTarget;
use crate::app::state::overlay::Overlay;
use crate::app::state::results::ResultsKind;
use crate::app::status::go_to;

/// Goes where the choice leads.
pub fn take(model: &mut Model, target: &GoToTarget, given: &Env) -> Vec<Effect> {
    match target {
        GoToTarget::Section(index) => contents::go(model, *index),
        GoToTarget::Place(path, place) => navigation::send(model, path, NavigationTarget::Place(place.clone())),
        GoToTarget::Text(path) => opening::open(model, path),
        GoToTarget::Note(path, id) => navigation::send(model, path, NavigationTarget::Annotation(id.clone())),
        GoToTarget::Tag(tag) => results::open_with(model, ResultsKind::Marks, &format!("tag:\"{tag}\"")),
        GoToTarget::Name(name) => results::open_with(model, ResultsKind::Names, name),
        GoToTarget::Command(command) => commands::run(model, *command, given),
    }
}

/// Enter where nothing fits: a place that is spoken of, in the open text or in the one that is named before it.
pub fn unknown(model: &mut Model, open: Box<Choosing>) -> Vec<Effect> {
    let typed = open.chooser.field.text();
    match go_to::spoken(model, typed.trim()) {
        Ok((path, place)) => navigation::send(model, &path, NavigationTarget::Place(place)),
        Err(why) => {
            model.say(why);
            model.overlay = Some(Overlay::Choose(open));
            Vec::new()
        }
    }
}
