//! Places in a book as other reading programs write them: a canonical fragment identifier (EPUB CFI 1.1), a path of KOReader's,
//! a CSS selector with positions, the number of a block. What stands there is given as words with what stands around them, to be
//! looked for in the document: the places themselves mean nothing outside of their chapter's file. It decides nothing.

use super::chapter;
use super::package::EpubPackage;
use super::places_text::{ChapterText, without_assertions};
use super::xml;
use crate::format::archive::Archive;
use crate::text::Span;
use crate::text::letters::{LetterIndex, count, edges, letters};
use dom_query::Document;
use std::cell::RefCell;
use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;

/// How much of the text before and behind is given, in characters.
const AROUND: usize = 48;
/// The longest passage that is given, in bytes.
const LONGEST: usize = 64 * 1024;

/// Which file of a book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChapterName {
    /// Its name: from the root of the archive or from the package's folder.
    File(String),
    /// Its number in the reading order, from 0.
    Number(usize),
}

/// A place in a chapter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BookPlace {
    /// What a CSS selector finds first, and code points of its text; to its end where there are none.
    Css {
        /// The chapter.
        chapter: ChapterName,
        /// The selector.
        selector: String,
        /// First code point and one past the last.
        range: Option<(usize, usize)>,
    },
    /// Two paths of an EPUB CFI below the chapter's root element: `/4/2/4/1:36`, in units of UTF-16.
    Cfi {
        /// The chapter.
        chapter: ChapterName,
        /// Where it begins.
        start: String,
        /// Where it ends.
        end: String,
    },
    /// Two paths of KOReader's: `/body/DocFragment[2]/body/p[1]/text()[1].36`, in code points of collapsed white space.
    XPointer {
        /// Where it begins.
        start: String,
        /// Where it ends.
        end: String,
    },
    /// A block of the chapter by its number, of a list an item, and code points of its text.
    Block {
        /// The chapter.
        chapter: ChapterName,
        /// The block, from 0.
        block: usize,
        /// The item of a list, from 0.
        item: Option<usize>,
        /// First code point and one past the last; the whole block where there are none.
        range: Option<(usize, usize)>,
    },
}

/// The words at a place with what stands around them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceExcerpt {
    /// What stands before.
    pub before: String,
    /// What stands there.
    pub words: String,
    /// What stands behind.
    pub behind: String,
}

impl BookPlace {
    /// The place of a range in CFI (`epubcfi(/6/4!/4/2,/1:3,/3:5)`); none where it is no range in a chapter.
    pub fn of_cfi(cfi: &str) -> Option<Self> {
        let inside = cfi.trim().strip_prefix("epubcfi(")?.strip_suffix(')')?;
        let bare = without_assertions(inside);
        let mut parts = bare.split(',');
        let (parent, start, end) = (parts.next()?, parts.next()?, parts.next()?);
        let (package, path) = parent.split_once('!')?;
        let item: usize = package.rsplit('/').next()?.parse().ok()?;
        let chapter = ChapterName::Number((item / 2).checked_sub(1)?);
        Some(Self::Cfi { chapter, start: format!("{path}{start}"), end: format!("{path}{end}") })
    }
}

/// A book in which places are looked up.
#[derive(Debug)]
pub struct BookPlaces {
    archive: Archive,
    /// The chapters' names in the archive, in reading order.
    chapters: Vec<String>,
    /// What was read of them.
    sources: RefCell<HashMap<String, String>>,
}

impl BookPlaces {
    /// Opens a book; none where it is none.
    pub fn open(bytes: Vec<u8>) -> Option<Self> {
        let archive = Archive::open(bytes).ok()?;
        let package = EpubPackage::read(&archive).ok()?;
        let chapters = package.chapters.into_iter().map(|chapter| chapter.entry).collect();
        Some(Self { archive, chapters, sources: RefCell::default() })
    }

