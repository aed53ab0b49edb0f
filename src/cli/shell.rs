//! `postil completions` and `postil man`: made from the table of arguments, so they cannot differ from it.

use super::out::Out;
use super::outcome::{Failure, Outcome};
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

/// Prints the completions of the `table` of arguments.
pub fn completions(args: &Completions, mut table: clap::Command, out: &mut Out) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut table, "postil", &mut script);
    out.made_here(&script)?;
    Ok(Outcome::Done)
}

/// Prints a manual page of the `table` of arguments.
pub fn man(args: &Man, mut table: clap::Command, out: &mut Out) -> Result<Outcome, Failure> {
    // Fills in the names and usages of the commands.
    table.build();
    let names: Vec<String> = table.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let page = match &args.command {
        None => clap_mangen::Man::new(table),
        Some(name) => {
            let found = table.find_subcommand(name).cloned();
            let hint = format!("There are {}.", names.join(", "));
            let found = found.ok_or_else(|| Failure::new(format!("there is no command `{name}`"), hint))?;
            clap_mangen::Man::new(found).title(format!("postil-{name}"))
        }
    };
    let mut roff = Vec::new();
    page.render(&mut roff)?;
    out.made_here(as_asked_for(&String::from_utf8_lossy(&roff), &names).as_bytes())?;
    Ok(Outcome::Done)
}

/// A page that names the pages of commands as they are had, `postil man list`: nothing installs a postil-list(1).
fn as_asked_for(page: &str, names: &[String]) -> String {
    let pages = names.iter().map(String::as_str).chain(["help"]);
    pages.fold(page.to_owned(), |page, name| {
        let roff = |name: &str| name.replace('-', "\\-");
        page.replace(
            &format!("postil\\-{}(1)", roff(name)),
            &format!("postil {} (postil man {})", roff(name), roff(name)),
        )
    })
}
