//! Bytes to [`Document`]: one table of formats, one file a format. Pure; it opens no file and never fails.
//!
//! What cannot be read becomes a document without blocks and with one warning that says why and what to do. A new
//! format is one name in [`FORMATS`] and one file beside this one, which begins with its row of the table.

use crate::document::{BlockKind, Document};
use isolated::Broken;
use remark::NewRemark;
use row::{HEAD, LARGEST_TEXT, UNSAID, damaged, parse_text};
use std::panic::{AssertUnwindSafe, catch_unwind};

pub mod archive;
pub mod decode;
pub mod docx;
pub mod epub;
pub mod formula;
pub mod html;
pub mod isolated;
pub mod letter_height;
pub mod mail;
pub mod markdown;
pub mod markup;
pub mod mhtml;
pub mod numerals;
pub mod odt;
pub mod office;
#[cfg(feature = "pdf")]
pub mod pdf;
#[cfg(not(feature = "pdf"))]
#[path = "pdf_absent.rs"]
pub mod pdf;
pub mod remark;
mod row;
pub mod rtf;
pub mod text;

/// Less text than this, in bytes, is no first screen: what it is may only show when all is known.
const SCREEN: usize = 2000;

pub use row::{Beginning, FileParts, Format, InPlace, PartsReader, Preview};

/// Every format that can be read. The first whose content shows wins over the file name.
pub static FORMATS: &[Format] = &[
    html::FORMAT,
    mhtml::FORMAT,
    mail::FORMAT,
    epub::FORMAT,
    pdf::FORMAT,
    docx::FORMAT,
    odt::FORMAT,
    rtf::FORMAT,
    markdown::FORMAT,
    text::FORMAT,
];

/// The format of a file, by its content where that is plain, else by its extension, else text where the first bytes
/// (`head`, any number) look like text. `None`: no format reads it.
pub fn of(file_name: &str, head: &[u8]) -> Option<&'static Format> {
    format_in(FORMATS, file_name, head)
}

/// Whether a file of that name is taken for a document of a corpus: one of the formats has its extension.
pub fn knows(file_name: &str) -> bool {
    let extension = extension(file_name);
    FORMATS.iter().any(|format| format.extensions.contains(&extension.as_str()))
}

/// A whole file as a document.
///
/// Never fails: a file that no format reads, an empty file and a parser that breaks each give a document without
/// blocks and one warning with the cause and the remedy.
pub fn parse(file_name: &str, bytes: Vec<u8>) -> Document {
    parse_in(FORMATS, file_name, bytes)
}

/// The beginning of a document, for a first page on the screen before the rest is read, and for its title and authors.
///
/// `bytes` is the beginning of the file, or all of it where [`Format::beginning`] needs that. A character or line that
/// the cut goes through is no fault, so there are no warnings; only a file that nothing can be read of says why.
pub fn parse_head(file_name: &str, mut bytes: Vec<u8>) -> Document {
    let Some(format) = of(file_name, &bytes) else { return Document::default() };
    let mut document = match format.beginning {
        Beginning::Cut => {
            decode::drop_cut_character(&mut bytes);
            guarded(format, format.parse, bytes)
        }
        Beginning::Of(parse) => guarded(format, parse, bytes),
    };
    if format.is_text() || !document.blocks().is_empty() {
        document.warnings.clear();
    }
    document
}

/// What one of the readers of [`Format::in_place`] makes of a large file; `None` where this one has to be read as bytes.
pub fn parse_in_place(format: &Format, read: PartsReader, parts: Box<dyn FileParts>) -> Option<Document> {
    isolated::alone(move || read(parts)).unwrap_or_else(|broken| Some(damaged(&told(format, broken))))
}

