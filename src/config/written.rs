//! A TOML file as written: one flat list of what it says, each with its line, and the faults of its grammar.
//!
//! Flat, because no file of ours nests deeper than one table in another. It knows no setting, no key and no role; what
//! the entries mean is for `settings`, `keys` and `theme`.

use super::fault::{Fault, quoted};
use std::ops::Range;
use std::rc::Rc;
use toml::{Spanned, de::DeTable, de::DeValue};

/// The largest file that is read, in bytes.
const LARGEST: usize = 1024 * 1024;
/// The largest file that is read on after its first error of grammar: each further error takes memory.
const RECOVERED: usize = 64 * 1024;
/// The most entries of one file. Enough for every key there is; it bounds the faults, too.
const MOST_ENTRIES: usize = 2000;
/// The most errors of grammar told of one file: one lost quotation mark makes many.
const MOST_ERRORS: usize = 20;
/// The most faults told of one file; the rest is counted.
const MOST_FAULTS: usize = 100;
/// The longest name, in bytes.
const LONGEST_NAME: usize = 64;

/// What a file says, in the order of its lines.
#[derive(Debug, Default)]
pub(crate) struct Written {
    /// The names of all tables with their lines, the empty ones too.
    pub tables: Vec<(Rc<str>, usize)>,
    /// Every entry of every table.
    pub entries: Vec<WrittenEntry>,
}

/// One `name = value`.
#[derive(Debug)]
pub(crate) struct WrittenEntry {
    /// The table it stands in, dotted; empty for the top of the file.
    pub table: Rc<str>,
    /// Its name in that table.
    pub name: String,
    /// What it is set to.
    pub value: Value,
    /// The line of its name, counted from 1.
    pub line: usize,
}

/// The values that our files use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// A string.
    Text(String),
    /// A whole number.
    Number(i64),
    /// `true` or `false`.
    Flag(bool),
    /// Something no file of ours asks for, by what it is.
    Other(&'static str),
}

impl Value {
    /// What it is, for a message: `"a text"`, `"a number"` ….
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "a text",
            Self::Number(_) => "a whole number",
            Self::Flag(_) => "true or false",
            Self::Other(kind) => kind,
        }
    }
}

impl WrittenEntry {
    /// Its name with the table before it: `panes.list`.
    pub fn path(&self) -> String {
        if self.table.is_empty() { self.name.clone() } else { format!("{}.{}", self.table, self.name) }
    }
}

/// Collects the faults of one file and gives them out in the order of its lines.
pub(crate) struct Faults<'a> {
    file: &'a str,
    list: Vec<Fault>,
    /// Those that are only counted.
    more: usize,
}

impl<'a> Faults<'a> {
    /// None yet.
    pub fn of(file: &'a str) -> Self {
        Self { file, list: Vec::new(), more: 0 }
    }

    /// One more; line 0 is the whole file.
    pub fn add(&mut self, line: usize, message: impl Into<String>) {
        if self.list.len() < MOST_FAULTS {
            self.list.push(Fault { file: self.file.to_owned(), line, message: message.into() });
        } else {
            self.more += 1;
        }
    }

    /// All of them, sorted by line, to the end of `all`.
    pub fn append_to(mut self, all: &mut Vec<Fault>) {
        self.list.sort_by_key(|fault| fault.line);
        all.append(&mut self.list);
        if self.more > 0 {
            let message = format!("{} faults more", self.more);
            all.push(Fault { file: self.file.to_owned(), line: 0, message });
        }
    }
}

