//! A document as bytes and back, for a cache: what a parser needed seconds for is there again in milliseconds.
//!
//! The layout is our own, small and without a schema. Nothing is trusted when it is read back: everything goes through a [`Builder`], so that a damaged file gives
//! another document or none, and never one that breaks an invariant. It opens no file.

use super::{Block, BlockKind, Builder, Comment, Document, Inline, InlineStyle, Marker, Metadata};
use crate::text::bytes::{PackReader, PackWriter};
use crate::text::{Span, visible};
use std::borrow::Cow;
use std::io::{self, Read, Write};

/// Counts up when the bytes change their meaning.
pub const LAYOUT: u32 = 3;

/// The kinds by their numbers in the file, in the order of the type.
const KINDS: [BlockKind; 13] = [
    BlockKind::Heading,
    BlockKind::Byline,
    BlockKind::Paragraph,
    BlockKind::Verse,
    BlockKind::ListItem,
    BlockKind::Quotation,
    BlockKind::Code,
    BlockKind::TableRow,
    BlockKind::Caption,
    BlockKind::Footnote,
    BlockKind::Entry,
    BlockKind::Rule,
    BlockKind::Boilerplate,
];

/// Writes the document, a piece at a time: it may be as long as all the memory that is to spare.
pub fn write(document: &Document, to: &mut dyn Write) -> io::Result<()> {
    let mut out = PackWriter(to);
    out.metadata(&document.metadata)?;
    out.all(&document.warnings, |out, warning| out.text(warning))?;
    out.text(&document.text)?;
    let interruptions: Vec<Span> = document.interruptions_in(Span::new(0, document.text.len())).collect();
    out.all(&interruptions, |out, span| {
        out.number(span.start)?;
        out.number(span.len())
    })?;
    let mut before = 0;
    out.all(&document.blocks, |out, block| out.block(block, std::mem::replace(&mut before, block.span.end)))?;
    let mut before = 0;
    out.all(&document.inlines, |out, run| out.run(run, std::mem::replace(&mut before, run.span.start)))?;
    out.all(&document.links, |out, link| out.text(link))?;
    out.all(&document.images, |out, image| out.text(image))?;
    out.all(&document.sections, |out, section| {
        out.text(&section.title)?;
        out.bytes(&[section.level])?;
        out.number(section.at)
    })?;
    out.all(&document.pages, |out, page| {
        out.text(&page.label)?;
        out.number(page.at)
    })?;
    out.all(&document.comments, PackWriter::comment)
}

/// The document that [`write()`] wrote, out of the next `size` bytes; `None` where they are cut or no such thing. Memory is taken for
/// what is there, not for what is said to come.
pub fn read(from: &mut dyn Read, size: u64) -> Option<Document> {
    let mut saved = PackReader::of(from, size);
    let (metadata, warnings) = (saved.metadata()?, saved.warnings()?);
    let mut builder = Builder::over(saved.harmless()?);
    (builder.metadata, builder.warnings) = (metadata, warnings);
    saved.spans()?;
    let mut before = 0;
    for _ in 0..saved.count()? {
        let block = saved.block(before)?;
        before = block.span.end;
        builder.put(block);
    }
    let mut before = 0;
    for _ in 0..saved.count()? {
        let run = saved.run(before)?;
        before = run.span.start;
        builder.inline(run.style, run.span);
    }
    for _ in 0..saved.count()? {
        builder.link(saved.text()?);
    }
    for _ in 0..saved.count()? {
        builder.image(saved.text()?);
    }
    for _ in 0..saved.count()? {
        let (title, level, at) = (saved.text()?, saved.byte()?, saved.number()?);
        builder.section(&title, level, at);
    }
    for _ in 0..saved.count()? {
        let (label, at) = (saved.text()?, saved.number()?);
        builder.page(&label, at);
    }
    for _ in 0..saved.count()? {
        builder.comment(saved.comment()?);
    }
    saved.is_done().then(|| builder.finish())
}

/// The words of a document, as a search needs them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedWords {
    /// As [`Document::text`] has them.
    pub text: String,
    /// What lies between two pages in the middle of a paragraph ([`Document::interruptions_in`]); bytes are not trusted, so these
    /// spans may be none of the text.
    pub interruptions: Vec<Span>,
}

/// The words alone of the document that [`write()`] wrote, out of the next `size` bytes; what comes after them is not read.
pub fn words(from: &mut dyn Read, size: u64) -> Option<SavedWords> {
    let mut saved = PackReader::of(from, size);
    saved.metadata()?;
    saved.warnings()?;
    Some(SavedWords { text: saved.harmless()?, interruptions: saved.spans()? })
}

