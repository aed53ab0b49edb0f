//! `postil import` of marks that were made in other programs: matched, placed, shown, written once.

use super::{Home, keys};
use std::path::{Path, PathBuf};

const CLIPPINGS: &str = "\u{feff}Moss (Field, Ann)\r\n- Your Highlight on page 1 | Location 4-5 | Added on Monday, March 4, 2024 9:12:45 PM\r\n\r\n\
    the north wall\r\n==========\r\nMoss (Field, Ann)\r\n- Your Note on page 1 | Location 5 | Added on Monday, March 4, 2024 9:13:10 PM\r\n\r\n\
    whose \u{1b}[31mwall?\r\n==========\r\nUnknown Shores\r\n- Your Highlight on Location 4-5 | Added on Monday, March 4, 2024 9:12:45 PM\r\n\r\n\
    some words that are in no text of this folder\r\n==========\r\n";

#[test]
fn clippings_are_shown_then_written_as_ones_own_and_only_once() {
    let home = Home::new();
    home.write("My Clippings.txt", CLIPPINGS);
    let asked = home.run(&["import", "My Clippings.txt", "texts"]);
    assert_eq!(asked.code, 1, "{asked:?}");
    for said in ["moss.txt: 1 in place", "no text here: Unknown Shores (1 mark)"] {
        assert!(asked.out.contains(said), "{said} is missing in {}", asked.out);
    }
    assert!(asked.err.contains("--yes") && !home.path("texts/annotations").exists(), "{asked:?}");
    let taken = home.run(&["import", "My Clippings.txt", "texts", "--yes"]);
    assert_eq!((taken.code, taken.out.contains("Taken in: 1 annotation")), (0, true), "{taken:?}");
    let notes = home.json(&["notes", "texts", "--json"]);
    assert_eq!(notes.as_array().unwrap().len(), 1);
    assert_eq!(
        (notes[0]["note"].as_str(), notes[0]["quote"].as_str()),
        (Some("whose \u{1b}[31mwall?"), Some("the north wall"))
    );
    let shown = home.run(&["notes", "texts"]).out;
    assert!(shown.contains("wall?") && !shown.contains('\u{1b}'), "{shown}");
    let again = home.run(&["import", "My Clippings.txt", "texts", "--yes"]);
    assert_eq!((again.code, again.out.contains("1 here already")), (1, true), "{again:?}");
    assert_eq!(home.json(&["notes", "texts", "--json"]).as_array().unwrap().len(), 1);
}

/// The first file below a folder that holds annotations.
fn sidecar_below(folder: &Path) -> Option<PathBuf> {
    let inside = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    inside
        .filter(|path| !path.ends_with("reader.json"))
        .find_map(|path| if path.is_dir() { sidecar_below(&path) } else { Some(path) })
}

#[test]
fn what_notes_prints_goes_through_another_program_and_back() {
    let home = Home::new();
    home.annotate(&["moss", "--quote", "slowly", "--note", "So slowly?", "--reader", "Mei Lin"]);
    let printed = home.run(&["notes", "texts", "--json"]).out;
    let same = home.run_with_input(&["import", "-", "texts", "--yes"], &printed);
    assert_eq!((same.code, same.out.contains("1 here already")), (1, true), "{same:?}");
    let mut rows: serde_json::Value = serde_json::from_str(&printed).unwrap();
    let added = serde_json::json!({"kind": "note", "document": "week-1/moss.txt", "quote": "the north wall", "note": "By a script", "tags": ["made"]});
    let answer = serde_json::json!({"kind": "reply", "document": "week-1/moss.txt", "note": "Yes.", "tags": [], "reply_to": rows[0]["id"]});
    rows.as_array_mut().unwrap().extend([added, answer]);
    let taken = home.run_with_input(&["import", "-", "texts", "--yes"], &rows.to_string());
    assert_eq!((taken.code, taken.out.contains("Taken in: 2 annotations")), (0, true), "{taken:?}");
    let notes = home.json(&["notes", "texts", "--json"]);
    let notes = notes.as_array().unwrap();
    let said = |note: &str| notes.iter().find(|it| it["note"] == note).unwrap_or_else(|| panic!("{note}: {notes:?}"));
    assert_eq!((&said("By a script")["tags"][0], &said("By a script")["state"]), (&"made".into(), &"same".into()));
    assert_eq!(said("Yes.")["reply_to"], rows[0]["id"]);
    assert_eq!(home.run_with_input(&["import", "-", "texts", "--yes"], &rows.to_string()).code, 1);
}

#[test]
fn what_was_deleted_here_does_not_come_back() {
    let home = Home::new();
    home.write("My Clippings.txt", CLIPPINGS);
    home.run(&["import", "My Clippings.txt", "texts", "--yes"]);
    let sidecar = sidecar_below(&home.path("texts/annotations")).expect("a sidecar was written");
    let text = std::fs::read_to_string(&sidecar).unwrap();
    let deleted = text
        .replace("\"type\":\"Annotation\",\"motivation\":\"commenting\"", "\"type\":[\"Annotation\",\"as:Tombstone\"]");
    assert_ne!(text, deleted);
    std::fs::write(&sidecar, deleted).unwrap();
    assert_eq!(home.run(&["import", "My Clippings.txt", "texts", "--yes"]).code, 1);
    assert_eq!(home.run(&["notes", "texts", "--json"]).out, "[]\n");
}

