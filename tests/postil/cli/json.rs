//! The JSON of the commands against `docs/json.schema.json`, on the sample corpus and on what a small one adds to it.

use super::{Home, documents};
use crate::schema::Schemas;
use serde_json::{Value, json};

/// Checks what a command prints against the definition of that name.
fn check(home: &Home, name: &str, args: &[&str]) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/json.schema.json");
    let mut schema: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    schema["$ref"] = json!(format!("#/$defs/{name}"));
    let printed = home.json(args);
    assert!(printed.as_array().is_none_or(|all| !all.is_empty()), "{args:?} prints something");
    let schemas = Schemas::of([(name.to_owned(), schema)]);
    assert_eq!(schemas.check(name, &printed), Ok(()), "{args:?}");
}

#[test]
fn json_of_the_commands_is_as_it_is_documented() {
    let home = Home::new();
    let note = home.annotate(&["moss", "--quote", "slowly", "--note", "Why?", "--question", "--reader", "Mei"]);
    home.annotate(&["moss", "--pick", &note, "--note", "begin here"]);
    home.annotate(&["moss", "--reply-to", &note, "--note", "So."]);
    let sample = documents();
    let sample = sample.to_str().unwrap();
    for corpus in ["texts", sample] {
        check(&home, "notes", &["notes", corpus, "--json", "--unblind"]);
        check(&home, "notes", &["export", corpus, "--json", "--unblind"]);
        check(&home, "list", &["list", corpus, "--json"]);
    }
    for document in
        ["six-ways/counting-across-the-strait.docx", "six-ways/counting-across-the-strait.pdf", "export-controls"]
    {
        check(&home, "text", &["text", document, "--corpus", sample, "--json"]);
    }
    check(&home, "search", &["search", "agreement", sample, "--json"]);
    check(&home, "digest", &["export", "texts", "--curated", "--json"]);
}
