//! Who may read one's own annotations: chosen while one is written, and moved between everybody, oneself and some readers, one or all
//! that show. What is moved is a new record, but where what some could read is made everybody's: nobody learns what stood in it before it was shared, and what others have of it
//! already stays with them. Where records are kept, and how they are encrypted, is for the store.

use crate::annotation::edit::Edit;
use crate::annotation::{Annotation, AnnotationId, Audience, Purpose, Record, Target};
use crate::app::annotating::drafts::draft_effect;
use crate::app::annotating::edits;
use crate::app::commands::Command;
use crate::app::messages::{Effect, Env};
use crate::app::model::Model;
use crate::app::query::audience::{bound, of, offers, words};
use crate::app::query::current::own_subject;
use crate::app::query::keys::key_of;
use crate::app::state::anchored::AnchoredAnnotation;
use crate::app::state::audience::{AudienceChoice, AudienceOf};
use crate::app::state::chooser::{Choice, Chooser};
use crate::app::state::choosing::{Choosing, Targets};
use crate::app::state::document::OpenDocument;
use crate::app::state::overlay::Overlay;
use crate::app::state::writing::Writing;
use std::collections::HashMap;
use uuid::Uuid;

/// What is said wherever something others may have is taken from them.
const STAYS: &str = "whoever has fetched or copied it has it still";

/// What is said of who can read something, behind what was done with it.
pub fn told(model: &Model, audience: &Audience) -> String {
    match audience {
        Audience::Everybody => String::new(),
        Audience::OnlyMe => ", only you can read it".to_owned(),
        Audience::For(_) => format!(", only you and {} can read it", words(&model.seminar, audience)),
    }
}

/// Who can read something now, as a sentence.
pub fn readers_told(model: &Model, audience: &Audience) -> String {
    format!("{} can read it now", subject_of(model, audience))
}

/// Who can read something, as the subject of a sentence.
fn subject_of(model: &Model, audience: &Audience) -> String {
    match audience {
        Audience::Everybody => "everybody".to_owned(),
        Audience::OnlyMe => "only you".to_owned(),
        Audience::For(_) => format!("only you and {}", words(&model.seminar, audience)),
    }
}

/// Chooses who is to read what is being written: of two the other one, of more from a list.
pub fn choose(model: &mut Model, writing: Box<Writing>) -> Vec<Effect> {
    let (answered, changed) = match &writing.purpose {
        Purpose::Reply(id) => (Some(id.clone()), None),
        Purpose::Change(id) => {
            (model.doc.as_ref().and_then(|doc| doc.annotations.anchored_by_id(id)?.parent().cloned()), Some(id))
        }
        Purpose::New(_) => (None, None),
    };
    let fixed = answered.as_ref().and_then(|id| bound(model, id)).filter(|_| changed.is_none());
    if let Some(fixed) = fixed {
        let who = subject_of(model, &fixed);
        model.say(format!("this answers something that {who} can read, and stays with it"));
        model.overlay = Some(Overlay::Write(writing));
        return draft_effect(model);
    }
    if offers(model, answered.as_ref()).len() <= 2 {
        let audience = writing.audience.other();
        return choose_for(model, writing, audience);
    }
    let before = writing.audience.clone();
    open_list(model, answered.as_ref(), &before, AudienceOf::Draft(writing));
    Vec::new()
}

fn choose_for(model: &mut Model, mut writing: Box<Writing>, audience: Audience) -> Vec<Effect> {
    model.say(format!("{} will be able to read it", subject_of(model, &audience)));
    writing.audience = audience;
    model.overlay = Some(Overlay::Write(writing));
    draft_effect(model)
}

/// Opens the list of audiences. What enter takes by itself gives it to nobody: it is oneself.
fn open_list(model: &mut Model, answered: Option<&AnnotationId>, now: &Audience, of: AudienceOf) {
    let (choices, audiences): (Vec<Choice>, Vec<Result<Audience, String>>) =
        offers(model, answered).into_iter().unzip();
    let at = audiences.iter().position(|audience| *audience == Ok(Audience::OnlyMe)).unwrap_or_default();
    let title = format!("Who may read it (now {})", words(&model.seminar, now));
    let targets = Targets::Audiences(AudienceChoice { audiences, of });
    model.overlay = Some(Overlay::choose(Chooser::new(&title, choices, at), targets));
}

