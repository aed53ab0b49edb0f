//! `syllabus.toml` of a corpus: the sessions of a seminar with their readings and prompts, and corrections of what
//! the documents say of themselves. As written → as meant, all faults at once. It opens no document and does not know
//! which of them are there.
//!
//! ```toml
//! title = "Walls and what they hold"
//! leader = "Ada North"
//!
//! [[session]]
//! number = 1
//! title = "Stones"
//! date = 2026-11-03
//! readings = ["week-1/stones.md", "week-1/moss.txt"]
//! prompts = ["Who is speaking?", { document = "week-1/moss.txt", quote = "so it grew", text = "Why here?" }]
//! blind = 3
//!
//! [groups]
//! red = ["mei", "tom"]
//!
//! [readers]
//! mei = { name = "Mei Tanaka", key = "ssh-ed25519 AAAA…" }
//!
//! [documents."week-1/moss.txt"]
//! authors = ["Bo Lind"]
//! formerly = "week-1/lichen.txt"
//! ```

mod consistency;
mod documents;
mod entering;
mod grading;
mod prompts;
mod roster;
mod rules;
mod small_groups;

pub use entering::enter;
pub use grading::{Due, Rubric};
pub use roster::{Roster, RosterKey, RosterRow};
pub use rules::Blind;
pub use small_groups::{Groups, group_called};

use super::fault::{Fault, hint, quoted};
use crate::document::{DocPath, Metadata};
use crate::text::visible::{clean, line};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The name of the file, as faults give it.
pub const FILE: &str = "syllabus.toml";

/// A plan that explains itself and says nothing yet: what `postil init` writes.
pub const TEMPLATE: &str = include_str!("../../assets/syllabus.toml");

/// The longest syllabus that is read, in bytes: with a roster of ten thousand readers it is half of that.
const MAX_BYTES: usize = 4 * 1024 * 1024;

/// What may stand at the top, and in a session.
const KEYS: &[&str] =
    &["title", "leader", "session", "documents", "groups", "blind", "new_notes", "logins", "participation", "readers"];
const SESSION_KEYS: &[&str] =
    &["number", "title", "date", "readings", "prompts", "blind", "rubric", "due", "apart", "groups_of"];

/// The most faults that are reported.
const MAX_FAULTS: usize = 100;

/// A seminar's plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Syllabus {
    /// The seminar's title.
    pub title: Option<String>,
    /// The leader's name.
    pub leader: Option<String>,
    /// The sessions in the order of the file.
    pub sessions: Vec<Session>,
    /// Groups of readers, by name: nicknames or full names.
    pub groups: Groups,
    /// Whether what is newly written is its writer's alone until it is shared.
    pub private: bool,
    /// What is to be laid over a document's own metadata ([`Metadata::corrected_by`]), by path in the corpus.
    pub corrections: BTreeMap<DocPath, Metadata>,
    /// Names that documents had before: what was written under one belongs to the document that it stands for here.
    pub former_names: BTreeMap<DocPath, DocPath>,
    /// Who the readers are.
    pub readers: Roster,
    /// By what a learning platform knows readers, by their nicknames.
    pub logins: BTreeMap<String, String>,
    /// Whether no report says who has written how much.
    pub leaves_out_participation: bool,
}

/// One meeting.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Session {
    /// Its number: as written, else its place in the file from 1.
    pub number: u32,
    /// What it is about.
    pub title: Option<String>,
    /// ISO 8601: `2026`, `2026-11` or `2026-11-03`.
    pub date: Option<String>,
    /// Paths in the corpus, `/` between folders, in the order of reading.
    pub readings: Vec<DocPath>,
    /// The leader's questions.
    pub prompts: Vec<Prompt>,
    /// How long others' annotations on the readings stay hidden; `None`: they show.
    pub blind: Option<Blind>,
    /// What is asked of each reader.
    pub rubric: Option<Rubric>,
    /// By when.
    pub due: Option<Due>,
    /// Until when its groups see their own layers only.
    pub apart: Option<jiff::civil::Date>,
    /// How many are in a group, where groups are drawn by lot.
    pub group_size: Option<usize>,
}

