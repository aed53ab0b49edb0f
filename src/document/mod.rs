//! What every format becomes: metadata, one canonical text, flat blocks and inline spans, links, warnings.
//!
//! Pure, and it never fails: a damaged file becomes a document with warnings. Nothing here parses a format or reads a
//! file, and nothing knows the screen beyond a width in cells.
//!
//! Invariants, kept by [`Builder::finish`]: blocks are in text order, do not overlap, lie on character boundaries
//! and are at most [`MAX_BLOCK`] bytes long (a longer paragraph goes on in `continued` blocks, so that no
//! work on one block is ever unbounded); the text between two blocks is white space only; inline spans are sorted by start.
//! The canonical text holds no control character but `\n` and `\t` and no bidirectional override.

mod builder;
pub mod flow;
pub mod layout;
mod metadata;
pub mod motion;
mod pages;
mod parts;
mod path;
mod running;
pub mod saved;
mod sentences;

pub use builder::Builder;
pub use metadata::Metadata;
#[cfg(test)]
pub(crate) use path::doc_path;
pub use path::{BadDocPath, DocPath};
pub use running::RunningText;

use crate::text::{Offsets, Span, hyphen};

/// The longest block, in bytes.
pub const MAX_BLOCK: usize = 16 * 1024;

/// One parsed document. Made by a [`Builder`].
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// What the text says of itself. Empty where it says nothing.
    pub metadata: Metadata,
    /// What went wrong while reading, in words for the reader: cause and consequence.
    pub warnings: Vec<String>,
    text: String,
    blocks: Vec<Block>,
    inlines: Vec<Inline>,
    links: Vec<String>,
    images: Vec<String>,
    sections: Vec<Section>,
    pages: Vec<Page>,
    comments: Vec<Comment>,
    unseen: Vec<Span>,
    offsets: Offsets,
}

/// A flat piece of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// Where it stands, without surrounding white space but the tabs before a row's first cell that holds text.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
    /// Heading level from 1 (the title), depth of a list item or quotation from 1, 1 for a table's header row; else 0.
    pub level: u8,
    /// A list marker that is not part of the canonical text.
    pub marker: Marker,
    /// Whether it goes on with the block before it: no gap between the two. What stands between two pages may lie there as
    /// boilerplate ([`Document::continues`]).
    pub continued: bool,
}

/// The kinds of blocks. The names of `postil text --json` are [`BlockKind::name`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// A title (level 1) or section heading.
    Heading,
    /// Who wrote it, when, where it appeared: shown, but not a paragraph.
    Byline,
    /// Running text. Newlines inside are soft: they show as spaces.
    Paragraph,
    /// Lines whose breaks are the author's (poems, addresses): newlines inside are kept.
    Verse,
    /// An item of a list.
    ListItem,
    /// Quoted text set off as a block.
    Quotation,
    /// Preformatted text: newlines and spaces are kept.
    Code,
    /// One row of a table, cells separated by tabs.
    TableRow,
    /// The caption or credit of a picture or table.
    Caption,
    /// A footnote's or endnote's text.
    Footnote,
    /// A dated entry of a chronology.
    Entry,
    /// A separator such as `* * *`.
    Rule,
    /// What a web page wraps around its article: menus, counters, adverts, licence boxes, repeated titles.
    Boilerplate,
}

impl BlockKind {
    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Heading => "heading",
            Self::Byline => "byline",
            Self::Paragraph => "paragraph",
            Self::Verse => "verse",
            Self::ListItem => "list-item",
            Self::Quotation => "quotation",
            Self::Code => "code",
            Self::TableRow => "table-row",
            Self::Caption => "caption",
            Self::Footnote => "footnote",
            Self::Entry => "entry",
            Self::Rule => "rule",
            Self::Boilerplate => "furniture",
        }
    }

    /// Whether line breaks inside the block are the author's and must be kept.
    pub fn keeps_lines(self) -> bool {
        matches!(self, Self::Verse | Self::Code)
    }
}

/// A list marker that the source has as mark-up, so that the canonical text does not hold it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Marker {
    /// None, or it is part of the text.
    #[default]
    None,
    /// An unordered item.
    Bullet,
    /// An ordered item's number.
    Number(u32),
    /// A task, done or not.
    Task(bool),
}

/// How a run of characters is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Inline {
    /// The run.
    pub span: Span,
    /// Its style.
    pub style: InlineStyle,
}