/// The list of audiences was left without a choice: what was being written goes on.
pub fn left(model: &mut Model, choice: AudienceChoice) {
    if let AudienceOf::Draft(writing) = choice.of {
        model.overlay = Some(Overlay::Write(writing));
    }
}

/// Takes a choice of the list; one that cannot be taken says why, and the list stays.
pub fn taken(model: &mut Model, open: Box<Choosing>, index: usize, given: &Env) -> Vec<Effect> {
    let why = match &open.targets {
        Targets::Audiences(choice) => choice.audiences.get(index).and_then(|audience| audience.as_ref().err().cloned()),
        _ => None,
    };
    if let Some(why) = why {
        model.complain(why);
        model.overlay = Some(Overlay::Choose(open));
        return Vec::new();
    }
    let Targets::Audiences(AudienceChoice { mut audiences, of }) = open.targets else { return Vec::new() };
    let Ok(to) = audiences.swap_remove(index) else { return Vec::new() };
    match of {
        AudienceOf::Draft(writing) => choose_for(model, writing, to),
        AudienceOf::One(id) => move_and_tell(model, given, &[id], &to),
        AudienceOf::Shown => {
            let ids = shown_own(model, &to);
            move_and_tell(model, given, &ids, &to)
        }
    }
}

/// Says who reads the annotation that is meant: of two the other, of more from a list.
pub fn toggle(model: &mut Model, given: &Env) -> Vec<Effect> {
    let meant = own_subject(model, "say who reads").map(|anchored| {
        (anchored.annotation.id.clone(), anchored.parent().cloned(), anchored.record.audience().clone())
    });
    let (id, parent, now) = match meant {
        Ok(meant) => meant,
        Err(why) => {
            model.status.message = Some(why);
            return Vec::new();
        }
    };
    if offers(model, parent.as_ref()).len() > 2 {
        open_list(model, parent.as_ref(), &now, AudienceOf::One(id));
        return Vec::new();
    }
    move_and_tell(model, given, &[id], &now.other())
}

/// Asks who may read all of one's own annotations that the notes pane shows.
pub fn ask(model: &mut Model) -> Vec<Effect> {
    let mut offers = offers(model, None);
    offers.swap(0, 1);
    let counts: Vec<usize> =
        offers.iter().map(|(_, to)| to.as_ref().map_or(0, |to| shown_own(model, to).len())).collect();
    if counts.iter().all(|count| *count == 0) {
        model.say("nothing of yours shows in the notes");
        return Vec::new();
    }
    for ((choice, to), count) in offers.iter_mut().zip(counts).filter(|((_, to), _)| to.is_ok()) {
        let who = if matches!(to, Ok(Audience::For(_))) { format!("{} · ", choice.detail) } else { String::new() };
        let moves = format!("{who}moves {count} of yours");
        choice.detail = if count == 0 { format!("{who}all are so") } else { moves };
    }
    let (choices, audiences) = offers.into_iter().unzip();
    let chooser = Chooser::new("Who may read what shows", choices, 0);
    let targets = Targets::Audiences(AudienceChoice { audiences, of: AudienceOf::Shown });
    model.overlay = Some(Overlay::choose(chooser, targets));
    Vec::new()
}

/// One's own annotations on the cards that pass the filter, of which the audience is another than `to`.
fn shown_own(model: &Model, to: &Audience) -> Vec<AnnotationId> {
    let Some(doc) = &model.doc else { return Vec::new() };
    let cards = model.notes.cards.iter().filter(|card| !card.context);
    let own = cards.filter_map(|card| doc.annotations.anchored_by_id(&card.id));
    let other = own.filter(|anchored| anchored.mine && anchored.record.audience() != to);
    other.map(|anchored| anchored.annotation.id.clone()).collect()
}

/// Moves annotations, and says what came of it.
fn move_and_tell(model: &mut Model, given: &Env, ids: &[AnnotationId], to: &Audience) -> Vec<Effect> {
    if ids.iter().all(|id| of(model, id).as_ref() == Some(to)) {
        model.say(format!("as before, {} can read it", subject_of(model, to)));
        return Vec::new();
    }
    let was_shared = ids.iter().any(|id| of(model, id) == Some(Audience::Everybody));
    let effects = put(model, given, ids, to);
    let undo = key_of(model, Command::Undo);
    let who = subject_of(model, to);
    model.say(match to {
        _ if effects.is_empty() => "nothing moved: an answer stays with those who can read what it answers".to_owned(),
        Audience::Everybody => format!("everybody can read it now; {undo} takes it back"),
        _ if was_shared => format!("{who} can read it from here on; {STAYS}"),
        _ => format!("{who} can read it now; {undo} takes it back"),
    });
    effects
}

