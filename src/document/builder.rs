//! Puts a [`Document`] together and keeps its invariants, whatever a parser hands in. It parses nothing.

use super::{
    Block, BlockKind, Comment, Document, Inline, InlineStyle, MAX_BLOCK, Marker, Metadata, Page, Section, parts,
};
use crate::text::{Offsets, Span, hyphen, visible};

/// Collects the parts of a document over a finished or growing canonical text.
///
/// A parser that already has the whole text starts with [`Builder::over`] and adds blocks by span; one that makes
/// text as it goes starts with [`Builder::default`] and uses [`Builder::push`].
#[derive(Debug, Default)]
pub struct Builder {
    /// Facts found so far.
    pub metadata: Metadata,
    /// Warnings so far.
    pub warnings: Vec<String>,
    text: String,
    blocks: Vec<Block>,
    inlines: Vec<Inline>,
    links: Vec<String>,
    images: Vec<String>,
    sections: Vec<Section>,
    pages: Vec<Page>,
    comments: Vec<Comment>,
}

impl Builder {
    /// A builder over a whole canonical text. The text is taken as it is (no copy); it must already be free of
    /// control characters, see `text::visible`.
    pub fn over(text: String) -> Self {
        Self { text, ..Self::default() }
    }

    /// The text so far.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Appends to the text, made harmless (`text::visible`), and says where it went.
    pub fn push(&mut self, text: &str) -> Span {
        let start = self.text.len();
        self.text.push_str(&visible::harmless(text));
        Span { start, end: self.text.len() }
    }

    /// Adds a block. Surrounding white space is cut off; an empty block is dropped.
    pub fn block(&mut self, kind: BlockKind, level: u8, span: Span) {
        self.marked_block(kind, level, span, Marker::None);
    }

    /// Adds a block with a list marker.
    pub fn marked_block(&mut self, kind: BlockKind, level: u8, span: Span, marker: Marker) {
        self.put(Block { span, kind, level, marker, continued: false });
    }

    /// Adds a block that goes on with the one of its kind before it, page furniture aside.
    pub fn continued_block(&mut self, kind: BlockKind, level: u8, span: Span) {
        self.put(Block { span, kind, level, marker: Marker::None, continued: true });
    }

    /// Adds a block as it was in a finished document.
    pub(super) fn put(&mut self, block: Block) {
        self.blocks.push(block);
    }

    /// Adds an inline run.
    pub fn inline(&mut self, style: InlineStyle, span: Span) {
        if !span.is_empty() {
            self.inlines.push(Inline { span, style });
        }
    }

    /// Adds a link target and gives the style that refers to it.
    pub fn link(&mut self, target: impl Into<String>) -> InlineStyle {
        self.links.push(target.into());
        InlineStyle::Link(u32::try_from(self.links.len() - 1).unwrap_or(u32::MAX))
    }

    /// Adds the source of a picture and gives the style that refers to it, for its caption or alternative text.
    pub fn image(&mut self, source: impl Into<String>) -> InlineStyle {
        self.images.push(source.into());
        InlineStyle::Image(u32::try_from(self.images.len() - 1).unwrap_or(u32::MAX))
    }

    /// Adds an entry of the file's own table of contents.
    pub fn section(&mut self, title: &str, level: u8, at: usize) {
        self.sections.push(Section { title: label(title), level: level.max(1), at });
    }

    /// Says that a page begins at byte `at`.
    pub fn page(&mut self, label: &str, at: usize) {
        self.pages.push(Page { at, label: self::label(label) });
    }

    /// Adds a remark beside the text; gives its number, for [`Comment::answers`].
    pub fn comment(&mut self, comment: Comment) -> usize {
        self.comments.push(comment);
        self.comments.len() - 1
    }

