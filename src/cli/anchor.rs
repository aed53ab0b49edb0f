//! `postil anchor DOC FILE`: where the passages of any W3C annotation file stand in a document. It writes nothing.
//!
//! The keys of `--json`, one object a passage, in the order of the file; an annotation may have several:
//!
//! | key | value |
//! |---|---|
//! | `id` | as the file has it |
//! | `state` | `same`, `moved`, `changed`, `uncertain` or `orphan` |
//! | `start`, `end` | where it stands, in code points, end exclusive; null for an orphan |
//! | `score` | how much of it was found, 0 to 1 |
//! | `quote` | the words that stand there now; null for an orphan |

use super::out::{Out, cut, tell};
use super::outcome::{Failure, Outcome};
use super::setup::{self, Wanted};
use super::table::{Align, Table};
use crate::annotation::anchor::anchor_in;
use crate::annotation::{Anchor, AnchorState, AnnotationId, Passage, Record, read_any};
use crate::document::Document;
use crate::store::Corpus;
use serde_json::{Value, json};
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// The longest file that is read from standard input, in bytes.
const MAX_INPUT: u64 = 64 * 1024 * 1024;

/// Find the passages of a W3C annotation file in a document, as it is now.
///
/// The file may hold one annotation, an array, a collection, a page or JSON Lines, by any program. Annotations without a
/// quotation or position are passed over.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    wanted: Wanted,
    /// The file of annotations; `-` for standard input.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Print JSON: an array of {id, state, start, end, score, quote}.
    #[arg(long)]
    json: bool,
}

/// Resolves the selectors. Nothing found: no passage has a place.
pub fn run(args: &Args, out: &mut Out) -> Result<Outcome, Failure> {
    let (room, path) = args.wanted.find()?;
    let loaded = setup::load(&room, &path)?;
    let (records, faults) = read_any(&text_of(&args.file)?);
    for fault in faults {
        tell(&format!("{}: {fault}", args.file.display()));
    }
    let each = |record: &Record| record.passages().into_iter().map(|passage| (record.id().clone(), passage)).collect();
    let passages: Vec<(AnnotationId, Passage)> = records.iter().flat_map(|record| -> Vec<_> { each(record) }).collect();
    let source = loaded.digest.map(|digest| digest.urn()).unwrap_or_default();
    let document = &loaded.document;
    let given: Vec<&Passage> = passages.iter().map(|(_, passage)| passage).collect();
    let anchors = anchor_in(document, &source, &given);
    let found: Vec<Value> =
        passages.iter().zip(&anchors).map(|((id, _), anchor)| resolved(id, anchor, document)).collect();
    if args.json {
        out.json(&Value::Array(found))?;
    } else {
        table(&found).print(out)?;
    }
    Ok(Outcome::found(anchors.iter().any(|anchor| anchor.state != AnchorState::Orphan)))
}

fn text_of(file: &Path) -> Result<String, Failure> {
    let bytes = if file == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().lock().take(MAX_INPUT).read_to_end(&mut bytes)?;
        bytes
    } else {
        let folder = Corpus::open(file)?;
        let Some(name) = folder.chosen() else {
            return Err(Failure::new(format!("{} is a folder", file.display()), "Give a file of annotations."));
        };
        folder.read(name)?
    };
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn resolved(id: &AnnotationId, anchor: &Anchor, document: &Document) -> Value {
    let span = anchor.span.filter(|_| anchor.state != AnchorState::Orphan);
    let place = span.map(|span| document.offsets().to_code_points(document.text(), span));
    json!({
        "id": id, "state": anchor.state.name(), "start": place.map(|(start, _)| start), "end": place.map(|(_, end)| end),
        "score": (f64::from(anchor.score) * 1000.0).round() / 1000.0, "quote": span.map(|span| span.of(document.text())),
    })
}

fn table(found: &[Value]) -> Table {
    let mut table = Table::new(&[
        ("STATE", Align::Left),
        ("START", Align::Right),
        ("END", Align::Right),
        ("SCORE", Align::Right),
        ("ID", Align::Left),
        ("QUOTE", Align::Left),
    ]);
    let word = |value: &Value| {
        value.as_str().map_or_else(|| if value.is_null() { "-".to_owned() } else { value.to_string() }, str::to_owned)
    };
    for value in found {
        let mut row: Vec<String> =
            ["state", "start", "end", "score", "id"].iter().map(|key| word(&value[key])).collect();
        row.push(cut(&word(&value["quote"]), 60));
        table.push(row);
    }
    table
}
