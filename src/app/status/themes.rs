//! Choosing the theme: the screen shows each as it is gone to; taken it is kept in the settings file, left it is as before.

use crate::app::messages::{Effect, WriteRequest};
use crate::app::model::Model;
use crate::app::state::chooser::{Choice, Chooser};
use crate::app::state::choosing::{Choosing, Targets};
use crate::app::state::overlay::Overlay;

/// Asks for a theme; the one of now is the current choice.
pub fn ask(model: &mut Model) -> Vec<Effect> {
    let names = model.config.themes.names();
    let at = names.iter().position(|name| *name == model.config.settings.theme).unwrap_or_default();
    let detail =
        |name: &str| if name == "auto" { format!("here: {}", model.config.themes.automatic) } else { String::new() };
    let choice = |name: &String| Choice { label: name.clone(), detail: detail(name), indent: 0 };
    let chooser = Chooser::new("Theme", names.iter().map(choice).collect(), at);
    model.overlay = Some(Overlay::choose(chooser, Targets::Themes(names)));
    Vec::new()
}

/// Shows the theme that is gone to, where themes are chosen from.
pub fn preview(model: &mut Model, open: &Choosing) {
    if let Targets::Themes(names) = &open.targets
        && let Some(name) = open.chooser.current().and_then(|at| names.get(at))
    {
        show(model, name);
    }
}

/// Shows the theme of the settings again.
pub fn back(model: &mut Model) {
    let name = model.config.settings.theme.clone();
    show(model, &name);
}

/// Takes a theme and keeps it. What its file says wrong is told, as at the start.
pub fn take(model: &mut Model, name: &str) -> Vec<Effect> {
    let faults = show(model, name);
    name.clone_into(&mut model.config.settings.theme);
    match faults.first() {
        Some(fault) => model.complain(fault),
        None => model.say(format!("the theme is {name}")),
    }
    model.config.kept.push(("theme", name.to_owned()));
    vec![Effect::Write(WriteRequest::KeepSetting { name: "theme", value: name.to_owned() })]
}

fn show(model: &mut Model, name: &str) -> Vec<String> {
    let (theme, faults) = model.config.themes.named(name);
    model.config.theme = theme;
    faults.iter().map(ToString::to_string).collect()
}
