//! Going to a place of a document that must be opened first. It opens nothing by itself.

use crate::annotation::AnnotationId;
use crate::app::library::opening;
use crate::app::messages::Effect;
use crate::app::model::Model;
use crate::app::notes::pane;
use crate::app::reading::travel;
use crate::app::state::navigation::PendingNavigation;
use crate::app::state::navigation_target::NavigationTarget;
use crate::app::state::view::Pane;
use crate::document::DocPath;
use crate::text::{Direction, Span};

/// Goes there: in the open document at the end of this update, else when it has been opened.
pub fn send(model: &mut Model, path: &DocPath, to: NavigationTarget) -> Vec<Effect> {
    if let Some(open) = model.doc.as_ref().filter(|doc| doc.opened.path == *path) {
        // Another that is being opened is not wanted any more.
        model.navigation.wanted = open.opened.job;
        model.navigation.pending = Some(PendingNavigation { job: model.navigation.wanted, to, opens: false });
        return Vec::new();
    }
    let effects = opening::open(model, path);
    model.navigation.pending = Some(PendingNavigation { job: model.navigation.wanted, to, opens: true });
    effects
}

/// Goes back (or forward again) to where a jump began: in the open text, else to the text that was open before, where it was left.
pub fn trail(model: &mut Model, direction: Direction) -> Vec<Effect> {
    // One step at a time: a text that is being opened is gone on from when it shows.
    let is_going = model.navigation.trail.is_going(model.navigation.wanted);
    if is_going || model.doc.as_mut().is_some_and(|doc| travel::trail(doc, direction)) {
        return Vec::new();
    }
    let Some(text) = model.navigation.trail.next(direction).cloned() else {
        model.say(if direction == Direction::Backward { "no earlier place" } else { "no later place" });
        return Vec::new();
    };
    let effects = opening::open(model, &text);
    model.navigation.trail.goes(model.navigation.wanted, direction);
    effects
}

/// Takes what waited for a document: a passage for the whole text, an annotation until those of the document are there.
/// What the reader has begun meanwhile goes before it.
pub fn due(model: &mut Model) -> Option<PendingNavigation> {
    let doc = model.doc.as_ref()?;
    let (here, whole, annotated) = (doc.opened.job, doc.opened.source.is_some(), doc.annotations.read);
    let is_there = |to: &NavigationTarget| match to {
        NavigationTarget::Passage { .. } | NavigationTarget::Linked(_) | NavigationTarget::Place(_) => whole,
        NavigationTarget::Annotation(_) | NavigationTarget::Unread => annotated,
    };
    let pending = model.navigation.pending.take_if(|pending| pending.job == here && is_there(&pending.to))?;
    model.overlay.is_none().then_some(pending)
}

/// Forgets, of a text that was opened to go to a place of it, that it stood at its beginning before: nobody has seen it there. Where one had
/// been reading it stays a place to go back to.
pub fn arrived(model: &mut Model) {
    let Some(doc) = &mut model.doc else { return };
    let first = doc.document().blocks().first().map_or(0, |block| block.span.start);
    doc.trail.back.retain(|at| *at > first);
}

/// Where the words of a passage stand in a text: there, else at the place nearest to it; `None` where they do not.
pub fn find_again(text: &str, span: Span, words: &str) -> Option<Span> {
    if text.get(span.start..span.end) == Some(words) {
        return Some(span);
    }
    let places = text.match_indices(words).filter(|_| !words.is_empty());
    let nearest = places.map(|(at, _)| at).min_by_key(|at| at.abs_diff(span.start))?;
    Some(Span::new(nearest, nearest + words.len()))
}

/// Shows an annotation of the open document: in the text where it stands, else on its card.
pub fn show(model: &mut Model, id: &AnnotationId) {
    let Some(doc) = &mut model.doc else { return };
    let Some(anchored) = doc.annotations.anchored_by_id(id).filter(|anchored| !anchored.hidden) else {
        model.say("it is not here any more: it was deleted, or its words are not in this text");
        return;
    };
    let span = anchored.anchor.span;
    if let Some(span) = span {
        travel::jump(doc, span.start);
    }
    if model.view.focus != Pane::Notes {
        model.view.focus_on(if span.is_some() { Pane::Reader } else { Pane::Notes });
    }
    pane::choose(model, id);
}
