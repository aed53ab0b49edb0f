//! `postil compare`: figures first, then the sentences by whom they were marked.

use super::{Home, keys};

const TEXT: &str =
    "One is here. Two is here. Three is here. Four is here.\n\nFive is here. Six is here. Seven is here.\n";

/// Mei marked One, Two, Five, Six; Tom Two, Five, Six, Seven; Ann the second text alone.
fn seminar() -> Home {
    let home = Home::with(&[("numbers.txt", TEXT), ("more.txt", TEXT)]);
    for (reader, words) in [("Mei", ["One", "Two", "Five", "Six"]), ("Tom", ["Two", "Five", "Six", "Seven"])] {
        for word in words {
            let quote = format!("{word} is");
            home.annotate(&["numbers.txt", "--quote", &quote, "--tag", "count", "--reader", reader]);
        }
    }
    home.annotate(&["more.txt", "--quote", "One is", "--reader", "Ann"]);
    home
}

#[test]
fn figures_stand_first_and_then_the_sentences_in_three_groups() {
    let ran = seminar().run(&["compare", "mei", "Tom", "--corpus", "texts"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let expected = "\
mei and tom, 1 text
  3 of the 5 sentences that either marked were marked by both (60 %)
  beyond chance: kappa 0.42: moderate agreement
  tags: 3 sentences tagged by two: too few to say

= both: 3 sentences
  numbers.txt
    ¶ 1  Two is here.
    ¶ 2  Five is here.
    ¶ 2  Six is here.

< only mei: 1 sentence
  numbers.txt
    ¶ 1  One is here.

> only tom: 1 sentence
  numbers.txt
    ¶ 2  Seven is here.
";
    assert_eq!(ran.out, expected);
}

#[test]
fn without_another_the_class_is_meant_and_the_keys_are_golden() {
    let home = seminar();
    let json = home.json(&["compare", "tom", "--corpus", "texts", "--json"]);
    assert_eq!(keys(&json), "reader other texts left_out sentences share kappa alpha in_words marked");
    assert_eq!(keys(&json["sentences"]), "both only_reader only_other neither");
    assert_eq!(keys(&json["alpha"]), "value sentences");
    assert_eq!(keys(&json["in_words"]), "share kappa alpha");
    assert_eq!(keys(&json["marked"][0]), "document paragraph page by others start end quote");
    assert!(json["other"].is_null() && json["share"] == 0.6, "{json}");
    assert_eq!((&json["left_out"], &json["texts"]), (&1.into(), &1.into()), "only ann marked the other text");
    let one = &json["marked"][0];
    assert_eq!((&one["by"], &one["start"], &one["end"]), (&"other".into(), &0.into(), &12.into()));
}

#[test]
fn nothing_in_common_and_nobody_of_that_name_are_told() {
    let home = seminar();
    let none = home.run(&["compare", "ann", "mei", "--corpus", "texts"]);
    assert_eq!(none.code, 1, "{none:?}");
    assert!(none.out.contains("no text was marked by both") && none.out.contains("2 texts"), "{none:?}");
    let alone = home.run(&["compare", "mei", "tom", "--corpus", "texts", "-d", "more"]);
    assert_eq!(alone.code, 1, "{alone:?}");
    home.run(&["compare", "mie", "--corpus", "texts"]).fails("no reader is called mie", "Did you mean mei?");
    home.run(&["compare", "zoe", "--corpus", "texts"]).fails("no reader is called zoe", "Here are ann, mei, tom.");
    home.run(&["compare", "mei", "mei", "--corpus", "texts"]).fails("agrees with themselves", "for the class");
    home.run(&["compare", "mei", "--session", "3", "--corpus", "texts"]).fails("no session 3", "syllabus.toml");
}

#[test]
fn the_folder_may_stand_last_as_in_every_other_command() {
    let home = seminar();
    let wanted = home.run(&["compare", "mei", "tom", "--corpus", "texts"]).out;
    assert_eq!(home.run(&["compare", "mei", "tom", "texts"]).out, wanted);
    let class = home.run(&["compare", "mei", "--corpus", "texts"]).out;
    assert_eq!(home.run(&["compare", "mei", "texts"]).out, class, "a folder in the second place is no reader");
}

#[test]
fn groups_are_compared_as_readers_are() {
    let home = seminar();
    home.annotate(&["numbers.txt", "--quote", "Three is", "--reader", "Bo"]);
    home.write("texts/syllabus.toml", "[groups]\nred = [\"mei\", \"Bo\"]\nblue = [\"tom\"]\n");
    let ran = home.run(&["compare", "red", "blue", "--corpus", "texts"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.out.starts_with("the group red and the group blue, 1 text\n  3 of the 6 sentences"), "{ran:?}");
    assert!(ran.out.contains("< only the group red: 2 sentences"), "{ran:?}");
    let one = home.run(&["compare", "mei", "blue", "--corpus", "texts"]);
    assert!(one.out.starts_with("mei and the group blue, 1 text\n  3 of the 5 sentences"), "{one:?}");
    home.run(&["compare", "rad", "blue", "--corpus", "texts"]).fails("no reader is called rad", "Did you mean red?");
}

#[test]
fn who_is_of_two_groups_speaks_for_both_whichever_is_named_first() {
    let home = seminar();
    home.write("texts/syllabus.toml", "[groups]\nred = [\"mei\", \"tom\"]\nblue = [\"tom\", \"ann\"]\n");
    let of = |one: &str, other: &str| {
        let found = home.json(&["compare", one, other, "--corpus", "texts", "--document", "numbers", "--json"]);
        let counts = &found["sentences"];
        [&counts["both"], &counts["only_reader"], &counts["only_other"]].map(|count| count.as_u64().unwrap())
    };
    // Red marked One, Two, Five, Six, Seven; blue what Tom did: Two, Five, Six, Seven.
    assert_eq!(of("red", "blue"), [4, 1, 0]);
    assert_eq!(of("blue", "red"), [4, 0, 1]);
    // Mei is of red, and compared with it marks what she marked.
    assert_eq!(of("mei", "red"), [4, 0, 1]);
    assert_eq!(of("red", "mei"), [4, 1, 0]);
}