    /// What stands at a place; none where there is no such place or nothing stands there.
    pub fn excerpt(&self, place: &BookPlace) -> Option<PlaceExcerpt> {
        let (text, start, end) = match place {
            BookPlace::Css { chapter, selector, range } => self.by_selector(chapter, selector, *range)?,
            BookPlace::Cfi { chapter, start, end } => {
                self.in_text(chapter, |text| Some((text.at_cfi(start)?, text.at_cfi(end)?)))?
            }
            BookPlace::XPointer { start, end } => {
                let chapter = ChapterName::Number(fragment(start)?.checked_sub(1)?);
                self.in_text(&chapter, |text| Some((text.at_path(start)?, text.at_path(end)?)))?
            }
            BookPlace::Block { chapter, block, item, range } => {
                self.in_text(chapter, |text| text.block(*block, *item, *range))?
            }
        };
        cut(&text, start, end)
    }

    /// The text of a chapter with a range in it, in bytes.
    fn in_text(
        &self,
        chapter: &ChapterName,
        range: impl FnOnce(&ChapterText<'_>) -> Option<(usize, usize)>,
    ) -> Option<(String, usize, usize)> {
        let source = self.source(chapter)?;
        let tree = xml::tree(&source)?;
        let text = ChapterText::of(&tree);
        let (start, end) = range(&text)?;
        Some((text.into_text(), start, end))
    }

    fn by_selector(
        &self,
        name: &ChapterName,
        selector: &str,
        range: Option<(usize, usize)>,
    ) -> Option<(String, usize, usize)> {
        let source = self.source(name)?.into_bytes();
        let document = Document::from(chapter::prepared(source, &mut chapter::MOST_ELEMENTS.clone()).html);
        let found = document.try_select(selector)?;
        let text = found.nodes().first()?.text().to_string();
        let byte = |position: usize| text.char_indices().nth(position).map_or(text.len(), |(at, _)| at);
        let (start, end) = range.map_or((0, text.len()), |(start, end)| (byte(start), byte(end)));
        Some((text, start, end))
    }

    fn source(&self, chapter: &ChapterName) -> Option<String> {
        let entry = self.entry(chapter)?;
        if let Some(known) = self.sources.borrow().get(entry) {
            return Some(known.clone());
        }
        let source = xml::text(self.archive.read(entry).ok()?);
        self.sources.borrow_mut().insert(entry.to_owned(), source.clone());
        Some(source)
    }

    fn entry(&self, chapter: &ChapterName) -> Option<&str> {
        match chapter {
            ChapterName::Number(number) => self.chapters.get(*number).map(String::as_str),
            ChapterName::File(file) => {
                let file: String = file.trim_start_matches('/').nfc().collect();
                let is = |entry: &&String| {
                    entry.strip_suffix(&file).is_some_and(|folder| folder.is_empty() || folder.ends_with('/'))
                };
                self.chapters.iter().find(is).map(String::as_str)
            }
        }
    }
}

/// A passage as a place in the body of a chapter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyPlace {
    /// The chapter's file as the package lists it.
    pub href: String,
    /// The first code point of the text of its body, and one past the last.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
}

/// A book in which passages of its text are looked up.
pub struct BookPassages {
    hrefs: Vec<String>,
    /// Of each character its chapter, and which code point of its body it is.
    index: LetterIndex<(usize, usize)>,
    /// The characters of each body.
    bodies: Vec<Vec<char>>,
}

