//! `postil text DOC`: the canonical text of a document, which all positions refer to. It lays nothing out.
//!
//! The keys of `--json`: those of [`list`](super::list), then
//!
//! | key | value |
//! |---|---|
//! | `text` | the canonical text |
//! | `blocks` | array of {`kind`, `level`, `start`, `end`} in text order; `continued`, true, in one that goes on with the block of its kind before it, furniture of pages aside |
//! | `outline` | array of {`level`, `title`, `start`}: the headings |
//! | `sections` | array of {`level`, `title`, `start`}: the table of contents that the file brings along |
//! | `pages` | array of {`label`, `start`} |
//! | `images` | array of {`source`, `start`, `end`}: pictures, where their captions or alternative texts stand |
//! | `comments` | array of {`author`, `date`, `text`, `start`, `end`, `answers`, `color`, `resolved`}: remarks that the file holds beside its text; `date`, `answers` (the index of what it answers) and `color` (`#rrggbb`) may be null |
//!
//! The last four are empty where the file has none. All offsets are Unicode code points of `text`, ends exclusive. A damaged document is printed with its warnings and ends
//! with a failure.

use super::annotate::place::passage_at;
use super::list::CorpusListing;
use super::out;
use super::out::Out;
use super::outcome::{Failure, Outcome};
use super::setup::{self, Wanted};
use crate::document::{Block, Comment, Document, Inline, InlineStyle};
use serde_json::{Value, json};

/// Print the text of a document: what annotations, offsets and quotations refer to.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    wanted: Wanted,
    /// Print the headings, or the table of contents of a file without any, each with its offset in code points.
    #[arg(long)]
    outline: bool,
    /// Print only this passage: a paragraph (P12), the beginning of a page (p12), or START:END in code points.
    #[arg(long, value_name = "PLACE", conflicts_with_all = ["outline", "json"])]
    at: Option<String>,
    /// Print JSON: facts, text, blocks, outline, pages, pictures and comments, with offsets in code points.
    #[arg(long)]
    json: bool,
}

/// Prints the text, or its parts. Nothing found: it has no parts with names.
pub fn run(args: &Args, out: &mut Out) -> Result<Outcome, Failure> {
    let (room, path) = args.wanted.find()?;
    if args.json {
        let loaded = room.library.load(&path)?;
        let fact = room.library.learn(&path, loaded.seen(), &loaded.document);
        let mut object = CorpusListing::of_one(&room, &path).facts(&path, Ok(&fact)).json();
        let document = &loaded.document;
        let parts: [(&str, Value); 7] = [
            ("text", document.text().into()),
            ("blocks", blocks(document)),
            ("outline", headings(document).map(heading_json).collect()),
            ("sections", sections(document).map(heading_json).collect()),
            ("pages", pages(document)),
            ("images", images(document)),
            ("comments", comments(document)),
        ];
        object.extend(parts.map(|(key, value)| (key.to_owned(), value)));
        out.json(&Value::Object(object))?;
        return setup::legible(&path, loaded).map(|_| Outcome::Done);
    }
    let document = setup::load(&room, &path)?.document;
    out::tell_all(&document.warnings);
    if let Some(at) = &args.at {
        out.text(passage_at(at, &document)?.of(document.text()))?;
        return Ok(Outcome::Done);
    }
    if !args.outline {
        out.text(document.text())?;
        return Ok(Outcome::Done);
    }
    let mut parts: Vec<Part> = headings(&document).collect();
    if parts.is_empty() {
        parts.extend(sections(&document));
    }
    for (level, title, start) in &parts {
        let indent = "  ".repeat(usize::from(level.saturating_sub(1)));
        out.line(&format!("{start:>8}  {indent}{title}"))?;
    }
    Ok(Outcome::found(!parts.is_empty()))
}

/// A part of the text: level, title, offset in code points.
type Part = (u8, String, usize);

fn blocks(document: &Document) -> Value {
    let block = |block: &Block| {
        let (start, end) = document.offsets().to_code_points(document.text(), block.span);
        let mut said = json!({"kind": block.kind.name(), "level": block.level, "start": start, "end": end});
        if block.continued {
            said["continued"] = Value::Bool(true);
        }
        said
    };
    document.blocks().iter().map(block).collect()
}

fn headings(document: &Document) -> impl Iterator<Item = Part> + '_ {
    document.outline().map(|(block, level)| {
        let span = document.blocks()[block].span;
        let title = span.of(document.text()).split_whitespace().collect::<Vec<_>>().join(" ");
        (level, title, document.offsets().code_point(document.text(), span.start))
    })
}

fn sections(document: &Document) -> impl Iterator<Item = Part> + '_ {
    let start = |at| document.offsets().code_point(document.text(), at);
    document.sections().iter().map(move |section| (section.level, section.title.clone(), start(section.at)))
}

fn pages(document: &Document) -> Value {
    let start = |at| document.offsets().code_point(document.text(), at);
    document.pages().iter().map(|page| json!({"label": page.label, "start": start(page.at)})).collect()
}

fn images(document: &Document) -> Value {
    let image = |run: &Inline| {
        let InlineStyle::Image(index) = run.style else { return None };
        let source = document.images().get(index as usize)?;
        let (start, end) = document.offsets().to_code_points(document.text(), run.span);
        Some(json!({"source": source, "start": start, "end": end}))
    };
    document.inlines().iter().filter_map(image).collect()
}

fn comments(document: &Document) -> Value {
    let comment = |comment: &Comment| {
        let (start, end) = document.offsets().to_code_points(document.text(), comment.span);
        json!({
            "author": comment.author, "date": comment.date, "text": comment.text,
            "start": start, "end": end, "answers": comment.answers,
            "color": comment.color.map(|[red, green, blue]| format!("#{red:02x}{green:02x}{blue:02x}")),
            "resolved": comment.resolved,
        })
    };
    document.comments().iter().map(comment).collect()
}

fn heading_json((level, title, start): Part) -> Value {
    json!({"level": level, "title": title, "start": start})
}
