//! `postil completions` and `postil man`: made from the table of arguments, so they cannot differ from it. The scripts for bash, zsh and
//! fish ask the program itself (`complete`), that for nushell asks it for values; those for other shells know commands and options.

use super::out::Out;
use super::outcome::{Failure, Outcome};
use crate::language::counts::counted;
use crate::store::NewFolder;
use crate::text::shown;
use clap_complete::{Generator, Shell};
use clap_complete_nushell::Nushell;
use std::path::{Path, PathBuf};

/// Print the completions for a shell. Those for bash, zsh, fish and nushell know texts, tags and readers.
///
/// bash: `postil completions bash > ~/.local/share/bash-completion/completions/postil`
///
/// zsh: `postil completions zsh > _postil`, in a folder of $fpath
///
/// fish: `postil completions fish > ~/.config/fish/completions/postil.fish`
///
/// nushell: `postil completions nushell > postil.nu`, and `use postil.nu *` in config.nu
#[derive(Debug, clap::Args)]
pub struct Completions {
    /// The shell.
    shell: CompletedShell,
}

/// A shell that completes commands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum CompletedShell {
    Bash,
    Elvish,
    Fish,
    Nushell,
    #[value(name = "powershell")]
    PowerShell,
    Zsh,
}

impl CompletedShell {
    /// Prints what it reads.
    fn generate(self, table: &mut clap::Command, script: &mut Vec<u8>) {
        fn print(generator: impl Generator, table: &mut clap::Command, script: &mut Vec<u8>) {
            clap_complete::generate(generator, table, "postil", script);
        }
        match self {
            Self::Bash => script.extend(include_bytes!("../../assets/completions/postil.bash")),
            Self::Elvish => print(Shell::Elvish, table, script),
            Self::Fish => script.extend(include_bytes!("../../assets/completions/postil.fish")),
            Self::Nushell => {
                let mut of_table = Vec::new();
                print(Nushell, table, &mut of_table);
                script.extend(asking(&String::from_utf8_lossy(&of_table)).into_bytes());
            }
            Self::PowerShell => print(Shell::PowerShell, table, script),
            Self::Zsh => script.extend(include_bytes!("../../assets/completions/postil.zsh")),
        }
    }
}

/// Print a manual page, or write all of them.
///
/// postil man | man -l -
#[derive(Debug, clap::Args)]
pub struct Man {
    /// Write the pages of all commands into this folder, for `man` to find: ~/.local/share/man/man1. Nothing is written over.
    #[arg(long, value_name = "FOLDER", conflicts_with = "command")]
    all: Option<PathBuf>,
    /// The command it is about; the program as a whole without one.
    command: Option<String>,
}

/// A script for nushell whose values that nothing completes yet are asked of the program; paths are left to the shell.
fn asking(script: &str) -> String {
    const ASK: &str = include_str!("../../assets/completions/postil.nu");
    let asks = |line: &str| {
        let (before, about) = line.split_once('#').unwrap_or((line, ""));
        let before = before.trim_end();
        let is_open = before.ends_with(": string");
        if is_open { format!("{before}@\"nu-complete postil\"\t#{about}\n") } else { format!("{line}\n") }
    };
    script.split_inclusive('\n').map(|line| asks(line.trim_end_matches('\n'))).fold(String::new(), |whole, line| {
        // Inside of the module, whose name is its first line.
        let ask = if whole.is_empty() { ASK } else { "" };
        whole + &line + ask
    })
}

/// Prints the completions of the `table` of arguments.
pub fn completions(args: &Completions, mut table: clap::Command, out: &mut Out) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    args.shell.generate(&mut table, &mut script);
    out.made_here(&script)?;
    Ok(Outcome::Done)
}

/// Prints a manual page of the `table` of arguments.
pub fn man(args: &Man, mut table: clap::Command, out: &mut Out) -> Result<Outcome, Failure> {
    // Fills in the names and usages of the commands.
    table.build();
    if let Some(folder) = &args.all {
        return write_all(&table, folder, out);
    }
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

/// Writes a page for the program and one for each command.
fn write_all(table: &clap::Command, folder: &Path, out: &mut Out) -> Result<Outcome, Failure> {
    let mut pages = NewFolder::at(folder, false)?;
    let commands = table.get_subcommands().filter(|sub| !sub.is_hide_set() && sub.get_name() != "help");
    let named = commands.map(|sub| (format!("postil-{}", sub.get_name()), sub.clone()));
    for (name, command) in std::iter::once(("postil".to_owned(), table.clone())).chain(named) {
        let mut roff = Vec::new();
        clap_mangen::Man::new(command).title(name.clone()).render(&mut roff)?;
        pages.write(&format!("{name}.1"), &roff)?;
    }
    out.line(&format!("{} in {}", counted(pages.count(), "page"), shown(folder)))?;
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
