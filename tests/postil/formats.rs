//! Formats seen from outside: whole files in, documents out. All texts, pages and books here are invented; what others'
//! become is measured by `cargo bench --bench extraction`.

use postil::document::{BlockKind, Document};

mod articles;
mod books;
mod pages;
mod previews;
mod samples;
mod word;

fn parse(text: &str) -> Document {
    postil::format::parse("pasted.txt", text.as_bytes().to_vec())
}

/// The texts of all blocks of a kind.
fn all(document: &Document, kind: BlockKind) -> Vec<&str> {
    document.blocks().iter().filter(|block| block.kind == kind).map(|block| block.span.of(document.text())).collect()
}

/// Section headings, the title left out.
fn sections(document: &Document) -> Vec<&str> {
    let headings = document.blocks().iter().filter(|block| block.kind == BlockKind::Heading && block.level > 1);
    headings.map(|block| block.span.of(document.text())).collect()
}

fn title(document: &Document) -> Option<&str> {
    document.metadata.title.as_deref()
}
