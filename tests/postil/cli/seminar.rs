//! `postil report`, `export` and `import`: what a leader collects and prints.

use super::{Home, documents, keys};
use std::fs;

#[test]
fn the_sheet_of_a_session_has_its_parts_in_every_format() {
    let home = Home::new();
    let corpus = home.path("corpus");
    copy(&documents(), &corpus);
    let corpus = corpus.to_str().unwrap();
    let sheet = home.run(&["report", corpus, "--session", "1"]);
    assert_eq!(sheet.code, 0, "{sheet:?}");
    for part in
        ["# Session 1", "## Prompts", "## Most marked", "¶", "## Open questions", "| mira |", "## What nobody marked"]
    {
        assert!(sheet.out.contains(part), "{part} is missing in {}", sheet.out);
    }
    let json = home.json(&["report", corpus, "--session", "1", "--json"]);
    assert_eq!(keys(&json), "title prompts marked questions settled tags readers untouched");
    assert_eq!(keys(&json["marked"][0]["place"]), "document source paragraph page quote");
    let csv = home.run(&["report", corpus, "--format", "csv"]).out;
    assert!(csv.starts_with("reader,texts,marks,notes,questions,replies\n") && csv.contains("\nmira,"), "{csv}");
    let hidden = home.run(&["report", corpus, "--format", "html", "--pseudonyms"]).out;
    assert!(hidden.contains("Reader A") && !hidden.contains("mira"), "{hidden}");
    home.run(&["report", corpus, "--session", "9"]).fails("no session 9", "syllabus.toml has the sessions");
}

#[test]
fn a_bundle_carries_a_readers_notes_and_twice_changes_nothing() {
    let (mei, tom) = (Home::new(), Home::new());
    mei.annotate(&["moss", "--quote", "the north wall", "--note", "whose?", "--reader", "Mei"]);
    let file = mei.path("mei.zip");
    let file = file.to_str().unwrap();
    let packed = mei.run(&["export", "texts", "--bundle", file]);
    assert_eq!((packed.code, packed.out.contains("1 file of mei")), (0, true), "{packed:?}");
    mei.run(&["export", "texts", "--bundle", file]).fails("mei.zip already", "Give another name, or --force");
    assert_eq!(mei.run(&["export", "texts", "--bundle", file, "--force"]).code, 0);
    mei.write("other/a.txt", "nothing is written on it");
    let nothing = mei.run(&["export", "other", "--bundle", "nothing.zip"]);
    assert_eq!((nothing.code, mei.path("nothing.zip").exists()), (1, false), "{nothing:?}");
    assert!(nothing.err.contains("you have written nothing on these texts"), "{nothing:?}");
    let asked = tom.run(&["import", file, "texts"]);
    assert_eq!(asked.code, 1, "{asked:?}");
    assert!(asked.out.contains("Annotations of Mei") && asked.err.contains("--yes"), "{asked:?}");
    assert!(!tom.path("texts/annotations").exists());
    tom.write("elsewhere/other.txt", "Not what it is about.");
    let astray = tom.run(&["import", file, "elsewhere"]);
    assert!(astray.out.contains("No text of these names is in") && astray.out.contains("/elsewhere"), "{astray:?}");
    let taken = tom.run(&["import", file, "texts", "--yes"]);
    assert!(taken.code == 0 && !taken.out.contains("No text"), "{taken:?}");
    assert_eq!(tom.json(&["notes", "texts", "--json"])[0]["note"], "whose?");
    let again = tom.run(&["import", file, "texts", "--yes"]);
    assert_eq!((again.code, again.out.contains("Nothing in it is new")), (1, true), "{again:?}");
    tom.run(&["import", "texts/stones.md", "texts"])
        .fails("no program is known that writes this", "postil export --bundle");
}

