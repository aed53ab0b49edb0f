//! What the links in a note of the command line mean. A link that leads nowhere is told and the note written all the same.

use crate::annotation::{Link, link};
use crate::cli::setup::Room;
use crate::document::DocPath;
use crate::store::AnnotationStore;
use crate::study::{LinkedPlace, NamedPlace, link_to};

/// The most links of one note that are looked up.
const MOST: usize = 32;

/// The links of a note on a document that could be found, and what is to be said of the others.
pub fn look_up(note: &str, path: &DocPath, room: &Room, store: &AnnotationStore) -> (Vec<Link>, Vec<String>) {
    let (mut links, mut missing) = (Vec::new(), Vec::new());
    for label in link::labels(note).take(MOST) {
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
        LinkedPlace::Annotation(end) => return annotation(label, end, path, store),
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

/// The annotation on this document whose id ends so.
fn annotation(label: &str, end: &str, path: &DocPath, store: &AnnotationStore) -> Result<Link, String> {
    let read = store.read_known(path, None);
    let mut ids = read.stored.iter().map(|stored| &stored.annotation.id).filter(|id| id.ends_with(end));
    match (ids.next(), ids.next()) {
        (Some(id), None) => Ok(Link::to_annotation(label, id)),
        (None, _) => Err(format!("no note on this text ends in {end}")),
        (Some(_), Some(_)) => Err(format!("several notes on this text end in {end}")),
    }
}
