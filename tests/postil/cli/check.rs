//! `postil check` and `postil anchor`.

use super::{Home, documents, keys};
use serde_json::{Value, json};

fn problems(home: &Home) -> Vec<String> {
    let ran = home.run(&["check", "texts", "--json"]);
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    let problems = report["problems"].as_array().unwrap();
    assert_eq!(ran.code, i32::from(!problems.is_empty()), "{ran:?}");
    for problem in problems {
        assert_eq!(keys(problem), "kind path message hint");
        assert!(problem["hint"].as_str().unwrap().ends_with('.'), "{problem}");
    }
    let mut kinds: Vec<String> = problems.iter().map(|problem| problem["kind"].as_str().unwrap().to_owned()).collect();
    kinds.sort();
    kinds
}

fn own_sidecar(home: &Home) -> String {
    let folder = home.path("texts/annotations/mei/week-1");
    let name = std::fs::read_dir(folder).unwrap().next().unwrap().unwrap().file_name();
    format!("texts/annotations/mei/week-1/{}", name.to_str().unwrap())
}

fn annotated() -> Home {
    let home = Home::new();
    home.annotate(&["moss", "--quote", "the north wall", "--note", "Which?", "--reader", "Mei"]);
    home.annotate(&["moss", "--document-note", "--note", "Short."]);
    home
}

#[test]
fn a_healthy_corpus_gets_a_receipt() {
    let home = annotated();
    let ran = home.run(&["check", "texts"]);
    assert_eq!(ran.code, 0);
    assert_eq!(
        ran.out,
        "\
NOTES  SAME  MOVED  CHANGED  UNCERTAIN  ORPHAN  OTHER  DOCUMENT
    2     1      0        0          0       0      1  week-1/moss.txt
    2     1      0        0          0       0      1  in all

Nothing is wrong.
"
    );
    let report = home.json(&["check", "texts", "--json"]);
    assert_eq!(keys(&report), "documents total annotations problems absent strangers open_rows remarks");
    assert_eq!(keys(&report["documents"][0]), "path annotations same moved changed uncertain orphan other");
    assert_eq!(keys(&report["total"]), "annotations same moved changed uncertain orphan other");
}

#[test]
fn a_file_of_annotations_is_told_whatever_its_name_with_what_only_it_has() {
    let home = annotated();
    let (sidecar, aside) = (own_sidecar(&home), "texts/annotations/mei/week-1/moss (from the old laptop).json");
    home.write(aside, home.read(&sidecar));
    home.write("texts/annotations/mei/week-1/shopping.json", "{\"type\": \"List\"}");
    assert_eq!(problems(&home), ["unread"]);
    let told = home.run(&["check", "texts"]).out;
    assert!(told.contains("2 annotations, each of them stands elsewhere too"), "{told}");
    std::fs::remove_file(home.path(&sidecar)).unwrap();
    let told = home.run(&["check", "texts"]).out;
    assert!(told.contains("2 annotations, 2 of them nowhere else"), "{told}");
    assert!(told.contains("rename it to “moss.txt@copy.json”"), "{told}");
    std::fs::rename(home.path(aside), home.path("texts/annotations/mei/week-1/moss.txt@copy.json")).unwrap();
    assert_eq!(problems(&home), [""; 0]);
}

#[test]
fn each_thing_that_is_wrong_is_found() {
    let home = annotated();
    home.write("texts/week-1/moss.txt", "Quite another text about quite another thing.\n");
    assert_eq!(problems(&home), ["orphan"]);
    home.write("texts/empty.txt", "");
    assert_eq!(problems(&home), ["document", "orphan"]);
    home.write(
        "texts/syllabus.toml",
        "[[session]]\nreadings = [\"gone.txt\"]\nnumber = \"x\"\n\
         prompts = [{ document = \"week-1/moss.txt\", quote = \"the heron\", text = \"Why?\" }]\n",
    );
    assert_eq!(problems(&home), ["document", "orphan", "syllabus", "syllabus", "syllabus"]);
    home.write("config/postil/settings.toml", "mesure = 3\n");
    assert_eq!(problems(&home), ["document", "orphan", "settings", "syllabus", "syllabus", "syllabus"]);
    let plan =
        home.read("texts/syllabus.toml").replace("document = \"week-1/moss.txt\"", "document = \"week-1/mos.txt\"");
    home.write("texts/syllabus.toml", plan);
    let told = home.run(&["check", "texts"]).out;
    assert!(told.contains("mos.txt") && told.contains("the syllabus names it, but it is not there"), "{told}");
}

