//! `postil [PATH]`: reads a folder or a file on the screen.

use super::export::screen::{self, ScreenExports};
use super::outcome::{Failure, Outcome};
use super::setup;
use crate::app::NavigationTarget;
use crate::store::{Dirs, Library, State};
use crate::terminal::{self, Start};
use crate::text::cells;
use std::io::IsTerminal;
use std::path::Path;
use std::sync::Arc;

/// Opens the screen.
pub fn run(path: Option<&Path>) -> Result<Outcome, Failure> {
    if is_dumb() {
        let hint = "If it can, say what it is, as TERM=xterm; else use the commands: postil list, postil text, postil notes (`postil help`).";
        return Err(Failure::new("this terminal cannot show a screen (TERM=dumb)", hint));
    }
    let dirs = setup::dirs()?;
    let (mut state, faults) = setup::state(&dirs);
    let library = setup::at_home(setup::library(path, &state)?, &state).keeping(&dirs);
    remember(&library, &mut state);
    show(library, dirs, (state, faults), None)
}

/// Whether a screen can be shown where the program runs.
pub fn has_screen() -> bool {
    std::io::stdin().is_terminal() && std::io::stdout().is_terminal() && !is_dumb()
}

fn is_dumb() -> bool {
    std::env::var("TERM").is_ok_and(|term| term == "dumb")
}

/// Makes a corpus the one that is opened where none is named. One that cannot be remembered is opened all the same.
pub fn remember(library: &Library, state: &mut State) {
    let _ = state.set_last_corpus(library.corpus.root());
}

/// Opens the screen on a corpus, its chosen document at a place where one is given.
pub fn show(
    library: Library,
    dirs: Dirs,
    state: (State, Vec<String>),
    to: Option<NavigationTarget>,
) -> Result<Outcome, Failure> {
    start(library, dirs, state, (to, None))
}

/// Opens the screen on the corpus of the tour, at a step of it.
pub fn show_tour(library: Library, dirs: Dirs, state: (State, Vec<String>), at: usize) -> Result<Outcome, Failure> {
    start(library, dirs, state, (None, Some(at)))
}

fn start(
    library: Library,
    dirs: Dirs,
    (state, mut faults): (State, Vec<String>),
    (to, tour): (Option<NavigationTarget>, Option<usize>),
) -> Result<Outcome, Failure> {
    let (mut config, told) = setup::config(&dirs);
    config.exports = screen::formats();
    faults.extend(told.iter().map(ToString::to_string));
    cells::set_ambiguous_wide(config.ambiguous_wide);
    let exports = Arc::new(ScreenExports::of(&library, &dirs, &config.settings.tools.citation_style));
    if let Some(told) = terminal::run(Start { library, dirs, state, config, faults, to, tour, exports })? {
        crate::cli::out::tell(&told);
    }
    Ok(Outcome::Done)
}
