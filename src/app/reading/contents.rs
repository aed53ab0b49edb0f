//! Where the parts of the open document are: its table of contents and its pages, to go there by name. It moves over
//! the text as any jump does, and the way back is kept.

use crate::app::messages::Effect;
use crate::app::model::Model;
use crate::app::reading::travel;
use crate::app::state::chooser::{Choice, Chooser};
use crate::app::state::choosing::Targets;
use crate::app::state::document::OpenDocument;
use crate::app::state::line_input::LinePurpose;
use crate::app::state::overlay::Overlay;
use crate::document::{BlockKind, Document, Section};
use crate::study::{Locator, MissingPlace, Paragraphs};
use crate::text::visible;

/// The deepest level that is still indented.
const DEEPEST: u8 = 8;

/// A part of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutlinePart {
    /// What it is called.
    pub title: String,
    /// How deep it lies, from 1.
    pub level: u8,
    /// Where it begins, in bytes.
    pub at: usize,
}

/// The parts, in text order: as the file's own table of contents has them, and below each the headings of the text that are not
/// in it; without such a table all headings.
pub fn parts(document: &Document) -> Vec<OutlinePart> {
    match document.sections() {
        [] => below(document, &document.outline().collect::<Vec<_>>(), 0),
        sections => with_headings(document, sections),
    }
}

/// Headings as parts below one of that level, each one deeper than the nearest above it that is higher, whatever its own number: no
/// level is left out.
fn below(document: &Document, headings: &[(usize, u8)], level: u8) -> Vec<OutlinePart> {
    let mut above: Vec<u8> = Vec::new();
    let part = |(block, own): &(usize, u8)| {
        above.retain(|higher| higher < own);
        above.push(*own);
        let span = document.blocks()[*block].span;
        let level = level.saturating_add(u8::try_from(above.len()).unwrap_or(u8::MAX));
        OutlinePart { title: visible::line(span.of(document.text())).into_owned(), level, at: span.start }
    };
    headings.iter().map(part).collect()
}

/// The table of contents, with the headings that it does not have. Of those before its first entry the title is left out, under which
/// nothing stands.
fn with_headings(document: &Document, sections: &[Section]) -> Vec<OutlinePart> {
    let mut headings = document.outline().peekable();
    let before: Vec<(usize, u8)> =
        std::iter::from_fn(|| headings.next_if(|(block, _)| document.blocks()[*block].span.end < sections[0].at))
            .collect();
    let mut parts = if has_text(document, &before, sections[0].at) { below(document, &before, 0) } else { Vec::new() };
    for (index, section) in sections.iter().enumerate() {
        let next = sections.get(index + 1).map_or(usize::MAX, |next| next.at);
        parts.push(OutlinePart { title: section.title.clone(), level: section.level, at: section.at });
        let mut under = Vec::new();
        while let Some((block, level)) = headings.next_if(|(block, _)| document.blocks()[*block].span.start < next) {
            let span = document.blocks()[block].span;
            // An entry may lead into its heading.
            if span.start >= section.at && span.end < next {
                under.push((block, level));
            }
        }
        parts.extend(below(document, without_own(document, section, &under), section.level));
    }
    parts
}

/// Whether anything but headings stands between the first of these and a place.
fn has_text(document: &Document, headings: &[(usize, u8)], end: usize) -> bool {
    let Some((first, _)) = headings.first() else { return false };
    let until = document.blocks()[*first..].iter().take_while(|block| block.span.start < end);
    until.into_iter().any(|block| is_text(block.kind))
}

fn is_text(kind: BlockKind) -> bool {
    !matches!(kind, BlockKind::Heading | BlockKind::Boilerplate)
}

/// The headings below an entry but those that say the same: among those that stand before any text the one that has its words, and
/// what stands above that (a number over a title); elsewhere one of the same words.
fn without_own<'a>(document: &Document, section: &Section, headings: &'a [(usize, u8)]) -> &'a [(usize, u8)] {
    let blocks = document.blocks();
    let own = letters(&section.title);
    let says_it = |(block, _): &(usize, u8)| {
        let words = letters(blocks[*block].span.of(document.text()));
        !words.is_empty() && (own.contains(&words) || words.contains(&own))
    };
    let first = document.block_at(section.at);
    let text = blocks.iter().skip(first).position(|block| is_text(block.kind)).map_or(blocks.len(), |at| first + at);
    let leading = headings.iter().take_while(|(block, _)| *block < text).count();
    let same = headings[..leading].iter().rposition(says_it).map_or(0, |at| at + 1);
    // A picture or a motto may stand above the heading.
    let behind = if same == 0 && headings.get(leading).is_some_and(says_it) { leading + 1 } else { same };
    &headings[behind..]
}

