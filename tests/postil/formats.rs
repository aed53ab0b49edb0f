//! Formats seen from outside: whole files in, documents out. The articles here are invented; the first corpus is read
//! where it is present and only named facts of it stand here.

use postil::document::{BlockKind, Document};
use std::path::PathBuf;

mod articles;
mod books;
mod pages;
mod samples;
mod seeds;

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

/// The shared data beside the project, where it is present.
fn shared() -> Option<PathBuf> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let named = std::env::var_os("POSTIL_SHARED").map(PathBuf::from);
    named.into_iter().chain([beside]).find(|path| path.is_dir())
}
