//! Sidecars against the schemas: those of the W3C, as its test suite has them, and the one beside `docs/sidecar.md`.

use super::{full_sidecar, highlight};
use crate::schema::Schemas;
use postil::annotation::{Record, Sidecar};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn json_of(path: &Path) -> Value {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The sidecars of the sample corpus, and one with every kind of record.
fn sidecars() -> Vec<(String, String)> {
    let mut found = vec![("every kind".to_owned(), full_sidecar(1).to_text())];
    let mut folders = vec![project().join("documents/annotations")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the sample corpus has annotations").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().contains('@') {
                found.push((path.display().to_string(), fs::read_to_string(&path).expect("it can be read")));
            }
        }
    }
    assert!(found.len() > 10, "the sample corpus has sidecars");
    found
}

/// A list of schemas of the W3C, each with whether what it describes is wanted.
fn musts(list: &str) -> (Schemas, Vec<(String, bool)>) {
    let root = project().join("tests/data/w3c");
    let listed = json_of(&root.join(list));
    let names: Vec<String> =
        listed["assertions"].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
    let definitions = fs::read_dir(root.join("definitions")).expect("the schemas are here").flatten();
    let definitions: Vec<PathBuf> = definitions.map(|entry| entry.path()).collect();
    let named = |path: &PathBuf| path.file_name().map(|name| (name.to_string_lossy().into_owned(), json_of(path)));
    let all = definitions.iter().filter_map(named);
    let schemas: Vec<(String, Value)> = names.iter().map(|name| (name.clone(), json_of(&root.join(name)))).collect();
    let wanted = schemas.iter().map(|(name, schema)| {
        (name.clone(), schema.get("expectedResult").and_then(Value::as_str).unwrap_or("valid") == "valid")
    });
    let wanted = wanted.collect();
    (Schemas::of(all.chain(schemas)), wanted)
}

/// What of a list does not hold.
fn faults((schemas, wanted): &(Schemas, Vec<(String, bool)>), value: &Value) -> Vec<String> {
    let told = |(name, wanted): &(String, bool)| match schemas.check(name, value) {
        Ok(()) if !wanted => Some(format!("{name}: it is as it must not be")),
        Err(why) if *wanted => Some(format!("{name}: {why}")),
        _ => None,
    };
    wanted.iter().filter_map(told).collect()
}

fn with_context(record: &Value) -> Value {
    let mut record = record.clone();
    record["@context"] = "http://www.w3.org/ns/anno.jsonld".into();
    record
}

#[test]
fn every_sidecar_passes_the_schemas_of_the_w3c() {
    let [collection, page, record] = [
        musts("collections/collectionMusts.test"),
        musts("collections/pages/pageMusts.test"),
        musts("annotations/annotationMusts.test"),
    ];
    assert_eq!([collection.1.len(), page.1.len(), record.1.len()], [10, 15, 54]);
    for (name, text) in sidecars() {
        let whole: Value = serde_json::from_str(&text).expect("a sidecar is one JSON document");
        assert_eq!([faults(&collection, &whole), faults(&page, &whole)], [const { Vec::<String>::new() }; 2], "{name}");
        let records = whole["first"]["items"].as_array().expect("records");
        // Every seventh of the many: the schemas are long.
        for item in records.iter().step_by(if records.len() > 100 { 7 } else { 1 }) {
            assert_eq!(faults(&record, &with_context(item)), Vec::<String>::new(), "{name}: {item}");
        }
    }
}

#[test]
fn what_the_w3c_forbids_is_seen() {
    let list = musts("annotations/annotationMusts.test");
    let good: Value = serde_json::from_str(&Record::of(&highlight(1)).to_line()).expect("a record");
    assert_eq!(faults(&list, &with_context(&good)), Vec::<String>::new());
    for (key, bad) in [
        ("id", json!("0193f3a0-0000-7000-8000-000000000001")),
        ("type", json!("Note")),
        ("created", json!("yesterday")),
        ("target", json!({"type": "SpecificResource", "selector": []})),
    ] {
        let mut record = with_context(&good);
        record[key] = bad;
        assert!(!faults(&list, &record).is_empty(), "a wrong {key} is seen");
    }
}

fn ours() -> Schemas {
    Schemas::of([("sidecar".to_owned(), json_of(&project().join("docs/sidecar.schema.json")))])
}

#[test]
fn every_sidecar_is_as_the_specification_has_it() {
    for (name, text) in sidecars() {
        let whole: Value = serde_json::from_str(&text).expect("a sidecar is one JSON document");
        assert_eq!(ours().check("sidecar", &whole), Ok(()), "{name}");
    }
}

#[test]
fn the_schema_of_the_specification_refuses_what_is_wrong() {
    let good: Value = serde_json::from_str(&full_sidecar(50).to_text()).expect("JSON");
    let wrong: &[(&str, Value)] = &[
        ("/@context", json!("http://example.org/")),
        ("/id", json!("7")),
        ("/type", json!("AnnotationPage")),
        ("/creator/id", json!("mei")),
        ("/created", json!("2026-11-22T09:00:00+01:00")),
        ("/first/items", json!([])),
        ("/first/items/0/motivation", json!("highlighting")),
        ("/first/items/1/id", json!("0193f3a0")),
        ("/first/items/1/modified", json!("2026-11-22")),
        ("/first/items/1/motivation", json!("shouting")),
        ("/first/items/1/creator", json!("Mei Tanaka")),
        ("/first/items/1/target", json!(null)),
        ("/first/items/1/target/source", json!("brief.pdf")),
        ("/first/items/1/target/selector/0/exact", json!(7)),
        ("/first/items/1/target/selector/1/start", json!(-1)),
        ("/first/items/1/target/selector/1/end", json!(1.5)),
        ("/first/items/2/body", json!([])),
    ];
    for (pointer, bad) in wrong {
        let mut text = good.clone();
        let place = text.pointer_mut(pointer).unwrap_or_else(|| panic!("there is no {pointer}"));
        *place = bad.clone();
        assert!(ours().check("sidecar", &text).is_err(), "{pointer} may not be {bad}");
    }
    assert!(Sidecar::parse(&good.to_string()).records().count() > 20, "what is refused is a file all the same");
}
