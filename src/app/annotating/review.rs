//! The anchor review: accepting, moving and leaving what does not stand where it stood.

use crate::annotation::edit::HistoryStep;
use crate::annotation::{AnchorState, AnnotationId, select};
use crate::app::annotating::adjust::remember;
use crate::app::annotating::{adjust, edits, word_diff};
use crate::app::commands::Command;
use crate::app::messages::{Effect, Env};
use crate::app::model::Model;
use crate::app::query::current::subject;
use crate::app::query::keys::key_of;
use crate::app::query::outdated;
use crate::app::reading::travel;
use crate::app::state::anchored::AnchoredAnnotation;
use crate::app::state::document::OpenDocument;
use crate::app::state::message;
use crate::app::state::message::{Message, MessageKind};
use crate::app::state::overlay::Overlay;
use crate::app::state::review::{AnchorReview, AnchorTally, ReviewEntry, ReviewSide, is_kept_here};
use crate::app::state::view::Pane;
use crate::config::chord::{Chord, Key};
use crate::document::DocPath;
use crate::text::{Span, hyphen, visible};
use std::collections::{BTreeSet, HashSet};

/// A changed passage that scores at least this much is accepted with the others.
const GOOD: f32 = 0.8;

/// How much text is looked through at most for accepting many at once, in bytes: the selectors of each are made unique in
/// the text, and the keys wait meanwhile.
const BUDGET: usize = 1 << 30;

/// Bytes of a quotation in the list.
const QUOTED: usize = 400;

/// Says of the annotations of a document that were read: what could not be, under which names they were written, and,
/// once, how many do not stand where they stood.
pub fn tell(model: &mut Model, path: &DocPath, faults: &[String], formerly: &[String]) {
    let key = key_of(model, Command::Receipt);
    let Some(doc) = model.doc.as_mut().filter(|doc| doc.opened.path == *path) else { return };
    let tally = AnchorTally::of(doc.annotations.visible());
    let before = std::mem::replace(&mut doc.annotations.told, tally);
    let mut said: Vec<String> = faults.first().map(|first| message::several(first, faults.len())).into_iter().collect();
    if tally.total() > before.total() {
        let them = if tally.total() == 1 { "it" } else { "them" };
        said.push(format!("{}; {key} shows {them}", tally.words()));
    }
    let names: Vec<String> = formerly.iter().map(|name| visible::line(name).into_owned()).collect();
    if !names.is_empty() && !std::mem::replace(&mut doc.annotations.told_names, true) {
        said.push(format!("annotations of {} belong to this text now", names.join(", ")));
    }
    said.extend(doc.annotations.copies.news(doc.annotations.anchored.iter()));
    if said.is_empty() {
        return;
    }
    // What was said before counts too: a note that waits to be finished, a file that is damaged.
    let earlier = model.status.message.take();
    let failed = !faults.is_empty() || earlier.as_ref().is_some_and(Message::is_failure);
    let kind = if failed { MessageKind::Failure } else { MessageKind::News };
    said.extend(earlier.map(|message| message.text));
    model.status.message = Some(Message { text: said.join(" · "), kind });
}

/// Opens the receipt, at the annotation that is meant if it stands elsewhere itself.
pub fn open(model: &mut Model) -> Vec<Effect> {
    let Some(doc) = &model.doc else { return Vec::new() };
    if doc.opened.source.is_none() {
        model.complain("still reading the file; try again in a moment");
    } else if outdated::is_outdated(model) {
        // Where they stand in a text that is no longer there helps nobody.
        let told = outdated::told(model);
        model.say(told);
    } else if AnchorTally::of(doc.annotations.visible()).total() == 0 {
        let which = if model.peers.layers.counts.shown < model.peers.layers.counts.all { " that shows" } else { "" };
        model.say(format!("every annotation{which} stands where it stood"));
    } else {
        let meant = subject(model).map(|anchored| &anchored.annotation.id);
        let at = entries(doc, &BTreeSet::new()).iter().position(|entry| Some(&entry.id) == meant).unwrap_or(0);
        model.overlay = Some(Overlay::Receipt(Box::new(AnchorReview { at, ..AnchorReview::default() })));
    }
    Vec::new()
}

