//! What the links in a note of the command line mean. A link that leads nowhere is told and the note written all the same.

use crate::annotation::{Link, link};
use crate::cli::setup::Room;
use crate::document::DocPath;
use crate::store::AnnotationStore;
use crate::study::{LinkedPlace, NamedPlace, annotation_ending, link_to};

/// The links of a note on a document that could be found, and what is to be said of the others.
pub fn look_up(note: &str, path: &DocPath, room: &Room, store: &AnnotationStore) -> (Vec<Link>, Vec<String>) {
    let (mut links, mut missing) = (Vec::new(), Vec::new());
    for label in link::distinct_labels(note) {
        match found(label, path, room, store) {
            Ok(link) => links.push(link),
            Err(reason) => missing.push(format!("the link [[{label}]] leads nowhere: {reason}")),
        }
    }
    (links, missing)
}

fn found(label: &str, path: &DocPath, room: &Room, store: &AnnotationStore) -> Result<Link, String> {
    let named = NamedPlace::parse(label);
    let place = match named.place {
        LinkedPlace::Whole => None,
        LinkedPlace::Locator(place) => Some(place),
        LinkedPlace::Annotation(end) => {
            let read = store.read_known(path, None);
            let id = annotation_ending(read.stored.iter().map(|stored| &stored.annotation.id), end)?;
            return Ok(Link::to_annotation(label, &id));
        }
    };
    let path = match named.document {
        "" => path.clone(),
        name => room.library.find(name).map_err(|error| error.to_string())?,
    };
    let loaded = room.library.load(&path).map_err(|error| error.to_string())?;
    let source = loaded.digest.map(|digest| digest.urn()).unwrap_or_default();
    link_to(label, place.as_ref(), &loaded.document, &source)
        .map_err(|missing| format!("{missing}; {}", missing.instead()))
}
