//! `postil notes`: the order, the filters, the golden keys.

use super::{Home, documents, keys};

fn seminar() -> Home {
    let home = Home::new();
    home.annotate(&["moss", "--quote", "slowly", "--note", "Not so slowly.", "--tag", "time", "--reader", "Mei"]);
    home.annotate(&["stones", "--quote", "Moss asks for nothing.", "--reader", "Tom"]);
    home.annotate(&["stones", "--quote", "kept by stones", "--question", "--note", "By whom?", "--reader", "Tom"]);
    home
}

#[test]
fn annotations_are_printed_in_the_order_of_the_texts() {
    let ran = seminar().run(&["notes", "texts"]);
    let out = regex::Regex::new(r"\d{4}-\d\d-\d\d  ((?:\w+  )?(?:#\w+  )?)\[[0-9a-f]{8}\]").unwrap();
    assert_eq!(
        out.replace_all(&ran.out, "DAY  $1[ID]"),
        "\
stones.md  Stones
  question  tom  DAY  [ID]
    > kept by stones
    By whom?
  highlight  tom  DAY  yellow  [ID]
    > Moss asks for nothing.

week-1/moss.txt
  note  mei  DAY  #time  [ID]
    > slowly
    Not so slowly.
"
    );
}

#[test]
fn a_word_that_finds_nothing_and_may_have_been_a_folder_is_told() {
    let home = seminar();
    home.run(&["list", "texts"]);
    for (command, words, told) in [
        ("notes", &["kind:question", "texts"][..], "`texts`"),
        ("notes", &["txets"], "nothing was found for txets; no folder or text here is called so"),
        ("export", &["tag:time", "texts"], "postil export texts tag:time"),
    ] {
        let mut args = vec![command];
        args.extend(words);
        let ran = home.run(&args);
        assert!(
            ran.code == 1 && ran.out.trim().is_empty() && ran.err.contains(told.trim_matches('`')),
            "{args:?}: {ran:?}"
        );
    }
    let found = home.run(&["notes", "texts", "kind:question"]);
    assert!(found.code == 0 && !found.err.contains("looked for as a word"), "{found:?}");
}

#[test]
fn the_keys_of_a_note_are_golden() {
    let home = seminar();
    let notes = home.json(&["notes", "texts", "--json"]);
    let wanted = "id kind document reader created modified quote note tags color start end page state reply_to prompt picked_by in_file private quoted_in";
    assert_eq!(keys(&notes[0]), wanted);
    assert_eq!(notes[0]["quote"], "kept by stones");
    assert_eq!((&notes[0]["start"], &notes[0]["end"]), (&30.into(), &44.into()));
    home.annotate(&["moss", "--document-note", "--note", "About all of it."]);
    let whole = home.json(&["notes", "texts", "--json", "kind:document-note"]);
    for key in ["quote", "start", "end", "page", "state", "color", "reply_to"] {
        assert!(whole[0][key].is_null(), "{key}");
    }
}

#[test]
fn what_is_found_in_the_folder_of_another_is_quoted_and_counts_as_nobody_s() {
    let home = seminar();
    let theirs = "texts/annotations/mei/stones.md@ab12.json";
    let name = std::fs::read_dir(home.path("texts/annotations/tom")).unwrap().flatten();
    let own = name.map(|file| file.file_name().into_string().unwrap()).find(|name| name.contains('@')).unwrap();
    let own = format!("texts/annotations/tom/{own}");
    // A copy of what its maker has is not quoted; once the maker has nothing, it is.
    home.write(theirs, home.read(&own));
    let count = |home: &Home, filter: &str| home.json(&["notes", "texts", "--json", filter]).as_array().unwrap().len();
    assert_eq!((count(&home, "reader:tom"), count(&home, "")), (2, 3));
    std::fs::remove_file(home.path(&own)).unwrap();
    let notes = home.json(&["notes", "texts", "--json"]);
    let quoted: Vec<&serde_json::Value> =
        notes.as_array().unwrap().iter().filter(|note| note["quoted_in"] == "mei").collect();
    assert_eq!(quoted.len(), 2);
    assert!(quoted.iter().all(|note| note["reader"].is_null() && note["state"] == "same"));
    assert!(home.run(&["notes", "texts"]).out.contains("question  quoted in mei’s folder"));
    for filter in ["reader:tom", "is:mine kind:question", "reader:mei kind:question"] {
        assert_eq!(home.run(&["notes", "texts", filter]).code, 1, "{filter}");
    }
    assert_eq!(check(&home)["total"]["annotations"], 1);
}

