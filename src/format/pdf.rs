//! PDF to a [`Document`]: the glyphs of each page to lines, columns and paragraphs, with the file's table of contents,
//! page labels, links and remarks. It draws nothing and runs no script; pictures are not decoded.
//!
//! ```text
//! file → pages → glyphs (page, fonts, letters) → pieces → columns → lines → paragraphs (layout) → one text (assembly)
//!      → structure ─────────────────────────────────────────────────→ blocks (tagged) ─┘
//! ```
//!
//! What the text is at a place depends on the structure that a tagged file brings along, on that page, on two pages before
//! and after it, and on the words of the pages before, never on more: so the beginning of a document is the same to the
//! letter whether or not the rest was read. What kind of block something is
//! may depend on all of it.

use super::remark::NewRemark;
use super::row::first_bytes;
use super::{Beginning, FileParts, Format, InPlace, damaged, isolated};
use crate::document::Document;
use assembly::Assembly;
use boilerplate::REACH;
use hayro_interpret::kurbo::Rect;
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, RenderContent};
use hayro_syntax::object::{Array, Dict, Name, Stream};
use hayro_syntax::page::Page;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use layout::PdfDraft;
use places::PdfPlaces;
use remarks::Remarks;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use structure::Structure;

mod areas;
mod assembly;
mod blocks;
mod boilerplate;
mod bounds;
mod bylines;
mod columns;
mod doubles;
mod facts;
mod fonts;
mod halves;
mod items;
mod kinds;
mod korean;
mod layout;
mod letters;
mod lines;
mod margin;
mod marked;
mod notes;
mod outline;
mod page;
mod paragraphs;
mod pieces;
mod places;
mod readorder;
mod remarks;
mod strings;
mod structure;
mod tables;
mod tagged;
mod update;
mod words;

/// The row of the table of formats.
pub const FORMAT: Format = Format {
    name: "pdf",
    extensions: &["pdf"],
    about: "PDF: articles, books and papers as they are printed",
    sniff,
    parse: |bytes| read(bytes, Extent::Whole),
    beginning: Beginning::Of(|bytes| read(bytes, Extent::Beginning)),
    in_place: InPlace { screen: Some(preview), ..InPlace::NOTHING },
    packed: true,
    most: 512 << 20,
    version: 10,
    picture: |_, _| None,
    marked: Some(marked_copy),
};

/// Where the mark of a PDF may stand: programs put other things before it.
const MARK_WITHIN: usize = 1024;
/// The mark of the end of a PDF stands within this many of its last bytes.
const END_WITHIN: usize = 4096;
/// The most pages that are read.
const MOST_PAGES: usize = 20_000;
/// The most text, in bytes.
const MOST_TEXT: usize = 256 << 20;
/// How many pages the beginning has …
const BEGINNING_PAGES: usize = 4;
/// … unless fewer have this much text, in bytes.
const BEGINNING_TEXT: usize = 48 << 10;
/// How much text is enough for a first screen, in bytes, the paragraph that may go on with the next page left out: nearly 40 rows of
/// 70 letters, with the gaps between them. Each page more takes a millisecond or two.
const FIRST_TEXT: usize = 2500;
/// The most of a page's description that is read, in bytes.
const MOST_CONTENT: usize = 16 << 20;
/// The most streams that one page's description is put together from.
const MOST_STREAMS: usize = 10_000;
/// The most of all pages' descriptions that is read, in bytes …
const MOST_WORK: usize = 384 << 20;
/// … with each drawing call counted as so many.
const CALL: usize = 32;
/// How many warnings of one kind list their pages.
const MOST_LISTED: usize = 12;

/// How much of a file is wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    Whole,
    Beginning,
    FirstPage,
}

/// The first page. Where pages and fonts lie is only known from the end of a file, so all of it is read.
fn preview(mut parts: Box<dyn FileParts>) -> Document {
    read(first_bytes(&mut *parts, FORMAT.most as usize), Extent::FirstPage)
}

/// Whether the mark of a PDF stands near the beginning.
pub fn sniff(head: &[u8]) -> bool {
    memchr::memmem::find(&head[..head.len().min(MARK_WITHIN)], b"%PDF-").is_some()
}

/// A copy with remarks in it.
fn marked_copy(bytes: &[u8], document: &Document, remarks: &[NewRemark]) -> Result<Vec<u8>, String> {
    let opened = kept(|| Pdf::new(bytes.to_vec()).ok()).flatten();
    let pdf = opened.filter(|pdf| !pdf.pages().is_empty()).ok_or("it is damaged, or protected by a password")?;
    let mut reading = PdfReading::of(&pdf);
    let mut read = |index| Some(areas::PageLetters::of(reading.glyphs(pdf.pages().get(index)?, index)));
    marked::marked((bytes, &pdf), document, remarks, &mut read)
}

