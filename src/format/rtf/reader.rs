//! The walk through the signs of rich text: groups open and close states, words set them, and what is text goes to the
//! composer. The text of notes is read after all else, as in every format.

mod aside;
mod words;

use super::encodings;
use super::lead::Lead;
use super::state::{Destination, Paragraph, RtfLetters, RtfState};
use super::tables::RtfTables;
use super::tokens::{RtfToken, Tokens};
use crate::document::Document;
use crate::format::isolated;
use crate::format::office::composer::{Composer, ParagraphKind, Remark};
use crate::format::office::face::Face;
use crate::format::office::symbols;

/// The deepest nesting of groups that is told apart.
const MAX_DEPTH: usize = 1000;

/// The most notes of a document.
const MOST_NOTES: usize = 20_000;

/// The longest text of a destination that is no text of the document, in bytes.
const MOST_ASIDE: usize = 16 * 1024;

const TRACKED: &str = "The document has changes that are neither accepted nor rejected: insertions are shown, deletions are \
                       not. Settle them in a word processor if the text should read otherwise.";

/// How much text a first screen has, in bytes.
const SCREEN: usize = 16 * 1024;

/// A note: where its group stands in the file, and what held there.
struct RtfNote<'a> {
    bytes: &'a [u8],
    state: RtfState,
    label: String,
}

/// The reader of one file.
pub(super) struct RtfReader<'a> {
    pub(super) composer: Composer,
    pub(super) tables: RtfTables,
    pub(super) state: RtfState,
    open: Vec<RtfState>,
    /// Groups open beyond those that are told apart.
    deeper: usize,
    pending: RtfPending,
    /// What a destination beside the text has said so far.
    aside: String,
    pub(super) lead: Lead,
    paragraph: RtfParagraph,
    notes: Vec<RtfNote<'a>>,
    remarks: Vec<Remark>,
    tracked: bool,
}

/// Text that is not letters yet.
#[derive(Default)]
struct RtfPending {
    /// Its bytes.
    bytes: Vec<u8>,
    /// The first half of a character beyond the sixteen bits that a number has.
    half: Option<u16>,
    /// How many signs are still to be passed over.
    pass: u8,
}

/// Where among the paragraphs the reader is.
#[derive(Default)]
struct RtfParagraph {
    /// Whether one is open.
    begun: bool,
    /// Whether only lines in the middle came since the title that is set as one.
    under_title: bool,
}

impl<'a> RtfReader<'a> {
    pub(super) fn new() -> Self {
        Self {
            composer: Composer::default(),
            tables: RtfTables::default(),
            state: RtfState::default(),
            open: Vec::new(),
            deeper: 0,
            pending: RtfPending::default(),
            aside: String::new(),
            lead: Lead::default(),
            paragraph: RtfParagraph::default(),
            notes: Vec::new(),
            remarks: Vec::new(),
            tracked: false,
        }
    }

    /// The document of a file.
    pub(super) fn document(mut self, bytes: &'a [u8]) -> Document {
        self.read(bytes, usize::MAX);
        self.show_notes();
        self.composed()
    }

    /// The first paragraphs of a file, of which `bytes` is a beginning that no sign is cut off in; without blocks where they hold less
    /// than a screen. Notes, which come after all else, are left out.
    pub(super) fn beginning(mut self, bytes: &'a [u8]) -> Document {
        if self.read(bytes, SCREEN) { self.composed() } else { Document::default() }
    }

    fn composed(mut self) -> Document {
        if self.tracked {
            self.composer.warnings.push(TRACKED.to_owned());
        }
        self.composer.metadata = self.tables.metadata();
        self.composer.finish(self.remarks)
    }

    /// Reads to the end, or to that of the paragraph or row with which there are `enough` bytes of text; whether there are.
    fn read(&mut self, bytes: &'a [u8], enough: usize) -> bool {
        let mut tokens = Tokens::new(bytes);
        while let Some(token) = tokens.next() {
            if !matches!(token, RtfToken::Byte(_)) {
                self.flush();
            }
            match token {
                RtfToken::Open => self.open_group(),
                RtfToken::Close => self.close_group(),
                RtfToken::Byte(byte) => self.byte(byte),
                RtfToken::Symbol(symbol) => self.symbol(symbol),
                RtfToken::Word("bin", Some(length)) => tokens.pass_over(usize::try_from(length).unwrap_or_default()),
                RtfToken::Word("footnote", _) if self.takes_text() => {
                    let rest = tokens.rest();
                    let length = end_of_group(rest);
                    self.note(&rest[..length]);
                    tokens.pass_over(length);
                }
                RtfToken::Word(word, number) => self.word(word, number),
            }
            if self.composer.settled() >= enough {
                return true;
            }
        }
        self.flush();
        self.end_paragraph();
        false
    }

