//! The paragraphs that nobody marked, to go there.

use crate::app::commands::Command;
use crate::app::messages::Effect;
use crate::app::model::Model;
use crate::app::query::keys::key_of;
use crate::app::reading::travel;
use crate::app::seminar::layers;
use crate::app::state::chooser::{Choice, Chooser};
use crate::app::state::choosing::Targets;
use crate::app::state::document::OpenDocument;
use crate::app::state::layers::{Layers, Show};
use crate::app::state::overlay::Overlay;
use crate::app::state::view::Pane;
use crate::study::{Paragraphs, Unmarked, unmarked};
use crate::text::{Span, visible};

/// The most paragraphs that are listed, those around the cursor.
const MOST: usize = 2_000;

/// The first words of a paragraph, in bytes.
const WORDS: usize = 200;

/// Lists the paragraphs that nobody of those who show has marked.
pub fn ask(model: &mut Model) -> Vec<Effect> {
    layers::settle(model);
    let Some(doc) = &model.doc else { return Vec::new() };
    let of = Paragraphs::of(doc.document()).len();
    let all = unmarked(doc.document(), &model.peers.layers.density);
    match empty(model, doc, (all.len(), of)) {
        Some(said) => model.say(said),
        None => model.overlay = Some(list(doc, &all, &heading(&model.peers.layers, (all.len(), of)))),
    }
    Vec::new()
}

/// Why there is nothing to list.
fn empty(model: &Model, doc: &OpenDocument, (count, of): (usize, usize)) -> Option<String> {
    let layers = key_of(model, Command::Layers);
    if of == 0 {
        return Some("this text has no paragraphs to mark".to_owned());
    }
    if let Some(awaited) = doc.annotations.awaited() {
        return Some(awaited.to_owned());
    }
    if model.peers.layers.show == Show::Nobody {
        return Some(format!("no layer shows, so nothing is marked; {layers} chooses whose marks count"));
    }
    (count == 0).then(|| match who(&model.peers.layers) {
        None => {
            format!("every paragraph is marked by somebody; {layers} chooses one reader, to see what they left out")
        }
        Some(who) => format!("no paragraph is left that is not marked by {who}"),
    })
}

/// Whose marks count; `None` for everybody's.
fn who(layers: &Layers) -> Option<String> {
    match (&layers.show, &layers.blind) {
        (Show::All, Some(_)) => Some("you; the others' are hidden yet".to_owned()),
        (Show::All, None) => None,
        (Show::Mine, _) => Some("you".to_owned()),
        (Show::Others, _) => Some("others".to_owned()),
        _ => layers.chosen(),
    }
}

fn heading(layers: &Layers, (count, of): (usize, usize)) -> String {
    let who = who(layers);
    match who {
        None if count == of => format!("Nobody has marked anything yet: {of} paragraphs"),
        None => format!("Marked by nobody: {count} of {of} paragraphs"),
        Some(who) => format!("Not marked by {who}: {count} of {of} paragraphs"),
    }
}

fn list(doc: &OpenDocument, all: &[Unmarked], title: &str) -> Overlay {
    let next = all.iter().position(|paragraph| paragraph.span.end > doc.cursor).unwrap_or(all.len().saturating_sub(1));
    let first = next.saturating_sub(MOST / 2);
    let listed = &all[first..all.len().min(first + MOST)];
    let cut = if listed.len() < all.len() { format!(", {} around here", listed.len()) } else { String::new() };
    let digits = listed.last().map_or(1, |last| last.number.to_string().len());
    let choices = listed.iter().map(|paragraph| choice(doc, paragraph, digits)).collect();
    let chooser = Chooser::new(&format!("{title}{cut}"), choices, next - first);
    let places = listed.iter().map(|paragraph| paragraph.span.start).collect();
    Overlay::choose(chooser, Targets::Unannotated(places))
}

/// The paragraph's number, as wide as the largest, and first words; where it is, as the outline says it.
fn choice(doc: &OpenDocument, paragraph: &Unmarked, digits: usize) -> Choice {
    let text = doc.text();
    let cut = text.floor_char_boundary(paragraph.span.end.min(paragraph.span.start + WORDS));
    let words = doc.document().line(Span::new(paragraph.span.start, cut));
    let page = doc.document().page_at(paragraph.span.start).map(|page| format!("p. {}", page.label));
    let detail = page.unwrap_or_else(|| format!("{} %", 100 * paragraph.span.start / text.len().max(1)));
    Choice { label: format!("{:>digits$}  {}", paragraph.number, visible::line(&words)), detail, indent: 0 }
}

/// Goes to the paragraph that begins at `place`, in bytes.
pub fn go(model: &mut Model, place: usize) -> Vec<Effect> {
    let back = key_of(model, Command::Back);
    let Some(doc) = &mut model.doc else { return Vec::new() };
    travel::land(doc, place);
    model.view.focus_on(Pane::Reader);
    model.say(format!("{back} goes back to where you were"));
    Vec::new()
}
