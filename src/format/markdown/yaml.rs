//! The keys of a YAML mapping and what they say, from the events of a YAML parser. Of nested values it keeps the lines of a list
//! and the names of people; it builds no tree and follows no alias, so that no file costs more than its length.

use saphyr_parser::{Event, Parser};

/// A key in lower case and what it says, one or several values.
pub(super) type KeyAndValues = (String, Vec<String>);

/// The name that a map of a person says: `name`, or `given` and `family`, or `literal`.
pub(super) fn name_of<'v>(get: impl Fn(&str) -> Option<&'v str>) -> Option<String> {
    let whole = ["name", "literal", "text"].into_iter().find_map(&get).map(str::to_owned);
    let given = || ["given", "first", "given-names", "first-name"].into_iter().find_map(&get);
    let family = || ["family", "last", "family-names", "last-name", "surname"].into_iter().find_map(&get);
    whole.or_else(|| {
        let parts: Vec<&str> = [given(), get("non-dropping-particle"), family()].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    })
}

/// Nothing is read that is nested deeper.
const MAX_DEPTH: usize = 64;

/// The pairs of the mapping, and the fault of what could not be read. People write `title: Walls: a view`, which is no YAML:
/// where the whole is not, each key is read by itself, and such a line is taken as it stands.
pub(super) fn pairs(lines: &str) -> (Vec<KeyAndValues>, Option<String>) {
    let deep = deepest(lines) > MAX_DEPTH;
    match if deep { (Vec::new(), Some("it is nested too deep".to_owned())) } else { pairs_of(lines) } {
        (_, Some(fault)) => {
            let read: Vec<Option<Vec<KeyAndValues>>> = entries(lines).into_iter().map(entry).collect();
            let missed = read.iter().any(Option::is_none);
            (read.into_iter().flatten().flatten().collect(), missed.then_some(fault))
        }
        whole => whole,
    }
}

/// The lines of each key, with those that are indented under it.
fn entries(lines: &str) -> Vec<&str> {
    let mut starts: Vec<usize> = Vec::new();
    let mut at = 0;
    for line in lines.split_inclusive('\n') {
        if starts.is_empty() || line.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '"' | '\'')) {
            starts.push(at);
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    starts.iter().zip(ends).map(|(&start, end)| &lines[start..end]).collect()
}

/// What one key says; `None` where it cannot be read.
fn entry(lines: &str) -> Option<Vec<KeyAndValues>> {
    let shallow = deepest(lines) <= MAX_DEPTH;
    if let (pairs, None) = if shallow { pairs_of(lines) } else { (Vec::new(), Some(String::new())) } {
        return Some(pairs);
    }
    let (key, value) = lines.trim_end().split_once(": ")?;
    let plain = !value.contains('\n')
        && !value.trim_start().starts_with(['[', '{', '"', '\'', '&', '*', '!', '|', '>', '-', '?']);
    plain.then(|| vec![(key.to_owned(), vec![value.to_owned()])])
}

/// More than the depth that the brackets and marks of one line open.
fn deepest(lines: &str) -> usize {
    let opens = |line: &str| {
        line.bytes().filter(|byte| matches!(byte, b'[' | b'{' | b'?')).count() + line.matches("- ").count()
    };
    lines.lines().map(opens).max().unwrap_or(0)
}

fn pairs_of(lines: &str) -> (Vec<KeyAndValues>, Option<String>) {
    let mut reading = YamlReading::default();
    for event in Parser::new_from_str(lines) {
        match event {
            Ok((event, _)) => reading.event(event),
            Err(fault) => return (reading.pairs, Some(fault.info().replace('\n', " "))),
        }
        if reading.depth > MAX_DEPTH {
            return (reading.pairs, Some("it is nested too deep".to_owned()));
        }
    }
    (reading.pairs, None)
}

/// A key of a map and what it says.
type YamlValue = (String, String);

/// What has been read of the mapping.
#[derive(Default)]
struct YamlReading {
    pairs: Vec<KeyAndValues>,
    depth: usize,
    /// Whether the last key still waits for its value.
    in_value: bool,
    /// The map inside a value that is open: how deep it is, its pairs, the key that waits for its value.
    map: Option<(usize, Vec<YamlValue>, Option<String>)>,
}

impl YamlReading {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::MappingStart(..) | Event::SequenceStart(..) => self.open(matches!(event, Event::MappingStart(..))),
            Event::MappingEnd | Event::SequenceEnd => self.close(),
            Event::Scalar(value, style, _, tag) => {
                let plain = style == saphyr_parser::ScalarStyle::Plain && tag.is_none();
                let nothing = plain && matches!(&*value, "null" | "~" | "");
                self.scalar(if nothing { "" } else { &value });
            }
            Event::Alias(_) => self.scalar(""),
            _ => {}
        }
    }

    fn open(&mut self, mapping: bool) {
        self.depth += 1;
        match &mut self.map {
            Some((_, _, key)) => *key = None,
            None if self.depth > 1 && mapping => self.map = Some((self.depth, Vec::new(), None)),
            None => {}
        }
    }

    fn close(&mut self) {
        if let Some((_, map, _)) = self.map.take_if(|map| map.0 == self.depth) {
            let name = name_of(|wanted| map.iter().find(|(key, _)| key == wanted).map(|(_, value)| value.as_str()));
            self.say(name);
        } else if let Some((_, _, key)) = &mut self.map {
            *key = None;
        }
        self.depth = self.depth.saturating_sub(1);
        if self.depth == 1 {
            self.in_value = false;
        }
    }

    fn scalar(&mut self, value: &str) {
        let depth = self.depth;
        match &mut self.map {
            // A map inside the map of a person counts as part of it: `name: {given: …, family: …}`.
            Some((at, map, key)) if depth <= *at + 1 => match key.take() {
                Some(known) if depth == *at => map.push((known, value.to_owned())),
                _ if depth == *at => *key = Some(value.to_owned()),
                Some(known) if ["given", "family", "literal"].contains(&known.as_str()) => {
                    map.push((known, value.to_owned()));
                }
                _ => *key = Some(value.to_owned()),
            },
            Some(_) => {}
            None if depth == 1 && !self.in_value => {
                self.pairs.push((value.to_owned(), Vec::new()));
                self.in_value = true;
            }
            None => {
                self.say(Some(value.to_owned()));
                self.in_value = depth > 1;
            }
        }
    }

    fn say(&mut self, value: Option<String>) {
        if let Some((_, values)) = self.pairs.last_mut() {
            values.extend(value.filter(|value| !value.is_empty()));
        }
    }
}
