//! Books: EPUB 2 and 3 to a [`Document`]. The chapters are one text in reading order; the book's own contents, pages and
//! notes lead into it.
//!
//! The level of headings: the first heading that is the book's title has level 1. A chapter whose own heading is of
//! level 1 as well is set one level deeper, all of it, so that chapters stand under the book; so is one that the contents have below a
//! part with such a heading. What a list of contents
//! calls a chapter is not put into the text. Files that are only reached by links come after those that are read in a
//! row. Scripts are not read, style sheets only for what is set large, bold or slanted; nothing is decrypted, no name leaves the
//! archive.

mod chapter;
mod locks;
mod metadata;
mod outline;
mod package;
mod path;
pub mod places;
mod places_text;
mod sheet;
mod styled;
mod xml;

use super::archive::{self, Archive, ArchiveFault};
use super::markup::{self, Anchors, LinkTarget, Source, line_below};
use super::{Beginning, FileParts, Format, InPlace, damaged, isolated};
use crate::document::{BlockKind, Builder, Document};
use dom_query::{NodeId, NodeRef};
use outline::{Outline, OutlineEntry};
use package::{Chapter, ChapterKind, EpubPackage};
use std::cell::{Cell, OnceCell};
use std::collections::HashMap;

/// Its row of the table.
pub const FORMAT: Format = Format {
    name: "epub",
    extensions: &["epub"],
    about: "EPUB 2 and 3: books with chapters, contents, notes and page numbers",
    sniff,
    parse: |bytes| book(Archive::open(bytes), WHOLE),
    beginning: Beginning::Of(|bytes| book(Archive::open(bytes), BEGINNING)),
    in_place: InPlace {
        screen: Some(|parts| book(Archive::of_parts(parts), SCREENS)),
        beginning: Some(|parts| book_in_place(parts, BEGINNING)),
        whole: Some(|parts| book_in_place(parts, WHOLE)),
    },
    packed: true,
    most: 512 << 20,
    version: 11,
    picture,
    marked: None,
};

/// How much of a book is wanted.
#[derive(Clone, Copy, Debug)]
struct BookExtent {
    /// How much text, in bytes, rounded up to a chapter.
    text: usize,
    /// Whether the book's own contents and pages are.
    lists: bool,
}

const WHOLE: BookExtent = BookExtent { text: usize::MAX, lists: true };
const BEGINNING: BookExtent = BookExtent { text: 64 * 1024, lists: true };
/// What fills the first screens. To read what a large book lists would take longer than to read that.
const SCREENS: BookExtent = BookExtent { text: 8 * 1024, lists: false };
/// The largest chapter, in bytes: its tree takes some twenty times that.
const MAX_CHAPTER: usize = 32 << 20;
/// The longest heading that is compared with the title, in bytes.
const MAX_TITLE: usize = 1000;
/// How many paragraphs may be empty before the first line of a chapter.
const MOST_LINES: usize = 20;
/// How many files a warning names.
const NAMED: usize = 3;

fn sniff(head: &[u8]) -> bool {
    archive::media_type(head) == Some(b"application/epub+zip")
        || archive::first_names(head).any(|name| name == b"META-INF/container.xml")
}

/// The bytes of a picture in the book, by its name in the archive.
fn picture(bytes: &[u8], source: &str) -> Option<Vec<u8>> {
    Archive::open(bytes.to_vec()).ok()?.read(source).ok()
}

/// The same of a file that stays where it is, where it is laid out plainly.
fn book_in_place(parts: Box<dyn FileParts>, extent: BookExtent) -> Option<Document> {
    Archive::of_parts(parts).ok().map(|archive| book(Ok(archive), extent))
}

