//! Puts the text of a word processor's document together, paragraph after paragraph: white space, gaps, rows of tables,
//! notes, pictures, marks. The formats say what they find in the order of the text, and know nothing of positions.

mod notes;
mod pictures;

use super::face::{Face, Faces};
use super::marks::{MarkTarget, Marks};
use crate::document::{BlockKind, Builder, Document, Marker, Metadata};
use crate::text::{Span, visible};
use notes::Notes;
use pictures::Pictures;
use std::borrow::Cow;

const EMPTY: &str = "The document holds no text: it is empty, or all of it is drawings. Print it to PDF to see those.";

/// The most empty cells in a row.
const MOST_EMPTY: usize = 64;

/// Lines up to this many characters long are verse, where a paragraph has several of them.
const SHORT_LINE: usize = 60;

/// What a paragraph is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ParagraphKind {
    /// Running text.
    #[default]
    Body,
    /// The title of the work.
    Title,
    /// A heading; 1 for the outermost.
    Heading(u8),
    /// What stands under the title: subtitle, author, date.
    Byline,
    /// A quotation.
    Quotation,
    /// Text whose spaces and lines count.
    Preformatted,
    /// A caption.
    Caption,
    /// A line of a table of contents.
    Contents,
    /// An item of a list, 1 for the outermost.
    Item(u8, Marker),
    /// An item whose sign stands in its text, as letters do.
    SignedItem(u8),
}

impl ParagraphKind {
    fn block(self) -> BlockKind {
        match self {
            Self::Body => BlockKind::Paragraph,
            Self::Title | Self::Heading(_) => BlockKind::Heading,
            Self::Byline => BlockKind::Byline,
            Self::Quotation => BlockKind::Quotation,
            Self::Preformatted => BlockKind::Code,
            Self::Caption => BlockKind::Caption,
            Self::Contents => BlockKind::Boilerplate,
            Self::Item(..) | Self::SignedItem(_) => BlockKind::ListItem,
        }
    }
}

/// A remark beside the text, as the file has it.
#[derive(Clone, Debug, Default)]
pub struct Remark {
    /// What marks in the text call it.
    pub id: String,
    /// What the remark that it answers is called.
    pub answers: Option<String>,
    /// Who wrote it.
    pub author: String,
    /// When, as the file says it.
    pub date: Option<String>,
    /// What it says.
    pub text: String,
    /// Whether it is marked as done with.
    pub resolved: bool,
}

/// A block whose level is settled only when the whole text is known.
#[derive(Clone, Copy, Debug)]
pub(super) struct OfficePiece {
    pub(super) kind: BlockKind,
    /// Of a heading its depth, 0 for the title.
    pub(super) level: u8,
    pub(super) marker: Marker,
    pub(super) span: Span,
}

/// Collects a document.
#[derive(Debug, Default)]
pub struct Composer {
    /// What the file says of itself.
    pub metadata: Metadata,
    /// What went wrong.
    pub warnings: Vec<String>,
    pub(super) builder: Builder,
    pub(super) pieces: Vec<OfficePiece>,
    pub(super) marks: Marks,
    pub(super) notes: Notes,
    open: Option<OpenParagraph>,
    face: Face,
    pictures: Pictures,
    /// Rows of tables in one another; only the outermost is a block.
    rows: usize,
}

/// The paragraph that is being read.
#[derive(Debug)]
struct OpenParagraph {
    kind: BlockKind,
    level: u8,
    marker: Marker,
    gap: &'static str,
    /// Where its text begins.
    base: usize,
    text: String,
    between: Between,
    /// Cells that began before their first word.
    cells: usize,
    faces: Faces,
}

/// What comes before the next word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Between {
    Nothing,
    Space,
    Line,
}

impl Composer {
    /// Begins with what the file says of itself.
    pub fn of(metadata: Metadata) -> Self {
        Self { metadata, ..Self::default() }
    }

    /// Begins a paragraph, and ends the one before. In a row of a table it goes on with the cell.
    pub fn paragraph(&mut self, kind: ParagraphKind) {
        if self.rows > 0 {
            self.space();
            return;
        }
        let (level, marker) = match kind {
            ParagraphKind::Heading(depth) | ParagraphKind::SignedItem(depth) => (depth.max(1), Marker::None),
            ParagraphKind::Item(depth, marker) => (depth.max(1), marker),
            ParagraphKind::Quotation => (1, Marker::None),
            _ => (0, Marker::None),
        };
        let block = kind.block();
        let block = if self.notes.inside && block != BlockKind::Code { BlockKind::Footnote } else { block };
        let begins_item = matches!(kind, ParagraphKind::SignedItem(_)) || marker != Marker::None;
        self.begin(block, level, marker, begins_item);
    }

