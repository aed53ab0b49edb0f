//! What others have written and this reader has not seen: counted for each document, and gone to one after the other.
//!
//! Something is unread that somebody else wrote with words in it, from two weeks before this reader first came on, until
//! its card has been the current one, it was under the cursor, or everything was said to be read. What was seen is kept by
//! the shell in the state folder; this only says what to keep.

use super::card::{counted, who};
use super::errand::{self, Goal};
use super::list::Shown;
use super::{Desk, Effect, Model, Pane, Placed, key_of, reply};
use crate::annotation::Origin;
use crate::app::Command;
use crate::study::Word;
use crate::text::visible;
use jiff::Timestamp;
use std::collections::{BTreeMap, HashSet};

/// The longest note that is told in the status row, in bytes.
const TOLD: usize = 300;

/// What is unread.
#[derive(Debug, Default)]
pub struct Unread {
    /// From when on annotations are news, in seconds since the epoch; `None` while that is not known: then nothing is.
    since: Option<i64>,
    /// The keys of what was seen.
    seen: HashSet<u64>,
    /// The keys of what is unread, by document; only documents that have some.
    documents: BTreeMap<String, HashSet<u64>>,
    /// The keys of what is unread and shows in the open document, those of other formats of the work too.
    here: HashSet<u64>,
    /// What the counts were made from.
    counted: Option<Counted>,
    /// The document that was said to have more: the next press opens it.
    said: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Counted {
    revision: u64,
    me: String,
    open: Option<(u64, u64, u64, bool)>,
}

impl Unread {
    /// How many are unread in a document.
    pub fn count(&self, path: &str) -> usize {
        self.documents.get(path).map_or(0, HashSet::len)
    }

    /// How many show in the open document.
    pub fn here(&self) -> usize {
        self.here.len()
    }

    /// Whether this is unread.
    pub fn has(&self, word: Word) -> bool {
        !self.here.is_empty() && self.here.contains(&word.key)
    }

    /// Whether an annotation of the open document is unread.
    pub fn has_placed(&self, placed: &Placed) -> bool {
        !self.here.is_empty() && word_for_me(placed).is_some_and(|word| self.has(word))
    }

    fn is_news(&self, word: &Word) -> bool {
        self.since.is_some_and(|since| word.made >= since) && !self.seen.contains(&word.key)
    }