fn read(bytes: Vec<u8>, extent: Extent) -> Document {
    if let Err(fault) = bounds::check(&bytes) {
        return damaged(fault);
    }
    let cut_off = !has_end(&bytes);
    let opened = catch_unwind(AssertUnwindSafe(|| Pdf::new(bytes)));
    match opened {
        Ok(Ok(pdf)) if pdf.pages().is_empty() => {
            damaged("The PDF has no pages: it is damaged or was not saved to its end. Fetch or export it again.")
        }
        Ok(Ok(pdf)) => {
            let mut document = PdfReading::of(&pdf).run(extent);
            if cut_off {
                document.warnings.insert(0, CUT_OFF.to_owned());
            }
            document
        }
        Ok(Err(LoadPdfError::Decryption(fault))) => damaged(locked(fault)),
        Ok(Err(LoadPdfError::Invalid)) | Err(_) => damaged(
            "The PDF cannot be read: it is damaged or cut off, and no pages were found in it. Fetch or export it again.",
        ),
    }
}

const CUT_OFF: &str = "The PDF ends in the middle: it was not saved or copied to its end. What is there is shown; fetch \
                       or export it again.";

/// Whether the mark of the end stands near the end, as it does in every file that was saved whole.
fn has_end(bytes: &[u8]) -> bool {
    memchr::memmem::find(&bytes[bytes.len().saturating_sub(END_WITHIN)..], b"%%EOF").is_some()
}

/// What is said of a file that cannot be decrypted.
fn locked(fault: DecryptionError) -> &'static str {
    match fault {
        DecryptionError::PasswordProtected => {
            "The PDF is protected by a password. Open it in a PDF viewer with the password and save a copy without one \
             (print to a file, or `qpdf --decrypt --password=… in.pdf out.pdf`)."
        }
        DecryptionError::UnsupportedAlgorithm => {
            "The PDF is encrypted in a way that is not read here. Open it in a PDF viewer and save a copy without \
             encryption."
        }
        DecryptionError::MissingIDEntry | DecryptionError::InvalidEncryption => {
            "The PDF is encrypted, and what is needed to decrypt it is damaged. Fetch or export it again."
        }
    }
}

/// What was wrong with pages, by their index.
#[derive(Default)]
struct PageFaults {
    broken: Vec<usize>,
    cut: Vec<usize>,
    pictures: Vec<usize>,
    letterless: Vec<usize>,
    empty: usize,
}

/// A file that is being read.
struct PdfReading<'a> {
    pdf: &'a Pdf,
    catalogue: Dict<'a>,
    labels: Vec<String>,
    places: PdfPlaces<'a>,
    structure: Structure,
    out: Assembly,
    remarks: Remarks,
    faults: PageFaults,
    cache: InterpreterCache<'a>,
    work: usize,
}

impl<'a> PdfReading<'a> {
    fn of(pdf: &'a Pdf) -> Self {
        let catalogue: Dict<'a> = pdf.xref().get(pdf.xref().root_id()).unwrap_or_default();
        let pages = pdf.pages().len().min(MOST_PAGES);
        let mut out = Assembly::default();
        out.words = words::Words::of(&facts::programs(pdf.metadata()));
        out.builder.metadata = kept(|| facts::facts(pdf.metadata(), &catalogue)).unwrap_or_default();
        let numbers = || (1..=pages).map(|number| number.to_string()).collect();
        let places = kept(|| PdfPlaces::of(pdf, &catalogue, pages)).unwrap_or_default();
        Self {
            pdf,
            labels: kept(|| outline::labels(&catalogue, pages)).unwrap_or_else(numbers),
            structure: kept(|| Structure::of(&catalogue, places.pages())).unwrap_or_default(),
            places,
            catalogue,
            out,
            remarks: Remarks::default(),
            faults: PageFaults::default(),
            cache: InterpreterCache::new(),
            work: 0,
        }
    }

