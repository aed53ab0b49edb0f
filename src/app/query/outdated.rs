//! Whether the open text is still what its file holds, and what to say where it is not.

use crate::app::commands::Command;
use crate::app::model::Model;
use crate::app::query::keys::key_of;

/// Whether the open text is not what its file holds now.
pub fn is_outdated(model: &Model) -> bool {
    model.doc.as_ref().is_some_and(|doc| doc.opened.outdated)
}

/// That the open text is not what its file holds now.
pub fn told(model: &Model) -> String {
    let key = key_of(model, Command::Reload);
    format!("the file has changed; {key} reads it anew")
}
