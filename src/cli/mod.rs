//! The command line: one file a subcommand. The only module that prints.
//!
//! Exit codes: 0 done or found, 1 nothing found, 2 wrong usage or failure (cause and hint on stderr). A closed pipe is a
//! quiet 0. Help, manual pages and completions are all made from the tables of arguments here (`Args`).

mod add;
mod anchor;
mod annotate;
mod annotated;
mod blind;
mod check;
mod citing;
mod compare;
mod complete;
mod concordance;
mod config;
mod digest;
mod export;
mod formats;
mod gradebook;
mod import;
mod init;
mod keys;
mod linear;
mod list;
mod manual;
mod names;
mod notes;
mod open;
mod out;
mod outcome;
mod questions;
mod read;
mod reader;
mod report;
mod search;
mod setup;
mod shell;
mod sign;
mod sync;
mod table;
mod tags;
mod text;
mod timeline;
mod tour;

pub use out::Out;
pub use outcome::{Failure, Outcome};

use crate::config::fault::nearest;
use crate::format::isolated;
use crate::text::cells;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const EXITS: &str = "\
Exit codes: 0 done or found; 1 nothing found, or something is wrong (check); 2 wrong usage or failure, with the cause and \
a remedy on stderr.

Every command that prints takes --json. Files of postil: `postil config`.";

/// A reader and annotator for the terminal: open a folder of texts, read, mark, tag, note and discuss them, offline.
///
/// Without a command it opens the reader on the screen; `?` shows all keys there. The commands do the same work without a
/// screen, for scripts and for a quick look. Annotations are JSON files in the folder `annotations` beside the texts,
/// one folder for each reader; the texts themselves are never written to.
#[derive(Debug, Parser)]
#[command(name = "postil", version, args_conflicts_with_subcommands = true)]
struct Args {
    /// A folder of texts, or one text. Default: the one around this folder, else the one read last, else ./documents.
    path: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Sub>,
}

#[derive(Debug, Subcommand)]
enum Sub {
    Init(init::InitArgs),
    Add(add::AddArgs),
    Read(read::ReadArgs),
    List(list::Args),
    Text(text::Args),
    Annotate(annotate::Args),
    Notes(notes::Args),
    Tags(tags::TagsArgs),
    Check(check::Args),
    Anchor(anchor::Args),
    Search(search::Args),
    Concordance(concordance::ConcordanceArgs),
    Timeline(timeline::TimelineArgs),
    Names(names::NamesArgs),
    Questions(questions::Args),
    Report(report::Args),
    Compare(compare::Args),
    Open(open::OpenArgs),
    Export(export::Args),
    Import(import::Args),
    Sync(sync::Args),
    Sign(sign::Args),
    Reader(reader::ReaderArgs),
    Keys(keys::Args),
    Config(config::Args),
    Tour(tour::TourArgs),
    Manual(manual::ManualArgs),
    Completions(shell::Completions),
    Complete(complete::CompleteArgs),
    Man(shell::Man),
}

/// Ends the program where the command line cannot be understood.
fn misread(error: &clap::Error) -> ! {
    if error.kind() == clap::error::ErrorKind::InvalidUtf8 {
        let hint = "Give a part of the name that is (`postil list` shows it), open its folder, or rename the file.";
        out::tell_failure("a name on the command line is not UTF-8", hint);
        std::process::exit(2);
    }
    // A word before others is no path then: it was meant as a command.
    let first = std::env::args().nth(1).filter(|word| !word.starts_with('-'));
    if let Some(word) = first.filter(|_| error.kind() == clap::error::ErrorKind::ArgumentConflict) {
        let names: Vec<String> = command().get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
        if !names.contains(&word) {
            if Path::new(&word).exists() {
                out::tell_failure(
                    "one folder or text is opened at a time",
                    &format!("Give that alone: postil {}", crate::text::shown(Path::new(&word))),
                );
                std::process::exit(2);
            }
            let near = nearest(&word, names.iter().map(String::as_str));
            let hint =
                near.map_or("`postil --help` names all.".to_owned(), |near| format!("Did you mean `postil {near}`?"));
            out::tell_failure(&format!("there is no command `{word}`"), &hint);
            std::process::exit(2);
        }
    }
    error.exit()
}

/// The arguments of the process; help on help is help.
fn arguments() -> Vec<std::ffi::OsString> {
    let mut arguments: Vec<std::ffi::OsString> = std::env::args_os().collect();
    let is = |at: usize, words: &[&str]| arguments.get(at).is_some_and(|word| words.iter().any(|it| word == it));
    if is(1, &["help"]) && is(2, &["--help", "-h", "help"]) {
        arguments.truncate(2);
    }
    arguments
}

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    hush_parsers();
    let matches = command().try_get_matches_from(arguments()).unwrap_or_else(|error| misread(&error));
    let args = Args::from_arg_matches(&matches).unwrap_or_else(|error| misread(&error));
    let mut out = Out::stdout();
    let ended = match args.command {
        None => {
            read::run(args.path.as_deref(), false, &mut out).map_err(|failure| mistyped(failure, args.path.as_deref()))
        }
        Some(command) => {
            measure_as_the_terminal();
            run(&command, &mut out)
        }
    };
    // What was printed before a failure is printed all the same.
    match out.flush().and(ended) {
        Ok(Outcome::Done) | Err(Failure::ClosedPipe) => ExitCode::SUCCESS,
        Ok(Outcome::Nothing) => ExitCode::from(1),
        Err(Failure::Told { cause, hint }) => {
            out::tell_failure(&cause, &hint);
            ExitCode::from(2)
        }
    }
}

