//! Links in the notes that one writes: completed while they are typed, and looked up once the note is kept, so that the record
//! holds what is meant and not only what it was called. Following them stands in the library, which opens documents.

use crate::annotation::{AnnotationId, Link, link};
use crate::app::annotating::{edits, telling};
use crate::app::messages::{Effect, Env, ReadRequest};
use crate::app::model::Model;
use crate::app::state::document::OpenDocument;
use crate::app::state::links::{FoundLinks, LinkingNote, WantedLink};
use crate::app::state::list::{ListItem, named};
use crate::app::state::message::Hint;
use crate::app::state::overlay::Overlay;
use crate::app::state::writing::Writing;
use crate::document::DocPath;
use crate::study::{LinkedPlace, NamedPlace, Paragraphs, annotation_ending};
use crate::text::visible;

/// How many places the row of keys offers.
const OFFERED: usize = 4;
/// How much of an annotation's id is written into a link: enough to be alone in a text.
const ID_LETTERS: usize = 8;

/// Has the links of a note looked up that was just written; of those that are known already, what is known stays.
pub fn look_up(model: &Model, id: &AnnotationId) -> Vec<Effect> {
    let Some(doc) = &model.doc else { return Vec::new() };
    let Some(annotation) = doc.annotations.anchored_by_id(id).map(|anchored| &anchored.annotation) else {
        return Vec::new();
    };
    let labels = link::distinct_labels(annotation.note.as_deref().unwrap_or_default());
    if labels.is_empty() && annotation.links.iter().all(|link| link.label.is_empty()) {
        return Vec::new();
    }
    let (mut found, mut wanted) = (FoundLinks::default(), Vec::new());
    for label in labels {
        match annotation.links.iter().find(|link| link.label == label) {
            Some(known) => found.links.push(known.clone()),
            None => match meant(model, doc, label) {
                Ok(LinkMeaning::Found(link)) => found.links.push(link),
                Ok(LinkMeaning::Wanted(place)) => wanted.push(place),
                Err(missing) => found.missing.push(missing),
            },
        }
    }
    let note = LinkingNote { path: doc.opened.path.clone(), id: id.clone() };
    vec![Effect::Read(ReadRequest::Link { note, found: Box::new(found), wanted })]
}

enum LinkMeaning {
    Found(Link),
    Wanted(WantedLink),
}

/// What a label means, or why it means nothing.
fn meant(model: &Model, doc: &OpenDocument, label: &str) -> Result<LinkMeaning, String> {
    let named = NamedPlace::parse(label);
    let place = match named.place {
        LinkedPlace::Annotation(end) => {
            return note_ending(doc, end).map(|id| LinkMeaning::Found(Link::to_annotation(label, &id)));
        }
        LinkedPlace::Whole => None,
        LinkedPlace::Locator(place) => Some(place),
    };
    let path = document_named(model, doc, named.document)?;
    Ok(LinkMeaning::Wanted(WantedLink { label: label.to_owned(), path, place }))
}

/// The annotation of the open text, as far as it shows, whose id ends so.
pub fn note_ending(doc: &OpenDocument, end: &str) -> Result<AnnotationId, String> {
    annotation_ending(doc.annotations.visible().map(|anchored| &anchored.annotation.id), end)
}

/// The document that a link names; the open one where it names none.
pub fn document_named(model: &Model, doc: &OpenDocument, name: &str) -> Result<DocPath, String> {
    if name.is_empty() {
        return Ok(doc.opened.path.clone());
    }
    match named(&model.list.items, name)[..] {
        [one] => Ok(one.path.clone()),
        [] => Err(format!("no text here is called “{}”", visible::line(name))),
        [first, second, ..] => Err(format!(
            "“{}” may be {} or {}; write more of its name",
            visible::line(name),
            visible::line(first.path.as_str()),
            visible::line(second.path.as_str()),
        )),
    }
}

/// What the links of a note mean has been found: the record keeps it. Undo knows one step, the note.
pub fn linked(model: &mut Model, given: &Env, note: &LinkingNote, found: FoundLinks) -> Vec<Effect> {
    if model.doc.as_ref().is_none_or(|doc| doc.opened.path != note.path) {
        return Vec::new();
    }
    let FoundLinks { links, missing } = found;
    let effects = edits::amend(model, given, &note.id, |annotation| {
        annotation.links.retain(|link| link.label.is_empty());
        annotation.links.extend(links);
        let note = annotation.note.as_deref().unwrap_or_default();
        annotation.links.sort_by_key(|link| note.find(&link.label));
    });
    match &missing[..] {
        [] => {}
        [reason] => model.complain(format!("written, but a link leads nowhere: {reason}")),
        all => model.complain(format!("written, but {} links lead nowhere: {}", all.len(), all.join("; "))),
    }
    effects
}

