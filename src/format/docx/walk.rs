//! The blocks of a document in the order of its text: paragraphs, tables, text boxes, and the notes at the end.
//! Recursion follows the nesting of elements, which is bounded.

use super::comments;
use super::fields::Fields;
use super::names::{XmlVocabulary, name};
use super::numbering::{self, Numbering};
use super::package::{DocxPackage, Relations, stated};
use super::styles::{DocxStyles, Properties};
use crate::document::{Document, Marker};
use crate::format::isolated;
use crate::format::numerals::Numerals;
use crate::format::office::composer::{Composer, ParagraphKind, Remark};
use crate::format::office::parts;
use crate::format::office::xml::{self, attribute, child};
use roxmltree::Node;
use std::collections::HashMap;

const TRACKED: &str = "The document has changes that are neither accepted nor rejected: insertions are shown, deletions are \
                       not. Settle them in a word processor if the text should read otherwise.";

/// What is said of a part that is not shown.
pub const LEFT_OUT: &str = "A part of the document, in another format, is not shown. Open the document in a word processor \
                            and save it anew to have it as text.";

/// Reads a part in another format, given by its name and its bytes.
pub type ChunkReader = fn(&str, Vec<u8>) -> Option<Document>;

/// The document of a package. Without `chunks` no part in another format is shown: one that is inside of another shows none.
pub fn document(package: &DocxPackage, chunks: Option<ChunkReader>) -> Result<Document, String> {
    let text = package.document()?;
    let tree = xml::tree(&text).map_err(|fault| format!("The text of the document cannot be read: {fault}."))?;
    let body = child(tree.root_element(), "body").ok_or("The document has no text. Was it saved as a whole?")?;
    let mut parts = DocxParts::default();
    let mut walk = DocxWalk {
        composer: Composer::of(stated(package)),
        styles: parts.read(package, "styles", DocxStyles::of),
        numbering: parts.read(package, "numbering", Numbering::of),
        relations: package.relations(),
        chunks: chunks.map(|read| (package, read)),
        ..DocxWalk::default()
    };
    let remarks = parts.remarks(package);
    let foot = parts.text(package, "footnotes");
    let end = parts.text(package, "endnotes");
    let trees = [parts.tree("footnotes", foot.as_deref()), parts.tree("endnotes", end.as_deref())];
    let settings = parts.text(package, "settings");
    let settings = parts.tree("settings", settings.as_deref());
    let settings = settings.as_ref().map(roxmltree::Document::root_element);
    walk.notes = KINDS
        .iter()
        .zip(&trees)
        .map(|(kind, tree)| DocxNotes::of(kind, tree.as_ref(), &[Some(body), settings]))
        .collect();
    walk.blocks(body);
    if let Some(initial) = walk.put_off.initial.take() {
        walk.composer.paragraph(ParagraphKind::Body);
        walk.inline(initial);
    }
    // Notes stand behind all of the text.
    if !package.is_beginning() {
        walk.show_notes(package);
    }
    walk.composer.warnings.extend(parts.warnings);
    Ok(walk.finish(remarks))
}

/// The parts beside the main one; one that cannot be read is left out, and said.
#[derive(Default)]
struct DocxParts {
    warnings: Vec<String>,
}

impl DocxParts {
    fn text(&mut self, package: &DocxPackage, kind: &str) -> Option<String> {
        match package.part(kind)? {
            Ok(text) => Some(text),
            Err(fault) => {
                self.warnings.push(fault);
                None
            }
        }
    }

