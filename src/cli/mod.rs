//! The command line: one file a subcommand. The only module that prints.
//!
//! Exit codes: 0 done or found, 1 nothing found, 2 wrong usage or failure (cause and hint on stderr). A closed pipe is a
//! quiet 0.

mod read;
mod setup;

use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// A reader and annotator for the terminal: open a folder of texts, read, mark, tag, note and discuss them, offline.
#[derive(Debug, Parser)]
#[command(name = "postil", version, about, args_conflicts_with_subcommands = true)]
struct Args {
    /// A folder of texts, or one text. Default: the folder read last, else ./documents, else this folder.
    path: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Sub>,
}

#[derive(Debug, Subcommand)]
enum Sub {}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Done, or found.
    Done,
    /// Nothing found.
    Nothing,
}

/// Why a command failed: cause and remedy.
#[derive(Debug)]
pub struct Failure {
    /// What went wrong.
    pub cause: String,
    /// What can be done about it; may be empty.
    pub hint: String,
}

impl From<crate::store::Error> for Failure {
    fn from(error: crate::store::Error) -> Self {
        Self { hint: error.hint().to_owned(), cause: error.to_string() }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self { cause: error.to_string(), hint: String::new() }
    }
}

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    let args = Args::parse();
    let ended = match args.command {
        None => read::run(args.path.as_deref()),
        Some(command) => match command {},
    };
    match ended {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Nothing) => ExitCode::from(1),
        Err(failure) => report(&failure),
    }
}

#[allow(clippy::print_stderr)] // this is where failures are told
fn report(failure: &Failure) -> ExitCode {
    eprintln!("postil: {}", crate::text::visible::line(&failure.cause));
    if !failure.hint.is_empty() {
        eprintln!("  {}", crate::text::visible::line(&failure.hint));
    }
    ExitCode::from(2)
}