/// A question to the group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prompt {
    /// The document it is about; none for the session as a whole.
    pub document: Option<DocPath>,
    /// The words of the document that it is about.
    pub quote: Option<String>,
    /// The question.
    pub text: String,
    /// Words in which it was asked before: answers to them are answers to it.
    pub formerly: Vec<String>,
}

impl Syllabus {
    /// Where a document is first read, as (index in `sessions`, index in its `readings`).
    pub fn order_of(&self, path: &DocPath) -> Option<(usize, usize)> {
        let place = |session: &Session| session.readings.iter().position(|reading| reading == path);
        self.sessions.iter().enumerate().find_map(|(at, session)| place(session).map(|reading| (at, reading)))
    }

    /// How long others' annotations on a document stay hidden: as the session says in which it is read first.
    pub fn blind_of(&self, path: &DocPath) -> Option<Blind> {
        self.sessions.get(self.order_of(path)?.0)?.blind
    }
}

/// The syllabus that a file means, and all its faults in the order of their lines.
pub fn parse(text: &str) -> (Syllabus, Vec<Fault>) {
    if text.len() > MAX_BYTES {
        let message = format!("the syllabus is larger than {} KB and was not read", MAX_BYTES / 1024);
        return (Syllabus::default(), vec![Fault { file: FILE.to_owned(), line: 1, message }]);
    }
    let mut reading = SyllabusFile::new(text);
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors.iter().take(MAX_FAULTS) {
        reading.fault(error.span().unwrap_or_default(), error.message().replace('\n', ", "));
    }
    let (told, syllabus) = (reading.faults.len(), reading.syllabus(table.get_ref()));
    if told > 0 {
        // What is wrong with half a file is mostly that it is half.
        reading.faults.truncate(told);
    }
    reading.faults.sort_by_key(|fault| fault.line);
    (syllabus, reading.faults)
}

/// Whether a file is a syllabus as a whole, with faults or without: TOML, and not too large. Half a file is not, mostly.
pub fn is_readable(text: &str) -> bool {
    text.len() <= MAX_BYTES && DeTable::parse(text).is_ok()
}

type TomlValue<'a> = Spanned<DeValue<'a>>;

/// The reading of one file: where its lines begin and what was found wrong.
struct SyllabusFile {
    line_starts: Vec<usize>,
    faults: Vec<Fault>,
    /// What holds for sessions that say nothing else.
    blind: Option<Blind>,
}

impl SyllabusFile {
    fn new(text: &str) -> Self {
        let starts = text.match_indices('\n').map(|(at, _)| at + 1);
        Self { line_starts: std::iter::once(0).chain(starts).collect(), faults: Vec::new(), blind: None }
    }

    fn fault(&mut self, place: Range<usize>, message: impl Into<String>) {
        if self.faults.len() < MAX_FAULTS {
            let line = self.line_starts.partition_point(|&start| start <= place.start);
            self.faults.push(Fault { file: FILE.to_owned(), line, message: message.into() });
        }
    }