    fn tree<'a>(&mut self, kind: &str, text: Option<&'a str>) -> Option<roxmltree::Document<'a>> {
        match xml::tree(text?) {
            Ok(tree) => Some(tree),
            Err(fault) => {
                self.warnings.push(format!("The part \"{kind}\" of the document is left out: {fault}."));
                None
            }
        }
    }

    fn read<T: Default>(&mut self, package: &DocxPackage, kind: &str, read: fn(Node<'_, '_>) -> T) -> T {
        let text = self.text(package, kind);
        self.tree(kind, text.as_deref()).map(|tree| read(tree.root_element())).unwrap_or_default()
    }

    fn remarks(&mut self, package: &DocxPackage) -> Vec<Remark> {
        const BESIDE: [&str; 3] = ["commentsExtended", "commentsIds", "commentsExtensible"];
        let text = self.text(package, "comments");
        let Some(written) = self.tree("comments", text.as_deref()) else { return Vec::new() };
        let texts = BESIDE.map(|kind| self.text(package, kind));
        let trees = [0, 1, 2].map(|at| self.tree(BESIDE[at], texts[at].as_deref()));
        let [extended, ids, extensible] =
            trees.each_ref().map(|tree| tree.as_ref().map(roxmltree::Document::root_element));
        comments::remarks(written.root_element(), &comments::Beside { extended, ids, extensible })
    }
}

/// One kind of notes: how it is called in the file, and how it is counted where nothing is said.
struct NoteKind {
    part: &'static str,
    element: &'static str,
    reference: &'static str,
    settings: &'static str,
    numerals: Numerals,
}

const KINDS: &[NoteKind] = &[
    NoteKind {
        part: "footnotes",
        element: "footnote",
        reference: "footnoteReference",
        settings: "footnotePr",
        numerals: Numerals::Digits,
    },
    NoteKind {
        part: "endnotes",
        element: "endnote",
        reference: "endnoteReference",
        settings: "endnotePr",
        numerals: Numerals::Roman,
    },
];

/// The notes of one kind.
struct DocxNotes<'a> {
    kind: &'static NoteKind,
    numerals: Numerals,
    count: u32,
    by_id: HashMap<&'a str, Node<'a, 'a>>,
    labels: HashMap<&'a str, String>,
    /// The notes that were referred to, in that order.
    wanted: Vec<&'a str>,
}

impl<'a> DocxNotes<'a> {
    fn of(
        kind: &'static NoteKind,
        tree: Option<&'a roxmltree::Document<'a>>,
        settings: &[Option<Node<'_, '_>>],
    ) -> Self {
        let notes = tree.into_iter().flat_map(|tree| tree.root_element().children());
        let notes = notes.filter(|node| node.tag_name().name() == kind.element && attribute(*node, "type").is_none());
        let by_id = notes.filter_map(|node| Some((attribute(node, "id")?, node))).collect();
        let found = settings.iter().flatten().find_map(|node| numerals_in(*node, kind.settings));
        let numerals = found.unwrap_or(kind.numerals);
        Self { kind, numerals, count: 0, by_id, labels: HashMap::new(), wanted: Vec::new() }
    }

    /// What a reference to the note shows: its own mark, or its number.
    fn label(&mut self, id: &'a str, own: Option<String>) -> String {
        if let Some(label) = self.labels.get(id) {
            return label.clone();
        }
        let label = own.unwrap_or_else(|| {
            self.count += 1;
            self.numerals.write(self.count)
        });
        self.labels.insert(id, label.clone());
        self.wanted.push(id);
        label
    }
}

fn numerals_in(node: Node<'_, '_>, settings: &str) -> Option<Numerals> {
    let settings = node.descendants().filter(|node| node.tag_name().name() == settings);
    let format = settings.filter_map(|node| child(node, "numFmt")).find_map(|node| attribute(node, "val"));
    format.map(numbering::numerals)
}

/// The walk through a document.
#[derive(Default)]
pub struct DocxWalk<'a> {
    pub(super) composer: Composer,
    pub(super) styles: DocxStyles,
    numbering: Numbering,
    pub(super) relations: Relations,
    /// The package, where parts of it in other formats are read: not in a document inside of another.
    chunks: Option<(&'a DocxPackage, ChunkReader)>,
    pub(super) fields: Fields,
    notes: Vec<DocxNotes<'a>>,
    pub(super) put_off: PutOff<'a>,
    /// How many tables of contents are open.
    contents: usize,
    pub(super) pages: DocxPages,
    pub(super) tracked: bool,
    pub(super) run: DocxRun<'a>,
}