impl BookPassages {
    /// Opens a book; none where it is none.
    pub fn open(bytes: Vec<u8>) -> Option<Self> {
        let archive = Archive::open(bytes).ok().filter(|archive| archive.has("META-INF/container.xml"))?;
        let package = EpubPackage::read(&archive).ok()?;
        let (mut hrefs, mut index) = (Vec::new(), LetterIndex::default());
        let mut bodies = vec![Vec::new(); package.chapters.len()];
        for (number, chapter) in package.chapters.iter().enumerate() {
            hrefs.push(chapter.entry.strip_prefix(&package.folder).unwrap_or(&chapter.entry).to_owned());
            let Ok(source) = archive.read(&chapter.entry) else { continue };
            let source = xml::text(source).into_bytes();
            let tree = Document::from(chapter::prepared(source, &mut chapter::MOST_ELEMENTS.clone()).html);
            let body = tree.select("body");
            let Some(body) = body.nodes().first() else { continue };
            bodies[number] = body.text().chars().collect();
            for (at, c) in bodies[number].iter().enumerate() {
                index.push(c.encode_utf8(&mut [0; 4]), (number, at));
            }
        }
        Some(Self { hrefs, index, bodies })
    }

    /// The first chapter.
    pub fn first(&self) -> Option<&str> {
        self.hrefs.first().map(String::as_str)
    }

    /// Where a passage of the book's text stands; none where it stands in no chapter, or goes on in another.
    pub fn find(&self, document: &crate::document::Document, span: Span) -> Option<BodyPlace> {
        let wanted = letters(span.of(document.text()));
        let before = count(&document.text()[..span.start], &wanted);
        let ((chapter, start), (last, end)) = self.index.find(&wanted, before)?;
        let (body, (lead, tail)) = (&self.bodies[chapter], edges(span.of(document.text())));
        let same = |marks: &mut dyn Iterator<Item = char>, there: &mut dyn Iterator<Item = &char>| {
            marks.zip(there).take_while(|(mark, there)| mark == *there).count()
        };
        let start = start - same(&mut lead.chars().rev(), &mut body[..start].iter().rev());
        let behind = body.get(end + 1..).unwrap_or_default();
        let end = end + 1 + same(&mut tail.chars(), &mut behind.iter());
        (chapter == last).then(|| BodyPlace { href: self.hrefs[chapter].clone(), start, end })
    }
}

/// The number in `/body/DocFragment[N]/…`; the first chapter where there is none.
fn fragment(path: &str) -> Option<usize> {
    let step = path.split('/').find(|step| step.starts_with("DocFragment"))?;
    let number = step.strip_prefix("DocFragment")?;
    if number.is_empty() { Some(1) } else { number.strip_prefix('[')?.strip_suffix(']')?.parse().ok() }
}

