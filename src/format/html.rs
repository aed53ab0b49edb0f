//! Saved web pages to a [`Document`]: the article with its title, authors and date, and around it, folded away as
//! boilerplate, what the page wraps around it.
//!
//! The way through: `charset` and `xhtml` make one text of the bytes, `tree` reads it in bounded time and memory,
//! `article` says what is boilerplate, `metadata` what the page states of itself, `prepare` puts title and pictures in
//! order, and [`super::markup`] makes text of the elements. Nothing is fetched, no script is run, no style sheet is read.

mod article;
pub(super) mod base64;
mod byline;
mod charset;
mod density;
mod elements;
mod frames;
mod headline;
mod json_ld;
mod meta;
mod metadata;
mod own;
mod packed;
mod parts;
mod pictures;
mod prepare;
mod restore;
mod shadow;
mod signs;
mod title;
mod tree;
mod xhtml;

use super::markdown::html::paragraphs;
use super::markup::{self, Anchors, Source};
use super::row::first_bytes;
use super::{Beginning, FileParts, Format, InPlace, damaged, decode, isolated};
use crate::document::{BlockKind, Builder, Document, Metadata};
use article::Article;
use dom_query::NodeId;
use elements::Elements;
pub(super) use metadata::is_address;
use prepare::Heading;
use std::borrow::Cow;
use title::same;

/// Its row of the table.
pub const FORMAT: Format = Format {
    name: "html",
    extensions: &["html", "htm", "xhtml", "xht"],
    about: "web pages as browsers save them: the article, and folded away what is around it",
    sniff,
    parse: |bytes| parse(bytes, Envelope::default()),
    beginning: Beginning::Of(beginning),
    in_place: InPlace { screen: Some(preview), beginning: Some(|_| Some(Document::default())), ..InPlace::NOTHING },
    packed: false,
    most: 64 << 20,
    version: 11,
    picture: pictures::bytes_of,
    marked: None,
};

/// The largest page, in bytes, that is read at once for its beginning.
const SMALL: usize = 256 * 1024;

/// How much of a page its first screen is made of, in bytes: the head of a page may be long.
const FIRST_PART: usize = 96 * 1024;

/// Whether a file begins as only web pages do.
fn sniff(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    while let Some(after) = without_prologue(rest) {
        rest = after.trim_start();
    }
    let begins = |with: &str| rest.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
    begins("<!doctype html") || (begins("<html") && rest[5..].starts_with(|c: char| c == '>' || c.is_whitespace()))
}

/// What follows an XML declaration or comment.
fn without_prologue(text: &str) -> Option<&str> {
    let comment = text.strip_prefix("<!--").and_then(|rest| rest.split_once("-->"));
    let instruction = || text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>"));
    comment.or_else(instruction).map(|(_, after)| after)
}

fn beginning(bytes: Vec<u8>) -> Document {
    if bytes.len() > SMALL { Document::default() } else { parse(bytes, Envelope::default()) }
}

/// The article as far as the first part of the page shows it.
fn preview(mut parts: Box<dyn FileParts>) -> Document {
    first_part(first_bytes(&mut *parts, FIRST_PART), Envelope::default())
}

/// The article as far as the first part of these bytes of a page shows it. Never fails.
pub(super) fn first_part(mut bytes: Vec<u8>, envelope: Envelope<'_>) -> Document {
    bytes.truncate(FIRST_PART);
    decode::drop_cut_character(&mut bytes);
    parse_page(bytes, envelope)
}

/// What an envelope around a page says of it.
#[derive(Clone, Copy, Default)]
pub(super) struct Envelope<'a> {
    /// The encoding that it declares.
    pub(super) label: Option<&'a str>,
    /// Where the page was saved from.
    pub(super) address: Option<&'a str>,
}

/// A page as a document. Never fails.
pub(super) fn parse(bytes: Vec<u8>, envelope: Envelope<'_>) -> Document {
    match packed::archive(&bytes).and_then(|archive| archive.read(packed::PAGE).ok()) {
        Some(inside) => parse_page(inside, envelope),
        None => parse_page(bytes, envelope),
    }
}

fn parse_page(bytes: Vec<u8>, envelope: Envelope<'_>) -> Document {
    if decode::is_binary(&bytes[..bytes.len().min(super::HEAD)]) {
        return damaged("The file holds binary data, no web page. Save the page again, as HTML or as text.");
    }
    let declared = charset::declared(&bytes);
    let decoded = decode::declared(bytes, envelope.label.or(declared.as_deref()));
    let closed = match xhtml::closed(&decoded.text) {
        Cow::Owned(closed) => Some(closed),
        Cow::Borrowed(_) => None,
    };
    let mut document = page(closed.unwrap_or(decoded.text), envelope.address);
    if document.blocks().is_empty() {
        return without_text(document);
    }
    document.warnings.splice(0..0, decoded.warning);
    document
}