/// Puts the best match in place of what has been typed of a link; says whether there was one.
pub fn complete(model: &Model, writing: &mut Writing) -> bool {
    let before = writing.field.before_cursor();
    let Some(typed) = link::begun(&before) else { return false };
    let Some((best, _)) = offers(model, typed).into_iter().next() else { return false };
    writing.field.complete(typed.chars().count(), &best);
    true
}

/// What the row of keys offers while a link is typed; `None` where none is.
pub fn hints(model: &Model) -> Option<Vec<Hint>> {
    let Some(Overlay::Write(writing)) = &model.overlay else { return None };
    let before = writing.field.before_cursor();
    let typed = link::begun(&before)?;
    let mut offers = offers(model, typed).into_iter();
    let mut hints = Vec::new();
    if let Some((text, about)) = offers.next() {
        hints.push(Hint::new("tab", shown(&text, &about)));
    }
    let others: Vec<String> = offers.take(OFFERED - 1).map(|(text, about)| shown(&text, &about)).collect();
    if !others.is_empty() {
        hints.push(Hint::new("or", others.join("  ")));
    }
    hints.push(Hint::new(":P12", "a paragraph"));
    hints.push(Hint::new("#", "a note here"));
    hints.push(Hint { stays: true, ..Hint::new("esc", "keep it") });
    Some(hints)
}

fn shown(text: &str, about: &str) -> String {
    let text = text.trim_end_matches("]]");
    if about.is_empty() { text.to_owned() } else { format!("{text} {about}") }
}

/// What may stand behind the brackets, the best first: what is put there, and a word about it.
fn offers(model: &Model, typed: &str) -> Vec<(String, String)> {
    let Some(doc) = &model.doc else { return Vec::new() };
    if let Some((document, words)) = typed.rsplit_once('#').filter(|(document, _)| document.is_empty()) {
        return notes(doc, document, words);
    }
    if let Some(number) = typed.strip_prefix(":P") {
        return paragraphs(doc, number);
    }
    if let Some(number) = typed.strip_prefix('P') {
        // A name may begin with that letter, too.
        return paragraphs(doc, number).into_iter().chain(documents(model, typed)).collect();
    }
    match typed.rsplit_once(':') {
        Some((_, "")) => Vec::new(),
        // A whole place is ended by its brackets.
        Some((_, _)) => vec![(format!("{typed}]]"), String::new())],
        None => documents(model, typed),
    }
}

/// Documents whose name has what was typed; the one that is written out is ended.
fn documents(model: &Model, typed: &str) -> Vec<(String, String)> {
    let named = named(&model.list.items, typed);
    if let [one] = named[..]
        && short_name(model, one) == typed
    {
        return vec![(format!("{typed}]]"), String::new())];
    }
    let offer = |item: &&ListItem| (short_name(model, item), String::new());
    named.iter().filter(|item| !item.path.as_str().contains(['[', ']'])).take(OFFERED).map(offer).collect()
}

/// The file name without its ending, where that alone names the document; else its path.
fn short_name(model: &Model, item: &ListItem) -> String {
    let name = item.path.file_name();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let alone = named(&model.list.items, stem).len() == 1 && !stem.contains([':', '#', '[', ']']);
    if alone { stem.to_owned() } else { item.path.as_str().to_owned() }
}

/// The paragraph of the open text with that number, and how it begins.
fn paragraphs(doc: &OpenDocument, number: &str) -> Vec<(String, String)> {
    let paragraphs = Paragraphs::of(doc.document());
    let here = || paragraphs.at(doc.cursor).max(1);
    let Ok(number) = (if number.is_empty() { Ok(here()) } else { number.parse() }) else { return Vec::new() };
    let span = paragraphs.span(doc.document(), number);
    let offer = span.map(|span| (format!("P{number}]]"), format!("“{}”", telling::few(span.of(doc.text())))));
    offer.into_iter().collect()
}

/// Notes on the open text that have these words, or whose id ends so.
fn notes(doc: &OpenDocument, document: &str, words: &str) -> Vec<(String, String)> {
    let folded = words.to_lowercase();
    let notes = doc.annotations.visible().filter_map(|anchored| Some((anchored, anchored.annotation.note.as_deref()?)));
    let fitting = notes.filter(|(anchored, note)| {
        note.to_lowercase().contains(&folded) || (!words.is_empty() && anchored.annotation.id.ends_with(words))
    });
    let offer = fitting.take(OFFERED).map(|(anchored, note)| {
        let id = &anchored.annotation.id;
        let end = &id[id.ceil_char_boundary(id.len().saturating_sub(ID_LETTERS))..];
        (format!("{document}#{end}]]"), format!("{}: “{}”", visible::line(&anchored.reader), telling::few(note)))
    });
    offer.collect()
}
