//! The events of the Markdown parser, one after the other, to blocks and inline runs. It keeps its own stack of open
//! containers, so depth costs memory and never the call stack.

mod embedded;
mod lettered;

use super::containers::{MarkdownContainers, Next};
use super::harmless::visible;
use super::{html, pandoc};
use crate::document::{BlockKind, Builder, Document, InlineStyle, Marker};
use crate::format::letter_height::LetterHeight;
use crate::format::{isolated, numerals};
use crate::language::authors;
use crate::text::Span;
use pulldown_cmark::{Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};
use std::collections::HashMap;

/// The most styles open at one place; what nests deeper keeps its text and loses its style.
const MAX_STYLES: usize = 32;

/// The longest link target, in bytes; a longer one (a picture written into the text) is dropped.
const MAX_TARGET: usize = 4096;

/// The longest title taken from a heading, in characters.
const MAX_TITLE: usize = 1000;

/// The document of a Markdown text without front matter.
pub fn walk(body: &str) -> Document {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_MATH
        | Options::ENABLE_DEFINITION_LIST;
    let mut walk = MarkdownWalk::default();
    for event in Parser::new_ext(body, options) {
        isolated::tick();
        walk.event(event);
    }
    walk.close();
    walk.resolve_notes();
    walk.builder.finish()
}

#[derive(Default)]
struct MarkdownWalk {
    builder: Builder,
    containers: MarkdownContainers,
    flow: MarkdownFlow,
    /// The styles that are open, each with where it began.
    styles: Vec<(Option<InlineStyle>, usize)>,
    /// Text that is held back: of a picture, of code, of raw HTML.
    held: Option<HeldPicture>,
    captions: Vec<(String, Option<InlineStyle>)>,
    in_table: bool,
    targets: HashMap<String, InlineStyle>,
    notes: MarkdownNotes,
}

/// Where the walk stands between blocks.
#[derive(Default)]
struct MarkdownFlow {
    /// What the next text belongs to, once it comes.
    next: Option<Next>,
    /// The block that holds text already.
    open: Option<OpenRun>,
    /// Whether a block with a marker, or a table row, follows the last block on the next line.
    glued: bool,
    /// Whether the next block is an item whose sign stands in its text.
    signed: bool,
    /// Whether the next block says what the term above it is.
    defined: bool,
    /// Where the letters stand that a piece of HTML sets above or below the line.
    height: LetterHeight,
    /// How many cells of a row began before its first text.
    cells: usize,
    /// How many blocks are done.
    blocks: usize,
    /// How many of them are headings.
    headings: usize,
    /// How many blocks were done right after the title.
    title_end: Option<usize>,
}

/// Footnotes: their numbers by label, where each begins, and who refers to them.
#[derive(Default)]
struct MarkdownNotes {
    numbers: HashMap<String, usize>,
    starts: HashMap<usize, usize>,
    references: Vec<(usize, Span)>,
}

impl MarkdownNotes {
    /// The number that a reader sees, in the order in which the labels come, as every other rendering counts them.
    fn number(&mut self, label: &str) -> usize {
        let next = self.numbers.len() + 1;
        *self.numbers.entry(label.to_lowercase()).or_insert(next)
    }
}

struct OpenRun {
    kind: BlockKind,
    level: u8,
    marker: Marker,
    start: usize,
    /// Whether a line break of the author's comes before its next text …
    break_due: bool,
    /// … and whether it holds one.
    broken: bool,
}

#[derive(Default)]
struct HeldPicture {
    text: String,
    /// Pictures inside one another.
    depth: usize,
    target: Option<InlineStyle>,
    title: String,
}