const ROWS: &str = r#"{"total":2,"rows":[
    {"id":"a1","uri":"https://example.org/moss.txt","user":"acct:linh@hypothes.is","user_info":{"display_name":"Linh Vo"},
     "text":"whose?","tags":["wall"],"created":"2026-03-01T12:11:07.1+00:00","target":[{"source":"https://example.org/moss.txt",
     "selector":[{"type":"TextQuoteSelector","exact":"the\n   north wall","prefix":"x","suffix":"y"}]}]},
    {"id":"a2","uri":"https://example.org/moss.txt","user":"acct:ines@hypothes.is","user_info":{"display_name":null},
     "text":"mine","tags":[],"references":["a1"],"created":"2026-03-02T12:11:07.1+00:00","target":[{"source":"https://example.org/moss.txt"}]}]}"#;

#[test]
fn others_marks_come_in_under_their_own_names_with_their_answers() {
    let home = Home::new();
    home.write("group.json", ROWS);
    let would = |args: &[&str]| home.run(&[&["import", "group.json", "texts"], args].concat()).out;
    let told = "  new readers here: Linh Vo, ines; a name that is you: --mine NAME\n";
    assert!(would(&[]).contains(told), "{}", would(&[]));
    assert!(would(&["--mine", "ines"]).contains("new readers here: Linh Vo; "), "{}", would(&["--mine", "ines"]));
    let json = home.json(&["import", "group.json", "texts", "--yes", "--mine", "ines", "--json"]);
    assert!(!would(&["--mine", "ines"]).contains("new readers"), "{}", would(&["--mine", "ines"]));
    assert_eq!(keys(&json), "program texts elsewhere left_out faults done");
    assert_eq!((json["program"].as_str(), json["done"].as_bool()), (Some("hypothesis"), Some(true)));
    let notes = home.json(&["notes", "texts", "--json"]);
    let all: Vec<_> =
        notes.as_array().unwrap().iter().map(|note| (note["reader"].as_str(), note["note"].as_str())).collect();
    assert_eq!(all.len(), 2, "{notes}");
    assert!(all.contains(&(Some("linh-vo"), Some("whose?"))), "{notes}");
    let check = home.run(&["check", "texts"]);
    assert!(
        !check.out.contains("orphan") && !check.out.contains("missing"),
        "the answer has what it answers: {check:?}"
    );
}

#[test]
fn what_no_program_wrote_is_refused_with_what_is_known() {
    let home = Home::new();
    home.write("letter.txt", "Dear all,\n- see you | soon\n");
    home.run(&["import", "letter.txt", "texts"]).fails("no program is known that writes this", "KOReader");
    home.run(&["import", "texts"]).fails("no file is named", "before the folder");
    home.run(&["import", "gone.json", "texts"]).fails("gone.json", "");
    home.write("open.json", "{\"total\": 3,\n \"ro");
    home.run(&["import", "open.json", "texts"]).fails("it breaks off in line 2", "copy or export the file again");
}

#[test]
fn of_a_damaged_file_what_is_whole_comes_in_and_the_rest_is_told() {
    let home = Home::new();
    let (whole, _) = ROWS.split_at(ROWS.find("{\"id\":\"a2\"").unwrap() + 60);
    home.write("group.json", whole);
    let taken = home.run(&["import", "group.json", "texts", "--yes"]);
    assert!(taken.code == 0 && taken.out.contains("Taken in: 1 annotation"), "{taken:?}");
    assert!(taken.err.contains("it breaks off in line 5: copy or export the file again"), "{taken:?}");
    let bad: Vec<String> = (0..30).map(|n| format!("{{\"id\":{n},\"uri\":\"x\"}}")).collect();
    home.write("bad.json", ROWS.replace("\"rows\":[", &format!("\"rows\":[{},", bad.join(","))));
    let told = home.run(&["import", "bad.json", "texts"]);
    assert!(told.err.contains("row 1 is left out: its `id` is a number"), "{told:?}");
    assert!(told.err.contains("and 18 more faults like these") && !told.err.contains("row 13"), "{told:?}");
}

#[test]
fn of_words_that_stand_in_a_book_several_times_the_place_in_its_own_program_says_which() {
    let home = Home::new();
    let book = "one-text-six-ways/counting-across-the-strait.epub";
    std::fs::create_dir(home.path("books")).unwrap();
    std::fs::copy(super::documents().join(book), home.path("books/strait.epub")).unwrap();
    let mark = |id: &str, selectors: &str| {
        format!(
            "{{\"id\":\"urn:{id}\",\"type\":\"Annotation\",\"created\":\"2026-03-01T12:15:01Z\",\"target\":{{\"source\":\"OPS/growth.xhtml\",\
             \"selector\":[{selectors}]}},\"body\":{{\"type\":\"TextualBody\",\"value\":\"whose?\"}}}}"
        )
    };
    let cfi = "{\"type\":\"FragmentSelector\",\"value\":\"epubcfi(/6/2!/4/2/18/6,/1:31,/1:44)\"}";
    let words = "{\"type\":\"TextQuoteSelector\",\"exact\":\"South Koreans\"}";
    let css = "{\"type\":\"CssSelector\",\"value\":\"ul > li:nth-child(1)\",\"refinedBy\":{\"type\":\"TextPositionSelector\",\"start\":4,\"end\":7}}";
    let set = format!(
        "{{\"type\":\"AnnotationSet\",\"about\":{{\"dc:title\":\"Counting Across the Strait\"}},\"items\":[{},{}]}}",
        mark("a", &format!("{words},{cfi}")),
        mark("b", css)
    );
    home.write("strait.annotation", &set);
    let taken = home.run(&["import", "strait.annotation", "books", "--yes"]);
    assert!(taken.out.contains("strait.epub: 2 in place"), "{taken:?}");
    let sidecar = std::fs::read_to_string(sidecar_below(&home.path("books/annotations")).unwrap()).unwrap();
    assert!(sidecar.contains("permanent for "), "the third cause, not the first sentence: {sidecar}");
    assert!(sidecar.contains("\"exact\":\"yen\""), "{sidecar}");
}