/// The pages as they were when the file was saved.
#[derive(Default)]
pub(super) struct DocxPages {
    /// The number of the one that is open.
    page: u32,
    /// Whether one began in the open row of a table: each of its cells says so.
    pub(super) page_in_row: bool,
}

/// What is read later than where it stands.
#[derive(Default)]
pub(super) struct PutOff<'a> {
    /// Text boxes of the open paragraph: they are read after it.
    pub(super) boxes: Vec<Node<'a, 'a>>,
    /// The paragraph that is the large first letter of the next one.
    initial: Option<Node<'a, 'a>>,
}

/// The run that is being read.
#[derive(Default)]
pub(super) struct DocxRun<'a> {
    /// Whether it is hidden.
    pub(super) hidden: bool,
    /// Its font, where it says it.
    pub(super) font: Option<&'a str>,
}

impl<'a> DocxWalk<'a> {
    /// The paragraphs and tables in `parent`.
    pub(super) fn blocks(&mut self, parent: Node<'a, 'a>) {
        for node in parent.children() {
            match name(node) {
                (XmlVocabulary::Word, "p") => self.paragraph(node),
                (XmlVocabulary::Word, "tbl") => self.table(node),
                (XmlVocabulary::Word, "sdt") => self.control(node),
                (XmlVocabulary::Word, "ins" | "moveTo") => {
                    self.tracked = true;
                    self.blocks(node);
                }
                (XmlVocabulary::Word, "customXml" | "smartTag") => self.blocks(node),
                (XmlVocabulary::Word, "altChunk") => self.chunk(node),
                (XmlVocabulary::Compatibility, "AlternateContent") => {
                    if let Some(node) = alternative(node) {
                        self.blocks(node);
                    }
                }
                _ => self.mark(node),
            }
        }
    }

    /// A content control; one kind of them holds tables of contents.
    fn control(&mut self, node: Node<'a, 'a>) {
        let gallery = node.descendants().take(40).find(|node| node.tag_name().name() == "docPartGallery");
        let contents = gallery.and_then(|node| attribute(node, "val")) == Some("Table of Contents");
        self.contents += usize::from(contents);
        if let Some(node) = child(node, "sdtContent") {
            self.blocks(node);
        }
        self.contents -= usize::from(contents);
    }

    fn paragraph(&mut self, node: Node<'a, 'a>) {
        isolated::tick();
        let set = child(node, "pPr");
        if self.put_off.initial.is_none() && set.and_then(|set| child(set, "framePr")).is_some_and(is_initial) {
            self.put_off.initial = Some(node);
            return;
        }
        let properties = self.styles.paragraph(set);
        let style = set.and_then(|set| child(set, "pStyle")).and_then(|style| attribute(style, "val"));
        let (kind, number) = self.kind(&properties, style);
        let is_caption = kind == ParagraphKind::Body && self.composer.is_said_of_picture(|| xml::words(node));
        let kind = if is_caption { ParagraphKind::Caption } else { kind };
        if kind == ParagraphKind::Caption {
            self.composer.expect_caption(xml::words(node));
        }
        self.composer.paragraph(kind);
        if !number.is_empty() {
            self.composer.text(&number);
            self.composer.space();
        }
        if let Some(initial) = self.put_off.initial.take() {
            self.inline(initial);
        }
        self.inline(node);
        self.fields.end_instructions();
        for text_box in std::mem::take(&mut self.put_off.boxes) {
            self.blocks(text_box);
        }
    }

