//! The place in the open document: kept a moment after it was moved to, so that nothing that ends the program loses it; and
//! how much of a text is read, which can be said and taken back.

use crate::app::messages::{Effect, WriteRequest};
use crate::app::model::Model;
use crate::app::state::document::OpenDocument;
use crate::app::state::list::ListItem;
use crate::app::state::view::Pane;
use crate::text::visible;
use jiff::Timestamp;

/// Takes in what the reader looks at, before and after what a message does to it.
pub fn look(model: &mut Model, now: Timestamp) {
    let reads = model.view.focus != Pane::List;
    let Some(doc) = model.doc.as_mut().filter(|doc| doc.opened.source.is_some()) else { return };
    let screen = reads.then(|| doc.screen_part());
    doc.reading.look(screen, now);
}

/// Where the reader is now, if that is another place than before, to be kept soon.
pub fn settle(model: &mut Model, now: Timestamp) -> Option<Effect> {
    look(model, now);
    let doc = model.doc.as_mut().filter(|doc| doc.opened.source.is_some())?;
    let place = doc.place();
    let moved = doc.reading.moves_to(&place);
    moved.then(|| Effect::Write(WriteRequest::KeepPlaceSoon(Box::new(place))))
}

/// Takes a text as read to its end, or as not read where it is: in the list the chosen one, else the open one.
pub fn toggle_read(model: &mut Model) -> Vec<Effect> {
    let open = model.doc.as_ref().filter(|_| model.view.focus != Pane::List).map(|doc| doc.opened.path.clone());
    let path = open.or_else(|| model.list.selected().map(|item| item.path.clone()));
    let Some(item) = path.and_then(|path| model.list.item(&path)) else {
        model.say("no text is chosen");
        return Vec::new();
    };
    let (path, name) = (item.path.clone(), visible::line(item.name()).into_owned());
    let is_open = model.doc.as_ref().is_some_and(|doc| doc.opened.path == path);
    let read = if is_open { model.doc.as_ref().is_some_and(OpenDocument::is_read) } else { ListItem::is_done(item) };
    let furthest = if read { 0.0 } else { 1.0 };
    if let Some(doc) = model.doc.as_mut().filter(|_| is_open) {
        doc.reading.put(furthest);
    }
    model.list.progressed(&path, furthest);
    model.say(if read { format!("not read: {name}") } else { format!("read: {name}") });
    vec![Effect::Write(WriteRequest::KeepRead { path, furthest })]
}
