//! Which keys call which command in which context, read from `keys.toml`; and looking up what is typed.
//!
//! Contexts and commands are names handed in; what they do is for the one table of commands elsewhere.

use super::chord::{Chord, parse_sequence, show_sequence};
use super::fault::{Fault, hint, quoted};
use super::written::{self, Faults, Value, WrittenEntry};
use std::collections::BTreeMap;
use std::ops::Bound;

/// The complete default file, with comments: what `postil keys --default` prints.
pub const DEFAULT: &str = include_str!("../../assets/keys.toml");

/// The context that every other falls back to.
pub const GLOBAL: &str = "global";

/// Keys bound to a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// Where it holds.
    pub context: String,
    /// What is typed.
    pub keys: Vec<Chord>,
    /// The command; empty where the keys do nothing here, not even what the global context says.
    pub command: String,
}

/// Bound keys of one context: sequence → command. Sorted, so that the longer sequences stand behind their beginning.
type BindingTable = BTreeMap<Vec<Chord>, String>;

/// The bindings as meant: the embedded defaults, and over them the files in their order, each a name for faults and
/// its text. A binding replaces an earlier one of the same keys in the same context. Every fault of every file, in the
/// order of files and lines; a faulty line changes nothing.
pub fn resolve(files: &[(&str, &str)], contexts: &[&str], commands: &[&str]) -> (Vec<Binding>, Vec<Fault>) {
    let all: Vec<_> = std::iter::once(("built-in keys.toml", DEFAULT)).chain(files.iter().copied()).collect();
    resolve_only(&all, contexts, commands)
}

/// As [`resolve`], without the embedded defaults.
pub fn resolve_only(files: &[(&str, &str)], contexts: &[&str], commands: &[&str]) -> (Vec<Binding>, Vec<Fault>) {
    let (mut tables, mut all) = (vec![BindingTable::new(); contexts.len()], Vec::new());
    for (name, text) in files {
        let mut faults = Faults::of(name);
        let written = written::read(text, &mut faults);
        for (table, line) in &written.tables {
            if !contexts.contains(&table.as_ref()) {
                let near = hint(table, contexts.iter().copied());
                faults.add(*line, format!("unknown context {}{near}", quoted(table)));
            }
        }
        let lines = written.entries.iter().filter_map(|entry| meant(entry, contexts, commands, &mut faults)).collect();
        apply(lines, contexts, &mut tables, &mut faults);
        faults.append_to(&mut all);
    }
    (bindings(contexts, tables), all)
}

fn bindings(contexts: &[&str], tables: Vec<BindingTable>) -> Vec<Binding> {
    let of = |(context, table): (&&str, BindingTable)| {
        let context = (*context).to_owned();
        table.into_iter().map(move |(keys, command)| Binding { context: context.clone(), keys, command })
    };
    contexts.iter().zip(tables).flat_map(of).collect()
}

/// One understood line of a file.
struct KeyLine {
    context: usize,
    keys: Vec<Chord>,
    command: String,
    number: usize,
}

fn meant(entry: &WrittenEntry, contexts: &[&str], commands: &[&str], faults: &mut Faults) -> Option<KeyLine> {
    let number = entry.line;
    let Value::Text(command) = &entry.value else {
        faults.add(number, format!("{} takes the name of a command, not {}", quoted(&entry.name), entry.value.kind()));
        return None;
    };
    if entry.table.is_empty() {
        faults.add(number, format!("{} stands in no context; put it below [{GLOBAL}] or another", quoted(&entry.name)));
        return None;
    }
    let context = contexts.iter().position(|context| *context == &*entry.table)?;
    let keys = parse_sequence(&entry.name).map_err(|message| faults.add(number, message)).ok()?;
    if !command.is_empty() && !commands.contains(&command.as_str()) {
        let near = hint(command, commands.iter().copied());
        faults.add(number, format!("unknown command {}{near}", quoted(command)));
        return None;
    }
    Some(KeyLine { context, keys, command: command.clone(), number })
}

/// Lays the lines of one file over what is bound. First what it takes away, so that its order does not matter.
fn apply(lines: Vec<KeyLine>, contexts: &[&str], tables: &mut [BindingTable], faults: &mut Faults) {
    let mut seen: BTreeMap<(usize, Vec<Chord>), usize> = BTreeMap::new();
    let (away, bound): (Vec<_>, Vec<_>) = lines.into_iter().partition(|line| line.command.is_empty());
    for line in away {
        seen.insert((line.context, line.keys.clone()), line.number);
        if !is_bound(&line, contexts, tables) {
            faults.add(line.number, format!("{} is not bound here", shown(&line.keys)));
        }
        tables[line.context].insert(line.keys, String::new());
    }
    for line in bound {
        let first = *seen.entry((line.context, line.keys.clone())).or_insert(line.number);
        let table = &mut tables[line.context];
        if first != line.number {
            faults.add(line.number, format!("{} is bound in line {first} already", shown(&line.keys)));
        } else if let Some(other) = in_the_way(table, &line.keys) {
            faults.add(line.number, in_the_way_of(&line.keys, &other, &table[&other]));
        } else {
            table.insert(line.keys, line.command);
        }
    }
}