/// A range of a text with what stands around it.
fn cut(text: &str, start: usize, end: usize) -> Option<PlaceExcerpt> {
    let (start, end) = (start.min(end), end.max(start).min(start.saturating_add(LONGEST)));
    let end = text.floor_char_boundary(end);
    let words = text.get(start..end).filter(|words| !words.trim().is_empty())?;
    let from = text[..start].char_indices().rev().take(AROUND).last().map_or(start, |(at, _)| at);
    let to = text[end..].char_indices().nth(AROUND).map_or(text.len(), |(at, _)| end + at);
    Some(PlaceExcerpt {
        before: text[from..start].to_owned(),
        words: words.to_owned(),
        behind: text[end..to].to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::book_of;
    use super::*;

    fn words(place: &BookPlace) -> Option<String> {
        let body = "<section id=\"s\"><h1>Tides</h1>\n<p>The <em>ebb</em> and 🙂 the flow.</p>\n<p>The ebb again.</p><ul><li>nets</li><li>two boats</li></ul></section>";
        let book = BookPlaces::open(book_of(&["<p>Before.</p>", body])).unwrap();
        book.excerpt(place).map(|it| it.words)
    }

    #[test]
    fn a_passage_has_a_place_in_the_body_of_its_chapter_where_its_words_stand() {
        let bytes = book_of(&["<p>The ebb.</p>", "<p>The <em>ebb</em> &amp; 🙂 the flow. The ebb.</p>"]);
        let document = crate::format::parse("a.epub", bytes.clone());
        let (passages, places) = (BookPassages::open(bytes.clone()).unwrap(), BookPlaces::open(bytes).unwrap());
        for words in ["ebb & 🙂 the flow", "The ebb", "flow. The ebb."] {
            let start = document.text().rfind(words).unwrap();
            let BodyPlace { href, start, end } =
                passages.find(&document, Span::new(start, start + words.len())).unwrap();
            let (chapter, range) = (ChapterName::File(href), Some((start, end)));
            let found = places.excerpt(&BookPlace::Css { chapter, selector: "body".to_owned(), range }).unwrap();
            assert_eq!(found.words, words);
        }
        assert_eq!(passages.first(), Some("c1.xhtml"));
        assert!(BookPassages::open(b"PK".to_vec()).is_none());
    }

    #[test]
    fn a_cfi_counts_elements_and_texts_and_units_of_utf_16() {
        let at = |cfi: &str| BookPlace::of_cfi(cfi).and_then(|place| words(&place));
        assert_eq!(at("epubcfi(/6/4!/4/2[s]/4,/1:0,/3:4)").as_deref(), Some("The ebb and"));
        assert_eq!(at("epubcfi(/6/4[x]!/4/2/4,/3:5,/3:11)").as_deref(), Some("🙂 the"));
        assert_eq!(at("epubcfi(/6/4!/4/2,/4/2/1:0,/6/1:7)").as_deref(), Some("ebb and 🙂 the flow.\n\nThe ebb"));
        assert_eq!(at("epubcfi(/6/40!/4/2/4,/1:0,/3:4)"), None);
        assert_eq!(at("epubcfi(/6/4!/4/2/4/99,/1:0,/3:4)"), None);
        assert_eq!(BookPlace::of_cfi("epubcfi(/6/4!/4/2/1:0)"), None);
    }

    #[test]
    fn a_path_of_koreaders_counts_elements_of_a_name_and_collapsed_blanks() {
        let at = |start: &str, end: &str| {
            let path = |rest: &str| format!("/body/DocFragment[2]/body/section/{rest}");
            words(&BookPlace::XPointer { start: path(start), end: path(end) })
        };
        assert_eq!(at("p[1]/text()[2].1", "p[1]/text()[2].4").as_deref(), Some("and"));
        assert_eq!(at("p[2]/text().4", "p[2]/text().7").as_deref(), Some("ebb"));
        assert_eq!(at("h1/text().0", "p[1]/em/text().3").as_deref(), Some("Tides\n\nThe ebb"));
        assert_eq!(at("p[9]/text().0", "p[9]/text().3"), None);
    }

    #[test]
    fn a_selector_and_a_block_count_code_points() {
        let chapter =
            |numbered: bool| if numbered { ChapterName::Number(1) } else { ChapterName::File("c2.xhtml".to_owned()) };
        let css = BookPlace::Css {
            chapter: chapter(true),
            selector: "body > section > p:nth-child(2)".to_owned(),
            range: Some((4, 7)),
        };
        assert_eq!(words(&css).as_deref(), Some("ebb"));
        let wrong = BookPlace::Css { chapter: chapter(true), selector: "p:::".to_owned(), range: None };
        assert_eq!(words(&wrong), None);
        let block = |block, item, range| words(&BookPlace::Block { chapter: chapter(false), block, item, range });
        assert_eq!(block(0, None, None).as_deref(), Some("Tides"));
        assert_eq!(block(1, None, Some((12, 17))).as_deref(), Some("🙂 the"));
        assert_eq!(block(3, Some(1), Some((4, 9))).as_deref(), Some("boats"));
        assert_eq!(block(30, None, None), None);
        let named = |file: &str| BookPlace::Block {
            chapter: ChapterName::File(file.to_owned()),
            block: 0,
            item: None,
            range: None,
        };
        assert_eq!(words(&named("OPS/c2.xhtml")).as_deref(), Some("Tides"));
        assert_eq!(words(&named("2.xhtml")), None);
    }
}
