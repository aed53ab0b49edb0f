//! Moving the passage of an annotation, and remembering where others' passages stand.

use crate::annotation::{Anchor, AnchorState, AnnotationId, Kind, Passage, Target, select};
use crate::app::annotating::edits::change;
use crate::app::annotating::marks::highlight;
use crate::app::commands::Command;
use crate::app::messages::{Effect, Env, WriteRequest};
use crate::app::model::Model;
use crate::app::query::current::own_subject;
use crate::app::query::keys::key_of;
use crate::app::state::anchored::AnchoredAnnotation;
use crate::app::state::document::Reveal;
use crate::app::state::view::Pane;
use crate::document::motion;
use crate::text::{Span, segment};

/// Selects the span of the annotation that is meant, so that its ends can be moved; Enter takes the new span.
pub fn adjust(model: &mut Model) -> Vec<Effect> {
    match own_subject(model, "move").map(|anchored| (anchored.annotation.id.clone(), fixed(anchored))) {
        Ok((id, None)) => take_ends(model, &id),
        Ok((_, Some(why))) => model.say(why),
        Err(why) => model.status.message = Some(why),
    }
    Vec::new()
}

/// Why an annotation has no ends to be moved, where it has none.
fn fixed(anchored: &AnchoredAnnotation) -> Option<&'static str> {
    match &anchored.annotation.target {
        Target::Annotation(_) => Some("an answer stands where what it answers stands: that can be moved"),
        Target::Document(_) => Some("it is about the whole text: it has no passage to move"),
        Target::Passage(_) if anchored.annotation.kind == Kind::Bookmark => {
            Some("a bookmark has no ends to move: delete it and set another")
        }
        Target::Passage(_) => None,
    }
}

/// Selects where an annotation stands, or may stand, so that its ends can be moved.
pub fn take_ends(model: &mut Model, id: &AnnotationId) {
    let Some(doc) = &mut model.doc else { return };
    let Some(anchored) = doc.annotations.anchored_by_id(id) else { return };
    let guess = anchored.anchor.span.unwrap_or(Span::at(doc.cursor));
    // The extent of a guess says little: the sentence there is where somebody begins to look.
    let lost = anchored.anchor.state == AnchorState::Orphan && anchored.annotation.kind != Kind::Bookmark;
    let span = if lost { motion::sentence_around(doc.document(), guess.start) } else { guess };
    doc.cursor = segment::prev_grapheme(doc.text(), span.end).max(span.start);
    doc.selection = Some(span.start);
    doc.goal = None;
    doc.follow = Reveal::Jump;
    model.view.focus_on(Pane::Reader);
    model.notes.adjusting = Some(id.to_owned());
    let [swap, accept, cancel] =
        [Command::SwapEnds, Command::Accept, Command::Cancel].map(|command| key_of(model, command));
    model.say(format!("move the end, {swap} swaps the ends; {accept} keeps the new passage, {cancel} the old"));
}

/// Enter while selecting: takes the new span of the annotation being adjusted, else marks.
pub fn accept(model: &mut Model, given: &Env) -> Vec<Effect> {
    let Some(id) = model.notes.adjusting.take() else { return highlight(model, given) };
    let Some(doc) = &mut model.doc else { return Vec::new() };
    let (Some(span), Some(source)) = (doc.selected(), doc.opened.source.clone()) else { return Vec::new() };
    doc.selection = None;
    let Some(anchored) = doc.annotations.anchored_by_id(&id) else { return Vec::new() };
    // A bookmark is a place without an extent.
    let span = if anchored.annotation.kind == Kind::Bookmark { Span::at(span.start) } else { span };
    let passage: Passage = select::passage_in(doc.document(), span, &source);
    if !anchored.mine || anchored.origin.copy().is_some() {
        let whose = if anchored.mine {
            "the annotation keeps its place in the other file"
        } else {
            "the annotation itself is its author's to move"
        };
        let effects = remember(model, &id, passage);
        model.say(format!("this place is remembered here; {whose}"));
        return effects;
    }
    let effects = change(model, given, &id, |annotation| annotation.target = Target::Passage(passage));
    model.say(if effects.is_empty() { "the passage is as it was" } else { "passage changed" });
    effects
}

/// Remembers where another reader's annotation stands; its own passage stays what it is.
pub fn remember(model: &mut Model, id: &AnnotationId, to: Passage) -> Vec<Effect> {
    let Some(doc) = &mut model.doc else { return Vec::new() };
    let span = to.position.and_then(|(start, end)| doc.document().offsets().to_span(doc.text(), start, end));
    let path = doc.opened.path.clone();
    let Some(from) = doc.annotations.anchored_by_id(id).and_then(|anchored| anchored.passage().cloned()) else {
        return Vec::new();
    };
    doc.annotations.rearrange(|all| {
        for anchored in all.iter_mut().filter(|anchored| anchored.annotation.id == *id) {
            anchored.anchor = Anchor { state: AnchorState::Same, span, score: 1.0 };
        }
    });
    vec![Effect::Write(WriteRequest::Accept { path, id: id.to_owned(), from: Box::new(from), to: Box::new(to) })]
}