/// What a terminal shows is measured as the settings say that it measures.
fn measure_as_the_terminal() {
    if std::io::stdout().is_terminal()
        && let Ok(dirs) = setup::dirs()
    {
        cells::set_ambiguous_wide(setup::config(&dirs).0.ambiguous_wide);
    }
}

/// A parser that panics on a thread of its own is told of in the document that it broke, and nowhere else.
fn hush_parsers() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if std::thread::current().name() != Some(isolated::THREAD) {
            usual(panic);
        }
    }));
}

/// A word that is no path may have been meant as a command.
fn mistyped(failure: Failure, path: Option<&Path>) -> Failure {
    let word = path.filter(|path| !path.exists()).and_then(Path::to_str);
    let names: Vec<String> = command().get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let near = word.and_then(|word| nearest(word, names.iter().map(String::as_str)));
    match (failure, near) {
        (Failure::Told { .. }, Some(near)) => {
            let word = crate::text::visible::line(word.unwrap_or_default());
            let cause = format!("there is no file, folder or command `{word}`");
            Failure::new(cause, format!("Did you mean `postil {near}`?"))
        }
        (failure, _) => failure,
    }
}

/// The whole table of arguments: what help, the manual pages and the completions are made from.
fn command() -> clap::Command {
    Args::command().max_term_width(100).after_help(format!("{}\n\n{EXITS}", formats::names()))
}

fn run(sub: &Sub, out: &mut Out) -> Result<Outcome, Failure> {
    match sub {
        Sub::Init(args) => init::run(args, out),
        Sub::Add(args) => add::run(args, out),
        Sub::Read(args) => read::run(args.path.as_deref(), args.linear, out),
        Sub::List(args) => list::run(args, out),
        Sub::Text(args) => text::run(args, out),
        Sub::Annotate(args) => annotate::run(args, out),
        Sub::Notes(args) => notes::run(args, out),
        Sub::Tags(args) => tags::run(args, out),
        Sub::Check(args) => check::run(args, out),
        Sub::Anchor(args) => anchor::run(args, out),
        Sub::Search(args) => search::run(args, out),
        Sub::Concordance(args) => concordance::run(args, out),
        Sub::Timeline(args) => timeline::run(args, out),
        Sub::Names(args) => names::run(args, out),
        Sub::Questions(args) => questions::run(args, out),
        Sub::Report(args) => report::run(args, out),
        Sub::Compare(args) => compare::run(args, out),
        Sub::Open(args) => open::run(args, out),
        Sub::Export(args) => export::run(args, out),
        Sub::Import(args) => import::run(args, out),
        Sub::Sync(args) => sync::run(args, out),
        Sub::Sign(args) => sign::run(args, out),
        Sub::Reader(args) => reader::run(args, out),
        Sub::Keys(args) => keys::run(args, out),
        Sub::Config(args) => config::run(args, out),
        Sub::Tour(args) => tour::run(args),
        Sub::Manual(args) => manual::run(args, out),
        Sub::Completions(args) => shell::completions(args, command(), out),
        Sub::Complete(args) => complete::run(args, command(), out),
        Sub::Man(args) => shell::man(args, command(), out),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{Command, OUTSIDE};

    /// What is for scripts and shells; and `reader`, which is a word for the command `rename`.
    const NOT_OFFERED: [&str; 6] = ["anchor", "complete", "completions", "man", "read", "reader"];

    #[test]
    fn the_screen_names_every_subcommand_that_it_has_no_command_for() {
        let table = command();
        let subs: Vec<&str> = table.get_subcommands().map(clap::Command::get_name).collect();
        let missing: Vec<&&str> = OUTSIDE.iter().filter(|name| !subs.contains(name)).collect();
        assert!(missing.is_empty(), "there is no subcommand {missing:?}");
        let here = |name: &&str| Command::named(name).is_some() || OUTSIDE.contains(name) || NOT_OFFERED.contains(name);
        let unnamed: Vec<&str> = subs.into_iter().filter(|name| !here(name)).collect();
        assert!(unnamed.is_empty(), "a row in OUTSIDE of app/status/palette.rs is missing: {unnamed:?}");
    }

    #[test]
    fn the_table_of_arguments_is_sound_and_everything_in_it_is_explained() {
        command().debug_assert();
        for sub in command().get_subcommands() {
            assert!(sub.get_about().is_some(), "{} has no word about itself", sub.get_name());
            for arg in sub.get_arguments().filter(|arg| arg.get_id() != "help") {
                assert!(arg.get_help().is_some(), "{} {} is not explained", sub.get_name(), arg.get_id());
            }
        }
    }
}