    /// The document, with every invariant of [`Document`] true.
    pub fn finish(mut self) -> Document {
        self.text.shrink_to_fit();
        self.blocks.sort_by_key(|block| block.span.start);
        let blocks = bounded(&self.text, &self.blocks);
        let mut inlines = within_blocks(&self.text, &self.inlines, &blocks);
        for run in &mut inlines {
            run.style = reaching(run.style, &self.text);
        }
        inlines.sort_by_key(|run| (run.span.start, std::cmp::Reverse(run.span.end)));
        let offsets = Offsets::of(&self.text);
        let running = blocks.iter().filter(|block| !block.kind.keeps_lines()).map(|block| block.span);
        let unseen = hyphen::unseen(&self.text, running);
        let end = self.text.len();
        self.sections.retain(|section| section.at <= end && !section.title.is_empty());
        self.sections.iter_mut().for_each(|section| section.at = self.text.floor_char_boundary(section.at));
        self.sections.sort_by_key(|section| section.at);
        self.pages.retain(|page| page.at <= end && !page.label.is_empty());
        self.pages.iter_mut().for_each(|page| page.at = self.text.floor_char_boundary(page.at));
        self.pages.sort_by_key(|page| page.at);
        Document {
            metadata: self.metadata.harmless(),
            warnings: self.warnings.iter().map(|warning| visible::line(warning).into_owned()).collect(),
            blocks,
            inlines,
            links: self.links,
            images: self.images,
            sections: self.sections,
            pages: self.pages,
            comments: bounded_comments(self.comments, &self.text),
            unseen,
            text: self.text,
            offsets,
        }
    }
}

/// Blocks trimmed, without overlaps, and none longer than [`MAX_BLOCK`].
fn bounded(text: &str, raw: &[Block]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::with_capacity(raw.len());
    let mut from = 0;
    for block in raw {
        let span = Span { start: block.span.start.max(from), end: block.span.end.max(from) }.clamp_to(text);
        let mut rest = trimmed(text, span, block.kind);
        from = from.max(rest.end);
        // Only a block of the same kind can be gone on with.
        let mut continued = block.continued && parts::before(&blocks, block.kind).is_some();
        while !rest.is_empty() {
            let cut = if rest.len() > MAX_BLOCK { cut_point(text, rest) } else { rest.end };
            let span = trimmed(text, Span::new(rest.start, cut), block.kind);
            if !span.is_empty() {
                let marker = if continued { Marker::None } else { block.marker };
                blocks.push(Block { span, marker, continued, ..*block });
                continued = true;
            }
            rest = trimmed(text, Span::new(cut, rest.end), block.kind);
        }
    }
    blocks
}

/// Without surrounding white space. Code and verse keep the indentation of their first line, a table's row the tabs of the empty
/// cells that it begins with.
fn trimmed(text: &str, span: Span, kind: BlockKind) -> Span {
    let inside = span.of(text);
    let end = span.start + inside.trim_end().len();
    let head = match kind {
        BlockKind::Code => inside.trim_start_matches('\n'),
        // The lines of verse are set in one against the other.
        BlockKind::Verse => {
            let blank = &inside[..inside.len() - inside.trim_start().len()];
            &inside[blank.rfind('\n').map_or(0, |at| at + 1)..]
        }
        BlockKind::TableRow => inside.trim_start_matches(|c: char| c.is_whitespace() && c != '\t'),
        _ => inside.trim_start(),
    };
    Span { start: (span.end - head.len()).min(end), end }
}

/// Where to cut a block that is too long: after the last sentence end, else the last white space, in the second half
/// of the permitted length, else at the last character that fits.
fn cut_point(text: &str, span: Span) -> usize {
    let limit = text.floor_char_boundary(span.start + MAX_BLOCK);
    let half = text.floor_char_boundary(span.start + MAX_BLOCK / 2);
    let window = &text[half..limit];
    let found = window.rfind(". ").or_else(|| window.rfind("。")).or_else(|| window.rfind(char::is_whitespace));
    found.map_or(limit, |at| half + at + window[at..].chars().next().map_or(1, char::len_utf8))
}

/// What stands on one line, without what surrounds it: the same again, whenever it is done again.
fn label(text: &str) -> String {
    visible::line(text).trim_matches(|c: char| c.is_whitespace() || c == BOM).to_owned()
}

const BOM: char = '\u{FEFF}';

/// The style with its target inside the text.
fn reaching(style: InlineStyle, text: &str) -> InlineStyle {
    match style {
        InlineStyle::Jump(to) => InlineStyle::Jump(text.floor_char_boundary(to)),
        InlineStyle::NoteRef(Some(to)) => InlineStyle::NoteRef(Some(text.floor_char_boundary(to))),
        other => other,
    }
}

