//! Parts of a document that are in another format (`w:altChunk`): web pages, mails of them, rich text, plain text, other
//! documents. Each is read by its own format; what is in it beside its text is left out.

use super::{package::DocxPackage, walk};
use crate::document::Document;
use crate::format;

/// Reads a part, given by its name and its bytes.
pub fn read(name: &str, bytes: Vec<u8>) -> Option<Document> {
    let format = format::of(name, &bytes)?;
    if format.name == super::FORMAT.name {
        return walk::document(&DocxPackage::open(bytes).ok()?, None).ok();
    }
    Some((format.parse)(bytes))
}
