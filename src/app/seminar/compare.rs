//! Choosing whom to compare one's marks with, and going from difference to difference.

use crate::app::commands::Command;
use crate::app::messages::Effect;
use crate::app::model::Model;
use crate::app::query::keys;
use crate::app::query::revisions::revisions;
use crate::app::reading::travel;
use crate::app::state::chooser::{Choice, Chooser};
use crate::app::state::choosing::Targets;
use crate::app::state::compare::{Comparing, is_mark};
use crate::app::state::overlay::Overlay;
use crate::app::state::revisions::ViewSource;
use crate::study::{Other, Side};
use crate::text::visible;
use std::collections::BTreeMap;

/// Asks whom to compare with; leaves the comparison that shows.
pub fn ask(model: &mut Model) -> Vec<Effect> {
    if leave(model) {
        return Vec::new();
    }
    let Some(doc) = &model.doc else { return Vec::new() };
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for anchored in doc.annotations.visible().filter(|anchored| !anchored.mine && is_mark(anchored)) {
        *counts.entry(&anchored.reader).or_default() += 1;
    }
    if counts.is_empty() {
        let hidden = doc.annotations.anchored.iter().any(|anchored| anchored.hidden);
        let none = if hidden {
            "nobody else’s marks show now, so there is nothing to compare with"
        } else {
            "nobody else has marked anything in this text yet"
        };
        let told = doc.annotations.awaited().unwrap_or(none);
        model.say(told);
        return Vec::new();
    }
    let class = Choice { label: "the class".to_owned(), detail: readers(counts.len()), indent: 0 };
    let reader = |(reader, count): (&&str, &usize)| Choice {
        label: visible::line(reader).into_owned(),
        detail: if *count == 1 { "1 mark".to_owned() } else { format!("{count} marks") },
        indent: 0,
    };
    let choices = std::iter::once(class).chain(counts.iter().map(reader)).collect();
    let named = counts.keys().map(|reader| Other::Reader((*reader).to_owned()));
    let others = std::iter::once(Other::Class).chain(named).collect();
    let chooser = Chooser::new("Compare with", choices, 0);
    model.overlay = Some(Overlay::choose(chooser, Targets::Compare(others)));
    Vec::new()
}

fn readers(count: usize) -> String {
    if count == 1 { "1 other reader".to_owned() } else { format!("{count} other readers") }
}

/// Shows the comparison with the one chosen.
pub fn start(model: &mut Model, other: &Other) -> Vec<Effect> {
    let now = revisions(model, RESTS_ON);
    model.peers.comparing = model.doc.as_ref().map(|doc| Comparing::of(doc, other.clone(), &me(model)));
    if let Some(comparing) = &mut model.peers.comparing {
        comparing.made.renew(now);
    }
    Vec::new()
}

/// Leaves the comparison; says whether there was one.
pub fn leave(model: &mut Model) -> bool {
    model.peers.comparing.take().is_some()
}

/// Under which name one's own marks are compared: nobody's folder can be called so.
pub fn me(model: &Model) -> String {
    format!("/{}", model.me.reader.nickname)
}

/// What a comparison rests on.
const RESTS_ON: &[ViewSource] = &[ViewSource::Document, ViewSource::Annotations, ViewSource::Layers, ViewSource::Me];

/// Makes the comparison anew where the annotations or the text have changed; another document has none.
pub fn settle(model: &mut Model) {
    let Some(comparing) = &model.peers.comparing else { return };
    if model.doc.as_ref().is_none_or(|doc| doc.opened.path != comparing.path) {
        model.peers.comparing = None;
    } else if comparing.made.get() != Some(&revisions(model, RESTS_ON)) {
        start(model, &comparing.other.clone());
    }
}

/// Goes to the next (or previous) sentence that only one of the two has marked.
pub fn step(model: &mut Model, by: isize) -> Vec<Effect> {
    let (Some(comparing), Some(doc)) = (&model.peers.comparing, &mut model.doc) else { return Vec::new() };
    let differing = comparing.found.sentences.iter().filter(|sentence| sentence.side != Side::Both);
    let mut starts = differing.map(|sentence| sentence.span.start);
    let here = doc.cursor;
    let to = if by > 0 { starts.find(|start| *start > here) } else { starts.rfind(|start| *start < here) };
    match to {
        Some(to) => travel::jump(doc, to),
        None => model.say(if by > 0 { "no difference after this" } else { "no difference before this" }),
    }
    Vec::new()
}

/// What the row of hints says while a comparison shows: which keys go on, and which end it.
pub fn hints(model: &Model) -> Vec<(String, &'static str)> {
    let key = |command| keys::key_of(model, command);
    let both = format!("{} {}", key(Command::AnnotationNext), key(Command::AnnotationPrev));
    vec![(both, "next, previous difference"), (key(Command::Compare), "leave the comparison")]
}
