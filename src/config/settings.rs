//! The settings: one table of rows, from which they are read, checked, listed and documented.
//!
//! Defaults come from the complete `assets/settings.toml`, read first like any user's file. Nothing here asks the
//! environment: an empty editor or name and an `auto` are settled by the shells, which know the terminal.

use super::choices::{Ambiguous, Clipboard, NamedChoice, NewNotes, ReadingAid, Sort};
use super::fault::{Fault, hint, quoted};
use super::key_presets::KeyPreset;
use super::texts::{folder, named, printable};
use super::written::{self, Faults, Value, WrittenEntry};
use crate::text::breaks::KoreanBreaks;

/// The complete default file, with comments: what `postil config --default` prints.
pub const DEFAULT: &str = include_str!("../../assets/settings.toml");

/// The six colours of marks, in the order of the keys 1 to 6.
pub const COLORS: [&str; 6] = ["yellow", "green", "blue", "pink", "orange", "purple"];

/// What holds while the program runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Who annotates.
    pub reader: Person,
    /// How the page is set.
    pub page: PageSettings,
    /// How the place in the text is kept in sight.
    pub place: PlaceInSight,
    /// `auto`, a built-in theme or the name of a user's.
    pub theme: String,
    /// What is to be known of the terminal.
    pub terminal: TerminalSettings,
    /// Whether the mouse is taken from the terminal.
    pub mouse: bool,
    /// The order of the list of documents.
    pub sort: Sort,
    /// Whether page boilerplate is folded.
    pub fold_boilerplate: bool,
    /// Whether a search goes on from the other end.
    pub wrap_search: bool,
    /// The reading speed for estimates.
    pub words_per_minute: u16,
    /// Programs that do what this one does not.
    pub programs: Programs,
    /// The folder of the dictionaries; empty for none.
    pub dictionary_folder: String,
    /// The reader's own key and style.
    pub tools: Tools,
    /// What the colours of marks mean.
    pub colors: Colors,
    /// The widths of the side panes.
    pub panes: Panes,
}

/// How the page is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PageSettings {
    /// The longest row of running text, in columns.
    pub measure: u16,
    /// Columns kept empty at either side of the text.
    pub text_margin: u16,
    /// Every so manieth row has text.
    pub line_spacing: u16,
    /// Where rows of Korean may end.
    pub korean_breaks: KoreanBreaks,
}

/// How the place in the text is kept in sight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PlaceInSight {
    /// Rows kept in sight above and below the cursor; with more than half the window it stays in the middle.
    pub scroll_margin: u16,
    /// What helps the eye.
    pub reading_aid: ReadingAid,
}

/// A key, a style and habits that are the reader's own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tools {
    /// The ssh key that annotations are signed with; empty for the usual one.
    pub signing_key: String,
    /// Whether what is written is signed by itself.
    pub sign_by_itself: bool,
    /// The ssh key that opens what others write for the reader alone; empty: they cannot.
    pub reading_key: String,
    /// Whether nobody else learns what something is about that is written for some.
    pub hide_place: bool,
    /// The style of citations: its name, or its CSL file.
    pub citation_style: String,
    /// Who may read what is newly written.
    pub new_notes: NewNotes,
    /// The program whose keys are known.
    pub key_preset: KeyPreset,
}

/// Programs that do what this one does not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Programs {
    /// The program for long notes; empty for `$VISUAL`, else `$EDITOR`.
    pub editor: String,
    /// The program that shows pictures, with its arguments; empty for the system's own way.
    pub picture_command: String,
}

/// What is to be known of the terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TerminalSettings {
    /// Whether frames and marks keep to ASCII.
    pub ascii: Ascii,
    /// How many cells ambiguous characters take.
    pub ambiguous: Ambiguous,
    /// How words come to the clipboard.
    pub clipboard: Clipboard,
}

/// The reader's own names; empty where not set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// The full name.
    pub name: String,
    /// The short name, fit to name a folder.
    pub nickname: String,
}

/// The colours of marks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Colors {
    /// What each of [`COLORS`] means to the reader, in that order.
    pub meanings: [String; 6],
    /// The index in [`COLORS`] of the colour of a mark made without naming one.
    pub default: usize,
}

impl Colors {
    /// What the colour of that name means; the name itself where it is none of the six or means nothing.
    pub fn meaning<'a>(&'a self, color: &'a str) -> &'a str {
        let known = COLORS.iter().position(|name| *name == color).map(|at| self.meanings[at].as_str());
        known.filter(|meaning| !meaning.is_empty()).unwrap_or(color)
    }

