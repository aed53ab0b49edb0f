//! The selection, or the sentence, with its source, for the clipboard; and what is told of words on their way there.

use crate::app::messages::{Effect, ExportRequest};
use crate::app::model::Model;
use crate::app::query::current;
use crate::app::state::anchored::AnchoredAnnotation;
use crate::app::state::clipping::{ClipboardText, CopyWay, ShownClipping};
use crate::app::state::export::{CitedAs, UncitedQuotation};
use crate::app::state::overlay::Overlay;
use crate::app::state::view::Pane;
use crate::config::chord::{Chord, Key};
use crate::document::motion;
use crate::text::visible;
use std::sync::Arc;

/// Copies the selection, else the passage of the annotation that is meant, else the sentence at the cursor, with its
/// citation.
pub fn copy(model: &mut Model) -> Vec<Effect> {
    let marked = match wordless(model) {
        Some(why) => {
            model.say(why);
            return Vec::new();
        }
        None => current::subject(model).and_then(AnchoredAnnotation::stands).filter(|span| !span.is_empty()),
    };
    let selecting = current::is_selecting(model);
    let Some(doc) = &mut model.doc else { return Vec::new() };
    let selected = doc.selected().filter(|_| selecting);
    let span = selected.or(marked).unwrap_or_else(|| motion::sentence_around(doc.document(), doc.cursor));
    doc.selection = None;
    let (path, metadata) = (doc.opened.path.clone(), doc.opened.metadata.clone());
    let quotation = UncitedQuotation { path, metadata, document: Arc::clone(&doc.opened.document), span };
    vec![Effect::Export(ExportRequest::Cite(Box::new(quotation)))]
}

/// A quotation has its citation: both are copied. A citation that has its own brackets gets no others.
pub fn cited(quotation: &UncitedQuotation, cited: &CitedAs) -> Vec<Effect> {
    let quote = quotation.document.quotation(quotation.span);
    let citation = visible::line(&cited.citation);
    let has_brackets = citation.starts_with('(') && citation.ends_with(')');
    let bracketed = if has_brackets { citation.to_string() } else { format!("({citation})") };
    let fault = cited.fault.as_ref().map(|fault| format!("; {}", visible::line(fault)));
    let told = format!(", with its source {bracketed}{}", fault.unwrap_or_default());
    vec![Effect::Copy(ClipboardText::between(format!("“{quote}” {bracketed}"), "quotation ", told))]
}

/// Why the card that is highlighted has no words of the text to copy, where that is so.
fn wordless(model: &Model) -> Option<&'static str> {
    if model.view.focus != Pane::Notes {
        return None;
    }
    let Some(anchored) = current::subject(model) else { return Some("no annotation here") };
    match anchored.stands() {
        Some(span) if span.is_empty() => Some("a bookmark has no words to copy"),
        Some(_) => None,
        None if anchored.passage().is_some() => Some("its words are not in this text any more"),
        None => Some("it is about the whole text: there is no passage to copy"),
    }
}

/// Tells how far words came. What was not copied is shown, unless something else lies over the panes by now; so is what is not
/// known to have been copied, the first time in a session and when it is copied again. Else a line tells it.
pub fn copied(model: &mut Model, clipping: ClipboardText, way: CopyWay) -> Vec<Effect> {
    if way == CopyWay::Unsure && !model.view.unsure.shows(&clipping.text) {
        model.say(format!("{} (copied again, it is shown)", clipping.told(way)));
        return Vec::new();
    }
    match way.why() {
        Some(why) if model.overlay.is_none() => {
            model.overlay = Some(Overlay::Clipping(ShownClipping { text: clipping.text, why, top: 0 }));
        }
        Some(_) => model.complain(clipping.told(way)),
        None => model.say(clipping.told(way)),
    }
    Vec::new()
}

/// Scrolls words that are shown; any other key closes them.
pub fn press(model: &mut Model, shown: ShownClipping, chord: Chord) -> Vec<Effect> {
    let page = usize::from(model.view.screen.1).saturating_sub(4).max(1);
    let last = shown.rows(model.view.screen.0).len().saturating_sub(page);
    let top = match chord.key {
        Key::Down | Key::Char('j') => shown.top + 1,
        Key::Up | Key::Char('k') => shown.top.saturating_sub(1),
        Key::PageDown | Key::Char(' ') => shown.top + page,
        Key::PageUp | Key::Char('b') => shown.top.saturating_sub(page),
        _ => return Vec::new(),
    };
    model.overlay = Some(Overlay::Clipping(ShownClipping { top: top.min(last), ..shown }));
    Vec::new()
}