    fn syllabus(&mut self, table: &DeTable<'_>) -> Syllabus {
        let (mut syllabus, mut logins) = (Syllabus::default(), BTreeMap::new());
        // Before the sessions, which may say otherwise.
        let blind = table.iter().find(|(key, _)| key.get_ref() == "blind");
        self.blind = blind.and_then(|(_, value)| self.blind(value, None));
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "title" => syllabus.title = self.string(value),
                "leader" => syllabus.leader = self.string(value),
                "session" => syllabus.sessions = self.sessions(value),
                "documents" => (syllabus.corrections, syllabus.former_names) = self.documents(value),
                "groups" => syllabus.groups = self.groups(value),
                "new_notes" => syllabus.private = self.is_private(value),
                "logins" => logins = self.logins(value),
                "readers" => (syllabus.readers, syllabus.logins) = self.roster(value),
                "participation" => syllabus.leaves_out_participation = self.leaves_out_participation(value),
                "blind" => {}
                _ => self.unknown(key, KEYS),
            }
        }
        // What a reader's row says goes before.
        logins.append(&mut syllabus.logins);
        syllabus.logins = logins;
        let leader = table.iter().find(|(key, _)| key.get_ref() == "leader");
        if let Some((leader, (_, value))) = syllabus.leader.as_deref().zip(leader) {
            self.fault_of_leader(leader, value.span(), &syllabus.readers);
        }
        self.contradictions(table, &syllabus);
        syllabus
    }

    fn sessions(&mut self, value: &TomlValue<'_>) -> Vec<Session> {
        let Some(list) = value.get_ref().as_array() else {
            self.fault(value.span(), "sessions are written as [[session]], in double brackets");
            return Vec::new();
        };
        let (mut sessions, mut numbers) = (Vec::new(), BTreeSet::new());
        for (index, item) in list.iter().enumerate() {
            let Some(table) = self.table(item) else { continue };
            let session = self.session(table, index + 1);
            if !numbers.insert(session.number) {
                self.fault(item.span(), format!("there is a session {} above", session.number));
            }
            sessions.push(session);
        }
        sessions
    }

    fn session(&mut self, table: &DeTable<'_>, place: usize) -> Session {
        let number = u32::try_from(place).unwrap_or(u32::MAX);
        let mut session = Session { number, blind: self.blind, ..Session::default() };
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "number" => session.number = self.number(value).unwrap_or(session.number),
                "title" => session.title = self.string(value),
                "date" => session.date = self.date(value),
                "readings" => session.readings = self.readings(value),
                "prompts" => session.prompts = self.prompts(value),
                "blind" => session.blind = self.blind(value, session.blind),
                "rubric" => session.rubric = self.rubric(value),
                "due" => session.due = self.due(value),
                "apart" => session.apart = self.day(value),
                "groups_of" => session.group_size = self.group_size(value),
                _ => self.unknown(key, SESSION_KEYS),
            }
        }
        session
    }

    fn readings(&mut self, value: &TomlValue<'_>) -> Vec<DocPath> {
        let (mut paths, mut seen) = (Vec::new(), BTreeSet::new());
        for item in self.list(value) {
            let Some(path) = self.path(item) else { continue };
            if seen.insert(path.clone()) {
                paths.push(path);
            } else {
                self.fault(item.span(), format!("{path} stands twice in one session"));
            }
        }
        paths
    }
}

/// Single values, each with the fault of being something else.
impl SyllabusFile {
    fn wrong(&mut self, value: &TomlValue<'_>, wanted: &str) {
        let found = value.get_ref().type_str();
        self.fault(value.span(), format!("{wanted} is wanted here, not a value of type {found}"));
    }

