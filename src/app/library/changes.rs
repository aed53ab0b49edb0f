//! Files that change while the program runs: the list follows; the open text stays as it was read until it is asked for anew,
//! because a text must not move under the eyes of who reads it.

use crate::app::commands::Command;
use crate::app::library::opening;
use crate::app::messages::Effect;
use crate::app::model::Model;
use crate::app::query::keys::key_of;
use crate::document::DocPath;

/// The files of these paths are gone, and those hold something else.
pub fn heard(model: &mut Model, gone: &[DocPath], changed: &[DocPath]) {
    model.list.forget(gone);
    let Some(desk) = &mut model.desk else { return };
    let path = &desk.opened.path;
    if gone.contains(path) {
        model.say("the file of this text is gone, or has another name now; what was read of it stays on the screen");
    } else if changed.contains(path) {
        desk.opened.outdated = true;
        let told = told(model);
        model.say(told);
    }
}

/// That the open text is not what its file holds now.
pub fn told(model: &Model) -> String {
    let key = key_of(model, Command::Reload);
    format!("the file has changed; {key} reads it anew")
}

/// Reads the open text anew from its file.
pub fn reload(model: &mut Model) -> Vec<Effect> {
    match model.desk.as_ref().map(|desk| desk.opened.path.clone()) {
        Some(path) => opening::open(model, &path),
        None => Vec::new(),
    }
}
