//! Who may read one's own annotations: chosen while one is written, and moved between everybody and oneself, one or all that
//! show. What is moved is a new record: nobody learns what stood in it before it was shared, and what others have of it
//! already stays with them. Where records are kept is for the store.

use crate::annotation::edit::Edit;
use crate::annotation::{Annotation, AnnotationId, Audience, Purpose, Record, Target};
use crate::app::annotating::drafts::draft_effect;
use crate::app::annotating::edits;
use crate::app::commands::Command;
use crate::app::messages::{Effect, Env};
use crate::app::model::Model;
use crate::app::query::current::own_subject;
use crate::app::query::keys::key_of;
use crate::app::state::anchored::AnchoredAnnotation;
use crate::app::state::chooser::{Choice, Chooser};
use crate::app::state::choosing::Targets;
use crate::app::state::document::OpenDocument;
use crate::app::state::overlay::Overlay;
use crate::app::state::writing::Writing;
use std::collections::HashMap;
use uuid::Uuid;

/// What is said wherever something others may have is made private.
const STAYS: &str = "whoever has fetched or copied it has it still";

/// Who may read one's own annotation of this id of the open text.
pub fn of(model: &Model, id: &AnnotationId) -> Option<Audience> {
    let doc = model.doc.as_ref()?;
    Some(doc.annotations.anchored_by_id(id)?.record.audience())
}

/// Who is to read what is about to be written: what is said to something private is private.
pub fn of_purpose(model: &Model, purpose: &Purpose) -> Audience {
    match purpose {
        Purpose::Change(id) => of(model, id).unwrap_or_default(),
        Purpose::Reply(id) if of(model, id) == Some(Audience::OnlyMe) => Audience::OnlyMe,
        Purpose::Reply(_) | Purpose::New(_) => model.usual_audience(),
    }
}

/// What is said of who can read something, behind what was done with it.
pub fn told(audience: Audience) -> &'static str {
    match audience {
        Audience::Everybody => "",
        Audience::OnlyMe => ", only you can read it",
    }
}

/// Chooses the other audience for what is being written.
pub fn choose(model: &mut Model, mut writing: Box<Writing>) -> Vec<Effect> {
    let is_below = matches!(&writing.purpose, Purpose::Reply(id) if of(model, id) == Some(Audience::OnlyMe));
    if is_below {
        model.say("this answers something that only you can read, and stays with it");
    } else {
        writing.audience = writing.audience.other();
        model.say(format!("{} will be able to read it", subject_of(writing.audience)));
    }
    model.overlay = Some(Overlay::Write(writing));
    draft_effect(model)
}

fn subject_of(audience: Audience) -> &'static str {
    match audience {
        Audience::Everybody => "everybody",
        Audience::OnlyMe => "only you",
    }
}

/// Lets everybody read the annotation that is meant, or only oneself.
pub fn toggle(model: &mut Model, given: &Env) -> Vec<Effect> {
    let meant = own_subject(model, "say who reads");
    match meant.map(|anchored| (anchored.annotation.id.clone(), anchored.record.audience().other())) {
        Ok((id, to)) => {
            let effects = put(model, given, &[id], to);
            tell(model, effects.len(), to);
            effects
        }
        Err(why) => {
            model.status.message = Some(why);
            Vec::new()
        }
    }
}

/// Asks who may read all of one's own annotations that the notes pane shows.
pub fn ask(model: &mut Model) -> Vec<Effect> {
    let audiences = [Audience::OnlyMe, Audience::Everybody];
    let counts = audiences.map(|to| shown_own(model, to).len());
    if counts == [0, 0] {
        model.say("nothing of yours shows in the notes");
        return Vec::new();
    }
    let choice = |(to, count): (Audience, usize)| Choice {
        label: to.name().to_owned(),
        detail: if count == 0 { "all are so already".to_owned() } else { format!("moves {count} of yours that show") },
        indent: 0,
    };
    let choices = audiences.into_iter().zip(counts).map(choice).collect();
    let chooser = Chooser::new("Who may read what shows", choices, 0);
    model.overlay = Some(Overlay::choose(chooser, Targets::Audiences(audiences.to_vec())));
    Vec::new()
}

/// Moves all of one's own annotations that the notes pane shows; one undo takes all of it back.
pub fn take(model: &mut Model, to: Audience, given: &Env) -> Vec<Effect> {
    let ids = shown_own(model, to);
    let effects = put(model, given, &ids, to);
    tell(model, effects.len(), to);
    effects
}

/// One's own annotations on the cards that pass the filter, of which the audience is another than `to`.
fn shown_own(model: &Model, to: Audience) -> Vec<AnnotationId> {
    let Some(doc) = &model.doc else { return Vec::new() };
    let cards = model.notes.cards.iter().filter(|card| !card.context);
    let own = cards.filter_map(|card| doc.annotations.anchored_by_id(&card.id));
    let other = own.filter(|anchored| anchored.mine && anchored.record.audience() != to);
    other.map(|anchored| anchored.annotation.id.clone()).collect()
}

