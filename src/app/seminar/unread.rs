//! Going through what is new, counting it, taking it as read.

use crate::annotation::{AnnotationId, Origin, ReaderId};
use crate::app::commands::Command;
use crate::app::library::navigation;
use crate::app::messages::{Effect, WriteRequest};
use crate::app::model::Model;
use crate::app::query::blind::HiddenByDocument;
use crate::app::query::current;
use crate::app::query::keys::key_of;
use crate::app::query::revisions::revisions;
use crate::app::state::anchored::{AnchoredAnnotation, who};
use crate::app::state::document::OpenDocument;
use crate::app::state::list::ListRow;
use crate::app::state::navigation_target::NavigationTarget;
use crate::app::state::revisions::ViewSource;
use crate::app::state::unread::word_for_me;
use crate::app::state::view::Pane;
use crate::document::DocPath;
use crate::language::counts::counted;
use crate::text::{Direction, visible};
use jiff::Timestamp;
use std::collections::{BTreeMap, HashSet};

/// The longest note that is told in the status row, in bytes.
const TOLD: usize = 300;

/// What this reader has seen, by this and other sessions, has become known.
pub fn known(model: &mut Model, since: Timestamp, keys: Vec<u64>) {
    model.peers.unread.since = Some(since.as_second());
    model.peers.unread.seen.extend(keys);
    model.peers.unread.counted.forget();
}

/// Makes the counts true again and takes what the reader looks at as seen; gives what is to be kept.
pub fn settle(model: &mut Model) -> Vec<Effect> {
    if model.peers.unread.since.is_none() {
        return Vec::new();
    }
    recount(model);
    if model.peers.unread.here.is_empty() || model.overlay.is_some() {
        return Vec::new();
    }
    let Some(doc) = &model.doc else { return Vec::new() };
    let looked_at = match model.view.focus {
        Pane::List => None,
        Pane::Notes => model.notes.selected.as_ref().and_then(|id| doc.annotations.anchored_by_id(id)),
        Pane::Reader => current::subject(model),
    };
    let key = looked_at.and_then(word_for_me).map(|word| word.key);
    saw(model, key.into_iter().collect())
}

/// These have been seen.
fn saw(model: &mut Model, keys: Vec<u64>) -> Vec<Effect> {
    let new: Vec<u64> = keys.into_iter().filter(|key| !model.peers.unread.seen.contains(key)).collect();
    if new.is_empty() {
        return Vec::new();
    }
    model.peers.unread.take(&new);
    vec![Effect::Write(WriteRequest::KeepSeen(new))]
}

/// What the count of each document rests on.
const RESTS_ON: &[ViewSource] =
    &[ViewSource::Summaries, ViewSource::Me, ViewSource::Readers, ViewSource::Plan, ViewSource::Today];

/// What the count of the open document rests on.
const HERE_RESTS_ON: &[ViewSource] = &[ViewSource::Document, ViewSource::Others, ViewSource::Layers];

/// Counts anew where something has changed.
fn recount(model: &mut Model) {
    let (all, here) = (revisions(model, RESTS_ON), revisions(model, HERE_RESTS_ON));
    let stale = model.peers.unread.counted.renew(all);
    if stale {
        model.peers.unread.documents = elsewhere(model, &model.me.reader.id);
    }
    if model.peers.unread.counted_here.renew(here) || stale {
        count_here(model);
    }
}

/// Counts what is unread and shows in the open document.
fn count_here(model: &mut Model) {
    let Some(doc) = &model.doc else { return };
    let key = |anchored: &AnchoredAnnotation| {
        word_for_me(anchored).filter(|word| model.peers.unread.is_news(word)).map(|word| word.key)
    };
    let shown: Vec<(u64, &Origin)> =
        doc.annotations.visible().filter_map(|anchored| Some((key(anchored)?, &anchored.origin))).collect();
    let all = shown.iter().map(|(key, _)| *key).collect();
    // Before they have been read, the summary knows better.
    let here = || shown.iter().filter(|(_, origin)| **origin == Origin::Here).map(|(key, _)| *key).collect();
    let own: Option<HashSet<u64>> = doc.annotations.read.then(here);
    let path = doc.opened.path.clone();
    model.peers.unread.here = all;
    if let Some(own) = own {
        model.peers.unread.documents.insert(path, own);
        model.peers.unread.documents.retain(|_, keys| !keys.is_empty());
    }
}

/// What is unread by what is known of each document.
fn elsewhere(model: &Model, me: &ReaderId) -> BTreeMap<DocPath, HashSet<u64>> {
    let (mut documents, hidden) = (BTreeMap::new(), HiddenByDocument::of(model));
    for (path, summary) in model.seminar.summaries.iter() {
        let others = summary.by.iter().filter(|(creator, _)| *creator != me);
        let shown = others.flat_map(|(creator, share)| {
            let words = (!hidden.hides(path, creator)).then_some(&share.words);
            share.letters.iter().chain(words.into_iter().flatten())
        });
        let news = shown.filter(|word| model.peers.unread.is_news(word));
        let keys: HashSet<u64> = news.map(|word| word.key).collect();
        if !keys.is_empty() {
            documents.insert(path.clone(), keys);
        }
    }
    documents
}