/// The chapters until there is enough text.
fn book(archive: Result<Archive, ArchiveFault>, extent: BookExtent) -> Document {
    let archive = match archive {
        Ok(archive) => archive,
        Err(fault) => return damaged(&fault.to_string()),
    };
    let package = match EpubPackage::read(&archive) {
        Ok(package) => package,
        Err(fault) => return damaged(&fault.to_string()),
    };
    let encrypted = locks::encrypted(&archive);
    if package.chapters.iter().any(|chapter| encrypted.contains(&chapter.entry)) {
        let mut locked = damaged(locks::LOCKED);
        locked.metadata = package.metadata;
        return locked;
    }
    if package.chapters.is_empty() {
        return damaged(
            "There are no chapters in this file: it is an archive, but not of a book. \
             Copy or download it again, or unpack it and open what is in it.",
        );
    }
    BookReader::new(&archive, package).read(extent)
}

/// Puts the chapters together.
struct BookReader<'a> {
    archive: &'a Archive,
    package: EpubPackage,
    builder: Builder,
    anchors: Anchors,
    /// How many more elements the chapters may have.
    elements: usize,
    /// Whether the text has had its title.
    titled: Cell<bool>,
    /// How many headings came after it.
    since: Cell<usize>,
    /// Whether a file had a heading of the first level that is not the title.
    parted: bool,
    faults: ChapterFaults,
    /// What the book lists of itself, once it is asked for.
    listed: OnceCell<BookLists>,
    styles: styled::BookStyles,
}

/// What a book lists of itself.
struct BookLists {
    outline: Outline,
    /// What the contents call the files of chapters.
    called: HashMap<String, String>,
    /// How deep in the contents the files stand, 1 for the outermost.
    levels: HashMap<String, u8>,
}

impl BookLists {
    fn of(outline: Outline) -> Self {
        let contents = outline.contents.iter().rev();
        let called = contents.map(|entry| (entry.target.clone(), entry.title.clone())).collect();
        let file = |entry: &OutlineEntry| entry.target.split('#').next().unwrap_or_default().to_owned();
        let levels = outline.contents.iter().rev().map(|entry| (file(entry), entry.level)).collect();
        Self { outline, called, levels }
    }
}

/// What was wrong with chapters.
#[derive(Default)]
struct ChapterFaults {
    damaged: Vec<String>,
    unread: Vec<ArchiveFault>,
}

impl<'a> BookReader<'a> {
    fn new(archive: &'a Archive, mut package: EpubPackage) -> Self {
        let mut builder = Builder::default();
        builder.metadata = std::mem::take(&mut package.metadata);
        builder.warnings = std::mem::take(&mut package.warnings);
        Self {
            archive,
            package,
            builder,
            anchors: Anchors::default(),
            elements: chapter::MOST_ELEMENTS,
            titled: Cell::new(false),
            since: Cell::new(0),
            parted: false,
            faults: ChapterFaults::default(),
            listed: OnceCell::new(),
            styles: styled::BookStyles::default(),
        }
    }

    fn read(mut self, extent: BookExtent) -> Document {
        for chapter in std::mem::take(&mut self.package.chapters) {
            isolated::tick();
            self.chapter(&chapter);
            if self.builder.text().len() >= extent.text {
                break;
            }
        }
        if extent.lists {
            self.outline();
        }
        self.anchors.resolve(&mut self.builder);
        self.warn();
        self.builder.finish()
    }

    fn chapter(&mut self, chapter: &Chapter) {
        self.anchors.name(chapter.entry.clone());
        if chapter.kind == ChapterKind::Picture {
            return self.picture(&chapter.entry);
        }
        match self.archive.read(&chapter.entry) {
            Ok(bytes) if bytes.len() > MAX_CHAPTER => {
                let name = crate::text::visible::line(&chapter.entry).into_owned();
                self.faults.unread.push(ArchiveFault::TooLarge(name));
            }
            Ok(bytes) => self.text(&chapter.entry, bytes),
            Err(fault) => self.faults.unread.push(fault),
        }
    }

