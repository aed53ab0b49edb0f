//! Going to an annotation of a document that must be opened first. It opens nothing by itself.

use crate::annotation::AnnotationId;
use crate::app::library::opening;
use crate::app::messages::Effect;
use crate::app::model::Model;
use crate::app::notes::pane;
use crate::app::reading::travel;
use crate::app::state::navigation::{NavigationTarget, PendingNavigation};
use crate::app::state::view::Pane;

/// Goes there: in the open document at the end of this update, else when it has been opened.
pub fn send(model: &mut Model, path: &str, to: NavigationTarget) -> Vec<Effect> {
    if let Some(open) = model.desk.as_ref().filter(|desk| desk.opened.path == path) {
        model.errand = Some(PendingNavigation { job: open.opened.job, to });
        return Vec::new();
    }
    let effects = opening::open(model, path);
    model.errand = Some(PendingNavigation { job: model.wanted, to });
    effects
}

/// Takes what waited for the annotations of a document, once they are there. What the reader has begun meanwhile goes
/// before it.
pub fn due(model: &mut Model) -> Option<NavigationTarget> {
    let here = model.desk.as_ref().filter(|desk| desk.read).map(|desk| desk.opened.job)?;
    let errand = model.errand.take_if(|errand| errand.job == here)?;
    model.overlay.is_none().then_some(errand.to)
}

/// Shows an annotation of the open document: in the text where it stands, else on its card.
pub fn show(model: &mut Model, id: &AnnotationId) {
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
    pane::choose(model, id);
}
