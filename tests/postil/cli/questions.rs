//! `postil questions`: the order, what is open, the golden keys, the exit code.

use super::{Home, keys};
use std::fs;

/// Two texts with a question each; ana's is asked by tom too and answered by mei, who leads.
fn seminar() -> Home {
    let home = Home::new();
    let why =
        home.annotate(&["stones", "--quote", "kept by stones", "--question", "--note", "By whom?", "--reader", "Bo"]);
    let old = home.annotate(&[
        "moss",
        "--quote",
        "slowly",
        "--question",
        "--note",
        "How\u{1b}[31m slowly?",
        "--reader",
        "Ana",
    ]);
    home.annotate(&["moss", "--vote", &old, "--reader", "Tom"]);
    let answer = home.annotate(&["moss", "--reply-to", &old, "--note", "Very.", "--reader", "Mei"]);
    home.annotate(&["stones", "--reply-to", &why, "--note", "By masons.", "--reader", "Mei"]);
    home.write("answer", answer);
    home
}

#[test]
fn open_questions_are_listed_the_most_asked_first() {
    let home = seminar();
    let ran = home.run(&["questions", "texts"]);
    assert_eq!(
        ran.out,
        "\
+1   How␛[31m slowly?
     > slowly
     ana · 1 answer · week-1/moss.txt
?    By whom?
     > kept by stones
     bo · 1 answer · Stones
"
    );
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let alone = home.json(&["questions", "texts/stones.md", "--json"]);
    assert_eq!(alone.as_array().map(Vec::len), Some(1));
}

#[test]
fn the_keys_of_a_question_are_golden() {
    let home = seminar();
    let json = home.json(&["questions", "texts", "--json"]);
    assert_eq!(keys(&json[0]), "id document title reader created note quote votes answers settled_by private");
    assert_eq!((&json[1]["title"], &json[1]["document"]), (&"Stones".into(), &"stones.md".into()));
    assert!(json[0]["settled_by"].is_null() && json[0]["title"].is_null());
}

#[test]
fn a_question_that_its_asker_or_the_leader_settled_is_shown_only_when_asked_for() {
    let home = seminar();
    let answer = home.read("answer");
    home.annotate(&["moss", "--vote", &answer, "--reader", "Tom"]);
    assert_eq!(home.json(&["questions", "texts", "--json"]).as_array().map(Vec::len), Some(2), "tom settles nothing");
    home.write("texts/syllabus.toml", "leader = \"tom\"\n[[session]]\nnumber = 1\nreadings = [\"week-1/moss.txt\"]\n");
    assert_eq!(home.json(&["questions", "texts", "--json"]).as_array().map(Vec::len), Some(1), "who leads does");
    let all = home.json(&["questions", "texts", "--all", "--json"]);
    assert_eq!((&all[1]["settled_by"], &all[0]["settled_by"]), (&"mei".into(), &serde_json::Value::Null));
    let none = home.run(&["questions", "texts", "--session", "1"]);
    assert_eq!((none.code, none.out.as_str()), (1, ""));
    assert!(none.err.contains("no question is open (--all"), "{none:?}");
    assert_eq!(home.run(&["questions", "texts", "--session", "1", "--all"]).code, 0);
    home.run(&["questions", "texts", "--session", "7"]).fails("no session 7", "sessions 1");
}

#[test]
fn a_question_for_oneself_is_listed_where_that_is_asked_for_and_says_so() {
    let home = Home::new();
    home.annotate(&["moss", "--quote", "slowly", "--question", "--note", "Really?", "--reader", "Mei", "--private"]);
    assert_eq!(home.run(&["questions", "texts"]).code, 1);
    let told = home.run(&["questions", "texts", "--private"]);
    assert!(told.code == 0 && told.out.contains("mei · private · no answer"), "{told:?}");
    assert_eq!(home.json(&["questions", "texts", "--private", "--json"])[0]["private"], true);
}

#[test]
fn without_any_question_nothing_is_found() {
    let home = Home::new();
    fs::create_dir_all(home.path("texts/annotations")).unwrap();
    let ran = home.run(&["questions", "texts", "--all", "--json"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, "[]\n"));
    assert!(ran.err.contains("nobody has asked anything"), "{ran:?}");
}

#[test]
fn a_text_given_by_its_path_is_one_of_the_seminar_that_it_lies_in() {
    let home = seminar();
    fs::remove_dir_all(home.path("state")).unwrap();
    let ran = home.run(&["questions", "texts/week-1/moss.txt"]);
    assert!(ran.out.contains("slowly?") && !ran.out.contains("By whom?"), "{ran:?}");
    home.annotate(&["texts/week-1/moss.txt", "--quote", "slowly", "--reader", "Zoe"]);
    assert!(home.path("texts/annotations/zoe").is_dir(), "beside the others' notes");
    assert!(!home.path("texts/week-1/annotations").exists());
}