impl MarkdownWalk {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.flow.height != LetterHeight::OnLine => self.text_off_line(&text),
            Event::Text(text) | Event::Html(text) => {
                self.text(&text);
            }
            // A formula is read as it was written.
            Event::InlineMath(formula) => {
                self.text(&format!("${}$", formula.replace('\n', " ")));
            }
            Event::DisplayMath(formula) => {
                self.text(&format!("$${}$$", formula.replace('\n', " ")));
            }
            Event::Code(code) => self.styled_text(&code, InlineStyle::Code),
            Event::InlineHtml(tag) if html::is_break(&tag) => self.hard_break(),
            Event::InlineHtml(tag) => {
                if let Some(reading) = html::reading_mark(&tag) {
                    self.text(reading);
                }
                self.flow.height = html::height(&tag).unwrap_or(self.flow.height);
            }
            Event::SoftBreak => {
                // Behind a hyphen it is kept as it is: there a word may be divided.
                self.text(if self.builder.text().ends_with(['-', '\u{2010}']) { "\n" } else { " " });
            }
            Event::HardBreak => self.hard_break(),
            Event::FootnoteReference(label) => self.reference(&label),
            Event::Rule => self.whole_block(BlockKind::Rule, "* * *", None),
            Event::TaskListMarker(done) => self.containers.mark(Marker::Task(done)),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::DefinitionListTitle => self.close(),
            Tag::Heading { level, .. } => self.begin(BlockKind::Heading, heading_level(level)),
            Tag::CodeBlock(_) | Tag::HtmlBlock => self.hold(),
            Tag::TableHead => self.begin(BlockKind::TableRow, 1),
            Tag::TableRow => self.begin(BlockKind::TableRow, 0),
            Tag::TableCell => self.cell(),
            Tag::BlockQuote(_)
            | Tag::List(_)
            | Tag::Item
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionListDefinition => self.enter(tag),
            Tag::Table(_) => self.table(true),
            Tag::Emphasis => self.style(Some(InlineStyle::Emphasis)),
            Tag::Strong => self.style(Some(InlineStyle::Strong)),
            Tag::Strikethrough => self.style(Some(InlineStyle::Strike)),
            Tag::Link { link_type, dest_url, .. } => {
                let style = self.target(link_type, &dest_url);
                self.style(style);
            }
            Tag::Image { dest_url, title, .. } => self.start_image(&dest_url, &title),
            // The extensions that are not switched on.
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::DefinitionListTitle => self.close(),
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::HtmlBlock => self.end_html(),
            TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionListDefinition => self.leave(),
            TagEnd::Table => self.table(false),
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link => self.end_style(),
            TagEnd::Image => self.end_image(),
            _ => {}
        }
    }
}

/// Containers.
impl MarkdownWalk {
    fn enter(&mut self, tag: Tag<'_>) {
        self.close();
        if matches!(tag, Tag::List(_)) && self.containers.lists() == 0 {
            self.flow.glued = false;
        }
        self.flow.defined = tag == Tag::DefinitionListDefinition;
        self.containers.enter(tag);
    }

    fn leave(&mut self) {
        self.close();
        self.containers.leave();
        if self.containers.lists() == 0 {
            self.flow.glued = false;
        }
    }

    fn table(&mut self, begins: bool) {
        self.close();
        self.flow.glued = false;
        self.in_table = begins;
        if !begins {
            self.push_captions();
        }
    }
}

/// Blocks.
impl MarkdownWalk {
    /// Ends the open block and says what the next text belongs to.
    fn begin(&mut self, kind: BlockKind, level: u8) {
        self.close();
        self.flow.next = Some(Next { kind, level });
    }

    /// Begins the block that text now belongs to, unless it is open, with the gap before it.
    fn ensure_open(&mut self) {
        if self.flow.open.is_some() {
            return;
        }
        let next = self.flow.next.take().unwrap_or_else(|| self.containers.paragraph());
        let marker = self.containers.take_marker();
        let row = next.kind == BlockKind::TableRow;
        let signed = std::mem::take(&mut self.flow.signed) || marker != Marker::None;
        let glued = self.flow.glued && (row || signed);
        let gap = if glued || std::mem::take(&mut self.flow.defined) { "\n" } else { "\n\n" };
        if self.flow.blocks > 0 {
            self.builder.push(gap);
        }
        let start = self.builder.text().len();
        self.flow.open =
            Some(OpenRun { kind: next.kind, level: next.level, marker, start, break_due: false, broken: false });
        self.builder.push(&"\t".repeat(std::mem::take(&mut self.flow.cells).saturating_sub(1)));
        if let Some(label) = self.containers.take_label() {
            let number = self.notes.number(&label);
            self.builder.push(&format!("[{number}] "));
            self.notes.starts.entry(number).or_insert(start);
        }
        // Styles that began before the block had text begin with it.
        let begin = self.builder.text().len();
        self.styles.iter_mut().for_each(|(_, at)| *at = begin);
    }

