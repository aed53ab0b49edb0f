//! Going to an annotation of a document that must be opened first: what is to be done when its annotations are there. It
//! opens nothing by itself.

use super::{Effect, Model, Pane, desk, notes, travel};

/// Where to go in a document that is being opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Errand {
    /// Number of the job that opens it: of another document it is not an errand any more.
    pub job: u64,
    /// Where to.
    pub to: Goal,
}

/// Where an [`Errand`] leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Goal {
    /// To the first annotation that the reader has not seen.
    Unread,
    /// To the annotation of this id.
    Annotation(String),
}

/// Goes there: in the open document at the end of this update, else when it has been opened.
pub fn send(model: &mut Model, path: &str, to: Goal) -> Vec<Effect> {
    if let Some(open) = model.desk.as_ref().filter(|desk| desk.opened.path == path) {
        model.errand = Some(Errand { job: open.opened.job, to });
        return Vec::new();
    }
    let effects = desk::open(model, path);
    model.errand = Some(Errand { job: model.wanted, to });
    effects
}

/// Takes what waited for the annotations of a document, once they are there. What the reader has begun meanwhile goes
/// before it.
pub fn due(model: &mut Model) -> Option<Goal> {
    let here = model.desk.as_ref().filter(|desk| desk.read).map(|desk| desk.opened.job)?;
    let errand = model.errand.take_if(|errand| errand.job == here)?;
    model.overlay.is_none().then_some(errand.to)
}

/// Shows an annotation of the open document: in the text where it stands, else on its card.
pub fn show(model: &mut Model, id: &str) {
    let Some(desk) = &mut model.desk else { return };
    let Some(placed) = desk.placed_by_id(id).filter(|placed| !placed.hidden) else {
        model.say("it is not here any more: it was deleted, or its words are not in this text");
        return;
    };
    let span = placed.anchor.span;
    if let Some(span) = span {
        travel::jump(desk, span.start);
    }
    if model.view.focus != Pane::Notes {
        model.view.focus_on(if span.is_some() { Pane::Reader } else { Pane::Notes });
    }
    notes::choose(model, id);
}