    /// The name of the default colour.
    pub fn default_name(&self) -> &'static str {
        COLORS[self.default.min(COLORS.len() - 1)]
    }
}

/// Widths in columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Panes {
    /// The list of documents.
    pub list: u16,
    /// The notes.
    pub notes: u16,
}

/// When frames and marks keep to ASCII.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ascii {
    /// Where the terminal does not take UTF-8.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// From when on a changed setting holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TakesEffect {
    /// From now on.
    AtOnce,
    /// From the next one of these on.
    Next(&'static str),
}

impl TakesEffect {
    /// The end of a sentence that says so; empty where it holds at once.
    pub fn words(self) -> String {
        match self {
            Self::AtOnce => String::new(),
            Self::Next(what) => format!(", from the next {what}"),
        }
    }
}

/// One setting: its name in the file, what it is about, and how its value is read and written.
#[derive(Debug)]
pub struct Setting {
    /// The name with its table: `panes.list`.
    pub name: &'static str,
    /// One sentence for lists and documentation.
    pub about: &'static str,
    field: SettingField,
}

/// Where a value lies in [`Settings`] and what it may be. One accessor for reading and writing, so they cannot differ.
#[derive(Debug)]
enum SettingField {
    Flag(fn(&mut Settings) -> &mut bool),
    Number(fn(&mut Settings) -> &mut u16, u16, u16),
    Text(fn(&mut Settings) -> &mut String, fn(&str) -> Result<(), &'static str>),
    Color(fn(&mut Settings) -> &mut usize),
    Choice(fn(&mut Settings) -> &mut dyn NamedChoice),
    Ascii(fn(&mut Settings) -> &mut Ascii),
}

const fn row(name: &'static str, about: &'static str, field: SettingField) -> Setting {
    Setting { name, about, field }
}

/// Every setting there is, in the order of the default file.
pub static TABLE: &[Setting] = &[
    row("measure", "Longest row of running text, in columns", SettingField::Number(|s| &mut s.page.measure, 20, 200)),
    row(
        "text_margin",
        "Columns kept empty at either side of the text",
        SettingField::Number(|s| &mut s.page.text_margin, 0, 60),
    ),
    row(
        "line_spacing",
        "1: row under row; 2, 3: with empty rows between",
        SettingField::Number(|s| &mut s.page.line_spacing, 1, 3),
    ),
    row(
        "korean_breaks",
        "Where rows of Korean may end: between syllables or words",
        SettingField::Choice(|s| &mut s.page.korean_breaks),
    ),
    row(
        "scroll_margin",
        "Rows kept in sight above and below the cursor",
        SettingField::Number(|s| &mut s.place.scroll_margin, 0, 100),
    ),
    row(
        "reading_aid",
        "What stands out: the paragraph that is read, the row of the cursor",
        SettingField::Choice(|s| &mut s.place.reading_aid),
    ),
    row("theme", "auto, dark, light, plain or a theme of your own", SettingField::Text(|s| &mut s.theme, named)),
    row("ascii", "Frames and marks in plain ASCII", SettingField::Ascii(|s| &mut s.terminal.ascii)),
    row(
        "ambiguous",
        "Cells of characters like “ — … in your terminal: one or two",
        SettingField::Choice(|s| &mut s.terminal.ambiguous),
    ),
    row("clipboard", "How words are copied", SettingField::Choice(|s| &mut s.terminal.clipboard)),
    row(
        "key_preset",
        "Keys as another program has them: those of vim, less or emacs",
        SettingField::Choice(|s| &mut s.tools.key_preset),
    ),
    row("mouse", "Clicks, dragging and the wheel", SettingField::Flag(|s| &mut s.mouse)),
    row("sort", "Order of the list of documents", SettingField::Choice(|s| &mut s.sort)),
    row(
        "fold_furniture",
        "Fold menus, counters and licence boxes away",
        SettingField::Flag(|s| &mut s.fold_boilerplate),
    ),
    row("wrap_search", "Search on from the other end of the text", SettingField::Flag(|s| &mut s.wrap_search)),
    row("words_per_minute", "Your reading speed", SettingField::Number(|s| &mut s.words_per_minute, 50, 2000)),
    row(
        "editor",
        "Program for long notes; empty: $VISUAL, else $EDITOR",
        SettingField::Text(|s| &mut s.programs.editor, printable),
    ),
    row(
        "picture_command",
        "Program that shows pictures; empty: the system's own",
        SettingField::Text(|s| &mut s.programs.picture_command, printable),
    ),
    row(
        "dictionary_folder",
        "Folder of dictionaries (StarDict, dictd) for `K`; empty: none",
        SettingField::Text(|s| &mut s.dictionary_folder, printable),
    ),
    row(
        "signing_key",
        "The ssh key that `postil sign` signs with; empty: ~/.ssh/id_ed25519, else ~/.ssh/postil",
        SettingField::Text(|s| &mut s.tools.signing_key, printable),
    ),
    row(
        "sign_by_itself",
        "Sign what you write by itself, with an agent or a key without a passphrase; `postil sign --always` sets it",
        SettingField::Flag(|s| &mut s.tools.sign_by_itself),
    ),
    row(
        "reading_key",
        "The ssh key that opens what is for you alone; `postil reader --key` sets it; empty: none",
        SettingField::Text(|s| &mut s.tools.reading_key, printable),
    ),
    row(
        "hide_place",
        "Hide from the others also where what you write for some of them stands",
        SettingField::Flag(|s| &mut s.tools.hide_place),
    ),
    row(
        "citation_style",
        "How quotations are cited: plain, chicago-notes, chicago-author-date, apa, mla, or a CSL file",
        SettingField::Text(|s| &mut s.tools.citation_style, printable),
    ),
    row(
        "new_notes",
        "Who may read what you newly write: as the syllabus says, everybody, or you alone",
        SettingField::Choice(|s| &mut s.tools.new_notes),
    ),
    row("default_color", "Colour of a mark made without naming one", SettingField::Color(|s| &mut s.colors.default)),
    row("reader.name", "Your full name", SettingField::Text(|s| &mut s.reader.name, printable)),
    row("reader.nickname", "Your short name and folder", SettingField::Text(|s| &mut s.reader.nickname, folder)),
    row("colors.yellow", "What yellow marks mean", SettingField::Text(|s| &mut s.colors.meanings[0], printable)),
    row("colors.green", "What green marks mean", SettingField::Text(|s| &mut s.colors.meanings[1], printable)),
    row("colors.blue", "What blue marks mean", SettingField::Text(|s| &mut s.colors.meanings[2], printable)),
    row("colors.pink", "What pink marks mean", SettingField::Text(|s| &mut s.colors.meanings[3], printable)),
    row("colors.orange", "What orange marks mean", SettingField::Text(|s| &mut s.colors.meanings[4], printable)),
    row("colors.purple", "What purple marks mean", SettingField::Text(|s| &mut s.colors.meanings[5], printable)),
    row(
        "panes.list",
        "Width of the list of documents, in columns",
        SettingField::Number(|s| &mut s.panes.list, 16, 80),
    ),
    row("panes.notes", "Width of the notes, in columns", SettingField::Number(|s| &mut s.panes.notes, 16, 80)),
];

impl Setting {
    /// What may be set, for a message or a list: `20 to 200`.
    pub fn takes(&self) -> String {
        match &self.field {
            SettingField::Flag(_) => "true or false".to_owned(),
            SettingField::Number(_, from, to) => format!("{from} to {to}"),
            SettingField::Text(..) => "a text".to_owned(),
            SettingField::Color(_) => format!("one of {}", COLORS.join(", ")),
            SettingField::Choice(field) => format!("one of {}", field(&mut Settings::default()).names().join(", ")),
            SettingField::Ascii(_) => "\"auto\", true or false".to_owned(),
        }
    }

