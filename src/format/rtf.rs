//! Rich text (RTF 1.9.1) to a [`Document`], as word processors and converters write it.
//!
//! What is read: the text in its code pages, styles and outline, lists by their signs, tables, notes, links, bookmarks,
//! text boxes, remarks, properties. What is not: heads and feet of pages, pictures, embedded objects, deleted and hidden
//! text, and nothing outside the file. Nothing is recursive: groups are states on a stack with a bound.

mod encodings;
mod lead;
mod reader;
mod state;
mod tables;
mod tokens;

use super::row::first_bytes;
use super::{Beginning, FileParts, Format, InPlace};
use crate::document::Document;
use reader::RtfReader;

/// Its row of the table.
pub const FORMAT: Format = Format {
    name: "rtf",
    extensions: &["rtf"],
    about: "rich text: headings, lists, tables, notes, comments as notes of their authors",
    sniff,
    parse,
    beginning: Beginning::Of(beginning),
    in_place: InPlace { screen: Some(preview), ..InPlace::NOTHING },
    packed: true,
    most: 128 << 20,
    version: 6,
    picture: |_, _| None,
    marked: None,
};

/// A file up to this many bytes is read as a whole where only its beginning is wanted, and a first screen is made of as many: fonts,
/// styles and pictures may stand before the text.
const SMALL: usize = 512 * 1024;

fn sniff(head: &[u8]) -> bool {
    head.trim_ascii_start().starts_with(b"{\\rtf")
}

/// Parses a whole file. It never fails; what went wrong stands in [`Document::warnings`].
#[allow(clippy::needless_pass_by_value)] // as the table of formats has it
pub fn parse(bytes: Vec<u8>) -> Document {
    if !sniff(&bytes) {
        return super::damaged(
            "The file is no rich text: it does not begin as such. Open it in the program that made it, and save it anew.",
        );
    }
    RtfReader::new().document(&bytes)
}

fn beginning(bytes: Vec<u8>) -> Document {
    if bytes.len() <= SMALL { parse(bytes) } else { Document::default() }
}

/// The first paragraphs.
fn preview(mut parts: Box<dyn FileParts>) -> Document {
    let bytes = first_bytes(&mut *parts, SMALL);
    // The last word may be cut off, and another then.
    let whole = memchr::memrchr(b'\\', &bytes).unwrap_or_default();
    if sniff(&bytes) { RtfReader::new().beginning(&bytes[..whole]) } else { Document::default() }
}

#[cfg(test)]
mod tests;