    fn run(mut self, extent: Extent) -> Document {
        let pages = self.labels.len();
        let mut drafts: VecDeque<(usize, PdfDraft)> = VecDeque::new();
        let mut edges: VecDeque<(usize, Vec<boilerplate::Edge>)> = VecDeque::new();
        let (mut next, mut ended) = (0, 0);
        while ended < pages {
            while next < pages && next <= ended + REACH {
                let draft = self.draft(next);
                draft.learn(&mut self.out.words);
                edges.push_back((next, draft.edges().to_vec()));
                drafts.push_back((next, draft));
                next += 1;
            }
            let Some((page, draft)) = drafts.pop_front() else { break };
            let near: Vec<&[boilerplate::Edge]> = edges
                .iter()
                .filter(|(other, _)| *other != page && other.abs_diff(page) <= REACH)
                .map(|(_, edges)| edges.as_slice())
                .collect();
            let label = &self.labels[page];
            let blocks = catch_unwind(AssertUnwindSafe(|| draft.blocks(&near, page, label, &self.structure)));
            match blocks {
                Ok(blocks) => self.out.page(blocks),
                Err(_) => self.faults.broken.push(page),
            }
            ended += 1;
            edges.retain(|(other, _)| other + REACH > page);
            let enough = match extent {
                Extent::Whole => false,
                Extent::Beginning => ended >= BEGINNING_PAGES || self.out.len() > BEGINNING_TEXT,
                Extent::FirstPage => self.out.settled() > FIRST_TEXT,
            };
            if enough || self.out.len() > MOST_TEXT || self.work > MOST_WORK {
                break;
            }
        }
        self.finish(extent, ended)
    }

    /// A page's glyphs, in pieces. A page that breaks the interpreter is empty.
    fn draft(&mut self, index: usize) -> PdfDraft {
        isolated::tick();
        let pdf = self.pdf;
        let Some(page) = pdf.pages().get(index) else { return PdfDraft::default() };
        let mut found = self.glyphs(page, index);
        let broken = self.faults.broken.last() == Some(&index);
        if found.cut {
            self.faults.cut.push(index);
        }
        if found.glyphs.is_empty() && !broken {
            match () {
                () if found.unknown > 0 => self.faults.letterless.push(index),
                () if found.pictures => self.faults.pictures.push(index),
                () => self.faults.empty += 1,
            }
        } else if found.unknown > 20 + 2 * found.glyphs.len() {
            self.faults.letterless.push(index);
        }
        // A broken remark costs the remarks of its page.
        let _ = kept(|| self.remarks.of((index, page), &self.places, &mut found, &mut self.out));
        let size = page.render_dimensions();
        let Some(draft) = kept(|| PdfDraft::of(found, size)) else {
            self.faults.broken.push(index);
            return PdfDraft::default();
        };
        if draft.is_cut() {
            self.faults.cut.push(index);
        }
        draft
    }

    fn glyphs(&mut self, page: &Page<'a>, index: usize) -> page::Letters {
        let transform = places::transform(page);
        let media = page.media_box();
        let area = transform.transform_rect_bbox(Rect::new(media.x0, media.y0, media.x1, media.y1)).inflate(1.0, 1.0);
        let fonts = fonts::Fonts::of(page.resources());
        let mut collector = page::Collector::new(&fonts, area, (&self.structure, index));
        let drawn = catch_unwind(AssertUnwindSafe(|| {
            let settings = |render_content| InterpreterSettings { render_content, ..InterpreterSettings::default() };
            let context = |content| Context::new(transform, area, &self.cache, self.pdf.xref(), settings(content));
            let (content, cut) = content(page);
            self.work += content.len();
            collector.found.cut = cut;
            if !content.is_empty() {
                let content = fonts::tagged(&content);
                let operations = hayro_syntax::content::TypedIter::new(&content);
                let mut context = context(RenderContent::PAGE);
                hayro_interpret::interpret(operations, page.resources(), &mut context, &mut collector);
            }
            collector.leave();
            let mut context = context(RenderContent::ANNOTATIONS);
            hayro_interpret::interpret_page(page, &mut context, &mut collector);
        }));
        if let Err(thrown) = drawn {
            if thrown.is::<isolated::Broken>() {
                resume_unwind(thrown);
            }
            if !thrown.is::<page::Enough>() {
                self.faults.broken.push(index);
            }
        }
        self.work += collector.calls() * CALL;
        collector.found
    }

    fn finish(mut self, extent: Extent, read: usize) -> Document {
        let whole = read == self.labels.len() || extent == Extent::Whole;
        self.out.end(whole);
        let starts = self.out.page_starts(read);
        let contents = || kept(|| outline::outline(&self.catalogue, &self.places)).unwrap_or_default();
        let sections = if extent == Extent::FirstPage { Vec::new() } else { contents() };
        self.warn(read, whole);
        let mut builder = self.out.finish(sections);
        if !builder.text().is_empty() {
            for (label, at) in self.labels.iter().zip(starts) {
                builder.page(label, at);
            }
        }
        builder.finish()
    }