/// Reads `text`. What stands on a line with an error of grammar is left out, so that one slip gives one fault.
pub(crate) fn read(text: &str, faults: &mut Faults) -> Written {
    if text.len() > LARGEST {
        faults.add(0, "larger than 1 MB; not read");
        return Written::default();
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines = Lines::of(text);
    let (table, errors) = parse(text);
    let mut broken: Vec<usize> = errors.iter().map(|(at, _)| lines.at(*at)).collect();
    for (line, (_, message)) in broken.iter().zip(&errors).take(MOST_ERRORS) {
        faults.add(*line, message.as_str());
    }
    broken.sort_unstable();
    let mut flat = Flat { lines: &lines, broken: &broken, faults, written: Written::default() };
    flat.table(&table, &Rc::from(""), 0);
    let mut written = flat.written;
    written.tables.sort_by_key(|(_, line)| *line);
    written.entries.sort_by_key(|entry| entry.line);
    if written.entries.len() > MOST_ENTRIES {
        faults
            .add(written.entries[MOST_ENTRIES].line, format!("more than {MOST_ENTRIES} entries; the rest is not read"));
        written.entries.truncate(MOST_ENTRIES);
    }
    written.tables.truncate(MOST_ENTRIES);
    written
}

/// The text with `name`, dotted where it stands in a table, set to a value in TOML: in place of the one it has, else in a new line behind
/// the last one of its table, so that a comment stays with what it stands above. Whatever else stands there stays byte for byte. None
/// where the file has errors of grammar, or is written so that it would not say just that then.
pub(crate) fn set(text: &str, name: &str, value: &str) -> Option<String> {
    let (mark, text) = text.strip_prefix('\u{feff}').map_or(("", text), |text| ("\u{feff}", text));
    let (table, errors) = parse(text);
    if !errors.is_empty() || text.len() > LARGEST {
        return None;
    }
    let set = match name.split_once('.') {
        None => put(text, &table, name, &format!("{name} = {value}"), || before_tables(text, &table)),
        Some((outer, inner)) => match table.iter().find(|(key, _)| key.get_ref() == outer) {
            Some((key, of)) => put_in(text, (key.span().start, of), (outer, inner), value)?,
            None => {
                TextReplacement::new(text.len()..text.len(), format!("{}[{outer}]\n{inner} = {value}\n", gap(text)))
            }
        },
    };
    let set = set.into(text, value);
    is_set(&set, name, value).then(|| [mark, &set].concat())
}

/// What is put in place of some bytes.
struct TextReplacement {
    at: Range<usize>,
    /// The words; none for the value alone.
    words: Option<String>,
}

impl TextReplacement {
    fn new(at: Range<usize>, words: String) -> Self {
        Self { at, words: Some(words) }
    }

    fn into(self, text: &str, value: &str) -> String {
        let words = self.words.as_deref().unwrap_or(value);
        [&text[..self.at.start], words, &text[self.at.end..]].concat()
    }
}

/// The value of `name` replaced in its table; else `line` behind the last entry of that, or where `else_at` says.
fn put(
    text: &str,
    table: &DeTable<'_>,
    name: &str,
    line: &str,
    else_at: impl Fn() -> (usize, &'static str),
) -> TextReplacement {
    if let Some((_, old)) = table.iter().find(|(key, _)| key.get_ref() == name) {
        return TextReplacement { at: old.span(), words: None };
    }
    let last = table.iter().filter(|(_, value)| is_line(text, value)).map(|(_, value)| value.span().end).max();
    let Some(last) = last else {
        let (at, behind) = else_at();
        return TextReplacement::new(at..at, format!("{line}\n{behind}"));
    };
    let end = text[last..].find('\n').map(|at| last + at + 1);
    let (at, before) = end.map_or((text.len(), "\n"), |end| (end, ""));
    TextReplacement::new(at..at, format!("{before}{line}\n"))
}

/// Whether a value stands on a line of its own, which a table below a header does not.
fn is_line(text: &str, value: &Spanned<DeValue<'_>>) -> bool {
    !value.get_ref().is_table() || text[value.span().start..].starts_with('{')
}

/// Where a first line above all tables belongs, and what parts it from what follows: behind comments that speak of the whole file, else
/// at its beginning.
fn before_tables(text: &str, table: &DeTable<'_>) -> (usize, &'static str) {
    let comments = text.split_inclusive('\n').take_while(|line| line.starts_with('#'));
    let end: usize = comments.map(str::len).sum();
    let stands_alone = text[end..].trim_start_matches('\r').starts_with('\n');
    if stands_alone || (table.is_empty() && text[..end].ends_with('\n')) {
        return (end, "");
    }
    (0, if table.is_empty() { "" } else { "\n" })
}

/// A setting in a table that is there, whichever way it is written: below a header, in braces, or with dots; `key` is where its name
/// first stands.
fn put_in(
    text: &str,
    (key, of): (usize, &Spanned<DeValue<'_>>),
    (outer, inner): (&str, &str),
    value: &str,
) -> Option<TextReplacement> {
    let table = of.get_ref().as_table()?;
    let line_start = text[..key].rfind('\n').map_or(0, |at| at + 1);
    if text[of.span().start..].starts_with('{') {
        let begin = of.span().start + 1;
        let behind = if table.is_empty() { " " } else { "," };
        let old = table.iter().find(|(key, _)| key.get_ref() == inner);
        let new = || TextReplacement::new(begin..begin, format!(" {inner} = {value}{behind}"));
        return Some(old.map_or_else(new, |(_, old)| TextReplacement { at: old.span(), words: None }));
    }
    if text[line_start..].trim_start().starts_with('[') {
        let begin = text[key..].find('\n').map(|at| key + at + 1)?;
        return Some(put(text, table, inner, &format!("{inner} = {value}"), || (begin, "")));
    }
    Some(put(text, table, inner, &format!("{outer}.{inner} = {value}"), || (line_start, "")))
}

/// What parts a new table from what stands before it.
fn gap(text: &str) -> &'static str {
    match text {
        "" => "",
        _ if text.ends_with('\n') => "\n",
        _ => "\n\n",
    }
}

/// Whether a file says that.
fn is_set(text: &str, name: &str, value: &str) -> bool {
    let mut faults = Faults::of("");
    let asked = read(&format!("asked = {value}"), &mut faults);
    let written = read(text, &mut faults);
    let found = written.entries.iter().find(|entry| entry.path() == name);
    faults.list.is_empty() && found.zip(asked.entries.first()).is_some_and(|(found, asked)| found.value == asked.value)
}

/// Parses a file: gives the table of what could be read, and each fault of the grammar with its byte offset.
fn parse(text: &str) -> (DeTable<'_>, Vec<(usize, String)>) {
    let (table, errors) = if text.len() <= RECOVERED {
        let (table, errors) = DeTable::parse_recoverable(text);
        (table.into_inner(), errors)
    } else {
        match DeTable::parse(text) {
            Ok(table) => (table.into_inner(), Vec::new()),
            Err(error) => (DeTable::new(), vec![error]),
        }
    };
    let told = |error: &toml::de::Error| {
        let at = error.span().map_or(0, |span| span.start);
        (at, error.message().chars().filter(|letter| !letter.is_control()).take(200).collect())
    };
    (table, errors.iter().map(told).collect())
}

/// Walks the tables; `depth` is bounded, so the recursion is.
struct Flat<'a, 'f> {
    lines: &'a Lines,
    broken: &'a [usize],
    faults: &'a mut Faults<'f>,
    written: Written,
}

impl Flat<'_, '_> {
    fn table(&mut self, table: &DeTable, path: &Rc<str>, depth: usize) {
        for (key, value) in table {
            let (name, line) = (key.get_ref().as_ref(), self.lines.at(key.span().start));
            if self.broken.binary_search(&line).is_ok() || self.written.entries.len() > MOST_ENTRIES {
                continue;
            }
            let table = value.get_ref().is_table();
            if name.len() > LONGEST_NAME || (table && depth > 1) {
                let why = if name.len() > LONGEST_NAME { "is longer than any name" } else { "is nested too deep" };
                self.faults.add(line, format!("{} {why}", quoted(name)));
                continue;
            }
            match value.get_ref() {
                DeValue::Table(inner) => self.inner(inner, path, name, (line, depth)),
                _ => self.entry(path, name, value, line),
            }
        }
    }

    fn inner(&mut self, inner: &DeTable, path: &str, name: &str, (line, depth): (usize, usize)) {
        let path: Rc<str> = if path.is_empty() { name.into() } else { format!("{path}.{name}").into() };
        self.written.tables.push((Rc::clone(&path), line));
        self.table(inner, &path, depth + 1);
    }

    fn entry(&mut self, table: &Rc<str>, name: &str, value: &Spanned<DeValue>, line: usize) {
        let entry =
            WrittenEntry { table: Rc::clone(table), name: name.to_owned(), value: meant(value.get_ref()), line };
        self.written.entries.push(entry);
    }
}

fn meant(value: &DeValue) -> Value {
    match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or(Value::Other("so large a number"), Value::Number),
        DeValue::Boolean(flag) => Value::Flag(*flag),
        DeValue::Float(_) => Value::Other("a number with a fraction"),
        DeValue::Datetime(_) => Value::Other("a date"),
        DeValue::Array(_) => Value::Other("a list"),
        DeValue::Table(_) => Value::Other("a table"),
    }
}

/// Where each line starts.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        Self(std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1)).collect())
    }

    /// The line of a byte, from 1.
    fn at(&self, byte: usize) -> usize {
        self.0.partition_point(|start| *start <= byte)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn told(text: &str) -> (Vec<String>, Vec<String>) {
        let mut faults = Faults::of("f");
        let written = read(text, &mut faults);
        let mut all = Vec::new();
        faults.append_to(&mut all);
        let entry = |e: &WrittenEntry| format!("{}:{}={:?}", e.line, e.path(), e.value);
        (written.entries.iter().map(entry).collect(), all.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn entries_come_flat_with_their_lines() {
        let (entries, faults) = told("b = 1\n# c\na = \"x\"\n[t]\ny.z = true\nx = [1]\n");
        assert_eq!(entries, ["1:b=Number(1)", "3:a=Text(\"x\")", "5:t.y.z=Flag(true)", "6:t.x=Other(\"a list\")"]);
        assert!(faults.is_empty(), "{faults:?}");
    }

    #[test]
    fn a_slip_of_grammar_costs_its_own_line_only() {
        let (entries, faults) = told("a = 1\nb = \nc = 3\nc = 4\nd = nope\ne = 5\n");
        assert_eq!(entries, ["1:a=Number(1)", "3:c=Number(3)", "6:e=Number(5)"]);
        let lines: Vec<_> = faults.iter().map(|fault| &fault[..4]).collect();
        assert_eq!(lines, ["f:2:", "f:4:", "f:5:"], "{faults:?}");
    }

    #[test]
    fn a_huge_file_is_refused_and_a_large_broken_one_gives_one_fault() {
        assert_eq!(told(&"#".repeat(LARGEST + 1)).1, ["f: larger than 1 MB; not read"]);
        assert_eq!(told(&"= = =\n".repeat(20_000)).1.len(), 1);
        assert!(told(&"= = =\n".repeat(2_000)).1.len() <= MOST_ERRORS);
    }

    #[test]
    fn deep_nesting_and_long_names_are_faults() {
        let long = "k".repeat(200_000);
        let (entries, faults) = told(&format!("[a.b.c.d]\nx = 1\n[{long}]\ny = 1\n"));
        assert!(entries.is_empty());
        assert_eq!(faults.len(), 2, "{faults:?}");
        assert!(told(&"[".repeat(100_000)).1.len() <= MOST_ERRORS);
        assert!(told(&format!("x = {}", "{a=".repeat(10_000))).1.len() <= MOST_ERRORS);
    }

    #[test]
    fn a_flood_of_faults_is_counted() {
        let mut faults = Faults::of("f");
        (0..MOST_FAULTS + 7).for_each(|line| faults.add(line + 1, "wrong"));
        let mut all = Vec::new();
        faults.append_to(&mut all);
        assert_eq!((all.len(), all[MOST_FAULTS].to_string().as_str()), (MOST_FAULTS + 1, "f: 7 faults more"));
    }

    #[test]
    fn more_entries_than_anybody_writes_are_cut() {
        let many: String = (0..5000).map(|n| format!("k{n} = 1")).collect::<Vec<_>>().join("\n");
        let (entries, faults) = told(&many);
        assert_eq!((entries.len(), faults.len()), (MOST_ENTRIES, 1));
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic_and_every_line_exists(
            text in "([a-c]{1,2}(\\.[a-c])?|[=\\[\\]{}\"'.,#\\\\]|1|true| |\n|\\PC){0,60}"
        ) {
            let mut faults = Faults::of("f");
            let written = read(&text, &mut faults);
            let lines = text.matches('\n').count() + 1;
            prop_assert!(written.entries.iter().all(|entry| (1..=lines).contains(&entry.line)));
            prop_assert!(faults.list.iter().all(|fault| (1..=lines).contains(&fault.line)));
        }
    }

    #[test]
    fn one_value_is_set_and_all_else_stays_as_it_was() {
        for (before, after) in [
            ("", "theme = \"new\"\n"),
            ("theme = 'old' # mine\nsort = \"title\"\n", "theme = \"new\" # mine\nsort = \"title\"\n"),
            (
                "# Mine.\r\n theme=\"\"\"\nold\"\"\"\r\n[panes]\r\nlist = 3",
                "# Mine.\r\n theme=\"new\"\r\n[panes]\r\nlist = 3",
            ),
            ("[panes]\ntheme = 'x'\n", "theme = \"new\"\n\n[panes]\ntheme = 'x'\n"),
            ("\u{feff}# Mine.\n", "\u{feff}# Mine.\ntheme = \"new\"\n"),
            // A comment stays with what it stands above.
            ("# Wide.\nmeasure = 90\n", "# Wide.\nmeasure = 90\ntheme = \"new\"\n"),
            (
                "measure = 90 # wide\n# In panes:\n[panes]\n",
                "measure = 90 # wide\ntheme = \"new\"\n# In panes:\n[panes]\n",
            ),
            ("# Mine.\n\n# Widths.\n[panes]\nlist = 3\n", "# Mine.\ntheme = \"new\"\n\n# Widths.\n[panes]\nlist = 3\n"),
            ("# Widths.\n[panes]\nlist = 3\n", "theme = \"new\"\n\n# Widths.\n[panes]\nlist = 3\n"),
            ("measure = 90", "measure = 90\ntheme = \"new\"\n"),
            ("panes = { list = 3 }\n[colors]\n", "panes = { list = 3 }\ntheme = \"new\"\n[colors]\n"),
        ] {
            assert_eq!(set(before, "theme", "\"new\"").as_deref(), Some(after));
        }
        assert_eq!(set("theme = \n", "theme", "\"new\""), None);
        let odd = "a\"b'c\\\u{1b}\n";
        let written = set("", "theme", &toml::Value::from(odd).to_string()).unwrap();
        assert_eq!(read(&written, &mut Faults::of("f")).entries[0].value, Value::Text(odd.to_owned()));
    }

    #[test]
    fn a_value_in_a_table_is_set_there() {
        for (before, after) in [
            ("", "[panes]\nlist = 30\n"),
            ("mouse = true", "mouse = true\n\n[panes]\nlist = 30\n"),
            ("[panes] # widths\nnotes = 3\n", "[panes] # widths\nnotes = 3\nlist = 30\n"),
            ("[panes]\n# narrow\nnotes = 3\n\n[colors]\n", "[panes]\n# narrow\nnotes = 3\nlist = 30\n\n[colors]\n"),
            ("[panes]\n[colors]\n", "[panes]\nlist = 30\n[colors]\n"),
            ("panes = { notes = 3 }\n", "panes = { list = 30, notes = 3 }\n"),
            ("panes = {}\n", "panes = { list = 30 }\n"),
            ("mouse = true\n# narrow\npanes.notes = 3\n", "mouse = true\n# narrow\npanes.notes = 3\npanes.list = 30\n"),
            ("[panes]\nlist = 3 # so\n[colors]\n", "[panes]\nlist = 30 # so\n[colors]\n"),
            ("panes = { list = 3 }\n", "panes = { list = 30 }\n"),
            ("panes.list = 3\n", "panes.list = 30\n"),
        ] {
            assert_eq!(set(before, "panes.list", "30").as_deref(), Some(after), "{before}");
        }
        for unsure in ["panes = 3\n", "[panes]"] {
            assert_eq!(set(unsure, "panes.list", "30"), None, "{unsure}");
        }
    }
}