/// A first screen of a large file, before it is read whole: out of `head`, its first bytes, where it is a text, else out of what the
/// format reads of its `parts`. `None` where that gives no screen of text.
pub fn preview(file_name: &str, head: Vec<u8>, parts: Box<dyn FileParts>) -> Option<Document> {
    let format = of(file_name, &head)?;
    if format.is_text() {
        return Some(parse_head(file_name, head)).filter(|document| !document.blocks().is_empty());
    }
    let preview = format.in_place.screen?;
    let mut document = isolated::alone(move || preview(parts)).ok()?;
    document.warnings.clear();
    let article = document.blocks().iter().filter(|block| block.kind != BlockKind::Boilerplate);
    let enough = article.map(|block| block.span.len()).sum::<usize>() >= SCREEN;
    enough.then_some(document)
}

/// The bytes of a picture inside a file, by its source in [`Document::images`]; `None` where there is none, or where the
/// file breaks what looks for it.
pub fn picture(file_name: &str, bytes: &[u8], source: &str) -> Option<Vec<u8>> {
    let format = of(file_name, bytes)?;
    catch_unwind(AssertUnwindSafe(|| (format.picture)(bytes, source))).ok().flatten()
}

/// A copy of a file, which is read as this text, with remarks in it, or what stands in the way in words; `None` where its format
/// can hold none.
pub fn marked_copy(
    file_name: &str,
    bytes: Vec<u8>,
    document: &Document,
    remarks: Vec<NewRemark>,
) -> Option<Result<Vec<u8>, String>> {
    let copy = of(file_name, &bytes)?.marked?;
    let document = document.clone();
    let made = isolated::alone(move || copy(&bytes, &document, &remarks));
    Some(made.unwrap_or_else(|_| Err("it is damaged; save it anew in the program that made it".to_owned())))
}

