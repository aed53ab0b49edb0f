//! What a page says of its article as linked data (JSON-LD with schema.org's words). It follows no address and reads
//! no more than a page can reasonably hold.

use super::elements::{Elements, kind};
use super::meta::collapsed;
use dom_query::NodeRef;
use serde_json::{Map, Value};

/// The longest block, in bytes.
const LONGEST: usize = 512 * 1024;

/// The most blocks of one page, and the most things of one block.
const MOST: usize = 200;

/// Types whose things are the work itself, the surest first: ends of their names.
const WORKS: &[&str] =
    &["Article", "BlogPosting", "Posting", "Report", "Review", "Chapter", "Book", "Thesis", "CreativeWork"];

/// What linked data states; empty where it is silent.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Stated {
    /// `headline` and `name`, in this order, where they differ.
    pub(super) titles: Vec<String>,
    /// The names of the authors.
    pub(super) authors: Vec<String>,
    /// The name of the publisher.
    pub(super) site: Option<String>,
    /// When it was published, as written.
    pub(super) date: Option<String>,
    /// Its language.
    pub(super) language: Option<String>,
    /// Where it stands.
    pub(super) url: Option<String>,
    /// Identifiers and addresses of the same work.
    pub(super) identifiers: Vec<String>,
}

/// Reads the linked data of a page.
pub(super) fn read(elements: &Elements<'_>) -> Stated {
    let linked = |script: &NodeRef<'_>| script.attr("type").is_some_and(|kind| &*kind == "application/ld+json");
    let blocks: Vec<Value> =
        elements.of_kind(kind::SCRIPT).filter(linked).take(MOST).flat_map(|node| parse(&node.text())).collect();
    let mut things = Vec::new();
    for block in &blocks {
        gather(block, 0, &mut things);
    }
    let work = WORKS.iter().find_map(|kind| things.iter().find(|thing| is_a(thing, kind)));
    work.map(|work| stated(work, &things)).unwrap_or_default()
}

/// The values of a block: one, or several behind one another. What browsers and search engines forgive is forgiven.
fn parse(block: &str) -> Vec<Value> {
    let mut block = block.trim().trim_start_matches('\u{feff}');
    for (open, close) in [("<![CDATA[", "]]>"), ("<!--", "-->"), ("//<![CDATA[", "//]]>")] {
        block = block.strip_prefix(open).map_or(block, |rest| rest.trim_end().trim_end_matches(close)).trim();
    }
    if block.len() > LONGEST {
        return Vec::new();
    }
    if let Ok(value) = serde_json::from_str(block) {
        return vec![value];
    }
    let loose = tidied(block);
    serde_json::Deserializer::from_str(&loose).into_iter().take(MOST).map_while(Result::ok).collect()
}

/// A block without the commas that nothing follows, without comments and semicolons, and with its strings on one line.
fn tidied(block: &str) -> String {
    let mut out = String::with_capacity(block.len());
    let mut rest = block.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '"' => string(&mut rest, &mut out),
            '/' if rest.peek() == Some(&'/') => while rest.next_if(|c| *c != '\n').is_some() {},
            '/' if rest.peek() == Some(&'*') => {
                let mut before = ' ';
                for c in rest.by_ref() {
                    if before == '*' && c == '/' {
                        break;
                    }
                    before = c;
                }
            }
            '}' | ']' => {
                out.truncate(out.trim_end().trim_end_matches(',').len());
                out.push(c);
            }
            ';' => {}
            c => out.push(c),
        }
    }
    out
}