fn page(html: String, address: Option<&str>) -> Document {
    let html = match frames::without(&html) {
        Cow::Owned(text) => text,
        Cow::Borrowed(_) => html,
    };
    let tree = tree::read(&html);
    let page = &tree.document;
    let mut builder = Builder::default();
    isolated::tick();
    if let Some(why) = tree.stopped {
        builder.metadata = metadata::of(&Elements::of(page), None, &[]).0;
        plainly(&html, why, &mut builder);
        return builder.finish();
    }
    let (shadowed, noted) = (shadow::may_stand_in(&html), markup::may_have_notes(&html));
    // From here on a large page would only stand in memory twice.
    drop(html);
    if shadowed {
        shadow::open(page);
    }
    let elements = Elements::of(page);
    prepare::set_own_links(&elements, address);
    prepare::show_captions(&elements);
    prepare::show_answers(&elements);
    let mut article = Article::of(&elements);
    parts::keep_parts(&elements, &mut article);
    isolated::tick();
    let mut headings = prepare::headings(&elements);
    let texts: Vec<String> = headings.iter().map(|heading| heading.text.clone()).collect();
    let (metadata, mut title) = metadata::of(&elements, article.title.as_deref(), &texts);
    builder.metadata = metadata;
    if !headings.iter().any(Heading::is_first) {
        headings.extend(of_headline(page, &mut builder.metadata, &mut title, &mut article));
    }
    let heading = prepare::set_title(&elements, &headings, title.as_deref(), &mut article);
    prepare::set_pictures(&elements);
    prepare::clear_headings(&elements);
    let notes = if noted { markup::set_notes(page) } else { Vec::new() };
    for (note, block) in notes {
        if !article.is_boilerplate(&block) {
            article.keep(&note);
        }
    }
    prepare::clear_descriptions(&elements, title.as_deref());
    let byline = byline::in_text(&elements).map(|byline| byline.node);
    let byline = byline.map(|node| markup::byline_around(&node, &builder.metadata).unwrap_or(node.id));
    let under = heading.map(|title| markup::bylines(&title, &builder.metadata)).unwrap_or_default();
    let kind = |id: NodeId| {
        let node = page.tree.get(&id)?;
        if byline == Some(id) || under.contains(&id) {
            return Some(BlockKind::Byline);
        }
        article.is_boilerplate(&node).then_some(BlockKind::Boilerplate)
    };
    let mut anchors = Anchors::default();
    markup::walk(page.root(), &mut builder, &mut anchors, Source { kind: &kind, ..Source::PAGE });
    anchors.resolve(&mut builder);
    builder.finish()
}

/// The headline of a page that has no heading of the first level, as one: what the page says its title is, or what stands above its
/// text where that is the name of a site or no more than a word.
fn of_headline<'a>(
    page: &'a dom_query::Document,
    metadata: &mut Metadata,
    title: &mut Option<String>,
    article: &mut Article,
) -> Option<Heading<'a>> {
    let found = headline::of(page.body()?, title.as_deref())?;
    let words = |text: &str| text.split_whitespace().count();
    let stated = metadata.title.as_deref().unwrap_or_default();
    let element = page.select_single("head title").text();
    let only_element = stated.is_empty() || same(stated, &element) || article.title.as_deref() == Some(stated);
    let is_site = only_element && words(stated) <= SHORT_TITLE && words(stated) < words(&found.text);
    if !found.is_titled && !is_site {
        if found.is_large {
            article.keep(&found.node);
        }
        return None;
    }
    if !found.is_titled {
        metadata.title = Some(found.text.clone());
    }
    *title = Some(found.text.clone());
    Some(Heading::of_line(found.node, found.text))
}

/// A title of so few words may be the name of a site.
const SHORT_TITLE: usize = 3;

/// A piece of HTML that stands in a text of another format: all of it, for there is no page around it. `None` where it is too
/// much to be read as what it is.
pub(super) fn fragment(html: &str) -> Option<Document> {
    let tree = tree::read(html);
    if tree.stopped.is_some() {
        return None;
    }
    let mut builder = Builder::default();
    prepare::show_answers(&Elements::of(&tree.document));
    markup::page(tree.document.root(), &mut builder);
    Some(builder.finish())
}

/// The paragraphs of a page that is too much to be read as what it is.
fn plainly(html: &str, why: &str, builder: &mut Builder) {
    builder.warnings.push(format!(
        "The page {why}; it is shown as plain paragraphs, without headings and links. \
         Save it again from a browser's reading view to have them."
    ));
    for paragraph in paragraphs(html) {
        isolated::tick();
        if !builder.text().is_empty() {
            builder.push("\n\n");
        }
        let span = builder.push(&paragraph);
        builder.block(BlockKind::Paragraph, 0, span);
    }
}

/// Says why a page shows nothing, and only that: how the nothing was decoded helps nobody.
fn without_text(mut document: Document) -> Document {
    document.warnings = vec![
        "The page holds no text: it is empty, or its text is put there by scripts that only a browser runs. \
         Save it from the browser once more, as a complete web page."
            .to_owned(),
    ];
    document
}

#[cfg(test)]
mod tests;
