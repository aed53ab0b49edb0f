//! Following the links of notes, and what leads here from elsewhere. What a link means is settled where notes are written.

use crate::annotation::anchor::anchor_one_in;
use crate::annotation::{Annotation, Link, Passage, link};
use crate::app::annotating::linking::{document_named, note_ending};
use crate::app::annotating::telling;
use crate::app::library::{navigation, opening};
use crate::app::messages::Effect;
use crate::app::model::Model;
use crate::app::query::current;
use crate::app::reading::travel;
use crate::app::state::chooser::{Choice, Chooser};
use crate::app::state::choosing::Targets;
use crate::app::state::document::OpenDocument;
use crate::app::state::links::LinkDestination;
use crate::app::state::navigation_target::NavigationTarget;
use crate::app::state::overlay::Overlay;
use crate::app::state::view::Pane;
use crate::study::{LinkedPlace, Locator, NamedPlace};
use crate::text::Span;

/// Follows the link of the annotation that is meant; of several, the one that is chosen. `None` where it has none.
pub fn follow(model: &mut Model) -> Option<Vec<Effect>> {
    let links =
        current::subject(model).map(|anchored| links_of(&anchored.annotation)).filter(|links| !links.is_empty())?;
    if let [only] = &links[..] {
        return Some(go(model, only));
    }
    let choice = |link: &Link| Choice { label: label(link), detail: String::new(), indent: 0 };
    let choices = links.iter().map(choice).collect();
    model.overlay = Some(Overlay::choose(Chooser::new("Links of this note", choices, 0), Targets::Links(links)));
    Some(Vec::new())
}

/// Whether the annotation that is meant leads anywhere.
pub fn lead(model: &Model) -> bool {
    current::subject(model).is_some_and(|anchored| !links_of(&anchored.annotation).is_empty())
}

/// What leads from an annotation, in the order of its note; what was not looked up yet is looked up when it is followed.
fn links_of(annotation: &Annotation) -> Vec<Link> {
    let labels = link::distinct_labels(annotation.note.as_deref().unwrap_or_default());
    let known = |label: &str| annotation.links.iter().find(|link| link.label == label).cloned();
    let written = labels
        .iter()
        .map(|label| known(label).unwrap_or_else(|| Link { label: (*label).to_owned(), passage: Passage::default() }));
    let others = annotation.links.iter().filter(|link| !labels.contains(&link.label.as_str()));
    written.chain(others.cloned()).collect()
}

fn label(link: &Link) -> String {
    let words = telling::few(&link.passage.quote.exact);
    match (link.label.is_empty(), words.is_empty()) {
        (true, _) => format!("“{words}”"),
        (false, true) => link.label.clone(),
        (false, false) => format!("{}  “{words}”", link.label),
    }
}

/// Goes where a link leads, or says why it leads nowhere.
pub fn go(model: &mut Model, link: &Link) -> Vec<Effect> {
    let Some(doc) = &model.doc else { return Vec::new() };
    match destination(model, doc, link) {
        Ok(LinkDestination { path, to: Some(to) }) => {
            let Some(doc) = &mut model.doc else { return Vec::new() };
            travel::remember(doc);
            navigation::send(model, &path, to)
        }
        Ok(LinkDestination { path, to: None }) => opening::open(model, &path),
        Err(reason) => {
            model.complain(reason);
            Vec::new()
        }
    }
}

/// Where a link leads: by what is kept of it, in the document that it names; else by its words alone.
fn destination(model: &Model, doc: &OpenDocument, link: &Link) -> Result<LinkDestination, String> {
    let named = NamedPlace::parse(&link.label);
    let here = named.document.is_empty()
        && (!link.label.is_empty() || doc.opened.source.as_ref() == Some(&link.passage.source));
    if link.label.is_empty() && !here && link.annotation().is_none() {
        return Err("this link leads to a text that is not known here".to_owned());
    }
    let path = document_named(model, doc, named.document)?;
    let to = match named.place {
        _ if link.annotation().is_some() => link.annotation().map(NavigationTarget::Annotation),
        _ if !link.passage.quote.exact.is_empty() => Some(NavigationTarget::Linked(link.passage.clone())),
        LinkedPlace::Annotation(end) => Some(NavigationTarget::Annotation(note_ending(doc, end)?)),
        LinkedPlace::Locator(place) => Some(NavigationTarget::Place(place)),
        LinkedPlace::Whole => None,
    };
    Ok(LinkDestination { path, to })
}

/// Shows a passage that a link keeps, in the document that is open by now.
pub fn arrive(model: &mut Model, passage: &Passage) {
    let Some(doc) = &model.doc else { return };
    match stands(doc, passage) {
        Some(span) => show(model, span),
        None => model.complain("the words that this link leads to are not in the text any more"),
    }
}

/// Where the passage is: at its position, where its words stand there; else where it is found again.
fn stands(doc: &OpenDocument, passage: &Passage) -> Option<Span> {
    let offsets = doc.document().offsets();
    let there = passage.position.and_then(|(start, end)| offsets.to_span(doc.text(), start, end));
    let there = there.filter(|span| doc.document().running(*span) == passage.quote.exact);
    let source = doc.opened.source.as_deref().unwrap_or_default();
    there.or_else(|| anchor_one_in(doc.document(), source, passage).span)
}

/// Shows a paragraph or page of the document that is open by now.
pub fn arrive_at(model: &mut Model, place: &Locator) {
    let Some(doc) = &model.doc else { return };
    match place.span(doc.document()) {
        Ok(span) => show(model, span),
        Err(missing) => model.complain(format!("{missing}; {}", missing.instead())),
    }
}

fn show(model: &mut Model, span: Span) {
    let Some(doc) = &mut model.doc else { return };
    travel::jump(doc, span.start);
    model.view.focus_on(Pane::Reader);
}
