//! `postil complete`: what may stand at the end of a command line, for the scripts of `postil completions`. Commands and options come from
//! the table of arguments (`asked`), documents, tags and readers from the corpus (`known`). It parses no text, writes nothing, and says
//! nothing of what is wrong: a shell has nowhere to show it.
//!
//! A line for each thing: what would be typed, a tab, what it is. A line with the tab alone says that files may stand here as well.

mod asked;
mod candidate;
mod known;
mod line;

use super::out::Out;
use super::outcome::{Failure, Outcome};
use crate::text::visible;
use candidate::{CompletionCandidate, begins_as};
use line::TypedLine;

/// Say what may stand at the end of a line that is being typed; the scripts of `postil completions` ask.
#[derive(Debug, clap::Args)]
#[command(hide = true)]
pub struct CompleteArgs {
    /// The line up to the cursor, as a shell of the kind of bash has it. Without it the words are asked about.
    #[arg(long, value_name = "LINE", allow_hyphen_values = true)]
    line: Option<String>,
    /// The characters that part a word for that shell: only what stands behind the last of them is answered.
    #[arg(long, value_name = "CHARACTERS", default_value = "", allow_hyphen_values = true)]
    breaks: String,
    /// The words behind the name of the program; the last one is being typed.
    #[arg(value_name = "WORD", last = true)]
    words: Vec<String>,
}

/// Prints what may stand there. It does not fail: where nothing is known nothing is printed.
pub fn run(args: &CompleteArgs, mut table: clap::Command, out: &mut Out) -> Result<Outcome, Failure> {
    table.build();
    let typed = match &args.line {
        Some(line) => TypedLine::of(line, &args.breaks),
        None => TypedLine::words(args.words.clone()),
    };
    let (before, last) = typed.parted();
    let asked = asked::asked(&table, before, last);
    if asked.files {
        out.made_here(b"\t\n")?;
    }
    for candidate in candidates(&asked, last, &table) {
        let shown = typed.behind_break(&candidate.word);
        out.made_here(format!("{shown}\t{}\n", candidate.about).as_bytes())?;
    }
    Ok(Outcome::Done)
}

/// What begins as what was typed, in whatever letters; where nothing does, the one text that has it in its path or title. What would steer a terminal is left out:
/// it cannot be typed either.
fn candidates(asked: &asked::CompletionQuestion, typed: &str, table: &clap::Command) -> Vec<CompletionCandidate> {
    let mut all = asked.fixed.clone();
    all.extend(known::candidates(asked, typed, table));
    all.retain(|one| !one.word.is_empty() && [&one.word, &one.about].iter().all(|text| visible::line(text) == **text));
    let (begins, mut middle): (Vec<CompletionCandidate>, Vec<CompletionCandidate>) =
        all.into_iter().partition(|one| begins_as(&one.word, typed));
    let folded = typed.to_lowercase();
    let says = |text: &str| text.to_lowercase().contains(&folded);
    middle.retain(|one| is_path(one) && (says(&one.word) || says(&one.about)));
    if begins.is_empty() && middle.len() == 1 { middle } else { begins }
}

/// Whether a candidate is a text: a path, or a name with an ending and a title.
fn is_path(one: &CompletionCandidate) -> bool {
    one.word.contains('/') || (one.word.contains('.') && !one.about.is_empty())
}

#[cfg(test)]
mod tests {
    use super::asked::CompletionQuestion;
    use super::*;

    fn words(all: &[&str], typed: &str) -> String {
        let fixed = all.iter().map(|word| CompletionCandidate::new(*word, "")).collect();
        let found = candidates(
            &CompletionQuestion { fixed, ..CompletionQuestion::default() },
            typed,
            &clap::Command::new("postil"),
        );
        found.into_iter().map(|one| one.word).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_begins_so_is_offered_and_the_one_path_that_has_it_elsewhere() {
        assert_eq!(words(&["stones", "moss", "stone-wall"], "sto"), "stones stone-wall");
        assert_eq!(words(&["week-1/moss", "week-1/stones"], "moss"), "week-1/moss");
        assert_eq!(words(&["week-1/moss", "week-2/moss"], "moss"), "");
        assert_eq!(words(&["compare"], "mp"), "", "a command is called by its beginning");
        assert_eq!(words(&["Stones", "moss"], "sTO"), "Stones");
        assert_eq!(words(&["week-1/Moss", "week-1/stones"], "moss"), "week-1/Moss");
    }

    #[test]
    fn what_would_steer_a_terminal_is_left_out() {
        assert_eq!(words(&["plain", "\u{1b}[31mred", "two\nlines", "tab\tbed", "\u{202e}turned"], ""), "plain");
    }
}
