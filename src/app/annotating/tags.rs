//! Tagging, with completion from the tags in use. A comma ends a tag and asks for the next; Enter takes the completion.

use crate::annotation::{Annotation, Color, Kind};
use crate::app::annotating::edits::AnnotationBody;
use crate::app::annotating::{edits, marks, repeating};
use crate::app::messages::{Effect, Env};
use crate::app::model::Model;
use crate::app::query::current::{is_selecting, own_subject, subject};
use crate::app::state::anchored::AnchoredAnnotation;
use crate::app::state::chooser::{Choice, Chooser};
use crate::app::state::message::Message;
use crate::app::state::overlay::{Overlay, TagChooser};
use crate::app::state::repeating::WhatWasDone;
use crate::app::state::view::Pane;
use crate::config::chord::{Chord, Key};
use crate::study::clean_tag;
use crate::text::fold::is_same_name;
use std::collections::BTreeMap;

/// Asks for a tag.
pub fn ask(model: &mut Model) -> Vec<Effect> {
    let (id, tags) = match about(model) {
        Ok(anchored) => {
            anchored.map(|anchored| (anchored.annotation.id.clone(), anchored.annotation.tags.clone())).unzip()
        }
        Err(why) => {
            model.status.message = Some(why);
            return Vec::new();
        }
    };
    let tags = tags.unwrap_or_default();
    let choices = known(model)
        .into_iter()
        .map(|(label, count)| Choice { label, detail: format!("{count}"), indent: 0 })
        .collect();
    let title = if tags.is_empty() { "Tag".to_owned() } else { format!("Tag (has {})", tags.join(", ")) };
    let chooser = Chooser::new(&title, choices, 0);
    model.overlay = Some(Overlay::Tags(TagChooser { id, tags, chooser, more: false }));
    Vec::new()
}

/// One's own annotation that is meant; `None` where the words that are selected, or the sentence at the cursor, are to be
/// marked with the tag; else why there is nothing to tag.
fn about(model: &Model) -> Result<Option<&AnchoredAnnotation>, Message> {
    if is_selecting(model) || (model.view.focus == Pane::Reader && subject(model).is_none()) {
        return Ok(None);
    }
    own_subject(model, "tag").map(Some).map_err(marks::or_select)
}

/// The tags in use with how often each was given in all texts: those of this document first, the most used first.
pub fn known(model: &Model) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<&str, (usize, usize)> =
        model.notes.known_tags.iter().map(|tag| (tag.as_str(), (0, 0))).collect();
    // The words of others that are hidden are not offered either; one's own always are.
    for anchored in model
        .doc
        .iter()
        .flat_map(|doc| doc.annotations.anchored.iter())
        .filter(|anchored| anchored.mine || !anchored.hidden)
    {
        for tag in &anchored.annotation.tags {
            counts.entry(tag).or_default().0 += 1;
        }
    }
    let elsewhere = elsewhere(model);
    for (tag, count) in &elsewhere {
        counts.entry(tag).or_default().1 += count;
    }
    let mut known: Vec<(&str, (usize, usize))> = counts.into_iter().collect();
    known.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    known.into_iter().map(|(tag, (here, there))| (tag.to_owned(), here + there)).collect()
}

/// The tags on the documents that are not open; of one that is read blind one's own.
fn elsewhere(model: &Model) -> BTreeMap<String, usize> {
    let open = model.doc.as_ref().map(|doc| &doc.opened.path);
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (path, summary) in model.seminar.summaries.iter().filter(|(path, _)| Some(*path) != open) {
        let own = model.reads_blind(path).then(|| summary.only_by(&model.me.reader.id));
        for (tag, count) in &own.as_ref().unwrap_or(summary).tags {
            *counts.entry(tag.clone()).or_default() += count;
        }
    }
    counts
}

/// Gives a tag unasked to what is meant, where it has it not yet.
pub fn give(model: &mut Model, tag: &str, given: &Env) -> Vec<Effect> {
    ask(model);
    let Some(Overlay::Tags(prompt)) = model.overlay.take() else { return Vec::new() };
    if prompt.tags.iter().any(|had| had == tag) {
        model.say(format!("already tagged {tag}"));
        return Vec::new();
    }
    toggle(model, &prompt, tag, given)
}

/// Takes a key.
pub fn press(model: &mut Model, mut prompt: TagChooser, chord: Chord, given: &Env) -> Vec<Effect> {
    let typed = clean_tag(&prompt.chooser.field.text());
    match chord.key {
        Key::Esc => Vec::new(),
        Key::Char('c' | 'g') if chord.ctrl => Vec::new(),
        Key::Char(',') if !typed.is_empty() => {
            let tag = known_as(&prompt, &typed).unwrap_or(&typed);
            let effects = toggle(model, &prompt, tag, given);
            go_on(model, !effects.is_empty());
            effects
        }
        Key::Enter if prompt.more && typed.is_empty() => Vec::new(),
        Key::Enter => {
            let chosen = || Some(prompt.chooser.choices.get(prompt.chooser.current()?)?.label.as_str());
            match known_as(&prompt, &typed).or_else(chosen).or(Some(typed.as_str()).filter(|tag| !tag.is_empty())) {
                Some(tag) => toggle(model, &prompt, tag, given),
                None => Vec::new(),
            }
        }
        _ => {
            prompt.chooser.press(chord);
            model.overlay = Some(Overlay::Tags(prompt));
            Vec::new()
        }
    }
}

/// The tag in use that is what was typed, else the one that is but for its capitals: `Walls` is no other tag than `walls`.
fn known_as<'p>(prompt: &'p TagChooser, typed: &str) -> Option<&'p str> {
    let labels = || prompt.chooser.choices.iter().map(|choice| choice.label.as_str());
    labels().find(|label| *label == typed).or_else(|| labels().find(|label| is_same_name(label, typed)))
}

/// Asks for the next tag of the same annotation, where one was given.
fn go_on(model: &mut Model, given: bool) {
    if given {
        ask(model);
    }
    if let Some(Overlay::Tags(prompt)) = &mut model.overlay {
        prompt.more = true;
    }
}

/// Gives the annotation the tag, or takes it away if it has it.
fn toggle(model: &mut Model, prompt: &TagChooser, tag: &str, given: &Env) -> Vec<Effect> {
    let had = prompt.tags.iter().any(|other| other == tag);
    let unit = repeating::unit_of(model);
    let alter = |annotation: &mut Annotation| {
        annotation.tags.retain(|other| other != tag);
        if !had {
            annotation.tags.push(tag.to_owned());
        }
    };
    let effects = match &prompt.id {
        Some(id) => edits::change(model, given, id, alter),
        None => tagged_highlight(model, given, tag),
    };
    if !effects.is_empty() {
        if !model.notes.known_tags.iter().any(|known| known == tag) {
            model.notes.known_tags.push(tag.to_owned());
        }
        if !had {
            repeating::keep(model, WhatWasDone::Tagged(tag.to_owned()), unit);
        }
        let marked = if prompt.id.is_none() { "marked and " } else { "" };
        model.say(if had { format!("tag {tag} taken off") } else { format!("{marked}tagged {tag}") });
    }
    effects
}

/// A highlight of the selection with the tag, as one edit.
fn tagged_highlight(model: &mut Model, given: &Env, tag: &str) -> Vec<Effect> {
    let color = Color::named(model.config.settings.colors.default_name());
    marks::add(
        model,
        given,
        Kind::Highlight,
        AnnotationBody { color: Some(color), tags: vec![tag.to_owned()], ..AnnotationBody::default() },
    )
}
