//! Front matter: the `key: value` lines between `---` (a small part of YAML) or the TOML between `+++`, as metadata.
//! It reads the keys of bibliographic facts, in whichever of their usual names, and leaves every other key alone.

use super::visible;
use crate::document::Metadata;
use crate::language::authors;
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
}

/// The front matter, if there is one, and the text after it.
pub fn split(text: &str) -> (Option<Front<'_>>, &str) {
    let start = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let fence = ["---", "+++"].into_iter().find(|fence| first_line(start).trim_end() == *fence);
    let Some(fence) = fence else { return (None, text) };
    let inside = &start[first_line(start).len()..];
    let Some((length, close)) = closing_fence(inside, fence) else { return (None, text) };
    let (lines, rest) = (&inside[..length], &inside[length + close..]);
    match fence {
        "---" if yaml_pairs(lines).is_empty() => (None, text),
        "---" => (Some(Front::Yaml(lines)), rest),
        _ => (Some(Front::Toml(lines)), rest),
    }
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

/// The facts in it. TOML that cannot be read gives a warning and no facts.
pub fn parse(front: Front<'_>, warnings: &mut Vec<String>) -> Metadata {
    let pairs = match front {
        Front::Yaml(lines) => yaml_pairs(lines),
        Front::Toml(lines) => toml_pairs(lines).unwrap_or_else(|message| {
            warnings.push(format!("The front matter is not TOML, so nothing is known of the text: {message}."));
            Vec::new()
        }),
    };
    facts(&pairs)
}

/// A key in lower case and what it says, one or several values.
type Pair = (String, Vec<String>);

fn facts(pairs: &[Pair]) -> Metadata {
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
    let sizes: Vec<usize> = day.split('-').map(str::len).collect();
    let digits = day.bytes().all(|byte| byte == b'-' || byte.is_ascii_digit());
    if digits && matches!(sizes[..], [4] | [4, 2] | [4, 2, 2]) {
        return Some(day.to_owned());
    }
    worded_date(written)
}

/// "31 January 2020", "January 31, 2020" or "January 2020".
fn worded_date(written: &str) -> Option<String> {
    let words: Vec<&str> = written.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let (day, month, year) = match words[..] {
        [month, year] => (None, month, year),
        [day, month, year] if day.parse::<u8>().is_ok() => (Some(day), month, year),
        [month, day, year] => (Some(day), month, year),
        _ => return None,
    };
    let month = month_number(month)?;
    let year: u16 = year.parse().ok().filter(|year| (1000..=2999).contains(year))?;
    match day {
        Some(day) => {
            let day: u8 = day.parse().ok().filter(|day| (1..=31).contains(day))?;
            Some(format!("{year}-{month:02}-{day:02}"))
        }
        None => Some(format!("{year}-{month:02}")),
    }
}

fn month_number(name: &str) -> Option<usize> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    (name.len() >= 3).then(|| MONTHS.iter().position(|month| month.starts_with(&name)))?.map(|index| index + 1)
}

/// The pairs of the part of YAML that people write by hand: `key: value`, lists in brackets or with dashes, quoted
/// strings, folded blocks; of a list of maps, the `name` of each.
fn yaml_pairs(lines: &str) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = Vec::new();
    let mut folding = false;
    for line in lines.lines() {
        let inner = line.trim();
        let indented = line.starts_with([' ', '\t']) || inner == "-" || inner.starts_with("- ");
        if inner.is_empty() || (inner.starts_with('#') && !folding) {
            continue;
        }
        if !indented {
            folding = false;
            let Some((key, value)) = key_and_value(inner) else { continue };
            folding = matches!(value.trim_end_matches(['-', '+']), "|" | ">");
            let values = if folding { Vec::new() } else { yaml_values(value) };
            pairs.push((key, values));
        } else if let Some((_, values)) = pairs.last_mut() {
            if folding { fold(values, inner) } else { add_item(values, inner) }
        }
    }
    pairs
}