fn format_in(formats: &'static [Format], file_name: &str, head: &[u8]) -> Option<&'static Format> {
    let head = &head[..head.len().min(HEAD)];
    if let Some(format) = formats.iter().find(|format| (format.sniff)(head)) {
        return Some(format);
    }
    let extension = extension(file_name);
    let named = formats.iter().find(|format| format.extensions.contains(&extension.as_str()));
    match named.filter(|format| !(format.packed && reads_like_text(head))) {
        // A binary file keeps its name's format only where that format is binary itself.
        Some(format) if format.is_text() && decode::is_binary(head) => None,
        Some(format) => Some(format),
        None if decode::is_binary(head) => None,
        None => formats.iter().find(|format| format.name == "text"),
    }
}

/// Whether somebody who opens a file sees words: not what a program packed, nor the marks of another program.
fn reads_like_text(head: &[u8]) -> bool {
    let coded = head.starts_with(b"{\\rtf") || head.trim_ascii_start().starts_with(b"<");
    !head.is_empty() && !coded && !decode::is_binary(head)
}

/// What follows the last dot of the file's own name, in lower case; empty without one.
fn extension(file_name: &str) -> String {
    let name = file_name.rsplit(['/', '\\']).next().unwrap_or_default();
    name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default()
}

fn parse_in(formats: &'static [Format], file_name: &str, bytes: Vec<u8>) -> Document {
    if bytes.is_empty() {
        return damaged("The file is empty: there is nothing to read. Was it saved, or is it still being copied?");
    }
    match format_in(formats, file_name, &bytes) {
        Some(format) if bytes.len() as u64 > format.most => damaged(&too_large(format, bytes.len() as u64)),
        Some(format) => guarded(format, format.parse, bytes),
        None => damaged(
            "This is a binary file in a format that is not read here. \
             Save or convert it as plain text, and open that.",
        ),
    }
}

impl Format {
    /// Whether the canonical text of its files is the file itself, decoded.
    pub fn is_plain(&self) -> bool {
        self.name == text::FORMAT.name
    }
}

/// What is said of a file that is larger than its format may be.
pub fn too_large(format: &Format, size: u64) -> String {
    let (size, most) = (size >> 20, format.most >> 20);
    format!(
        "The file has {size} MB; of the format \"{}\" at most {most} MB are read. Split it, or save it as plain text.",
        format.name
    )
}

/// Runs a parser; one that breaks gives a damaged document, not the end of the program.
fn guarded(format: &Format, parse: fn(Vec<u8>) -> Document, bytes: Vec<u8>) -> Document {
    let parsed =
        if format.is_text() { isolated::isolated_text(parse, bytes) } else { isolated::isolated(parse, bytes) };
    parsed.unwrap_or_else(|broken| damaged(&told(format, broken)))
}

fn told(format: &Format, broken: Broken) -> String {
    let name = format.name;
    match broken {
        Broken::Panicked => format!(
            "The file broke the reader of the format \"{name}\": nothing of it is shown. \
             Please report this with the file; saved as plain text it can be read meanwhile."
        ),
        Broken::Stuck => format!(
            "The reader of the format \"{name}\" came to no end with this file and was stopped. \
             It may be damaged; saved as plain text it can be read."
        ),
        Broken::NoThread => {
            "There is no thread to read this file with. Close other programs and open it again.".to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_text_under_the_name_of_a_packed_format_is_a_text() {
        let name = |file: &str, bytes: &[u8]| of(file, bytes).map(|format| format.name);
        for file in ["essay.pdf", "essay.docx", "essay.epub", "essay.odt"] {
            assert_eq!(name(file, b"The harbour freezes late.\n"), Some("text"), "{file}");
        }
        assert_eq!(name("essay.pdf", b"\x00\x01\x02\x03 damaged"), Some("pdf"));
        assert_eq!(name("essay.doc", b"{\\rtf1\\ansi The harbour}"), Some("rtf"), "whatever it is called");
        assert_eq!(name("essay.fodt", b"<?xml version='1.0'?><x/>"), Some("odt"));
    }

    static BREAKS: &[Format] = &[Format {
        name: "breaking",
        extensions: &["broken"],
        about: "a parser that panics",
        sniff: |_| false,
        parse: |_| panic!("on purpose"),
        beginning: Beginning::Cut,
        in_place: InPlace::NOTHING,
        packed: false,
        most: u64::MAX,
        version: 0,
        picture: |_, _| None,
        marked: None,
    }];

    #[test]
    fn a_parser_that_panics_gives_a_damaged_document() {
        let document = parse_in(BREAKS, "a.broken", b"text".to_vec());
        assert!(document.blocks().is_empty());
        assert_eq!(document.warnings.len(), 1);
        assert!(document.warnings[0].contains("breaking"));
    }

    #[test]
    fn an_empty_file_and_a_binary_file_say_so() {
        for bytes in [Vec::new(), vec![0x7f, b'E', b'L', b'F', 0, 0, 0, 1, 0, 2]] {
            let document = parse("a.txt", bytes);
            assert!(document.blocks().is_empty() && document.text().is_empty());
            assert_eq!(document.warnings.len(), 1);
        }
    }

    #[test]
    fn an_unknown_extension_is_text_if_it_looks_like_text() {
        assert_eq!(of("notes/README", b"hello").map(|f| f.name), Some("text"));
        assert_eq!(of("a.xyz", b"hello").map(|f| f.name), Some("text"));
        assert!(of("a.xyz", b"\x00\x01\x02").is_none());
    }

    #[test]
    fn a_cut_head_has_no_warnings_and_no_broken_character() {
        let bytes = "first line\nzweite Zeile mit ü".as_bytes();
        let document = parse_head("a.txt", bytes[..bytes.len() - 1].to_vec());
        assert!(document.warnings.is_empty());
        assert!(document.text().ends_with("mit "));
    }

    #[test]
    fn the_table_has_no_extension_twice() {
        let mut all: Vec<_> = FORMATS.iter().flat_map(|format| format.extensions).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }

    proptest! {
        #[test]
        fn any_bytes_become_a_document(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
            let document = parse("a.txt", bytes.clone());
            prop_assert!(!document.blocks().is_empty() || document.warnings.len() == 1 || document.text().trim().is_empty());
            prop_assert!(parse_head("a.txt", bytes).warnings.is_empty());
        }
    }
}
