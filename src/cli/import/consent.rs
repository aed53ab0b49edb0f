//! Whether what was shown may be written: asked on the terminal, or said on the command line. It writes nothing.

use crate::cli::out::{Out, tell};
use crate::cli::outcome::Failure;
use std::io::{BufRead, IsTerminal};

/// What the command line says of asking.
#[derive(Debug, clap::Args)]
pub struct Consent {
    /// Do not ask.
    #[arg(long, short)]
    pub yes: bool,
    /// Print JSON, of a bundle {reader, packed, folder, files, deletes, changes, faults, done}, of marks {program, texts,
    /// elsewhere, left_out, faults, done}. Asks nothing; --yes to take it in.
    #[arg(long)]
    pub json: bool,
}

impl Consent {
    /// Asks on the terminal, unless that was said before; without a terminal the answer is no.
    pub fn given(&self, out: &mut Out) -> Result<bool, Failure> {
        if self.yes {
            return Ok(true);
        }
        if !std::io::stdin().is_terminal() {
            tell("to take it in without being asked, add --yes");
            return Ok(false);
        }
        out.text("Take them in? [y/N] ")?;
        out.flush()?;
        let mut answer = String::new();
        std::io::stdin().lock().read_line(&mut answer)?;
        Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
    }
}
