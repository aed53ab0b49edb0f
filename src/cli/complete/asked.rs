//! What a command line asks for at its end, by the table of arguments: which command, which option, which value. It opens no file.

use super::candidate::CompletionCandidate;
use clap::{Arg, Command};
use std::path::PathBuf;

/// What of a corpus may stand at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// Its documents.
    Documents,
    /// The tags in use.
    Tags,
    /// Its readers.
    Readers,
    /// Its readers and groups.
    ReadersAndGroups,
    /// The sessions of its plan, by number.
    Sessions,
    /// A word of a filter: a field with its value.
    Filter,
    /// The formats of exports, which no corpus has to be asked for; as what follows.
    Formats,
    /// The chapters of the manual.
    Chapters,
    /// The commands.
    Commands,
}

/// What may stand at the end of a line.
#[derive(Debug, Default)]
pub struct CompletionQuestion {
    /// What the program itself knows, whole words.
    pub fixed: Vec<CompletionCandidate>,
    /// What the corpus knows.
    pub known: Option<Known>,
    /// What stands before each word of the corpus: `--tag=`.
    pub prefix: String,
    /// Whether files may stand here.
    pub files: bool,
    /// The corpus that the line names; none: the usual one.
    pub corpus: Option<PathBuf>,
    /// Whether that may as well be a word of a filter, where it is no path.
    pub is_guess: bool,
}

/// What is meant by a value: by the name that help gives it (`value_name`), and by that of its option.
fn known(arg: &Arg) -> Option<Known> {
    match (value_name(arg)?, arg.get_long()) {
        ("DOC", _) | ("PLACE", None) => Some(Known::Documents),
        ("TAG", _) => Some(Known::Tags),
        ("READER" | "OTHER", None) => Some(Known::ReadersAndGroups),
        ("READER", _) | ("NAME", Some("reader" | "mine" | "for")) => Some(Known::Readers),
        ("N" | "NUMBER", Some("session")) => Some(Known::Sessions),
        ("PATH or FILTER", _) => Some(Known::Filter),
        ("FORMAT", _) if arg.get_possible_values().is_empty() => Some(Known::Formats),
        ("CHAPTER", _) => Some(Known::Chapters),
        ("COMMAND", None) => Some(Known::Commands),
        _ => None,
    }
}

fn value_name(arg: &Arg) -> Option<&str> {
    Some(arg.get_value_names()?.first()?.as_str())
}

/// Whether files may be a value.
fn takes_files(arg: &Arg) -> bool {
    matches!(
        value_name(arg),
        Some("PATH" | "FILE" | "FOLDER" | "FILE or FOLDER" | "PATH or FILTER" | "DOC") if arg.get_long() != Some("document")
    )
}

/// A walk along the words of a line.
struct LineWalk<'a> {
    command: &'a Command,
    /// An option whose values come, and how many at most.
    open: Option<(&'a Arg, usize)>,
    /// How many values without an option there were.
    place: usize,
    /// Whether everything is a value: behind `--`.
    plain: bool,
    corpus: Option<(PathBuf, bool)>,
    given: Vec<&'a str>,
}

/// What is asked for at the end of a line of `table`, which is built: the words behind the program's name, and the one that is typed.
pub fn asked(table: &Command, before: &[String], typed: &str) -> CompletionQuestion {
    let mut walk = LineWalk { command: table, open: None, place: 0, plain: false, corpus: None, given: Vec::new() };
    for word in before {
        walk.pass(word);
    }
    walk.end(typed)
}

impl<'a> LineWalk<'a> {
    fn pass(&mut self, word: &str) {
        let is_option = !self.plain && word.len() > 1 && word.starts_with('-');
        if let Some((arg, left)) = self.open.take()
            && !is_option
        {
            self.value(arg, word);
            self.open = (left > 1).then_some((arg, left - 1));
        } else if is_option {
            self.option(word);
        } else if let Some(sub) = self.subcommand(word) {
            (self.command, self.place) = (sub, 0);
        } else {
            if let Some(arg) = self.positional() {
                self.value(arg, word);
            }
            self.place += 1;
        }
    }