    /// Its value in `settings`, as the file would say it: `72`, `true`, `"auto"`.
    pub fn value(&self, settings: &Settings) -> String {
        // The accessor wants to be able to write; a copy is cheap where settings are listed.
        let mut copy = settings.clone();
        match &self.field {
            SettingField::Flag(field) => field(&mut copy).to_string(),
            SettingField::Number(field, ..) => field(&mut copy).to_string(),
            SettingField::Text(field, _) => toml::Value::from(field(&mut copy).as_str()).to_string(),
            SettingField::Color(_) => format!("\"{}\"", copy.colors.default_name()),
            SettingField::Choice(field) => {
                let choice = field(&mut copy);
                format!("\"{}\"", choice.names()[choice.at()])
            }
            SettingField::Ascii(field) => match field(&mut copy) {
                Ascii::Auto => "\"auto\"".to_owned(),
                Ascii::Always => true.to_string(),
                Ascii::Never => false.to_string(),
            },
        }
    }

    /// Its value as it is typed: as [`Setting::value`], a text without quotation marks.
    pub fn plain_value(&self, settings: &Settings) -> String {
        let mut copy = settings.clone();
        match &self.field {
            SettingField::Text(field, _) => field(&mut copy).clone(),
            _ => self.value(settings).trim_matches('"').to_owned(),
        }
    }

