//! `postil concordance`.

use super::{Home, keys};

#[test]
fn places_stand_below_each_other_in_the_order_that_is_asked() {
    let home = Home::new();
    let text = home.run(&["concordance", "stands", "texts", "--side", "20"]);
    assert_eq!(text.code, 0);
    let columns: Vec<usize> = text.out.lines().map(|line| line.find("stands").expect("the word")).collect();
    assert!(columns.len() > 1 && columns.iter().all(|column| *column == 20), "{}", text.out);
    assert!(text.out.lines().all(|line| line.ends_with("stones.md")), "{}", text.out);
    let left = home.run(&["concordance", "it", "texts", "--sort", "left"]);
    let right = home.run(&["concordance", "it", "texts", "--sort", "right"]);
    let sorted = |out: &str| {
        let mut lines: Vec<String> = out.lines().map(str::to_owned).collect();
        lines.sort_unstable();
        lines
    };
    assert_eq!(sorted(&left.out), sorted(&right.out), "the same places");
}

#[test]
fn how_often_each_text_has_it_the_most_often_first() {
    let ran = Home::new().run(&["concordance", "a", "texts", "--count"]);
    let counts: Vec<usize> =
        ran.out.lines().map(|line| line.split_whitespace().next().unwrap().parse().unwrap()).collect();
    assert!(counts.len() > 1 && counts.is_sorted_by(|a, b| a >= b), "{}", ran.out);
}

#[test]
fn json_says_where_each_place_is() {
    let home = Home::new();
    let places = home.json(&["concordance", "turned with", "texts", "--json"]);
    assert_eq!(keys(&places[0]), "document start end before hit after");
    assert_eq!((&places[0]["document"], &places[0]["hit"]), (&"week-1/moss.txt".into(), &"turned\nwith".into()));
}

#[test]
fn nothing_found_and_nothing_asked_are_told_apart() {
    let home = Home::new();
    let ran = home.run(&["concordance", "heron", "texts"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    home.run(&["concordance", "", "texts"]).fails("nothing to look for", "export control");
    home.run(&["concordance", "tag:law", "texts"]).fails("a concordance is of words", "postil notes");
}

#[test]
fn a_concordance_of_marks_goes_over_quotations_and_notes_of_all_readers() {
    let home = Home::new();
    let text = "stones.md";
    let (quote, note) =
        (["--quote", "It stands.", "--occurrence", "2"], ["--note", "Why stands it here?", "--reader", "Mei"]);
    home.run(&[&["annotate", "stones", "--corpus", "texts"][..], &quote, &note].concat());
    let all = home.run(&["concordance", "stands", "texts", "--marks"]);
    assert_eq!((all.code, all.out.lines().count()), (0, 2), "{}", all.out);
    assert!(all.out.lines().all(|line| line.ends_with(text)), "{}", all.out);
    let counted = home.run(&["concordance", "stands by:mei", "texts", "--count"]);
    assert_eq!(counted.out, format!("2  {text}\n"), "what only annotations can answer is asked of them");
    let places = home.json(&["concordance", "stands", "texts", "--marks", "--json"]);
    assert_eq!(keys(&places[0]), "document annotation reader before hit after");
    assert_eq!(home.run(&["concordance", "stands by:nobody", "texts"]).code, 1);
    let often = home.run(&["concordance", "it", "texts", "--sort", "frequency"]);
    let first = home.run(&["concordance", "it", "texts", "--count"]);
    let most = first.out.split_whitespace().nth(1).expect("a text");
    assert!(often.out.lines().next().is_some_and(|line| line.ends_with(most)), "{}", often.out);
}