    /// An option with what is behind it in one word.
    fn option(&mut self, word: &str) {
        if word == "--" {
            self.plain = true;
            return;
        }
        let (name, value) = word.split_once('=').map_or((word, None), |(name, value)| (name, Some(value)));
        let Some(arg) = self.named(name) else { return };
        self.given.push(arg.get_id().as_str());
        let most = arg.get_num_args().map_or(0, |range| range.max_values());
        match value {
            Some(value) => self.value(arg, value),
            None => self.open = (most > 0).then_some((arg, most)),
        }
    }

    /// The option of a name: `--tag`, `-t`, or the last of several short ones, `-qt`.
    fn named(&self, name: &str) -> Option<&'a Arg> {
        let command = self.command;
        let long = name.strip_prefix("--");
        let short = name.chars().next_back();
        command.get_arguments().find(|arg| match long {
            Some(long) => arg.get_long() == Some(long),
            None => arg.get_short() == short,
        })
    }

    fn subcommand(&self, word: &str) -> Option<&'a Command> {
        let command = self.command;
        if self.place == 0 && !self.plain { command.find_subcommand(word) } else { None }
    }

    /// The argument that stands here without an option; the last one may stand several times.
    fn positional(&self) -> Option<&'a Arg> {
        let command = self.command;
        let all: Vec<&Arg> = command.get_positionals().collect();
        let last = all.last().filter(|arg| arg.get_num_args().is_some_and(|range| range.max_values() > 1));
        all.get(self.place).or(last).copied()
    }

    /// Keeps the corpus that a value names.
    fn value(&mut self, arg: &Arg, value: &str) {
        let names_one = arg.get_id() == "path" || arg.get_long() == Some("corpus");
        // Of words that are a path or a filter the first may be a path.
        let may = known(arg) == Some(Known::Filter) && self.place == 0 && !value.contains(':');
        if names_one || may {
            self.corpus = Some((PathBuf::from(value), may));
        }
    }

    fn end(mut self, typed: &str) -> CompletionQuestion {
        let (corpus, is_guess) = self.corpus.take().unzip();
        let mut asked = if let (Some((arg, _)), false) = (self.open, typed.starts_with('-')) {
            values(arg, "")
        } else if let Some((arg, name)) = self.begun(typed) {
            values(arg, &format!("{name}="))
        } else if !self.plain && typed.starts_with('-') {
            CompletionQuestion { fixed: self.options(), ..CompletionQuestion::default() }
        } else {
            self.here()
        };
        // `tag:` begins no name of a file.
        asked.files &= asked.known != Some(Known::Filter) || !typed.contains(':');
        CompletionQuestion { corpus, is_guess: is_guess.unwrap_or_default(), ..asked }
    }

    /// The option whose value is typed in one word with it, and its name.
    fn begun<'t>(&self, typed: &'t str) -> Option<(&'a Arg, &'t str)> {
        let (name, _) = typed.split_once('=').filter(|(name, _)| !self.plain && name.starts_with("--"))?;
        Some((self.named(name)?, name))
    }

    /// The options of the command that were not given yet.
    fn options(&self) -> Vec<CompletionCandidate> {
        let open = |arg: &&Arg| {
            let again = matches!(arg.get_action(), clap::ArgAction::Append | clap::ArgAction::Count);
            !arg.is_hide_set() && (again || !self.given.contains(&arg.get_id().as_str()))
        };
        let row =
            |arg: &Arg| Some(CompletionCandidate::new(format!("--{}", arg.get_long()?), first_line(arg.get_help())));
        self.command.get_arguments().filter(open).filter_map(row).collect()
    }

    /// Commands, and what the argument at this place may be.
    fn here(&self) -> CompletionQuestion {
        let mut asked = self.positional().map_or_else(CompletionQuestion::default, |arg| values(arg, ""));
        if self.place == 0 && !self.plain {
            let shown = self.command.get_subcommands().filter(|sub| !sub.is_hide_set());
            asked.fixed.extend(shown.map(|sub| CompletionCandidate::new(sub.get_name(), first_line(sub.get_about()))));
        }
        asked
    }
}

