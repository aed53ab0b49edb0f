//! Answers of the threads, each to the feature that asked.

use crate::annotation::Record;
use crate::app::annotating::{arrivals, drafts, linking, naming, review, saving, writing};
use crate::app::dispatch::commands;
use crate::app::library::{changes, export, follow, links, marks, navigation, opening, results, summaries};
use crate::app::messages::{Effect, Env, Msg};
use crate::app::model::{Me, Model};
use crate::app::reading::{copy, search};
use crate::app::seminar::{answering, layers, presence, sync, unread};
use crate::app::state::anchored::AnchoredAnnotation;
use crate::app::state::list::SurveyStage;
use crate::app::state::message::several;
use crate::app::state::navigation_target::NavigationTarget;
use crate::app::status::{go_to, settings};
use crate::document::DocPath;

/// Takes in the answer of an effect.
pub fn hear(model: &mut Model, answer: Msg, given: &Env) -> Vec<Effect> {
    match answer {
        Msg::Listed(items) => model.list.take(items),
        Msg::TextsChanged { gone, changed } => changes::heard(model, &gone, &changed),
        Msg::Planned { syllabus, faults } => changes::planned(model, syllabus, &faults),
        Msg::Surveyed { faults, left_out, summaries } => {
            summaries::surveyed(model, summaries);
            survey_ended(model, left_out, &faults);
        }
        Msg::Described => model.list.survey = SurveyStage::Described,
        Msg::Opened(opened) => return opening::opened(model, *opened),
        Msg::Counted { job, words } => opening::counted(model, job, words),
        Msg::NotOpened { job, reason } => opening::not_opened(model, job, reason),
        Msg::OwnAnnotations { path, anchored, own } => own_first(model, &path, anchored, own),
        Msg::Annotations { path, anchored, own, faults, formerly } => {
            opening::annotated(model, &path, anchored, own);
            layers::settle(model);
            review::tell(model, &path, &faults, &formerly);
            let mut effects = carry_on(model);
            effects.extend(answering::arrived(model, &path, given));
            return effects;
        }
        Msg::LeftOut { path, count } => opening::left_out(model, &path, count),
        Msg::Doubted { path, ids } => opening::doubted(model, &path, ids),
        Msg::Proofs { path, proofs } => opening::proven(model, &path, proofs),
        Msg::Earlier { path, records } => arrivals::earlier(model, &path, records),
        Msg::Aside { path, records } => arrivals::aside(model, &path, records),
        Msg::SummedUp(summaries) => summaries::summed_up(model, summaries),
        Msg::Surveying(_) | Msg::Readers(_) | Msg::Reachable { .. } => met(model, answer),
        Msg::Seen { since, keys } => unread::known(model, since, keys),
        Msg::Saved { path, id } => saving::saved(model, &path, &id),
        Msg::NotSaved { path, record, reason, kept } => saving::not_saved(model, &path, *record, &reason, kept),
        Msg::Indexing(percent) => model.navigation.indexing = percent,
        Msg::Marked(news) if news.job == model.navigation.places.job => go_to::marked(model, *news),
        Msg::Marked(news) => marks::arrived(model, *news),
        Msg::Named { job, names } => go_to::named(model, job, names),
        Msg::Defined(news) => results::defined(model, &news),
        Msg::Results(news) => results::arrived(model, *news),
        Msg::Found { job, hits, more } => search::found(model, job, hits, more),
        Msg::Linked { note, found } => return linking::linked(model, given, &note, *found),
        Msg::Cited(quotation, cited) => return copy::cited(&quotation, &cited),
        Msg::Exported(end) => export::ended(model, end),
        Msg::Copied(clipping, way) => return copy::copied(model, clipping, way),
        Msg::PictureAt(file) => return follow::picture_at(file),
        Msg::IsReader(me) => return is_reader(model, me, given),
        Msg::NameTaken(reader) => naming::taken(model, reader),
        Msg::Drafts(drafts) => drafts::offer(model, drafts),
        Msg::Configured { config, faults } => settings::reread(model, *config, &faults),
        Msg::Edited(text) => return writing::edited(model, text),
        Msg::Leaders(leaders) => return presence::found(model, leaders),
        Msg::Led(led) => return presence::moved(model, led),
        Msg::NotLeading(reason) => presence::failed(model, reason),
        Msg::SyncStep(step) => sync::stepped(model, step),
        Msg::Synced(message) => sync::ended(model, message),
        Msg::Say(message) => model.status.message = Some(message),
        _ => {}
    }
    Vec::new()
}

/// The own annotations of a document are here before everybody's.
fn own_first(model: &mut Model, path: &DocPath, anchored: Vec<AnchoredAnnotation>, own: Vec<Record>) {
    opening::annotated_by_me(model, path, anchored, own);
    layers::settle(model);
}

/// It is known who reads: what waited for that is carried out.
fn is_reader(model: &mut Model, me: Me, given: &Env) -> Vec<Effect> {
    let waited = naming::known(model, me);
    summaries::known_anew(model);
    waited.map_or_else(Vec::new, |command| commands::run(model, command, given))
}

/// The whole folder has been looked at: what it holds that is no text, and what could not be read.
fn survey_ended(model: &mut Model, left_out: Option<String>, faults: &[String]) {
    model.seminar.left_out = left_out;
    if let Some(first) = faults.first() {
        model.complain(several(first, faults.len()));
    }
}

/// What a survey has come to, who is here, and for whom of them something can be encrypted.
fn met(model: &mut Model, answer: Msg) {
    match answer {
        Msg::Surveying(summaries) => summaries::surveying(model, summaries),
        Msg::Readers(readers) => summaries::met(model, readers),
        Msg::Reachable { readers, with_other_keys, key_is_gone } => {
            model.seminar.key_is_gone = key_is_gone;
            model.seminar.reachable = readers.into_iter().collect();
            model.seminar.with_other_keys = with_other_keys.into_iter().collect();
        }
        _ => {}
    }
}

/// Goes on to where the reader wanted to go, once the document for it is there.
pub fn carry_on(model: &mut Model) -> Vec<Effect> {
    let Some(due) = navigation::due(model) else { return Vec::new() };
    let is_fresh = due.opens && model.doc.as_ref().is_some_and(|doc| doc.trail.back.is_empty());
    let effects = arrive(model, due.to);
    if is_fresh {
        navigation::arrived(model);
    }
    effects
}

/// Goes to a place of the open text that was waited for.
fn arrive(model: &mut Model, to: NavigationTarget) -> Vec<Effect> {
    match to {
        NavigationTarget::Unread => return unread::arrive(model),
        NavigationTarget::Annotation(id) => navigation::show(model, &id),
        NavigationTarget::Passage { span, words } => results::arrive(model, span, &words),
        NavigationTarget::Linked(passage) => links::arrive(model, &passage),
        NavigationTarget::Place(place) => links::arrive_at(model, &place),
    }
    Vec::new()
}
