//! Text to blocks: white space is collapsed as a browser does it, blocks are parted by the gaps that all formats have,
//! styles go on from block to block. It knows places, not elements.

mod runs;

pub(super) use runs::MarkupRun;
use runs::Styled;

use super::anchors::Anchors;
use super::containers::{Borders, LetterPlace, MarkupContainers};
use crate::document::{BlockKind, Builder, InlineStyle, Marker};
use crate::format::numerals::Numerals;
use crate::text::Span;

/// The longest line that a poem may have, in characters, and the most of all its lines on average.
const LONGEST_LINE: usize = 120;
const AVERAGE_LINE: usize = 72;

/// The most empty cells before a cell.
const MAX_TABS: usize = 64;

/// Where the text of a walk goes.
pub(super) struct MarkupFlow<'a> {
    pub builder: &'a mut Builder,
    pub anchors: &'a mut Anchors,
    pub containers: MarkupContainers,
    open: Option<OpenBlock>,
    styles: Vec<Styled>,
    space: Space,
    /// How many breaks of the author's come before the next text.
    breaks: usize,
    row: MarkupRow,
    /// Ends of preformatted lines, kept until more text follows.
    newlines: usize,
    ahead: NextBlock,
    captions: Vec<(String, Option<InlineStyle>)>,
}

/// Where the walk stands in a row of a table.
#[derive(Clone, Copy, Debug, Default)]
struct MarkupRow {
    /// How many cells begin before the next text.
    tabs: usize,
    /// Whether it has had a cell.
    begun: bool,
}

/// White space before the next word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Space {
    #[default]
    None,
    Blank,
    /// With a line break in it.
    Line,
}

struct OpenBlock {
    place: LetterPlace,
    marker: Marker,
    start: usize,
    /// Whether it holds a break of the author's.
    broken: bool,
    /// Whether it is a poem, by what its mark-up says.
    poem: bool,
}

/// What is known of the next block before it begins.
#[derive(Clone, Copy, Debug, Default)]
struct NextBlock {
    /// Whether it has a marker, or is a table row, and follows the last block on the next line.
    glued: bool,
    /// Whether it says what the term above it is.
    defined: bool,
    /// Whether it begins with the sign of a note.
    note_ahead: bool,
}

impl<'a> MarkupFlow<'a> {
    pub(super) fn new(builder: &'a mut Builder, anchors: &'a mut Anchors) -> Self {
        Self {
            builder,
            anchors,
            containers: MarkupContainers::default(),
            open: None,
            styles: Vec::new(),
            space: Space::None,
            breaks: 0,
            row: MarkupRow::default(),
            newlines: 0,
            ahead: NextBlock::default(),
            captions: Vec::new(),
        }
    }

    fn at(&self) -> usize {
        self.builder.text().len()
    }

    pub(super) fn has_open(&self) -> bool {
        self.open.is_some()
    }

    /// The text of the open block up to here; nothing where a space or a break comes before what follows.
    pub(super) fn open_text(&self) -> &str {
        let open = self.open.as_ref().filter(|_| self.space == Space::None && self.breaks == 0);
        open.and_then(|open| self.builder.text().get(open.start..)).unwrap_or_default()
    }
}

/// Borders.
impl MarkupFlow<'_> {
    /// The border of an element whose text stands apart.
    pub(super) fn border(&mut self) {
        match self.containers.borders() {
            Borders::Blocks => self.close(),
            Borders::Lines => self.line_break(),
            Borders::Spaces => self.space = self.space.max(Space::Blank),
        }
    }

    /// A break of the author's, made once text follows it; two are the border of a block.
    pub(super) fn break_line(&mut self) {
        if self.containers.borders() == Borders::Spaces {
            self.space = self.space.max(Space::Blank);
        } else if self.open.is_some() {
            self.breaks += 1;
        }
    }

    /// The border of a line, however many elements have it.
    fn line_break(&mut self) {
        if self.open.is_some() {
            self.breaks = self.breaks.max(1);
        }
    }

    /// The next row of a table begins.
    pub(super) fn row(&mut self) {
        self.close();
        self.row = MarkupRow::default();
    }

    /// The next cell of a row begins, so many columns wide.
    pub(super) fn cell(&mut self) {
        self.row.tabs = (self.row.tabs + usize::from(self.row.begun)).min(MAX_TABS);
        self.row.begun = true;
    }

    /// Whether items and rows that come belong to those before.
    pub(super) fn part(&mut self) {
        self.close();
        self.ahead.glued = false;
    }

    /// The next block says what the term above it is.
    pub(super) fn define(&mut self) {
        self.close();
        self.ahead.defined = true;
    }

    /// Whether the next text begins a note whose number is not said yet.
    pub(super) fn begins_note(&self) -> bool {
        let is_note = self.ahead.note_ahead || self.containers.place().kind == BlockKind::Footnote;
        self.open.is_none() && is_note && !self.containers.has_marker()
    }

    /// The next block is a note: an anchor begins it that is named as notes are.
    pub(super) fn expect_note(&mut self) {
        self.ahead.note_ahead = self.open.is_none();
    }
}

