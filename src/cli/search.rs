//! `postil search QUERY [PATH]`: full text over a corpus, document after document. It keeps no index.
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
use super::setup::Room;
use crate::document::Document;
use crate::search::{self, Query};
use crate::text::Span;
use serde_json::{Value, json};
use std::path::PathBuf;

/// How much stands around a hit on either side, in code points.
const AROUND: usize = 40;

/// Search all texts of a folder for words or an expression.
///
/// Words are found one after the other with any white space between them; all lower case finds either case; plain quotation
/// marks, hyphens and letters also find their typographic and accented forms. /…/ is a regular expression.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The words, or an expression between slashes.
    #[arg(allow_hyphen_values = true)]
    query: String,
    /// A folder of texts, or one text. Default: the folder read last, else ./documents, else this folder.
    path: Option<PathBuf>,
    /// Print JSON: an array of {document, paragraph, start, end, before, hit, after}.
    #[arg(long)]
    json: bool,
}

/// Prints the hits as they are found.
pub fn run(args: &Args, out: &mut Out) -> Result<Outcome, Failure> {
    let query = Query::parse(&args.query).map_err(|fault| {
        Failure::new(
            format!("`{}` cannot be searched for: {fault}", args.query),
            "An expression stands between slashes: /colou?r/.",
        )
    })?;
    let room = Room::open(args.path.as_deref())?;
    let (entries, errors) = room.entries();
    tell_all(&errors);
    let mut printer = if args.json { Printer::Json(out.array()?) } else { Printer::Plain(out) };
    let mut found = false;
    for entry in entries {
        match room.library.load_entry(&entry) {
            Ok(loaded) => found |= printer.hits(entry.path.as_str(), &loaded.document, &query)?,
            Err(error) => tell(&error.to_string()),
        }
    }
    printer.end()?;
    Ok(Outcome::found(found))
}

enum Printer<'a> {
    Plain(&'a mut Out),
    Json(crate::cli::out::Array<'a>),
}

impl Printer<'_> {
    /// Prints the hits of one document; whether there are any.
    fn hits(&mut self, path: &str, document: &Document, query: &Query) -> Result<bool, Failure> {
        let text = document.text();
        let mut numbers = Numbers::default();
        let mut found = false;
        for hit in search::hits(query, text, Span::new(0, text.len())) {
            found = true;
            let hit = Hit { span: hit, block: document.block_at(hit.start) };
            let number = numbers.of(document, hit.block);
            match self {
                Self::Plain(out) => out.line(&format!("{path}:{number}: {}", hit.line(document)))?,
                Self::Json(array) => array.push(&hit.json(path, number, document))?,
            }
        }
        if found {
            match self {
                Self::Plain(out) => out.flush()?,
                Self::Json(array) => array.flush()?,
            }
        }
        Ok(found)
    }

    fn end(self) -> Result<(), Failure> {
        match self {
            Self::Plain(_) => Ok(()),
            Self::Json(array) => array.end(),
        }
    }
}

/// The numbers of blocks, counted on as hits come in text order; what goes on with the block before it has its number.
#[derive(Default)]
struct Numbers {
    counted: usize,
    number: usize,
}

impl Numbers {
    fn of(&mut self, document: &Document, block: usize) -> usize {
        while self.counted <= block && self.counted < document.blocks().len() {
            self.number += usize::from(!document.blocks()[self.counted].continued);
            self.counted += 1;
        }
        self.number
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
        let line = [before, self.span.of(document.text()), after].concat();
        line.split_whitespace().collect::<Vec<_>>().join(" ")
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
