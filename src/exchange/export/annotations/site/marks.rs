//! The text of a page with its marks: block by block, cut wherever a mark or a style begins or ends. Every character of the canonical
//! text is written once, and none that is not in it.

use super::notes::NoteThread;
use crate::annotation::Color;
use crate::document::{Block, BlockKind, Document, InlineStyle, Marker};
use crate::exchange::export::escape::html_escaped;
use crate::text::Span;
use std::collections::{BTreeSet, HashSet};
use std::fmt::Write as _;

/// So many marks at most are named by one piece of text.
const MOST: usize = 64;

/// So many blocks are laid out together once they come near the window. A browser asks of each such part at every frame whether it
/// is near: 40,000 blocks by themselves took Chromium 110 ms a frame, parts of 16 and of 50 take it 17.
const PART: usize = 16;

/// Writes the text of a document with the marks of these threads, in parts of so many blocks.
pub(super) fn marked_text(document: &Document, threads: &[NoteThread<'_>]) -> String {
    let mut marks: Vec<SiteMark<'_>> = threads.iter().filter_map(SiteMark::of).collect();
    marks.sort_by_key(|mark| (mark.span.start, mark.span.end, mark.number));
    let text = document.text();
    let mut writer = MarkedText {
        document,
        marks: &marks,
        next: 0,
        open: BTreeSet::new(),
        begun: HashSet::new(),
        out: String::with_capacity(text.len() * 5 / 4),
    };
    let (mut at, mut begun) = (0, 0);
    for (index, block) in document.blocks().iter().enumerate() {
        if !document.is_joined(index) {
            writer.out.push_str(&html_escaped(&text[at..block.span.start]));
            writer.begin_part(begun);
            writer.begin(block);
            begun += 1;
        }
        writer.block(block);
        at = block.span.end;
        if !document.is_joined(index + 1) {
            _ = write!(writer.out, "</{}>", tag(block));
        }
    }
    writer.out.push_str(&html_escaped(&text[at..]));
    writer.out.push_str(if begun > 0 { "</div>" } else { "" });
    writer.out
}

/// A passage that somebody marked.
struct SiteMark<'a> {
    span: Span,
    number: usize,
    reader: &'a str,
    color: Option<Color>,
}

impl<'a> SiteMark<'a> {
    fn of(thread: &NoteThread<'a>) -> Option<Self> {
        let first = thread.said.first()?;
        let span = first.place.as_ref()?.span;
        let reader = first.reader().unwrap_or_default();
        (!span.is_empty()).then_some(Self { span, number: thread.number, reader, color: first.annotation.color })
    }
}

struct MarkedText<'a> {
    document: &'a Document,
    /// By where they begin.
    marks: &'a [SiteMark<'a>],
    /// The first that has not begun.
    next: usize,
    /// Those that have begun and not ended: end, and index.
    open: BTreeSet<(usize, usize)>,
    /// The numbers of those that have been written a piece of.
    begun: HashSet<usize>,
    out: String,
}

/// The element of a block.
fn tag(block: &Block) -> &'static str {
    match (block.kind, block.level) {
        (BlockKind::Heading, 0 | 1) => "h1",
        (BlockKind::Heading, 2) => "h2",
        (BlockKind::Heading, 3) => "h3",
        (BlockKind::Heading, 4) => "h4",
        (BlockKind::Heading, 5) => "h5",
        (BlockKind::Heading, _) => "h6",
        (BlockKind::Quotation, _) => "blockquote",
        _ => "p",
    }
}

/// What a block is called in the style.
fn class(block: &Block) -> &'static str {
    match block.kind {
        BlockKind::ListItem => "item",
        BlockKind::TableRow => "row",
        BlockKind::Paragraph | BlockKind::Heading => "",
        kind => kind.name(),
    }
}

fn marker(block: &Block) -> String {
    match block.marker {
        Marker::None => String::new(),
        Marker::Bullet => "•".to_owned(),
        Marker::Number(number) => format!("{number}."),
        Marker::Task(done) => if done { "☑" } else { "☐" }.to_owned(),
    }
}

