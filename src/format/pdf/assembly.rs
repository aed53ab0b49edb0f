//! Pages' blocks to one text: a paragraph that goes on in the next column or on the next page is one block, and what
//! stood between its parts comes after it. Places on pages become places in the text.

use super::blocks::{BlockShape, PdfBlock};
use super::bylines;
use super::fonts::LetterLook;
use super::halves::PlacedRemarks;
use super::items::RunningList;
use super::kinds::{self, BlockForm, Placed};
use super::paragraphs::INDENT;
use super::places::{PageMark, PagePlace};
use super::words::Words;
use crate::document::{BlockKind, Builder, Comment, InlineStyle};
use crate::text::{Span, off_line};
use std::collections::BTreeMap;

/// A paragraph that has grown longer than this is not gone on with, in bytes.
const LONGEST: usize = 64 * 1024;
/// How many blocks may wait for the end of a paragraph.
const MOST_WAITING: usize = 64;

/// A line's place on its page and in the text.
#[derive(Clone, Copy, Debug)]
struct AssembledLine {
    v: f32,
    u: f32,
    size: f32,
    at: usize,
}

/// Puts blocks one after the other.
#[derive(Default)]
pub struct Assembly {
    /// The document so far.
    pub builder: Builder,
    /// The words of the pages that were seen.
    pub words: Words,
    placed: Vec<Placed>,
    /// The lines of each page.
    lines: BTreeMap<usize, Vec<AssembledLine>>,
    open: Option<PdfBlock>,
    waiting: Vec<PdfBlock>,
    /// The first row of the table that is being read, and the page of its last.
    head: Option<(String, Option<usize>)>,
    list: RunningList,
    marks: Vec<PageMark>,
    marked: Vec<(Span, u16)>,
    comments: Vec<Comment>,
}

impl Assembly {
    /// The number of a new link or remark, for the glyphs that lie in it; 0 where there are too many.
    pub fn mark(&mut self, mark: PageMark) -> u16 {
        match u16::try_from(self.marks.len() + 1) {
            Ok(number) => {
                self.marks.push(mark);
                number
            }
            Err(_) => 0,
        }
    }

    /// How many bytes of text there are.
    pub fn len(&self) -> usize {
        self.builder.text().len() + self.open.as_ref().map_or(0, |block| block.text.len())
    }

    /// How many bytes of text there are whatever follows.
    pub fn settled(&self) -> usize {
        self.builder.text().len()
    }

    /// Takes a remark; gives its number.
    pub fn remark(&mut self, comment: Comment) -> usize {
        self.comments.push(comment);
        self.comments.len() - 1
    }

    /// Takes what a review says last of a remark, by its number: whether it is done with.
    pub fn resolve(&mut self, remark: usize, done: bool) {
        if let Some(comment) = self.comments.get_mut(remark) {
            comment.resolved = done;
        }
    }

    /// Takes the blocks of the next page.
    pub fn page(&mut self, blocks: Vec<PdfBlock>) {
        let notes: Vec<String> =
            blocks.iter().filter(|block| block.shape == BlockShape::Note).map(|block| label(&block.text)).collect();
        for mut block in blocks {
            block.bracket_references(|number| notes.iter().any(|note| note == number));
            block.raise_figures();
            self.take(block);
        }
    }

    fn take(&mut self, mut block: PdfBlock) {
        if self.is_repeated(&block) {
            (block.shape, block.tag) = (BlockShape::Boilerplate, None);
        }
        if block.tag.is_none() {
            self.list.go_on(&mut block);
        }
        if block.shape.floats() && self.open.is_some() && self.waiting.len() < MOST_WAITING {
            self.waiting.push(block);
            return;
        }
        match &mut self.open {
            Some(open) if goes_on(open, &block) => open.absorb(block),
            _ => {
                self.close();
                if may_go_on(&block) {
                    self.open = Some(block);
                } else {
                    self.place(block);
                }
                return;
            }
        }
        if self.open.as_ref().is_some_and(|open| !may_go_on(open)) {
            self.close();
        }
    }

