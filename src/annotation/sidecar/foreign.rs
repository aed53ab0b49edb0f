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
    let unread = sidecar.faults().iter().filter(|fault| fault.starts_with("line ") || fault.starts_with("and "));
    (sidecar.records().cloned().collect(), unread.cloned().collect())
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
