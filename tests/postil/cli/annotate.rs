//! `postil annotate`: passages, readers, kinds.

use super::{Home, Ran, keys};
use serde_json::Value;

impl Home {
    fn mark(&self, args: &[&str]) -> Ran {
        self.run(&[&["annotate"], args, &["--corpus", "texts"]].concat())
    }

    /// The record of an annotation that must be made.
    fn record(&self, args: &[&str]) -> Value {
        let ran = self.mark(&[args, &["--json", "--reader", "Mei"]].concat());
        assert_eq!(ran.code, 0, "{ran:?}");
        serde_json::from_str(&ran.out).unwrap()
    }
}

fn exact(record: &Value) -> &str {
    record["target"]["selector"][0]["exact"].as_str().unwrap()
}

#[test]
fn a_mark_is_written_whole_and_its_id_is_printed() {
    let home = Home::new();
    let ran = home.mark(&[
        "moss",
        "--quote",
        "the north wall",
        "--tag",
        "#place",
        "--color",
        "blue",
        "--reader",
        "Mei Tanaka",
    ]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.out.starts_with("urn:uuid:") && ran.out.ends_with('\n') && ran.out.len() == 46, "{ran:?}");
    assert_eq!(ran.err, "postil: written as Mei Tanaka, who is the reader of this device from now on\n");
    let notes = home.json(&["notes", "texts", "--json"]);
    assert_eq!(notes[0]["id"], ran.out.trim());
    assert_eq!(
        (&notes[0]["tags"][0], &notes[0]["color"], &notes[0]["state"]),
        (&"place".into(), &"blue".into(), &"same".into())
    );
    assert!(home.path("texts/annotations/mei-tanaka/reader.json").exists());
}

#[test]
fn each_option_makes_its_kind() {
    let home = Home::new();
    for (args, motivation) in [
        (&["--quote", "slowly"][..], "highlighting"),
        (&["--quote", "slowly", "--note", "how slowly"], "commenting"),
        (&["--quote", "slowly", "--question", "--note", "how slowly?"], "questioning"),
        (&["--question", "--note", "what is it about?"], "questioning"),
        (&["--quote", "slowly", "--bookmark"], "bookmarking"),
        (&["--document-note", "--note", "short"], "describing"),
        (&["--at", "4:8"], "highlighting"),
    ] {
        let record = home.record(&[&["moss"], args].concat());
        assert_eq!(record["motivation"], motivation, "{args:?}");
        assert_eq!(keys(&record).split(' ').next(), Some("id"));
    }
    assert_eq!(exact(&home.record(&["moss", "--at", "4:8"])), "year");
}

#[test]
fn a_quotation_is_found_across_lines_and_in_typographic_dress() {
    let home = Home::new();
    assert_eq!(
        exact(&home.record(&["moss", "--quote", "the north wall turned with it"])),
        "the north wall turned\nwith it"
    );
    assert_eq!(
        exact(&home.record(&["stones", "--quote", "a \"promise\" kept by stones."])),
        "a “promise” kept by stones."
    );
    assert_eq!(exact(&home.record(&["stones", "--quote", "a „promise” kept"])), "a “promise” kept");
}

#[test]
fn a_long_quotation_in_other_lines_is_found() {
    let line = "It was not the wall (we thought) that moved, but the – very slow – hill under it. ";
    let text = (0..25).map(|n| format!("{n}. {line}\n")).collect::<Vec<_>>().concat();
    let home = Home::with(&[("hill.txt", &text)]);
    let quote = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(exact(&home.record(&["hill", "--quote", &quote])).contains("24. It was not"));
}