fn values(arg: &Arg, prefix: &str) -> CompletionQuestion {
    let possible = arg.get_possible_values().into_iter().filter(|value| !value.is_hide_set());
    let fixed = possible
        .map(|value| CompletionCandidate::new(format!("{prefix}{}", value.get_name()), first_line(value.get_help())));
    let is_flag = arg.get_num_args().is_some_and(|range| range.max_values() == 0);
    if is_flag {
        return CompletionQuestion::default();
    }
    CompletionQuestion {
        fixed: fixed.collect(),
        known: known(arg),
        prefix: prefix.to_owned(),
        files: takes_files(arg),
        ..CompletionQuestion::default()
    }
}

fn first_line(help: Option<&clap::builder::StyledStr>) -> String {
    let help = help.map(ToString::to_string).unwrap_or_default();
    help.lines().next().unwrap_or_default().trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::command;

    /// What is asked at the end of a line of this program: of its own words some, what of a corpus, files, and which corpus.
    fn check(line: &str, expected: &str) {
        let mut table = command();
        table.build();
        let mut words: Vec<String> = line.split(' ').map(str::to_owned).collect();
        let typed = words.pop().unwrap_or_default();
        let asked = asked(&table, &words, &typed);
        let fixed = asked.fixed.iter().map(|one| one.word.as_str()).filter(|word| word.starts_with(&typed));
        let mut told: Vec<String> = fixed.take(4).map(str::to_owned).collect();
        told.extend(asked.known.map(|known| format!("{}{known:?}", asked.prefix)));
        told.extend(asked.files.then(|| "files".to_owned()));
        told.extend(asked.corpus.map(|path| format!("in {}", path.display())));
        assert_eq!(told.join(", "), expected, "{line}");
    }

    #[test]
    fn commands_and_options_come_from_the_table() {
        check("conc", "concordance, files");
        check("complet", "completions, files");
        check("notes --unb", "--unblind");
        check("list --sort a", "author");
        check("list --sort=a", "--sort=author");
        check("completions f", "fish");
        check("help tim", "timeline");
        check("notes --nothing-like-it", "");
    }

    #[test]
    fn an_option_is_offered_once_and_one_that_may_stand_again_again() {
        check("notes --json --jso", "");
        check("annotate x --tag a --ta", "--tag");
    }

    #[test]
    fn values_are_known_by_what_help_calls_them() {
        check("text ", "Documents, files");
        check("open ", "Documents");
        check("open --corpus x ", "Documents, in x");
        check("annotate x --at ", "");
        check("annotate --tag ", "Tags");
        check("annotate -t ", "Tags");
        check("annotate --tag=", "--tag=Tags");
        check("annotate x --reader ", "Readers");
        check("compare ", "ReadersAndGroups");
        check("compare mei ", "ReadersAndGroups");
        check("report --session ", "Sessions");
        check("notes ", "Filter, files");
        check("notes --document ", "Documents");
        check("tags --rename a ", "Tags");
        check("tags --merge a b c ", "Tags");
        check("add one two ", "files");
        check("notes tag:", "Filter");
        check("export --format ", "Formats");
        check("manual ", "Chapters");
        check("man ", "Commands");
    }

    #[test]
    fn the_corpus_is_the_one_that_the_line_names() {
        check("text --corpus readings ", "Documents, files, in readings");
        check("annotate --corpus=readings --tag ", "Tags, in readings");
        check("notes readings ", "Filter, files, in readings");
        check("notes kind:question ", "Filter, files");
        check("report readings --session ", "Sessions, in readings");
    }

    #[test]
    fn behind_two_hyphens_nothing_is_an_option() {
        check("text -- --js", "Documents, files");
        check("-- li", "files");
    }
}