    /// Ends the open block, if there is one, and everything open in it.
    fn close(&mut self) {
        while !self.styles.is_empty() {
            self.end_style();
        }
        self.flow.next = None;
        self.flow.height = LetterHeight::OnLine;
        self.flow.cells = 0;
        if let Some(open) = self.flow.open.take() {
            let span = Span::new(open.start, self.builder.text().len());
            let kind = self.kind_at_end(&open, span);
            self.builder.marked_block(kind, open.level, span, open.marker);
            self.flow.glued = matches!(kind, BlockKind::ListItem | BlockKind::TableRow);
            self.flow.blocks += 1;
        }
        if !self.in_table {
            self.push_captions();
        }
    }

    /// What the block is, now that its text is known: a byline, verse, or what it was begun as. Takes the title.
    fn kind_at_end(&mut self, open: &OpenRun, span: Span) -> BlockKind {
        let text = span.of(self.builder.text());
        let fence = open.kind == BlockKind::Paragraph && pandoc::is_fence(text);
        let under_title = self.flow.title_end == Some(self.flow.blocks);
        if open.kind == BlockKind::Heading {
            self.flow.headings += 1;
            if open.level == 1 && self.flow.headings == 1 && self.containers.is_empty() {
                self.builder.metadata.title = Some(line_of(text)).filter(|title| !title.is_empty());
                self.flow.title_end = Some(self.flow.blocks + 1);
            }
        } else if open.kind == BlockKind::Paragraph
            && under_title
            && let Some(authors) = authors::of_byline(text)
        {
            self.builder.metadata.authors = authors;
            return BlockKind::Byline;
        }
        if fence {
            return BlockKind::Boilerplate;
        }
        if open.kind == BlockKind::Paragraph && open.broken { BlockKind::Verse } else { open.kind }
    }

    fn whole_block(&mut self, kind: BlockKind, text: &str, style: Option<InlineStyle>) {
        self.begin(kind, 0);
        self.ensure_open();
        let span = self.builder.push(&visible(text));
        if let Some(style) = style {
            self.builder.inline(style, span);
        }
        self.close();
    }

    fn cell(&mut self) {
        if self.flow.open.is_some() {
            self.builder.push("\t");
        } else {
            self.flow.cells += 1;
        }
    }

    fn hold(&mut self) {
        self.close();
        self.held = Some(HeldPicture::default());
    }

    fn end_code(&mut self) {
        let held = self.held.take().unwrap_or_default();
        let code = held.text.trim_end().trim_start_matches('\n');
        if !code.is_empty() {
            self.whole_block(BlockKind::Code, code, None);
        }
    }

    fn push_captions(&mut self) {
        for (text, style) in std::mem::take(&mut self.captions) {
            self.whole_block(BlockKind::Caption, &text, style);
        }
    }
}

/// Text inside a block.
impl MarkdownWalk {
    /// Text of the open block, or of the one that begins here, and where it went; none while text is held back. White
    /// space alone begins no block and no line.
    fn text(&mut self, text: &str) -> Option<Span> {
        let caption = text.strip_prefix(pandoc::CAPTION).filter(|_| self.flow.open.is_none() && self.held.is_none());
        if caption.is_some() {
            self.flow.next = Some(Next { kind: BlockKind::Caption, level: 0 });
        }
        let text = self.visible(caption.unwrap_or(text));
        if let Some(held) = &mut self.held {
            held.text.push_str(&text);
            return None;
        }
        let goes_on = self.flow.open.as_ref().is_some_and(|open| !open.break_due);
        let text = if goes_on { &text } else { text.trim_start() };
        if text.is_empty() {
            return None;
        }
        self.ensure_open();
        self.break_line();
        let span =
            if self.in_table { self.builder.push(&text.replace(['\t', '\n'], " ")) } else { self.builder.push(text) };
        Some(span)
    }