/// Takes a key of the receipt.
pub fn press(model: &mut Model, mut receipt: Box<AnchorReview>, chord: Chord, given: &Env) -> Vec<Effect> {
    let step = |by: isize| receipt.at.saturating_add_signed(by).min(receipt.entries.len().saturating_sub(1));
    match (chord.key, chord.ctrl) {
        (Key::Down | Key::Char('j'), false) => receipt.at = step(1),
        (Key::Up | Key::Char('k'), false) => receipt.at = step(-1),
        (Key::PageDown, _) => receipt.at = step(10),
        (Key::PageUp, _) => receipt.at = step(-10),
        (Key::Home, _) => receipt.at = 0,
        (Key::End, _) => receipt.at = step(isize::MAX),
        (Key::Enter, _) => return accept(model, receipt, given),
        (Key::Char('a'), false) => return accept_all(model, receipt, given),
        (Key::Char('n' | ' '), false) => return leave(model, receipt),
        (Key::Char('g'), false) => return go(model, receipt),
        (Key::Char('m'), false) => return by_hand(model, &receipt),
        (Key::Char('u'), false) => {
            let effects = edits::step_history(model, given, HistoryStep::Undo);
            model.overlay = Some(Overlay::Receipt(receipt));
            return effects;
        }
        (Key::Esc | Key::Char('q' | 'R'), false) | (Key::Char('c' | 'g'), true) => {
            close(model, &receipt);
            return Vec::new();
        }
        _ => {}
    }
    model.overlay = Some(Overlay::Receipt(receipt));
    Vec::new()
}

/// Says what became of it, where something was decided.
fn close(model: &mut Model, receipt: &AnchorReview) {
    let counts = [(receipt.accepted, "accepted"), (receipt.left.len(), "left as they are")];
    let said: Vec<String> =
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    if !said.is_empty() && model.status.message.is_none() {
        model.say(said.join(", "));
    }
}

/// Takes the place found for the current one.
fn accept(model: &mut Model, mut receipt: Box<AnchorReview>, given: &Env) -> Vec<Effect> {
    let current = receipt.entries.get(receipt.at);
    let Some(id) = current.filter(|entry| entry.state != AnchorState::Orphan).map(|entry| entry.id.clone()) else {
        model.complain("its words are not in the text any more: m moves it by hand, n leaves it");
        model.overlay = Some(Overlay::Receipt(receipt));
        return Vec::new();
    };
    let effects = take_places(model, std::slice::from_ref(&id), given);
    if effects.is_empty() {
        let known = model.doc.as_ref().and_then(|doc| doc.annotations.anchored_by_id(&id));
        let is_sealed = known.is_some_and(|anchored| anchored.mine && anchored.record.is_sealed());
        model.complain(if is_sealed {
            edits::SEALED
        } else {
            "this place cannot be taken: m moves it by hand, n leaves it"
        });
        model.overlay = Some(Overlay::Receipt(receipt));
        return effects;
    }
    receipt.left.remove(&id);
    receipt.accepted += 1;
    model.overlay = Some(Overlay::Receipt(receipt));
    effects
}

/// Takes the places of all that only moved, or changed little, and were not left.
fn accept_all(model: &mut Model, mut receipt: Box<AnchorReview>, given: &Env) -> Vec<Effect> {
    let length = model.doc.as_ref().map_or(1, |doc| doc.text().len()).max(1);
    let sure = receipt.entries.iter().filter(|entry| is_sure(entry) && !entry.left).map(|entry| entry.id.clone());
    let all: Vec<AnnotationId> = sure.collect();
    let now = &all[..all.len().min((BUDGET / length).max(20))];
    let effects = take_places(model, now, given);
    receipt.accepted += now.len();
    match (now.len(), all.len() - now.len()) {
        (0, _) => model.say("none of these is sure: look at each, enter accepts it"),
        (count, 0) => {
            let undo = key_of(model, Command::Undo);
            model.say(format!("{count} accepted; {undo} takes it back"));
        }
        (count, more) => model.say(format!("{count} accepted; a goes on with {more} more")),
    }
    model.overlay = Some(Overlay::Receipt(receipt));
    effects
}