/// What `check` says of a corpus that needs a hand.
fn check(home: &Home) -> serde_json::Value {
    serde_json::from_str(&home.run(&["check", "texts", "--json"]).out).unwrap()
}

#[test]
fn a_link_and_a_damaged_file_are_told_once_and_in_one_sentence() {
    let home = seminar();
    std::os::unix::fs::symlink("/etc/hostname", home.path("texts/annotations/tom/moss.txt@ab12.json")).unwrap();
    std::os::unix::fs::symlink("/etc", home.path("texts/annotations/eve")).unwrap();
    home.write("texts/annotations/mei/stones.md@ab12.json", "{\"id\": half\n{also half\nand more");
    let told = home.run(&["notes", "texts"]).err;
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(lines.len(), 3, "{told}");
    let check = check(&home);
    let kinds: Vec<&str> =
        check["problems"].as_array().unwrap().iter().filter_map(|problem| problem["kind"].as_str()).collect();
    assert_eq!(kinds.iter().filter(|kind| **kind == "sidecar").count(), 2, "{check}");
}

#[test]
fn filters_are_those_of_the_screen() {
    let home = seminar();
    let count = |args: &[&str]| {
        let ran = home.run(&[&["notes", "--json", "texts"], args].concat());
        let found = serde_json::from_str::<serde_json::Value>(&ran.out).unwrap().as_array().unwrap().len();
        assert_eq!(ran.code, i32::from(found == 0), "{ran:?}");
        found
    };
    assert_eq!(count(&["kind:question"]), 1);
    assert_eq!(count(&["reader:tom"]), 2);
    assert_eq!(count(&["--", "reader:tom", "-kind:question"]), 1);
    assert_eq!(count(&["tag:time", "slowly"]), 1);
    assert_eq!(count(&["so slowly"]), 1);
    assert_eq!(count(&["slowly so"]), 0);
    assert_eq!(count(&["--document", "stones"]), 2);
    assert_eq!(count(&["state:orphan"]), 0);
    home.run(&["notes", "texts", "kind:sonnet"]).fails("kind:sonnet is unknown", "quotation marks");
    home.run(&["notes", "./nowhere"]).fails("there is no ./nowhere", "path");
}

#[test]
fn a_changed_text_keeps_its_notes_and_a_lost_one_shows_them() {
    let home = seminar();
    home.write("texts/stones.md", "# Stones\n\nNew words. Moss asks for nothing.\n");
    std::fs::remove_file(home.path("texts/week-1/moss.txt")).unwrap();
    let notes = home.json(&["notes", "texts", "--json"]);
    let states: Vec<&str> = (0..3).map(|n| notes[n]["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["moved", "orphan", "orphan"]);
    assert!(notes[1]["start"].is_null() && notes[1]["quote"] == "kept by stones");
    assert_eq!(notes[2]["document"], "week-1/moss.txt");
}

#[test]
fn the_sample_discussion_is_there_with_answers_under_questions() {
    let notes = Home::new().json(&["notes", documents().to_str().unwrap(), "--json"]);
    let notes = notes.as_array().unwrap();
    assert!(notes.len() >= 60);
    for (at, note) in notes.iter().enumerate().filter(|(_, note)| note["reply_to"].is_string()) {
        let parent = notes.iter().position(|other| other["id"] == note["reply_to"]).unwrap();
        assert!(parent < at && notes[parent]["document"] == note["document"]);
    }
}

#[test]
fn mentions_are_found_and_addresses_are_none() {
    let home = Home::new();
    home.annotate(&["moss", "--quote", "slowly", "--note", "What does @mei say?", "--reader", "Tom"]);
    home.annotate(&["moss", "--quote", "the north wall", "--note", "Write to mei@example.org.", "--reader", "Tom"]);
    let count = |filter: &str| home.run(&["notes", "texts", "--json", filter]).out.matches("\"id\"").count();
    assert_eq!((count("mentions:mei"), count("mentions:tom")), (1, 0));
    assert_eq!(count("mentions:me"), 0, "nobody has said a name on this device");
}

#[test]
fn the_paragraphs_of_a_note_stay_paragraphs() {
    let home = Home::new();
    home.annotate(&["moss", "--quote", "slowly", "--note", "First.\n\n\nSecond,\nstill second.", "--reader", "Mei"]);
    let out = home.run(&["notes", "texts"]).out;
    assert!(out.contains("    First.\n\n    Second,\n    still second.\n"), "{out}");
}