    fn open_group(&mut self) {
        if self.open.len() == MAX_DEPTH {
            self.deeper += 1;
            return;
        }
        let inside = self.state.inside();
        self.state.twice = false;
        self.open.push(std::mem::replace(&mut self.state, inside));
        self.pending.pass = 0;
    }

    fn close_group(&mut self) {
        (self.pending.pass, self.pending.half) = (0, None);
        if self.deeper > 0 {
            self.deeper -= 1;
            return;
        }
        let Some(outer) = self.open.pop() else { return };
        if outer.destination != self.state.destination {
            self.end_destination();
        }
        if self.state.linked {
            self.composer.close_link();
        }
        // What a paragraph is holds to its end, also where its group ended before.
        self.state = outer;
    }

    /// The notes, first to last; a note in a note comes after it.
    fn show_notes(&mut self) {
        let mut next = 0;
        while next < self.notes.len() {
            isolated::tick();
            let RtfNote { bytes, state, label } = &self.notes[next];
            let bytes: &'a [u8] = bytes;
            self.composer.note(&format!("note{next}"), label);
            self.state = RtfState {
                paragraph: Paragraph::default(),
                letters: RtfLetters { face: Face::default(), ..state.letters },
                ..*state
            };
            self.open.clear();
            self.paragraph.begun = false;
            self.read(bytes, usize::MAX);
            next += 1;
        }
        self.composer.end_notes();
    }

    fn note(&mut self, bytes: &'a [u8]) {
        if self.notes.len() == MOST_NOTES {
            return;
        }
        self.begin();
        let number = self.notes.len();
        let label = (number + 1).to_string();
        self.composer.reference(&format!("note{number}"), &label);
        self.notes.push(RtfNote { bytes, state: RtfState { skippable: false, ..self.state }, label });
    }
}

/// How long the group is that is open here, without its end.
fn end_of_group(bytes: &[u8]) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'{' => depth += 1,
            b'}' if depth == 0 => return at,
            b'}' => depth -= 1,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