    fn text(&mut self, entry: &str, bytes: Vec<u8>) {
        let prepared = chapter::prepared(bytes, &mut self.elements);
        if prepared.is_damaged {
            self.faults.damaged.push(entry.to_owned());
        }
        let holds = |marks: &[&str]| marks.iter().any(|mark| prepared.html.contains(mark));
        let (headed, figures) = (holds(&["<h1", "<h2", "<h3", "<h4", "<h5", "<h6"]), holds(&["<figcaption"]));
        let notes = markup::may_have_notes(&prepared.html);
        let tree = dom_query::Document::from(prepared.html);
        let title = folded(self.builder.metadata.title.as_deref().unwrap_or_default());
        let is_title = |heading: &NodeRef<'_>| names_work(&line_below(heading, MAX_TITLE, &["rt", "rp"]), &title);
        self.promote(&tree, (entry, headed), &title);
        self.styles.apply(self.archive, entry, &tree, headed);
        let parted = tree.root().descendants_it().any(|node| node.has_name("h1") && !is_title(&node));
        let deeper = u8::from(parted || (headed && self.is_in_part(entry)));
        self.parted |= parted;
        let (titled, since) = (&self.titled, &self.since);
        let heading = |node: NodeRef<'_>, level: u8| {
            if level == 1 && !titled.get() && is_title(&node) {
                titled.set(true);
                return 1;
            }
            since.set(since.get() + 1);
            (level + deeper).clamp(2, 6)
        };
        let titled_before = titled.get() && since.get() == 0;
        let early = !titled.get() || since.get() == 0;
        let is_head = |node: &NodeRef<'_>| node.has_name("h1") || node.has_name("h2");
        let first = tree.root().descendants_it().filter(is_head).take(usize::from(early)).find(is_title);
        let under = first.map(|first| markup::bylines(&first, &self.builder.metadata)).unwrap_or_default();
        let kind = |id: NodeId| {
            let again = titled_before && first.is_some_and(|first| first.id == id);
            let under = under.contains(&id).then_some(BlockKind::Byline);
            if again { Some(BlockKind::Boilerplate) } else { under }
        };
        let source = Source {
            file: entry,
            kind: &kind,
            heading: &heading,
            target: &|href| target(entry, href),
            picture: &|href| package::reference(entry, href).map(|reference| reference.entry),
        };
        if notes {
            markup::set_notes(&tree);
        }
        if figures {
            markup::clear_repeated(&tree);
        }
        markup::walk(tree.root(), &mut self.builder, &mut self.anchors, source);
    }

    /// Whether a chapter, by the contents, is one of a part whose heading stands in a file before it.
    fn is_in_part(&self, entry: &str) -> bool {
        self.parted && self.lists().levels.get(entry).is_some_and(|level| *level > 1)
    }

    /// Makes a heading of the first line of a chapter, where it is the title of the book, or what the contents call a chapter without
    /// headings: some programs write all as paragraphs.
    fn promote(&self, tree: &dom_query::Document, (entry, headed): (&str, bool), title: &str) {
        if headed && self.titled.get() {
            return;
        }
        let has_words = |line: &NodeRef<'_>| line.descendants_it().any(|part| part.is_nonempty_text());
        let root = tree.root();
        // The tree cannot be changed while it is walked.
        let is_line =
            |node: &NodeRef<'_>| ["p", "h1", "h2", "h3", "h4", "h5", "h6"].into_iter().any(|name| node.has_name(name));
        let lines: Vec<_> = root.descendants_it().filter(is_line).take(MOST_LINES).collect();
        let Some(line) = lines.into_iter().find(has_words).filter(|line| line.has_name("p")) else { return };
        let text = line_below(&line, MAX_TITLE, &["rt", "rp"]);
        if folded(&text) == title && !title.is_empty() || !headed && names_work(&text, title) {
            line.rename("h1");
        } else if !headed && self.lists().called.get(entry).is_some_and(|called| folded(called) == folded(&text)) {
            line.rename("h2");
        }
    }

    /// A page that is nothing but a picture.
    fn picture(&mut self, entry: &str) {
        let page =
            dom_query::Document::from(format!("<img src=\"{}\">", entry.replace('&', "&amp;").replace('"', "&quot;")));
        let source = Source { file: entry, ..Source::PAGE };
        markup::walk(page.root(), &mut self.builder, &mut self.anchors, source);
    }

    /// The book's own contents and pages, as far as they lead into the text.
    fn outline(&mut self) {
        let outline = self.listed.take().unwrap_or_else(|| BookLists::of(self.read_lists())).outline;
        for entry in &outline.contents {
            if let Some(at) = self.anchors.place_or_file(&entry.target) {
                self.builder.section(&entry.title, entry.level, at);
            }
        }
        let place = |entry: OutlineEntry| {
            Some((self.anchors.place_or_file(&entry.target)?, markup::page_label(&entry.title).to_owned()))
        };
        let pages: Vec<_> = outline.pages.into_iter().filter_map(place).collect();
        if !pages.is_empty() {
            self.anchors.list_pages(pages);
        }
    }

    /// What the book lists of itself: read when it is first needed, for a large book lists much.
    fn lists(&self) -> &BookLists {
        self.listed.get_or_init(|| BookLists::of(self.read_lists()))
    }

    /// What the navigation document lists, and where it says nothing what the navigation file does.
    fn read_lists(&self) -> Outline {
        let read = |entry: &Option<String>, of: fn(&str, Vec<u8>) -> Outline| {
            let bytes = self.archive.read(entry.as_ref()?).ok().filter(|bytes| bytes.len() <= MAX_CHAPTER)?;
            Some(of(entry.as_ref()?, bytes))
        };
        let nav = read(&self.package.nav, outline::of_nav).unwrap_or_default();
        if !nav.contents.is_empty() && !nav.pages.is_empty() {
            return nav;
        }
        let ncx = read(&self.package.ncx, outline::of_ncx).unwrap_or_default();
        let either = |first: Vec<OutlineEntry>, second| if first.is_empty() { second } else { first };
        Outline { contents: either(nav.contents, ncx.contents), pages: either(nav.pages, ncx.pages) }
    }

    fn warn(&mut self) {
        let ChapterFaults { damaged, unread } = std::mem::take(&mut self.faults);
        if self.builder.text().is_empty() && unread.is_empty() {
            let pictures =
                "There is no text in this book: its pages are pictures. A version with text is needed to read it here.";
            self.builder.warnings.push(pictures.to_owned());
        }
        self.builder.warnings.extend(unread.iter().take(NAMED).map(ToString::to_string));
        if unread.len() > NAMED {
            self.builder.warnings.push(format!("{} more chapters could not be read.", unread.len() - NAMED));
        }
        if let Some(first) = damaged.first() {
            let more = if damaged.len() > 1 { format!(" and {} more", damaged.len() - 1) } else { String::new() };
            let first = crate::text::visible::line(first);
            self.builder.warnings.push(format!(
                "The chapter file \"{first}\"{more} is damaged: its elements do not end where they should. All its text \
                 is shown, but parts of it may be set wrongly."
            ));
        }
    }
}

/// What a link in an entry leads to.
fn target(entry: &str, href: &str) -> LinkTarget {
    if path::is_outside(href) {
        return markup::outside(href);
    }
    path::resolve(entry, href).map_or(LinkTarget::Nowhere, |reference| LinkTarget::Inside(reference.key()))
}

/// Letters and digits in lower case, all else a space between them.
fn folded(text: &str) -> String {
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join(" ").to_lowercase()
}

/// Whether a heading names the work: it is the title, or the title and what stands after a mark.
fn names_work(heading: &str, title: &str) -> bool {
    let whole = || folded(heading) == title;
    let before = |mark: char| heading.split_once(mark).is_some_and(|(before, _)| folded(before) == title);
    !title.is_empty() && (whole() || [':', ';', '—', '–', '('].into_iter().any(before))
}

#[cfg(test)]
mod tests;