/// Mei's file on the stones with her first note deleted and her second one changed, later than anything.
fn later(text: &str) -> String {
    let line = |line: &str| {
        let record = serde_json::from_str::<serde_json::Value>(line.trim_start_matches(','));
        let (Ok(mut record), comma) = (record, &line[..line.len() - line.trim_start_matches(',').len()]) else {
            return line.to_owned();
        };
        if line.contains("\"first\"") {
            record["type"] = serde_json::json!(["Annotation", "as:Tombstone"]);
            record["as:deleted"] = "2100-01-01T00:00:00.000Z".into();
        } else if line.contains("\"second\"") {
            record["body"]["value"] = "another".into();
        } else {
            return line.to_owned();
        }
        record["modified"] = "2100-01-01T00:00:00.000Z".into();
        format!("{comma}{record}")
    };
    text.lines().map(line).map(|line| line + "\n").collect()
}

#[test]
fn a_bundle_says_what_it_deletes_and_changes_before_it_is_taken_in() {
    let (mei, tom) = (Home::new(), Home::new());
    for (quote, note) in [("A wall", "first"), ("kept by stones", "second"), ("asks", "third")] {
        mei.annotate(&["stones", "--quote", quote, "--note", note, "--reader", "Mei"]);
    }
    let pack = |name: &str| {
        let file = mei.path(name).to_str().unwrap().to_owned();
        assert_eq!(mei.run(&["export", "texts", "--bundle", &file]).code, 0);
        file
    };
    let before = pack("before.zip");
    let first = tom.run(&["import", &before, "texts", "--yes"]);
    assert!(first.code == 0 && !first.out.contains("deletes") && !first.out.contains("changes"), "{first:?}");
    let folder = mei.path("texts/annotations/mei");
    let file = folder.read_dir().unwrap().flatten().find(|entry| entry.file_name() != "reader.json").unwrap().path();
    let old = fs::read_to_string(&file).unwrap();
    fs::write(&file, later(&old)).unwrap();
    let after = pack("after.zip");
    let asked = tom.run(&["import", &after, "texts"]);
    assert_eq!(asked.code, 1, "{asked:?}");
    assert!(asked.out.contains("), deletes 1, changes 1 of those that are here\n"), "{asked:?}");
    assert!(asked.out.contains("\nIn all, deletes 1, changes 1 of those that are here.\n"), "{asked:?}");
    let json = tom.run(&["import", &after, "texts", "--json", "--yes"]).out;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(keys(&json), "reader packed folder files deletes changes faults done");
    assert_eq!(keys(&json["files"][0]), "document annotations quoted deletes changes news");
    let counts = [&json["deletes"], &json["changes"], &json["files"][0]["deletes"], &json["files"][0]["changes"]];
    assert!(counts.iter().all(|count| **count == 1), "{json}");
    assert_eq!(tom.json(&["notes", "texts", "--json"]).as_array().unwrap().len(), 2);
    let older = tom.run(&["import", &before, "texts"]);
    assert!(!older.out.contains("deletes") && !older.out.contains("changes"), "it is newer here: {older:?}");
    // One's own.
    fs::write(&file, &old).unwrap();
    let own = mei.run(&["import", &after, "texts"]);
    assert!(own.out.contains("which is you") && own.out.contains(", deletes 1, changes 1 of yours\n"), "{own:?}");
    // In a file that is new here, and by another name of the document.
    fs::rename(&file, folder.join("stones.md@ffff.json")).unwrap();
    let beside = mei.run(&["import", &after, "texts"]);
    assert!(beside.out.contains("(new), deletes 1, changes 1 of yours"), "{beside:?}");
}

#[test]
fn a_bundle_with_the_id_of_a_reader_of_another_name_is_refused() {
    let (mei, tom) = (Home::new(), Home::new());
    mei.annotate(&["moss", "--quote", "slowly", "--note", "So?", "--reader", "Mei"]);
    let file = mei.path("mei.zip");
    let file = file.to_str().unwrap();
    assert_eq!(mei.run(&["export", "texts", "--bundle", file]).code, 0);
    assert_eq!(tom.run(&["import", file, "texts", "--yes"]).code, 0);
    let folder = tom.path("texts/annotations");
    fs::rename(folder.join("mei"), folder.join("hana")).unwrap();
    for more in [&["--yes"][..], &["--json", "--yes"], &[]] {
        let refused = tom.run(&[&["import", file, "texts"], more].concat());
        refused.fails("this bundle is by Mei (mei), but has the id of hana, who is here", "ask who made it");
    }
    assert!(!folder.join("mei").exists());
}

