//! Invented books of any mark-up: no word of their chapters is lost or made up, their contents lead to their chapters, and
//! their beginning is the beginning of the whole.

use postil::document::Document;
use postil::format;
use proptest::prelude::*;
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;

/// A piece of a chapter: an element around others, or words.
#[derive(Clone, Debug)]
enum Piece {
    Words(usize),
    Element(&'static str, Vec<Piece>),
    /// What is no text: a comment, the number of a page, an empty element.
    Unread(&'static str),
}

const BLOCKS: &[&str] = &["div", "section", "blockquote", "ul", "ol", "aside", "figure"];
const TEXTS: &[&str] = &["p", "h2", "h3", "li", "dd", "pre", "figcaption", "td"];
const INLINES: &[&str] = &["em", "strong", "span", "a", "sup", "code", "small", "q"];
const UNREAD: &[&str] =
    &["<!-- zz -->", "<span epub:type=\"pagebreak\" id=\"zz\"/>", "<p hidden=\"hidden\">zz</p>", "<br/>"];

fn inline() -> impl Strategy<Value = Piece> {
    let leaf = prop_oneof![4 => (1usize..9).prop_map(Piece::Words), 1 => Just(Piece::Unread("<!-- zz -->"))];
    leaf.prop_recursive(3, 8, 3, |inner| {
        let name = prop::sample::select(INLINES);
        (name, prop::collection::vec(inner, 0..3)).prop_map(|(name, inner)| Piece::Element(name, inner))
    })
}

fn block() -> impl Strategy<Value = Piece> {
    let text = (prop::sample::select(TEXTS), prop::collection::vec(inline(), 0..4));
    let leaf = prop_oneof![
        6 => text.prop_map(|(name, inner)| Piece::Element(name, inner)),
        1 => prop::sample::select(UNREAD).prop_map(Piece::Unread),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let name = prop::sample::select(BLOCKS);
        (name, prop::collection::vec(inner, 0..4)).prop_map(|(name, inner)| Piece::Element(name, inner))
    })
}

/// Chapters as mark-up; each word is another one, numbered in the order of reading.
#[derive(Default)]
struct Markup {
    text: String,
    words: usize,
}

impl Markup {
    fn chapter(&mut self, pieces: &[Piece]) -> String {
        self.text.push_str("<h1>");
        self.piece(&Piece::Words(2));
        self.text.push_str("</h1>");
        for piece in pieces {
            self.piece(piece);
        }
        let body = std::mem::take(&mut self.text);
        format!(
            "<html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\"><head>\
             <title>zz</title></head><body>{body}</body></html>"
        )
    }

    fn piece(&mut self, piece: &Piece) {
        match piece {
            Piece::Words(count) => {
                for _ in 0..*count {
                    // Some words part at an entity, which is a letter of theirs.
                    let letter = if self.words % 7 == 3 { "&#x78;" } else { "x" };
                    self.text.extend([" w", letter, &self.words.to_string(), " "]);
                    self.words += 1;
                }
            }
            Piece::Unread(markup) => self.text.push_str(markup),
            Piece::Element(name, inner) => {
                // A cell stands in a row of a table, a description in a list of them.
                let (before, after) = match *name {
                    "td" => ("<table><tr>", "</tr></table>"),
                    "dd" => ("<dl>", "</dl>"),
                    _ => ("", ""),
                };
                self.text.extend([before, "<", name, ">"]);
                for piece in inner {
                    self.piece(piece);
                }
                self.text.extend(["</", name, ">", after]);
            }
        }
    }
}

/// A book of these chapters, each in its contents.
fn book(chapters: &[String]) -> Vec<u8> {
    let numbered = |each: &dyn Fn(usize) -> String| (0..chapters.len()).map(each).collect::<Vec<_>>().concat();
    let items = numbered(&|n| format!("<item id=\"c{n}\" href=\"c{n}.xhtml\" media-type=\"application/xhtml+xml\"/>"));
    let spine = numbered(&|n| format!("<itemref idref=\"c{n}\"/>"));
    let links = numbered(&|n| format!("<li><a href=\"c{n}.xhtml\">Chapter {n}</a></li>"));
    let package = format!(
        "<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" unique-identifier=\"i\"><metadata \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:identifier id=\"i\">urn:x:1</dc:identifier><dc:title>A Book\
         </dc:title><dc:language>en</dc:language></metadata><manifest><item id=\"n\" href=\"nav.xhtml\" \
         properties=\"nav\" media-type=\"application/xhtml+xml\"/>{items}</manifest><spine>{spine}</spine></package>"
    );
    let contents = format!(
        "<html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\"><body>\
         <nav epub:type=\"toc\"><ol>{links}</ol></nav></body></html>"
    );
    let container = "<container xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\" version=\"1.0\"><rootfiles>\
                     <rootfile full-path=\"O/b.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles></container>";
    let mut files = vec![
        ("mimetype".to_owned(), "application/epub+zip".to_owned()),
        ("META-INF/container.xml".to_owned(), container.to_owned()),
        ("O/b.opf".to_owned(), package),
        ("O/nav.xhtml".to_owned(), contents),
    ];
    files.extend(chapters.iter().enumerate().map(|(n, chapter)| (format!("O/c{n}.xhtml"), chapter.clone())));
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        archive.start_file(name, SimpleFileOptions::default()).expect("a new entry");
        archive.write_all(text.as_bytes()).expect("memory takes it");
    }
    archive.finish().expect("a whole archive").into_inner()
}

/// The words of the chapters, as they stand in a text.
fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.starts_with("wx") || word.contains("zz")).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_word_of_a_book_is_lost_made_up_or_moved(chapters in prop::collection::vec(prop::collection::vec(block(), 0..5), 1..4)) {
        let mut markup = Markup::default();
        let chapters: Vec<String> = chapters.iter().map(|pieces| markup.chapter(pieces)).collect();
        let bytes = book(&chapters);
        let document: Document = format::parse("a.epub", bytes.clone());
        prop_assert!(document.warnings.is_empty(), "{:?}", document.warnings);
        let expected: Vec<String> = (0..markup.words).map(|number| format!("wx{number}")).collect();
        prop_assert_eq!(words(document.text()), expected, "{:?}", chapters);

        prop_assert_eq!(document.sections().len(), chapters.len(), "each chapter is in the contents");
        for section in document.sections() {
            // Contents lead to where text begins, not into the white space between two blocks.
            prop_assert!(document.text()[section.at..].starts_with("wx"), "{}", &document.text()[section.at..]);
        }

        let begun = format::parse_head("a.epub", bytes);
        prop_assert!(document.text().starts_with(begun.text()));
        prop_assert_eq!(begun.blocks(), &document.blocks()[..begun.blocks().len()]);
        prop_assert_eq!(&begun.metadata, &document.metadata);
    }
}