    /// Text above or below the line, as pages have it: the mark of a note behind a clause, else figures of that height.
    fn text_off_line(&mut self, text: &str) {
        let before =
            self.flow.open.as_ref().filter(|open| !open.break_due).map(|open| &self.builder.text()[open.start..]);
        let noted = self.flow.height == LetterHeight::Raised && numerals::marks_note(before.unwrap_or_default(), text);
        let figures = self.flow.height.figures(text).unwrap_or_else(|| text.to_owned());
        self.text(&if noted { format!("[{text}]") } else { figures });
    }

    /// Makes the line break that is due. Styles that began after it begin on the new line.
    fn break_line(&mut self) {
        let Some(open) = self.flow.open.as_mut().filter(|open| open.break_due) else { return };
        (open.break_due, open.broken) = (false, true);
        let line = self.builder.push("\n");
        self.styles.iter_mut().filter(|(_, at)| *at == line.start).for_each(|(_, at)| *at = line.end);
    }

    fn styled_text(&mut self, text: &str, style: InlineStyle) {
        if let Some(span) = self.text(text) {
            self.builder.inline(style, span);
        }
    }

    /// A break of the author's, made once text follows it.
    fn hard_break(&mut self) {
        if self.held.is_some() || self.in_table {
            self.text(" ");
        } else if let Some(open) = &mut self.flow.open {
            open.break_due = true;
        }
    }

    fn style(&mut self, style: Option<InlineStyle>) {
        let start = self.builder.text().len();
        let shown = style.filter(|_| self.styles.len() < MAX_STYLES && self.held.is_none());
        self.styles.push((shown, start));
    }

    fn end_style(&mut self) {
        if let Some((Some(style), start)) = self.styles.pop() {
            self.builder.inline(style, Span::new(start, self.builder.text().len()));
        }
    }

    fn reference(&mut self, label: &str) {
        let number = self.notes.number(label);
        if let Some(span) = self.text(&format!("[{number}]")) {
            self.notes.references.push((number, span));
        }
    }

    fn resolve_notes(&mut self) {
        for (number, span) in std::mem::take(&mut self.notes.references) {
            self.builder.inline(InlineStyle::NoteRef(self.notes.starts.get(&number).copied()), span);
        }
    }

    /// The style of a link; the same target is kept once.
    fn target(&mut self, link_type: LinkType, target: &str) -> Option<InlineStyle> {
        if target.is_empty() || target.len() > MAX_TARGET {
            return None;
        }
        let written = if link_type == LinkType::Email { format!("mailto:{target}") } else { target.to_owned() };
        let written = visible(&written).into_owned();
        if let Some(&style) = self.targets.get(&written) {
            return Some(style);
        }
        let style = self.builder.link(written.clone());
        self.targets.insert(written, style);
        Some(style)
    }

    /// The style of the description of a picture.
    fn picture(&mut self, source: &str) -> Option<InlineStyle> {
        (!source.is_empty() && source.len() <= MAX_TARGET).then(|| self.builder.image(visible(source)))
    }

    fn start_image(&mut self, target: &str, title: &str) {
        if let Some(held) = &mut self.held {
            held.depth += 1;
            return;
        }
        let target = self.picture(target);
        self.held = Some(HeldPicture { target, title: title.to_owned(), ..HeldPicture::default() });
    }

    /// A picture is shown by its description, as a block of its own after the block that holds it.
    fn end_image(&mut self) {
        match self.held.take() {
            Some(held) if held.depth > 0 => self.held = Some(HeldPicture { depth: held.depth - 1, ..held }),
            Some(held) => {
                let said = [held.text, held.title].into_iter().map(|text| line_of(&text)).find(|text| !text.is_empty());
                self.captions.extend(said.map(|text| (text, held.target)));
            }
            None => {}
        }
    }
}

fn heading_level(level: HeadingLevel) -> u8 {
    level as u8
}

/// The text on one line.
fn line_of(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").chars().take(MAX_TITLE).collect()
}