    fn begin(&mut self, kind: BlockKind, level: u8, marker: Marker, begins_item: bool) {
        if kind == BlockKind::Code && self.goes_on_as_code() {
            return;
        }
        self.close();
        self.show_before(kind);
        let gap = self.gap_before(kind, begins_item);
        let base = self.builder.text().len() + gap.len();
        let (text, faces) = (String::new(), Faces::default());
        self.open =
            Some(OpenParagraph { kind, level, marker, gap, base, text, between: Between::Nothing, cells: 0, faces });
        if let Some(label) = self.notes.label.take() {
            self.word(&format!("[{label}]"));
            self.space();
        }
    }

    /// Lines of preformatted text are paragraphs in a word processor; here they are one block.
    fn goes_on_as_code(&mut self) -> bool {
        let Some(open) = self.open.as_mut().filter(|open| open.kind == BlockKind::Code) else { return false };
        open.text.push('\n');
        true
    }

    fn gap_before(&self, kind: BlockKind, begins_item: bool) -> &'static str {
        let Some(last) = self.pieces.last() else { return "" };
        let row = kind == BlockKind::TableRow && last.kind == kind;
        let item = kind == BlockKind::ListItem && last.kind == kind && begins_item;
        if row || item { "\n" } else { "\n\n" }
    }

    /// Ends the open paragraph, if there is one.
    fn close(&mut self) {
        let Some(mut open) = self.open.take() else { return };
        self.end_faces(&mut open);
        let kept = if open.kind == BlockKind::Code { open.text.trim_end() } else { open.text.as_str() };
        if kept.trim().is_empty() {
            self.show_pictures(None);
            return;
        }
        let kind = settled_kind(&open);
        let captioned = kind == BlockKind::Paragraph && self.pictures.here_say(kept);
        let kind = if captioned { BlockKind::Caption } else { kind };
        let text = if kind.keeps_lines() { Cow::Borrowed(kept) } else { Cow::Owned(kept.replace('\n', " ")) };
        self.builder.push(open.gap);
        let span = self.builder.push(&text);
        self.marks.paragraph_ends(span.start);
        let OpenParagraph { level, marker, .. } = open;
        self.pieces.push(OfficePiece { kind, level, marker, span });
        self.show_pictures(Some((kind, span)));
    }

    fn end_faces(&mut self, open: &mut OpenParagraph) {
        let end = open.base + open.text.len();
        for (style, span) in open.faces.set(Face::default(), end, end) {
            self.builder.inline(style, span);
        }
    }

    /// Whether nothing was said yet.
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty() && self.open.is_none()
    }

    /// How much text there is, in bytes, where no paragraph is open; 0 within one.
    pub fn settled(&self) -> usize {
        if self.open.is_some() { 0 } else { self.builder.text().len() }
    }

    /// A part that is read by itself ends, and with it the open paragraph.
    pub fn end_part(&mut self) {
        self.close();
    }

    /// A whole block, after the one before.
    fn whole(&mut self, kind: BlockKind, text: &str) -> Span {
        let gap = self.gap_before(kind, false);
        self.builder.push(gap);
        let span = self.builder.push(text);
        self.pieces.push(OfficePiece { kind, level: 0, marker: Marker::None, span });
        span
    }

    /// The document, when everything was said.
    pub fn finish(mut self, remarks: Vec<Remark>) -> Document {
        self.close();
        self.show_waiting();
        if self.pieces.is_empty() {
            self.warnings.push(EMPTY.to_owned());
        }
        self.settle(remarks)
    }
}

/// Verse is a paragraph of several lines that are all short; lines of anything else are no more than spaces.
fn settled_kind(open: &OpenParagraph) -> BlockKind {
    let verse = open.kind == BlockKind::Paragraph
        && open.text.contains('\n')
        && open.text.lines().all(|line| line.chars().count() <= SHORT_LINE);
    if verse { BlockKind::Verse } else { open.kind }
}

