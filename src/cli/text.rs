//! `postil text DOC`: the canonical text of a document, which all positions refer to. It lays nothing out.
//!
//! The keys of `--json`: those of [`list`](super::list), then
//!
//! | key | value |
//! |---|---|
//! | `text` | the canonical text |
//! | `blocks` | array of {`kind`, `level`, `start`, `end`} in text order |
//! | `outline` | array of {`level`, `title`, `start`}: the headings |
//!
//! All offsets are Unicode code points of `text`, ends exclusive. A damaged document is printed with its warnings and ends
//! with a failure.

use super::list::Desk;
use super::setup::{self, Wanted};
use super::{Failure, Out, Outcome, out};
use crate::document::{Block, Document};
use serde_json::{Value, json};

/// Print the text of a document: what annotations, offsets and quotations refer to.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    wanted: Wanted,
    /// Print the headings, indented, each with its offset in code points.
    #[arg(long)]
    outline: bool,
    /// Print JSON: facts, text, blocks and outline, with offsets in code points.
    #[arg(long)]
    json: bool,
}

/// Prints the text, or its headings. Nothing found: no headings.
pub fn run(args: &Args, out: &mut Out) -> Result<Outcome, Failure> {
    let (room, path) = args.wanted.find()?;
    if args.json {
        let loaded = room.library.load(&path)?;
        let fact = room.library.learn(&path, loaded.seen(), &loaded.document);
        let mut object = Desk::new(&room).facts(&path, Ok(&fact)).json();
        let document = &loaded.document;
        object.insert("text".to_owned(), document.text().into());
        object.insert("blocks".to_owned(), blocks(document));
        object.insert("outline".to_owned(), headings(document).map(heading_json).collect());
        out.json(&Value::Object(object))?;
        return setup::legible(&path, loaded).map(|_| Outcome::Done);
    }
    let document = setup::load(&room, &path)?.document;
    out::tell_all(&document.warnings);
    if !args.outline {
        out.text(document.text())?;
        return Ok(Outcome::Done);
    }
    let mut found = false;
    for (level, title, start) in headings(&document) {
        found = true;
        let indent = "  ".repeat(usize::from(level.saturating_sub(1)));
        out.line(&format!("{start:>8}  {indent}{title}"))?;
    }
    Ok(Outcome::found(found))
}

fn blocks(document: &Document) -> Value {
    let block = |block: &Block| {
        let (start, end) = document.offsets().to_code_points(document.text(), block.span);
        json!({"kind": block.kind.name(), "level": block.level, "start": start, "end": end})
    };
    document.blocks().iter().map(block).collect()
}

/// The headings as (level, title, offset in code points).
fn headings(document: &Document) -> impl Iterator<Item = (u8, String, usize)> + '_ {
    document.outline().map(|(block, level)| {
        let span = document.blocks()[block].span;
        let title = span.of(document.text()).split_whitespace().collect::<Vec<_>>().join(" ");
        (level, title, document.offsets().code_point(document.text(), span.start))
    })
}

fn heading_json((level, title, start): (u8, String, usize)) -> Value {
    json!({"level": level, "title": title, "start": start})
}