const PLAN: &str = r#"
title = "Walls"
leader = "ines"

[[session]]
number = 1
title = "Moss"
date = "2020-01-31"
readings = ["week-1/moss.txt"]
prompts = [
  "Who speaks?",
  { document = "week-1/moss.txt", quote = "everything there did", text = "Did it?" },
]

[[session]]
number = 2
title = "Stones"
date = "9999"
readings = ["stones.md"]
"#;

/// A corpus with a plan.
fn seminar() -> Home {
    let home = Home::new();
    home.write("texts/syllabus.toml", PLAN);
    home
}

/// The id of the prompt with these words.
fn prompt(home: &Home, words: &str) -> String {
    let json = home.run(&["report", "texts", "--json"]).out;
    let report: serde_json::Value = serde_json::from_str(&json).unwrap();
    let prompts = report["prompts"].as_array().unwrap().clone();
    let found = prompts.iter().find(|prompt| prompt["text"] == words).unwrap();
    found["id"].as_str().unwrap().to_owned()
}

#[test]
fn answers_to_prompts_stand_under_them_and_count() {
    let home = seminar();
    let id = prompt(&home, "Did it?");
    home.annotate(&["moss", "--reply-to", &id, "--note", "Not *all* of it.", "--reader", "Mei"]);
    let notes = home.run(&["notes", "texts"]).out;
    assert!(notes.contains("\n  prompt  session 1: Did it?\n    reply  mei  "), "{notes}");
    let json = home.json(&["notes", "texts", "--json"]);
    assert_eq!((&json[0]["prompt"], &json[0]["reply_to"]), (&"session 1: Did it?".into(), &id.as_str().into()));
    let sheet = home.run(&["report", "texts"]).out;
    assert!(sheet.contains("- Did it? “everything there did” (week-1/moss.txt, ¶ 1, 1 answer)"), "{sheet}");
    let (first, details) = sheet.split_once("\n---\n").unwrap();
    assert!(!first.contains("Not ") && details.contains("Did it?\n\n- mei: Not \\*all\\* of it."), "{sheet}");
    let hidden = home.run(&["report", "texts", "--pseudonyms"]).out;
    assert!(hidden.contains("- Reader A: Not") && !hidden.contains("mei"), "{hidden}");
    home.run(&["annotate", "stones", "--corpus", "texts", "--reply-to", &id, "--note", "x"]);
    assert_eq!(home.json(&["list", "texts", "--json"])[0]["answered"], 1, "it is no prompt of the other text");
}

