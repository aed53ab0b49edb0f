//! `postil concordance QUERY [PATH]`: every place of some words in one line, the words below each other; or how often each
//! text has them. With `--marks`, or where the query asks what annotations alone can answer, of their quotations and notes.
//!
//! The keys of `--json`, one object a place:
//!
//! | key | value |
//! |---|---|
//! | `document` | relative path of the document |
//! | `start`, `end` | where the words stand in the canonical text, in code points, end exclusive |
//! | `before`, `hit`, `after` | the words, as the canonical text has them, within their paragraph |
//!
//! Of annotations it has `annotation`, the id, and `reader`, the nickname of who made it, instead of `start` and `end`.

use super::annotated::AnnotationReading;
use super::out::{Out, tell, tell_all};
use super::outcome::{Failure, Outcome};
use super::search::sound;
use super::setup::{self, Room};
use crate::annotation::AnnotationId;
use crate::search::concordance::{ConcordanceOrder, neighbours};
use crate::search::query::{Query, Scope};
use crate::search::{SearchText, TextExcerpt};
use crate::store::FoundDocument;
use crate::text::{Span, cells};
use serde_json::{Value, json};
use std::cmp::Reverse;
use std::collections::HashMap;
use std::path::PathBuf;

/// The most places that are kept to be sorted.
const MOST: usize = 100_000;
/// How much is kept on either side, in bytes.
const AROUND: usize = 400;
/// Cells on either side of the words, unless asked otherwise.
const SIDE: u16 = 36;

const EXAMPLES: &str = "\
The query is that of `postil search` (see there): words, phrases, expressions, in:week-1 …

  postil concordance wall
  postil concordance '\"export control\"' documents --sort right
  postil concordance moss --count
  postil concordance 'wall is:mine' --marks";

/// Every place of some words, in a line each, by what stands beside them.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct ConcordanceArgs {
    /// What to look for.
    #[arg(allow_hyphen_values = true)]
    query: String,
    /// A folder of texts, or one text. Default: the one around this folder, else the one read last, else ./documents.
    path: Option<PathBuf>,
    /// In which order: text by text, by the words after (right) or before (left), or the texts first that have the most.
    #[arg(long, value_parser = orders(), default_value = "text")]
    sort: String,
    /// Columns on either side of the words.
    #[arg(long, default_value_t = SIDE, value_parser = clap::value_parser!(u16).range(1..=1000))]
    side: u16,
    /// Print how often each text has them instead, the most often first.
    #[arg(long, conflicts_with_all = ["sort", "side", "json"])]
    count: bool,
    /// In what was marked and written on the texts, by all readers; is:mine or by:NAME for one.
    #[arg(long)]
    marks: bool,
    /// Print JSON: an array of {document, start, end, before, hit, after}.
    #[arg(long)]
    json: bool,
}

fn orders() -> clap::builder::PossibleValuesParser {
    ConcordanceOrder::ALL.map(ConcordanceOrder::name).into()
}

/// One place.
struct ConcordanceLine {
    document: String,
    excerpt: TextExcerpt,
    place: ConcordancePlace,
}

/// Where a place is.
enum ConcordancePlace {
    /// In a text: start and end in code points.
    Text(usize, usize),
    /// In an annotation: its id and its reader.
    Mark(AnnotationId, Option<String>),
}

/// Places, and how many each document has.
#[derive(Default)]
struct FoundPlaces {
    lines: Vec<ConcordanceLine>,
    counts: Vec<(usize, String)>,
}

/// Finds all places, sorts them and prints them.
pub fn run(args: &ConcordanceArgs, out: &mut Out) -> Result<Outcome, Failure> {
    if let Some(swapped) = setup::swapped("concordance", &args.query, args.path.as_deref()) {
        return Err(swapped);
    }
    let query = of_words(&args.query)?;
    let room = Room::open(args.path.as_deref())?;
    let of_marks = args.marks || query.asks_of_annotations();
    let FoundPlaces { mut lines, counts } = if of_marks { in_marks(&room, &query) } else { in_texts(&room, &query) };
    if args.count {
        return print_counts(counts, out);
    }
    let all: usize = counts.iter().map(|(count, _)| count).sum();
    if all > lines.len() {
        tell(&format!("only the first {MOST} of {all} places are shown"));
    }
    let order = ConcordanceOrder::ALL.into_iter().find(|order| order.name() == args.sort).unwrap_or_default();
    let counts: HashMap<&str, usize> = counts.iter().map(|(count, path)| (path.as_str(), *count)).collect();
    let often =
        |line: &ConcordanceLine| counts.get(line.document.as_str()).filter(|_| order == ConcordanceOrder::Frequency);
    lines.sort_by_cached_key(|line| (Reverse(often(line).copied()), neighbours(&line.excerpt, order)));
    print(args, &lines, out)?;
    Ok(Outcome::found(!lines.is_empty()))
}

/// A query without a fault that asks for words.
fn of_words(written: &str) -> Result<Query, Failure> {
    let query = sound(written, Scope::Texts)?;
    if query.asks_for_words() {
        return Ok(query);
    }
    let hint = "Say which words: \"export control\". `postil notes` lists annotations, `postil search` texts.";
    Err(Failure::new("there is nothing to look for: a concordance is of words", hint))
}