    /// Whether a row of a table stands again on a later page: its head.
    fn is_repeated(&mut self, block: &PdfBlock) -> bool {
        if block.shape != BlockShape::Row {
            if !block.shape.floats() {
                self.head = None;
            }
            return false;
        }
        let page = page_of(block);
        let (head, last) = self.head.get_or_insert_with(|| (block.text.clone(), page));
        let anew = std::mem::replace(last, page) != page;
        anew && *head == block.text
    }

    /// Ends the paragraph that might have gone on.
    fn close(&mut self) {
        let waiting = std::mem::take(&mut self.waiting);
        let open = self.open.take();
        for block in open.into_iter().chain(waiting) {
            self.place(block);
        }
    }

    fn place(&mut self, block: PdfBlock) {
        let row = |block: &PdfBlock| block.shape == BlockShape::Row;
        if let Some(last) = self.placed.last() {
            let gap = if row(&last.block) && row(&block) && !block.apart { "\n" } else { "\n\n" };
            self.builder.push(gap);
        }
        let mut block = block;
        block.settle(&self.words);
        let span = self.builder.push(&std::mem::take(&mut block.text));
        for anchor in std::mem::take(&mut block.anchors) {
            let line = AssembledLine { v: anchor.v, u: anchor.u, size: anchor.size, at: span.start + anchor.at };
            self.lines.entry(anchor.page).or_default().push(line);
        }
        self.placed.push(Placed { span, block });
    }

    /// Ends the text. Where only the beginning was read (`whole` is false), what might go on is left out.
    pub fn end(&mut self, whole: bool) {
        if whole {
            self.close();
        }
        self.open = None;
        self.waiting.clear();
    }

    /// The byte at which a place on a page stands: the first line at or under it, else the last above.
    pub fn find(&self, place: PagePlace) -> Option<usize> {
        let on_page = || self.lines.get(&place.page).into_iter().flatten();
        let under = |top: f32| {
            let reaches = |line: &&AssembledLine| line.v >= top - line.size * 0.3;
            let beside = place.left.filter(|left| on_page().filter(reaches).any(|line| line.u >= left - 3.0));
            on_page()
                .filter(reaches)
                .filter(|line| beside.is_none_or(|left| line.u >= left - 3.0))
                .min_by(|a, b| (a.v - top).total_cmp(&(b.v - top)).then(a.at.cmp(&b.at)))
        };
        let above = |top: f32| on_page().min_by(|a, b| (a.v - top).abs().total_cmp(&(b.v - top).abs()));
        let at = |top: f32| under(top).or_else(|| above(top));
        let line = place.top.and_then(at).or_else(|| on_page().min_by_key(|line| line.at));
        line.map(|line| line.at)
    }

    /// Where the line of a page ends that begins at this byte.
    fn line_end(&self, page: usize, start: usize) -> usize {
        let starts = self.lines.get(&page).into_iter().flatten().map(|line| line.at);
        let next = starts.filter(|at| *at > start).min().unwrap_or(usize::MAX);
        let text = self.builder.text();
        let line = text.get(start..next.min(text.len())).unwrap_or_default();
        start + line.split("\n\n").next().unwrap_or_default().trim_end().len()
    }

    /// Where each page begins, in bytes; a page without text where the next one does.
    pub fn page_starts(&self, pages: usize) -> Vec<usize> {
        let end = self.builder.text().len();
        let mut starts = vec![usize::MAX; pages];
        for (page, lines) in &self.lines {
            if let (Some(start), Some(first)) = (starts.get_mut(*page), lines.iter().map(|line| line.at).min()) {
                *start = first;
            }
        }
        let mut next = end;
        for start in starts.iter_mut().rev() {
            next = (*start).min(next);
            *start = next;
        }
        starts
    }