/// The styles of an [`Inline`] run. Runs may nest and overlap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InlineStyle {
    /// Emphasis, italics.
    Emphasis,
    /// Strong emphasis, bold.
    Strong,
    /// Struck through.
    Strike,
    /// Code.
    Code,
    /// A link; the index of its target in [`Document::links`].
    Link(u32),
    /// A link to this byte of the same text.
    Jump(usize),
    /// The caption or alternative text of a picture; the index of its source in [`Document::images`].
    Image(u32),
    /// A reference to a footnote; the span start of the [`BlockKind::Footnote`] block, if there is one.
    NoteRef(Option<usize>),
}

/// An entry of the table of contents that a file brings along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its title, as the table of contents has it.
    pub title: String,
    /// 1 for the outermost.
    pub level: u8,
    /// Where it begins, in bytes.
    pub at: usize,
}

/// The beginning of a page of the printed or laid out work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Where it begins, in bytes.
    pub at: usize,
    /// What it is called: `xii`, `215`.
    pub label: String,
}

/// A remark that the file itself holds beside its text, by its author: a comment of a word processor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// The passage it is about; empty where only a place is known.
    pub span: Span,
    /// Who wrote it, as the file says.
    pub author: String,
    /// When, as the file says it (ISO 8601).
    pub date: Option<String>,
    /// What it says.
    pub text: String,
    /// The index of the comment that it answers.
    pub answers: Option<usize>,
    /// The colour of its mark, as red, green and blue.
    pub color: Option<[u8; 3]>,
    /// Whether the file marks it as done with.
    pub resolved: bool,
}

impl Document {
    /// The one string that every position refers to.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// All blocks, in text order.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// All inline runs, sorted by start.
    pub fn inlines(&self) -> &[Inline] {
        &self.inlines
    }

    /// Link targets, as written in the source.
    pub fn links(&self) -> &[String] {
        &self.links
    }

    /// Where pictures come from, as the format writes it: a path in the archive, an address.
    pub fn images(&self) -> &[String] {
        &self.images
    }

    /// The table of contents that the file brings along, in text order; empty where it has none.
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// The pages, in text order; empty where the file knows none.
    pub fn pages(&self) -> &[Page] {
        &self.pages
    }

    /// The remarks that the file holds beside its text, in the order of the file.
    pub fn comments(&self) -> &[Comment] {
        &self.comments
    }

    /// What does not show of words that a line divides, in text order ([`crate::text::hyphen::unseen`]).
    pub fn unseen(&self) -> &[Span] {
        &self.unseen
    }

    /// Those that lie inside `span`.
    pub fn unseen_in(&self, span: Span) -> &[Span] {
        let from = self.unseen.partition_point(|unseen| unseen.start < span.start);
        let to = self.unseen.partition_point(|unseen| unseen.end <= span.end);
        self.unseen.get(from..to).unwrap_or_default()
    }

    /// The words of `span` on one line, as they are shown: white space as one blank, and without what is unseen and what stands
    /// between two pages in the middle of a paragraph.
    pub fn line(&self, span: Span) -> String {
        let unseen = self.unseen_in(span).iter().map(|unseen| (*unseen, ""));
        let pages = self.interruptions_in(span);
        let pages = pages.map(|page| hyphen::unseen_over(&self.text, page).map_or((page, " "), |word| (word, "")));
        let mut left_out: Vec<(Span, &str)> = pages.chain(unseen).collect();
        left_out.sort_by_key(|(out, _)| out.start);
        let (mut shown, mut at) = (String::with_capacity(span.len()), span.start);
        for (out, instead) in left_out {
            if out.start >= at {
                shown.push_str(Span::new(at, out.start).of(&self.text));
                shown.push_str(instead);
                at = out.end;
            }
        }
        shown.push_str(Span::new(at, span.end).of(&self.text));
        shown.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The words of `span` as they are quoted: on one line, as [`Document::line`] has them; where there is verse or code, each of its
    /// lines on its own, and an empty line between blocks.
    pub fn quotation(&self, span: Span) -> String {
        let blocks = &self.blocks[self.blocks.partition_point(|block| block.span.end <= span.start)..];
        let blocks = blocks.iter().take_while(|block| block.span.start < span.end);
        if !blocks.clone().any(|block| block.kind.keeps_lines()) {
            return self.line(span);
        }
        let lines = |block: &Block| {
            let part = Span::new(block.span.start.max(span.start), block.span.end.min(span.end));
            if !block.kind.keeps_lines() {
                return self.line(part);
            }
            let lines = part.of(&self.text).split('\n').map(str::trim_end);
            lines.collect::<Vec<_>>().join("\n").trim_matches('\n').to_owned()
        };
        blocks.map(lines).filter(|words| !words.is_empty()).collect::<Vec<_>>().join("\n\n")
    }

    /// Whether the words of `span` are verse or code, whose lines are the author's, all of them.
    pub fn keeps_lines(&self, span: Span) -> bool {
        let blocks = &self.blocks[self.blocks.partition_point(|block| block.span.end <= span.start)..];
        let mut blocks = blocks.iter().take_while(|block| block.span.start < span.end).peekable();
        blocks.peek().is_some() && blocks.all(|block| block.kind.keeps_lines())
    }

    /// Code point offsets of the text.
    pub fn offsets(&self) -> &Offsets {
        &self.offsets
    }

    /// Index of the block at byte `position`: the one that holds it, else the next one, else the last.
    /// Zero where there is no block.
    pub fn block_at(&self, position: usize) -> usize {
        let next = self.blocks.partition_point(|block| block.span.end <= position);
        next.min(self.blocks.len().saturating_sub(1))
    }

    /// The inline runs that overlap `span`.
    pub fn inlines_in(&self, span: Span) -> impl Iterator<Item = Inline> + '_ {
        // Runs are sorted by start and a run lies inside one block, so none that starts MAX_BLOCK earlier can reach.
        let from = self.inlines.partition_point(|run| run.span.start + MAX_BLOCK <= span.start);
        self.inlines[from..]
            .iter()
            .copied()
            .take_while(move |run| run.span.start < span.end)
            .filter(move |run| run.span.overlaps(span))
    }

