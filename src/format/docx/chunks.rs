//! Parts of a document that are in another format (`w:altChunk`): web pages, mails of them, rich text, plain text, other
//! documents. Each is read by its own format, and its blocks take their place; what is in it beside its text is left out.

use super::{package::DocxPackage, walk};
use crate::document::Document;
use crate::format;
use crate::format::office::composer::Composer;
use crate::format::office::parts;

/// What is said of a part that is not shown.
pub const LEFT_OUT: &str = "A part of the document, in another format, is not shown. Open the document in a word processor \
                            and save it anew to have it as text.";

/// Adds the text of a part, given by its name and its bytes.
pub fn add((name, bytes): &(String, Vec<u8>), composer: &mut Composer) {
    let Some(document) = read(name, bytes.clone()).filter(|document| !document.blocks().is_empty()) else {
        composer.warnings.push(LEFT_OUT.to_owned());
        return;
    };
    parts::add(&document, composer);
}

fn read(name: &str, bytes: Vec<u8>) -> Option<Document> {
    let format = format::of(name, &bytes)?;
    if format.name == super::FORMAT.name {
        return walk::document(&DocxPackage::open(bytes).ok()?, true).ok();
    }
    Some((format.parse)(bytes))
}