    fn table<'v, 'i>(&mut self, value: &'v TomlValue<'i>) -> Option<&'v DeTable<'i>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong(value, "a table of keys");
        }
        table
    }

    fn list<'v, 'i>(&mut self, value: &'v TomlValue<'i>) -> &'v [TomlValue<'i>] {
        if let Some(list) = value.get_ref().as_array() {
            return list;
        }
        self.wrong(value, "a list in brackets");
        &[]
    }

    fn string(&mut self, value: &TomlValue<'_>) -> Option<String> {
        let Some(text) = value.get_ref().as_str() else {
            self.wrong(value, "a text in quotes");
            return None;
        };
        Some(clean(text.to_owned())).filter(|text| !text.trim().is_empty())
    }

    /// A list of strings; a single string is a list of one.
    fn strings(&mut self, value: &TomlValue<'_>) -> Vec<String> {
        if value.get_ref().is_str() {
            return self.string(value).into_iter().collect();
        }
        self.list(value).iter().filter_map(|item| self.string(item)).collect()
    }

    fn number(&mut self, value: &TomlValue<'_>) -> Option<u32> {
        let written = value.get_ref().as_integer().filter(|number| number.radix() == 10);
        let number = written.and_then(|number| number.as_str().parse().ok());
        match value.get_ref().as_integer() {
            Some(other) if number.is_none() => {
                self.fault(
                    value.span(),
                    format!("a whole number from 0 is wanted here, not {}", quoted(other.as_str())),
                );
            }
            None => self.wrong(value, "a whole number from 0"),
            Some(_) => {}
        }
        number
    }

    fn date(&mut self, value: &TomlValue<'_>) -> Option<String> {
        let written = match value.get_ref() {
            DeValue::Datetime(date) => date.date.map(|date| date.to_string()).unwrap_or_default(),
            DeValue::Integer(year) => year.as_str().to_owned(),
            _ => self.string(value)?,
        };
        if is_iso_date(&written) {
            return Some(written);
        }
        self.fault(value.span(), "a date is written 2026, 2026-11 or 2026-11-03");
        None
    }

    fn path(&mut self, value: &TomlValue<'_>) -> Option<DocPath> {
        if let Some(written) = value.get_ref().as_str() {
            return self.checked_path(written, value.span());
        }
        self.wrong(value, "a path in quotes");
        None
    }

    fn checked_path(&mut self, written: &str, place: Range<usize>) -> Option<DocPath> {
        let path = path_in_corpus(written);
        if path.is_none() {
            let shown = line(written);
            self.fault(place, format!("\"{shown}\" is not a path inside the corpus, such as \"week-1/text.md\""));
        }
        path
    }

    fn unknown(&mut self, key: &Spanned<std::borrow::Cow<'_, str>>, known: &[&str]) {
        let written = key.get_ref();
        let near = match (SESSION_KEYS.contains(&&**written), KEYS.contains(&&**written)) {
            (true, false) => "; it belongs below a [[session]]".to_owned(),
            (false, true) => "; it belongs at the top, above the first [[session]]".to_owned(),
            _ => hint(written, known.iter().copied()),
        };
        let near = if near.is_empty() { format!("; known here are {}", known.join(", ")) } else { near };
        self.fault(key.span(), format!("nothing is known by the name {}{near}", quoted(written)));
    }
}

/// The path; `None` where it leaves the corpus or names nothing.
fn path_in_corpus(written: &str) -> Option<DocPath> {
    let inside = !written.starts_with('/') && !written.contains(['\\', ':']);
    let parts: Vec<&str> = written.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    let stays = inside && !parts.is_empty() && !parts.contains(&"..") && written == clean(written.to_owned());
    if stays { DocPath::new(parts.join("/")).ok() } else { None }
}

