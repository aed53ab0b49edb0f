//! `postil timeline [PATH]`: the dated statements of all texts, in order, each with its sentence.

use super::out::{Out, tell, tell_all};
use super::outcome::{Failure, Outcome};
use super::search::of_texts;
use super::setup::Room;
use crate::exchange::timeline::{TimelineEntry, csv, icalendar};
use crate::study::dated_statements;
use serde_json::Value;
use std::path::PathBuf;

const EXAMPLES: &str = "\
A time is as precise as its words: 2019-11-22, 2019-11, 2019-11 late, 2019 summer, 2019, 1990s. ???? is a year that nothing
near says. CSV and JSON have EDTF (ISO 8601-2): 2019-22 is the summer, XXXX an unknown year. A calendar leaves those out.

  postil timeline documents
  postil timeline documents --query gsomia --format ics > gsomia.ics";

/// When what happened: the dated sentences of all texts, in order.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct TimelineArgs {
    /// A folder of texts, or one text. Default: the one around this folder, else the one read last, else ./documents.
    path: Option<PathBuf>,
    /// Only sentences in texts for which this query holds, and of these only those with its words.
    #[arg(long, allow_hyphen_values = true)]
    query: Option<String>,
    /// What to print.
    #[arg(long, value_parser = ["text", "csv", "json", "ics"], default_value = "text")]
    format: String,
}

/// Collects the statements of all texts, sorts them and prints them.
pub fn run(args: &TimelineArgs, out: &mut Out) -> Result<Outcome, Failure> {
    let query = args.query.as_deref().map(of_texts).transpose()?.unwrap_or_default();
    let room = Room::open(args.path.as_deref())?;
    let (entries, errors) = room.entries();
    tell_all(&errors);
    let mut found = Vec::new();
    room.library.find_all(&entries, &query, &mut |step| {
        match step.found {
            Some(Ok(text)) => {
                let said = |statement: &crate::study::DatedStatement| {
                    text.hits.is_empty() || text.hits.iter().any(|hit| hit.overlaps(statement.sentence))
                };
                let statements = dated_statements(&text.document).into_iter().filter(said);
                found.extend(statements.map(|one| TimelineEntry::of(text.path.as_str(), &text.document, one)));
            }
            Some(Err(error)) => tell(&error.to_string()),
            None => {}
        }
        true
    });
    found.sort_by_cached_key(|entry| entry.statement.order());
    print(&args.format, &found, out)?;
    Ok(Outcome::found(!found.is_empty()))
}

fn print(format: &str, entries: &[TimelineEntry], out: &mut Out) -> Result<(), Failure> {
    match format {
        "csv" => out.text(&csv(entries)),
        "json" => out.json(&Value::Array(entries.iter().map(TimelineEntry::json).collect())),
        "ics" => {
            let now = jiff::Timestamp::now().strftime("%Y%m%dT%H%M%SZ").to_string();
            out.made_here(icalendar(entries, &now).as_bytes())
        }
        _ => entries.iter().try_for_each(|entry| out.line(&entry.line())),
    }
}
