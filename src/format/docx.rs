//! Office Open XML documents (Word, and what others write for it) to a [`Document`]: transitional and strict.
//!
//! What is read: the body with its styles, lists, tables, notes, links, fields' last results, text boxes, pictures'
//! descriptions, comments, properties. What is not: headers and footers, drawings, deleted and hidden text, macros, and
//! nothing outside the file.

mod chunks;
mod comments;
mod fields;
mod formulas;
mod marked;
mod names;
mod numbering;
mod package;
mod runs;
mod styles;
mod tables;
mod walk;

use super::archive::{self, Archive};
use super::office::container;
use super::{Beginning, FileParts, Format, InPlace};
use crate::document::Document;
pub(super) use fields::target;
use package::{DocxPackage, stated};

/// Its row of the table.
pub const FORMAT: Format = Format {
    name: "docx",
    extensions: &["docx", "docm", "dotx", "dotm", "doc"],
    about: "Word documents: headings, lists, tables, notes, comments as notes of their authors",
    sniff,
    parse,
    beginning: Beginning::Of(beginning),
    in_place: InPlace { screen: Some(preview), ..InPlace::NOTHING },
    packed: true,
    most: 256 << 20,
    version: 8,
    picture,
    marked: Some(marked::marked),
};

/// A file up to this many bytes is read as a whole where only its beginning is wanted: that takes some milliseconds.
const SMALL: usize = 512 * 1024;

/// Parses a whole file. It never fails; what went wrong stands in [`Document::warnings`].
pub fn parse(bytes: Vec<u8>) -> Document {
    read(bytes).unwrap_or_else(|fault| super::damaged(&fault))
}

fn read(bytes: Vec<u8>) -> Result<Document, String> {
    let package = open(bytes)?;
    walk::document(&package, Some(chunks::read))
}

fn open(bytes: Vec<u8>) -> Result<DocxPackage, String> {
    match container::fault(&bytes) {
        Some(fault) => Err(fault.to_owned()),
        None => DocxPackage::open(bytes),
    }
}

/// The first paragraphs; nothing where other formats stand in the text, which take their time.
fn preview(parts: Box<dyn FileParts>) -> Document {
    let archive = Archive::of_parts(parts).map_err(|fault| fault.to_string());
    let package = archive.and_then(|archive| DocxPackage::of(archive, true));
    let read = |package: DocxPackage| {
        let document = walk::document(&package, None);
        document.ok().filter(|_| !package.has_chunks())
    };
    package.ok().and_then(read).unwrap_or_default()
}

/// A small file as a whole; of a larger one what its properties say.
fn beginning(bytes: Vec<u8>) -> Document {
    if bytes.len() <= SMALL {
        return parse(bytes);
    }
    let package = match open(bytes) {
        Ok(package) => package,
        Err(fault) => return super::damaged(&fault),
    };
    let mut document = Document::default();
    document.metadata = stated(&package);
    document
}

/// A package with a part below `word/`: no other program's documents have one.
fn sniff(head: &[u8]) -> bool {
    archive::first_names(head).any(|name| name.starts_with(b"word/"))
}

fn picture(bytes: &[u8], source: &str) -> Option<Vec<u8>> {
    Archive::open(bytes.to_vec()).ok()?.read(source).ok()
}

#[cfg(test)]
mod tests;
