//! `postil init`: a folder of texts with a plan that explains itself. It writes that one file, and never over another.

use super::out::Out;
use super::outcome::{Failure, Outcome};
use super::{read, setup};
use crate::config::syllabus;
use crate::language::counts::counted;
use crate::store::{Error, Library, make_corpus};
use crate::text::shown;
use std::io::ErrorKind;
use std::path::PathBuf;

/// Make a folder of texts, with a plan (`syllabus.toml`) in which every key is explained and nothing holds yet.
///
/// A folder with texts in it becomes one too: nothing of it is changed. It is then the folder that `postil` opens and into which
/// `postil add` puts texts.
#[derive(Debug, clap::Args)]
pub struct InitArgs {
    /// The folder; it is made where there is none.
    #[arg(default_value = ".", value_name = "FOLDER")]
    path: PathBuf,
}

/// Makes the folder and its plan, and says what comes next.
pub fn run(args: &InitArgs, out: &mut Out) -> Result<Outcome, Failure> {
    if args.path.is_file() {
        return Err(Failure::new(
            format!("{} is a file, not a folder", shown(&args.path)),
            "`postil init FOLDER` makes a folder of texts; `postil add FILE` puts this file into it then.",
        ));
    }
    let corpus = make_corpus(&args.path).map_err(|error| refusal(error, &shown(&args.path)))?;
    let library = Library::open(corpus.root())?;
    let dirs = setup::dirs()?;
    read::remember(&library, &mut setup::state(&dirs).0);
    out.line(&format!("{} is a folder of texts; its plan is {}", shown(&args.path), syllabus::FILE))?;
    match library.entries().0.len() {
        0 => out.line("postil add FILE   puts a text into it")?,
        texts => out.line(&format!("{} in it already", counted(texts, "text")))?,
    }
    out.line("postil            opens it")?;
    Ok(Outcome::Done)
}

/// A plan that is there already has its own remedy.
fn refusal(error: Error, folder: &str) -> Failure {
    match &error {
        Error::Io { source, .. } if source.kind() == ErrorKind::AlreadyExists => Failure::new(
            format!("{folder} has a plan already: {} stays as it is", syllabus::FILE),
            format!("`postil {folder}` opens it, `postil add FILE --corpus {folder}` puts a text into it."),
        ),
        _ => error.into(),
    }
}