    fn warn(&mut self, read: usize, whole: bool) {
        let faults = std::mem::take(&mut self.faults);
        let warnings = &mut self.out.builder.warnings;
        let all = self.labels.len();
        let pages = |indexes: &[usize]| listed(indexes, &self.labels);
        if whole && faults.pictures.len() + faults.empty == all && !faults.pictures.is_empty() {
            warnings.push(
                "The PDF has no text: its pages are pictures, as a scanner makes them. A program for text recognition \
                 (such as `ocrmypdf in.pdf out.pdf`) adds the text."
                    .to_owned(),
            );
        } else if whole && faults.empty == all {
            warnings.push("The PDF has no text: its pages are empty.".to_owned());
        } else if !faults.pictures.is_empty() {
            let (pages, have, are) = (
                pages(&faults.pictures),
                verb(&faults.pictures, "have", "has"),
                verb(&faults.pictures, "they are pictures", "it is a picture"),
            );
            warnings.push(format!(
                "{pages} {have} no text: {are}. A program for text recognition (such as `ocrmypdf in.pdf out.pdf`) adds it."
            ));
        }
        if !faults.letterless.is_empty() {
            warnings.push(format!(
                "{}: the fonts do not say which letters they draw, so that text is missing. Text recognition \
                 (such as `ocrmypdf --force-ocr in.pdf out.pdf`) adds it.",
                pages(&faults.letterless)
            ));
        }
        if !faults.broken.is_empty() {
            warnings.push(format!(
                "{} could not be read to the end: the file is damaged there. Fetch or export it again.",
                pages(&faults.broken)
            ));
        }
        if !faults.cut.is_empty() {
            let are = verb(&faults.cut, "are", "is");
            warnings.push(format!("{} {are} too much work, and not all of it was read.", pages(&faults.cut)));
        }
        if whole && read < self.pdf.pages().len() {
            warnings.push(format!(
                "Only the first {read} of {} pages were read: the rest is more than is read of one file.",
                self.pdf.pages().len()
            ));
        }
    }
}

/// What `work` makes; `None` where the file breaks the interpreter on the way.
fn kept<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}

/// A page's description, and whether it is too long to be read to its end. (The page would keep its own copy for as
/// long as the file is open.)
fn content(page: &Page<'_>) -> (Vec<u8>, bool) {
    let mut content = Vec::new();
    let mut add = |stream: Stream<'_>| {
        let picture = stream.dict().get::<Name<'_>>("Subtype").is_some_and(|kind| kind.as_ref() == b"Image");
        if let Some(data) = (!picture).then(|| stream.decoded_data().ok()).flatten() {
            content.extend_from_slice(&data[..data.len().min(MOST_CONTENT + 1)]);
            content.push(b' ');
        }
        content.len() <= MOST_CONTENT
    };
    if let Some(stream) = page.raw().get::<Stream<'_>>("Contents") {
        add(stream);
    } else if let Some(streams) = page.raw().get::<Array<'_>>("Contents") {
        let mut items = streams.flex_iter();
        let streams = streams.raw_iter().map_while(|_| Some(items.next::<Stream<'_>>()));
        // Each stream counts for a little even where it is empty.
        streams.take(MOST_STREAMS).flatten().take_while(|stream| add(stream.clone())).for_each(drop);
    }
    let cut = content.len() > MOST_CONTENT;
    content.truncate(MOST_CONTENT);
    (content, cut)
}

/// The form of a verb for one page or several.
fn verb<'v>(pages: &[usize], several: &'v str, one: &'v str) -> &'v str {
    if pages.len() == 1 { one } else { several }
}

/// Pages by their labels, runs of them as one: `Pages 3–9 and 12`.
fn listed(indexes: &[usize], labels: &[String]) -> String {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for index in indexes {
        match runs.last_mut() {
            Some((_, last)) if *last == *index => {}
            Some((_, last)) if *last + 1 == *index => *last = *index,
            _ => runs.push((*index, *index)),
        }
    }
    let label = |index: usize| labels.get(index).map_or("?", String::as_str);
    let named = |(first, last): &(usize, usize)| {
        if first == last { label(*first).to_owned() } else { format!("{}–{}", label(*first), label(*last)) }
    };
    let word = if indexes.len() == 1 { "Page" } else { "Pages" };
    let more = runs.len().saturating_sub(MOST_LISTED);
    let mut names: Vec<String> = runs.iter().take(MOST_LISTED).map(named).collect();
    if more > 0 {
        names.push(format!("{more} more"));
    }
    let last = names.pop().unwrap_or_default();
    if names.is_empty() { format!("{word} {last}") } else { format!("{word} {} and {last}", names.join(", ")) }
}

#[cfg(test)]
mod tests;
