//! What is known of documents that are not open: taken in, and kept when a document is left.

use crate::annotation::{AnnotationId, Audience, Origin, Reader, ReaderId};
use crate::app::model::Model;
use crate::app::query::revisions::revisions;
use crate::app::query::seminar::summary_of_open;
use crate::app::state::anchored::AnchoredAnnotation;
use crate::app::state::document::OpenDocument;
use crate::app::state::prompts;
use crate::app::state::revisions::ViewSource;
use crate::document::DocPath;
use crate::study::grading::{AskedOf, work_so_far};
use crate::study::{Summary, answers_in, tags_in_use};
use std::collections::HashSet;

/// The whole corpus has been looked through.
pub fn surveyed(model: &mut Model, summaries: Vec<(DocPath, Summary)>) {
    surveying(model, summaries);
    model.notes.known_tags.clear();
    offer_tags(model);
    let groups = model.seminar.groups();
    model.list.surveyed(groups);
}

/// A survey has come so far. What is known of the answers on documents that were open meanwhile is newer.
pub fn surveying(model: &mut Model, summaries: Vec<(DocPath, Summary)>) {
    for (path, mut summary) in summaries {
        model.list.counted(&path, summary.annotations);
        let known = model.seminar.summaries.remove(&path).filter(|_| model.seminar.answering.opened.contains(&path));
        summary.answers = known.map_or(summary.answers, |known| known.answers);
        model.seminar.summaries.insert(path, summary);
    }
}

/// Everybody who has a folder here.
pub fn met(model: &mut Model, readers: Vec<Reader>) {
    *model.seminar.readers = readers;
    known_anew(model);
}

/// Who reads, or who else does, is known better: what rests on that is made anew.
pub fn known_anew(model: &mut Model) {
    model.peers.layers.forget();
    offer_tags(model);
}

/// Offers the tags in use, the most used first; of a document that is read blind only one's own. What was offered before
/// stays.
pub fn offer_tags(model: &mut Model) {
    let (seminar, me) = (&model.seminar, &model.me.reader.id);
    let (blind, open): (Vec<_>, Vec<_>) = seminar.summaries.iter().partition(|(path, _)| model.reads_blind(path));
    let own: Vec<Summary> = blind.into_iter().map(|(_, summary)| summary.only_by(me)).collect();
    let mut tags = tags_in_use(open.into_iter().map(|(_, summary)| summary).chain(&own));
    let known: HashSet<&String> = tags.iter().collect();
    let before: Vec<String> = model.notes.known_tags.iter().filter(|tag| !known.contains(tag)).cloned().collect();
    tags.extend(before);
    model.notes.known_tags = tags;
}

/// Others have written on documents that are not open.
pub fn summed_up(model: &mut Model, summaries: Vec<(DocPath, Summary)>) {
    for (path, summary) in summaries {
        model.list.counted(&path, summary.annotations);
        model.seminar.summaries.insert(path, summary);
    }
}

/// The open document is left: what was written on it meanwhile is remembered.
pub fn leave(model: &mut Model) {
    let Some((path, summary)) = summary_of_open(model) else { return };
    let path = path.clone();
    model.seminar.summaries.insert(path, summary);
}

/// What it rests on which prompts are answered.
const RESTS_ON: &[ViewSource] =
    &[ViewSource::Document, ViewSource::Threads, ViewSource::Me, ViewSource::Plan, ViewSource::Summaries];

/// What it rests on how much of the work is done.
const WORK_RESTS_ON: &[ViewSource] =
    &[ViewSource::Document, ViewSource::Annotations, ViewSource::Me, ViewSource::Plan, ViewSource::Summaries];

/// Makes true again which prompts are answered, how much of the work is done, and which session is next.
pub fn settle(model: &mut Model) {
    let now = revisions(model, &[ViewSource::Plan]);
    if model.seminar.answering.planned.renew(now) {
        model.seminar.answering.ids = prompts::ids_of(&model.seminar.syllabus);
    }
    let now = revisions(model, RESTS_ON);
    if model.seminar.answering.made.renew(now) {
        learn_answers(model);
    }
    let now = revisions(model, WORK_RESTS_ON);
    if model.list.schedule.counted.renew(now) {
        count_work(model);
    }
    if let Some(today) = *model.seminar.today {
        model.list.look_ahead(today);
    }
}

/// Counts what the reader has done of what sessions ask: on the open text by one's own annotations alone, elsewhere by the summaries.
fn count_work(model: &mut Model) {
    if model.list.schedule.groups.iter().all(|group| group.asked.is_none()) {
        return;
    }
    let (me, summaries) = (&model.me.reader.id, &model.seminar.summaries);
    let open = model.doc.as_ref().filter(|doc| doc.annotations.read).map(|doc| (&doc.opened.path, own_work(doc, me)));
    let known = |path: &DocPath| match &open {
        Some((open, own)) if *open == path => Some((*open, own)),
        _ => summaries.get_key_value(path),
    };
    // Prompts may be answered on texts that their session does not read.
    let shown = open.as_ref().map(|(path, _)| *path).filter(|path| !summaries.contains_key(*path));
    let written_on = || summaries.keys().chain(shown);
    let ids = &model.seminar.answering.ids;
    for group in &mut model.list.schedule.groups {
        if let Some(asked) = &mut group.asked {
            let of = AskedOf { readings: &group.readings, prompts: &group.prompts, ids };
            asked.done = work_so_far(of, written_on().filter_map(known), me);
        }
    }
}

/// What the reader has done on the open document.
fn own_work(doc: &OpenDocument, me: &ReaderId) -> Summary {
    let anchored = &doc.annotations.anchored;
    let here = |anchored: &&AnchoredAnnotation| anchored.origin == Origin::Here;
    let own = anchored.own().map(|(_, own)| own).filter(|own| here(own) && is_for_all(own)).map(|own| &own.annotation);
    let maker = |id: &AnnotationId| {
        doc.annotations.anchored_by_id(id).filter(here).map(|anchored| &anchored.annotation.creator)
    };
    Summary::of_work(own, me, maker)
}

/// Whether it is for everybody: nothing else is work, or answers a prompt.
fn is_for_all(anchored: &AnchoredAnnotation) -> bool {
    *anchored.record.audience() == Audience::Everybody
}

fn learn_answers(model: &mut Model) {
    let seminar = &mut model.seminar;
    if let Some(doc) = model.doc.as_ref().filter(|doc| doc.annotations.read) {
        let here = |anchored: &&AnchoredAnnotation| anchored.origin == Origin::Here && is_for_all(anchored);
        let here = doc.annotations.anchored.iter().filter(here);
        let answers = answers_in(here.map(|anchored| &anchored.annotation));
        seminar.know(&doc.opened.path, |summary| summary.answers = answers);
        seminar.answering.opened.insert(doc.opened.path.clone());
    }
    let me = &model.me.reader.id;
    let ids = &seminar.answering.ids;
    let own = |(path, summary): (&DocPath, &Summary)| {
        let own = summary.answers.iter().filter(|answer| !me.is_empty() && answer.reader == *me);
        own.map(|answer| (ids.meant(&answer.to, path).unwrap_or(&answer.to).clone(), path.clone())).collect::<Vec<_>>()
    };
    let answered = seminar.summaries.iter().flat_map(own).collect();
    seminar.answered.put(answered);
}