/// What a document is made of.
impl PackWriter<'_> {
    fn metadata(&mut self, said: &Metadata) -> io::Result<()> {
        let Metadata { title, authors, date, publication, language, identifier, url } = said;
        self.all(authors, |out, author| out.text(author))?;
        let facts = [title, date, publication, language, identifier, url];
        facts.into_iter().try_for_each(|fact| self.optional(fact.as_deref(), Self::text))
    }

    /// `before` is the end of the block before it.
    fn block(&mut self, block: &Block, before: usize) -> io::Result<()> {
        self.number(block.span.start - before)?;
        self.number(block.span.len())?;
        self.bytes(&[block.kind as u8, block.level, u8::from(block.continued)])?;
        match block.marker {
            Marker::None => self.bytes(&[0]),
            Marker::Bullet => self.bytes(&[1]),
            Marker::Task(done) => self.bytes(&[2 + u8::from(done)]),
            Marker::Number(number) => {
                self.bytes(&[4])?;
                self.number(number as usize)
            }
        }
    }

    /// `before` is the start of the run before it.
    fn run(&mut self, run: &Inline, before: usize) -> io::Result<()> {
        self.number(run.span.start - before)?;
        self.number(run.span.len())?;
        let (code, target) = match run.style {
            InlineStyle::Emphasis => (0, None),
            InlineStyle::Strong => (1, None),
            InlineStyle::Strike => (2, None),
            InlineStyle::Code => (3, None),
            InlineStyle::NoteRef(None) => (4, None),
            InlineStyle::NoteRef(Some(to)) => (5, Some(to)),
            InlineStyle::Jump(to) => (6, Some(to)),
            InlineStyle::Link(index) => (7, Some(index as usize)),
            InlineStyle::Image(index) => (8, Some(index as usize)),
        };
        self.bytes(&[code])?;
        target.map_or(Ok(()), |target| self.number(target))
    }

    fn comment(&mut self, comment: &Comment) -> io::Result<()> {
        self.number(comment.span.start)?;
        self.number(comment.span.len())?;
        self.text(&comment.author)?;
        self.optional(comment.date.as_deref(), Self::text)?;
        self.text(&comment.text)?;
        self.optional(comment.answers, Self::number)?;
        self.optional(comment.color, |out, color| out.bytes(&color))?;
        self.bytes(&[u8::from(comment.resolved)])
    }
}

