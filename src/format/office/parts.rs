//! A document that is a part of another: its blocks, with their words, in the place where the part stands. What is beside
//! its text (links, notes' places, pictures) is left out.

use super::composer::{Composer, ParagraphKind};
use crate::document::{Block, BlockKind, Document};

/// Adds the blocks of a document, and ends the last of them.
pub fn add(document: &Document, composer: &mut Composer) {
    for block in document.blocks() {
        add_block(block, block.span.of(document.text()), composer);
    }
    composer.end_part();
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
        BlockKind::Heading => ParagraphKind::Heading(block.level.max(1)),
        BlockKind::Quotation => ParagraphKind::Quotation,
        BlockKind::Code => ParagraphKind::Preformatted,
        BlockKind::Caption => ParagraphKind::Caption,
        BlockKind::ListItem => ParagraphKind::Item(block.level.max(1), block.marker),
        _ => ParagraphKind::Body,
    });
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            composer.line_break();
        }
        composer.text(line);
    }
}