fn is_sure(entry: &ReviewEntry) -> bool {
    match entry.state {
        AnchorState::Moved => true,
        AnchorState::Changed => entry.score >= GOOD,
        AnchorState::Same | AnchorState::Uncertain | AnchorState::Orphan => false,
    }
}

/// Takes the places found for these: own records get new selectors, of others' the place is remembered.
fn take_places(model: &mut Model, ids: &[AnnotationId], given: &Env) -> Vec<Effect> {
    let Some(doc) = &model.doc else { return Vec::new() };
    let Some(source) = doc.opened.source.as_deref() else { return Vec::new() };
    let wanted: HashSet<&AnnotationId> = ids.iter().collect();
    let (mut own, mut others) = (Vec::new(), Vec::new());
    for anchored in doc.annotations.anchored.iter().filter(|anchored| wanted.contains(&anchored.annotation.id)) {
        let Some(span) = anchored.stands() else { continue };
        let passage = select::passage_in(doc.document(), span, source);
        let to = if anchored.mine && anchored.origin.copy().is_none() { &mut own } else { &mut others };
        to.push((anchored.annotation.id.clone(), passage));
    }
    let mut effects = if own.is_empty() { Vec::new() } else { edits::put_all(model, given, own) };
    for (id, passage) in others {
        effects.extend(remember(model, &id, passage));
    }
    effects
}

/// Leaves the current one as it is and goes on to the next that nothing was said of.
fn leave(model: &mut Model, mut receipt: Box<AnchorReview>) -> Vec<Effect> {
    receipt.left.extend(receipt.entries.get(receipt.at).map(|entry| entry.id.clone()));
    let waiting = |at: &usize| !receipt.left.contains(&receipt.entries[*at].id);
    let next = (receipt.at + 1..receipt.entries.len()).chain(0..receipt.at).find(waiting);
    match next {
        Some(at) => {
            receipt.at = at;
            model.overlay = Some(Overlay::Receipt(receipt));
        }
        None => close(model, &receipt),
    }
    Vec::new()
}

/// Goes to where the current one stands, or may have stood.
fn go(model: &mut Model, receipt: Box<AnchorReview>) -> Vec<Effect> {
    let id = receipt.entries.get(receipt.at).map(|entry| entry.id.clone());
    let span = id.and_then(|id| model.doc.as_ref()?.annotations.anchored_by_id(&id)?.anchor.span);
    if let (Some(span), Some(doc)) = (span, &mut model.doc) {
        travel::jump(doc, span.start);
        model.view.focus_on(Pane::Reader);
    } else {
        model.say("nothing is known of where it stood");
        model.overlay = Some(Overlay::Receipt(receipt));
    }
    Vec::new()
}

/// Lets the reader select where the current one belongs.
fn by_hand(model: &mut Model, receipt: &AnchorReview) -> Vec<Effect> {
    let Some(entry) = receipt.entries.get(receipt.at) else { return Vec::new() };
    if let Some(doc) = &mut model.doc {
        travel::remember(doc);
    }
    adjust::take_ends(model, &entry.id);
    Vec::new()
}

/// Makes what is derived true again: the list's count, and the receipt while it is open.
pub fn settle(model: &mut Model) {
    let Some(doc) = &model.doc else { return };
    model.list.astray(&doc.opened.path, model.peers.layers.counts.astray);
    if !matches!(model.overlay, Some(Overlay::Receipt(_))) {
        return;
    }
    let Some(Overlay::Receipt(mut receipt)) = model.overlay.take() else { return };
    receipt.entries = entries(doc, &receipt.left);
    if receipt.entries.is_empty() {
        return close(model, &receipt);
    }
    receipt.at = receipt.at.min(receipt.entries.len() - 1);
    (receipt.old, receipt.new) = halves(doc, &receipt.entries[receipt.at].id);
    model.overlay = Some(Overlay::Receipt(receipt));
}