fn is_iso_date(written: &str) -> bool {
    let parts: Vec<&str> = written.split('-').collect();
    let digits = parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    let sizes: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    let within = |at: usize, most: u8| {
        parts.get(at).is_none_or(|part| part.parse().is_ok_and(|number: u8| (1..=most).contains(&number)))
    };
    digits && matches!(sizes[..], [4] | [4, 2] | [4, 2, 2]) && within(1, 12) && within(2, 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::doc_path;
    use proptest::prelude::*;

    const WHOLE: &str = r#"
title = "Walls"
leader = "Ada North"

[[session]]
number = 3
title = "Stones"
date = 2026-11-03
readings = ["./a.txt", "week//b.md"]
prompts = ["Who speaks?", { document = "a.txt", quote = "so it grew", text = "Why here?" }]

[[session]]
readings = ["c.txt", "a.txt"]

[documents."a.txt"]
title = "Moss"
authors = "Bo Lind"
date = 1931
"#;

    #[test]
    fn a_whole_syllabus_is_read() {
        let (syllabus, faults) = parse(WHOLE);
        assert_eq!(faults, []);
        assert_eq!((syllabus.title.as_deref(), syllabus.leader.as_deref()), (Some("Walls"), Some("Ada North")));
        let first = &syllabus.sessions[0];
        assert_eq!((first.number, first.date.as_deref()), (3, Some("2026-11-03")));
        assert_eq!(first.readings, ["a.txt", "week/b.md"]);
        assert_eq!(first.prompts[0], Prompt { text: "Who speaks?".into(), ..Prompt::default() });
        assert_eq!(first.prompts[1].quote.as_deref(), Some("so it grew"));
        assert_eq!(syllabus.sessions[1].number, 2);
        assert_eq!(syllabus.order_of(&doc_path("a.txt")), Some((0, 0)));
        assert_eq!(syllabus.order_of(&doc_path("c.txt")), Some((1, 0)));
        assert_eq!(syllabus.order_of(&doc_path("none")), None);
        let moss = &syllabus.corrections[&doc_path("a.txt")];
        assert_eq!(moss.authors, ["Bo Lind"]);
        assert_eq!(moss.date.as_deref(), Some("1931"));
    }

    /// Every line of `text` that is at fault ends in a comment with a piece of the message.
    pub fn check_faults(text: &str) -> Syllabus {
        let (syllabus, faults) = parse(text);
        let expected: Vec<(usize, &str)> =
            text.lines().enumerate().filter_map(|(index, line)| Some((index + 1, line.split_once("# ")?.1))).collect();
        assert_eq!(faults.len(), expected.len(), "{faults:#?}");
        for (fault, (line, message)) in faults.iter().zip(expected) {
            assert!(fault.line == line && fault.message.contains(message), "{fault:?} is not {line}: {message}");
        }
        syllabus
    }

    #[test]
    fn all_faults_are_named_at_once_with_their_lines() {
        let syllabus = check_faults(
            r#"
titel = "Walls" # did you mean `title`
leader = 7 # a text in quotes
[[session]]
number = -1 # a whole number from 0 is wanted here, not `-1`
date = "next week" # a date is written
readings = [
  "../x.txt", # not a path inside the corpus
  "/etc/x", # not a path inside the corpus
  "C:\\x", # not a path inside the corpus
  "a.txt",
  "./a.txt", # stands twice
  5, # a path in quotes
]
prompts = [
  { document = "a.txt" }, # without a text
  { quote = "so it grew", text = "Why?" }, # says in which text it stands
  "Why?",
]
colour = "red" # known here are number, title
[[session]] # there is a session 1 above
number = 1
[documents."../y"] # not a path inside the corpus
"#,
        );
        assert_eq!(syllabus.sessions[0].readings, ["a.txt"]);
        assert_eq!(syllabus.sessions[0].prompts.len(), 2);
        assert!(syllabus.corrections.is_empty());
    }

    #[test]
    fn what_is_newly_written_is_private_unless_it_is_said_to_be_shared() {
        for (line, is_private) in
            [("", false), ("\"shared\"", false), ("\"private\"", true), ("\"prvate\"", true), ("1", true)]
        {
            let (syllabus, faults) =
                parse(&if line.is_empty() { String::new() } else { format!("new_notes = {line}") });
            assert_eq!(
                (syllabus.private, faults.len()),
                (is_private, usize::from(["\"prvate\"", "1"].contains(&line))),
                "{line}"
            );
        }
    }

    #[test]
    fn the_template_says_nothing_and_what_it_shows_is_every_key_there_is() {
        assert_eq!(parse(TEMPLATE), (Syllabus::default(), vec![]));
        let is_words = |rest: &str| rest.starts_with(' ') && !rest.starts_with("  ");
        let shown = TEMPLATE.lines().map(|line| line.strip_prefix('#').filter(|rest| !is_words(rest)).unwrap_or(line));
        let whole: Vec<&str> = shown.collect();
        let (syllabus, faults) = parse(&whole.join("\n"));
        assert_eq!(faults, []);
        let names = |line: &&str, key: &str| {
            let rest = line.trim_start_matches('[').strip_prefix(key);
            rest.is_some_and(|rest| rest.starts_with([' ', ']', '.']))
        };
        for key in KEYS.iter().chain(SESSION_KEYS) {
            assert!(whole.iter().any(|line| names(line, key)), "{key} is not explained");
        }
        assert!(syllabus.title.is_some() && syllabus.leader.is_some() && syllabus.groups.len() == 2);
        assert!(syllabus.readers.rows().all(|(_, row)| matches!(row.key, RosterKey::Known(_)) && row.name.is_some()));
        let session = &syllabus.sessions[0];
        assert!(session.date.is_some() && session.readings.len() == 2 && session.prompts.len() == 2);
        assert!(session.prompts[1].quote.is_some() && session.blind.is_none());
        let Metadata { title, authors, date, publication, language, identifier, url } =
            &syllabus.corrections[&doc_path("week-1/moss.txt")];
        assert!(
            [title, date, publication, language, identifier, url].iter().all(|fact| fact.is_some())
                && authors.len() == 1
        );
    }

    #[test]
    fn a_key_in_the_wrong_place_is_told_where_it_belongs() {
        let (_, faults) = parse("due = 2026-11-30\n[[session]]\ntitle = \"One\"\nparticipation = false\n");
        let told: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
        assert!(told.iter().any(|told| told.ends_with("`due`; it belongs below a [[session]]")), "{told:?}");
        assert!(
            told.iter().any(|told| told.ends_with("it belongs at the top, above the first [[session]]")),
            "{told:?}"
        );
    }

    #[test]
    fn what_is_not_toml_is_a_fault_and_the_rest_counts() {
        let (syllabus, faults) = parse("title = \"Walls\"\nleader = \nthis is no line\n");
        assert_eq!(syllabus.title.as_deref(), Some("Walls"));
        assert_eq!(faults.first().map(|fault| fault.line), Some(2));
        assert!(faults.iter().any(|fault| fault.line == 3), "{faults:?}");
    }

    #[test]
    fn a_syllabus_out_of_all_proportion_is_not_read() {
        assert_eq!(parse(&" ".repeat(MAX_BYTES + 1)).1.len(), 1);
        for unit in ["[", "a = {", "]\n", "= \n", "[[session]]\n", "a.", "\"", "[documents.\"a\"]\n"] {
            let (_, faults) = parse(&unit.repeat(20_000));
            assert!(faults.len() <= MAX_FAULTS, "{unit}");
        }
    }

    #[test]
    fn escapes_make_no_control_character() {
        let (syllabus, faults) = parse("title = \"a\\u001b[31mb\"\n[[session]]\nreadings = [\"a\\u001b.txt\"]\n");
        assert_eq!(syllabus.title.as_deref(), Some("a␛[31mb"));
        assert!(syllabus.sessions[0].readings.is_empty());
        assert_eq!(faults.len(), 1);
        assert!(!faults[0].message.contains('\u{1b}'));
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic_and_stays_in_the_corpus(pieces in prop::collection::vec(
            prop::sample::select(vec![
                "title", "session", "[[session]]\n", "[documents.\"../a\"]\n", "readings = [\"../b\", \"c\"]\n", "= 3\n", "[", "]",
                "{", "}", "\"", "\n", ".", "é", "number = 99999999999\n", "date = 2026-11-03T10:00:00Z\n", "date = 10:00:00\n",
            ]), 0..12)) {
            let (syllabus, faults) = parse(&pieces.concat());
            prop_assert!(faults.iter().all(|fault| fault.line >= 1));
            prop_assert!(syllabus.sessions.iter().flat_map(|s| &s.readings).all(|path| !path.as_str().contains("..")));
            prop_assert!(syllabus.corrections.keys().all(|path| !path.as_str().contains("..")));
        }
    }
}
