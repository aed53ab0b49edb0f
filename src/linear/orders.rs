//! The orders that can be typed, one table: their names, short forms, what they take and do. Help is made from it.

use crate::app::{COMMANDS, Command};
use crate::config::Keymap;

/// What can be ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each has its row in the table, which says what it does")]
pub enum Verb {
    Next,
    Previous,
    Again,
    Paragraph,
    List,
    Open,
    Outline,
    Go,
    Find,
    Backwards,
    Where,
    Notes,
    Show,
    Annotation,
    Earlier,
    Mark,
    Note,
    Question,
    Tag,
    Reply,
    Agree,
    Delete,
    Undo,
    Redo,
    Name,
    Yes,
    Sync,
    Help,
    Quit,
}

/// A row of the table.
#[derive(Debug)]
pub struct OrderRow {
    /// What is ordered.
    pub verb: Verb,
    /// Its name.
    pub name: &'static str,
    /// A short form.
    pub short: &'static str,
    /// What follows it.
    pub takes: &'static str,
    /// What it does.
    pub about: &'static str,
    /// Whether an open text is needed.
    pub of_text: bool,
    /// Whether it writes, so that a name is needed.
    pub writes: bool,
}

const fn any(verb: Verb, [name, short, takes, about]: [&'static str; 4]) -> OrderRow {
    OrderRow { verb, name, short, takes, about, of_text: false, writes: false }
}

const fn of_text(verb: Verb, words: [&'static str; 4]) -> OrderRow {
    OrderRow { of_text: true, ..any(verb, words) }
}

const fn writing(verb: Verb, words: [&'static str; 4]) -> OrderRow {
    OrderRow { writes: true, ..of_text(verb, words) }
}

/// All of them, the most used first.
pub const ORDERS: &[OrderRow] = &[
    of_text(Verb::Next, ["next", "", "", "reads the next sentence; so does an empty line"]),
    of_text(Verb::Previous, ["back", "b", "", "reads the sentence before"]),
    of_text(Verb::Again, ["again", "r", "", "reads this sentence again, with what is written on it"]),
    of_text(Verb::Paragraph, ["paragraph", "p", "", "goes to the next paragraph and reads all of it"]),
    any(Verb::List, ["list", "l", "[WORDS]", "lists the texts, or those with these words in title or name"]),
    any(Verb::Open, ["open", "o", "NUMBER or WORDS", "opens a text of the list where you left it"]),
    of_text(Verb::Outline, ["outline", "h", "", "lists the headings, with their numbers"]),
    of_text(
        Verb::Go,
        ["go", "g", "P12, p12, 40%, start, end, h3", "goes to a paragraph, page, part, or heading of the outline"],
    ),
    of_text(
        Verb::Find,
        ["find", "f", "[WORDS]", "goes to where the text has these words; without words, to the next place"],
    ),
    of_text(Verb::Backwards, ["before", "fb", "", "goes to the place before with the words that were looked for"]),
    of_text(Verb::Where, ["where", "w", "", "says where you are"]),
    of_text(Verb::Notes, ["notes", "n", "", "lists what is written on the text, with numbers"]),
    of_text(Verb::Show, ["show", "s", "NUMBER", "goes to an annotation of that list and reads it"]),
    of_text(Verb::Annotation, ["annotation", "a", "", "goes to the next annotation and reads it"]),
    of_text(Verb::Earlier, ["earlier", "ab", "", "goes to the annotation before"]),
    writing(Verb::Mark, ["mark", "m", "[COLOUR]", "marks this sentence"]),
    writing(Verb::Note, ["note", "c", "WORDS", "writes a note on this sentence"]),
    writing(Verb::Question, ["question", "q", "WORDS", "asks a question about this sentence"]),
    writing(Verb::Tag, ["tag", "t", "NAME", "tags the annotation here, or this sentence; again takes the tag off"]),
    writing(Verb::Reply, ["reply", "y", "WORDS", "answers the annotation here"]),
    writing(Verb::Agree, ["agree", "+", "", "says “me too” to the annotation here, or takes it back"]),
    writing(Verb::Delete, ["delete", "d", "", "deletes the annotation of yours that is here"]),
    writing(Verb::Undo, ["undo", "u", "", "takes the last change back"]),
    writing(Verb::Redo, ["redo", "", "", "makes it again"]),
    any(Verb::Name, ["name", "", "YOUR NAME", "says under which name you write"]),
    any(Verb::Yes, ["yes", "", "", "you are who has that name here already"]),
    any(Verb::Sync, ["sync", "", "", "sends what you wrote and fetches the others', through git"]),
    any(Verb::Help, ["help", "?", "", "lists these orders"]),
    any(Verb::Quit, ["quit", "x", "", "ends the program; your place is kept"]),
];

/// An order and what followed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineOrder {
    /// What is ordered.
    pub verb: Verb,
    /// What followed, without blanks around it.
    pub rest: String,
}

impl LineOrder {
    /// What a line orders; an empty one reads on. A colon before it, as in front of commands on the screen, is passed over.
    ///
    /// # Errors
    ///
    /// That there is no such order, with the nearest one.
    pub fn parse(line: &str) -> Result<Self, String> {
        let line = line.trim().trim_start_matches(':').trim_start();
        let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        if word.is_empty() {
            return Ok(Self { verb: Verb::Next, rest: String::new() });
        }
        let lower = word.to_lowercase();
        match ORDERS.iter().find(|row| row.name == lower || row.short == lower) {
            Some(row) => Ok(Self { verb: row.verb, rest: rest.trim().to_owned() }),
            None => Err(unknown(&lower)),
        }
    }

    /// Its row.
    pub fn row(&self) -> Option<&'static OrderRow> {
        ORDERS.iter().find(|row| row.verb == self.verb)
    }
}

fn unknown(word: &str) -> String {
    let near = crate::config::fault::nearest(word, ORDERS.iter().map(|row| row.name));
    let near = near.map_or_else(|| "help lists all".to_owned(), |near| format!("did you mean {near}?"));
    format!("there is no order “{}”; {near}", crate::text::visible::line(word))
}

/// Commands whose order has another name.
pub(super) const OTHERWISE: &[(Command, &str)] = &[
    (Command::Start, "go start"),
    (Command::End, "go end"),
    (Command::GoToPage, "go"),
    (Command::Search, "find"),
    (Command::HitNext, "find"),
    (Command::HitPrev, "before"),
    (Command::AnnotationNext, "annotation"),
    (Command::AnnotationPrev, "earlier"),
    (Command::Leave, "quit"),
    (Command::PaneList, "list"),
    (Command::PaneNotes, "notes"),
];

/// The commands as what is said names them: by the order that does the same; what has none is for the screen.
pub fn keymap() -> Keymap {
    let order = |command: Command| {
        let otherwise = OTHERWISE.iter().find(|(it, _)| *it == command).map(|(_, said)| (*said).to_owned());
        let row = || ORDERS.iter().find(|row| row.name == command.name()).map(|row| row.name.to_owned());
        otherwise.or_else(row).unwrap_or_else(|| format!("{} on the screen", command.name()))
    };
    Keymap::said(COMMANDS.iter().map(|command| (command.name().to_owned(), order(*command))))
}

/// The lines of help.
pub fn help() -> Vec<String> {
    let line = |row: &OrderRow| {
        let short = if row.short.is_empty() { String::new() } else { format!(", or {}", row.short) };
        let takes = if row.takes.is_empty() { String::new() } else { format!(" {}", row.takes) };
        format!("{}{takes}{short}: {}", row.name, row.about)
    };
    ORDERS.iter().map(line).collect()
}