impl MarkedText<'_> {
    /// Begins the part that the block of that number is the first of, where it is.
    fn begin_part(&mut self, number: usize) {
        if number.is_multiple_of(PART) {
            self.out.push_str(if number > 0 { "</div><div class=\"part\">" } else { "<div class=\"part\">" });
        }
    }

    fn begin(&mut self, block: &Block) {
        let (tag, class, marker) = (tag(block), class(block), marker(block));
        let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
        let marker = if marker.is_empty() { String::new() } else { format!(" data-marker=\"{marker}\"") };
        _ = write!(self.out, "<{tag}{class}{marker}>");
    }

    /// Writes a block piece by piece.
    fn block(&mut self, block: &Block) {
        let span = block.span;
        let mut cuts = vec![span.start, span.end];
        let mut cut = |inner: Span| {
            cuts.extend([inner.start, inner.end].into_iter().filter(|at| *at > span.start && *at < span.end));
        };
        self.document.inlines_in(span).for_each(|run| cut(run.span));
        self.open.iter().for_each(|(_, index)| cut(self.marks[*index].span));
        self.marks[self.next..].iter().take_while(|mark| mark.span.start < span.end).for_each(|mark| cut(mark.span));
        let pages = self.document.pages();
        let first = pages.partition_point(|page| page.at < span.start);
        let here = pages[first..].iter().take_while(|page| page.at < span.end);
        here.clone().for_each(|page| cut(Span::at(page.at)));
        let labels: Vec<(usize, &str)> = here.map(|page| (page.at, page.label.as_str())).collect();
        cuts.sort_unstable();
        cuts.dedup();
        for pair in cuts.windows(2) {
            for (_, label) in labels.iter().filter(|(at, _)| *at == pair[0]) {
                _ = write!(self.out, "<span class=\"page\" data-page=\"{}\"></span>", html_escaped(label));
            }
            self.piece(Span::new(pair[0], pair[1]));
        }
    }

    /// Writes a piece in which no mark and no style begins or ends.
    fn piece(&mut self, span: Span) {
        self.open.retain_from(span.start);
        while let Some(mark) = self.marks.get(self.next).filter(|mark| mark.span.start <= span.start) {
            if mark.span.end > span.start {
                self.open.insert((mark.span.end, self.next));
            }
            self.next += 1;
        }
        let mut ends = Vec::new();
        for run in self.document.inlines_in(span) {
            let (begin, end) = match run.style {
                InlineStyle::Emphasis => ("<em>".to_owned(), "</em>"),
                InlineStyle::Strong => ("<strong>".to_owned(), "</strong>"),
                InlineStyle::Strike => ("<s>".to_owned(), "</s>"),
                InlineStyle::Code => ("<code>".to_owned(), "</code>"),
                InlineStyle::Link(index) => {
                    match self.document.links().get(index as usize).and_then(|link| outward(link)) {
                        Some(link) if !ends.contains(&"</a>") => {
                            (format!("<a href=\"{link}\" rel=\"noopener noreferrer\">"), "</a>")
                        }
                        _ => continue,
                    }
                }
                InlineStyle::Jump(_) | InlineStyle::Image(_) | InlineStyle::NoteRef(_) => continue,
            };
            self.out.push_str(&begin);
            ends.push(end);
        }
        let marked = self.begin_mark();
        self.out.push_str(&html_escaped(span.of(self.document.text())));
        self.out.push_str(if marked { "</mark>" } else { "" });
        self.out.extend(ends.into_iter().rev());
    }

    /// Begins the element of the marks over a piece; the first piece of a mark carries its id.
    fn begin_mark(&mut self) -> bool {
        let here: Vec<&SiteMark<'_>> = self.open.iter().take(MOST).map(|(_, index)| &self.marks[*index]).collect();
        let Some(shortest) = here.first() else { return false };
        let numbers: Vec<String> = here.iter().map(|mark| mark.number.to_string()).collect();
        let readers = here.iter().map(|mark| mark.reader).collect::<HashSet<_>>().len();
        let first = here.iter().find(|mark| !self.begun.contains(&mark.number)).map(|mark| mark.number);
        let id = first
            .map_or_else(String::new, |number| format!(" id=\"m{number}\" tabindex=\"0\" aria-details=\"n{number}\""));
        let color = shortest.color.map_or("grey", Color::name);
        let numbers = numbers.join(" ");
        self.begun.extend(first);
        _ = write!(self.out, "<mark{id} class=\"{color} r{}\" data-n=\"{numbers}\">", readers.min(6));
        true
    }
}

/// Forgets what has ended.
trait RetainFrom {
    fn retain_from(&mut self, at: usize);
}

impl RetainFrom for BTreeSet<(usize, usize)> {
    fn retain_from(&mut self, at: usize) {
        while self.first().is_some_and(|(end, _)| *end <= at) {
            self.pop_first();
        }
    }
}

/// A link that leads to somewhere in the web or to an address, escaped.
fn outward(link: &str) -> Option<String> {
    let lower = link.trim().to_lowercase();
    let known = ["https://", "http://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme));
    known.then(|| html_escaped(link.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Builder;

    #[test]
    fn a_long_text_stands_in_parts_and_every_block_in_one() {
        for (blocks, parts) in [(0, 0), (1, 1), (PART, 1), (PART + 1, 2), (3 * PART, 3)] {
            let text = vec!["A stone."; blocks].join("\n\n");
            let mut builder = Builder::over(text);
            (0..blocks).for_each(|at| builder.block(BlockKind::Paragraph, 0, Span::new(at * 10, at * 10 + 8)));
            let page = marked_text(&builder.finish(), &[]);
            let counted = |what: &str| page.matches(what).count();
            assert_eq!(
                (counted("<p>"), counted("<div class=\"part\">"), counted("</div>")),
                (blocks, parts, parts),
                "{page}"
            );
        }
    }
}