#[test]
fn a_plan_that_is_half_a_file_is_told_as_that_and_what_may_be_meant_is_no_problem() {
    let home = Home::new();
    home.write("texts/syllabus.toml", "title = \"W\"\n[[session]\nreadings = [\"stones.md\"]\n");
    let told = home.run(&["check", "texts"]);
    assert!(told.code == 1 && told.out.contains("until then the syllabus cannot be read as a whole"), "{told:?}");
    assert!(!told.out.contains("nothing is known by the name") && !told.out.contains("all the same"), "{told:?}");
    let session = "[[session]]\nreadings = [\"stones.md\"]\n";
    home.write("texts/syllabus.toml", [session, session].concat());
    let told = home.run(&["check", "texts"]);
    let remark =
        "\nstones.md is read in sessions 1, 2: who sees what of others on it, session 1 says.\nNothing is wrong.\n";
    assert!(told.code == 0 && told.out.ends_with(remark), "{told:?}");
}

#[test]
fn damaged_and_future_records_are_found() {
    let home = annotated();
    let sidecar = own_sidecar(&home);
    let text = home.read(&sidecar);
    home.write(&sidecar, text.replace("\n]}}", "\n,{\"id\": broken\n]}}"));
    assert_eq!(problems(&home), ["unread"]);
    let modified = regex::Regex::new(r#""modified":"\d{4}"#).unwrap();
    home.write(&sidecar, modified.replace_all(&text, "\"modified\":\"2999").as_ref());
    assert_eq!(problems(&home), ["future"]);
}

#[test]
fn repair_mends_one_s_own_files_and_leaves_others_to_their_readers() {
    let home = annotated();
    let own = own_sidecar(&home);
    let (theirs, text) = (own.replace("/mei/", "/jo/"), home.read(&own));
    let conflicted =
        text.replacen("\n,", "\n<<<<<<< HEAD\n,", 1).replace("\n]}}", "\n=======\n>>>>>>> theirs\n,{half\n]}}");
    home.write(&own, &conflicted);
    home.write(&theirs, &conflicted);
    let report: Value = serde_json::from_str(&home.run(&["check", "texts", "--repair", "--json"]).out).unwrap();
    let repaired = report["repaired"].as_array().unwrap();
    assert_eq!(repaired.len(), 1, "{report}");
    assert_eq!(keys(&repaired[0]), "path kept records unread failure");
    assert_eq!((&repaired[0]["records"], &repaired[0]["unread"]), (&3.into(), &1.into()));
    assert_eq!(home.read(&format!("{own}.damaged-1")), conflicted);
    assert_eq!(home.read(&own), text.replace("\n]}}", "\n,{half\n]}}"));
    assert_eq!(home.read(&theirs), conflicted);
    // Nobody has said whose the other folder is, and what it holds is in the name of a reader who is here.
    assert_eq!(problems(&home), ["foreign", "unread", "unread"]);
    let again = home.run(&["check", "texts", "--repair"]);
    assert!(again.out.contains("nothing more to repair") && again.out.contains("its reader can mend it"), "{again:?}");
    assert!(!home.path(&format!("{own}.damaged-2")).exists());
}

#[test]
fn what_is_in_a_file_and_not_shown_is_said() {
    let home = annotated();
    let sidecar = own_sidecar(&home);
    let text = home.read(&sidecar);
    home.write(&sidecar, "");
    assert_eq!(problems(&home), ["unread"]);
    home.write(&sidecar, &text);
    assert_eq!(problems(&home), Vec::<String>::new());
    let reader: Value = serde_json::from_str(&home.read("texts/annotations/mei/reader.json")).unwrap();
    let other = "urn:uuid:0193f3a0-0000-7000-8000-000000000001";
    home.write(
        "texts/annotations/mei/reader.json",
        format!(r#"{{"id":"{other}","type":"Person","name":"Mei","nickname":"mei"}}"#),
    );
    assert_ne!(reader["id"], other);
    assert_eq!(problems(&home), ["foreign"]);
}

#[test]
fn sidecars_without_a_text_are_found_and_a_renamed_text_keeps_its_annotations() {
    let home = annotated();
    std::fs::rename(home.path("texts/week-1/moss.txt"), home.path("texts/lichen.txt")).unwrap();
    assert!(problems(&home).is_empty());
    assert!(home.run(&["check", "texts"]).out.contains("lichen.txt"));
    assert!(home.run(&["notes", "texts"]).out.contains("the north wall"));
    home.annotate(&["lichen", "--document-note", "--note", "Under the new name."]);
    assert_eq!(home.json(&["check", "texts", "--json"])["total"]["annotations"], 3);
    std::fs::remove_file(home.path("texts/lichen.txt")).unwrap();
    assert_eq!(problems(&home), ["missing", "missing"]);
    assert!(home.run(&["check", "texts"]).out.contains("Put the text back"));
}

#[test]
fn a_copy_with_annotations_of_its_own_is_named_where_the_original_is_gone() {
    let home = annotated();
    home.write("texts/copy.txt", home.read("texts/week-1/moss.txt"));
    home.annotate(&["copy", "--document-note", "--note", "On the copy."]);
    std::fs::remove_file(home.path("texts/week-1/moss.txt")).unwrap();
    assert_eq!(problems(&home), ["missing"]);
    assert!(home.run(&["check", "texts"]).out.contains("  copy.txt holds the same text"));
}

#[test]
fn how_each_annotation_stands_is_told_with_the_old_and_the_new_words() {
    let home = annotated();
    let text = home.read("texts/week-1/moss.txt").replace("the north wall", "the northern wall");
    home.write("texts/week-1/moss.txt", text);
    let report = home.json(&["check", "texts", "--json"]);
    let annotations = report["annotations"].as_array().unwrap();
    assert_eq!(annotations.len(), 1, "notes on the whole document have no passage");
    assert_eq!(keys(&annotations[0]), "id document reader kind state score old new start end");
    assert_eq!((&annotations[0]["state"], &annotations[0]["old"]), (&"changed".into(), &"the north wall".into()));
    assert_eq!(annotations[0]["new"], "the northern wall");
    let told = home.run(&["check", "texts", "--verbose"]).out;
    assert!(told.contains("was “the north wall”") && told.contains("now “the northern wall”"), "{told}");
    home.write("texts/week-1/moss.txt", "Quite another text about quite another thing.\n");
    let ran = home.run(&["check", "texts", "--json"]);
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(report["annotations"][0]["state"], "orphan");
    assert!(report["annotations"][0]["new"].is_null() && report["annotations"][0]["start"].is_null());
}

#[test]
fn the_sample_corpus_is_in_good_health() {
    let ran = Home::new().run(&["check", documents().to_str().unwrap()]);
    assert_eq!(ran.code, 0, "{}", ran.out);
}

#[test]
fn the_passages_of_any_file_are_resolved() {
    let home = Home::new();
    let passage = |id: &str, exact: &str| {
        json!({"id": id, "type": "Annotation", "target": {"source": "http://example.org/x",
            "selector": {"type": "TextQuoteSelector", "exact": exact}}})
    };
    let (here, gone) = (passage("urn:x:1", "the moss on the north wall"), passage("urn:x:2", "a heron flew past it"));
    home.write("page.json", json!({"type": "AnnotationPage", "items": [here, gone]}).to_string());
    let found = home.json(&["anchor", "moss", "page.json", "--corpus", "texts", "--json"]);
    assert_eq!(keys(&found[0]), "id state start end score quote");
    assert_eq!((&found[0]["id"], &found[0]["start"], &found[0]["end"]), (&"urn:x:1".into(), &21.into(), &47.into()));
    assert_eq!(found[0]["quote"], "the moss on the north wall");
    assert_eq!(found[1]["state"], "orphan");
    assert!(found[1]["start"].is_null() && found[1]["quote"].is_null());
    let lines = format!("{here}\n{gone}\n");
    let ran = home.run_with_input(&["anchor", "moss", "-", "--corpus", "texts"], &lines);
    assert_eq!(ran.code, 0);
    assert!(ran.out.contains("the moss on the north wall") && ran.out.contains("orphan"), "{ran:?}");
    let mut both = here.clone();
    both["target"] = json!([here["target"], gone["target"]]);
    home.write("both.json", both.to_string());
    let found = home.json(&["anchor", "moss", "both.json", "--corpus", "texts", "--json"]);
    assert_eq!((&found[0]["id"], &found[1]["id"]), (&"urn:x:1".into(), &"urn:x:1".into()), "each of its passages");
    assert_eq!((&found[0]["state"], &found[1]["state"]), (&"same".into(), &"orphan".into()));
    home.write("gone.json", gone.to_string());
    assert_eq!(home.run(&["anchor", "moss", "gone.json", "--corpus", "texts"]).code, 1);
    home.run(&["anchor", "moss", "none.json", "--corpus", "texts"]).fails("none.json", "Check the name");
}