/// The letters and digits of a title, small.
fn letters(title: &str) -> String {
    title.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Opens the outline at the section of the cursor.
pub fn outline(model: &mut Model) -> Vec<Effect> {
    let Some(doc) = &model.doc else { return Vec::new() };
    let parts = parts(doc.document());
    if parts.is_empty() {
        model.say("this text has no headings");
        return Vec::new();
    }
    let at = parts.iter().rposition(|part| part.at <= doc.cursor).unwrap_or(0);
    let choices = parts.iter().map(|part| choice(doc, part)).collect();
    model.overlay = Some(Overlay::choose(Chooser::new("Outline", choices, at), Targets::Sections));
    Vec::new()
}

fn choice(doc: &OpenDocument, part: &OutlinePart) -> Choice {
    let page = doc.document().page_at(part.at).map(|page| format!("p. {}", page.label));
    let detail = page.unwrap_or_else(|| format!("{} %", 100 * part.at / doc.text().len().max(1)));
    Choice { label: part.title.clone(), detail, indent: 2 * u16::from(part.level.clamp(1, DEEPEST) - 1) }
}

/// Goes to the `index`th part of the outline.
pub fn go(model: &mut Model, index: usize) -> Vec<Effect> {
    let Some(doc) = &mut model.doc else { return Vec::new() };
    if let Some(part) = parts(doc.document()).get(index) {
        travel::land(doc, part.at);
    }
    Vec::new()
}

/// What the parts of the open document are called, in the order of [`go`].
pub fn titles(model: &Model) -> Vec<String> {
    let parts = model.doc.as_ref().map(|doc| parts(doc.document())).unwrap_or_default();
    parts.into_iter().map(|part| part.title).collect()
}

/// Asks for the page or paragraph to go to.
pub fn ask_page(model: &mut Model) -> Vec<Effect> {
    if model.doc.is_some() {
        model.overlay = Some(Overlay::line(LinePurpose::Page, ""));
    }
    Vec::new()
}

/// Goes to the page of that label, or of that number counted from the first; or to the paragraph of that number, written as `P12`
/// or, where the text has no pages, as `12`.
pub fn go_to_page(model: &mut Model, wanted: &str) -> Vec<Effect> {
    let wanted = wanted.trim();
    let Some(doc) = model.doc.as_mut().filter(|_| !wanted.is_empty()) else { return Vec::new() };
    let has_pages = !doc.document().pages().is_empty();
    let said = match Locator::parse(wanted) {
        Some(Locator::Paragraph(number)) => land_on_paragraph(doc, number),
        Some(Locator::Page(label)) => land_on_page(doc, &label),
        None if has_pages => land_on_page(doc, wanted),
        None => match wanted.parse() {
            Ok(number) => land_on_paragraph(doc, number),
            Err(_) => missing(&MissingPlace::page(doc.document(), wanted)),
        },
    };
    model.say(said);
    Vec::new()
}

/// Lands on a page; gives what is to be said of it.
fn land_on_page(doc: &mut OpenDocument, wanted: &str) -> String {
    let document = doc.document();
    let pages = document.pages();
    let Some(index) = document.page_called(wanted, doc.cursor) else {
        return missing(&MissingPlace::page(document, wanted));
    };
    let (at, said) = (pages[index].at, place(&pages[index].label, index + 1, pages.len()));
    travel::land(doc, at);
    said
}

/// Lands on a paragraph; gives what is to be said of it.
fn land_on_paragraph(doc: &mut OpenDocument, number: usize) -> String {
    match Locator::Paragraph(number).span(doc.document()) {
        Ok(span) => {
            travel::land(doc, span.start);
            format!("paragraph {number} of {}", Paragraphs::of(doc.document()).len())
        }
        Err(fault) => missing(&fault),
    }
}

fn missing(fault: &MissingPlace) -> String {
    format!("{fault}; {}", fault.instead())
}

/// `page 12 of 300`; `page xii (12 of 300)` where the label is not the number.
fn place(label: &str, number: usize, count: usize) -> String {
    if label == number.to_string() {
        format!("page {label} of {count}")
    } else {
        format!("page {label} ({number} of {count})")
    }
}
