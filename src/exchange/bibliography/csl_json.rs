//! CSL-JSON (<https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html>): items with the variables of CSL.

use super::item::BibliographicItem;
use super::names::PersonName;
use super::tables::{FIELDS, UNKNOWN};
use serde_json::{Map, Value, json};

pub(super) fn read(text: &str) -> Vec<BibliographicItem> {
    let value: Value = serde_json::from_str(text).unwrap_or_default();
    let items = value.as_array().or_else(|| value.get("items")?.as_array());
    items.into_iter().flatten().filter_map(item).collect()
}

fn item(value: &Value) -> Option<BibliographicItem> {
    let object = value.as_object()?;
    let text = |key: &str| match object.get(key) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    let mut item = BibliographicItem {
        key: text("id"),
        kind: Some(text("type")).filter(|kind| !kind.is_empty()).unwrap_or_else(|| UNKNOWN.to_owned()),
        authors: names(object, "author"),
        editors: names(object, "editor"),
        date: object.get("issued").map(date).unwrap_or_default(),
        ..BibliographicItem::default()
    };
    for name in FIELDS.iter().map(|field| field.csl).chain(["page"]) {
        item.set(name, &text(name));
    }
    item.field("title").is_some().then_some(item)
}

fn names(object: &Map<String, Value>, key: &str) -> Vec<PersonName> {
    let name = |value: &Value| {
        let said = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let particle = [said("non-dropping-particle"), said("dropping-particle")].concat();
        let family = if particle.is_empty() { said("family") } else { format!("{particle} {}", said("family")) };
        let family = if family.is_empty() { said("literal") } else { family };
        let family_first = value.get("static-ordering").is_some_and(|it| *it == true || *it == 1);
        (!family.is_empty()).then(|| PersonName { family, given: said("given"), suffix: said("suffix"), family_first })
    };
    object.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(name).collect()
}

/// A date in any of its forms; of a range its beginning.
fn date(value: &Value) -> String {
    let number = |value: &Value| value.as_i64().or_else(|| value.as_str()?.parse().ok());
    let parts = value.get("date-parts").and_then(|parts| parts.get(0)?.as_array());
    let parts: Vec<i64> = parts.into_iter().flatten().map_while(number).take(3).collect();
    match parts[..] {
        [year, month, day] => format!("{year:04}-{month:02}-{day:02}"),
        [year, month] => format!("{year:04}-{month:02}"),
        [year] => format!("{year:04}"),
        _ => value.get("raw").or_else(|| value.get("literal")).and_then(Value::as_str).unwrap_or_default().to_owned(),
    }
}

pub(super) fn write(item: &BibliographicItem) -> Value {
    let mut object = Map::new();
    object.insert("id".to_owned(), item.key.as_str().into());
    object.insert("type".to_owned(), item.kind.as_str().into());
    for (key, people) in [("author", &item.authors), ("editor", &item.editors)] {
        if !people.is_empty() {
            object.insert(key.to_owned(), people.iter().map(name).collect());
        }
    }
    let parts: Vec<i64> = item.date.split('-').map_while(|part| part.parse().ok()).take(3).collect();
    if !parts.is_empty() {
        object.insert("issued".to_owned(), json!({ "date-parts": [parts] }));
    }
    object.extend(item.fields.iter().map(|(name, value)| ((*name).to_owned(), value.as_str().into())));
    Value::Object(object)
}

/// A name; its particle is said to be one, so that nobody looks for it.
fn name(person: &PersonName) -> Value {
    if person.given.is_empty() {
        return json!({ "literal": person.family });
    }
    let (particle, family) = person.particle();
    let mut name = json!({ "family": family, "given": person.given });
    let more = [("non-dropping-particle", particle), ("suffix", &person.suffix)];
    for (key, value) in more.into_iter().filter(|(_, value)| !value.is_empty()) {
        name[key] = value.into();
    }
    if person.family_first {
        name["static-ordering"] = true.into();
    }
    name
}
