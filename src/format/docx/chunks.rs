//! Parts of a document that are in another format (`w:altChunk`): web pages, mails of them, rich text, plain text, other
//! documents. Each is read by its own format, and its blocks take their place; what is in it beside its text is left out.

use super::{package::Package, walk};
use crate::document::{Block, BlockKind, Document};
use crate::format;
use crate::format::office::composer::{Composer, Kind};

/// What is said of a part that is not shown.
pub const LEFT_OUT: &str = "A part of the document, in another format, is not shown. Open the document in a word processor \
                            and save it anew to have it as text.";

/// Adds the text of a part, given by its name and its bytes.
pub fn add((name, bytes): &(String, Vec<u8>), composer: &mut Composer) {
    let Some(document) = read(name, bytes.clone()).filter(|document| !document.blocks().is_empty()) else {
        composer.warnings.push(LEFT_OUT.to_owned());
        return;
    };
    for block in document.blocks() {
        add_block(block, block.span.of(document.text()), composer);
    }
    composer.end_part();
}

fn read(name: &str, bytes: Vec<u8>) -> Option<Document> {
    let format = format::of(name, &bytes)?;
    if format.name == super::FORMAT.name {
        return walk::document(&Package::open(bytes).ok()?, true).ok();
    }
    Some((format.parse)(bytes))
}

fn add_block(block: &Block, text: &str, composer: &mut Composer) {
    if block.kind == BlockKind::TableRow {
        composer.open_row(block.level > 0);
        for cell in text.split('\t') {
            composer.text(cell);
            composer.end_cell(1);
        }
        return composer.close_row();
    }
    composer.paragraph(match block.kind {
        BlockKind::Heading => Kind::Heading(block.level.max(1)),
        BlockKind::Quotation => Kind::Quotation,
        BlockKind::Code => Kind::Preformatted,
        BlockKind::Caption => Kind::Caption,
        BlockKind::ListItem => Kind::Item(block.level.max(1), block.marker),
        _ => Kind::Body,
    });
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            composer.line_break();
        }
        composer.text(line);
    }
}
