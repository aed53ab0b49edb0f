//! `postil completions` and `postil man`: made from the table of arguments, so they cannot differ from it.

use super::{Failure, Out, Outcome, command};
use clap_complete::Shell;

/// Print the completions for a shell.
///
/// bash: postil completions bash > ~/.local/share/bash-completion/completions/postil
#[derive(Debug, clap::Args)]
pub struct Completions {
    /// The shell.
    shell: Shell,
}

/// Print a manual page.
///
/// postil man | man -l -
#[derive(Debug, clap::Args)]
pub struct Man {
    /// The command it is about; the program as a whole without one.
    command: Option<String>,
}

/// Prints the completions.
pub fn completions(args: &Completions, out: &mut Out) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command(), "postil", &mut script);
    out.made_here(&script)?;
    Ok(Outcome::Done)
}

/// Prints a manual page.
pub fn man(args: &Man, out: &mut Out) -> Result<Outcome, Failure> {
    let mut table = command();
    // Fills in the names and usages of the commands.
    table.build();
    let page = match &args.command {
        None => clap_mangen::Man::new(table),
        Some(name) => {
            let names: Vec<String> = table.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
            let found = table.find_subcommand(name).cloned();
            let hint = format!("There are {}.", names.join(", "));
            let found = found.ok_or_else(|| Failure::new(format!("there is no command `{name}`"), hint))?;
            clap_mangen::Man::new(found).title(format!("postil-{name}"))
        }
    };
    let mut roff = Vec::new();
    page.render(&mut roff)?;
    out.made_here(&roff)?;
    Ok(Outcome::Done)
}