/// Takes a string up to its closing mark.
fn string(rest: &mut std::iter::Peekable<std::str::Chars<'_>>, out: &mut String) {
    out.push('"');
    while let Some(c) = rest.next() {
        match c {
            '"' => break,
            '\\' => match rest.next() {
                Some(next @ ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u')) => out.extend(['\\', next]),
                Some(next) if !next.is_control() => out.push(next),
                _ => out.push(' '),
            },
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
}

/// The things of a block: the members of its lists and graphs, and what is the page's main thing.
fn gather<'a>(value: &'a Value, depth: usize, things: &mut Vec<&'a Map<String, Value>>) {
    if depth > 4 || things.len() > MOST {
        return;
    }
    match value {
        Value::Array(list) => list.iter().for_each(|value| gather(value, depth + 1, things)),
        Value::Object(thing) => {
            things.push(thing);
            for inner in ["@graph", "mainEntity", "mainEntityOfPage"] {
                if let Some(value) = thing.get(inner) {
                    gather(value, depth + 1, things);
                }
            }
        }
        _ => {}
    }
}

fn is_a(thing: &Map<String, Value>, kind: &str) -> bool {
    texts(thing.get("@type")).iter().any(|name| name.ends_with(kind))
}

fn stated(work: &Map<String, Value>, things: &[&Map<String, Value>]) -> Stated {
    let named = |key: &str| names(work.get(key), things);
    let text = |key: &str| texts(work.get(key)).into_iter().next();
    let mut titles: Vec<String> = ["headline", "name"].iter().filter_map(|key| text(key)).collect();
    titles.dedup();
    let authors = ["author", "creator"].iter().map(|key| named(key)).find(|names| !names.is_empty());
    let addresses = ["identifier", "sameAs", "@id", "url"].iter().flat_map(|key| texts(work.get(*key)));
    Stated {
        titles,
        authors: authors.unwrap_or_default(),
        site: named("publisher").into_iter().next().or_else(|| named("isPartOf").into_iter().next()),
        date: text("datePublished").or_else(|| text("dateCreated")),
        language: text("inLanguage"),
        url: text("url").or_else(|| text("mainEntityOfPage")),
        identifiers: addresses.collect(),
    }
}

/// The names of people and houses: written out, as things, or as references to things elsewhere in the page.
fn names(value: Option<&Value>, things: &[&Map<String, Value>]) -> Vec<String> {
    match value {
        Some(Value::Array(list)) => list.iter().take(MOST).flat_map(|one| names(Some(one), things)).collect(),
        Some(Value::String(name)) => vec![collapsed(name)],
        Some(Value::Object(thing)) if thing.contains_key("name") => texts(thing.get("name")),
        Some(Value::Object(thing)) => {
            let same =
                |other: &&&Map<String, Value>| other.get("@id") == thing.get("@id") && other.contains_key("name");
            let known = thing.get("@id").and_then(|_| things.iter().find(same));
            known.map(|known| texts(known.get("name"))).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

/// The texts of a value: itself, the members of a list, or an object's `name`, `@value`, `value` or `@id`.
fn texts(value: Option<&Value>) -> Vec<String> {
    let found = match value {
        Some(Value::String(text)) => vec![collapsed(text)],
        Some(Value::Array(list)) => list.iter().take(MOST).filter_map(Value::as_str).map(collapsed).collect(),
        Some(Value::Object(object)) => ["name", "@value", "value", "@id"]
            .iter()
            .find_map(|key| object.get(*key)?.as_str())
            .map(collapsed)
            .into_iter()
            .collect(),
        _ => Vec::new(),
    };
    found.into_iter().filter(|text| !text.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use dom_query::Document;

    fn read_from(json: &str) -> Stated {
        let page = Document::from(format!("<script type='application/ld+json'>{json}</script>"));
        read(&Elements::of(&page))
    }

    #[test]
    fn a_graph_names_its_authors_by_reference() {
        let stated = read_from(
            r##"{"@context": "https://schema.org", "@graph": [
                {"@type": "WebSite", "name": "The Mill"},
                {"@type": ["NewsArticle"], "headline": "Wheels", "author": [{"@id": "#a"}, {"name": "Bo Lind"}],
                 "publisher": {"name": "Mill Press"}, "datePublished": "2020-02-03T01:00:00Z", "inLanguage": "en"},
                {"@type": "Person", "@id": "#a", "name": "Ada North"}]}"##,
        );
        assert_eq!(stated.titles, ["Wheels"]);
        assert_eq!(stated.authors, ["Ada North", "Bo Lind"]);
        assert_eq!(stated.site.as_deref(), Some("Mill Press"));
        assert_eq!(stated.date.as_deref(), Some("2020-02-03T01:00:00Z"));
    }

    #[test]
    fn what_is_no_work_or_no_json_states_nothing() {
        for json in ["", "{", "[1, null]", r#"{"@type": "Organization", "name": "x"}"#, &"[".repeat(10_000)] {
            assert_eq!(read_from(json), Stated::default());
        }
    }

    #[test]
    fn the_surest_kind_of_work_is_taken() {
        let stated = read_from(
            r#"[{"@type": "Review", "name": "R"}, {"@type": "Article", "name": "A", "author": "Ada North"}]"#,
        );
        assert_eq!((stated.titles, stated.authors), (vec!["A".to_owned()], vec!["Ada North".to_owned()]));
    }
}
