//! `postil [PATH]`: reads a folder or a file on the screen.

use super::outcome::{Failure, Outcome};
use super::setup;
use crate::terminal::{self, Start};
use crate::text::cells;
use std::path::Path;

/// Opens the screen.
pub fn run(path: Option<&Path>) -> Result<Outcome, Failure> {
    let dirs = setup::dirs()?;
    let (mut state, mut faults) = setup::state(&dirs);
    let library = setup::at_home(setup::library(path, &state)?, &state).keeping(&dirs);
    let (config, told) = setup::config(&dirs);
    faults.extend(told.iter().map(ToString::to_string));
    cells::set_ambiguous_wide(config.ambiguous_wide);
    // A corpus that cannot be remembered is opened all the same.
    let _ = state.set_last_corpus(library.corpus.root());
    if let Some(told) = terminal::run(Start { library, dirs, state, config, faults })? {
        crate::cli::out::tell(&told);
    }
    Ok(Outcome::Done)
}
