//! `postil keys`: the keys by context, from the user's keymap and the table of commands, as `?` shows them.
//!
//! The keys of `--json`, one object a command in a context: `context` (as `keys.toml` names it), `keys` (array of key
//! sequences), `command`, `about`.

use super::out::{Out, tell_all};
use super::outcome::{Failure, Outcome};
use super::setup;
use crate::app::{COMMANDS, CONTEXTS, Context, HelpRow, help_rows};
use crate::text::cells;
use serde_json::{Value, json};

/// Show all keys, as you have set them.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Print JSON: an array of {context, keys, command, about}.
    #[arg(long)]
    json: bool,
}

/// Prints the keys.
pub fn run(args: &Args, out: &mut Out) -> Result<Outcome, Failure> {
    let (config, faults) = setup::config(&setup::dirs()?);
    tell_all(&faults);
    if args.json {
        let rows = CONTEXTS.iter().flat_map(|context| COMMANDS.iter().map(move |command| (context.name(), command)));
        let bound = rows.filter_map(|(context, command)| {
            let keys = config.keymap.keys_of(context, command.name());
            (!keys.is_empty())
                .then(|| json!({"context": context, "keys": keys, "command": command.name(), "about": command.about()}))
        });
        out.json(&Value::Array(bound.collect()))?;
        return Ok(Outcome::Done);
    }
    let rows = help_rows(&config.keymap, Context::Reader);
    let width = |row: &HelpRow| if let HelpRow::Entry { keys, .. } = row { cells::width(keys) } else { 0 };
    let widest = rows.iter().map(width).max().unwrap_or(0);
    for row in rows {
        match &row {
            HelpRow::Heading(name) => out.line(name)?,
            HelpRow::Entry { keys, about, name } => {
                let gap = " ".repeat(widest - width(&row));
                out.line(&format!("  {keys}{gap}  {about} ({name})"))?;
            }
            HelpRow::Gap => out.line("")?,
        }
    }
    Ok(Outcome::Done)
}
