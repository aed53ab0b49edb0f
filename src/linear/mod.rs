//! The program in lines, for screen readers, braille lines and terminals that draw no screen: a line that is typed becomes messages
//! for the app ([`orders`], [`act`]), and what the Model holds then is said in lines, one announcement each ([`say`]).
//!
//! It stands beside `ui`, on the same Model: it decides nothing that `app` could, draws no frames and no signs that mean something
//! by their place or colour alone, prints nothing and waits for nobody.

pub mod act;
pub mod orders;
pub mod say;
#[cfg(test)]
mod tests;

use crate::app::{JobId, Message, MessageKind, Model, Msg, Overlay, SearchProgress};
use crate::config::chord::{Chord, Key};
use orders::{LineOrder, Verb};

/// What has been asked for and is not done yet, so that the answer to an order is still to come.
pub fn is_waiting(model: &Model) -> bool {
    let passing = model.status.message.as_ref().is_some_and(|message| message.kind == MessageKind::Passing);
    let opening = model.doc.as_ref().is_some_and(|doc| doc.opened.source.is_none() || !doc.annotations.read);
    let saving = model.doc.as_ref().is_some_and(|doc| doc.annotations.anchored.own().any(|(_, own)| !own.saved));
    let searching =
        model.doc.as_ref().is_some_and(|doc| doc.found.job != JobId::NONE && doc.found.stage == SearchProgress::Going);
    let naming = matches!(&model.overlay, Some(Overlay::Name(dialog)) if dialog.taken.is_none());
    (passing || opening || saving || searching || naming)
        && !model.status.message.as_ref().is_some_and(Message::is_failure)
}

/// What closes a field that an order has left open, when its words were said. The name goes on being asked for.
pub fn closing(model: &Model) -> Option<Msg> {
    let open = !matches!(&model.overlay, None | Some(Overlay::Name(_)));
    open.then(|| Msg::Key(Chord::from(Key::Esc)))
}

/// Where the reader stood before an order, and what the order was: what is said afterwards depends on it.
#[derive(Clone, Debug)]
pub struct OrderContext {
    verb: Verb,
    cursor: Option<usize>,
    /// Whether a name was asked for.
    naming: bool,
}

impl OrderContext {
    /// What is to be known before an order is carried out.
    pub fn of(model: &Model, order: &LineOrder) -> Self {
        let naming = matches!(model.overlay, Some(Overlay::Name(_)));
        Self { verb: order.verb, cursor: model.doc.as_ref().map(|doc| doc.cursor), naming }
    }

    /// Whether it was said under which name one writes, where the order asks for that: the disk may hold another of that name.
    pub fn is_named(&self, model: &Model) -> bool {
        let asked = matches!(&model.overlay, Some(Overlay::Name(dialog)) if dialog.taken.is_some());
        match self.verb {
            Verb::Name => model.status.message.is_some() || asked,
            Verb::Yes if self.naming => model.status.message.is_some(),
            _ => true,
        }
    }
}