/// Comments with spans inside the text, their texts harmless; one answers only an earlier one.
fn bounded_comments(comments: Vec<Comment>, text: &str) -> Vec<Comment> {
    let bounded = |(index, comment): (usize, Comment)| Comment {
        span: comment.span.clamp_to(text),
        author: label(&comment.author),
        date: comment.date.as_deref().map(label),
        text: visible::clean(comment.text.trim_start_matches(BOM).to_owned()),
        answers: comment.answers.filter(|answered| *answered < index),
        color: comment.color,
        resolved: comment.resolved,
    };
    comments.into_iter().enumerate().map(bounded).collect()
}

/// Inline runs cut at block borders, so that each lies inside one block, and at the borders of characters.
fn within_blocks(text: &str, inlines: &[Inline], blocks: &[Block]) -> Vec<Inline> {
    let mut cut = Vec::with_capacity(inlines.len());
    for run in inlines {
        let span = run.span.clamp_to(text);
        let first = blocks.partition_point(|block| block.span.end <= span.start);
        let reached = blocks[first..].iter().take_while(|block| block.span.start < span.end && !span.is_empty());
        cut.extend(reached.filter_map(|block| Some(Inline { span: block.span.intersection(span)?, style: run.style })));
    }
    cut
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_a_text_says_of_itself_drives_no_terminal() {
        let mut builder = Builder::over("Text.".to_owned());
        builder.metadata.title = Some("\u{1b}[2JThe Wheel".to_owned());
        builder.metadata.authors = vec!["\u{17}Ada\nHill".to_owned(), " \n".to_owned()];
        builder.warnings.push("\u{7}beeps".to_owned());
        let document = builder.finish();
        assert_eq!(document.metadata.title.as_deref(), Some("␛[2JThe Wheel"));
        assert_eq!(document.metadata.authors, ["␗Ada Hill"]);
        assert_eq!(document.warnings, ["␇beeps"]);
    }

    proptest! {
        #[test]
        fn invariants_hold_whatever_is_handed_in(
            text in "[a-zé \\n.]{0,400}", times in 1usize..120,
            raw in prop::collection::vec((0usize..50_000, 0usize..50_000), 0..12),
        ) {
            let text = text.repeat(times);
            let mut builder = Builder::over(text.clone());
            for (a, b) in raw {
                builder.block(BlockKind::Paragraph, 0, Span::new(a, b));
                builder.inline(InlineStyle::Strong, Span::new(a, b));
            }
            let document = builder.finish();
            for pair in document.blocks().windows(2) {
                prop_assert!(pair[0].span.end <= pair[1].span.start);
            }
            for block in document.blocks() {
                prop_assert!(!block.span.is_empty() && block.span.len() <= MAX_BLOCK);
                prop_assert!(text.get(block.span.start..block.span.end).is_some());
            }
            for run in document.inlines() {
                prop_assert!(document.blocks()[document.block_at(run.span.start)].span.covers(run.span));
            }
        }
    }

    #[test]
    fn a_row_keeps_the_empty_cells_that_it_begins_with() {
        let mut builder = Builder::default();
        let spans = ["\t\tc", " \t "].map(|row| builder.push(row));
        for row in spans {
            builder.block(BlockKind::TableRow, 0, row);
        }
        let document = builder.finish();
        let rows: Vec<&str> = document.blocks().iter().map(|block| block.span.of(document.text())).collect();
        assert_eq!(rows, ["\t\tc"]);
    }

    #[test]
    fn a_long_paragraph_goes_on_in_continued_blocks() {
        let text = "A sentence of words. ".repeat(2000);
        let mut builder = Builder::over(text.clone());
        builder.block(BlockKind::Paragraph, 0, Span::new(0, text.len()));
        let document = builder.finish();
        assert!(document.blocks().len() > 2);
        assert!(!document.blocks()[0].continued && document.blocks()[1].continued);
        assert!(document.blocks()[0].span.of(&text).ends_with('.'));
    }
}