    /// What a paragraph is, and the number of a heading: only there is it part of the text.
    fn kind(&mut self, properties: &Properties, style: Option<&str>) -> (ParagraphKind, String) {
        let list = properties.list.as_deref().filter(|list| *list != "0");
        let of_style = || self.numbering.depth(list?, style?);
        let depth = properties.depth.or_else(of_style).unwrap_or_default();
        let item = list.and_then(|list| self.numbering.next(list, depth));
        let kind = match (properties.kind, properties.outline) {
            _ if self.contents > 0 => ParagraphKind::Contents,
            (Some(ParagraphKind::Heading(_)) | None, Some(level)) if level > 0 => ParagraphKind::Heading(level),
            (Some(ParagraphKind::Heading(_)), Some(_)) | (None, _) => ParagraphKind::Body,
            (Some(kind), _) => kind,
        };
        match (kind, item) {
            (ParagraphKind::Heading(_), Some(item)) => (kind, item.written),
            (ParagraphKind::Body | ParagraphKind::Quotation, Some(item)) => {
                let depth = depth as u8 + 1;
                if item.marker == Marker::None && !item.written.is_empty() {
                    (ParagraphKind::SignedItem(depth), item.written)
                } else {
                    (ParagraphKind::Item(depth, item.marker), String::new())
                }
            }
            _ => (kind, String::new()),
        }
    }

    /// A part in another format, in its place.
    fn chunk(&mut self, node: Node<'a, 'a>) {
        let part = attribute(node, "id").and_then(|id| self.relations.get(id)).filter(|part| !part.external);
        let document = part.zip(self.chunks).and_then(|(part, (package, read))| {
            let (name, bytes) = package.chunk(&part.target)?;
            read(&name, bytes)
        });
        match document.filter(|document| !document.blocks().is_empty()) {
            Some(document) => parts::add(&document, &mut self.composer),
            None => self.composer.warnings.push(LEFT_OUT.to_owned()),
        }
    }

    /// A reference to a note, if the element is one. `own` is the mark that it brings along.
    pub(super) fn reference(&mut self, node: Node<'a, 'a>, own: Option<String>) {
        let element = node.tag_name().name();
        let Some(notes) = self.notes.iter_mut().find(|notes| notes.kind.reference == element) else { return };
        let Some(id) = attribute(node, "id").filter(|id| notes.by_id.contains_key(id)) else { return };
        let label = notes.label(id, own);
        self.composer.reference(&format!("{element}{id}"), &label);
    }

    /// The notes that were referred to, first all of one kind, then all of the other. Each stands there once.
    fn show_notes(&mut self, package: &DocxPackage) {
        for kind in 0..self.notes.len() {
            let part = self.notes[kind].kind;
            self.relations = package.relations_of(part.part);
            let mut next = 0;
            while let Some(&id) = self.notes[kind].wanted.get(next) {
                next += 1;
                let (label, body) = (self.notes[kind].labels.get(id).cloned(), self.notes[kind].by_id.get(id).copied());
                self.composer.note(&format!("{}{id}", part.reference), &label.unwrap_or_default());
                if let Some(body) = body {
                    self.blocks(body);
                }
            }
            self.composer.end_notes();
        }
    }

    /// A page begins here, as the program that saved the file last laid it out.
    pub(super) fn page(&mut self) {
        if self.composer.in_row() && std::mem::replace(&mut self.pages.page_in_row, true) {
            return;
        }
        self.pages.page = self.pages.page.max(1) + 1;
        self.composer.page(self.pages.page);
    }

    fn finish(mut self, remarks: Vec<Remark>) -> Document {
        if self.tracked {
            self.composer.warnings.push(TRACKED.to_owned());
        }
        let metadata = &mut self.composer.metadata;
        metadata.language = metadata.language.take().or(self.styles.language.take());
        self.composer.finish(remarks)
    }
}

/// Whether a frame holds a large first letter.
fn is_initial(frame: Node<'_, '_>) -> bool {
    matches!(attribute(frame, "dropCap"), Some("drop" | "margin"))
}

/// Of the alternatives of one content the first, which programs of today show; else what is there for older ones.
pub(super) fn alternative<'a>(node: Node<'a, 'a>) -> Option<Node<'a, 'a>> {
    child(node, "Choice").or_else(|| child(node, "Fallback"))
}