#[test]
fn the_list_says_what_is_due_and_what_is_done() {
    let home = seminar();
    let id = prompt(&home, "Who speaks?");
    home.annotate(&["moss", "--reply-to", &id, "--note", "She.", "--reader", "Mei"]);
    let list = home.json(&["list", "texts", "--json"]);
    let plan = |at: usize| ["session", "due", "done", "prompts", "answered"].map(|key| list[at][key].to_string());
    assert_eq!(plan(0), ["1", "\"2020-01-31\"", "false", "2", "1"]);
    assert_eq!(plan(1), ["2", "\"9999\"", "false", "0", "0"]);
    let printed = home.run(&["list", "texts"]).out;
    let (_, sessions) = printed.split_once("\n\n").unwrap();
    let rows: Vec<String> = sessions.lines().map(|row| row.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(rows[..2], ["DATE WHEN DUE READ ANSWERED ASKED SESSION", "2020-01-31 past 0 of 1 1 of 2 1 · Moss"]);
    assert!(rows[2].starts_with("» 9999 in ") && rows[2].ends_with("0 of 1 2 · Stones"), "{rows:?}");
    let plan = home.read("texts/syllabus.toml");
    let plan =
        plan.replacen("[[session]]\n", "[[session]]\ndue = 2020-02-01\nrubric = { marks = 2, replies = 1 }\n", 1);
    home.write("texts/syllabus.toml", plan);
    assert_eq!(home.json(&["list", "texts", "--json"])[0]["due"], "2020-02-01", "by when something is to be done");
    let printed = home.run(&["list", "texts"]).out;
    assert!(printed.contains("2020-01-31  past") && printed.contains("2020-02-01  0 of 1"), "{printed}");
    assert!(printed.contains("marks 0/2, replies 0/1  1 · Moss"), "{printed}");
    let sheet = home.run(&["report", "texts", "--session", "1"]).out;
    assert!(sheet.contains("Session 1: Moss (2020-01-31, due 2020-02-01)"), "{sheet}");
}

#[test]
fn what_is_picked_is_printed_with_its_place_its_author_and_why() {
    let home = seminar();
    let nothing = home.run(&["export", "texts", "--curated"]);
    assert_eq!((nothing.code, nothing.out.as_str()), (1, ""));
    assert!(nothing.err.contains("press *"), "{nothing:?}");
    for as_json in [&["--json"][..], &["--format", "json", "--pseudonyms"]] {
        let nothing = home.run(&[&["export", "texts", "--curated"], as_json].concat());
        let document: serde_json::Value = serde_json::from_str(&nothing.out).unwrap();
        assert_eq!((nothing.code, document["parts"].as_array().map(Vec::len)), (1, Some(0)), "{nothing:?}");
        assert!(keys(&document) == "title curators parts" && nothing.err.contains("press *"), "{nothing:?}");
    }
    let note = home.annotate(&["moss", "--quote", "the north wall", "--note", "*Whose*?", "--reader", "Mei Tanaka"]);
    let reply = home.annotate(&["moss", "--reply-to", &note, "--note", "Ours.", "--reader", "=Tom"]);
    home.annotate(&["stones", "--quote", "It stands.", "--occurrence", "2", "--note", "Left out.", "--reader", "=Tom"]);
    home.annotate(&["moss", "--pick", &note, "--reader", "Ines", "--note", "to begin with"]);
    home.annotate(&["moss", "--pick", &reply, "--reader", "Mei Tanaka"]);
    let digest = home.run(&["export", "texts", "--curated"]);
    assert_eq!(
        digest.out,
        "\
# Digest: Walls

Picked by Ines.

## Session 1: Moss

### week-1/moss.txt

> “the north wall” (week-1/moss.txt, ¶ 1)

**Mei Tanaka, note**: \\*Whose\\*?

*Ines: to begin with*
"
    );
    let by = home.run(&["export", "texts", "--curated", "--by", "mei-tanaka", "--format", "csv"]).out;
    assert_eq!(by.lines().count(), 2, "{by}");
    assert!(by.contains(",reply,'=Tom,Ours.,,Mei Tanaka,"), "{by}");
    let json = home.json(&["export", "texts", "--curated", "--json", "--pseudonyms"]);
    assert_eq!(keys(&json), "title curators parts");
    assert_eq!(keys(&json["parts"][0]["excerpts"][0]["said"][0]), "kind reader text tags picked");
    assert_eq!(json["curators"][0], "Reader A");
    let other = home.run(&["export", "texts", "--curated", "--by", "tom", "--format", "html"]);
    assert_eq!(other.code, 1, "{other:?}");
    assert!(other.err.contains("picks are by Ines, Mei Tanaka (--by NAME)"), "{other:?}");
    home.run(&["export", "texts", "--curated", "--by", "nobody"]).fails("no reader nobody", "ines, mei-tanaka");
    assert_eq!(home.run(&["export", "texts", "--curated", "--session", "2"]).code, 1);
    let sonnet = home.run(&["export", "texts", "--curated", "--format", "org"]);
    sonnet.fails("a digest is not written as org", "markdown, html, csv or json");
    let notes = home.json(&["notes", "texts", "--json"]);
    assert_eq!((&notes[0]["picked_by"][0], notes.as_array().unwrap().len()), (&"ines".into(), 5));
    assert!(home.run(&["notes", "texts", "is:picked"]).out.contains("* picked by ines: to begin with"));
    assert_eq!(home.json(&["list", "texts", "--json"])[0]["annotations"], 2, "picks are no marks");
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    fs::create_dir_all(to).unwrap();
    for entry in from.read_dir().unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