/// All that do not stand where they stood, the worst first, then in the order of the text.
pub fn entries(doc: &OpenDocument, left: &BTreeSet<AnnotationId>) -> Vec<ReviewEntry> {
    let here = doc.annotations.visible().filter(|anchored| is_kept_here(anchored));
    let astray = here.filter(|anchored| anchored.anchor.state != AnchorState::Same);
    let mut entries: Vec<ReviewEntry> = astray.filter_map(|anchored| entry(anchored, left)).collect();
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.state));
    entries
}

fn entry(anchored: &AnchoredAnnotation, left: &BTreeSet<AnnotationId>) -> Option<ReviewEntry> {
    let quote = &anchored.passage()?.quote;
    let exact = if quote.exact.is_empty() { &quote.suffix } else { &quote.exact };
    let words = hyphen::one_line(&exact[..exact.floor_char_boundary(QUOTED)]);
    Some(ReviewEntry {
        id: anchored.annotation.id.clone(),
        who: if anchored.mine { "me".to_owned() } else { visible::line(&anchored.reader).into_owned() },
        kind: anchored.annotation.kind.name(),
        state: anchored.anchor.state,
        score: anchored.anchor.score,
        quote: visible::line(&words).into_owned(),
        left: left.contains(&anchored.annotation.id),
    })
}

/// The old and the new passage of an annotation.
fn halves(doc: &OpenDocument, id: &AnnotationId) -> (ReviewSide, ReviewSide) {
    let Some(anchored) = doc.annotations.anchored_by_id(id) else { return Default::default() };
    let Some(quote) = anchored.passage().map(|passage| &passage.quote) else { return Default::default() };
    let old = [quote.prefix.as_str(), quote.exact.as_str(), quote.suffix.as_str()];
    let new = anchored.anchor.span.map(|span| around(doc.text(), span, quote.prefix.len(), quote.suffix.len()));
    let titles = (title_of_old(anchored), title_of_new(anchored));
    let (old, new) = match (anchored.anchor.state, new) {
        (AnchorState::Orphan, Some([before, words, after])) => {
            // Nothing was found there: its words are no more the passage than those around it.
            (word_diff::plain(old), word_diff::plain([&[before, words, after].concat(), "", ""]))
        }
        (_, Some(new)) => word_diff::compare(old, new),
        (_, None) => (word_diff::plain(old), Vec::new()),
    };
    (ReviewSide { title: titles.0, pieces: old }, ReviewSide { title: titles.1, pieces: new })
}

fn title_of_old(anchored: &AnchoredAnnotation) -> &'static str {
    if anchored.passage().is_some_and(|passage| passage.quote.exact.is_empty()) {
        "the place as it was marked"
    } else {
        "as it was marked"
    }
}

fn title_of_new(anchored: &AnchoredAnnotation) -> &'static str {
    match (anchored.anchor.state, anchored.anchor.span) {
        (AnchorState::Orphan, Some(_)) => "not found; it may have stood here",
        (AnchorState::Orphan, None) => "not found",
        (AnchorState::Uncertain, _) => "perhaps here",
        (AnchorState::Changed, _) => "found, with other words",
        (AnchorState::Same | AnchorState::Moved, _) => "found",
    }
}

/// What stands before a span, in it and after it, with so many bytes of the text on either side.
fn around(text: &str, span: Span, before: usize, after: usize) -> [&str; 3] {
    let span = span.clamp_to(text);
    let start = text.floor_char_boundary(span.start.saturating_sub(before));
    let end = text.ceil_char_boundary(span.end.saturating_add(after).min(text.len()));
    [&text[start..span.start], span.of(text), &text[span.end..end]]
}