/// The same, read again.
impl PackReader<'_> {
    /// A text made harmless, without a copy of one that is.
    fn harmless(&mut self) -> Option<String> {
        let text = self.text()?;
        let changed = match visible::harmless(&text) {
            Cow::Owned(changed) => Some(changed),
            Cow::Borrowed(_) => None,
        };
        Some(changed.unwrap_or(text))
    }

    fn line(&mut self) -> Option<String> {
        self.text().map(|text| visible::line(&text).into_owned())
    }

    fn metadata(&mut self) -> Option<Metadata> {
        let mut said = Metadata { authors: self.all(Self::line)?, ..Metadata::default() };
        let Metadata { title, date, publication, language, identifier, url, .. } = &mut said;
        for fact in [title, date, publication, language, identifier, url] {
            *fact = if self.follows()? { Some(self.line()?) } else { None };
        }
        Some(said)
    }

    fn warnings(&mut self) -> Option<Vec<String>> {
        self.all(Self::line)
    }

    /// A span that begins `before` bytes and a number later.
    fn span(&mut self, before: usize) -> Option<Span> {
        let start = before.checked_add(self.number()?)?;
        Some(Span { start, end: start.checked_add(self.number()?)? })
    }

    fn spans(&mut self) -> Option<Vec<Span>> {
        self.all(|saved| saved.span(0))
    }

    fn block(&mut self, before: usize) -> Option<Block> {
        let span = self.span(before)?;
        let kind = *KINDS.get(usize::from(self.byte()?))?;
        let (level, continued) = (self.byte()?, self.byte()? == 1);
        let marker = match self.byte()? {
            0 => Marker::None,
            1 => Marker::Bullet,
            2 => Marker::Task(false),
            3 => Marker::Task(true),
            4 => Marker::Number(u32::try_from(self.number()?).ok()?),
            _ => return None,
        };
        Some(Block { span, kind, level, marker, continued })
    }

    fn run(&mut self, before: usize) -> Option<Inline> {
        let span = self.span(before)?;
        let style = match self.byte()? {
            0 => InlineStyle::Emphasis,
            1 => InlineStyle::Strong,
            2 => InlineStyle::Strike,
            3 => InlineStyle::Code,
            4 => InlineStyle::NoteRef(None),
            5 => InlineStyle::NoteRef(Some(self.number()?)),
            6 => InlineStyle::Jump(self.number()?),
            7 => InlineStyle::Link(u32::try_from(self.number()?).ok()?),
            8 => InlineStyle::Image(u32::try_from(self.number()?).ok()?),
            _ => return None,
        };
        Some(Inline { span, style })
    }

    fn comment(&mut self) -> Option<Comment> {
        Some(Comment {
            span: self.span(0)?,
            author: self.text()?,
            date: if self.follows()? { Some(self.line()?) } else { None },
            text: self.text()?,
            answers: if self.follows()? { Some(self.number()?) } else { None },
            color: if self.follows()? { Some([self.byte()?, self.byte()?, self.byte()?]) } else { None },
            resolved: self.follows()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn to_bytes(document: &Document) -> Vec<u8> {
        let mut bytes = Vec::new();
        write(document, &mut bytes).unwrap();
        bytes
    }

    fn from_bytes(bytes: &[u8]) -> Option<Document> {
        read(&mut &bytes[..], bytes.len() as u64)
    }

    /// All that a parser may hand in for one block: kind, level, marker, where.
    type Raw = (usize, u8, u32, (usize, usize));

    fn style(number: u32, to: usize) -> InlineStyle {
        match number % 9 {
            0 => InlineStyle::Emphasis,
            1 => InlineStyle::Strong,
            2 => InlineStyle::Strike,
            3 => InlineStyle::Code,
            4 => InlineStyle::NoteRef(None),
            5 => InlineStyle::NoteRef(Some(to)),
            6 => InlineStyle::Jump(to),
            7 => InlineStyle::Link(number),
            _ => InlineStyle::Image(number),
        }
    }

    fn marker(number: u32) -> Marker {
        [Marker::None, Marker::Bullet, Marker::Number(number), Marker::Task(number > 9)][number as usize % 4]
    }

    fn document(text: &str, blocks: &[Raw], said: &[Option<String>]) -> Document {
        let mut builder = Builder::default();
        builder.push(text);
        for (kind, level, number, (a, b)) in blocks {
            builder.marked_block(KINDS[*kind], *level, Span::new(*a, *b), marker(*number));
            builder.inline(style(*number, *b), Span::new(*a / 2, *b));
            builder.section(said[0].as_deref().unwrap_or("One"), *level, *a);
            builder.page(&number.to_string(), *b);
            let answers = (*number > 4).then_some(*kind);
            let (author, date) = (said[1].clone().unwrap_or_default(), said[2].clone());
            builder.comment(Comment {
                span: Span::new(*a, *b),
                author,
                date,
                text: text.to_owned(),
                answers,
                color: None,
                resolved: *number > 6,
            });
        }
        let line = |n: usize| said[n].as_deref().map(|text| visible::line(text).into_owned());
        builder.metadata = Metadata {
            title: line(0),
            authors: said.iter().flatten().map(|text| visible::line(text).into_owned()).collect(),
            date: line(1),
            publication: line(2),
            language: line(3),
            identifier: line(4),
            url: line(5),
        };
        builder.warnings.extend(line(3));
        builder.link(said[4].clone().unwrap_or_default());
        builder.image(said[5].clone().unwrap_or_default());
        builder.finish()
    }

    fn raw() -> impl Strategy<Value = Vec<Raw>> {
        prop::collection::vec((0..KINDS.len(), any::<u8>(), 0u32..40, (0usize..60_000, 0usize..60_000)), 0..12)
    }

    fn said() -> impl Strategy<Value = Vec<Option<String>>> {
        prop::collection::vec(prop::option::of("[a-zé\u{202E}\t 日]{0,20}"), 6)
    }

    proptest! {
        #[test]
        fn a_document_comes_back_as_it_was(
            text in "[a-zé日 \\n.]{0,400}", times in 1usize..120, raw in raw(), said in said(),
        ) {
            let document = document(&text.repeat(times), &raw, &said);
            let back = from_bytes(&to_bytes(&document)).unwrap();
            prop_assert_eq!(format!("{document:?}"), format!("{back:?}"));
        }

        #[test]
        fn bytes_that_were_cut_or_changed_never_break_an_invariant(
            raw in raw(), said in said(), cut in 0usize..4_000, at in 0usize..4_000, byte in any::<u8>(),
        ) {
            let mut bytes = to_bytes(&document(&"Words in a row. ".repeat(200), &raw, &said));
            prop_assert!(from_bytes(&bytes[..cut.min(bytes.len() - 1)]).is_none());
            let at = at % bytes.len();
            bytes[at] = byte;
            if let Some(document) = from_bytes(&bytes) {
                for block in document.blocks() {
                    prop_assert!(!block.span.is_empty() && document.text().get(block.span.start..block.span.end).is_some());
                }
                for run in document.inlines() {
                    prop_assert!(document.text().get(run.span.start..run.span.end).is_some());
                }
                prop_assert!(document.blocks().first().is_none_or(|block| !block.continued));
            }
        }

        #[test]
        fn any_bytes_are_a_document_or_none(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let _ = from_bytes(&bytes);
        }
    }

    #[test]
    fn the_numbers_of_the_kinds_are_those_of_the_type() {
        for (number, kind) in KINDS.into_iter().enumerate() {
            assert_eq!(kind as usize, number, "{}", kind.name());
        }
    }

    #[test]
    fn a_length_that_is_a_lie_costs_nothing() {
        let mut bytes = to_bytes(&Document::default());
        bytes.splice(0..1, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F]);
        assert!(from_bytes(&bytes).is_none());
    }
}
