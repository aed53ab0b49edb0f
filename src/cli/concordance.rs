//! `postil concordance QUERY [PATH]`: every place of some words in one line, the words below each other; or how often each
//! text has them.
//!
//! The keys of `--json`, one object a place:
//!
//! | key | value |
//! |---|---|
//! | `document` | relative path of the document |
//! | `start`, `end` | where the words stand in the canonical text, in code points, end exclusive |
//! | `before`, `hit`, `after` | the words, as the canonical text has them, within their paragraph |

use super::out::{Out, tell, tell_all};
use super::outcome::{Failure, Outcome};
use super::search::of_texts;
use super::setup::Room;
use crate::search::TextExcerpt;
use crate::search::concordance::{ConcordanceOrder, neighbours};
use crate::store::FoundDocument;
use crate::text::{Span, cells};
use serde_json::{Value, json};
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
  postil concordance moss --count";

/// Every place of some words, in a line each, by what stands beside them.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct ConcordanceArgs {
    /// What to look for.
    #[arg(allow_hyphen_values = true)]
    query: String,
    /// A folder of texts, or one text. Default: the folder read last, else ./documents, else this folder.
    path: Option<PathBuf>,
    /// In which order: text by text, by the words after (right) or before (left).
    #[arg(long, value_parser = orders(), default_value = "text")]
    sort: String,
    /// Columns on either side of the words.
    #[arg(long, default_value_t = SIDE, value_parser = clap::value_parser!(u16).range(1..=1000))]
    side: u16,
    /// Print how often each text has them instead, the most often first.
    #[arg(long, conflicts_with_all = ["sort", "side", "json"])]
    count: bool,
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
    /// Start and end in code points.
    points: (usize, usize),
}

/// Finds all places, sorts them and prints them.
pub fn run(args: &ConcordanceArgs, out: &mut Out) -> Result<Outcome, Failure> {
    let query = of_texts(&args.query)?;
    let room = Room::open(args.path.as_deref())?;
    let (entries, errors) = room.entries();
    tell_all(&errors);
    let (mut lines, mut counts) = (Vec::new(), Vec::new());
    room.library.find_all(&entries, &query, &mut |step| {
        match step.found {
            Some(Ok(found)) => {
                counts.push((found.hits.len(), found.path.as_str().to_owned()));
                lines.extend(found.hits.iter().take(MOST - lines.len().min(MOST)).map(|hit| line(&found, *hit)));
            }
            Some(Err(error)) => tell(&error.to_string()),
            None => {}
        }
        true
    });
    if args.count {
        return print_counts(counts, out);
    }
    let all: usize = counts.iter().map(|(count, _)| count).sum();
    if all > lines.len() {
        tell(&format!("only the first {MOST} of {all} places are shown"));
    }
    let order = ConcordanceOrder::ALL.into_iter().find(|order| order.name() == args.sort).unwrap_or_default();
    lines.sort_by_cached_key(|line| neighbours(&line.excerpt, order));
    print(args, &lines, out)?;
    Ok(Outcome::found(!lines.is_empty()))
}

fn line(found: &FoundDocument, hit: Span) -> ConcordanceLine {
    let text = found.document.text();
    let points = found.document.offsets().to_code_points(text, hit);
    ConcordanceLine {
        document: found.path.as_str().to_owned(),
        excerpt: TextExcerpt::around(text, hit, AROUND, AROUND),
        points,
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
    let widest = lines.iter().map(|line| cells::width(line.excerpt.passage())).max().unwrap_or(0);
    lines.iter().try_for_each(|line| out.line(&line.shown(side, widest.min(side))))
}

impl ConcordanceLine {
    /// The words in their column, what stands beside them to the left and right, and the text they are of.
    fn shown(&self, side: usize, widest: usize) -> String {
        let (before, after) = self.excerpt.beside();
        let [before, hit, after] = [before, self.excerpt.passage(), after].map(one_line);
        let before = TextExcerpt::last_cells(&before, side);
        let end = widest.saturating_sub(cells::width(&hit)) + side;
        let after = first_cells(&after, end);
        let [left, right] = [side - cells::width(before), end - cells::width(after)].map(|blanks| " ".repeat(blanks));
        format!("{left}{before}{hit}{after}{right}  {}", self.document)
    }

    fn json(&self) -> Value {
        let (before, after) = self.excerpt.beside();
        let (start, end) = self.points;
        json!({
            "document": self.document, "start": start, "end": end,
            "before": before, "hit": self.excerpt.passage(), "after": after,
        })
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
