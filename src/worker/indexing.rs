//! Having an index made of texts that are in none yet, with the status row saying how far it is. The store makes it.

use super::Incoming;
use crate::app::{Message, Msg};
use crate::store::{DocumentEntry, Library};
use std::sync::mpsc::Sender;

/// Said where an index was made and could not be kept.
const NOT_KEPT: &str =
    "the index could not be kept (is the disk of the cache folder full?); searches read the texts instead";

/// Has an index made of what is in none yet, where that is worth it, on this thread.
pub fn index(library: &Library, entries: &[DocumentEntry], send: &Sender<Incoming>) {
    // Nobody listens any more only when the program is ending.
    let say = |msg| _ = send.send(Incoming::Msg(msg));
    let mut told = 0;
    let made = library.index(entries, &mut |done, of| {
        let percent = done * 100 / of;
        if percent > told || done == 1 {
            told = percent;
            say(Msg::Indexing(Some(percent)));
        }
    });
    if made.is_some() {
        say(Msg::Indexing(None));
    }
    if made == Some(false) {
        say(Msg::Say(Message::news(NOT_KEPT)));
    }
}