fn in_texts(room: &Room, query: &Query) -> FoundPlaces {
    let (entries, errors) = room.entries();
    tell_all(&errors);
    let mut all = FoundPlaces::default();
    room.library.find_all(&entries, query, &mut |step| {
        match step.found {
            Some(Ok(found)) => {
                let searched = SearchText::from(&found.document);
                all.add(found.path.as_str(), found.hits.len(), &mut |at| line(&found, &searched, found.hits[at]));
            }
            Some(Err(error)) => tell(&error.to_string()),
            None => {}
        }
        true
    });
    all
}

fn in_marks(room: &Room, query: &Query) -> FoundPlaces {
    let (reading, errors) = AnnotationReading::begin(room, false);
    let (documents, unseen) = reading.documents();
    tell_all(&unseen);
    tell_all(&errors);
    let mut all = FoundPlaces::default();
    for path in documents {
        let page = reading.page(&path);
        tell_all(&page.faults);
        let found = reading.places(&page, query);
        all.add(path.as_str(), found.len(), &mut |at| {
            let (entry, excerpt) = &found[at];
            let place = ConcordancePlace::Mark(entry.annotation.id.clone(), entry.reader().map(str::to_owned));
            ConcordanceLine { document: path.as_str().to_owned(), excerpt: excerpt.clone(), place }
        });
    }
    all
}

impl FoundPlaces {
    /// Adds the places of a document, up to the most that are kept.
    fn add(&mut self, document: &str, count: usize, line: &mut dyn FnMut(usize) -> ConcordanceLine) {
        let room = MOST - self.lines.len().min(MOST);
        self.lines.extend((0..count.min(room)).map(line));
        self.counts.push((count, document.to_owned()));
    }
}

fn line(found: &FoundDocument, searched: &SearchText<'_>, hit: Span) -> ConcordanceLine {
    let text = found.document.text();
    let (start, end) = found.document.offsets().to_code_points(text, hit);
    ConcordanceLine {
        document: found.path.as_str().to_owned(),
        excerpt: TextExcerpt::of(searched, hit, AROUND, AROUND),
        place: ConcordancePlace::Text(start, end),
    }
}

fn print_counts(mut counts: Vec<(usize, String)>, out: &mut Out) -> Result<Outcome, Failure> {
    counts.retain(|(count, _)| *count > 0);
    counts.sort_by(|(a, first), (b, second)| b.cmp(a).then_with(|| first.cmp(second)));
    let width = counts.first().map_or(0, |(count, _)| count.to_string().len());
    for (count, path) in &counts {
        out.line(&format!("{count:>width$}  {path}"))?;
    }
    Ok(Outcome::found(!counts.is_empty()))
}

fn print(args: &ConcordanceArgs, lines: &[ConcordanceLine], out: &mut Out) -> Result<(), Failure> {
    if args.json {
        return out.json(&Value::Array(lines.iter().map(ConcordanceLine::json).collect()));
    }
    let side = usize::from(args.side);
    let widest = lines.iter().map(|line| cells::width(&line.excerpt.read())).max().unwrap_or(0);
    lines.iter().try_for_each(|line| out.line(&line.shown(side, widest.min(side))))
}

impl ConcordanceLine {
    /// The words in their column, what stands beside them to the left and right, and the text they are of.
    fn shown(&self, side: usize, widest: usize) -> String {
        let (before, after) = self.excerpt.beside();
        let [before, hit, after] = [before, self.excerpt.read(), after].map(|words| one_line(&words));
        let before = TextExcerpt::last_cells(&before, side);
        let end = widest.saturating_sub(cells::width(&hit)) + side;
        let after = first_cells(&after, end);
        let [left, right] = [side - cells::width(before), end - cells::width(after)].map(|blanks| " ".repeat(blanks));
        format!("{left}{before}{hit}{after}{right}  {}", self.document)
    }

    fn json(&self) -> Value {
        let (before, after) = self.excerpt.beside();
        let mut object = match &self.place {
            ConcordancePlace::Text(start, end) => json!({ "document": self.document, "start": start, "end": end }),
            ConcordancePlace::Mark(id, reader) => {
                json!({ "document": self.document, "annotation": id.as_str(), "reader": reader })
            }
        };
        object["before"] = before.into();
        object["hit"] = self.excerpt.read().into();
        object["after"] = after.into();
        object
    }
}

/// The words with one blank for each run of white space between them and around them.
fn one_line(words: &str) -> String {
    let mut line = String::with_capacity(words.len());
    for c in words.chars() {
        match c.is_whitespace() {
            true if line.ends_with(' ') => {}
            true => line.push(' '),
            false => line.push(c),
        }
    }
    line
}

/// As much of the beginning of a text as fits into so many cells.
fn first_cells(text: &str, width: usize) -> &str {
    let mut used = 0;
    let over = cells::cells(text, Span::new(0, text.len()), 1).find(|cell| {
        used += cell.width;
        used > width
    });
    &text[..over.map_or(text.len(), |cell| cell.span.start)]
}