fn tell(model: &mut Model, effects: usize, to: Audience) {
    let undo = key_of(model, Command::Undo);
    model.say(match to {
        _ if effects == 0 => "nothing moved: an answer to what only you can read stays with it".to_owned(),
        Audience::Everybody => format!("everybody can read it now; {undo} takes it back"),
        Audience::OnlyMe => format!("only you can read it from here on; {STAYS}"),
    });
}

/// Moves one's own annotations of these ids to an audience.
pub fn put(model: &mut Model, given: &Env, ids: &[AnnotationId], to: Audience) -> Vec<Effect> {
    let Some(doc) = &model.doc else { return Vec::new() };
    let edits = moves(doc, given, ids, to);
    let first = edits.first().map(|edit| edit.id.clone());
    let effects = edits::commit_all(model, given, edits);
    // What was meant is so still, under its new id.
    model.notes.selected = first.or_else(|| model.notes.selected.take());
    effects
}

/// The edits that move annotations: each as a new record in the other place and gone from its old one; what stays and
/// answers one that is moved answers the new record.
fn moves(doc: &OpenDocument, given: &Env, ids: &[AnnotationId], to: Audience) -> Vec<Edit> {
    let moving = moving(doc, ids, to);
    let fresh = |(number, anchored): (usize, &&AnchoredAnnotation)| {
        let old = &anchored.annotation.id;
        let id = if number == 0 { given.id } else { Uuid::new_v5(&given.id, old.as_bytes()) };
        (old.clone(), AnnotationId::new(id.urn().to_string()))
    };
    let fresh: HashMap<AnnotationId, AnnotationId> = moving.iter().enumerate().map(fresh).collect();
    let mut edits = Vec::new();
    for anchored in &moving {
        let record = moved(anchored, &fresh, to, given);
        edits.push(Edit { id: record.id().clone(), before: None, after: Some(record) });
    }
    for anchored in moving {
        let id = anchored.annotation.id.clone();
        edits.push(Edit { id, before: Some(anchored.record.clone()), after: None });
    }
    let stays = |anchored: &&AnchoredAnnotation| anchored.mine && !fresh.contains_key(&anchored.annotation.id);
    for anchored in doc.annotations.anchored.iter().filter(stays) {
        let Some(parent) = anchored.parent().and_then(|parent| fresh.get(parent)) else { continue };
        let target = Target::Annotation(parent.clone());
        let after = anchored.record.updated(&Annotation { target, modified: given.now, ..anchored.annotation.clone() });
        let id = anchored.annotation.id.clone();
        edits.push(Edit { id, before: Some(anchored.record.clone()), after: Some(after) });
    }
    edits
}

/// The annotations that are moved: one's own of these ids that have another audience. With one that is made private go one's
/// own answers to it; an answer is not shared before what it answers.
fn moving<'a>(doc: &'a OpenDocument, ids: &[AnnotationId], to: Audience) -> Vec<&'a AnchoredAnnotation> {
    let own = |anchored: &&AnchoredAnnotation| anchored.mine && anchored.record.audience() != to;
    let others: Vec<&AnchoredAnnotation> = doc.annotations.anchored.iter().filter(own).collect();
    let is_in = |moving: &[&AnchoredAnnotation], id: &AnnotationId| moving.iter().any(|it| it.annotation.id == *id);
    let mut moving: Vec<&AnchoredAnnotation> =
        ids.iter().filter_map(|id| others.iter().find(|it| it.annotation.id == *id).copied()).collect();
    loop {
        let before = moving.len();
        match to {
            Audience::OnlyMe => {
                let below = |it: &&&AnchoredAnnotation| it.parent().is_some_and(|parent| is_in(&moving, parent));
                let more = others.iter().filter(|it| !is_in(&moving, &it.annotation.id)).filter(below);
                let more: Vec<&AnchoredAnnotation> = more.copied().collect();
                moving.extend(more);
            }
            Audience::Everybody => {
                let kept = moving.clone();
                let is_private = |id: &AnnotationId| others.iter().any(|it| it.annotation.id == *id);
                moving.retain(|it| it.parent().is_none_or(|parent| !is_private(parent) || is_in(&kept, parent)));
            }
        }
        if moving.len() == before {
            return moving;
        }
    }
}

/// The record of an annotation in the other place. What becomes shared is made anew, so that nothing that was kept with it
/// in private goes along.
fn moved(
    anchored: &AnchoredAnnotation,
    fresh: &HashMap<AnnotationId, AnnotationId>,
    to: Audience,
    given: &Env,
) -> Record {
    let old = &anchored.annotation;
    let target = match &old.target {
        Target::Annotation(parent) => Target::Annotation(fresh.get(parent).unwrap_or(parent).clone()),
        other => other.clone(),
    };
    let id = fresh.get(&old.id).unwrap_or(&old.id).clone();
    match to {
        Audience::Everybody => {
            Record::of(&Annotation { id, created: given.now, modified: given.now, target, ..old.clone() })
        }
        Audience::OnlyMe => {
            let annotation = Annotation { modified: given.now, target, ..old.clone() };
            anchored.record.updated(&annotation).with_id(&id).kept_private()
        }
    }
}
