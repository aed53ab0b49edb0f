//! PDF where the program was built without it: the files are known, and each says why nothing of it is shown.

use super::{Beginning, Format, InPlace, damaged};
use crate::document::Document;

/// The row of the table of formats.
pub const FORMAT: Format = Format {
    name: "pdf",
    extensions: &["pdf"],
    about: "PDF: articles, books and papers as they are printed",
    sniff: |head| memchr::memmem::find(&head[..head.len().min(1024)], b"%PDF-").is_some(),
    parse: refused,
    beginning: Beginning::Of(refused),
    in_place: InPlace::NOTHING,
    packed: true,
    most: 512 << 20,
    version: 0,
    picture: |_, _| None,
    marked: None,
};

fn refused(_: Vec<u8>) -> Document {
    damaged(
        "This program was built without PDF. Build it with the feature `pdf`, which is on unless it is turned off, or \
         save the file as plain text.",
    )
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_pdf_is_known_and_says_why_it_is_not_shown() {
        let document = crate::format::parse("a.pdf", b"%PDF-1.7".to_vec());
        assert!(document.blocks().is_empty() && document.warnings[0].contains("built without PDF"));
    }
}