/// Text.
impl RtfReader<'_> {
    fn byte(&mut self, byte: u8) {
        if self.pending.pass > 0 {
            self.pending.pass -= 1;
        } else if self.state.destination != Destination::Nowhere {
            self.pending.bytes.push(byte);
        }
    }

    /// Makes letters of the bytes so far.
    fn flush(&mut self) {
        if self.pending.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.pending.bytes);
        let font = self.state.letters.font.and_then(|font| self.tables.font(font));
        if let Some(font) = font.filter(|font| font.set == encodings::SYMBOLS) {
            let sign = |byte: &u8| symbols::character(&font.name, u32::from(*byte)).unwrap_or(char::from(*byte));
            let text: String = bytes.iter().map(sign).collect();
            return self.text(&text);
        }
        let encoding = font.and_then(|font| encodings::of_set(font.set)).unwrap_or(self.tables.encoding);
        let text = encoding.decode_without_bom_handling(&bytes).0.into_owned();
        self.text(&text);
    }

    fn symbol(&mut self, symbol: u8) {
        match symbol {
            b'*' => self.state.skippable = true,
            b'~' => self.text("\u{A0}"),
            b'_' => self.text("\u{2011}"),
            b'{' | b'}' | b'\\' => self.byte(symbol),
            b'\r' | b'\n' => self.end_paragraph(),
            b'\t' => self.tab(),
            _ => {}
        }
    }

    /// A character by its number, sixteen bits with a sign.
    fn character(&mut self, number: i32) {
        let unit = number as u16;
        let units = [self.pending.half.take(), Some(unit)];
        if (0xD800..0xDC00).contains(&unit) {
            self.pending.half = Some(unit);
        } else {
            let text: String = char::decode_utf16(units.into_iter().flatten())
                .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
                .collect();
            let font = self.state.letters.font.and_then(|font| self.tables.font(font));
            let text = symbols::shown(&text, font.map(|font| font.name.as_str()));
            self.text(&text);
        }
        self.pending.pass = self.state.skipped;
    }

    fn takes_text(&self) -> bool {
        self.state.destination == Destination::Text && !self.state.letters.hidden && !self.state.letters.deleted
    }

    /// Text, where it belongs.
    pub(super) fn text(&mut self, text: &str) {
        match self.state.destination {
            Destination::Nowhere => {}
            Destination::Text if !self.takes_text() => self.tracked |= self.state.letters.deleted,
            // What the paragraph is may be said behind a blank.
            Destination::Text if self.is_between_paragraphs() && text.trim().is_empty() => {}
            Destination::Text => {
                if !self.paragraph.begun && self.state.paragraph.first_indent < 0 && self.lead.takes(text) {
                    return;
                }
                self.begin();
                self.composer.set(self.state.letters.face);
                self.composer.text(text);
            }
            Destination::Fonts => self.tables.name_font(text),
            Destination::Styles => self.tables.name_style(text),
            _ if self.aside.len() + text.len() <= MOST_ASIDE => self.aside.push_str(text),
            _ => {}
        }
    }

    /// Whether no paragraph is begun, and none that is set in a style is about to be.
    fn is_between_paragraphs(&self) -> bool {
        let Paragraph { style, in_table, .. } = self.state.paragraph;
        !self.paragraph.begun && style.is_none() && !in_table
    }

    fn tab(&mut self) {
        if !self.takes_text() {
            return;
        }
        if !self.paragraph.begun && self.lead.ends_as_sign() {
            return self.begin();
        }
        self.begin();
        self.composer.tab();
    }

    /// Begins the paragraph, unless it is begun.
    fn begin(&mut self) {
        if self.paragraph.begun {
            return;
        }
        self.paragraph.begun = true;
        isolated::tick();
        if self.state.paragraph.in_table && !self.composer.in_row() {
            self.composer.open_row(false);
        }
        let (kind, before) = self.kind();
        self.paragraph.under_title &= matches!(kind, ParagraphKind::Title | ParagraphKind::Byline);
        self.composer.paragraph(kind);
        if !before.is_empty() {
            self.composer.set(self.state.letters.face);
            self.composer.text(&before);
        }
    }

    /// What the paragraph is, and what is held back of its text.
    fn kind(&mut self) -> (ParagraphKind, String) {
        let Paragraph { style, outline, depth, .. } = self.state.paragraph;
        let named = style.and_then(|style| self.tables.style(style));
        let outline = outline.or(named.and_then(|style| style.outline));
        let kind = named.and_then(|style| style.kind);
        let (sign, text) = self.lead.take();
        let item = |text: &str| {
            let (sign, depth) = (sign.as_deref()?, depth.unwrap_or_else(|| self.depth()) + 1);
            Some(if super::lead::is_lettered(sign) {
                (ParagraphKind::SignedItem(depth), format!("{sign} {text}"))
            } else {
                (ParagraphKind::Item(depth, super::lead::marker(sign)), text.to_owned())
            })
        };
        match (kind, outline) {
            (Some(ParagraphKind::Heading(_)) | None, Some(1)) if self.begins_centred() => {
                self.title(with_number(sign, &text))
            }
            (Some(ParagraphKind::Heading(1)), None) if self.begins_centred() => self.title(with_number(sign, &text)),
            (Some(ParagraphKind::Heading(_)) | None, Some(level)) => {
                (ParagraphKind::Heading(level), with_number(sign, &text))
            }
            (Some(kind @ (ParagraphKind::Heading(_) | ParagraphKind::Title)), None) => (kind, with_number(sign, &text)),
            (Some(kind), _) => item(&text).unwrap_or((kind, text)),
            (None, None) if self.is_title() => self.title(text),
            (None, None) if self.paragraph.under_title && self.state.paragraph.centred => (ParagraphKind::Byline, text),
            (None, None) => item(&text).unwrap_or((ParagraphKind::Body, text)),
        }
    }

    /// A title, under which the names stand in the middle as well.
    fn title(&mut self, text: String) -> (ParagraphKind, String) {
        self.paragraph.under_title = true;
        (ParagraphKind::Title, text)
    }

    /// Whether the text begins in the middle here.
    fn begins_centred(&self) -> bool {
        self.composer.is_empty() && self.state.paragraph.centred
    }

    /// The depth of an item by how far it is set in.
    fn depth(&self) -> u8 {
        let Paragraph { indent, first_indent, .. } = self.state.paragraph;
        let step = first_indent.unsigned_abs().max(180);
        u8::try_from((indent.unsigned_abs() / step).saturating_sub(1).min(8)).unwrap_or(0)
    }

    /// Whether a paragraph without a style is set as a title: the first of all, large, bold and in the middle.
    fn is_title(&self) -> bool {
        let RtfLetters { face, size, .. } = self.state.letters;
        self.begins_centred() && face.strong && size >= TITLE_SIZE
    }

    fn end_paragraph(&mut self) {
        if !self.takes_text() {
            return;
        }
        if !self.paragraph.begun && self.lead.is_waiting() {
            self.begin();
        }
        self.lead.clear();
        self.paragraph.begun = false;
        if self.composer.in_row() {
            self.composer.space();
        } else {
            self.composer.end_part();
        }
    }
}

/// From this size on, in half points, a bold line in the middle is a title.
const TITLE_SIZE: i32 = 32;

/// The number of a heading is part of its text.
fn with_number(sign: Option<String>, text: &str) -> String {
    sign.map_or_else(|| text.to_owned(), |sign| format!("{} {text}", sign.trim()))
}
