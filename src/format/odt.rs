//! OpenDocument texts (`LibreOffice` and others), in their archive or flat, to a [`Document`].
//!
//! What is read: the body with its styles, lists, tables, notes, links, text boxes, pictures' descriptions, annotations,
//! properties. What is not: heads and feet of pages, drawings, deleted and hidden text, macros, and nothing outside the
//! file.

mod inline;
mod lists;
mod marked;
mod names;
mod parts;
mod styles;
mod tables;
mod walk;

use super::archive::{self, Archive, ArchiveFault};
use super::office::first_part::{self, FIRST_PART};
use super::office::{container, xml};
use super::{Beginning, FileParts, Format, InPlace};
use crate::document::Document;
use memchr::memmem;
use parts::{OdtParts, stated};
use std::collections::HashMap;

/// Its row of the table.
pub const FORMAT: Format = Format {
    name: "odt",
    extensions: &["odt", "ott", "fodt"],
    about: "OpenDocument texts: headings, lists, tables, notes, comments as notes of their authors",
    sniff,
    parse,
    beginning: Beginning::Of(beginning),
    in_place: InPlace { screen: Some(preview), ..InPlace::NOTHING },
    packed: true,
    most: 256 << 20,
    version: 6,
    picture,
    marked: Some(marked::marked),
};

/// What these files call themselves, with something after it for templates and the like.
const MEDIA_TYPE: &[u8] = b"application/vnd.oasis.opendocument.text";

/// A file up to this many bytes is read as a whole where only its beginning is wanted: that takes some milliseconds.
const SMALL: usize = 512 * 1024;

/// The most objects of a file that are looked at, and the largest of them, in bytes.
const MOST_OBJECTS: usize = 2000;
const LARGEST_OBJECT: usize = 256 * 1024;

/// Parses a whole file. It never fails; what went wrong stands in [`Document::warnings`].
pub fn parse(bytes: Vec<u8>) -> Document {
    let parts = if bytes.starts_with(b"PK") { open(bytes) } else { flat(bytes) };
    parts.and_then(|parts| walk::document(&parts)).unwrap_or_else(|fault| super::damaged(&fault))
}

fn flat(bytes: Vec<u8>) -> Result<OdtParts, String> {
    if let Some(fault) = container::fault(&bytes) {
        return Err(fault.to_owned());
    }
    Ok(OdtParts::of(bytes))
}

fn open(bytes: Vec<u8>) -> Result<OdtParts, String> {
    let archive = Archive::open(bytes).map_err(|fault| fault.to_string())?;
    if archive.read("META-INF/manifest.xml").is_ok_and(|manifest| memmem::find(&manifest, b"encryption-data").is_some())
    {
        return Err(container::LOCKED.to_owned());
    }
    let content = archive.read("content.xml").map_err(|fault| match fault {
        ArchiveFault::Locked(_) => container::LOCKED.to_owned(),
        fault => fault.to_string(),
    })?;
    let mut parts = OdtParts::of(content);
    parts.styles = parts.part(&archive, "styles.xml");
    parts.meta = parts.part(&archive, "meta.xml");
    parts.objects = objects(&archive);
    Ok(parts)
}

/// The formulas of an archive.
fn objects(archive: &Archive) -> HashMap<String, String> {
    let names = archive.names().filter_map(|name| name.strip_suffix("/content.xml")).take(MOST_OBJECTS);
    let formula = |name: &str| {
        let content =
            archive.read(&format!("{name}/content.xml")).ok().filter(|content| content.len() <= LARGEST_OBJECT)?;
        let is_formula = memmem::find(&content, b"http://www.w3.org/1998/Math/MathML").is_some();
        is_formula.then(|| (name.to_owned(), xml::decoded(content)))
    };
    names.filter_map(formula).collect()
}

/// The first paragraphs of an archive.
fn preview(parts: Box<dyn FileParts>) -> Document {
    let first = |archive: Archive| {
        let content = archive.read_beginning("content.xml", FIRST_PART).ok()?;
        let mut parts = OdtParts::of(first_part::closed(&xml::decoded(content)).into_bytes());
        parts.styles = parts.part(&archive, "styles.xml");
        parts.meta = parts.part(&archive, "meta.xml");
        parts.objects = objects(&archive);
        parts.is_beginning = true;
        walk::document(&parts).ok()
    };
    Archive::of_parts(parts).ok().and_then(first).unwrap_or_default()
}

/// A small file as a whole; of a larger one what its properties say.
fn beginning(bytes: Vec<u8>) -> Document {
    if bytes.len() <= SMALL {
        return parse(bytes);
    }
    let mut document = Document::default();
    if let Ok(archive) = Archive::open(bytes)
        && let Ok(meta) = archive.read("meta.xml")
    {
        document.metadata = stated(&xml::decoded(meta));
    }
    document
}

/// An archive that calls itself so, or a flat file that does in its first element.
fn sniff(head: &[u8]) -> bool {
    if let Some(media_type) = archive::media_type(head) {
        return media_type.starts_with(MEDIA_TYPE);
    }
    let flat = memmem::find(head, b"<office:document").map(|at| &head[at..]);
    flat.is_some_and(|flat| memmem::find(flat, MEDIA_TYPE).is_some())
}

fn picture(bytes: &[u8], source: &str) -> Option<Vec<u8>> {
    Archive::open(bytes.to_vec()).ok()?.read(source).ok()
}

#[cfg(test)]
mod tests;
