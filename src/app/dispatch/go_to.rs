//! What is done with what was chosen to go to, and with a place that is spoken of (`P12`, `004:P12`). What there is to choose
//! stands in `status::go_to`.

use crate::app::dispatch::commands;
use crate::app::library::{navigation, opening, results};
use crate::app::messages::{Effect, Env};
use crate::app::model::Model;
use crate::app::reading::contents;
use crate::app::state::choosing::{Choosing, GoToTarget};
use crate::app::state::list::ListItem;
use crate::app::state::navigation_target::NavigationTarget;
use crate::app::state::overlay::Overlay;
use crate::app::state::results::ResultsKind;
use crate::document::DocPath;
use crate::study::Locator;
use crate::text::{fold, visible};

/// Goes where the choice leads.
pub fn take(model: &mut Model, target: &GoToTarget, given: &Env) -> Vec<Effect> {
    match target {
        GoToTarget::Section(index) => contents::go(model, *index),
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
    match spoken(model, typed.trim()) {
        Ok((path, place)) => navigation::send(model, &path, NavigationTarget::Place(place)),
        Err(why) => {
            model.say(why);
            model.overlay = Some(Overlay::Choose(open));
            Vec::new()
        }
    }
}

/// The text and the place that are meant; else why none is.
fn spoken(model: &Model, typed: &str) -> Result<(DocPath, Locator), String> {
    let nothing =
        || format!("nothing is called “{}”; a paragraph is P12, in another text 004:P12", visible::line(typed));
    if let Some(place) = Locator::parse(typed) {
        let open = model.doc.as_ref().map(|doc| doc.opened.path.clone());
        return open.map(|path| (path, place)).ok_or_else(|| "no text is open: name one before the place".to_owned());
    }
    let (name, place) = Locator::split(typed).ok_or_else(nothing)?;
    let wanted = fold::typed(name.trim());
    let is_meant = |item: &&ListItem| {
        fold::typed(item.path.as_str()).contains(&wanted) || fold::typed(item.name()).contains(&wanted)
    };
    let mut meant = model.list.items.iter().filter(is_meant);
    match (meant.next(), meant.count()) {
        (Some(item), 0) => Ok((item.path.clone(), place)),
        (Some(_), more) => Err(format!("{} texts are called so: say more of the name", more + 1)),
        (None, _) => Err(format!("no text has “{}” in its name", visible::line(name))),
    }
}