fn is_bound(line: &KeyLine, contexts: &[&str], tables: &[BindingTable]) -> bool {
    let holds = |table: &BindingTable| table.get(&line.keys).is_some_and(|command| !command.is_empty());
    let global = contexts.iter().position(|context| *context == GLOBAL);
    holds(&tables[line.context]) || global.is_some_and(|global| holds(&tables[global]))
}

fn shown(keys: &[Chord]) -> String {
    quoted(&show_sequence(keys))
}

fn in_the_way_of(keys: &[Chord], other: &[Chord], command: &str) -> String {
    let (short, long) = if keys.len() < other.len() { (keys, other) } else { (other, keys) };
    let (short, long, other) = (shown(short), shown(long), show_sequence(other));
    format!(
        "{short} begins {long}, so one could never be typed; take the other ({command}) away first: \"{other}\" = \"\""
    )
}

/// A bound sequence that begins `keys`, or that `keys` begins.
fn in_the_way(table: &BindingTable, keys: &[Chord]) -> Option<Vec<Chord>> {
    let bound = |start: &[Chord]| table.get(start).is_some_and(|command| !command.is_empty());
    let shorter = (1..keys.len()).map(|length| &keys[..length]).find(|start| bound(start));
    shorter.map(<[Chord]>::to_vec).or_else(|| longer(table, keys).next().map(|(keys, _)| keys.to_vec()))
}

/// The bound sequences that go on after `keys`.
fn longer<'a>(table: &'a BindingTable, keys: &[Chord]) -> impl Iterator<Item = (&'a [Chord], &'a str)> {
    let behind = table.range::<[Chord], _>((Bound::Excluded(keys), Bound::Unbounded));
    let keys = keys.to_vec();
    let on = behind.take_while(move |(other, _)| other.starts_with(&keys));
    on.filter(|(_, command)| !command.is_empty()).map(|(other, command)| (other.as_slice(), command.as_str()))
}

/// All bindings, for looking up what is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keymap {
    contexts: BTreeMap<String, BindingTable>,
    /// What is said in place of keys, by command, where there are none to press.
    said: BTreeMap<String, String>,
}

/// What the keys typed so far mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lookup<'a> {
    /// A command.
    Command(&'a str),
    /// The beginning of a longer sequence.
    Prefix,
    /// Nothing.
    None,
}

impl Keymap {
    /// The map of these bindings; a later one replaces an earlier one of the same keys and context.
    pub fn of(bindings: Vec<Binding>) -> Self {
        let mut contexts: BTreeMap<String, BindingTable> = BTreeMap::new();
        for Binding { context, keys, command } in bindings {
            contexts.entry(context).or_default().insert(keys, command);
        }
        Self { contexts, said: BTreeMap::new() }
    }

    /// A map without keys, for a shell in which commands are said: each command with how it is.
    pub fn said(commands: impl IntoIterator<Item = (String, String)>) -> Self {
        Self { contexts: BTreeMap::new(), said: commands.into_iter().collect() }
    }

