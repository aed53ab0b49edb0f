//! Front matter at the top of a text, as metadata: the YAML between `---`, the TOML between `+++`, the JSON in braces, pandoc's
//! lines behind `%`, MultiMarkdown's keys.
//! It reads the keys of bibliographic facts, in whichever of their usual names, and leaves every other key alone.

use super::harmless::visible;
use super::yaml::{self, KeyAndValues, name_of};
use crate::document::Metadata;
use crate::language::{authors, dates};
use serde_json::Value as Json;
use toml::Value;

/// The longest front matter, in bytes; what opens like one and is longer is text.
const MAX_BYTES: usize = 64 * 1024;

/// The longest value that is kept, in characters.
const MAX_VALUE: usize = 2000;

/// The lines between the fences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Front<'a> {
    /// Between `---` and `---` or `...`.
    Yaml(&'a str),
    /// Between `+++` and `+++`.
    Toml(&'a str),
    /// From `{` to `}`, each alone on its line.
    Json(&'a str),
    /// Lines that begin with `%`, in this order the title, the authors, the date; each may go on in indented lines.
    Percent(&'a str),
    /// Lines of a key, a colon and what it says, to the first blank line.
    Keys(&'a str),
}

/// The front matter, if there is one, and the text after it.
pub fn split(text: &str) -> (Option<Front<'_>>, &str) {
    let start = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    if first_line(start).trim_end() == "{" {
        return json_object(start).map_or((None, text), |(json, rest)| (Some(Front::Json(json)), rest));
    }
    let fence = ["---", "+++"].into_iter().find(|fence| first_line(start).trim_end() == *fence);
    let Some(fence) = fence else {
        return without_fence(start).map_or((None, text), |(front, rest)| (Some(front), rest));
    };
    let inside = &start[first_line(start).len()..];
    let Some((length, close)) = closing_fence(inside, fence) else { return (None, text) };
    let (lines, rest) = (&inside[..length], &inside[length + close..]);
    match fence {
        "---" if !is_mapping(lines) => (None, text),
        "---" => (Some(Front::Yaml(lines)), rest),
        _ => (Some(Front::Toml(lines)), rest),
    }
}

/// Front matter that no fence encloses, and the text after it.
fn without_fence(text: &str) -> Option<(Front<'_>, &str)> {
    let indented = |line: &str| line.starts_with([' ', '\t']) && !line.trim().is_empty();
    let length = |belongs: &dyn Fn(&str) -> bool| -> usize {
        text.split_inclusive('\n').take_while(|line| belongs(line) || indented(line)).map(str::len).sum()
    };
    if text.starts_with("% ") || text.starts_with("%\n") {
        let (lines, rest) = text.split_at(length(&|line| line.starts_with('%')));
        return (lines.len() <= MAX_BYTES).then_some((Front::Percent(lines), rest));
    }
    let known = ["title:", "author:", "authors:", "date:"].map(|key| text.get(..key.len()).map(|start| (start, key)));
    let begins = known.into_iter().flatten().any(|(start, key)| start.eq_ignore_ascii_case(key));
    let (lines, rest) = text.split_at(if begins { length(&is_mapping) } else { 0 });
    let keys = pairs_of_keys(lines);
    let says = |wanted: &str| keys.iter().any(|(key, _)| key.eq_ignore_ascii_case(wanted));
    let whole = keys.len() > 1 && says("title") && lines.len() <= MAX_BYTES;
    (whole && (rest.is_empty() || first_line(rest).trim().is_empty())).then_some((Front::Keys(lines), rest))
}

/// Keys and what they say, a line each with those indented under it.
fn pairs_of_keys(lines: &str) -> Vec<KeyAndValues> {
    let mut pairs: Vec<KeyAndValues> = Vec::new();
    for line in lines.lines() {
        match (line.split_once(':'), pairs.last_mut()) {
            (_, Some((_, values))) if line.starts_with([' ', '\t']) => {
                values.last_mut().into_iter().for_each(|value| *value += line);
            }
            (Some((key, value)), _) => pairs.push((key.trim().to_owned(), vec![value.to_owned()])),
            (None, _) => {}
        }
    }
    pairs
}

/// The title, the authors and the date behind three signs.
fn pairs_of_percent(lines: &str) -> Vec<KeyAndValues> {
    let said = lines.strip_prefix('%').unwrap_or(lines).split("\n%");
    let keyed = ["title", "author", "date"].into_iter().zip(said);
    let names = |said: &str| said.split(['\n', ';']).map(str::to_owned).collect();
    keyed
        .map(|(key, said)| (key.to_owned(), if key == "author" { names(said) } else { vec![said.to_owned()] }))
        .collect()
}

fn first_line(text: &str) -> &str {
    text.split_inclusive('\n').next().unwrap_or_default()
}

/// Where the closing fence stands and how long its line is.
fn closing_fence(inside: &str, fence: &str) -> Option<(usize, usize)> {
    let mut at = 0;
    for line in inside.split_inclusive('\n') {
        let word = line.trim_end();
        if word == fence || (fence == "---" && word == "...") {
            return Some((at, line.len()));
        }
        at += line.len();
        if at > MAX_BYTES {
            return None;
        }
    }
    None
}

/// The JSON object at the top, which ends with a `}` alone on its line, and the text after it.
fn json_object(text: &str) -> Option<(&str, &str)> {
    let (length, close) = closing_fence(text, "}")?;
    let (json, rest) = text.split_at(length + close);
    serde_json::from_str::<serde_json::Map<String, Json>>(json).ok().map(|_| (json, rest))
}

/// Whether the first line that says something is a key: what stands between two rules is text else.
fn is_mapping(lines: &str) -> bool {
    let first = lines.lines().find(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
    let key = |line: &str| {
        let (key, value) = line.split_once(':')?;
        let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ' | '"' | '\'' | '.' | '/');
        Some(!key.trim().is_empty() && key.chars().all(plain) && (value.is_empty() || value.starts_with([' ', '\t'])))
    };
    first.and_then(key).unwrap_or(false)
}

/// The facts in it. What cannot be read gives a warning, and the facts that stand before the fault.
pub fn parse(front: Front<'_>, warnings: &mut Vec<String>) -> Metadata {
    let (pairs, fault) = match front {
        Front::Yaml(lines) => {
            let (pairs, fault) = yaml::pairs(lines);
            (pairs, fault.map(|fault| ("YAML", fault)))
        }
        Front::Toml(lines) => match toml_pairs(lines) {
            Ok(pairs) => (pairs, None),
            Err(fault) => (Vec::new(), Some(("TOML", fault))),
        },
        Front::Json(lines) => (json_pairs(lines), None),
        Front::Percent(lines) => (pairs_of_percent(lines), None),
        Front::Keys(lines) => (pairs_of_keys(lines), None),
    };
    warnings.extend(
        fault.map(|(kind, fault)| format!("The front matter is not all {kind}, so not all of it is known: {fault}.")),
    );
    let tidy = |(key, values): KeyAndValues| {
        (
            key.to_lowercase().replace([' ', '_'], "-"),
            values.iter().map(|value| kept(value)).filter(|v| !v.is_empty()).collect(),
        )
    };
    facts(&pairs.into_iter().map(tidy).collect::<Vec<KeyAndValues>>())
}

fn facts(pairs: &[KeyAndValues]) -> Metadata {
    let all = |keys: &[&str]| keys.iter().find_map(|key| pairs.iter().find(|(name, _)| name == key)).map(|(_, v)| v);
    let first = |keys: &[&str]| all(keys).and_then(|values| values.first()).cloned();
    let is_url = |value: &String| value.contains("://");
    let journal = first(&["publication", "journal", "container-title", "source", "site", "website"]);
    let labelled = |key, label| first(&[key]).map(|value| with_label(label, &value));
    Metadata {
        title: first(&["title"]),
        authors: all(&["authors", "author", "by", "byline", "creator"])
            .map(|people| authors(people))
            .unwrap_or_default(),
        date: first(&["date", "published", "publication-date", "issued", "year"]).and_then(|date| iso_date(&date)),
        publication: journal.clone().filter(|value| !is_url(value)),
        language: first(&["language", "lang", "locale"]),
        identifier: labelled("doi", "doi:").or_else(|| labelled("isbn", "isbn:")).or_else(|| first(&["identifier"])),
        url: first(&["url", "link", "canonical", "permalink"]).or(journal).filter(is_url),
    }
}

fn with_label(label: &str, value: &str) -> String {
    let bare = value.rsplit_once("doi.org/").map_or(value, |(_, bare)| bare);
    if bare.to_ascii_lowercase().starts_with(label) { bare.to_owned() } else { format!("{label}{bare}") }
}

fn authors(people: &[String]) -> Vec<String> {
    match people {
        [one] => authors::of_byline(one).unwrap_or_else(|| authors::split(one)),
        several => several.to_vec(),
    }
}

/// A date as ISO 8601, as precise as it is written; `None` for a date that can be read in two ways.
fn iso_date(written: &str) -> Option<String> {
    let day = written.split(['T', ' ']).next().unwrap_or_default();
    let worded = || {
        let date = dates::at_start(written).map(|(date, _)| date).filter(|date| date.year.is_some());
        date.or_else(|| dates::find(written).map(|(date, ..)| date))?.iso()
    };
    year_first(day).or_else(worded)
}

/// "2024", "2024-3", "2024/3/5": with the year first it can be read in one way only.
fn year_first(day: &str) -> Option<String> {
    let parts: Vec<&str> = day.trim_end_matches('.').split(['-', '/', '.']).collect();
    let number = |part: &str, most: u8| part.parse::<u8>().ok().filter(|n| (1..=most).contains(n) && part.len() <= 2);
    let year = parts[0].parse::<u16>().ok().filter(|_| parts[0].len() == 4)?;
    match parts[1..] {
        [] => Some(format!("{year}")),
        [month] => Some(format!("{year}-{:02}", number(month, 12)?)),
        [month, day] => Some(format!("{year}-{:02}-{:02}", number(month, 12)?, number(day, 31)?)),
        _ => None,
    }
}

/// White space as single spaces, nothing invisible, at most [`MAX_VALUE`] characters.
fn kept(value: &str) -> String {
    let words: Vec<&str> = value.split_whitespace().collect();
    visible(&words.join(" ")).chars().take(MAX_VALUE).collect()
}

fn toml_pairs(lines: &str) -> Result<Vec<KeyAndValues>, String> {
    let table: toml::Table = lines.parse().map_err(|error: toml::de::Error| error.message().replace('\n', "; "))?;
    Ok(table.iter().map(|(key, value)| (key.clone(), toml_values(value))).collect())
}

fn toml_values(value: &Value) -> Vec<String> {
    let one = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Datetime(date) => Some(date.to_string()),
        Value::Table(table) => name_of(|key| table.get(key).and_then(Value::as_str)),
        _ => None,
    };
    match value {
        Value::Array(list) => list.iter().filter_map(one).collect(),
        other => one(other).into_iter().collect(),
    }
}

fn json_pairs(lines: &str) -> Vec<KeyAndValues> {
    let one = |value: &Json| match value {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        Json::Object(map) => name_of(|key| map.get(key).and_then(Json::as_str)),
        _ => None,
    };
    let values = |value: &Json| match value {
        Json::Array(list) => list.iter().filter_map(one).collect(),
        other => one(other).into_iter().collect(),
    };
    let map: serde_json::Map<String, Json> = serde_json::from_str(lines).unwrap_or_default();
    map.iter().map(|(key, value)| (key.clone(), values(value))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Metadata {
        let (front, _) = split(text);
        parse(front.unwrap(), &mut Vec::new())
    }

    #[test]
    fn yaml_as_people_write_it() {
        let facts = read(
            "---\ntitle: \"On Walls: a \\\"short\\\" view\" # draft\nauthor:\n  - name: Ada North\n    orcid: 0\n  - Bo Lind\n\
             date: 2020-01-31T10:00:00Z\njournal: 'Stones'' Quarterly'\nlang: en\ndoi: https://doi.org/10.1/x\n\
             tags: [a, b]\nurl: https://example.org/walls\n---\nText",
        );
        assert_eq!(facts.title.as_deref(), Some("On Walls: a \"short\" view"));
        assert_eq!(facts.authors, ["Ada North", "Bo Lind"]);
        assert_eq!(facts.date.as_deref(), Some("2020-01-31"));
        assert_eq!(facts.publication.as_deref(), Some("Stones' Quarterly"));
        assert_eq!(facts.language.as_deref(), Some("en"));
        assert_eq!(facts.identifier.as_deref(), Some("doi:10.1/x"));
        assert_eq!(facts.url.as_deref(), Some("https://example.org/walls"));
    }

    #[test]
    fn lists_in_brackets_and_folded_titles() {
        let facts = read("---\ntitle: >\n  A long\n  title\nauthors: [\"North, Ada\", Bo Lind]\nyear: 1999\n...\n");
        assert_eq!(facts.title.as_deref(), Some("A long title"));
        assert_eq!(facts.authors, ["North, Ada", "Bo Lind"]);
        assert_eq!(facts.date.as_deref(), Some("1999"));
    }

    #[test]
    fn toml_gives_the_same_facts() {
        let facts = read("+++\ntitle = \"Walls\"\nauthors = [\"Ada North\"]\ndate = 2020-01-31\n+++\nText");
        assert_eq!(facts.title.as_deref(), Some("Walls"));
        assert_eq!(facts.date.as_deref(), Some("2020-01-31"));
    }

    #[test]
    fn every_scalar_style_of_yaml_says_the_same() {
        let whole = Some("The Long Road from the Harbour to the Hills");
        for title in [
            "The Long Road from the Harbour\n  to the Hills",
            "'The Long Road from the Harbour\n  to the Hills'",
            "\"The Long Road from the Harbour\\\n  \\ to the Hills\"",
            "\"The Long Ro\\x61d from\\u0020the Harbour to the Hills\"",
            ">-\n  The Long Road\n  from the Harbour to the Hills",
            "|\n  The Long Road from the Harbour\n  to the Hills",
            "The Long Road from the Harbour to the Hills # a draft",
            "!!str The Long Road from the Harbour to the Hills",
        ] {
            let facts = read(&format!("---\nlang: en\ntitle: {title}\ndate: 2024/3/5\n---\nText"));
            assert_eq!((facts.title.as_deref(), facts.date.as_deref()), (whole, Some("2024-03-05")), "{title}");
        }
        let facts = read("---\ntitle: \"Caf\\xE9s: Notes \\U0001F6A2\"\nauthor: \"Zo\\xEB Lind\"\n---\n");
        assert_eq!((facts.title.as_deref(), facts.authors), (Some("Cafés: Notes 🚢"), vec!["Zoë Lind".to_owned()]));
    }

    #[test]
    fn people_are_known_by_their_maps_in_yaml_toml_and_json() {
        let people = ["Ada Northfield", "Bo Lind"];
        for text in [
            "---\nauthor:\n  - family: Northfield\n    given: Ada\n  - {name: Bo Lind, affiliation: [Harbour, Office]}\n---\n",
            "---\nauthor:\n- name: {given: Ada, family: Northfield}\n- Bo Lind\n---\n",
            "+++\nauthors = [{given = \"Ada\", family = \"Northfield\"}, \"Bo Lind\"]\n+++\n",
            "{\n \"author\": [{\"given\": \"Ada\", \"family\": \"Northfield\"}, {\"name\": \"Bo Lind\"}]\n}\n",
        ] {
            assert_eq!(read(text).authors, people, "{text}");
        }
    }

    #[test]
    fn hostile_yaml_costs_nothing_and_says_what_it_is() {
        let line = |n: usize| format!("a{n}: &a{n} [*a{0}, *a{0}, *a{0}, *a{0}]", n - 1);
        let bomb = (1..60).map(line).collect::<Vec<_>>().join("\n") + "\n";
        let facts = read(&format!("---\ntitle: T\na0: &a0 x\n{bomb}---\n"));
        assert_eq!(facts.title.as_deref(), Some("T"));
        for deep in ["[", "{a: ", "- ", "? "] {
            let mut warnings = Vec::new();
            let text = format!("---\ntitle: T\nx: {}\n---\nText", deep.repeat(10_000));
            let (front, _) = split(&text);
            assert_eq!(parse(front.unwrap(), &mut warnings).title.as_deref(), Some("T"), "{deep}");
        }
        assert_eq!(read("---\ntitle: Walls: a view\nauthor: Ada North\n---\n").title.as_deref(), Some("Walls: a view"));
        let mut warnings = Vec::new();
        let (front, rest) = split("---\ntitle: T\nauthor: [Ada North\n---\nText");
        assert_eq!((parse(front.unwrap(), &mut warnings).title.as_deref(), rest), (Some("T"), "Text"));
        assert_eq!(warnings.len(), 1);
    }

    #[test]
    fn damaged_toml_is_a_warning_and_no_fact() {
        let mut warnings = Vec::new();
        let (front, rest) = split("+++\ntitle = \n+++\nText");
        assert_eq!(parse(front.unwrap(), &mut warnings), Metadata::default());
        assert_eq!((warnings.len(), rest), (1, "Text"));
    }

    #[test]
    fn lines_behind_a_percent_sign_are_title_authors_and_date() {
        let text = "% The Long Road\n  from the Harbour\n% Ada North; Bo Lind\n% 5 March 2024\n\nText";
        let facts = read(text);
        assert_eq!(facts.title.as_deref(), Some("The Long Road from the Harbour"));
        assert_eq!(facts.authors, ["Ada North", "Bo Lind"]);
        assert_eq!((facts.date.as_deref(), split(text).1), (Some("2024-03-05"), "\nText"));
        assert_eq!(read("%\n% Ada North\n  Bo Lind\n").authors, ["Ada North", "Bo Lind"]);
    }

    #[test]
    fn keys_before_the_first_blank_line_are_facts_where_they_name_a_title() {
        let text = "Title: The Long Road\n  from the Harbour\nAuthor: Ada North\nBase Header Level: 2\n\nText";
        let facts = read(text);
        assert_eq!((facts.title.as_deref(), split(text).1), (Some("The Long Road from the Harbour"), "\nText"));
        assert_eq!(facts.authors, ["Ada North"]);
        for text in
            ["Title: alone\n\nText", "Date: today\nNote: none\n\nText", "Title: one\nand then a sentence.\n\nText"]
        {
            assert_eq!(split(text), (None, text));
        }
    }

    #[test]
    fn a_rule_is_no_front_matter() {
        assert_eq!(split("---\n\nText\n\n---\nmore").0, None);
        assert_eq!(split("---\ntitle: open").0, None);
        assert_eq!(split("Text\n---\ntitle: x\n---\n").0, None);
    }

    #[test]
    fn dates_are_as_precise_as_they_are_written() {
        let cases = [
            ("2020", Some("2020")),
            ("2020-01", Some("2020-01")),
            ("31 January 2020", Some("2020-01-31")),
            ("Jan. 31, 2020", Some("2020-01-31")),
            ("May 2020", Some("2020-05")),
            ("01/02/2020", None),
            ("forthcoming", None),
            ("2024-3", Some("2024-03")),
            ("Dienstag, 5. März 2024", Some("2024-03-05")),
            ("2024年3月5日", Some("2024-03-05")),
            ("March 5th, 2024", Some("2024-03-05")),
            ("2024-03-05T10:00:00+09:00", Some("2024-03-05")),
            ("2024-13-05", Some("2024")),
        ];
        for (written, expected) in cases {
            assert_eq!(iso_date(written).as_deref(), expected, "{written}");
        }
    }

    proptest! {
        #[test]
        fn any_front_matter_is_read_without_a_panic(lines in "([a-z\"' :#\\[\\],>|é-]{0,12}\n){0,8}") {
            for fence in ["---", "+++"] {
                let text = format!("{fence}\n{lines}{fence}\nText");
                let (front, rest) = split(&text);
                prop_assert!(text.ends_with(rest));
                if let Some(front) = front {
                    parse(front, &mut Vec::new());
                }
            }
        }
    }
}
