//! The blocks of a text in their order: paragraphs, lists, tables, text boxes, and the notes at the end. Recursion follows
//! the nesting of elements, which is bounded.

use super::lists::{ListStyles, Lists};
use super::names::name;
use super::parts::{self, OdtParts};
use super::styles::OdtStyles;
use crate::document::{Document, Metadata};
use crate::format::isolated;
use crate::format::office::composer::{Composer, ParagraphKind, Remark};
use crate::format::office::face::Face;
use crate::format::office::properties;
use crate::format::office::xml::{self, attribute, child};
use roxmltree::Node;
use std::collections::{HashMap, HashSet};

const TRACKED: &str = "The document has changes that are neither accepted nor rejected: insertions are shown, deletions are \
                       not. Settle them in a word processor if the text should read otherwise.";

/// The indexes that only repeat what stands in the text.
const CONTENTS: &[&str] = &["table-of-content", "illustration-index", "table-index", "object-index", "user-index"];

/// The document of a file.
pub fn document(parts: &OdtParts) -> Result<Document, String> {
    let tree =
        xml::tree(&parts.content).map_err(|fault| format!("The text of the document cannot be read: {fault}."))?;
    let root = tree.root_element();
    let text = child(root, "body").and_then(|body| child(body, "text")).ok_or_else(|| no_text(root))?;
    let ends = tree.descendants().filter(|node| name(*node) == ("office", "annotation-end"));
    let mut walk = OdtWalk {
        composer: Composer::of(stated(parts, root)),
        comments: OdtComments {
            ends: ends.filter_map(|node| attribute(node, "name")).collect(),
            ..OdtComments::default()
        },
        changes: TrackedChanges { deletions: deletions(root), ..TrackedChanges::default() },
        objects: parts.objects.clone(),
        ..OdtWalk::default()
    };
    walk.composer.warnings.extend(parts.warnings.iter().cloned());
    walk.read_styles(root);
    walk.read_part_of_styles(parts.styles.as_deref());
    walk.blocks(text);
    // Notes stand behind all of the text.
    if !parts.is_beginning {
        walk.show_notes();
    }
    Ok(walk.finish())
}

/// The names of changes that delete.
fn deletions<'a>(root: Node<'a, '_>) -> HashSet<&'a str> {
    let regions = root.descendants().filter(|node| name(*node) == ("text", "changed-region"));
    let deleting = regions.filter(|region| child(*region, "deletion").is_some());
    deleting.filter_map(|region| attribute(region, "id")).collect()
}

fn no_text(root: Node<'_, '_>) -> String {
    let other = child(root, "body").and_then(|body| body.children().find(Node::is_element));
    match other.map(|node| node.tag_name().name()) {
        Some("spreadsheet") => "This is a spreadsheet, not a text document. Save it as PDF and open that.".to_owned(),
        Some("presentation") => "This is a presentation, not a text document. Save it as PDF and open that.".to_owned(),
        _ => "The document has no text. Was it saved as a whole?".to_owned(),
    }
}

fn stated(parts: &OdtParts, root: Node<'_, '_>) -> Metadata {
    match &parts.meta {
        Some(meta) => parts::stated(meta),
        None => child(root, "meta").map(properties::facts).unwrap_or_default(),
    }
}

/// The remarks of a text.
#[derive(Default)]
pub(super) struct OdtComments<'a> {
    pub(super) remarks: Vec<Remark>,
    /// The names of those that are about more than a place.
    pub(super) ends: HashSet<&'a str>,
}

/// The changes that a text keeps.
#[derive(Default)]
pub(super) struct TrackedChanges<'a> {
    /// Whether one was met.
    pub(super) tracked: bool,
    /// Those that delete, and the one of them that is open.
    pub(super) deletions: HashSet<&'a str>,
    pub(super) deleted: Option<&'a str>,
}

/// A note that was referred to.
struct Note<'a> {
    id: String,
    label: String,
    body: Node<'a, 'a>,
}

/// The walk through a text.
#[derive(Default)]
pub struct OdtWalk<'a> {
    pub(super) composer: Composer,
    pub(super) styles: OdtStyles,
    list_styles: ListStyles,
    lists: Lists<'a>,
    pub(super) comments: OdtComments<'a>,
    /// Footnotes, and endnotes.
    notes: [Vec<Note<'a>>; 2],
    /// Text boxes of the open paragraph: they are read after it.
    pub(super) boxes: Vec<Node<'a, 'a>>,
    /// How the words here are set.
    pub(super) face: Face,
    /// How many tables of contents are open.
    contents: usize,
    page: u32,
    pub(super) changes: TrackedChanges<'a>,
    /// The objects of the file that may be formulas, by name.
    pub(super) objects: HashMap<String, String>,
}

impl<'a> OdtWalk<'a> {
    fn read_styles(&mut self, root: Node<'_, '_>) {
        self.styles.add(root);
        self.list_styles.add(root);
    }

    fn read_part_of_styles(&mut self, text: Option<&str>) {
        match text.map(xml::tree) {
            Some(Ok(tree)) => self.read_styles(tree.root_element()),
            Some(Err(fault)) => {
                let warning =
                    format!("The styles of the document are left out, so headings may look like text: {fault}.");
                self.composer.warnings.push(warning);
            }
            None => {}
        }
    }