    fn take(&mut self, keys: &[u64]) {
        for key in keys {
            self.seen.insert(*key);
            self.here.remove(key);
            for there in self.documents.values_mut() {
                there.remove(key);
            }
        }
        self.documents.retain(|_, keys| !keys.is_empty());
    }
}

/// What there is to read in an annotation that somebody else wrote.
fn word_for_me(placed: &Placed) -> Option<Word> {
    let theirs = !placed.mine && !matches!(placed.origin, Origin::File | Origin::Syllabus);
    theirs.then(|| Word::of(&placed.annotation)).flatten()
}

/// What this reader has seen, by this and other sessions, has become known.
pub fn known(model: &mut Model, since: Timestamp, keys: Vec<u64>) {
    model.unread.since = Some(since.as_second());
    model.unread.seen.extend(keys);
    model.unread.counted = None;
}

/// Makes the counts true again and takes what the reader looks at as seen; gives what is to be kept.
pub fn settle(model: &mut Model) -> Vec<Effect> {
    if model.unread.since.is_none() {
        return Vec::new();
    }
    recount(model);
    if model.unread.here.is_empty() || model.overlay.is_some() {
        return Vec::new();
    }
    let Some(desk) = &model.desk else { return Vec::new() };
    let looked_at = match model.view.focus {
        Pane::List => None,
        Pane::Notes => model.notes.selected.as_deref().and_then(|id| desk.placed_by_id(id)),
        Pane::Reader => desk.under_cursor(false),
    };
    let key = looked_at.and_then(word_for_me).map(|word| word.key);
    saw(model, key.into_iter().collect())
}

/// These have been seen.
fn saw(model: &mut Model, keys: Vec<u64>) -> Vec<Effect> {
    let new: Vec<u64> = keys.into_iter().filter(|key| !model.unread.seen.contains(key)).collect();
    if new.is_empty() {
        return Vec::new();
    }
    model.unread.take(&new);
    vec![Effect::KeepSeen(new)]
}

/// Counts anew where something has changed.
fn recount(model: &mut Model) {
    let open = model.desk.as_ref().map(|desk| (desk.opened.job, desk.version, model.layers.version, desk.read));
    let now = Counted { revision: model.seminar.revision, me: model.me.reader.id.clone(), open };
    let before = model.unread.counted.as_ref();
    if before == Some(&now) {
        return;
    }
    if before.is_none_or(|before| (before.revision, &before.me) != (now.revision, &now.me)) {
        model.unread.documents = elsewhere(model, &now.me);
    }
    model.unread.counted = Some(now);
    let Some(desk) = &model.desk else { return };
    let key = |placed: &Placed| word_for_me(placed).filter(|word| model.unread.is_news(word)).map(|word| word.key);
    let shown: Vec<(u64, &Origin)> = desk.visible().filter_map(|placed| Some((key(placed)?, &placed.origin))).collect();
    let all = shown.iter().map(|(key, _)| *key).collect();
    // Before they have been read, the summary knows better.
    let here = || shown.iter().filter(|(_, origin)| **origin == Origin::Here).map(|(key, _)| *key).collect();
    let own: Option<HashSet<u64>> = desk.read.then(here);
    let path = desk.opened.path.clone();
    model.unread.here = all;
    if let Some(own) = own {
        model.unread.documents.insert(path, own);
        model.unread.documents.retain(|_, keys| !keys.is_empty());
    }
}

/// What is unread by what is known of each document.
fn elsewhere(model: &Model, me: &str) -> BTreeMap<String, HashSet<u64>> {
    let mut documents = BTreeMap::new();
    for (path, summary) in &model.seminar.summaries {
        let others = summary.by.iter().filter(|(creator, _)| creator.as_str() != me);
        let news = others.flat_map(|(_, share)| &share.words).filter(|word| model.unread.is_news(word));
        let keys: HashSet<u64> = news.map(|word| word.key).collect();
        if !keys.is_empty() && !model.reads_blind(path) {
            documents.insert(path.clone(), keys);
        }
    }
    documents
}

/// Goes to the next (or previous) unread annotation of this text; where there is none, says which text has more, and
/// opens that the next time.
pub fn step(model: &mut Model, back: bool) -> Vec<Effect> {
    let Some(desk) = &model.desk else { return Vec::new() };
    match target(model, desk, back) {
        Some(id) => go(model, &id),
        None => further(model, back),
    }
}

/// The next unread one from where the reader is, around the end of the text.
fn target(model: &Model, desk: &Desk, back: bool) -> Option<String> {
    let at = reply::meant(model).map(|placed| placed.annotation.id.as_str());
    let at = at.and_then(|id| desk.placed.iter().position(|placed| placed.annotation.id == id));
    let cursor = |placed: &Placed| placed.anchor.span.is_none_or(|span| span.start <= desk.cursor);
    let after = at.map_or_else(|| desk.placed.partition_point(cursor), |at| at + 1);
    let before = at.unwrap_or(after);
    let unread = |index: &usize| {
        let placed = &desk.placed[*index];
        !placed.hidden && model.unread.has_placed(placed)
    };
    let (count, mut on, mut round) = (desk.placed.len(), after..desk.placed.len(), 0..desk.placed.len());
    let found = if back {
        (0..before).rev().find(unread).or_else(|| (0..count).rev().find(unread))
    } else {
        on.find(unread).or_else(|| round.find(unread))
    };
    found.map(|index| desk.placed[index].annotation.id.clone())
}

/// Goes to an unread annotation, says what it says, and takes it as seen.
fn go(model: &mut Model, id: &str) -> Vec<Effect> {
    model.unread.said = None;
    errand::show(model, id);
    let Some(placed) = model.desk.as_ref().and_then(|desk| desk.placed_by_id(id)) else { return Vec::new() };
    let note = placed.annotation.note.as_deref().unwrap_or_default();
    let note: Vec<&str> = note[..note.floor_char_boundary(TOLD)].split_whitespace().collect();
    let said = format!("{}, {}: {}", who(placed), placed.annotation.kind.name(), visible::line(&note.join(" ")));
    let key = word_for_me(placed).map(|word| word.key);
    let effects = saw(model, key.into_iter().collect());
    let more = match model.unread.here() {
        0 => "the last unread one here".to_owned(),
        more => format!("{more} more unread"),
    };
    model.say(format!("{more} · {said}"));
    effects
}

/// Nothing is unread in this text: another one.
fn further(model: &mut Model, back: bool) -> Vec<Effect> {
    let Some(next) = next_document(model, back) else {
        model.say("nothing unread");
        return Vec::new();
    };
    if model.unread.said.take_if(|said| *said == next).is_some() {
        return errand::send(model, &next, Goal::Unread);
    }
    let key = key_of(model, if back { Command::UnreadPrev } else { Command::UnreadNext });
    let name = model.list.item(&next).map_or(next.as_str(), |item| item.name());
    let said = format!("nothing unread here; {} in {}: {key} opens it", model.unread.count(&next), visible::line(name));
    model.unread.said = Some(next);
    model.say(said);
    Vec::new()
}

/// The next document of the list, in its order and around its end, in which something is unread.
fn next_document(model: &Model, back: bool) -> Option<String> {
    let path = model.desk.as_ref()?.opened.path.as_str();
    let item = |shown: &Shown| match shown {
        Shown::Item(index) => model.list.items.get(*index).map(|item| item.path.as_str()),
        Shown::Heading(_) | Shown::Session(_) => None,
    };
    let mut shown: Vec<&str> = model.list.shown.iter().filter_map(item).collect();
    if back {
        shown.reverse();
    }
    let here = shown.iter().position(|shown| *shown == path).map_or(0, |at| at + 1);
    let order = shown[here..].iter().chain(&shown[..here]).copied();
    // What a narrowed list does not show is unread all the same.
    let all = model.unread.documents.keys().map(String::as_str).filter(|path| model.list.has(path));
    let mut order = order.chain(all).filter(|other| *other != path);
    order.find(|path| model.unread.count(path) > 0).map(str::to_owned)
}

/// The document with more has been opened.
pub fn arrive(model: &mut Model) -> Vec<Effect> {
    recount(model);
    let Some(desk) = &model.desk else { return Vec::new() };
    let unread = |placed: &&Placed| model.unread.has_placed(placed);
    let first = desk.visible().find(unread).map(|placed| placed.annotation.id.clone());
    first.map_or_else(Vec::new, |id| go(model, &id))
}

/// Takes everything as read: in the list the whole corpus, else what is on the open text.
pub fn read_all(model: &mut Model) -> Vec<Effect> {
    let everywhere = model.view.focus == Pane::List || model.desk.is_none();
    let mut keys: Vec<u64> = model.unread.here.iter().copied().collect();
    if everywhere {
        keys.extend(model.unread.documents.values().flatten());
    }
    keys.sort_unstable();
    keys.dedup();
    let count = keys.len();
    let effects = saw(model, keys);
    let more: usize = model.unread.documents.values().map(HashSet::len).sum();
    let rest =
        if more > 0 { format!("; {more} more elsewhere, which this does in the list of texts") } else { String::new() };
    model.say(match count {
        0 => format!("nothing unread here{rest}"),
        count => format!("{} taken as read{rest}", counted(count, "annotation")),
    });
    effects
}
