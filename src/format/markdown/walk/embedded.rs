//! Raw HTML inside Markdown: it is read as web pages are, and its blocks take their place. What leads from one place to another
//! inside of it is left out, because a piece of HTML ends at a blank line and knows nothing of the next.

use super::{MarkdownWalk, visible};
use crate::document::{Block, BlockKind, Document, InlineStyle, Marker};
use crate::format::html::fragment;
use crate::format::markdown::html;
use crate::text::Span;
use pulldown_cmark::LinkType;

/// Elements that stand in others only, and those: a blank line in a table parts them from it.
const INSIDE: [(&[&str], &str); 2] = [(&["tr", "td", "th", "thead", "tbody", "caption"], "table"), (&["li"], "ul")];

impl MarkdownWalk {
    /// Ends a piece of HTML: its blocks, or its paragraphs where it is too much to be read as what it is.
    pub(super) fn end_html(&mut self) {
        let held = self.held.take().unwrap_or_default();
        match fragment(&completed(&held.text)) {
            Some(document) => document.blocks().iter().for_each(|block| self.embed(&document, block)),
            None => html::paragraphs(&held.text).iter().for_each(|paragraph| self.lines(paragraph)),
        }
    }

    fn lines(&mut self, paragraph: &str) {
        let place = self.containers.paragraph();
        self.begin(place.kind, place.level);
        for (index, line) in paragraph.split('\n').enumerate() {
            if index > 0 {
                self.hard_break();
            }
            self.text(line);
        }
        self.close();
    }

    /// Adds a block of a piece of HTML, as a paragraph of the place where that stands if it is no more.
    fn embed(&mut self, document: &Document, block: &Block) {
        let place = self.containers.paragraph();
        let plain = matches!(block.kind, BlockKind::Paragraph | BlockKind::Boilerplate);
        let (kind, level) = if plain { (place.kind, place.level) } else { (block.kind, block.level) };
        self.begin(kind, level);
        self.ensure_open();
        if let Some(open) = self.flow.open.as_mut().filter(|_| block.marker != Marker::None) {
            open.marker = block.marker;
        }
        let at = self.builder.push(&visible(block.span.of(document.text()))).start;
        for run in document.inlines_in(block.span) {
            if let Some(style) = self.style_of(document, run.style) {
                let place = |byte: usize| at + byte.clamp(block.span.start, block.span.end) - block.span.start;
                self.builder.inline(style, Span::new(place(run.span.start), place(run.span.end)));
            }
        }
        self.close();
    }

    fn style_of(&mut self, document: &Document, style: InlineStyle) -> Option<InlineStyle> {
        match style {
            InlineStyle::Link(n) => self.target(LinkType::Inline, document.links().get(n as usize)?),
            InlineStyle::Image(n) => self.picture(document.images().get(n as usize)?),
            InlineStyle::Jump(_) | InlineStyle::NoteRef(_) => None,
            plain => Some(plain),
        }
    }
}

/// The piece inside the element that its first one can only stand in.
fn completed(html: &str) -> String {
    let first = html.trim_start().trim_start_matches('<');
    let name = first.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default().to_ascii_lowercase();
    let around = INSIDE.iter().find(|(names, _)| names.contains(&name.as_str()));
    around.map_or_else(|| html.to_owned(), |(_, around)| format!("<{around}>{html}"))
}