fn key_and_value(line: &str) -> Option<(String, &str)> {
    let (key, value) = line.split_once(':')?;
    let plain =
        !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ' | '"' | '\''));
    let separated = value.is_empty() || value.starts_with([' ', '\t']);
    let key = key.trim().trim_matches(['"', '\'']).to_lowercase().replace([' ', '_'], "-");
    (plain && separated).then(|| (key, value.trim()))
}

fn fold(values: &mut Vec<String>, line: &str) {
    match values.first_mut() {
        Some(value) if value.chars().count() < MAX_VALUE => *value = kept(&format!("{value} {line}")),
        Some(_) => {}
        None => values.extend(Some(kept(line)).filter(|value| !value.is_empty())),
    }
}

/// An indented line: `- item`, `- name: Somebody`, or `name: Somebody` of a map.
fn add_item(values: &mut Vec<String>, line: &str) {
    let item = line.strip_prefix('-').map_or(line, str::trim);
    let value = match key_and_value(item) {
        Some((key, value)) if key == "name" => value,
        None if line.starts_with('-') => item,
        _ => return,
    };
    values.extend(scalar(value));
}

fn yaml_values(value: &str) -> Vec<String> {
    let Some(list) = value.strip_prefix('[') else { return scalar(value).into_iter().collect() };
    let list = list.rsplit_once(']').map_or(list, |(list, _)| list);
    split_outside_quotes(list).into_iter().filter_map(scalar).collect()
}

fn split_outside_quotes(list: &str) -> Vec<&str> {
    let (mut parts, mut start, mut quote) = (Vec::new(), 0, None);
    for (at, c) in list.char_indices() {
        match (quote, c) {
            (None, '"' | '\'') if list[start..at].trim().is_empty() => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            (None, ',') => {
                parts.push(&list[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&list[start..]);
    parts
}

/// One value without its quotes or the comment after it; `None` where it says nothing.
fn scalar(written: &str) -> Option<String> {
    let written = written.trim();
    let value = match written.chars().next()? {
        '"' => unescaped(closed(written, '"')),
        '\'' => closed(written, '\'').replace("''", "'"),
        '#' | '{' | '&' | '*' | '!' => return None,
        _ => written.split(" #").next().unwrap_or_default().to_owned(),
    };
    let value = kept(&value);
    (!value.is_empty() && !matches!(value.as_str(), "null" | "~")).then_some(value)
}

/// What stands between the first quote and the last one of its kind.
fn closed(written: &str, quote: char) -> &str {
    let inside = &written[1..];
    inside.rfind(quote).map_or(inside, |end| &inside[..end])
}

fn unescaped(text: &str) -> String {
    text.replace("\\\"", "\"").replace("\\\\", "\\")
}

/// White space as single spaces, nothing invisible, at most [`MAX_VALUE`] characters.
fn kept(value: &str) -> String {
    let words: Vec<&str> = value.split_whitespace().collect();
    visible(&words.join(" ")).chars().take(MAX_VALUE).collect()
}

fn toml_pairs(lines: &str) -> Result<Vec<Pair>, String> {
    let table: toml::Table = lines.parse().map_err(|error: toml::de::Error| error.message().replace('\n', "; "))?;
    Ok(table.iter().map(|(key, value)| (key.to_lowercase().replace('_', "-"), toml_values(value))).collect())
}

fn toml_values(value: &Value) -> Vec<String> {
    let one = |value: &Value| match value {
        Value::String(text) => Some(kept(text)).filter(|text| !text.is_empty()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Datetime(date) => Some(date.to_string()),
        Value::Table(table) => table.get("name").and_then(Value::as_str).map(kept),
        _ => None,
    };
    match value {
        Value::Array(list) => list.iter().filter_map(one).collect(),
        other => one(other).into_iter().collect(),
    }
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
    fn damaged_toml_is_a_warning_and_no_fact() {
        let mut warnings = Vec::new();
        let (front, rest) = split("+++\ntitle = \n+++\nText");
        assert_eq!(parse(front.unwrap(), &mut warnings), Metadata::default());
        assert_eq!((warnings.len(), rest), (1, "Text"));
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