    /// The paragraphs, lists and tables in `parent`.
    pub(super) fn blocks(&mut self, parent: Node<'a, 'a>) {
        for node in parent.children() {
            match name(node) {
                ("text", "p" | "h") => self.paragraph(node),
                ("text", "list") => self.list(node),
                ("table", "table") => self.table(node),
                ("text", "section") if attribute(node, "display") == Some("none") => {}
                ("text", "section" | "index-title" | "numbered-paragraph") => self.blocks(node),
                ("text", index) if child(node, "index-body").is_some() => self.index(node, index),
                ("text", "tracked-changes") => self.changes.tracked |= node.has_children(),
                ("drawing", _) => {
                    self.shape(node);
                    self.read_boxes();
                }
                _ => self.mark(node),
            }
        }
    }

    fn index(&mut self, node: Node<'a, 'a>, index: &str) {
        let contents = usize::from(CONTENTS.contains(&index));
        self.contents += contents;
        if let Some(body) = child(node, "index-body") {
            self.blocks(body);
        }
        self.contents -= contents;
    }

    fn list(&mut self, list: Node<'a, 'a>) {
        self.lists.enter(list);
        for item in list.children().filter(|node| matches!(name(*node), ("text", "list-item" | "list-header"))) {
            self.lists.item(item);
            self.blocks(item);
        }
        self.lists.leave();
    }

    fn paragraph(&mut self, node: Node<'a, 'a>) {
        isolated::tick();
        let style = attribute(node, "style-name");
        let setting = self.styles.paragraph(style);
        if setting.is_hidden() {
            return;
        }
        let (kind, sign) = self.kind(node, style);
        let is_caption = kind == ParagraphKind::Body && self.composer.is_said_of_picture(|| xml::words(node));
        let kind = if is_caption { ParagraphKind::Caption } else { kind };
        if kind == ParagraphKind::Caption {
            self.composer.expect_caption(xml::words(node));
        }
        self.composer.paragraph(kind);
        if !sign.is_empty() {
            self.composer.text(&sign);
            self.composer.space();
        }
        if let (ParagraphKind::Heading(level), ("text", "h")) = (kind, name(node)) {
            self.number(node, level);
        }
        self.face = setting.face(Face::default());
        self.inline(node);
        self.composer.set(Face::default());
        self.read_boxes();
    }

    /// Reads the text boxes. They stand beside the text: no list of it is open in them.
    fn read_boxes(&mut self) {
        let back = self.lists.aside();
        for text_box in std::mem::take(&mut self.boxes) {
            self.blocks(text_box);
        }
        back(&mut self.lists);
    }

    /// What a paragraph is, and the sign of an item that stands in its text.
    fn kind(&mut self, node: Node<'a, 'a>, style: Option<&str>) -> (ParagraphKind, String) {
        let named = self.styles.kind(style);
        let kind = match (name(node).1, named) {
            _ if self.contents > 0 => ParagraphKind::Contents,
            ("h", None | Some(ParagraphKind::Heading(_))) => ParagraphKind::Heading(outline_level(node)),
            (_, named) => named.unwrap_or_default(),
        };
        match kind {
            ParagraphKind::Body | ParagraphKind::Quotation => match self.lists.paragraph(&self.list_styles) {
                None => (kind, String::new()),
                Some(item) if item.written.is_empty() => (ParagraphKind::Item(item.depth, item.marker), String::new()),
                Some(item) => (ParagraphKind::SignedItem(item.depth), item.written),
            },
            kind => (kind, String::new()),
        }
    }

    /// The number of a heading is part of the text.
    fn number(&mut self, node: Node<'a, 'a>, level: u8) {
        if attribute(node, "is-list-header") == Some("true") {
            return;
        }
        let number = self.list_styles.heading(level);
        if !number.is_empty() {
            self.composer.text(&number);
            self.composer.space();
        }
    }

    /// A note: its reference here, its text at the end.
    pub(super) fn note(&mut self, node: Node<'a, 'a>) {
        let Some(body) = child(node, "note-body") else { return };
        let class = usize::from(attribute(node, "note-class") == Some("endnote"));
        let label = child(node, "note-citation").map(xml::words).unwrap_or_default();
        let number = self.notes[class].len() + 1;
        let label = if label.is_empty() { number.to_string() } else { label };
        let id = format!("{class} {number}");
        self.composer.reference(&id, &label);
        self.notes[class].push(Note { id, label, body });
    }

    /// All notes: first those of pages, then those of the end.
    fn show_notes(&mut self) {
        for class in 0..self.notes.len() {
            let mut next = 0;
            while let Some(Note { id, label, body }) = self.notes[class].get(next) {
                next += 1;
                self.composer.note(id, label);
                let body = *body;
                self.blocks(body);
            }
            self.composer.end_notes();
        }
    }

    /// A page begins here, as the program that saved the file last laid it out.
    pub(super) fn page(&mut self) {
        self.page = self.page.max(1) + 1;
        self.composer.page(self.page);
    }

    fn finish(mut self) -> Document {
        if self.changes.tracked {
            self.composer.warnings.push(TRACKED.to_owned());
        }
        let metadata = &mut self.composer.metadata;
        metadata.language = metadata.language.take().or(self.styles.language.take());
        self.composer.finish(self.comments.remarks)
    }
}

fn outline_level(node: Node<'_, '_>) -> u8 {
    attribute(node, "outline-level").and_then(|level| level.parse().ok()).unwrap_or(1).clamp(1, 10)
}
