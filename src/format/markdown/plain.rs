//! A Markdown file that is too large to be parsed: its text as it stands, cut into paragraphs at blank lines.
//! It reads no mark-up.

use crate::document::{BlockKind, Builder, Document};
use crate::text::Span;

/// The text itself as canonical text, one block a paragraph, and a warning that says why.
pub fn parse(text: String) -> Document {
    let spans = paragraphs(&text);
    let mut builder = Builder::over(text);
    builder.warnings.push("This file is too large to be read as Markdown; its text is shown as it stands.".into());
    for span in spans {
        builder.block(BlockKind::Paragraph, 0, span);
    }
    builder.finish()
}

fn paragraphs(text: &str) -> Vec<Span> {
    let (mut spans, mut start, mut at) = (Vec::new(), 0, 0);
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() {
            if start < at {
                spans.push(Span::new(start, at));
            }
            start = at + line.len();
        }
        at += line.len();
    }
    if start < at {
        spans.push(Span::new(start, at));
    }
    spans
}