/// Words.
impl Composer {
    /// Text of the open paragraph.
    pub fn text(&mut self, text: &str) {
        if self.open.is_none() {
            self.paragraph(ParagraphKind::Body);
        }
        let text = visible::harmless(text);
        if self.is_code() {
            self.word(&text);
            return;
        }
        for piece in text.split_inclusive(is_blank) {
            let word = piece.trim_end_matches(is_blank);
            if !word.is_empty() {
                let word = self.at_its_height(word);
                self.word(&word);
            }
            if word.len() < piece.len() {
                self.space();
            }
        }
    }

    /// A space, once a word follows.
    pub fn space(&mut self) {
        if let Some(open) = self.open.as_mut().filter(|open| open.between == Between::Nothing) {
            open.between = Between::Space;
        }
    }

    /// A tabulator: a space, but in preformatted text.
    pub fn tab(&mut self) {
        if self.is_code() {
            self.word("\t");
        } else {
            self.space();
        }
    }

    /// A line break of the author's.
    pub fn line_break(&mut self) {
        if self.is_code() {
            self.word("\n");
        } else if let Some(open) = &mut self.open {
            open.between = if open.kind == BlockKind::Paragraph { Between::Line } else { Between::Space };
        }
    }

    /// How the words that follow are set.
    pub fn set(&mut self, face: Face) {
        self.face = face;
    }

    fn is_code(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.kind == BlockKind::Code)
    }

    /// Adds a word, with what comes before it, and says where it went.
    fn word(&mut self, word: &str) -> Option<Span> {
        let open = self.open.as_mut()?;
        let end = open.base + open.text.len();
        let cells = std::mem::take(&mut open.cells);
        match std::mem::replace(&mut open.between, Between::Nothing) {
            _ if cells > 0 => open.text.extend(std::iter::repeat_n('\t', cells)),
            Between::Space if !open.text.is_empty() => open.text.push(' '),
            Between::Line if !open.text.is_empty() => open.text.push('\n'),
            _ => {}
        }
        let next = open.base + open.text.len();
        // White space of preformatted text may be all that its paragraph holds, and then it is not kept.
        if !word.trim().is_empty() {
            self.marks.word(next);
            for (style, span) in open.faces.set(self.face, end, next) {
                self.builder.inline(style, span);
            }
        }
        open.text.push_str(word);
        Some(Span::new(next, next + word.len()))
    }

    /// Where the last word ended.
    fn end(&self) -> usize {
        self.open.as_ref().map_or(self.builder.text().len(), |open| open.base + open.text.len())
    }
}

/// What counts as white space of running text: what mark-up is wrapped with. A hard space is a character like others.
fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n')
}

/// Tables.
impl Composer {
    /// Begins a row of a table.
    pub fn open_row(&mut self, header: bool) {
        if self.rows == 0 {
            self.begin(BlockKind::TableRow, u8::from(header), Marker::None, false);
        }
        self.rows += 1;
    }

    /// Ends a cell that is `columns` wide.
    pub fn end_cell(&mut self, columns: usize) {
        if self.rows > 1 {
            self.space();
        } else if let Some(open) = &mut self.open {
            open.cells = (open.cells + columns.max(1)).min(MOST_EMPTY);
            open.between = Between::Nothing;
        }
    }

    /// Ends the row.
    pub fn close_row(&mut self) {
        self.rows = self.rows.saturating_sub(1);
        if self.rows == 0 {
            self.close();
        }
    }

    /// Whether this is inside of a row, where a paragraph is no block.
    pub fn in_row(&self) -> bool {
        self.rows > 0
    }
}

/// Links, places, remarks.
impl Composer {
    /// Words that follow are a link, until [`Composer::close_link`].
    pub fn open_link(&mut self, target: MarkTarget) {
        self.marks.open_link(target);
    }

    /// Ends the innermost link.
    pub fn close_link(&mut self) {
        let end = self.end();
        self.marks.close_link(end);
    }

    /// A place that links may point at.
    pub fn bookmark(&mut self, name: &str) {
        self.marks.bookmark(name);
    }

    /// A page begins.
    pub fn page(&mut self, number: u32) {
        self.marks.page(number.to_string());
    }

    /// What a remark is about begins.
    pub fn open_remark(&mut self, id: &str) {
        self.marks.open_remark(id);
    }

    /// What a remark is about ends; where nothing began, it is about this place.
    pub fn close_remark(&mut self, id: &str) {
        let end = self.end();
        self.marks.close_remark(id, end);
    }
}

#[cfg(test)]
mod tests;
