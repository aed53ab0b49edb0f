//! Answering what somebody wrote: replies, "me too", and which answer settles a question. It changes nobody's record but
//! one's own: an answer and a vote are records of whoever gives them.

use crate::annotation::{Annotation, AnnotationId, Edit, Kind, Origin, Purpose, Target};
use crate::app::annotating::edits::AnnotationBody;
use crate::app::annotating::{edits, writing};
use crate::app::commands::Command;
use crate::app::messages::{Effect, Env};
use crate::app::model::Model;
use crate::app::query::audience;
use crate::app::query::current::subject;
use crate::app::query::keys::key_of;
use crate::app::state::anchored::{AnchoredAnnotation, who, whose};
use crate::app::state::document::OpenDocument;
use crate::study::questions;
use std::collections::HashSet;

/// What the row of keys offers where somebody else's annotation is the current one, or one's own that was answered.
pub fn offer(model: &Model) -> Option<Vec<(Command, &'static str)>> {
    let (anchored, doc) = (subject(model)?, model.doc.as_ref()?);
    let answer = (Command::Reply, "answer");
    let agree = match anchored.annotation.kind {
        Kind::Prompt => return Some(vec![answer]),
        _ if own_vote(doc, &anchored.annotation.id).is_some() => "take it back",
        _ if may_settle(model, doc, anchored) => "this settles it",
        _ if anchored.mine => return None,
        Kind::Question => "me too",
        _ => "agree",
    };
    Some(vec![answer, (Command::Agree, agree)])
}

/// Opens the field for an answer.
pub fn ask(model: &mut Model) -> Vec<Effect> {
    let Some(id) = subject(model).map(|anchored| anchored.annotation.id.clone()) else {
        model.say("no annotation here to answer");
        return Vec::new();
    };
    writing::start(model, Purpose::Reply(id))
}

/// Opens the field for an answer that its author alone can read.
pub fn ask_alone(model: &mut Model) -> Vec<Effect> {
    let meant = subject(model).filter(|it| !it.mine && !it.is_prompt() && it.origin != Origin::File);
    let Some((id, author)) = meant.map(|it| (it.annotation.id.clone(), it.annotation.creator.clone())) else {
        model.say("no annotation of somebody else's here to answer alone");
        return Vec::new();
    };
    // What not everybody can read is answered to the same readers in any case.
    let audience = match audience::bound(model, &id) {
        Some(bound) => Ok(bound),
        None => audience::encrypted_for(model, vec![author]),
    };
    match audience {
        Ok(audience) => writing::start_for(model, Purpose::Reply(id), Some(audience)),
        Err(why) => {
            model.complain(why);
            Vec::new()
        }
    }
}

/// Gives one's vote to the annotation that is meant, or takes it back.
pub fn vote(model: &mut Model, given: &Env) -> Vec<Effect> {
    let Some(id) = subject(model).map(|anchored| anchored.annotation.id.clone()) else {
        model.say("no annotation here to agree with");
        return Vec::new();
    };
    vote_for(model, given, &id)
}

/// Votes for the annotation of that id, or takes one's vote back.
pub fn vote_for(model: &mut Model, given: &Env, id: &AnnotationId) -> Vec<Effect> {
    let Some(doc) = &model.doc else { return Vec::new() };
    let Some(anchored) = doc.annotations.anchored_by_id(id) else { return Vec::new() };
    if anchored.is_prompt() {
        model.say(format!("a prompt is to be answered: {} does that", key_of(model, Command::Reply)));
        return Vec::new();
    }
    if let Some(edit) = own_vote(doc, id).map(taking_back) {
        let effects = edits::commit(model, given, edit);
        told(model, id, VoteChange::TakenBack);
        return effects;
    }
    let settles = may_settle(model, doc, anchored);
    if anchored.mine && !settles {
        let key = key_of(model, Command::Agree);
        model.say(match anchored.annotation.kind {
            Kind::Question => format!("your own question; {key} on an answer says that it settles it"),
            _ => "your own; it is for others to agree with it".to_owned(),
        });
        return Vec::new();
    }
    let effects =
        edits::make_about(model, given, Kind::Vote, Target::Annotation(id.to_owned()), AnnotationBody::default());
    if let Some(notes) = (!effects.is_empty()).then_some(&mut model.notes) {
        // A vote has no card: what it is for stays the current one.
        notes.selected = Some(id.to_owned());
        told(model, id, VoteChange::Given);
    }
    effects
}

