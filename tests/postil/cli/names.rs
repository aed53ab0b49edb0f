//! `postil names`.

use super::{Home, keys};

const ONE: &str = "The harbour\n\nForeign Minister Kita Haruo signed the General Treaty of Open Harbours (GTOH). Kita left \
                   at noon, and the GTOH held.\n";
const OTHER: &str = "# Later\n\nHaruo Kita, the late minister, never saw the GTOH end.\n\nAda North was there.\n";

fn home() -> Home {
    let home = Home::new();
    std::fs::create_dir(home.path("port")).unwrap();
    home.write("port/harbour.txt", ONE);
    home.write("port/later.md", OTHER);
    home
}

#[test]
fn names_that_recur_are_counted_over_all_texts_under_all_their_forms() {
    let home = home();
    assert_eq!(
        home.run(&["names", "port"]).out,
        "\
3  General Treaty of Open Harbours (GTOH)  agreement, 2 texts
3  Haruo Kita  person, 2 texts
"
    );
    assert_eq!(home.run(&["names", "port", "--kind", "person"]).out, "3  Haruo Kita  person, 2 texts\n");
    assert_eq!(home.run(&["names", "port", "--kind", "organisation"]).code, 1);
}

#[test]
fn one_name_is_shown_with_its_forms_and_how_each_text_introduces_it() {
    let home = home();
    assert_eq!(
        home.run(&["names", "port", "--name", "gtoh"]).out,
        "\
3  General Treaty of Open Harbours (GTOH)  agreement, 2 texts
  also: GTOH
  harbour.txt
    Foreign Minister Kita Haruo signed the General Treaty of Open Harbours (GTOH).
  later.md
    Haruo Kita, the late minister, never saw the GTOH end.
"
    );
    assert_eq!(home.run(&["names", "port", "--name", "zebra"]).code, 1);
}

#[test]
fn what_the_dictionaries_of_the_settings_say_of_a_word_stands_below_what_the_texts_say() {
    let home = home();
    std::fs::create_dir_all(home.path("config/postil")).unwrap();
    std::fs::create_dir(home.path("words")).unwrap();
    let folder = home.path("words").display().to_string();
    home.write("config/postil/settings.toml", format!("dictionary_folder = \"{folder}\"\n"));
    home.write("words/sea.dict", "GTOH\n  A treaty.\nharbour\n  A \u{1b}[1mport.\n");
    home.write("words/sea.index", "gtoh\tA\tR\nharbour\tR\tW\n");
    let out = home.run(&["names", "port", "--name", "gtoh"]).out;
    assert!(out.ends_with("GTOH end.\ngtoh · sea\n    GTOH\n    A treaty.\n"), "{out}");
    let word = home.run(&["names", "port", "--name", "Harbour"]);
    assert_eq!((word.out.as_str(), word.code), ("harbour · sea\n    harbour\n    A ␛[1mport.\n", 0));
    home.write("words/sea.index", "harbour\tR\t/////\n");
    let damaged = home.run(&["names", "port", "--name", "harbour"]);
    assert_eq!(damaged.code, 1);
    assert!(damaged.err.contains("sea.dict") && damaged.err.contains("damaged"), "{}", damaged.err);
}

#[test]
fn json_says_where_each_is_introduced() {
    let home = home();
    let all = home.json(&["names", "port", "--json"]);
    assert_eq!(keys(&all[0]), "name kind short forms count documents introductions");
    assert_eq!(keys(&all[0]["introductions"][0]), "document start end sentence");
    assert_eq!((&all[0]["short"], &all[1]["short"]), (&"GTOH".into(), &serde_json::Value::Null));
    let start = all[0]["introductions"][0]["start"].as_u64().unwrap() as usize;
    let said: String = ONE.chars().skip(start).take(20).collect();
    assert_eq!(said, "Foreign Minister Kit");
}