/// Blocks.
impl MarkupFlow<'_> {
    /// Begins the block that text now belongs to, unless it is open, with the gap before it.
    fn ensure_open(&mut self) {
        if self.breaks > 1 && self.open.is_some() {
            self.close();
        }
        if self.open.is_some() {
            return;
        }
        let mut place = self.containers.place();
        let marker = self.containers.take_marker();
        if std::mem::take(&mut self.ahead.note_ahead) && place.kind == BlockKind::Paragraph {
            place.kind = BlockKind::Footnote;
        }
        let glued = self.ahead.glued && (place.kind == BlockKind::TableRow || marker != Marker::None);
        let gap = if glued || std::mem::take(&mut self.ahead.defined) { "\n" } else { "\n\n" };
        if self.at() > 0 {
            self.builder.push(gap);
        }
        let start = self.at();
        self.anchors.settle(start);
        (self.space, self.breaks, self.newlines) = (Space::None, 0, 0);
        let marker = self.numbered(place.kind, marker);
        let poem = self.containers.borders() == Borders::Lines;
        self.open = Some(OpenBlock { place, marker, start, broken: false, poem });
    }

    /// A note's number stands in the text, as in every other format, and so does an item's letter, which the text may speak of; an item's
    /// number stands beside it.
    fn numbered(&mut self, kind: BlockKind, marker: Marker) -> Marker {
        match (kind, marker) {
            (BlockKind::Footnote, Marker::Number(number)) => {
                self.builder.push(&format!("[{number}] "));
                Marker::None
            }
            (BlockKind::ListItem, Marker::Number(number)) if self.containers.numerals() != Numerals::Digits => {
                let sign = self.containers.numerals().write(number);
                self.builder.push(&format!("{sign}. "));
                Marker::None
            }
            (BlockKind::ListItem, marker) => marker,
            _ => Marker::None,
        }
    }

    /// Ends the open block, if there is one; styles that are open go on in the next.
    pub(super) fn close(&mut self) {
        (self.space, self.breaks, self.newlines) = (Space::None, 0, 0);
        if let Some(open) = self.open.take() {
            for index in 0..self.styles.len() {
                self.end_run(index);
            }
            let span = Span::new(open.start, self.at());
            let kind = kind_at_end(&open, span.of(self.builder.text()));
            if kind == BlockKind::Footnote {
                self.anchors.note(span);
            }
            self.builder.marked_block(kind, open.place.level, span, open.marker);
            self.ahead.glued = matches!(kind, BlockKind::ListItem | BlockKind::TableRow);
        }
        for (text, style) in std::mem::take(&mut self.captions) {
            self.caption(&text, style);
        }
    }

    fn caption(&mut self, text: &str, style: Option<InlineStyle>) {
        let kind = match self.containers.place().kind {
            BlockKind::Boilerplate => BlockKind::Boilerplate,
            _ => BlockKind::Caption,
        };
        self.whole_block(kind, text, style);
    }

    /// A block of its own.
    pub(super) fn whole_block(&mut self, kind: BlockKind, text: &str, style: Option<InlineStyle>) {
        self.close();
        if self.at() > 0 {
            self.builder.push("\n\n");
        }
        let start = self.at();
        self.anchors.settle(start);
        let span = self.builder.push(text);
        self.builder.block(kind, 0, span);
        if let Some(style) = style {
            self.builder.inline(style, span);
        }
        self.ahead.glued = false;
    }

    /// A picture's description: in the line where lines are not broken, else a block after the one that holds it.
    pub(super) fn picture(&mut self, text: String, style: Option<InlineStyle>) {
        if self.containers.borders() == Borders::Spaces {
            let styled = style.is_some_and(|style| self.begin_run(MarkupRun::Style(style)));
            self.text(&text);
            if styled {
                self.end_last_run();
            }
        } else {
            self.captions.push((text, style));
            if self.open.is_none() {
                self.close();
            }
        }
    }
}