/// Moves one's own annotations of these ids to an audience.
pub fn put(model: &mut Model, given: &Env, ids: &[AnnotationId], to: &Audience) -> Vec<Effect> {
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
fn moves(doc: &OpenDocument, given: &Env, ids: &[AnnotationId], to: &Audience) -> Vec<Edit> {
    let moving = moving(doc, ids, to);
    let fresh = |(number, anchored): (usize, &&AnchoredAnnotation)| {
        let old = &anchored.annotation.id;
        let id = if number == 0 { given.id } else { Uuid::new_v5(&given.id, old.as_bytes()) };
        (old.clone(), AnnotationId::new(id.urn().to_string()))
    };
    // What some could read already keeps its id: their answers would be parted from it.
    let is_opened = |anchored: &AnchoredAnnotation| !anchored.record.is_private() && *to == Audience::Everybody;
    let anew = moving.iter().filter(|anchored| !is_opened(anchored)).enumerate();
    let fresh: HashMap<AnnotationId, AnnotationId> = anew.map(fresh).collect();
    let mut edits = Vec::new();
    for anchored in &moving {
        let record = moved(anchored, &fresh, to, given);
        let before = is_opened(anchored).then(|| anchored.record.clone());
        edits.push(Edit { id: record.id().clone(), before, after: Some(record) });
    }
    for anchored in moving.into_iter().filter(|anchored| !is_opened(anchored)) {
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

/// The annotations that are moved: one's own of these ids that have another audience. With one that is taken from others go one's
/// own answers to it; no answer is moved to those who cannot read what it answers.
fn moving<'a>(doc: &'a OpenDocument, ids: &[AnnotationId], to: &Audience) -> Vec<&'a AnchoredAnnotation> {
    let own = |anchored: &&AnchoredAnnotation| {
        anchored.mine && anchored.record.audience() != to && !anchored.record.is_sealed()
    };
    let others: Vec<&AnchoredAnnotation> = doc.annotations.anchored.iter().filter(own).collect();
    let is_in = |moving: &[&AnchoredAnnotation], id: &AnnotationId| moving.iter().any(|it| it.annotation.id == *id);
    let mut moving: Vec<&AnchoredAnnotation> =
        ids.iter().filter_map(|id| others.iter().find(|it| it.annotation.id == *id).copied()).collect();
    loop {
        let before = moving.len();
        if *to != Audience::Everybody {
            let below = |it: &&&AnchoredAnnotation| it.parent().is_some_and(|parent| is_in(&moving, parent));
            let more = others.iter().filter(|it| !is_in(&moving, &it.annotation.id)).filter(below);
            let more: Vec<&AnchoredAnnotation> = more.copied().collect();
            moving.extend(more);
        }
        let kept = moving.clone();
        let may = |parent: &AnnotationId| {
            let parent = doc.annotations.anchored_by_id(parent);
            parent.is_none_or(|parent| allows(parent.record.audience(), to))
        };
        moving.retain(|it| it.parent().is_none_or(|parent| is_in(&kept, parent) || may(parent)));
        if moving.len() == before {
            return moving;
        }
    }
}

/// Whether an answer may have the audience `to` where what it answers has `above`.
fn allows(above: &Audience, to: &Audience) -> bool {
    match above {
        Audience::Everybody => true,
        Audience::OnlyMe => to.is_private(),
        Audience::For(_) => *to != Audience::Everybody,
    }
}

/// The record of an annotation in the other place. What others are to read is made anew, so that nothing that was kept with it
/// in private goes along.
fn moved(
    anchored: &AnchoredAnnotation,
    fresh: &HashMap<AnnotationId, AnnotationId>,
    to: &Audience,
    given: &Env,
) -> Record {
    let old = &anchored.annotation;
    let target = match &old.target {
        Target::Annotation(parent) => Target::Annotation(fresh.get(parent).unwrap_or(parent).clone()),
        other => other.clone(),
    };
    let id = fresh.get(&old.id).unwrap_or(&old.id).clone();
    if to.is_private() {
        let annotation = Annotation { modified: given.now, target, ..old.clone() };
        return anchored.record.updated(&annotation).with_id(&id).kept_private();
    }
    let created = if id == old.id { old.created } else { given.now };
    Record::of(&Annotation { id, created, modified: given.now, target, ..old.clone() }).for_audience(to)
}
