//! The JSON of the commands against `docs/json.schema.json`, on the sample corpus and on what a small one adds to it.

use super::{Home, documents};
use crate::schema::Schemas;
use serde_json::{Value, json};

/// Checks what a command prints against the definition of that name.
fn check(home: &Home, name: &str, args: &[&str]) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/json.schema.json");
    let mut schema: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    schema["$ref"] = json!(format!("#/$defs/{name}"));
    let ran = home.run(args);
    assert!(ran.code < 2, "{args:?}: {ran:?}");
    let printed: Value = serde_json::from_str(&ran.out).expect("it prints JSON");
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

/// Every command that prints JSON, by its definition, as it is run here.
const COMMANDS: &[(&str, &[&str])] = &[
    ("add", &["add", "marks.txt", "--corpus", "texts", "--dry-run", "--json"]),
    ("names", &["names", "CORPUS", "--json"]),
    ("timeline", &["timeline", "CORPUS", "--format", "json"]),
    ("concordance", &["concordance", "agreement", "CORPUS", "--json"]),
    ("concordance", &["concordance", "agreement", "CORPUS", "--json", "--marks"]),
    ("tags", &["tags", "CORPUS", "--json"]),
    ("questions", &["questions", "CORPUS", "--json"]),
    ("questions", &["questions", "texts", "--json"]),
    ("compare", &["compare", "mira", "CORPUS", "--json"]),
    ("compare", &["compare", "mira", "hana", "CORPUS", "--json"]),
    ("report", &["report", "CORPUS", "--json"]),
    ("report", &["report", "texts", "--json"]),
    ("check", &["check", "CORPUS", "--json"]),
    ("check", &["check", "texts", "--json"]),
    ("anchor", &["anchor", "the-2022-turn", "RECORDS", "--corpus", "CORPUS", "--json"]),
    ("reader", &["reader", "texts", "--json"]),
    ("config", &["config", "--json"]),
    ("keys", &["keys", "--json"]),
    ("import", &["import", "marks.txt", "texts", "--yes", "--json"]),
    ("annotate", &["annotate", "moss", "--quote", "slowly", "--json"]),
    ("sync", &["sync", "texts", "--json"]),
    ("notes", &["notes", "texts", "--json"]),
    ("list", &["list", "texts", "--json"]),
    ("text", &["text", "moss", "--json"]),
    ("search", &["search", "slowly", "texts", "--json"]),
    ("notes", &["export", "texts", "--json"]),
];

/// What it prints needs more than this machine may have: a key of its own.
const NOT_RUN: &[&str] = &["sign"];

#[test]
fn every_command_that_prints_json_keeps_to_its_definition() {
    let home = Home::new();
    home.annotate(&["moss", "--quote", "slowly", "--note", "Why?", "--question", "--reader", "Mei"]);
    let clipping = |title: &str| {
        format!(
            "{title}\n- Your Highlight on Location 4-5 | Added on Monday, March 4, 2024 9:12:45 PM\n\nslowly\n==========\n"
        )
    };
    home.write(
        "marks.txt",
        clipping("Moss")
            + "no clipping\n==========\n"
            + &clipping("Unknown Shores").replace("slowly", "words of another text"),
    );
    let sample = documents();
    let records = sample.join("annotations/mira/week-4/the-2022-turn.md@2303.json");
    let named = |word: &&str| match *word {
        "CORPUS" => sample.to_str().unwrap().to_owned(),
        "RECORDS" => records.to_str().unwrap().to_owned(),
        word => word.to_owned(),
    };
    for (name, args) in COMMANDS {
        let args: Vec<String> = args.iter().map(named).collect();
        check(&home, name, &args.iter().map(String::as_str).collect::<Vec<_>>());
    }
}

#[test]
fn no_command_that_prints_json_is_left_out() {
    let home = Home::new();
    let help = home.run(&["help"]).out;
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let commands: Vec<&str> = commands
        .filter_map(|line| line.strip_prefix("  ")?.split(' ').next())
        .filter(|name| !name.is_empty())
        .collect();
    assert!(commands.len() > 20, "{help}");
    for command in commands.into_iter().filter(|command| *command != "help") {
        let prints = home.run(&[command, "--help"]).out.contains("--json");
        let known = COMMANDS.iter().any(|(_, args)| args[0] == command) || NOT_RUN.contains(&command);
        assert!(!prints || known, "`postil {command} --json` is checked against no definition");
    }
}
