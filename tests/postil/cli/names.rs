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