    /// The values it can have, as they are typed; none where it is a number or a text.
    pub fn values(&self) -> Vec<String> {
        let names: &[&str] = match &self.field {
            SettingField::Flag(_) => &["true", "false"],
            SettingField::Ascii(_) => &["auto", "true", "false"],
            SettingField::Color(_) => &COLORS,
            SettingField::Choice(field) => field(&mut Settings::default()).names(),
            SettingField::Number(..) | SettingField::Text(..) => &[],
        };
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    /// From when on a change of it holds while the program runs.
    pub fn takes_effect(&self) -> TakesEffect {
        match self.name {
            "mouse" | "ascii" | "ambiguous" | "citation_style" => TakesEffect::Next("start"),
            "fold_furniture" => TakesEffect::Next("text that is opened"),
            _ => TakesEffect::AtOnce,
        }
    }

    /// Sets it from a value as typed on the command line: `72`, `true`, `auto`; a text with or without quotation marks.
    pub fn set(&self, settings: &mut Settings, typed: &str) -> Result<(), String> {
        let text =
            || Value::Text(typed.strip_prefix('"').and_then(|t| t.strip_suffix('"')).unwrap_or(typed).to_owned());
        let value = match (&self.field, typed) {
            (SettingField::Flag(_) | SettingField::Ascii(_), "true" | "false") => Value::Flag(typed == "true"),
            (SettingField::Number(..), _) => match typed.parse() {
                Ok(number) => Value::Number(number),
                Err(_) if is_digits(typed) => Value::Other("so large a number"),
                Err(_) => text(),
            },
            _ => text(),
        };
        self.store(settings, &value)
    }

    fn store(&self, settings: &mut Settings, value: &Value) -> Result<(), String> {
        match (&self.field, value) {
            (SettingField::Flag(field), Value::Flag(flag)) => *field(settings) = *flag,
            (SettingField::Number(field, from, to), Value::Number(number)) => {
                let fits = u16::try_from(*number).ok().filter(|number| (from..=to).contains(&number));
                *field(settings) = fits.ok_or_else(|| format!("`{}` takes {from} to {to}, not {number}", self.name))?;
            }
            (SettingField::Text(field, check), Value::Text(text)) => {
                check(text).map_err(|why| format!("`{}` {why}", self.name))?;
                field(settings).clone_from(text);
            }
            (SettingField::Color(field), Value::Text(text)) => *field(settings) = self.choice(text, &COLORS)?,
            (SettingField::Choice(field), Value::Text(text)) => {
                let choice = field(settings);
                choice.choose(self.choice(text, choice.names())?);
            }
            (SettingField::Ascii(field), Value::Flag(flag)) => {
                *field(settings) = if *flag { Ascii::Always } else { Ascii::Never };
            }
            (SettingField::Ascii(field), Value::Text(text)) if text == "auto" => *field(settings) = Ascii::Auto,
            (SettingField::Ascii(_), Value::Text(text)) => {
                return Err(format!("`{}` takes {}, not {}", self.name, self.takes(), quoted(text)));
            }
            (_, other) => return Err(format!("`{}` takes {}, not {}", self.name, self.takes(), other.kind())),
        }
        Ok(())
    }

    fn choice(&self, text: &str, names: &[&'static str]) -> Result<usize, String> {
        names.iter().position(|name| *name == text).ok_or_else(|| {
            let near = hint(text, names.iter().copied());
            format!("`{}` takes {}, not {}{near}", self.name, self.takes(), quoted(text))
        })
    }
}

/// Whether it is a whole number as it is typed, however large.
fn is_digits(typed: &str) -> bool {
    let digits = typed.strip_prefix(['-', '+']).unwrap_or(typed);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// The setting of that name.
pub fn setting(name: &str) -> Option<&'static Setting> {
    TABLE.iter().find(|setting| setting.name == name)
}

/// The settings as meant: the defaults, and over them the files in their order, each a name for faults and its text.
/// Every fault of every file, in the order of files and lines; where there is one, what was set before stays.
pub fn resolve(files: &[(&str, &str)]) -> (Settings, Vec<Fault>) {
    let (mut settings, mut all) = (Settings::default(), Vec::new());
    for (name, text) in std::iter::once(&("built-in settings.toml", DEFAULT)).chain(files) {
        let mut faults = Faults::of(name);
        let written = written::read(text, &mut faults);
        for (table, line) in &written.tables {
            check_table(table, *line, &mut faults);
        }
        for entry in &written.entries {
            apply(entry, &mut settings, &mut faults);
        }
        faults.append_to(&mut all);
    }
    (settings, all)
}

/// The tables that the rows' names speak of.
fn tables() -> impl Iterator<Item = &'static str> {
    TABLE.iter().filter_map(|setting| setting.name.split_once('.')).map(|(table, _)| table)
}

fn check_table(table: &str, line: usize, faults: &mut Faults) {
    if setting(table).is_some() {
        faults.add(line, format!("{} is a setting, not a table", quoted(table)));
    } else if !tables().any(|known| known == table) {
        faults.add(line, format!("unknown table {}{}", quoted(table), hint(table, tables())));
    }
}

fn apply(entry: &WrittenEntry, settings: &mut Settings, faults: &mut Faults) {
    let in_known_table = entry.table.is_empty() || tables().any(|known| *known == *entry.table);
    let path = entry.path();
    match setting(&path) {
        Some(setting) => {
            if let Err(message) = setting.store(settings, &entry.value) {
                faults.add(entry.line, message);
                if let SettingField::Choice(field) = setting.field {
                    field(settings).take_unknown();
                }
            }
        }
        None if in_known_table => {
            faults.add(entry.line, format!("unknown setting {}{}", quoted(&path), near(entry, &path)));
        }
        // The table was told already.
        None => {}
    }
}

/// The nearest setting to one that does not exist, also where it only stands in the wrong table.
fn near(entry: &WrittenEntry, path: &str) -> String {
    let names = || TABLE.iter().map(|setting| setting.name);
    let elsewhere = names().find(|name| name.rsplit('.').next() == Some(entry.name.as_str()));
    match elsewhere.map(|name| (name, name.split_once('.'))) {
        Some((_, Some((table, name)))) => format!("; `{name}` stands in the table [{table}]"),
        Some((name, None)) => format!("; `{name}` stands above the first table"),
        None => hint(path, names()),
    }
}

/// The text of a settings file with one setting set to a value as typed, all else as it was; none where the file has errors of
/// grammar or is written so that this is not sure, and where there is no such setting or value.
pub fn set(text: &str, name: &str, typed: &str) -> Option<String> {
    let (setting, mut settings) = (setting(name)?, resolve(&[]).0);
    setting.set(&mut settings, typed).ok()?;
    written::set(text, name, &setting.value(&settings))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn told(text: &str) -> (Settings, Vec<String>) {
        let (settings, faults) = resolve(&[("settings.toml", text)]);
        (settings, faults.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_misspelt_word_changes_nothing_but_never_shows_to_all_what_may_be_meant_for_one() {
        for written in ["new_notes = \"prvate\"", "new_notes = true"] {
            let (settings, faults) = resolve(&[("settings.toml", written)]);
            assert_eq!((settings.tools.new_notes, faults.len()), (NewNotes::Private, 1), "{written}");
        }
        let (settings, faults) = resolve(&[("settings.toml", "sort = \"titel\"")]);
        assert_eq!((settings, faults.len()), (resolve(&[]).0, 1));
    }

    #[test]
    fn the_default_file_sets_every_row_and_no_other() {
        let (settings, faults) = resolve(&[]);
        assert!(faults.is_empty(), "{faults:?}");
        let mut faults = Faults::of("default");
        let mut written: Vec<_> = written::read(DEFAULT, &mut faults).entries.iter().map(WrittenEntry::path).collect();
        let mut rows: Vec<_> = TABLE.iter().map(|setting| setting.name.to_owned()).collect();
        assert_eq!(written, rows, "the file and the table have one order");
        written.sort();
        rows.sort();
        rows.dedup();
        assert_eq!(written, rows);
        assert_eq!((settings.page.measure, settings.words_per_minute, settings.mouse), (72, 238, true));
        assert_eq!((settings.panes.list, settings.panes.notes), (30, 36));
        assert_eq!(settings.colors.meaning("blue"), "evidence");
        assert_eq!(settings.colors.meaning("grey"), "grey");
        assert_eq!(settings.colors.default_name(), "yellow");
    }

    #[test]
    fn a_user_file_changes_what_it_names_only() {
        let (settings, faults) = told("measure = 60\nascii = true\nsort = \"notes\"\n[colors]\npink = \"doubt\"\n");
        let (mut expected, _) = resolve(&[]);
        (expected.page.measure, expected.terminal.ascii, expected.sort) = (60, Ascii::Always, Sort::Notes);
        expected.colors.meanings[3] = "doubt".into();
        assert_eq!((settings, faults), (expected, vec![]));
    }

    #[test]
    fn every_fault_is_told_at_once_and_the_default_stands() {
        let text = "mesure = 60\nmeasure = 7\nmouse = \"yes\"\nsort = \"titel\"\nascii = \"on\"\nlist = 20\ntheme = 3.5\n\
                    [reader]\nnickname = \"a/b\"\nmeasure = 50\n[colour]\nred = 1\n[mouse.x]\n";
        let (settings, faults) = told(text);
        assert_eq!(settings, resolve(&[]).0);
        let expected = [
            "settings.toml:1: unknown setting `mesure`; did you mean `measure`?",
            "settings.toml:2: `measure` takes 20 to 200, not 7",
            "settings.toml:3: `mouse` takes true or false, not a text",
            "settings.toml:4: `sort` takes one of syllabus, title, author, date, words, progress, notes, not `titel`; \
             did you mean `title`?",
            "settings.toml:5: `ascii` takes \"auto\", true or false, not `on`",
            "settings.toml:6: unknown setting `list`; `list` stands in the table [panes]",
            "settings.toml:7: `theme` takes a text, not a number with a fraction",
            "settings.toml:9: `reader.nickname` holds what no folder name may",
            "settings.toml:10: unknown setting `reader.measure`; `measure` stands above the first table",
            "settings.toml:11: unknown table `colour`; did you mean `colors`?",
        ];
        assert_eq!(faults[..10], expected);
        assert!(faults[10..].iter().all(|fault| fault.starts_with("settings.toml:13")), "{faults:?}");
    }

    #[test]
    fn a_later_file_wins_and_each_fault_names_its_file() {
        let (settings, faults) =
            resolve(&[("a.toml", "measure = 60\nmouse = 1"), ("b.toml", "measure = 61\nmeasure = 62")]);
        assert_eq!(settings.page.measure, 61);
        let at: Vec<_> = faults.iter().map(|fault| (fault.file.as_str(), fault.line)).collect();
        assert_eq!(at, [("a.toml", 2), ("b.toml", 2)]);
    }

    #[test]
    fn each_value_as_shown_sets_itself() {
        let (settings, _) = resolve(&[]);
        let changed = told("measure=99\nascii=false\nmouse=false\nsort='words'\n[reader]\nname='A \"B\" \\C'\n").0;
        for setting in TABLE {
            let line = format!("{} = {}\n", setting.name, setting.value(&changed));
            let (back, faults) = told(&line);
            assert!(faults.is_empty(), "{line}: {faults:?}");
            assert_eq!(setting.value(&back), setting.value(&changed));
            assert!(!setting.about.is_empty() && !setting.takes().is_empty());
        }
        let mut set = settings.clone();
        setting("measure").unwrap().set(&mut set, "80").unwrap();
        setting("theme").unwrap().set(&mut set, "light").unwrap();
        setting("reader.nickname").unwrap().set(&mut set, "42").unwrap();
        setting("ascii").unwrap().set(&mut set, "true").unwrap();
        assert_eq!((set.page.measure, set.theme.as_str(), set.terminal.ascii), (80, "light", Ascii::Always));
        assert_eq!(set.reader.nickname, "42");
        let refused = |typed: &str| setting("measure").unwrap().set(&mut settings.clone(), typed).unwrap_err();
        assert_eq!(refused("wide"), "`measure` takes 20 to 200, not a text");
        assert_eq!(refused(&"9".repeat(22)), "`measure` takes 20 to 200, not so large a number");
        assert_eq!(
            told(&format!("measure = {}\n", "9".repeat(22))).1[0],
            format!("settings.toml:1: {}", refused(&"9".repeat(22)))
        );
    }

    proptest! {
        #[test]
        fn any_file_gives_settings_within_their_bounds(
            name in (0..TABLE.len()).prop_map(|row| TABLE[row].name),
            value in "-?[0-9]{1,6}|true|false|\"[a-z./]{0,9}\"|\\PC{0,9}"
        ) {
            let (settings, _) = told(&format!("{name} = {value}\n"));
            prop_assert!((20..=200).contains(&settings.page.measure) && (16..=80).contains(&settings.panes.list));
            prop_assert!(settings.colors.default < COLORS.len() && !settings.theme.is_empty());
        }
    }
}