/// Goes to the next (or previous) unread annotation of this text; where there is none, says which text has more, and
/// opens that the next time.
pub fn step(model: &mut Model, direction: Direction) -> Vec<Effect> {
    let Some(doc) = &model.doc else { return Vec::new() };
    match target(model, doc, direction) {
        Some(id) => go(model, &id),
        None => further(model, direction),
    }
}

/// The next unread one from where the reader is, around the end of the text.
fn target(model: &Model, doc: &OpenDocument, direction: Direction) -> Option<AnnotationId> {
    let at = current::subject(model).map(|anchored| &anchored.annotation.id);
    let all = &doc.annotations.anchored;
    let at = at.and_then(|id| all.place_of(id));
    let after = at.map_or_else(|| all.begun_at(doc.cursor), |at| at + 1);
    let before = at.unwrap_or(after);
    let unread = |index: &usize| !all[*index].hidden && model.peers.unread.has_anchored(&all[*index]);
    let (count, mut on, mut round) = (all.len(), after..all.len(), 0..all.len());
    let found = match direction {
        Direction::Backward => (0..before).rev().find(unread).or_else(|| (0..count).rev().find(unread)),
        Direction::Forward => on.find(unread).or_else(|| round.find(unread)),
    };
    found.map(|index| all[index].annotation.id.clone())
}

/// Goes to an unread annotation, says what it says, and takes it as seen.
fn go(model: &mut Model, id: &AnnotationId) -> Vec<Effect> {
    model.peers.unread.said = None;
    navigation::show(model, id);
    let Some(anchored) = model.doc.as_ref().and_then(|doc| doc.annotations.anchored_by_id(id)) else {
        return Vec::new();
    };
    let note = anchored.annotation.note.as_deref().unwrap_or_default();
    let note: Vec<&str> = note[..note.floor_char_boundary(TOLD)].split_whitespace().collect();
    let said = format!("{}, {}: {}", who(anchored), anchored.annotation.kind.name(), visible::line(&note.join(" ")));
    let key = word_for_me(anchored).map(|word| word.key);
    let effects = saw(model, key.into_iter().collect());
    let more = match model.peers.unread.here() {
        0 => "the last unread one here".to_owned(),
        more => format!("{more} more unread"),
    };
    model.say(format!("{more} · {said}"));
    effects
}

/// Nothing is unread in this text: another one.
fn further(model: &mut Model, direction: Direction) -> Vec<Effect> {
    let Some(next) = next_document(model, direction) else {
        model.say("nothing unread");
        return Vec::new();
    };
    if model.peers.unread.said.take_if(|said| *said == next).is_some() {
        return navigation::send(model, &next, NavigationTarget::Unread);
    }
    let again = match direction {
        Direction::Forward => Command::UnreadNext,
        Direction::Backward => Command::UnreadPrev,
    };
    let key = key_of(model, again);
    let name = model.list.item(&next).map_or(next.as_str(), |item| item.name());
    let said =
        format!("nothing unread here; {} in {}: {key} opens it", model.peers.unread.count(&next), visible::line(name));
    model.peers.unread.said = Some(next);
    model.say(said);
    Vec::new()
}

/// The next document of the list, in its order and around its end, in which something is unread.
fn next_document(model: &Model, direction: Direction) -> Option<DocPath> {
    let path = &model.doc.as_ref()?.opened.path;
    let item = |shown: &ListRow| match shown {
        ListRow::Item(index) => model.list.items.get(*index).map(|item| &item.path),
        ListRow::Heading(_) | ListRow::Session(_) => None,
    };
    let mut shown: Vec<&DocPath> = model.list.shown.iter().filter_map(item).collect();
    if direction == Direction::Backward {
        shown.reverse();
    }
    let here = shown.iter().position(|shown| *shown == path).map_or(0, |at| at + 1);
    let order = shown[here..].iter().chain(&shown[..here]).copied();
    // What a narrowed list does not show is unread all the same.
    let all = model.peers.unread.documents.keys().filter(|path| model.list.has(path));
    let mut order = order.chain(all).filter(|other| *other != path);
    order.find(|path| model.peers.unread.count(path) > 0).cloned()
}

/// The document with more has been opened.
pub fn arrive(model: &mut Model) -> Vec<Effect> {
    recount(model);
    let Some(doc) = &model.doc else { return Vec::new() };
    let unread = |anchored: &&AnchoredAnnotation| model.peers.unread.has_anchored(anchored);
    let first = doc.annotations.visible().find(unread).map(|anchored| anchored.annotation.id.clone());
    first.map_or_else(Vec::new, |id| go(model, &id))
}

/// Takes everything as read: in the list the whole corpus, else what is on the open text.
pub fn read_all(model: &mut Model) -> Vec<Effect> {
    let everywhere = model.view.focus == Pane::List || model.doc.is_none();
    let mut keys: Vec<u64> = model.peers.unread.here.iter().copied().collect();
    if everywhere {
        keys.extend(model.peers.unread.documents.values().flatten());
    }
    keys.sort_unstable();
    keys.dedup();
    let count = keys.len();
    let effects = saw(model, keys);
    let more: usize = model.peers.unread.documents.values().map(HashSet::len).sum();
    let rest =
        if more > 0 { format!("; {more} more elsewhere, which this does in the list of texts") } else { String::new() };
    model.say(match count {
        0 => format!("nothing unread here{rest}"),
        count => format!("{} taken as read{rest}", counted(count, "annotation")),
    });
    effects
}