    /// Says of each block and run what it is, and hands over the document. `sections` are the outline's places.
    pub fn finish(mut self, sections: Vec<(String, u8, PagePlace)>) -> Builder {
        let sections: Vec<(String, u8, usize)> =
            sections.into_iter().filter_map(|(title, level, place)| Some((title, level, self.find(place)?))).collect();
        let written = bylines::date(&self.placed, self.builder.text());
        self.builder.metadata.date = written.or(self.builder.metadata.date.take());
        let title = self.builder.metadata.title.as_deref();
        let mut kinds = kinds::kinds(&self.placed, self.builder.text(), &sections, title);
        bylines::mark(&self.placed, self.builder.text(), &self.builder.metadata.authors, &mut kinds);
        let title = self.builder.metadata.title.take();
        self.builder.metadata.title = title.or_else(|| bylines::title(&self.placed, self.builder.text(), &kinds));
        for (placed, (kind, level, marker)) in self.placed.iter().zip(&kinds) {
            self.builder.marked_block(*kind, *level, placed.span, *marker);
        }
        self.looks();
        self.notes(&kinds);
        self.targets();
        for (title, level, at) in &sections {
            self.builder.section(title, *level, *at);
        }
        self.builder
    }

    /// Emphasis, and the runs that are marked.
    fn looks(&mut self) {
        const STYLES: [(LetterLook, InlineStyle); 3] = [
            (LetterLook::BOLD, InlineStyle::Strong),
            (LetterLook::ITALIC, InlineStyle::Emphasis),
            (LetterLook::FIXED, InlineStyle::Code),
        ];
        for placed in &self.placed {
            let plain = STYLES.map(|(look, _)| placed.block.share(look, placed.span.len()) < 0.6);
            for run in &placed.block.runs {
                let span = Span::new(placed.span.start + run.start, placed.span.start + run.end);
                for ((look, style), plain) in STYLES.into_iter().zip(plain) {
                    if plain && run.look.has(look) {
                        self.builder.inline(style, span);
                    }
                }
                if run.link > 0 {
                    self.marked.push((span, run.link));
                }
            }
        }
    }

    /// Numbers of notes, with the note of that number on the same page or the next.
    fn notes(&mut self, kinds: &[BlockForm]) {
        use BlockKind::Footnote;
        let text = self.builder.text();
        let notes: Vec<(String, usize)> = self
            .placed
            .iter()
            .zip(kinds)
            .filter(|(_, kind)| kind.0 == Footnote)
            .map(|(placed, _)| (label(placed.span.of(text)), placed.span.start))
            .collect();
        let mut found = Vec::new();
        for (placed, _) in self.placed.iter().zip(kinds).filter(|(_, kind)| kind.0 != Footnote) {
            for run in placed.block.runs.iter().filter(|run| run.raised) {
                let span = Span::new(placed.span.start + run.start, placed.span.start + run.end);
                let number = label(span.of(text));
                let from = notes.partition_point(|(_, at)| *at < span.start);
                let note = notes[from..].iter().take(40).find(|(label, _)| *label == number && !number.is_empty());
                if let Some((_, at)) = note {
                    found.push((InlineStyle::NoteRef(Some(*at)), span));
                }
            }
        }
        for (style, span) in found {
            self.builder.inline(style, span);
        }
    }

    /// Links and remarks over the words that lie in them.
    fn targets(&mut self) {
        let marks = std::mem::take(&mut self.marks);
        let parts = |link: u16| match marks.get(usize::from(link).wrapping_sub(1)) {
            Some(PageMark::Several(parts)) => parts.clone(),
            _ => vec![link],
        };
        let marked = std::mem::take(&mut self.marked).into_iter();
        let mut marked: Vec<(Span, u16)> =
            marked.flat_map(|(span, link)| parts(link).into_iter().map(move |part| (span, part))).collect();
        marked.sort_by_key(|(span, link)| (*link, span.start));
        let mut rest = marked.as_slice();
        let mut remarks = PlacedRemarks::of(std::mem::take(&mut self.comments));
        for (number, mark) in (1..).zip(marks) {
            let (these, others) = rest.split_at(rest.partition_point(|(_, link)| *link <= number));
            rest = others;
            let spans: Vec<Span> = these.iter().map(|(span, _)| *span).collect();
            let words = spans.iter().copied().reduce(Span::union);
            let style = match &mark {
                PageMark::Address(address) if !spans.is_empty() => Some(self.builder.link(address.clone())),
                PageMark::Jump(place) => self.find(*place).map(InlineStyle::Jump),
                PageMark::Remark(number, place) => {
                    let line = || {
                        let start = self.find(*place).unwrap_or_default();
                        Span::new(start, self.line_end(place.page, start))
                    };
                    remarks.place(*number, place.page, words, line);
                    None
                }
                PageMark::Rest(number) => {
                    if let Some(words) = words {
                        remarks.go_on(*number, words);
                    }
                    None
                }
                PageMark::Address(_) | PageMark::Several(_) => None,
            };
            for span in spans {
                if let Some(style) = style {
                    self.builder.inline(style, span);
                }
            }
        }
        for comment in remarks.finish(self.builder.text(), &|gap| self.is_furniture(gap)) {
            self.builder.comment(comment);
        }
    }

