//! `postil search`.

use super::{Home, keys};

#[test]
fn hits_are_printed_like_grep_with_the_paragraph() {
    let ran = Home::new().run(&["search", "it STANDS".to_lowercase().as_str(), "texts"]);
    assert_eq!(ran.code, 0);
    assert_eq!(
        ran.out,
        "\
stones.md:2: A wall is a “promise” kept by stones. It stands.
stones.md:4: Moss asks for nothing. It stands.
"
    );
}

#[test]
fn words_are_found_over_a_line_break_and_json_says_where() {
    let home = Home::new();
    let hits = home.json(&["search", "turned with", "texts", "--json"]);
    assert_eq!(keys(&hits[0]), "document paragraph start end before hit after");
    assert_eq!((&hits[0]["document"], &hits[0]["hit"]), (&"week-1/moss.txt".into(), &"turned\nwith".into()));
    let text = home.json(&["text", "moss", "--corpus", "texts", "--json"])["text"].as_str().unwrap().to_owned();
    let [before, hit, after] = ["before", "hit", "after"].map(|key| hits[0][key].as_str().unwrap());
    assert!(text.contains(&[before, hit, after].concat()));
    let start = hits[0]["start"].as_u64().unwrap() as usize;
    assert!(text.chars().skip(start).collect::<String>().starts_with(hit));
}

#[test]
fn nothing_found_and_a_faulty_expression_are_told_apart() {
    let home = Home::new();
    let ran = home.run(&["search", "heron", "texts"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert_eq!(home.run(&["search", "heron", "texts", "--json"]).out, "[]\n");
    assert_eq!(home.run(&["search", "/mo[rs]s/", "texts/week-1/moss.txt"]).out.lines().count(), 1);
    home.run(&["search", "/mo(ss/", "texts"]).fails("unclosed group", "/mo(ss/");
}

#[test]
fn a_query_says_what_holds_of_the_text_and_of_its_facts() {
    let home = Home::new();
    let count = |query: &str| home.run(&["search", query, "texts"]).out.lines().count();
    assert_eq!(count("it stands AND promise"), 3, "all of both in a text that has both");
    assert_eq!(count("promise NEAR/3 wall"), 1);
    assert_eq!(count("\"it stands\" in:stones"), 2);
    assert_eq!(count("\"it stands\" in:moss"), 0);
    assert_eq!(count("in:moss"), 1, "a text of which no words are asked");
    assert_eq!(count("stand* -promise"), 0);
}

#[test]
fn a_faulty_query_is_shown_with_a_caret_under_the_fault() {
    let home = Home::new();
    let ran = home.run(&["search", "wall AND (moss", "texts"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("a bracket is not closed"), "{}", ran.err);
    assert!(ran.err.contains("  wall AND (moss\n           ^\n"), "{}", ran.err);
    home.run(&["search", "tag:law", "texts"]).fails("a text has no tags", "postil notes");
    home.run(&["search", " ", "texts"]).fails("nothing to look for", "which words");
}

#[test]
fn a_sentence_over_a_page_is_found_quoted_and_shown_as_one() {
    let home = Home::new();
    let page = |n: u32| format!("\n\nLind          Ropes          [Page {n}]\n\u{C}\nRopes of Today          1990\n\n");
    let parts = [
        "The walk, which had been there since the old wall, was quiet while\nthe men waited for tar.\n\nHe said, and he was the oldest of them all, whom nobody would ask,\nthat the ropes of the long walk",
        &page(1),
        "were for the men of the har-",
        &page(2),
        "bour and for nobody else, whatever the clerk had written in his book\nof dues.\n\nThe clerk had written nothing, and hung his book on the wall.",
    ];
    home.write("texts/ropes.txt", parts.concat());
    let hits = home.json(&["search", "long walk were for", "texts", "--json"]);
    assert_eq!(hits.as_array().map(Vec::len), Some(1));
    let hit = hits[0]["hit"].as_str().unwrap();
    assert!(hit.starts_with("long walk\n") && hit.ends_with("were for"), "{hit}");
    assert_eq!(home.run(&["search", "harbour", "texts"]).code, 0, "a word that the page divides");
    assert_eq!(home.run(&["search", "walk NEAR/1 for", "texts"]).code, 0, "words between, without those of the page");
    let quote = "the ropes of the long walk were for the men of the harbour and for nobody else";
    let mark = ["annotate", "texts/ropes.txt", "--corpus", "texts", "--reader", "Mei", "--quote", quote];
    assert_eq!(home.run(&mark).code, 0);
    let notes = home.run(&["notes", "texts"]).out;
    assert!(notes.contains("walk were for the men of the harbour and"), "{notes}");
}