    /// What `typed` means in `context`, which goes before the context `fallback` ([`GLOBAL`]).
    pub fn lookup(&self, context: &str, fallback: &str, typed: &[Chord]) -> Lookup<'_> {
        for table in [context, fallback].iter().filter_map(|name| self.contexts.get(*name)) {
            let exact = table.get(typed).map(String::as_str);
            match exact {
                Some(command) if !command.is_empty() => return Lookup::Command(command),
                _ if longer(table, typed).next().is_some() => return Lookup::Prefix,
                Some(_) => return Lookup::None,
                None => {}
            }
        }
        Lookup::None
    }

    /// The keys that call `command` in `context`, as shown: the context's own first, then those of [`GLOBAL`] that it
    /// leaves as they are; short ones first.
    pub fn keys_of(&self, context: &str, command: &str) -> Vec<String> {
        if let Some(said) = self.said.get(command) {
            return vec![said.clone()];
        }
        let mut found: Vec<&[Chord]> = Vec::new();
        for table in [context, GLOBAL].iter().filter_map(|name| self.contexts.get(*name)) {
            let mut keys: Vec<&[Chord]> = table.iter().filter(|(_, c)| *c == command).map(|(k, _)| &k[..]).collect();
            keys.retain(|keys| !found.contains(keys) && self.reaches(context, keys, command));
            keys.sort_by_key(|keys| keys.len());
            found.append(&mut keys);
        }
        found.into_iter().map(show_sequence).collect()
    }

    /// Whether typing these keys one by one in `context` calls `command`.
    fn reaches(&self, context: &str, keys: &[Chord], command: &str) -> bool {
        let means = |length: usize| self.lookup(context, GLOBAL, &keys[..length]);
        !command.is_empty()
            && means(keys.len()) == Lookup::Command(command)
            && (1..keys.len()).all(|length| means(length) == Lookup::Prefix)
    }

    /// What may be typed after `typed` in `context`, for a hint: the keys that are still to come, and the command.
    pub fn continuations(&self, context: &str, typed: &[Chord]) -> Vec<(String, &str)> {
        let mut found: Vec<(&[Chord], &str)> = Vec::new();
        for table in [context, GLOBAL].iter().filter_map(|name| self.contexts.get(*name)) {
            for (keys, command) in longer(table, typed).filter(|(keys, command)| self.reaches(context, keys, command)) {
                if !found.iter().any(|(other, _)| *other == keys) {
                    found.push((keys, command));
                }
            }
        }
        found.into_iter().map(|(keys, command)| (show_sequence(&keys[typed.len()..]), command)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const CONTEXTS: &[&str] = &["global", "reader", "list"];
    const COMMANDS: &[&str] = &["quit", "help", "row-down", "row-up", "start", "end"];

    fn told(files: &[&str]) -> (Keymap, Vec<String>) {
        let names = ["a.toml", "b.toml", "c.toml"];
        let files: Vec<_> = names.into_iter().zip(files.iter().copied()).collect();
        let (bindings, faults) = resolve_only(&files, CONTEXTS, COMMANDS);
        (Keymap::of(bindings), faults.iter().map(ToString::to_string).collect())
    }

    /// What typing `keys` in `context` gives after each key.
    fn typed(map: &Keymap, context: &str, keys: &str) -> String {
        let keys = parse_sequence(keys).unwrap();
        let shown = (1..=keys.len()).map(|length| match map.lookup(context, GLOBAL, &keys[..length]) {
            Lookup::Command(command) => command.to_owned(),
            Lookup::Prefix => "…".to_owned(),
            Lookup::None => "nothing".to_owned(),
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_default_file_holds_no_fault_but_names_it_cannot_know() {
        let written = written::read(DEFAULT, &mut Faults::of("keys.toml"));
        let contexts: Vec<&str> = written.tables.iter().map(|(name, _)| &**name).collect();
        let command = |entry: &WrittenEntry| match &entry.value {
            Value::Text(command) => command.clone(),
            other => format!("{other:?}"),
        };
        let commands: Vec<String> = written.entries.iter().map(command).collect();
        let commands: Vec<&str> = commands.iter().map(String::as_str).collect();
        let (bindings, faults) = resolve(&[], &contexts, &commands);
        assert!(faults.is_empty(), "{faults:?}");
        assert_eq!(bindings.len(), written.entries.len());
    }

    #[test]
    fn keys_sequences_and_the_global_context_are_looked_up() {
        let (map, faults) = told(&["[global]\nq='quit'\n'?'='help'\n[reader]\nj='row-down'\n'g g'='start'\nG='end'\n"]);
        assert!(faults.is_empty(), "{faults:?}");
        assert_eq!(typed(&map, "reader", "j"), "row-down");
        assert_eq!(typed(&map, "reader", "g g"), "… start");
        assert_eq!(typed(&map, "reader", "g x"), "… nothing");
        assert_eq!(typed(&map, "reader", "q"), "quit");
        assert_eq!(typed(&map, "list", "j"), "nothing");
        assert_eq!(typed(&map, "no such context", "q"), "quit");
    }

    #[test]
    fn a_user_file_replaces_and_takes_away() {
        let default = "[global]\nq='quit'\n[reader]\nj='row-down'\n'g g'='start'\n";
        let (map, faults) = told(&[default, "[reader]\nj='row-up'\nq=''\n'g g'=''\ng='start'\n"]);
        assert!(faults.is_empty(), "{faults:?}");
        assert_eq!(typed(&map, "reader", "j"), "row-up");
        assert_eq!(typed(&map, "reader", "q"), "nothing");
        assert_eq!(typed(&map, "list", "q"), "quit");
        assert_eq!(typed(&map, "reader", "g"), "start");
        assert_eq!(map.keys_of("reader", "start"), ["g"]);
        assert!(map.keys_of("reader", "quit").is_empty() && map.keys_of("reader", "").is_empty());
    }

    #[test]
    fn every_fault_is_told_with_line_and_hint_and_changes_nothing() {
        let default = "[reader]\n'g g'='start'\nx='end'\n";
        let user = "k='row-up'\n[reeder]\nj='row-down'\n[reader]\nj='row-dwon'\n'ctrl-entre'='end'\ng='end'\n\
                    'x y'='start'\nz=''\nu=1\n' '='end'\nn='end'\n' n '='start'\n";
        let (map, faults) = told(&[default, user]);
        let expected = [
            "b.toml:1: `k` stands in no context; put it below [global] or another",
            "b.toml:2: unknown context `reeder`; did you mean `reader`?",
            "b.toml:5: unknown command `row-dwon`; did you mean `row-down`?",
            "b.toml:6: unknown key `entre`; did you mean `enter`?",
            "b.toml:7: `g` begins `g g`, so one could never be typed; take the other (start) away first: \"g g\" = \"\"",
            "b.toml:8: `x` begins `x y`, so one could never be typed; take the other (end) away first: \"x\" = \"\"",
            "b.toml:9: `z` is not bound here",
            "b.toml:10: `u` takes the name of a command, not a whole number",
            "b.toml:11: no key is named; the space bar is `space`",
            "b.toml:13: `n` is bound in line 12 already",
        ];
        assert_eq!(faults, expected);
        assert_eq!(typed(&map, "reader", "g g"), "… start");
        assert_eq!(typed(&map, "reader", "x"), "end");
    }

    #[test]
    fn help_shows_only_keys_that_arrive() {
        let (map, _) = told(&["[global]\n'g g'='start'\nj='help'\nhome='start'\n[reader]\ng='end'\nj='row-down'\n"]);
        assert_eq!(map.keys_of("reader", "start"), ["home"]);
        assert_eq!(map.keys_of("list", "start"), ["home", "g g"]);
        assert!(map.keys_of("reader", "help").is_empty());
        assert_eq!(map.continuations("list", &parse_sequence("g").unwrap()), [("g".to_owned(), "start")]);
        assert!(map.continuations("reader", &parse_sequence("g").unwrap()).is_empty());
    }

    /// Files of few keys, so that they get into each other's way.
    fn any_file() -> impl Strategy<Value = String> {
        let line = (0..3usize, "[ab]( [ab]){0,2}", 0..COMMANDS.len() + 1);
        prop::collection::vec(line, 0..12).prop_map(|lines| {
            let line = |context: usize, (_, keys, command): &(usize, String, usize)| {
                let command = COMMANDS.get(*command).copied().unwrap_or_default();
                format!("'{}{keys}'='{command}'\n", " ".repeat(context))
            };
            let table = |context: usize| {
                let mine = lines.iter().filter(|(at, ..)| *at == context);
                let mut seen: Vec<&str> = Vec::new();
                let body: String = mine
                    .filter(|(_, keys, _)| {
                        !seen.contains(&keys.as_str()) && {
                            seen.push(keys);
                            true
                        }
                    })
                    .map(|entry| line(context, entry))
                    .collect();
                format!("[{}]\n{body}", CONTEXTS[context])
            };
            (0..3).map(table).collect()
        })
    }

    proptest! {
        #[test]
        fn no_bound_key_begins_another_and_every_key_shown_arrives(files in prop::collection::vec(any_file(), 1..3)) {
            let files: Vec<&str> = files.iter().map(String::as_str).collect();
            let (map, _) = told(&files);
            for table in map.contexts.values() {
                let bound = || table.iter().filter(|(_, command)| !command.is_empty()).map(|(keys, _)| keys);
                for keys in bound() {
                    prop_assert!(bound().all(|other| other == keys || !other.starts_with(keys)));
                }
            }
            for context in CONTEXTS {
                for command in COMMANDS {
                    for keys in map.keys_of(context, command) {
                        let steps = typed(&map, context, &keys);
                        prop_assert_eq!(steps.trim_start_matches("… "), *command);
                    }
                }
            }
        }

        #[test]
        fn any_file_is_read_without_panic(text in "(\\[(reader|global)\\]\n|[a-z\"' -]{1,6}=\"[a-z-]{0,8}\"\n|\\PC){0,30}") {
            let (bindings, _) = resolve_only(&[("f", &text)], CONTEXTS, COMMANDS);
            prop_assert!(bindings.iter().all(|b| b.command.is_empty() || COMMANDS.contains(&b.command.as_str())));
        }
    }
}