    /// Whether nothing of the article stands in a span: blanks, heads and feet of pages, notes.
    fn is_furniture(&self, span: Span) -> bool {
        let text = self.builder.text();
        let is_beside = |placed: &Placed| matches!(placed.block.shape, BlockShape::Boilerplate | BlockShape::Note);
        let from = self.placed.partition_point(|placed| placed.span.end <= span.start);
        let within = self.placed[from..].iter().take_while(|placed| placed.span.start < span.end);
        let cut = |placed: &Placed| Span::new(placed.span.start.max(span.start), placed.span.end.min(span.end));
        within.filter(|placed| !is_beside(placed)).all(|placed| cut(placed).of(text).trim().is_empty())
    }
}

/// The number or sign that a note begins with.
fn label(text: &str) -> String {
    let text = text.trim_start_matches(['[', '(']);
    let figures: String =
        text.chars().map(|c| off_line::on_line(c).unwrap_or(c)).take_while(char::is_ascii_digit).collect();
    let sign = |c: &char| "*†‡§¶∗".contains(*c);
    if figures.is_empty() { text.chars().take_while(sign).collect() } else { figures }
}

/// Whether a paragraph might go on in another column or on another page.
fn may_go_on(block: &PdfBlock) -> bool {
    if let Some(tag) = block.tag {
        let cut = block.last && tag.kind != BlockKind::Heading && ends_inside(&block.text);
        let running = !matches!(block.shape, BlockShape::Row | BlockShape::Code | BlockShape::Lines);
        return block.may_be_gone_on_with() || (cut && running && block.text.len() < LONGEST);
    }
    matches!(block.shape, BlockShape::Text | BlockShape::Item | BlockShape::Numbered(_))
        && block.last
        && (block.full || ends_inside(&block.text))
        && block.text.len() < LONGEST
        && block.text.chars().nth(3).is_some()
}

/// Whether a text ends in the middle of a sentence.
fn ends_inside(text: &str) -> bool {
    !text.trim_end_matches(['”', '"', '’', ')', ']', '»']).ends_with(['.', '!', '?', ':', '。', '？', '！', '؟'])
}

/// Whether a block is the rest of a paragraph.
fn goes_on(open: &PdfBlock, next: &PdfBlock) -> bool {
    if let (Some(own), Some(other)) = (open.tag, next.tag) {
        // Some programs begin a block anew on each page.
        let anew = !own.more && own.kind == other.kind && page_of(open) != page_of(next) && is_rest(open, next);
        return own.unit == other.unit || anew;
    }
    let alike = (open.size - next.size).abs() < open.size * 0.04
        && (open.share(LetterLook::BOLD, open.text.len()) > 0.9)
            == (next.share(LetterLook::BOLD, next.text.len()) > 0.9);
    let level = next.indent < INDENT || goes_on_low(next);
    next.shape == BlockShape::Text && alike && level && is_rest(open, next)
}

fn page_of(block: &PdfBlock) -> Option<usize> {
    block.anchors.last().map(|anchor| anchor.page)
}

/// Whether a block begins in the middle of a sentence that another ends in.
fn is_rest(open: &PdfBlock, next: &PdfBlock) -> bool {
    ends_inside(&open.text) && (goes_on_low(next) || open.full)
}

fn goes_on_low(next: &PdfBlock) -> bool {
    let first = next.text.chars().next().unwrap_or('A');
    first.is_lowercase() || matches!(first, ',' | ';' | ')')
}