/// One's own vote for an annotation.
fn own_vote<'a>(doc: &'a OpenDocument, id: &AnnotationId) -> Option<&'a AnchoredAnnotation> {
    doc.annotations.anchored.own().map(|(_, own)| own).find(|vote| is_vote_for(&vote.annotation, id))
}

fn is_vote_for(annotation: &Annotation, id: &AnnotationId) -> bool {
    annotation.kind == Kind::Vote && matches!(&annotation.target, Target::Annotation(target) if target == id)
}

fn taking_back(vote: &AnchoredAnnotation) -> Edit {
    Edit { id: vote.annotation.id.clone(), before: Some(vote.record.clone()), after: None }
}

/// Whether one's vote for this answer settles the question above it: one asked it, or leads.
fn may_settle(model: &Model, doc: &OpenDocument, anchored: &AnchoredAnnotation) -> bool {
    let may = |question: &AnchoredAnnotation| question.mine || model.seminar.is_led_by(&model.me.reader);
    anchored.annotation.kind == Kind::Reply && question_above(doc, anchored).is_some_and(may)
}

/// The question that an answer hangs under in the end.
fn question_above<'a>(doc: &'a OpenDocument, anchored: &AnchoredAnnotation) -> Option<&'a AnchoredAnnotation> {
    doc.annotations.anchored.root_of(&anchored.annotation.id).filter(|root| root.annotation.kind == Kind::Question)
}

/// What was done to a vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum VoteChange {
    Given,
    TakenBack,
}

/// Says what a vote has done.
fn told(model: &mut Model, id: &AnnotationId, change: VoteChange) {
    let said = model.doc.as_ref().and_then(|doc| words(model, doc, id, change));
    model.say(said.unwrap_or_else(|| "taken back".to_owned()));
}

fn words(model: &Model, doc: &OpenDocument, id: &AnnotationId, change: VoteChange) -> Option<String> {
    let given = change == VoteChange::Given;
    let anchored = doc.annotations.anchored_by_id(id)?;
    let key = key_of(model, Command::Agree);
    let voters = doc.annotations.anchored.iter().filter(|vote| is_vote_for(&vote.annotation, id));
    let votes = voters.map(|vote| vote.annotation.creator.as_str()).collect::<HashSet<_>>().len();
    if anchored.annotation.kind == Kind::Question {
        let ask = if votes == 0 { "1 asks" } else { &format!("{} ask", votes + 1) };
        return Some(if given { format!("me too: {ask} this now") } else { format!("taken back: {ask} this now") });
    }
    if let Some(question) = may_settle(model, doc, anchored).then(|| question_above(doc, anchored)).flatten() {
        return Some(match settling(model, doc, question) {
            Some(answer) => format!("settled by {} answer; {key} takes it back", whose(answer)),
            None => "taken back: the question is open again".to_owned(),
        });
    }
    let agree = match votes {
        0 => "nobody agrees".to_owned(),
        1 => "1 agrees".to_owned(),
        votes => format!("{votes} agree"),
    };
    let agreed = || format!("you agree with {}: {agree} now; {key} takes it back", who(anchored));
    Some(if given { agreed() } else { format!("taken back: {agree} now") })
}

/// The answer that settles a question now.
fn settling<'a>(model: &Model, doc: &'a OpenDocument, question: &AnchoredAnnotation) -> Option<&'a AnchoredAnnotation> {
    let annotations: Vec<&Annotation> = doc.annotations.anchored.iter().map(|anchored| &anchored.annotation).collect();
    let leader = model.seminar.leader().map(|leader| &leader.id);
    let found = questions(&annotations, leader);
    let found = found.iter().find(|one| annotations[one.index].id == question.annotation.id)?;
    let settling = &annotations[found.settled_by?].id;
    doc.annotations.anchored_by_id(settling)
}
