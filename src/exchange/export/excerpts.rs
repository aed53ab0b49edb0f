//! The words that a digest says of an excerpt in every format: who picked it, who wrote what. It escapes nothing.

use crate::study::digest::{DigestSheet, Pick, Said};

/// Says whose picks a digest holds.
pub(super) fn picked_by(digest: &DigestSheet) -> String {
    format!("Picked by {}.", digest.curators.join(", "))
}

/// Says who wrote it, and what it is: `Mira Tanaka, question`.
pub(super) fn credit(said: &Said) -> String {
    match said.kind {
        "prompt" => "Prompt".to_owned(),
        "document-note" => format!("{}, note on the whole text", said.reader),
        kind => format!("{}, {kind}", said.reader),
    }
}

/// Gives the tags of an annotation, each behind a `#`.
pub(super) fn hashed(said: &Said) -> String {
    said.tags.iter().map(|tag| format!("#{tag}")).collect::<Vec<_>>().join(" ")
}

/// Gives why somebody picked it, where that is said.
pub(super) fn comment(pick: &Pick) -> Option<String> {
    pick.comment.as_ref().map(|words| format!("{}: {words}", pick.reader))
}
