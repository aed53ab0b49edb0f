//! Annotation files by other tools: one annotation, a page, a collection, an array, JSON Lines, rows of a web service.
//!
//! It only reads. What it makes of an id is up to whoever imports.

use super::Sidecar;
use crate::annotation::record::Record;
use serde_json::Value;

/// The keys under which lists of annotations stand, in collections, pages and exports.
const LISTS: [&str; 6] = ["first", "items", "next", "rows", "annotations", "@graph"];

/// All records in a text, in order, and what could not be read, in words (at most twenty). Annotations without an id cannot be
/// told apart and are faults.
pub fn read_any(text: &str) -> (Vec<Record>, Vec<String>) {
    let text = text.trim_start_matches('\u{feff}');
    if let Ok(value) = serde_json::from_str::<Value>(text) {
        return collect(value);
    }
    let sidecar = Sidecar::parse(text);
    let records: Vec<Record> = sidecar.records().cloned().collect();
    if records.is_empty() && !text.trim().is_empty() {
        return (records, vec!["it is no JSON that holds annotations".to_owned()]);
    }
    let unread = sidecar.faults().iter().filter(|fault| fault.starts_with("line ") || fault.starts_with("and "));
    (records, unread.cloned().collect())
}

/// Walks over a value with a stack of its own, in order.
fn collect(value: Value) -> (Vec<Record>, Vec<String>) {
    let mut told = Sidecar::default();
    let mut records = Vec::new();
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        match value {
            Value::Array(items) => open.extend(items.into_iter().rev()),
            // An address of a further page.
            Value::String(_) => {}
            Value::Object(mut object) => {
                let lists: Vec<Value> = LISTS.into_iter().filter_map(|key| object.shift_remove(key)).collect();
                let listed = !lists.is_empty();
                open.extend(lists.into_iter().rev());
                match Record::from_object(object).filter(Record::is_annotation) {
                    Some(record) => records.push(record),
                    None if listed => {}
                    None => told.fault("an item is no annotation with an id".to_owned()),
                }
            }
            _ => told.fault("an item is no annotation".to_owned()),
        }
    }
    (records, told.faults)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::samples::{record, urn};

    fn read(text: &str) -> (Vec<String>, usize) {
        let (records, faults) = read_any(text);
        (records.iter().map(|record| record.id().replace(&urn(0)[..42], "")).collect(), faults.len())
    }

    fn check(text: &str, ids: &[&str], faults: usize) {
        assert_eq!(read(text), (ids.iter().map(|id| (*id).to_owned()).collect(), faults), "{text}");
    }

    #[test]
    fn every_form_of_a_file_gives_its_records() {
        let (a, b) = (record(1, 1, "a").to_line(), record(2, 1, "b").to_line());
        check(&a, &["001"], 0);
        check(&format!("[{a},\n{b}]"), &["001", "002"], 0);
        check(&format!("{a}\n{b}\n"), &["001", "002"], 0);
        check(&format!(r#"{{"type":"AnnotationPage","items":[{a},{b}]}}"#), &["001", "002"], 0);
        let pages = format!(r#"{{"items":[{a}],"next":{{"items":[{b}],"next":"https://example.org/3"}}}}"#);
        check(&format!(r#"{{"id":"urn:x:c","type":"AnnotationCollection","first":{pages}}}"#), &["001", "002"], 0);
        check(&format!(r#"{{"total":2,"rows":[{a},{b}]}}"#), &["001", "002"], 0);
    }

    #[test]
    fn what_cannot_be_read_is_told_and_the_rest_is_read() {
        let (a, b) = (record(1, 1, "a").to_line(), record(2, 1, "b").to_line());
        check(&format!("{a}\n{{cut\n{b}"), &["001", "002"], 1);
        check(&format!(r#"[{a},7,{{"type":"Annotation"}},{b}]"#), &["001", "002"], 2);
        check("", &[], 0);
        check("{}", &[], 1);
        check(&"[".repeat(100_000), &[], 1);
    }
}
