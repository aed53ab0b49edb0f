//! `postil [PATH]` and `postil read`: reads a folder or a file, on the screen or in lines.

use super::export::screen::{self, ScreenExports};
use super::linear;
use super::out::Out;
use super::outcome::{Failure, Outcome};
use super::setup;
use crate::app::NavigationTarget;
use crate::store::{Dirs, Library, State};
use crate::terminal::{self, Start};
use crate::text::cells;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Read a folder or a text: on the screen, or in lines for screen readers, braille lines and terminals without a screen.
///
/// In lines, an order is a line: list, open 3, an empty line to read on, find, note, tag, reply, undo; help lists them all.
#[derive(Debug, clap::Args)]
pub struct ReadArgs {
    /// A folder of texts, or one text. Default: as without a command.
    pub path: Option<PathBuf>,
    /// Say everything in lines, one announcement each, and draw nothing. By itself where TERM is dumb.
    #[arg(long)]
    pub linear: bool,
}

/// Opens the screen, or reads in lines.
pub fn run(path: Option<&Path>, linear: bool, out: &mut Out) -> Result<Outcome, Failure> {
    let dirs = setup::dirs()?;
    let (mut state, faults) = setup::state(&dirs);
    let library = setup::at_home(setup::library(path, &state)?, &state).keeping(&dirs);
    let in_lines = linear || is_dumb();
    // What cannot be shown is not what was read last.
    if in_lines || has_screen() {
        remember(&library, &mut state);
    }
    if in_lines {
        return linear::run(library, dirs, (state, faults), None, out);
    }
    show(library, dirs, (state, faults), None)
}

/// Whether a screen can be shown where the program runs.
pub fn has_screen() -> bool {
    std::io::stdin().is_terminal() && std::io::stdout().is_terminal() && !is_dumb()
}

/// Whether the terminal says that it draws nothing.
pub fn is_dumb() -> bool {
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
    faults.extend(setup::followed(&library.corpus, &dirs));
    let noted = (library.corpus.clone(), dirs.clone());
    cells::set_ambiguous_wide(config.ambiguous_wide);
    let exports = Arc::new(ScreenExports::of(&library, &dirs, &config.settings.tools.citation_style));
    let reread = setup::rereading(&dirs);
    if let Some(told) = terminal::run(Start { library, dirs, state, config, faults, to, tour, exports, reread })? {
        crate::cli::out::tell(&told);
    }
    // Where the folder lies is noted once something private is there.
    setup::followed(&noted.0, &noted.1);
    Ok(Outcome::Done)
}