#[test]
fn words_that_are_not_there_are_nothing_found_with_the_nearest() {
    let home = Home::new();
    let ran = home.mark(&["moss", "--quote", "the moss on the south wall turned", "--reader", "Mei"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("not in week-1/moss.txt") && ran.err.contains("The nearest words are: "), "{ran:?}");
    assert!(ran.err.contains("the moss on the north wall"), "{ran:?}");
    assert!(!home.path("texts/annotations").exists(), "nothing was written");
}

#[test]
fn words_in_several_places_need_to_be_told_apart() {
    let home = Home::new();
    home.mark(&["stones", "--quote", "It stands."]).fails("stand in 2 places", "--occurrence 1 to 2");
    let second = home.record(&["stones", "--quote", "It stands.", "--occurrence", "2"]);
    assert_eq!(second["target"]["selector"][0]["prefix"], ".\n\nMoss\n\nMoss asks for nothing. ");
    home.mark(&["stones", "--quote", "It stands.", "--occurrence", "3"]).fails("no occurrence 3", "2 places");
    home.mark(&["stones", "--quote", "It stands.", "--occurrence", "0"]).fails("no occurrence 0", "2 places");
}

#[test]
fn answers_and_votes_belong_to_what_they_answer() {
    let home = Home::new();
    let question = home.annotate(&["moss", "--quote", "slowly", "--question", "--note", "why?", "--reader", "Mei"]);
    let tail = &question[question.len() - 8..];
    home.annotate(&["moss", "--reply-to", tail, "--note", "because", "--reader", "Tom"]);
    home.annotate(&["moss", "--vote", &question, "--reader", "Tom"]);
    let notes = home.json(&["notes", "texts", "--json"]);
    let kinds: Vec<&str> = (0..3).map(|n| notes[n]["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["question", "reply", "vote"]);
    assert_eq!((&notes[1]["reply_to"], &notes[1]["reader"]), (&question.into(), &"tom".into()));
    let ran = home.mark(&["moss", "--vote", "nobody"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("no annotation of week-1/moss.txt"), "{ran:?}");
}

#[test]
fn sessions_that_write_at_once_lose_nothing() {
    let home = Home::new();
    home.annotate(&["moss", "--quote", "slowly", "--reader", "Mei"]);
    let args = ["annotate", "moss", "--corpus", "texts", "--quote", "slowly", "--note", "At once."];
    let running: Vec<_> = (0..6).map(|_| home.command(&args).spawn().unwrap()).collect();
    for child in running {
        assert!(child.wait_with_output().unwrap().status.success());
    }
    assert_eq!(home.json(&["notes", "texts", "--json"]).as_array().unwrap().len(), 7);
}

#[test]
fn a_note_can_come_from_standard_input() {
    let home = Home::new();
    let args = ["annotate", "moss", "--corpus", "texts", "--quote", "slowly", "--note", "-", "--reader", "Mei"];
    assert_eq!(home.run_with_input(&args, "First line.\n\nSecond.\n").code, 0);
    assert_eq!(home.json(&["notes", "texts", "--json"])[0]["note"], "First line.\n\nSecond.");
    home.run_with_input(&args, " \n").fails("the note is empty", "Say something");
}

#[test]
fn a_named_reader_is_the_same_each_time_and_not_the_one_of_the_device() {
    let home = Home::new();
    home.annotate(&["moss", "--quote", "slowly", "--reader", "Mei"]);
    home.annotate(&["stones", "--quote", "Moss asks", "--reader", "Tom"]);
    home.annotate(&["moss", "--quote", "slowly", "--reader", "tom"]);
    home.annotate(&["moss", "--quote", "slowly"]);
    let notes = home.json(&["notes", "texts", "--json"]);
    let readers: Vec<&str> = (0..4).map(|n| notes[n]["reader"].as_str().unwrap()).collect();
    assert_eq!(readers, ["tom", "mei", "tom", "mei"]);
    let mine = home.json(&["notes", "texts", "--json", "is:mine"]);
    assert_eq!(mine.as_array().unwrap().len(), 2);
}

#[test]
fn without_a_name_a_guess_is_said() {
    let home = Home::new();
    let ran = home.mark(&["moss", "--quote", "slowly"]);
    assert!(ran.code == 0 && ran.err.contains(", a guess: `postil reader --rename NAME` says who you are"), "{ran:?}");
    home.write("config/postil/settings.toml", "[reader]\nname = \"Mei Tanaka\"\n");
    let told = home.mark(&["moss", "--quote", "slowly"]).err;
    assert!(
        told.starts_with("postil: written as Mei Tanaka, who is the reader of this device from now on; "),
        "{told}"
    );
    assert_eq!(home.mark(&["moss", "--quote", "slowly"]).err, "postil: written as Mei Tanaka\n");
}

#[test]
fn the_nickname_of_the_settings_names_the_folder() {
    let home = Home::new();
    home.write("config/postil/settings.toml", "[reader]\nname = \"Mei Tanaka\"\nnickname = \"mei-t\"\n");
    home.mark(&["moss", "--quote", "slowly"]);
    let reader = home.read("texts/annotations/mei-t/reader.json");
    assert!(reader.contains("\"Mei Tanaka\"") && reader.contains("\"mei-t\""), "{reader}");
}

#[test]
fn another_persons_folder_is_never_written() {
    let home = Home::new();
    home.annotate(&["moss", "--quote", "slowly", "--reader", "Mei"]);
    home.write(
        "texts/annotations/mei/reader.json",
        r#"{"id":"urn:uuid:0193f3a0-0000-7000-8000-000000000001","type":"Person","name":"Another Mei","nickname":"mei"}"#,
    );
    home.mark(&["moss", "--quote", "slowly"]).fails("another reader is called mei", "--reader");
    assert!(home.read("texts/annotations/mei/reader.json").contains("Another Mei"));
}

#[test]
fn wrong_usage_is_told_with_what_would_be_right() {
    let home = Home::new();
    home.mark(&["moss"]).fails("nothing says what", "--document-note");
    home.mark(&["moss", "--at", "8:4"]).fails("`8:4` is no place", "START:END");
    home.mark(&["moss", "--at", "P9"]).fails("no paragraph 9", "It has ");
    home.mark(&["moss", "--at", "4:4"]).fails("the passage is empty", "--bookmark");
    home.mark(&["moss", "--at", "4:99999"]).fails("no place", "at most 97");
    home.mark(&["moss", "--quote", " "]).fails("the quotation is empty", "--at");
    home.mark(&["moss", "--question", "--quote", "x"]).fails("--note", "Usage");
    home.mark(&["moss", "--quote", "x", "--at", "1:2"]).fails("cannot be used", "Usage");
}

#[test]
fn a_note_leads_to_the_paragraph_that_it_names() {
    let home = Home::new();
    let id = home.mark(&["moss", "--quote", "slowly"]).out;
    let end = id.trim().rsplit('-').next().expect("an id").to_owned();
    let note = format!("as in [[moss:P1]], [[#{end}]] and [[nowhere]]");
    let record = home.record(&["moss", "--quote", "wall", "--occurrence", "1", "--note", &note]);
    let links: Vec<&Value> = record["body"].as_array().expect("bodies").iter().skip(1).collect();
    assert_eq!((&links[0]["label"], &links[0]["purpose"]), (&"moss:P1".into(), &"linking".into()));
    assert!(links[0]["selector"][0]["exact"].as_str().is_some_and(|words| words.contains("north wall")));
    assert_eq!(links[1]["source"].as_str(), Some(id.trim()));
    assert_eq!(links.len(), 2);
    let told = home.mark(&["moss", "--quote", "slowly", "--note", "[[nowhere]]"]).err;
    assert!(told.contains("the link [[nowhere]] leads nowhere: "), "{told}");
}
