//! What is said of a picture: its alternative text, its caption, or that there is one. It opens no picture.

use super::element::{Element, after, line_below};
use super::{MAX_TARGET, Source};
use crate::document::{Builder, InlineStyle};
use crate::format::UNSAID;
use crate::text::visible;
use dom_query::NodeRef;
use std::borrow::Cow;

/// The longest description, in bytes.
const MAX_TEXT: usize = 4000;
/// Pictures not wider or higher than this, in pixels, only count the page's visits.
const TINY: u32 = 2;
/// The most characters of a description that stands for a letter of the text.
const LETTER: usize = 2;

/// A picture as a reader is told of it.
#[derive(Clone, Debug)]
pub(super) struct Picture {
    /// What is said of it; empty where nothing is.
    pub text: String,
    /// Whether the page says that it means nothing.
    pub is_decoration: bool,
    /// What it is called in the document, where it can be opened.
    name: Option<String>,
}

impl Picture {
    /// The style of the words that stand for it.
    pub(super) fn style(&self, builder: &mut Builder) -> Option<InlineStyle> {
        self.name.as_ref().map(|name| builder.image(visible::line(name)))
    }

    /// Whether it is a letter or sign of the text around it.
    pub(super) fn is_letter(&self) -> bool {
        (1..=LETTER).contains(&self.text.chars().count())
    }
}

/// The picture of an `img`; `None` where it shows nothing to readers.
pub(super) fn of_image(image: &Element<'_>, source: Source<'_>) -> Option<Picture> {
    let tiny = |name| image.attr(name).and_then(|size| size.trim().parse().ok()).is_some_and(|size: u32| size <= TINY);
    if tiny("width") || tiny("height") || image.attr("aria-hidden") == Some("true") {
        return None;
    }
    let said = ["alt", "aria-label", "title"].iter().filter_map(|name| image.attr(name)).map(line);
    let text = said.clone().find(|text| !text.is_empty() && !is_file_name(text));
    let mut said = said.peekable();
    let is_decoration = said.peek().is_some() && said.all(|text| text.is_empty());
    Some(Picture {
        text: text.unwrap_or_default(),
        is_decoration,
        name: address(image).and_then(|at| named(&at, source)),
    })
}

/// The picture that is drawn in the page itself, with its words; the file of a picture that it only wraps.
pub(super) fn of_drawing(node: &NodeRef<'_>, source: Source<'_>) -> Option<Picture> {
    let drawing = Element::of(node)?;
    if drawing.attr("aria-hidden") == Some("true") {
        return None;
    }
    let label = drawing.attr("aria-label").map(line).unwrap_or_default();
    let below = cut(line_below(node, MAX_TEXT, &["style", "script", "metadata"]));
    let wrapped = wrapped(node);
    let unsaid = if wrapped.is_some() { UNSAID } else { "" };
    let text = [below.as_str(), &label, unsaid].into_iter().find(|text| !text.is_empty())?;
    Some(Picture { text: text.to_owned(), is_decoration: false, name: wrapped.and_then(|at| named(&at, source)) })
}

/// Where the first picture that a drawing wraps is.
fn wrapped(drawing: &NodeRef<'_>) -> Option<String> {
    let mut at = drawing.first_child();
    while let Some(here) = at {
        let image = Element::of(&here).filter(|element| matches!(element.name(), "image" | "img"));
        if let Some(found) = image.as_ref().and_then(address) {
            return Some(found);
        }
        at = here.first_child().or_else(|| after(&here, drawing));
    }
    None
}

/// Takes descriptions from pictures whose caption says the same.
pub(in crate::format) fn clear_repeated(page: &dom_query::Document) {
    for figure in page.select("figure:has(figcaption)").nodes() {
        let parts: Vec<NodeRef<'_>> = figure.descendants_it().take(MAX_PARTS).filter(NodeRef::is_element).collect();
        let caption = parts.iter().find(|part| part.has_name("figcaption")).map(|part| line_below(part, MAX_TEXT, &[]));
        for image in parts.iter().filter(|part| part.has_name("img")) {
            let said = line(&image.attr_or("alt", ""));
            if !said.is_empty() && caption.as_ref().is_some_and(|caption| caption.contains(&said)) {
                image.remove_attrs(&["alt", "aria-label", "title"]);
            }
        }
    }
}

/// The most parts of a figure that are looked at.
const MAX_PARTS: usize = 200;

/// Whether what is said of a picture is only the name of its file, which programs put there.
fn is_file_name(said: &str) -> bool {
    const ENDS: &[&str] = &[".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".bmp", ".tif", ".tiff", ".emf", ".wmf"];
    let lower = said.to_ascii_lowercase();
    !said.contains(' ') && ENDS.iter().any(|end| lower.ends_with(end))
}

fn address(image: &Element<'_>) -> Option<String> {
    ["src", "href", "xlink:href", "data-src"]
        .iter()
        .filter_map(|name| image.attr(name))
        .find(|at| !at.starts_with("data:"))
        .map(str::to_owned)
}

/// What a picture at an address is called in the document.
fn named(address: &str, source: Source<'_>) -> Option<String> {
    let opens = !address.is_empty() && address.len() <= MAX_TARGET;
    if opens { (source.picture)(address) } else { None }
}

/// A description on one line, without the tags that some programs write into it.
fn line(text: &str) -> String {
    let marked = text.contains("</") || text.contains("/>");
    let plain = if marked { Cow::Owned(without_tags(text)) } else { Cow::Borrowed(text) };
    let words: Vec<&str> = plain.split_whitespace().collect();
    cut(words.join(" "))
}

fn without_tags(text: &str) -> String {
    let mut pieces = text.split('<');
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |plain, piece| match piece.split_once('>') {
        Some((tag, after)) if tag.starts_with(|c: char| c == '/' || c.is_ascii_alphabetic()) => plain + after,
        _ => plain + "<" + piece,
    })
}

fn cut(mut text: String) -> String {
    text.truncate(text.floor_char_boundary(MAX_TEXT));
    text
}