/// What the block is, now that its text is known: lines whose breaks are the author's, or what it was begun as.
fn kind_at_end(open: &OpenBlock, text: &str) -> BlockKind {
    let running = matches!(open.place.kind, BlockKind::Paragraph | BlockKind::Quotation);
    if running && (open.poem || (open.broken && has_short_lines(text))) { BlockKind::Verse } else { open.place.kind }
}

fn has_short_lines(text: &str) -> bool {
    let lengths = || text.lines().map(|line| line.chars().count());
    let (lines, all) = (lengths().count(), lengths().sum::<usize>());
    lines > 1 && all <= AVERAGE_LINE * lines && lengths().all(|length| length <= LONGEST_LINE)
}

/// Text.
impl MarkupFlow<'_> {
    /// Text with white space as the source has it.
    pub(super) fn text(&mut self, text: &str) {
        let mut rest = text;
        while !rest.is_empty() {
            let tail = rest.trim_start_matches(is_space);
            let white = &rest[..rest.len() - tail.len()];
            if white.contains(['\n', '\r']) {
                self.space = Space::Line;
            } else if !white.is_empty() {
                self.space = self.space.max(Space::Blank);
            }
            let end = end_of_run(tail);
            if end > 0 {
                self.words(&tail[..end]);
            }
            rest = &tail[end..];
        }
    }

    /// Words with single spaces between them.
    fn words(&mut self, words: &str) {
        self.ensure_open();
        self.part_words(words);
        let at = self.at();
        self.anchors.settle(at);
        self.begin_styles(at);
        self.builder.push(words);
    }

    /// What stands between the text so far and the next word: tabs, a line break, a space or nothing.
    fn part_words(&mut self, next: &str) {
        let (space, breaks, tabs) = (self.space, self.breaks, self.row.tabs);
        (self.space, self.breaks, self.row.tabs) = (Space::None, 0, 0);
        let Some(open) = &mut self.open else { return };
        if tabs > 0 {
            self.builder.push(&"\t".repeat(tabs));
        } else if breaks > 0 {
            open.broken = true;
            self.builder.push("\n");
        } else if space != Space::None && self.builder.text().len() > open.start {
            let before = self.builder.text().chars().next_back();
            let joined = space == Space::Line && before.is_some_and(is_unspaced) && next.starts_with(is_unspaced);
            let spaced = before.is_some_and(|c| c == ' ' || c == '\n');
            if !joined && !spaced {
                self.builder.push(" ");
            }
        }
    }

    /// Text whose spaces and lines are kept.
    pub(super) fn verbatim(&mut self, text: &str) {
        let body = text.trim_end_matches(['\n', '\r']);
        if self.open.is_none() && body.is_empty() {
            return;
        }
        if !body.is_empty() {
            self.ensure_open_verbatim();
            let at = self.at();
            self.anchors.settle(at);
            self.begin_styles(at);
            self.builder.push(body);
        }
        self.newlines += text[body.len()..].replace("\r\n", "\n").len();
    }

    /// The block for kept text, with the lines that ended before it.
    fn ensure_open_verbatim(&mut self) {
        let newlines = self.newlines + self.breaks;
        (self.newlines, self.breaks) = (0, 0);
        if self.open.is_some() {
            self.builder.push(&"\n".repeat(newlines));
        } else {
            self.ensure_open();
        }
    }
}

/// White space that a browser collapses.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{C}')
}

/// How many bytes at the start of `text` are words with single spaces between them, as they stay.
fn end_of_run(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|&byte| is_space(char::from(byte))) {
        at += found;
        let single = bytes[at] == b' ' && bytes.get(at + 1).is_some_and(|&next| !is_space(char::from(next)));
        if !single {
            return at;
        }
        at += 1;
    }
    text.len()
}

/// A character of a script without spaces, where a line break in the source is none in the text.
fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c), 0x2E80..=0x312F | 0x31A0..=0x9FFF | 0xF900..=0xFAFF | 0xFE30..=0xFE4F | 0xFF00..=0xFF60 | 0x20000..=0x3FFFF)
}
