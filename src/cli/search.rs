//! `postil search QUERY [PATH]`: full text over a corpus, document after document. It knows nothing of an index.
//!
//! The keys of `--json`, one object a hit:
//!
//! | key | value |
//! |---|---|
//! | `document` | relative path of the document |
//! | `paragraph` | number of the block, from 1 |
//! | `start`, `end` | where the hit stands in the canonical text, in code points, end exclusive |
//! | `before`, `hit`, `after` | the words, as the canonical text has them: `before + hit + after` stands there |

use super::out::{Out, tell, tell_all};
use super::outcome::{Failure, Outcome};
use super::setup::{self, Room};
use crate::document::{BlockKind, Document};
use crate::search::query::{Query, Scope, help};
use crate::store::{DocumentEntry, FoundDocument};
use crate::text::Span;
use serde_json::{Value, json};
use std::path::PathBuf;

/// How much stands around a hit on either side, in code points.
const AROUND: usize = 40;

const EXAMPLES: &str = "\
Plain quotation marks, hyphens and letters also find their typographic and accented forms; all lower case finds either case. \
What asks for annotations (tag:, by:, kind: …) belongs to `postil notes`.

  postil search \"export control\" documents
  postil search 'moss NEAR/9 wall in:week-1' texts";

/// Search all texts of a folder: words, phrases, expressions, and where they stand.
#[derive(Debug, clap::Args)]
#[command(after_help = format!("{}\n{EXAMPLES}", help()))]
pub struct Args {
    /// What to look for (see below).
    #[arg(allow_hyphen_values = true)]
    query: String,
    /// A folder of texts, or one text. Default: the one around this folder, else the one read last, else ./documents.
    path: Option<PathBuf>,
    /// Print JSON: an array of {document, paragraph, start, end, before, hit, after}.
    #[arg(long)]
    json: bool,
}

/// Prints the hits as they are found.
pub fn run(args: &Args, out: &mut Out) -> Result<Outcome, Failure> {
    if let Some(swapped) = setup::swapped("search", &args.query, args.path.as_deref()) {
        return Err(swapped);
    }
    let query = of_texts(&args.query)?;
    let room = Room::open(args.path.as_deref())?;
    let (entries, errors) = room.entries();
    tell_all(&errors);
    let mut printer = if args.json { HitPrinter::Json(out.array()?) } else { HitPrinter::Plain(out) };
    let (mut found, mut ended, mut late) = (false, Ok(()), Vec::new());
    room.library.find_all(&entries, &query, &mut |step| {
        match step.found {
            // What has other forms of the words alone comes behind the others.
            Some(Ok(document)) if !document.exact => late.push(document.path),
            Some(Ok(document)) => {
                found = true;
                ended = printer.hits(&document);
            }
            Some(Err(error)) => tell(&error.to_string()),
            None => {}
        }
        ended.is_ok()
    });
    ended?;
    let entries: Vec<DocumentEntry> =
        entries.into_iter().filter(|entry| late.binary_search(&entry.path).is_ok()).collect();
    let mut ended = Ok(());
    room.library.find_all(&entries, &query, &mut |step| {
        if let Some(Ok(document)) = step.found {
            found = true;
            ended = printer.hits(&document);
        }
        ended.is_ok()
    });
    ended?;
    printer.end()?;
    Ok(Outcome::found(found))
}

/// A query without a fault that asks something, and nothing but of texts.
pub fn of_texts(written: &str) -> Result<Query, Failure> {
    let query = sound(written, Scope::Texts)?;
    if query.is_empty() {
        return Err(Failure::new("there is nothing to look for", "Say which words: \"export control\"."));
    }
    if query.asks_of_annotations() {
        let hint = "They are what `postil notes` is for: it takes the same query.";
        return Err(Failure::new("a text has no tags, readers, kinds or colours; annotations have", hint));
    }
    Ok(query)
}

/// A query without a fault; else all its faults, with the first shown in its place.
pub fn sound(written: &str, scope: Scope) -> Result<Query, Failure> {
    let (query, faults) = Query::parse(written, scope);
    let Some(first) = faults.first() else { return Ok(query) };
    let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
    let hint =
        "Words that are meant as they stand go in quotation marks: '\"note: this\"'. --help shows what can be asked.";
    Err(Failure::new(told.join("; "), format!("{}\n{hint}", first.shown_in(written))))
}

enum HitPrinter<'a> {
    Plain(&'a mut Out),
    Json(crate::cli::out::Array<'a>),
}

impl HitPrinter<'_> {
    /// Prints the hits of one document. One of which nothing but facts was asked is shown by how it begins.
    fn hits(&mut self, found: &FoundDocument) -> Result<(), Failure> {
        let (path, document) = (found.path.as_str(), &found.document);
        let beginning = [Span::at(document.blocks().first().map_or(0, |block| block.span.start))];
        let hits = if found.hits.is_empty() { &beginning } else { found.hits.as_slice() };
        let mut numbers = Numbers::default();
        for &hit in hits {
            let hit = Hit { span: hit, block: document.block_at(hit.start) };
            let number = numbers.of(document, hit.block);
            match self {
                Self::Plain(out) => out.line(&format!("{path}:{number}: {}", hit.line(document)))?,
                Self::Json(array) => array.push(&hit.json(path, number, document))?,
            }
        }
        match self {
            Self::Plain(out) => out.flush(),
            Self::Json(array) => array.flush(),
        }
    }

    fn end(self) -> Result<(), Failure> {
        match self {
            Self::Plain(_) => Ok(()),
            Self::Json(array) => array.end(),
        }
    }
}

/// The numbers of blocks, counted on as hits come in text order; what goes on with a block before it has its number.
#[derive(Default)]
struct Numbers {
    counted: usize,
    all: usize,
    /// That of the last block that is no furniture.
    read: usize,
}

impl Numbers {
    fn of(&mut self, document: &Document, block: usize) -> usize {
        while self.counted <= block && self.counted < document.blocks().len() {
            let it = &document.blocks()[self.counted];
            self.all += usize::from(!it.continued);
            if it.kind != BlockKind::Boilerplate && !it.continued {
                self.read = self.all;
            }
            self.counted += 1;
        }
        let goes_on = document.blocks().get(block).is_some_and(|it| it.continued && it.kind != BlockKind::Boilerplate);
        if goes_on { self.read } else { self.all }
    }
}

struct Hit {
    span: Span,
    block: usize,
}

impl Hit {
    /// What stands before and after it in its block.
    fn around<'a>(&self, document: &'a Document) -> (&'a str, &'a str) {
        let text = document.text();
        let block = document.blocks().get(self.block).map_or(self.span, |block| block.span.union(self.span));
        let (before, after) = (&text[block.start..self.span.start], &text[self.span.end..block.end]);
        let from = before.char_indices().rev().take(AROUND).last().map_or(before.len(), |(at, _)| at);
        let to = after.char_indices().nth(AROUND).map_or(after.len(), |(at, _)| at);
        (&before[from..], &after[..to])
    }

    fn line(&self, document: &Document) -> String {
        let (before, after) = self.around(document);
        document.line(Span::new(self.span.start - before.len(), self.span.end + after.len()))
    }

    fn json(&self, path: &str, number: usize, document: &Document) -> Value {
        let (before, after) = self.around(document);
        let (start, end) = document.offsets().to_code_points(document.text(), self.span);
        json!({
            "document": path, "paragraph": number, "start": start, "end": end,
            "before": before, "hit": self.span.of(document.text()), "after": after,
        })
    }
}