    /// The headings, as (block index, level), the title included.
    pub fn outline(&self) -> impl Iterator<Item = (usize, u8)> + '_ {
        self.blocks
            .iter()
            .enumerate()
            .filter(|(_, block)| block.kind == BlockKind::Heading && !block.continued)
            .map(|(index, block)| (index, block.level))
    }

    /// Words of the article: maximal runs without white space that hold a letter or digit; boilerplate does not count.
    /// A character of a script written without spaces counts as one word.
    pub fn words(&self) -> usize {
        self.blocks
            .iter()
            .filter(|block| block.kind != BlockKind::Boilerplate)
            .map(|block| count_words(block.span.of(&self.text)))
            .sum()
    }
}

fn count_words(text: &str) -> usize {
    let (mut words, mut inside) = (0, false);
    for c in text.chars() {
        if c.is_ascii_alphanumeric() || (!c.is_ascii() && c.is_alphanumeric()) {
            let alone = stands_alone(c);
            words += usize::from(alone || !inside);
            inside = !alone;
        } else if c.is_whitespace() {
            inside = false;
        }
    }
    words
}

/// Han, kana and the scripts of South-East Asia that are written without spaces. (Thai and its kin count per letter,
/// which overstates; a dictionary would be needed to do better.)
fn stands_alone(c: char) -> bool {
    matches!(u32::from(c), 0x3040..=0x30FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quotation_keeps_the_lines_of_verse_and_code_and_no_others() {
        let text = "Two lines\nof prose.\n\nThe mill,\n  the wheel,\n\nthe stone.\n\nMore\nprose.";
        let mut builder = Builder::over(text.to_owned());
        for (kind, words) in [
            (BlockKind::Paragraph, "Two lines\nof prose."),
            (BlockKind::Verse, "The mill,\n  the wheel,"),
            (BlockKind::Verse, "the stone."),
            (BlockKind::Paragraph, "More\nprose."),
        ] {
            let at = text.find(words).unwrap_or_default();
            builder.block(kind, 0, Span::new(at, at + words.len()));
        }
        let document = builder.finish();
        let quoted = |from: &str, to: &str| {
            let span = text.find(from).zip(text.find(to)).map(|(from, at)| Span::new(from, at + to.len()));
            document.quotation(span.unwrap_or_default())
        };
        assert_eq!(quoted("lines", "prose."), "lines of prose.");
        assert_eq!(quoted("mill", "the wheel"), "mill,\n  the wheel");
        assert_eq!(quoted("of prose", "More"), "of prose.\n\nThe mill,\n  the wheel,\n\nthe stone.\n\nMore");
    }

    #[test]
    fn words_are_counted_as_a_reader_would() {
        assert_eq!(count_words("It's a well-known U.S. — view"), 5);
        assert_eq!(count_words("日本と韓国"), 5);
    }
}
